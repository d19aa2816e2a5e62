"""The process that opens one attachment: ``python -m mailflow.documents.worker CPU-SECONDS MEMORY TEXT``.

It reads one line of JSON (name, media type, charset) and then the file from standard input, and writes a line of JSON
for each document: ``{"name", "media_type", "text"}``, or ``"problem"`` in place of the text. For a winmail.dat the
first line has the text of the wrapped mail and ``files``; a line for each document in it follows. It gives up what it
does not need before it reads a byte of the file: it can write no file, start no program, and take no more time and
memory than it was given.
"""

import json
import os
import resource
import sys
from collections.abc import Iterator, Mapping, Sequence

from mailflow.documents.formats import DAMAGED, EMPTY, OTHER_PROGRAM, TOO_MUCH_MEMORY, Format, Unreadable, judge
from mailflow.documents.package import Package

_VAGUE = "application/octet-stream"
_TEXT_DOCUMENT = "application/vnd.oasis.opendocument.text"
_NICE = 5


def main(arguments: Sequence[str]) -> None:
    """Open one file. Any trouble with it becomes a line of words."""
    cpu, memory, longest = map(int, arguments)
    restrain(cpu, memory)
    head = json.loads(sys.stdin.buffer.readline())
    for line in read(head["name"], head["media_type"], head["charset"], sys.stdin.buffer.read(), longest):
        sys.stdout.write(f"{json.dumps(line)}\n")
        sys.stdout.flush()


def restrain(cpu: int, memory: int) -> None:
    """Give up what opening a file does not need (POSIX setrlimit)."""
    for limit, soft, hard in (
        (resource.RLIMIT_CPU, cpu, cpu + 1),  # the soft limit ends the process by SIGXCPU, which says why
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NPROC, 0, 0),
    ):
        _, most = resource.getrlimit(limit)
        top = hard if most == resource.RLIM_INFINITY else min(hard, most)
        resource.setrlimit(limit, (min(soft, top), top))
    os.nice(_NICE)


def read(name: str, media_type: str, charset: str, content: bytes, longest: int) -> Iterator[Mapping[str, object]]:
    """What a file says, then what the documents in it say. longest: the characters that are kept of each text."""
    said: dict[str, object] = {"name": name, "media_type": media_type}
    inside: list[tuple[str, bytes]] = []
    try:
        form = judge(name, media_type, content)
        if not isinstance(form, Format):
            raise Unreadable(form or OTHER_PROGRAM)  # noqa: TRY301 - a reason like those of the readers
        text = _wrapped(content, inside) if form is Format.TNEF else _text(form, content, charset)
        if form is Format.TNEF:
            said["files"] = [[inner, len(data)] for inner, data in inside]
        elif not text.strip():
            raise Unreadable(EMPTY)  # noqa: TRY301
        yield {**said, "text": text[:longest]}
    except Unreadable as why:
        yield {**said, "problem": str(why)}
    except MemoryError:
        yield {**said, "problem": TOO_MUCH_MEMORY}
    except Exception:  # noqa: BLE001 - whatever a library raises for a file, it is the file's fault
        yield {**said, "problem": DAMAGED}
    for inner, data in inside:
        if judge(inner, _VAGUE, data) is not None:
            yield from read(inner, _VAGUE, "", data, longest)


def _text(form: Format, content: bytes, charset: str) -> str:
    """The text of a file of this format. Only the library that it takes is loaded."""
    match form:
        case Format.PDF:
            from mailflow.documents import pdf  # noqa: PLC0415

            return pdf.read(content)
        case Format.RTF:
            from mailflow.documents import rtf  # noqa: PLC0415

            return rtf.read(content)
        case Format.HTML:
            from mailflow.read.adapter import html  # noqa: PLC0415

            return html.to_text(_decoded(content, charset))
        case Format.PACKAGE:
            return _packed(Package(content))
        case _:
            return _decoded(content, charset)


def _packed(package: Package) -> str:
    """The text of a zip, by what is in it: a docx or an odt, whatever its name."""
    from mailflow.documents import docx, odt  # noqa: PLC0415

    if "[Content_Types].xml" in package.names and any(name.startswith("word/") for name in package.names):
        return docx.read(package)
    if "content.xml" in package.names and package.read("mimetype").decode("latin-1").startswith(_TEXT_DOCUMENT):
        return odt.read(package)
    raise Unreadable(OTHER_PROGRAM)


def _wrapped(content: bytes, inside: list[tuple[str, bytes]]) -> str:
    """The text of a winmail.dat; its files are put into ``inside``."""
    from mailflow.documents import tnef  # noqa: PLC0415

    text, files = tnef.read(content)
    inside += [(one.name, one.content) for one in files]
    return text


def _decoded(content: bytes, charset: str) -> str:
    """Text by its byte order mark, else by the charset the mail declares, else by the usual guess."""
    from mailflow.read.adapter.charset import decode  # noqa: PLC0415

    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return decode(content, name)
    return decode(content, charset)


if __name__ == "__main__":
    main(sys.argv[1:])

"""The documents of a mail laid into its ``Message``: the one door of this section.

Slow work, so it is done before the transaction begins. The files themselves stay in the archived mail.
"""

from collections.abc import Iterator, Mapping

from mailflow.documents import process
from mailflow.documents.formats import TOO_LARGE, TOO_MANY, Format, judge
from mailflow.documents.limits import LIMITS, Limits
from mailflow.model import Attachment, Message
from mailflow.read.adapter import mime
from mailflow.read.adapter.message import Extract, enclosed, lay_in

_VAGUE = "application/octet-stream"


def with_documents(message: Message, raw: bytes, limits: Limits = LIMITS) -> Message:
    """Give the message with what its documents say, each a text or a sentence why not (protocol, cases 23 and 63).

    raw: the bytes it was parsed from. Never raises. A mail without documents costs a second look at its parts; each
    document a process of its own, bounded by ``limits``, so that a bad one cannot spoil the others.
    """
    if not message.attachments:
        return message
    extracts: list[Extract] = []
    opened = 0
    for one in enclosed(raw):
        content = one.content() if one.size <= limits.size else b""
        form = TOO_LARGE if one.size > limits.size else judge(one.name, one.media_type, content)
        if form is None:
            continue
        if isinstance(form, Format) and opened < limits.documents:
            opened += 1
            extracts += _opened(one, content, limits)
        else:
            extracts.append(_refused(one.name, one.media_type, TOO_MANY if isinstance(form, Format) else form))
    return lay_in(message, extracts)


def _opened(one: mime.Enclosed, content: bytes, limits: Limits) -> Iterator[Extract]:
    """What a worker made of one file, and of the files in it."""
    answer = process.ask(one.name, one.media_type, one.charset, content, limits)
    for number, said in enumerate(answer.said[: limits.documents + 1]):
        yield _extract(said, is_wrapper=number == 0 and "files" in said)
    if answer.trouble and not answer.said:
        yield _refused(one.name, one.media_type, answer.trouble)


def _extract(said: Mapping[str, object], *, is_wrapper: bool) -> Extract:
    name, media_type = _safe(said["name"]), str(said["media_type"])
    if "problem" in said:
        return _refused(name, media_type, str(said["problem"]))
    files = said.get("files")
    inner = tuple(Attachment(_safe(file), _VAGUE, int(size)) for file, size in files) if isinstance(files, list) else ()
    return Extract(name=name, media_type=media_type, text=str(said["text"]), is_wrapper=is_wrapper, files=inner)


def _safe(name: object) -> str:
    return mime.file_name(str(name)) or "unnamed"


def _refused(name: str, media_type: str, why: str) -> Extract:
    return Extract(name=name, media_type=media_type, problem=f"The file {name} {why}.")

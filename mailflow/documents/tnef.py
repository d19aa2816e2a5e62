"""winmail.dat (MS-OXTNEF), in which Exchange wraps a mail: its text and the files in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from tnefparse import TNEF

from mailflow.documents import rtf
from mailflow.documents.formats import DAMAGED, Unreadable
from mailflow.read.adapter import html
from mailflow.read.adapter.charset import decode

MAX_FILES = 100


@dataclass(frozen=True, slots=True)
class Inner:
    """A file in a winmail.dat."""

    name: str
    content: bytes


def read(content: bytes) -> tuple[str, tuple[Inner, ...]]:
    """The text of the wrapped mail, ``""`` where it has none, and its files. Raises ``Unreadable``."""
    try:
        wrapped = TNEF(content, do_checksum=False)
    except Exception as error:  # the library raises whatever the bytes make of it
        raise Unreadable(DAMAGED) from error
    return _body(wrapped), tuple(_files(wrapped))


def _body(wrapped: TNEF) -> str:
    """The plain text, else the RTF, else the HTML."""
    plain = _text(wrapped.body)
    if plain.strip():
        return plain
    packed = wrapped.rtfbody
    text = rtf.read(packed) if packed else ""
    return text or html.to_text(_text(wrapped.htmlbody))


def _text(value: object) -> str:
    if isinstance(value, list):
        value = next(iter(value), "")
    said = decode(value, "") if isinstance(value, bytes) else str(value or "")
    return said.rstrip("\0")


def _files(wrapped: TNEF) -> Iterator[Inner]:
    for number, one in enumerate(wrapped.attachments[:MAX_FILES], 1):
        try:
            name = _text(one.long_filename())
        except (UnicodeDecodeError, AttributeError):
            name = ""
        yield Inner(name or f"file {number}", bytes(one.data) if isinstance(one.data, bytes) else b"")

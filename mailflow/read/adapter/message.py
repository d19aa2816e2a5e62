"""Bytes to Message: one mail, parsed and bounded. Nothing a sender writes makes this raise or hang."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

from mailflow.model import Address, Attachment, Document, Line, Message
from mailflow.read.adapter import header, html, mime, quote

MAX_MESSAGE = 64 * 1024 * 1024
"""Bytes that are looked at; the mailbox hands over less."""
MAX_SUBJECT = 500
MAX_LINES = 2_500
MAX_STAND_IN = 400
"""Characters of a text that may only stand in for a wrapped mail."""

_DELIVERED_TO = frozenset({"delivered-to", "x-original-to", "envelope-to", "x-gm-original-to"})
_HASHED = ("from", "to", "subject", "date", "message-id")
"""What of the header makes a mail the same mail; trace headers change on the way (RFC 5321, section 4.4)."""


_NOTHING_SHOWN = "the HTML shows no text"
_UNREAD = frozenset({_NOTHING_SHOWN, "the text is cut", mime.TOO_DEEP, mime.TOO_MANY})
"""Defects after which a mail without a line of text is no empty mail."""
_PICTURE = re.compile(r"<(?:img|svg|object|embed|video|canvas|picture|iframe)\b", re.IGNORECASE)
_STAND_IN = re.compile(
    r"winmail\.dat|in MIME format|does not (?:understand|support) (?:this|the) format", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What was worked out of one attached file: its text, or a sentence why not.

    is_wrapper: it is no document but a mail in a wrapper, and ``files`` are the files in it.
    """

    name: str
    media_type: str
    text: str = ""
    problem: str = ""
    is_wrapper: bool = False
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class _Header:
    """The top header: fields in order, and what was wrong with it."""

    fields: tuple[tuple[str, str], ...]
    defects: list[str]

    def all(self, name: str) -> list[str]:
        """Every value of this header."""
        return [value for key, value in self.fields if key.lower() == name]

    def one(self, name: str) -> str:
        """The value of a header that may stand once (RFC 5322, section 3.6): the first; a second is a defect."""
        values = self.all(name)
        if len(values) > 1:
            self.defects.append(f"more than one {name.title().replace('Id', 'ID')} header")
        return values[0] if values else ""


def parse(raw: bytes) -> Message:
    """Parse a mail (RFC 5322, MIME). Never raises; time and memory are bounded for any bytes.

    The readable text is the plain text, or the HTML where that is all there is or the plain text only stands in for
    it. The text of attached messages is nobody's words here. More than one author gives ``from_`` ``None`` and a
    defect, because what is displayed then depends on the program.
    """
    normal = _normal(raw[:MAX_MESSAGE])
    fields, body, wrong = header.split(normal)
    defects = [wrong] if wrong else []
    if len(raw) > MAX_MESSAGE:
        defects.append("the mail is too long")
    top = _Header(tuple(fields), defects)
    found = mime.Found(defects=defects)
    texts = mime.walk(normal, fields, body, found)
    lines, html_only = _lines(texts, defects)
    return Message(
        message_id=next(iter(header.ids(top.one("message-id"))[:1]), None),
        headers=top.fields,
        from_=_author(top),
        reply_to=_addresses(top, "reply-to"),
        to=_addresses(top, "to"),
        cc=_addresses(top, "cc"),
        delivered_to=_delivered_to(top),
        subject=header.words(top.one("subject"))[:MAX_SUBJECT],
        date=_date(top),
        in_reply_to=header.ids(" ".join(top.all("in-reply-to"))),
        references=header.ids(" ".join(top.all("references"))),
        lines=lines,
        html_only=html_only,
        structure=tuple(found.structure),
        attachments=tuple(found.attachments),
        report=found.report,
        returned_id=found.returned_id,
        content_hash=_content_hash(top, normal, body),
        defects=tuple(dict.fromkeys(defects)),
        has_unread=not _UNREAD.isdisjoint(defects),
    )


def calendar(raw: bytes) -> str:
    """The text of the mail's first calendar part (iTIP, RFC 5546), ``""`` where there is none. Never raises."""
    normal = _normal(raw[:MAX_MESSAGE])
    fields, body, _ = header.split(normal)
    found = mime.Found()
    mime.walk(normal, fields, body, found)
    return found.calendar


def enclosed(raw: bytes) -> tuple[mime.Enclosed, ...]:
    """The parts of a mail that are not its text, with their bytes. Bounded as ``parse`` is; never raises."""
    normal = _normal(raw[:MAX_MESSAGE])
    fields, body, _ = header.split(normal)
    found = mime.Found(keeps=True)
    mime.walk(normal, fields, body, found)
    return tuple(found.enclosed)


def lay_in(message: Message, extracts: Sequence[Extract]) -> Message:
    """The message with the texts of its documents (protocol, section 4, cases 23 and 63).

    A mail in a wrapper (winmail.dat) is the mail's own text where that is blank or only stands in for it; the files in
    the wrapper are attachments, too.
    """
    lines, names = message.lines, {line.part for line in message.lines}
    documents: list[Document] = []
    for one in extracts:
        text = mime.clean(one.text)
        if one.is_wrapper:
            if text.strip() and _is_stand_in(lines):
                lines = quote.mark(text.strip("\n"), one.name)[:MAX_LINES]
            continue
        name = next(name for name in _names(one.name) if name not in names)
        names.add(name)
        documents.append(Document(name, one.media_type, _document_lines(text, name), one.problem))
    files = tuple(file for one in extracts for file in one.files)
    return replace(
        message,
        lines=lines,
        attachments=(*message.attachments, *files),
        documents=tuple(documents),
    )


def _names(name: str) -> Iterator[str]:
    """The names a document may have beside others of the same name."""
    yield name
    yield from (f"{name} ({number})" for number in count(2))


def _document_lines(text: str, name: str) -> tuple[Line, ...]:
    """A document's lines. Nothing in it is a quote: a mark at the beginning of a line is the author's own."""
    rows = text.strip("\n").split("\n")[:MAX_LINES] if text.strip() else ()
    return tuple(Line(row.rstrip(), 0, number, name) for number, row in enumerate(rows, 1))


def _is_stand_in(lines: Sequence[Line]) -> bool:
    """Whether a mail has no words of its own, or only those a server puts in their place."""
    own = quote.own_text(lines)
    return not own or bool(len(own) < MAX_STAND_IN and _STAND_IN.search(own))


def _normal(raw: bytes) -> bytes:
    """LF line ends. A bare CR ends a line only where no other line end is: in a header it would make fields."""
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n")
        if b"\n" not in raw[: header.MAX_HEADER_BLOCK]:
            raw = raw.replace(b"\r", b"\n")
    raw = raw.lstrip(b"\n") if raw[:1] == b"\n" and b":" in raw[:80] else raw
    if raw.startswith((b"From ", b">From ")):  # the separator line of an mbox
        raw = raw[raw.find(b"\n") + 1 :] if b"\n" in raw else raw
    return raw


def _author(top: _Header) -> Address | None:
    """The one author; a second From, a second address or a broken one make it nobody."""
    values = top.all("from")
    if len(values) != 1:
        top.defects.append("more than one From header" if values else "no From header")
        return None
    found, broken = header.addresses(values[0])
    if len(found) == 1 and not broken:
        return found[0]
    top.defects.append("From names more than one address" if len(found) > 1 else "From cannot be read")
    return None


def _addresses(top: _Header, name: str) -> tuple[Address, ...]:
    found, broken = header.addresses(", ".join(top.all(name)))
    if broken:
        top.defects.append(f"{name.title()} cannot be read wholly")
    return tuple(found)


def _delivered_to(top: _Header) -> tuple[str, ...]:
    values = [value for name, value in top.fields if name.lower() in _DELIVERED_TO]
    found, _ = header.addresses(", ".join(values))
    return tuple(dict.fromkeys(address.email for address in found))


def _date(top: _Header) -> datetime | None:
    value = top.one("date")
    when = header.date(value) if value else None
    if when is None:
        top.defects.append("Date cannot be read" if value else "no Date header")
    return when


def _lines(texts: Sequence[mime.Text], defects: list[str]) -> tuple[tuple[Line, ...], bool]:
    """Mark the readable texts as one; each line keeps its part and its number there."""
    shown: list[tuple[str, str]] = []
    for text in texts:
        if text.part == "text/html":
            laid_out = mime.clean(html.to_text(text.text))
            if not laid_out.strip() and (_PICTURE.search(text.text) or html.words_of(text.text).strip()):
                defects.append(_NOTHING_SHOWN)
            shown.append((text.part, laid_out))
        else:
            shown.append((text.part, text.text.strip("\n")))
    shown = [(part, said) for part, said in shown if said.strip()]
    html_only = any(text.part == "text/html" for text in texts) and all(part == "text/html" for part, _ in shown)
    whole = "\n".join(said for _, said in shown).split("\n", MAX_LINES)
    if len(whole) > MAX_LINES:
        defects.append("the text is cut")
    marked = quote.mark("\n".join(whole[:MAX_LINES]), shown[0][0]) if shown else ()
    if len({part for part, _ in shown}) < 2:
        return marked, html_only
    lines: list[Line] = []
    counts: dict[str, int] = {}
    for part, said in shown:
        for line in marked[len(lines) : len(lines) + said.count("\n") + 1]:
            counts[part] = counts.get(part, 0) + 1
            lines.append(Line(line.text, line.depth, counts[part], part))
    return tuple(lines), html_only


def _content_hash(top: _Header, normal: bytes, body: int) -> str:
    """Hash what does not change on the way: the same mail fetched again, with other line ends too, hashes equal."""
    digest = hashlib.sha256()
    for name in _HASHED:
        for value in top.all(name):
            digest.update(f"{name}:{' '.join(value.split())}\n".encode())
    digest.update(b"\n")
    digest.update(normal[body:].rstrip(b"\n"))
    return digest.hexdigest()

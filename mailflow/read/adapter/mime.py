"""The parts of a MIME message (RFC 2045, 2046): which of them is the text a person reads, and what else there is.

A small walk over the bytes instead of the standard library's parser: that one costs a minute on a hostile mail of the
size we accept, this one passes over every byte a bounded number of times and decodes only what is read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message as Fields
from email.utils import collapse_rfc2231_value

from mailflow.model import Attachment
from mailflow.read.adapter import header, html
from mailflow.read.adapter.charset import decode, transfer_decode

MAX_PARTS = 500
MAX_DEPTH = 20
TOO_DEEP = "parts are nested too deep"
TOO_MANY = "too many parts"
MAX_TEXT = 1024 * 1024
"""Characters of readable text, all parts together."""
MAX_REPORT = 64 * 1024
_SIGNATURES = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
"""What a program adds to prove who wrote (RFC 1847): nothing that the author attached."""
MAX_ATTACHMENTS = 100
MAX_FILE_NAME = 150
MAX_PARAMETERS = 2000
"""Characters of a Content-Type or Content-Disposition; the standard library takes quadratic time over them."""
MAX_BOUNDARY = 200
RICHER = 3
"""How many times more words the HTML must have before the plain text beside it counts as a stand-in."""

PLAIN = frozenset({"text/plain", "text/markdown", "text/x-markdown", "text/enriched"})
_REPORTS = frozenset({"message/delivery-status", "message/global-delivery-status", "message/disposition-notification"})
_RETURNED = frozenset({"message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"})

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00ad\ud800-\udfff]+"
)
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_BLANK = re.compile("[\xa0\u202f\u2007]")
_PLAIN = re.compile(r"[\t\n -~]*+")
_DOCUMENT = re.compile(r"\s{0,50}<(?:!doctype html|html)\b", re.IGNORECASE)
_LABEL_NEXT = re.compile(r"[\s>*]*(?:\d{1,2}[.)]\s|[A-Z][\w /'’()-]{1,60}:(?:\s|\Z))")
_STAND_IN = re.compile(r"html|web ?browser|view this (?:e-?mail|message)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Text:
    """One readable text: its media type and its decoded, clean content."""

    part: str
    text: str


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A part that is not the mail's text, with its bytes as they came; the size is about what it unpacks to."""

    name: str
    media_type: str
    charset: str
    encoding: str
    size: int
    encoded: bytes

    def content(self) -> bytes:
        """The file itself."""
        return transfer_decode(self.encoded, self.encoding)


@dataclass(slots=True)
class Found:
    """What a walk over all parts found; see ``model.Message`` for what each holds.

    enclosed: the attachments with their bytes, where ``keeps`` asks for them.
    """

    keeps: bool = False
    structure: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    enclosed: list[Enclosed] = field(default_factory=list)
    report: str = ""
    returned_id: str | None = None
    calendar: str = ""
    defects: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """A part's own description: media type and parameters (RFC 2231 decoded), disposition, encoding, file name."""

    media_type: str
    parameters: Mapping[str, str]
    is_attachment: bool
    encoding: str
    name: str

    @classmethod
    def of(cls, fields: list[tuple[str, str]], default: str = "text/plain") -> "Part":
        """Describe a part by its header fields; the first of each name counts."""
        named: dict[str, str] = {}
        for name, value in fields:
            if name.lower().startswith("content-"):
                named.setdefault(name.lower(), value[:MAX_PARAMETERS])
        described = Fields()
        described.set_default_type(default)
        for name in ("content-type", "content-disposition"):
            if name in named:
                described[name] = named[name]
        parameters = {key.lower(): _parameter(value) for key, value in described.get_params([], unquote=True)[1:]}
        file_name = described.get_param("filename", None, "content-disposition") or described.get_param("name", None)
        encoding = named.get("content-transfer-encoding", "").partition(";")[0].strip("\"' ").lower()
        disposition = named.get("content-disposition", "").partition(";")[0].strip().lower()
        return cls(
            described.get_content_type(), parameters, disposition == "attachment", encoding, _file_name(file_name)
        )


def walk(raw: bytes, fields: list[tuple[str, str]], start: int, found: Found) -> list[Text]:
    """Collect the readable texts of a message in order, and into ``found`` all else.

    raw has LF line ends; start: where the body begins; fields: the message's header. Never raises.
    """
    return _Walk(raw, found).read(Part.of(fields), start, len(raw), 0)


class _Walk:
    """One pass over a message: what is left of the budget, and where the findings go."""

    def __init__(self, raw: bytes, found: Found) -> None:
        self.raw = raw
        self.found = found
        self.text_left = MAX_TEXT

    def read(self, part: Part, start: int, end: int, depth: int) -> list[Text]:
        """Read one part with all that is in it."""
        self.found.structure.append(part.media_type)
        main, _, sub = part.media_type.partition("/")
        if main == "multipart":
            children = self._children(part, start, end, depth)
            if children is not None:
                return _richest(children) if sub == "alternative" else [text for child in children for text in child]
        elif part.media_type in _REPORTS:
            text = self._decoded(part, start, end, MAX_REPORT)
            self.found.report = "\n\n".join(filter(None, (self.found.report, text)))[:MAX_REPORT]
            return []
        elif part.media_type in _RETURNED:
            self._returned(part, start, end)
        elif part.media_type == "text/calendar" and not self.found.calendar:
            self.found.calendar = self._decoded(part, start, end, MAX_REPORT)
        is_text = part.media_type in PLAIN or part.media_type == "text/html" or main == "multipart"
        if is_text and not part.is_attachment:
            return self._readable(part, start, end)
        self._attached(part, start, end)
        return []

    def _children(self, part: Part, start: int, end: int, depth: int) -> list[list[Text]] | None:
        """Read the parts of a multipart; ``None`` where it has none and so is a text."""
        boundary = part.parameters.get("boundary", "").rstrip()[:MAX_BOUNDARY]
        spans = _spans(self.raw, boundary, start, end) if boundary else []
        if not spans:
            self._defect("a multipart without parts")
            return None
        if depth == MAX_DEPTH:
            self._defect(TOO_DEEP)
            return []
        default = "message/rfc822" if part.media_type == "multipart/digest" else "text/plain"
        texts = []
        for first, last in spans:
            if len(self.found.structure) >= MAX_PARTS:
                self._defect(TOO_MANY)
                break
            fields, body, _ = header.split(self.raw, first, last)
            texts.append(self.read(Part.of(fields, default), body, last, depth + 1))
        return texts

    def _readable(self, part: Part, start: int, end: int) -> list[Text]:
        text = self._decoded(part, start, end, self.text_left)
        self.text_left -= len(text)
        if part.media_type == "text/html" or _DOCUMENT.match(text):
            return [Text("text/html", text)]
        if part.parameters.get("format", "").lower() == "flowed":
            text = unflow(text, part.parameters.get("delsp", "").lower() == "yes")
        return [Text("text/plain", text)]

    def _decoded(self, part: Part, start: int, end: int, limit: int) -> str:
        """Decode a part's text up to a number of characters."""
        wanted = min(end, start + 4 * limit + 4)
        raw = transfer_decode(self.raw[start:wanted], part.encoding)
        text = clean(decode(raw, part.parameters.get("charset", "")))
        if wanted < end or len(text) > limit:
            self._defect("the text is cut")
        return text[:limit]

    def _returned(self, part: Part, start: int, end: int) -> None:
        if self.found.returned_id is None:
            raw = transfer_decode(self.raw[start : min(end, start + header.MAX_HEADER_BLOCK)], part.encoding)
            fields, _, _ = header.split(raw.replace(b"\r\n", b"\n").lstrip(b"\n"))
            value = next((value for name, value in fields if name.lower() == "message-id"), "")
            self.found.returned_id = next(iter(header.ids(value)), None)

    def _attached(self, part: Part, start: int, end: int) -> None:
        if part.media_type in _SIGNATURES:
            return
        if len(self.found.attachments) == MAX_ATTACHMENTS:
            self._defect("too many attachments")
            return
        size = end - start
        if part.encoding == "base64":
            padding = self.raw.count(b"=", max(start, end - 4), end)
            size = (size - self.raw.count(b"\n", start, end)) * 3 // 4 - padding
        name, size = part.name or "unnamed", max(size, 0)
        self.found.attachments.append(Attachment(name, part.media_type, size))
        if self.found.keeps:
            charset = part.parameters.get("charset", "")
            self.found.enclosed.append(
                Enclosed(name, part.media_type, charset, part.encoding, size, self.raw[start:end])
            )

    def _defect(self, words: str) -> None:
        if words not in self.found.defects:
            self.found.defects.append(words)


def _spans(raw: bytes, boundary: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the parts between delimiters begin and end (RFC 2046, section 5.1.1); the last one may be missing."""
    mark = re.escape(boundary.encode("utf-8", "replace"))
    delimiter = re.compile(rb"^--" + mark + rb"(--)?[ \t\r]*+(?:\n|\Z)", re.MULTILINE)
    spans: list[tuple[int, int]] = []
    begin: int | None = None
    for found in delimiter.finditer(raw, start, end):
        if begin is not None and begin < found.start():
            spans.append((begin, found.start() - 1))
        begin = found.end()
        if found[1] or len(spans) > MAX_PARTS:
            return spans
    if begin is not None and begin < end:
        spans.append((begin, end))
    return spans


def _richest(children: list[list[Text]]) -> list[Text]:
    """Choose among alternatives: the plain text, unless it only stands in for the HTML."""
    plain = next((child for child in children if child and all(text.part != "text/html" for text in child)), [])
    rich = next((child for child in children if any(text.part == "text/html" for text in child)), [])
    if not rich or not plain:
        return plain or rich
    said = "\n".join(text.text for text in plain)
    shown = sum(len(html.words_of(text.text).split()) for text in rich)
    count = len(said.split())
    is_stand_in = count == 0 or (count < 40 and shown > count and _STAND_IN.search(said))
    return rich if is_stand_in or shown > RICHER * count + 30 else plain


def clean(text: str) -> str:
    """Make every line end a LF and every blank a blank; drop controls, bidi overrides and zero-width marks.

    Zero-width joiners stay: emoji and some scripts need them.
    """
    if _PLAIN.fullmatch(text):
        return text
    return _BLANK.sub(" ", _INVISIBLE.sub("", _LINE_END.sub("\n", text)))


def unflow(text: str, del_sp: bool) -> str:
    """Join the lines of format=flowed (RFC 3676, section 4); quoted ones come back with their marks.

    A label whose answer was left empty (``5. Date: ``) does not swallow the next label.
    """
    out: list[str] = []
    held, held_depth = "", -1
    for line in text.split("\n"):
        marks = re.match(r">*", line)
        depth = marks.end() if marks else 0
        body = line[depth:]
        body = body.removeprefix(" ")
        is_break = body == "-- " or depth != held_depth or (held.endswith(": ") and _LABEL_NEXT.match(body))
        if held_depth >= 0 and is_break:
            out.append(_flowed(held, held_depth))
            held = ""
        elif held_depth < 0:
            held = ""
        held += body
        if body.endswith(" ") and body != "-- ":
            held = held[:-1] if del_sp else held
            held_depth = depth
        else:
            out.append(_flowed(held, depth))
            held, held_depth = "", -1
    if held_depth >= 0:
        out.append(_flowed(held, held_depth))
    return "\n".join(out)


def _flowed(text: str, depth: int) -> str:
    return f"{'>' * depth} {text}" if depth else text


def _parameter(value: str | tuple[str | None, str | None, str]) -> str:
    return header.one_line(collapse_rfc2231_value(value))


def _file_name(value: str | tuple[str | None, str | None, str] | None) -> str:
    return "" if value is None else file_name(_parameter(value))


def file_name(said: str) -> str:
    """A file's name as it is safe to show: no path, no control character, no leading dot or quote, not too long."""
    shown = header.words(said).replace("\\", "/").rpartition("/")[2].strip().lstrip('."')
    stem, dot, ending = shown.rpartition(".")
    if len(shown) > MAX_FILE_NAME and dot and len(ending) < 10:
        return f"{stem[: MAX_FILE_NAME - len(ending) - 1]}.{ending}"
    return shown[:MAX_FILE_NAME]

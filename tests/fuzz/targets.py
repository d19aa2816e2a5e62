"""What is fuzzed: each target takes any bytes and raises ``AssertionError`` where a promise of the reader is broken.

The seeds are the golden mails and what stands in them, so that mutations begin at texts that mean something.
"""

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

from mailflow.documents import worker
from mailflow.fields import CALL_REQUEST, NOTES_FORM, TRAINING_FORM
from mailflow.model import Context, Person
from mailflow.read.adapter import html, mime, quote
from mailflow.read.adapter.message import calendar, parse
from mailflow.read.forms.form import find_answers, look
from mailflow.read.interpret import interpret
from mailflow.read.persons.people import read_people
from mailflow.read.reading import read
from mailflow.read.times.length import read_length
from mailflow.read.times.repeat import read_recurrence
from mailflow.read.times.when import read_date, read_time
from mailflow.read.times.zones import read_zone
from tests.fuzz.sound import check_field, check_lines, check_message, check_reading, check_result

MAILS = Path(__file__).parents[1] / "mails"
SENT = datetime(2012, 3, 5, 17, tzinfo=UTC)
OURS = frozenset({"info@interoccupy.example"})
ANN = Person("Ann Lee", "ann@example.org")
BLANK = "".join(f"{spec.prompt}\n" for spec in CALL_REQUEST.specs)
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LABELS = [spec.prompt for form in (CALL_REQUEST, NOTES_FORM, TRAINING_FORM) for spec in form.specs]
_WORDS = """Monday Thursday noon midnight tomorrow next this every other first last until March 3/15 2012 8pm 8:30 20:00
EST Eastern UTC-5 GMT hours minutes 90 1.5 half and or to from at on the not maybe TBD ? NEED_HELP me same_as_above
Ann@example.org <ann@example.org> (215) 555-0100 > >> ** __ -- wrote: From: Sent: To: Subject: Re: Fwd: =?utf-8?q?a?=
Content-Type: multipart/mixed boundary=b --b --b-- text/html base64 quoted-printable format=flowed <table> <tr> <td>
<blockquote> <div> </div> <br> &nbsp; style=display:none <!-- [ ] ( ) ; , / | - \u2013 \u2026 \u200b \u202e \u0660"""
WORDS = [*_LABELS, *(word.replace("_", " ") for word in _WORDS.split()), "\n", "\r\n", "\t", "\x00"]


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to fuzz. check: takes any bytes; seeds: where mutations begin; longest: bytes of one input."""

    check: Callable[[bytes], None]
    seeds: Callable[[], Iterator[bytes]]
    longest: int


def mail(raw: bytes) -> None:
    """Any bytes are a mail: parsed, read, and (for one in four, because it takes as long again) the same with CRLF."""
    message = parse(raw)
    check_message(message)
    reading = read(message, _context(raw), raw)
    check_reading(reading)
    calendar(raw)
    if len(raw) % 4 == 0 and b"\r" not in raw.replace(b"\r\n", b"\n"):
        other = raw.replace(b"\r\n", b"\n")
        other = other if other != raw else other.replace(b"\n", b"\r\n")
        assert message == parse(other)
        assert reading == read(parse(other), _context(raw), other)


def form(raw: bytes) -> None:
    """Any text is a form: its answers, alone and as an answer to ours, are values of their types, each in one place."""
    lines = quote.mark(_text(raw), "text/plain")
    page = look(lines, CALL_REQUEST)
    assert len(page.seen) == len(page.later) <= len(lines)
    for sent, asked, replying in (("", (), False), (BLANK, ("date", "time", "facilitator"), True)):
        answers = find_answers(page, sent, asked=asked, replying=replying)
        sheet = interpret(answers, sent=SENT, contact=ANN)
        assert not sheet.fields.keys() & sheet.unclear.keys()
        for key, field in sheet.fields.items():
            check_field(key, field, is_call=True)


def time(raw: bytes) -> None:
    """Any words are a day, an hour, a zone, a length and a recurrence, or a doubt, or nothing."""
    said = _text(raw)
    for zone in (None, "America/New_York", "Europe/Berlin"):
        check_result("date", read_date(said, sent=SENT, zone=zone))
        check_result("time", read_time(said, sent=SENT, zone=zone, day=date(2012, 3, 15)))
    check_result("time", read_time(said, sent=SENT, zone=None, begins="20:00"))
    check_result("tz", read_zone(said))
    check_result("length", read_length(said, start="20:00"))
    check_result("recurrence", read_recurrence(said, day=None, sent=SENT))
    check_result("recurrence", read_recurrence(said, day=date(2012, 3, 15), sent=SENT, zone="America/New_York"))


def persons(raw: bytes) -> None:
    """Any words name persons, or are a doubt, or nothing."""
    said = _text(raw)
    roles = {"facilitator": (Person("Nate Kim", "nate@example.org"),)}
    for role in ("facilitator", "backup", "tech"):
        check_result(role, read_people(said, contact=ANN, above=(ANN,), role=role, roles=roles, group="Occupy Tulsa"))
    check_result("contact", read_people(said, contact=ANN, above=(), single=True, role="contact"))


def marks(raw: bytes) -> None:
    """Every line of any text has a depth, and keeps its words whatever marks are taken off."""
    text = mime.clean(_text(raw))
    lines = quote.mark(text, "text/plain")
    check_lines(lines)
    rows = text.split("\n")
    assert len(rows) == len(lines)
    for row, line in zip(rows, lines, strict=True):
        assert row.endswith(line.text) or (line.text == ">:" and row.rstrip().endswith(">:"))
    quote.own_text(lines)


def markup(raw: bytes) -> None:
    """Any HTML is laid out as lines without its marks of quotes."""
    text = html.to_text(_text(raw))
    assert not {"\ue000", "\ue001"} & set(text)
    html.words_of(_text(raw))


def documents(raw: bytes) -> None:
    """Any file gives a text or a sentence why not: as it is, and as the inside of a docx and of an odt."""
    packed = [
        ("a.docx", _DOCX, _zip({"[Content_Types].xml": b"x", "word/document.xml": raw})),
        (
            "a.docx",
            _DOCX,
            _zip({"[Content_Types].xml": b"x", "word/document.xml": _word(raw), "word/numbering.xml": raw}),
        ),
        ("a.odt", "", _zip({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": raw})),
    ]
    for name, media_type, content in [
        *packed,
        ("a.rtf", "", raw),
        ("a.txt", "text/plain", raw),
        ("winmail.dat", "", raw),
    ]:
        said = list(worker.read(name, media_type, "", content, 10_000))
        assert said
        for one in said:
            assert ("text" in one) != ("problem" in one)
            str(one.get("text", "")).encode()


def _context(raw: bytes) -> Context:
    """A stranger's mail, or one to a case that asked for some lines, by what the bytes are."""
    if len(raw) % 3:
        return Context(received_at=SENT, ours=OURS)
    return Context(received_at=SENT, ours=OURS, answers=BLANK, asked=("date", "backup"), case="IO-0001")


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def _word(text: bytes) -> bytes:
    plain = re.sub(rb"[^ -%'-;=?-~]", b" ", text)
    return (
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
        + plain
        + b"</w:t></w:r></w:p></w:body></w:document>"
    )


def golden() -> Iterator[bytes]:
    """The golden mails."""
    yield from (path.read_bytes() for path in sorted(MAILS.rglob("*.eml")))


def texts() -> Iterator[bytes]:
    """The readable text of each golden mail, as if quoted marks had been typed."""
    for raw in golden():
        yield "\n".join(f"{'>' * line.depth} {line.text}".strip() for line in parse(raw).lines).encode()


def answers() -> Iterator[bytes]:
    """What stands behind the labels of the golden mails."""
    for raw in golden():
        yield from (one.said.encode() for one in find_answers(look(parse(raw).lines, CALL_REQUEST)))


def pages() -> Iterator[bytes]:
    """The HTML of the golden mails."""
    yield from (raw[found.start() :] for raw in golden() if (found := re.search(rb"<(?:html|div|table|p)\b", raw)))


def files() -> Iterator[bytes]:
    """The insides of the golden documents, and those that need no unpacking."""
    for path in sorted(MAILS.rglob("*.*")):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                yield from (packed.read(name) for name in packed.namelist() if name.endswith("xml"))
        elif path.suffix in {".rtf", ".dat", ".tnef"}:
            yield path.read_bytes()
    yield rb"{\rtf1\ansi\ansicpg1252 Date: Thursday\par \cell}"
    yield (
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:tbl><w:tr>'
        b'<w:tc><w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>Date</w:t>'
        b"</w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
    )


TARGETS: Mapping[str, Target] = {
    "mail": Target(mail, golden, 8_000),
    "form": Target(form, texts, 4_000),
    "time": Target(time, answers, 300),
    "persons": Target(persons, answers, 600),
    "quote": Target(marks, texts, 4_000),
    "html": Target(markup, pages, 8_000),
    "documents": Target(documents, files, 8_000),
}
"""Every target by its name."""

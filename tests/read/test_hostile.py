"""Hostile mail: each kind ends in one outcome, without an exception, and a bound keeps it cheap (docs/reading.md).

Every mail here goes the whole way: parsed, read, decided and answered, as ``mailflow explain`` does it. A zip bomb and
other hostile documents stand in ``tests/documents/test_limits.py``.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailflow import pack
from mailflow.cli import Place
from mailflow.explain import as_json, explain
from mailflow.fields import CALL_REQUEST
from mailflow.model import Kind, Message
from mailflow.pipe import Pipe
from mailflow.read.adapter import header, html, message, mime, quote
from mailflow.read.answers import result
from mailflow.read.forms import gather
from mailflow.wiring import throwaway_pipe
from tests.fuzz.sound import check_message

NOW = datetime(2012, 3, 5, 17, tzinfo=UTC)
HEAD = (
    "From: Ann Lee <ann@example.org>\nTo: info@interoccupy.example\nSubject: Call request\n"
    "Date: Mon, 05 Mar 2012 12:00:00 -0500\nMessage-ID: <h@example.org>\nMIME-Version: 1.0\n"
)
FORM = (
    "1. Call title: Harbor check-in\n2. Group: Occupy Baltimore\n4. Purpose: plan the cleanup\n"
    "5. Date: Thursday March 15\n6. Start time: 8pm\n7. Time zone: Eastern\n8. Facilitator: Ann Lee <ann@example.org>\n"
    "9. Backup facilitator: Bo Li, bo@example.org\n10. Maestro tech supporter: NEED HELP\n"
)
TOO_LONG_HEADER = "the header is too long"
TEXT_CUT = "the text is cut"


@pytest.fixture(scope="module")
def pipe() -> Iterator[Pipe]:
    """A pipe on an empty store that nothing is written to."""
    with throwaway_pipe(Place(Path("/nonexistent"), ()).settings_or_default(), pack.load()) as made:
        yield made


def plain(text: str, more: str = "") -> bytes:
    """A plain text mail. more: further parameters and header fields."""
    return f"{HEAD}Content-Type: text/plain; charset=utf-8{more}\n\n{text}".encode()


def rich(markup: str) -> bytes:
    """A mail of HTML alone."""
    return f"{HEAD}Content-Type: text/html; charset=utf-8\n\n{markup}".encode()


def with_header(name: str, value: str) -> bytes:
    """A mail with this value in the place of its usual one."""
    kept = [line for line in HEAD.splitlines() if not line.startswith(f"{name}:")]
    return "\n".join([*kept, f"{name}: {value}", "", "hello"]).encode()


def outcome(pipe: Pipe, raw: bytes) -> tuple[Message, Mapping[str, object]]:
    """The parsed mail, sound and bounded, and the one outcome it has."""
    mail = message.parse(raw)
    check_message(mail)
    assert len(mail.headers) <= header.MAX_FIELDS
    assert sum(len(value) for _, value in mail.headers) <= header.MAX_HEADER_BLOCK
    assert sum(len(line.text) for line in mail.lines) <= mime.MAX_TEXT
    explained = explain(pipe, raw, received_at=None, now=NOW)
    assert explained.why
    data = json.loads(as_json(explained))
    assert data["kind"] in {str(kind) for kind in Kind}
    places = [*data["fields"], *data["unclear"], *data["missing"]]
    assert len(places) == len(set(places))
    return mail, data


@pytest.mark.parametrize(
    "raw",
    [
        HEAD.encode() + b"X-A: " + b"y" * 5_000_000 + b"\n\nhello",
        HEAD.encode() + b"X-A: y\n" * 100_000 + b"\nhello",
        HEAD.encode() + b"X-A: y\n" * 5_000,
        b"Subject: " + b"=?utf-8?q?a?= " * 80_000 + b"\n\nhello",
        b"To: " + b"a@b.example, " * 10_000 + b"\n\nhello",
        HEAD.encode() + b"X-A: y\n" + b" folded\n" * 200_000 + b"\nhello",
    ],
    ids=["5 MB", "100,000 fields", "no end", "80,000 encoded words", "10,000 recipients", "folds"],
)
def test_a_long_header_is_cut_before_it_is_parsed(pipe: Pipe, raw: bytes) -> None:
    """No more of a header than its block is looked at; the mail says so, and its text is read all the same."""
    mail, _ = outcome(pipe, raw)

    assert TOO_LONG_HEADER in mail.defects
    assert [line.text for line in mail.lines] in (["hello"], [])


def test_a_header_that_breaks_off_gives_the_rest_as_text(pipe: Pipe) -> None:
    """Where a line is no field, the text begins."""
    mail, _ = outcome(pipe, HEAD.encode() + b"this is no field\n" * 1000)

    assert "the header ends without a blank line" in mail.defects
    assert len(mail.lines) == 1000


@pytest.mark.parametrize("name", ["To", "Cc", "Reply-To", "Delivered-To"])
def test_many_addresses_are_read_up_to_a_bound(pipe: Pipe, name: str) -> None:
    """Of a long list no more than the bound is taken."""
    mail, _ = outcome(pipe, with_header(name, "a@b.example, " * 4000))

    for found in (mail.to, mail.cc, mail.reply_to):
        assert len(found) <= header.MAX_ADDRESSES


@pytest.mark.parametrize(
    "value",
    [
        ", ".join(f"a{number}@b.example" for number in range(1000)),
        '"\\' * 20_000,
        "(a" * 20_000,
        "<" * 50_000,
        "a@" * 30_000,
        ",;:" * 20_000,
        "x" * 60_000,
    ],
    ids=["1,000 addresses", "quotes", "comments", "angles", "ats", "separators", "no address"],
)
def test_a_from_without_one_address_names_nobody_and_is_answered_to_nobody(pipe: Pipe, value: str) -> None:
    """Such a mail goes to a person, and no reply goes anywhere."""
    mail, data = outcome(pipe, with_header("From", value))

    assert mail.from_ is None
    assert any("From" in defect for defect in mail.defects)
    assert [] == data["replies"]


@pytest.mark.parametrize("name", ["From", "Date", "Subject", "Message-ID"])
def test_a_field_that_stands_twice_is_a_defect(pipe: Pipe, name: str) -> None:
    """Programs differ in which of the two they show, so the mail says that there are two."""
    values = {"Date": "Tue, 06 Mar 2012 12:00:00 -0500", "From": "b@example.org"}
    mail, _ = outcome(pipe, f"{name}: {values.get(name, '<x@example.org>')}\n{HEAD}\nhello".encode())

    assert f"more than one {name} header" in mail.defects


@pytest.mark.parametrize(
    "value", ["Mon, 05 Mar 99999 12:00:00 -0500", "Mon, 05 Mar 2012 12:00:00 -9999", "9" * 50_000, "Mon, 05 Mar 0000"]
)
def test_an_absurd_date_is_none(pipe: Pipe, value: str) -> None:
    """Time then counts from the receipt."""
    mail, _ = outcome(pipe, with_header("Date", value))

    assert mail.date is None
    assert "Date cannot be read" in mail.defects


@pytest.mark.parametrize(
    "value",
    [
        "=?utf-8?q?a=0Ab=0D=0Ac?=",
        "=?utf-8?q?a=00b?=",
        "=?utf-8?q?a=E2=80=AEb?=",
        "a\x00b\x07c\x1b[31md\u2028e",
        "\u202ea",
    ],
)
def test_a_subject_stays_one_harmless_line(pipe: Pipe, value: str) -> None:
    """Line ends, NUL, escapes and turned text do not survive decoding."""
    mail, _ = outcome(pipe, with_header("Subject", value))

    assert mail.subject.isprintable()
    assert not {"\u202e", "\x1b"} & set(mail.subject)


def nested(depth: int) -> bytes:
    """A mail with parts in parts in parts."""
    levels = (f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
    return f"{HEAD}{''.join(levels)}\nhello".encode()


@pytest.mark.parametrize(
    ("raw", "parts", "defect"),
    [
        (nested(2000), mime.MAX_DEPTH + 1, "parts are nested too deep"),
        ((HEAD + "Content-Type: message/rfc822\n\n" * 2000 + "hello").encode(), 1, ""),
        (
            (HEAD + "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nhello\n" * 20_000).encode(),
            mime.MAX_PARTS,
            "too many parts",
        ),
        (
            (
                HEAD + "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n--bb\n--b--b\n----b\n--b --b\n" * 9000
            ).encode(),
            mime.MAX_PARTS,
            "too many parts",
        ),
        ((HEAD + "Content-Type: multipart/mixed; boundary=b\n\nno part").encode(), 1, "a multipart without parts"),
        (
            (HEAD + f"Content-Type: multipart/mixed; boundary={'b' * 60_000}\n\nno part").encode(),
            1,
            "a multipart without parts",
        ),
    ],
    ids=[
        "multipart in multipart",
        "message in message",
        "20,000 parts",
        "boundary in itself",
        "no parts",
        "long boundary",
    ],
)
def test_parts_are_walked_up_to_a_depth_and_a_number(pipe: Pipe, raw: bytes, parts: int, defect: str) -> None:
    """The walk ends at the bounds and says so."""
    mail, _ = outcome(pipe, raw)

    assert len(mail.structure) <= parts
    assert not defect or defect in mail.defects


@pytest.mark.parametrize(
    "raw",
    [
        plain("x" * 10_000_000),
        rich("x " * 5_000_000),
        plain("x\n" * 100_000),
        plain("x" * 3_000_000, "\nContent-Transfer-Encoding: quoted-printable"),
        plain(FORM * 5000),
        rich("<table><tr><td>x</td></tr></table>" * 32_000),
    ],
    ids=["one line", "one line of HTML", "lines", "quoted-printable", "5,000 forms", "32,000 tables"],
)
def test_a_long_text_is_cut_and_says_so(pipe: Pipe, raw: bytes) -> None:
    """Characters and lines are bounded; what is left is read."""
    mail, _ = outcome(pipe, raw)

    assert TEXT_CUT in mail.defects
    assert 0 < len(mail.lines) <= message.MAX_LINES


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (rich("<div>" * 100_000 + "hello"), "hello"),
        (rich("<blockquote>" * 50_000 + "hello"), "hello"),
        (rich("<table><tr><td>" * 30_000 + "hello"), "hello"),
        (rich("&amp;" * 100_000), "&"),
        (rich("<p style='display:none'>spam</p>" * 20_000 + "<p>hello</p>"), "hello"),
        (rich("<p>hello</p><!-- " + "x" * 500_000), "hello"),
        (rich("<style" * 100_000 + "><p>hello</p>"), ""),
    ],
    ids=["divs", "quotes", "tables", "entities", "hidden", "comment", "style"],
)
def test_hostile_html_is_laid_out_or_gives_its_words(pipe: Pipe, raw: bytes, shown: str) -> None:
    """What no layout takes keeps its words; what is not displayed is no text."""
    mail, _ = outcome(pipe, raw)

    text = "\n".join(line.text for line in mail.lines)
    assert shown in text
    assert "spam" not in text
    assert len(text) <= html.MAX_HTML


@pytest.mark.parametrize(
    "raw",
    [
        plain(">" * 50_000 + " hello \n" + "> " * 50_000 + "\n", "; format=flowed"),
        plain(">" * 100_000 + " hello"),
        plain((">" * 1000 + " hello\n") * 100),
        plain("On Mon, 5 Mar 2012 at 8:00 Ann <a@b.example> wrote:\n" * 2000 + "hello"),
    ],
    ids=["flowed", "one line", "lines", "introductions"],
)
def test_quotes_are_counted_up_to_a_depth(pipe: Pipe, raw: bytes) -> None:
    """However many marks, a line lies no deeper than the bound."""
    mail, _ = outcome(pipe, raw)

    assert any("hello" in line.text for line in mail.lines)
    assert max(line.depth for line in mail.lines) <= quote.MAX_DEPTH


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (plain("!!!!%%%%====\x00\x7f" * 10_000, "\nContent-Transfer-Encoding: base64"), "!!!!"),
        (plain("=ZZ=\n=3=\x00=" * 10_000, "\nContent-Transfer-Encoding: quoted-printable"), "=ZZ"),
        (plain("hello", "\nContent-Transfer-Encoding: x-nonsense"), "hello"),
        (plain("hello").replace(b"utf-8", b"x-nonsense"), "hello"),
        (plain("hello").replace(b"utf-8", b"\xff" * 1000), "hello"),
        (plain("hello +2AA- +AD4-").replace(b"utf-8", b"utf-7"), "hello"),
        (plain("".join(map(chr, range(32))) * 200 + "hello"), "hello"),
    ],
    ids=["base64", "quoted-printable", "encoding", "charset", "binary charset", "utf-7", "controls"],
)
def test_garbage_in_an_encoding_is_text_all_the_same(pipe: Pipe, raw: bytes, shown: str) -> None:
    """What cannot be decoded is read as it came, without controls and lone surrogates."""
    mail, _ = outcome(pipe, raw)

    assert shown in "\n".join(line.text for line in mail.lines)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../../etc/cron.d/x", "x"),
        ("..\\..\\windows\\x.doc", "x.doc"),
        ("a\x00b.pdf", "a b.pdf"),
        ("=?utf-8?q?a=0D=0AX-Evil=3A b.pdf?=", "a  X-Evil: b.pdf"),
        ("a" * 1500 + ".pdf", "a" * (mime.MAX_FILE_NAME - 4) + ".pdf"),
        ("a" * 5000 + ".pdf", "a" * mime.MAX_FILE_NAME),
        ("=?utf-8?q?cod=E2=80=AEfdp.exe?=", "codfdp.exe"),
        ("...", "unnamed"),
        ("CON", "CON"),
    ],
)
def test_the_name_of_an_attachment_is_only_shown(pipe: Pipe, name: str, shown: str) -> None:
    """No path, no line end, no turned text, not long; no file of that name is ever made, so none is reserved."""
    part = f'--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="{name}"\n\nx\n--b--\n'
    mail, _ = outcome(pipe, f"{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n{part}".encode())

    assert [shown] == [one.name for one in mail.attachments]
    assert len(shown) <= mime.MAX_FILE_NAME


def test_more_attachments_than_the_bound_are_not_told(pipe: Pipe) -> None:
    """The list of attachments is bounded."""
    parts = "--b\nContent-Type: image/png; name=a.png\n\nx\n" * 400
    mail, _ = outcome(pipe, f"{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n{parts}".encode())

    assert "too many attachments" in mail.defects
    assert mime.MAX_ATTACHMENTS == len(mail.attachments)


def test_a_megabyte_behind_every_label_is_cut_or_asked_back(pipe: Pipe) -> None:
    """A text keeps its first words, a value that is longer than any value is asked back unread."""
    lines = "".join(f"{spec.prompt} {'spam and eggs ' * 3000}\n" for spec in CALL_REQUEST.specs)
    _, data = outcome(pipe, plain(lines))

    said = [*_values(data), *(one["said"] for one in _doubts(data).values())]
    assert max(len(str(one)) for one in said) <= gather._MAX_SAID
    assert result.LONGEST < len("spam and eggs " * 3000)
    assert {"date", "time", "tz", "facilitator", "backup", "tech"} <= _doubts(data).keys()


def test_a_thousand_forms_in_one_mail_are_asked_back(pipe: Pipe) -> None:
    """The same form again and again is one request; other days in it are told apart or asked back, never mixed."""
    _, data = outcome(pipe, plain(FORM + FORM.replace("March 15", "March 16") * 1000))

    fields = data["fields"]
    assert isinstance(fields, dict)
    assert "start" not in fields or len(fields) > 1
    assert fields.get("date") in {None, "2012-03-15"}


KILLERS = {
    "digits": "1" * 20_000,
    "numbers": "3/4/5/6 8:30 9-10-11 " * 900,
    "spaces": "a" + " " * 20_000 + "b",
    "commas": "," * 20_000,
    "and": "and " * 5000,
    "letters": "a " * 9000,
    "brackets": "(" * 20_000,
    "pairs": "()" * 9000 + "([<" * 3000,
    "addresses": "a@" * 9000,
    "dots": "a." * 9000 + "@",
    "names": "Ann Lee " * 2000,
    "days": "every Thursday and " * 900,
    "hours": "8-9pm or " * 1900,
    "zones": "Eastern/Pacific " * 1200,
    "spelled": "a (at) b (dot) " * 1200,
    "capitals": "A" * 20_000,
    "quotes": "\"'" * 9000,
    "dashes": "-" * 20_000,
    "marks": "*_" * 9000,
    "accents": "e\u0301" * 9000,
}
"""Long runs that regular expressions with nested quantifiers choke on."""


@pytest.mark.parametrize("said", KILLERS.values(), ids=KILLERS)
@pytest.mark.parametrize("length", [480, 1900, 20_000])
def test_no_run_of_words_makes_a_grammar_slow_or_sure(pipe: Pipe, said: str, length: int) -> None:
    """Behind every label, at the bounds of the grammars and beyond, such words are no day, hour, zone or length."""
    lines = "".join(f"{spec.prompt} {said[:length]}\n" for spec in CALL_REQUEST.specs)
    _, data = outcome(pipe, plain(lines))

    fields = data["fields"]
    assert isinstance(fields, dict)
    assert not {"date", "time", "start", "length", "expected", "recurrence"} & fields.keys()


@pytest.mark.parametrize("said", KILLERS.values(), ids=KILLERS)
def test_no_run_of_words_in_a_letter_says_when(pipe: Pipe, said: str) -> None:
    """In plain sentences, too."""
    _, data = outcome(pipe, plain(f"Hello, we would like to request a conference call. {said}\n\nThanks,\nAnn"))

    fields = data["fields"]
    assert isinstance(fields, dict)
    assert "start" not in fields


@pytest.mark.parametrize(
    "text",
    [
        "Hello, we would like to request a conference call.\n\n" + " " * 9000 + "Thanks x y z a b c d",
        "Hello, we would like to request a conference call." + "." * 9000 + "x. Y",
        "We would like a call on " + "March 15 to ~" * 900,
        "Hello, we would like to request a conference call.\n" + "x\n" * 5000,
        "I would like to sign up for the next maestro training.\n" + "\u2026" * 9000,
        "I would like to sign up for the next maestro training.\n" + "\u2026" * 90_000,
        "Notes of the call IO-0042, Thursday March 8, taken by Jo\n\n" + "<" * 90_000,
        "Notes of the call IO-0042, Thursday March 8, taken by Jo\n\n" + "not Sent: Monday\n" * 2000,
        "backup is Ann " * 900,
        "Hello, we would like to request a conference call." + "we have Ann for backup " * 900,
        "> 5. Date:\n> 8. Facilitator:\n" + "Ann Lee\n" * 9000,
    ],
    ids=[
        *("far right", "stops", "timetable", "lines", "ellipses", "more ellipses", "one word", "near a label"),
        *("roles", "with roles", "names below"),
    ],
)
def test_what_once_took_seconds_ends(pipe: Pipe, text: str) -> None:
    """Shapes that the search of ``tests.bench.cost`` found: each is read to the end, and names no hour of a call."""
    _, data = outcome(pipe, plain(text))

    fields = data["fields"]
    assert isinstance(fields, dict)
    assert "time" not in fields


def _values(data: Mapping[str, object]) -> list[object]:
    fields = data["fields"]
    assert isinstance(fields, dict)
    return list(fields.values())


def _doubts(data: Mapping[str, object]) -> Mapping[str, Mapping[str, object]]:
    unclear = data["unclear"]
    assert isinstance(unclear, dict)
    return unclear

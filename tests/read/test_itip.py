"""What calendar programs answer to our invitations."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.model import Attendance, Context, Kind, Partstat
from mailflow.read.adapter.message import parse
from mailflow.read.kinds import itip
from mailflow.read.reading import read

MAILS = Path(__file__).parent / "itip"
CONTEXT = Context(
    received_at=datetime(2026, 11, 23, 12, tzinfo=UTC),
    ours=frozenset({"info@interoccupy.example"}),
    domain="interoccupy.example",
)
LARRY, CONTOSO = "larry@example.org", "larry.swetman@contoso.example"
UID = "IO-0042@interoccupy.example"
NOTHING = Attendance(sender=LARRY)
ATTENDEE = f"ATTENDEE;PARTSTAT=DECLINED:mailto:{LARRY}"
EVENT = f"BEGIN:VEVENT\nUID:{UID}\nSEQUENCE:0\n{ATTENDEE}\nEND:VEVENT"


def told(calendar: str, sender: str = f"Larry <{LARRY}>") -> Attendance | None:
    """What a mail with this calendar part answers."""
    head = f"From: {sender}\nTo: info@interoccupy.example\nContent-Type: text/calendar; method=REPLY; charset=utf-8\n\n"
    raw = (head + calendar).encode("utf-8", "replace")
    return itip.read(parse(raw), raw)


def reply(event: str = EVENT) -> str:
    """A calendar that answers."""
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REPLY\n{event}\nEND:VCALENDAR\n"


def answer(**said: object) -> Attendance:
    """What the calendar above answers, with changes."""
    plain: dict[str, object] = {
        "sender": LARRY, "uid": UID, "attendee": LARRY, "answer": Partstat.DECLINED, "sequence": 0,
    }  # fmt: skip
    return Attendance(**{**plain, **said})  # type: ignore[arg-type]


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("google-accepted", answer(answer=Partstat.ACCEPTED)),
        ("google-declined-note", answer(sequence=1, comment="I'm away: ask Ruth; she can")),
        ("outlook-accepted", answer(sender=CONTOSO, attendee=CONTOSO, answer=Partstat.ACCEPTED, sequence=2)),
        (
            "outlook-declined-note",
            answer(
                sender=CONTOSO,
                attendee=CONTOSO,
                sequence=2,
                comment="Sorry, I am travelling that week.\nCould Ruth do it?",
            ),
        ),
        ("outlook-tentative-plain", answer(sender=CONTOSO, attendee=CONTOSO, answer=Partstat.TENTATIVE, sequence=2)),
        ("apple-mac-accepted", answer(answer=Partstat.ACCEPTED)),
        ("apple-icloud-declined", answer(sender="noreply@insideicloud.icloud.com")),
        ("thunderbird-tentative", answer(answer=Partstat.TENTATIVE, sequence=1)),
    ],
)
def test_an_answer_of_each_program_is_read(name: str, expected: Attendance, line_end: bytes) -> None:
    """Google, Outlook, Apple and Thunderbird each answer in their own way, and are an answer that holds no value."""
    raw = (MAILS / f"{name}.eml").read_bytes().replace(b"\n", line_end)
    reading = read(parse(raw), CONTEXT, raw)
    assert expected == reading.attendance
    assert (Kind.ANSWER, {}, {}) == (reading.kind, dict(reading.fields), dict(reading.unclear))


def test_every_mail_of_a_program_is_tested() -> None:
    """There are eight of them."""
    assert len(list(MAILS.glob("*.eml"))) == 8


def test_only_an_answer_for_oneself_is_ones_own() -> None:
    """Whether the sender is the attendee can be told; a mail without an author answers for nobody."""
    assert answer().is_own
    assert not answer(sender="ruth@example.org").is_own
    assert not Attendance(sender="").is_own
    found = told(reply(), sender="a@example.org, b@example.org")
    assert found == answer(sender="")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("ACCEPTED", Partstat.ACCEPTED),
        ("accepted", Partstat.ACCEPTED),
        ('"DECLINED"', Partstat.DECLINED),
        ("TENTATIVE", Partstat.TENTATIVE),
        ("DELEGATED", Partstat.DELEGATED),
        ("NEEDS-ACTION", Partstat.NONE),
        ("NONE", Partstat.NONE),
        ("X-MAYBE", Partstat.NONE),
        ("ACCEPTED;PARTSTAT=DECLINED", Partstat.NONE),
    ],
)
def test_an_answer_is_one_of_the_standards_words(said: str, expected: Partstat) -> None:
    """Another word, or two of them, is no answer."""
    event = EVENT.replace("PARTSTAT=DECLINED", f"PARTSTAT={said}")
    assert answer(answer=expected) == told(reply(event))


@pytest.mark.parametrize(
    "line",
    [
        f"ATTENDEE;PARTSTAT=DECLINED:MAILTO:{LARRY.upper()}",
        f"ATTENDEE;PARTSTAT=DECLINED:mailto: {LARRY}",
        f"ATTENDEE;PARTSTAT=DECLINED:mailto:{LARRY}?subject=x",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:larry%40example.org",
        f'ATTENDEE;CN="Larry: a ; , b";PARTSTAT=DECLINED:mailto:{LARRY}',
        f"attendee;partstat=declined;cn=Larry:mailto:{LARRY}",
        f"ATTENDEE;EMAIL={LARRY};PARTSTAT=DECLINED:urn:uuid:5c0e7a52-3f0e-4b0b-8e3b-1a2b3c4d5e6f",
        f"ATTEN\n DEE;PARTSTAT=DEC\n\tLINED:mailto:{LARRY}",
        "\n ".join(ATTENDEE),
    ],
)
def test_an_attendee_is_read_however_it_is_written(line: str) -> None:
    """Case, folding, quotes, escapes and Apple's own addresses do not matter."""
    assert answer() == told(reply(EVENT.replace(ATTENDEE, line)))


def test_of_several_attendees_the_sender_counts() -> None:
    """A program that lists all the guests answers for the one who sends; where that is none or two, nothing counts."""
    others = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ruth@example.org\nATTENDEE;PARTSTAT=ACCEPTED:mailto:walt@example.org"
    assert answer() == told(reply(EVENT.replace(ATTENDEE, f"{others}\n{ATTENDEE}")))
    assert told(reply(EVENT.replace(ATTENDEE, others))) == NOTHING
    assert told(reply(EVENT.replace(ATTENDEE, f"{ATTENDEE}\n{ATTENDEE.replace('DECLINED', 'ACCEPTED')}"))) == NOTHING


@pytest.mark.parametrize(
    "event",
    [
        "",
        f"{EVENT}\n{EVENT.replace('DECLINED', 'ACCEPTED')}",
        EVENT.replace(f"UID:{UID}", f"UID:{UID}\nUID:IO-0043@interoccupy.example"),
        EVENT.replace(f"UID:{UID}\n", ""),
        EVENT.replace(UID, "x" * 500),
        EVENT.replace(ATTENDEE, "ATTENDEE;PARTSTAT=DECLINED:mailto:larry"),
        EVENT.replace(ATTENDEE, f'ATTENDEE;CN="Larry;PARTSTAT=DECLINED:mailto:{LARRY}'),
        EVENT.replace(ATTENDEE, f"BEGIN:VALARM\n{ATTENDEE}\nEND:VALARM"),
        EVENT.replace("SEQUENCE:0", "RECURRENCE-ID:20261203T200000Z"),
        EVENT.replace("\nEND:VEVENT", ""),
        EVENT.replace("END:VEVENT", "END:VTODO\nEND:VEVENT"),
        f"{EVENT}\nEND:VCALENDAR\nBEGIN:VCALENDAR\nMETHOD:REPLY",
        f"BEGIN:VCALENDAR\n{EVENT}\nEND:VCALENDAR",
        EVENT.replace("VEVENT", "VTODO"),
    ],
)
def test_a_calendar_that_does_not_say_one_thing_says_nothing(event: str) -> None:
    """Two events, two names of one, none, one in another component, a broken end: it is an answer without content."""
    assert told(reply(event)) == NOTHING


@pytest.mark.parametrize("said", ["-1", "9999999999", "1\nSEQUENCE:2", "one", ""])
def test_a_sequence_that_is_none_is_left_out(said: str) -> None:
    """Only one plain number counts."""
    assert answer(sequence=None) == told(reply(EVENT.replace("SEQUENCE:0", f"SEQUENCE:{said}")))


@pytest.mark.parametrize(
    "calendar",
    [
        "",
        reply().replace("REPLY", "REQUEST"),
        reply().replace("REPLY", "COUNTER"),
        reply().replace("METHOD:REPLY\n", ""),
        reply().replace("METHOD:REPLY", "METHOD:REPLY\nMETHOD:REQUEST"),
        reply(EVENT.replace(f"UID:{UID}", "METHOD:REPLY")).replace("METHOD:REPLY\n", "", 1),
        "METHOD:REPLY",
    ],
)
def test_what_is_no_reply_is_no_answer(calendar: str) -> None:
    """A request, a counter-proposal, no method, or one that stands elsewhere is not the answer of a program."""
    assert told(calendar) is None


def test_a_mail_without_a_calendar_is_no_answer() -> None:
    """Words about a method in a text are words."""
    raw = f"From: {LARRY}\nSubject: Accepted: the call\n\n{reply()}".encode()
    assert itip.read(parse(raw), raw) is None


@pytest.mark.parametrize(
    ("calendar", "expected"),
    [
        (reply(EVENT.replace("SEQUENCE:0", "X-PAD:" + "x" * 5_000_000)), NOTHING),
        (reply(EVENT + f"\n{EVENT}" * 50_000), NOTHING),
        (reply("BEGIN:VEVENT\n" * 200_000), NOTHING),
        (reply(EVENT.replace("SEQUENCE:0", "END:X\n" * 100_000)), NOTHING),
        (reply(EVENT.replace("SEQUENCE:0", "BEGIN:X\n" * 2000 + "END:X\n" * 2000 + "SEQUENCE:0")), answer()),
        (reply(EVENT.replace("SEQUENCE:0", "X-PAD:" + "\n x" * 10_000 + "\nSEQUENCE:0")), answer()),
        (reply(EVENT.replace("SEQUENCE:0", "X" + ';A="' * 10_000 + "\nSEQUENCE:0")), answer()),
        (reply(EVENT.replace(ATTENDEE, "ATTENDEE" + ";A=b" * 10_000 + f";PARTSTAT=DECLINED:mailto:{LARRY}")), answer()),
        (reply(EVENT.replace("SEQUENCE:0", "COMMENT:" + "\\n" * 20_000 + "\nSEQUENCE:0")), answer()),
        (reply(EVENT.replace("SEQUENCE:0", "COMMENT:" + "x" * 9000 + "\nSEQUENCE:0")), answer(comment="x" * 2000)),
    ],
    ids=["long-line", "many-events", "nested", "ends", "deep", "folds", "quotes", "parameters", "escapes", "comment"],
)
def test_a_hostile_calendar_costs_little(calendar: str, expected: Attendance) -> None:
    """Megabytes, nesting, folds and quotes are passed over once; what is cut says nothing."""
    begun = time.process_time()
    assert expected == told(calendar)
    assert time.process_time() - begun < 1


LINES = st.sampled_from(
    [
        "BEGIN:VCALENDAR",
        "END:VCALENDAR",
        "BEGIN:VEVENT",
        "END:VEVENT",
        "METHOD:REPLY",
        f"UID:{UID}",
        ATTENDEE,
        " folded",
    ]
)


@given(st.lists(LINES | st.text(max_size=30), max_size=15).map("\n".join))
def test_no_calendar_makes_it_raise(calendar: str) -> None:
    """Whatever stands there, it is an answer of one sender or none."""
    found = told(calendar)
    assert found is None or found.sender == LARRY
    assert found is None or found.uid or found == NOTHING

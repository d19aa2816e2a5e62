"""The calendar invitation, read with a library that had no part in writing it."""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.model import Address, Guest, GuestRole, Invite, InviteMethod, Reply
from mailflow.write.invite import LINE_LENGTH, calendar
from mailflow.write.render import Sender, compose
from mailflow.write.safe import fold
from mailflow.write.texts import Written

GOLDEN = Path(__file__).parent / "golden"
NEW_YORK = ZoneInfo("America/New_York")
DESK = Sender(address="info@interoccupy.example", name="InterOccupy", domain="interoccupy.example")
PLAIN = Invite(
    uid="IO-0042@interoccupy.example",
    sequence=0,
    method=InviteMethod.REQUEST,
    starts_at=datetime(2026, 12, 3, 20, tzinfo=NEW_YORK),
    length=timedelta(minutes=90),
    title="Debt strike: national check-in",
    organiser=Address("InterOccupy", "info@interoccupy.example"),
    guests=(
        Guest(Address("Larry Swetman", "larry@example.org"), GuestRole.CHAIR),
        Guest(Address("Ruth Cho", "ruth@example.org")),
        Guest(Address("", "walt@example.org"), GuestRole.OPTIONAL),
    ),
    stamp=datetime(2026, 11, 23, 10, tzinfo=UTC),
    description=("Purpose: compare notes, pick two actions", "", "Reply to this mail with any change."),
)
NAMED = {
    "invite-request": PLAIN,
    "invite-changed": replace(
        PLAIN, sequence=2, starts_at=datetime(2027, 3, 18, 19, tzinfo=NEW_YORK), link="https://example.org/call?a=1,2;3"
    ),
    "invite-cancelled": replace(PLAIN, sequence=3, method=InviteMethod.CANCEL, description=()),
    "invite-no-clock-change": replace(PLAIN, starts_at=datetime(2026, 12, 3, 20, tzinfo=ZoneInfo("Asia/Kolkata"))),
    "invite-south": replace(PLAIN, starts_at=datetime(2026, 12, 3, 20, tzinfo=ZoneInfo("Australia/Sydney"))),
    "invite-hour-shown-twice": replace(PLAIN, starts_at=datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK, fold=1)),
    "invite-hostile": replace(
        PLAIN,
        title='Ωραία "κουβέντα"; με φίλους, \\ 🎉 και\r\nATTENDEE:mailto:evil@example.net ' + "ж" * 60,
        guests=(
            Guest(
                Address('Larry "Lou"; CN=x: ^n,\r\nATTENDEE:mailto:evil@example.net', "la+x%y'z@bücher.example"),
                GuestRole.CHAIR,
            ),
        ),
        description=("One\r\nEND:VEVENT", "two\u2028three, \\n four;\x00five"),
        link="https://example.org/c a\r\nll",
    ),
}
ZONES = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("posix/", "right/")))
CHANGING = (
    "America/New_York", "Europe/Berlin", "Europe/London", "Europe/Dublin", "Asia/Jerusalem", "Asia/Beirut",
    "Africa/Cairo", "America/Nuuk", "Australia/Sydney", "Australia/Lord_Howe", "Pacific/Auckland", "America/Santiago",
    "Africa/Casablanca", "Pacific/Norfolk", "Pacific/Chatham",
)  # fmt: skip
STEADY = ("Asia/Kolkata", "America/Phoenix", "Pacific/Honolulu", "Etc/GMT+5", "Asia/Kathmandu", "America/Sao_Paulo")


def read_back(raw: bytes) -> tuple[Any, Any]:
    """The object and its one event, as the library reads them; it finds no error."""
    found: Any = icalendar.Calendar.from_ical(raw)
    assert not [error for one in found.walk() for error in one.errors]
    (event,) = found.walk("VEVENT")
    return found, event


@pytest.mark.parametrize("name", NAMED)
def test_an_invitation_is_as_it_was_approved(name: str, request: pytest.FixtureRequest) -> None:
    """The objects that a person has read stay as they are; ``--rewrite`` writes them anew."""
    path = GOLDEN / f"{name}.ics"
    if request.config.getoption("--rewrite"):
        path.write_bytes(calendar(NAMED[name]))
    assert path.read_bytes() == calendar(NAMED[name])


def test_no_approved_invitation_is_left_over() -> None:
    """Each file has its invitation."""
    assert sorted(NAMED) == sorted(path.stem for path in GOLDEN.glob("*.ics"))


@pytest.mark.parametrize("name", NAMED)
def test_the_lines_are_those_of_the_standard(name: str) -> None:
    """CRLF, no line over 75 octets, each piece whole characters, no control character (RFC 5545, section 3.1)."""
    raw = calendar(NAMED[name])
    assert raw.endswith(b"END:VCALENDAR\r\n")
    for line in raw.split(b"\r\n"):
        assert len(line) <= LINE_LENGTH
        assert line.decode().isprintable() or line == b""


@pytest.mark.parametrize("name", NAMED)
def test_another_library_reads_what_was_said(name: str) -> None:
    """Every value of an invitation comes back from ``icalendar``."""
    invite = NAMED[name]
    found, event = read_back(calendar(invite))
    attendees = event["ATTENDEE"] if isinstance(event["ATTENDEE"], list) else [event["ATTENDEE"]]
    is_cancelled = invite.method is InviteMethod.CANCEL
    assert str(found["METHOD"]) == invite.method
    assert (str(found["VERSION"]), str(found["PRODID"])) == ("2.0", "-//mailflow//calls//EN")
    assert (str(event["UID"]), event["SEQUENCE"]) == (invite.uid, invite.sequence)
    assert event["DTSTAMP"].dt == invite.stamp
    assert event["DTSTART"].dt.astimezone(UTC) == invite.starts_at.astimezone(UTC)
    assert event["DTEND"].dt.astimezone(UTC) == invite.starts_at.astimezone(UTC) + invite.length
    assert str(event["SUMMARY"]) == fold(invite.title)
    assert str(event["STATUS"]) == ("CANCELLED" if is_cancelled else "CONFIRMED")
    assert str(event["ORGANIZER"]) == "mailto:info@interoccupy.example"
    assert [one.role for one in invite.guests] == [one.params["ROLE"] for one in attendees]
    assert {None if is_cancelled else "NEEDS-ACTION"} == {one.params.get("PARTSTAT") for one in attendees}


def test_the_description_and_the_link_stand_where_programs_look() -> None:
    """Lines of the description stay lines; the public link is the place, which every program shows, and the URL."""
    _, event = read_back(calendar(NAMED["invite-changed"]))
    assert str(event["DESCRIPTION"]) == "\n".join(PLAIN.description)
    assert str(event["LOCATION"]) == str(event["URL"]) == "https://example.org/call?a=1,2;3"
    _, event = read_back(calendar(PLAIN))
    assert "LOCATION" not in event
    assert "URL" not in event


def test_no_value_can_add_a_line_or_a_parameter() -> None:
    """Line ends, quotes and separators in a title, a name, a description or a link stay part of it."""
    _, event = read_back(calendar(NAMED["invite-hostile"]))
    attendee = event["ATTENDEE"]
    assert str(attendee) == "mailto:la+x%25y'z@xn--bcher-kva.example"
    assert attendee.params["CN"] == "Larry 'Lou'; CN=x: ^n, ATTENDEE:mailto:evil@example.net"
    assert set(attendee.params) == {"CUTYPE", "ROLE", "PARTSTAT", "RSVP", "CN"}
    assert str(event["DESCRIPTION"]) == "One\nEND:VEVENT\ntwo\nthree, \\n four; five"
    assert str(event["URL"]) == "https://example.org/c%20a%0D%0All"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"uid": "IO-0042"}, "no uid"),
        ({"uid": "a@b\r\nX:1"}, "no uid"),
        ({"starts_at": datetime(2026, 12, 3, 20)}, "no IANA zone"),  # noqa: DTZ001
        ({"starts_at": datetime(2026, 12, 3, 20, tzinfo=timezone(timedelta(hours=-5)))}, "no IANA zone"),
        ({"length": timedelta()}, "ends before"),
        ({"length": timedelta(minutes=-5)}, "ends before"),
        ({"guests": ()}, "no guest"),
        ({"sequence": -1}, "sequence"),
        ({"guests": (Guest(Address("Larry", "a@x, evil@y")),)}, "no mail address"),
        ({"organiser": Address("", "a@x\r\nX:1")}, "no mail address"),
        ({"link": "javascript:alert(1)"}, "no link"),
        ({"link": "+1 555 0100"}, "no link"),
    ],
)
def test_what_makes_no_sound_invitation_is_refused(changes: dict[str, object], expected: str) -> None:
    """A uid, a time, a length, a guest, an address or a link that is none raises ValueError."""
    with pytest.raises(ValueError, match=expected):
        calendar(replace(PLAIN, **changes))  # type: ignore[arg-type]


def changes_of(zone: Any) -> Iterator[tuple[datetime, timedelta, timedelta]]:
    """The first instant of each observance, with the offsets that it says hold before and after."""
    for one in zone.subcomponents:
        before, after = one["TZOFFSETFROM"].td, one["TZOFFSETTO"].td
        yield (one["DTSTART"].dt - before).replace(tzinfo=UTC), before, after


@pytest.mark.parametrize("zone", [*CHANGING, *STEADY])
def test_a_zone_says_what_the_database_says(zone: str) -> None:
    """Calls of two years in both hemispheres: the offset of the day and of weeks to come, and both clock changes."""
    there = ZoneInfo(zone)
    for month in range(24):
        start = datetime(2026 + month // 12, month % 12 + 1, 15, 20, tzinfo=there)
        found, _ = read_back(calendar(replace(PLAIN, starts_at=start)))
        (described,) = found.walk("VTIMEZONE")
        theirs = described.to_tz(lookup_tzid=False)
        for days in range(0, 30, 5):
            later = (start.astimezone(UTC) + timedelta(days=days)).astimezone(there)
            assert later.utcoffset() == later.replace(tzinfo=theirs).utcoffset()
        around = list(changes_of(described))
        assert len(around) == (1 if zone in STEADY else 2)
        if zone in STEADY:
            continue
        assert min(at for at, _, _ in around) <= start < max(at for at, _, _ in around)
        for at, before, after in around:
            assert before == (at - timedelta(seconds=1)).astimezone(there).utcoffset()
            assert after == at.astimezone(there).utcoffset()


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("America/New_York", {"FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"}),
        ("Europe/Berlin", {"FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"}),
        ("Australia/Sydney", {"FREQ=YEARLY;BYMONTH=10;BYDAY=1SU", "FREQ=YEARLY;BYMONTH=4;BYDAY=1SU"}),
        ("America/Santiago", set()),
        ("Asia/Kolkata", set()),
    ],
)
def test_a_zone_that_keeps_a_rule_says_it(zone: str, expected: set[str]) -> None:
    """Outlook takes the rule alone; a zone whose days no such rule tells has the two changes around the call."""
    raw = calendar(replace(PLAIN, starts_at=datetime(2026, 12, 3, 20, tzinfo=ZoneInfo(zone)))).decode()
    assert expected == set(re.findall(r"RRULE:(.*)\r\n", raw))


def test_every_zone_gives_an_invitation() -> None:
    """No zone has more than one STANDARD and one DAYLIGHT, beyond which Outlook may refuse the whole object."""
    for zone in ZONES:
        raw = calendar(replace(PLAIN, starts_at=datetime(2027, 6, 3, 20, tzinfo=ZoneInfo(zone))))
        parts = (raw.count(b"BEGIN:STANDARD"), raw.count(b"BEGIN:DAYLIGHT"), b"VTIMEZONE" in raw)
        assert parts in {(1, 1, True), (1, 0, True), (0, 0, False)}, zone


def test_a_zone_that_has_just_given_up_daylight_time_stands_in_utc() -> None:
    """Where one change stands alone no two observances tell the truth; an instant does."""
    start = datetime(2025, 1, 15, 20, tzinfo=ZoneInfo("America/Asuncion"))
    raw = calendar(replace(PLAIN, starts_at=start))
    assert b"VTIMEZONE" not in raw
    assert f"DTSTART:{start.astimezone(UTC):%Y%m%dT%H%M%SZ}\r\n".encode() in raw


@pytest.mark.parametrize("zone", [UTC, ZoneInfo("UTC"), ZoneInfo("Etc/UTC")])
def test_a_call_in_utc_needs_no_zone(zone: ZoneInfo) -> None:
    """UTC is a form of its own (RFC 5545, section 3.3.5)."""
    raw = calendar(replace(PLAIN, starts_at=datetime(2026, 12, 3, 20, tzinfo=zone)))
    assert b"\r\nDTSTART:20261203T200000Z\r\nDTEND:20261203T213000Z\r\n" in raw
    assert b"VTIMEZONE" not in raw


TEXT = st.text(max_size=250)
TIMES = st.datetimes(datetime(2026, 1, 1), datetime(2029, 12, 31))  # noqa: DTZ001


@given(title=TEXT, name=TEXT, description=st.lists(TEXT, max_size=4).map(tuple))
def test_texts_come_back_whole(title: str, name: str, description: tuple[str, ...]) -> None:
    """Any title and name are read as they were made harmless, and the object holds nothing else."""
    guests = (Guest(Address(name, "larry@example.org")),)
    raw = calendar(replace(PLAIN, title=title, guests=guests, description=description))
    found, event = read_back(raw)
    assert str(event["SUMMARY"]) == fold(title, 200)
    assert str(event["ATTENDEE"]) == "mailto:larry@example.org"
    assert event["ATTENDEE"].params.get("CN", "") == fold(name, 80).replace('"', "'")
    assert [one.name for one in found.walk()] == ["VCALENDAR", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VEVENT"]
    assert all(len(line) <= LINE_LENGTH and line.decode() is not None for line in raw.split(b"\r\n"))


@given(
    zone=st.sampled_from(CHANGING) | st.sampled_from(ZONES),
    when=TIMES,
    repeat=st.integers(0, 1),
    minutes=st.integers(1, 600),
)
def test_times_come_back_as_the_same_instants(zone: str, when: datetime, repeat: int, minutes: int) -> None:
    """Start and end are the same instants in UTC, by the zone's name and by the zone as described, on any day."""
    start = when.replace(tzinfo=ZoneInfo(zone), fold=repeat, microsecond=0)
    end = start.astimezone(UTC) + timedelta(minutes=minutes)
    found, event = read_back(calendar(replace(PLAIN, starts_at=start, length=timedelta(minutes=minutes))))
    said = [event[name].dt for name in ("DTSTART", "DTEND")]
    assert [start.astimezone(UTC), end] == [one.astimezone(UTC) for one in said]
    for described in found.walk("VTIMEZONE"):
        theirs = described.to_tz(lookup_tzid=False)
        assert [start.astimezone(UTC), end] == [one.replace(tzinfo=theirs).astimezone(UTC) for one in said]


def mail(invite: Invite | None) -> tuple[bytes, EmailMessage]:
    """A mail with an invitation, and what the standard library reads in it."""
    reply = Reply(template="requester/complete", to=Address("Larry", "larry@example.org"), invite=invite)
    raw = compose(
        Written("Your call", "Your call is set.\n\nCafé.\n"),
        reply,
        sender=DESK,
        message_id="<42.io-0042@interoccupy.example>",
        token="",
        now=datetime(2026, 11, 23, 10, tzinfo=UTC),
    )
    return raw, email.message_from_bytes(raw, policy=email.policy.default)


@pytest.mark.parametrize("method", InviteMethod)
def test_the_mail_has_the_parts_that_programs_need(method: InviteMethod) -> None:
    """The calendar is the last alternative, with its method, and a file beside; both are the same object."""
    invite = replace(PLAIN, method=method)
    raw, message = mail(invite)
    assert [one.get_content_type() for one in message.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/ics",
    ]  # fmt: skip
    *_, shown, file = message.walk()
    assert (shown.get_param("method"), shown.get_content_charset()) == (method, "utf-8")
    assert shown.get_content_disposition() is None
    assert file.get_filename() == "invite.ics"
    assert [one.get_filename() for one in message.iter_attachments()] == ["invite.ics"]
    assert shown.get_payload(decode=True) == file.get_payload(decode=True) == calendar(invite)
    assert not [defect for part in message.walk() for defect in part.defects]
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))


def test_without_an_invitation_a_mail_has_two_alternatives() -> None:
    """The texts of a mail are the same with and without one."""
    _, plain = mail(None)
    _, invited = mail(PLAIN)
    assert [one.get_content_type() for one in plain.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    texts = [
        [str(part.get_content()) for part in one.walk() if part.get_content_type() in {"text/plain", "text/html"}]
        for one in (plain, invited)
    ]
    assert texts[0] == texts[1]

"""A call as a calendar invitation: an iCalendar object (RFC 5545) with the methods of iTIP (RFC 5546).

Own code and no library: the lines below are few, stand in the order that the four programs write themselves, and the
zone has to be ours in any case (``vtimezone``). The tests read them with ``icalendar``.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from mailflow.model import Address, Guest, Invite, InviteMethod
from mailflow.write import vtimezone
from mailflow.write.safe import addr_spec, fold, fold_lines

PRODUCT = "-//mailflow//calls//EN"
LINE_LENGTH = 75
"""Octets of a line without its end (RFC 5545, section 3.1)."""

_LONGEST_TITLE = 200
_LONGEST_NAME = 80
_UID = re.compile(r"[A-Za-z0-9._+-]{1,120}@[A-Za-z0-9.-]{1,255}")
_LINK = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_URI = "!#$%&'()*+,-./:;=?@[]_~"
"""What stands unquoted in a URI of ours: its reserved characters (RFC 3986) and escapes that it has."""
_LOCAL = "!$'*+-._~"
"""What stands unquoted before the ``@`` of a mailto: (RFC 6068, section 2)."""


def calendar(invite: Invite) -> bytes:
    """The iCalendar object of an invitation, UTF-8 with CRLF line ends.

    Titles, names and the description are made harmless (``safe``); none of them can add a line or a parameter. Raises
    ValueError for what nothing sound can be made of: a uid that is none, a time without an IANA zone, no length, no
    guest, an address or a link that is none.
    """
    lines = [
        "BEGIN:VCALENDAR",
        f"PRODID:{PRODUCT}",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        f"METHOD:{invite.method}",
        *_event(invite),
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _event(invite: Invite) -> Iterator[str]:
    """The zone, where the times need one, and the call."""
    if not _UID.fullmatch(invite.uid):
        raise ValueError(f"{invite.uid!r} is no uid of an invitation of ours")
    if not invite.guests or invite.sequence < 0:
        raise ValueError(f"the invitation {invite.uid} has no guest, or a sequence below 0")
    zone, times = _times(invite)
    is_cancelled = invite.method is InviteMethod.CANCEL
    yield from zone
    yield "BEGIN:VEVENT"
    yield f"UID:{invite.uid}"
    yield f"SEQUENCE:{invite.sequence}"
    yield f"DTSTAMP:{_utc(invite.stamp)}"
    yield from times
    yield f"SUMMARY:{_text(fold(invite.title, _LONGEST_TITLE))}"
    if invite.description:
        yield f"DESCRIPTION:{_text(fold_lines(chr(10).join(invite.description)))}"
    if invite.link:
        link = _uri(invite.link)
        yield f"LOCATION:{_text(link)}"  # Google Calendar and Outlook show no URL
        yield f"URL:{link}"
    yield f"ORGANIZER{_person(invite.organiser)}"
    yield from (_attendee(guest, is_cancelled=is_cancelled) for guest in invite.guests)
    yield f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}"
    yield "TRANSP:OPAQUE"
    yield "END:VEVENT"


def _times(invite: Invite) -> tuple[list[str], list[str]]:
    """The zone's own lines, then start and end.

    They stand by the clock of the call's zone, so that a calendar shows that zone and keeps the hour; in UTC, which is
    right in every program, where that clock shows one of the hours twice or its changes follow no simple rule.
    """
    zone = invite.starts_at.tzinfo
    if zone is None or not (zone is UTC or (isinstance(zone, ZoneInfo) and zone.key)):
        raise ValueError(f"{invite.starts_at!r} stands in no IANA zone")
    start = invite.starts_at.astimezone(UTC).replace(microsecond=0)
    end = start + invite.length
    if end <= start:
        raise ValueError(f"the invitation {invite.uid} ends before it begins")
    local = [one.astimezone(zone) for one in (start, end)]
    tzid = zone.key if isinstance(zone, ZoneInfo) else "UTC"
    lines = [] if _is_utc(local[0]) or any(map(_is_twice, local)) else vtimezone.describe(zone, tzid, start, end)
    if not lines:
        return [], [f"DTSTART:{_utc(start)}", f"DTEND:{_utc(end)}"]
    return lines, [
        f"{name};TZID={tzid}:{one:%Y%m%dT%H%M%S}" for name, one in zip(("DTSTART", "DTEND"), local, strict=True)
    ]


def _is_utc(one: datetime) -> bool:
    return one.tzname() == "UTC"


def _is_twice(one: datetime) -> bool:
    """Whether the zone's clock shows this time twice, before and after it is put back."""
    return one.replace(fold=0).utcoffset() != one.replace(fold=1).utcoffset()


def _utc(one: datetime) -> str:
    return f"{one.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _attendee(guest: Guest, *, is_cancelled: bool) -> str:
    answer = "" if is_cancelled else ";PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
    return f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE={guest.role}{answer}{_person(guest.address)}"


def _person(address: Address) -> str:
    """Name and address as what follows the name of a property and its other parameters."""
    local, _, domain = addr_spec(address.email).rpartition("@")
    name = fold(address.name, _LONGEST_NAME)
    return (f";CN={_quoted(name)}" if name else "") + f":mailto:{quote(local, safe=_LOCAL)}@{domain}"


def _quoted(said: str) -> str:
    """A parameter's value in its quotes, which it cannot hold itself; ``^`` begins an escape (RFC 6868)."""
    return '"' + said.replace('"', "'").replace("^", "^^") + '"'


def _text(said: str) -> str:
    """A value of the type TEXT (RFC 5545, section 3.3.11)."""
    escaped = said.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def _uri(said: str) -> str:
    if not _LINK.match(said):
        raise ValueError(f"{said!r} is no link that people can open")
    return quote(said, safe=_URI)


def _folded(line: str) -> bytes:
    """A content line, folded at 75 octets and never within a character (RFC 5545, section 3.1)."""
    return b"\r\n ".join(_pieces(line.encode())) + b"\r\n"


def _pieces(raw: bytes) -> Iterable[bytes]:
    room = LINE_LENGTH
    while len(raw) > room:
        cut = room
        while raw[cut] & 0xC0 == 0x80:
            cut -= 1
        yield raw[:cut]
        raw, room = raw[cut:], LINE_LENGTH - 1
    yield raw

"""What a calendar program answers to our invitation: the method REPLY of iTIP (RFC 5546, section 3.2.3).

Own code and no library: a library reads any calendar that there is, this reads one answer of one person, passes over
it once, and takes nothing from a calendar that says two things (a wrong answer would take a person off a call).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from mailflow.model import Attendance, Message, Partstat
from mailflow.read.adapter.message import calendar

MAX_COMMENT = 2000
MAX_UID = 400
MAX_ATTENDEES = 500

_CALENDAR = ["VCALENDAR"]
_EVENT = ["VCALENDAR", "VEVENT"]
_HEAD = re.compile(r'((?:[^":]++|"[^"]*+")*+):')
_PARAMETER = re.compile(r';([A-Za-z0-9-]++)=((?:[^";]++|"[^"]*+")*+)')
_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]\\@]{1,120}@[^\s<>,;:\"()\[\]\\@]{1,200}")
_ESCAPE = re.compile(r"\\([\\;,nN])")
_ANSWERS = {one.name: one for one in Partstat if one is not Partstat.NONE}


@dataclass(frozen=True, slots=True)
class _Property:
    """One content line of a component: its name in capitals, its parameters, its value as it stands."""

    name: str
    parameters: tuple[tuple[str, str], ...]
    value: str

    def parameter(self, name: str) -> str:
        """The one parameter of this name, ``""`` for none or two."""
        found = [value for key, value in self.parameters if key == name]
        return found[0] if len(found) == 1 else ""


@dataclass(slots=True)
class _Calendar:
    """What was found: the methods, the properties of each event, and whether it is one calendar with all its ends."""

    methods: list[str] = field(default_factory=list)
    events: list[list[_Property]] = field(default_factory=list)
    is_whole: bool = False


def read(message: Message, raw: bytes) -> Attendance | None:
    """What a calendar part answers; ``None`` for a mail that is no iTIP REPLY.

    raw: the bytes that ``message`` was parsed from. Of a calendar that is broken, cut, has more than one VEVENT, or
    answers for one occurrence of a series, only the sender is told. Of several attendees the sender is taken. Never
    raises; the calendar that ``message`` hands out is bounded.
    """
    if not any(media.startswith("text/calendar") for media in message.structure):
        return None
    found = _opened(calendar(raw))
    if set(found.methods) != {"REPLY"}:
        return None
    plain = Attendance(sender=message.from_.email if message.from_ else "")
    return _said(found.events[0], plain) if found.is_whole and len(found.events) == 1 else plain


def _said(event: Sequence[_Property], plain: Attendance) -> Attendance:
    """What one VEVENT says; as much as ``plain`` where that is not one thing of one person."""
    uids = [one.value.strip() for one in event if one.name == "UID"]
    attendees = [one for one in event if one.name == "ATTENDEE"][:MAX_ATTENDEES]
    own = [one for one in attendees if _address(one) == plain.sender]
    attendee = next(iter(own if len(attendees) > 1 else attendees), None)
    if len(uids) != 1 or not 0 < len(uids[0]) <= MAX_UID or attendee is None or len(own) > 1:
        return plain
    if any(one.name == "RECURRENCE-ID" for one in event) or not _address(attendee):
        return plain
    return replace(
        plain,
        uid=uids[0],
        attendee=_address(attendee),
        answer=_ANSWERS.get(attendee.parameter("PARTSTAT").upper(), Partstat.NONE),
        sequence=_sequence(event),
        comment=_comment(event, attendee),
    )


def _opened(text: str) -> _Calendar:
    """Take a calendar apart; only what stands right in it and right in an event counts, alarms and zones do not."""
    found = _Calendar()
    path: list[str] = []
    starts = 0
    for one in filter(None, map(_property, re.sub(r"\n[ \t]", "", text).split("\n"))):
        word = one.value.strip().upper()
        if one.name == "BEGIN":
            path.append(word)
            starts += path == _CALENDAR
            if path == _EVENT:
                found.events.append([])
        elif one.name == "END":
            if not path or path.pop() != word:
                return found
        elif path == _CALENDAR and one.name == "METHOD":
            found.methods.append(word)
        elif path == _EVENT:
            found.events[-1].append(one)
    found.is_whole = not path and starts == 1
    return found


def _property(line: str) -> _Property | None:
    """A content line, ``None`` for what is none (RFC 5545, section 3.1)."""
    head = _HEAD.match(line)
    if head is None:
        return None
    name, _, rest = head[1].partition(";")
    found = _PARAMETER.findall(f";{rest}") if rest else ()
    parameters = tuple((key.upper(), _unquoted(value)) for key, value in found)
    return _Property(name.strip().upper(), parameters, line[head.end() :])


def _unquoted(said: str) -> str:
    """A parameter's value without its quotes and escapes (RFC 6868)."""
    plain = said.strip().strip('"')
    return re.sub(r"\^([n'^])", lambda one: {"n": "\n", "'": '"', "^": "^"}[one[1]], plain)


def _address(attendee: _Property) -> str:
    """The address of an attendee, lower-cased; ``""`` where it is none. Apple gives it in EMAIL beside another URI."""
    scheme, _, rest = attendee.value.strip().partition(":")
    said = unquote(rest.partition("?")[0]) if scheme.lower() == "mailto" else attendee.parameter("EMAIL")
    address = said.strip().lower()
    return address if _ADDRESS.fullmatch(address) else ""


def _sequence(event: Sequence[_Property]) -> int | None:
    said = [one.value.strip() for one in event if one.name == "SEQUENCE"]
    return int(said[0]) if len(said) == 1 and re.fullmatch(r"[0-9]{1,9}", said[0]) else None


def _comment(event: Sequence[_Property], attendee: _Property) -> str:
    """What the person wrote beside the answer; Google puts it into a parameter."""
    said = [_ESCAPE.sub(_plain, one.value).strip() for one in event if one.name == "COMMENT"]
    said = [one for one in said if one] or [attendee.parameter("X-RESPONSE-COMMENT").strip()]
    return "\n".join(said)[:MAX_COMMENT]


def _plain(escape: re.Match[str]) -> str:
    return "\n" if escape[1] in "nN" else escape[1]

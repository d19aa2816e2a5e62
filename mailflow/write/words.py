"""Times, values and numbers in words, as a volunteer would say them (protocol, section 5, items 17 and 26)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mailflow.model import NEED_HELP
from mailflow.read.times.repeat import in_words

DESK_ZONE = "America/New_York"
_PACIFIC = "America/Los_Angeles"
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_US_ZONES: Mapping[str, str] = {
    "America/New_York": "Eastern",
    "America/Chicago": "Central",
    "America/Denver": "Mountain",
    "America/Los_Angeles": "Pacific",
    "America/Anchorage": "Alaska",
    "Pacific/Honolulu": "Hawaii",
    "America/Phoenix": "Arizona",
    "America/Detroit": "Eastern (Detroit)",
    "America/Indiana/Indianapolis": "Eastern (Indianapolis)",
    "America/Boise": "Mountain (Boise)",
}
_HELP: Mapping[str, str] = {"agenda": "agenda doc"}
PERSONS = frozenset({"contact", "facilitator", "backup", "tech", "notetaker", "others"})
"""The keys of the forms that name people."""
_DATES = frozenset({"date", "session"})
_CHOICES: Mapping[tuple[str, str], str] = {
    ("list", "create"): "yes please create",
    ("session", "next"): "the next one",
    ("session", "any"): "any",
    ("role", "tech"): "tech supporter",
    ("role", "both"): "tech supporter and facilitator",
    ("experience", "ran-a-call"): "ran a call",
}
"""What a form's own choices are called in a sentence, by key and value."""


def count(number: int) -> str:
    """A number up to twelve in words: ``"two"``; greater ones in digits."""
    return _COUNTS[number] if 0 <= number < len(_COUNTS) else str(number)


def things(number: int, noun: str = "thing") -> str:
    """How many of something: ``"one thing"``, ``"two things"``."""
    return f"{count(number)} {noun}{'' if number == 1 else 's'}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words in a row: ``"agenda doc, promotion and tech"``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def month(number: int) -> str:
    """A month's name, from 1 for January."""
    return _MONTHS[number - 1]


def day(when: date) -> str:
    """A day, weekday first: ``"Thursday 15 March 2012"``."""
    return f"{_DAYS[when.weekday()]} {when.day} {month(when.month)} {when.year}"


def clock(when: time | datetime) -> str:
    """A time of day: ``"8:00 pm"``; noon is named, because ``12:00 pm`` is read both ways."""
    if (when.hour, when.minute) == (12, 0):
        return "12:00 noon"
    return f"{when.hour % 12 or 12}:{when.minute:02d} {'am' if when.hour < 12 else 'pm'}"


def zone(tz: str) -> str:
    """A zone's name in words: ``Eastern`` for America/New_York, ``UTC-5`` for Etc/GMT+5, ``London`` for Europe/London.

    tz: an IANA name.
    """
    if tz in _US_ZONES:
        return _US_ZONES[tz]
    if tz.startswith("Etc/GMT") and tz[7:8] in {"+", "-"}:
        return f"UTC{'-' if tz[7] == '+' else '+'}{tz[8:]}"
    if tz.startswith("Etc/") or "/" not in tz:
        return "UTC" if tz in {"Etc/UTC", "Etc/GMT", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UTC"} else tz
    return tz.rpartition("/")[2].replace("_", " ")


def other_zone(start: datetime, tz: str, desk_zone: str) -> str | None:
    """The second zone that a time is told in: Pacific for the US, else the desk's; one whose clock differs then.

    ``None`` where no such zone is at hand.
    """
    first, second = (_PACIFIC, desk_zone) if tz in _US_ZONES else (desk_zone, _PACIFIC)
    own = start.utcoffset()
    return next((one for one in (first, second, DESK_ZONE) if start.astimezone(ZoneInfo(one)).utcoffset() != own), None)


def when(start: str, tz: str, now: datetime, desk_zone: str = DESK_ZONE) -> str:
    """When a call starts: ``"Thursday 3 December 2026, 8:00 pm Eastern (5:00 pm Pacific), in 9 days"``.

    start: ISO 8601 with offset; tz: the group's IANA zone, which is named first; now: aware. A day that is another in
    the second zone is said: ``"(1:00 am Friday, London)"``. Raises ValueError where start or tz is no such thing.
    """
    own = _in_zone(datetime.fromisoformat(start), tz)
    said = f"{day(own.date())}, {clock(own)} {_zone_time(tz)}"
    other = other_zone(own, tz, desk_zone)
    if other:
        there = own.astimezone(ZoneInfo(other))
        shift = "" if there.date() == own.date() else f" {_DAYS[there.weekday()]},"
        said += f" ({clock(there)}{shift} {zone(other)})"
    return f"{said}, {until(own, now)}"


def until(start: datetime, now: datetime) -> str:
    """How long until then in the start's own zone: ``in 9 days``, ``tomorrow``, ``today, in 3 hours``, ``yesterday``.

    Calendar days count: Monday evening for next Monday evening is seven days to everybody but a clock.
    """
    days = (start.date() - now.astimezone(start.tzinfo).date()).days
    if days == 0:
        return f"today, {_hours(start, now)}"
    if days == 1:
        return "tomorrow"
    if days == -1:
        return "yesterday"
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def value(key: str, said: object, *, phones: bool = False) -> str:
    """A form field's value in words: what stands behind its label, in a form that can be typed back.

    key: the field's key in the reading contract; said: its value as plain data; phones: whether the reader may see
    people's phone numbers (staff only, protocol 8.3).
    """
    if key == "recurrence":
        return recurrence(said)
    if said is None:
        return ""
    if key in PERSONS and not isinstance(said, str):
        return persons(said, phones=phones)
    if isinstance(said, bool):
        return "yes" if said else "no"
    if key == "length" and isinstance(said, int):
        return f"{said} minutes"
    if isinstance(said, str):
        return _text(key, said)
    if isinstance(said, Sequence):
        return _sequence(key, said)
    return str(said)


def persons(said: object, *, phones: bool = False) -> str:
    """People: ``"Tammy Shapiro <tammy@example.org>, 215-555-0100; Walt"``.

    Without ``phones`` a number is not told, only that there is one.
    """
    rows = [said] if isinstance(said, Mapping) else said if isinstance(said, Sequence) else []
    return "; ".join(_person(one, phones=phones) for one in rows if isinstance(one, Mapping))


def recurrence(said: object) -> str:
    """How often, from an RRULE value: ``every other Thursday``, ``one time`` for none."""
    return in_words(said) if isinstance(said, str) and said else "one time"


def _person(row: Mapping[str, object], *, phones: bool) -> str:
    name, email, phone = (str(row.get(part) or "") for part in ("name", "email", "phone"))
    who = f"{name} <{email}>" if name and email else name or email
    if phone:
        number = phone if phones else "phone number noted"
        return f"{who}, {number}" if who else number
    return who or "somebody"


def _text(key: str, said: str) -> str:
    if (key, said) in _CHOICES:
        return _CHOICES[key, said]
    if key in _DATES:
        return day(date.fromisoformat(said))
    if key == "time":
        return "noon" if said == "12:00" else clock(time.fromisoformat(said))
    if key == "tz":
        return zone(said)
    return NEED_HELP if key == "tech" else said


def _sequence(key: str, said: Sequence[object]) -> str:
    if key == "expected" and len(said) == 2:
        low, high = said
        return str(low) if low == high else f"{low} to {high}"
    if key == "part" and len(said) == 2:
        return f"{said[0]} of {said[1]}"
    if key == "help":
        return ", ".join(_HELP.get(str(one), str(one)) for one in said)
    return ", ".join(str(one) for one in said)


def _zone_time(tz: str) -> str:
    """A zone behind a time of day: ``Eastern``, ``London time``, ``UTC-5``."""
    name = zone(tz)
    return name if tz in _US_ZONES or name.startswith("UTC") else f"{name} time"


def _hours(start: datetime, now: datetime) -> str:
    minutes = int((start.astimezone(UTC) - now.astimezone(UTC)).total_seconds() // 60)
    size, unit = (abs(minutes) // 60, "hour") if abs(minutes) >= 60 else (abs(minutes), "minute")
    if size == 0:
        return "now"
    amount = f"{size} {unit}{'' if size == 1 else 's'}"
    return f"in {amount}" if minutes > 0 else f"{amount} ago"


def _in_zone(start: datetime, tz: str) -> datetime:
    try:
        return start.astimezone(ZoneInfo(tz))
    except (ZoneInfoNotFoundError, OSError) as wrong:
        raise ValueError(f"{tz!r} is no time zone") from wrong

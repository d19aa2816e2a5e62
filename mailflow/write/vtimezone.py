"""A time zone as a calendar object carries it: VTIMEZONE (RFC 5545, section 3.6.5), made from the zone database.

It says what holds from the clock change before a call until the one after it, as two yearly rules wherever the zone
keeps to them. That is all that Outlook understands: one STANDARD and one DAYLIGHT, no RDATE (MS-OXCICAL, section
2.1.3.1.1.19). The ``icalendar`` library writes RDATEs, and the begin of daylight time an hour late.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

WINDOW = timedelta(days=400)
"""How far from a call a clock change still matters; twice-yearly ones are never further apart."""

YEARS = 7
"""After so many years no two rules that differ have given the same dates."""

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class _Change:
    """A clock change: the first instant (UTC) after it, the offsets around it, and what the time is called then."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def local(self) -> datetime:
        """When it comes, by the clock that holds before it, as DTSTART has it."""
        return (self.at + self.before).replace(tzinfo=None)

    @property
    def is_forward(self) -> bool:
        """Whether daylight time begins; the database's own mark is turned round for Ireland and Morocco."""
        return self.after > self.before

    def lines(self, rule: str) -> list[str]:
        """The change as a part of VTIMEZONE."""
        return _observance("DAYLIGHT" if self.is_forward else "STANDARD", self.local, self, rule)


def describe(zone: tzinfo, tzid: str, start: datetime, end: datetime) -> list[str]:
    """The content lines of the zone's VTIMEZONE around a call; none where two observances cannot say it.

    start, end: aware. A caller who gets none writes the call in UTC.
    """
    start = start.astimezone(UTC)
    changes = list(_changes(zone, start - WINDOW, start + WINDOW))
    if not changes:
        local = datetime(1970, 1, 1)  # noqa: DTZ001 - local time by definition
        now = start.astimezone(zone)
        offset = now.utcoffset() or timedelta()
        parts = _observance("STANDARD", local, _Change(start, offset, offset, now.tzname() or tzid), "")
    else:
        around = [*[one for one in changes if one.at <= start][-1:], *[one for one in changes if one.at > start][:1]]
        if len(around) < 2 or around[0].is_forward is around[1].is_forward or len(_inside(changes, start, end)) > 1:
            return []
        later = list(_changes(zone, start + WINDOW, start + WINDOW + YEARS * WINDOW))
        parts = [line for one in around for line in one.lines(_rule(one, [*changes, *later]))]
    return ["BEGIN:VTIMEZONE", f"TZID:{tzid}", *parts, "END:VTIMEZONE"]


def _inside(changes: Sequence[_Change], start: datetime, end: datetime) -> list[_Change]:
    return [one for one in changes if start < one.at < end]


def _observance(kind: str, local: datetime, change: _Change, rule: str) -> list[str]:
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{local:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{_offset(change.before)}",
        f"TZOFFSETTO:{_offset(change.after)}",
        f"TZNAME:{change.name}",
        *([f"RRULE:{rule}"] if rule else []),
        f"END:{kind}",
    ]


def _changes(zone: tzinfo, first: datetime, last: datetime) -> Iterator[_Change]:
    """Every clock change of the zone between two instants; two within a day of each other do not occur."""
    day = first
    offset = day.astimezone(zone).utcoffset()
    while day < last:
        following = day + _DAY
        after = following.astimezone(zone).utcoffset()
        if after != offset:
            yield _change(zone, day, following)
            offset = after
        day = following


def _change(zone: tzinfo, low: datetime, high: datetime) -> _Change:
    """The change between two instants, found by halving, to the second."""
    before = low.astimezone(zone).utcoffset() or timedelta()
    while high - low > _SECOND:
        middle = low + timedelta(seconds=(high - low) // _SECOND // 2)
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
    there = high.astimezone(zone)
    return _Change(high, before, there.utcoffset() or timedelta(), there.tzname() or "")


def _rule(change: _Change, changes: Sequence[_Change]) -> str:
    """The yearly rule by which a change comes again, ``""`` where it follows none for years to come."""
    alike = [one for one in changes if one.is_forward is change.is_forward and one.at >= change.at]
    years = [one.local.year for one in alike]
    if len(years) < YEARS or years != list(range(years[0], years[0] + len(years))):
        return ""
    if len({(one.local.month, one.local.weekday(), one.local.time(), one.before, one.after) for one in alike}) > 1:
        return ""
    places = {(one.local.day + 6) // 7 for one in alike}
    is_last = all(one.local.day + 7 > monthrange(one.local.year, one.local.month)[1] for one in alike)
    if len(places) > 1 and not is_last:
        return ""
    place = -1 if is_last else places.pop()
    return f"FREQ=YEARLY;BYMONTH={change.local.month};BYDAY={place}{_WEEKDAYS[change.local.weekday()]}"


def _offset(offset: timedelta) -> str:
    """An offset as ``-0500``, with seconds where it has some (RFC 5545, section 3.3.14)."""
    seconds = abs(offset) // _SECOND
    sign = "-" if offset < timedelta() else "+"
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{sign}{hours:02}{minutes:02}" + (f"{rest:02}" if rest else "")

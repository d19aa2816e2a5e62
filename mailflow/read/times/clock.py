"""One time of day, its zone and how long it lasts, out of the items that speak of them.

``8pm ET / 5pm PT`` is one time said twice: it counts where both agree, and the first one is the call's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from mailflow.read.answers.result import Certain, Doubt, Result
from mailflow.read.times.moment import Clock, Item, Joint, Lasting, Part
from mailflow.read.times.zones import Term, offset, resolve

NOT_ONE_HOUR = "the two times are not the same hour"
LONGEST_CALL = 12 * 60
"""Minutes. What is longer is asked back."""

DAY = 24 * 60
NO_HALF = "we need to know if that is in the morning or in the evening"
ONLY_ENDS = "that is when it ends, and we need to know when it starts"
MORE_THAN_ONE = "that is more than one time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """What the items say of the hour: each a certain value, a doubt, or ``None`` where nothing was said."""

    time: Result = None
    tz: Result = None
    length: Result = None


@dataclass(slots=True)
class _Entry:
    """One clock or span of clocks, and the zones said with it."""

    start: Clock
    end: Clock | None = None
    zones: list[Term] = field(default_factory=list)


def hhmm(minutes: int) -> str:
    """``20:00`` for 1200 minutes after midnight."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def options(clock: Clock) -> tuple[int, ...]:
    """The minutes after midnight that a clock can mean: none where there is no such time, two without am or pm."""
    hour, minute = clock.hour, clock.minute
    if clock.mark == "midnight":
        return (0,)
    if hour > 23 or (hour > 12 and clock.mark == "am") or (hour == 0 and clock.mark == "pm"):
        return ()
    if clock.mark == "24" or hour > 12 or hour == 0:
        return (hour * 60 + minute,)
    morning = hour % 12 * 60 + minute
    return {"am": (morning,), "pm": (morning + 720,)}.get(clock.mark, (morning, morning + 720))


def hours(found: Sequence[Item], day: date, *, begins: str | None = None) -> Hours:
    """The time, zone and length that the items say.

    day: the day of the call, or the mail's where that is not known; begins: the start as ``HH:MM``, where it was said
    elsewhere, for words that only say when the call ends.
    """
    if _only_ends(found):
        if begins is None:
            terms = [item for item in found if isinstance(item, Term)]
            return Hours(time=Doubt(why=ONLY_ENDS), tz=resolve(terms, day))
        found = [Clock(said=begins, hour=int(begins[:2]), minute=int(begins[3:]), mark="24"), *found]
    entries = _entries(found, day)
    parts = [item.mark for item in found if isinstance(item, Part) and item.mark]
    terms = [item for item in found if isinstance(item, Term)]
    lasting = {item.minutes for item in found if isinstance(item, Lasting)}
    if not entries:
        zone = resolve(terms, day)
        time = Doubt(why="we need the hour") if parts else None
        return Hours(time=time, tz=zone, length=_length(None, lasting))
    if isinstance(marked := _with_parts(entries, parts), Doubt):
        return Hours(time=marked, tz=resolve(entries[0].zones, day), length=_length(None, lasting))
    if any(isinstance(item, Joint) and item.said == "or" for item in found) and not all(e.zones for e in entries):
        return Hours(time=Doubt(why=MORE_THAN_ONE), tz=resolve(terms, day))
    return _agreed(marked, day, lasting)


def _only_ends(found: Sequence[Item]) -> bool:
    """Whether the first clock stands behind ``until`` or ``ends at``, so that no start is said."""
    at = next((index for index, item in enumerate(found) if isinstance(item, Clock)), 0)
    return any(isinstance(item, Joint) and item.said in _ENDINGS for item in found[:at])


def _entries(found: Sequence[Item], day: date) -> list[_Entry]:
    entries: list[_Entry] = []
    waiting: list[Term] = []
    joint = ""
    zones_lead = bool(found) and isinstance(found[0], Term)
    for index, item in enumerate(found):
        if isinstance(item, Term):
            (waiting if zones_lead or not entries else entries[-1].zones).append(item)
        elif isinstance(item, Joint):
            joint = item.said
        elif isinstance(item, Clock):
            after = next((other for other in found[index + 1 : index + 2] if isinstance(other, Term)), None)
            if joint in _SPANS and entries and _goes_on(entries[-1], after, day):
                entries[-1].end = item
            else:
                entries.append(_Entry(start=item, zones=waiting))
                waiting = []
            joint = ""
    if waiting and entries:
        entries[-1].zones.extend(waiting)
    return entries


_ENDINGS = frozenset({"til", "till", "until", "thru", "through", "to"})
_SPANS = _ENDINGS | {"-", "--", "---"}


def _goes_on(entry: _Entry, after: Term | None, day: date) -> bool:
    """Whether a clock behind a dash ends the span; ``8pm ET - 5pm PT`` says one time twice."""
    if entry.end is not None:
        return False
    if after is None or not entry.zones:
        return True
    return isinstance(resolve([*entry.zones, after], day), Certain)


def _with_parts(entries: Sequence[_Entry], parts: Sequence[str]) -> list[_Entry] | Doubt:
    """The entries with ``in the evening`` and its like applied to clocks without am or pm."""
    marked = list(entries)
    for part in parts:
        for entry in marked:
            fitting = [minutes for minutes in options(entry.start) if minutes in _PARTS[part]]
            if not fitting:
                return Doubt(why=NO_HALF)
            entry.start = replace(entry.start, hour=fitting[0] // 60, mark="24", bare=False)
    return marked


_PARTS = {
    "am": range(4 * 60, 12 * 60),
    "noonish": range(12 * 60, 21 * 60),
    "evening": range(16 * 60, DAY),
    "night": range(18 * 60, DAY),
}


def _span(start: Clock, end: Clock) -> tuple[tuple[int, ...], int] | None:
    """The possible starts and the length in minutes of a span, ``None`` where it is not certain."""
    starts, ends = options(start), options(end)
    if not starts or not ends:
        return None
    if end.mark in {"am", "pm"} and end.hour == 12 and len(starts) == 2:
        return None  # 10-12pm: noon, or the midnight that people mean by it?
    if len(starts) == 2 and end.mark == "24" and ":" in start.said and end.hour > 12:
        starts = starts[:1]  # 9:00-13:00 is a 24-hour clock throughout
    if start.mark == "24" and len(ends) == 2 and start.hour != 12:
        return None  # 20:00-9:30: no half of the day can be told
    if len(starts) == 2 and len(ends) == 2:
        length = (ends[0] - starts[0]) % 720
        return (starts, length) if length else None
    lengths = {begin: min((finish - begin) % DAY for finish in ends) for begin in starts}
    likely = [begin for begin in starts if 0 < lengths[begin] <= LONGEST_CALL]
    if len(starts) == 2 and len(likely) == 2:  # 8-9:30pm: the same half of the day
        likely = [min(likely, key=lambda begin: lengths[begin])]
    return ((likely[0],), lengths[likely[0]]) if likely else None


def _agreed(entries: Sequence[_Entry], day: date, lasting: set[int]) -> Hours:
    first, *others = entries
    zone = resolve(first.zones, day)
    length: int | None = None
    starts = options(first.start)
    if first.end is not None:
        span = _span(first.start, first.end)
        if span is None:
            half = len(starts) == 2
            return Hours(time=Doubt(why=NO_HALF if half else "we cannot tell when it ends"), tz=zone)
        starts, length = span
    for other in others:
        matching = _matching(starts, zone, other, day)
        if isinstance(matching, Doubt):
            tz = Doubt(why=matching.why, suggestion=zone.value) if isinstance(zone, Certain) and other.zones else zone
            return Hours(time=matching, tz=tz, length=_length(length, lasting))
        starts = matching
        if other.end and length is not None and ((span := _span(other.start, other.end)) is None or span[1] != length):
            return Hours(time=Doubt(why="the two spans are not the same"), tz=zone)
    return Hours(time=_time(first, starts, zone), tz=zone, length=_length(length, lasting))


def _matching(starts: tuple[int, ...], zone: Result, other: _Entry, day: date) -> tuple[int, ...] | Doubt:
    """Those of ``starts`` that are the same instant as another entry, which stands in its own zone or in the same."""
    shift = 0
    if other.zones:
        its_zone = resolve(other.zones, day)
        if not isinstance(its_zone, Certain) or not isinstance(zone, Certain):
            return Doubt(why=MORE_THAN_ONE)
        shift = offset(str(its_zone.value), day) - offset(str(zone.value), day)
    same = tuple(
        begin for begin in starts if any((begin + shift - theirs) % DAY == 0 for theirs in options(other.start))
    )
    if same:
        return same
    return Doubt(why=NOT_ONE_HOUR if other.zones else MORE_THAN_ONE)


def _time(entry: _Entry, starts: tuple[int, ...], zone: Result) -> Result:
    clock = entry.start
    if not starts:
        return Doubt(why="there is no such time")
    if clock.mark == "midnight" or (starts == (0,)):
        return Doubt(why="midnight could be the night before that day or after it")
    if len(starts) == 2:
        if clock.hour == 12:
            return Doubt(why="we need to know if that is at noon or at midnight")
        return Doubt(why=NO_HALF, suggestion=None if clock.said.startswith("0") else hhmm(starts[1]))
    if clock.bare and clock.hour > 12 and entry.end is None and zone is None:
        return Doubt(why="we would like to be sure that is the hour", suggestion=hhmm(starts[0]))
    if len(entry.zones) > 1 and isinstance(zone, Doubt):
        return Doubt(why=zone.why, suggestion=hhmm(starts[0]))
    return Certain(value=hhmm(starts[0]), grammar="time:span" if entry.end else "time")


def _length(span: int | None, lasting: set[int]) -> Result:
    said = lasting | ({span} if span is not None else set())
    if not said:
        return None
    if len(said) > 1:
        return Doubt(why="that gives two lengths")
    minutes = said.pop()
    if not 0 < minutes <= LONGEST_CALL:
        return Doubt(why="that would be a very long call")
    return Certain(value=minutes, grammar="length:span" if span is not None else "length")

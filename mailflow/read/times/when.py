"""Dates and times as people write them: what the lines "Date", "Start time", "Time zone", "Length" are read with.

Everything is pure: ``sent`` is the mail's own time, never the clock's. Anything left over that is not understood is a
doubt (reading contract, "date", "time", "tz").
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from mailflow.model import Value
from mailflow.read.answers.result import LONGEST, TOO_LONG, Certain, Doubt, Result, plain
from mailflow.read.answers.values import is_nothing
from mailflow.read.times.clock import hours
from mailflow.read.times.days import MORE_THAN_ONE, in_words, one_day
from mailflow.read.times.figures import dashed, dotted, military
from mailflow.read.times.length import read_length
from mailflow.read.times.lexer import items
from mailflow.read.times.moment import DAY_ITEMS, FIRST_CALL, Clock, DayItem, DayOfMonth, Item, Joint, Part, Vague, Word
from mailflow.read.times.remarks import is_elsewhere, without_remarks
from mailflow.read.times.repeat import fits, read_recurrence
from mailflow.read.times.tidy import cleaned, only_clocks, unless_strange, with_tonight
from mailflow.read.times.zone_terms import Term
from mailflow.read.times.zones import read_zone

__all__ = ["gap_or_fold", "read_date", "read_length", "read_time", "read_zone", "start"]


def read_date(said: str, *, sent: datetime, zone: str | None) -> Result:
    """The day, as ``YYYY-MM-DD``. A time, zone or length in the same words fills ``also``, or ``unsure``.

    sent: the mail's Date, aware; relative words count from it in the zone that the words state, else in ``zone``
    (IANA), else in its own offset. zone: also tells whether ``3/4`` is March 4.
    """
    if is_nothing(said):
        return None
    if len(said) > LONGEST:
        return TOO_LONG
    if is_elsewhere(said):
        return None
    if not 1970 <= sent.year <= 9000:
        return Doubt(why="the date of your mail itself looks wrong")
    text = without_remarks(plain(said))
    found = cleaned(with_tonight(only_clocks(items(dashed(military(text, years=True))))))
    clocks = [item for item in found if not isinstance(item, DAY_ITEMS)]
    hour = hours(clocks, sent.date())
    stated = str(hour.tz.value) if isinstance(hour.tz, Certain) else zone
    day = _day(found, _today(sent, stated), stated)
    if isinstance(day, Certain):
        hour = hours(clocks, date.fromisoformat(str(day.value)))
    also, unsure = _sorted(time=hour.time, tz=hour.tz, length=hour.length)
    if any(isinstance(item, Vague) and item.why == FIRST_CALL for item in found):
        return _recurring(said, day, also, unsure, sent=sent, zone=stated)
    return _assuming(replace(day, also=also, unsure=unsure), hour.tz)


def _recurring(
    said: str,
    day: Certain | Doubt,
    also: dict[str, Value],
    unsure: dict[str, Doubt],
    *,
    sent: datetime,
    zone: str | None,
) -> Result:
    """``every Thursday starting March 15`` is a first day and a recurrence; ``Thursdays`` lacks the first day."""
    rule = read_recurrence(said, day=None, sent=sent, zone=zone)
    if not isinstance(rule, Certain):
        return replace(day, also=also, unsure=unsure | ({"recurrence": rule} if rule else {}))
    also = {**also, **rule.also, "recurrence": rule.value}
    first = also.pop("date", None)
    unsure = {key: doubt for key, doubt in unsure.items() if key not in also}
    if not isinstance(first, str):
        return replace(day, also=also, unsure=unsure)
    if isinstance(rule.value, str) and not fits(rule.value, date.fromisoformat(first)):
        return Doubt(why=f"{in_words(date.fromisoformat(first))} is no day of it", also=also, unsure=unsure)
    return Certain(value=first, grammar="date:first-of-series", also=also, unsure=unsure)


def _assuming(result: Certain | Doubt, other: Result) -> Certain | Doubt:
    """The result with what was assumed of the zone said beside it."""
    if isinstance(result, Certain) and isinstance(other, Certain) and other.assumed:
        return replace(result, assumed="; ".join(filter(None, (result.assumed, other.assumed))))
    return result


def read_time(
    said: str, *, sent: datetime, zone: str | None, day: date | None = None, begins: str | None = None
) -> Result:
    """The time of day, as ``HH:MM``. A zone, a length or a day in the same words fills ``also``, or ``unsure``.

    sent: the mail's Date, aware; zone: the call's IANA zone where known; day: the call's day where known: whether two
    zones agree is computed for that day, else for the mail's; begins: the start as ``HH:MM`` where another line gave
    it: then ``ends at 10pm`` says how long the call is.
    """
    if is_nothing(said):
        return None
    if len(said) > LONGEST:
        return TOO_LONG
    if is_elsewhere(said):
        return None
    text = without_remarks(dotted(plain(said)))
    years = any(isinstance(item, DAY_ITEMS) for item in items(text))
    found = cleaned(with_tonight(items(military(text, years=years))))
    days = [item for item in found if isinstance(item, DAY_ITEMS)]
    on = one_day(days, _today(sent, zone), zone) if days else None
    if day is None and isinstance(on, Certain):
        day = date.fromisoformat(str(on.value))
    hour = hours([item for item in found if not isinstance(item, DAY_ITEMS)], day or sent.date(), begins=begins)
    time = hour.time or Doubt(why="we found no hour in it")
    recurs = any(isinstance(item, Vague) and item.why == FIRST_CALL for item in found)
    rule = read_recurrence(said, day=day, sent=sent, zone=zone) if recurs else None
    found = [item for item in found if not (isinstance(item, Vague) and item.why == FIRST_CALL)]
    if isinstance(on, Certain):
        on = unless_strange(on, found)  # 8pm on the first and third Thursday: not the coming one
    also, unsure = _sorted(tz=hour.tz, length=hour.length, date=on, recurrence=rule)
    return _assuming(replace(unless_strange(time, found), also=also, unsure=unsure), hour.tz if day else None)


def _sorted(**results: Result) -> tuple[dict[str, Value], dict[str, Doubt]]:
    """The values of what is certain, and the doubts, each under its key."""
    also = {key: result.value for key, result in results.items() if isinstance(result, Certain)}
    unsure = {key: result for key, result in results.items() if isinstance(result, Doubt)}
    return also, unsure


def _day(found: Sequence[Item], today: date, zone: str | None) -> Certain | Doubt:
    days: list[DayItem] = [item for item in found if isinstance(item, DAY_ITEMS)]
    if any(_joins_days(found, index) for index in range(len(found))):
        return MORE_THAN_ONE
    if any(isinstance(one, Joint) and one.said in _ENDS and isinstance(two, DAY_ITEMS) for one, two in pairwise(found)):
        return MORE_THAN_ONE if isinstance(found[0], DAY_ITEMS) else _ONLY_ENDS
    if found and isinstance(found[0], Joint) and found[0].said == "to":
        return _ONLY_ENDS
    day = one_day(days, today, zone)
    if day is None:
        lone = next((int(item.said) for item in found if isinstance(item, Word) and item.said.isdigit()), 0)
        if (
            len(found) == 1
            and 1 <= lone <= 31
            and isinstance(likely := one_day([DayOfMonth(said="", day=lone)], today, zone), Certain)
        ):
            return Doubt(why="we need the month, too", suggestion=likely.value)
        return unless_strange(Doubt(why="we found no day in it"), found)
    return unless_strange(day, found)


_ENDS = frozenset({"til", "till", "until", "thru", "through"})
_ONLY_ENDS = Doubt(why="that is the day it ends, and we need the day it starts")


def _joins_days(found: Sequence[Item], index: int) -> bool:
    """Whether ``or`` or ``and`` stands there, and not between two hours."""
    item = found[index]
    if not (isinstance(item, Joint) and item.said in {"or", "and", "&"}):
        return False
    around = [*found[max(0, index - 1) : index], *found[index + 1 : index + 2]]
    return not all(isinstance(other, Clock | Term | Part) for other in around)


def _today(sent: datetime, zone: str | None) -> date:
    return sent.astimezone(ZoneInfo(zone)).date() if zone else sent.date()


# From a day, an hour and a zone to an instant ------------------------------------------------------------------------


def start(day: str, time: str, tz: str) -> str:
    """The instant as ISO 8601 with its offset: ``start("2012-03-15", "20:00", "America/New_York")``.

    An hour that comes twice, as clocks go back, is the first of the two; one that clocks skip is read by the offset
    before the change (PEP 495, fold 0). Raises ValueError for what is no date or time, ``ZoneInfoNotFoundError``.
    """
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZoneInfo(tz)).isoformat()


def gap_or_fold(day: str, time: str, tz: str) -> str | None:
    """Why the wall-clock time is no one instant there, in words without a full stop; ``None`` for every usual hour."""
    wall = datetime.fromisoformat(f"{day}T{time}")
    zone = ZoneInfo(tz)
    first, second = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return None
    back = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    if back != wall:
        return "clocks go forward that night, and there is no such hour"
    return "clocks go back that night, and that hour comes twice"

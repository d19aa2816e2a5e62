"""Dates and times as people write them: what the lines "Date", "Start time", "Time zone", "Length" are read with.

Everything is pure: ``sent`` is the mail's own time, never the clock's. Anything left over that is not understood is a
doubt (reading contract, "date", "time", "tz").
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from mailflow.model import Value
from mailflow.read.clock import hours
from mailflow.read.days import MORE_THAN_ONE, DayItem, in_words, one_day
from mailflow.read.length import read_length
from mailflow.read.moment import (
    FIRST_CALL,
    Away,
    Clock,
    Dated,
    DayOfMonth,
    Item,
    Joint,
    Part,
    Vague,
    Weekday,
    Word,
    items,
)
from mailflow.read.repeat import fits, read_recurrence
from mailflow.read.result import LONGEST, TOO_LONG, Certain, Doubt, Result, listed
from mailflow.read.values import is_nothing
from mailflow.read.zones import FILLERS as ZONE_WORDS
from mailflow.read.zones import Term, read_zone

__all__ = ["gap_or_fold", "read_date", "read_length", "read_time", "read_zone", "start"]

_DAY_ITEMS = (Dated, Weekday, Away, DayOfMonth)
_HARMLESS = listed(
    """
    on the of please pls plz thanks date day is it it's its sharp promptly call
    """
)
_STARTING = listed(
    """
    start starts starting begin begins beginning from time be
    """
)
_TONIGHT = frozenset({"tonight", "tonite"})
_NEGATIVE = frozenset({"not", "no", "isn't", "except", "but", "instead", "after", "before", "by", "than"})
_HEDGES = {"?": "not sure yet", "??": "not sure yet", "maybe": "not sure yet", "probably": "not sure yet",
           "tentative": "not sure yet", "tentatively": "not sure yet", "perhaps": "not sure yet"}  # fmt: skip


def read_date(said: str, *, sent: datetime, zone: str | None) -> Result:
    """The day, as ``YYYY-MM-DD``. A time, zone or length in the same words fills ``also``, or ``unsure``.

    sent: the mail's Date, aware; relative words count from it in the zone that the words state, else in ``zone``
    (IANA), else in its own offset. zone: also tells whether ``3/4`` is March 4.
    """
    if is_nothing(said):
        return None
    if len(said) > LONGEST:
        return TOO_LONG
    if not 1970 <= sent.year <= 9000:
        return Doubt(why="the date of your mail itself looks wrong")
    found = _cleaned(_with_tonight(_only_clocks(items(_dashed(said)))))
    clocks = [item for item in found if not isinstance(item, _DAY_ITEMS)]
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


def read_time(said: str, *, sent: datetime, zone: str | None, day: date | None = None) -> Result:
    """The time of day, as ``HH:MM``. A zone, a length or a day in the same words fills ``also``, or ``unsure``.

    sent: the mail's Date, aware; zone: the call's IANA zone where known; day: the call's day where known: whether two
    zones agree is computed for that day, else for the mail's.
    """
    if is_nothing(said):
        return None
    if len(said) > LONGEST:
        return TOO_LONG
    found = _cleaned(_with_tonight(items(_dotted(said))))
    days = [item for item in found if isinstance(item, _DAY_ITEMS)]
    on = one_day(days, _today(sent, zone), zone) if days else None
    if day is None and isinstance(on, Certain):
        day = date.fromisoformat(str(on.value))
    hour = hours([item for item in found if not isinstance(item, _DAY_ITEMS)], day or sent.date())
    time = hour.time or Doubt(why="we found no hour in it")
    recurs = any(isinstance(item, Vague) and item.why == FIRST_CALL for item in found)
    rule = read_recurrence(said, day=day, sent=sent, zone=zone) if recurs else None
    found = [item for item in found if not (isinstance(item, Vague) and item.why == FIRST_CALL)]
    also, unsure = _sorted(tz=hour.tz, length=hour.length, date=on, recurrence=rule)
    return _assuming(replace(_unless_strange(time, found), also=also, unsure=unsure), hour.tz if day else None)


def _sorted(**results: Result) -> tuple[dict[str, Value], dict[str, Doubt]]:
    """The values of what is certain, and the doubts, each under its key."""
    also = {key: result.value for key, result in results.items() if isinstance(result, Certain)}
    unsure = {key: result for key, result in results.items() if isinstance(result, Doubt)}
    return also, unsure


def _only_clocks(found: Sequence[Item]) -> list[Item]:
    """The items, where a lone number is a clock only if ``at`` stands before it, or a clock, zone or part beside it."""
    kept: list[Item] = []
    tonight = any(isinstance(item, Away) and item.said in _TONIGHT for item in found)
    for index, item in enumerate(found):
        if isinstance(item, Clock) and item.bare and not tonight and not _is_hour(found, index):
            item = Word(said=item.said)  # noqa: PLW2901 - the item as it is to be read
        kept.append(item)
    return kept


def _is_hour(found: Sequence[Item], index: int) -> bool:
    before = found[index - 1] if index else None
    after = found[index + 1] if index + 1 < len(found) else None
    if isinstance(after, Term | Part) or (isinstance(before, Joint) and before.said in {"at", "@"}):
        return True
    if isinstance(after, Joint) and index + 2 < len(found):
        beyond = found[index + 2]
        return isinstance(beyond, Clock) and (not beyond.bare or _is_hour(found, index + 2))
    if isinstance(before, Joint) and index > 1:
        beyond = found[index - 2]
        return isinstance(beyond, Clock) and not beyond.bare
    return False


def _day(found: Sequence[Item], today: date, zone: str | None) -> Certain | Doubt:
    days: list[DayItem] = [item for item in found if isinstance(item, _DAY_ITEMS)]
    if any(_joins_days(found, index) for index in range(len(found))):
        return MORE_THAN_ONE
    day = one_day(days, today, zone)
    if day is None:
        lone = next((int(item.said) for item in found if isinstance(item, Word) and item.said.isdigit()), 0)
        if (
            len(found) == 1
            and 1 <= lone <= 31
            and isinstance(likely := one_day([DayOfMonth(said="", day=lone)], today, zone), Certain)
        ):
            return Doubt(why="we need the month, too", suggestion=likely.value)
        return _unless_strange(Doubt(why="we found no day in it"), found)
    return _unless_strange(day, found)


def _joins_days(found: Sequence[Item], index: int) -> bool:
    """Whether ``or`` or ``and`` stands there, and not between two hours."""
    item = found[index]
    if not (isinstance(item, Joint) and item.said in {"or", "and", "&"}):
        return False
    around = [*found[max(0, index - 1) : index], *found[index + 1 : index + 2]]
    return not all(isinstance(other, Clock | Term | Part) for other in around)


def _today(sent: datetime, zone: str | None) -> date:
    return sent.astimezone(ZoneInfo(zone)).date() if zone else sent.date()


_DASHED = re.compile(r"^(\W*(?:[a-z]+\W+)?)(\d{1,2})-(\d{1,2})(\W*)$", re.IGNORECASE)


def _dashed(said: str) -> str:
    """``3-15`` with a slash, where only one of the two can be the month; ``3-4`` may as well be two days."""
    found = _DASHED.match(said)
    if not found or not min(int(found[2]), int(found[3])) <= 12 < max(int(found[2]), int(found[3])) <= 31:
        return said
    return f"{found[1]}{found[2]}/{found[3]}{found[4]}"


_DOTTED = re.compile(
    r"(?<![\d./])([01]?\d|2[0-3])\.([0-5]\d)(?![\d./])(?=\s*(?:$|-|to\b|[A-Za-z(]))(?!\s*(?:hours?|hrs?)\b)"
)


def _dotted(said: str) -> str:
    """``20.30`` with a colon: where an hour is asked it is no date."""
    return _DOTTED.sub(r"\1:\2", said)


def _with_tonight(found: Sequence[Item]) -> list[Item]:
    """``tonight`` also says the half of the day."""
    tonight = any(isinstance(item, Away) and item.said in _TONIGHT for item in found)
    return [*found, Part(said="tonight", mark="evening")] if tonight else list(found)


def _cleaned(found: Sequence[Item]) -> list[Item]:
    """The items without words that change nothing."""
    kept: list[Item] = []
    for index, item in enumerate(found):
        after = found[index + 1] if index + 1 < len(found) else None
        before = found[index - 1] if index else None
        if isinstance(item, Word) and _is_harmless(item.said, before, after):
            continue
        if isinstance(item, Joint) and item.said == "&" and isinstance(before, Word) and before.said in ZONE_WORDS:
            continue
        kept.append(item)
    return kept


def _is_harmless(word: str, before: Item | None, after: Item | None) -> bool:
    if word.rstrip(".") in ZONE_WORDS and (
        isinstance(before, Term | Word) or isinstance(after, Term) or word in {"time", "us"}
    ):
        return True
    if word in {"my", "our", "local"}:
        return isinstance(after, Word) and after.said in {"time", "local"}
    if word in _STARTING:
        return isinstance(after, Clock) or (isinstance(after, Joint) and after.said in {"at", "@"}) or word == "be"
    return word in _HARMLESS


def _strange(found: Sequence[Item]) -> Doubt | None:
    word = next((item.said for item in found if isinstance(item, Word)), None)
    if word is None:
        return None
    return Doubt(why=_HEDGES.get(word, f'we are not sure what "{word}" means here'))


def _unless_strange(result: Certain | Doubt, found: Sequence[Item]) -> Certain | Doubt:
    """The result, if every word was understood; else the doubt, with the result as its suggestion."""
    vague = next((Doubt(why=item.why) for item in found if isinstance(item, Vague)), None)
    doubt = vague or _strange(found)
    if doubt is None:
        return result
    negative = any(isinstance(item, Word) and item.said in _NEGATIVE for item in found)
    suggestion = result.value if isinstance(result, Certain) else result.suggestion
    return replace(doubt, suggestion=None if negative else suggestion)


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

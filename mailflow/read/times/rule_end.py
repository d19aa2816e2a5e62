"""How long a series goes on: ``until June 14``, ``through May``, ``for six weeks`` to UNTIL or COUNT of its rule."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from mailflow.read.answers.result import Certain, Doubt, Result
from mailflow.read.answers.values import NUMBER_WORDS
from mailflow.read.times.days import MONTH_NAMES, one_day
from mailflow.read.times.figures import MONTH
from mailflow.read.times.lexer import items, month_number
from mailflow.read.times.moment import DAY_ITEMS, Word
from mailflow.read.times.rrule import Rule, Unsure

_SPAN = re.compile(rf"(?:the )?(?:next )?(?P<n>\d{{1,3}}|an?|{'|'.join(NUMBER_WORDS)}) (?P<unit>day|week|month)s?")
_ENDLESS = re.compile(
    r"further notice|(?:for )?(?:ever|good|the foreseeable future)|indefinitely|(?:no|without) end(?: date)?"
)
_HARMLESS = frozenset({"on", "the", "time", "of"})
ENDS = frozenset({"until", "till", "til", "through", "thru", "ending", "ends", "for", "in", "during"})
"""The words before what says how long a series goes on."""


def bounded(
    rule: Rule, bounds: Sequence[tuple[str, str]], times: int, base: date | None, first: date | None
) -> Rule | Unsure:
    """The rule with UNTIL or COUNT.

    bounds: words of ``ENDS`` and what stands behind each; times: how many calls, 0 where that is not said; base: the
    day from which dates without a year count; first: the first day, where it is certain.
    """
    if len(bounds) + bool(times) > 1:
        return Unsure(why="that gives two ends", rule=None)
    if times:
        return replace(rule, count=times) if 1 < times <= 520 else Unsure(why="that is no number of times")
    if not bounds:
        return rule
    word, behind = bounds[0]
    if _ENDLESS.fullmatch(behind):
        return rule
    if word == "for":
        return _counted(rule, behind)
    if word in {"in", "during"}:
        return _in_months(rule, behind, first)
    return _until(rule, word, behind, base)


def _counted(rule: Rule, behind: str) -> Rule | Unsure:
    found = _SPAN.fullmatch(behind)
    if not found:
        return Unsure(why=f'we are not sure what "for {behind}" means here', rule=rule)
    number = int(found["n"]) if found["n"].isdigit() else NUMBER_WORDS.get(found["n"], 1)
    unit = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month"}[rule.freq]
    each = len(rule.by_day) or 1
    if found["unit"] == unit and number % rule.interval == 0 and number // rule.interval * each > 1:
        bounded = replace(rule, count=number // rule.interval * each)
        if rule.interval == 1 and each == 1:
            return bounded
        return Unsure(why="we would like to be sure of the number of calls", rule=bounded)
    return Unsure(why="we need the number of calls, or the last day", rule=None)


_MONTHS = re.compile(rf"(?P<a>{MONTH})\.?(?:,? (?:and|&|-|to) (?P<b>{MONTH})\.?)?(?: (?P<y>20\d\d))?")


def _in_months(rule: Rule, behind: str, first: date | None) -> Rule | Unsure:
    """``every Thursday in April``: until the end of the month, where the first day lies in it."""
    found = _MONTHS.fullmatch(behind)
    if not found or rule.freq == "MONTHLY":
        return Unsure(why=f'we are not sure what "in {behind}" means here', rule=rule)
    begins, ends = month_number(found["a"]), month_number(found["b"] or found["a"])
    if first is None or first.month != begins or (found["y"] and int(found["y"]) != first.year) or ends - begins > 1:
        return Unsure(why="we need to know the first and the last day", rule=rule)
    if ends < begins:
        return Unsure(why="we need to know the first and the last day", rule=rule)
    return replace(rule, until=f"{first.year}{ends:02d}{monthrange(first.year, ends)[1]:02d}")


_MONTH_ALONE = re.compile(rf"(?P<end>(?:the )?end of )?(?P<m>{MONTH})\.?(?:,? (?P<y>20\d\d))?")


def _until(rule: Rule, word: str, behind: str, base: date | None) -> Rule | Unsure:
    if found := _MONTH_ALONE.fullmatch(behind):
        return _until_month(rule, found, base, whole=bool(found["end"]) or word in {"through", "thru"})
    found_items = [item for item in items(behind) if not (isinstance(item, Word) and item.said in _HARMLESS)]
    days = [item for item in found_items if isinstance(item, DAY_ITEMS)]
    if len(days) != len(found_items) or not days:
        return Unsure(why=f'we are not sure what "{word} {behind}" means here', rule=rule)
    with_year = any(getattr(item, "year", None) for item in days)
    if base is None and not with_year:
        return Unsure(why="we need the year of the last day", rule=rule)
    last = one_day(days, base or date(1970, 1, 1), "America/New_York") if base else _dated(days)
    if isinstance(last, Certain):
        return replace(rule, until=str(last.value).replace("-", ""))
    if last is None:
        return Unsure(why="we need the last day", rule=rule)
    likely = str(last.suggestion).replace("-", "") if last.suggestion else ""
    return Unsure(why=last.why, rule=replace(rule, until=likely) if likely else None)


def _dated(days: Sequence[object]) -> Result:
    """The day of one date with its year, where there is no day to count from."""
    (order,), year = getattr(days[0], "orders", ((0, 0),))[:1], getattr(days[0], "year", None)
    ambiguous = len(days) != 1 or len(getattr(days[0], "orders", ())) != 1
    try:
        value = date(year or 0, *order).isoformat()
    except ValueError:
        ambiguous = True
    return Doubt(why="we would like to be sure of the last day") if ambiguous else Certain(value=value, grammar="date")


def _until_month(rule: Rule, found: re.Match[str], base: date | None, *, whole: bool) -> Rule | Unsure:
    month = month_number(found["m"])
    year = int(found["y"]) if found["y"] else None
    if year is None:
        if base is None:
            return Unsure(why="we need the year of the last day", rule=rule)
        year = base.year if month > base.month else base.year + 1
    last = f"{year}{month:02d}{monthrange(year, month)[1]:02d}"
    bounded = replace(rule, until=last)
    if base and last <= base.strftime("%Y%m%d"):
        return Unsure(why="that month is already past")
    if whole:
        return bounded
    name = MONTH_NAMES[month - 1]
    return Unsure(why=f"that could mean with the calls in {name} or without them", rule=bounded)

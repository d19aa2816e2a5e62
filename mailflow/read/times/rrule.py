"""Recurrence rules of RFC 5545, section 3.3.10, as far as calls need them: their parts, their days, their words."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mailflow.read.times.days import MONTH_NAMES, WEEKDAY_NAMES

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_ORDINAL_NAMES = {number: name for name, number in ORDINALS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An RRULE in parts."""

    freq: str
    interval: int = 1
    by_day: tuple[str, ...] = ()
    month_day: int = 0
    until: str = ""
    count: int = 0

    def __str__(self) -> str:
        parts = [f"FREQ={self.freq}"]
        parts += [f"INTERVAL={self.interval}"] if self.interval > 1 else []
        parts += [f"BYDAY={','.join(self.by_day)}"] if self.by_day else []
        parts += [f"BYMONTHDAY={self.month_day}"] if self.month_day else []
        parts += [f"UNTIL={self.until}"] if self.until else []
        parts += [f"COUNT={self.count}"] if self.count else []
        return ";".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsure:
    """A rule that is only likely, and why; without a rule there is no likely one."""

    why: str
    rule: Rule | None = None


def _parts(rrule: str) -> dict[str, str]:
    return dict(part.partition("=")[::2] for part in rrule.split(";"))


def fits(rrule: str, day: date) -> bool:
    """Whether ``day`` can be a day of the rule: its weekday, its week in the month, not after UNTIL."""
    parts = _parts(rrule)
    if (until := parts.get("UNTIL")) and day.strftime("%Y%m%d") > until[:8]:
        return False
    if (number := parts.get("BYMONTHDAY")) and day.day != int(number):
        return False
    listed = parts.get("BYDAY")
    if not listed:
        return True
    nth = (day.day - 1) // 7 + 1
    last = day.day + 7 > monthrange(day.year, day.month)[1]
    code = CODES[day.weekday()]
    return any(one in {code, f"{nth}{code}"} or (last and one == f"-1{code}") for one in listed.split(","))


def in_words(rrule: str | None) -> str:
    """``every other Thursday until 14 June 2012``; ``one time`` for ``None``. ``read_recurrence`` reads it back."""
    if rrule is None:
        return "one time"
    parts = _parts(rrule)
    interval = int(parts.get("INTERVAL", 1))
    listed = [one for one in parts.get("BYDAY", "").split(",") if one]
    often = _WORDERS[parts["FREQ"]](interval, listed, parts.get("BYMONTHDAY", ""))
    if until := parts.get("UNTIL"):
        return f"{often} until {int(until[6:8])} {MONTH_NAMES[int(until[4:6]) - 1]} {until[:4]}"
    return f"{often}, {parts['COUNT']} times" if "COUNT" in parts else often


def _and(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _every(interval: int, unit: str) -> str:
    return {1: f"every {unit}", 2: f"every other {unit}"}.get(interval, f"every {interval} {unit}s")


def _weekday_name(code: str) -> str:
    return WEEKDAY_NAMES[CODES.index(code[-2:])]


def _weekly_words(interval: int, listed: Sequence[str], _month_day: str) -> str:
    if not listed:
        return _every(interval, "week")
    days = _and([_weekday_name(one) for one in listed])
    return _every(interval, days) if interval < 3 else f"every {interval} weeks on {days}"


def _monthly_words(interval: int, listed: Sequence[str], month_day: str) -> str:
    months = _every(interval, "month")
    if month_day:
        ending = {1: "st", 2: "nd", 3: "rd"}.get(int(month_day) % 10 if int(month_day) not in {11, 12, 13} else 0, "th")
        return f"the {month_day}{ending} of {months}"
    names = [f"{_ORDINAL_NAMES[int(one[:-2])]} {_weekday_name(one)}" for one in listed]
    return f"the {_and(names)} of {months}" if names else months


_WORDERS = {
    "DAILY": lambda interval, _listed, _month_day: _every(interval, "day"),
    "WEEKLY": _weekly_words,
    "MONTHLY": _monthly_words,
}

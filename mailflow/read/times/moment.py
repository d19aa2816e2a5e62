"""What words about a day and an hour are made of: ``Thu 3/15 8-9:30pm ET`` is a weekday, a date, two clocks, a zone.

Nothing is decided here. ``lexer`` cuts words into these items, ``days`` and ``clock`` make a date and a time of them.
"""

from dataclasses import dataclass
from typing import TypeAlias

from mailflow.read.times.zones import Term

FIRST_CALL = "we need the day of the first call"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A date in figures or with its month: what orders it can be read in, as (month, day); the year, if said."""

    said: str
    orders: tuple[tuple[int, int], ...]
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekday:
    """A weekday, Monday is 0. which: ``""``, ``this``, ``next``, ``next week``, ``this week``; weeks: to add to it."""

    said: str
    weekday: int
    which: str = ""
    weeks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """So many days from the day of the mail. loose: ``in two weeks`` may not mean to the day."""

    said: str
    days: int
    loose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfMonth:
    """``the 15th``."""

    said: str
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NthWeekday:
    """``the second Thursday in April``. nth: 1 to 4, or -1 for the last."""

    said: str
    nth: int
    weekday: int
    month: int
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of day. mark: ``am`` or ``pm``, ``24`` for a form that needs neither, ``""`` where it was not said."""

    said: str
    hour: int
    minute: int = 0
    mark: str = ""
    bare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """``in the evening``, ``at night``, ``o'clock`` (then ``mark`` is ``""``)."""

    said: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """``for 90 minutes``."""

    said: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """What stands between: ``-``, ``to``, ``or``, ``and``, ``/``, ``at``; ``until`` also for ``ends at``."""

    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vague:
    """Words that say more than one day or hour. why: a reason in a requester's words."""

    said: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word that is none of these."""

    said: str


DayItem: TypeAlias = Dated | Weekday | Away | DayOfMonth | NthWeekday
Item: TypeAlias = DayItem | Clock | Part | Lasting | Joint | Vague | Word | Term
DAY_ITEMS = (Dated, Weekday, Away, DayOfMonth, NthWeekday)

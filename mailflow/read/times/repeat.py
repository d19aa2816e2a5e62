"""Recurrence: ``every other Thursday until June 14`` to an RRULE of RFC 5545, section 3.3.10, and back to words.

Rules hold FREQ, INTERVAL, BYDAY, then UNTIL or COUNT, in this order (reading contract, "Settled details").
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mailflow.model import Value
from mailflow.read.answers.result import LONGEST, TOO_LONG, Certain, Doubt, Result, left_over, words
from mailflow.read.answers.values import NUMBER_WORDS, is_nothing
from mailflow.read.times.clock import hours
from mailflow.read.times.days import one_day
from mailflow.read.times.figures import MONTH
from mailflow.read.times.foreign_time import in_english
from mailflow.read.times.lexer import WEEKDAY, items
from mailflow.read.times.moment import DAY_ITEMS, Clock, Vague, Word
from mailflow.read.times.remarks import is_elsewhere, without_remarks
from mailflow.read.times.rrule import Rule, fits, in_words
from mailflow.read.times.rule_end import ENDS, bounded
from mailflow.read.times.rule_words import read_rule

__all__ = ["fits", "in_words", "read_recurrence"]

_BARE_ONCE = (
    r"one[ -]?time(?:r|s)?|1[ -]?time|1x|once|one[ -]?off|one[ -]?shot|single|this one(?: time)?"
    r"|this once|this (?:call|time) only|no recurrence|no repeats?|no repeating|no series"
    r"|(?:not?|non)[ -]?(?:an? )?(?:recurring|repeating|regular|recurrent|recurrence)"
    r"|(?:it )?(?:does not|doesn't|doesnt|won't|will not|not|don't|do not) (?:repeat|recur)"
    r"|one|nope|nah|none|never|no|n"
)
_IDLE = (
    r"just|only|it is|it's|its|this is|this will be|it will be|for now|this time|right now|definitely|simply"
    r"|call|event|thing|deal|meeting|session|please|an?|the"
)
_ONCE = re.compile(rf"(?:(?:{_IDLE}) )*(?:{_BARE_ONCE})(?: (?:{_BARE_ONCE}|{_IDLE}))*+")
"""One time: a plain no, or that it is only once, with words that change nothing around."""
_APART = re.compile(r"(?:(?<!\w)-|-(?!\w)|[\s,.;:()!&])+")
_COUNT = rf"\d{{1,3}}|{'|'.join(NUMBER_WORDS)}"
_TAILS = re.compile(
    r"[\s,;(-]*\b(until|till|til|through|thru|ending(?: on)?|ends(?: on)?|starting(?: on| from)?"
    r"|beginning(?: on| from)?|starts(?: on)?"
    rf"|begins(?: on)?|from|at|@|for|(?:in|during)(?= (?:{MONTH})\b))\b(?!-)[\s,]*|[\s,;(-]*(@)\s*"
)
_HOUR = r"\d{1,2}(?:[:.]\d\d)?"
_CLOCK_TAIL = re.compile(rf"[\s,;(]+({_HOUR} ?(?:-|to|[ap]\.?m?\.?\b).*|\d{{1,2}}:\d\d.*|noon.*)$")
_CLOCK_HEAD = re.compile(
    rf"^({_HOUR} ?[ap]\.?m\b\.?(?: (?!every|each|week|month|the|first|last|alt)[a-z]+)?(?: time)?|noon)[\s,]+"
    r"(?=(?:on )?(?:the )?(?:every|each|weekly|monthly|alternat\w+|first|second|third|fourth|last|\d)\b)"
)
_TIMES = re.compile(
    rf"[\s,;(-]*\b(?:for )?(?:a total of )?(?:(?P<n>{_COUNT}) (?:times|calls|sessions|occurrences|meetings)\b"
    r"(?: in total| total)?|x ?(?P<x>\d{1,3})\b|(?P<x2>\d{1,3}) ?x(?= |$))"
)
_IN_A_ROW = rf"\b({_COUNT}) (?:consecutive |straight )?(weeks|months) (?:in a row|running|straight|consecutively)\b"
_NEXT_FOUR = (
    rf"(?<!every )(?<!each )\b(?:for )?(?:the )?(?:next |first )?({_COUNT}) (?:consecutive |straight )?({WEEKDAY})s"
    r"(?: in a row| running| straight)?(?=$|[ ,;.)])"
)
_DRESSES: tuple[tuple[str, str], ...] = (
    (r"\b(mon(?:day)?)s?(?: ?- ?| to | through | thru )(fri(?:day)?)s?\b|\bm ?- ?f\b", "weekdays"),
    (r"\bm ?[/,&+]? ?w ?[/,&+]? ?f\b", "mondays wednesdays fridays"),
    (r"\b(?:t|tu|tues?) ?[/,&+]? ?(?:th|r|thurs?)\b(?! [a-z]*day)|\btth\b", "tuesdays and thursdays"),
    (r"\bm ?[/&+] ?w\b", "mondays and wednesdays"),
    (r"\b(?:every|each) (?=(?:single )?(?:night|evening|morning|afternoon)\b)", "daily "),
    (rf"(?<!every )\b({WEEKDAY}) (?:nights|evenings|mornings|afternoons)\b", r"every \1"),
    (_IN_A_ROW, r"every \2 \1 times"),
    (_NEXT_FOUR, r"every \2, \1 times"),
)
"""Short or roundabout ways to say it, and the usual one."""


def read_recurrence(said: str, *, day: date | None, sent: datetime | None = None, zone: str | None = None) -> Result:
    """An RRULE without ``RRULE:``, or ``None`` inside ``Certain`` for one time.

    day: the call's day where it is certain: ``every two weeks`` takes its weekday from it; sent: the mail's Date,
    aware, from which a day without a year counts where ``day`` is not known; zone: the call's IANA zone where known.
    A first day, time or zone in the same words ("every Thursday at 8pm starting 3/15") fills ``also``.
    """
    text = words(without_remarks(in_english(words(said)), series=True)) if len(said) <= LONGEST else ""
    if _ONCE.fullmatch(_APART.sub(" ", text).strip()):
        return Certain(value=None, grammar="recurrence:once")
    if is_nothing(said):
        return None
    if len(said) > LONGEST:
        return TOO_LONG
    if is_elsewhere(said):
        return Doubt(why="we found it in no other line")
    today = _today(sent, zone) or day
    head, tails, times = _cut(text)
    beside = _beside(tails, head, today, zone)
    first = day or (date.fromisoformat(str(beside.also["date"])) if "date" in beside.also else None)
    found = read_rule(head, first)
    if found is None:
        return Doubt(why="we need to know how often it repeats", also=beside.also, unsure=beside.unsure)
    rule, why = (found, "") if isinstance(found, Rule) else (found.rule, found.why)
    if rule is not None:
        ended = bounded(rule, beside.bounds, times, first or today, first)
        rule, why_not = (ended, "") if isinstance(ended, Rule) else (ended.rule, ended.why)
        why = why or beside.odd or why_not
    if why or rule is None:
        suggestion = str(rule) if rule else None
        return Doubt(why=why, suggestion=suggestion, also=beside.also, unsure=beside.unsure)
    grammar = f"recurrence:{rule.freq.lower()}"
    return Certain(value=str(rule), grammar=grammar, also=beside.also, unsure=beside.unsure)


def _today(sent: datetime | None, zone: str | None) -> date | None:
    if sent is None or not 1970 <= sent.year <= 9000:
        return None
    return sent.astimezone(ZoneInfo(zone)).date() if zone else sent.date()


def _cut(text: str) -> tuple[str, list[tuple[str, str]], int]:
    """The rule itself, what stands behind ``until``, ``starting``, ``at``, ``for``, and how many times."""
    for pattern, usual in _DRESSES:
        text = re.sub(pattern, usual, text)
    times = _TIMES.search(text)
    count = 0
    if times:
        said = times["n"] or times["x"] or times["x2"]
        count = int(said) if said.isdigit() else NUMBER_WORDS[said]
        text = f"{text[: times.start()]} {text[times.end() :]}"
    if clock := _CLOCK_HEAD.search(text):
        text = f"{text[clock.end() :]} at {clock[1]}"
    pieces = _TAILS.split(text)
    head = pieces[0]
    tails = [
        ((pieces[at] or pieces[at + 1]).split()[0], (pieces[at + 2] or "").strip(" ,;()"))
        for at in range(1, len(pieces) - 2, 3)
    ]
    if clock := _CLOCK_TAIL.search(head):
        tails.insert(0, ("at", clock[1]))
        head = head[: clock.start()]
    return head, tails, count


@dataclass(slots=True)
class _Beside:
    """What is said beside the rule: what bounds it, a first day, time, zone, length, and a word not understood."""

    bounds: list[tuple[str, str]] = field(default_factory=list)
    also: dict[str, Value] = field(default_factory=dict)
    unsure: dict[str, Doubt] = field(default_factory=dict)
    odd: str = ""

    def take(self, key: str, result: Result) -> None:
        """Keep what one reading gave for another key."""
        if isinstance(result, Certain):
            self.also[key] = result.value
        elif isinstance(result, Doubt):
            self.unsure[key] = result


def _beside(tails: Sequence[tuple[str, str]], head: str, today: date | None, zone: str | None) -> _Beside:
    beside = _Beside()
    part = next(iter(_PART.findall(head)), "")
    for word, behind in tails:
        if word in ENDS:
            beside.bounds.append((word, behind))
            continue
        if ends := _first_and_last(behind):
            behind, last = ends  # noqa: PLW2901 - the first day alone
            beside.bounds.append(("through", last))
        found = items(behind if not _CLOCK_FIRST.match(behind) else f"{behind} {part}")
        days = [item for item in found if isinstance(item, DAY_ITEMS)]
        rest = [item for item in found if not isinstance(item, DAY_ITEMS)]
        if days:
            unknown = Doubt(why="we need the year of the first day")
            beside.take("date", one_day(days, today, zone) if today else unknown)
        read = hours(rest, today or _ANY_DAY)
        for key, value in (("time", read.time), ("tz", read.tz), ("length", read.length)):
            beside.take(key, value)
        strange = next(
            (item.said for item in rest if isinstance(item, Word | Vague) and item.said not in _HARMLESS), ""
        )
        if strange or not (days or any(isinstance(item, Clock) for item in rest)):
            beside.odd = beside.odd or left_over(strange or word)
    return beside


def _first_and_last(behind: str) -> tuple[str, str] | None:
    """The two days of ``March 15 to May 31``."""
    for joint in re.finditer(r" ?(?:\bto\b|-) ?", behind):
        first, last = behind[: joint.start()], behind[joint.end() :]
        if all(any(isinstance(item, DAY_ITEMS) for item in items(part)) for part in (first, last)):
            return first, last
    return None


_PART = re.compile(r"\b(?:morning|afternoon|evening|night)(?=s?\b)")
_CLOCK_FIRST = re.compile(r"\d|noon")
_ANY_DAY = date(2024, 1, 15)
"""Where no day is known two zones are compared as they stand in winter; they differ by the same on most days."""

_HARMLESS = frozenset({"on", "the", "time", "of"})

"""Recurrence: ``every other Thursday until June 14`` to an RRULE of RFC 5545, section 3.3.10, and back to words.

Rules hold FREQ, INTERVAL, BYDAY, then UNTIL or COUNT, in this order (reading contract, "Settled details").
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mailflow.model import Value
from mailflow.read.clock import hours
from mailflow.read.days import MONTH_NAMES, one_day
from mailflow.read.moment import DAY_ITEMS, MONTH, Clock, Vague, Word, items, month_number
from mailflow.read.result import LONGEST, TOO_LONG, Certain, Doubt, Result, listed, words
from mailflow.read.rrule import CODES, ORDINALS, Rule, fits, in_words
from mailflow.read.values import NUMBER_WORDS, is_nothing

__all__ = ["fits", "in_words", "read_recurrence"]

_MONTHLY = "we need to know on which day of the month"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unsure:
    """A rule that is only likely, and why."""

    why: str
    rule: Rule | None = None


_ONCE = re.compile(
    r"(?:(?:just|only|it is|it's|this is|a|no|for now|just this) )*"
    r"(?:one[ -]?time(?: only| call| event| for now| thing)*|once(?: only)?|one[ -]off(?: call)?|single(?: call"
    r"| event)?|one call(?: only)?"
    r"|no|none|not? (?:recurring|repeating|recurrence)|non-?recurring|does not repeat|doesn't repeat|one only"
    r"|1 time|one|never)"
)
_TAILS = re.compile(
    r"[\s,;(-]*\b(until|till|til|through|thru|ending(?: on)?|ends(?: on)?|starting(?: on| from)?"
    r"|beginning(?: on| from)?|starts(?: on)?"
    r"|begins(?: on)?|from|at|@|for)\b(?!-)[\s,]*|[\s,;(-]*(@)\s*"
)
_CLOCK_TAIL = re.compile(r"[\s,;(]+(\d{1,2}(?:[:.]\d\d)? ?(?:-|to|[ap]\.?m?\.?\b).*|\d{1,2}:\d\d.*|noon.*)$")
_TIMES = re.compile(
    rf"[\s,;(-]*\b(?:for )?(?:a total of )?(\d{{1,3}}|{'|'.join(NUMBER_WORDS)}) (?:times|calls|sessions"
    rf"|occurrences|meetings)\b(?: in total| total)?"
)
_SPAN = re.compile(rf"(?:the )?(?:next )?(?P<n>\d{{1,3}}|an?|{'|'.join(NUMBER_WORDS)}) (?P<unit>day|week|month)s?")
_ENDLESS = re.compile(
    r"further notice|(?:for )?(?:ever|good|the foreseeable future)|indefinitely|(?:no|without) end(?: date)?"
)


def read_recurrence(said: str, *, day: date | None, sent: datetime | None = None, zone: str | None = None) -> Result:
    """An RRULE without ``RRULE:``, or ``None`` inside ``Certain`` for one time.

    day: the call's day where it is certain: ``every two weeks`` takes its weekday from it; sent: the mail's Date,
    aware, from which a day without a year counts where ``day`` is not known; zone: the call's IANA zone where known.
    A first day, time or zone in the same words ("every Thursday at 8pm starting 3/15") fills ``also``.
    """
    text = words(said) if len(said) <= LONGEST else ""
    if _ONCE.fullmatch(re.sub(r"[\s,.;:()]+", " ", text).strip()):
        return Certain(value=None, grammar="recurrence:once")
    if is_nothing(said):
        return None
    if len(said) > LONGEST:
        return TOO_LONG
    today = _today(sent, zone) or day
    head, tails, times = _cut(text)
    beside = _beside(tails, head, today, zone)
    first = day or (date.fromisoformat(str(beside.also["date"])) if "date" in beside.also else None)
    found = _rule(head, first)
    if found is None:
        return Doubt(why="we need to know how often it repeats", also=beside.also, unsure=beside.unsure)
    rule, why = (found, "") if isinstance(found, Rule) else (found.rule, found.why)
    if rule is not None:
        bounded = _bounded(rule, beside.bounds, times, first or today)
        rule, why_not = (bounded, "") if isinstance(bounded, Rule) else (bounded.rule, bounded.why)
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
    text = re.sub(r"\b(mon(?:day)?)s?(?: ?- ?| to | through | thru )(fri(?:day)?)s?\b", "weekdays", text)
    times = _TIMES.search(text)
    count = 0
    if times:
        count = int(times[1]) if times[1].isdigit() else NUMBER_WORDS[times[1]]
        text = f"{text[: times.start()]} {text[times.end() :]}"
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
        if word in _BOUNDS:
            beside.bounds.append((word, behind))
            continue
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
            beside.odd = beside.odd or f'we are not sure what "{strange or word}" means here'
    return beside


_BOUNDS = frozenset({"until", "till", "til", "through", "thru", "ending", "ends", "for"})
_PART = re.compile(r"\b(?:morning|afternoon|evening|night)(?=s?\b)")
_CLOCK_FIRST = re.compile(r"\d|noon")
_ANY_DAY = date(2024, 1, 15)
"""Where no day is known two zones are compared as they stand in winter; they differ by the same on most days."""

_HARMLESS = frozenset({"on", "the", "time", "of"})


# The rule itself, as a line of short tokens --------------------------------------------------------------------------

_FILLERS = listed(
    """
    recurring repeating repeats repeat yes it is it's a an will be call calls meeting meetings evening evenings
    night nights the we would like series please regular regularly ongoing indefinitely on in of this our and/or
    hopefully? per morning mornings afternoon afternoons basis to have held occurs happens sessions session
    standing time times
    """
)
_TOKENS: Mapping[str, str] = {
    "every": "E", "each": "E", "all": "E", "other": "O", "alternate": "E O", "alternating": "E O",
    "week": "W", "weeks": "W", "month": "M", "months": "M", "day": "D", "days": "D", "fortnight": "#2 W",
    "weekly": "w", "monthly": "m", "daily": "d", "fortnightly": "E #2 W", "biweekly": "b", "bi-weekly": "b",
    "bimonthly": "x", "bi-monthly": "x", "semiweekly": "x", "semi-weekly": "x", "quarterly": "x", "yearly": "x",
    "annually": "x", "twice": "x2", "once": "x1", "last": "o-1", "weekday": "K", "weekdays": "K", "weekend": "k",
    "weekends": "k", "and": "&", "&": "&", "one": "#1", "every-other": "E O", "everyday": "E D",
}  # fmt: skip
_WEEKDAY_NAME = re.compile(
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)(?P<s>s)?"
)


def _token(word: str) -> str | None:
    """The token of a word, ``""`` for a filler, ``None`` for what is not understood."""
    if word in _TOKENS:
        return _TOKENS[word]
    if word in _FILLERS:
        return ""
    if found := _WEEKDAY_NAME.fullmatch(word):
        code = next(code for code in CODES if code.lower() == word[:2])
        return f"@{code}s" if word.endswith("days") else f"@{code}"
    if word in ORDINALS:
        return f"o{ORDINALS[word]}"
    if found := re.fullmatch(r"(\d{1,2})(st|nd|rd|th)?", word):
        return f"o{int(found[1])}" if found[2] else f"#{int(found[1])}"
    return f"#{NUMBER_WORDS[word]}" if word in NUMBER_WORDS else None


_DAYS = r"@[A-Z]{2}s?(?: (?:& )?@[A-Z]{2}s?)*"
_NTH = r"o-?\d+(?: (?:& )?o-?\d+)*"
_PAIRS = rf"{_NTH} {_DAYS}(?: (?:& )?{_NTH} {_DAYS})*"
_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(shape))
    for name, shape in (
        ("weekly", rf"(?:w|E W|(?:w )?x1 (?:E )?W|w E W)(?: E)?(?: (?P<days>{_DAYS}))?"),
        ("weekly", rf"(?:w )?E (?P<days>{_DAYS})(?: w| W| E W)?"),
        ("weekly", rf"(?P<days>{_DAYS}) (?:w|E W|x1 W)"),
        ("weekly", rf"x2 (?:E )?W (?P<days>{_DAYS})|(?P<days2>{_DAYS}) x2 W"),
        ("plural", rf"(?P<days>{_DAYS})"),
        ("weekdays", r"(?:w )?(?:E )?K|(?:d|E D) K"),
        ("weekends", r"(?:w )?(?:E )?k"),
        ("daily", r"d|E D|d E D"),
        ("interval", rf"E (?:O|#(?P<n>\d+)) W(?: E)?(?: (?P<days>{_DAYS}))?"),
        ("interval", rf"E O (?P<days>{_DAYS})(?: E O W)?"),
        ("interval", rf"(?P<days>{_DAYS}) E (?:O|#(?P<n>\d+)) W"),
        ("nth", rf"(?:(?:m|E M|x1 (?:E )?M) )?(?P<pairs>(?:E )?{_PAIRS})(?: (?P<month>m|M|E M))?"),
        ("nth", rf"E (?:O|#(?P<n>\d+)) M (?P<pairs>{_PAIRS})|(?P<pairs2>{_PAIRS}) E (?:O|#(?P<n2>\d+)) M"),
        ("month-day", r"(?:m|E M) (?:E )?o(?P<d>\d+)(?: D)?(?: M| E M)?|o(?P<d2>\d+)(?: D)? (?:E M|m)"),
        ("second-week", rf"E o(?P<n>\d) W(?: (?P<days>{_DAYS}))?"),
        ("biweekly", rf"b(?: (?P<days>{_DAYS}))?|(?:E )?(?P<days2>{_DAYS}) b|b E (?P<days3>{_DAYS})"),
        ("monthly", r"m|E M|x1 (?:E )?M|m E M"),
        ("months", r"E (?:O|#(?P<n>\d+)) M"),
    )
)


def _rule(head: str, day: date | None) -> Rule | _Unsure | None:
    """The rule that the head says, ``None`` where it cannot be read."""
    spaced = re.sub(r"[/,;+&().:!-]+(?!ly)", " & ", re.sub(r"\b(bi|semi|every)-", r"\1-", _joined(head)))
    tokens: list[str] = []
    for word in spaced.split():
        found = _token(word)
        if found is None:
            likely = _rule_of(" ".join(tokens), day)
            rule = likely.rule if isinstance(likely, _Unsure) else likely
            return _Unsure(why=f'we are not sure what "{word}" means here', rule=rule)
        tokens += found.split()
    return _rule_of(" ".join(tokens), day)


def _joined(head: str) -> str:
    return re.sub(r"\b(bi|semi)-(weekly|monthly)\b", r"\1\2", head)


def _rule_of(line: str, day: date | None) -> Rule | _Unsure | None:
    line = " ".join(_without_idle_joints(line.split()))
    for name, shape in _SHAPES:
        if found := shape.fullmatch(line):
            return _MAKERS[name](found, day)
    return None


_JOINTS = frozenset({"&"})


def _without_idle_joints(tokens: Sequence[str]) -> list[str]:
    """The tokens with ``&`` only where it joins two weekdays or two weeks of the month."""
    kept: list[str] = []
    for index, token in enumerate(tokens):
        after = next((other for other in tokens[index + 1 :] if other != "&"), "")
        joins = bool(kept) and kept[-1][0] in "@o" and after[:1] in {"@", "o"}
        if joins or token not in _JOINTS:
            kept.append(token)
    return kept


def _codes(days: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.findall(r"@([A-Z]{2})", days or "")))


def _named(found: re.Match[str], *names: str) -> str | None:
    """The first of the groups that the shape has and that matched."""
    groups = found.groupdict()
    return next((groups[name] for name in names if groups.get(name)), None)


def _weekly(found: re.Match[str], day: date | None) -> Rule:
    codes = _codes(_named(found, "days", "days2"))
    return Rule(freq="WEEKLY", by_day=codes or ((CODES[day.weekday()],) if day else ()))


def _plural(found: re.Match[str], day: date | None) -> Rule | _Unsure:
    rule = _weekly(found, day)
    if "s" in found["days"]:
        return rule
    return _Unsure(why="we need to know if that is every week", rule=rule)


def _interval(found: re.Match[str], day: date | None) -> Rule | _Unsure:
    number = int(_named(found, "n") or 2)
    codes = _codes(_named(found, "days")) or ((CODES[day.weekday()],) if day else ())
    rule = Rule(freq="WEEKLY", interval=number, by_day=codes)
    if not 1 <= number <= 12:
        return _Unsure(why="that is very seldom")
    return rule if codes else _Unsure(why="we need to know on which weekday", rule=rule)


def _nth(found: re.Match[str], day: date | None) -> Rule | _Unsure:
    del day
    pairs = str(_named(found, "pairs", "pairs2"))
    in_month = found.groupdict().get("month") or found.string.startswith(("m", "E M", "E O M", "E #", "x1"))
    by_day = [
        f"{number}{code}"
        for numbers, days in re.findall(rf"({_NTH}) ({_DAYS})", pairs)
        for number in re.findall(r"o(-?\d+)", numbers)
        for code in _codes(days)
    ]
    interval = int(_named(found, "n", "n2") or (2 if "E O M" in found.string else 1))
    rule = Rule(freq="MONTHLY", interval=interval, by_day=tuple(dict.fromkeys(by_day)))
    if any(not -1 <= int(one[:-2]) <= 5 or one[0] == "0" for one in by_day):
        return _Unsure(why="there is no such week in a month")
    if pairs.startswith("E ") and not in_month and len(by_day) == 1 and by_day[0][0] not in "1-":
        interval = int(by_day[0][:-2])
        name = {2: "every other week", 3: "every three weeks"}.get(interval, f"every {interval} weeks")
        return _Unsure(why=f"that could be {name}, or once a month")
    if any(one[0] == "5" for one in by_day):
        return _Unsure(why="not every month has a fifth one", rule=rule)
    return rule


def _month_day(found: re.Match[str], day: date | None) -> _Unsure:
    del day
    number = int(_named(found, "d", "d2") or 0)
    rule = Rule(freq="MONTHLY", month_day=number) if 1 <= number <= 28 else None
    return _Unsure(why="the day of the month falls on another weekday each time", rule=rule)


def _second_week(found: re.Match[str], day: date | None) -> _Unsure:
    codes = _codes(found["days"]) or ((CODES[day.weekday()],) if day else ())
    rule = Rule(freq="WEEKLY", interval=2, by_day=codes) if found["n"] == "2" else None
    return _Unsure(why="that could count the weeks, or name one in the month", rule=rule)


def _biweekly(found: re.Match[str], day: date | None) -> _Unsure:
    codes = _codes(_named(found, "days", "days2", "days3")) or ((CODES[day.weekday()],) if day else ())
    rule = Rule(freq="WEEKLY", interval=2, by_day=codes)
    return _Unsure(why="that could be every other week or twice a week", rule=rule)


def _monthly(found: re.Match[str], day: date | None) -> _Unsure:
    number = int(_named(found, "n") or (2 if " O " in found.string else 1))
    if not day:
        return _Unsure(why=_MONTHLY)
    nth = (day.day - 1) // 7 + 1
    rule = Rule(freq="MONTHLY", interval=number, by_day=(f"{nth}{CODES[day.weekday()]}",))
    return _Unsure(why=_MONTHLY, rule=rule if nth < 5 and number <= 12 else None)


_MAKERS: Mapping[str, Callable[[re.Match[str], date | None], Rule | _Unsure]] = {
    "weekly": _weekly, "plural": _plural, "interval": _interval, "nth": _nth, "month-day": _month_day,
    "second-week": _second_week, "biweekly": _biweekly, "monthly": _monthly, "months": _monthly,
    "weekdays": lambda _found, _day: Rule(freq="WEEKLY", by_day=CODES[:5]),
    "weekends": lambda _found, _day: Rule(freq="WEEKLY", by_day=CODES[5:]),
    "daily": lambda _found, _day: Rule(freq="DAILY"),
}  # fmt: skip


# How long it goes on -------------------------------------------------------------------------------------------------


def _bounded(rule: Rule, bounds: Sequence[tuple[str, str]], times: int, base: date | None) -> Rule | _Unsure:
    """The rule with UNTIL or COUNT."""
    if len(bounds) + bool(times) > 1:
        return _Unsure(why="that gives two ends", rule=None)
    if times:
        return replace(rule, count=times) if 1 < times <= 520 else _Unsure(why="that is no number of times")
    if not bounds:
        return rule
    word, behind = bounds[0]
    if _ENDLESS.fullmatch(behind):
        return rule
    if word == "for":
        return _counted(rule, behind)
    return _until(rule, word, behind, base)


def _counted(rule: Rule, behind: str) -> Rule | _Unsure:
    found = _SPAN.fullmatch(behind)
    if not found:
        return _Unsure(why=f'we are not sure what "for {behind}" means here', rule=rule)
    number = int(found["n"]) if found["n"].isdigit() else NUMBER_WORDS.get(found["n"], 1)
    unit = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month"}[rule.freq]
    each = len(rule.by_day) or 1
    if found["unit"] == unit and number % rule.interval == 0 and number // rule.interval * each > 1:
        bounded = replace(rule, count=number // rule.interval * each)
        if rule.interval == 1 and each == 1:
            return bounded
        return _Unsure(why="we would like to be sure of the number of calls", rule=bounded)
    return _Unsure(why="we need the number of calls, or the last day", rule=None)


_MONTH_ALONE = re.compile(rf"(?P<end>(?:the )?end of )?(?P<m>{MONTH})\.?(?:,? (?P<y>20\d\d))?")


def _until(rule: Rule, word: str, behind: str, base: date | None) -> Rule | _Unsure:
    if found := _MONTH_ALONE.fullmatch(behind):
        return _until_month(rule, found, base, whole=bool(found["end"]) or word in {"through", "thru"})
    found_items = [item for item in items(behind) if not (isinstance(item, Word) and item.said in _HARMLESS)]
    days = [item for item in found_items if isinstance(item, DAY_ITEMS)]
    if len(days) != len(found_items) or not days:
        return _Unsure(why=f'we are not sure what "{word} {behind}" means here', rule=rule)
    with_year = any(getattr(item, "year", None) for item in days)
    if base is None and not with_year:
        return _Unsure(why="we need the year of the last day", rule=rule)
    last = one_day(days, base or date(1970, 1, 1), "America/New_York") if base else _dated(days)
    if isinstance(last, Certain):
        return replace(rule, until=str(last.value).replace("-", ""))
    if last is None:
        return _Unsure(why="we need the last day", rule=rule)
    likely = str(last.suggestion).replace("-", "") if last.suggestion else ""
    return _Unsure(why=last.why, rule=replace(rule, until=likely) if likely else None)


def _dated(days: Sequence[object]) -> Result:
    """The day of one date with its year, where there is no day to count from."""
    (order,), year = getattr(days[0], "orders", ((0, 0),))[:1], getattr(days[0], "year", None)
    ambiguous = len(days) != 1 or len(getattr(days[0], "orders", ())) != 1
    try:
        value = date(year or 0, *order).isoformat()
    except ValueError:
        ambiguous = True
    return Doubt(why="we would like to be sure of the last day") if ambiguous else Certain(value=value, grammar="date")


def _until_month(rule: Rule, found: re.Match[str], base: date | None, *, whole: bool) -> Rule | _Unsure:
    month = month_number(found["m"])
    year = int(found["y"]) if found["y"] else None
    if year is None:
        if base is None:
            return _Unsure(why="we need the year of the last day", rule=rule)
        year = base.year if month > base.month else base.year + 1
    last = f"{year}{month:02d}{monthrange(year, month)[1]:02d}"
    bounded = replace(rule, until=last)
    if base and last <= base.strftime("%Y%m%d"):
        return _Unsure(why="that month is already past")
    if whole:
        return bounded
    name = MONTH_NAMES[month - 1]
    return _Unsure(why=f"that could mean with the calls in {name} or without them", rule=bounded)

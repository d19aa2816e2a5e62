"""How often something repeats, in words, to the rule they say: ``every other Thursday``, ``1st and 3rd Monday``.

The words become a line of short tokens, and the line has one of a few shapes. A word that is no token, or a line of no
shape, is asked back.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from mailflow.read.answers.result import left_over, listed
from mailflow.read.answers.values import NUMBER_WORDS
from mailflow.read.times.rrule import CODES, ORDINALS, Rule, Unsure

_MONTHLY = "we need to know on which day of the month"
_FILLERS = listed(
    """
    recurring repeating repeats repeat yes it is it's a an will be call calls meeting meetings evening evenings
    night nights the we would like series please regular regularly ongoing indefinitely on in of this our and/or
    per morning mornings afternoon afternoons basis to have held occurs happens sessions session
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
        ("interval", rf"(?:x1 )?E (?:O|#(?P<n>\d+)) W(?: E)?(?: (?P<days>{_DAYS}))?"),
        ("interval", rf"E O (?P<days>{_DAYS})(?: E O W)?"),
        ("interval", rf"(?P<days>{_DAYS}) E (?:O|#(?P<n>\d+)) W"),
        ("nth", rf"(?:(?:m|E M|x[12] (?:E )?M) )?(?P<pairs>(?:E )?{_PAIRS})(?: (?P<month>m|M|E M))?"),
        ("nth", rf"E (?:O|#(?P<n>\d+)) M (?P<pairs>{_PAIRS})|(?P<pairs2>{_PAIRS}) E (?:O|#(?P<n2>\d+)) M"),
        ("month-day", r"(?:m|E M) (?:E )?o(?P<d>\d+)(?: D)?(?: M| E M)?|o(?P<d2>\d+)(?: D)? (?:E M|m)"),
        ("second-week", rf"E o(?P<n>\d) W(?: (?P<days>{_DAYS}))?"),
        ("biweekly", rf"b(?: (?P<days>{_DAYS}))?|(?:E )?(?P<days2>{_DAYS}) b|b E (?P<days3>{_DAYS})"),
        ("monthly", r"m|E M|x1 (?:E )?M|m E M"),
        ("twice", r"x2 (?:E )?M"),
        ("months", r"E (?:O|#(?P<n>\d+)) M"),
    )
)


def read_rule(head: str, day: date | None) -> Rule | Unsure | None:
    """The rule that the words say, ``None`` where it cannot be read.

    head: lower case, without its end, its first day and its hour; day: the day of the call where it is certain.
    """
    spaced = re.sub(r"[/,;+&().:!-]+(?!ly)", " & ", re.sub(r"\b(bi|semi|every)-", r"\1-", _joined(head)))
    tokens: list[str] = []
    for word in spaced.split():
        found = _token(word)
        if found is None:
            likely = _rule_of(" ".join(tokens), day)
            rule = likely.rule if isinstance(likely, Unsure) else likely
            return Unsure(why=left_over(word), rule=rule)
        tokens += found.split()
    return _rule_of(" ".join(tokens), day)


def _joined(head: str) -> str:
    return re.sub(r"\b(bi|semi)-(weekly|monthly)\b", r"\1\2", head)


def _rule_of(line: str, day: date | None) -> Rule | Unsure | None:
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


def _plural(found: re.Match[str], day: date | None) -> Rule | Unsure:
    rule = _weekly(found, day)
    if "s" in found["days"]:
        return rule
    return Unsure(why="we need to know if that is every week", rule=rule)


def _interval(found: re.Match[str], day: date | None) -> Rule | Unsure:
    number = int(_named(found, "n") or 2)
    codes = _codes(_named(found, "days")) or ((CODES[day.weekday()],) if day else ())
    rule = Rule(freq="WEEKLY", interval=number, by_day=codes)
    if not 1 <= number <= 12:
        return Unsure(why="that is very seldom")
    return rule if codes else Unsure(why="we need to know on which weekday", rule=rule)


def _nth(found: re.Match[str], day: date | None) -> Rule | Unsure:
    del day
    pairs = str(_named(found, "pairs", "pairs2"))
    in_month = found.groupdict().get("month") or found.string.startswith(("m", "E M", "E O M", "E #", "x"))
    by_day = [
        f"{number}{code}"
        for numbers, days in re.findall(rf"({_NTH}) ({_DAYS})", pairs)
        for number in re.findall(r"o(-?\d+)", numbers)
        for code in _codes(days)
    ]
    interval = int(_named(found, "n", "n2") or (2 if "E O M" in found.string else 1))
    rule = Rule(freq="MONTHLY", interval=interval, by_day=tuple(dict.fromkeys(by_day)))
    if found.string.startswith("x2") and len(by_day) != 2:
        return Unsure(why="we need to know on which two days of the month")
    if any(not -1 <= int(one[:-2]) <= 5 or one[0] == "0" for one in by_day):
        return Unsure(why="there is no such week in a month")
    if pairs.startswith("E ") and not in_month and len(by_day) == 1 and by_day[0][0] not in "1-":
        interval = int(by_day[0][:-2])
        name = {2: "every other week", 3: "every three weeks"}.get(interval, f"every {interval} weeks")
        return Unsure(why=f"that could be {name}, or once a month")
    if any(one[0] == "5" for one in by_day):
        return Unsure(why="not every month has a fifth one", rule=rule)
    return rule


def _month_day(found: re.Match[str], day: date | None) -> Unsure:
    del day
    number = int(_named(found, "d", "d2") or 0)
    rule = Rule(freq="MONTHLY", month_day=number) if 1 <= number <= 28 else None
    return Unsure(why="the day of the month falls on another weekday each time", rule=rule)


def _second_week(found: re.Match[str], day: date | None) -> Unsure:
    codes = _codes(found["days"]) or ((CODES[day.weekday()],) if day else ())
    rule = Rule(freq="WEEKLY", interval=2, by_day=codes) if found["n"] == "2" else None
    return Unsure(why="that could count the weeks, or name one in the month", rule=rule)


def _biweekly(found: re.Match[str], day: date | None) -> Unsure:
    codes = _codes(_named(found, "days", "days2", "days3")) or ((CODES[day.weekday()],) if day else ())
    rule = Rule(freq="WEEKLY", interval=2, by_day=codes)
    return Unsure(why="that could be every other week or twice a week", rule=rule)


def _monthly(found: re.Match[str], day: date | None) -> Unsure:
    number = int(_named(found, "n") or (2 if " O " in found.string else 1))
    if not day:
        return Unsure(why=_MONTHLY)
    nth = (day.day - 1) // 7 + 1
    rule = Rule(freq="MONTHLY", interval=number, by_day=(f"{nth}{CODES[day.weekday()]}",))
    return Unsure(why=_MONTHLY, rule=rule if nth < 5 and number <= 12 else None)


_MAKERS: Mapping[str, Callable[[re.Match[str], date | None], Rule | Unsure]] = {
    "weekly": _weekly, "plural": _plural, "interval": _interval, "nth": _nth, "month-day": _month_day,
    "second-week": _second_week, "biweekly": _biweekly, "monthly": _monthly, "months": _monthly,
    "twice": lambda _found, _day: Unsure(why="we need to know on which two days of the month"),
    "weekdays": lambda _found, _day: Rule(freq="WEEKLY", by_day=CODES[:5]),
    "weekends": lambda _found, _day: Rule(freq="WEEKLY", by_day=CODES[5:]),
    "daily": lambda _found, _day: Rule(freq="DAILY"),
}  # fmt: skip

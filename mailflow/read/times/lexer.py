"""Words about a day and an hour, cut into the items of ``moment``.

A word that is none of them stays a ``Word``, so that whoever reads the items can say which word was not understood.
"""

import re
from collections.abc import Callable, Mapping

from mailflow.read.answers.result import flat
from mailflow.read.answers.values import NUMBER_WORDS
from mailflow.read.times.figures import MONTH, in_figures
from mailflow.read.times.foreign_time import in_english
from mailflow.read.times.moment import (
    FIRST_CALL,
    Away,
    Clock,
    Dated,
    DayOfMonth,
    Item,
    Joint,
    Lasting,
    NthWeekday,
    Part,
    Vague,
    Weekday,
    Word,
)
from mailflow.read.times.zones import match

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY = (
    r"mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|thrs?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?"
)
_TH = r"(?:st|nd|rd|th)"
_NO_CLOCK = r"(?!\d|[:.]\d|h\d| ?(?:[ap]\.? ?m\b|[ap]\b(?! )|o'? ?clock|hrs|hours))"
_YEAR = r"20\d\d|'\d\d"
_NUMBER = "|".join(NUMBER_WORDS)
_NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": -1}
_HOUR = rf"(?:\d{{1,2}}|{_NUMBER})(?!\d|[:./]\d|(?:st|nd|rd|th|teen)\b| ?(?:minutes?|hours?|days?|weeks?)\b)"
_M = r"\.? ?m\b\.?"
_JOIN = r" ?(?:-|to|or|and|&|/|thru|through|until) ?(?:the )?"

_PATTERNS = {
    "spoken": (
        rf"(?:a )?(?P<sq>quarter|half) (?P<sj>to|till?|of|before|past|after) (?P<sh>{_HOUR})(?: ?(?P<sap>[ap]){_M})?"
        rf"|(?P<sv>(?:(?:{_NUMBER}|twenty[ -]five|\d{{1,2}})(?: minutes)? (?:past|after|before)"
        rf"|(?:{_NUMBER}|twenty[ -]five|\d{{1,2}} minutes) (?:to|till?)|half) (?:{_HOUR})(?: ?[ap]{_M})?)"
    ),
    "nth": (
        rf"(?P<nw>{'|'.join(_NTH)}) (?P<nwd>{WEEKDAY})\b (?:of|in) (?P<nwm>{MONTH})\b\.?"
        rf"(?:,? (?P<nwy>{_YEAR})(?!\d|:| ?(?:hrs|hours|h)\b))?"
    ),
    "iso": r"(?P<iy>20\d\d)(?P<isep>[-/.])(?P<im>\d{1,2})(?P=isep)(?P<id>\d{1,2})(?!\d|[-/.]\d)(?:t(?=\d))?",
    "basic": r"(?P<by>20\d\d)(?P<bm>[01]\d)(?P<bd>[0-3]\d)(?!\d)",
    "away": (
        r"(?P<tmw>day after tomorrow)|(?P<td>today|tonight|tonite)\b|(?P<tm>tomorrow)\b"
        rf"|in (?P<an>\d{{1,2}}|an?|{_NUMBER}) (?P<au>day|week|fortnight)s?\b(?! from)"
        rf"|(?P<fn>\d{{1,2}}|an?|{_NUMBER}) (?P<fu>day|week|fortnight)s? from (?:(?P<ft>today|now)"
        rf"|(?P<fm_>tomorrow)|(?:this |next )?(?P<fw>{WEEKDAY}))\b"
    ),
    "several": (
        rf"(?:{MONTH})\b\.? ?\d{{1,2}}{_TH}?{_JOIN}\d{{1,2}}{_TH}?\b{_NO_CLOCK}(?! ?(?:{MONTH})\b)(?!/)"
        rf"|\d{{1,2}}{_TH}?{_JOIN}\d{{1,2}}{_TH}?(?: of)? (?:{MONTH})\b"
    ),
    "md": (
        rf"(?P<mdm>{MONTH})\b\.?[ -]?(?:the )?(?P<mdd>\d{{1,2}}){_TH}?{_NO_CLOCK}(?!-\d(?!\d{{3}}))"
        rf"(?:[ ,-]{{1,3}}(?P<mdy>{_YEAR})(?!\d|:| ?(?:hrs|hours|h)\b))?(?!-\d)"
    ),
    "dm": (
        rf"(?P<dmd>\d{{1,2}})(?:{_TH}|\.)?(?: day)?(?: of|-)? ?(?P<dmm>{MONTH})\b\.?"
        rf"(?:[ ,-]{{1,3}}(?P<dmy>{_YEAR})(?!\d|:| ?(?:hrs|hours|h)\b)|-(?P<dmyy>\d\d)(?!\d)"
        r"|,? (?P<dmyb>[1-3]\d)(?= ?(?:$|[,;)(])))?(?!-\d)"
    ),
    "clock": r"(?P<ch>\d{1,2})(?:[:.h]?(?P<cm>[0-5]\d)(?::00)?)? ?(?P<cap>[ap])(?:\.? ?m\b\.?"
    r"|(?<=\d[ap])(?![\w.])|(?:(?<=\dp)|(?<=\d p))(?= ?(?:$|[,;)/-])))(?!\w)",
    "twelve": r"12(?::00)? ?(?P<tw>noon|midday|midnight)\b",
    "length": (
        r"(?:for )?(?:(?P<lm>\d{1,3}) ?(?:min(?:ute)?s?)\b\.?|(?P<lh>\d(?:\.\d{1,2})?) ?(?:hours?|hrs?)\b\.?)"
        r"|for (?P<lw>an|one|two|three) hours?(?: and a half)?\b"
    ),
    "hours": r"(?P<hh>\d{1,2})(?::(?P<hcm>[0-5]\d))? ?(?P<hu>hrs|hours|uhr)\b"
    r"|(?P<ech>\d{1,2}):(?P<ecm>[0-5]\d) ?h\b|(?P<mil>[0-2]\d[0-5]\d) ?(?:h|hrs|hours)\b",
    "french": r"(?P<fh>\d{1,2}) ?h(?: ?(?P<fm>[0-5]\d))?(?![\w:])",
    "colon": r"(?P<kh>\d{1,2}):(?P<km>[0-5]\d)(?::00)?(?![\d:])",
    "numeric": (
        r"(?P<na>\d{1,2})(?:(?P<nsep>[/.])(?P<nb>\d{1,2})(?:(?P=nsep)(?P<nc>\d{4}|\d\d))?"
        r"|-(?P<nb2>\d{1,2})-(?P<nc2>\d{4}|\d\d))"
        r"(?![\d]|[/:]\d| ?[ap]\.? ?m\b)"
    ),
    "ordinal": rf"(?P<od>\d{{1,2}}){_TH}\b",
    "bare": r"(?P<bare_>\d{1,2})(?![\d:/]\d|\d|\w)",
    "recurs": rf"(?:every|each)\b(?: other)?(?: (?:{WEEKDAY}|week|day|month))?s?\b"
    rf"|(?:{WEEKDAY})s\b(?<!tues)(?<!weds)(?<!thurs)|weekly|monthly|daily|biweekly|recurring",
    "weekday": (
        rf"(?:(?P<wp>next|this) week,? (?:on )?)?(?:(?P<ww>this coming|the coming|this|next|coming"
        rf"|upcoming) )?(?P<wd>{WEEKDAY})\b\.?"
        r"(?:,? (?P<wk>(?:of |in )?(?P<wkt>next|this) week|week)\b)?"
    ),
    "part": r"in the (?P<pt>morning|evening|afternoon)\b|at (?P<pn>night)\b|(?P<po>o'? ?clock)\b|(?P<pp>morning"
    r"|evening|afternoon|night)\b",
    "noon": r"(?:high )?(?P<nn>noon|midday|midnight)\b",
    "vague": (
        rf"(?P<vm>(?:early |late |mid[ -]?|end of |beginning of )?(?:{MONTH})\b\.?(?: 20\d\d\b)?)"
        r"|(?P<vw>as soon as possible|asap|a\.s\.a\.p|soon(?:ish)?|whenever\w*|any ?time|any ?day|some ?time"
        r"|someday|some day"
        r"|flexible|open|(?:this |next |the )?week ?ends?|(?:this|next|the following|the) (?:week|month|year)"
        r"|early|late(?:r)?|week of|sooner|either|within)\b"
    ),
    "joint": r"(?P<end>(?:and )?(?:ends?|ending|finish(?:es|ing)?)(?: at| by)?)\b"
    r"|(?P<jt>-+|[/&@]|(?:to|till?|until|thru|through|or|and|at)\b)",
}
_LEXER = re.compile("|".join(f"(?P<{name}_x>{pattern})" for name, pattern in _PATTERNS.items()))
_SKIP = re.compile(r"[\s,;:()\[\]\"'.=*!|<>]+")
_STRAY = re.compile(r"\w(?:[\w.'+~-]*\w)?|\?+|[^\s]")
_HOUR_WORD = re.compile(
    rf"(?P<n>{_NUMBER}) ?(?=(?:[ap]\.? ?m\b)|o'? ?clock|in the|thirty|fifteen|forty)(?:(?P<m>thirty|fifteen"
    rf"|forty[ -]?five) ?)?(?:(?P<ap>[ap])\.? ?m\b\.?)?"
)


def items(said: str) -> tuple[Item, ...]:
    """The items of ``said`` in order. Punctuation that only sets words apart is dropped."""
    written = in_figures(in_english(flat(said)))
    text = written.lower()
    found: list[Item] = []
    here = 0
    while here < len(text):
        if skipped := _SKIP.match(text, here):
            here = skipped.end()
            continue
        item, here = _next(text, here, written)
        found.append(item)
    return tuple(found)


def _next(text: str, here: int, written: str) -> tuple[Item, int]:
    if found := _LEXER.match(text, here):
        return _MAKERS[str(found.lastgroup).removesuffix("_x")](found), found.end()
    if spelled := _HOUR_WORD.match(text, here):
        return _spelled(spelled), spelled.end()
    if zone := match(text, here, written):
        return zone
    stray = _STRAY.match(text, here)
    end = stray.end() if stray else here + 1
    return Word(said=text[here:end]), end


def month_number(word: str) -> int:
    """1 to 12 for a month's name or its usual abbreviation."""
    return MONTHS.index(word[:3]) + 1


def _year(said: str | None) -> int | None:
    if said is None:
        return None
    figures = said.lstrip("'")
    return int(figures) if len(figures) == 4 else 2000 + int(figures)


def _iso(found: re.Match[str]) -> Item:
    return Dated(said=found[0], orders=((int(found["im"]), int(found["id"])),), year=int(found["iy"]))


def _basic(found: re.Match[str]) -> Item:
    return Dated(said=found[0], orders=((int(found["bm"]), int(found["bd"])),), year=int(found["by"]))


def _month_day(found: re.Match[str]) -> Item:
    order = (month_number(found["mdm"]), int(found["mdd"]))
    return Dated(said=found[0], orders=(order,), year=_year(found["mdy"]))


def _day_month(found: re.Match[str]) -> Item:
    order = (month_number(found["dmm"]), int(found["dmd"]))
    return Dated(said=found[0], orders=(order,), year=_year(found["dmy"] or found["dmyy"] or found["dmyb"]))


def _nth(found: re.Match[str]) -> Item:
    return NthWeekday(
        said=found[0],
        nth=_NTH[found["nw"]],
        weekday=_weekday_number(found["nwd"]),
        month=month_number(found["nwm"]),
        year=_year(found["nwy"]),
    )


def _weekday_number(word: str) -> int:
    return WEEKDAYS.index("thu" if word.startswith("thr") else word[:3])


def _numeric(found: re.Match[str]) -> Item:
    one, two = int(found["na"]), int(found["nb"] or found["nb2"])
    orders = tuple(dict.fromkeys((m, d) for m, d in ((one, two), (two, one)) if 1 <= m <= 12 and 1 <= d <= 31))
    return Dated(said=found[0], orders=orders or ((one, two),), year=_year(found["nc"] or found["nc2"]))


def _clock(found: re.Match[str]) -> Item:
    return Clock(said=found[0], hour=int(found["ch"]), minute=int(found["cm"] or 0), mark=f"{found['cap']}m")


def _noon(found: re.Match[str]) -> Item:
    word = found["tw"] or found["nn"]
    return Clock(said=found[0], hour=0 if word == "midnight" else 12, mark="midnight" if word == "midnight" else "24")


def _colon(found: re.Match[str]) -> Item:
    return _of_day(found[0], int(found["kh"]), int(found["km"]))


def _of_day(said: str, hour: int, minute: int) -> Clock:
    """An hour without am or pm, which needs neither past noon."""
    return Clock(said=said, hour=hour, minute=minute, mark="24" if hour > 12 or hour == 0 else "")


def _spoken(found: re.Match[str]) -> Item:
    """``quarter to eight pm``; ``half eight`` and ``ten to eight`` may be two hours, and 12 with am or pm is open."""
    said = found[0]
    if found["sv"]:
        return Vague(said=said, why=f'we are not sure which hour "{said}" is')
    hour = int(found["sh"]) if found["sh"].isdigit() else NUMBER_WORDS[found["sh"]]
    minute = 15 if found["sq"] == "quarter" else 30
    before = found["sj"] not in {"past", "after"}
    if not 1 <= hour <= 12 or (before and (hour == 12 or minute == 30)):
        return Vague(said=said, why=f'we are not sure which hour "{said}" is')
    mark = f"{found['sap']}m" if found["sap"] else ""
    if not before:
        return Clock(said=said, hour=hour, minute=minute, mark=mark)
    return Clock(said=said, hour=hour - 1 or 12, minute=45, mark=mark)


def _hours(found: re.Match[str]) -> Item:
    if found["mil"]:
        return Clock(said=found[0], hour=int(found["mil"][:2]), minute=int(found["mil"][2:]), mark="24")
    if found["ech"]:
        return _of_day(found[0], int(found["ech"]), int(found["ecm"]))
    hour, minute = int(found["hh"]), int(found["hcm"] or 0)
    if found["hu"] == "uhr" and hour < 12:  # 8 Uhr may be in the evening, too
        return _of_day(found[0], hour, minute)
    return Clock(said=found[0], hour=hour, minute=minute, mark="24")


def _french(found: re.Match[str]) -> Item:
    return _of_day(found[0], int(found["fh"]), int(found["fm"] or 0))


def _bare(found: re.Match[str]) -> Item:
    return Clock(said=found[0], hour=int(found["bare_"]), bare=True)


def _spelled(found: re.Match[str]) -> Item:
    minute = {"thirty": 30, "fifteen": 15}.get(found["m"] or "", 45 if found["m"] else 0)
    mark = f"{found['ap']}m" if found["ap"] else ""
    return Clock(said=found[0].strip(), hour=NUMBER_WORDS[found["n"]], minute=minute, mark=mark, bare=not mark)


def _lasting(found: re.Match[str]) -> Item:
    if found["lm"]:
        minutes = int(found["lm"])
    elif found["lh"]:
        minutes = round(float(found["lh"]) * 60)
    else:
        minutes = {"an": 1, "one": 1, "two": 2, "three": 3}[found["lw"]] * 60 + 30 * ("half" in found[0])
    return Lasting(said=found[0], minutes=minutes)


def count(word: str) -> int:
    """The number that a figure, a number word or an article says."""
    return int(word) if word.isdigit() else NUMBER_WORDS.get(word, 1)


_UNITS = {"day": 1, "week": 7, "fortnight": 14}


def _away(found: re.Match[str]) -> Item:
    if found["fw"]:
        days = count(found["fn"]) * _UNITS[found["fu"]]
        if days % 7 or " next " in found[0]:
            return Vague(said=found[0], why="we would like to be sure of the day")
        return Weekday(said=found[0], weekday=_weekday_number(found["fw"]), weeks=days // 7)
    if found["fn"]:
        return Away(said=found[0], days=count(found["fn"]) * _UNITS[found["fu"]] + bool(found["fm_"]))
    if found["an"]:
        return Away(said=found[0], days=count(found["an"]) * _UNITS[found["au"]], loose=True)
    return Away(said=found[0], days=0 if found["td"] else 2 if found["tmw"] else 1)


def _weekday(found: re.Match[str]) -> Item:
    which = {None: "", "next": "next"}.get(found["ww"], "this")
    weeks = 0
    if qualified := found["wkt"] or found["wp"]:
        which = f"{qualified} week"
    elif found["wk"]:
        weeks = 1
    return Weekday(said=found[0], weekday=_weekday_number(found["wd"]), which=which, weeks=weeks)


def _part(found: re.Match[str]) -> Item:
    word = found["pt"] or found["pn"] or found["pp"]
    return Part(said=found[0], mark="" if found["po"] else {"morning": "am", "afternoon": "noonish"}.get(word, word))


def _vague(found: re.Match[str]) -> Item:
    return Vague(said=found[0], why=f'"{found[0]}" is no certain day')


_MAKERS: Mapping[str, Callable[[re.Match[str]], Item]] = {
    "spoken": _spoken,
    "iso": _iso, "basic": _basic, "md": _month_day, "dm": _day_month, "numeric": _numeric, "clock": _clock,
    "several": lambda found: Vague(said=found[0], why="that is more than one day"),
    "recurs": lambda found: Vague(said=found[0], why=FIRST_CALL),
    "twelve": _noon, "noon": _noon, "length": _lasting, "hours": _hours, "french": _french, "colon": _colon,
    "ordinal": lambda found: DayOfMonth(said=found[0], day=int(found["od"])), "bare": _bare, "away": _away,
    "weekday": _weekday, "part": _part, "vague": _vague, "nth": _nth,
    "joint": lambda found: Joint(said=found["jt"] or "until"),
}  # fmt: skip

"""Answers that point at what we asked about: ``Thursday``, ``the 26th then``, ``the later one``, ``evening of course``.

Such words mean nothing by themselves: they count from the days and hours that our question names, never from today.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from mailflow.model import Unclear
from mailflow.read.answers.result import Certain, Doubt, Result, plain
from mailflow.read.sentences.anchors import MONTH
from mailflow.read.times import when
from mailflow.read.times.zones import read_zone

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_NAMED_WEEKDAY = re.compile(rf"\b(?P<weekday>{_WEEKDAY})\b", re.IGNORECASE)
_DATED = re.compile(rf"\d{{1,2}}(?:st|nd|rd|th)\b|\d[/.-]\d|\b{MONTH}\b|\bthe \d{{1,2}}\b(?!:)", re.IGNORECASE)
_COUNTED = re.compile(r"\b(?:this|next|coming|tomorrow|today|tonight|week)\b", re.IGNORECASE)
"""Words that say themselves which of the days of that name is meant."""

_LEAD = re.compile(
    r"\A(?:(?:yes|yep|yeah|yup|ok|okay|sure|right|correct|sorry|oops|oh|ah|well|so|then|and|also|please|definitely"
    r"|let['’]?s (?:do|say|take|make it|go (?:for|with))|make it|we['’]ll (?:do|take)|i['’]ll take"
    r"|(?:i|we) (?:meant|mean|choose|pick|take|prefer|want)"
    r"|it['’]s|it is|that['’]s|that is|on|for|at|in|i['’]d say|we['’]d say)"
    r"(?![\w'’-])[\s,.:;!–—-]*)+",
    re.IGNORECASE,
)
_TRAIL = re.compile(
    r"(?:[\s,.;!–—-]+(?:then|please|thanks|thank you|it is|obviously|naturally|sorry|yes|of course"
    r"|my (?:mistake|bad|error)|is (?:fine|good|right|correct|ok|okay|great|best|it|the one)"
    r"|would be (?:good|great|fine|best)"
    r"|works(?: (?:best|fine|well))?(?: for (?:us|me|everyone|all of us))?|(?:i|we) (?:meant|mean)))*[\s.!]*\Z",
    re.IGNORECASE,
)
_OF_ALL = r"(?: (?:one|date|day|hour|time|option|choice))?(?: of (?:the|those|them|these)(?: two)?)?"
_PLACES: Mapping[str, int] = {"first": 0, "former": 0, "second": 1, "latter": 1, "third": 2, "last": -1}
_PLACE = re.compile(rf"(?:the )?(?P<place>{'|'.join(_PLACES)}){_OF_ALL}", re.IGNORECASE)
_COMPARED = re.compile(rf"(?:the )?(?P<way>earlier|earliest|sooner|later|latest){_OF_ALL}", re.IGNORECASE)
_NUMBERED = re.compile(
    rf"(?:(?P<weekday>{_WEEKDAY}),? )?(?:the )?(?P<day>[0-3]?\d)(?P<ending>st|nd|rd|th)?", re.IGNORECASE
)
_ANY = re.compile(
    r"(?:either|both|any|all|whichever|whatever)\b(?: (?:of (?:them|those|these|the two)|one|day|date|hour|time|way))?"
    r"(?: (?:is|are|would be|will|do|does|works?|suits?|you (?:like|prefer|want)|is best)\b[\w ]{0,30})?"
    r"|(?:it )?(?:does not|doesn['’]t|do not|don['’]t) matter(?: to (?:us|me))?"
    r"|(?:i|we) (?:do not|don['’]t) (?:mind|care)"
    r"|(?:we(?:['’]re| are)|i['’]m) (?:flexible|easy)|you (?:can )?(?:choose|pick|decide)|no preference|up to you",
    re.IGNORECASE,
)
_HALVES: Mapping[str, str] = {
    "am": "am", "a.m": "am", "morning": "am", "pm": "pm", "p.m": "pm", "afternoon": "pm", "evening": "pm",
    "night": "at night", "tonight": "at night",
}  # fmt: skip
_HALF = re.compile(
    r"(?:in the |at |the )?(?P<half>[ap]\.m|[ap]m|morning|afternoon|evening|night|tonight)\.?", re.IGNORECASE
)
_HOUR = r"(?:\d{1,2}(?:[:.][0-5]\d)?(?: ?[ap]\.?m\.?)?|noon)"
_OTHER_HOUR = re.compile(
    rf"(?P<hour>{_HOUR})(?:,? (?:and )?not {_HOUR}"
    r"|(?: (?:works|suits|fits|is|would be|would work|might be) (?:a lot |much )?(?:better|best|easier)"
    r"(?: for [\w'’ ]{2,30}| with [\w'’ ]{2,30})?))",
    re.IGNORECASE,
)
"""An hour in place of the one we asked about: ``9, not 8``, ``9 works better for Tammy``."""
_BETWEEN = re.compile(
    rf"\s*(?:;|\bor\b|\band\b|\s/\s)\s*"
    rf"|(?:(?<=\d)|(?<=\dst)|(?<=\dnd)|(?<=\drd)|(?<=\dth)),\s+(?=\d{{1,2}}\b|{MONTH}|{_WEEKDAY}\b)",
    re.IGNORECASE,
)

_LONGEST = 150
"""Characters. Longer words tell more than which of the things asked is meant."""
WHICH_DAY = "we need the date, too"
NAME_ONE = "that is more than one, and we need you to name one of them"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One line that we asked back. sent: when the answer was written; zone: that of the call, ``None`` where open."""

    key: str
    doubt: Unclear
    sent: datetime
    zone: str | None


def picked(said: str, asked: Asked) -> Result:
    """What the words pick among what the question names, ``None`` where they are no such answer."""
    if len(said) > _LONGEST:
        return None
    text = _TRAIL.sub("", _LEAD.sub("", plain(said).strip(" .,!()")))
    if asked.key == "time" and (half := _HALF.fullmatch(text)):
        return _with_half(asked, half["half"])
    if asked.key == "time" and (other := _OTHER_HOUR.fullmatch(text)):
        return _read(asked, other["hour"])
    found = _choice(text, asked)
    if found is None and asked.key == "date":
        found = _day(text, asked)
    return found


def _choice(text: str, asked: Asked) -> Result:
    """The one of several that its place among them names: ``the second``, ``the later one``."""
    several = _alternatives(asked)
    if len(several) < 2:
        return None
    if _ANY.fullmatch(text):
        return Doubt(why=NAME_ONE)
    value = None
    if asked.key != "tz" and (compared := _COMPARED.fullmatch(text)):
        value = min(several) if compared["way"].lower()[0] in "es" else max(several)
    elif place := _PLACE.fullmatch(text):
        at = _PLACES[place["place"].lower()]
        is_pair = place["place"].lower() not in {"former", "latter"} or len(several) == 2
        value = several[at] if at < len(several) and is_pair else None
        if asked.key == "date" and any(date.fromisoformat(one).day == at + 1 for one in several if one != value):
            return Doubt(why=NAME_ONE, suggestion=value)  # the second may be the second day of the month
    if value is None:
        return None
    # Weekdays alone count from the mail they stood in, which is not this one.
    is_dated = asked.key != "date" or bool(_DATED.search(asked.doubt.said))
    return Certain(value=value, grammar="picked") if is_dated else Doubt(why=WHICH_DAY, suggestion=value)


def _day(text: str, asked: Asked) -> Result:
    """A weekday or a day of the month that is one of the days in question."""
    if weekday := re.fullmatch(_WEEKDAY, text, re.IGNORECASE):
        return of_weekday(weekday[0], asked, None)
    found = _NUMBERED.fullmatch(text)
    days = [date.fromisoformat(one) for one in _in_question(asked)]
    if not found or not days or not (found["ending"] or found["weekday"] or text.lower().startswith("the ")):
        return None
    number = int(found["day"])
    named = _index(found["weekday"]) if found["weekday"] else None
    same = [one for one in days if one.day == number and named in {None, one.weekday()}]
    if len(same) == 1:
        return Certain(value=same[0].isoformat(), grammar="picked")
    months = {(one.year, one.month) for one in days}
    likely = _made(*next(iter(months)), number) if len(months) == 1 else None
    fits = likely and named in {None, likely.weekday()}
    return Doubt(why="we need the month, too", suggestion=likely.isoformat() if likely and fits else None)


def of_weekday(weekday: str, asked: Asked, read: str | None) -> Result:
    """The day in question that is this weekday; of any other we need the date. ``None`` where no dated day was named.

    read: what the words mean by themselves, where they count from today.
    """
    if not _DATED.search(asked.doubt.said) and asked.doubt.suggestion is None:
        return None
    index = _index(weekday)
    several = _alternatives(asked)
    days = several or ([str(asked.doubt.suggestion)] if asked.doubt.suggestion else [])
    same = [one for one in days if date.fromisoformat(one).weekday() == index]
    if len(same) == 1:
        return Certain(value=same[0], grammar="picked")
    if len(same) > 1:
        return Doubt(why=NAME_ONE)
    near = [one for one in _in_question(asked) if date.fromisoformat(one).weekday() == index]
    return Doubt(why=WHICH_DAY, suggestion=near[0] if len(near) == 1 else None if near else read)


def weekday_alone(said: str, day: str) -> str | None:
    """The weekday that is all the words say of a day: ``Thursday at 9pm``; ``None`` where they say which one."""
    names = {found["weekday"] for found in _NAMED_WEEKDAY.finditer(said)}
    is_said = {_index(one) for one in names} == {date.fromisoformat(day).weekday()}
    return next(iter(names)) if is_said and not _DATED.search(said) else None


def counts_from_today(said: str) -> bool:
    """Whether the words say themselves that they count from today: ``this Thursday``."""
    return bool(_COUNTED.search(said))


def _in_question(asked: Asked) -> tuple[str, ...]:
    """The days that a question is about: those named, the likely one, and that of the weekday beside a wrong date."""
    likely = asked.doubt.suggestion
    days = [*_alternatives(asked)]
    if isinstance(likely, str) and likely not in days:
        days.append(likely)
        for found in _NAMED_WEEKDAY.finditer(asked.doubt.said) if len(days) == 1 else ():
            near = (date.fromisoformat(likely) + timedelta(days=by) for by in (-3, -2, -1, 1, 2, 3))
            days += [one.isoformat() for one in near if one.weekday() == _index(found["weekday"])]
    return tuple(dict.fromkeys(days))


def _alternatives(asked: Asked) -> Sequence[str]:
    """The values that stand side by side in what was said, in order; none where one of them is not certain."""
    said = plain(asked.doubt.said)
    parts = [one for one in _BETWEEN.split(said) if one.strip()]
    months = {found[0] for found in re.finditer(rf"\b{MONTH}\b", said, re.IGNORECASE)}
    halves = {found[0] for found in re.finditer(r"[ap]\.?m\b", said, re.IGNORECASE)}
    extra = (months if asked.key == "date" else halves) if len(parts) > 1 else set()
    read = [_certain(asked, one) or (_certain(asked, f"{one} {next(iter(extra))}") if len(extra) == 1 else None)
            for one in parts]  # fmt: skip
    values = [one for one in read if one]
    is_mixed = asked.key == "date" and len({bool(re.search(r"\d", one)) for one in parts}) > 1
    return values if len(values) == len(parts) > 1 and not is_mixed else ()


def _certain(asked: Asked, said: str) -> str | None:
    result = _read(asked, said)
    return result.value if isinstance(result, Certain) and isinstance(result.value, str) else None


def _read(asked: Asked, said: str) -> Result:
    return _READ[asked.key](said, asked) if asked.key in _READ else None


_READ: Mapping[str, Callable[[str, Asked], Result]] = {
    "date": lambda said, asked: when.read_date(said, sent=asked.sent, zone=asked.zone),
    "time": lambda said, asked: when.read_time(said, sent=asked.sent, zone=asked.zone),
    "tz": lambda said, _asked: read_zone(said),
}


def _with_half(asked: Asked, half: str) -> Result:
    """The hour that lacked its half of the day, with it."""
    return _read(asked, f"{asked.doubt.said} {_HALVES[half.lower()]}") if asked.doubt.said else None


def _index(weekday: str) -> int:
    return _DAYS.index(weekday[:3].lower())


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# The sentences and clauses of an answer, each looked at alone --------------------------------------------------------

_CLAUSE = re.compile(
    r"(?<=[^\s.]{3}[.!])\s+(?=\S)|(?<=\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.)\s+(?=[A-Z])|\s*;\s+|\s+[-–—]+\s+"
    r"|,?\s+(?:but|and)\s+|,\s+(?!not\b|of course\b|please\b|thanks\b|sorry\b|yes\b|then\b)",
)


def clauses(sentence: str) -> Iterator[str]:
    """The pieces of a sentence that may each answer another question: ``Yes Thursday, but 9 not 8``."""
    yield from (one.strip() for one in _CLAUSE.split(sentence) if one.strip())


def as_likely(result: Certain | Doubt, why: str) -> Doubt:
    """A value that other words of the mail put in doubt."""
    return Doubt(why=why, suggestion=result.value) if isinstance(result, Certain) else replace(result, why=why)

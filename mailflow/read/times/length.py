"""How long a call lasts, in minutes: ``90``, ``1.5h``, ``an hour and a half``, ``until 10pm``."""

import re

from mailflow.model import Value
from mailflow.read.answers.result import LONGEST, TOO_LONG, Certain, Doubt, Result, words
from mailflow.read.answers.values import NUMBER_WORDS, is_nothing
from mailflow.read.times.clock import LONGEST_CALL, options
from mailflow.read.times.foreign_time import in_english
from mailflow.read.times.lexer import items
from mailflow.read.times.moment import Clock, Joint
from mailflow.read.times.remarks import is_elsewhere, without_remarks

_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_NUMBER = rf"(?:\d{{1,4}}(?:[.,]\d{{1,2}})?|(?:{_WORDS})(?:[ -](?:{_WORDS}))?|an?|half an?|half)"
_MINUTES = r"(?:m|mins?|minutes?|minuten|')(?![a-z])\.?"
_HOURS = r"(?:h|hrs?|hours?|stunden?)(?![a-z])\.?"
_FRACTION = (
    r"(?: ?(?:and )?(?:a )?(?:half|1/2)(?: an)?| ?(?:and )?(?:a )?(?:quarter|1/4)| ?(?:and )?(?:three quarters|3/4))"
)
_DURATION = re.compile(
    r"(?P<half>(?:a )?half(?:[ -]an?)?[ -]hour|1/2 (?:an )?hour)"
    rf"|(?P<hours>{_NUMBER})(?P<frac>{_FRACTION})?[ -]?{_HOURS}"
    rf"(?P<frac2>{_FRACTION}(?: ?{_HOURS})?)?(?:[ ,]*(?:and )?(?P<rest>[0-5]?\d|{_WORDS}) ?(?:{_MINUTES})?)?"
    rf"|(?P<plainhour>hour)(?P<frac3>{_FRACTION})?"
    rf"|(?P<colon>\d):(?P<cmin>[0-5]\d) ?{_HOURS}"
    rf"|(?P<minutes>{_NUMBER})[ -]?{_MINUTES}"
    rf"|(?P<bare>\d{{1,4}}(?:[.,]\d{{1,2}})?|[12] 1/2|(?:{_WORDS})(?:[ -](?:{_WORDS}))?)"
)
_ABOUT = re.compile(
    r"^(?:(?:like|say,?|about|around|approximately|approx\.?|roughly|circa|ca\.?|~|up to|max\.?|maximum"
    r"|no more than) ?)+"
)
_BEHIND = re.compile(
    r"(?:,? (?:or so|max\.?|maximum|total|in total|long|each|per call|each time|tops|at most|please"
    r"|(?:is|would be|should be|will be|ought to be) (?:plenty|enough|fine|good|perfect|all we need)"
    r"|(?:should|will|would|ought to) do(?: it| us)?"
    r"|(?:including|incl\.?|with) (?:the )?(?:q ?(?:&|and|\+) ?a|questions|discussion|introductions)))+$"
)
_BEFORE = re.compile(r"^(?:(?:for|the call lasts|it lasts|lasts|we need|plan for|between|from) )+")
_TO = re.compile(r" ?(?:-|to|or|and|/) ?|(?<=\d) a (?=\d)")  # 90 à 120
_UNTIL = re.compile(r"^(?:until|till|til|to|ends? at|ending at|ends?|ending|up to|-) ?")


def read_length(said: str, *, start: str | None) -> Result:
    """Minutes. A range counts as its upper end (reading contract, "length").

    start: the call's start as ``HH:MM`` where it is known; ``until 10pm`` needs it.
    """
    if is_nothing(said):
        return None
    if len(said) > LONGEST:
        return TOO_LONG
    if is_elsewhere(said):
        return Doubt(why=ELSEWHERE)
    text = words(without_remarks(in_english(words(said), lasting=True)))
    text = text.strip("()") if text.startswith("(") else text
    if found := _TWICE.fullmatch(text):
        return _said_twice(found[1], found[2], start)
    return _read(text, start)


ELSEWHERE = "we found it in no other line"
_TWICE = re.compile(r"([^()=]*[^()= ]) ?[(=] ?([^()=]+)\)?")
_AT_MOST = re.compile(r"\b(?:max\.?|maximum|tops|at most|up to|no more than)")


def _said_twice(one: str, other: str, start: str | None) -> Result:
    """``90 minutes (1.5 hours)``: both must say the same, or the second the most that it may be."""
    first, second = _read(one, start), _read(other, start)
    if isinstance(first, Certain) and isinstance(second, Certain):
        if first.value == second.value:
            return first
        if _AT_MOST.search(other) and _as_number(second.value) > _as_number(first.value):
            return second
        return Doubt(why="that gives two lengths")
    if isinstance(first, Certain) and isinstance(second, Doubt) and second.suggestion == first.value:
        return first
    if isinstance(second, Certain) and isinstance(first, Doubt) and first.suggestion == second.value:
        return second
    suggestion = first.value if isinstance(first, Certain) else None
    return Doubt(why=f'we are not sure what "{other}" means here', suggestion=suggestion)


def _as_number(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _read(text: str, start: str | None) -> Result:
    """One way of saying it, as ``read_length``."""
    lasting = _BEHIND.sub("", _BEFORE.sub("", text))
    about = bool(_ABOUT.match(lasting)) or "or so" in text
    if (found := _lasting(_ABOUT.sub("", lasting).strip())) is not None:
        if isinstance(found, Certain) and about:
            return Certain(value=found.value, grammar=found.grammar, assumed=f"we plan {found.value} minutes")
        return found
    if (found := _until(text, start)) is not None:
        return found
    return Doubt(why="we could not read a number of minutes in it")


def _lasting(text: str) -> Result:
    """One duration, or two as a range; ``None`` where the text is neither."""
    if one := _DURATION.fullmatch(text):
        return _checked(_minutes(one), one["bare"])
    for joint in _TO.finditer(text):
        low, high = (_DURATION.fullmatch(part) for part in (text[: joint.start()], text[joint.end() :]))
        if low and high and not high["plainhour"]:
            return _range(low, high, text)
    return None


def _range(low: re.Match[str], high: re.Match[str], text: str) -> Result:
    upper, lower = _minutes(high), _minutes(low)
    if low["bare"] and not high["bare"]:  # 1-2 hours: the first takes the second's unit
        lower = lower * 60 if upper % 60 == 0 and lower <= 12 else lower
        if high["hours"] and _decimal(low["bare"]) <= 12:
            lower = round(_decimal(low["bare"]) * 60)
    if lower >= upper or "/" in text.replace("1/2", ""):
        return Doubt(why="we cannot tell how long that is", suggestion=None)
    return _checked(upper, high["bare"])


def _figure(text: str | None) -> int:
    return 0 if text is None else int(text) if text.isdigit() else _spelled(text)


def _decimal(text: str) -> float:
    if not text[0].isdigit():
        return _spelled(text)
    whole, _, half = text.partition(" ")
    return float(whole.replace(",", ".")) + (0.5 if half else 0)


def _number(text: str) -> float:
    if text[0].isdigit():
        return _decimal(text)
    if text in {"a", "an"}:
        return 1
    if text.startswith("half"):
        return 0.5
    return _spelled(text)


def _spelled(text: str) -> int:
    return sum(NUMBER_WORDS[word] for word in re.split("[ -]", text))


def _fraction(text: str | None) -> float:
    if not text:
        return 0
    return 0.75 if "three" in text or "3/4" in text else 0.25 if "quarter" in text or "1/4" in text else 0.5


def _minutes(found: re.Match[str]) -> int:
    if found["half"]:
        return 30
    if found["plainhour"]:
        return round((1 + _fraction(found["frac3"])) * 60)
    if found["hours"]:
        whole = _number(found["hours"]) + _fraction(found["frac"]) + _fraction(found["frac2"])
        return round(whole * 60) + _figure(found["rest"])
    if found["colon"]:
        return int(found["colon"]) * 60 + int(found["cmin"])
    return round(_number(found["minutes"] or found["bare"]))


def _checked(minutes: int, bare: str | None) -> Result:
    """The minutes, if they make a call. bare: the number as it was written, where no unit stands with it."""
    if bare and (not bare.isalnum() or minutes <= 12):
        likely = round(_decimal(bare) * 60)
        return Doubt(why="we would like to be sure that means hours", suggestion=likely if 0 < likely <= 360 else None)
    if not 0 < minutes <= LONGEST_CALL or (bare and minutes < 15):
        return Doubt(why="that would be a very short or a very long call")
    return Certain(value=minutes, grammar="length")


def _until(text: str, start: str | None) -> Result:
    """``until 10pm``, ``10pm``, ``8-10pm``: the length from the start to there; ``None`` where no clock is said."""
    behind = _UNTIL.sub("", text)
    behind = str(NUMBER_WORDS.get(behind, behind))
    found = [item for item in items(behind) if not (isinstance(item, Joint) and item.said in {"at", "@"})]
    said_until = bool(_UNTIL.match(text))
    if len(found) == 3 and isinstance(found[1], Joint) and isinstance(found[0], Clock):
        begins, end = found[0], found[2]
        if start is None or not isinstance(end, Clock) or _as_minutes(start) not in options(begins):
            return None
    elif len(found) == 1 and isinstance(found[0], Clock) and (said_until or found[0].mark):
        end = found[0]
    elif len(found) == 1 and isinstance(found[0], Clock) and not found[0].bare:
        likely = found[0].hour * 60 + found[0].minute
        if start and 30 <= likely <= _USUAL and all(_from(start, end) > _USUAL for end in options(found[0])):
            return Certain(value=likely, grammar="length")  # 1:30 for a call at 8pm: no call ends at half past one
        return Doubt(why="that could be a length or the hour it ends", suggestion=likely if likely <= 240 else None)
    else:
        return None
    if start is None:
        return Doubt(why="we need the start time to know how long that is")
    ends = options(end)
    lengths = sorted(_from(start, finish) for finish in ends)
    if not lengths or not 0 < lengths[0] <= LONGEST_CALL:
        return Doubt(why="that would be a very short or a very long call")
    return Certain(value=lengths[0], grammar="length:until")


_USUAL = 4 * 60
"""Minutes that a call may well last."""


def _from(start: str, finish: int) -> int:
    return (finish - _as_minutes(start)) % 1440


def _as_minutes(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:])

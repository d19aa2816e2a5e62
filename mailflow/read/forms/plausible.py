"""Whether words look like an answer to a line of the form, at a glance: for telling which line a number means.

No judgement of the value: a day in the past is a day, and two hours are a time.
"""

import re
from collections.abc import Callable, Mapping

from mailflow.fields import Spec, Type
from mailflow.read.answers.result import Certain, listed
from mailflow.read.times.zones import read_zone

_TOKEN = re.compile(
    r"[^\W\d_]+(?:['’.][^\W\d_]+)*\.?|\d+(?:[:.]\d\d)?(?:st|nd|rd|th|[ap]\.?m\b\.?)?|[?~]", re.IGNORECASE
)
_DAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?s?\.?"
    r"|(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?|\d{1,2}(?:st|nd|rd|th)?|(?:19|20)\d\d|today|tonight|tomorrow",
    re.IGNORECASE,
)
_DAY_TOO = listed("this next coming the of on week from a at either or")
_HOUR = re.compile(
    r"\d{1,2}(?:[:.]\d\d)?(?:[ap]\.?m\.?)?|[01]\d[0-5]\d|2[0-3][0-5]\d|noon|midnight|noonish|evening", re.IGNORECASE
)
_HOUR_TOO = listed(
    """a p am pm a.m a.m. p.m p.m. m at about around until till to o'clock oclock sharp in the morning afternoon evening
    night or ? ~ eastern central mountain pacific time standard daylight et ct mt pt est cst mst pst edt cdt mdt pdt"""
)
_YES_OR_NO = re.compile(
    r"(?:yes|yep|yeah|yup|y|no|nope|n|none|ok|okay|sure|agreed?|x|\u2713|\u2714)(?!\.?\w)", re.IGNORECASE
)
_OF_A_LIST = re.compile(r"(?:yes|yep|no|nope|none|create|please create)(?!\w)|\S+@\S+\.\w", re.IGNORECASE)
_NEED_HELP = re.compile(r"need help\b", re.IGNORECASE)
_AMOUNT = re.compile(
    r"(?:about|around|approx\w*\.?|up to|maybe|~|an?|one|two|half)?\s*(?:\d|hours?\b|dozen\b)", re.IGNORECASE
)


def bears_out(said: str, spec: Spec) -> bool | None:
    """Whether the words bear out that they answer this line; ``None`` where nothing tells."""
    judge = _JUDGES.get(spec.type)
    return judge(said) if judge and said.strip() else None


def _is_day(said: str) -> bool | None:
    words = _TOKEN.findall(said)
    days = [bool(_DAY.fullmatch(word)) for word in words]
    if not any(days):
        return False
    known = sum(days) + sum(word.casefold() in _DAY_TOO for word in words)
    begins = days[0] or words[0].casefold() in _DAY_TOO
    return True if 2 * known > len(words) and begins and len(words) > 1 else None


def _is_hour(said: str) -> bool | None:
    words = _TOKEN.findall(said)
    hours = [bool(_HOUR.fullmatch(word)) for word in words]
    if not any(hours):
        return False
    known = sum(hour or word.casefold() in _HOUR_TOO for hour, word in zip(hours, words, strict=True))
    return True if known == len(words) and any(hours[:3]) else None


def _is_zone(said: str) -> bool | None:
    return True if isinstance(read_zone(said), Certain) else None if len(said.split()) <= 4 else False


def _is_amount(said: str) -> bool | None:
    return True if _AMOUNT.match(said) else None


def _is_yes_or_no(said: str) -> bool | None:
    return True if _YES_OR_NO.match(said) else None


def _is_of_a_list(said: str) -> bool | None:
    return True if _OF_A_LIST.match(said) else None


def _is_help(said: str) -> bool | None:
    return True if _NEED_HELP.match(said) else None


def _is_phone(said: str) -> bool | None:
    return sum(letter.isdigit() for letter in said) >= 7


_JUDGES: Mapping[Type, Callable[[str], bool | None]] = {
    Type.DATE: _is_day,
    Type.TIME: _is_hour,
    Type.ZONE: _is_zone,
    Type.DURATION: _is_amount,
    Type.RANGE: _is_amount,
    Type.PHONE: _is_phone,
    Type.BOOL: _is_yes_or_no,
    Type.REASON: _is_yes_or_no,
    Type.LIST: _is_of_a_list,
    Type.TECH: _is_help,
}

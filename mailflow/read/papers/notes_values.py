"""The lines of the notes form: which words fill which (protocol, section 2.2)."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from mailflow.model import Value
from mailflow.read.answers import values
from mailflow.read.answers.result import LONGEST, TOO_LONG, Certain, Doubt, Result, phrases, words
from mailflow.read.interpret import Sheet
from mailflow.read.papers.lines import Reader
from mailflow.read.times import when
from mailflow.read.times.days import in_words

URL = re.compile(r"(?:https?://|www\.)[^\s<>()\"]*[^\s<>()\"\].,;:!?'*_]", re.IGNORECASE)
"""A web address in a text, without the mark of the sentence behind it."""
_COUNT = r"\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|first|second|third|fourth|last|1st|2nd|3rd"
PART = re.compile(
    rf"(?:part|pt\.?)\s*(?P<n>{_COUNT})\s*(?:of|/|out of)\s*(?P<of>{_COUNT})\b"
    rf"|(?P<nth>{_COUNT})(?: part| half)?\s*(?:of|/)\s*(?P<all>{_COUNT})(?: parts)?\b",
    re.IGNORECASE,
)
"""``part 1 of 2``, ``1/2``, ``second of three``."""
_NUMBERS = values.NUMBER_WORDS | {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3}
_WHOLE = phrases("complete|all|whole|the whole|the whole call|full|all of it|everything|one|single|only one|only part")

_US = "America/New_York"
_RECENT = timedelta(days=183)
_SAID_YEAR = re.compile(r"\d{4}|\d[/.-]\d{1,2}[/.-]\d\d\b|['’]\d\d\b")
_AGO: tuple[tuple[re.Pattern[str], int], ...] = (
    (
        re.compile(
            r"\b(?:earlier |late )?(?:tonight|tonite|today|this (?:morning|afternoon|evening))\b", re.IGNORECASE
        ),
        0,
    ),
    (
        re.compile(r"\b(?:yesterday(?: (?:morning|afternoon|evening|night))?|last (?:night|evening))\b", re.IGNORECASE),
        1,
    ),
)
_PAST = re.compile(r"\b(?:this past|this last|past)\s+(?=[a-z])", re.IGNORECASE)
_SMALL_HOURS = 5
_DAWN_IN_UTC = 10  # until then it may still be the day before in the Americas

_MAIN = phrases(
    """
    main|main call|the main call|none|main room|main group|main line|the main room|whole call|the whole call|full call
    full group|the full group|no breakout|no breakouts|plenary|everybody|everyone|all|whole group|general|main call only
    (main call)|(main)|no
    """
)
_ANONYMOUS = re.compile(
    r"\banon(?:ymous(?:ly)?)?\b|\bno names?\b|\b(?:rather|prefer) not\b|\bleave (?:me|my name) (?:out|off)\b"
    r"|\bwithheld\b",
    re.IGNORECASE,
)
_NOT_ANONYMOUS = re.compile(r"\b(?:not|no need to be|needn't be|don't need to be)(?: be)? anonymous\b", re.IGNORECASE)
_ONLY = re.compile(
    r"^(?:please |pls )?(?:just|only|simply|show(?: me)? as|put)\s+|^please\s+|\s*[,(]?\s*\b(?:please|pls|is fine"
    r"|is ok|is enough|will do|only)[.)]*$",
    re.IGNORECASE,
)
_POST_YES = phrases(
    """
    fine with me|fine by me|ok with me|okay with me|ok by me|go ahead|please go ahead|yes go ahead|feel free
    by all means
    please|please do so|post|post it|post them|please post|please post it|please post them|sure post it|all fine
    no problem
    why not|that's ok|that is ok|it's fine|it is fine|no objection|no objections|gladly|happy to|public
    """
)
_POST_NO = phrases(
    """
    do not post|don't post|please do not post|please don't post|not to be posted|not for posting|not for publication
    keep private
    internal|internal only|do not publish|don't publish|off the record|rather not|i'd rather not|prefer not|please no
    """
)
_ATTACHED = re.compile(r"\b(?:attached|attachment|enclosed|below|in the (?:mail|email|notes))\b", re.IGNORECASE)


@lru_cache(maxsize=8)
def tag(prefix: str) -> re.Pattern[str]:
    """The reference of a call in people's words; prefix: what the references of our calls begin with."""
    return re.compile(rf"\b{prefix}[- ]?(\d{{1,6}})(\.\d+)?\b|(?<![\w&])#(\d{{1,6}})\b", re.IGNORECASE)


def reference(found: re.Match[str], prefix: str) -> str:
    """A call's reference as it is written everywhere: ``io 42`` is ``IO-0042``."""
    return f"{prefix}-{int(found[1] or found[3]):04d}{found[2] or ''}"


def read_call(said: str, prefix: str = "IO") -> Result:
    """The call: an id beats words (reading contract, "Settled details")."""
    found = tag(prefix).search(said)
    return Certain(value=reference(found, prefix), grammar="reference") if found else values.read_line(said)


def read_past_date(said: str, sent: datetime) -> Result:
    """The day of a call that was held: a day without a year or a bare weekday is the last one there was.

    sent: the mail's Date, aware; ``tonight`` is its author's day. Months go first unless the mail was sent east of the
    Americas. A day that is more than half a year ago needs its year.
    """
    if len(said) > LONGEST:
        return TOO_LONG
    for pattern, days in _AGO:
        if found := pattern.search(said):
            return _relative(said[: found.start()] + said[found.end() :], days, sent)
    return _last(_PAST.sub("", said), sent)


def _relative(rest: str, days: int, sent: datetime) -> Result:
    """``tonight (12/6)``: the words and the day beside them must agree."""
    day = (sent.date() - timedelta(days=days)).isoformat()
    rest = re.sub(r"\b(?:the|call|of|on|from|'s|held)\b", " ", rest).strip(" ,.;:()[]-–—")
    named = _last(rest, sent) if rest else None
    if isinstance(named, Doubt):
        return named
    if isinstance(named, Certain):
        return named if named.value == day else Doubt(why="there are two days that do not agree")
    hours = _SMALL_HOURS if not days else 0
    if sent.hour < (hours if sent.utcoffset() else _DAWN_IN_UTC):
        return Doubt(why="we are not sure which night that was")
    return Certain(value=day, grammar="date:relative")


def _last(said: str, sent: datetime) -> Result:
    offset = sent.utcoffset() or timedelta(0)
    zone = _US if offset <= timedelta(0) else None
    here = sent.replace(tzinfo=ZoneInfo(_US) if zone else sent.tzinfo)
    today = sent.date()
    result: Result = None
    for back in (timedelta(0), timedelta(days=7), timedelta(days=180), timedelta(days=366)):
        read = when.read_date(said, sent=here - back, zone=zone)
        if isinstance(read, Certain) and isinstance(read.value, str) and read.value <= today.isoformat():
            return _unless_old(said, date.fromisoformat(read.value), today, read)
        result = result or read
        if not re.search(r"\d", said) and back:
            break
    return Doubt(why="that day is still to come") if isinstance(result, Certain) else result


def _unless_old(said: str, day: date, today: date, read: Certain) -> Result:
    if today - day > _RECENT and not _SAID_YEAR.search(said):
        return Doubt(why=f"we need the year of {in_words(day)}", suggestion=day.isoformat())
    return Certain(value=read.value, grammar=read.grammar)


def read_breakout(said: str) -> Result:
    """The breakout's name; the main call is none (reading contract, "Settled details")."""
    return None if words(said).strip("() ") in _MAIN else values.read_line(said)


def read_taker(said: str) -> Result:
    """The name to show. Whoever asks to stay anonymous does, whatever else stands there."""
    if _ANONYMOUS.search(said) and not _NOT_ANONYMOUS.search(said):
        return Certain(value="anonymous", grammar="taker")
    bare = _ONLY.sub("", _ONLY.sub("", said.strip()).strip()).strip(" ,")
    return values.read_line(bare or said)


def read_post(said: str) -> Result:
    """Whether the notes may be posted: only a plain yes is one."""
    text = re.sub(r"[\s,.;:!-]+", " ", words(said)).strip()
    for value, known in ((True, _POST_YES), (False, _POST_NO)):
        if text in known and "?" not in said:
            return Certain(value=value, grammar="bool:post")
    return values.read_bool(said)


def read_part(said: str) -> Result:
    """Which part of how many: ``(1, 2)``."""
    text = words(said).strip("() ")
    if values.is_nothing(said) or text in _WHOLE:
        return None
    found = PART.fullmatch(text)
    numbers = part_numbers(found) if found else None
    return Certain(value=numbers, grammar="part") if numbers else Doubt(why="we could not read which part of how many")


def part_numbers(found: re.Match[str]) -> tuple[int, int] | None:
    """The two numbers of a part, where there can be such a part."""
    said, whole = ((found["n"] or found["nth"]).lower(), (found["of"] or found["all"]).lower())
    of = _number(whole)
    n = of if said == "last" else _number(said)
    return (n, of) if n and of and n <= of else None


def _number(said: str) -> int | None:
    return int(said) if said.isdigit() else _NUMBERS.get(said)


def read_links(said: str) -> Result:
    """The addresses in the words; what else stands there is about them."""
    links: Value = tuple(dict.fromkeys(URL.findall(said)))
    if links:
        return Certain(value=links, grammar="links")
    if values.is_nothing(said) or words(said) in values.NOTHING_WHERE_NAMED or _ATTACHED.search(said):
        return None
    return Doubt(why="we found no address in it")


def _text(said: str, _sheet: Sheet) -> Result:
    return values.read_text(said)


def readers(prefix: str) -> Mapping[str, Reader]:
    """The reader of each line of the notes form but the notes themselves; prefix: that of our calls' references."""
    return {"call": lambda said, _: read_call(said, prefix), **_READERS}


_READERS: Mapping[str, Reader] = {
    "date": lambda said, sheet: None if values.is_nothing(said) else read_past_date(said, sheet.sent),
    "breakout": lambda said, _: read_breakout(said),
    "taker": lambda said, _: read_taker(said),
    "attendees": _text,
    "post": lambda said, _: read_post(said),
    "part": lambda said, _: read_part(said),
    "replaces": lambda said, _: values.read_bool(said),
    "links": lambda said, _: read_links(said),
}

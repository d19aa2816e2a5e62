"""Words that change what was said before: ``9pm, not 8``, ``please ignore the date``, ``can we start an hour later``.

Who names the new day, hour or zone is read by the form's own grammars. Who only says that a line is wrong leaves it
open: that is a doubt, never a value. A condition ("let me know if the date is a problem") changes nothing.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from mailflow.fields import CALL_REQUEST
from mailflow.read import when
from mailflow.read.clauses import EVENT, around, is_hedged, politely
from mailflow.read.interpret import Sheet
from mailflow.read.labels import table_of
from mailflow.read.prose_when import MONTH
from mailflow.read.result import Certain, Doubt, Result
from mailflow.read.zones import read_zone

IS_CHANGED = "the text beside it says that it has changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One line that a sentence changes.

    result: what it says now, a doubt where that is left open; before: what it says it was, ``None`` where it does not.
    """

    key: str
    sentence: str
    result: Certain | Doubt
    before: Result = None


# What a day, an hour and a zone look like where one stands against another -------------------------------------------

_HOUR = (
    r"(?:\d{1,2}(?:[:.][0-5]\d)?(?:\s?[ap]\.?\s?m\b\.?)?"
    r"(?![\d/:%-]|(?:st|nd|rd|th)\b|\s?(?:people|persons|minutes|mins?|hours?|hrs?|days?|weeks?|of us)\b)|noon\b|midnight\b)"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b"
_ORDINAL = r"(?:the\s+)?\d{1,2}(?:st|nd|rd|th)\b"
_DATED = rf"(?:{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!:)|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}|\d{{1,2}}/\d{{1,2}}\b)"
_DAY = (
    rf"(?:(?:(?:this|next|coming)\s+)?{_WEEKDAY}(?:,?\s+(?:the\s+)?(?:{_DATED}|{_ORDINAL}))?|{_DATED}|{_ORDINAL}"
    r"|tomorrow\b)"
)
_ZONE = r"(?:(?:eastern|central|mountain|pacific|atlantic)(?: time)?|(?-i:[ECMP][SD]?T))\b"
_SLOTS: Mapping[str, str] = {"time": _HOUR, "date": _DAY, "tz": _ZONE}
_TO = r"(?:(?:on|at|for|to|from|as|the)\s+){0,2}"
_IS_NOW = (
    r"(?:but|it(?:['’]?s| is| will be)?|its|make it|rather|should be|we (?:mean|meant|want)|i (?:mean|meant)"
    r"|let['’]s (?:say|do|make it))"
)


def _contrasts(slot: str) -> tuple[re.Pattern[str], ...]:
    """The ways in which the new stands against the old."""
    new, old = rf"(?P<new>{slot})", rf"(?P<old>{slot})"
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"(?<![\w/:.@-]){new}(?: (?:now|please|sharp))?,? (?:and |but )?"
            rf"(?:not|rather than|instead of|in place of) {_TO}{old}(?!\w)",
            rf"\b(?:not|isn['’]t|instead of|rather than) {_TO}{old}[,;.]?(?: (?:anymore|any more))?[,;]? "
            rf"(?:{_IS_NOW} ){{0,2}}{_TO}{new}(?!\w)",
            rf"\b(?:says?|said|wrote|put|typed) {_TO}{old},? (?:but|and) (?:we|i|it) "
            rf"(?:mean|means|meant|want|wanted|should be|should say|is) {_TO}{new}(?!\w)",
            rf"\b(?:change|move|push|switch|reschedule|postpone)(?:d|s|ing)?\b[^.?!,;]{{0,30}}? from {_TO}{old} to {_TO}{new}(?!\w)",
        )
    )


_CONTRASTS = {key: _contrasts(slot) for key, slot in _SLOTS.items()}
_NAMED = {
    "time": r"(?:start(?:ing)?(?: time)?|call time|time|hour)(?! zone)",
    "date": r"(?:date|day)",
    "tz": r"time ?zone",
}
_BE = r"(?:is now|is|will be|would be|should be|should read|should say|must be|has to be|needs to be|['’]s)"
_STATED = {
    key: re.compile(
        rf"\b(?:the|our|my|a|new) (?:new |correct |real )?{name}(?: (?:in|on) the form| below| above)? {_BE}(?: now)? {_TO}"
        rf"(?P<new>{_SLOTS[key]})(?!\w)"
        rf"|\b(?:read|take|use|make|put|consider) (?:the|our) {name}(?: of the call)? {_TO}(?P<as>{_SLOTS[key]})(?!\w)",
        re.IGNORECASE,
    )
    for key, name in _NAMED.items()
}

# That a line is wrong, and that the call moves -----------------------------------------------------------------------

_LINE = (
    r"(?:start(?: time)?|time ?zone|call title|name of the call|maestro tech(?: supporter)?|tech(?: (?:person|support"
    r"|supporter))?|back-?up(?: facilitator)?|facilitator|date|day|time|hour|title|length|group|purpose|note ?taker)"
)
_IN_FORM = r"(?: (?:in|on|from) (?:the|this|my|our) (?:form|mail|email|request|attachment)| (?:given |written )?(?:below|above))?"
_WRONG = (
    r"(?:wrong|incorrect|outdated|old|a (?:typo|mistake)|off|no longer (?:right|correct|valid|good|current|true))"
)
_TAKES_BACK = re.compile(
    r"\b(?:(?:do not|don['’]?t|please don['’]?t) (?:use|take|mind|look at)|ignore|disregard|forget(?: about)?|change"
    rf"|replace|scratch|correct|update|fix) (?:the|my|our|that|what it says (?:for|under)) (?P<after>{_LINE})\b"
    rf"|\b(?:the|our|my) (?P<before>{_LINE}){_IN_FORM}(?: (?:is|was|are) (?:now )?{_WRONG}"
    r"| (?:has|have|had) (?:been )?(?:changed|moved|shifted)|(?: has to| must| will| needs to| may| might) (?:be changed|change)"
    r"|(?: has| had)? (?:dropped|backed|pulled|bowed) out| (?:can['’]?t|cannot|can no longer|won['’]?t|will not)"
    r" (?:make|do|be|come|facilitate|join|attend)|(?: is|['’]s) not (?:decided|settled|fixed|certain|agreed|final))\b"
    r"|\b(?:ignore|disregard|forget|change|scratch|do not (?:use|take)) (?:the )?(?:line|number|no\.|item|question|#) ?"
    r"(?P<number>\d{1,2})\b",
    re.IGNORECASE,
)
_SHIFTS = re.compile(
    r"\b(?:start|begin|(?:move|push|shift|bump|put|delay|postpone|change)(?:d|ed)? (?:it|the (?:call|start|time)|this|our call))"
    r"(?: it)?(?: (?:back|up|forward|ahead|out|off))?(?: by)? (?P<by>an?|one|two|three|half an?|\d{1,3}) "
    r"(?P<unit>hours?|minutes?|mins?|days?|weeks?|months?)\b"
    r"|\b(?:have|had|need|want|wish|would like|['’]d like|must) to (?:re-?schedule|postpone|move|delay) "
    r"(?:it|this|the call|our call|the date)(?=\s*(?:[.!?,;)]|\Z|to an?other|because|since|as\b))",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\b(?:have|had|need|want|wish|would like|['’]d like|must|going) to (?:change|move) the (?P<line>date|day|time|start)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|whether|in case|unless|when(?:ever)?|once|let (?:me|us) know|tell (?:me|us)|do i|do we|how (?:do|can))\b",
    re.IGNORECASE,
)
_ASKS_NICELY = re.compile(
    r"\A(?:\W|hi|hello|hey|sorry|oops|so|and|also|please)*\b(?:can|could|may|would) (?:we|you|i)(?: please| all| just)*"
    r" (?:change|make|move|push|switch|reschedule|start|begin|shift|do|set|have)\b",
    re.IGNORECASE,
)


def asks_nicely(sentence: str) -> bool:
    """Whether a question is a polite order: ``can we make it 9pm instead?``."""
    return bool(_ASKS_NICELY.search(sentence))


def changes(sheet: Sheet, sentence: str) -> Iterator[Change]:
    """What a sentence changes of a call. sheet: what is known, for the zone and the day that its words count in."""
    seen: set[str] = set()
    for one in (*_said_anew(sheet, sentence), *_taken_back(sentence)):
        if one.key not in seen:
            seen.add(one.key)
            yield one


def _said_anew(sheet: Sheet, sentence: str) -> Iterator[Change]:
    """A new day, hour or zone against the old one, or behind the name of its line."""
    for key in _SLOTS:
        for pattern in (*_CONTRASTS[key], _STATED[key]):
            for found in pattern.finditer(sentence):
                words = found.groupdict()
                said, old = words.get("new") or words["as"], words.get("old")
                if _is_of_something_else(sentence, found.start()) or (_is_bare(said) and _is_bare(old) and old is not None):
                    continue
                result = _read(sheet, key, said)
                if result is not None:
                    unsure = is_hedged(around(sentence, found.start())) or (
                        sentence.endswith("?") and not asks_nicely(sentence)
                    )
                    yield Change(key, sentence, _open(result) if unsure else result, _read(sheet, key, old or ""))


def _is_bare(said: str | None) -> bool:
    """Whether it is a number that may count anything."""
    return bool(said and said.isdigit())


def _open(result: Certain | Doubt) -> Doubt:
    return Doubt(why=IS_CHANGED, suggestion=result.value if isinstance(result, Certain) else result.suggestion)


def _read(sheet: Sheet, key: str, said: str) -> Result:
    result = _GRAMMARS[key](sheet, re.sub(r"\A(?:the|on|at)\s+(?=\D)", "", said)) if said else None
    if isinstance(result, Certain):
        return Certain(value=result.value, grammar=result.grammar, assumed=result.assumed)
    return Doubt(why=result.why, suggestion=result.suggestion) if result else None


_GRAMMARS: Mapping[str, Callable[[Sheet, str], Result]] = {
    "time": lambda sheet, said: when.read_time(said, sent=sheet.sent, zone=sheet.zone, day=sheet.day),
    "date": lambda sheet, said: when.read_date(said, sent=sheet.sent, zone=sheet.zone),
    "tz": lambda sheet, said: read_zone(said, day=sheet.day),
}


def _taken_back(sentence: str) -> Iterator[Change]:
    """A line that is called wrong by its name or number, and a call that moves by so much."""
    table = table_of(CALL_REQUEST)
    by_number = {str(spec.n): spec.key for spec in CALL_REQUEST.specs}
    for found in _TAKES_BACK.finditer(sentence):
        spec = table.find(found["after"] or found["before"] or "")
        key = spec.key if spec else by_number.get(found["number"] or "")
        if key and not _is_of_something_else(sentence, found.start()):
            yield Change(key, sentence, Doubt(why=IS_CHANGED))
    for found in _SHIFTS.finditer(sentence):
        if not _is_of_something_else(sentence, found.start()):
            is_time = found["unit"] and found["unit"][0].lower() in "hm" and not found["unit"].lower().startswith("mo")
            yield Change("time" if is_time else "date", sentence, Doubt(why=IS_CHANGED))
    for found in _MOVED.finditer(sentence):
        if not _is_of_something_else(sentence, found.start()):
            yield Change("date" if found["line"].lower()[0] == "d" else "time", sentence, Doubt(why=IS_CHANGED))


def _is_of_something_else(sentence: str, at: int) -> bool:
    """Whether the clause before the place sets a condition, or speaks of another matter."""
    clause = politely(around(sentence, at))
    head = politely(sentence[:at])
    return bool(_CONDITION.search(head) or re.search(EVENT, clause, re.IGNORECASE))

"""Words that change what was said before: ``9pm, not 8``, ``please ignore the date``, ``can we start an hour later``.

Who names the new day, hour or zone is read by the form's own grammars. Who only says that a line is wrong leaves it
open: that is a doubt, never a value. A condition ("let me know if the date is a problem") changes nothing.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from mailflow.fields import CALL_REQUEST
from mailflow.model import Person, Source, Value
from mailflow.read.answers.result import Certain, Doubt, Result
from mailflow.read.forms.labels import table_of
from mailflow.read.interpret import Sheet
from mailflow.read.sentences.anchors import MONTH
from mailflow.read.sentences.clauses import EVENT, around, cut, is_hedged, is_past, politely
from mailflow.read.sentences.prose_when import phrases, read_phrase
from mailflow.read.times import when
from mailflow.read.times.zones import read_zone

IS_CHANGED = "the text beside it says that it has changed"
WOULD_BE_BETTER = "we are not sure whether that is a change"


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
    r"(?![\d/:%-]|(?:st|nd|rd|th)\b|\s?(?:people|persons|minutes|mins?|hours?|hrs?|days?|weeks?|of us)\b)"
    r"|noon\b|midnight\b)"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b"
_ORDINAL = r"(?:the\s+)?\d{1,2}(?:st|nd|rd|th)\b"
_DATED = (
    rf"(?:{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!:)|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}"
    r"|\d{1,2}/\d{1,2}\b)"
)
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
_RATHER_THAN = r"(?:not|isn['’]t|rather than|instead of|in place of)"
_MEANS = r"(?:mean|means|meant|want|wanted|should be|should say|is(?: now)?|will be|has to be|must be)"
_MOVES = r"(?:change|move|push|switch|reschedule|postpone)(?:d|s|ing)?"


def _contrasts(slot: str) -> tuple[re.Pattern[str], ...]:
    """The ways in which the new stands against the old."""
    new, old = rf"{_TO}(?P<new>{slot})", rf"{_TO}(?P<old>{slot})"
    ways = (
        rf"(?<![\w/:.@-])(?P<new>{slot})(?: (?:now|please|sharp))?,? (?:and |but )?{_RATHER_THAN} {old}(?!\w)",
        rf"\b{_RATHER_THAN} {old}[,;.]?(?: (?:anymore|any more))?[,;]? (?:{_IS_NOW} ){{0,2}}{new}(?!\w)",
        rf"\b(?:says?|said|wrote|put|typed) {old},? (?:but|and) (?:we|i|it) {_MEANS} {new}(?!\w)",
        rf"\b{_MOVES}\b[^.?!,;]{{0,30}}? from {old} to {new}(?!\w)",
    )
    return tuple(re.compile(one, re.IGNORECASE) for one in ways)


_CONTRASTS = {key: _contrasts(slot) for key, slot in _SLOTS.items()}
_BETTER = {
    key: re.compile(
        rf"(?<![\w/:.@-])(?P<new>{slot}),? (?:works|suits|fits|is|would be|would work|might be|might work)"
        r" (?:a lot |much )?(?:better|best|easier)\b",
        re.IGNORECASE,
    )
    for key, slot in _SLOTS.items()
}
"""What somebody would rather have: asked back, never taken."""
_NAMED = {
    "time": r"(?:start(?:ing)?(?: time)?|call time|time|hour)(?! zone)",
    "date": r"(?:date|day)",
    "tz": r"time ?zone",
}
_BE = r"(?:is now|is|will be|would be|should be|should read|should say|must be|has to be|needs to be|['’]s)"
_IN_FORM = (
    r"(?: (?:in|on|from) (?:the|this|my|our) (?:form|mail|email|request|attachment)"
    r"| (?:given |written )?(?:below|above))?"
)


def _statements(name: str, slot: str) -> tuple[re.Pattern[str], ...]:
    """The ways in which a line is said anew by its name."""
    new = rf"{_TO}(?P<new>{slot})(?!\w)"
    ways = (
        rf"\b(?:the|our|my|a|new) (?:new |correct |real )?{name}{_IN_FORM} {_BE}(?: now)? {new}",
        rf"\b(?:it|the call|our call) (?:now )?(?:has to|must|needs to|will have to|should) be {new}",
        rf"\b(?:(?:read|take|use|make|put|consider) (?:the|our) {name}(?: of the call)?|make (?:it|that)) {new}",
    )
    return tuple(re.compile(one, re.IGNORECASE) for one in ways)


_STATED = {key: _statements(name, _SLOTS[key]) for key, name in _NAMED.items()}

# That a line is wrong, and that the call moves -----------------------------------------------------------------------

_LINE = (
    r"(?:start(?: time)?|time ?zone|call title|name of the call|maestro tech(?: supporter)?|tech(?: (?:person|support"
    r"|supporter))?|back-?up(?: facilitator)?|facilitator|date|day|time|hour|title|length|group|purpose|note ?taker)"
)
_WRONG = r"(?:wrong|incorrect|outdated|old|a (?:typo|mistake)|off|no longer (?:right|correct|valid|good|current|true))"
_IS_WRONG = (
    rf"(?: (?:is|was|are) (?:now )?{_WRONG}| (?:has|have|had) (?:been )?(?:changed|moved|shifted)"
    r"|(?: has to| must| will| needs to| may| might) (?:be changed|change)"
    r"|(?: has| had)? (?:dropped|backed|pulled|bowed) out"
    r"| (?:can['’]?t|cannot|can no longer|won['’]?t|will not) (?:make|do|be|come|facilitate|join|attend)"
    r"|(?: is|['’]s) not (?:decided|settled|fixed|certain|agreed|final))\b"
)
_TAKES_BACK = re.compile(
    r"\b(?:(?:do not|don['’]?t|please don['’]?t) (?:use|take|mind|look at)|ignore|disregard|forget(?: about)?|change"
    rf"|replace|scratch|correct|update|fix) (?:the|my|our|that|what it says (?:for|under)) (?P<after>{_LINE})\b"
    rf"|(?:\A|\b(?:the|our|my) )(?P<before>{_LINE}){_IN_FORM}{_IS_WRONG}"
    r"|\b(?:ignore|disregard|forget|change|scratch|do not (?:use|take)) (?:the )?"
    r"(?:line|number|no\.|item|question|#) ?(?P<number>\d{1,2})\b",
    re.IGNORECASE,
)
_IT = r"(?:it|this|our call|the (?:call|start|time))"
_WANTS_TO = r"\b(?:have|had|need|want|wish|would like|['’]d like|must|going) to"
_SHIFTS = re.compile(
    rf"\b(?:start|begin|(?:move|push|shift|bump|put|delay|postpone|change)(?:d|ed)? {_IT})(?: it)?"
    r"(?: (?:back|up|forward|ahead|out|off))?(?: by)? (?:half an?|an?|one|two|three|\d{1,3}) "
    r"(?P<unit>hours?|minutes?|mins?|days?|weeks?|months?)\b"
    rf"|{_WANTS_TO} (?:re-?schedule|postpone|move|delay) (?:{_IT}|the date)"
    r"(?=\s*(?:[.!?,;)]|\Z|to an?other|because|since|as\b))",
    re.IGNORECASE,
)
_MOVED = re.compile(rf"{_WANTS_TO} (?:change|move) the (?P<line>date|day|time|start)\b", re.IGNORECASE)
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


def correct(sheet: Sheet, words: str, source: Source) -> None:
    """Take what sentences of a reply change for what they say: ``Oops, I meant 9pm``, ``its not 8 its 7:30pm``."""
    for sentence in cut(words).sentences:
        here = Source(source.part, source.line, "", sentence)
        told = [*changes(sheet, sentence)] or [*_corrected(sheet, sentence)]
        for change in told:
            if change.key not in sheet.fields and change.key not in sheet.unclear:
                sheet.take(change.key, sentence, here, change.result)


_CORRECTS = re.compile(
    r"\b(?:(?:i|we) (?:really |actually )?meant|correction\b|make (?:it|that)|should (?:be|read|say)"
    r"|(?:change|move|reschedule|switch|push) (?:it|that|this|(?:the|our) \w+)(?: (?!to\b)[\w-]+){0,3} (?:to|for|on)\b"
    r"|(?P<perhaps>instead(?: of)?)\b)",
    re.IGNORECASE,
)


def _corrected(sheet: Sheet, sentence: str) -> Iterator[Change]:
    """A day or an hour beside words of correction; where a question or more than one leaves it open, a doubt."""
    found = _CORRECTS.search(sentence)
    if not found:
        return
    all_ = phrases(sentence)
    sure = [one for one in all_ if one.is_sure]
    named = [one for one in sure if one.is_call] or [one for one in sure if not is_past(sentence)]
    is_open = sentence.endswith("?") and not asks_nicely(sentence)
    if len(all_) == 1 and named == [*all_] and not (is_open and not found["perhaps"]):
        for key, result in read_phrase(sheet, named[0], sheet.zone):
            if isinstance(result, Certain):
                yield Change(key, sentence, _open(result) if is_open else result)


def changes(sheet: Sheet, sentence: str) -> Iterator[Change]:
    """What a sentence changes of a call. sheet: what is known, for the zone and the day that its words count in."""
    seen: set[str] = set()
    for one in (*_said_anew(sheet, sentence), *_preferred(sheet, sentence), *_taken_back(sentence)):
        if one.key not in seen:
            seen.add(one.key)
            yield one


def _said_anew(sheet: Sheet, sentence: str) -> Iterator[Change]:
    """A new day, hour or zone against the old one, or behind the name of its line."""
    for key in _SLOTS:
        for pattern in (*_CONTRASTS[key], *_STATED[key]):
            for found in pattern.finditer(sentence):
                words = found.groupdict()
                said, old = words["new"], words.get("old")
                if _is_of_something_else(sentence, found.start()) or _are_counts(sheet, sentence, said, old):
                    continue
                result = _read(sheet, key, said)
                if result is not None:
                    unsure = is_hedged(around(sentence, found.start())) or (
                        sentence.endswith("?") and not asks_nicely(sentence)
                    )
                    yield Change(key, sentence, _open(result) if unsure else result, _read(sheet, key, old or ""))


def _preferred(sheet: Sheet, sentence: str) -> Iterator[Change]:
    """A day, an hour or a zone that would be better: ``9 works better for Tammy``."""
    for key, pattern in _BETTER.items():
        for found in pattern.finditer(sentence):
            result = None if _is_of_something_else(sentence, found.start()) else _read(sheet, key, found["new"])
            if result is not None:
                yield Change(key, sentence, replace(_open(result), why=WOULD_BE_BETTER))


def _are_counts(sheet: Sheet, sentence: str, said: str, old: str | None) -> bool:
    """Whether two bare numbers may count anything: ``9, not 8``, where nothing says that they are hours."""
    if old is None or not (said.isdigit() and old.isdigit()):
        return False
    known = sheet.text("time")
    is_known = known is not None and int(known[:2]) % 12 == int(old) % 12
    return not is_known and not _OF_HOURS.search(sentence)


def _open(result: Certain | Doubt) -> Doubt:
    return Doubt(why=IS_CHANGED, suggestion=result.value if isinstance(result, Certain) else result.suggestion)


def _read(sheet: Sheet, key: str, said: str) -> Result:
    result = _GRAMMARS[key](sheet, re.sub(r"\A(?:the|on|at)\s+(?=\D)", "", said)) if said else None
    if isinstance(result, Certain):
        return Certain(value=result.value, grammar=result.grammar, assumed=result.assumed)
    return Doubt(why=result.why, suggestion=result.suggestion) if result else None


_OF_HOURS = re.compile(r"\b(?:start|starts|begin|begins|time|o['’]?clock|hour)\b", re.IGNORECASE)
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


# That somebody cannot ------------------------------------------------------------------------------------------------

ROLES = ("facilitator", "backup", "tech", "notetaker")
_WHO = r"(?P<who>[A-Z][\w'’-]+)(?: [A-Z][\w'’-]+){0,2}"
_DROPS = (
    re.compile(
        rf"\b{_WHO}(?:(?: can['’]?t| cannot)(?! (?:wait|thank|stress|say|tell|believe|help but)\b)| won['’]?t| will not"
        r"| (?:can|will) no longer| is(?: no longer| not|n['’]t) able| is unable"
        r"|(?: has| had)?(?: to)? (?:drop(?:ped)?|back(?:ed)?|bow(?:ed)?|pull(?:ed)?|step(?:ped)?) (?:out|down)"
        r"| may not| might not| (?:is|will be) (?:un|not )available| has (?:another|a (?:conflict|clash|prior))"
        r"|(?: has| had)? (?:quit|resigned|cancel+ed)"
        r"| (?:is|will be) (?:sick|ill|away|out of town|travel+ing)(?: (?:that|then)\b|,? so\b))"
    ),
    re.compile(
        r"\b(?:instead of|in place of|rather than|[Rr]eplac(?:e|es|ed|ing)|taking over (?:from|for)|not) " + _WHO
    ),
)
_WRITES_FOR = re.compile(r"\b(?:sending|writing|filling|typing|mailing|e-?mailing|asking)\b", re.IGNORECASE)


def roles_dropped(sheet: Sheet, sentence: str) -> Iterator[str]:
    """The roles whose persons a sentence takes out: ``Ann can no longer facilitate``, ``Cy instead of Bo``."""
    if _WRITES_FOR.search(sentence):
        return
    names = {found["who"].casefold() for pattern in _DROPS for found in pattern.finditer(sentence)}
    for key in ROLES:
        held = sheet.fields.get(key)
        if held is not None and names & first_names(held.value):
            yield key


def first_names(value: Value) -> set[str]:
    """The first names of the persons that a value holds, lower-cased."""
    persons = value if isinstance(value, tuple) else ()
    return {one.name.casefold().split()[0] for one in persons if isinstance(one, Person) and one.name}

"""Day, hour, zone, length and recurrence of the call in plain sentences.

Words that can be read as a day, an hour or how often stand together as one phrase, which the strict grammars of
``when`` and ``repeat`` read whole. Whether a phrase is about the call is told by what stands before and behind it:
"a call on Thursday", "Thursday would suit us", a phrase by itself; "the march is on Saturday" is of another matter.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from mailflow.read.answers.result import Certain, Doubt, Result
from mailflow.read.interpret import Sheet
from mailflow.read.persons.people import NOT_SURE
from mailflow.read.sentences.clauses import CALL, EVENT, around, clauses, is_hedged, is_negative, is_past, politely
from mailflow.read.times import repeat, when
from mailflow.read.times.length import read_length
from mailflow.read.times.zones import match, read_zone

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_FULL_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b"
_SHORT_DAY = (
    rf"(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b(?=\.?,?\s*(?:the\s+)?(?:\d|{MONTH}\s*\d|at\b|@|night\b|eve))"
)
_WEEKDAY = rf"(?:{_FULL_DAY}|{_SHORT_DAY})\.?"
_TH = r"(?:st|nd|rd|th)"
_MONTH_DAY = (
    rf"(?:{MONTH}\s+(?:the\s+)?\d{{1,2}}{_TH}?(?![\d:])|(?:the\s+)?\d{{1,2}}{_TH}?\s+(?:day\s+)?(?:of\s+)?{MONTH}"
    r"|\d{1,2}/\d{1,2}(?:/\d{2,4})?)(?:,?\s+20\d\d\b)?"
)
_ORDINAL_DAY = (
    rf"(?:the\s+)?\d{{1,2}}{_TH}\b(?!\s+(?:st\b|street|ave|avenue|floor|grade|graders?|amendment|congress"
    r"|district|century"
    r"|time|ward|birthday|anniversary|annual|(?-i:[A-Z])))"
)
_EVERY = (
    rf"(?:(?:every|each)\s+(?:other\s+|second\s+|single\s+)?(?:week\s+on\s+)?{_FULL_DAY}(?:\s+(?:and|&)\s+{_FULL_DAY})*"
    r"|(?:(?:on\s+)?the\s+)?(?:(?:1st|2nd|3rd|4th|first|second|third|fourth|last)(?:\s+(?:and"
    rf"|&)\s+)?){{1,2}}\s+{_FULL_DAY}"
    rf"\s+(?:of|in)\s+(?:each|every|the)\s+month"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days\b)"
)
_DATE = re.compile(
    rf"\b(?:{_EVERY}|(?:(?:this\s+coming|this|next|coming|the\s+coming)\s+)?{_WEEKDAY}"
    rf"(?:\s+(?:next|this)\s+week\b)?(?:,?\s+(?:the\s+)?(?:{_MONTH_DAY}|{_ORDINAL_DAY}))?"
    rf"|{_MONTH_DAY}|{_ORDINAL_DAY}|20\d\d-\d\d-\d\d|(?:the\s+)?day\s+after\s+tomorrow|tomorrow"
    r"|(?:(?<=call )|(?<=line )|(?<=is )|(?<=for )|(?<=be ))(?:tonight|today)|(?:tonight|today)(?=,? (?:at )?\d)"
    r"|(?:some\s?time\s+|later\s+|early\s+)?(?:this|next|the\s+following)\s+(?:week(?:end)?|month)\b"
    r"|in\s+(?:a|one|two|three|\d)\s+weeks?\b"
    r"|for\s+(?:the\s+next\s+)?(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve"
    r"|a\s+few)\s+(?:weeks|months|calls)\b"
    rf"|(?:until|through|till|thru)\s+(?:the\s+end\s+of\s+)?{MONTH}(?!\s*\d))(?!\w)",
    re.IGNORECASE,
)
_BARE_AFTER = (
    r"(?=\s*(?:$|[,.;!?()/–-]|in\s+the\b|on\b|our\b|my\b|o'?clock|sharp\b|tonight|tomorrow|this\b|next\b|for\b"
    r"|please\b|to\b"
    rf"|until\b|and\b|or\b|would\b|works?\b|{_WEEKDAY}|{MONTH}\s+\d))"
)
_HALF = r"(?:\s*[ap]\.?\s?m\b\.?)"
_WORD_HOUR = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_CLOCK = (
    rf"(?:(?:(?:a\s+)?(?:quarter|half)\s+(?:to|of|past|after|till?|before)\s+|half\s+)(?:(?:\d{{1,2}}"
    rf"|{_WORD_HOUR}){_HALF}|(?:\d{{1,2}}|{_WORD_HOUR})\b)"
    rf"|{_WORD_HOUR}(?:[ -](?:thirty|fifteen|forty-?five))?(?:{_HALF}|\s+o['’]?clock\b"
    r"|(?=\s+in\s+the\s+(?:morning|evening)))"
    rf"|\d{{1,2}}(?:[:.]\d\d)?{_HALF}|\d{{1,2}}\s+o['’]?clock\b|(?:high\s+)?noon\b|midday\b|midnight\b"
    rf"|\d{{1,2}}:\d\d\b)"
)
_TIME = re.compile(
    rf"(?<![\w.:/$#])(?:(?:from\s+|between\s+)?(?:\d{{1,2}}(?:[:.]\d\d)?\s*(?:-|–|to|until|till?)\s*)?{_CLOCK}"
    rf"(?:\s*(?:-|–|to|until|till?)\s*(?:{_CLOCK}|\d{{1,2}}\b(?!/|:)))?"
    rf"|(?<=\bat )\d{{1,2}}(?:\.[0-5]\d)?\b{_BARE_AFTER})",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:in\s+the\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening)|at\s+night|o['’]?clock"
    r"|(?<=day )(?:morning|afternoon"
    r"|evening|night)s?|(?<=tomorrow )(?:morning|afternoon|evening|night)|evenings?(?=[,.]? |$))\b",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"\b(?:US\s+)?(?:(?:Eastern|Central|Mountain|Pacific|Atlantic|Alaska|Hawaii)(?:\s+(?:standard|daylight))?\s+time"
    r"|(?-i:[ECMP][SD]?T|GMT|UTC|BST|CET|CEST|[A-Z][a-z]+(?=\s+time)))\b(?:\s+time\b)?"
    r"|\b(?:our|my|local)\s+time\s*\([^()]{2,30}\)",
    re.IGNORECASE,
)
_BEFORE_ZONE = re.compile(r"[\s,/]*\(?\s*(?:(?:our|my|local|US)\s+time\s*[,(]?\s*)?(?:in\s+)?\(?", re.IGNORECASE)
_BARE_WITH_ZONE = re.compile(r"(?<![\w.:/$#-])(?<!\bof )\d{1,2}(?:[:.]\d\d)?(?=\s+\S)")
_SUITS = (
    r"(?:would|will|should|could|can|might|may|is|are)?\s*(?:also\s+|really\s+|probably\s+|maybe\s+)?(?:be\s+)?"
    r"(?:suits?|works?|good|great|best|fine|perfect|ideal|okay|ok|wonderful|better|lovely|convenient|do)\b"
    r"(?:\s+(?:best|well|fine|better|great))?(?:\s+(?:for|with)\s+(?:us|me|our group|our people|our folks"
    r"|everyone|everybody"
    r"|all of us|most of us|the group))?(?:\s+(?:us|me))?(?:\s+(?:best|well|fine))?"
)
_GLUE = re.compile(
    rf"[\s,()/–@-]*(?:\([^()\d]{{0,40}}\)[\s,]*)?(?:{_SUITS}[\s,]*(?:\([^()\d]{{0,40}}\)[\s,]*)?)?"
    r"(?:(?:on|at|from|the|starting|beginning|start|begin|starts|begins|until|till|through|to|or|and|either|of"
    r"|in|sharp|promptly"
    r"|with|time|our|my|local)\b[\s,()@]*){0,4}(?:or|and|/)?\s*",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"\b(?:on|at|from|starting|beginning|until|till|through|to|or|and|time|our|my|local)\b|[-–/@(),]", re.IGNORECASE
)
_OFTEN = re.compile(
    r"\b(?:weekly|bi-?weekly|fortnightly|monthly|every\s+(?:other\s+)?(?:week|month)|every\s+(?:two|three|four"
    r"|2|3|4)\s+weeks"
    r"|once\s+a\s+(?:week|month)|recurring\s+(?:weekly|monthly))\b",
    re.IGNORECASE,
)

_FILLER = (
    r"(?:on|for|at|by|from|how about|what about|we|i|us|it|that|this|so|and|also|please|thanks|date|day|when"
    r"|time|the|a|want"
    r"|need|would like|['’]d like|like|would love|['’]d love|love|say|let['’]s|do|have|be|best|ideally|maybe|perhaps"
    r"|preferably|probably|hopefully|either|possibly|is|['’]s|are|will|would|could|should|can|might|may|make"
    r"|no|wait|actually|sorry|oops|meant|i|hope"
    r"|for us|schedule|set|hold|book|reserve|start|starting|begin|beginning|starts|begins|to|first|choice|our|preferred"
    r"|proposed|hmm|ok|okay|well|then|rather|instead|get|give us|any|one|if possible|of|wish|hoping|now|just"
    r"|prefer|around|about"
    r"|set up|shoot|aim|go|with|scratch|move|change|reschedule|push|correction|next|new|another|our next call"
    r"|same|hour)"
)
_ALONE_BEFORE = re.compile(rf"(?:[\s,.:;()!'\"–-]|(?<![\w'’]){_FILLER}(?![\w]))*", re.IGNORECASE)
_BEHIND = re.compile(
    r"[\s,.:;()!?'\"–-]*(?:(?:please|thanks|thank you|if possible|instead|sharp|then|too|also|same (?:time"
    r"|hour)(?: as (?:before|usual|always))?"
    r"|as well|for us|pls|plz|in any case|either way|whichever (?:it is|day)|on (?:any|all) of them"
    r"|each|in all|total|lasting|for|about|or so|works?|ok|okay|and|we think|i think|on your side)\b[\s,.:;()!?'\"–-]*"
    r"|(?:for\s+|about\s+)?(?:\d{1,3}|an?|one|two|three|half an|\d\.5)[ -](?:minutes?|mins?|hours?|hrs?)"
    r"(?:\s+and\s+(?:a\s+half|\d+\s+min\w*))?[\s,.:;()!?-]*|with [\w ,]{3,60}$|,? \d[\d –-]*(?:people|persons"
    r"|folks)\b.*$)*",
    re.IGNORECASE,
)
_CALL_AHEAD = re.compile(rf"\s*(?:[\w'’-]+\s+){{0,1}}{CALL}", re.IGNORECASE)
_SUITED = re.compile(rf"[\s,)]*(?:\([^()]*\)\s*)?{_SUITS}(?=[\s,.;!?)(]|$)", re.IGNORECASE)
_CALLED = re.compile(rf"\b{CALL}|\bmaestro\b|\bconference\b", re.IGNORECASE)
_EVENTS = re.compile(EVENT, re.IGNORECASE)
_LIMITS = re.compile(
    r"(?:\b(?:by|but|before|until|till|after|since|through|deadline|due|except|than|not|prior to|ahead of|back"
    r"|date of|as of"
    r"|born|dated|between now and|starting from now)\s+(?:on\s+|the\s+)?|\blast\s+"
    r"|\b(?:quarter|half|five|ten|twenty|twenty-five)\s+(?:minutes\s+)?(?:to|past|after|of|till?|before)\s+)\Z",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:(?:if|in case) (?:that|it|this|not|neither|none|those|[\w ]{1,20} (?:is|are|does|do)(?:n['’]t| not))"
    r"|(?:not|isn['’]t) the call|otherwise|failing that|second choice|alternatively|as an alternative"
    r"|our (?:regular|usual|weekly)"
    r"|regularly|usually|normally|already|always|existing|current|(?:your|their) (?:time|call|calls|mail|email"
    r"|note|reply|message)"
    r"|reach (?:me|us)|call (?:me|us) (?:at|on|back|before|after|any)|available (?:until|from)|deadline|meets?|we meet"
    r"|to (?:vote|rsvp|register|sign up)|(?:notes|minutes|recordings?|links?|pins?) (?:of|from|for|to))\b",
    re.IGNORECASE,
)
_RESTATED = re.compile(
    r"\A[\s(,]*(?:that(?:['’]s| is| would be| will be)|which is|i\.e\.|so)\b.*\b(?:for (?:the|our|those|people"
    r"|folks|you|anyone)"
    r"|your time|their time|over there|in (?-i:[A-Z]))",
    re.IGNORECASE,
)
_DETERMINED = re.compile(r"\b(?:our|their|your|an?|the|his|her|every)\s+\Z", re.IGNORECASE)
_NOUN_BEHIND = re.compile(
    r"\s+(?!(?:conference|phone|maestro|call|line|at|on|for|and|or|to|we|with|is|from|works?|would|will|please"
    r"|if|so|but|then"
    rf"|{_SUITS})\b)[a-z]",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"\b(?:(?:i|we) (?:really |actually )?meant|correction\b|make (?:it|that)|should (?:be|read|say)|scratch that"
    r"|(?:change|move|switch|push|reschedule) [\w' -]{2,40}? (?:to|for)"
    r"|no,? wait|wait,? no"
    r"|let['’]s (?:make|do) (?:it|that)|instead)\b",
    re.IGNORECASE,
)

_DURATION = re.compile(
    r"(?P<about>\b(?:for\s+|about\s+|around\s+|lasts?\s+|lasting\s+|maximum\s+|max\s+|up\s+to\s+|of\s+)+)?"
    r"(?<![\w/.:-])(?<!\bof )(?P<length>(?:three[ -]quarters\s+of\s+an\s+hour\b|(?:half\s+an?|an?|one|two|three"
    r"|ninety|sixty|thirty|forty-?five|\d{1,3}(?:\.\d)?)"
    r"(?:\s+and\s+a\s+half)?[ -](?:minutes?|mins?|hours?|hrs?)\b|(?:an?\s+)?half[ -]hour\b|\d(?:\.5)?hrs?\b"
    r"|\d{2,3}min\b)"
    r"(?:\s+and\s+(?:a\s+(?:half|quarter)|\d{1,2}\s+min(?:ute)?s?)\b)?)"
    r"(?P<more>(?:,?\s*(?:or|to|-|–)\s*(?:an?\s+|one\s+|two\s+|three\s+|half\s+|\d)[\w. -]{0,20}?(?:hours?"
    r"|half|minutes?|mins?)?\b)?)",
    re.IGNORECASE,
)
_OF_LENGTH = re.compile(
    rf"{CALL}|\blast(?:s|ing)?\b|\blength\b|\bplenty\b|\b(?:should|would|will|ought to) (?:do|be (?:enough|fine"
    r"|plenty|good))\b"
    r"|\benough\b|\beach(?: one| call)?\b|\bduration\b|\blong\b|\bkeep it (?:to|under)\b|\bplan(?:ning)? (?:on|for)\b"
    r"|\bexpect"
    r"|\bwe['’]?(?:d| would|ll)? (?:only )?need\b|\bit will take\b|\bsuffice\b",
    re.IGNORECASE,
)
_NOT_LENGTH = re.compile(
    r"\b(?:in|within|after|every|per|ago|early|late|away|before|ahead|drive|notice|waited|left|later|than|minimum wage"
    r"|hours? of|rate|week)\b",
    re.IGNORECASE,
)


_MOST_PHRASES = 20
"""As many days and hours in one sentence are a timetable, and none of them is plainly the call's."""

_Anchor: TypeAlias = tuple[int, int, str]
"""Where a day, an hour or a zone begins and ends, and which of them it is."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a sentence that speak of a day, an hour or a zone.

    is_call: whether they plainly are the call's; is_sure: whether the clause leaves nothing open; corrects: whether
    they take back what was said before; wavers: whether they may do so; kinds: ``date``, ``time``, ``zone``.
    """

    said: str
    sentence: str
    kinds: frozenset[str]
    is_call: bool
    is_sure: bool
    corrects: bool
    wavers: bool
    start: int
    end: int


def phrases(sentence: str) -> tuple[Phrase, ...]:
    """Every phrase of a sentence that speaks of a day or an hour, in order; none of a whole timetable."""
    found: list[Phrase] = []
    anchors = sorted(_anchors(sentence))
    joined = list(_joined(sentence, anchors))
    if len(joined) > _MOST_PHRASES:
        return ()
    divided = clauses(sentence)
    for begin, end, kinds in joined:
        clause_from, clause_to = next((one for one in divided if one[0] <= begin < one[1]), (0, len(sentence)))
        head, tail = sentence[clause_from:begin], sentence[end : max(clause_to, end)]
        follows = bool(found) and found[-1].is_call and found[-1].end >= clause_from
        is_call = not _EXCEPTED.search(sentence[:begin]) and _is_of_call(
            head, sentence[begin:end], tail, follows=follows, kinds=kinds
        )
        said = _reduced(sentence, anchors, begin, end)
        chosen = _CHOICE if re.search(r"\b(?:or|and)\b", said) else _NEVER
        found.append(
            Phrase(
                said=said,
                sentence=sentence,
                kinds=kinds,
                is_call=is_call,
                is_sure=not (is_hedged(chosen.sub(" ", f"{head} \u2026 {tail}")) or _TENTATIVE.search(head)),
                wavers=not is_call and _may_take_back(sentence, head, tail),
                corrects=bool(_CORRECTS.search(head) or _CORRECTS.search(tail[:30])),
                start=begin,
                end=end,
            )
        )
    return tuple(found)


_CHOICE = re.compile(r"\b(?:either|whichever[^.?!]*)", re.IGNORECASE)  # the grammar sees the two days itself
_TENTATIVE = re.compile(r"\b(?:thinking|considering|looking at)\b", re.IGNORECASE)
_NEVER = re.compile(r"(?!)")
_REMARK = re.compile(r"\((?=[^()\d]*\w \w)(?![^()]*\b(?:time|noon|midnight)\b)[^()\d]*\)|[\"“][^\"”]{3,100}[\"”]")


def _anchors(sentence: str) -> Iterator[_Anchor]:
    """Every place that can only be a day, an hour or a zone."""
    sentence = _REMARK.sub(lambda found: "_" * len(found[0]), sentence)
    written = sentence.lower() if len(sentence.lower()) == len(sentence) else sentence
    for kind, pattern in (("date", _DATE), ("time", _TIME), ("part", _PART), ("zone", _ZONE)):
        for found in pattern.finditer(sentence):
            yield found.start(), found.end(), kind
            if kind in {"time", "part"} and (zone := _zone_behind(sentence, written, found.end())):
                yield found.end(), zone, "zone"
    for found in _BARE_WITH_ZONE.finditer(sentence):
        zone = _zone_behind(sentence, written, found.end())
        if zone and not _PLACE_ONLY.search(sentence[found.end() : zone]):
            yield found.start(), zone, "time"


_PLACE_ONLY = re.compile(
    r"\A\s+(?!(?:eastern|central|mountain|pacific|atlantic|alaska|hawaii|[ecmpa][sd]?t|gmt|utc|bst|cet|cest)\b)",
    re.IGNORECASE,
)
_STATES_LIKE = frozenset({"me", "or", "in", "hi", "ok", "oh", "pa", "ma", "la", "id", "de", "de la", "west", "east"})


def _zone_behind(sentence: str, written: str, at: int) -> int:
    """The end of a zone that stands right behind an hour, 0 where none does."""
    gap = _BEFORE_ZONE.match(sentence, at)
    here = gap.end() if gap else at
    if sentence[at:here].strip() == "," and not sentence[here : here + 1].isupper():
        return 0
    found = match(written, here, sentence)
    if not found or found[0].said in _STATES_LIKE or re.search(r"\bin\s+\Z", sentence[at:here], re.IGNORECASE):
        return 0
    end = found[1]
    rest = re.match(r"\s+(?:standard|daylight)?\s*time\b|\s*\)", sentence[end:], re.IGNORECASE)
    return end + rest.end() if rest else end


def _joined(sentence: str, anchors: Sequence[_Anchor]) -> Iterator[tuple[int, int, frozenset[str]]]:
    """The places that stand beside each other, joined to phrases."""
    begin = end = -1
    kinds: set[str] = set()
    for start, stop, kind in anchors:
        if begin >= 0 and start < end:
            end = max(end, stop)
            kinds.add(kind)
            continue
        if begin >= 0 and _GLUE.fullmatch(sentence[end:start]):
            end = stop
            kinds.add(kind)
            continue
        if begin >= 0:
            yield begin, end, frozenset(kinds)
        begin, end, kinds = start, stop, {kind}
    if begin >= 0:
        yield begin, end, frozenset(kinds)


def _reduced(sentence: str, anchors: Sequence[_Anchor], begin: int, end: int) -> str:
    """The phrase without ``would suit us`` and remarks inside it."""
    parts: list[str] = []
    here = begin
    for start, stop, _ in anchors:
        if start < here or stop > end or start < begin:
            if begin <= start < here < stop <= end:
                parts.append(sentence[here:stop])
                here = stop
            continue
        glue = re.sub(r"\([^()\d]*\)", " ", sentence[here:start]) if start > here else ""
        parts.append(" ".join(_KEPT.findall(glue)) if glue.strip(" ,") else glue)
        parts.append(sentence[start:stop])
        here = stop
    text = " ".join(" ".join(parts).split())
    return text + ")" if text.count("(") > text.count(")") else text


def _is_of_call(head: str, inside: str, tail: str, *, follows: bool, kinds: frozenset[str]) -> bool:
    """Whether what stands around a phrase plainly makes it the call's day or hour."""
    near = f"{head[-_NEAR:]} {inside} {tail[:_NEAR]}"
    if (
        _LIMITS.search(head)
        or _OTHERS.search(politely(near))
        or is_past(near)
        or _RESTATED.search(head + inside + tail)
    ):
        return False
    if _ANY_ONE.search(head) and not re.search(r"\d", inside):
        return False  # "a Thursday" is any Thursday
    if _CALL_AHEAD.match(tail):
        return True
    if is_negative(f"{head[-_NEAR:]} {tail[:30]}") or (_DETERMINED.search(head) and _NOUN_BEHIND.match(tail)):
        return False
    head = _AHEAD_OF.sub(" ", _REMARK.sub(" ", head))
    last_event = max((found.start() for found in _EVENTS.finditer(head)), default=-1)
    last_call = max((found.start() for found in _CALLED.finditer(head)), default=-1)
    if last_event > last_call:
        return False
    if last_call >= 0 or follows or _CORRECTS.search(head[-_NEAR:]):
        return True
    if _EVENTS.match(tail.lstrip(" ,")) or (not kinds & {"date", "time"} and tail.strip(" .,;!?")):
        return False
    suited = _SUITED.match(tail) or _SUITED_INSIDE.search(inside) or _BEHIND.fullmatch(tail)
    return bool(_ALONE_BEFORE.fullmatch(re.sub(r"['’]d\b", " would", politely(head))) and suited)


def _may_take_back(sentence: str, head: str, tail: str) -> bool:
    """Whether second thoughts stand beside a day or an hour: ``Actually Thursday is bad``."""
    near = f"{head[-_NEAR:]} {tail[:_NEAR]}"
    return bool(_SECOND_THOUGHT.search(sentence)) and not (
        is_past(near) or _EVENTS.search(near) or _OTHERS.search(near)
    )


_SECOND_THOUGHT = re.compile(
    r"\b(?:actually|hang on|hold on|wait|scratch|on second thoughts?|instead|rather|oops|correction|come to think"
    r"|forget (?:what|that)|never ?mind|sorry)\b",
    re.IGNORECASE,
)
_EXCEPTED = re.compile(r"\b(?:any|every|each|all|no|not)\b[^.,;]{0,20}\b(?:but|except)\s+(?:on\s+)?\Z", re.IGNORECASE)
_ANY_ONE = re.compile(r"\b(?:an?|any|some|most)\s+\Z", re.IGNORECASE)
_NEAR = 90
"""Characters. In a text without full stops only what stands this near counts for a day or an hour."""

_AHEAD_OF = re.compile(r"\b(?:before|after|ahead of|prior to) (?:the|our|their|this) [\w '’-]{2,30},", re.IGNORECASE)
"""What the call must not miss, set apart: ``we need a call before the vote, on Thursday``."""
_SUITED_INSIDE = re.compile(
    r"\b(?:would|will|could|might|should)\s+(?:also\s+)?(?:be\s+(?:good|best|fine|great|ideal|perfect)|work"
    r"|suit|do)\b|\b(?:works|suits)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """One value that a sentence gives for a key."""

    key: str
    sentence: str
    result: Certain | Doubt
    corrects: bool = False


def told_when(sheet: Sheet, sentences: Sequence[str]) -> Iterator[Told]:
    """What the sentences say of the call's day, hour, zone, length and recurrence, the zone counting for all."""
    found = [one for sentence in sentences for one in phrases(sentence) if one.is_call or one.wavers]
    zone = next(filter(None, (_zone_of(sheet, one) for one in found)), None) or sheet.zone
    for one in found:
        for key, result in read_phrase(sheet, one, zone):
            if one.wavers and key not in {"date", "time"}:
                continue
            sure = (one.is_sure or key == "tz") and one.is_call  # who is not sure of the day knows where they live
            yield Told(key, one.sentence, result if sure else _unsure(result), corrects=one.corrects)
    for sentence in sentences:
        yield from _told_length(sentence)


def _unsure(result: Certain | Doubt) -> Doubt:
    if isinstance(result, Certain):
        return Doubt(why=NOT_SURE, suggestion=result.value)
    return replace(result, also={}, unsure={})


def _zone_of(sheet: Sheet, phrase: Phrase) -> str | None:
    return next(
        (
            str(result.value)
            for key, result in read_phrase(sheet, phrase, None)
            if key == "tz" and isinstance(result, Certain)
        ),
        None,
    )


def read_phrase(sheet: Sheet, phrase: Phrase, zone: str | None) -> Iterator[tuple[str, Certain | Doubt]]:
    """Each key that a phrase speaks of, and what the grammars make of it."""
    said = re.sub(r"(?<=at )(\d{1,2})\.(\d\d)\b", r"\1:\2", phrase.said)
    if "date" in phrase.kinds:
        key, result = "date", when.read_date(said, sent=sheet.sent, zone=zone)
    elif "time" in phrase.kinds or "part" in phrase.kinds:
        key, result = "time", when.read_time(said, sent=sheet.sent, zone=zone, day=sheet.day)
    else:
        key, result = (
            "tz",
            read_zone(re.sub(r"\b(?:our|my|local)\s+time\b", "", said, flags=re.IGNORECASE), day=sheet.day),
        )
    if result is None:
        return
    yield key, replace(result, also={}, unsure={})
    for other, value in result.also.items():
        yield other, Certain(value=value, grammar=f"{key}:also")
    yield from ((other, replace(doubt, also={}, unsure={})) for other, doubt in result.unsure.items())


_THREE_QUARTERS = re.compile(r"three[ -]quarters\s+of\s+an\s+hour", re.IGNORECASE)


def _told_length(sentence: str) -> Iterator[Told]:
    """How long the call lasts, where the clause is about the call or about nothing but the length."""
    for found in _DURATION.finditer(sentence):
        clause = around(sentence, found.start("length"))
        rest = clause.replace(found[0], " ")
        before = sentence[: found.start()].rsplit(",", 1)[-1]
        if (
            is_past(clause)
            or is_negative(rest)
            or _NOT_LENGTH.search(before[-25:])
            or _NOT_LENGTH.match(sentence[found.end() :].lstrip())
        ):
            continue
        whole = _when_removed(clause, found[0])
        if not (_OF_LENGTH.search(rest) or not whole):
            continue
        said = _THREE_QUARTERS.sub("45 minutes", found["length"]) + (found["more"] or "")
        result = read_length(said, start=None)
        if result is None:
            continue
        hedged = is_hedged(
            re.sub(
                r"\bi (?:should |would )?(?:think|guess|imagine)\b|\bor so\b|\brough(?:ly)?\b",
                " ",
                rest,
                flags=re.IGNORECASE,
            )
        )
        sure = not hedged or bool(phrases(clause))
        yield Told("length", sentence, result if sure else _unsure(result))


def _when_removed(clause: str, length: str) -> str:
    """What is left of a clause without its day, hour, length and words that say nothing of their own."""
    left = clause.replace(length, " ")
    for begin, end, _ in sorted(_joined(left, sorted(_anchors(left))), reverse=True):
        left = f"{left[:begin]} {left[end:]}"
    return re.sub(rf"[\s,.;:!?()-]|\b{_FILLER}\b|\bit\b|\bpeople\b|\d", "", left, flags=re.IGNORECASE)


def told_often(sheet: Sheet, sentences: Sequence[str]) -> Iterator[Told]:
    """How often the call repeats, said by a word of its own: ``weekly``, ``and fortnightly after that``."""
    for sentence in sentences:
        for found in _OFTEN.finditer(sentence):
            clause = around(sentence, found.start())
            behind = sentence[found.end() :]
            is_ours = _CALL_AHEAD.match(behind) or (
                _CALLED.search(clause)
                and not re.match(r"\s+[a-z]+ing\b|\s+\w+s?\b(?<!after)(?<!from)(?<!at)(?<!on)", behind)
            )
            if not is_ours or is_past(clause) or is_negative(clause) or _OTHERS.search(politely(clause)):
                continue
            result: Result = repeat.read_recurrence(found[0], day=sheet.day, sent=sheet.sent, zone=sheet.zone)
            if result is not None:
                yield Told(
                    "recurrence",
                    sentence,
                    _unsure(result) if is_hedged(clause) else replace(result, also={}, unsure={}),
                )

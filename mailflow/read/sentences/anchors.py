"""Where a day, an hour, a zone or how often may be told in a sentence: its anchors, and those that stand together.

Each place can only be a day, an hour or a zone; the strict grammars of ``when`` and ``repeat`` read what is joined.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from mailflow.read.times.zones import match

Anchor: TypeAlias = tuple[int, int, str]
"""Where a day, an hour or a zone begins and ends, and which of them it is."""


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
SUITS = (
    r"(?:would|will|should|could|can|might|may|is|are)?\s*(?:also\s+|really\s+|probably\s+|maybe\s+)?(?:be\s+)?"
    r"(?:suits?|works?|good|great|best|fine|perfect|ideal|okay|ok|wonderful|better|lovely|convenient|do)\b"
    r"(?:\s+(?:best|well|fine|better|great))?(?:\s+(?:for|with)\s+(?:us|me|our group|our people|our folks"
    r"|everyone|everybody"
    r"|all of us|most of us|the group))?(?:\s+(?:us|me))?(?:\s+(?:best|well|fine))?"
)
_GLUE = re.compile(
    rf"[\s,()/–@-]*(?:\([^()\d]{{0,40}}\)[\s,]*)?(?:{SUITS}[\s,]*(?:\([^()\d]{{0,40}}\)[\s,]*)?)?"
    r"(?:(?:on|at|from|the|starting|beginning|start|begin|starts|begins|until|till|through|to|or|and|either|of"
    r"|in|sharp|promptly"
    r"|with|time|our|my|local)\b[\s,()@]*){0,4}(?:or|and|/)?\s*",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"\b(?:on|at|from|starting|beginning|until|till|through|to|or|and|time|our|my|local)\b|[-–/@(),]", re.IGNORECASE
)
FILLER = (
    r"(?:on|for|at|by|from|how about|what about|we|i|us|it|that|this|so|and|also|please|thanks|date|day|when"
    r"|time|the|a|want"
    r"|need|would like|['’]d like|like|would love|['’]d love|love|say|let['’]s|do|have|be|best|ideally|maybe|perhaps"
    r"|preferably|probably|hopefully|either|possibly|is|['’]s|are|will|would|could|should|can|might|may|make"
    r"|no|wait|actually|sorry|oops|meant|i|hope"
    r"|for us|schedule|set|hold|book|reserve|start|starting|begin|beginning|starts|begins|to|first|choice|our|preferred"
    r"|proposed|hmm|ok|okay|well|then|rather|instead|get|give us|any|one|if possible|of|wish|hoping|now|just"
    r"|prefer|around|about"
    r"|set up|shoot|aim|go|with|scratch|move|change|reschedule|push|correction|next|new|another|our next call"
    r"|(?:have |['’]ve )?(?:settled|decided|agreed|landed) on|(?:have |['’]ve )?(?:picked|chose|chosen)|same|hour)"
)


REMARK = re.compile(r"\((?=[^()\d]*\w \w)(?![^()]*\b(?:time|noon|midnight)\b)[^()\d]*\)|[\"“][^\"”]{3,100}[\"”]")


def find_anchors(sentence: str) -> Iterator[Anchor]:
    """Every place that can only be a day, an hour or a zone."""
    sentence = REMARK.sub(lambda found: "_" * len(found[0]), sentence)
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


def join_anchors(sentence: str, anchors: Sequence[Anchor]) -> Iterator[tuple[int, int, frozenset[str]]]:
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


def reduce_phrase(sentence: str, anchors: Sequence[Anchor], begin: int, end: int) -> str:
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

"""Day, hour and zone of the call in plain sentences.

Words that can be read as a day, an hour or how often stand together as one phrase, which the strict grammars of
``when`` and ``repeat`` read whole. Whether a phrase is about the call is told by what stands before and behind it:
"a call on Thursday", "Thursday would suit us", a phrase by itself; "the march is on Saturday" is of another matter.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from mailflow.read.answers.result import Certain, Doubt
from mailflow.read.interpret import Sheet
from mailflow.read.persons.people import NOT_SURE
from mailflow.read.sentences.anchors import FILLER, REMARK, SUITS, find_anchors, join_anchors, reduce_phrase
from mailflow.read.sentences.clauses import CALL, EVENT, clauses, is_hedged, is_negative, is_past, politely
from mailflow.read.sentences.told import Told
from mailflow.read.times import when
from mailflow.read.times.zones import read_zone

_ALONE_BEFORE = re.compile(rf"(?:[\s,.:;()!'\"–-]|(?<![\w'’]){FILLER}(?![\w]))*", re.IGNORECASE)
_BEHIND = re.compile(
    r"[\s,.:;()!?'\"–-]*(?:(?:please|thanks|thank you|if possible|instead|sharp|then|too|also|same (?:time"
    r"|hour)(?: as (?:before|usual|always))?"
    r"|as well|for us|pls|plz|of course|in any case|either way|whichever (?:it is|day)|on (?:any|all) of them"
    r"|(?:our|my|local) time"
    r"|each|in all|total|lasting|for|about|or so|works?|ok|okay|and|we think|i think|on your side)\b[\s,.:;()!?'\"–-]*"
    r"|(?:for\s+|about\s+)?(?:\d{1,3}|an?|one|two|three|half an|\d\.5)[ -](?:minutes?|mins?|hours?|hrs?)"
    r"(?:\s+and\s+(?:a\s+half|\d+\s+min\w*))?[\s,.:;()!?-]*|with [\w ,]{3,60}$|,? \d[\d –-]*(?:people|persons"
    r"|folks)\b.*$)*",
    re.IGNORECASE,
)
CALL_AHEAD = re.compile(rf"\s*(?:[\w'’-]+\s+){{0,1}}{CALL}", re.IGNORECASE)
_SUITED = re.compile(rf"[\s,)]*(?:\([^()]*\)\s*)?{SUITS}(?=[\s,.;!?)(]|$)", re.IGNORECASE)
CALLED = re.compile(rf"\b{CALL}|\bmaestro\b|\bon the (?:tele)?phone\b(?! with)|\bconference\b", re.IGNORECASE)
_EVENTS = re.compile(EVENT, re.IGNORECASE)
_LIMITS = re.compile(
    r"(?:\b(?:by|but|before|until|till|after|since|through|deadline|due|except|than|not|prior to|ahead of|back"
    r"|date of|as of"
    r"|born|dated|between now and|starting from now)\s+(?:on\s+|the\s+)?|\blast\s+"
    r"|\b(?:quarter|half|five|ten|twenty|twenty-five)\s+(?:minutes\s+)?(?:to|past|after|of|till?|before)\s+)\Z",
    re.IGNORECASE,
)
OTHERS = re.compile(
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
    rf"|{SUITS})\b)[a-z]",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"\b(?:(?:i|we) (?:really |actually )?meant|correction\b|make (?:it|that)|should (?:be|read|say)|scratch that"
    r"|(?:change|move|switch|push|reschedule) [\w' -]{2,40}? (?:to|for)"
    r"|no,? wait|wait,? no"
    r"|let['’]s (?:make|do) (?:it|that)|instead)\b",
    re.IGNORECASE,
)

_MOST_PHRASES = 20
"""As many days and hours in one sentence are a timetable, and none of them is plainly the call's."""


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
    anchors = sorted(find_anchors(sentence))
    joined = list(join_anchors(sentence, anchors))
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
        said = reduce_phrase(sentence, anchors, begin, end)
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


def _is_of_call(head: str, inside: str, tail: str, *, follows: bool, kinds: frozenset[str]) -> bool:
    """Whether what stands around a phrase plainly makes it the call's day or hour."""
    near = f"{head[-_NEAR:]} {inside} {tail[:_NEAR]}"
    if _LIMITS.search(head) or OTHERS.search(politely(near)) or is_past(near) or _RESTATED.search(head + inside + tail):
        return False
    if _ANY_ONE.search(head) and not re.search(r"\d", inside):
        return False  # "a Thursday" is any Thursday
    if CALL_AHEAD.match(tail):
        return True
    if is_negative(f"{head[-_NEAR:]} {tail[:30]}") or (_DETERMINED.search(head) and _NOUN_BEHIND.match(tail)):
        return False
    head = _AHEAD_OF.sub(" ", REMARK.sub(" ", head))
    last_event = max((found.start() for found in _EVENTS.finditer(head)), default=-1)
    last_call = max((found.start() for found in CALLED.finditer(head)), default=-1)
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
    return bool(_SECOND_THOUGHT.search(sentence)) and not (is_past(near) or _EVENTS.search(near) or OTHERS.search(near))


_SECOND_THOUGHT = re.compile(
    r"\b(?:actually|hang on|hold on|wait|scratch|on second thoughts?|instead|rather|oops|correction|come to think"
    r"|forget (?:what|that)|never ?mind|sorry|or (?:maybe|perhaps|possibly|else|even))\b|\A\W*or\b",
    re.IGNORECASE,
)
_EXCEPTED = re.compile(r"\b(?:any|every|each|all|no|not)\b[^.,;]{0,20}\b(?:but|except)\s+(?:on\s+)?\Z", re.IGNORECASE)
_ANY_ONE = re.compile(r"\b(?:an?|any|some|most)\s+\Z", re.IGNORECASE)
_OUR_TIME = re.compile(r",? (?:our|my|local) time\b(?! ?zone)", re.IGNORECASE)
_NEAR = 90
"""Characters. In a text without full stops only what stands this near counts for a day or an hour."""

_AHEAD_OF = re.compile(r"\b(?:before|after|ahead of|prior to) (?:the|our|their|this) [\w '’-]{2,30},", re.IGNORECASE)
"""What the call must not miss, set apart: ``we need a call before the vote, on Thursday``."""
_SUITED_INSIDE = re.compile(
    r"\b(?:would|will|could|might|should)\s+(?:also\s+)?(?:be\s+(?:good|best|fine|great|ideal|perfect)|work"
    r"|suit|do)\b|\b(?:works|suits)\b",
    re.IGNORECASE,
)


def told_when(sheet: Sheet, sentences: Sequence[str]) -> Iterator[Told]:
    """What the sentences say of the call's day, hour and zone, the zone counting for all."""
    found = [one for sentence in sentences for one in phrases(sentence) if one.is_call or one.wavers]
    read = [tuple(read_phrase(sheet, one, None)) for one in found]
    zone = next(filter(None, map(_zone_of, read)), None) or sheet.zone
    if not zone and not any(key == "tz" for results in read for key, _ in results):
        unnamed = (one for one in found if one.is_call and _OUR_TIME.match(one.sentence, one.end))
        yield from (Told("tz", one.sentence, Doubt(why="we need the zone by its name")) for one in islice(unnamed, 1))
    for one, without_zone in zip(found, read, strict=True):
        for key, result in read_phrase(sheet, one, zone) if zone else without_zone:
            if one.wavers and key not in {"date", "time"}:
                continue
            sure = (one.is_sure or key == "tz") and one.is_call  # who is not sure of the day knows where they live
            yield Told(key, one.sentence, result if sure else unsure(result), corrects=one.corrects)


def unsure(result: Certain | Doubt) -> Doubt:
    """The same, left open: a value is the likely one."""
    if isinstance(result, Certain):
        return Doubt(why=NOT_SURE, suggestion=result.value)
    return replace(result, also={}, unsure={})


def _zone_of(results: Sequence[tuple[str, Certain | Doubt]]) -> str | None:
    return next((str(one.value) for key, one in results if key == "tz" and isinstance(one, Certain)), None)


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

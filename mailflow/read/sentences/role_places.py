"""Where a sentence gives somebody a role: a verb ("I'll facilitate") or a noun ("backup is Lou", "Sam as our tech").

Each place is a regular expression with the group ``who``: the words that name the persons.
"""

import re
from collections.abc import Iterator

from mailflow.read.sentences.prose_names import ADDRESS, AUX, NAME, PERSON, WHO, WHO_BEHIND, WHO_ONE

_ADVERB = r"(?: (?:also|then|too|gladly|happily|again))?"
_BE = r"(?:['’]m|['’]re| am| are)"
_IS = r"(?:['’]s| is)"
_READY = r"(?:['’](?:m|s|re) (?:willing|happy|able|ready|glad|going) to)"
_DETERMINER = r"(?: (?:the|our|my|his|her|their|a|as|own|main|primary|lead))*"

_FACILITATOR = r"(?:facilitators?|moderators?|hosts?)\b(?! (?:a|the|an|our) )"
_BACKUP = (
    r"(?:back[- ]?up(?: facilitators?| hosts?| person)?|substitute|stand-in"
    r"|second facilitator|second in line|understudy|second(?=\s*(?:[,.;!)]|\Z)))\b(?! (?:dates?|times?|plan|day)\b)"
)
_TECH = (
    r"(?:(?:maestro )?tech(?:nical)?(?: support(?:er)?| person| guy| lead| bod| point person| help)?"
    r"|maestro (?:supporter|operator"
    r"|person)|board (?:operator|person|manager))\b(?! (?:training|question|problem|issue|check|rehearsal))"
)
_NOTES = r"(?:note[- ]?takers?|scribe|minute[- ]taker)\b"
_CALL_OBJECT = r"(?: (?:it|this|that|(?:the|this|our) (?:call|line|conference|meeting)|for us))*"
_VERBS = {
    "facilitator": (
        rf"facilitat(?:e|es|ing)\b{_CALL_OBJECT}|(?:host(?:s|ing)?|moderat(?:e|es|ing))\b{_CALL_OBJECT}(?! (?:a"
        r"|an|our|the|their) )"
        r"|(?:chair(?:s|ing)?|leads?|presid(?:e|es|ing)|emcee(?:s|ing)?)(?=\s*(?:[,.;!]|\Z|and\b|with\b|for us\b))"
        r"|(?:run|runs|running|lead|leads|leading|chair|chairs|chairing)(?: (?:it|this"
        r"|(?:the|this|our) (?:calls?|conference|meeting)))\b"
    ),
    "backup": rf"back(?:s|ing)?(?: (?:me|us|her|him|them|it|{NAME}))? ?up\b(?!:| (?:is|will|would|are|can"
    rf"|could|[=–—-](?! ?[<(]?{ADDRESS})) )|stand(?:s|ing)? (?:by"
    r"|in) as (?:the |his |her |my |a )?back-?up",
    "tech": (
        r"(?:do|does|doing|run|runs|running|handle|handles|handling|take|takes|taking|cover|covers|covering"
        r"|work|works|working|operate|operates|operating|staff|sit at|sits at|sitting at|look after|looks after"
        r"|looking after|see to|sees to|seeing to|mind|minds"
        r"|manage|manages|man)(?: (?:care of|on))?(?: (?:the|our|all the))? (?:maestro(?: board| tech| side)?"
        r"|tech(?:nical)?"
        r"(?: (?:side|part|support|stuff|end|work|things?|matters?))?|board|technology"
        r"|(?:tele)?phone (?:machinery|equipment|technology|side|end|part|business|controls?))\b(?! training)"
    ),
    "notetaker": r"(?:take|takes|taking|do|does) (?:the )?(?:notes|minutes)\b",
}
_BESIDE = (
    rf"(?:,? (?:(?:together |along |jointly )?with|w/) (?P<plus>{PERSON})"
    r"(?=\s*(?:[.;!?]|\Z|,? (?:and )?(?:my |our |the )?back-?up)))?"
)
"""Who facilitates beside somebody: ``I'll facilitate with Dale Roe.``"""
_NOUNS = {"facilitator": _FACILITATOR, "backup": _BACKUP, "tech": _TECH, "notetaker": _NOTES}
_SIDES = {
    "facilitator": r"(?:facilitat(?:or|ors|ion|ing)|moderat(?:or|ion|ing)|hosting)\b(?! (?:training|help|workshop))",
    "backup": _BACKUP,
    "tech": (
        r"(?:(?:tech(?:nical)?|technology|technique|technics|maestro)(?: (?:side|part|end|support|stuff|work|things?"
        r"|job"
        r"|person|board|role|desk))?|board|switch-?board)\b(?! (?:training|questions?|problems?|issues?|check"
        r"|rehearsal))"
    ),
    "notetaker": r"(?:notes|minutes|note[- ]?taking|note[- ]?taker|scribe)\b(?! (?:from|of)\b)",
}
"""The same as what somebody is there for: ``For the technical side we have Brynn``, ``we have Jo for backup``."""
_WE_HAVE = (
    r"(?:(?:we|i)(?:['’]ve got|['’]ve| have got| have| do have| got|['’]ll have| will have| name| propose| picked"
    r"| chose)"
    r"|(?:it|there|that)(?:['’]s| is| will be| would be|['’]ll be))"
)
_BARE_NOT = {
    "facilitator": r"(?<!backup )(?<!back-up )(?<!back up )(?<!co-)(?<!co )(?<!second )",
    "backup": "",
    "tech": "",
    "notetaker": "",
}


_BEGINS = r"(?<![\w@.])"
_ENDS = r"(?=\s*(?:[.,;!)]|\Z|and\b))"
_IS_BEHIND = (
    r"(?: (?:will|would|should|may|might) (?:most )?(?:probably|likely|hopefully|maybe|possibly) be"
    r"| (?:is|are) (?:probably|likely|hopefully|maybe|possibly)"
    r"| (?:is going to be|is|are|will be|would be|can be|could be|might be|may be)|['’]s"
    r"|,? (?:that|it|this)(?:['’]s| is|['’]ll be| will be| would be)|(?=,? [<(\w]))"
)
_DONE_BY = r"(?:(?:done|run|handled|taken care of|looked after|covered|provided|managed|played) by )?"
_SO_THEY_ARE = r",? (?:so|and) (?:he|she|they)(?P<told>['’]s| is|['’]ll be| will be| can be|['’]re| are)"
_WE_BRING = r"\b(?:we|i)(?: have|['’]ve got| got| bring| do have| will bring|['’]ll bring)(?: our| my| a)?"


def _of_verb(verb: str, beside: str) -> Iterator[str]:
    """``I'll facilitate``, ``Jo is running the board``."""
    yield rf"{_BEGINS}{WHO},?(?:{AUX}(?: be)?{_ADVERB}|{_READY}|{_BE}{_ADVERB})? (?:{verb}){beside}"
    yield rf"{_BEGINS}{WHO_ONE},?{_IS}{_ADVERB} (?:{verb}){beside}"


def _of_noun(noun: str, bare: str) -> Iterator[str]:
    """``Lou is our backup``, ``and Lou the backup``, ``Lou as tech``, ``backup is Lou``; bare: no word before."""
    yield rf"{_BEGINS}{WHO_ONE},?{_IS}{_ADVERB}{_DETERMINER} {bare}{noun}"
    yield rf"(?:\band|[,;]) {WHO} (?:the|my|our|her|his) {bare}{noun}{_ENDS}"
    yield rf"{_BEGINS}{WHO},?(?:{AUX} (?:be|serve as|act as)|{_BE}|,? as){_ADVERB}{_DETERMINER} {bare}{noun}"
    yield rf"{_BEGINS}{WHO}(?! (?:and|or) )[^.,;()?!]{{0,40}}?{_SO_THEY_ARE}{_DETERMINER} {bare}{noun}"
    yield rf"\b{bare}{noun}(?: for (?:this|the) call)?{_IS_BEHIND} (?:now )?(?:be )?{_DONE_BY}{WHO_BEHIND}"


def _of_side(side: str) -> Iterator[str]:
    """``For the technical side we have Brynn``, ``we have Jo for backup``."""
    yield rf"\b(?:for|on|as) (?:the |our |a )?{side},? {_WE_HAVE} {WHO_BEHIND}"
    yield rf"\b{_WE_HAVE} {WHO_BEHIND} (?:for|on|as) (?:the |our |a )?{side}{_ENDS}"


def _patterns() -> Iterator[tuple[str, str, str]]:
    """Key, the words that every place of this sort has, and the place itself."""
    for key, noun in _NOUNS.items():
        verb = _VERBS[key]
        yield from ((key, verb, place) for place in _of_verb(verb, _BESIDE if key == "facilitator" else ""))
        yield from ((key, noun, place) for place in _of_noun(noun, _BARE_NOT[key]))
    for key, side in _SIDES.items():
        yield from ((key, side, place) for place in _of_side(side))
    yield "tech", _TECH, rf"\b{_TECH}(?: that)? we(?: do)? have(?: is|:| -) {WHO_BEHIND}"
    yield "tech", _TECH, rf"{_WE_BRING}(?: own)?(?: trained)? {_TECH},? {WHO_BEHIND}"
    yield "facilitator", r"ed by\b", rf"\b(?:facilitated|hosted|moderated|led) by {WHO_BEHIND}"


PLACES = tuple(
    (key, re.compile(words, re.IGNORECASE), re.compile(place, re.IGNORECASE)) for key, words, place in _patterns()
)
"""Key, words and place. Most sentences have not even the words, and names cost more to find."""

WORDS = frozenset(words for _, words, _ in PLACES)
"""The words of them all: several places share theirs."""

"""Who facilitates, steps in, runs the board and takes notes, in plain sentences.

A role is a verb ("I'll facilitate", "Jo can back me up") or a noun ("backup is Lou", "Sam as our tech person"). The
words that name the persons go through the grammar of persons whole; where more names may belong to them, it is asked.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from mailflow.model import Person
from mailflow.read.answers.result import Certain, Doubt, Result, plain
from mailflow.read.persons import people
from mailflow.read.persons.people import NOT_SURE
from mailflow.read.persons.person_phrases import NOT_AGREED
from mailflow.read.sentences.clauses import around, is_hedged, is_negative, is_past, politely
from mailflow.read.sentences.prose_names import (
    ADDRESS,
    CANNOT,
    CAPITAL,
    LOW,
    NAME,
    NO_NAMES,
    REACH,
    RELATION,
)
from mailflow.read.sentences.prose_reach import LATER_REACH, ONE_REACH, with_later_address, with_reach
from mailflow.read.sentences.role_places import PLACES, WORDS
from mailflow.read.sentences.told import Told

_REACHED_BESIDE = re.compile(
    r"[\s,;:(<\[-]*(?:(?:at|on|email|phone|cell|mail)\W+)?(?:[\w.+-]+@|\+?\(?\d{3}[-. )])", re.IGNORECASE
)
_MORE_NAMES = re.compile(
    rf"(?:{CAPITAL}(?:{REACH})?|{ADDRESS}[>)]?)(?:,|,? (?:and|or|&)|/) ?\Z|\b(?:or|either|neither|nor|and/or)\s+\Z"
)
_GOES_ON = re.compile(
    r",? (?:or|and/or)\b|,? (?:and|&) (?!(?:i|we|tech|backup|the|our|my|he|she|they|so|then|can|could|please"
    r"|it|one|also|will|would|has|is)\b)(?-i:[A-Z])|/|\?\?",
    re.IGNORECASE,
)
_MOST_PLACES = 20
"""Places of a sentence that give somebody a role; of one with more nobody can tell who does what."""
_TOGETHER = re.compile(
    r"\s*(?:w/|(?:together |along |jointly )?with) (?!(?:the|your|our|a|an|some"
    r"|help)\b)[\w\s.]{2,30}[(<@,]",
    re.IGNORECASE,
)
_OWN_HEDGE = re.compile(r"\b(?:could|might|may|would(?! be\b| like))\b", re.IGNORECASE)
_OF_OTHER = re.compile(
    r"\b(?:usually|normally|used to|last (?:call|time)|meetings?|ga\b|workshop|training|webinar|rally|march"
    r"|event|tours?)\b",
    re.IGNORECASE,
)


def told_roles(sentences: Sequence[str], me: Person) -> Iterator[Told]:
    """Who has which role. me: whom ``I`` means."""
    known = {found["low"]: found["email"] for one in sentences for found in _LOW_NAMED.finditer(one)}
    for sentence in (_with_addresses(_with_apostrophes(one), known) for one in sentences):
        there = {words for words in WORDS if words.search(sentence)}
        found = {
            (key, match.start("who")): match
            for key, words, place in PLACES
            if words in there
            for match in place.finditer(sentence)
        }
        if len(found) > _MOST_PLACES:
            continue
        for (key, at), match in found.items():
            shared = any(
                other != key and start == at and _ends_apart(match, one) for (other, start), one in found.items()
            )
            result = _role(
                sentence,
                match,
                key,
                me,
                is_begun=any(_follows(sentence, one, match) for one in found.values()),
                is_ended=any(_follows(sentence, match, one) for one in found.values()),
            )
            if result is not None and key == "tech" and _TRAINED.search(match[0]):
                yield Told("tech_trained", sentence, Certain(value=True, grammar="prose"))
            if shared and result is not None:
                result = Doubt(why="we are not sure who does what")
            if result is not None:
                yield Told(key, sentence, result)


_IS_TRAINED = re.compile(
    r"\b(?:he|she|they|we|i)(?:['’](?:s|ve|re|m))?(?: is| are| am| was| were| has| have)?(?P<not>n['’]t| not"
    r"| never)?(?: yet)?"
    r"(?: (?:been|had|done|taken))?(?: (?:the|your|any|maestro|already|fully))* (?:trained"
    r"|training)\b(?![^.]*\?)(?P<yet>[^.,;]{0,20}\byet\b)?",
    re.IGNORECASE,
)
_OF_TECH = re.compile(r"\b(?:tech\w*|maestro|board)\b", re.IGNORECASE)


def told_trained(sentences: Sequence[str]) -> Iterator[Told]:
    """Whether the tech supporter is trained, said of them in the sentence behind: ``no, she has not been trained``."""
    for above, sentence in pairwise(sentences):
        found = _IS_TRAINED.search(sentence)
        if found and _OF_TECH.search(above) and not is_hedged(sentence) and len(sentence.split()) <= _SHORT:
            yield Told("tech_trained", sentence, Certain(value=not found["not"], grammar="prose"))


_SHORT = 12
"""Words. A longer sentence may be of another matter."""


def _with_apostrophes(sentence: str) -> str:
    """``ill facilitate`` and ``im the backup`` as ``I'll`` and ``I'm``."""
    return _NO_APOSTROPHE.sub(lambda found: "I'll" if found[0].lower() == "ill" else "I'm", sentence)


def _with_addresses(sentence: str, known: Mapping[str, str]) -> str:
    """A name without a capital with the address that stood beside it before: ``fern is also doing tech``."""
    return _LOW_AGAIN.sub(lambda one: f"{one[0]}, {known[one[0]]}," if one[0] in known else one[0], sentence)


_LOW_NAMED = re.compile(rf"\b(?P<low>[a-z]{{3,15}}),? ?[<(]?(?=(?P=low))(?P<email>{ADDRESS})")
_LOW_AGAIN = re.compile(r"\b[a-z]{3,15}(?= (?:is|will|can|does|also|has|does)\b|['’]ll\b)(?! (?:is|has|will) not\b)")
_NO_APOSTROPHE = re.compile(
    r"\b(?:ill(?= (?:facilitate|host|be|run|do|take|back|moderate|lead)\b)|im(?= (?:facilitating|the|hosting"
    r"|doing|backup)\b))",
    re.IGNORECASE,
)


def _ends_apart(one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether one name is claimed from before and from behind: ``by Ann, bo@example.org is backup``."""
    return (one.start() == one.start("who")) is not (other.start() == other.start("who"))


def _follows(sentence: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether the first place ends right before the second: what stands there is no name of the second's."""
    between = sentence[one.end() : other.start("who")]
    return one.end() <= other.start("who") and bool(_SET_APART.fullmatch(between))


_SET_APART = re.compile(
    rf"(?:\s*[<(][^<>()]*[>)]|(?:[^@.?!;,:\d–—]{{0,30}}?\s*[,:–—-]\s*{ONE_REACH}){{1,2}})?[\s,;.]*"
    r"(?:(?:and|&|while)(?!\w))?\s*",
    re.IGNORECASE,
)
_TRAINED = re.compile(
    r"\b(?:did|took|has done|has taken|went through|completed|has had|had) (?:your|the|maestro"
    r"|io['’]?s?) (?:[\w-]+ ){0,2}training\b",
    re.IGNORECASE,
)


def _role(sentence: str, found: re.Match[str], key: str, me: Person, *, is_begun: bool, is_ended: bool) -> Result:
    """The persons of one place, a doubt where the words leave them open, ``None`` where they name nobody.

    is_begun, is_ended: whether the names right before and right behind are told of another place.
    """
    who, is_perhaps = _said_of(found)
    if who.split()[0].strip(",.").lower() in NO_NAMES or is_negative(found[0]):
        return None
    near = _near(sentence, found)
    beside = _without_role(found[0].replace(found["who"], " ") + sentence[found.end() : found.end() + 40])
    if "told" not in found.re.groupindex and (is_past(near) or _OF_OTHER.search(re.split(r"[,;.]|\band\b", beside)[0])):
        return None
    before, behind = sentence[: found.start("who")], sentence[found.end() :]
    stops_early = found.end("who") == found.end()
    later = LATER_REACH.match(behind)
    if not later and who.lower() in {"i", "me", "myself"} and (again := _SAID_AGAIN.match(behind)):
        if not me.name:
            return Doubt(why="we need to know which of them")
        who, behind = _by_name(who, behind, again, me.name)
    is_unread = _REACHED_BESIDE.match(sentence, found.end("who")) and not later  # no name without its address
    if is_unread or (sentence.endswith("?") and _ASKED.search(before)):
        return None
    said = re.sub(r"\b(?:I|myself)\b", "me", _TWICE.sub(r"\1", who))
    result = people.read_people(said, contact=me, above=(), role=key)
    if not isinstance(result, Certain) or not isinstance(result.value, tuple):
        return result
    is_open = (_MORE_NAMES.search(before) and not is_begun) or (key == "facilitator" and _TOGETHER.match(behind))
    if stops_early:
        is_open = is_open or (not is_ended and _GOES_ON.match(behind))
    else:
        is_open = is_open or (len(result.value) > 1 and _GOVERNED.search(before))
    if is_open:
        return Doubt(why="we need to know which of them")
    result = with_later_address(result, behind, later) if later else with_reach(result, behind)
    may_be = is_perhaps or _OWN_HEDGE.search(found[0].replace(found["who"], " "))
    if may_be or is_hedged(politely(near)) or _ASIDE.match(behind) or _is_yet_to_agree(behind):
        return Doubt(why=NOT_SURE, suggestion=result.value if isinstance(result, Certain) else result.suggestion)
    return result


_LOW_RELATION = re.compile(rf"\A(?:my|our|his|her|their) [a-z]{{3,12}},? (?={LOW})")
_SAID_AGAIN = re.compile(rf"[\s,]*[,(:–—-] ?(?P<who>(?P<name>{NAME}){REACH}{{1,2}})(?=\s*(?:[,.;)]|\Z))")
"""Behind "I": one's own name, and how to reach one: ``I can facilitate, Teo Marchetti 510 555 0143``."""
_PERHAPS = re.compile(r"(?:maybe|perhaps|probably|possibly|hopefully)\s+(?=[A-Z])", re.IGNORECASE)
_ASKED = re.compile(r"\b(?:will|can|could|would|should|is|are|may|shall)\s+\Z", re.IGNORECASE)
_TWICE = re.compile(rf"<(?:mailto:)?({ADDRESS})> \1|<mailto:(?={ADDRESS}>)", re.IGNORECASE)
_GOVERNED = re.compile(
    r"\b(?:with|for|from|of|to|at|like|via|meet|know|thank|thanks|ask|tell|told)\s+\Z", re.IGNORECASE
)
_BOUND = re.compile(r"[,;:.!?]\s|\b(?:and|but)\b")
_TRAILS = re.compile(r"\b(?:if|unless|depending|as long as|provided|but)\b.*", re.IGNORECASE)


def _near(sentence: str, found: re.Match[str]) -> str:
    """What is said of these persons in this role: as far as the next comma or ``and``, and a condition behind it."""
    left = sentence[: found.start()]
    bounds = [one.end() for one in _BOUND.finditer(left)]
    begin = bounds[-1] if bounds else 0
    if len(bounds) > 0 and len(left[(bounds[-2] if len(bounds) > 1 else 0) : begin].split()) <= 3:
        begin = bounds[-2] if len(bounds) > 1 else 0
    right = _BOUND.search(sentence, found.end())
    end = right.start() if right else len(sentence)
    clause = around(sentence, found.start())
    trails = _TRAILS.search(clause.partition(found[0])[2])
    inside = found[0].replace(found["who"], "_")
    words = f"{left[begin:]} {inside} {sentence[found.end() : end]} {trails[0] if trails else ''}"
    return _CANNOT.sub(" ", re.sub(r"\([^()@]*\)", " ", words))


_CANNOT = re.compile(rf"\b{CANNOT}(?=[\s,.;!?)]|\Z)", re.IGNORECASE)  # who steps in then is the backup
_ASIDE = re.compile(
    r"[\s,]*\(?(?:maybe|perhaps|probably|tbc|tbd|unconfirmed|if|unless|or|not confirmed|\?)", re.IGNORECASE
)


def _is_yet_to_agree(behind: str) -> bool:
    """Whether brackets or a clause behind somebody say that they have not agreed yet."""
    found = _IN_BRACKETS.match(behind)
    if found and NOT_AGREED.search(plain(found["inside"])):
        return True
    clause = _OF_THEM.match(behind)
    return bool(clause and NOT_AGREED.match(plain(behind[clause.end() :])))


_OF_THEM = re.compile(r"[^@.?!;A-Z]{0,40}?(?:,|\b(?:but|though|although|and|only))(?: that)? (?=(?:he|she|they)\b)")
_IN_BRACKETS = re.compile(r"[^()@.?!;]{0,40}\((?P<inside>[^()@]{3,120})\)")


def _without_role(clause: str) -> str:
    return re.sub(r"\b(?:the|this|our) meeting\b", " ", clause, flags=re.IGNORECASE)


def _said_of(found: re.Match[str]) -> tuple[str, bool]:
    """The words that name the persons of a place, without whose relation they are; whether "perhaps" stands before."""
    who = re.sub(rf"\A{RELATION}(?=(?-i:[A-ZÀ-Ö]))", "", found["who"].strip(" ,"), flags=re.IGNORECASE)
    who = _LOW_RELATION.sub("", who)
    if found.groupdict().get("plus"):
        who = f"{who} and {found['plus']}"
    perhaps = _PERHAPS.match(who)
    return (who[perhaps.end() :], True) if perhaps else (who, False)


def _by_name(who: str, behind: str, again: re.Match[str], name: str) -> tuple[str, str]:
    """One's own name in place of "I", and what stands behind it; another name there is another person's."""
    is_own = again["name"].split()[0].casefold() == name.split(maxsplit=1)[0].casefold()
    return (again["who"], behind[again.end() :]) if is_own else (who, behind)

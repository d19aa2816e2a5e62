"""Who facilitates, steps in, runs the board and takes notes, in plain sentences.

A role is a verb ("I'll facilitate", "Jo can back me up") or a noun ("backup is Lou", "Sam as our tech person"). The
words that name the persons go through the grammar of persons whole; where more names may belong to them, it is asked.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mailflow.model import NEED_HELP, Person
from mailflow.read import people
from mailflow.read.clauses import around, is_hedged, is_negative, is_past, politely
from mailflow.read.people import NOT_SURE
from mailflow.read.prose_when import Told
from mailflow.read.result import Certain, Doubt, Result, listed

_CAPITAL = (
    r"(?-i:(?!I\b)[A-ZÀ-ÖØ-Þ](?:[\w-]|['’](?!(?:ll|m|d|re|ve|s)\b))*(?:(?<=\b[A-Z])\.|(?<=\b[JDSMF]r)\."
    r"|(?<=\bMrs)\.|(?<=\bMs)\.|(?<=\bRev)\.|(?<=\bSgt)\.)?)"
)
_NAME = rf"{_CAPITAL}(?: (?:(?:de|la|van|von|der|del|da|bin) ){{0,2}}{_CAPITAL}){{0,3}}"
_ADDRESS = r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
_PHONE = r"\+?\(?\d{3}\)?[-. /]\d{3}[-. ]\d{4}\b"
_REACH = (
    rf"(?:,? ?[<(\[] ?(?:mailto:)?{_ADDRESS} ?(?:, ?{_PHONE} ?)?[>)\]](?: {_ADDRESS})?|,? {_ADDRESS}"
    rf"|,? ?\(?{_PHONE}\)?)"
)
_RELATION = r"(?:(?:my|our|his|her|their) (?:(?-i:[a-z])[\w-]{1,20},? ){1,3})"
_NAMED = rf"{_RELATION}?{_NAME}(?:, (?-i:RN|MD|PhD|Esq|Jr|Sr|CPA)\.?)?{_REACH}{{0,2}}"
_NOT_LOW = (
    r"(?!(?:me|us|up|her|him|them|is|are|be|and|or|at|to|by|on|with|for|from|mail|email|e-mail|phone"
    r"|cell|it|that|the|our|my|as)\b)"
)
_LOW = rf"{_NOT_LOW}[a-z][\w'’-]{{1,20}}(?: {_NOT_LOW}[a-z][\w'’-]{{0,20}}\.?)?{_REACH}"
_PERSON = rf"(?:{_NAMED}|(?:(?:my|our|his|her|their) (?-i:[a-z]{{3,12}}),? )?(?-i:{_LOW}))"
_WHO = (
    rf"(?P<who>{_PERSON}(?:(?:, {_PERSON}){{0,4}}(?:,? and | & |,? with ){_PERSON})?|\b(?:I|me"
    rf"|myself)\b(?: and {_PERSON})?|{_PERSON} and (?:I|me|myself)\b)"
)
_WHO_BEHIND = (
    rf"(?P<who>(?:{_NAMED}|{_LOW}|\bme\b|\bmyself\b)(?:(?:, {_NAMED}){{0,4}}(?:,? and "
    rf"| & )(?:{_NAMED}|me\b|myself\b))?)"
)

_ADVERB = r"(?: (?:also|then|too|gladly|happily|again))?"
_AUX = (
    r"(?:(?: said (?:he|she|they))?['’]d be (?:glad|happy|willing|able) to| said (?:he|she|they)(?:['’](?:d"
    r"|ll)| will| can| would)"
    r"|['’]ll|['’]d| (?:will|can|shall|could|might|may|would|is going to|am going to|are going to"
    r"|has agreed to|have agreed to"
    r"|agreed to|has offered to|have offered to|has volunteered to|volunteered to|(?:is|am|are) (?:willing"
    r"|happy|able|ready|glad) to"
    r"|would be happy to|['’]d be happy to|plan to|plans to|offered to|want to|wants to|would like to))"
)
_BE = r"(?:['’]m|['’]s|['’]re| is| am| are)"
_READY = r"(?:['’](?:m|s|re) (?:willing|happy|able|ready|glad|going) to)"
_DETERMINER = r"(?: (?:the|our|my|his|her|their|a|as|own|main|primary|lead))*"

_FACILITATOR = r"(?:facilitators?|moderators?|hosts?)\b(?! (?:a|the|an|our) )"
_BACKUP = (
    r"(?:back[- ]?up(?: facilitators?| hosts?| person)?|substitute|stand-in"
    r"|second facilitator)\b(?! (?:dates?|times?|plan|day)\b)"
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
        r"|leads(?=[,.;]|\Z)|(?:run|runs|running|lead|leads|leading|chair|chairs|chairing)(?: (?:it|this"
        r"|(?:the|this|our) (?:calls?|conference)))\b"
    ),
    "backup": rf"back(?:s|ing)?(?: (?:me|us|her|him|them|it|{_NAME}))? ?up\b|stand(?:s|ing)? (?:by"
    r"|in) as (?:the |his |her |my |a )?back-?up",
    "tech": (
        r"(?:do|does|doing|run|runs|running|handle|handles|handling|take|takes|taking|cover|covers|covering"
        r"|work|works|working"
        r"|manage|manages|man)(?: (?:care of|on))?(?: (?:the|our|all the))? (?:maestro(?: board| tech| side)?"
        r"|tech(?:nical)?"
        r"(?: (?:side|part|support|stuff|end|work))?|board|technology)\b(?! training)"
    ),
    "notetaker": r"(?:take|takes|taking|do|does) (?:the )?(?:notes|minutes)\b",
}
_NOUNS = {"facilitator": _FACILITATOR, "backup": _BACKUP, "tech": _TECH, "notetaker": _NOTES}
_BARE_NOT = {
    "facilitator": r"(?<!backup )(?<!back-up )(?<!back up )(?<!co-)(?<!co )(?<!second )",
    "backup": "",
    "tech": "",
    "notetaker": "",
}


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for key, noun in _NOUNS.items():
        verb, first = _VERBS[key], _BARE_NOT[key]
        yield (
            key,
            re.compile(
                rf"(?<![\w@.]){_WHO},?(?:{_AUX}(?: be)?{_ADVERB}|{_READY}|{_BE}{_ADVERB})? (?:{verb})", re.IGNORECASE
            ),
        )
        yield (
            key,
            re.compile(
                rf"(?<![\w@.]){_WHO},?(?:{_AUX} (?:be|serve as|act as)|{_BE}"
                rf"|,? as){_ADVERB}{_DETERMINER} {first}{noun}",
                re.IGNORECASE,
            ),
        )
        yield (
            key,
            re.compile(
                rf"(?<![\w@.]){_WHO}(?! (?:and|or) )[^.,;()?!]{{0,40}}?,? (?:so|and) (?:he|she"
                r"|they)(?P<told>['’]s| is|['’]ll be| will be| can be"
                rf"|['’]re| are){_DETERMINER} {first}{noun}",
                re.IGNORECASE,
            ),
        )
        yield (
            key,
            re.compile(
                rf"\b{first}{noun}(?: for (?:this|the) call)?(?: (?:is going to be|is|are|will be|would be"
                r"|can be|could be|might be|may be)|['’]s|,? (?:that|it|this)(?:['’]s| is|['’]ll be| will be"
                r"| would be)|(?=,? [<(\w]))"
                rf" (?:be )?{_WHO_BEHIND}",
                re.IGNORECASE,
            ),
        )
    yield "tech", re.compile(rf"\b{_TECH}(?: that)? we(?: do)? have(?: is|:| -) {_WHO_BEHIND}", re.IGNORECASE)
    yield "facilitator", re.compile(rf"\b(?:facilitated|hosted|moderated|led) by {_WHO_BEHIND}", re.IGNORECASE)
    yield (
        "tech",
        re.compile(
            r"\b(?:we|i)(?: have|['’]ve got| got| bring| do have| will bring|['’]ll bring)(?: our| my"
            rf"| a)?(?: own)?(?: trained)? {_TECH},? "
            rf"{_WHO_BEHIND}",
            re.IGNORECASE,
        ),
    )


_ROLES = tuple(_patterns())
_SPOKEN_OF = {
    key: re.compile(
        rf"{_VERBS[key]}|{noun}" + (r"|\b(?:facilitated|hosted|moderated|led) by " * (key == "facilitator")),
        re.IGNORECASE,
    )
    for key, noun in _NOUNS.items()
}
"""The words without which a sentence gives nobody this role: most sentences speak of none, and names cost more to find."""
_NO_NAMES = listed(
    """
    we they she he it this that there someone somebody anyone nobody who you then and but also the a an so if
    when our my your one can could please thanks everyone all both no not yes maestro occupy hi hello backup
    facilitator tech either neither will would maybe perhaps probably hopefully because since as for with until
    once after before interoccupy io people folks volunteers which what where how here now next first second our
    group each any some
    """
)
_REACHED_BESIDE = re.compile(
    r"[\s,;:(<\[-]*(?:(?:at|on|email|phone|cell|mail)\W+)?(?:[\w.+-]+@|\+?\(?\d{3}[-. )])", re.IGNORECASE
)
_LATER_REACH = re.compile(
    rf"[^@.?!;]{{0,40}}?\((?P<in>{_ADDRESS})\)"
    rf"|[^@?!]{{0,40}}?\b(?:reach|contact|write(?: to)?|email) (?:him|her|them) (?:at )?(?P<at>{_ADDRESS})"
    rf"|[^@?!]{{0,20}}?\b(?:his|her|their) (?:e-?mail|address)(?: address)? (?:is|:) ?(?P<is>{_ADDRESS})",
    re.IGNORECASE,
)
_MORE_NAMES = re.compile(
    rf"(?:{_CAPITAL}(?:{_REACH})?|{_ADDRESS}[>)]?)(?:,|,? (?:and|or|&)|/) ?\Z|\b(?:or|either|neither|nor|and/or)\s+\Z"
)
_GOES_ON = re.compile(
    r",? (?:or|and/or)\b|,? (?:and|&) (?!(?:i|we|tech|backup|the|our|my|he|she|they|so|then|can|could|please"
    r"|it|one|also|will|would|has|is)\b)(?-i:[A-Z])|/|\?\?",
    re.IGNORECASE,
)
_OWN_HEDGE = re.compile(r"\b(?:could|might|may|would(?! be happy| like))\b", re.IGNORECASE)
_OF_OTHER = re.compile(
    r"\b(?:usually|normally|used to|last (?:call|time)|meetings?|ga\b|workshop|training|webinar|rally|march"
    r"|event|tours?)\b",
    re.IGNORECASE,
)


def told_roles(sentences: Sequence[str], me: Person) -> Iterator[Told]:
    """Who has which role. me: whom ``I`` means."""
    for sentence in map(_with_apostrophes, sentences):
        spoken = {key for key, word in _SPOKEN_OF.items() if word.search(sentence)}
        found = {
            (key, match.start("who")): match
            for key, pattern in _ROLES
            if key in spoken
            for match in pattern.finditer(sentence)
        }
        for (key, at), match in found.items():
            shared = any(
                other != key and start == at and _ends_apart(match, one) for (other, start), one in found.items()
            )
            result = _role(
                sentence, match, key, me, is_begun=any(_follows(sentence, one, match) for one in found.values())
            )
            if result is not None and key == "tech" and _TRAINED.search(match[0]):
                yield Told("tech_trained", sentence, Certain(value=True, grammar="prose"))
            if shared and result is not None:
                result = Doubt(why="we are not sure who does what")
            if result is not None:
                yield Told(key, sentence, result)


def _with_apostrophes(sentence: str) -> str:
    """``ill facilitate`` and ``im the backup`` as ``I'll`` and ``I'm``."""
    return _NO_APOSTROPHE.sub(lambda found: "I'll" if found[0].lower() == "ill" else "I'm", sentence)


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


_SET_APART = re.compile(r"(?:\s*[<(][^<>()]*[>)])?[\s,;.]*(?:and|&|while)?\s*", re.IGNORECASE)
_TRAINED = re.compile(
    r"\b(?:did|took|has done|has taken|went through|completed|has had|had) (?:your|the|maestro"
    r"|io['’]?s?) (?:[\w-]+ ){0,2}training\b",
    re.IGNORECASE,
)


def _role(sentence: str, found: re.Match[str], key: str, me: Person, *, is_begun: bool) -> Result:
    """The persons of one place, a doubt where the words leave them open, ``None`` where they name nobody."""
    who = re.sub(rf"\A{_RELATION}(?=(?-i:[A-ZÀ-Ö]))", "", found["who"].strip(" ,"), flags=re.IGNORECASE)
    who = _LOW_RELATION.sub("", who)
    perhaps = _PERHAPS.match(who)
    who = who[perhaps.end() :] if perhaps else who
    if who.split()[0].strip(",.").lower() in _NO_NAMES or is_negative(found[0]):
        return None
    near = _near(sentence, found)
    beside = found[0].replace(found["who"], " ") + _without_role(sentence[found.end() : found.end() + 40])
    if "told" not in found.re.groupindex and (is_past(near) or _OF_OTHER.search(re.split(r"[,;.]|\band\b", beside)[0])):
        return None
    before, behind = sentence[: found.start("who")], sentence[found.end() :]
    stops_early = found.end("who") == found.end()
    later = _LATER_REACH.match(behind)
    if _REACHED_BESIDE.match(sentence, found.end("who")) and not later:
        return None  # an address stands beside the name in a way that is not read: no name without it
    if sentence.endswith("?") and _ASKED.search(before):
        return None
    said = re.sub(r"\b(?:I|myself)\b", "me", _TWICE.sub(r"\1", who))
    result = people.read_people(said, contact=me, above=(), role=key)
    if not isinstance(result, Certain) or not isinstance(result.value, tuple):
        return result
    result = _with_later_address(result, behind, later)
    several = isinstance(result.value, tuple) and len(result.value) > 1
    if (
        (_MORE_NAMES.search(before) and not is_begun)
        or (stops_early and _GOES_ON.match(behind))
        or (several and _GOVERNED.search(before) and not stops_early)
    ):
        return Doubt(why="we need to know which of them")
    may_be = perhaps or _OWN_HEDGE.search(found[0].replace(found["who"], " "))
    if may_be or is_hedged(politely(near)) or _ASIDE.match(behind):
        return Doubt(why=NOT_SURE, suggestion=result.value)
    return result


_LOW_RELATION = re.compile(rf"\A(?:my|our|his|her|their) [a-z]{{3,12}},? (?={_LOW})")
_PERHAPS = re.compile(r"(?:maybe|perhaps|probably|possibly|hopefully)\s+(?=[A-Z])", re.IGNORECASE)
_ASKED = re.compile(r"\b(?:will|can|could|would|should|is|are|may|shall)\s+\Z", re.IGNORECASE)
_TWICE = re.compile(rf"<(?:mailto:)?({_ADDRESS})> \1|<mailto:(?={_ADDRESS}>)", re.IGNORECASE)
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
    return re.sub(r"\([^()@]*\)", " ", words)


_ASIDE = re.compile(
    r"[\s,]*\(?(?:maybe|perhaps|probably|tbc|tbd|unconfirmed|if|unless|or|not confirmed|\?)", re.IGNORECASE
)


def _without_role(clause: str) -> str:
    return re.sub(r"\b(?:the|this|our) meeting\b", " ", clause, flags=re.IGNORECASE)


def _with_later_address(result: Certain, behind: str, later: re.Match[str] | None) -> Certain:
    """``Jo can back me up (jo@example.org)``: an address said behind the verb is that one person's."""
    persons = result.value
    if not later or not isinstance(persons, tuple) or len(persons) != 1 or not isinstance(persons[0], Person):
        return result
    address = later["in"] or later["at"] or later["is"]
    if persons[0].email or (later["in"] and re.search(r"[A-Z]|,| and ", behind[: later.start("in")])):
        return result
    return replace(result, value=(replace(persons[0], email=address.lower()),))


# A wish that the organisation runs the board -------------------------------------------------------------------------

_TECH_WORD = (
    r"\b(?:tech(?:s|ies?|nics?|nical(?:ly)?|nology)?(?!\s+(?:training|question|problem|issue|check|rehearsal"
    r"|company|workers?))"
    r"|maestro (?:tech|person|operator|supporter|board|thing|side|part)|(?:the|maestro|telephone) (?:board|buttons?)"
    r"|(?<=\bdo )maestro|(?<=\brun )maestro|(?<=\bon )maestro)\b"
)
_ASKS_YOU = (
    r"(?:(?:we|i|you)(?:['’](?:d|ll))?(?: (?:would|will|do|could|really|also|definitely|certainly))* (?:need"
    r"|like|love|appreciate|want"
    r"|welcome)(?! to (?:find|ask|look|know|hear|learn|meet|discuss|talk|train|get trained|plan|have a call"
    r"|hold|request|set))"
    r"|(?:can|could|would|will|might) (?:you|one of you(?:r \w+)?|someone (?:from|on|there|at|of)"
    r"|somebody (?:from|on|there|at|of)|io|interoccupy)"
    r"(?: (?:all|guys|folks|people|please|possibly|kindly))*"
    r"(?: (?:provide|send|lend|give|supply|do|run|handle|help|find|spare|assign|furnish|cover|take|get|loan"
    r"|offer|set us up|put))"
    r"|they(?:['’]d| would) (?:have|need) to (?:provide|send|give|lend)|please (?:provide|send|give|supply"
    r"|find|lend|assign|help|furnish|spare|loan)"
    r"|(?:ask|hope|hoping|request) (?:that )?you (?:furnish|provide|send|supply|assign|lend)"
    r"|need(?:s|ed)? (?:your |some )?help|help (?:us )?(?:with|on)|(?:one|somebody|someone) (?:of|from) (?:you"
    r"|yours?|io|interoccupy)\b"
    r"|you (?:guys|folks)? ?(?:please|pls))"
)
_NEEDS = re.compile(_ASKS_YOU, re.IGNORECASE)
_TECHS = re.compile(_TECH_WORD, re.IGNORECASE)
_LACKS = re.compile(
    r"(?:\b(?:no|nobody|no ?one|none of us|don['’]?t have|do not have|dont have|lack|without|haven['’]t got"
    r"|not have|don['’]t know)\b"
    rf"[^.?!]{{0,50}}?(?:{_TECH_WORD}|\bmaestro\b))",
    re.IGNORECASE,
)
_ASKS_ONE = re.compile(
    rf"\A[^.?!]{{0,40}}?{_ASKS_YOU}[^.?!]{{0,30}}?\b(?:one|someone|somebody|that|it|him|her|this|with that)\b",
    re.IGNORECASE,
)
_NO_NEED = re.compile(
    r"\b(?:don['’]?t|do not|won['’]?t|no longer|not|never|no) (?:\w+ )?(?:need|want|like)\b|\bno need\b"
    r"|\bhelp(?:ing)? (?:out|you)\b",
    re.IGNORECASE,
)
_OPEN_WISH = re.compile(
    r"\b(?:or (?:should|do|can|shall|is)|still need|unless|until|if (?:not|he|she|they|nobody)|maybe|might|not sure)\b",
    re.IGNORECASE,
)


def told_need(sentences: Sequence[str]) -> Iterator[Told]:
    """A plain wish that the organisation supplies the tech supporter: NEED HELP."""
    for index, sentence in enumerate(sentences):
        wish = _tech_wish(sentence)
        if not wish and index and _LACKS.search(sentences[index - 1]) and _ASKS_ONE.search(sentence):
            wish = True
        if not wish or _NO_NEED.search(sentence):
            continue
        if _OPEN_WISH.search(politely(sentence)):
            yield Told("tech", sentence, Doubt(why="we are not sure whether you need one of us", suggestion=NEED_HELP))
        else:
            yield Told("tech", sentence, Certain(value=NEED_HELP, grammar="prose:need-help"))


def _tech_wish(sentence: str) -> bool:
    """Whether a wish and the board stand in one sentence, near each other, or where it says that nobody can."""
    if _LACKS.search(sentence) and _NEEDS.search(sentence):
        return True
    for found in _TECHS.finditer(sentence):
        left = re.split(r"[.;!?]\s", sentence[max(0, found.start() - 70) : found.start()])[-1]
        right = re.split(r"(?<!\.)[.;!?]\s", sentence[found.end() : found.end() + 70])[0]
        if _NEEDS.search(f"{left}{found[0]}{right}"):
            return True
    return False

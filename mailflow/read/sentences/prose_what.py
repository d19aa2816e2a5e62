"""Purpose, number of people and the smaller values in plain sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mailflow.model import Value
from mailflow.read.answers import values
from mailflow.read.answers.result import Certain, Doubt
from mailflow.read.persons.people import NOT_SURE
from mailflow.read.sentences.clauses import CALL, EVENT, around, clauses, is_hedged, is_negative, is_past
from mailflow.read.sentences.prose_when import phrases
from mailflow.read.sentences.told import Told

# What it is for -------------------------------------------------------------------------------------------------------

_WE_WANT = (
    r"we(?:['’]d| would|['’]re| are)?(?: really| also| all)? (?:want|need|hope|like|love|plan|intend|wish|hoping"
    r"|trying|planning"
    r"|looking|going)(?= to\b)"
)
_TALKS = (
    r"(?:plan(?! ahead)|discuss|talk (?:about|over|through)|share|compare|coordinate|decide|prepare|exchange|work out"
    r"|figure out"
    r"|line up|connect|agree|swap|brainstorm|strategi[sz]e|learn|hear from|bring together|pool|map out|sort out|draft"
    r"|debrief"
    r"|tell (?!you\b)|collect|find out|get (?!an?\b|in touch|back|it\b|this\b|something|going|started|help|ready|one\b"
    r"|(?:the|your) (?:call|form|line|word))\w+)"
)
_BE_TO = r"(?: (?:is|would be|will be)|['’]s)"
_PURPOSES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            r"\b(?:the |its |our |it['’]s )?(?:main |whole )?(?:purpose|goal|aim|idea|point|objective|topic"
            rf"|reason)(?: of (?:the|this|our) (?:call|conference|line))?(?: here)?{_BE_TO} (?P<purpose>(?!that\b"
            rf"|not\b|what\b|you\b|simple\b|this\b|still\b|unclear\b)[^?!]{{8,400}})"
        ),
        r"\bwhat we(?: would|['’]d)? (?:want|need|like|hope)(?: to do)? is (?P<purpose>to [^?!]{8,400})",
        (
            r"\bwe(?:['’]d| would|['’]ll| will)(?: like to| want to)? (?:use (?:it|the call|this)|want (?:it"
            r"|the call)|need it) (?P<purpose>(?:to|for) [^?!]{8,400})"
        ),
        (
            r"\A(?:and |so )?(?:it|this|the call)(?:['’]?s| is| will be"
            r"| would be) (?:all )?(?P<purpose>(?:to (?!be\b)|about |so (?:that )?(?!far|good|much|we know)"
            r"|for (?!(?:us|me|a|an|occupy|about|\d|\w+day|our"
            r"|the)\b)[a-z]+ [^.?!]*?\bto )[^?!]{6,400})"
        ),
        (
            rf"{CALL}[^.?!]{{0,160}}?(?<!like)(?<!want)(?<!wants)(?<!need)(?<!needs)(?<!love)"
            r"(?<!going)(?<!able)(?<!have)[ ,]to "
            r"(?P<purpose>(?!(?:be|have|include|start|begin|last|run|take|happen|discuss it|you|your|the|our|my|us"
            r"|a|an|[a-z]+day|jan[a-z]*|feb[a-z]*|march|apr[a-z]*|may|june?|july?|aug[a-z]*|sep[a-z]*"
            rf"|oct[a-z]*|nov[a-z]*|dec[a-z]*|ask|join|\d|noon|which|this|that)\b)[a-z]+\b[^?!]{{5,300}})"
        ),
        (
            rf"(?:{CALL}|\bon the (?:tele)?phone\b)[^.?!]{{0,80}}? so (?:that )?(?P<purpose>(?!(?:i|you|could"
            rf"|can|please|would|help|we(?! can| could)"
            rf"|here|it|what|far|much)\b)[^?!]{{10,300}})"
        ),
        rf"(?:\A|[,;] |\band |\bbecause ){_WE_WANT} (?P<purpose>to (?P<verb>{_TALKS})\b[^?!]{{6,300}})",
        (
            rf"{CALL}[^.?!;]{{0,120}}? (?P<purpose>(?:about|on the (?:topic|subject|question) of|regarding|concerning) "
            r"(?!\d|noon|how long|it\b|this\b|that\b|an? |(?:ten|twenty|thirty|forty|fifty|sixty)\b|you\b"
            r"|us\b)[^?!]{5,300})"
        ),
    )
)
_STATES_AT = 4
"""So many of the patterns say outright what the call is for; the others tell it by the way."""
_WANTS_AT = 6
"""From here on what the group wants to do, or what the call is about: it must be said once."""


def told_purpose(sentences: Sequence[str]) -> Iterator[Told]:
    """What the call is for, the plainest of the places that say it."""
    for rank, pattern in enumerate(_PURPOSES):
        places = [(one, found) for one in sentences if (found := pattern.search(one)) and _may_be_purpose(one, found)]
        if not places:
            continue
        sentence, found = places[0]
        said = found["purpose"].rstrip(" .,;")
        whole = _first_sentence(sentence, found.start("purpose"), said)
        if rank < _STATES_AT and said.startswith(f"{whole}: "):
            whole = said  # ``It is about rent freezes: who has won one, and how``
        result = _purpose(whole, said, is_stated=rank < _STATES_AT)
        if rank >= _WANTS_AT and (len(places) > 1 or is_hedged(sentence)):
            result = Doubt(why="we are not sure what the call is for", suggestion=_value(result))
        yield Told("purpose", sentence, result)
        return


def _may_be_purpose(sentence: str, found: re.Match[str]) -> bool:
    """Whether it is told of this call, to come, and not said of the organisation."""
    said = found["purpose"]
    return not (
        is_past(sentence[: found.start("purpose")])
        or is_negative(sentence[max(0, found.start() - 20) : found.start("purpose")])
        or ("verb" in found.re.groupindex and _WITH_YOU.search(said))
    )


_WITH_YOU = re.compile(
    r"\b(?:you|your|interoccupy|io|a call|conference call|(?:the|this|our) call|(?:an?|the) line|date|form"
    r"|training)\b",
    re.IGNORECASE,
)


def _value(result: Certain | Doubt) -> Value:
    return result.value if isinstance(result, Certain) else result.suggestion


def _first_sentence(sentence: str, at: int, said: str) -> str:
    """The purpose as far as its clause goes."""
    end = next((stop for begin, stop in clauses(sentence) if begin <= at < stop), len(sentence))
    return said[: end - at].rstrip(" .,;")


_TELLS_MORE = re.compile(
    r"[\w.]@\w|\b(?:facilitat\w+|back ?-?up|maestro|tech person|i['’]ll|i will|i can|we['’]d like"
    r"|\d+ (?:people|persons|minutes|mins|hours?))\b"
    r"|\bfor (?:an|one|two) hours?\b",
    re.IGNORECASE,
)


def tells_more(text: str) -> bool:
    """Whether a purpose holds another value of the call: a person, a length, a number."""
    return bool(_TELLS_MORE.search(text))


def _purpose(whole: str, said: str, *, is_stated: bool) -> Certain | Doubt:
    """The words, where their end is plain: no other value stands in them, and no day that may be the call's."""
    result = values.read_text(whole)
    if not isinstance(result, Certain):
        return Doubt(why="we could not tell what the call is for")
    days = phrases(whole)
    if (
        tells_more(whole)
        or whole != said
        or (days and not (is_stated and all("time" not in one.kinds for one in days)))
    ):
        return Doubt(why="we are not sure where it ends", suggestion=result.value)
    return result


# How many, how to reach, whether in a hurry --------------------------------------------------------------------------

_COUNT_WORD = (
    r"(?:\d{1,3}(?:,\d{3})|\d{1,4}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?|ten|twelve|fifteen|a dozen"
    r"|a hundred|two dozen)"
)
_PEOPLE = re.compile(
    r"(?<![\w/:.-])(?P<range>(?:about |around |roughly |between |up to |at least |maybe |perhaps |probably "
    rf"|some |over |more than |at most )*{_COUNT_WORD}\+?"
    rf"(?:\s*(?:-|–|to|or|and)\s*{_COUNT_WORD})?(?: or so)?)"
    r" (?:people|persons|ppl|callers|participants|folks|ladies|women|souls|of us|attendees)\b(?! (?:were|was"
    r"|came|died|who were"
    r"|at the|have|got|in (?!all|total)|from the|a week|a month|each))",
    re.IGNORECASE,
)
_EXPECTS = re.compile(
    rf"{CALL}|\bexpect\w*|\bon it\b|\b(?:there (?:will|would|should|might|may) be|(?:will|would|should"
    r"|could) be|we['’]ll (?:be|have)|anticipat\w+|estimat\w+|guess|figure"
    r"|we think|i think|plan(?:ning)? (?:for|on)|say|attend\w*|participat\w+|hope for|hoping for|looking at)\b",
    re.IGNORECASE,
)
_OPEN_COUNT = re.compile(r"\b(?:maybe|perhaps|probably)\b", re.IGNORECASE)
_OTHER_HEADS = re.compile(
    r"\b(?:so far|already|members?|list has|signed|arrested|evicted|we are|there are|dish for|room for|seats?"
    r"|us are|feed|served?)\b",
    re.IGNORECASE,
)


def told_people(sentences: Sequence[str]) -> Iterator[Told]:
    """How many people the call is for; the heads of another call, or of the group, are not meant."""
    for sentence in sentences:
        for found in _PEOPLE.finditer(sentence):
            clause = around(sentence, found.start())
            begins = not sentence[: found.start()].strip(" ,;(") or sentence[: found.start()].rstrip().endswith(",")
            if (
                is_past(clause)
                or is_negative(sentence[max(0, found.start() - 40) : found.start()])
                or _OTHER_HEADS.search(clause)
                or re.search(EVENT, sentence[max(0, found.start() - 40) : found.start()], re.IGNORECASE)
                or not (begins or _EXPECTS.search(clause))
                or (begins and not _EXPECTS.search(sentence) and not _is_fragment(sentence, found))
            ):
                continue
            plain = _OPEN_COUNT.sub(" ", found["range"]).strip()
            result = values.read_range(f"{plain} people")
            is_open = _OPEN_COUNT.search(sentence[found.end() : found.end() + 15])
            if isinstance(result, Certain) and is_open:
                result = Doubt(why=NOT_SURE, suggestion=result.value)
            if result is not None:
                yield Told("expected", sentence, replace(result, also={}))
        if _SOMANY.search(sentence) and not sentence.endswith("?"):
            yield Told("expected", sentence, Doubt(why="we need it as a number"))


_SOMANY = re.compile(
    r"\b(?:expect\w*|guess|hope|hoping|think|figure|estimate|likely|probably|should be|will be|there(?:['’]ll| will) be"
    r"|this time)\b[^.?!;]{0,40}?\b(?:twice|double|half|thrice|triple|(?:three|four|five|ten) times)"
    r" (?:that|this|as many|the (?:number|size)|of (?:that|them)|last time)\b",
    re.IGNORECASE,
)
"""A number told by another: ``this time I'd guess twice that``."""


def _is_fragment(sentence: str, found: re.Match[str]) -> bool:
    """Whether the count begins a line that has no verb of its own."""
    return found.start() == 0 and not re.search(r"\b(?:are|is|have|has|will|would|can|came|need|want)\b", sentence)


_MY_PHONE = re.compile(
    r"(?:\bmy (?:cell|phone|mobile|number|telephone|cell phone|home phone|direct line)(?: number"
    r"| phone)?(?: for [\w ]{1,30}?)? ?(?:is|:)"
    r"|\b(?:call|text|ring|reach|phone) me (?:at|on)|\byou can (?:call|text|reach|ring|phone) me (?:at|on)"
    r"|\bi['’]m at|\bi am at)"
    r" ?(?:my cell,? |any ?time at )?(?P<phone>\+?\(?\d[\d() ./-]{5,18}\d)",
    re.IGNORECASE,
)
_URGENT = re.compile(
    r"(?<!not )(?<!n't )\b(?:it|this|that)(?:['’]?s| is)(?: (?:really|very|quite|so|kind of))? (?:urgent(?! need)"
    r"|an emergency)\b(?P<why>[^?]*)|\bwe need an emergency (?:conference )?call\b"
    r"|\bthis is an (?:urgent|emergency) (?:request|call)\b",
    re.IGNORECASE,
)
_NOT_URGENT = re.compile(
    r"\b(?:it|this|that)(?:(?:['’]?s| is) (?:not|no)| isn['’]?t)(?: (?:really|actually))?(?: an?)? emergency\b"
    r"(?![^.]*\?)",
    re.IGNORECASE,
)
"""Only the word itself: much else in a mail may be "not urgent"."""
_NOT_SAID = re.compile(
    r"(?:\b(?:not|never|nobody|no one|hardly|doubt)|n['’]t)\b(?: \w+){0,3}?"
    r" (?:think|believe|feel|say|saying|said|claim|claiming|mean|sure|certain|suppose)"
    r"(?: (?:that|if|whether))?\W*\Z",
    re.IGNORECASE,
)
"""What turns "it's an emergency" behind it into no such thing."""
_BECAUSE = re.compile(r"\s*(?::|,? (?:because|since|as)\b|[-–—]+)\s*(?P<why>\S.*)", re.IGNORECASE)
_NEW_LIST = re.compile(
    r"\b(?:please(?: also)?|(?:could|can|would) you(?: please| also)*|we(?:['’]d"
    r"| would) (?:also )?like(?: you)?(?: to)?(?: have)?|we(?: also)? (?:need|want))\b"
    r"[^.?!]{0,20}?\b(?:(?:start|create|make|set up|open) (?:us )?(?:a|an|the)|an?"
    r"|a new) (?:new )?(?:google ?group|e-?mail list|mailing list|listserv)\b",
    re.IGNORECASE,
)
_CALENDAR = r"(?:your |the |our )?(?:public |web |online )?(?:calendar|site|website|web ?page|listings?|schedule)"
_PRIVATE = re.compile(
    r"\b(?:keep (?:this|it|the call|us)(?: call| one)? (?:private|quiet|internal|off|unlisted|closed|to ourselves)"
    r"|(?:don['’]?t|do not|not|never) (?:please )?(?:list|publish|publici[sz]e|announce|advertise) (?:this|it"
    r"|the call|us)"
    rf"|(?:don['’]?t|do not|not|never) (?:please )?(?:put|post|show|list|publish) (?:this|it|the call|us)"
    rf"(?: call)?(?: up)? (?:publicly|(?:on|in) {_CALENDAR}\b)"
    rf"|(?:stay|stays|kept|left|leave (?:it|this|us)|remain|remains|be) off {_CALENDAR}\b"
    rf"|not (?:be )?(?:shown|listed|published|posted|put|announced|advertised)(?: up)? (?:publicly|on {_CALENDAR})\b"
    rf"|not (?:to )?(?:be |appear |show up |go )(?:listed |shown |published |posted |put )?(?:publicly"
    rf"|on {_CALENDAR})\b"
    r"|(?:this|it|the call) (?:is|should be|must be|has to be|must stay|should stay|needs to (?:be"
    r"|stay))(?: kept)? (?:private"
    r"|closed|unlisted|not public\b(?! health| transport| land| school| sector| service))"
    r"|not (?:be )?(?:listed|public)\b(?! health| transport| land| school| sector| service)"
    r"|private call\b(?! me)|private,? please\b|(?:members|invitation|invite)[- ]only\b|not open to the public)",
    re.IGNORECASE,
)
_HELP_WITH = re.compile(r"\bhelp (?:us )?with (?P<help>[^.?!;:()]{4,80})", re.IGNORECASE)


def is_private(sentence: str) -> bool:
    """Whether a sentence asks that the call be kept off the public calendar."""
    return bool(_PRIVATE.search(sentence)) and not is_hedged(_PRIVATE.sub(" ", sentence)) and not sentence.endswith("?")


def _is_doubted(before: str) -> bool:
    """Whether what stands before a claim takes it back: ``I don't think it's an emergency``."""
    return is_hedged(before) or bool(_NOT_SAID.search(before))


def told_small(sentences: Sequence[str]) -> Iterator[Told]:
    """A phone, an emergency, a list, help wanted, and that the call is private."""
    for sentence in sentences:
        if found := _MY_PHONE.search(sentence):
            phone = values.read_phone(found["phone"])
            if isinstance(phone, Certain):
                yield Told("phone", sentence, phone)
        if (urgent := _URGENT.search(sentence)) and not _is_doubted(sentence[: urgent.start()]):
            why = _BECAUSE.match(urgent["why"] or "")
            yield Told(
                "emergency",
                sentence,
                Certain(value=True, grammar="prose", also={"emergency_reason": why["why"].rstrip(" .")} if why else {}),
            )
        elif (denied := _NOT_URGENT.search(sentence)) and not _is_doubted(sentence[: denied.start()]):
            yield Told("emergency", sentence, Certain(value=False, grammar="prose"))
        if (wish := _NEW_LIST.search(sentence)) and not is_negative(wish[0]) and not is_hedged(wish[0]):
            yield Told("list", sentence, Certain(value="create", grammar="prose"))
        if is_private(sentence):
            yield Told("public", sentence, Certain(value=False, grammar="prose"))
        if (asked := _HELP_WITH.search(sentence)) and not is_negative(sentence[: asked.start()]):
            help_ = values.read_help(re.sub(r"\bwith\b", " ", asked["help"].split(", ")[0]))
            if isinstance(help_, Certain) and help_.value != ("tech",):
                yield Told("help", sentence, help_)

"""Group, title, purpose, number of people and the smaller values in plain sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mailflow.read import values
from mailflow.read.clauses import CALL, EVENT, around, clauses, is_hedged, is_negative, is_past
from mailflow.read.people import NOT_SURE
from mailflow.read.prose_when import Told, phrases
from mailflow.read.result import Certain, Doubt

# Who asks ------------------------------------------------------------------------------------------------------------

_CAPITAL = r"(?-i:(?!I\b)[A-Z0-9À-ÖØ-Þ][\w&'’-]*)"
_LINK = r"(?:of|for|the|and|&|against|in|on|to|de|la|del|des|du|y|at|with)"
_NAMED = rf"{_CAPITAL}(?: (?:{_LINK} ){{0,2}}{_CAPITAL}){{0,8}}"
_GROUP_NOUN = re.compile(
    r"\b(?:occupy|group|committee|coalition|collective|students?|workers?|retirees|tenants?|union|local|circle"
    r"|network|alliance"
    r"|club|church|team|working group|assembly|campaign|council|society|association|organi[sz]ation|project"
    r"|movement|nurses"
    r"|teachers|neighbou?rs|parents|veterans|farmers|friends|mutual aid|coop|co-op|cooperative|federation"
    r"|league|chapter|choir"
    r"|center|centre|hub|brigade|caucus|front|table|rising|united|people['’]?s|action|now|against|ga|wg"
    r"|justice|debt|housing"
    r"|citizens|residents|renters|musicians|librarians|artists|faith|interfaith|peace|community|foundation"
    r"|guild|party)\b",
    re.IGNORECASE,
)
_LOW_OCCUPY = (
    r"occupy(?: (?:the )?(?!(?:on|at|is|are|was|would|will|has|have|needs?|wants?|for|to|and|or|in|here|asks?"
    r"|requests?|this|next"
    r"|every|tomorrow|tonight|with|about|so|but|please|we|i|can|could|monday|tuesday|wednesday|thursday|friday|saturday"
    r"|sunday|movement|camp|encampment|call|list|line|maestro)\b)[a-z]{2,15}){1,2}"
)
_GROUP = rf"(?:the |The )?(?P<group>{_NAMED}|(?-i:{_LOW_OCCUPY}))"
_AND_WANTS = (
    r"(?:would (?:like|love)|['’]d (?:like|love)|needs?|wants?|requests?|is (?:asking|requesting|planning"
    r"|hoping|looking)"
    r"|are (?:asking|requesting|planning|hoping|looking)|hereby requests?|wishes|is writing|asks|hopes)\b"
)
_PLACES_OF_A_GROUP = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bwe(?:['’]re| are) (?:from |with |writing from |at )?(?:the group )?{_GROUP}",
        (
            r"\b(?:i am|i['’]m|we are|we['’]re)? ?(?:writing|asking|calling|requesting this|reaching out"
            rf"|emailing) (?:for|from|on behalf of|as part of) {_GROUP}"
        ),
        rf"\bon behalf of {_GROUP}",
        (
            rf"\b(?:this is|it['’]s|it is|i['’]m|i am|my name is|here is) (?:{_CAPITAL} ){{1,3}}?(?:here )?(?:from"
            rf"|of|with|at) (?:the [a-z][\w ]{{2,30}} (?:of|at) )?{_GROUP}"
        ),
        rf"\A(?:hi|hello|hey)?[\s,!]*(?:{_CAPITAL} ){{1,3}}?(?:here,? )(?:from|of|with|at) {_GROUP}",
        (
            r"\A(?:(?:hi|hello|hey)(?: all| there| everyone| folks"
            rf"| friends)?[\s,!-]*)?(?:this is )?{_GROUP}(?: \([\w .]+\))? here\b"
        ),
        (
            rf"\A(?:(?:hi|hello|hey)[\s,!-]*)?(?:the [a-z][\w ]{{2,30}} (?:of"
            rf"|at) )?{_GROUP}(?: \([\w .,]+\))? (?=[^.?!]*(?:{CALL}|\basking\b|\brequesting\b)){_AND_WANTS}"
        ),
        (
            rf"\b(?:could|can|may|might|would) {_GROUP} (?:please )?(?:have|get|hold|host|request|ask|book|schedule"
            rf"|set up|use|reserve)\b[^.?!]*{CALL}"
        ),
        rf"\b(?:could|can|may|might)(?P<sure> we),? ?\((?:from )?{_GROUP}\)",
        (
            r"\bwe(?:['’]re| are) (?P<sure>the group|a group called"
            r"|called) [\"“]?(?P<group>(?-i:[A-Z])[^,.()\"”?!]{3,50}?)(?=[\"”,.(]| from | and we\b| in (?-i:[A-Z])"
            r"|\Z)"
        ),
        rf"{CALL}[^.?!,]{{0,15}}? for {_GROUP}(?=[^.?!]*)",
        (
            r"\b(?:i|we) (?:am|are|work(?! with)|organi[sz]e|convene|represent|coordinate|serve|volunteer|belong"
            rf"|live)(?: (?:with|for|at|to|a member of|part of|the \w+ of))* {_GROUP}"
        ),
        rf"\bour (?:group|organi[sz]ation|occupation|name) is(?: called)? {_GROUP}",
        rf"\A(?P<group>(?-i:Occupy(?: [A-Z][\w'’-]*){{1,3}}|{_LOW_OCCUPY}))[.!]?\Z",
        (
            rf"(?<=[\w,]) for (?P<group>(?-i:Occupy(?: [A-Z][\w'’-]*){{1,3}}|{_LOW_OCCUPY}))(?=[.?!]|\Z| (?:on|at"
            r"|this|next) )"
        ),
    )
)
_NO_GROUP = re.compile(
    r"\A(?:I|We|Thursday|Monday|Tuesday|Wednesday|Friday|Saturday|Sunday|Interoccupy|IO|Maestro|January"
    r"|February|March|April|May|June"
    r"|July|August|September|October|November|December|US|USA|Can|Could|Please|This|That|It|You|Hi|Hello)\b",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(?:[\w ,.'’/-]{0,40}[,/] )?(Occupy(?: (?:the )?[A-Z][\w&'’-]*){1,3})\.?")


def told_group(sentences: Sequence[str], signature: Sequence[str]) -> Iterator[Told]:
    """The group that the author speaks for; one that only signs counts where nothing else names one."""
    found: dict[str, str] = {}
    for sentence in sentences:
        for pattern in _PLACES_OF_A_GROUP:
            for match in pattern.finditer(sentence):
                group = _trimmed(match["group"])
                sure = "sure" in pattern.groupindex
                if (
                    (sure or _is_group(group, match[0]))
                    and not is_past(around(sentence, match.start()))
                    and not is_negative(match[0])
                ):
                    found.setdefault(group, sentence)
    if not found:
        found = {signed[1]: line for line in signature if (signed := _SIGNED.fullmatch(line))}
    names = [one for one in found if not any(one != other and one.casefold() in other.casefold() for other in found)]
    names = list({one.casefold(): one for one in reversed(names)}.values())
    if len(names) == 1:
        yield Told("group", found[names[0]], Certain(value=names[0], grammar="prose"))
    elif names:
        yield Told("group", " / ".join(names), Doubt(why="we need to know which of them"))


def _trimmed(group: str) -> str:
    """The name without what only stands behind it."""
    group = re.sub(rf"(?: {_LINK})+\Z", "", group.strip(" ,."), flags=re.IGNORECASE)
    return re.sub(
        r" (?:on|for|at)(?: the)? (?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April"
        r"|May|June|July|August|September|October|November|December)\b.*\Z",
        "",
        group,
    )


def _is_group(group: str, match: str) -> bool:
    """Whether a name is a group's and nobody's own: a word for one stands in it, or an article before it."""
    if _NO_GROUP.match(group) or len(group) < 4:
        return False
    low = group.casefold()
    if low in {"occupy", "occupy movement"} or re.search(r" (?:and|&) occupy\b", low):
        return False
    if low.startswith("occupy ") or _GROUP_NOUN.search(group):
        return len(group.split()) > 1
    article = re.search(rf"\bthe {re.escape(group)}", match, re.IGNORECASE)
    return bool(article) and len(group.split()) >= 2 and " and " not in low


# What it is called and what it is for --------------------------------------------------------------------------------

_QUOTED = r"[\"“](?P<title>[^\"”\n]{3,100}?)[,.]?[\"”]"
_TITLES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            r"\b(?:called|titled?|entitled|named|call (?:it|this)|calling it|title (?:is|of|would be|will be)"
            rf"|name (?:is|of the call is))\s*:?\s*{_QUOTED}"
        ),
        rf"{_QUOTED} is (?:the (?:title|name)|what we(?:['’]d| would|['’]ll| will)? (?:put|call|like to call))",
        (
            r"\b(?:the call (?:is|will be|would be|should be)|it(?:['’]s| is| will be| should be)|we(?:['’]d"
            r"| would) (?:like to )?call it"
            r"|(?:the |its |our )?(?:call )?title (?:is|will be|would be)|call it)(?: called| titled| named"
            r"| entitled)?:?\s+"
            r"(?P<title>(?-i:[A-Z0-9][\w'’&-]*(?: (?:(?:of|the|and|for|to|in|on|a|an|at|is"
            r"|with) ){0,2}[A-Z0-9][\w'’&-]*){1,8}))(?=\s*(?:[.!?,;(]|\Z))"
        ),
    )
)
_TITLE_SAID = re.compile(r"\b(?:called|titled|title|named|call it|calling it|entitled|name)\b|[\"“]", re.IGNORECASE)
_OF_GROUP = re.compile(
    r"\b(?:our|the|their|an?|this|your) (?:[\w-]+ )?(?:group|organi[sz]ation|committee|list|newsletter|blog"
    r"|site|film|movie|song|book|paper|article|street|report)\b|\bwe(?:['’]re| are) called",
    re.IGNORECASE,
)


def told_title(sentences: Sequence[str]) -> Iterator[Told]:
    """What the call is called."""
    for sentence in sentences:
        for pattern in _TITLES:
            for found in pattern.finditer(sentence):
                clause = around(sentence, found.start())
                if (
                    not _TITLE_SAID.search(found[0])
                    or _OF_GROUP.search(clause)
                    or is_past(clause)
                    or is_negative(clause)
                ):
                    continue
                result = values.read_line(found["title"])
                if isinstance(result, Certain):
                    sure = not is_hedged(sentence[: found.start("title")][-60:])
                    yield Told("title", sentence, result if sure else Doubt(why=NOT_SURE, suggestion=result.value))


_BE_TO = r"(?: (?:is|would be|will be)|['’]s)"
_PURPOSES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            r"\b(?:the |its |our |it['’]s )?(?:main |whole )?(?:purpose|goal|aim|idea|point|objective"
            rf"|reason)(?: of (?:the|this|our) (?:call|conference|line))?(?: here)?{_BE_TO} (?P<purpose>(?!that\b"
            rf"|not\b|what\b|you\b|simple\b|this\b|still\b|unclear\b)[^?!]{{8,400}})"
        ),
        r"\bwhat we(?: would|['’]d)? (?:want|need|like|hope)(?: to do)? is (?P<purpose>to [^?!]{8,400})",
        (
            r"\bwe(?:['’]d| would|['’]ll| will)(?: like to| want to)? (?:use (?:it|the call|this)|want (?:it"
            r"|the call)|need it) (?P<purpose>(?:to|for) [^?!]{8,400})"
        ),
        (
            r"\A(?:and |so )?(?:it|this|the call)(?:['’]s| is| will be"
            r"| would be) (?:all )?(?P<purpose>(?:to (?!be\b)|about |for (?!(?:us|me|a|an|about|\d|\w+day|our"
            r"|the)\b)[a-z]+ [^.?!]*?\bto )[^?!]{6,400})"
        ),
        (
            rf"{CALL}[^.?!]{{0,160}}?(?<!like )(?<!want )(?<!need )(?<!love )(?<!going )(?<!able )(?<!have )[ ,]to "
            r"(?P<purpose>(?!(?:be|have|include|start|begin|last|run|take|happen|discuss it|you|your|the|our|my|us"
            r"|a|an|[a-z]+day|jan[a-z]*|feb[a-z]*|march|apr[a-z]*|may|june?|july?|aug[a-z]*|sep[a-z]*"
            rf"|oct[a-z]*|nov[a-z]*|dec[a-z]*|ask|join|\d|noon|which|this|that)\b)[a-z]+\b[^?!]{{5,300}})"
        ),
        (
            rf"{CALL}[^.?!]{{0,80}}? so (?:that )?(?P<purpose>(?!(?:i|you|could|can|please|would|help|we(?! can| could)"
            rf"|here|it|what|far|much)\b)[^?!]{{10,300}})"
        ),
    )
)
_STATES_AT = 4
"""So many of the patterns say outright what the call is for; the others tell it by the way."""


def told_purpose(sentences: Sequence[str]) -> Iterator[Told]:
    """What the call is for, the plainest of the places that say it."""
    for rank, pattern in enumerate(_PURPOSES):
        for sentence in sentences:
            found = pattern.search(sentence)
            if (
                not found
                or is_past(sentence[: found.start("purpose")])
                or is_negative(sentence[max(0, found.start() - 20) : found.start("purpose")])
            ):
                continue
            said = found["purpose"].rstrip(" .,;")
            whole = _first_sentence(sentence, found.start("purpose"), said)
            yield Told("purpose", sentence, _purpose(whole, said, is_stated=rank < _STATES_AT))
            return


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


def _purpose(whole: str, said: str, *, is_stated: bool) -> Certain | Doubt:
    """The words, where their end is plain: no other value stands in them, and no day that may be the call's."""
    result = values.read_text(whole)
    if not isinstance(result, Certain):
        return Doubt(why="we could not tell what the call is for")
    days = phrases(whole)
    if (
        _TELLS_MORE.search(whole)
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
    r" (?:people|persons|ppl|callers|participants|folks|of us|attendees)\b(?! (?:were|was|came|died|who were"
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
            is_open = _OPEN_COUNT.search(found["range"]) or _OPEN_COUNT.search(sentence[found.end() : found.end() + 15])
            if isinstance(result, Certain) and is_open:
                result = Doubt(why=NOT_SURE, suggestion=result.value)
            if result is not None:
                yield Told("expected", sentence, replace(result, also={}))


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
    r"(?<!not )(?<!n't )\b(?:it|this|that)(?:['’]s| is)(?: (?:really|very|quite|so|kind of))? (?:urgent"
    r"|an emergency)\b(?P<why>[^?]*)|\bwe need an emergency (?:conference )?call\b"
    r"|\bthis is an (?:urgent|emergency) (?:request|call)\b",
    re.IGNORECASE,
)
_BECAUSE = re.compile(r"\s*(?::|,? (?:because|since|as)\b|[-–—]+)\s*(?P<why>\S.*)", re.IGNORECASE)
_NEW_LIST = re.compile(
    r"\b(?:please(?: also)?|(?:could|can|would) you(?: please| also)*|we(?:['’]d"
    r"| would) (?:also )?like(?: you)?(?: to)?(?: have)?|we(?: also)? (?:need|want))\b"
    r"[^.?!]{0,20}?\b(?:(?:start|create|make|set up|open) (?:us )?(?:a|an|the)|an?"
    r"|a new) (?:new )?(?:google ?group|e-?mail list|mailing list|listserv)\b",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"\b(?:keep (?:this|it|the call|us)(?: call| one)? (?:private|quiet|internal|off|unlisted|closed)"
    r"|(?:don['’]?t|do not|not) (?:list|publish|post|publici[sz]e|announce|advertise) (?:this|it|the call|us)"
    r"|(?:this|it|the call) (?:is|should be|must be|has to be|must stay|needs to be)(?: kept)? (?:private"
    r"|closed|unlisted)"
    r"|not (?:be )?(?:listed|public)|private call\b)",
    re.IGNORECASE,
)
_HELP_WITH = re.compile(r"\bhelp (?:us )?with (?P<help>[^.?!;:()]{4,80})", re.IGNORECASE)


def is_private(sentence: str) -> bool:
    """Whether a sentence asks that the call be kept off the public calendar."""
    return bool(_PRIVATE.search(sentence)) and not is_hedged(_PRIVATE.sub(" ", sentence)) and not sentence.endswith("?")


def told_small(sentences: Sequence[str]) -> Iterator[Told]:
    """A phone, an emergency, a list, help wanted, and that the call is private."""
    for sentence in sentences:
        if found := _MY_PHONE.search(sentence):
            phone = values.read_phone(found["phone"])
            if isinstance(phone, Certain):
                yield Told("phone", sentence, phone)
        if (urgent := _URGENT.search(sentence)) and not is_hedged(sentence[: urgent.start()]):
            why = _BECAUSE.match(urgent["why"] or "")
            yield Told(
                "emergency",
                sentence,
                Certain(value=True, grammar="prose", also={"emergency_reason": why["why"].rstrip(" .")} if why else {}),
            )
        if (wish := _NEW_LIST.search(sentence)) and not is_negative(wish[0]) and not is_hedged(wish[0]):
            yield Told("list", sentence, Certain(value="create", grammar="prose"))
        if is_private(sentence):
            yield Told("public", sentence, Certain(value=False, grammar="prose"))
        if (asked := _HELP_WITH.search(sentence)) and not is_negative(sentence[: asked.start()]):
            help_ = values.read_help(re.sub(r"\bwith\b", " ", asked["help"].split(", ")[0]))
            if isinstance(help_, Certain) and help_.value != ("tech",):
                yield Told("help", sentence, help_)

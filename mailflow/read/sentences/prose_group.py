"""The group that plain sentences speak for: ``I'm writing for Nurses United``, ``june from occupy wheeling``."""

import re
from collections.abc import Iterator, Sequence

from mailflow.read.answers.result import Certain, Doubt
from mailflow.read.sentences.clauses import CALL, around, is_negative, is_past
from mailflow.read.sentences.told import Told

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
_NOUN_BEHIND = (
    r"(?:working group|group|committee|collective|coalition|union|network|alliance|chapter|assembly|team|club|caucus"
    r"|affinity group|circle|choir|cooperative|co-op|campaign|brigade|association|federation|society|project)\b"
)
_LOW_OCCUPY = (
    r"occupy(?: (?:the )?(?!(?:on|at|is|are|was|would|will|has|have|needs?|wants?|for|to|and|or|in|here|asks?"
    r"|requests?|this|next"
    r"|every|tomorrow|tonight|with|about|so|but|please|we|i|can|could|monday|tuesday|wednesday|thursday|friday|saturday"
    r"|sunday|movement|camp|encampment|call|list|line|maestro|it|you|us|me|he|she|they|im|its|ill|hi"
    rf"|hey)\b)[a-z]{{2,15}}){{1,2}}(?: {_NOUN_BEHIND})?"
    r"|occupy [A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}"
)
_NO_NOUN = (
    r"(?!(?:and|or|the|our|my|your|their|a|an|of|for|on|in|at|to|with|by|is|are|was|has|have|needs?|wants?|would|will"
    r"|can|asks?"
    r"|requests?|hopes?|plans?|here|which|that|who|whose|every|each|this|next|as|from|so|but|we|i|you)\b)"
)
_NAMED_GROUP = (
    rf"{_NAMED}(?:(?<=['’]s)(?: (?:{_NO_NOUN}[a-z][\w-]*|&|and)){{0,4}}? {_NOUN_BEHIND}"
    rf"|(?: {_NO_NOUN}(?-i:[a-z])[\w-]*)?? (?-i:{_NOUN_BEHIND}))"
    rf"(?: (?:of|at) (?:the )?(?-i:Occupy(?: {_CAPITAL}){{1,2}}))?"
)
"""``Occupy Missoula's land & forest group``, ``Occupied Pages collective``: the noun belongs to the name."""
_LOW_GROUP = (
    rf"(?:{_NO_NOUN}[a-z][\w'’-]*,? ){{1,3}}?(?:tenants['’]? (?:union|association)|coalition|collective|alliance"
    rf"|network|union"
    r"|assembly|committee|council|caucus|federation|local \d+)\b"
    r"(?! (?:hall|square|station|line|meeting|call|of|at|in|from|for|with|on)\b)"
)
"""A group without capitals, where a person says that they are of it: ``from the wheeling tenants union``."""
_GROUP = rf"(?:the |The )?(?P<group>{_NAMED_GROUP}|{_NAMED}|(?-i:{_LOW_OCCUPY}))"
_OF_GROUP = r"(?:the (?-i:[a-z])[\w&' ]{2,30} (?:of|at|in|from|with) )?"
_AND_WANTS = (
    r"(?:would (?:like|love)|['’]d (?:like|love)|needs?|wants?|requests?|is (?:asking|requesting|planning"
    r"|hoping|looking)"
    r"|are (?:asking|requesting|planning|hoping|looking)|hereby requests?|wishes|is writing|asks|hopes)\b"
)
_OFFICE = (
    r"(?:co-?)?(?:chair(?:woman|man|person)?|member|secretary|treasurer|organi[sz]er|coordinator|volunteer"
    r"|spokesperson|president"
    r"|director|delegate|founder|moderator|librarian|steward|captain|clerk|pastor|head)"
)
_DAYS = (
    r"(?: (?:some ?time|this|next|coming|week|weekend|month|on|at|in|the|tomorrow|tonight|evening|afternoon|morning"
    r"|night"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d[\w:.]*|eastern|central|pacific|mountain|[ap]m|[ECMP]T"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)){1,8}"
)
"""Words of a day and an hour between the call and whom it is for."""
_PLACES_OF_A_GROUP = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bwe(?:['’]re| are) (?:from |with |writing from |at )?(?:the group )?{_OF_GROUP}{_GROUP}",
        (
            rf"\b(?:we|us|all of us|i|here)(?: here)? (?:at|from|of|in) (?:the )?{_GROUP}(?=,? {_AND_WANTS}|,? (?:can"
            rf"|could|wonder|are|have)\b)"
        ),
        rf"\bwe, (?:the )?{_GROUP},",
        (
            r"\b(?:this is|it['’]?s|im|i['’]m|i am|my name is)(?-i: [a-z]{2,15}(?: [a-z]{1,15})?,? (?:here )?(?:from"
            r"|of|with"
            rf"|at) (?:the )?(?P<group>{_LOW_OCCUPY}|(?P<sure>(?<=the ){_LOW_GROUP})))"
        ),
        rf"\b(?:we['’]?re|we are|im|i['’]m|i am) (?:from |with )?the (?-i:(?P<group>(?P<sure>{_LOW_GROUP})))",
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
            r"\A(?:(?:hi|hello|hey)(?: all| there| everyone| folks| friends| team)?[\s,!-]*)?(?:(?:it['’]s|this is) )?"
            rf"(?:{_CAPITAL} ){{1,3}}?(?:from|of|with|at) {_GROUP} here\b"
        ),
        (
            r"\A(?:(?:hi|hello|hey)(?: all| there| everyone| folks"
            rf"| friends)?[\s,!-]*)?(?:this is )?{_GROUP}(?: \([\w .]+\))? here\b"
        ),
        (
            r"\A(?:(?:hi|hello|hey)(?: all| there| everyone| folks| friends| team)?[\s,!-]*)?"
            rf"(?:the [a-z][\w ]{{2,30}} (?:of"
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
        rf"{CALL}(?:[^.?!,]{{0,15}}?|{_DAYS}) for {_GROUP}(?=[^.?!]*)",
        (
            rf"\b(?:i(?:['’]m| am)(?= (?:with|for|at|from|part|the|a|an|{_OFFICE})\b)|we['’]re|(?:i|we) (?:are"
            rf"|work(?! with)|organi[sz]e|convene|represent|coordinate|serve|volunteer"
            rf"|belong|live))(?: (?:with|for|at|to|an? (?:new |old )?member of|part of|(?:the |an? )?{_OFFICE} (?:of"
            rf"|at|with|for|in)))* {_OF_GROUP}{_GROUP}"
        ),
        (
            r"(?:\bour (?:group|organi[sz]ation|occupation|name)|(?:\A|\bthe )(?:group|occupation))"
            rf" is(?: called)? {_GROUP}"
        ),
        rf"\A(?P<group>(?-i:Occupy(?: [A-Z][\w'’-]*){{1,3}}|{_LOW_OCCUPY}))[.!]?\Z",
        (
            rf"(?<=[\w,]) for (?P<group>(?-i:Occupy(?: [A-Z][\w'’-]*){{1,3}}|{_LOW_OCCUPY}))(?=[.,?!]|\Z| (?:on|at"
            r"|this|next|and) )"
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
                sure = match.groupdict().get("sure") is not None
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
    group = re.sub(r"(?: (?:ASAP|PLEASE|PLS|THANKS|FYI|URGENT|NOW))+\Z", "", group)
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

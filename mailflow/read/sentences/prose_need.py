"""A plain wish in sentences that the organisation supplies the tech supporter: NEED HELP in prose.

So is the plain word that nobody is there for the board, where nothing beside it says that somebody may be found.
"""

import re
from collections.abc import Iterator, Sequence

from mailflow.model import NEED_HELP
from mailflow.read.answers.result import Certain, Doubt
from mailflow.read.persons.nobody import nobody_for
from mailflow.read.sentences.clauses import clauses, politely
from mailflow.read.sentences.told import Told

_TECH_WORD = (
    r"\b(?:tech(?:s|ies?|nics?|nique|nical(?:ly)?|nology)?(?!\s+(?:training|question|problem|issue|check|rehearsal"
    r"|company|workers?))"
    r"|maestro (?:tech|person|operator|supporter|board|thing|side|part)|(?:the|maestro|telephone) (?:board|buttons?)"
    r"|switch-?board"
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
    r"|(?:rely|rel(?:ies|ying)|count(?:ing)?|depend(?:ing)?) (?:up)?on (?:you|io|interoccupy)\b"
    r"|leave (?:the |that )?(?:\w+ ){0,2}to you\b"
    r"|you(?:['’](?:d|ll)| would| will)?(?: have to| need to) (?:provide|send|lend|run|do|handle|bring|supply)"
    r"|need(?:s|ed)? (?:your |some )?help|help (?:us )?(?:with|on)|(?:one|somebody|someone) (?:of|from) (?:you"
    r"|yours?|io|interoccupy)\b"
    r"|(?:can|could|may) (?:we|i)(?: please| also)? (?:get|have|borrow) (?:an?|some|your|one of your)"
    r"(?: trained| maestro)* tech(?:ie)?s?(?: support(?:er)?| person| people)?"
    r"(?=[?!.]| from (?:you|them|io|interoccupy)\b)"
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
_NEEDS_NO_TECH = re.compile(
    r"\b(?:we|i)(?:['’]ll)? (?:(?:don['’]?t|do not|won['’]?t|will not|no longer) (?:really |actually )?"
    r"(?:need|want|require)|(?:need|want|require) no)"
    r"(?: (?:any|a|an|your|io['’]?s?|more|of your))* (?:tech|maestro)\b(?! training)",
    re.IGNORECASE,
)
_OPEN_WISH = re.compile(
    r"\b(?:from them|do (?:we|i) need|or (?:should|do|can|shall|is)|still need"
    r"|unless|until|if (?:not|he|she|they|nobody)|maybe|might|not sure)\b",
    re.IGNORECASE,
)


_PIECE = re.compile(
    r"[,;:()]+\s*|\s[-–—]+\s|(?:\A|\s)(?:and|but|or|so|nor|yet|because|since|as|though)\s", re.IGNORECASE
)
_MAY_FIND = re.compile(
    r"\b(?:look(?:ing)?|ask(?:ed|ing)?|search(?:ing)?|find(?:ing)?|found|hunt(?:ing)?|try(?:ing)?|maybe|perhaps|might"
    r"|may|hope(?:fully)?|hoping|until|unless|if|soon|let you know|tell you|volunteer(?:s|ed)?|offered|learn(?:s|ing)?"
    r"|train(?:s|ed|ing)?|but|though|although|however|last time|then|without|don['’]t need|no need)\b|\?",
    re.IGNORECASE,
)
"""What leaves open whether somebody is found after all, or is needed."""
_IS_SOUGHT = re.compile(
    r"\b(?:look|ask|search|find|found|hunt|hop(?:e|ing)|volunteer|learn|train|might|maybe|perhaps|need)\w*\b"
    r"[^.?!]{0,40}?\b(?:one|someone|somebody|it|that|tech\w*|person|board|around)\b",
    re.IGNORECASE,
)
"""The same in the next sentence, which may be of another matter: ``We are looking for one.``"""


def told_need(sentences: Sequence[str]) -> Iterator[Told]:
    """A plain wish that the organisation supplies the tech supporter, or that nobody is there for it: NEED HELP."""
    yield from _told_wish(sentences)
    for index, sentence in enumerate(sentences):
        pieces = [one for one in _PIECE.split(sentence) if one and one.strip(" .!")]
        lacking = [one for one in pieces if nobody_for(one) == "tech"]
        if not lacking or _tech_wish(sentence):
            continue
        rest = " ".join(one for one in pieces if one not in lacking)
        behind = " ".join(sentences[index + 1 : index + 2])
        is_open = (_MAY_FIND.search(rest) or _IS_SOUGHT.search(behind)) and not _ASKS_ONE.search(behind)
        doubt = Doubt(why="we are not sure whether you need one of us", suggestion=NEED_HELP)
        yield Told("tech", sentence, doubt if is_open else Certain(value=NEED_HELP, grammar="prose:nobody"))


def _told_wish(sentences: Sequence[str]) -> Iterator[Told]:
    for index, sentence in enumerate(sentences):
        said = _tech_wish(sentence)
        if not said and index and _LACKS.search(sentences[index - 1]) and _ASKS_ONE.search(sentence):
            said = sentence
        if not said or _NO_NEED.search(said):
            if _NEEDS_NO_TECH.search(sentence):
                yield Told("tech", sentence, Doubt(why="then we need to know who of you runs the board"))
            continue
        if _OPEN_WISH.search(politely(said)):
            yield Told("tech", sentence, Doubt(why="we are not sure whether you need one of us", suggestion=NEED_HELP))
        else:
            yield Told("tech", sentence, Certain(value=NEED_HELP, grammar="prose:need-help"))


def _tech_wish(sentence: str) -> str:
    """A wish and the board in one sentence, near each other, or where it says that nobody can: from there to its end.

    What stands before that is of another matter: ``probably Jo can back me up and we need somebody of yours for tech``.
    """
    lacks = _LACKS.search(sentence)
    if lacks and _NEEDS.search(sentence):
        return _from_clause(sentence, lacks.start())
    for found in _TECHS.finditer(sentence):
        left = re.split(r"[.;!?]\s", sentence[max(0, found.start() - 70) : found.start()])[-1]
        right = re.split(r"(?<!\.)[.;!?]\s", sentence[found.end() : found.end() + 70])[0]
        if _NEEDS.search(f"{left}{found[0]}{right}"):
            return _from_clause(sentence, found.start())
    return ""


def _from_clause(sentence: str, at: int) -> str:
    return sentence[max(begin for begin, _ in clauses(sentence) if begin <= at) :]

"""Who does "it", where an answer names persons and not which of the asked roles is theirs.

``Linda will do it, linda@example.org, and I step in``, where facilitator and backup were asked: which role is whose is
asked back, the likely person suggested; nobody who was named is dropped in silence.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from mailflow.model import Person, Value
from mailflow.read.answers.result import Certain, Doubt
from mailflow.read.persons import people
from mailflow.read.sentences.clauses import is_negative, is_past
from mailflow.read.sentences.prose_names import ADDRESS, AUX, NO_NAMES, WHO
from mailflow.read.sentences.prose_reach import with_reach
from mailflow.read.sentences.told import Told

_ROLES = ("facilitator", "backup", "tech", "notetaker")
_AUX = rf"(?:{AUX}(?: be)?(?: (?:also|gladly|happily|then))?)?"
_IT = (
    r"(?:it|this|that|both|these|the (?:call|first|second|main)(?: one)?|the other(?: one)?|the rest"
    r"|one of (?:them|these))"
)
_DOES = rf"(?:do(?:es|ing)?|tak(?:es?|ing)(?: (?:on|over|care of))?|handl(?:es?|ing)|covers?|run(?:s|ning)?) {_IT}"
_STEPS_IN = r"(?:(?:step|fill|jump|stand|pitch)(?:s|ing)? in|be there too|help(?:s|ing)? out|assists?|second(?:s|ing)?)"
_PLACE = re.compile(
    rf"(?<![\w@.]){WHO},?{_AUX}(?:,? {ADDRESS},?)? (?:(?P<does>{_DOES})|(?P<steps>{_STEPS_IN}))\b"
    r"(?! (?:for|of|with|to)\b)",
    re.IGNORECASE,
)
_ROLE_WORD = re.compile(
    r"\b(?:facilitat\w*|host\w*|moderat\w*|back\w*[ -]?up|tech\w*|maestro|board|notes?|minutes|scribe|note-?taker)\b",
    re.IGNORECASE,
)
_WHY = "we are not sure who does what"


def told_unnamed(sentences: Sequence[str], me: Person, wanted: Collection[str]) -> Iterator[Told]:
    """A doubt for each wanted role, where persons are said to do "it".

    me: whom ``I`` means; wanted: the keys that were asked and that nothing else in the mail answers.
    """
    open_roles = [key for key in _ROLES if key in wanted]
    if not open_roles:
        return
    for sentence in sentences:
        if _ROLE_WORD.search(sentence) or sentence.endswith("?") or is_past(sentence) or is_negative(sentence):
            continue
        found = [(one, who) for one in _PLACE.finditer(sentence) if (who := _persons(sentence, one, me))]
        doers = [who for one, who in found if one["does"]]
        if not doers:
            continue
        steppers = [who for one, who in found if one["steps"]]
        likely: dict[str, Value] = {}
        if len(found) == len(open_roles) == 1:
            likely = {open_roles[0]: doers[0]}
        elif len(doers) == len(steppers) == 1:
            likely = {"facilitator": doers[0], "backup": steppers[0]}
        for key in open_roles:
            yield Told(key, sentence, Doubt(why=_WHY, suggestion=likely.get(key)))


def _persons(sentence: str, found: re.Match[str], me: Person) -> Value:
    """Who is named, with the address that stands behind."""
    words = re.sub(r"\b(?:I|myself)\b", "me", found["who"].strip(" ,"))
    if words.split()[0].strip(",.").lower() in NO_NAMES:
        return None
    result = people.read_people(words, contact=me, above=())
    reached = with_reach(result, sentence[found.end() :]) if isinstance(result, Certain) else result
    return reached.value if isinstance(reached, Certain) else reached.suggestion if reached else None

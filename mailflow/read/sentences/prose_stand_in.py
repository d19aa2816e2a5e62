"""Who steps in where the facilitator cannot: ``If he falls ill, Petra steps in`` names the backup.

The condition is the facilitator's, and no doubt about the backup. Whose condition it is stands before it: where the
last role spoken of is not the facilitator's, somebody may stand in for the tech supporter, and nothing is read.
"""

import re
from collections.abc import Iterator, Sequence

from mailflow.model import Person
from mailflow.read.answers.result import Certain, Doubt
from mailflow.read.persons import people
from mailflow.read.persons.people import NOT_SURE
from mailflow.read.sentences.clauses import is_hedged, is_past
from mailflow.read.sentences.prose_names import AUX, CANNOT, NAME, NO_NAMES, WHO, WHO_BEHIND
from mailflow.read.sentences.told import Told

_NEEDED = r"(?:if|as|when|where) (?:needed|necessary|need(?:ed)? be|required)"
_STEPS_IN = (
    r"(?:(?:step|fill|jump|stand|pitch)(?:s|ed)? in|take(?:s)? over|cover(?:s)?|sub(?:s|stitutes?)?"
    r"|deputi[sz]e(?:s)?|do(?:es)? it|facilitate(?:s)?|host(?:s)?|run(?:s)? it)\b"
    rf"(?: for (?:me|him|her|them|us|{NAME}))?"
)
_PERHAPS = r"(?:maybe |perhaps |probably |possibly |hopefully )?"
_MINE_FAILS = r"(?:if|in case|should|when) my [a-z' -]{3,40}"
"""That something of one's own gives trouble: ``if my hip acts up``."""
_PLACES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<cond>{_MINE_FAILS}),? (?:then )?{_PERHAPS}{WHO}(?P<aux>{AUX})? {_STEPS_IN}",
        rf"\b(?P<cond>{CANNOT}),? (?:then )?{_PERHAPS}{WHO}(?P<aux>{AUX})? {_STEPS_IN}",
        rf"\b(?P<cond>{CANNOT}),? (?:then )?(?:it(?:['’]s| is|['’]ll be| will be| would be)|we have) {WHO_BEHIND}",
        rf"(?<![\w@.]){WHO}(?P<aux>{AUX})? {_STEPS_IN},? (?P<cond>{CANNOT}|{_NEEDED})(?=[\s,.;!?)]|\Z)",
    )
)
_ROLE_WORD = re.compile(
    r"(?P<lead>\b(?:facilitat\w*|host(?:s|ing)?|moderat\w+|chair(?:s|ing)?|leads?|leading"
    r"|run(?:s|ning)? (?:it|(?:the|this|our) (?:call|meeting|conference))))\b"
    r"|\b(?:tech\w*|maestro|board|notes?|minutes|scribe|note-?taker|back-?up)\b",
    re.IGNORECASE,
)
_SPOKEN_OF = re.compile(
    r"\b(?:in|over|covers?|subs?|substitutes?|deputi[sz]es?|if|should|in case|when)\b", re.IGNORECASE
)


def told_stand_in(sentences: Sequence[str], me: Person) -> Iterator[Told]:
    """Who is backup because they step in for the facilitator. me: whom ``I`` means."""
    above = ""
    for sentence in sentences:
        if _SPOKEN_OF.search(sentence):
            for pattern in _PLACES:
                for found in pattern.finditer(sentence):
                    before = f"{above} {sentence[: found.start('who')]}"
                    result = _backup(sentence, found, me) if _is_facilitators(before) else None
                    if result is not None:
                        yield Told("backup", sentence, result)
        above = sentence


def _is_facilitators(before: str) -> bool:
    """Whether the last role spoken of is the facilitator's."""
    spoken = list(_ROLE_WORD.finditer(before))
    return bool(spoken) and spoken[-1]["lead"] is not None


def _backup(sentence: str, found: re.Match[str], me: Person) -> Certain | Doubt | None:
    said = re.sub(r"\b(?:I|myself)\b", "me", found["who"].strip(" ,"))
    if said.split()[0].strip(",.").lower() in NO_NAMES:
        return None
    beside = sentence.replace(found["cond"], " ")
    if is_past(beside) or sentence.endswith("?"):
        return None
    result = people.read_people(said, contact=me, above=(), role="backup")
    if not isinstance(result, Certain):
        return result
    aux = found["aux"] if "aux" in found.re.groupindex else None
    if is_hedged(beside) or re.search(r"\b(?:or|could|might|may)\b", f"{aux or ''} {sentence[found.end() :][:12]}"):
        return Doubt(why=NOT_SURE, suggestion=result.value)
    return result

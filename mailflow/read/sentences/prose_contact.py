"""Another address of one's own where an author wants the answer: ``please answer to my gmail, sam@gmail.example``."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mailflow.model import Person
from mailflow.read.answers.result import Certain, Doubt
from mailflow.read.persons.reach import address
from mailflow.read.sentences.clauses import around, is_hedged, is_negative, is_past
from mailflow.read.sentences.prose_names import ADDRESS
from mailflow.read.sentences.told import Told

_KIND = (
    r"(?:(?:other|new|private|personal|home|work|gmail|g-?mail|yahoo|hotmail|e-?mail|mail|address|account|one|here|instead)"
    r"[ ,:]*){0,5}"
)
_TO = r"(?: back)?(?: (?:to )?(?P<whose>me|us))?(?: back)?(?: please)?(?: (?:to|at|on|via|under|using|by))?"
_ANSWER_AT = re.compile(
    rf"\b(?P<verb>answer|reply|respond|write|get back|e-?mail|send (?:it|everything|(?:your|the|all) (?:\w+ )?"
    rf"(?:answers?|repl(?:y|ies)|mails?|e-?mails?))|use|reach|contact){_TO}"
    rf" (?:(?P<owner>my|our|this|the)[ ,:]*)?{_KIND}"
    rf"[<(]?(?P<email>{ADDRESS})",
    re.IGNORECASE,
)
_REACHES = re.compile(r"reach|contact", re.IGNORECASE)


def told_contact(sentences: Sequence[str], me: Person) -> Iterator[Told]:
    """The contact with the address where an answer is wanted, if it is another than the mail's own. me: who writes."""
    for sentence in sentences:
        for found in _ANSWER_AT.finditer(sentence):
            email, owner = address(found["email"]), found["owner"] or found["whose"]
            clause = around(sentence, found.start())
            if email in {None, me.email} or owner is None or is_past(clause) or is_negative(clause):
                continue
            value = (replace(me, email=email),)
            is_sure = (
                (found["owner"] or "").lower() == "my" and not _REACHES.match(found["verb"]) and not is_hedged(clause)
            )
            if is_sure:
                yield Told("contact", sentence, Certain(value=value, grammar="prose:answer-at"))
            else:
                yield Told("contact", sentence, Doubt(why="we are not sure where to write", suggestion=value))

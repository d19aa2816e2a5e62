"""Who writes, where the mail shows an address and no name: how the author's own words name them.

``This is Keisha Brandt from Occupy Gainesville`` says it outright; a full name below the letter counts where the
address is made of it (``EStrandberg1941@`` for Edith Strandberg).
"""

import re
from dataclasses import replace

from mailflow.model import Person
from mailflow.read.persons import names
from mailflow.read.persons.person_phrases import TIMES
from mailflow.read.sentences.clauses import cut
from mailflow.read.sentences.prose_names import CAPITAL

_NAME = rf"(?P<name>{CAPITAL}(?: (?:(?:de|la|van|von|der|del|da) ){{0,2}}{CAPITAL}){{0,3}}?)"
_OUTRIGHT = (
    re.compile(
        rf"\b(?:this is|my name is|my name['’]s) {_NAME}(?=\s*(?:[,.;!(]|\Z)|,? (?:from|with|of|at|here|and i"
        rf"|writing)\b)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\A(?:(?:hi|hello|hey)(?: all| there| everyone| folks| friends)?[\s,!-]*)?(?:i['’]m|i am|it['’]s)?\s*{_NAME}"
        r"(?:,? here\b|,? (?:from|with|of) (?:[\w&'’]+ ){1,5}here\b)",
        re.IGNORECASE,
    ),
    re.compile(rf"\A\W*(?:i['’]m|i am) {_NAME}(?=,| (?:from|with|of)\b)", re.IGNORECASE),
)
_FIRST_SENTENCES = 2


def introduced(sender: Person, own_text: str) -> Person:
    """The sender by the name that the text gives, where the mail shows none."""
    if sender.name or not sender.email:
        return sender
    said = cut(own_text)
    for sentence in said.sentences[:_FIRST_SENTENCES]:
        for place in _OUTRIGHT:
            found = place.search(sentence)
            if found and _is_somebody(found["name"]):
                return replace(sender, name=found["name"])
    for line in said.signature:
        name = line.strip(" -–—~.")
        first, last = name.partition(" ")[0], name.rpartition(" ")[2]
        if " " in name and _is_somebody(name) and names.carries(sender.email, first, last):
            return replace(sender, name=name)
    return sender


def _is_somebody(name: str) -> bool:
    """Whether words are a person's name and no group's or place's."""
    return names.is_name(name) and not names.is_group(name) and not TIMES.fullmatch(name)

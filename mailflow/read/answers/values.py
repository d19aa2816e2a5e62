"""The simple values of a form: text and phones here, the others each in a module of their own."""

import re

from mailflow.read.answers.headcount import NUMBER_WORDS, read_range
from mailflow.read.answers.help_wanted import read_help
from mailflow.read.answers.mail_list import read_list
from mailflow.read.answers.nothing import NOTHING_WHERE_NAMED, is_nothing
from mailflow.read.answers.result import LONGEST, TOO_LONG, Certain, Doubt, Result, flat, plain, words
from mailflow.read.answers.yes_no import asks_opposite, read_bool, read_reason
from mailflow.read.persons.reach import PHONE_LIKE, address, phone

__all__ = [
    "NOTHING_WHERE_NAMED",
    "NUMBER_WORDS",
    "Certain",
    "Doubt",
    "Result",
    "address",
    "asks_opposite",
    "flat",
    "is_nothing",
    "phone",
    "plain",
    "read_bool",
    "read_help",
    "read_line",
    "read_list",
    "read_phone",
    "read_range",
    "read_reason",
    "read_text",
    "words",
]


LONGEST_LINE = 300
"""Characters of a title or a group; nobody gives a call a longer name."""


def read_line(said: str) -> Result:
    """One line of text, white space folded, kept as written, without what only leads to it."""
    if len(said) > LONGEST_LINE:
        return Doubt(why="that is more than one line of the form holds")
    return _as_written(_without_lead(" ".join(said.split())), "line")


def read_text(said: str) -> Result:
    """Text of any length, white space folded, kept as written."""
    return _as_written(said, "text")


def _as_written(said: str, grammar: str) -> Result:
    text = " ".join(said.split())
    if is_nothing(text) or (len(text) <= LONGEST and words(text) in NOTHING_WHERE_NAMED):
        return None
    return Certain(value=text, grammar=grammar)


_LEAD = re.compile(
    r"(?:(?:i think |i guess )?(?:we|i)(?:['\u2019]d| would) (?:say|call it|title it|name it)"
    r"|let(?:['\u2019]s| us) (?:call|title|name) it)[:,]? (?=\S)|let(?:['\u2019]s| us) say[:,]? (?=[\"\u201c])",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"\u201c]([^\"\u201c\u201d]+)[\"\u201d]\.?")


def _without_lead(text: str) -> str:
    """The words without those that only lead to them: ``we'd say Debt talk``, ``let's call it "Debt talk"``."""
    found = _LEAD.match(text)
    if not found:
        return text
    quoted = _QUOTED.fullmatch(text, found.end())
    return quoted[1] if quoted else text[found.end() :]


def read_phone(said: str) -> Result:
    """A telephone number with whatever stands beside it ("cell, text first"), hyphens and blanks made plain."""
    if len(said) > LONGEST:
        return None if is_nothing(said) else TOO_LONG
    if is_nothing(said) or words(said) in NOTHING_WHERE_NAMED:
        return None
    text = plain(said)
    if not any(phone(found[0]) for found in PHONE_LIKE.finditer(text)):
        return Doubt(why="we found no whole phone number in it")
    return Certain(value=text, grammar="phone")

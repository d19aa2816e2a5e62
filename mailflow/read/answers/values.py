"""The simple values of a form: text and phones here, the others each in a module of their own."""

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


def read_line(said: str) -> Result:
    """One line of text, white space folded, kept as written."""
    return _as_written(said, "line")


def read_text(said: str) -> Result:
    """Text of any length, white space folded, kept as written."""
    return _as_written(said, "text")


def _as_written(said: str, grammar: str) -> Result:
    text = " ".join(said.split())
    if is_nothing(text) or (len(text) <= LONGEST and words(text) in NOTHING_WHERE_NAMED):
        return None
    return Certain(value=text, grammar=grammar)


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

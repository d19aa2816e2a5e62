"""What a grammar answers (certain, in doubt, or nothing), and the words of a mail made plain enough to be read.

A grammar takes the author's words behind one label. It is strict: what it does not wholly understand is a doubt that
says why, for a wrong value is far worse than a question (reading contract, "fields, missing, unclear").
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from mailflow.model import Value

LONGEST = 500
"""Longer words are no date, no number and no name: such a value is asked back unread."""

MAX_PROSE = 3_000
"""Characters of a mail's own words that are read as sentences; nobody asks for a call on the fifth page of a letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something was said where a careful person would ask back.

    why: a short reason in words a requester understands, without a full stop; suggestion: the likely value, ``None``
    where none is likely; also: other keys the same words fill with certainty; unsure: other keys they leave in doubt.
    """

    why: str
    suggestion: Value = None
    also: Mapping[str, Value] = field(default_factory=dict)
    unsure: Mapping[str, "Doubt"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certain:
    """A value read with certainty.

    value: as the reading contract prints it; grammar: the short name of the grammar that read it; assumed: what was
    assumed, in plain words, ``""`` for nothing; also: other keys the same words fill; unsure: other keys the same
    words speak of without certainty ("Thursday 15 March at 8": the date is certain, the time is not).
    """

    value: Value
    grammar: str
    assumed: str = ""
    also: Mapping[str, Value] = field(default_factory=dict)
    unsure: Mapping[str, Doubt] = field(default_factory=dict)


Result = Certain | Doubt | None
"""``None``: nothing was said (blank, a placeholder, the form's own hint)."""

TOO_LONG = Doubt(why="that is more than we can read as one answer")


def listed(text: str) -> frozenset[str]:
    """The words of a table written as one text."""
    return frozenset(text.split())


def phrases(text: str) -> frozenset[str]:
    """The phrases of a table written as one text, set apart by ``|`` or line ends."""
    return frozenset(phrase.strip() for phrase in re.split(r"[|\n]", text)) - {""}


_CHOOSES = listed("or either and/or maybe perhaps possibly both")
_DEPENDS = listed("if unless depending depends provided whether once when whenever while")
_AMENDS = listed("but except though although however only not no never until till still yet just also too")
_SMALL = listed(
    """
    a an the this that these those it its it's them they their then than there here he she him her his hers we us our
    i me my you your of in on at by for from to with without and as so is are was were be been do does did has have had
    will would can could may might shall should any some all each every other another more most less one ones
    """
)


def left_over(word: str) -> str:
    """Why an answer is in doubt of which this word was not understood.

    A mere particle or a number is everybody's word: it is said what it leaves open, not that we do not know it.
    """
    bare = word.lower().strip(" .,;:!?()'\"")
    if bare in _CHOOSES:
        return "that leaves more than one answer open"
    if bare in _DEPENDS:
        return "that depends on something that we cannot tell"
    if bare in _AMENDS:
        return "it says something more that may change the answer"
    if bare in _SMALL or not any(one.isalpha() for one in bare):
        return "we could not tell which of these you mean"
    return f'we are not sure what "{word}" means here'


_TO_PLAIN = {
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d"), "-"),
    **dict.fromkeys(map(ord, "\u2018\u2019\u201b\u2032\u00b4\u0060\u02bc"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u2033\u00ab\u00bb"), '"'),
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202c\u2066\u2069"), None),
    ord("\u2044"): "/",
    ord("\u2026"): "...",
    ord("\u00bd"): " 1/2",
    ord("\u00bc"): " 1/4",
    ord("\u00be"): " 3/4",
    ord("\uff1a"): ":",
    ord("\uff20"): "@",
}
_MARKUP = re.compile(r"(?<![\w*])([*_]{1,3})(?=\S)(.{1,200}?)(?<=\S)\1(?![\w*])")


def plain(said: str) -> str:
    """The words with mail programs' dashes, quotes and blanks made plain, ``*bold*`` unmarked, white space folded."""
    return " ".join(_MARKUP.sub(r"\2", said.translate(_TO_PLAIN)).split())


def flat(said: str) -> str:
    """``plain`` without accents, as long in lower case as it is: one index holds in both."""
    text = plain(said)
    return text if text.isascii() else "".join(_flat_character(c) for c in text)


@lru_cache(maxsize=1024)
def _flat_character(character: str) -> str:
    base = unicodedata.normalize("NFKD", character)[:1] or character
    return base if len(base.lower()) == 1 else "?"


def words(said: str) -> str:
    """``plain``, lower-cased, accents dropped, without the punctuation that stands around an answer."""
    text = plain(said)
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in decomposed if not unicodedata.combining(c))
    return text.lower().strip(" .,;:!\"'")

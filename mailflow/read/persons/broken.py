"""A name over two lines: ``Siân`` and below it ``Morris-Jones, sian@example.org``.

Two lines of names may be two persons, or one whose name a mail program broke. The address tells, and what is a given
name; where the lines do not tell either, it is asked (protocol, section 4, cases 25 and 32).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from mailflow.read.persons import names
from mailflow.read.persons.reach import ADDRESS_LIKE

_MARK = re.compile(r"[,;:/&|()<>\[\]+•]|\s[-\u2013\u2014]+\s|\b(?:and|plus|with)\b", re.IGNORECASE)
_BEFORE_ADDRESS = " ,:<([-\u2013\u2014"


@dataclass(frozen=True, slots=True)
class Broken:
    """Words that may be one name with a line break in it. email: the address right behind the words below."""

    above: str
    below: str
    email: str

    @property
    def is_one_name(self) -> bool:
        """Whether the address is made of both lines' words: ``tshapiro@`` behind ``Tammy``, ``Shapiro``."""
        above, below = self.above.split(), self.below.split()
        if not self.email or (names.begins_as_a_name(self.below) and len(above) + len(below) > 2):
            return False
        return any(names.carries(self.email, above[0], last) for last in (below[-1], "".join(below)))

    @property
    def is_two_names(self) -> bool:
        """Whether a given name with more behind it begins either line: ``Tammy Shapiro``, ``Nate Kim``."""
        return all(" " in words and names.begins_as_a_name(words) for words in (self.above, self.below))

    @property
    def is_likely_one_name(self) -> bool:
        """Whether a given name stands above, and a word that is none with an address that is not its alone below."""
        is_pair = " " not in self.above and " " not in self.below and names.begins_as_a_name(self.above)
        return (
            is_pair
            and bool(self.email)
            and not (names.begins_as_a_name(self.below) or names.belongs(self.email, self.below))
        )


def broken_name(above: str, below: str) -> Broken | None:
    """The name that may go on from one line to the next; ``None`` where the one ends or the other begins otherwise."""
    words = _MARK.split(above)[-1].split()
    first = " ".join(reversed(_plain(reversed(words))))
    found = ADDRESS_LIKE.search(below)
    ahead = below[: found.start()] if found else below
    last = " ".join(_plain(_MARK.split(ahead, maxsplit=1)[0].split()))
    if not first or not last or not names.is_name(f"{first} {last}"):
        return None
    return Broken(first, last, found[0] if found and ahead.strip(_BEFORE_ADDRESS) == last else "")


def _plain(words: Iterable[str]) -> list[str]:
    return list(takewhile(lambda word: "@" not in word and not any(letter.isdigit() for letter in word), words))

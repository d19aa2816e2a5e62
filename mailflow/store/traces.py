"""What a person is known by: addresses, names, phone numbers; and how they are found in a text and taken out of it."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from mailflow.model import Person

MARK = "(forgotten)"
"""What stands where somebody's words were."""

_LEAST_DIGITS, _MOST_DIGITS = 7, 10
"""A shorter number is no phone's; of a longer one the last ten count, for people leave the country out."""

_LEAST_NAME = 3


@dataclass(frozen=True, slots=True)
class Traces:
    """What one person, or the people of one case, are known by.

    addresses: in lower case; names: of two words and more; phones: digits only; cases: references of their own cases,
    in whose texts a part of the name is enough.
    """

    addresses: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    cases: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, addresses: Iterable[str] = (), names: Iterable[str] = (), phones: Iterable[str] = (),
        cases: Iterable[str] = (),
    ) -> "Traces":  # fmt: skip
        """From what people write: a name of one word, or a number too short for a phone, tells nobody apart."""
        return cls(
            frozenset(one.lower() for one in addresses if one),
            frozenset(" ".join(one.split()) for one in names if len(_parts(one)) > 1),
            frozenset(digits for one in phones if len(digits := _digits(one)) >= _LEAST_DIGITS),
            frozenset(cases),
        )

    def __or__(self, other: "Traces") -> "Traces":
        return Traces(
            self.addresses | other.addresses, self.names | other.names, self.phones | other.phones,
            self.cases | other.cases,
        )  # fmt: skip

    def is_of(self, person: Person) -> bool:
        """Whether this is the person: by address, or by name where no address says otherwise."""
        if person.email:
            return person.email.lower() in self.addresses
        return " ".join((person.name or "").split()).casefold() in {one.casefold() for one in self.names}

    def are_told(self, text: str, case: str | None = None) -> bool:
        """Whether a text gives an address or a number away, or in the person's own case the name."""
        found = _pattern(self, with_names=case in self.cases, with_parts=False)
        return found is not None and found.search(text) is not None

    def without(self, text: str, case: str | None = None) -> str:
        """The text with the mark for every trace; in the person's own case for a part of the name, too."""
        found = _pattern(self, with_names=True, with_parts=case in self.cases)
        return found.sub(MARK, text) if found else text

    def as_text(self) -> str:
        """For the store."""
        return json.dumps([sorted(one) for one in (self.addresses, self.names, self.phones, self.cases)])

    @classmethod
    def from_text(cls, text: str) -> "Traces":
        """What ``as_text`` wrote."""
        return cls(*map(frozenset, json.loads(text)))


@lru_cache(maxsize=8)
def _pattern(traces: Traces, *, with_names: bool, with_parts: bool) -> re.Pattern[str] | None:
    """One pattern for all of it, longest first; ``None`` where there is nothing to look for."""
    found = [_address(one) for one in _longest(traces.addresses)]
    found += [_phone(one) for one in _longest(traces.phones)]
    if with_names or with_parts:
        found += [_name(one) for one in _longest(traces.names)]
    if with_parts:
        parts = {part for name in traces.names for part in _parts(name) if len(part) >= _LEAST_NAME}
        found += [rf"(?<!\w){re.escape(one)}(?!\w)" for one in _longest(parts) if one.casefold() not in MARK]
    return re.compile("|".join(found)) if found else None


def _longest(said: Iterable[str]) -> list[str]:
    return sorted(said, key=lambda one: (-len(one), one))


def _address(address: str) -> str:
    """An address and no longer one, as ``nolarry@`` or ``@example.org.uk``; also as links and bounces spell it."""
    local, _, domain = address.rpartition("@")
    local, domain = re.escape(local), re.escape(domain)
    return rf"(?i:(?:(?<![\w.+-]){local}(?:@|%40)|(?<!\w){local}=){domain}(?![\w-]|\.\w))"


def _name(name: str) -> str:
    words = [re.escape(one) for one in name.split()]
    *given, family = words
    spaced = r"\s+".join(words)
    turned = rf"{family},\s*" + r"\s+".join(given)
    return rf"(?i:(?<!\w)(?:{spaced}|{turned})(?!\w))"


def _phone(digits: str) -> str:
    spread = r"[ ().\xa0/-]{0,3}".join(digits[-_MOST_DIGITS:])
    return rf"(?:\+?\d{{1,3}}[ ().-]{{0,3}})?(?<!\d){spread}(?!\d)|(?<!\d)\+?\d{{0,3}}{digits[-_MOST_DIGITS:]}(?!\d)"


def _parts(name: str) -> list[str]:
    """The words of a name, but for an address that stands in a name's place."""
    return [] if "@" in name else [word.strip(".,\"'()") for word in name.split() if word.strip(".,\"'()")]


def _digits(said: str) -> str:
    return "".join(re.findall(r"[0-9]", said.partition("x")[0]))

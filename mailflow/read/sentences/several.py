"""Two calls asked for in one mail without forms: a list with a day for each, and words around it that hold for all.

Each call is read of its own item and of what is said of all (protocol, section 4, case 26). What is said of "the
first" or "the second" is asked back for each: a wrong person at one of two calls is worse than a question.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailflow.read.sentences.clauses import cut
from mailflow.read.sentences.prose_when import phrases

_SEVERAL = re.compile(
    r"\b(?:two|three|four|five|2|3|4|5|both|several|these|following|separate)\b[^.?!]{0,40}?"
    r"\b(?:calls|conferences|lines)\b",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*(?:\(?(?P<number>\d)[.)]|[-*•–—])\s+(?P<said>\S.*)")
_OF_ONE = re.compile(
    r"\b(?:first|second|third|fourth|1st|2nd|3rd|4th|former|latter|other one|last one|respectively)\b", re.IGNORECASE
)
_ROLES = {
    "facilitator": re.compile(r"\b(?:facilitat|host|moderat)", re.IGNORECASE),
    "backup": re.compile(r"\bback(?:s|ing)?[ -]?(?:\w+ )?up\b", re.IGNORECASE),
    "tech": re.compile(r"\b(?:tech|maestro)", re.IGNORECASE),
}
_MOST = 5


_LONGEST_ITEM = 300
"""A longer line is no item of a list that a person would make."""


@dataclass(frozen=True, slots=True)
class Several:
    """Several calls. calls: the words of each, with those of all; of_one: sentences about one or the other."""

    calls: tuple[str, ...]
    of_one: tuple[str, ...]

    def told_of_one(self) -> Iterator[tuple[str, str]]:
        """The key of each role, day or hour that is told of one call or the other, and the sentence."""
        for one in self.of_one:
            yield from ((key, one) for found in phrases(one) for key in sorted(found.kinds & {"date", "time"}))
        for key, words in _ROLES.items():
            yield from ((key, one) for one in self.of_one if words.search(one))


def several_calls(own: str) -> Several | None:
    """The calls that a mail asks for in a list, ``None`` where it does not plainly ask for more than one."""
    lines = own.splitlines()
    items = [
        (at, found) for at, line in enumerate(lines) if (found := _ITEM.fullmatch(line)) and _names_day(found["said"])
    ]
    numbers = [int(found["number"]) for _, found in items if found["number"]]
    if not 2 <= len(items) <= _MOST or (numbers and numbers != [*range(1, len(items) + 1)]) or not _SEVERAL.search(own):
        return None
    places = {at for at, _ in items}
    blocks = "\n".join("" if at in places else line for at, line in enumerate(lines))
    sentences = cut(blocks).sentences
    of_one = tuple(one for one in sentences if _OF_ONE.search(one))
    of_all = " ".join(_ended(one) for one in sentences if one not in of_one)
    return Several(tuple(f"{of_all}\n\n{found['said']}" for _, found in items), of_one)


def _names_day(said: str) -> bool:
    return len(said) <= _LONGEST_ITEM and any(one.is_call and "date" in one.kinds for one in phrases(said))


def _ended(sentence: str) -> str:
    return sentence if sentence[-1:] in ".!?" else f"{sentence.rstrip(',;:')}."

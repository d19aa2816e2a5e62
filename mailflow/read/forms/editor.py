"""Marks that an author or a mail program sets before each answer: ``[Bea Okun] 8 pm``, ``Ann: 8 pm``.

One such mark may be content. What begins several answers of a mail, each of another line, is none.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mailflow.read.forms.gather import Answer

_MARK = re.compile(r"(?:\[[^\[\]\d@]{2,40}\]:?|[A-Z][\w.'’]{0,20}(?: [A-Z][\w.'’]{0,20}){0,2}(?::|\s?>{1,3}))\s*")
_OFTEN = 3


def unmarked(answers: Sequence[Answer]) -> list[Answer]:
    """The answers without the mark that begins three of them or more, and most of those that stand where it does."""
    marks = Counter(found[0].strip() for one in answers if (found := _MARK.match(one.said)))
    mark, count = max(marks.items(), key=lambda known: known[1], default=("", 0))
    if count < _OFTEN or 2 * count <= len(answers):
        return list(answers)
    return [without for one in answers if (without := _without(one, mark)).said]


def _without(answer: Answer, mark: str) -> Answer:
    if not answer.said.startswith(mark):
        return answer
    first = answer.first[len(mark) :].strip() if answer.first.startswith(mark) else answer.first
    return replace(answer, said=answer.said[len(mark) :].strip(), first=first)

"""Where a mail's lines are broken: whether a line break is a blank of a mail program's or the author's own.

A program that breaks lines fills each before it begins the next. Where the next word would still have fitted into the
column that the other lines keep to, the author broke the line. ``Tammy`` and below it ``Nate``, in a mail of longer
lines, were typed as two lines.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from mailflow.read.forms.page import Page, Seen

_WIDE = 60  # what mail programs break at, or more
_WIDEST = 100  # no mail program breaks a line behind so many characters
_NARROWEST = 20  # nor where the longest holds less
_SHORT = 24  # in a mail of no longer lines one line break alone shows nothing
_ENOUGH = 4  # as many broken lines are no chance
_IN_A_SENTENCE = 2  # nobody begins a line in the middle of a sentence, so such a break counts for more
_ENDS = re.compile(r"[^\W\d_],?\Z")


class Break(IntEnum):
    """Who broke a line: its author, or, perhaps, likely or surely, a mail program."""

    TYPED = 0
    PERHAPS = 1
    LIKELY = 2
    SURE = 3


@dataclass(frozen=True, slots=True)
class Column:
    """What the lines of one part and depth of a mail hold.

    width: the characters of the longest line that could have been broken; is_sure: every line of the form that goes on
    was broken there.
    """

    width: int
    is_sure: bool

    def broke(self, length: int, one: Seen) -> Break:
        """Who broke the line above this one. length: its characters."""
        end = length + 1 + len(one.text.partition(" ")[0])
        if self.is_sure and end > self.width:
            return Break.SURE
        if end >= _WIDE:
            return Break.LIKELY
        return Break.PERHAPS if end > self.width >= _SHORT else Break.TYPED


def columns_of(page: Page) -> Mapping[tuple[str, int], Column]:
    """The column of each part and depth of a page."""
    groups: dict[tuple[str, int], list[Seen]] = {}
    for one in page.seen:
        groups.setdefault((one.line.part, one.line.depth), []).append(one)
    return {key: _column(seen) for key, seen in groups.items()}


def _column(seen: list[Seen]) -> Column:
    """One long address has no place to break, and says nothing of the column."""
    width = max((_length(one) for one in seen if " " in one.line.text.strip()), default=0)
    broken = [(above, one) for above, one in pairwise(_form_of(seen)) if _goes_on(above, one)]
    is_full = all(_length(above) + 1 + len(one.text.partition(" ")[0]) > width for above, one in broken)
    weight = sum(_IN_A_SENTENCE if _is_in_a_sentence(above, one) else 1 for above, one in broken)
    return Column(width, is_full and weight >= _ENOUGH and _NARROWEST <= width <= _WIDEST)


def _form_of(seen: list[Seen]) -> list[Seen]:
    """The lines from the first label to the last: above and below them a letter has short lines of its own."""
    labelled = [at for at, one in enumerate(seen) if any(prompt.label for prompt in one.prompts)]
    return seen[labelled[0] : labelled[-1] + 1] if labelled else []


def _length(one: Seen) -> int:
    return len(one.line.text.strip())


def _goes_on(above: Seen, one: Seen) -> bool:
    is_prompt = any(prompt.label or prompt.is_sure for prompt in one.prompts)
    return not (above.mark or one.mark or is_prompt)


def _is_in_a_sentence(above: Seen, one: Seen) -> bool:
    return one.text[:1].islower() and "@" not in one.text.partition(" ")[0] and bool(_ENDS.search(above.text))

"""Lines that a narrow program broke: where a line break is a blank and not the author's.

A program that breaks lines fills each before it begins the next. Where no line of a mail that goes on another's would
have fitted behind it, the mail was broken so. ``Tammy`` and below it ``Nate``, in a mail of longer lines, were typed as
two lines.
"""

from collections.abc import Mapping
from itertools import pairwise

from mailflow.read.forms.page import Page, Seen

WIDE = 60
"""What mail programs break at, or more."""

_NARROW = 50
_ENOUGH = 4  # as many broken lines are no chance


def columns_of(page: Page) -> Mapping[tuple[str, int], int]:
    """For each part and depth of a page that is broken at a narrow column, how many characters its lines hold."""
    groups: dict[tuple[str, int], list[Seen]] = {}
    for one in page.seen:
        groups.setdefault((one.line.part, one.line.depth), []).append(one)
    found = {key: _width(seen) for key, seen in groups.items()}
    return {key: width for key, width in found.items() if width <= _NARROW and _is_filled(groups[key], width)}


def _width(seen: list[Seen]) -> int:
    """The longest line that could have been broken: one long address has no place to break."""
    return max((len(text) for one in seen if " " in (text := one.line.text.strip())), default=_NARROW + 1)


def _is_filled(seen: list[Seen], width: int) -> bool:
    broken = [(above, one) for above, one in pairwise(seen) if _goes_on(above, one)]
    return len(broken) >= _ENOUGH and all(_is_full(above, one, width) for above, one in broken)


def _goes_on(above: Seen, one: Seen) -> bool:
    is_prompt = any(prompt.label or prompt.is_sure for prompt in one.prompts)
    return not (above.mark or one.mark or is_prompt)


def _is_full(above: Seen, one: Seen, width: int) -> bool:
    return len(above.line.text.strip()) + 1 + len(one.text.partition(" ")[0]) > width

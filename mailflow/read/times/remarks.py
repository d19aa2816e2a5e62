"""What people say around a clear day, hour, zone or recurrence that changes nothing: thanks, stress, "as discussed".

Only words a careful reader would pass over are in the tables; a hedge ("probably", "if possible") is never one.
"""

import re
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from mailflow.read.answers.result import phrases, words

_PASSED_OVER = (
    r"(?:this is |it's |it is )?(?:not an?|no) (?:april fool'?s? )?joke|(?:we're |we are |i'm )?(?:not|no) kidding",
    r"(?:yes,? )?(?:really|seriously|honest|honestly|i know|i checked|i double[- ]checked|i promise|of course)",
    r"on the dot|exactly|precisely|on the nose",
    r"as (?:we )?(?:discussed|agreed|planned|arranged|usual|always|announced)",
    r"same as (?:always|usual|last time|last week|last month|before)",
    r"works for (?:us|me|everyone|everybody|all of us|all|the group)",
    r"(?:we|i) (?:would|'d) like|we'd like|i'd like|let's do|let's make it|make it|(?:it|call|the call) will be",
    r"it's|it is|that's|thats|that is|which is|which would be|i\.e\.?|a\.?k\.?a\.?|that would be|will be",
    r"meaning|in other words",
    r"for the first (?:one|call)|(?:our |the )?first (?:call|one)|to (?:start|begin) with",
    r"(?:whichever|whatever) (?:applies|it is|is in effect)(?: then| by then| that day| at the time)?|by then",
    r"(?:many )?thanks(?: a lot| so much)?|thank you(?: so much)?|cheers|please and thank you",
    r"(?:each|every) time",
    r"sorry|fyi|nb|n\.b\.?",
)
_REMARKS = re.compile(rf"(?<![\w'-])(?:{'|'.join(_PASSED_OVER)})(?![\w'-])", re.IGNORECASE)
_SAME = re.compile(
    r"(?:(?:at|on) )?(?:the )?same (?:bat )?(?:time|day|hour|weekday)(?: and (?:the )?(?:same )?(?:time|day))?"
    r"(?: (?:and )?(?:place|number|line))?(?![\w'-])",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\w")
_ELSEWHERE = phrases(
    """
    see above|as above|same as above|above|see date|see the date|see date above|see date line|see the date line|see time
    see start time|see time above|see the line above|see previous|see previous line|see the previous line|given above
    stated above|as stated above|as given above|already given|already given above|already stated|already stated above
    already said|already said above|said above|noted above|included above|mentioned above|as mentioned above|(above)
    (see above)|in the date|in the date above|in the date line|see below|below|as below|see notes|ditto|same line
    """
)


def is_elsewhere(said: str) -> bool:
    """Whether the words only point to another line: ``see above``."""
    return words(said).strip("^ ()[]<>-*") in _ELSEWHERE


def without_remarks(said: str, *, series: bool = False) -> str:
    """The words without what changes nothing; as they are where nothing else would be left.

    said: ``result.plain`` or shorter; series: whether they say how often, where ``same time`` changes nothing either.
    """
    left = _REMARKS.sub(" ", said)
    if series:
        left = _SAME.sub(" ", left)
    return left if _SAYS.search(left) else said


T = TypeVar("T")


def without_contrasts(
    found: Sequence[T], *, is_not: Callable[[T], bool], family: Callable[[T], Hashable | None]
) -> list[T]:
    """The items without ``not Wednesday`` behind ``Thursday``: what the author rules out says nothing more.

    family: what an item says, ``None`` for a mere word; only another item of a family that was named before is ruled
    out, one of each, and never the very same one again.
    """
    kept: list[T] = []
    here = 0
    while here < len(found):
        behind = _ruled_out(found, here, kept, family) if is_not(found[here]) else here
        if behind == here:
            kept.append(found[here])
            here += 1
        else:
            here = behind
    return kept


def _ruled_out(found: Sequence[T], at: int, kept: Sequence[T], family: Callable[[T], Hashable | None]) -> int:
    """The index behind what is ruled out from ``at`` on, ``at`` itself where nothing is."""
    named = {family(item) for item in kept} - {None}
    here = at + 1
    out: set[Hashable] = set()
    while here < len(found):
        kind = family(found[here])
        if kind is None or kind in out or kind not in named or found[here] in kept:
            break
        out.add(kind)
        here += 1
    return here if out else at

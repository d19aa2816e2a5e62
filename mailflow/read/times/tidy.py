"""The items of a line, without what changes nothing; and a doubt for every word that is left.

Strict by construction: a word that is in no table here makes the value a doubt that names it.
"""

from collections.abc import Sequence
from dataclasses import replace

from mailflow.read.answers.result import Certain, Doubt, left_over, listed
from mailflow.read.times.clock import ONLY_ENDS
from mailflow.read.times.moment import (
    DAY_ITEMS,
    Away,
    Clock,
    DayOfMonth,
    Item,
    Joint,
    Part,
    Vague,
    Weekday,
    Word,
)
from mailflow.read.times.remarks import without_contrasts
from mailflow.read.times.zone_terms import Term
from mailflow.read.times.zones import FILLERS as ZONE_WORDS

_HARMLESS = listed(
    """
    on the of please pls plz thanks date day is it it's its sharp promptly call
    """
)
_STARTING = listed(
    """
    start starts starting begin begins beginning from time be commencing
    """
)
_TONIGHT = frozenset({"tonight", "tonite"})
_NEGATIVE = frozenset({"not", "no", "isn't", "except", "but", "instead", "after", "before", "by", "than"})
_HEDGES = {"?": "not sure yet", "??": "not sure yet", "maybe": "not sure yet", "probably": "not sure yet",
           "tentative": "not sure yet", "tentatively": "not sure yet", "perhaps": "not sure yet"}  # fmt: skip


def only_clocks(found: Sequence[Item]) -> list[Item]:
    """The items, where a lone number is a clock only if ``at`` stands before it, or a clock, zone or part beside it."""
    kept: list[Item] = []
    dated = sum(isinstance(item, DAY_ITEMS) for item in found)
    tonight = any(isinstance(item, Away) and item.said in _TONIGHT for item in found)
    for index, item in enumerate(found):
        if isinstance(item, Clock) and item.bare and not tonight and not _is_hour(found, index):
            behind_weekday = dated == 1 and index > 0 and isinstance(found[index - 1], Weekday)
            is_day = behind_weekday and 12 < item.hour <= 31  # Thursday 29; Thursday 8 may be an hour
            kept.append(DayOfMonth(said=item.said, day=item.hour) if is_day else Word(said=item.said))
            continue
        kept.append(item)
    return kept


def _is_hour(found: Sequence[Item], index: int) -> bool:
    before = found[index - 1] if index else None
    after = found[index + 1] if index + 1 < len(found) else None
    if isinstance(after, Term | Part) or (isinstance(before, Joint) and before.said in {"at", "@"}):
        return True
    if isinstance(after, Joint) and index + 2 < len(found):
        beyond = found[index + 2]
        return isinstance(beyond, Clock) and (not beyond.bare or _is_hour(found, index + 2))
    if isinstance(before, Joint) and index > 1:
        beyond = found[index - 2]
        return isinstance(beyond, Clock) and not beyond.bare
    return False


def with_tonight(found: Sequence[Item]) -> list[Item]:
    """``tonight`` also says the half of the day."""
    tonight = any(isinstance(item, Away) and item.said in _TONIGHT for item in found)
    return [*found, Part(said="tonight", mark="evening")] if tonight else list(found)


def cleaned(found: Sequence[Item]) -> list[Item]:
    """The items without words that change nothing, and without what the author rules out."""
    kept: list[Item] = []
    found = without_contrasts(
        [item for item in found if not (isinstance(item, Word) and item.said in _ARTICLES)],
        is_not=lambda item: isinstance(item, Word) and item.said == "not",
        family=_family,
    )
    for index, item in enumerate(found):
        after = found[index + 1] if index + 1 < len(found) else None
        before = found[index - 1] if index else None
        if isinstance(item, Word) and _is_harmless(item.said, before, after):
            continue
        if isinstance(item, Joint) and item.said == "&" and isinstance(before, Word) and before.said in ZONE_WORDS:
            continue
        kept.append(item)
    return kept


_ARTICLES = frozenset({"the", "on"})
_FAMILIES = ((DAY_ITEMS, "day"), ((Clock,), "clock"), ((Term,), "zone"))


def _family(item: Item) -> str | None:
    return next((name for types, name in _FAMILIES if isinstance(item, types)), None)


def _is_harmless(word: str, before: Item | None, after: Item | None) -> bool:
    if word.rstrip(".") in ZONE_WORDS and (
        isinstance(before, Term | Word) or isinstance(after, Term) or word in {"time", "us"}
    ):
        return True
    if word in {"my", "our", "local"}:
        return isinstance(after, Word) and after.said in {"time", "local"}
    if word == "a":
        return isinstance(before, (*DAY_ITEMS, Joint)) and isinstance(after, Weekday)  # March 29 - a Thursday
    if word in _STARTING:
        return (
            isinstance(after, (Clock, *DAY_ITEMS))
            or (isinstance(after, Joint) and after.said in {"at", "@"})
            or word == "be"
        )
    return word in _HARMLESS


def _strange(found: Sequence[Item]) -> Doubt | None:
    word = next((item.said for item in found if isinstance(item, Word)), None)
    if word is None:
        return None
    return Doubt(why=_HEDGES.get(word, left_over(word)))


def unless_strange(result: Certain | Doubt, found: Sequence[Item]) -> Certain | Doubt:
    """The result, if every word was understood; else the doubt, with the result as its suggestion."""
    vague = next((Doubt(why=item.why) for item in found if isinstance(item, Vague)), None)
    doubt = vague or _strange(found)
    if doubt and isinstance(result, Doubt) and result.why == ONLY_ENDS:
        return result
    if doubt is None:
        return result
    negative = any(isinstance(item, Word) and item.said in _NEGATIVE for item in found)
    suggestion = result.value if isinstance(result, Certain) else result.suggestion
    return replace(doubt, suggestion=None if negative else suggestion)

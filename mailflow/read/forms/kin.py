"""Labels that are shortened, misspelt or corrected by a phone: ``Grope or occupation``, ``Fate``, ``Publicly``.

Such a label says nothing alone. Beside the number of its line it bears the number out.
"""

import re
from functools import cache, lru_cache

from mailflow.fields import Spec, Type
from mailflow.read.answers.result import listed as words_of

_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_SMALL = words_of(
    """a an and any are as at be by can do does for from have i if in is it like me my no not of on or our s than
    that the there this to us want we what which who will with would you your"""
)
_TURNS = words_of("not dont never without already isnt arent cannot cant neither off")
_DENIES = _TURNS | words_of("no if my other another next last")
_BEGINS = words_of("who what which when is are will would do does the our your a any")
_WANTS = words_of("want wants need needs needed")
_ASKS = words_of("ok okay may please call calls new fine sure us keep very strictly")
_TEXTS = frozenset({Type.LINE, Type.TEXT})
_SAYS_NO_MORE = frozenset({Type.BOOL, Type.REASON, Type.LIST, Type.HELP})
"""Lines whose answer is a yes, a no or a word of a few."""
_MOST_WORDS = 7
_STEM = 4


@lru_cache(maxsize=1024)
def is_akin(heading: str, spec: Spec) -> bool:
    """Whether these words before a colon can be meant as the label of this line.

    One word in common is enough where the value can be checked. What stands before the colon of a title, a group or a
    text may be its own beginning (``Call to arms: what next``), and a yes says only what its label asks (``Needs
    Maestro training``): there each word must be one of the label, or one that changes nothing of a question.
    """
    words = _words(heading)
    said = [word for word in words if word not in _SMALL]
    if not said or len(said) > _MOST_WORDS or _TURNS.intersection(words):
        return False
    known = _label_words(spec)
    if spec.type in _SAYS_NO_MORE:
        passed_over = _ASKS if spec.type is Type.BOOL else _ASKS | _WANTS  # who needs training has none
        said = [word for word in said if word not in passed_over] or said
    near = [any(_is_near(word, one) for one in known) for word in said]
    return all(near) if spec.type in _TEXTS | _SAYS_NO_MORE else any(near)


def sense(label: str) -> frozenset[str]:
    """The words of a label that tell what it asks (``Who is the facilitator``), nothing where it denies."""
    words = _words(label)
    said = frozenset(word for word in words if word not in _SMALL)
    is_plain = (
        bool(words)
        and not _DIGIT.search(label)
        and (words[0] in said or words[0] in _BEGINS)
        and not _DENIES.intersection(words)
    )
    return said if is_plain else frozenset()


@cache
def _label_words(spec: Spec) -> frozenset[str]:
    labels = (spec.label, spec.key, *spec.synonyms)
    return frozenset(word for label in labels for word in _words(label) if word not in _SMALL and len(word) > 1)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text.replace("'", "").replace("\u2019", ""))]


def _is_near(word: str, known: str) -> bool:
    """The same word, another ending of it, or one or two letters off, by its length."""
    if word == known:
        return True
    short, long = sorted((word, known), key=len)
    if len(short) < _STEM:
        return False
    same = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if same == len(short) or (same > _STEM and len(long) - same <= _STEM):
        return True
    return _distance(short, long) <= (1 if len(short) == _STEM else 2)


def _distance(short: str, long: str) -> int:
    """How many letters must be changed, added or taken away (neighbours swapped count two); 3 for more than two."""
    if len(long) - len(short) > 2:
        return 3
    row = list(range(len(long) + 1))
    for at, letter in enumerate(short, 1):
        if min(row) > 2:
            return 3
        before, row[0] = row[0], at
        for column, other in enumerate(long, 1):
            before, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, before + (letter != other))
    return min(row[-1], 3)

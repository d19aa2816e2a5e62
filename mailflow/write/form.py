"""The blank form as it is sent: as it is declared, with the days of its examples moved ahead of the mail.

The declaration shows days of March 2012, the protocol's own. What we send shows the same weekdays, moved by whole
weeks, so that an example is never a day that has passed.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from mailflow.fields import CALL_REQUEST, Spec
from mailflow.write import words

AHEAD = timedelta(days=14)
"""How far ahead of the mail the example's day lies at least: it shows a call with enough notice."""

_DECLARED = date(2012, 3, 15)
_MONTHS = {words.month(number): number for number in range(1, 13)}
_DAY = re.compile(rf"\b([A-Z][a-z]{{2,8}}) (\d{{1,2}}) ({'|'.join(_MONTHS)})( \d{{4}})?\b")
_HINT = re.compile(r" \([^()]*\):\Z")
_BARE = frozenset(f"{spec.n}. {spec.label}:" for spec in CALL_REQUEST.specs)


@lru_cache(maxsize=8)  # every mail of a day asks for it twice
def specs(today: date) -> Mapping[str, Spec]:
    """Every line of the form under its key, as a mail of this day asks for it."""
    return {spec.key: _moved(spec, _weeks(today)) for spec in CALL_REQUEST.specs}


def facts(today: date) -> dict[str, object]:
    """The blank form as templates see it in a mail of this day."""
    lines = tuple(specs(today).values())
    split = CALL_REQUEST.optional_from
    return {
        "title": CALL_REQUEST.title,
        "code": CALL_REQUEST.code,
        "needed": [_line(spec) for spec in lines if spec.n < split],
        "optional": [_line(spec) for spec in lines if spec.n >= split],
        "prompts": {spec.key: spec.prompt for spec in lines},
    }


def is_prompt(line: str) -> bool:
    """Whether a line of ours is one of the form without an answer, whatever day its example names."""
    return line in _BARE or _HINT.sub(":", line) in _BARE


def _line(spec: Spec) -> dict[str, object]:
    return {"n": spec.n, "key": spec.key, "prompt": spec.prompt, "example": spec.example}


def _weeks(today: date) -> timedelta:
    """The least number of whole weeks that brings the declared day so far ahead of today."""
    return timedelta(weeks=-((_DECLARED - today - AHEAD).days // 7))


def _moved(spec: Spec, by: timedelta) -> Spec:
    return replace(spec, hint=_ahead(spec.hint, by), example=_ahead(spec.example, by))


def _ahead(text: str, by: timedelta) -> str:
    """The text with every day in it moved: ``Thursday 15 March 2012``, and ``Wed 14 March`` of the same year."""

    def moved(found: re.Match[str]) -> str:
        day = date(_DECLARED.year, _MONTHS[found[3]], int(found[2])) + by
        return f"{found[1]} {day.day} {words.month(day.month)}{f' {day.year}' if found[4] else ''}"

    return _DAY.sub(moved, text)

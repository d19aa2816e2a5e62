"""Short labels with one slip of the finger: ``Dat: 12/14``.

In four letters a slip makes another word, so the value must bear the label out; where it does not, the line is neither
plain text nor an answer, and is asked.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from mailflow.fields import Type
from mailflow.model import NEED_HELP
from mailflow.read.answers.result import Certain, Result
from mailflow.read.forms.labels import Prompt, Table, near_short
from mailflow.read.persons import people
from mailflow.read.times import when
from mailflow.read.times.zones import read_zone

_LABELLED = re.compile(r"[*_]{0,2}(?P<label>[^\W\d_]{3,6})[*_]{0,2}:[*_]{0,2}\s+(?P<value>\S.*)")
_SOME_DAYS = tuple(datetime(2012, month, 2, 12, tzinfo=UTC) for month in (1, 5, 9))  # no day is far from all


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A line whose label is one slip from a short one. prompt: the answer it begins, ``None`` where in doubt."""

    prompt: Prompt | None


def slip_in(text: str, table: Table) -> Slip | None:
    """The slip that a cleaned line begins with, ``None`` for every other line."""
    found = _LABELLED.fullmatch(text)
    near = near_short(found["label"].casefold(), table) if found else ()
    if found is None or not near:
        return None
    if len(near) == 1 and near[0].type in _BEARS_OUT and _BEARS_OUT[near[0].type](found["value"]):
        label = found["label"].casefold()
        return Slip(prompt=Prompt(spec=near[0], number=None, label=label, hinted=False, value=found["value"].strip()))
    return Slip(prompt=None)


def _is_day(said: str) -> bool:
    return any(_is_certain(when.read_date(said, sent=sent, zone=None)) for sent in _SOME_DAYS)


def _is_hour(said: str) -> bool:
    return _is_certain(when.read_time(said, sent=_SOME_DAYS[0], zone=None))


def _is_zone(said: str) -> bool:
    return _is_certain(read_zone(said))


def _is_tech(said: str) -> bool:
    result = people.read_tech(said, contact=None, above=())
    return isinstance(result, Certain) and (result.value == NEED_HELP or "@" in said)


def _is_certain(result: Result) -> bool:
    return isinstance(result, Certain)


_BEARS_OUT: Mapping[Type, Callable[[str], bool]] = {
    Type.DATE: _is_day,
    Type.TIME: _is_hour,
    Type.ZONE: _is_zone,
    Type.TECH: _is_tech,
}

"""From the answers to the lines of a form to its values: one table says which words fill which line."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from mailflow.model import Source
from mailflow.read.answers.result import Certain, Doubt, Result
from mailflow.read.forms.form import Answer
from mailflow.read.interpret import DISAGREE, Sheet

Reader: TypeAlias = Callable[[str, Sheet], Result]
"""The grammar of one line: the author's words, and what is known of the mail already."""


def fill(sheet: Sheet, answers: Iterable[Answer], readers: Mapping[str, Reader]) -> None:
    """Take every answer for what its line's reader makes of it, in the order of the table.

    Two answers to one line must agree; where only one of them is read with certainty, and the other says nothing, that
    one stands.
    """
    said: dict[str, list[Answer]] = {}
    for one in answers:
        said.setdefault(one.spec.key, []).append(one)
    for key, read in readers.items():
        results = [(one, result) for one in said.get(key, ()) if (result := read(one.said, sheet)) is not None]
        if not results:
            continue
        first, result = results[0]
        words = first.said
        if any(_outcome(other) != _outcome(result) for _, other in results[1:]):
            words, result = " / ".join(one.said for one, _ in results), Doubt(why=DISAGREE)
        sheet.take(key, words, Source(first.line.part, first.line.number, "", words), result)


def take_where_open(sheet: Sheet, key: str, source: Source, result: Result) -> None:
    """Take what was said of a line outside of it, where the line itself says nothing."""
    if key not in sheet.fields and key not in sheet.unclear:
        sheet.take(key, source.said, source, result)


def _outcome(result: Result) -> object:
    return result.value if isinstance(result, Certain) else result

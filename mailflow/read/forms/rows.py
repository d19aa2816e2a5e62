"""Rows of a table that hold several answers: two labels and two values beside each other, or labels above values.

A row of one label and its value is a line like any other. Cells are set apart by tabs, as HTML is laid out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mailflow.fields import Type
from mailflow.model import Line
from mailflow.read.forms.labels import Prompt, Table, clean, prompt_of

_MANY = 2
_JOINED_BY_COMMA = frozenset({Type.PERSON, Type.PERSONS, Type.TECH, Type.LIST})
_MAX_CELLS = 12


def read_row(lines: Sequence[Line], at: int, table: Table) -> tuple[tuple[Prompt, ...], int]:
    """The answers of the row that begins on this line, and how many lines below it belong to it.

    Nothing where the row has fewer than two labels. A value that fills several lines of its cell goes on below, behind
    as many tabs.
    """
    cells = [cell.strip() for cell in _cells(lines[at].text)]
    if len(cells) > _MAX_CELLS:
        return (), 0
    known = {column: prompt for column, cell in enumerate(cells) if (prompt := _label(cell, table))}
    if len(known) >= _MANY and len(known) == sum(bool(cell) for cell in cells):
        return _values_below(lines, at, known, table)
    labels = _that_have_values(cells, known)
    if len(labels) < _MANY:
        return (), 0
    columns = [[cell] for cell in cells]
    below = 0
    for line in _going_on(lines, at):
        below += 1
        for column, cell in enumerate(_cells(line.text)):
            if cell.strip() and column < len(columns):
                columns[column].append(cell.strip())
    return tuple(_beside(columns, labels)), below


def _that_have_values(cells: Sequence[str], known: dict[int, Prompt]) -> dict[int, Prompt]:
    """The labels of a row of pairs: what stands right behind a label is its value, though it be a label's word too."""
    first = next((column for column, cell in enumerate(cells) if cell and not cell.strip("#.)(").isdigit()), -1)
    if first not in known:
        return {}
    kept = {first: known[first]}
    for column in sorted(known):
        if column > max(kept) + 1:
            kept[column] = known[column]
    return kept


def _cells(text: str) -> list[str]:
    return (clean(text) if "|" in text else text.rstrip()).split("\t")


def _label(cell: str, table: Table) -> Prompt | None:
    """The label that a cell holds and nothing else."""
    found = prompt_of(cell if cell.endswith((":", "?")) else f"{cell}:", table) if cell else None
    return found if found and found.label and not found.value else None


def _going_on(lines: Sequence[Line], at: int) -> Iterator[Line]:
    for line in lines[at + 1 :]:
        if not line.text.startswith("\t") or not line.text.strip() or line.depth != lines[at].depth:
            return
        yield line


def _beside(columns: Sequence[Sequence[str]], labels: dict[int, Prompt]) -> Iterator[Prompt]:
    """Each label with the cells down to the next one; a number of a line of its own belongs to the label behind it."""
    starts = sorted(labels)
    for start, end in zip(starts, [*starts[1:], len(columns)], strict=True):
        found = labels[start]
        said = [cell for column in columns[start + 1 : end] for cell in column if cell]
        if end < len(columns) and said and said[-1].strip("#.)(").isdigit() and len(said) > 1:
            said.pop()
        yield replace(found, value=(", " if found.spec.type in _JOINED_BY_COMMA else " ").join(said))


def _values_below(
    lines: Sequence[Line], at: int, labels: dict[int, Prompt], table: Table
) -> tuple[tuple[Prompt, ...], int]:
    """A row of labels with the row of their values below it."""
    for below in (at + 1, at + 2):
        text = lines[below].text if below < len(lines) else ""
        if not text.strip():
            continue
        cells = [cell.strip() for cell in _cells(text)]
        if max(labels) < len(cells) <= max(labels) + 1 and not any(_label(cell, table) for cell in cells):
            return tuple(replace(labels[column], value=cells[column]) for column in sorted(labels)), below - at
        break
    return (), 0

"""Paragraphs and tables → lines of text, so that a form in a table reads like one on a page."""

from collections.abc import Iterable, Sequence

MAX_CELL_LINES = 6
"""A cell with more lines than this holds a text of its own and is no single value."""


def row(cells: Sequence[Sequence[str]]) -> list[str]:
    """One row of a table: its cells beside each other, joined by tabs.

    The lines of a cell become one, so that ``Facilitator`` above ``(name and email)`` stays a label. Where a row has
    one filled cell, or a cell holds a long text, the cells stand one below the other: the table is only layout.
    """
    filled = [[line for line in cell if line.strip()] for cell in cells]
    if sum(bool(cell) for cell in filled) <= 1 or any(len(cell) > MAX_CELL_LINES for cell in filled):
        return [line for cell in filled for line in cell]
    while filled and not filled[-1]:
        filled.pop()
    return ["\t".join(" ".join(line.strip().replace("\t", " ") for line in cell) for cell in filled)]


def page(lines: Iterable[str]) -> str:
    """The whole text: no blanks at the ends of lines, no more than one empty line in a row."""
    kept: list[str] = []
    for line in lines:
        text = line.rstrip()
        if text or (kept and kept[-1]):
            kept.append(text)
    return "\n".join(kept).strip("\n")


def numeral(count: int, style: str) -> str:
    """The number of a list's item: ``decimal``, ``a``, ``A``, ``i`` or ``I``; any other style is decimal."""
    if style in {"a", "A"} and 0 < count <= 26:
        return chr(ord(style) + count - 1)
    if style in {"i", "I"} and 0 < count < 400:
        shown = ""
        for value, letters in _ROMAN:
            while count >= value:
                shown, count = shown + letters, count - value
        return shown if style == "i" else shown.upper()
    return str(count)


_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))

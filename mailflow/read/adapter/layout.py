"""An HTML tree laid out as text by inscriptis, at a cost that the length of the HTML bounds.

inscriptis pads each cell to the width of its column, looks at text character by character, and copies what a line holds
for each element in it. Blanks beside a tab say nothing to the reader, so cells are not padded; text is taken by words.
"""

from html import unescape
from typing import Any

import lxml.html
from inscriptis import Inscriptis
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.html_properties import Display
from inscriptis.model.canvas import Canvas
from inscriptis.model.canvas.block import Block
from inscriptis.model.canvas.prefix import Prefix
from inscriptis.model.config import ParserConfig
from inscriptis.model.html_document_state import HtmlDocumentState
from inscriptis.model.html_element import HtmlElement
from inscriptis.model.table import Table, TableCell
from inscriptis.model.tag import CustomHtmlTagHandlerMapping

MAX_TABLES = 2000
"""Tables beyond which the layout of cells is given up; nested tables cost the more the deeper they lie."""
MAX_ELEMENTS = 1100
"""Elements in 100 KB of HTML, or in less, beyond which the layout is given up; a table's cell counts twice."""
MAX_LISTS_DEEP = 20
"""Levels of lists beyond which the layout is given up: each line of a list is indented by its level."""
MAX_GRID = 100_000
"""Lines of cells in a table, the blank ones beside a long cell too, beyond which the layout is given up."""
MAX_LAID_OUT = 1024 * 1024
"""Characters of a table's text beyond which the layout is given up."""

_SHARE = 100_000
_BLOCKS = ("dl", "dt", "dd", "center", "details", "fieldset", "form", "section", "summary")
"""What browsers give lines of its own, beside what the profile knows."""


def lay_out(tree: lxml.html.HtmlElement, length: int) -> str:
    """The text of a tree, the cells of a table with a tab between them.

    length: characters of the HTML. Raises ``ValueError`` where the layout would cost more than such HTML may.
    """
    _check(tree, length)
    text: str = Inscriptis(tree, _CONFIG).get_text()
    return text


def _check(tree: lxml.html.HtmlElement, length: int) -> None:
    """Raise where there is too much to lay out."""
    if tree.xpath("count(//table)") > MAX_TABLES:
        raise ValueError("too many tables")
    elements = tree.xpath("count(//*) + count(//td | //th)")
    if elements * _SHARE > MAX_ELEMENTS * max(length, _SHARE):
        raise ValueError("too many elements")
    depths: dict[lxml.html.HtmlElement, int] = {}
    for listed in tree.iter("ul", "ol"):
        depths[listed] = depths.get(next(listed.iterancestors("ul", "ol"), None), 0) + 1
    if depths and max(depths.values()) > MAX_LISTS_DEEP:
        raise ValueError("lists are nested too deep")


class _Block(Block):  # type: ignore[misc] # inscriptis is not typed
    """A line that takes its text by words, and joins what it holds once."""

    _parts: list[str]
    collapsable_whitespace: bool  # whether a blank says nothing here, as inscriptis spells it

    @property
    def _content(self) -> str:
        if len(self._parts) != 1:
            self._parts = ["".join(self._parts)]
        return self._parts[0]

    @_content.setter
    def _content(self, text: str) -> None:
        self._parts = [text]

    def merge_normal_text(self, text: str) -> None:
        """Add text, of each run of blanks one and none at the beginning of the line."""
        words = text.split()
        said = " ".join(words)
        if text[:1].isspace() and not self.collapsable_whitespace:
            said = f" {said}"
        if words:
            self.collapsable_whitespace = text[-1].isspace()
            said += " " if self.collapsable_whitespace else ""
        elif said:
            self.collapsable_whitespace = True
        if said:
            self._add(said if any(self._parts) else f"{self.prefix.first}{said}")

    def merge_pre_text(self, text: str) -> None:
        """Add text with its blanks and lines as they are."""
        indented = text.replace("\n", f"\n{self.prefix.rest}")
        self._add(f"{self.prefix.first}{indented}")
        self.collapsable_whitespace = False

    def new_block(self) -> "_Block":
        """The line below."""
        self.prefix.consumed = False
        return _Block(self.idx + 1, self.prefix)

    def _add(self, text: str) -> None:
        said = unescape(text)
        self._parts.append(said)
        self.idx += len(said)


class _Table(Table):  # type: ignore[misc]
    """A table whose cells are as wide as what they say."""

    __slots__ = ()

    def get_text(self) -> str:
        """The rows, a line each of their highest cell; a lower cell stands where its ``valign`` wants it."""
        grid = 0
        lines: list[str] = []
        for row in self.rows:
            height = max((cell.normalize_blocks() for cell in row.columns), default=0)
            grid += height * len(row.columns)
            if grid > MAX_GRID:
                raise ValueError("too many cells")
            if not height:
                lines.append("")
            above = [(height - len(cell.blocks)) * cell.valign.value // 2 for cell in row.columns]
            columns = [
                ("",) * top + cell.blocks + ("",) * (height - top - len(cell.blocks))
                for cell, top in zip(row.columns, above, strict=True)
            ]
            lines += [row.cell_separator.join(line) for line in zip(*columns, strict=True)]
        text = "\n".join(lines)
        if len(text) > MAX_LAID_OUT:
            raise ValueError("a table's text is too long")
        return f"{text}\n"


def _begin(state: HtmlDocumentState, _: Any) -> None:
    """Begin the document with a line of ours; each makes the one below it."""
    state.tags[-1].canvas.current_block = _Block(0, Prefix())


def _begin_table(state: HtmlDocumentState, _: Any) -> None:
    """Begin a table as inscriptis does, but with ours."""
    canvas = Canvas()
    canvas.current_block = _Block(0, Prefix())
    state.tags[-1].set_canvas(canvas)
    state.current_table.append(_Table(canvas.left_margin, state.config.table_cell_separator))


def _begin_cell(state: HtmlDocumentState, _: Any) -> None:
    """Begin a cell as inscriptis does, but with a line of ours."""
    if state.current_table:
        here = state.tags[-1]
        cell = TableCell(align=here.align, valign=here.valign)
        cell.current_block = _Block(0, Prefix())
        here.canvas = cell
        state.current_table[-1].add_cell(cell)


_CONFIG = ParserConfig(
    css=CSS_PROFILES["strict"] | {name: HtmlElement(display=Display.block) for name in _BLOCKS},
    table_cell_separator="\t",
    custom_html_tag_handler_mapping=CustomHtmlTagHandlerMapping(
        start_tag_mapping={"html": _begin, "table": _begin_table, "td": _begin_cell, "th": _begin_cell},
        end_tag_mapping={},
    ),
)

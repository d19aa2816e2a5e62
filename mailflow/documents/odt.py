"""OpenDocument text (ISO/IEC 26300) → text."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from mailflow.documents.formats import DAMAGED, PASSWORD, Unreadable
from mailflow.documents.layout import numeral, page, row
from mailflow.documents.package import Package, attribute, child, local

_LEFT_OUT = frozenset(
    {"tracked-changes", "annotation", "annotation-end", "note", "placeholder", "hidden-text", "forms", "ruby-text",
     "sequence-decls", "variable-decls", "user-field-decls", "title", "desc", "change-start", "change-end"}
)  # fmt: skip
_MAX_SPACES = 200
_BLANKS = re.compile("[ \\t\\r\\n]+")


def read(package: Package) -> str:
    """The text of an odt: lists with numbers and bullets, table cells joined by tabs, struck-out words in ``~~``.

    Left out: deletions, comments, notes, placeholders nobody wrote over, page headers and footers.
    Raises ``Unreadable``.
    """
    manifest = package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in package.names else b""
    if b"encryption-data" in manifest:
        raise Unreadable(PASSWORD)
    root = package.xml("content.xml")
    body = child(root, "body", "text")
    if body is None:
        raise Unreadable(DAMAGED)
    common = package.xml("styles.xml") if "styles.xml" in package.names else None
    trees = [one for one in (child(common, "styles"), child(root, "automatic-styles")) if one is not None]
    return page(_Reader(_Styles.of(trees)).blocks(body))


@dataclass(frozen=True, slots=True)
class _Level:
    style: str  # "bullet", "" for no mark, else a style of numbers
    suffix: str
    start: int


@dataclass(frozen=True, slots=True)
class _Styles:
    """What the styles say that changes how a text reads."""

    lists: Mapping[str, Mapping[int, _Level]]
    struck: frozenset[str]

    @classmethod
    def of(cls, trees: list[etree._Element]) -> "_Styles":
        """Look through the styles of the document."""
        lists: dict[str, Mapping[int, _Level]] = {}
        struck: set[str] = set()
        for style in (one for tree in trees for one in tree):
            if local(style) == "list-style":
                lists[attribute(style, "name")] = dict(map(_level, style))
            elif local(style) == "style":
                line = child(style, "text-properties")
                if line is not None and attribute(line, "text-line-through-style") not in {"", "none"}:
                    struck.add(attribute(style, "name"))
        return cls(lists, frozenset(struck))


def _level(level: etree._Element) -> tuple[int, _Level]:
    is_number = local(level) == "list-level-style-number"
    style = attribute(level, "num-format") if is_number else "bullet"
    return _number(attribute(level, "level")), _Level(
        style, attribute(level, "num-suffix"), _number(attribute(level, "start-value")) or 1
    )


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 0


@dataclass(slots=True)
class _Reader:
    """One pass down a document."""

    styles: _Styles
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    boxes: list[etree._Element] = field(default_factory=list)

    def blocks(self, container: Iterable[etree._Element]) -> Iterator[str]:
        """The lines of what holds paragraphs: the body, a section, a cell, a text box."""
        for one in container:
            match local(one):
                case "p" | "h":
                    yield from self._paragraph(one)
                case "list":
                    yield from self._list(one, attribute(one, "style-name"), 1)
                case "table":
                    yield from self._table(one)
                case name if name not in _LEFT_OUT:
                    yield from self.blocks(one)

    def _table(self, table: etree._Element) -> Iterator[str]:
        for one in table:
            if local(one) == "table-row":
                yield from row([list(self.blocks(cell)) for cell in one if local(cell) == "table-cell"])
            elif local(one) in {"table-header-rows", "table-rows", "table-row-group"}:
                yield from self._table(one)

    def _list(self, listed: etree._Element, style: str, depth: int) -> Iterator[str]:
        """The items of a list; it counts on where it says that it continues another."""
        level = self.styles.lists.get(style, {}).get(depth, _Level("bullet", "", 1))
        place = (style, depth)
        goes_on = attribute(listed, "continue-numbering") == "true" or attribute(listed, "continue-list")
        if not goes_on or place not in self.counts:
            self.counts[place] = level.start - 1
        for item in listed:
            if local(item) not in {"list-item", "list-header"}:
                continue
            is_item = local(item) == "list-item"
            if is_item:
                said = attribute(item, "start-value")
                self.counts[place] = _number(said) if said else self.counts[place] + 1
            mark = _mark(level, self.counts[place]) if is_item else ""
            yield from self._item(item, style, depth, mark)

    def _item(self, item: etree._Element, style: str, depth: int, mark: str) -> Iterator[str]:
        indent = "  " * min(depth - 1, 9)
        for one in item:
            if local(one) == "list":
                yield from self._list(one, attribute(one, "style-name") or style, depth + 1)
                continue
            for line in self.blocks((one,)):
                yield f"{indent}{mark}{line}" if line.strip() else line
                mark = "" if line.strip() else mark

    def _paragraph(self, paragraph: etree._Element) -> Iterator[str]:
        boxes, self.boxes = self.boxes, []
        yield from "".join(self._words(paragraph)).split("\n")
        found, self.boxes = self.boxes, boxes
        for box in found:
            yield from self.blocks(box)

    def _words(self, container: etree._Element) -> Iterator[str]:
        """The text of a paragraph: the blanks that XML folds are folded, those that stand for themselves kept."""
        yield _folded(container.text)
        for one in container:
            match local(one):
                case "s":
                    yield " " * min(_number(attribute(one, "c")) or 1, _MAX_SPACES)
                case "tab":
                    yield "\t"
                case "line-break":
                    yield "\n"
                case "frame" | "custom-shape" | "text-box":
                    self.boxes.extend([one] if local(one) != "frame" else [b for b in one if local(b) == "text-box"])
                case "span" if attribute(one, "style-name") in self.styles.struck:
                    text = "".join(self._words(one))
                    yield f"~~{text}~~" if text.strip() else text
                case name if name not in _LEFT_OUT:
                    yield from self._words(one)
            yield _folded(one.tail)


def _folded(text: str | None) -> str:
    """White space as OpenDocument folds it (part 3, section 6.1.2)."""
    return _BLANKS.sub(" ", text or "")


def _mark(level: _Level, count: int) -> str:
    if level.style == "bullet":
        return "* "
    return f"{numeral(count, level.style)}{level.suffix or '.'} " if level.style else ""

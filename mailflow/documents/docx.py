"""Word's docx (ECMA-376) → text.

A reader of our own instead of a library: those lay out a page and so number a list anew after each answer typed between
its items, show the grey ``Click here to enter text`` as if somebody had said it, and take a hundred times the memory.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from mailflow.documents.formats import DAMAGED, Unreadable
from mailflow.documents.layout import numeral, page, row
from mailflow.documents.package import Package, attribute, child, local

_THROUGH = frozenset(
    {"ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo", "sdtContent", "Choice"}
)
"""What wraps text without changing it; tracked deletions (``del``, ``moveFrom``) are not among them."""
_STYLES = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_SYMBOLS = {"F0FE": "☒", "F0FD": "☒", "F078": "☒", "F0FC": "✓", "F0A8": "☐", "F06F": "☐", "F0B7": "•"}
"""The boxes and ticks of Wingdings and Symbol, by the code that docx gives for them."""
_MAX_LEVELS = 9


def read(package: Package) -> str:
    """The text of a docx: numbered lists with their numbers, table cells joined by tabs, struck-out words in ``~~``.

    Left out: deletions, hidden text, placeholders nobody wrote over, comments, notes, page headers and footers.
    Raises ``Unreadable``.
    """
    name = _main_part(package)
    body = child(package.xml(name), "body")
    if body is None:
        raise Unreadable(DAMAGED)
    folder = name.rpartition("/")[0]
    lists = _Lists.of(*(_optional(package, f"{folder}/{part}.xml") for part in ("numbering", "styles")))
    return page(_Reader(lists).blocks(body))


def _main_part(package: Package) -> str:
    """Which file of the package is the document (ECMA-376, part 2, section 9.3)."""
    relations = _optional(package, "_rels/.rels")
    for one in relations if relations is not None else ():
        if attribute(one, "Type").endswith("/officeDocument"):
            return attribute(one, "Target").lstrip("/")
    return "word/document.xml"


def _optional(package: Package, name: str) -> etree._Element | None:
    return package.xml(name) if name in package.names else None


def _is_on(properties: etree._Element | None, name: str) -> bool:
    """Whether a toggle is set: there, and not said to be off."""
    found = child(properties, name)
    return found is not None and attribute(found, "val") not in {"0", "false", "off", "none"}


class _Reader:
    """One pass down a document."""

    def __init__(self, lists: "_Lists") -> None:
        self._lists = lists
        self._boxes: list[etree._Element] = []

    def blocks(self, container: etree._Element) -> Iterator[str]:
        """The lines of what holds paragraphs: the body, a cell, a text box."""
        for one in container:
            match local(one):
                case "p":
                    yield from self._paragraph(one)
                case "tbl":
                    for table_row in _inside(one, "tr"):
                        yield from row([list(self.blocks(cell)) for cell in _inside(table_row, "tc")])
                case "sdt" if not _is_on(child(one, "sdtPr"), "showingPlcHdr"):
                    yield from self.blocks(_content(one))
                case "AlternateContent":
                    yield from self.blocks(_alternative(one))
                case name if name in _THROUGH:
                    yield from self.blocks(one)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[str]:
        boxes, self._boxes = self._boxes, []
        text = "".join(self._words(paragraph))
        number = self._lists.number(paragraph) if text.strip() else ""
        yield from f"{number}{text}".split("\n")
        found, self._boxes = self._boxes, boxes
        for box in found:
            yield from self.blocks(box)

    def _words(self, container: etree._Element) -> Iterator[str]:
        """The text of a paragraph, or of what stands in one."""
        for one in container:
            match local(one):
                case "r":
                    yield from self._run(one)
                case "sdt" if not _is_on(child(one, "sdtPr"), "showingPlcHdr"):
                    yield from self._words(_content(one))
                case "AlternateContent":
                    yield from self._words(_alternative(one))
                case name if name in _THROUGH:
                    yield from self._words(one)

    def _run(self, run: etree._Element) -> Iterator[str]:
        properties = child(run, "rPr")
        if _is_on(properties, "vanish"):
            return
        text = "".join(self._run_words(run))
        is_struck = _is_on(properties, "strike") or _is_on(properties, "dstrike")
        yield f"~~{text}~~" if is_struck and text.strip() else text

    def _run_words(self, run: etree._Element) -> Iterator[str]:
        for one in run:
            match local(one):
                case "t":
                    yield one.text or ""
                case "br" if attribute(one, "type") in {"page", "column"}:
                    yield "\n"
                case "sym":
                    yield _SYMBOLS.get(attribute(one, "char").upper(), "")
                case "fldChar":
                    yield _checkbox(one)
                case "AlternateContent":
                    self._boxes.extend(_text_boxes(_alternative(one)))
                case "drawing" | "pict" | "object":
                    self._boxes.extend(_text_boxes(one))
                case name:
                    yield _BREAKS.get(name, "")


def _inside(table: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also those in a content control or a tracked insertion."""
    for one in table:
        if local(one) == name:
            yield one
        elif local(one) in {"sdt", "sdtContent", "customXml", "ins"}:
            yield from _inside(one, name)


def _content(control: etree._Element) -> etree._Element:
    found = child(control, "sdtContent")
    return control if found is None else found


def _alternative(choice: etree._Element) -> etree._Element:
    """The first of several renderings of one thing."""
    return next(iter(choice), choice)


def _text_boxes(drawing: etree._Element) -> list[etree._Element]:
    return [one for one in drawing.iter() if local(one) == "txbxContent" and not _is_fallback(one, drawing)]


def _is_fallback(box: etree._Element, top: etree._Element) -> bool:
    """Whether a box repeats another one, or stands in another one, which brings it itself."""
    for one in box.iterancestors():
        if one is top:
            return False
        if local(one) in {"Fallback", "txbxContent"}:
            return True
    return False


def _checkbox(mark: etree._Element) -> str:
    """The box of a form's check mark (``FORMCHECKBOX``)."""
    box = child(mark, "ffData", "checkBox")
    if box is None:
        return ""
    return "☒ " if _is_on(box, "checked" if child(box, "checked") is not None else "default") else "☐ "


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    shown: str
    start: int


@dataclass(slots=True)
class _Lists:
    """The lists of a document: what stands before each item, counted on through the whole text."""

    levels: Mapping[str, Mapping[int, _Level]]  # by list
    kinds: Mapping[str, str]  # list → what it shares its counting with
    restarts: Mapping[str, Mapping[int, int]]
    by_style: Mapping[str, tuple[str, int]]
    counts: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, numbering: etree._Element | None, styles: etree._Element | None) -> "_Lists":
        """Look up what the document declares of its lists (ECMA-376, part 1, section 17.9)."""
        abstract: dict[str, Mapping[int, _Level]] = {}
        levels: dict[str, Mapping[int, _Level]] = {}
        kinds: dict[str, str] = {}
        restarts: dict[str, Mapping[int, int]] = {}
        for one in numbering if numbering is not None else ():
            if local(one) == "abstractNum":
                found = [_level(level) for level in one if local(level) == "lvl"]
                abstract[attribute(one, "abstractNumId")] = dict(found)
            elif local(one) == "num":
                name, kind = attribute(one, "numId"), _value(child(one, "abstractNumId"))
                levels[name], kinds[name] = abstract.get(kind, {}), kind
                restarts[name] = {
                    _number(attribute(over, "ilvl")): _number(_value(start))
                    for over in one
                    if (start := child(over, "startOverride")) is not None
                }
        return cls(levels, kinds, restarts, dict(_of_styles(styles)))

    def number(self, paragraph: etree._Element) -> str:
        """What stands before this paragraph, ``""`` for one in no list."""
        properties = child(paragraph, "pPr")
        held = child(properties, "numPr")
        style = self.by_style.get(_value(child(properties, "pStyle")), ("", 0))
        name = _value(child(held, "numId")) or style[0]
        said = _value(child(held, "ilvl"))
        depth = min(_number(said) if said else style[1], _MAX_LEVELS - 1)
        level = self.levels.get(name, {}).get(depth)
        if level is None or level.style == "none":
            return ""
        indent = "  " * depth
        if level.style == "bullet":
            return f"{indent}* "
        counts = self._count(name, depth)
        shown = re.sub(r"%([1-9])", lambda found: self._shown(name, counts, int(found[1]) - 1), level.shown)
        return f"{indent}{shown} " if shown else ""

    def _count(self, name: str, depth: int) -> list[int]:
        kind = name if self.restarts.get(name) else self.kinds.get(name, name)
        counts = self.counts.setdefault(kind, [])
        del counts[depth + 1 :]
        while len(counts) <= depth:
            at = len(counts)
            known = self.levels[name].get(at)
            counts.append(self.restarts.get(name, {}).get(at, known.start if known else 1) - (at == depth))
        counts[depth] += 1
        return counts

    def _shown(self, name: str, counts: list[int], depth: int) -> str:
        level = self.levels[name].get(depth)
        return numeral(counts[depth], _STYLES.get(level.style, "") if level else "") if depth < len(counts) else ""


def _level(level: etree._Element) -> tuple[int, _Level]:
    start = child(level, "start")
    return _number(attribute(level, "ilvl")), _Level(
        style=_value(child(level, "numFmt")) or "decimal",
        shown=_value(child(level, "lvlText")),
        start=_number(_value(start)) if start is not None else 1,
    )


def _of_styles(styles: etree._Element | None) -> Iterator[tuple[str, tuple[str, int]]]:
    """Which paragraph styles make their paragraphs items of a list."""
    for one in styles if styles is not None else ():
        held = child(one, "pPr", "numPr")
        if local(one) == "style" and held is not None:
            yield attribute(one, "styleId"), (_value(child(held, "numId")), _number(_value(child(held, "ilvl"))))


def _value(element: etree._Element | None) -> str:
    return attribute(element, "val") if element is not None else ""


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 0

"""The shape of a text: blocks, and lines of at most 72 columns that survive being quoted.

A template's paragraph may stand in one source line or several; it is wrapped here. What is more than prose is told by
how its line begins, in the template and in the finished text alike:

* ``9. Label:``   a line of the form; it stands alone, a longer answer hangs below it
* ``- ``          a bullet, hanging as well
* ``> ``          somebody's own words, quoted
* two blanks      kept as it stands (something to copy), or the hanging rest of the line above
* an address      (``https:``, ``mailto:``) alone on its line: a link, never broken
* a short line alone between empty lines, without punctuation: a heading

No line that wrapping makes begins like a line of the form, so nobody's words are taken for an answer when the mail
comes back quoted.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache

from mailflow.fields import CALL_REQUEST
from mailflow.read.forms.labels import clean, normalise, prompt_of, table_of

WIDTH = 72

_LONGEST = 400
"""A line may grow to this where a shorter one would begin like a line of the form: a wrong answer is worse."""


class Shape(StrEnum):
    """What a block is."""

    TEXT = "text"
    HEADING = "heading"
    LINE = "line"
    BULLET = "bullet"
    QUOTE = "quote"
    KEPT = "kept"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its shape, the mark its first line begins with, its words, and whether an empty line stands above."""

    shape: Shape
    mark: str
    words: str
    gap: bool


_LINE = re.compile(r"(\d{1,2}\. )(?=\S)")
_LINK = re.compile(r"(?:https?://|mailto:)\S+\Z")
_HEADING_LENGTH = 50
_NO_HEADING = frozenset(".?!:,;\"'<>()@…")
_NUMBER = re.compile(r"\d{1,2}(?:[.)\]:](?!\d)|\Z)")
_COUNTING = frozenset({"our", "your", "the", "line", "item", "number", "question", "no", "nr", "q"})
_UNBROKEN = ("://", "mailto:", "@")


def arrange(text: str) -> str:
    """The text wrapped to WIDTH columns, with single empty lines and a line end at its end."""
    return "\n".join(line for block in blocks(text) for line in lines(block)) + "\n"


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text, wrapped already or not: wrapping changes none of them."""
    found: list[Block] = []
    gap = False
    for raw in text.split("\n"):
        line = raw.rstrip()
        if not line:
            gap = bool(found)
            continue
        above = None if gap or not found else found[-1]
        block = _block(line, gap, above)
        if above is not None and block.mark == "" and block.shape is above.shape is not Shape.LINK:
            found[-1] = replace(above, words=f"{above.words} {block.words}")
        elif above is not None and line[0] == " " and above.shape in {Shape.LINE, Shape.BULLET}:
            found[-1] = replace(above, words=f"{above.words} {line.strip()}")
        else:
            found.append(block)
        gap = False
    return tuple(_headed(found))


def lines(block: Block) -> Iterator[str]:
    """A block's lines as they stand in the text, the empty line above it first."""
    if block.gap:
        yield ""
    if block.shape in {Shape.KEPT, Shape.LINK, Shape.HEADING}:
        yield block.mark + block.words
        return
    hang = block.mark if block.shape is Shape.QUOTE else " " * len(block.mark)
    yield from _wrapped(block.mark, hang, block.words)


def is_form_line(line: str) -> bool:
    """Whether whoever reads this line in a quote would take it for a line of our form."""
    first = line.lstrip("-*>• ")[:1]
    if not first or not (first.isdigit() or _first_word(line) in _label_words()):
        return False
    return prompt_of(clean(line), table_of(CALL_REQUEST)) is not None


def _block(line: str, gap: bool, above: Block | None) -> Block:
    """The block that a line begins, were it alone."""
    if line[0] == ">":
        return Block(Shape.QUOTE, "> ", line[1:].removeprefix(" "), gap)
    if line[0] == " ":
        return Block(Shape.KEPT, "  ", line.strip(), gap)
    if line.startswith("- "):
        return Block(Shape.BULLET, "- ", line[2:].strip(), gap)
    numbered = _LINE.match(line)
    if numbered:
        return Block(Shape.LINE, numbered[1], line[numbered.end() :].strip(), gap)
    if _LINK.match(line) and (above is None or above.shape is Shape.LINK):
        return Block(Shape.LINK, "", line, gap)
    return Block(Shape.TEXT, "", " ".join(line.split()), gap)


def _headed(found: Sequence[Block]) -> Iterator[Block]:
    """The same blocks with headings told from paragraphs: by their words alone, so that wrapping changes nothing."""
    for number, block in enumerate(found):
        is_apart = (number == 0 or block.gap) and number + 1 < len(found) and found[number + 1].gap
        is_short = len(block.words) <= _HEADING_LENGTH and not _NO_HEADING & set(block.words)
        is_heading = block.shape is Shape.TEXT and is_apart and is_short
        yield replace(block, shape=Shape.HEADING) if is_heading else block


@lru_cache(maxsize=256)  # most paragraphs are the same in every mail, and each is asked for twice
def _wrapped(mark: str, hang: str, words: str) -> tuple[str, ...]:
    """The words in lines of at most WIDTH columns, the first behind ``mark``, the others behind ``hang``."""
    if len(mark) + len(words) <= WIDTH and words.isascii():
        return ((mark + words).rstrip(),)
    units = _cut(words.split(), WIDTH - len(mark))
    while True:
        made = _packed(units, WIDTH - len(mark))
        risky = next((n for n, (begin, line) in enumerate(made) if n and _is_risky(units[begin], line)), None)
        begin = made[risky][0] if risky is not None else 0
        joined = f"{units[begin - 1]} {units[begin]}" if begin else ""
        if risky is None or _width(joined) > _LONGEST:
            break
        units[begin - 1 : begin + 1] = [joined]
    return tuple((hang if number else mark) + line for number, (_, line) in enumerate(made))


def _packed(units: Sequence[str], room: int) -> list[tuple[int, str]]:
    """Lines filled from units that stay whole, each with the number of its first unit."""
    made: list[tuple[int, str]] = []
    used = 0
    for number, unit in enumerate(units):
        size = _width(unit)
        if made and used + 1 + size <= room:
            made[-1] = (made[-1][0], f"{made[-1][1]} {unit}")
            used += 1 + size
        else:
            made.append((number, unit))
            used = size
    return made


def _is_risky(unit: str, line: str) -> bool:
    """Whether a line that wrapping made begins like a form line, a bullet or a quote."""
    return unit[0] in "-*>•–#" or bool(_NUMBER.match(unit.partition(" ")[0].lstrip("(["))) or is_form_line(line)


def _cut(words: Sequence[str], room: int) -> list[str]:
    """The words, those cut that fit no line; an address is never cut."""
    fitting: list[str] = []
    for word in words:
        rest = word
        while _width(rest) > room and not any(mark in rest for mark in _UNBROKEN):
            size = room if rest.isascii() else room // 2
            fitting.append(rest[:size])
            rest = rest[size:]
        fitting.append(rest)
    return fitting


def _width(text: str) -> int:
    """Columns a text takes: East Asian wide characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


@cache
def _label_words() -> frozenset[str]:
    return _COUNTING | {label.partition(" ")[0] for label in table_of(CALL_REQUEST).exact}


def _first_word(line: str) -> str:
    return normalise(line).partition(" ")[0]

"""Going down a page and gathering each prompt with what was said to it.

A value stands behind its label, below it or wrapped; inside a quote, the author's line below a quoted prompt belongs
to it (protocol, section 4, cases 20, 24 and 25).
"""

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace

from mailflow.fields import Spec, Type
from mailflow.model import Line
from mailflow.read.forms.columns import Break, Column, columns_of
from mailflow.read.forms.labels import Prompt, fold, unmark
from mailflow.read.forms.leave_taking import is_bare_sign_off
from mailflow.read.forms.page import SIGNATURE_KEYS, Page, Seen
from mailflow.read.forms.plausible import bears_out
from mailflow.read.forms.slips import Slip, slip_in
from mailflow.read.persons.broken import broken_name

_BULLET = re.compile(r"[-*•·▪]\s+(?=\w)")
_UNKNOWN_LABEL = re.compile(r"(?:\d{1,2}[.)]\s*)?[A-Z][\w /&'’()-]{1,40}:(?:\s|\Z)")
_AFFIRMATION = re.compile(
    r"(?:yes|yep|yup|ok|okay|right|correct|good|great|fine|perfect|sure|agreed|that'?s (?:right|correct|it|fine|good))"
    r"(?:[\s,.!]+(?:yes|that'?s|it'?s|is|right|correct|good|fine|thanks|please|perfect))*[\s.!]*\Z",
    re.IGNORECASE,
)
_JOINS_PERSONS = frozenset({Type.PERSON, Type.PERSONS, Type.TECH, Type.LIST})
_NAME = re.compile(r"[-\u2013\u2014~]{0,2}\s*(?:[A-Z][\w.'’-]*\s){0,2}[A-Z][\w'’-]*(?:\s*\|.*)?")
_WORD_ALONE = re.compile(r"[-\u2013\u2014~]{0,2}\s?[^\W\d_]{2,15}")
_TAKES_ANYTHING = frozenset({"purpose", "extra"})
_SPEAKS_OF_ELSE = re.compile(
    r"\b(?:private|publicly|public|unlisted|calendar|web ?site|the site|thanks|thank you|thx|let (?:me|us) know"
    r"|(?:call|text|write) (?:me|us))\b",
    re.IGNORECASE,
)
_TELLS_PURPOSE = re.compile(
    r"(?:it|this|(?:the|this|our) call)(?: is|['’]s| will be| would be) (?:to|about|for) \w"
    r"|(?:the|our|its) (?:purpose|goal|aim|idea|point|topic) (?:of (?:the|this|our) call )?(?:is|would be|will be)\b"
    r"|we (?:want|would like|['’]d like|hope|plan|need) to\b",
    re.IGNORECASE,
)
_MAX_SAID = 10_000
_NEAR = 300
_NEXT = 8
"""Characters above a line and lines from it on that tell whether a name goes on in it."""
_MOST_BROKEN = 40
"""Lines of persons whose breaks are weighed; further down either reading may be right."""
_NUMBERED = 3
_OFTEN = 2
_SHORT = 100
_WIDEST = 100  # no mail program breaks a line behind so many characters
_PLAINLY = re.compile(r"\S@\S|\bneed help\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was said to one line of the form.

    spec: the line; said: the author's words, white space folded; first: those on the first line only; line: where it
    begins; number_given: the number stood there; label: the normalised label as written, ``""`` for none; quoted: it
    stands in quoted text; remark: it stands below a quoted line that already had a value; unknown_label: the label
    behind the number is none we know; behind: the words begin on the label's own line; places: part and number of every
    line it takes; otherwise: the words where breaks that may be a mail program's are taken for the author's, ``""`` for
    none such.
    """

    spec: Spec
    said: str
    first: str
    line: Line
    number_given: bool
    label: str
    quoted: bool = False
    remark: bool = False
    unknown_label: str = ""
    behind: bool = True
    places: frozenset[tuple[str, int]] = frozenset()
    otherwise: str = ""


@dataclass(slots=True)
class _Open:
    """An answer that is still being read."""

    prompt: Prompt
    line: Line
    column: Column
    parts: list[tuple[str, Break]] = field(default_factory=list)  # the words, and who broke the line above them
    depth: int = 0
    gap: bool = False
    blanks: int = 0  # how many blank lines stand between the label and the value
    tentative: bool = False
    remark: bool = False
    done: bool = False
    last_length: int = 0
    places: set[tuple[str, int]] = field(default_factory=set)
    slip: str = ""  # a line in it that may be another answer, its label misspelt

    def broken_above(self, one: "Seen") -> Break:
        """Who broke the line above: a mail program does where there is no room for the next word."""
        return self.column.broke(self.last_length, one)

    def add(self, one: "Seen") -> None:
        """Take one more line of the value."""
        how = self.broken_above(one)
        text = one.text if self.parts else unmark(one.text)
        self.parts.append((_BULLET.sub("", text) if self.prompt.spec.type in _JOINS_PERSONS else text, how))
        self.last_length = len(one.line.text.strip())
        self.places.add((one.line.part, one.line.number))


@dataclass(slots=True)
class _Way:
    """What was seen on the way down the page, for telling values from a letter's end.

    signed: the depth of the signature we are in; count: how many lines of the form stood above; blank: a blank line
    stands below the last one; apart: words that belong to no line stand below that; spaced, blanks: how many values
    stood in paragraphs of their own below their labels, and how far below.
    """

    signed: int | None = None
    count: int = 0
    blank: bool = False
    apart: bool = False
    spaced: int = 0
    blanks: int = 0

    def take(self, current: _Open | None, prompts: Sequence[Prompt]) -> None:
        """Take note of the prompts of a line, and of the value that they follow."""
        if current is not None and current.tentative and current.parts:
            self.spaced += 1
            self.blanks = max(self.blanks, current.blanks)
        self.count += sum(bool(prompt.label) for prompt in prompts)
        self.signed, self.blank, self.apart = None, False, False

    def holds(self, current: _Open | None) -> bool:
        """Whether the last words of a mail, as far from their label as the others, are its value too."""
        return current is not None and self.spaced >= _OFTEN and current.blanks <= self.blanks

    def is_signature(self, one: Seen, current: _Open | None) -> bool:
        """Whether a line below the form belongs to a signature: its author's name, ``Title:``, ``Phone:``."""
        if current is not None and _is_name_below(current, one, spaced=self.holds(current)):
            return True
        is_apart = self.apart or (current is not None and current.tentative and not self.holds(current))
        return is_apart and self.count >= _NUMBERED and _is_of_signature(one)


def gather(page: Page) -> Iterator[Answer]:
    """Go down the mail and gather each prompt with what was said to it.

    page: with its numbers settled; a number that is not sure begins nothing.
    """
    strict = _is_strict(page)
    columns = columns_of(page)
    current: _Open | None = None
    way = _Way()
    for one, below, later in zip(page.seen, (*page.seen[1:], None), page.later, strict=False):
        depth = one.line.depth
        if way.signed is not None and depth != way.signed:
            way.signed = None
        if one.mark == "blank":
            way.blank = True
            current = yield from _blank(current, depth, more=later > 0, followed=way.holds(current))
        elif one.mark and not _is_of_a_value(one, below, current, later):
            if one.mark != "sign-off" or later == 0:
                yield from _close(current, followed=way.holds(current))
                current = None
                way.signed = {"signature": depth, "sign-off": depth, "header": None}.get(one.mark, way.signed)
        elif later == 0 and way.is_signature(one, current):
            yield from _close(current)
            current, way.signed = None, depth
        elif prompts := _accepted(one, current, strict=strict, signed=way.signed is not None):
            way.take(current, prompts)
            yield from _close(current, followed=True)
            opened = [_begin(prompt, one.line, columns[one.line.part, depth]) for prompt in prompts]
            for single in opened[:-1]:
                yield from _close(single, followed=True)
            current = opened[-1]
            current.done = len(prompts) > 1 and len(one.text) > _WIDEST
        elif current is not None:
            slip = None if strict or depth != current.depth else slip_in(one.text, page.table)
            current = yield from _go_on(current, one, slip, later)
        way.apart = way.apart or (way.blank and current is None and not one.mark)
    yield from _close(current, followed=way.holds(current))


def _blank(current: _Open | None, depth: int, *, more: bool, followed: bool) -> Generator[Answer, None, _Open | None]:
    """A blank line: the end of a short value, a gap inside a long one."""
    if current is None:
        return None
    spec = current.prompt.spec
    goes_on = spec.type is Type.TEXT and depth == current.depth and (more or spec.key == "extra")
    if not current.parts or goes_on:
        current.blanks += not current.parts
        current.gap = True
        return current
    if depth < current.line.depth or current.depth == current.line.depth:
        current.gap = current.done = True
        current.tentative = current.tentative and not followed
        return current
    yield from _close(current, followed=followed)
    return None


def _is_of_a_value(one: Seen, below: Seen | None, current: _Open | None, later: int) -> bool:
    """Whether what reads like a leave-taking belongs to an answer: ``Solidarity now`` below ``Call title:``.

    Nobody takes leave in the middle of a form, least of all right above its next line; thanks alone are no answer's
    anywhere.
    """
    if one.mark != "sign-off" or later == 0 or current is None:
        return False
    if not current.parts:
        return True
    kind = current.prompt.spec.type
    is_above_next = below is not None and any(prompt.label for prompt in below.prompts)
    is_broken = current.broken_above(one) > Break.TYPED or (kind is Type.LINE and is_above_next)
    goes_on = kind is Type.TEXT or (is_broken and not current.gap)
    return goes_on and current.depth == one.line.depth and not is_bare_sign_off(one.text)


def _is_of_signature(one: Seen) -> bool:
    """Whether a line may stand in a signature too: ``Phone: 215-555-0100``, ``Title: Organizer``."""
    return any(prompt.label and prompt.number is None and prompt.spec.key in SIGNATURE_KEYS for prompt in one.prompts)


def _is_name_below(current: _Open, one: Seen, *, spaced: bool) -> bool:
    """Whether a text ends here, or was never written, and the author's name stands below in a paragraph of its own."""
    is_over = bool(current.parts) or (current.prompt.spec.key == "extra" and not spaced)
    is_below = is_over and current.gap and current.depth == one.line.depth
    is_name = _NAME.fullmatch(one.text) or (current.parts and _WORD_ALONE.fullmatch(one.text))
    return is_below and current.prompt.spec.type is Type.TEXT and bool(is_name)


def _is_strict(page: Page) -> bool:
    """Whether three numbered labels stand here: then look-alikes without a number are content of a text."""
    return sum(prompt.label != "" and bool(prompt.number) for one in page.seen for prompt in one.prompts) >= _NUMBERED


def _accepted(one: Seen, current: _Open | None, *, strict: bool, signed: bool) -> list[Prompt]:
    """The prompts of a line that really begin an answer here."""
    inside_text = (
        current is not None
        and current.prompt.spec.type is Type.TEXT
        and bool(current.parts or not current.gap)
        and one.line.depth == current.depth
    )
    kept: list[Prompt] = []
    for prompt in one.prompts:
        if not prompt.label:
            if prompt.is_sure:
                kept.append(prompt)
            continue
        if prompt.number is None and signed:
            continue
        if prompt.number is None and strict and inside_text:
            continue
        kept.append(prompt)
    if kept and kept[0] is not one.prompts[0]:
        return []
    return kept


def _begin(prompt: Prompt, line: Line, column: Column) -> _Open:
    opened = _Open(prompt=prompt, line=line, depth=line.depth, column=column)
    opened.last_length = len(line.text.strip())
    opened.places.add((line.part, line.number))
    if prompt.value:
        opened.parts.append((prompt.value, Break.TYPED))
    return opened


def _go_on(current: _Open, one: Seen, slip: Slip | None, later: int) -> Generator[Answer, None, _Open | None]:
    """A line of text below a prompt: part of its value, or the end of it."""
    if slip and slip.prompt:
        yield from _close(current, followed=True)
        return _begin(slip.prompt, one.line, current.column)
    if slip and current.prompt.spec.type is Type.TEXT and current.parts:
        current.slip = one.text
    return (yield from _go_on_text(current, one, later))


def _go_on_text(current: _Open, one: Seen, later: int) -> Generator[Answer, None, _Open | None]:
    """A line that begins no answer of its own."""
    depth = one.line.depth
    spec = current.prompt.spec
    if depth > current.depth:
        yield from _close(current, followed=False)
        return None
    if depth < current.depth:
        if current.parts and depth < current.line.depth and current.depth == current.line.depth:
            yield from _close(current)
            current = _Open(prompt=current.prompt, line=current.line, column=current.column, depth=depth, remark=True)
        elif current.parts:
            yield from _close(current)
            return None
        current.depth, current.gap, current.tentative = depth, False, False
        current.add(one)
        return current
    if current.done or (later == 0 and _is_for_us(current, one)):
        yield from _close(current)
        return None
    if spec.type is not Type.TEXT and current.parts and (_UNKNOWN_LABEL.match(one.text) or _is_of_call(current, one)):
        yield from _close(current)
        return None
    if current.gap and not current.parts and spec.type is not Type.TEXT:
        current.tentative = depth == current.line.depth
    current.gap = False
    current.add(one)
    return current


def _is_of_call(current: _Open, one: Seen) -> bool:
    """Whether a new sentence below persons says what the call is for, and nothing of them."""
    is_new = current.parts[-1][0].rstrip()[-1:] in {".", "!", "?", ")"}
    return current.prompt.spec.type in _JOINS_PERSONS and is_new and bool(_TELLS_PURPOSE.match(one.text))


def _is_for_us(current: _Open, one: Seen) -> bool:
    """Whether a line of its own below the last answer of a form speaks of something else: ``private call please``.

    A purpose and "anything else" take any words; the number or the topics of breakout groups do not.
    """
    is_short = current.prompt.spec.type is Type.TEXT and current.prompt.spec.key not in _TAKES_ANYTHING
    is_own_line = bool(current.parts) and current.broken_above(one) < Break.LIKELY
    return is_short and is_own_line and bool(_SPEAKS_OF_ELSE.search(one.text))


def _close(current: _Open | None, *, followed: bool = False) -> Iterator[Answer]:
    """Turn what was gathered into an answer, or into nothing."""
    if current is None or not current.parts:
        return
    prompt = current.prompt
    said, otherwise = _join(current.parts, prompt.spec)
    if current.tentative and not followed and not (current.depth and _is_plainly(said, prompt.spec)):
        return
    if current.remark and is_affirmation(said):
        return
    unknown = current.slip
    if not prompt.label and prompt.heading:
        unknown = prompt.heading
    yield Answer(
        spec=prompt.spec,
        said=said,
        first=fold(current.parts[0][0]),
        line=replace(current.line, depth=current.depth) if current.depth != current.line.depth else current.line,
        number_given=prompt.number is not None,
        label=prompt.label,
        quoted=current.depth > 0,
        remark=current.remark,
        unknown_label=unknown,
        behind=bool(prompt.value) and not current.remark,
        places=frozenset(current.places),
        otherwise=otherwise if otherwise != said else "",
    )


def is_affirmation(said: str) -> bool:
    """Whether words below a line only say that it is right."""
    return bool(_AFFIRMATION.match(said))


def _is_plainly(said: str, spec: Spec) -> bool:
    """Whether words apart from their label are its answer beyond doubt: no sentence of ours reads like that."""
    return len(said) <= _SHORT and bool(bears_out(said, spec) or _PLAINLY.search(said))


def _join(parts: Sequence[tuple[str, Break]], spec: Spec) -> tuple[str, str]:
    """One line out of the lines of a value, and what it is where breaks that may be a program's are the author's."""
    said = otherwise = parts[0][0]
    for at, (text, how) in enumerate(parts[1:], start=1):
        if len(said) > 2 * _MAX_SAID:
            break
        link, other = " ", " "
        if spec.type in _JOINS_PERSONS and at > _MOST_BROKEN:
            other = ", "
        elif spec.type in _JOINS_PERSONS and said[-1:] not in {",", ";", "&", "("}:
            link, other = _links(said[-_NEAR:], " ".join(more for more, _ in parts[at : at + _NEXT]), how)
        said, otherwise = f"{said}{link}{text}", f"{otherwise}{other}{text}"
    return fold(said.replace("\t", " "))[:_MAX_SAID], fold(otherwise.replace("\t", " "))[:_MAX_SAID]


def _links(said: str, rest: str, how: Break) -> tuple[str, str]:
    """What joins two lines of persons, and what else may: those one below the other are a list.

    Between two words of a name the place of a break shows no more than that it may be a program's.
    """
    name = broken_name(said, rest)
    if name is None:
        link = " " if how >= Break.LIKELY else ", "
        return link, link
    if name.is_two_names:
        return ", ", ", "
    if how is Break.SURE or name.is_one_name or (how and name.is_likely_one_name):
        return " ", " "
    return " " if how else ", ", ", "

"""Going down a page and gathering each prompt with what was said to it.

A value stands behind its label, below it or wrapped; inside a quote, the author's line below a quoted prompt belongs
to it (protocol, section 4, cases 20, 24 and 25).
"""

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace

from mailflow.fields import Spec, Type
from mailflow.model import Line
from mailflow.read.labels import Prompt, fold
from mailflow.read.page import Page, Seen
from mailflow.read.slips import Slip, slip_in

_UNKNOWN_LABEL = re.compile(r"[A-Z][\w /&'’()-]{1,40}:(?:\s|\Z)")
_AFFIRMATION = re.compile(
    r"(?:yes|yep|yup|ok|okay|right|correct|good|great|fine|perfect|sure|agreed|that'?s (?:right|correct|it|fine|good))"
    r"(?:[\s,.!]+(?:yes|that'?s|it'?s|is|right|correct|good|fine|thanks|please|perfect))*[\s.!]*\Z",
    re.IGNORECASE,
)
_JOINS_PERSONS = frozenset({Type.PERSON, Type.PERSONS, Type.TECH, Type.LIST})
_WRAP_COLUMN = 60
_MAX_SAID = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was said to one line of the form.

    spec: the line; said: the author's words, white space folded; first: those on the first line only; line: where it
    begins; number_given: the number stood there; label: the normalised label as written, ``""`` for none; quoted: it
    stands in quoted text; remark: it stands below a quoted line that already had a value; unknown_label: the label
    behind the number is none we know; behind: the words begin on the label's own line; places: part and number of every
    line it takes.
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


@dataclass(slots=True)
class _Open:
    """An answer that is still being read."""

    prompt: Prompt
    line: Line
    parts: list[tuple[str, bool]] = field(default_factory=list)  # the words, and whether they go on a wrapped line
    depth: int = 0
    gap: bool = False
    tentative: bool = False
    remark: bool = False
    done: bool = False
    last_length: int = 0
    places: set[tuple[str, int]] = field(default_factory=set)
    slip: str = ""  # a line in it that may be another answer, its label misspelt

    def add(self, one: "Seen") -> None:
        """Take one more line of the value."""
        first_word = one.text.partition(" ")[0]
        wrapped = self.last_length + 1 + len(first_word) >= _WRAP_COLUMN
        self.parts.append((one.text, wrapped))
        self.last_length = len(one.line.text.strip())
        self.places.add((one.line.part, one.line.number))


@dataclass(frozen=True, slots=True)
class Numbers:
    """When a number alone, without its label, stands for a line of the form."""

    strict: bool  # three numbered labels stand here: look-alikes inside a text are content
    asked: frozenset[str]
    replying: bool
    is_list: bool  # the bare numbers count from 1, as a list in prose does
    whole_form: bool  # the labels of the whole form are gone
    one_run: bool  # all numbers of the mail count on without a gap, and some of them have their labels

    @classmethod
    def of(cls, page: Page, asked: Sequence[str], sent_text: str, *, replying: bool) -> "Numbers":
        """Look over the whole mail once."""
        labelled = sum(p.label != "" and p.number is not None and p.number > 0 for s in page.seen for p in s.prompts)
        bare = [p.number for s in page.seen for p in s.prompts if not p.label and p.number and s.line.depth == 0]
        every = [abs(p.number) for s in page.seen for p in s.prompts if p.number and s.line.depth == 0]
        is_run = len(every) >= 6 and every == list(range(every[0], every[0] + len(every)))
        return cls(
            strict=labelled >= 3,
            asked=frozenset(asked),
            replying=replying or bool(asked) or bool(sent_text),
            is_list=1 in bare and "title" not in asked,
            whole_form=bare[:8] == list(range(1, 9)) and labelled == 0,
            one_run=is_run and labelled > 0,
        )

    def allow(self, prompt: Prompt, current: _Open | None) -> bool:
        """Whether this number alone begins an answer here."""
        n = abs(prompt.number or 0)
        if prompt.spec.key in self.asked:
            return True
        if prompt.number is None or prompt.number < 0:
            return False
        if current is not None and current.prompt.number is not None:
            in_order = n == abs(current.prompt.number) + 1
            if in_order and (self.one_run or current.prompt.spec.type is not Type.TEXT):
                return True
        if self.whole_form:
            return current is None or current.prompt.number is None or n == abs(current.prompt.number) + 1
        if current is not None and current.prompt.spec.type is Type.TEXT:
            return False
        return self.replying and not self.is_list


def gather(page: Page, numbers: Numbers) -> Iterator[Answer]:
    """Go down the mail and gather each prompt with what was said to it."""
    current: _Open | None = None
    signed: int | None = None  # the depth of the signature we are in
    spaced = 0  # how many values stood below their labels behind a blank line
    for one, later in zip(page.seen, page.later, strict=True):
        depth = one.line.depth
        if signed is not None and depth != signed:
            signed = None
        if one.mark in {"signature", "sign-off", "heading", "header"}:
            if one.mark != "sign-off" or later == 0:
                yield from _close(current, followed=spaced >= 2)
                current = None
                if one.mark in {"signature", "sign-off"}:
                    signed = depth
            continue
        if one.mark == "blank":
            current = yield from _blank(current, depth, more=later > 0)
            continue
        prompts = _accepted(one, current, numbers, signed=signed is not None)
        if prompts:
            signed = None
            spaced += current is not None and current.tentative
            yield from _close(current, followed=True)
            opened = [_begin(prompt, one.line) for prompt in prompts]
            for single in opened[:-1]:
                yield from _close(single, followed=True)
            current = opened[-1]
            continue
        if current is not None:
            slip = None if numbers.strict or depth != current.depth else slip_in(one.text, page.table)
            current = yield from _go_on(current, one, slip)
    yield from _close(current, followed=spaced >= 2)


def _blank(current: _Open | None, depth: int, *, more: bool) -> Generator[Answer, None, _Open | None]:
    """A blank line: the end of a short value, a gap inside a long one."""
    if current is None:
        return None
    spec = current.prompt.spec
    goes_on = spec.type is Type.TEXT and depth == current.depth and (more or spec.key == "extra")
    if not current.parts or goes_on:
        current.gap = True
        return current
    if depth < current.line.depth or current.depth == current.line.depth:
        current.gap = current.done = True
        return current
    yield from _close(current)
    return None


def _accepted(one: Seen, current: _Open | None, numbers: Numbers, *, signed: bool) -> list[Prompt]:
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
            if kept or numbers.allow(prompt, current):
                kept.append(prompt)
            continue
        if prompt.number is None and signed:
            continue
        if prompt.number is None and numbers.strict and inside_text:
            continue
        kept.append(prompt)
    if kept and kept[0] is not one.prompts[0]:
        return []
    return kept


def _begin(prompt: Prompt, line: Line) -> _Open:
    opened = _Open(prompt=prompt, line=line, depth=line.depth)
    opened.last_length = len(line.text.strip())
    opened.places.add((line.part, line.number))
    if prompt.value:
        opened.parts.append((prompt.value, False))
    return opened


def _go_on(current: _Open, one: Seen, slip: Slip | None) -> Generator[Answer, None, _Open | None]:
    """A line of text below a prompt: part of its value, or the end of it."""
    if slip and slip.prompt:
        yield from _close(current, followed=True)
        return _begin(slip.prompt, one.line)
    if slip and current.prompt.spec.type is Type.TEXT and current.parts:
        current.slip = one.text
    return (yield from _go_on_text(current, one))


def _go_on_text(current: _Open, one: Seen) -> Generator[Answer, None, _Open | None]:
    """A line that begins no answer of its own."""
    depth = one.line.depth
    spec = current.prompt.spec
    if depth > current.depth:
        yield from _close(current, followed=False)
        return None
    if depth < current.depth:
        if current.parts and depth < current.line.depth and current.depth == current.line.depth:
            yield from _close(current)
            current = _Open(prompt=current.prompt, line=current.line, depth=depth, remark=True)
        elif current.parts:
            yield from _close(current)
            return None
        current.depth, current.gap, current.tentative = depth, False, False
        current.add(one)
        return current
    if current.done:
        yield from _close(current)
        return None
    if spec.type is not Type.TEXT and current.parts and _UNKNOWN_LABEL.match(one.text):
        yield from _close(current)
        return None
    if current.gap and not current.parts and spec.type is not Type.TEXT:
        current.tentative = depth == current.line.depth
    current.gap = False
    current.add(one)
    return current


def _close(current: _Open | None, *, followed: bool = False) -> Iterator[Answer]:
    """Turn what was gathered into an answer, or into nothing."""
    if current is None or not current.parts or (current.tentative and not followed):
        return
    prompt = current.prompt
    said = _join(current.parts, prompt.spec)[:_MAX_SAID]
    if current.remark and _AFFIRMATION.match(said):
        return
    unknown = current.slip
    if not prompt.label:
        found = re.match(r"([^\W\d_][^:@\d]{2,40}):\s+(.+)", said)
        unknown = found[1] if found else unknown
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
    )


def _join(parts: Sequence[tuple[str, bool]], spec: Spec) -> str:
    """One line out of the lines of a value: persons and addresses one below the other are a list."""
    said = parts[0][0]
    for text, wrapped in parts[1:]:
        is_list = spec.type in _JOINS_PERSONS and not wrapped and said[-1:] not in {",", ";", "&", "("}
        said = f"{said}, {text}" if is_list else f"{said} {text}"
    return fold(said.replace("\t", " "))

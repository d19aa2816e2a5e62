"""Where notes begin: the header lines on top, and the author's own text below them (protocol, section 2.2).

Only lines above ``Notes`` are header lines; without that line they are the labelled lines the mail begins with. What
is no header line stays in the text: no word of notes is lost.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mailflow.fields import NOTES_FORM
from mailflow.model import Line
from mailflow.read.forms.form import Answer
from mailflow.read.forms.gather import gather
from mailflow.read.forms.labels import table_of
from mailflow.read.forms.page import Page, Seen, look
from mailflow.read.papers.notes_values import URL

_MAX_HEAD = 200
_MAX_COVERING = 3
_MAX_WRAPPED = 3
_WRAPS_FROM = 55
_MANY = 4
_FEW_WORDS = 10
_LONG = 10  # words that no title has
_GREETING = re.compile(
    r"\W*(?:hi|hello|hey|dear|good (?:morning|evening|afternoon))\b(?: [\w&'’-]+){0,4}\W*", re.IGNORECASE
)
_ONLY_OF_A_HEAD = frozenset({"call", "taker", "breakout", "replaces"})
_OUR_FORM = re.compile(r"\bNOTES FORM\b|\bIO-NOTES-\d", re.IGNORECASE)
_GROUP = re.compile(r"[\s*_]*group[\s*_]*:", re.IGNORECASE)
_OTHER_LABEL = re.compile(r"[*_]*[^\W\d_][\w /&'’().-]{0,40}?[*_]*:(?:[*_]*\s|[*_]*\Z)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """Notes in two. answers: what the header lines say; labels: the keys whose labels stand there, answered or not.

    body: the author's own lines, without the header lines; ends: a line ``Notes`` stands between the two; ours: our
    form's title, or three of its lines by number and label; quoted: the header lines are quoted.
    """

    answers: tuple[Answer, ...] = ()
    labels: frozenset[str] = frozenset()
    body: tuple[Line, ...] = ()
    ends: bool = False
    ours: bool = False
    quoted: bool = False

    @property
    def is_filled(self) -> bool:
        """Whether its author filled it: what we send out names the call and its day."""
        return not self.quoted or not {one.spec.key for one in self.answers} <= {"call", "date"}


def part(lines: Sequence[Line]) -> Parted:
    """Part the header lines from the notes below. Without header lines the whole text is the notes."""
    own = [line for line in lines if line.depth == 0]
    seen = look(own[:_MAX_HEAD], NOTES_FORM).seen
    for strict in (False, True):
        head = _Head(strict=strict)
        if head.walk(seen):
            return head.parted(seen, own)
    return _in_quote(lines) or Parted(body=tuple(own), ours=_is_titled(own))


def _is_titled(lines: Sequence[Line]) -> bool:
    return any(_has_title(line.text) for line in lines[:_MAX_HEAD])


def _has_title(text: str) -> bool:
    """Whether a line has our form's title. Looking for the word costs less, and most lines have not even that."""
    return "notes" in text.casefold() and bool(_OUR_FORM.search(text))


@dataclass(slots=True)
class _Head:
    """Goes down the first lines of a mail as long as they can be header lines.

    strict: there is no line ``Notes`` that ends them.
    """

    strict: bool
    last: int = -1  # the header line read last
    end: int = -1  # the line "Notes"
    gap: bool = False
    wrapped: int = 0
    covering: int = 0
    sentences: int = 0
    by_number: bool = False  # a line stands under our form's own number
    titles: int = 0
    is_loose: bool = False  # a line below a title or among sentences that minutes have themselves: it stays in them

    def walk(self, seen: Sequence[Seen]) -> bool:
        """Whether there are header lines, and where they end."""
        keys: set[str] = set()
        for at, one in enumerate(seen):
            labelled = [prompt for prompt in one.prompts if prompt.label]
            if one.mark in {"blank", "heading"} or _has_title(one.text):
                self.gap = True
            elif any(prompt.spec.key == "body" for prompt in labelled):
                if self.last < 0 and (labelled[0].value or (self.covering and not labelled[0].is_form_line)):
                    return False  # a title, and no line of a head
                self.end = at
                return not self.strict
            elif labelled and _is_header(one):
                key = labelled[0].spec.key
                if (self.last < 0 and self.covering > _MAX_COVERING and not labelled[0].is_form_line) or key in keys:
                    break
                keys.add(key)
                self.by_number |= labelled[0].is_form_line
                self.last, self.gap, self.wrapped = at, False, 0
            elif not self._goes_on(seen, at):
                break
        is_head = keys & _ONLY_OF_A_HEAD or (keys >= {"date", "attendees"} and not self.titles) or self.by_number
        self.is_loose = self.strict and self.sentences + self.titles > 0 and not is_head
        return self.strict and self.last >= 0 and any(one.text for one in seen[self.last + 1 :])

    def _goes_on(self, seen: Sequence[Seen], at: int) -> bool:
        """Whether a line that is no header line may stand among them."""
        one = seen[at]
        if _OTHER_LABEL.match(one.text) and not one.text[:1].isdigit():
            return True
        if self.last < 0:
            self.covering += 1
            if not _GREETING.fullmatch(one.text):
                self.sentences += _is_sentence(one.text)
                self.titles += not _is_sentence(one.text)
            return self.covering <= 2 * _MAX_COVERING
        value = seen[self.last].prompts[-1].value
        self.wrapped += 1
        if self.wrapped > _MAX_WRAPPED:
            return False
        if not self.strict:
            return not self.gap or not value
        above = seen[at - 1].line.text.rstrip()
        return not self.gap and (len(above) >= _WRAPS_FROM or above.endswith((",", ";", "&")))

    def parted(self, seen: Sequence[Seen], own: Sequence[Line]) -> Parted:
        """The head's answers, and all else."""
        end = self.last + 1 if self.strict else self.end
        head = [_closing(one) if not _is_header(one) and _OTHER_LABEL.match(one.text) else one for one in seen[:end]]
        if not self.strict:
            first = next((at for at, one in enumerate(head) if _is_header(one)), end)
            head = [_closing(one) if at < first else one for at, one in enumerate(head)]
        answers = _gathered(head)
        taken = {(one.line.part, one.line.number) for one in head if _has_title(one.text)}
        if self.is_loose:
            answers = tuple(one for one in answers if not self.sentences or one.spec.key == "attendees")
        else:
            taken |= {place for one in answers for place in one.places}
            taken |= {(one.line.part, one.line.number) for one in head if _is_header(one)}
        labels = frozenset(prompt.spec.key for one in head if _is_header(one) for prompt in one.prompts if prompt.label)
        lines = [line for line in own if (line.part, line.number) not in taken]
        if not self.strict:
            lines = _below(seen[end], head, own)
        return Parted(
            answers=answers,
            labels=labels | ({"body"} if not self.strict else set()),
            body=tuple(lines),
            ends=not self.strict,
            ours=_is_titled(own) or sum(p.is_form_line for one in seen[: end + 1] for p in one.prompts) >= _MANY - 1,
        )


def _below(line: Seen, head: Sequence[Seen], own: Sequence[Line]) -> list[Line]:
    """The text below ``Notes``, with the header lines above it that are none of ours (``Facilitator: Ann``)."""
    at = next(at for at, one in enumerate(own) if one is line.line)
    value = line.prompts[0].value
    first = [replace(line.line, text=value)] if value else []
    skipped = 1 if value or own[at + 1 : at + 2] == [] or not _is_broken(line, own[at + 1]) else 2
    others = [one.line for one in head if one.mark == "heading" and _OTHER_LABEL.match(one.text)]
    space = [Line("", 0, 0, line.line.part)] if others else []
    return [*others, *space, *first, *own[at + skipped :]]


def _is_broken(line: Seen, below: Line) -> bool:
    """Whether the label goes on in the next line: its parenthesis is closed there."""
    return line.text.count("(") > line.text.count(")") and ")" in below.text


def _is_sentence(text: str) -> bool:
    return len(text.split(maxsplit=_LONG)) >= _LONG or text.rstrip()[-1:] in {".", "!", "?", ")"}


def _closing(one: Seen) -> Seen:
    """The line as one that belongs to no header line."""
    return replace(one, prompts=(), mark="heading") if one.mark != "blank" else one


def _is_header(one: Seen) -> bool:
    """Whether a line is a header line of notes.

    An agenda that names no address belongs to the notes themselves; a bare ``Group:`` is as well the group that met.
    """
    prompts = [prompt for prompt in one.prompts if prompt.label]
    if not prompts or prompts[0].spec.key == "body":
        return False
    if prompts[0].spec.key == "breakout" and _GROUP.match(one.text) and not prompts[0].is_form_line:
        return False
    is_agenda = prompts[0].spec.key == "links" and not prompts[0].is_form_line
    return not is_agenda or bool(URL.search(one.text))


def _gathered(head: Sequence[Seen]) -> tuple[Answer, ...]:
    """The answers of header lines; one value may stand below the label."""
    later = tuple(sum(_is_header(one) for one in head[at + 1 :]) for at in range(len(head)))
    page = Page(table_of(NOTES_FORM), tuple(head), later)
    return tuple(one for one in gather(page) if one.label)


def _in_quote(lines: Sequence[Line]) -> Parted | None:
    """Our notes form filled in where it is quoted, with the notes around it (protocol, section 4, case 20)."""
    first = next((at for at, line in enumerate(lines) if line.depth), None)
    if first is None:
        return None
    seen = look(lines[first : first + _MAX_HEAD], NOTES_FORM).seen
    end = next((at for at, one in enumerate(seen) if _is_quoted_end(one)), -1)
    labels = {p.spec.key for one in seen[:end] if one.line.depth for p in one.prompts if p.label}
    if end < 0 or len(labels) < _MANY:
        return None
    begin = next(at for at, one in enumerate(seen) if one.line.depth and any(prompt.label for prompt in one.prompts))
    answers = _gathered(seen[begin:end])
    taken = {place for one in answers for place in one.places}
    bound = seen[end].line.number
    own = [line for line in lines if line.depth == 0 and (line.part, line.number) not in taken]
    below = [line for line in own if line.number > bound and line.text.strip()]
    above = " ".join(line.text for line in own if line.number < bound)
    if below and len(above.split()) <= _FEW_WORDS:
        own = [line for line in own if line.number > bound]
    if not any(line.text.strip() for line in own):
        own = [replace(line, depth=0) for line in lines if line.number > bound and line.depth]
    return Parted(answers=answers, labels=frozenset(labels) | {"body"}, body=tuple(own), ours=True, quoted=True)


def _is_quoted_end(one: Seen) -> bool:
    return one.line.depth > 0 and any(prompt.label and prompt.spec.key == "body" for prompt in one.prompts)

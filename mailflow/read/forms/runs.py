"""Several answers run on in one paragraph: ``1 Title May Day 2 Group Occupy Boise``, ``8. Ann 9. Ben 10. need help``.

A paragraph is cut at numbers that count up. It is cut only where there is one best way to do it: in ``April 5 6 7pm``
the day and the hour tell the numbers of the lines from those inside the answers.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from mailflow.fields import Spec, Type
from mailflow.read.forms.labels import Prompt, Table, begins_with_label, number_alone, prompt_of, seldom_numbers
from mailflow.read.forms.page import Page, Seen
from mailflow.read.forms.plausible import bears_out

_TOKEN = re.compile(
    r"(?<![^\s(])[#(]?(\d{1,2})(?P<end>[.):](?:\s+|(?=[^\W\d]))|\s+(?:[-\u2013=]\s+|is\s+)?)(?=[\w~?(\"“@#])"
)
_NOT_A_LINE = re.compile(
    r"(?:[ap]\.?m\b|o'?clock|minutes?\b|hours?\b|people\b|callers?\b|days?\b|weeks?\b|percent\b)", re.IGNORECASE
)
_GREETING = re.compile(
    r"(?:hi|hello|hey|hiya|ok|okay|yes|sorry|thanks|thank you|sure)\b[^\d.!,:]{0,25}[.!,:]+\s+", re.IGNORECASE
)
_AND = re.compile(r"[\s,;]+(?:and|&)\Z", re.IGNORECASE)
_BEGINS = re.compile(rf"(?:{_GREETING.pattern})?[#(]?\d", re.IGNORECASE)
_WHOLE = 5  # as many pieces are a form of their own, where they bear it out
_BORNE_OUT = 2
_LABELLED = 3
_WRAP_COLUMN, _WIDEST = 60, 100  # a mail program breaks lines between them
_MAX_LENGTH = 3_000
_MAX_TOKENS = 60
_MOST_RUNS = 40  # so many paragraphs with numbers in them are no form, and each is work
_WHEN = frozenset({Type.DATE, Type.TIME, Type.ZONE})


@dataclass(frozen=True, slots=True)
class _Token:
    """A number in a paragraph that may begin an answer. begin, end: where it stands; is_plain: a mark sets it apart."""

    begin: int
    end: int
    spec: Spec
    is_plain: bool


def cut_runs(page: Page, asked: Collection[str] = ()) -> Page:
    """The page where paragraphs of several numbered answers are cut into them.

    All answers of a paragraph stand on its first line; its other lines are taken up. asked: the keys that the mail
    answered asks for.
    """
    seen = list(page.seen)
    tried = 0
    for places in _paragraphs(seen):
        first = seen[places[0]]
        is_labelled = any(prompt.label for prompt in first.prompts)
        text = " ".join(seen[at].text for at in places)
        if len(_TOKEN.findall(text[:_MAX_LENGTH])) < 2:
            continue
        tried += 1
        if tried > _MOST_RUNS:
            break
        prompts = _cut(text, page.table, frozenset() if first.line.depth else frozenset(asked), is_labelled=is_labelled)
        if not prompts or _stands_already(seen, places, len(prompts)):
            continue
        seen[places[0]] = replace(seen[places[0]], prompts=prompts)
        for at in places[1:]:
            seen[at] = replace(seen[at], prompts=(), mark="heading")
    return replace(page, seen=tuple(seen))


def _paragraphs(seen: Sequence[Seen]) -> Iterator[list[int]]:
    """A line that begins with a number, and those below it that a mail program broke off."""
    open_: list[int] = []
    for at, one in enumerate(seen):
        is_labelled = any(prompt.label for prompt in one.prompts)
        if open_ and not is_labelled and not _counts_past(seen[open_[0]], one) and _is_wrapped(seen[open_[-1]], one):
            open_.append(at)
            continue
        if open_:
            yield open_
        begins = not one.mark and _BEGINS.match(one.text)
        open_ = [at] if begins and not (len(one.prompts) > 1 and any(prompt.label for prompt in one.prompts)) else []
    if open_:
        yield open_


def _counts_past(first: Seen, one: Seen) -> bool:
    """Whether a line is the next of the form below a long text: ``4. To hear from ...``, ``5. Sat April 21``."""
    if not first.prompts or not one.prompts or one.prompts[0].is_weak:
        return False
    text, following = first.prompts[0], one.prompts[0]
    is_next = text.number is not None and following.number == text.number + 1
    return text.spec.type is Type.TEXT and is_next and bears_out(following.value, following.spec) is not False


def _is_wrapped(above: Seen, one: Seen) -> bool:
    """Whether a line goes on where a mail program broke the one above it."""
    if one.mark or one.line.depth != above.line.depth or len(above.text) > _WIDEST:
        return False
    return len(above.text) + 1 + len(one.text.partition(" ")[0]) >= _WRAP_COLUMN


def _stands_already(seen: Sequence[Seen], places: Sequence[int], count: int) -> bool:
    """Whether the numbers all begin lines: then there is nothing to cut."""
    return sum(bool(re.match(r"[#(]?\d", seen[at].text)) for at in places) >= count


def _cut(text: str, table: Table, asked: frozenset[str], *, is_labelled: bool) -> tuple[Prompt, ...]:
    """The answers of a paragraph, nothing where it is one. Where it begins with a label, only marked numbers count."""
    text = _GREETING.sub("", text[: 2 * _MAX_LENGTH])
    if len(text) > _MAX_LENGTH:
        return ()
    tokens = [one for one in _tokens(text, table) if one.is_plain or not is_labelled]
    if not 2 <= len(tokens) <= _MAX_TOKENS or tokens[0].begin > 0:
        return ()
    for allowed in (asked, frozenset(table.form.by_key())):
        way = _best_way(text, [one for one in tokens if one.spec.key in allowed or (asked and one.is_plain)])
        if len(way) < 2 or way[0].begin > 0:
            continue
        pieces = _pieces(text, way, table)
        is_ours = _is_form(pieces, way) if allowed is not asked else _answers_what_was_asked(pieces, way)
        if is_ours and not is_labelled:
            return tuple(replace(one, is_sure=True) for one in pieces)
        if _counts_on(pieces, way):
            return pieces  # whether these numbers are ours is told by the first
    return ()


def _tokens(text: str, table: Table) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text):
        spec = table.by_number.get(int(found[1]))
        is_plain = found["end"].strip() not in {"", "is"}
        if (
            spec
            and not _NOT_A_LINE.match(text[found.end() :])
            and (is_plain or not seldom_numbers(text[found.end() :]))
        ):
            yield _Token(found.start(), found.end(), spec, is_plain)


def _best_way(text: str, tokens: Sequence[_Token]) -> list[_Token]:
    """The way to count up through the tokens that fits best, nothing where two ways fit as well.

    From the back: for each token, the best weight of a way that begins there, the way, and whether it is the only one.
    """
    best: list[tuple[int, list[_Token], bool]] = []
    for at in range(len(tokens) - 1, -1, -1):
        here = tokens[at]
        ways = [(_weight(text[here.end :], here), [here], True)]
        for later, (weight, way, is_only) in zip(range(len(tokens) - 1, at, -1), best, strict=True):
            if weight > 0 and tokens[later].spec.n > here.spec.n:
                piece = _weight(text[here.end : tokens[later].begin], here)
                ways.append((weight + piece if piece else 0, [here, *way], is_only))
        top = max(weight for weight, _, _ in ways)
        tops = [one for one in ways if one[0] == top]
        best.append((top, tops[0][1], len(tops) == 1 and tops[0][2]))
    if not best:
        return []
    weight, way, is_only = best[-1]
    return way if is_only and weight > 0 else []


def _weight(piece: str, token: _Token) -> int:
    """How well a piece of text answers its line, 0 for not at all."""
    said = piece.strip(" ,;")
    fits = bears_out(said, token.spec) if any(letter.isalnum() or letter == "?" for letter in said) else False
    return 0 if fits is False else 2 + 2 * (fits is True) + token.is_plain


def _pieces(text: str, way: Sequence[_Token], table: Table) -> tuple[Prompt, ...]:
    ends = [one.begin for one in way[1:]] + [len(text)]
    said = [_AND.sub("", text[one.end : end].strip(" ,;")) for one, end in zip(way, ends, strict=True)]
    labels = [begins_with_label(words, one.spec, table) for words, one in zip(said, way, strict=True)]
    if sum(length > 0 for length in labels) < _LABELLED:
        labels = [0] * len(labels)
    found = []
    for one, words, length in zip(way, said, labels, strict=True):
        labelled = prompt_of(f"{one.spec.n}. {words}", table)
        if labelled and labelled.label and labelled.spec is one.spec:
            found.append(labelled)
        else:
            found.append(number_alone(one.spec, words[length:].lstrip(" -:=")))
    return tuple(found)


def _answers_what_was_asked(pieces: Sequence[Prompt], way: Sequence[_Token]) -> bool:
    """Whether every piece answers a line that was asked; a number without any mark must be borne out or followed."""
    return all(one.is_plain or _is_told(piece) for piece, one in zip(pieces, way, strict=True))


def _is_told(piece: Prompt) -> bool:
    """Whether a piece reads as an answer and not as the middle of a sentence."""
    fits = bears_out(piece.value, piece.spec)
    return bool(fits) if fits is not None else bool(re.match(r"[A-Z]|\S+@|me\b|(?i:need help)", piece.value))


def _is_form(pieces: Sequence[Prompt], way: Sequence[_Token]) -> bool:
    """Whether the pieces are a form of their own: enough of them, and a day, an hour or a zone where they belong."""
    if len(pieces) < _WHOLE or not way or way[0].spec.n > 2:
        return False
    fits = [bears_out(one.value, one.spec) for one in pieces if one.spec.type in _WHEN]
    return fits.count(True) >= _BORNE_OUT and False not in fits


def _counts_on(pieces: Sequence[Prompt], way: Sequence[_Token]) -> bool:
    """Whether marked numbers count on by one, as in ``8. Tammy 9. Nate``; a text may hold such a list itself."""
    steps = pairwise(way)
    return (
        all(one.is_plain for one in way)
        and all(later.spec.n == one.spec.n + 1 for one, later in steps)
        and pieces[0].spec.type is not Type.TEXT
        and way[0].spec.n > 1
    )

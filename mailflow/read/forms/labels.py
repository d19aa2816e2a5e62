"""Labels: telling which line of the form a line of text begins.

A label is matched whole, never by its beginning: ``Tech`` and ``Tech supporter trained``, ``Time`` and ``Time zone``
are different lines (protocol, section 2.1). One slip of the finger is forgiven in labels of six letters and more, and
in each longer word of a label of several. A label may stand in another language, with ours in brackets or not.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from mailflow.fields import Form, Spec, Type
from mailflow.read.answers.nothing import hint_ahead, without_example
from mailflow.read.forms import foreign
from mailflow.read.forms.kin import is_akin, sense

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_RUN = re.compile(r"[^\S\t]{3,}")
_BULLET = re.compile(r"^(?:[-*+•·▪◦‣►○●■□☐]\s+|[•·▪◦‣►●■□☐]\s*)+")
_PARENS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_IN_PARENS = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]]")
_NOT_WORD = re.compile(r"[\W_]+")
_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u2011](?=\w)")
_NUMBER = re.compile(
    r"(?P<word>#|(?:no|nr|q)\.?\s?|(?:line|item|number|question)\s+)?"
    r"(?:[(\[\uff08]\s?(?=\d{1,2}\s?[)\]\uff09]))?(?P<n>\d{1,2})"
    r"(?P<end>[*_]*\s*[.)\]:\uff0e\uff09\u3001](?!\d)[*_]*|\s*(?:[-\u2013\u2014]>?|=>?|\u2192)(?=\s)|\t|\s+|$)\s*",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[(\[]?[A-Za-z][.)\]]\s+(?=[^\W\d_]{2}[^:?]*[:?])")
_NOT_A_NUMBER = re.compile(r"[ap]\.?\s?m\b|o'?clock|minutes?\b|hours?\b|%|(?:and|or|of)\b|&", re.IGNORECASE)
_SELDOM_A_NUMBER = re.compile(
    r"(?:(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)[a-z]*|may)\b(?!\s+\d{1,2}\b)|people\b|callers?\b|to\b",
    re.IGNORECASE,
)
_HEADING = re.compile(r"[*_]{0,2}([^\W\d_][^:?@\d]{2,45})[:?][*_]{0,2}(?:\s+|\Z)")
_DASHED = re.compile(r"[*_]{0,2}([^\W\d_][^:?@\d\u2013\u2014=]{1,45}?)[*_]{0,2}\s+[-\u2013\u2014=]+>?\s+(?=\S)")
_EDITOR = re.compile(r"(?:>{1,3}|\*{1,3}(?=\s)|\*{2,3}(?=[^\W_][^*]*\Z)|-{1,3}>|={1,3}>|\u00bb|\u2192|#{2,3})\s*(?=\w)")
_SEPARATOR = re.compile(r":(?!//)|\t|\?|\s+[-\u2013\u2014=]+\s*|=|\s*(?:\.{3,}|\u2026)[.\u2026]*(?:\s*[:=])?\s*")
_LEADING = re.compile(r"^(?:our|your|the)\s+")
_EMPHASIS = "*_~` \t"
_LABEL_LENGTH = 90
_MOST_BARS = 200
"""A line of more is no row of a table."""
_KEPT = 500
"""Characters of a line whose prompt is remembered."""
_TYPO_LENGTH = 6
_SLIP_WORD = 5
_SLIP_TRIES = 3  # a label stands before one of the first colons
_DASHES = frozenset("-\u2013\u2014=")
_ANSWERS_TOO = frozenset({"weekly", "private", "public", "public call", "open call", "urgent"})
"""Labels that behind the number of their line, with no colon, are the answer: ``22. private``."""
_MANY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """The beginning of an answer: which line of the form, and what stands behind the label on the same line.

    number: the number as written, ``None`` for none; label: the normalised label, ``""`` where only a number stands;
    hinted: the hint of the blank form stands in the label; value: the text behind; heading: behind a number alone, the
    words before a colon that are no label we know; is_akin: whether they can be meant as the label of that line, or
    nothing parts a label that we know from what follows;
    is_weak: nothing but a blank sets the number apart; is_dashed: a dash sets the value
    apart; is_sure: that the number stands for its line is settled.
    """

    spec: Spec
    number: int | None
    label: str
    hinted: bool
    value: str
    heading: str = ""
    is_akin: bool = False
    is_weak: bool = False
    is_dashed: bool = False
    is_sure: bool = False

    def believed(self) -> "Prompt":
        """The prompt where the words before the colon are its label: ``5. Fate: May 1``."""
        tail = unmark(self.value[_behind_heading(self.value) :].strip())
        return replace(self, label=normalise(self.heading), heading="", value=tail) if self.heading else self

    @property
    def is_form_line(self) -> bool:
        """Whether number and label agree with our form."""
        return bool(self.label) and self.number == self.spec.n


@dataclass(frozen=True, slots=True, eq=False)  # a form has one, so what a line is to it can be remembered
class Table:
    """The labels of one form, ready to look up."""

    form: Form
    exact: Mapping[str, Spec]
    printed: Mapping[str, Spec]
    by_number: Mapping[int, Spec]
    by_less: Mapping[str, tuple[str, ...]]
    by_words: Mapping[tuple[int, str], tuple[tuple[str, ...], ...]]
    by_sense: Mapping[frozenset[str], Spec]
    sensible: frozenset[str]
    longest: int
    inside: re.Pattern[str]
    asks: tuple[str, ...]
    hints: frozenset[str]

    def find(self, label: str) -> Spec | None:
        """The line of the form with exactly this label, written in any case, with any marks and hints."""
        for plain in (normalise(label), normalise(label.replace("-", " "))):
            spec = self.exact.get(plain) or self.exact.get(_LEADING.sub("", plain))
            if spec:
                return spec
        if "/" in label:
            return _only_one([self.find(one) for one in label.split("/")])
        in_brackets = _IN_PARENS.search(label)
        inside = normalise(in_brackets[1]) if in_brackets else ""
        return None if inside in self.hints else self.exact.get(inside)

    def find_slip(self, label: str) -> Spec | None:
        """The only line of the form whose label is this one but for a slip of the finger, or one in each long word.

        Of labels that stand beside each other (``Group / ocupation``) each is known or a slip of the same line's.
        """
        if "/" in label:
            return _only_one([self.find(one) or self.find_slip(one) for one in label.split("/")])
        plain = normalise(label)
        if (said := sense(plain)) and (same := self.by_sense.get(said) or self._shortened(said)):
            return same
        near = {
            self.exact[known].key: self.exact[known]
            for less in (_one_less(plain) if len(plain) <= self.longest + 1 else ())
            for known in self.by_less.get(less, ())
            if _is_one_slip(known, plain)
        }
        words = plain.split()
        for known_words in () if near or not words else self._beginning_like(words):
            if all(
                a == b or (min(len(a), len(b)) >= _SLIP_WORD and _is_one_slip(a, b))
                for a, b in zip(known_words, words, strict=True)
            ):
                spec = self.exact[" ".join(known_words)]
                near[spec.key] = spec
        return near.popitem()[1] if len(near) == 1 else None

    def _beginning_like(self, words: Sequence[str]) -> set[tuple[str, ...]]:
        """The labels of as many words that begin with this one, or a slip of it."""
        found = [self.by_words.get((len(words), less), ()) for less in _one_less(words[0])]
        return {one for some in found for one in some}

    def _shortened(self, said: frozenset[str]) -> Spec | None:
        """The only line one of whose labels holds all the words, three at least: ``Tech trained on Maestro``."""
        if len(said) < _MANY or not said <= self.sensible:
            return None
        found = {spec.key: spec for known, spec in self.by_sense.items() if said < known}
        return found.popitem()[1] if len(found) == 1 else None


def _only_one(found: Sequence[Spec | None]) -> Spec | None:
    return found[0] if all(one is found[0] for one in found) else None


@cache
def table_of(form: Form) -> Table:
    """The label table of a form."""
    exact: dict[str, Spec] = {}
    for spec in form.specs:
        for label in (spec.label, *spec.synonyms):
            exact.setdefault(normalise(label), spec)
    printed = {normalise(spec.label): spec for spec in form.specs}
    words = sorted(exact, key=len, reverse=True)
    for spec in form.specs:
        for label in foreign.LABELS.get(spec.key, ()):
            exact.setdefault(label, spec)
    inside = re.compile(
        r"(?:(?<=[;,|/•])\s*|(?<=[^\d][.)\]>])\s+|\s{2,}|\s(?=\d{1,2}[.)]))(?=(?:\d{1,2}[.)]\s*)?(?:"
        + "|".join(word.replace(" ", r"\W{1,3}") for word in words)
        + r")\s*(?:\([^()]*\)\s*)?:)",
        re.IGNORECASE,
    )
    asks = tuple(spec.ask.casefold() for spec in form.specs if spec.ask)
    by_less: dict[str, tuple[str, ...]] = {}
    by_words: dict[tuple[int, str], tuple[tuple[str, ...], ...]] = {}
    for word in words:
        for less in _one_less(word) if len(word) >= _TYPO_LENGTH else ():
            by_less[less] = (*by_less.get(less, ()), word)
        several = tuple(word.split())
        for less in _one_less(several[0]) if len(several) > 1 else ():
            by_words[len(several), less] = (*by_words.get((len(several), less), ()), several)
    by_sense: dict[frozenset[str], Spec] = {}
    for word in reversed(words):
        by_sense.setdefault(sense(word), exact[word])
    hints = frozenset(normalise(spec.hint) for spec in form.specs if spec.hint)
    by_number = {spec.n: spec for spec in form.specs}
    sensible, longest = frozenset().union(*by_sense), len(words[0])
    return Table(form, exact, printed, by_number, by_less, by_words, by_sense, sensible, longest, inside, asks, hints)


def clean(text: str) -> str:
    """A line as its reader sees it: no invisible characters, one sort of blank and colon, table cells by tabs."""
    if not text.isascii():
        text = _INVISIBLE.sub("", text).replace("\u00a0", " ").replace("\u202f", " ").replace("：", ":")
    text = _RUN.sub("  ", text.strip())
    if text.startswith("|") and text.endswith("|") and 3 <= text.count("|") <= _MOST_BARS:
        text = "\t".join(cell.strip() for cell in text.strip("|").split("|"))
    return text


@lru_cache(maxsize=4096)  # the same labels stand in every mail, and the quote of a form repeats them
def normalise(label: str) -> str:
    """A label without marks, hints, case and punctuation: ``*Back-up facilitator (name)*`` → backup facilitator."""
    plain = _PARENS.sub(" ", label)
    if not plain.isascii():
        plain = "".join(one for one in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(one))
    plain = _HYPHEN.sub("", plain)
    return _NOT_WORD.sub(" ", plain.replace("'", "").replace("\u2019", "")).strip().casefold()


def fold(text: str) -> str:
    """White space folded to single blanks."""
    return " ".join(text.split())


def prompt_of(text: str, table: Table) -> Prompt | None:
    """The prompt a cleaned line begins with, ``None`` where it begins none.

    A line with a number and no known label gives a prompt with an empty label: whether numbers alone count is for
    the caller to judge, who knows what was asked.
    """
    return _known_prompt(text, table) if len(text) <= _KEPT else _prompt_at(text, table)


def _prompt_at(text: str, table: Table) -> Prompt | None:
    if not text:
        return None
    plain = _BULLET.sub("", text)
    numbered = _NUMBER.match(plain.lstrip(_EMPHASIS))
    if numbered and (int(numbered["n"]) in table.by_number or numbered["end"].strip()):
        rest = plain.lstrip(_EMPHASIS)[numbered.end() :]
        found = _labelled(rest, table, int(numbered["n"]), is_weak=not numbered["end"].strip(" "))
        if found:
            is_weak = not numbered["end"].strip()
            found = replace(found, is_weak=is_weak) if is_weak != found.is_weak else found
            return replace(found, value=found.value.lstrip("*_ ")) if plain[0] in "*_" else found
        return _number_alone(numbered, rest, table)
    lettered = _LETTER.match(plain.lstrip(_EMPHASIS))
    return _labelled(plain.lstrip(_EMPHASIS)[lettered.end() :] if lettered else plain, table, None)


_known_prompt = lru_cache(maxsize=2048)(_prompt_at)
"""Several pages are made of one mail, and the cells of a row are looked at before the row."""


def pieces(text: str, table: Table) -> Iterator[str]:
    """The text cut before every label inside it: ``"Date: 3/15, Time: 8pm"`` gives two pieces."""
    begin = 0
    if ":" in text:
        for found in table.inside.finditer(text):
            if found.start() > begin:
                yield text[begin : found.start()].strip(" ,;|/•\t")
                begin = found.end()
    yield text[begin:]


def _labelled(rest: str, table: Table, number: int | None, *, is_weak: bool = False) -> Prompt | None:
    """A known label and what is behind it, trying each separator from the left."""
    ends: list[tuple[int, int, str]] = []
    for found in _SEPARATOR.finditer(rest[: _LABEL_LENGTH + 30]):
        start, end = found.span()
        spec = table.find(rest[:start]) if _is_closed(rest[:start]) else None
        if spec:
            return replace(_prompt(spec, number, rest[:start], rest[end:]), is_dashed=found[0].strip()[:1] in _DASHES)
        ends.append((start, end, found[0].strip()))
    likely = [(start, end) for start, end, mark in ends if mark in {":", ""} and _is_closed(rest[:start])]
    for start, end in likely[:_SLIP_TRIES]:
        spec = table.find_slip(rest[:start])
        if spec:
            return _prompt(spec, number, rest[:start], rest[end:])
    if len(rest) > _LABEL_LENGTH:
        return None if number is None else _numbered_prefix(rest, table, number)
    whole = normalise(rest)
    spec = (table.printed if number is None else table.exact).get(whole)
    if spec and whole in _ANSWERS_TOO and spec.n == number:
        return None
    if spec and (number is None or spec.n == number or (len(whole) >= _TYPO_LENGTH and not is_weak)):
        return _prompt(spec, number, rest, "")
    return None if number is None else _numbered_prefix(rest, table, number)


def _numbered_prefix(rest: str, table: Table, number: int) -> Prompt | None:
    """``8. Facilitator Tammy``: no separator, but number and printed label agree."""
    spec = table.by_number.get(number)
    if spec is None or spec.type in {Type.LINE, Type.TEXT}:
        return None
    found = re.match(re.escape(spec.label) + r"\b\s*(?:\([^()]*\))?\s+(?=\S)", rest, re.IGNORECASE)
    if found is None or rest[found.end()] == "(" or ":" in rest[found.end() : found.end() + 30].partition(" ")[0]:
        return None
    return replace(_prompt(spec, number, spec.label, rest[found.end() :]), is_akin=True)


def begins_with_label(words: str, spec: Spec, table: Table) -> int:
    """How long the label is that words begin with, without any mark behind it: ``Title May Day``; 0 for none."""
    starts = [found.end() for found in re.finditer(r"[^\W\d_]+(?=\s)", words[:60])][:5]
    return max((end for end in starts if table.find(words[:end]) is spec), default=0)


def dashed_heading(text: str) -> str:
    """The words before a dash where a label may stand: ``who - Occupy Tulsa``; nothing where there is no dash."""
    found = _DASHED.match(text)
    return found[1].strip() if found else ""


def _number_alone(numbered: re.Match[str], rest: str, table: Table) -> Prompt | None:
    spec = table.by_number.get(int(numbered["n"]))
    if spec is None or _NOT_A_NUMBER.match(rest):
        return None
    is_weak = not numbered["end"].strip() and numbered["word"] != "#"
    is_dash = numbered["end"].strip()[:1] in set("-\u2013\u2014=")
    is_seldom = seldom_numbers(rest)
    if is_weak and (numbered["word"] or is_seldom or rest.startswith("is ")):
        return None
    if (is_weak or is_dash) and not rest[:1].isalpha():
        return None
    return number_alone(spec, rest, is_weak=is_weak or is_seldom)


def seldom_numbers(rest: str) -> bool:
    """Whether what stands behind a number makes it a day or a count, more likely than a line: ``15 March``."""
    return bool(_SELDOM_A_NUMBER.match(rest))


def number_alone(spec: Spec, rest: str, *, is_weak: bool = False, is_sure: bool = False) -> Prompt:
    """The prompt of a number without a label that we know. rest: what stands behind it."""
    headed = _HEADING.match(rest) or _DASHED.match(rest)
    heading = headed[1].strip() if headed else ""
    if headed and headed.re is _DASHED and not is_akin(heading, spec):
        heading = ""  # Tammy - tammy@example.org
    return Prompt(
        spec=spec,
        number=spec.n,
        label="",
        hinted=False,
        value=unmark(rest.strip().lstrip("-\u2013\u2014:= ")),
        heading=heading,
        is_akin=bool(heading) and is_akin(heading, spec),
        is_weak=is_weak,
        is_sure=is_sure,
    )


def unmark(text: str) -> str:
    """An answer without the mark that sets it off from what it answers: ``>> Nate``, ``** Nate``, ``--> Nate``."""
    found = _EDITOR.match(text)
    return text[found.end() :] if found else text


def _behind_heading(text: str) -> int:
    """Where the words begin that stand behind ``Fate:`` or ``read -``."""
    found = _HEADING.match(text) or _DASHED.match(text)
    return found.end() if found else 0


def _prompt(spec: Spec, number: int | None, label: str, value: str) -> Prompt:
    text = value.strip()
    marks = label.lstrip(" \t")[:2]
    if marks[:1] in "*_~`" and marks[:1] and text[:1] == marks[:1]:
        text = text.lstrip("*_~` ")
    if behind := hint_ahead(text, spec):
        text = text[behind:].lstrip(" :\t")
    text = unmark(text)
    hinted = bool(spec.hint) and without_example(spec.hint) in without_example(label)
    return Prompt(spec=spec, number=number, label=normalise(label), hinted=hinted, value=text)


def near_short(label: str, table: Table) -> tuple[Spec, ...]:
    """The lines of the form for a day, an hour, a zone or persons whose short label is one slip from this one."""
    near = {
        spec.key: spec
        for known, spec in table.exact.items()
        if 4 <= len(known) < _TYPO_LENGTH and spec.type in _SHORT and known != label and _is_one_slip(known, label)
    }
    return () if label in table.exact else tuple(near.values())


_SHORT = frozenset({Type.DATE, Type.TIME, Type.ZONE, Type.TECH, Type.PERSONS})


def _is_closed(text: str) -> bool:
    return text.count("(") == text.count(")")


def _one_less(word: str) -> set[str]:
    """The word, and it with one letter left out: two words a slip apart have one of these in common."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _is_one_slip(a: str, b: str) -> bool:
    """Whether one letter more, less, other or two neighbours swapped make one word into the other."""
    if a == b:
        return True
    if len(a) > len(b):
        a, b = b, a
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) < len(b):
        return a[at:] == b[at + 1 :]
    return a[at + 1 :] == b[at + 1 :] or (a[at : at + 2] == b[at : at + 2][::-1] and a[at + 2 :] == b[at + 2 :])

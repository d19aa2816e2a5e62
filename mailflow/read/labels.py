"""Labels: telling which line of the form a line of text begins.

A label is matched whole, never by its beginning: ``Tech`` and ``Tech supporter trained``, ``Time`` and ``Time zone``
are different lines (protocol, section 2.1). One slip of the finger is forgiven in labels of six letters and more.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from mailflow.fields import Form, Spec, Type

# What people also write where the declarations say something else; a label here names its field's key.
_ALSO_CALLED: Mapping[str, tuple[str, ...]] = {
    "title": ("title of call", "title of the call", "name of the call", "conference title"),
    "group": ("group name", "name of group", "hosting", "hosted by", "hosting group", "requesting group", "our group"),
    "contact": ("contact name", "submitted by", "my name"),
    "purpose": ("purpose of the call", "call purpose", "goal", "goals", "reason for the call", "reason for call"),
    "date": ("date and time", "date & time", "date/time", "day and time", "when is the call", "preferred date"),
    "time": ("start time and time zone", "time and time zone", "begins at", "begins", "start time and zone"),
    "facilitator": ("facilitated by", "who will facilitate", "facilitator name", "main facilitator"),
    "backup": ("backup facilitators", "facilitator backup", "second facilitator", "back up"),
    "tech": ("maestro supporter", "tech person", "tech supporters", "tech contact", "technical support"),
    "length": ("call length", "expected length", "how long is the call", "ends"),
    "expected": ("number of people", "number of participants", "expected attendance", "how many"),
    "recurrence": ("recurring call", "one time or recurring call", "recurring or one time"),
    "phone": ("cell phone", "contact phone", "urgent phone"),
    "emergency": ("is this an emergency", "is it an emergency"),
}

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_RUN = re.compile(r"[^\S\t]{3,}")
_BULLET = re.compile(r"^(?:[-*+•·▪◦‣►○●■□☐]\s+|[•·▪◦‣►●■□☐]\s*)+")
_PARENS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NOT_WORD = re.compile(r"[\W_]+")
_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u2011](?=\w)")
_NUMBER = re.compile(
    r"(?P<word>#|(?:no|nr|q)\.?\s?|(?:line|item|number|question)\s+)?"
    r"(?P<n>\d{1,2})"
    r"(?P<end>[*_]*\s*[.)\]:](?!\d)[*_]*|\s+[-\u2013\u2014](?=\s)|\t|\s+|$)\s*",
    re.IGNORECASE,
)
_NOT_A_NUMBER = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b(?!\s+\d{1,2}\b)|[ap]\.?\s?m\b|o'?clock|minutes?\b|hours?\b|people\b"
    r"|callers?\b|%|(?:and|or|to|of)\b|&",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r":(?!//)|\t|\?|\s+[-\u2013\u2014=]+\s*|=")
_LEADING = re.compile(r"^(?:our|your|the)\s+")
_EMPHASIS = "*_~` \t"
_LABEL_LENGTH = 90
_TYPO_LENGTH = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """The beginning of an answer: which line of the form, and what stands behind the label on the same line.

    number: the number as written, ``None`` for none; label: the normalised label, ``""`` where only a number stands;
    hinted: the hint of the blank form stands in the label; value: the text behind.
    """

    spec: Spec
    number: int | None
    label: str
    hinted: bool
    value: str

    @property
    def is_form_line(self) -> bool:
        """Whether number and label agree with our form."""
        return bool(self.label) and self.number == self.spec.n


@dataclass(frozen=True, slots=True)
class Table:
    """The labels of one form, ready to look up."""

    form: Form
    exact: Mapping[str, Spec]
    printed: Mapping[str, Spec]
    by_number: Mapping[int, Spec]
    by_length: Mapping[int, tuple[str, ...]]
    inside: re.Pattern[str]
    asks: tuple[str, ...]

    def find(self, label: str) -> Spec | None:
        """The line of the form with exactly this label, written in any case, with any marks and hints."""
        for plain in (normalise(label), normalise(label.replace("-", " "))):
            spec = self.exact.get(plain) or self.exact.get(_LEADING.sub("", plain))
            if spec:
                return spec
        return None

    def find_slip(self, label: str) -> Spec | None:
        """The only line of the form whose label differs from this one by one slip of the finger."""
        near = {
            self.exact[known].key: self.exact[known]
            for length in range(len(label) - 1, len(label) + 2)
            for known in self.by_length.get(length, ())
            if _is_one_slip(known, label)
        }
        return near.popitem()[1] if len(near) == 1 else None


@cache
def table_of(form: Form) -> Table:
    """The label table of a form."""
    exact: dict[str, Spec] = {}
    for spec in form.specs:
        for label in (spec.label, *spec.synonyms, *_ALSO_CALLED.get(spec.key, ())):
            exact.setdefault(normalise(label), spec)
    printed = {normalise(spec.label): spec for spec in form.specs}
    words = sorted(exact, key=len, reverse=True)
    inside = re.compile(
        r"(?:(?<=[;,|/•])\s*|(?<=[^\d][.)\]>])\s+|\s{2,}|\s(?=\d{1,2}[.)]))(?=(?:\d{1,2}[.)]\s*)?(?:"
        + "|".join(word.replace(" ", r"\W{1,3}") for word in words)
        + r")\s*(?:\([^()]*\)\s*)?:)",
        re.IGNORECASE,
    )
    asks = tuple(spec.ask.casefold() for spec in form.specs if spec.ask)
    by_length: dict[int, tuple[str, ...]] = {}
    for word in words:
        if len(word) >= _TYPO_LENGTH:
            by_length[len(word)] = (*by_length.get(len(word), ()), word)
    return Table(form, exact, printed, {spec.n: spec for spec in form.specs}, by_length, inside, asks)


def clean(text: str) -> str:
    """A line as its reader sees it: no invisible characters, one sort of blank and colon, table cells by tabs."""
    if not text.isascii():
        text = _INVISIBLE.sub("", text).replace("\u00a0", " ").replace("\u202f", " ").replace("：", ":")
    text = _RUN.sub("  ", text.strip())
    if text.startswith("|") and text.endswith("|") and text.count("|") >= 3:
        text = "\t".join(cell.strip() for cell in text.strip("|").split("|"))
    return text


def normalise(label: str) -> str:
    """A label without marks, hints, case and punctuation: ``*Back-up facilitator (name)*`` → backup facilitator."""
    plain = _PARENS.sub(" ", label)
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
    if not text:
        return None
    plain = _BULLET.sub("", text)
    numbered = _NUMBER.match(plain.lstrip(_EMPHASIS))
    if numbered:
        rest = plain.lstrip(_EMPHASIS)[numbered.end() :]
        found = _labelled(rest, table, int(numbered["n"]))
        if found:
            return replace(found, value=found.value.lstrip("*_ ")) if plain[0] in "*_" else found
        return _number_alone(numbered, rest, table)
    return _labelled(plain, table, None)


def pieces(text: str, table: Table) -> Iterator[str]:
    """The text cut before every label inside it: ``"Date: 3/15, Time: 8pm"`` gives two pieces."""
    begin = 0
    if ":" in text:
        for found in table.inside.finditer(text):
            if found.start() > begin:
                yield text[begin : found.start()].strip(" ,;|/•\t")
                begin = found.end()
    yield text[begin:]


def _labelled(rest: str, table: Table, number: int | None) -> Prompt | None:
    """A known label and what is behind it, trying each separator from the left."""
    ends = [(found.start(), found.end(), found[0].strip()) for found in _SEPARATOR.finditer(rest[: _LABEL_LENGTH + 30])]
    for start, end, _ in ends:
        spec = table.find(rest[:start]) if _is_closed(rest[:start]) else None
        if spec:
            return _prompt(spec, number, rest[:start], rest[end:])
    for start, end, mark in ends:
        if mark in {":", ""} and _is_closed(rest[:start]):
            spec = table.find_slip(normalise(rest[:start]))
            if spec:
                return _prompt(spec, number, rest[:start], rest[end:])
    if len(rest) > _LABEL_LENGTH:
        return None if number is None else _numbered_prefix(rest, table, number)
    whole = normalise(rest)
    spec = (table.printed if number is None else table.exact).get(whole)
    if spec and (number is None or spec.n == number or len(whole) >= _TYPO_LENGTH):
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
    return _prompt(spec, number, spec.label, rest[found.end() :])


def _number_alone(numbered: re.Match[str], rest: str, table: Table) -> Prompt | None:
    spec = table.by_number.get(int(numbered["n"]))
    if spec is None or _NOT_A_NUMBER.match(rest):
        return None
    is_weak = not numbered["end"].strip() and numbered["word"] != "#"
    if is_weak and (numbered["word"] or not rest[:1].isalpha()):
        return None
    # A bare "8 Tammy" is marked by a negative number: only what was asked may be answered so loosely.
    number = -spec.n if is_weak else spec.n
    return Prompt(spec=spec, number=number, label="", hinted=False, value=rest.strip())


def _prompt(spec: Spec, number: int | None, label: str, value: str) -> Prompt:
    text = value.strip()
    marks = label.lstrip(" \t")[:2]
    if marks[:1] in "*_~`" and marks[:1] and text[:1] == marks[:1]:
        text = text.lstrip("*_~` ")
    hint = f"({spec.hint})".casefold()
    if spec.hint and text[: len(hint)].casefold() == hint:
        text = text[len(hint) :].lstrip(" :\t")
    hinted = bool(spec.hint) and spec.hint.casefold() in fold(label).casefold()
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

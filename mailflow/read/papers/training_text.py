"""The author's own words in a sign-up for a training, cut into sentences and fragments."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailflow.model import Source
from mailflow.read.answers.result import Certain, Result
from mailflow.read.forms.leave_taking import is_end_of_letter
from mailflow.read.interpret import Sheet
from mailflow.read.papers.lines import take_where_open
from mailflow.read.persons.reach import ADDRESS_LIKE

DOUBTFUL = re.compile(
    r"\b(?:or|maybe|perhaps|possibly|probably|might|not sure|if|unless|either|depends|hopefully|someday"
    r"|eventually|later)\b|n['’]t\b",
    re.IGNORECASE,
)
"""What leaves open what a sentence says."""
_ABBREVIATED = re.compile(
    r"\b(mon|tues?|wed|thu(?:rs?)?|fri|sat|sun|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mrs?|ms|dr)\.(?=\s)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\s*\n|\n(?=\s*[-*•])")
_FRAGMENT = re.compile(r"[.!?;,]+(?:\s|\Z)|\n")
_GREETING = re.compile(r"\A\W*(?:hi|hello|hey|dear)\b[^,.!\n]{0,30}[,.!\n]\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """The author's own words, cut up. sentences: wrapped lines joined; fragments: what marks and line ends part."""

    subject: str
    text: str
    sentences: tuple[str, ...]
    fragments: tuple[str, ...]
    lines: tuple[str, ...]
    signed: str  # the name below the letter, "" for none


_MAX_TEXT = 8_000
"""Characters of a letter that are read for a sign-up."""


def cut(subject: str, own_text: str) -> Told:
    """Cut the author's own text into sentences and fragments; leave-taking and signature left out."""
    kept: list[str] = []
    rows = own_text[:_MAX_TEXT].splitlines()
    for row in rows:
        if kept and is_end_of_letter(row.strip()) and not ADDRESS_LIKE.search(row):
            break
        kept.append(row)
    said = [row.strip() for row in rows if row.strip()]
    last = _LEAVE.sub("", said[-1][-_MAX_LEAVE:]).strip(" -–—~.") if len(said) > 1 else ""
    signed = last if _SIGNED.fullmatch(last) else ""
    if signed and kept and kept[-1].strip(" -–—~.") == signed:
        kept.pop()
    text = _GREETING.sub("", _ABBREVIATED.sub(r"\1", "\n".join(kept).strip()))
    joined = [" ".join(one.split()) for one in _SENTENCE.split(text)]
    return Told(
        subject=subject,
        text=text,
        sentences=tuple(one for one in joined if one),
        fragments=tuple(" ".join(one.split()) for one in _FRAGMENT.split(text) if one.strip()),
        lines=tuple(row.strip() for row in kept if row.strip()),
        signed=signed,
    )


_MAX_LEAVE = 200
_LEAVE = re.compile(
    r"\A(?:.*[.!?]\s)?\W*(?:thanks|thank you|thx|best|cheers|regards|love|peace|solidarity|in solidarity|yours)\b"
    r"(?: (?:so much|a lot|again|very much|regards|wishes))?[,.!\s]+(?=(?-i:[A-Z]))",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(?:[A-Z][\w'’-]*\.?)(?: [A-Z][\w'’-]*\.?){0,3}")


def here(source: Source, said: str) -> Source:
    """The place of a few words of the text."""
    return Source(source.part, source.line, "", said)


def take_one(sheet: Sheet, key: str, found: Sequence[tuple[str, Result]], source: Source) -> None:
    """The value where all places that give one agree."""
    certain = [(said, result) for said, result in found if isinstance(result, Certain)]
    if certain and len({str(result.value) for _, result in certain if isinstance(result, Certain)}) == 1:
        said, result = certain[0]
        take_where_open(sheet, key, here(source, said), result)

"""A mail passed on for somebody else: whose it is, and what he wrote (protocol, section 4, case 45)."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

from mailflow.model import Line, Message, Person
from mailflow.read.letter import Letter
from mailflow.read.persons.reach import address
from mailflow.read.sentences.asking import asks_for_call

_SUBJECT = re.compile(r"\s*(?:fwd?|fw|wg|wtr|tr|rv|i|enc|vb|vl|pd|doorst)\s*:", re.IGNORECASE)
_ANSWERS = re.compile(r"\s*(?:re|aw|antw|sv|r|odp|rif|res)\s*:", re.IGNORECASE)
_MARKER = re.compile(
    r"[\s*_-]*(?:forwarded (?:message|email)|begin forwarded message"
    r"|(?:anfang der )?weitergeleitete[nr]? (?:nachricht|e-?mail)"
    r"|(?:début du )?message (?:transféré|réexpédié)|mensaje reenviado|inicio del mensaje reenviado|messaggio inoltrato"
    r"|mensagem encaminhada|doorgestuurd bericht)",
    re.IGNORECASE,
)
_FROM = r"(?:from|von|de|da|van|från|fra|od)[*_\s]{0,4}:"
_FROM_LINE = re.compile(
    rf"(?:\A|-{{3,}} ?)\W{{0,8}}{_FROM}[*_\s]{{0,4}}"
    r"(?P<name>[^<>\[\]@]{0,100}?)\s*"
    r"(?:[<\[](?:mailto:)?(?P<email>[^\s<>\[\]]{1,250}@[^\s<>\[\]]{1,250})[>\]]"
    r"|(?P<bare>[^\s<>\[\]]{1,250}@[^\s<>\[\]]{1,250})\s*\Z|\Z)",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"\d[:.h]\d{2}(?:\s?[ap]\.?m\.?)?,?\s+(?P<name>[^<>\d@]{1,80}?)\s*<(?:mailto:)?(?P<email>[^\s<>]{1,250}@[^\s<>]{1,250})>"
    r"[^<>@]{0,20}:\s*\Z",
    re.IGNORECASE,
)
_ON_ONE_LINE = re.compile(
    rf"\s*-{{3,}} ?(?:forwarded|original) message ?-{{3,}} ?{_FROM}[^<\[]{{0,100}}[<\[]", re.IGNORECASE
)
_HEADER = re.compile(r"\W{0,8}[^\W\d_][^\W_]{0,14}[*_\s]{0,4}:.*")
_SENT = re.compile(r"\W{0,8}(?:date|sent)[*_\s]{0,4}:", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>(?:{'|'.join(_MONTHS)})[a-z]{{0,6}})\.?"
_MONTH_FIRST = re.compile(rf"\b{_MONTH} (?P<day>\d{{1,2}}),? (?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"\b(?P<day>\d{{1,2}})\.? {_MONTH},? (?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
_COUNTS_FROM_ITS_DAY = re.compile(r"\b(?:today|tonight|tomorrow|this|next|coming)\b", re.IGNORECASE)


def is_forward(subject: str) -> bool:
    """Whether a subject says that the mail is passed on."""
    return bool(_SUBJECT.match(subject))


def passes_on(message: Message) -> bool:
    """Whether a mail passes another on: its subject says so, or the mark of a mail program above what it quotes.

    Another subject than an answer's above a quoted mail is a forward whose subject was written anew.
    """
    if is_forward(message.subject):
        return True
    quoted = [line.text for line in message.lines if line.depth]
    if any(_MARKER.match(text) for text in quoted) or any(is_head(line) for line in message.lines):
        return True
    return (
        not message.in_reply_to
        and not _ANSWERS.match(message.subject)
        and any(_FROM_LINE.search(text) and _HEADER.match(below) for text, below in pairwise(quoted))
    )


def is_head(line: Line) -> bool:
    """Whether a line is a whole head of a mail passed on, as Yahoo on a phone writes it: all its names on one line."""
    return bool(_ON_ONE_LINE.match(line.text))


def author(lines: Sequence[Line], ours: frozenset[str]) -> Person | None:
    """Who wrote what stands below these quoted lines: the last From among them, unless it is ourselves.

    A From without an address is a name alone: nobody above it is meant.
    """
    for line in reversed(lines):
        found = _FROM_LINE.search(line.text) or _WROTE.search(line.text)
        words = found.groupdict() if found else {}
        if not found or not any(words.values()):
            continue
        email = address(words["email"] or words.get("bare") or "")
        if email in ours:
            return None
        return Person(name=found["name"].strip(" \"'*") or None, email=email)
    return None


def request_passed_on(mail: Letter) -> Letter | None:
    """The plain request inside a mail passed on, as its author's own; ``None`` where there is none.

    Its days count from its own date. What cannot be told with certainty stays unread: words of a nameless author, days
    that count from a date which its head does not tell.
    """
    quoted = [line for line in mail.message.lines if line.depth]
    if not quoted or not passes_on(mail.message):
        return None
    ends = (at for at, line in enumerate(quoted) if at and not line.text.strip() and _HEADER.match(quoted[at - 1].text))
    begin = next(ends, 0)
    words = "\n".join(line.text for line in quoted[begin:]).strip()
    if not asks_for_call(words):
        return None
    sender = author(quoted[:begin], mail.context.ours)
    if sender is None:
        return mail
    inner = replace(mail, own=words, sender=sender)
    if not _COUNTS_FROM_ITS_DAY.search(words):
        return inner
    written = _day_of(quoted[:begin])
    return replace(inner, sent=datetime.combine(written, mail.sent.timetz()), passed_on=mail.sent) if written else mail


def _day_of(head: Sequence[Line]) -> date | None:
    """The day in the head of a mail passed on, ``None`` where it is in figures or there are two."""
    found = [
        one.groupdict()
        for line in head
        if _SENT.match(line.text)
        for one in (*_MONTH_FIRST.finditer(line.text), *_DAY_FIRST.finditer(line.text))
    ]
    if len(found) != 1:
        return None
    year, month, day = int(found[0]["year"]), _MONTHS.index(found[0]["month"][:3].lower()) + 1, int(found[0]["day"])
    is_day = 1 <= day <= monthrange(year, month)[1]
    return date(year, month, day) if is_day else None

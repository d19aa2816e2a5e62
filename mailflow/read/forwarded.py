"""A mail passed on for somebody else: whose it is, and what he wrote (protocol, section 4, case 45)."""

import re
from collections.abc import Sequence
from dataclasses import replace

from mailflow.model import Line, Person
from mailflow.read.asking import asks_for_call
from mailflow.read.letter import Letter
from mailflow.read.reach import address

_SUBJECT = re.compile(r"\s*(?:fwd?|fw|wg|tr|rv|i)\s*:", re.IGNORECASE)
_FROM_LINE = re.compile(
    r"\W{0,8}(?:from|von|de)[*_\s]{0,4}:[*_\s]{0,4}(?P<name>[^<\[]{0,100})"
    r"[<\[](?:mailto:)?(?P<email>[^\s<>\[\]]{1,250}@[^\s<>\[\]]{1,250})[>\]]",
    re.IGNORECASE,
)
_HEADER = re.compile(r"\W{0,8}[A-Za-z-]{2,15}[*_\s]{0,4}:.*")
_COUNTS_FROM_ITS_DAY = re.compile(r"\b(?:today|tonight|tomorrow|this|next|coming)\b", re.IGNORECASE)


def is_forward(subject: str) -> bool:
    """Whether a subject says that the mail is passed on."""
    return bool(_SUBJECT.match(subject))


def author(lines: Sequence[Line], ours: frozenset[str]) -> Person | None:
    """Who wrote what stands below these quoted lines: the last From among them, unless it is ourselves."""
    for line in reversed(lines):
        found = _FROM_LINE.match(line.text)
        email = address(found["email"]) if found else None
        if found and email:
            return None if email in ours else Person(name=found["name"].strip(" \"'*") or None, email=email)
    return None


def request_passed_on(mail: Letter) -> Letter | None:
    """The plain request inside a mail passed on, as its author's own; ``None`` where there is none.

    What cannot be told with certainty stays unread: words of a nameless author, days counted from the inner date.
    """
    quoted = [line for line in mail.message.lines if line.depth]
    if not is_forward(mail.message.subject) or not quoted:
        return None
    ends = (at for at, line in enumerate(quoted) if at and not line.text.strip() and _HEADER.match(quoted[at - 1].text))
    begin = next(ends, 0)
    words = "\n".join(line.text for line in quoted[begin:]).strip()
    if not asks_for_call(words):
        return None
    sender = author(quoted[:begin], mail.context.ours)
    if sender is None or _COUNTS_FROM_ITS_DAY.search(words):
        return mail
    return replace(mail, own=words, sender=sender)

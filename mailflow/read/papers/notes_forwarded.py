"""Notes that somebody else took, passed on for posting: the lines that are theirs, and who wrote them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mailflow.model import Line, Person
from mailflow.read.letter import Letter
from mailflow.read.persons.reach import ADDRESS_LIKE, address
from mailflow.read.sentences import forwarded

_LONGEST_COVER = 60  # words
_FEWEST = 12  # words that can be notes
_MAX_DEEP = 4  # forwards of forwards
_FORWARDED = re.compile(r".*\bforwarded (?:message|email|by)\b|\s*begin forwarded message", re.IGNORECASE)
_FORWARD = re.compile(r"\s*(?:fwd?|fw|wg|tr|rv|i)\s*:", re.IGNORECASE)
_PASSES_ON = re.compile(
    r"\b(?:forward(?:ing|ed)?|fwd|(?:pass|send|hand)(?:ing)? (?:\w+ ){0,4}(?:on|along)|(?:see|find|are|is) below)\b",
    re.IGNORECASE,
)
_REPLY = re.compile(r"\s*(?:re|aw|sv|antw)\s*:", re.IGNORECASE)
_HEADER = re.compile(
    r"[\s*_]*(?P<name>from|sent|date|to|cc|bcc|subject|reply-to|attachments|importance|von|gesendet|an|betreff|de|fecha"
    r"|para|asunto|envoyé|objet)[\s*_]*:[\s*_]*(?P<said>.*)",
    re.IGNORECASE,
)
_NAMELESS = re.compile(r"[<\[(\"]|mailto:|@")


@dataclass(frozen=True, slots=True)
class PassedOn:
    """What was passed on. lines: its text, its own depth 0; by: who wrote it, where that is told; subject: its own."""

    lines: tuple[Line, ...]
    by: Person | None
    subject: str


def passed_on(mail: Letter) -> PassedOn | None:
    """What a mail of few words forwards, ``None`` where nothing can be notes or where it is a mail of ours."""
    subject = mail.message.subject
    if len(mail.own.split()) > _LONGEST_COVER:
        return None
    is_forward = bool(_FORWARD.match(subject)) or bool(_PASSES_ON.search(mail.own) and not _REPLY.match(subject))
    lines: Sequence[Line] = mail.message.lines
    found: PassedOn | None = None
    for _ in range(_MAX_DEEP):
        inner = _inside(lines, mail.context.ours, is_forward=is_forward)
        if inner is None or sum(len(one.text.split()) for one in inner.lines) < _FEWEST:
            break
        found, lines = inner, inner.lines
        if _said(inner.lines) >= _FEWEST:
            break
    return found if found and _said(found.lines) >= _FEWEST else None


def _said(lines: Sequence[Line]) -> int:
    return sum(len(line.text.split()) for line in lines if line.depth == 0)


def _inside(lines: Sequence[Line], ours: frozenset[str], *, is_forward: bool) -> PassedOn | None:
    """The first mail quoted among these lines: its header lines off, its own lines at depth 0."""
    begin = next((at for at, line in enumerate(lines) if line.depth and line.text.strip()), None)
    if begin is None or not (is_forward or _FORWARDED.match(lines[begin].text)):
        return None
    quoted = [line for line in lines[begin:] if line.depth]
    end = _end_of_head(quoted)
    head, text = quoted[:end], quoted[end:]
    said = [line for line in text if line.text.strip()]
    named = {found["name"].lower(): found["said"] for line in head if (found := _HEADER.match(line.text))}
    if not said or not named or {address(one) for line in head for one in _from_addresses(line)} & ours:
        return None
    floor = min(line.depth for line in said)
    inner = tuple(replace(line, depth=max(line.depth - floor, 0)) for line in text)
    subject = next((named[one] for one in ("subject", "betreff", "asunto", "objet") if one in named), "")
    return PassedOn(inner, forwarded.author(head, ours) or _by_name(named.get("from", "")), subject)


def _end_of_head(quoted: Sequence[Line]) -> int:
    """Where the separator and the header lines end: at the first blank line or sentence below the last of them."""
    end = at = 0
    while at < len(quoted):
        text = quoted[at].text
        if _HEADER.match(text):
            end = at + 1
        elif text.strip():
            goes_on = bool(quoted[at - 1].text.strip()) and text.startswith((" ", "\t", "<"))
            if not (goes_on if end else _FORWARDED.match(text) or text.strip().startswith(("--", "__", "=="))):
                break
        at += 1
    return end


def _from_addresses(line: Line) -> Sequence[str]:
    found = _HEADER.match(line.text)
    return ADDRESS_LIKE.findall(found["said"]) if found and found["name"].lower() in {"from", "von", "de"} else ()


def _by_name(said: str) -> Person | None:
    """Who is named without an address: ``From: Cass Windham``."""
    name = said.strip(" *_\"'")
    return Person(name=name) if name and not _NAMELESS.search(name) else None

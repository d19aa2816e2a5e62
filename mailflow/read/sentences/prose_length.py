"""How long the call lasts and how often it repeats, in plain sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mailflow.read.answers.result import Result
from mailflow.read.interpret import Sheet
from mailflow.read.sentences.anchors import FILLER, find_anchors, join_anchors
from mailflow.read.sentences.clauses import CALL, around, is_hedged, is_negative, is_past, politely
from mailflow.read.sentences.prose_when import CALL_AHEAD, CALLED, OTHERS, phrases, unsure
from mailflow.read.sentences.told import Told
from mailflow.read.times import repeat
from mailflow.read.times.length import read_length

_OFTEN = re.compile(
    r"\b(?:weekly|bi-?weekly|fortnightly|monthly|every\s+(?:other\s+)?(?:week|month)|every\s+(?:two|three|four"
    r"|2|3|4)\s+weeks"
    r"|once\s+a\s+(?:week|month)|recurring\s+(?:weekly|monthly))\b",
    re.IGNORECASE,
)

_DURATION = re.compile(
    r"(?P<about>\b(?:for\s+|like\s+|about\s+|around\s+|lasts?\s+|lasting\s+|maximum\s+|max\s+|up\s+to\s+|of\s+)+)?"
    r"(?<![\w/.:-])(?<!\bof )(?P<length>(?:three[ -]quarters\s+of\s+an\s+hour\b|(?:half\s+an?|an?|one|two|three"
    r"|ninety|sixty|thirty|forty-?five|\d{1,3}(?:\.\d)?)"
    r"(?:\s+and\s+a\s+half)?[ -](?:minutes?|mins?|hours?|hrs?)\b|(?:an?\s+)?half[ -]hour\b|\d(?:\.5)?hrs?\b"
    r"|\d{2,3}min\b)"
    r"(?:\s+and\s+(?:a\s+(?:half|quarter)|\d{1,2}\s+min(?:ute)?s?)\b)?)"
    r"(?P<more>(?:,?\s*(?:or|to|-|–)\s*(?:an?\s+|one\s+|two\s+|three\s+|half\s+|\d)[\w. -]{0,20}?(?:hours?"
    r"|half|minutes?|mins?)?\b)?)",
    re.IGNORECASE,
)
_OF_LENGTH = re.compile(
    rf"{CALL}|\blast(?:s|ing)?\b|\blength\b|\bplenty\b|\b(?:should|would|will|ought to) (?:do|be (?:enough|fine"
    r"|plenty|good))\b"
    r"|\benough\b|\beach(?: one| call)?\b|\bduration\b|\blong\b|\bkeep it (?:to|under)\b|\bplan(?:ning)? (?:on|for)\b"
    r"|\bexpect"
    r"|\bwe['’]?(?:d| would|ll)? (?:only )?need\b|\b(?:will|should|would|may|might|ought to) (?:only "
    r"|probably )?take\b|\bmaestro\b|\bon the (?:tele)?phone\b|\bsuffice\b",
    re.IGNORECASE,
)
_NOT_LENGTH = re.compile(
    r"\b(?:in|within|after|every|per|ago|early|late|away|before|ahead|drive|notice|waited|left|later|than|minimum wage"
    r"|hours? of|rate|week)\b",
    re.IGNORECASE,
)


_THREE_QUARTERS = re.compile(r"three[ -]quarters\s+of\s+an\s+hour", re.IGNORECASE)


def told_length(sentences: Sequence[str]) -> Iterator[Told]:
    """How long the sentences say that the call lasts."""
    for sentence in sentences:
        yield from _lengths(sentence)


def _lengths(sentence: str) -> Iterator[Told]:
    """How long the call lasts, where the clause is about the call or about nothing but the length."""
    for found in _DURATION.finditer(sentence):
        clause = around(sentence, found.start("length"))
        rest = clause.replace(found[0], " ")
        before = sentence[: found.start()].rsplit(",", 1)[-1]
        if (
            is_past(clause)
            or is_negative(rest)
            or _NOT_LENGTH.search(before[-25:])
            or _NOT_LENGTH.match(sentence[found.end() :].lstrip())
        ):
            continue
        whole = _when_removed(clause, found[0])
        if not (_OF_LENGTH.search(rest) or not whole):
            continue
        said = _THREE_QUARTERS.sub("45 minutes", found["length"]) + (found["more"] or "")
        result = read_length(said, start=None)
        if result is None:
            continue
        hedged = is_hedged(
            re.sub(
                r"\bi (?:should |would )?(?:think|guess|imagine)\b|\bor so\b|\brough(?:ly)?\b",
                " ",
                rest,
                flags=re.IGNORECASE,
            )
        )
        sure = not hedged or bool(phrases(clause))
        yield Told("length", sentence, result if sure else unsure(result))


def _when_removed(clause: str, length: str) -> str:
    """What is left of a clause without its day, hour, length and words that say nothing of their own."""
    left = clause.replace(length, " ")
    for begin, end, _ in sorted(join_anchors(left, sorted(find_anchors(left))), reverse=True):
        left = f"{left[:begin]} {left[end:]}"
    return re.sub(rf"[\s,.;:!?()-]|\b{FILLER}\b|\bit\b|\bpeople\b|\d", "", left, flags=re.IGNORECASE)


def told_often(sheet: Sheet, sentences: Sequence[str]) -> Iterator[Told]:
    """How often the call repeats, said by a word of its own: ``weekly``, ``and fortnightly after that``."""
    for sentence in sentences:
        for found in _OFTEN.finditer(sentence):
            clause = around(sentence, found.start())
            behind = sentence[found.end() :]
            is_ours = CALL_AHEAD.match(behind) or (
                CALLED.search(clause)
                and not re.match(r"\s+[a-z]+ing\b|\s+\w+s?\b(?<!after)(?<!from)(?<!at)(?<!on)", behind)
            )
            if not is_ours or is_past(clause) or is_negative(clause) or OTHERS.search(politely(clause)):
                continue
            result: Result = repeat.read_recurrence(found[0], day=sheet.day, sent=sheet.sent, zone=sheet.zone)
            if result is not None:
                yield Told(
                    "recurrence",
                    sentence,
                    unsure(result) if is_hedged(clause) else replace(result, also={}, unsure={}),
                )

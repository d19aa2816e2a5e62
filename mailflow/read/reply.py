"""A mail that answers one of ours: the values in it, and nothing that was not said."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mailflow.fields import REQUIRED
from mailflow.model import Context, Field, Kind, Person, Reading, Unclear
from mailflow.read import change, cover
from mailflow.read.addressed import add_addresses, keep_names
from mailflow.read.asked import is_our_question
from mailflow.read.forms.form import Answer, beside
from mailflow.read.interpret import Sheet, interpret
from mailflow.read.letter import Letter
from mailflow.read.pointed import take_picked, unused
from mailflow.read.sentences import prose
from mailflow.read.sentences.clauses import cut
from mailflow.read.settle import settle
from mailflow.read.short import take_short

_TAG_IN_TEXT = re.compile(r"\[IO-\d{4,6}(?:\.\d+)?\]|\bwe have your request\b|\byour call request IO-", re.IGNORECASE)
_NAMED_OUTRIGHT = frozenset(
    {
        "facilitator", "backup", "tech", "notetaker", "length", "recurrence", "public", "list", "emergency",
        "emergency_reason",
    }
)  # fmt: skip
"""Keys that a sentence cannot fill without naming them: it need not have been asked. A day or an hour may be any."""


def why_ours(mail: Letter) -> str:
    """Why this mail answers one of ours, ``""`` where nothing says so."""
    message, context = mail.message, mail.context
    if context.case is not None:
        return "it belongs to a case"
    if context.answers:
        return "it answers a mail of ours"
    if mail.tag and (message.subject.lower().lstrip().startswith("re") or f"[{mail.tag}]" in message.subject.upper()):
        return "its subject carries our tag"
    suffix = f"@{context.domain}".lower()
    if context.domain and any(
        one.strip("<>").lower().endswith(suffix) for one in (*message.in_reply_to, *message.references)
    ):
        return "it answers a Message-ID of ours"
    if any(line.depth and _TAG_IN_TEXT.search(line.text) for line in message.lines):
        return "it quotes a mail of ours"
    return ""


def is_new_form(mail: Letter, answers: Sequence[Answer]) -> bool:
    """Whether an answer to one of our mails is a form filled anew (protocol, 8.23)."""
    context = mail.context
    filled = {one.spec.key for one in answers if one.spec.required and (one.label or not context.asked)}
    if len(filled) < 3:
        return False
    if context.case is None and not mail.tag:
        return not context.asked or not filled <= set(context.asked) or set(context.asked) >= set(REQUIRED)
    if "title" not in filled or filled <= set(context.asked):
        return False
    if not context.known:
        return len(filled) >= 6
    title = context.known.get("title")
    said = next(one.said for one in answers if one.spec.key == "title")
    if title is not None and isinstance(title.value, str) and title.value.casefold() != said.casefold():
        return True
    day = context.known.get("date")
    return (
        day is not None and isinstance(day.value, str) and day.value < mail.sent.date().isoformat() and "date" in filled
    )


def read_reply(mail: Letter, answers: Sequence[Answer], why: str) -> Reading:
    """More about a case: the values in it, and nothing that was not said."""
    context = mail.context
    plain = mail.reading(Kind.ANSWER, why)
    if plain.is_thanks and not answers:
        return plain
    answers = [one for one in answers if not (one.quoted and one.behind and is_our_question(one.said))]
    sheet = interpret(answers, sent=mail.sent, contact=_contact_of(context, mail.sender), known=context.known)
    words = beside(mail.page, answers)
    if all(one.quoted for one in answers):
        take_short(sheet, mail)
    if words:
        _take_prose(sheet, mail, words)
    take_picked(sheet, mail, answers, words)
    add_addresses(sheet, cut(words).sentences, mail.asked, context.doubts)
    keep_names(sheet)
    _check_known_zone(sheet, context.known)
    settled = settle(sheet.fields, sheet.unclear, sent=mail.sent, contact=sheet.me)
    read = replace(plain, fields=settled.fields, unclear=settled.unclear)
    is_open = any(key not in settled.fields for key in mail.asked)
    return replace(read, unused=unused(read, words, me=sheet.me, known=context.known, is_open=is_open))


def _contact_of(context: Context, sender: Person) -> Person:
    """Whom ``me`` means in an answer: the sender, by the name the case knows for the address."""
    known = context.known.get("contact")
    persons = known.value if known and isinstance(known.value, tuple) else ()
    return next((one for one in persons if isinstance(one, Person) and one.email == sender.email), sender)


def _take_prose(sheet: Sheet, mail: Letter, words: str) -> None:
    """What plain sentences say: of the lines that were asked, what they name outright, and what they change."""
    told = Sheet(sent=mail.sent, contact=sheet.contact, known=mail.context.known, zone=sheet.zone)
    asked, said = set(mail.asked), sheet.fields.keys() | sheet.unclear.keys()
    prose.read_prose(told, words, mail.source, asked=asked - said)
    for key in told.fields.keys() - said:
        if key in asked or key in _NAMED_OUTRIGHT:
            sheet.fields[key] = told.fields[key]
    for key in told.unclear.keys() & asked - said:
        sheet.unclear[key] = told.unclear[key]
    cover.contradict(sheet, words, mail.source, writer=sheet.me)
    change.correct(sheet, words, mail.source)


def _check_known_zone(sheet: Sheet, known: Mapping[str, Field]) -> None:
    """A time told in another zone than the case's is asked back: it may be either."""
    zone, before, time = sheet.fields.get("tz"), known.get("tz"), sheet.fields.get("time")
    if zone is None or before is None or time is None or zone.value == before.value:
        return
    if zone.source.grammar.endswith(":also"):
        why = "the time zone is another than before"
        sheet.unclear["time"] = Unclear("time", time.source.said, why, time.source)
        del sheet.fields["time"], sheet.fields["tz"]

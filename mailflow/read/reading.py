"""All together: one mail → what it means.

First what sort of mail it is, from the surest sign to the weakest: machines, staff's commands, answers to our own
mails, filled forms, plain requests, questions. Then its values, judged together.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property

from mailflow.fields import CALL_REQUEST, REQUIRED, Type
from mailflow.model import Context, Field, Kind, Line, Message, Person, Reading, Source, Unclear, Value
from mailflow.read import bounce, commands, notes, prose, quote, training, values
from mailflow.read.form import (
    Answer,
    beside,
    count_forms,
    find_answers,
    find_bare,
    is_untouched,
    left_empty,
    look,
    prompts_seen,
)
from mailflow.read.interpret import Sheet, interpret
from mailflow.read.kind import machine_kind
from mailflow.read.message import calendar
from mailflow.read.page import Page
from mailflow.read.settle import Settled, merge, settle

__all__ = ["Settled", "asks_emergency", "is_thanks", "merge", "read", "settle", "tag_of"]

_TAG = re.compile(r"\bIO[- ]?(\d{1,6})\b(?:\.\d+)?|(?<![\w&])#(\d{1,6})\b", re.IGNORECASE)
_TAG_IN_TEXT = re.compile(r"\[IO-\d{4,6}(?:\.\d+)?\]|\bwe have your request\b|\byour call request IO-", re.IGNORECASE)
_EMERGENCY = re.compile(r"\b(?:urgent|urgently|emergency)\b", re.IGNORECASE)
_REQUEST_SUBJECT = re.compile(
    r"\b(?:call requests?|requests? (?:for )?a (?:\w+ ){0,2}(?:call|line)|(?:conference|maestro) (?:call|line) requests?"
    r"|request a (?:maestro|conference) (?:call|line)|need a (?:\w+ )?(?:call|line))\b",
    re.IGNORECASE,
)
_TITLE_SUBJECT = re.compile(
    r"(?:\s*(?:re|fwd?|fw|aw|wg)\s*:\s*)*call request\s*[:\u2013\u2014-]\s*(?P<title>\S.*)", re.IGNORECASE
)
_NO_TITLE = re.compile(
    r"\d|\b(?:form|urgent|emergency|help|please|request|maestro|line|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue"
    r"|wed|thu|fri|sat|sun)\w*\b",
    re.IGNORECASE,
)
_FORWARDED = re.compile(r"\s*(?:fwd?|fw|wg|tr|rv|i)\s*:", re.IGNORECASE)
_FROM_LINE = re.compile(
    r"\W*(?:from|von|de)\s*\W*:\s*\W*(?P<name>[^<\[]*?)\W*[<\[](?:mailto:)?(?P<email>[^\s<>\[\]]+@[^\s<>\[\]]+)[>\]]",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"(?:\W|\b(?:ok(?:ay)?|great|perfect|wonderful|awesome|excellent|cool|got it|received|many|much|so|very|really|a lot|lots"
    r"|thanks|thank you|thank u|thankyou|thx|ty|cheers|merci|gracias|appreciate(?:d)?|we|i|it|this|that(?:'|’)?s?|it(?:'|’)s|for|your|the|all|help|quick|reply|response"
    r"|everyone|everybody|guys|folks|again|everything|you|are|is|the best|best|have a (?:good|great|nice) (?:day|one|weekend)|sounds|good|will do"
    r"|in advance|work|do|rock|from|us|of|again|solidarity|in solidarity|looking forward|take care)\b)+",
    re.IGNORECASE,
)
_THANKED = re.compile(
    r"\b((?i:thanks|thank you|thx)(?i: so much| very much| again| a lot)?,?) [A-Z][\w'’-]*(?: (?:and|&) [A-Z][\w'’-]*)?(?=[\s,.!]|\Z)"
)
_THANKING = re.compile(
    r"\b(?:thanks|thank you|thank u|thankyou|thx|ty|cheers|merci|gracias|appreciated?)\b", re.IGNORECASE
)
_DISTINCTIVE = re.compile(
    r"\b(?:call|facilitat\w*|maestro|tech support\w*|backup|back up|time zone|timezone|conference name)\b"
)
_CHATTER = re.compile(
    r"(?:i|we|i'll|we'll|will|sorry|ok|okay|hi|hello|hey|yes|no|sure|let|please|here|see|attached|as|got|great|good|can|could|not)\b",
    re.IGNORECASE,
)
_SPECS = CALL_REQUEST.by_key()
_DEFAULTS: tuple[tuple[str, Value], ...] = (
    ("length", 90),
    ("recurrence", None),
    ("list", "no"),
    ("emergency", False),
    ("public", True),
)
_CLOCK_WRONG = timedelta(days=400)


@dataclass(frozen=True, kw_only=True)
class _Mail:
    """What several steps need to know of one mail, worked out once. asked: the keys our mail asked for."""

    message: Message
    context: Context
    own: str
    tag: str | None
    sent: datetime
    sender: Person
    asked: tuple[str, ...]

    def reading(self, kind: Kind, why: str) -> Reading:
        """A reading of this kind without any values."""
        return Reading(
            kind=kind,
            why=why,
            own_text=self.own,
            tag=self.tag,
            is_thanks=is_thanks(self.own),
            asks_emergency=asks_emergency(self.message.subject),
        )

    @cached_property
    def page(self) -> Page:
        """Its lines, as the call request form sees them."""
        return look(self.message.lines, CALL_REQUEST)

    @property
    def source(self) -> Source:
        """Where the author's own words begin."""
        first = next((one for one in self.message.lines if one.depth == 0 and one.text.strip()), None)
        return Source(first.part, first.number, "", "") if first else Source("text/plain", 0, "", "")


def read(message: Message, context: Context, raw: bytes = b"") -> Reading:
    """Say what a mail means (reading contract).

    raw: the mail's bytes, for the parts that ``Message`` does not hold. Time counts from the Date header, or from
    ``context.received_at`` where that header is absent or a broken clock's. Never raises for any message; the work is
    bounded by the bounds of ``Message``.
    """
    mail = _mail(message, context)
    automatic = machine_kind(message, context, raw)
    if (automatic is None or automatic[0] is Kind.AUTO_REPLY) and _is_calendar_answer(message, raw):
        return mail.reading(Kind.ANSWER, "a calendar program answers our invitation")
    if automatic is not None:
        return _automatic(mail, automatic, raw)
    if commands.is_command(message, context, mail.own):
        return mail.reading(Kind.COMMAND, "staff, and the first line is a command")
    if commands.is_command_of_stranger(message, context, mail.own):
        return mail.reading(Kind.QUESTION, "a command word, and not from staff")
    if training.is_sign_up(message, mail.own):
        fields, unclear, missing = training.read(message, mail.sender, sent=mail.sent)
        return replace(
            mail.reading(Kind.TRAINING, "a training sign-up"), fields=fields, unclear=unclear, missing=missing
        )
    ours = _is_answer_to_ours(mail)
    if ours and not context.asked:
        mail = replace(mail, asked=left_empty(mail.page))
    answers = find_answers(mail.page, context.answers, asked=mail.asked, replying=bool(ours))
    if notes.is_notes(message, mail.own, tag=mail.tag, request_keys=len({one.spec.key for one in answers})):
        fields, unclear, missing = notes.read(message, mail.sender, sent=mail.sent, tag=mail.tag)
        return replace(mail.reading(Kind.NOTES, "notes of a call"), fields=fields, unclear=unclear, missing=missing)
    if ours and not _is_new_form(mail, answers):
        return _answer(mail, answers, ours)
    return _from_outside(mail, answers)


def is_thanks(own_text: str) -> bool:
    """Whether the author's own words are thanks and nothing else (protocol, section 4, case 56)."""
    text = _without_names(own_text)
    return len(text) <= 300 and bool(_THANKING.search(text)) and _THANKS.fullmatch(text) is not None


def asks_emergency(subject: str) -> bool:
    """Whether the subject says urgent or emergency, as whole words (protocol N8)."""
    return bool(_EMERGENCY.search(subject))


def tag_of(subject: str) -> str | None:
    """The case reference in a subject, as ``IO-0042``: ``[IO-0042]``, ``IO42``, ``io 42``, ``#42``."""
    found = _TAG.search(subject)
    return f"IO-{int(found[1] or found[2]):04d}" if found else None


def _mail(message: Message, context: Context) -> _Mail:
    sent = message.date or context.received_at
    received = context.received_at
    if sent.tzinfo is None:
        sent = sent.replace(tzinfo=UTC)
    if not -_CLOCK_WRONG < sent - received < timedelta(days=2):
        sent = received
    from_ = message.from_
    sender = Person(name=(from_.name or None), email=from_.email) if from_ else Person()
    return _Mail(
        message=message,
        context=context,
        own=quote.own_text(message.lines),
        tag=tag_of(message.subject),
        sent=sent,
        sender=sender,
        asked=context.asked,
    )


def _automatic(mail: _Mail, automatic: tuple[Kind, str], raw: bytes) -> Reading:
    """A machine's mail: recorded, with what a bounce says of whom and what."""
    plain = mail.reading(*automatic)
    found = bounce.read(mail.message, raw) if automatic[0] is Kind.BOUNCE else None
    if found is None:
        return plain
    return replace(plain, failed=tuple(found.failed), returned_id=found.returned_id, is_delay=found.is_delay)


def _is_calendar_answer(message: Message, raw: bytes) -> bool:
    """Whether a calendar program answers an invitation (iTIP, RFC 5546, section 3.2.3)."""
    if not any(media.startswith("text/calendar") for media in message.structure):
        return False
    return bool(re.search(r"^METHOD:\s*REPLY\s*$", calendar(raw), re.IGNORECASE | re.MULTILINE))


def _is_answer_to_ours(mail: _Mail) -> str:
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


def _is_new_form(mail: _Mail, answers: Sequence[Answer]) -> bool:
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


def _answer(mail: _Mail, answers: Sequence[Answer], why: str) -> Reading:
    """More about a case: the values in it, and nothing that was not said."""
    context = mail.context
    plain = mail.reading(Kind.ANSWER, why)
    if plain.is_thanks and not answers:
        return plain
    sheet = interpret(answers, sent=mail.sent, contact=_contact_of(context, mail.sender), known=context.known)
    words = beside(mail.page, answers)
    if not any(not one.quoted for one in answers):
        _take_bare(sheet, mail)
    if words:
        _take_asked_prose(sheet, mail, words)
        prose.contradict(sheet, words, mail.source)
    _check_known_zone(sheet, context.known)
    settled = settle(sheet.fields, sheet.unclear, sent=mail.sent, contact=sheet.me)
    return replace(plain, fields=settled.fields, unclear=settled.unclear)


def _contact_of(context: Context, sender: Person) -> Person:
    """Whom ``me`` means in an answer: the sender, by the name the case knows for the address."""
    known = context.known.get("contact")
    persons = known.value if known and isinstance(known.value, tuple) else ()
    return next((one for one in persons if isinstance(one, Person) and one.email == sender.email), sender)


def _take_bare(sheet: Sheet, mail: _Mail) -> None:
    """Values typed without labels, where exactly what was asked is answered (protocol, cases 21 and 22)."""
    asked = [_SPECS[key] for key in mail.asked if key in _SPECS]
    source = mail.source
    line = Line("", 0, source.line, source.part)
    found = find_bare(mail.own, asked)
    if not found or is_thanks(mail.own):
        return
    answers = [
        Answer(spec=spec, said=said, first=said, line=line, number_given=False, label="") for spec, said in found
    ]
    if any(spec.type in {Type.LINE, Type.TEXT} and _is_chatter(said) for spec, said in found):
        return
    alone = interpret(answers, sent=mail.sent, contact=sheet.contact, known=mail.context.known)
    if len(found) > 1 and any(key not in alone.fields for key, _ in ((spec.key, said) for spec, said in found)):
        return
    sheet.fields.update(alone.fields)
    sheet.unclear.update(alone.unclear)


def _is_chatter(said: str) -> bool:
    return len(said) > 150 or bool(_CHATTER.match(said))


def _take_asked_prose(sheet: Sheet, mail: _Mail, words: str) -> None:
    """What plain sentences say of the lines that were asked, and plain corrections."""
    told = Sheet(sent=mail.sent, contact=sheet.contact, known=mail.context.known, zone=sheet.zone)
    prose.read_prose(told, words, mail.source)
    for key in mail.asked:
        if key in told.fields and key not in sheet.fields and key not in sheet.unclear:
            sheet.fields[key] = told.fields[key]
    prose.correct(sheet, words, mail.source)


def _check_known_zone(sheet: Sheet, known: Mapping[str, Field]) -> None:
    """A time told in another zone than the case's is asked back: it may be either."""
    zone, before, time = sheet.fields.get("tz"), known.get("tz"), sheet.fields.get("time")
    if zone is None or before is None or time is None or zone.value == before.value:
        return
    if zone.source.grammar.endswith(":also"):
        why = "the time zone is another than before"
        sheet.unclear["time"] = Unclear("time", time.source.said, why, time.source)
        del sheet.fields["time"], sheet.fields["tz"]


def _from_outside(mail: _Mail, answers: Sequence[Answer]) -> Reading:
    """A mail that begins something: a form, a request in prose, a wish for the form, or a question."""
    message = mail.message
    own = mail.own.strip()
    labelled = bool(answers) and _is_request_form(mail, answers)
    if labelled:
        return _request(mail, answers, "the call request form, filled in")
    untouched = not answers and is_untouched(mail.page)
    if untouched and (_is_only_form(mail) or prose.asks_for_form(own)):
        return replace(mail.reading(Kind.FORM_WANTED, "our form came back with nothing filled in"), is_untouched=True)
    if not own and not message.attachments and "?" not in message.subject and not _is_reply(message):
        return mail.reading(Kind.FORM_WANTED, "an empty mail")
    if prose.asks_for_form(own) or (not own and prose.asks_for_form(message.subject)):
        return mail.reading(Kind.FORM_WANTED, "it asks for the form")
    if is_thanks(own):
        return mail.reading(Kind.QUESTION, "thanks, and nothing that they answer")
    if prose.asks_for_call(own) or (
        _REQUEST_SUBJECT.search(message.subject) and len(own.split()) >= 8 and not own.endswith("?")
    ):
        return _request(mail, answers, "it asks for a call in plain words")
    return mail.reading(Kind.QUESTION, "a person wrote it, and it is none of the other kinds")


def _is_reply(message: Message) -> bool:
    return bool(message.in_reply_to or any(line.depth for line in message.lines))


def _is_only_form(mail: _Mail) -> bool:
    """Whether the author wrote nothing of his own beside the untouched form."""
    return len(beside(mail.page, ()).split()) <= 6


def _is_request_form(mail: _Mail, answers: Sequence[Answer]) -> bool:
    """Whether labelled answers are a call request and not any list with a date and a time in it."""
    keys = {one.spec.key for one in answers}
    subject = bool(_REQUEST_SUBJECT.search(mail.message.subject))
    is_ours = len(prompts_seen(mail.page)) >= 8
    if is_ours and keys:
        return True
    distinctive = subject or any((one.number_given and one.label) or _DISTINCTIVE.search(one.label) for one in answers)
    if len(keys) >= 2 and distinctive:
        return True
    bare_form = all(one.number_given and not one.label for one in answers)
    return bare_form and len(keys) >= 8 and not _is_reply(mail.message)


def _request(mail: _Mail, answers: Sequence[Answer], why: str) -> Reading:
    """A call request with its values, judged together."""
    sender = _forwarded_by(mail, answers) or mail.sender
    sheet = interpret(answers, sent=mail.sent, contact=sender)
    words = beside(mail.page, answers)
    if not answers:
        prose.read_prose(sheet, mail.own, mail.source)
    if words:
        prose.contradict(sheet, words, mail.source)
    _take_subject_title(sheet, mail.message.subject)
    _take_hosting(sheet, mail.message.lines)
    _fill_defaults(sheet, sender)
    settled = settle(sheet.fields, sheet.unclear, sent=mail.sent, contact=sheet.me)
    forms = count_forms(answers)
    return replace(
        mail.reading(Kind.CALL_REQUEST, why if forms < 2 else f"{forms} call request forms in one mail"),
        fields=settled.fields,
        unclear=settled.unclear,
        missing=settled.missing,
    )


def _forwarded_by(mail: _Mail, answers: Sequence[Answer]) -> Person | None:
    """The author of a forwarded form: the inner From above the first answer (protocol, section 4, case 45)."""
    if not answers or not _FORWARDED.match(mail.message.subject) or any(not one.quoted for one in answers):
        return None
    first = min(one.line.number for one in answers)
    for line in reversed([one for one in mail.message.lines if one.depth and one.number < first]):
        found = _FROM_LINE.match(line.text)
        email = values.address(found["email"]) if found else None
        if found and email:
            return (
                None if email in mail.context.ours else Person(name=found["name"].strip(" \"'*") or None, email=email)
            )
    return None


def _take_subject_title(sheet: Sheet, subject: str) -> None:
    """``Call request: Student debt check-in`` names the title where no line does."""
    found = _TITLE_SUBJECT.fullmatch(subject.strip())
    if found and "title" not in sheet.fields and "title" not in sheet.unclear and not _NO_TITLE.search(found["title"]):
        title = " ".join(found["title"].split())
        sheet.fields["title"] = Field("title", title, Source("subject", 0, "line", title))


def _take_hosting(sheet: Sheet, lines: Sequence[Line]) -> None:
    """An uncommon label counts by its value: ``Who we are: Occupy Kansas City`` is the group."""
    if "group" in sheet.fields or "group" in sheet.unclear:
        return
    found = [
        (line, match[1].strip())
        for line in lines
        if line.depth == 0
        and (match := re.fullmatch(r"[^\W\d_][\w /&'’-]{1,30}:\s+(Occupy\s+[A-Z][\w .&'’-]{1,60})", line.text.strip()))
    ]
    if len(found) == 1:
        line, said = found[0]
        sheet.fields["group"] = Field("group", said, Source(line.part, line.number, "line", said))


def _fill_defaults(sheet: Sheet, sender: Person) -> None:
    """What holds where nothing is said (reading contract, "Settled details")."""
    if "contact" not in sheet.fields and "contact" not in sheet.unclear and sender.email:
        shown = f"{sender.name} <{sender.email}>" if sender.name else sender.email
        sheet.fields["contact"] = Field("contact", (sender,), Source("from", 0, "default", shown))
    for key, value in _DEFAULTS:
        if key not in sheet.fields and key not in sheet.unclear:
            sheet.fields[key] = Field(key, value, Source("default", 0, "default", ""))


def _without_names(own_text: str) -> str:
    """The words without greetings and the name below them: ``Thank you so much, Ann``."""
    lines = [line.strip() for line in own_text.splitlines() if line.strip()]
    while len(lines) > 1 and re.fullmatch(r"[-–—~]*\s*(?:[A-Z][\w.'’-]*\s?){1,4}", lines[-1]):
        lines.pop()
    text = " ".join(lines)
    text = _THANKED.sub(r"\1", text)
    text = re.sub(r"\A(?:hi|hello|hey|dear)\b[^,!.\n]{0,40}[,!.]\s*", "", text, flags=re.IGNORECASE)
    return re.sub(r"(?<=[,!.])\s*(?:[A-Z][\w'’-]*\s?){1,2}[.!]*\s*\Z", "", text)

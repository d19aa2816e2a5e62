"""A mail that asks for a call: the filled form, forwarded or not, or plain sentences."""

import re
from collections.abc import Sequence
from dataclasses import replace

from mailflow.model import Field, Kind, Line, Person, Reading, Source
from mailflow.read import asking, forwarded, prose
from mailflow.read.form import Answer, beside, prompts_seen, split_forms
from mailflow.read.interpret import Sheet, interpret
from mailflow.read.letter import Letter
from mailflow.read.settle import settle

_TITLE_SUBJECT = re.compile(
    r"(?:\s*(?:re|fwd?|fw|aw|wg)\s*:\s*)*call request\s*[:\u2013\u2014-]\s*(?P<title>\S.*)", re.IGNORECASE
)
_NO_TITLE = re.compile(
    r"\d|\b(?:form|urgent|emergency|help|please|request|maestro|line|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue"
    r"|wed|thu|fri|sat|sun)\w*\b",
    re.IGNORECASE,
)
_DISTINCTIVE = re.compile(
    r"\b(?:call|facilitat\w*|maestro|tech support\w*|backup|back up|time zone|timezone|conference name)\b"
)


def is_request_subject(subject: str) -> bool:
    """Whether a subject says that a call is asked for."""
    return asking.names_request(subject)


def is_request_form(mail: Letter, answers: Sequence[Answer]) -> bool:
    """Whether labelled answers are a call request and not any list with a date and a time in it."""
    keys = {one.spec.key for one in answers}
    subject = is_request_subject(mail.message.subject)
    is_ours = len(prompts_seen(mail.page)) >= 8
    if is_ours and keys:
        return True
    distinctive = subject or any((one.number_given and one.label) or _DISTINCTIVE.search(one.label) for one in answers)
    if len(keys) >= 2 and distinctive:
        return True
    bare_form = all(one.number_given and not one.label for one in answers)
    is_enough = len(keys) >= 8 or (len(keys) >= 5 and keys >= {"date", "time", "tz"})
    return bare_form and is_enough and not mail.is_reply


def read_request(mail: Letter, answers: Sequence[Answer], why: str) -> Reading:
    """A call request with its values, judged together; a second form in the mail is a request of its own."""
    if not is_request_form(mail, answers):
        return _read_sentences(mail, why)  # a lone label among sentences is read with them
    parts = split_forms(answers)
    words = beside(mail.page, answers)
    first, *others = (_read_one(mail, part, words, why, is_only=len(parts) == 1) for part in parts)
    return replace(first, why=f"{len(parts)} call request forms in one mail", others=tuple(others)) if others else first


def _read_sentences(mail: Letter, why: str) -> Reading:
    """A request in prose; where the mail itself says nothing of the call, that of the mail it passes on."""
    own = _read_one(mail, (), "", why, is_only=True)
    inner = forwarded.request_passed_on(mail) if own.fields.keys() <= {"contact", "title", "group"} else None
    return _read_one(inner, (), "", why, is_only=True) if inner else own


def _read_one(mail: Letter, answers: Sequence[Answer], words: str, why: str, *, is_only: bool) -> Reading:
    """One form, or plain sentences. words: the covering text; is_only: what else stands in the mail is about it."""
    sender = _forwarded_by(mail, answers) or mail.sender
    sheet = interpret(answers, sent=mail.sent, contact=sender)
    if not answers:
        prose.read_prose(sheet, mail.own, mail.source)
    if words:
        prose.contradict(sheet, words, mail.source)
    if is_only:
        _take_subject_title(sheet, mail.message.subject)
        _take_hosting(sheet, mail.lines)
    _take_sender(sheet, sender)
    settled = settle(sheet.fields, sheet.unclear, sent=mail.sent, contact=sheet.me)
    return replace(
        mail.reading(Kind.CALL_REQUEST, why),
        fields=settled.fields,
        unclear=settled.unclear,
        missing=settled.missing,
    )


def _forwarded_by(mail: Letter, answers: Sequence[Answer]) -> Person | None:
    """The author of a forwarded form: the inner From above the first answer (protocol, section 4, case 45)."""
    written = [one for one in answers if one.line.part not in {paper.name for paper in mail.message.documents}]
    if not answers or not forwarded.is_forward(mail.message.subject) or any(not one.quoted for one in written):
        return None
    first = min((one.line.number for one in written), default=len(mail.message.lines) + 1)
    above = [one for one in mail.message.lines if one.depth and one.number < first]
    return forwarded.author(above, mail.context.ours)


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


def _take_sender(sheet: Sheet, sender: Person) -> None:
    """The contact is who asks, where nobody else is named (reading contract, "contact").

    No other default is written down: a length, or that a call is public, holds where nothing was said of it, and what
    nobody said is no value of the mail.
    """
    if "contact" not in sheet.fields and "contact" not in sheet.unclear and sender.email:
        shown = f"{sender.name} <{sender.email}>" if sender.name else sender.email
        sheet.fields["contact"] = Field("contact", (sender,), Source("from", 0, "default", shown))

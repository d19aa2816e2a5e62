"""A mail that asks for a call: the filled form, forwarded or not, or plain sentences."""

import re
from collections.abc import Sequence
from dataclasses import replace

from mailflow.model import Field, Kind, Line, Person, Reading, Source, Unclear
from mailflow.read import cover
from mailflow.read.forms.form import Answer, beside, prompts_seen, split_forms
from mailflow.read.interpret import Sheet, interpret
from mailflow.read.letter import Letter
from mailflow.read.persons.identity import complete
from mailflow.read.sentences import asking, forwarded, prose
from mailflow.read.sentences.introduced import introduced
from mailflow.read.sentences.several import Several, several_calls
from mailflow.read.settle import settle
from mailflow.read.subject import take_subject

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
    known = [one for one in answers if not one.unknown_label]
    numbered = len({one.spec.key for one in known if one.number_given and one.label}) >= 2
    distinctive = subject or numbered or any(_DISTINCTIVE.search(one.label) for one in answers)
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
    if several := several_calls(mail.own):
        first, *others = (_read_of_several(mail, several, call, why) for call in several.calls)
        return replace(first, why=f"{len(several.calls)} calls asked for in one mail", others=tuple(others))
    own = _read_one(mail, (), "", why, is_only=True)
    inner = forwarded.request_passed_on(mail) if own.fields.keys() <= {"contact", "title", "group"} else None
    return _read_one(inner, (), "", why, is_only=True) if inner else own


def _read_of_several(mail: Letter, several: Several, call: str, why: str) -> Reading:
    """One of the calls of a list; who has a role at one or the other of them is asked."""
    read = _read_one(replace(mail, own=call), (), "", why, is_only=False)
    source = mail.source
    told = {
        key: Unclear(key, said, "we are not sure which of the calls that is about", replace(source, said=said))
        for key, said in several.told_of_one()
    }
    gone = {"start"} if told.keys() & {"date", "time"} else set()
    return replace(
        read,
        fields={key: one for key, one in read.fields.items() if key not in told and key not in gone},
        unclear={**read.unclear, **told},
        missing=tuple(key for key in read.missing if key not in told),
    )


def _read_one(mail: Letter, answers: Sequence[Answer], words: str, why: str, *, is_only: bool) -> Reading:
    """One form, or plain sentences. words: the covering text; is_only: what else stands in the mail is about it."""
    sender = _forwarded_by(mail, answers) or introduced(mail.sender, mail.own)
    sheet = interpret(answers, sent=mail.sent, contact=sender)
    if not answers:
        prose.read_prose(sheet, mail.own, mail.source)
    if words:
        cover.hold_against(sheet, words, mail.source, writer=mail.sender)
    if is_only:
        take_subject(sheet, mail.message.subject)
        _take_hosting(sheet, mail.lines)
    _take_sender(sheet, sender)
    fields = complete(sheet.fields, mail.sender)  # who passes a form on may stand in it
    settled = settle(fields, sheet.unclear, sent=mail.passed_on or mail.sent, contact=sheet.me)
    return replace(
        mail.reading(Kind.CALL_REQUEST, why),
        fields=settled.fields,
        unclear=settled.unclear,
        missing=settled.missing,
    )


def _forwarded_by(mail: Letter, answers: Sequence[Answer]) -> Person | None:
    """The author of a forwarded form: the inner From above the first answer (protocol, section 4, case 45)."""
    written = [one for one in answers if one.line.part not in {paper.name for paper in mail.message.documents}]
    if not answers or not forwarded.passes_on(mail.message):
        return None
    first = min((one.line.number for one in written), default=len(mail.message.lines) + 1)
    above = [one for one in mail.message.lines if one.number < first and (one.depth or forwarded.is_head(one))]
    is_below_head = any(not one.depth for one in above)
    if any(not one.quoted for one in written) and not is_below_head:
        return None
    return forwarded.author(above, mail.context.ours)


def _take_hosting(sheet: Sheet, lines: Sequence[Line]) -> None:
    """An uncommon label counts by its value: ``Who we are: Occupy Kansas City`` is the group."""
    if "group" in sheet.fields or "group" in sheet.unclear:
        return
    found = [
        (line, match[1].strip())
        for line in lines
        if line.depth == 0
        and "Occupy" in line.text
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
    if "contact" not in sheet.fields and "contact" not in sheet.unclear and (sender.email or sender.name):
        shown = f"{sender.name} <{sender.email}>" if sender.name and sender.email else sender.email or sender.name or ""
        sheet.fields["contact"] = Field("contact", (sender,), Source("from", 0, "default", shown))

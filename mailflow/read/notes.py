"""Notes of a call or a breakout: header lines on top, and the notes below, word for word (protocol, section 2.2)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mailflow.fields import NOTES_FORM
from mailflow.model import Field, Kind, Line, Person, Reading, Source
from mailflow.read import forwarded, quote
from mailflow.read.form import Answer, is_untouched, look
from mailflow.read.interpret import Sheet
from mailflow.read.labels import table_of
from mailflow.read.letter import Letter, is_thanks
from mailflow.read.lines import fill, take_where_open
from mailflow.read.notes_head import Parted, part
from mailflow.read.notes_told import NOTES_WORD, take_sentences, take_subject
from mailflow.read.notes_values import READERS, URL
from mailflow.read.result import Certain

_FEW_WORDS = 25
_MANY_WORDS = 80
_ASKS = re.compile(
    r"\?\s*\Z|\b(?:where|when|who|how|can you|could you|can someone|could somebody|could someone|send me|looking for)\b"
    r".{0,60}\b(?:notes|minutes)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"\b(?:attach\w*|enclos\w*|photos?|pictures?|pics?|scans?|files?|documents?|here(?:['’]s| is| are| you go))\b",
    re.IGNORECASE,
)
_NONE_TAKEN = re.compile(
    r"\b(?:no|any) (?:notes|minutes)\b|\b(?:nobody|no one|none of us) took\b|\b(?:did not|didn['’]t) take\b",
    re.IGNORECASE,
)
_FORWARDED = re.compile(r".*\bforwarded (?:message|email)\b|\s*begin forwarded message", re.IGNORECASE)
_MAIL_HEADER = re.compile(r"[\s*]*(?:from|sent|date|to|cc|subject|reply-to)[\s*]*:", re.IGNORECASE)
_SURE_LABELS = frozenset({"post", "replaces", "part", "breakout", "taker", "attendees"})
_REPLY = re.compile(r"\s*(?:re|aw)\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Sheets:
    """What a mail brings: its own lines, those it forwards for posting, those of each document, all parted.

    by: who wrote what is forwarded.
    """

    parted: tuple[Parted, ...]
    by: Person | None = None

    @property
    def headed(self) -> Parted:
        """The first of them that has header lines."""
        return next((one for one in self.parted if one.labels), self.parted[0])


def is_notes(mail: Letter, answers: Sequence[Answer]) -> bool:
    """Whether a mail brings notes: our notes form, or a subject that says so with a text that can be notes.

    answers: what it answers of the call request form: a filled call request is none.
    """
    sheets = _sheets(mail)
    head = sheets.headed
    own = mail.own
    beyond = sheets.parted if sheets.by else sheets.parted[1:]
    words = len(own.split()) + sum(len(line.text.split()) for one in beyond for line in one.body)
    requested = _only_of_request(answers)
    if head.labels and head.ours and head.is_filled and requested < 4:
        return "body" in head.labels and (words >= 3 or bool(mail.message.attachments))
    if head.ends and head.labels & _SURE_LABELS and requested < 4:
        return True
    says_so = bool(NOTES_WORD.search(mail.message.subject))
    if says_so and len(head.labels & _SURE_LABELS) >= 2 and requested < 3:
        return words >= 8
    if requested >= 4 or not (says_so or _are_papers(mail)):
        return False
    if is_thanks(own) or (mail.tag and _only_thanks(own)) or (_NONE_TAKEN.search(own) and words < _FEW_WORDS):
        return False
    if _REPLY.match(mail.message.subject) and not mail.tag and words < 40:
        return False
    if _ASKS.search(own[-300:]) and words < _MANY_WORDS and not _asks_to_post(own):
        return False
    is_lone_link = bool(URL.search(own)) and len(URL.sub("", own).split()) <= 12
    return (
        words >= (8 if mail.tag or _names_call(mail) else _FEW_WORDS) or is_lone_link or bool(mail.message.attachments)
    )


def read(mail: Letter) -> Reading:
    """Notes with their values. The body is the author's text below the header lines, verbatim.

    The text of attached documents stands below what the mail says; where the mail has no header lines, those on top of
    a document count (protocol, section 4, case 63). What is forwarded for posting is the text of who wrote it.
    """
    message = mail.message
    sheets = _sheets(mail)
    head = sheets.headed
    sheet = Sheet(sent=mail.sent, contact=mail.sender)
    fill(sheet, head.answers, READERS)
    take_subject(sheet, message.subject)
    author = [line for line in message.lines if line.depth == 0 and not quote.is_footer(line.text)]
    take_sentences(sheet, message.subject, author, is_author=sheets.by is None)
    _take_sender(sheet, sheets.by or mail.sender)
    if message.attachments:
        names = tuple(one.name for one in message.attachments)
        said = Source("attachment", 0, "name", ", ".join(names))
        sheet.fields["attachments"] = Field("attachments", names, said)
    texts = [_text(one.body) for one in sheets.parted]
    if message.attachments and len(texts) == 1 and not head.labels and _only_points(texts[0]):
        texts = []
    body = "\n\n".join(text for text in texts if text)
    if body:
        first = next(line for one in sheets.parted for line in one.body if line.text.strip())
        sheet.fields["body"] = Field("body", body, Source(first.part, first.number, "verbatim", body))
    plain = mail.reading(Kind.NOTES, "notes of a call")
    return replace(plain, fields=sheet.fields, unclear=sheet.unclear, missing=() if body else ("body",))


def _sheets(mail: Letter) -> _Sheets:
    """The lines of the mail, those it forwards for posting, and those of each document that says something."""
    message = mail.message
    inner, by = _passed_on(mail)
    papers = [one.lines for one in message.documents if one.lines]
    filled = [lines for lines in papers if not is_untouched(look(lines, NOTES_FORM))]
    return _Sheets(tuple(part(one) for one in (inner if by else message.lines, *filled)), by)


def _passed_on(mail: Letter) -> tuple[Sequence[Line], Person | None]:
    """What a mail of few words forwards, and who wrote it, where that is no mail of ours and can be notes."""
    own, lines = mail.own.rstrip(), mail.message.lines
    begin = next((at for at, line in enumerate(lines) if line.depth and _FORWARDED.match(line.text)), None)
    if begin is None or len(own.split()) > 2 * _FEW_WORDS or (own.endswith("?") and not _asks_to_post(own)):
        return (), None
    inner = [replace(line, depth=line.depth - 1) for line in lines[begin + 1 :] if line.depth]
    skip = 0
    while skip < len(inner) and (not inner[skip].text.strip() or _MAIL_HEADER.match(inner[skip].text)):
        skip += 1
    if sum(len(line.text.split()) for line in inner[skip:]) < _FEW_WORDS // 2:
        return (), None
    return inner[skip:], forwarded.author(inner[:skip], mail.context.ours)


def _only_of_request(answers: Sequence[Answer]) -> int:
    """How many lines of the call request form are answered under labels that the notes form does not have."""
    notes = table_of(NOTES_FORM)
    return len({one.spec.key for one in answers if one.label and notes.find(one.label) is None})


def _are_papers(mail: Letter) -> bool:
    """Whether a mail of few words brings a document whose name says that it is notes."""
    named = any(NOTES_WORD.search(one.name.replace("_", " ")) for one in mail.message.documents if one.lines)
    return named and len(mail.own.split()) < _FEW_WORDS


def _only_points(text: str) -> bool:
    """Whether a text only points at what is attached: the notes are not in it."""
    return len(text.split()) < _FEW_WORDS and bool(_POINTS.search(text))


def _names_call(mail: Letter) -> bool:
    """Whether the subject says of what the notes are: a call, a breakout, a part or a day."""
    sheet = Sheet(sent=mail.sent, contact=mail.sender)
    take_subject(sheet, mail.message.subject)
    return bool(sheet.fields) and "?" not in mail.message.subject


def _asks_to_post(own: str) -> bool:
    return bool(
        re.search(r"\b(?:can|could|would|will) you (?:please )?(?:post|put|publish|upload)\b", own, re.IGNORECASE)
    )


def _only_thanks(own: str) -> bool:
    """Whether a few sentences are an answer that thanks: notes do not begin so."""
    begins = re.match(
        r"(?:hi|hello|hey)?\W{0,2}(?:\w+,\s+)?(?:many )?(?:thanks|thank you|thx|got it|great|perfect)\b",
        own,
        re.IGNORECASE,
    )
    return bool(begins) and len(own.split()) < 40 and not re.search(r"(?m)^\s*[-*•\d]", own)


def _take_sender(sheet: Sheet, sender: Person) -> None:
    """The taker is who writes, where nobody else is named (reading contract, "Settled details")."""
    if sender.name:
        take_where_open(
            sheet, "taker", Source("from", 0, "", sender.name), Certain(value=sender.name, grammar="default")
        )


def _text(lines: Sequence[Line]) -> str:
    """The author's text as written; a mail program's own footer is no part of it."""
    kept = [line.text.rstrip() for line in lines if line.depth == 0 and not quote.is_footer(line.text)]
    return "\n".join(kept).strip("\n")

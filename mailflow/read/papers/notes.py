"""Notes of a call or a breakout: header lines on top, and the notes below, word for word (protocol, section 2.2)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mailflow.fields import NOTES_FORM
from mailflow.model import Field, Kind, Line, Person, Reading, Source
from mailflow.read.adapter import quote
from mailflow.read.answers.result import Certain, listed
from mailflow.read.forms.form import Answer, is_untouched, look
from mailflow.read.forms.labels import table_of
from mailflow.read.interpret import Sheet
from mailflow.read.letter import Letter, is_thanks
from mailflow.read.papers.lines import fill, take_where_open
from mailflow.read.papers.notes_forwarded import PassedOn, passed_on
from mailflow.read.papers.notes_head import Parted, part
from mailflow.read.papers.notes_told import (
    NOTES_WORD,
    brings_notes,
    names_notes,
    take_heading,
    take_sentences,
    take_subject,
)
from mailflow.read.papers.notes_values import URL, readers
from mailflow.read.sentences import asking

_FEW_WORDS = 25
_MANY_WORDS = 80
_ASKS = re.compile(
    r"\?\s*\Z|\b(?:where|when|who|how|can you|could you|can someone|could somebody|could someone|send me|looking for)\b"
    r".{0,60}\b(?:notes|minutes)\b",
    re.IGNORECASE,
)
_ASKS_AFTER = re.compile(
    r"\b(?:will|are|is|were|was|do|does|did|has|have|any|could|can|may|shall|should)\b[^.?!]{0,60}"
    r"\b(?:notes|minutes)\b[^.?!]{0,80}\?",
    re.IGNORECASE,
)
_POINT = re.compile(r"(?m)^\s*(?:[-*•–]|\d{1,2}[.)])\s")
_FEW_POINTS = 2
_POINTS = re.compile(
    r"\b(?:attach\w*|enclos\w*|photos?|pictures?|pics?|scans?|files?|documents?|here(?:['’]s| is| are| you go))\b",
    re.IGNORECASE,
)
_NONE_TAKEN = re.compile(
    r"\b(?:no|any) (?:notes|minutes)\b|\b(?:nobody|no one|none of us) took\b|\b(?:did not|didn['’]t) take\b",
    re.IGNORECASE,
)
_SURE_LABELS = frozenset({"post", "replaces", "part", "breakout", "taker", "attendees"})
_REPLY = re.compile(r"\s*(?:re|aw)\s*:", re.IGNORECASE)
_ON_TOP_OF_MINUTES = listed(
    "title group contact purpose date time tz facilitator length expected breakouts notetaker phone extra"
)
_OF_BOTH = frozenset({"public", "list"})
_TABLE = table_of(NOTES_FORM)
_BEGINS = 3  # paragraphs
_MANY_OF_REQUEST = 4
_SURELY_OF_REQUEST = 3


@dataclass(frozen=True, slots=True)
class _Sheets:
    """What a mail brings: its own lines or those it forwards for posting, and those of each document, all parted."""

    parted: tuple[Parted, ...]
    inner: PassedOn | None = None

    @property
    def headed(self) -> Parted:
        """The first of them that has header lines."""
        return next((one for one in self.parted if one.labels), self.parted[0])


def is_notes(mail: Letter, answers: Sequence[Answer]) -> bool:
    """Whether a mail brings notes: our notes form, or a subject or a covering text that says so, and a text.

    answers: what it answers of the call request form: a filled call request is none, whatever it says of notes.
    """
    sheets = _sheets(mail)
    head, own = sheets.headed, mail.own
    words = len(own.split()) + sum(len(line.text.split()) for one in _beyond(sheets) for line in one.body)
    says_so = _says_so(mail, sheets)
    if _requests(mail, answers, says_so=says_so):
        return False
    if head.labels and head.ours and head.is_filled:
        return "body" in head.labels and (words >= 3 or bool(mail.message.attachments))
    if head.ends and head.labels & _SURE_LABELS:
        return True
    if says_so and len(head.labels & _SURE_LABELS) >= 2:
        return words >= 8
    if not (says_so or _are_papers(mail)) or _only_speaks_of_notes(mail, sheets, words):
        return False
    is_lone_link = bool(URL.search(own)) and len(URL.sub("", own).split()) <= 12
    return (
        words >= (8 if mail.tag or _names_call(mail) else _FEW_WORDS) or is_lone_link or bool(mail.message.attachments)
    )


def _beyond(sheets: _Sheets) -> Sequence[Parted]:
    """What a mail brings beside its author's own words."""
    return sheets.parted if sheets.inner else sheets.parted[1:]


def _says_so(mail: Letter, sheets: _Sheets) -> bool:
    """Whether the subject, the words above the notes, or the subject of what is passed on, speak of notes."""
    if NOTES_WORD.search(mail.message.subject) or brings_notes(mail.own):
        return True
    inner = sheets.inner
    return inner is not None and bool(NOTES_WORD.search(f"{mail.own} {inner.subject}"))


def _requests(mail: Letter, answers: Sequence[Answer], *, says_so: bool) -> bool:
    """Whether it asks for a call, in a form or in words, and only speaks of notes beside that.

    Minutes name a title, an hour and a facilitator on top, too; no minutes name a backup, or whether the call repeats.
    """
    found = {one.spec.key for one in answers if one.label and _TABLE.find(one.label) is None}
    surely = {one.spec.key for one in answers if one.label} - _ON_TOP_OF_MINUTES - _OF_BOTH
    is_named = names_notes(mail.message.subject) and not asking.names_request(mail.message.subject)
    if is_named or len(surely) >= _SURELY_OF_REQUEST:
        return len(surely) >= _SURELY_OF_REQUEST
    if len(found) >= _MANY_OF_REQUEST and (surely or not says_so):
        return True
    return asking.asks_for_call("\n\n".join(re.split(r"\n\s*\n", mail.own)[:_BEGINS]))


def _only_speaks_of_notes(mail: Letter, sheets: _Sheets, words: int) -> bool:
    """Whether it thanks for notes, asks for them, or says that there are none. words: of all that it brings."""
    if sheets.inner and _asks(_text(sheets.inner.lines)) and words < 2 * _MANY_WORDS:
        return True
    own = mail.own
    if is_thanks(own) or (mail.tag and _only_thanks(own)) or (_NONE_TAKEN.search(own) and words < _FEW_WORDS):
        return True
    if _REPLY.match(mail.message.subject) and not mail.tag and words < 40:
        return True
    return _asks(own) and words < _MANY_WORDS


def _asks(text: str) -> bool:
    """Whether a text ends with a question, or asks after notes anywhere and has no points of minutes."""
    asks_after = _ASKS_AFTER.search(" ".join(text[:2_000].split())) and len(_POINT.findall(text)) < _FEW_POINTS
    return bool(_ASKS.search(text[-300:]) or asks_after) and not _asks_to_post(text)


def read(mail: Letter) -> Reading:
    """Notes with their values. The body is the author's text below the header lines, verbatim.

    The text of attached documents stands below what the mail says; where the mail has no header lines, those on top of
    a document count (protocol, section 4, case 63). What is forwarded for posting is the text of who wrote it.
    """
    message = mail.message
    sheets = _sheets(mail)
    head = sheets.headed
    sheet = Sheet(sent=mail.sent, contact=mail.sender)
    fill(sheet, head.answers, readers(mail.context.prefix))
    take_subject(sheet, message.subject, mail.context.prefix)
    author = [line for line in message.lines if line.depth == 0 and not quote.is_footer(line.text)]
    inner = sheets.inner
    by = None if inner is None else inner.by or Person()
    take_sentences(sheet, message.subject, author, by=by)
    if inner:
        take_sentences(sheet, inner.subject, [line for line in inner.lines if line.depth == 0], by=by)
    take_heading(sheet, [line for line in head.body if line.depth == 0])
    _take_sender(sheet, (inner.by if inner else None) or mail.sender)
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
    inner = None if mail.own.rstrip().endswith("?") and not _asks_to_post(mail.own) else passed_on(mail)
    papers = [one.lines for one in message.documents if one.lines]
    filled = [lines for lines in papers if not is_untouched(look(lines, NOTES_FORM))]
    return _Sheets(tuple(part(one) for one in (inner.lines if inner else message.lines, *filled)), inner)


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
    take_subject(sheet, mail.message.subject, mail.context.prefix)
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

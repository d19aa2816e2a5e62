"""All together: one mail → what it means.

First what sort of mail it is, from the surest sign to the weakest: machines, staff's commands, answers to our own
mails, filled forms, plain requests, questions. Then its values, judged together.
"""

from collections.abc import Sequence
from dataclasses import replace

from mailflow.model import Context, Kind, Message, Reading
from mailflow.read.adapter import quote
from mailflow.read.asked import from_quote
from mailflow.read.forms.form import Answer, beside, find_answers, is_untouched
from mailflow.read.kinds import bounce, commands, itip
from mailflow.read.kinds.kind import machine_kind
from mailflow.read.letter import Letter, asks_emergency, is_thanks, open_letter, tag_of
from mailflow.read.papers import notes, training
from mailflow.read.reply import is_new_form, read_reply, why_ours
from mailflow.read.request import is_request_form, is_request_subject, read_request
from mailflow.read.sentences import asking
from mailflow.read.sentences.forwarded import request_passed_on
from mailflow.read.settle import Settled, merge, settle

__all__ = ["Settled", "asks_emergency", "is_thanks", "merge", "read", "settle", "tag_of"]

_FEW_WORDS = 8


def read(message: Message, context: Context, raw: bytes = b"") -> Reading:
    """Say what a mail means (reading contract).

    raw: the mail's bytes, for the parts that ``Message`` does not hold. Time counts from the Date header, or from
    ``context.received_at`` where that header is absent or a broken clock's. Never raises for any message; the work is
    bounded by the bounds of ``Message``.
    """
    mail = open_letter(message, context)
    automatic = machine_kind(message, context, raw)
    attendance = itip.read(message, raw) if automatic is None or automatic[0] is Kind.AUTO_REPLY else None
    if attendance is not None:
        answer = mail.reading(Kind.ANSWER, "a calendar program answers our invitation")
        return replace(answer, attendance=attendance)
    if automatic is not None:
        return _automatic(mail, automatic, raw)
    if context.read_as is not None:
        return _as_told(mail, context.read_as)
    if commands.is_command(message, context, mail.own):
        return mail.reading(Kind.COMMAND, "staff, and the first line is a command")
    if commands.is_command_of_stranger(message, context, mail.own):
        return mail.reading(Kind.QUESTION, "a command word, and not from staff")
    if training.is_sign_up(mail):
        return training.read(mail)
    ours = why_ours(mail)
    if ours and not context.asked:
        mail = from_quote(mail)
    answers = find_answers(mail.page, context.answers, asked=mail.asked, replying=bool(ours))
    if notes.is_notes(mail, answers):
        return notes.read(mail)
    if ours and not is_new_form(mail, answers):
        return read_reply(mail, answers, ours)
    return _from_outside(_in_its_words(mail), answers)


def _as_told(mail: Letter, kind: Kind) -> Reading:
    """A mail read as the kind that staff say it is (``reclassify``, protocol 8.29)."""
    why = f"staff say it is of the kind {kind}"
    if kind is Kind.NOTES:
        return notes.read(mail)
    if kind is Kind.TRAINING:
        return training.read(mail)
    if kind is Kind.CALL_REQUEST:
        return read_request(mail, find_answers(mail.page, "", asked=(), replying=False), why)
    return mail.reading(kind, why)


def _in_its_words(mail: Letter) -> Letter:
    """A mail that says nothing itself says what its documents say."""
    return mail if mail.own.strip() else replace(mail, own=quote.own_text(mail.lines))


def _automatic(mail: Letter, automatic: tuple[Kind, str], raw: bytes) -> Reading:
    """A machine's mail: recorded, with what a bounce says of whom and what."""
    plain = mail.reading(*automatic)
    found = bounce.read(mail.message, raw) if automatic[0] is Kind.BOUNCE else None
    if found is None:
        return plain
    return replace(plain, failed=tuple(found.failed), returned_id=found.returned_id, is_delay=found.is_delay)


def _from_outside(mail: Letter, answers: Sequence[Answer]) -> Reading:
    """A mail that begins something: a form, a request in prose, a wish for the form, or a question."""
    own = mail.own.strip()
    labelled = bool(answers) and is_request_form(mail, answers)
    if labelled:
        return read_request(mail, answers, "the call request form, filled in")
    untouched = not answers and is_untouched(mail.page)
    if untouched and (_is_only_form(mail) or asking.asks_for_form(own)):
        return replace(mail.reading(Kind.FORM_WANTED, "our form came back with nothing filled in"), is_untouched=True)
    return _in_prose(mail, answers)


def _in_prose(mail: Letter, answers: Sequence[Answer]) -> Reading:
    """A mail without a form. A subject with hardly a word below it is what the mail says."""
    subject, own = mail.message.subject, mail.own.strip()
    is_short = len(own.split()) < _FEW_WORDS and not mail.is_reply
    said = f"{subject}\n\n{own}" if is_short else own
    if not own and mail.message.has_unread and not mail.message.attachments and not mail.is_reply:
        return mail.reading(Kind.QUESTION, "none of its text could be read")
    if not own and mail.message.attachments and is_request_subject(subject):
        return read_request(mail, answers, "its subject asks for a call, and papers come with it")
    if asking.asks_for_form(said) or asking.asks_for_form(own):
        return mail.reading(Kind.FORM_WANTED, "it asks for the form")
    if is_thanks(own) and not (is_short and asking.asks_for_call(subject)):
        return mail.reading(Kind.QUESTION, "thanks, and nothing that they answer")
    if asking.asks_for_call(said):
        return read_request(replace(mail, own=said) if is_short else mail, answers, "it asks for a call in plain words")
    if is_request_subject(subject) and _tells_more(own):
        return read_request(mail, answers, "its subject asks for a call")
    if asking.describes_call(f"{subject}\n\n{own}"):
        return read_request(mail, answers, "it describes a call and who runs it")
    inner = request_passed_on(mail) if asking.is_about_a_call(own) else None
    if inner:
        return read_request(inner, answers, "it passes on a request for a call")
    if not own and not mail.message.attachments and "?" not in subject and not mail.is_reply:
        return mail.reading(Kind.FORM_WANTED, "an empty mail")
    return mail.reading(Kind.QUESTION, "a person wrote it, and it is none of the other kinds")


def _tells_more(own: str) -> bool:
    """Whether the words below a subject that asks for a call may be what there is to say of that call."""
    return len(own.split()) >= _FEW_WORDS and not own.endswith("?") and asking.is_about_a_call(own)


def _is_only_form(mail: Letter) -> bool:
    """Whether the author wrote nothing of his own beside the untouched form."""
    return len(beside(mail.page, ()).split()) <= 6

"""A sign-up for a Maestro training (protocol, section 2.3)."""

import re
from collections.abc import Sequence
from dataclasses import replace

from mailflow.fields import TRAINING_FORM
from mailflow.model import Kind, Reading, Source
from mailflow.read.answers.result import MAX_PROSE, Certain
from mailflow.read.forms.form import Answer, find_answers, look_over
from mailflow.read.interpret import Sheet
from mailflow.read.letter import Letter
from mailflow.read.papers.lines import fill, take_where_open
from mailflow.read.papers.training_text import Told, cut
from mailflow.read.papers.training_told import take_told
from mailflow.read.papers.training_values import readers
from mailflow.read.papers.training_wish import TRAINING, is_headed, wishes
from mailflow.read.sentences import asking

_OUR_FORM = re.compile(r"\bMAESTRO TRAINING SIGN-?UP\b|\bIO-TRAIN-\d", re.IGNORECASE)
_SURE = frozenset({"session", "role", "experience", "others"})
_LONGEST_PROSE = 400  # words; a longer letter is read by a person


def is_sign_up(mail: Letter) -> bool:
    """Whether a mail signs up for a training: our form filled in, or plain words that ask for it."""
    if not TRAINING.search(mail.message.subject) and not any(_names_training(line.text) for line in mail.lines):
        return False
    keys = {one.spec.key for one in _answers(mail) if one.label}
    told = cut(mail.message.subject, mail.own)
    if any(_OUR_FORM.search(line.text) for line in mail.lines) or is_headed(told):
        return len(keys) >= 2 or bool(keys & _SURE) or _asks(mail, told)
    return (len(keys & _SURE) >= 2 and "name" in keys) or _asks(mail, told)


def _names_training(text: str) -> bool:
    """Whether a line has a word for a training. Most have not even a part of one, and that costs less to see."""
    said = text.lower()
    return ("train" in said or "maestro" in said) and bool(TRAINING.search(text))


def _asks(mail: Letter, told: Told) -> bool:
    """Whether plain words ask for it, and neither for a call beside it nor among the lines of a request."""
    if len(mail.own) > MAX_PROSE or len(mail.own.split()) > _LONGEST_PROSE:
        return False
    requested = {one.spec.key for one in find_answers(mail.page) if one.label and one.spec.required}
    if len(requested) >= 3:
        return False
    if wishes(told):
        return not asking.asks_for_call(mail.own) or bool(TRAINING.search(mail.message.subject))
    return is_headed(told) and bool(_prose(mail, told).fields.keys() & {"session", "role", "experience", "tz"})


def read(mail: Letter) -> Reading:
    """A sign-up with its values. Name and address default to the sender's."""
    answers = _answers(mail)
    sheet = Sheet(sent=mail.sent, contact=mail.sender)
    fill(sheet, answers, readers(mail.context.prefix))
    if not any(one.label for one in answers):
        sheet = _prose(mail, cut(mail.message.subject, mail.own))
    for key, said in (("name", mail.sender.name), ("email", mail.sender.email)):
        if said:
            take_where_open(sheet, key, Source("from", 0, "", said), Certain(value=said, grammar="default"))
    missing = tuple(
        spec.key
        for spec in TRAINING_FORM.specs
        if spec.required and spec.key not in sheet.fields and spec.key not in sheet.unclear
    )
    plain = mail.reading(Kind.TRAINING, "a training sign-up")
    return replace(plain, fields=sheet.fields, unclear=sheet.unclear, missing=missing)


def _prose(mail: Letter, told: Told) -> Sheet:
    sheet = Sheet(sent=mail.sent, contact=mail.sender)
    take_told(sheet, told, mail.source, mail.context.prefix)
    return sheet


def _answers(mail: Letter) -> Sequence[Answer]:
    return find_answers(look_over(mail.message, TRAINING_FORM))

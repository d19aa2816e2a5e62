"""A mail that answers one of ours: the values in it, and nothing that was not said."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mailflow.fields import CALL_REQUEST, REQUIRED, Spec, Type
from mailflow.model import Context, Field, Kind, Line, Person, Reading, Unclear
from mailflow.read import prose, when
from mailflow.read.form import Answer, beside, find_bare
from mailflow.read.interpret import Sheet, interpret
from mailflow.read.letter import Letter, is_thanks
from mailflow.read.need_help import is_literal
from mailflow.read.result import Certain
from mailflow.read.settle import settle

_TAG_IN_TEXT = re.compile(r"\[IO-\d{4,6}(?:\.\d+)?\]|\bwe have your request\b|\byour call request IO-", re.IGNORECASE)
_CHATTER = re.compile(
    r"(?:i|we|i'll|we'll|will|sorry|ok|okay|hi|hello|hey|yes|no|sure|let|please|here|see|attached|as|got|great|good|can|could|not)\b",
    re.IGNORECASE,
)
_SPECS = CALL_REQUEST.by_key()


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
    sheet = interpret(answers, sent=mail.sent, contact=_contact_of(context, mail.sender), known=context.known)
    words = beside(mail.page, answers)
    if not any(not one.quoted for one in answers) and not _take_yes(sheet, mail):
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


def _take_yes(sheet: Sheet, mail: Letter) -> bool:
    """A bare ``yes`` to the one value that we suggested, or a bare ``pm`` to an hour (protocol, case 10).

    Whether the words were such an answer. More than one suggestion: it is not plain which of them is meant.
    """
    suggested = {key: doubt for key in mail.asked if (doubt := mail.context.doubts.get(key)) and doubt.suggestion}
    first = next((line.strip(" .,!") for line in mail.own.splitlines() if line.strip()), "")
    half = _HALF.fullmatch(first)
    if half and "time" in suggested:
        said = f"{suggested['time'].said} {half['half']}"
        sheet.take("time", said, mail.source, when.read_time(said, sent=mail.sent, zone=sheet.zone, day=sheet.day))
        return True
    if not _YES.fullmatch(mail.own.strip()) or len(suggested) != 1:
        return False
    ((key, doubt),) = suggested.items()
    sheet.take(key, doubt.said, mail.source, Certain(value=doubt.suggestion, grammar="yes to our suggestion"))
    return True


_HALF = re.compile(r"(?:yes,? )?(?P<half>[ap]\.?m)\b\.?(?:[ ,]+(?:please|of course|thanks|yes|sorry))*", re.IGNORECASE)
_YES = re.compile(
    r"(?:yes|yep|yeah|yup|correct|right|exactly|that(?:'|’)?s (?:right|it|correct))"
    r"(?:[\s,.!]+(?:yes|please|thanks|thank you|that(?:'|’)?s (?:right|it|correct|what i meant)|it is|correct|right))*"
    r"[\s.!]*(?:\n\s*[-–—]?\s*[A-Z][\w'’]{1,20}\.?)?",
    re.IGNORECASE,
)


def _take_bare(sheet: Sheet, mail: Letter) -> None:
    """Values typed without labels, where exactly what was asked is answered (protocol, cases 21 and 22)."""
    asked = [_SPECS[key] for key in mail.asked if key in _SPECS]
    source = mail.source
    line = Line("", 0, source.line, source.part)
    found = _literal_help(mail.own, asked) or find_bare(mail.own, asked)
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


def _literal_help(own: str, asked: Sequence[Spec]) -> tuple[tuple[Spec, str], ...]:
    """NEED HELP on the first line, where only the tech supporter was asked: the lines below are for people to read."""
    lines = [text for raw in own.splitlines() if (text := raw.strip())]
    if [spec.key for spec in asked] != ["tech"] or not lines or not is_literal(lines[0]):
        return ()
    below = " ".join(lines[1:])
    return () if _TAKES_BACK.search(below) else ((asked[0], lines[0]),)


_TAKES_BACK = re.compile(
    r"@|\b(?:unless|if|never ?mind|scratch|not|no|tech|maestro|found|except|until|or|maybe|wait)\b|n['’]t\b",
    re.IGNORECASE,
)


def _is_chatter(said: str) -> bool:
    return len(said) > 150 or bool(_CHATTER.match(said))


def _take_asked_prose(sheet: Sheet, mail: Letter, words: str) -> None:
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

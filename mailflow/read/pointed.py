"""What an answer picks among the things we asked back, sentence by sentence, and what of it nothing came from.

A day of the week that answers our question about a named day is never counted from today (protocol, cases 10 and 22).
What a person wrote and no line took is told to staff: nothing is lost silently.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mailflow.model import Field, Person, Reading, Source, Unclear, Value
from mailflow.read.answers.result import Certain, Doubt, plain
from mailflow.read.forms.form import Answer
from mailflow.read.interpret import DISAGREE, Sheet
from mailflow.read.letter import Letter, is_thanks
from mailflow.read.picked import (
    NAME_ONE,
    WHICH_DAY,
    Asked,
    as_likely,
    clauses,
    counts_from_today,
    of_weekday,
    picked,
    weekday_alone,
)
from mailflow.read.sentences.clauses import cut
from mailflow.read.sentences.prose_names import ADDRESS
from mailflow.read.times.remarks import is_remark

_PICKED = ("date", "time", "tz")
_TOUCHES: Mapping[str, re.Pattern[str]] = {
    "date": re.compile(
        r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:tomorrow|week|day|date|month)s?\b|\d(?:st|nd|rd|th)\b|\d/\d",
        re.IGNORECASE,
    ),
    "time": re.compile(
        r"\d ?[ap]\.?m\b|\d:\d\d|\b(?:noon|midnight|hour|time|earlier|later|morning|evening)\b", re.IGNORECASE
    ),
    "tz": re.compile(r"\b(?:zone|eastern|central|mountain|pacific|[ECMP][SD]?T)\b"),
}
"""Words of another sentence that may change what was picked."""
_TAKES_BACK = re.compile(r"\A\W*(?:or|actually|wait|no|scratch|unless|but|maybe|perhaps|hmm+|if)\b", re.IGNORECASE)
_OFFERS = re.compile(
    r"\b(?:also|too|as well|alternatively)\b(?=.*\b(?:can|could|might|works?|ok|okay|fine|free|possible)\b)"
    r"|\b(?:can|could|might|works?|ok|okay|fine|free|possible)\b(?=.*\b(?:also|too|as well|alternatively)\b)",
    re.IGNORECASE,
)
_PREFERS = re.compile(r"\b(?:but|not|rather|prefer\w*|better|instead)\b|n['’]t\b", re.IGNORECASE)
"""An offer beside an answer takes nothing back: ``we can also do the week after``."""


def take_picked(sheet: Sheet, mail: Letter, answers: Sequence[Answer], words: str) -> None:
    """Write down what the answer picks of what we asked back, in place of what its words mean by themselves."""
    sentences = cut(words).sentences
    for key in _PICKED:
        doubt = mail.context.doubts.get(key) if key in mail.asked else None
        labelled = [one for one in answers if one.spec.key == key]
        if doubt is not None:
            asked = Asked(key=key, doubt=doubt, sent=mail.sent, zone=sheet.zone or sheet.text("tz"))
            _take(sheet, asked, [one.said for one in labelled] or sentences, mail.source)
    _check_weekday(sheet, mail)


def _take(sheet: Sheet, asked: Asked, sentences: Sequence[str], here: Source) -> None:
    """Take the one thing that the sentences pick; two that differ, or words that take it back, are asked."""
    pieces = [
        piece for sentence in sentences for piece in ([sentence] if picked(sentence, asked) else clauses(sentence))
    ]
    found = [(at, result) for at, piece in enumerate(pieces) if (result := picked(piece, asked)) is not None]
    if not found:
        return
    (at, result), *more = found
    rest = [piece for other, piece in enumerate(pieces) if other not in {place for place, _ in found}]
    behind = pieces[at + 1] if at + 1 < len(pieces) else ""
    held = sheet.fields.get(asked.key)
    is_other = held is not None and plain(held.source.said) not in plain(" ".join(sentences))
    if any(other != result for _, other in more) or is_other:
        result = Doubt(why=DISAGREE)
    elif (behind in rest and _TAKES_BACK.match(behind)) or any(_changes(asked.key, one) for one in rest):
        result = as_likely(result, "there is more beside it")
    _put(sheet, asked, pieces[at], here, result)


def _changes(key: str, piece: str) -> bool:
    """Whether a piece may change what another one picks."""
    is_offer = _OFFERS.search(piece) and not _PREFERS.search(piece)
    return bool(_TOUCHES[key].search(piece)) and not is_offer and not is_remark(piece)


def _put(sheet: Sheet, asked: Asked, said: str, here: Source, result: Certain | Doubt) -> None:
    sheet.fields.pop(asked.key, None)
    sheet.unclear.pop(asked.key, None)
    source = Source(here.part, here.line, "", said)
    sheet.take(
        asked.key, asked.doubt.said if isinstance(result, Doubt) and result.why == NAME_ONE else said, source, result
    )


def _check_weekday(sheet: Sheet, mail: Letter) -> None:
    """A weekday alone is the day in question where we asked about one; beside a day that the case has, it is asked."""
    held, before = sheet.fields.get("date"), mail.context.known.get("date")
    if held is None or not isinstance(held.value, str) or held.source.grammar == "picked":
        return
    weekday = weekday_alone(held.source.said, held.value)
    doubt = mail.context.doubts.get("date") if "date" in mail.asked else None
    if weekday is None or (doubt is None and (before is None or before.value == held.value)):
        return
    if doubt is None:
        if counts_from_today(held.source.said):
            return
        _doubt(sheet, held, Doubt(why=WHICH_DAY, suggestion=held.value))
        return
    asked = Asked(key="date", doubt=doubt, sent=mail.sent, zone=sheet.zone)
    result = of_weekday(weekday, asked, held.value)
    if isinstance(result, Certain) and counts_from_today(held.source.said) and result.value != held.value:
        result = Doubt(why=WHICH_DAY, suggestion=held.value)
    if isinstance(result, Certain):
        sheet.fields["date"] = Field(
            "date", result.value, Source(held.source.part, held.source.line, "picked", held.source.said)
        )
    elif isinstance(result, Doubt):
        _doubt(sheet, held, result)


def _doubt(sheet: Sheet, held: Field, result: Doubt) -> None:
    del sheet.fields[held.key]
    sheet.take(held.key, held.source.said, held.source, result)


# What nothing came from ----------------------------------------------------------------------------------------------

_SAYS_NOTHING = re.compile(
    r"\W*(?:(?:yes|no|yep|yeah|ok|okay|sure|right|great|good|perfect|cool|sorry|oops|oh|hi|hello|hey|dear|please|thanks"
    r"|thank you|cheers|best|regards|as requested|here (?:you go|it is|they are)|see below|answers? below"
    r"|reopen|re-open|cancel|withdraw|status|form|unsubscribe|got it|will do|of course"
    r"|that['’]?s (?:it|all|right|correct))\b\W*+)*+",
    re.IGNORECASE,
)
_PROMISES = re.compile(
    r"\b(?:i|we|he|she|they)(?:['’]ll| will)\b"
    r".{0,40}\b(?:send|tell|get|know|confirm|write|mail|e-?mail|find|ask|check)\b",
    re.IGNORECASE,
)
_SENTENCES_MAX = 12


def unused(reading: Reading, words: str, *, me: Person, known: Mapping[str, Field], is_open: bool) -> tuple[str, ...]:
    """The sentences of an answer that say something and that no line of the form took, certain or not.

    words: the author's own beside labelled answers; me: who writes; is_open: whether something that we asked is still
    open, so that a promise of it is no news.
    """
    said = [plain(one.said).casefold() for one in _sources(reading)]
    asked = " ".join(one.said for one in reading.unclear.values()).casefold()
    told = {me.email, *_emails((*reading.fields.values(), *known.values()), reading.unclear.values())}
    left = []
    for sentence in cut(words).sentences:
        text = plain(sentence).casefold()
        is_taken = any(one and (one in text or text in one) for one in said)
        is_talk = (
            _SAYS_NOTHING.fullmatch(sentence) or is_remark(sentence) or is_thanks(sentence) or _is_name(sentence, me)
        )
        is_promise = is_open and _PROMISES.search(sentence)
        is_lost = any(one not in told and one not in asked for one in re.findall(ADDRESS, text))
        if is_lost or not (is_taken or is_talk or is_promise):
            left.append(sentence)
    return tuple(left[:_SENTENCES_MAX])


def _is_name(sentence: str, me: Person) -> bool:
    """Whether it is only the writer's name below the words."""
    own = set((me.name or "").casefold().split())
    return bool(own) and set(re.findall(r"[\w'’]+", sentence.casefold())) <= own


def _sources(reading: Reading) -> Iterator[Source]:
    """Where every value and every doubt of a mail comes from."""
    yield from (one.source for one in reading.fields.values())
    yield from (one.source for one in reading.unclear.values())


def _emails(fields: Iterable[Field], doubts: Iterable[Unclear]) -> Iterator[str]:
    """Every address that a value holds."""
    values: list[Value] = [*(one.value for one in fields), *(one.suggestion for one in doubts)]
    for value in values:
        for one in value if isinstance(value, tuple) else ():
            email = one.email if isinstance(one, Person) else one
            if isinstance(email, str):
                yield email

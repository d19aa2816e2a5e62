"""A covering text beside a filled form: what it adds to the form, and what it says against it.

The contract: prose in the same mail that contradicts the form makes the value unclear. What the form leaves blank and
the cover says with certainty is taken; where the cover settles what the form leaves open, that counts.
"""

import re
from collections.abc import Iterator
from datetime import date

from mailflow.model import Field, Person, Source, Value
from mailflow.read.answers.result import Certain
from mailflow.read.change import ROLES, changes, first_names, roles_dropped
from mailflow.read.interpret import DISAGREE, Sheet, make_unclear, same_value
from mailflow.read.sentences.clauses import EVENT, around, cut, is_past
from mailflow.read.sentences.prose import read_prose
from mailflow.read.sentences.prose_what import is_private
from mailflow.read.sentences.prose_when import Phrase, phrases, read_phrase
from mailflow.read.sentences.prose_who import told_roles

_NOT_HELD_AGAINST = frozenset({"title", "group", "purpose", "help", "breakouts", "alternatives"})
"""What a cover says in its own words: other words for the same, or one more, contradict nothing."""

_NOT_ASKED = _NOT_HELD_AGAINST - {"title", "purpose"}
"""What a cover only seems to say of these is not worth a question; without a title or a purpose we ask anyway."""

_NOT_TAKEN = frozenset({"contact", "phone"})
_WHEN = frozenset({"date", "time", "tz", "start"})
_SETS = re.compile(
    r"\b(?:actually|instead|correction|oops|sorry|scratch that|change[ds]?|moved?|make (?:it|that)|should (?:be|say)"
    r"|meant|mean|rather|not \w+ but|wrong|the call (?:is|will be|would be|should be)|now|not \d|better"
    r"|want(?:ed)? (?:it|the call) (?:on|at|for))\b",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"\b(?:told|asked|called|e-?mailed|wrote|sent|talked|spoke|heard|mailed)\b[^.;]{0,30}\bon\s+\Z", re.IGNORECASE
)
_HAS_CHANGED = re.compile(
    r"\b(?:was|were|has been|have been|had been|got) "
    r"(?=(?:changed|moved|pushed|shifted|switched|rescheduled|postponed)\b)",
    re.IGNORECASE,
)


def hold_against(sheet: Sheet, words: str, source: Source, *, writer: Person) -> None:
    """Read the covering text beside a form: it may fill a blank line, settle a doubt or contradict a value.

    writer: whom ``I`` means in it: who passes a form on writes the cover, too.
    """
    told = Sheet(sent=sheet.sent, contact=writer, known=sheet.fields, zone=sheet.zone or sheet.text("tz"))
    read_prose(told, words, source)
    contradict(sheet, words, source, writer=writer)
    _take_told(sheet, told)


def contradict(sheet: Sheet, words: str, source: Source, *, writer: Person) -> None:
    """Make unclear what plain sentences say otherwise than labelled lines do."""
    for sentence in cut(words).sentences:
        said = Source(source.part, source.line, "prose", sentence)
        _hold_when(sheet, sentence, said)
        _hold_changes(sheet, sentence, said)
        _hold_roles(sheet, sentence, said, writer)
        _hold_dropped(sheet, sentence, said)
        if is_private(sentence):
            _hold_value(sheet, Field("public", False, said))


def _take_told(sheet: Sheet, told: Sheet) -> None:
    """What the cover says with certainty, and the doubts it leaves where the form says nothing."""
    for key, field in told.fields.items():
        doubt = sheet.unclear.get(key)
        if key in _NOT_TAKEN and field.source.grammar != "prose:answer-at":
            continue
        if key in sheet.fields:
            if key not in _NOT_HELD_AGAINST | _WHEN and key not in ROLES:
                _hold_value(sheet, field)
        elif doubt is None:
            sheet.fields[key] = field
        elif (
            doubt.suggestion is not None
            and doubt.source.grammar != "prose"
            and same_value(key, doubt.suggestion, field.value)
        ):
            del sheet.unclear[key]
            sheet.fields[key] = field
    for key, unclear in told.unclear.items():
        if key not in sheet.fields and key not in sheet.unclear and key not in _NOT_ASKED:
            sheet.unclear[key] = unclear


def _hold_value(sheet: Sheet, told: Field) -> None:
    """One value of the cover: it fills a blank line, and contradicts one that says something else."""
    held = sheet.fields.get(told.key)
    if held is None:
        if told.key not in sheet.unclear:
            sheet.fields[told.key] = told
    elif not (same_value(told.key, held.value, told.value, sheet.day) or _is_part(told.key, told.value, held.value)):
        make_unclear(sheet, told.key, f"{held.source.said} / {told.source.said}", DISAGREE, told.source)


def _is_part(key: str, told: Value, held: Value) -> bool:
    """Whether the cover only says less of the same: ``weekly`` of every Thursday, ``40`` of 30 to 50."""
    if key == "recurrence" and isinstance(told, str) and isinstance(held, str):
        return set(told.split(";")) <= set(held.split(";"))
    if key == "expected" and isinstance(told, tuple) and isinstance(held, tuple):
        numbers = [one for one in (*held, *told) if isinstance(one, int)]
        return len(numbers) == 4 and numbers[0] <= numbers[2] and numbers[3] <= numbers[1]
    return False


def _hold_when(sheet: Sheet, sentence: str, said: Source) -> None:
    """A day or an hour that a sentence names for the call, and that is not the form's."""
    for one in _of_call(sentence):
        for key, result in read_phrase(sheet, one, sheet.zone):
            value = result.value if isinstance(result, Certain) else result.suggestion
            held = sheet.fields.get(key)
            if key == "date" and sheet.day and _is_weekday_alone(one.said, sheet.day):
                continue
            if held is not None and value is not None and not same_value(key, held.value, value, sheet.day):
                _doubt(sheet, key, sentence, said)


def _is_weekday_alone(said: str, day: date) -> bool:
    """Whether a day is named by its weekday and nothing else, and the form's day is one: ``the call on Thursday``."""
    return not _TELLS_WHICH.search(said) and bool(re.search(rf"\b{day:%A}\b", said, re.IGNORECASE))


_TELLS_WHICH = re.compile(
    r"\b(?:this|next|coming|tomorrow|today|week)\b|\d{1,2}(?:st|nd|rd|th)|\b[A-Z][a-z]{2,8}\.? \d{1,2}\b|/"
)


def _of_call(sentence: str) -> Iterator[Phrase]:
    """The phrases that set the call's day or hour, or correct it."""
    told = _HAS_CHANGED.sub("", sentence)
    for one in phrases(told):
        is_other = not one.is_call and (
            re.search(EVENT, around(told, one.start), re.IGNORECASE) or _REPORTS.search(told[: one.start])
        )
        if (one.is_call and one.is_sure) or (_SETS.search(told) and not is_other and not is_past(told)):
            yield one


def _hold_changes(sheet: Sheet, sentence: str, said: Source) -> None:
    """What a sentence says has changed: another value than the form's, or none that can be read."""
    for change in changes(sheet, sentence):
        held = sheet.fields.get(change.key)
        value = change.result.value if isinstance(change.result, Certain) else change.result.suggestion
        if held is not None and not (value is not None and same_value(change.key, held.value, value, sheet.day)):
            _doubt(sheet, change.key, sentence, said)


def _doubt(sheet: Sheet, key: str, sentence: str, said: Source) -> None:
    """Make a line unclear, and the hour with its zone."""
    held = sheet.fields[key]
    make_unclear(sheet, key, f"{held.source.said} / {sentence}", DISAGREE, said)
    if key == "tz" and "time" in sheet.fields:
        _doubt(sheet, "time", sentence, said)


def _hold_roles(sheet: Sheet, sentence: str, said: Source, writer: Person) -> None:
    """Somebody else than the form names for a role."""
    for told in told_roles([sentence], writer):
        held = sheet.fields.get(told.key)
        value = told.result.value if isinstance(told.result, Certain) else None
        if value is None or held is None or held.value == value:
            continue
        if not first_names(held.value) & first_names(value):
            make_unclear(sheet, told.key, f"{held.source.said} / {sentence}", DISAGREE, said)


def _hold_dropped(sheet: Sheet, sentence: str, said: Source) -> None:
    """Somebody who cannot do what the form names them for, or in whose place another comes."""
    for key in roles_dropped(sheet, sentence):
        held = sheet.fields[key]
        make_unclear(sheet, key, f"{held.source.said} / {sentence}", DISAGREE, said)

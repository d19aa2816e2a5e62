"""What plain sentences say, for a call asked for in prose.

What is said with certainty fills a key. What is said and left open ("maybe", "or", two days that differ) is unclear,
with the words and the reason: it is asked back, never lost and never guessed. Of a correction the later word counts.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from mailflow.fields import CALL_REQUEST, Type
from mailflow.model import NEED_HELP, Field, Line, Person, Source, Value
from mailflow.read.answers.result import Certain, Doubt
from mailflow.read.change import roles_dropped
from mailflow.read.forms.form import Answer
from mailflow.read.forms.labels import normalise, table_of
from mailflow.read.interpret import DISAGREE, Sheet, interpret, make_unclear, same_value
from mailflow.read.sentences.clauses import cut
from mailflow.read.sentences.prose_contact import told_contact
from mailflow.read.sentences.prose_foreign import careful, gloss
from mailflow.read.sentences.prose_foreign_what import told_foreign_group, told_foreign_purpose
from mailflow.read.sentences.prose_group import told_group
from mailflow.read.sentences.prose_length import told_length, told_often
from mailflow.read.sentences.prose_need import told_need
from mailflow.read.sentences.prose_reach import reached
from mailflow.read.sentences.prose_stand_in import told_stand_in
from mailflow.read.sentences.prose_title import told_title
from mailflow.read.sentences.prose_unnamed import told_unnamed
from mailflow.read.sentences.prose_what import told_people, told_purpose, told_small
from mailflow.read.sentences.prose_when import phrases, told_when
from mailflow.read.sentences.prose_who import told_roles, told_trained
from mailflow.read.sentences.told import Told

_SPECS = CALL_REQUEST.by_key()
_LABEL = re.compile(
    r"(?:(?P<start>\A)|(?<=[.,;!?)]\s)|(?<=\band\s))(?P<label>[A-Za-z][\w'’/ -]{1,40}?)"
    r"(?:\s?:|\s=|(?(start)\s[-–—](?=\s)|(?!)))\s+(?=\S)"
)
_ROLE_AHEAD = re.compile(
    r",\s+(?:and\s+)?(?=(?:my\s+|our\s+|the\s+)?(?:back-?up|tech|facilitator|maestro"
    r"|note-?taker)\b)",
    re.IGNORECASE,
)
_WHO_DID = re.compile(
    r"[.,;]\s+(?:who|which|whom|she|he|they)\b(?![^.]*\b(?:if|may|might|maybe|not|or)\b)[^@]*\Z", re.IGNORECASE
)
_PERSONS = frozenset({Type.PERSON, Type.PERSONS, Type.TECH})
_TEXTS = frozenset({Type.LINE, Type.TEXT})


def read_prose(sheet: Sheet, text: str, source: Source, asked: Collection[str] = ()) -> None:
    """Fill the sheet with what plain sentences say.

    source: where the text begins; its words are set to the sentence each value came from; asked: the keys that the
    text answers, where it is an answer.
    """
    said = cut(text)
    spoken = gloss(said.sentences)
    labelled, sentences = _labels(spoken.english)
    if spoken.language:
        labelled = _of_texts(_labels(said.sentences)[0], are_texts=True) + _of_texts(labelled, are_texts=False)
    _take_labelled(sheet, labelled, source)

    def take(told: Iterable[Told], *, only_new: bool = False) -> None:
        own = (replace(one, sentence=spoken.original(one.sentence)) for one in told)
        _take(sheet, own, source, only_new=only_new)

    take(told_contact(sentences, sheet.me))
    take((*told_when(sheet, sentences), *told_length(sentences)))
    take(told_often(sheet, sentences), only_new=True)
    take(careful(reached(told_roles(sentences, sheet.me), sentences), spoken))
    take(reached(told_stand_in(spoken.english, sheet.me), spoken.english))
    take(told_unnamed(sentences, sheet.me, set(asked) - sheet.fields.keys()), only_new=True)
    take(told_need(sentences), only_new=True)
    take(told_trained(sentences), only_new=True)
    take(told_foreign_purpose(spoken) if spoken.language else told_purpose(sentences), only_new=True)
    for told in (told_title, told_people, told_small):
        take(told(sentences))
    take(told_foreign_group(spoken) if spoken.language else told_group(sentences, said.signature))
    for sentence in sentences:
        for key in roles_dropped(sheet, sentence):
            here = spoken.original(sentence)
            make_unclear(sheet, key, here, DISAGREE, Source(source.part, source.line, "prose", here))


# Labels inside a sentence --------------------------------------------------------------------------------------------


def _labels(said: Sequence[str]) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Key, label and value of each label that stands in a sentence, and the sentences without them."""
    table = table_of(CALL_REQUEST)
    labelled: list[tuple[str, str, str]] = []
    rest: list[str] = []
    for sentence in said:
        found = [(one, spec) for one in _LABEL.finditer(sentence) if (spec := table.find(one["label"]))]
        ends = [*(one.start() for one, _ in found[1:]), len(sentence)]
        for (one, spec), end in zip(found, ends, strict=False):
            value = re.sub(r"(?:\s|,|;|\band\b)+\Z", "", sentence[one.end() : end])
            if spec.type in {Type.DATE, Type.TIME} and [phrase.is_call for phrase in phrases(value)] == [True]:
                rest.append(value)  # sentences are read for the length and the zone, too
                continue
            another = _ROLE_AHEAD.search(value) if spec.type in _PERSONS else None
            if another:
                rest.append(value[another.end() :])
                value = value[: another.start()]
            labelled.append((spec.key, one["label"], value))
        left = sentence[: found[0][0].start()] if found else sentence
        if left.strip():
            rest.append(left.strip())
    return labelled, rest


def _of_texts(labelled: Sequence[tuple[str, str, str]], *, are_texts: bool) -> list[tuple[str, str, str]]:
    """The labelled values that are the author's own words, or those that are not."""
    return [one for one in labelled if (_SPECS[one[0]].type in _TEXTS) is are_texts]


def _take_labelled(sheet: Sheet, labelled: Sequence[tuple[str, str, str]], source: Source) -> None:
    """Read labelled values with the grammars of the form's lines."""
    line = Line("", 0, source.line, source.part)
    answers = []
    for key, label, value in labelled:
        spec = _SPECS[key]
        said = _WHO_DID.sub("", value) if spec.type in _PERSONS else value
        if spec.type in _TEXTS or spec.type in _PERSONS:
            said = re.sub(r"(?<![A-Z])\.\Z", "", said)
        answers.append(Answer(spec=spec, said=said, first=said, line=line, number_given=False, label=normalise(label)))
    told = interpret(answers, sent=sheet.sent, contact=sheet.contact, known=sheet.known)
    for key, _, value in labelled:
        _take_sentence(told, key, value, source)
    wish = next((f"tech: {value}" for key, _, value in labelled if key == "tech"), "")
    if "tech" not in told.fields and wish and any(isinstance(one.result, Certain) for one in told_need([wish])):
        told.unclear.pop("tech", None)
        told.fields["tech"] = Field("tech", NEED_HELP, Source(source.part, source.line, "prose", wish))
    for key, field in told.fields.items():
        if key not in sheet.fields and key not in sheet.unclear:
            sheet.fields[key] = field
    for key, doubt in told.unclear.items():
        if key not in sheet.fields and key not in sheet.unclear:
            sheet.unclear[key] = doubt
    sheet.zone = sheet.zone or sheet.text("tz")


def _take_sentence(told: Sheet, key: str, value: str, source: Source) -> None:
    """A sentence behind a label, that names who does it: ``Tech: Ruben says his brother Nestor will run the board``."""
    named = [one for one in told_roles([value], told.me) if one.key == key] if key in told.unclear else []
    if len(named) == 1 and isinstance(named[0].result, Certain):
        del told.unclear[key]
        told.take(key, value, source, named[0].result)


# What several sentences say of one key -------------------------------------------------------------------------------


def _take(sheet: Sheet, told: Iterable[Told], source: Source, *, only_new: bool = False) -> None:
    """Write down what the sentences say, key by key; where they differ and none corrects another, it is asked."""
    by_key: dict[str, list[Told]] = {}
    for one in told:
        by_key.setdefault(one.key, []).append(one)
    for key, several in by_key.items():
        _take_key(sheet, key, several, source, only_new=only_new)


def _take_key(sheet: Sheet, key: str, several: Sequence[Told], source: Source, *, only_new: bool) -> None:
    corrected = next((at for at in range(len(several) - 1, 0, -1) if several[at].corrects), 0)
    counting = _distinct(sheet, key, several[corrected:])
    said = " / ".join(dict.fromkeys(one.sentence for one in counting))
    here = Source(source.part, source.line, "prose", said)
    held = sheet.fields.get(key)
    if key in sheet.unclear or (held is not None and only_new):
        return
    result = counting[0].result if len(counting) == 1 else Doubt(why=DISAGREE)
    if held is None:
        sheet.take(key, said, here, result)
        for other, value in result.also.items():
            if other not in sheet.unclear:
                sheet.fields.setdefault(other, Field(other, value, here))
        sheet.extras.clear()
    elif isinstance(result, Certain) and not same_value(key, held.value, result.value, sheet.day):
        make_unclear(sheet, key, f"{held.source.said} / {said}", DISAGREE, here)


def _distinct(sheet: Sheet, key: str, several: Sequence[Told]) -> list[Told]:
    """Those that say different things: a certain value stands for all that repeat it or only doubt of the same."""
    kept: list[Told] = []
    for one in sorted(several, key=lambda each: isinstance(each.result, Doubt)):
        if not any(_repeats(sheet, key, other, one) for other in kept):
            kept.append(one)
    return kept


def _repeats(sheet: Sheet, key: str, first: Told, second: Told) -> bool:
    """Whether the second says nothing that the first does not."""
    said, again = _value(first), _value(second)
    if said is None and again is None:
        return isinstance(first.result, Certain) is isinstance(second.result, Certain)
    if said is None or again is None:
        return again is None and isinstance(second.result, Doubt) and first.sentence == second.sentence
    return same_value(key, said, again, sheet.day) or _is_fuller(said, again)


def _value(told: Told) -> Value:
    return told.result.value if isinstance(told.result, Certain) else told.result.suggestion


def _is_fuller(one: Value, other: Value) -> bool:
    """Whether both are one person, the first told with as much as the second."""
    if not (isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other) == 1):
        return False
    first, second = one[0], other[0]
    if not (isinstance(first, Person) and isinstance(second, Person) and first.name and second.name):
        return False
    names = first.name.casefold().split(), second.name.casefold().split()
    return names[0][0] == names[1][0] and len(names[1]) == 1 and second.email in {None, first.email}

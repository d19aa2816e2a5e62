"""What plain sentences say: for a call asked for in prose, and against a form they contradict.

What is said with certainty fills a key. What is said and left open ("maybe", "or", two days that differ) is unclear,
with the words and the reason: it is asked back, never lost and never guessed. Of a correction the later word counts.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from mailflow.fields import CALL_REQUEST, Type
from mailflow.model import NEED_HELP, Field, Line, Person, Source, Value
from mailflow.read.clauses import Text, cut, is_past
from mailflow.read.form import Answer
from mailflow.read.interpret import DISAGREE, Sheet, interpret, make_unclear, same_value
from mailflow.read.labels import normalise, table_of
from mailflow.read.prose_what import is_private, told_group, told_people, told_purpose, told_small, told_title
from mailflow.read.prose_when import Phrase, Told, phrases, read_phrase, told_often, told_when
from mailflow.read.prose_who import told_need, told_roles
from mailflow.read.result import Certain, Doubt

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
    r",\s+(?:who|which|whom|she|he|they)\b(?![^.]*\b(?:if|may|might|maybe|not|or)\b)[^@]*\Z", re.IGNORECASE
)
_PERSONS = frozenset({Type.PERSON, Type.PERSONS, Type.TECH})
_TEXTS = frozenset({Type.LINE, Type.TEXT})
_CORRECTION = re.compile(
    r"\b(?:actually|instead|correction|oops|sorry|scratch that|change[ds]?|moved?|make (?:it|that)|should (?:be|say)"
    r"|meant|rather|not \w+ but|wrong|the call (?:is|will be|would be|should be)|now not|not \d"
    r"|want(?:ed)? (?:it|the call) (?:on|at|for))\b",
    re.IGNORECASE,
)
_PLAIN_CORRECTION = re.compile(
    r"\b(?:(?:i|we) (?:really |actually )?meant|correction\b|make (?:it|that)|should (?:be|read|say)"
    r"|(?:change|move|reschedule|switch|push) (?:it|that|this|(?:the|our) \w+)(?: (?!to\b)[\w-]+){0,3} (?:to|for))\b",
    re.IGNORECASE,
)
_DROPS = re.compile(
    r"\b(?P<who>[A-Z][\w'’-]+)(?: [A-Z][\w'’-]+)?(?: can['’]?t| cannot| won['’]?t| will not| is not able"
    r"| isn['’]t able| is unable"
    r"| can no longer| will no longer| is no longer able| dropped out| backed out| may not| might not)"
)


def read_prose(sheet: Sheet, text: str, source: Source) -> None:
    """Fill the sheet with what plain sentences say.

    source: where the text begins; its words are set to the sentence each value came from.
    """
    said = cut(text)
    labelled, sentences = _labels(said)
    _take_labelled(sheet, labelled, source)
    _take(sheet, told_when(sheet, sentences), source)
    _take(sheet, told_often(sheet, sentences), source, only_new=True)
    _take(sheet, told_roles(sentences, sheet.me), source)
    _take(sheet, told_need(sentences), source, only_new=True)
    for told in (told_title, told_purpose, told_people, told_small):
        _take(sheet, told(sentences), source)
    _take(sheet, told_group(sentences, said.signature), source)
    for sentence in sentences:
        _contradict_drops(sheet, sentence, Source(source.part, source.line, "prose", sentence))


def contradict(sheet: Sheet, text: str, source: Source) -> None:
    """Make unclear what the covering text contradicts (reading contract, "Settled details")."""
    for sentence in cut(text).sentences:
        said = Source(source.part, source.line, "prose", sentence)
        _contradict_when(sheet, sentence, said)
        _contradict_roles(sheet, sentence, said)
        _contradict_named(sheet, sentence, said)
        if is_private(sentence):
            public = sheet.fields.get("public")
            if public is not None and public.value is not False:
                make_unclear(sheet, "public", sentence, DISAGREE, said)
            elif public is None and "public" not in sheet.unclear:
                sheet.take("public", sentence, said, Certain(value=False, grammar="prose"))
        _contradict_drops(sheet, sentence, said)


def correct(sheet: Sheet, text: str, source: Source) -> None:
    """Take a plain correction for what it says: ``Oops, I meant 9pm``."""
    for sentence in cut(text).sentences:
        if not _PLAIN_CORRECTION.search(sentence) or sentence.endswith("?"):
            continue
        sure = [one for one in phrases(sentence) if one.is_sure]
        named = [one for one in sure if one.is_call] or [one for one in sure if not is_past(sentence)]
        here = Source(source.part, source.line, "", sentence)
        told = [(key, result) for one in named[:1] for key, result in read_phrase(sheet, one, sheet.zone)]
        if len(named) == len(phrases(sentence)) == 1:
            for key, result in told:
                if isinstance(result, Certain) and key not in sheet.fields and key not in sheet.unclear:
                    sheet.take(key, sentence, here, result)


# Labels inside a sentence --------------------------------------------------------------------------------------------


def _labels(said: Text) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Key, label and value of each label that stands in a sentence, and the sentences without them."""
    table = table_of(CALL_REQUEST)
    labelled: list[tuple[str, str, str]] = []
    rest: list[str] = []
    for sentence in said.sentences:
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


# Against a form ------------------------------------------------------------------------------------------------------


def _contradict_when(sheet: Sheet, sentence: str, said: Source) -> None:
    """A day or an hour that a sentence names for the call, and that is not the form's."""
    for one in _of_call(sentence):
        for key, result in read_phrase(sheet, one, sheet.zone):
            value = result.value if isinstance(result, Certain) else result.suggestion
            held = sheet.fields.get(key)
            if held is not None and value is not None and not same_value(key, held.value, value, sheet.day):
                make_unclear(sheet, key, f"{held.source.said} / {sentence}", DISAGREE, said)


def _of_call(sentence: str) -> Iterator[Phrase]:
    """The phrases that set the call's day or hour, or correct it."""
    for one in phrases(sentence):
        if (one.is_call and one.is_sure) or (_CORRECTION.search(sentence) and not is_past(sentence)):
            yield one


def _contradict_named(sheet: Sheet, sentence: str, said: Source) -> None:
    """A line of the form that the covering text calls wrong by its name: ``do not use the date in the form``."""
    for found in _TAKES_BACK.finditer(sentence):
        spec = table_of(CALL_REQUEST).find(found["after"] or found["before"])
        held = sheet.fields.get(spec.key) if spec else None
        if held is not None:
            make_unclear(sheet, held.key, f"{held.source.said} / {sentence}", DISAGREE, said)


_LINE = r"(?:start(?: time)?|[a-z]+(?: (?:zone|time|person|supporter|facilitator))?)"
_TAKES_BACK = re.compile(
    r"\b(?:(?:do not|don['’]?t) (?:use|take|mind)|ignore|disregard|forget|read|change|replace|scratch)"
    rf" (?:the|my|our) (?P<after>{_LINE})\b"
    rf"|\b(?:the|our) (?P<before>{_LINE})(?: (?:in|on) the form| below)? (?:is|was|has) (?:wrong|changed|moved"
    r"|old|outdated)\b",
    re.IGNORECASE,
)


def _contradict_roles(sheet: Sheet, sentence: str, said: Source) -> None:
    """Somebody else than the form names for a role."""
    for told in told_roles([sentence], sheet.me):
        held = sheet.fields.get(told.key)
        value = told.result.value if isinstance(told.result, Certain) else None
        if value is None or held is None or held.value == value:
            continue
        if not _first_names(held.value) & _first_names(value):
            make_unclear(sheet, told.key, f"{held.source.said} / {sentence}", DISAGREE, said)


def _first_names(value: Value) -> set[str]:
    persons = value if isinstance(value, tuple) else ()
    return {one.name.casefold().split()[0] for one in persons if isinstance(one, Person) and one.name}


def _contradict_drops(sheet: Sheet, sentence: str, said: Source) -> None:
    """Somebody who cannot do what they are named for."""
    for dropped in _DROPS.finditer(sentence):
        for key in ("facilitator", "backup", "tech", "notetaker"):
            held = sheet.fields.get(key)
            if held is not None and dropped["who"].casefold() in _first_names(held.value):
                make_unclear(sheet, key, sentence, DISAGREE, said)

"""Labelled answers → fields and doubts: each line of the call request through the grammar of its type.

The zone is read first, then the date in that zone, then the time on that day, because each needs the one before.
What stands twice must agree, whoever said it: two answers to one line, or one line that also fills another.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from mailflow.fields import CALL_REQUEST, LABELS_OF_A_VALUE, Spec, Type
from mailflow.model import Field, Person, Source, Unclear, Value
from mailflow.read.answers import values
from mailflow.read.answers.result import Certain, Doubt, Result, plain
from mailflow.read.forms.form import Answer
from mailflow.read.persons import people
from mailflow.read.persons.identity import complete, is_same_person, with_senders_address
from mailflow.read.persons.person_phrases import NOT_AGREED
from mailflow.read.times import repeat, when
from mailflow.read.times.clock import NOT_ONE_HOUR
from mailflow.read.times.length import ELSEWHERE, read_length
from mailflow.read.times.remarks import is_aside, value_beside_remarks
from mailflow.read.times.zones import read_zone

DISAGREE = "there are two answers that do not agree"
_UNKNOWN_LABEL = "we do not know this label"
_ONE_OR_TWO = "we are not sure whether the lines are one name or two"
_SPECS = CALL_REQUEST.by_key()
_MOST_ANSWERS = 12
"""Different answers to one line that are read; of more than these, nobody can tell which is meant."""
_WHEN = ("date", "tz", "time")
_PERSON_TYPES = frozenset({Type.PERSON, Type.PERSONS, Type.TECH})
_TEXT_TYPES = frozenset({Type.LINE, Type.TEXT})
_CHANGES = re.compile(
    r"\b(?:no|not|instead|actually|change[ds]?|wrong|rather|replace|can't|cannot|won't|should be)\b", re.IGNORECASE
)
_OTHERWISE = re.compile(r"\b(?:or|maybe|perhaps|not|unless|instead|actually)\b", re.IGNORECASE)


@dataclass(slots=True)
class Sheet:
    """A form being read: what is certain, what is unclear, and what the mail itself tells of its sender.

    sent: when the mail was written (aware); contact: the person who asks; known: what the case already holds, for a
    zone or a day that this mail does not repeat; zone: the zone its dates count in; hour: the words of its line; above:
    the persons read last; is_answer: the mail is about a case.
    """

    sent: datetime
    contact: Person
    known: Mapping[str, Field] = field(default_factory=dict)
    zone: str | None = None
    hour: str = ""
    above: tuple[Person, ...] = ()
    is_answer: bool = False
    fields: dict[str, Field] = field(default_factory=dict)
    unclear: dict[str, Unclear] = field(default_factory=dict)
    extras: dict[str, list[tuple[Value, Source]]] = field(default_factory=dict)
    doubts: dict[str, list[tuple[Doubt, Source]]] = field(default_factory=dict)

    def text(self, key: str) -> str | None:
        """A certain text value, of this mail or else of the case."""
        found = self.fields.get(key) or (None if key in self.unclear else self.known.get(key))
        return found.value if found and isinstance(found.value, str) else None

    @property
    def day(self) -> date | None:
        """The day of the call, where it is certain."""
        said = self.text("date")
        return date.fromisoformat(said) if said else None

    @property
    def people(self) -> tuple[Person, ...]:
        """The contact as other lines mean it with ``me``."""
        found = self.fields.get("contact")
        return _persons_in(found.value) if found else ()

    @property
    def me(self) -> Person:
        """Whom ``me`` means: the contact of a form; in an answer, which may name a new one, who writes it."""
        named = next(iter(self.people), self.contact)
        return self.contact if self.is_answer and named.email != self.contact.email else named

    @property
    def roles(self) -> Mapping[str, tuple[Person, ...]]:
        """The persons of every line that is certain, of this mail or else of the case."""
        held = {**{key: one for key, one in self.known.items() if key not in self.unclear}, **self.fields}
        return {key: found for key, one in held.items() if (found := _persons_in(one.value))}

    def take(self, key: str, said: str, source: Source, result: Result) -> None:
        """Write down what a grammar made of the words."""
        if result is None:
            return
        if isinstance(result, Certain):
            self.fields[key] = Field(key, result.value, replace(source, grammar=result.grammar), result.assumed)
        else:
            self.unclear[key] = Unclear(key, said, result.why, source, result.suggestion)
        name = f"{result.grammar if isinstance(result, Certain) else key}:also"
        beside = replace(source, grammar=name)
        for other, value in result.also.items():
            self.extras.setdefault(other, []).append((value, beside))
        for other, doubt in result.unsure.items():
            self.doubts.setdefault(other, []).append((doubt, beside))


def interpret(
    answers: Sequence[Answer], *, sent: datetime, contact: Person, known: Mapping[str, Field] | None = None
) -> Sheet:
    """Read every answer of a call request. Raises nothing; a line nobody answered stands nowhere."""
    sheet = Sheet(sent=sent, contact=contact, known=known or {}, is_answer=known is not None)
    said: dict[str, list[Answer]] = {}
    for one in _told_apart(answers):
        said.setdefault(one.spec.key, []).append(one)
    sheet.hour = next((one.said for one in said.get("time", ()) if not one.unknown_label), "")
    sheet.zone = _zone_said(sheet, said)
    for key in _WHEN:
        _read_key(sheet, _SPECS[key], said.get(key, ()))
    for key in _WHEN:
        bring_in(sheet, key)
    for spec in CALL_REQUEST.specs:
        if spec.key not in _WHEN:
            _read_key(sheet, spec, said.get(spec.key, ()))
            bring_in(sheet, spec.key)
    for key in (*sheet.extras, *sheet.doubts):
        bring_in(sheet, key)
    sheet.fields = complete(sheet.fields, sheet.contact)
    return sheet


def _told_apart(answers: Sequence[Answer]) -> Iterator[Answer]:
    """The answers without word for word repeats, and of each line no more than show that they are too many."""
    seen: set[tuple[str, str, str, str, bool]] = set()
    counts: Counter[str] = Counter()
    for one in answers:
        words = (one.spec.key, one.label, one.said, one.unknown_label, one.remark)
        if words in seen or counts[one.spec.key] > _MOST_ANSWERS:
            continue
        seen.add(words)
        counts[one.spec.key] += 1
        yield one


def _zone_said(sheet: Sheet, said: Mapping[str, Sequence[Answer]]) -> str | None:
    """The zone the mail names, wherever it does: dates and times count in it."""
    for one in said.get("tz", ()):
        result = _zone(sheet, one.said)
        if isinstance(result, Certain) and isinstance(result.value, str):
            return result.value
    for key in ("time", "date"):
        for one in said.get(key, ()):
            read = when.read_time if key == "time" else when.read_date
            result = read(one.said, sent=sheet.sent, zone=None)
            named = result.also.get("tz") if result else None
            if isinstance(named, str):
                return named
    return sheet.text("tz")


def _read_key(sheet: Sheet, spec: Spec, answers: Sequence[Answer]) -> None:
    """Read all answers to one line; several must agree."""
    if len(answers) > _MOST_ANSWERS:
        first = answers[0]
        here = Source(first.line.part, first.line.number, "", first.said)
        sheet.take(spec.key, first.said, here, Doubt(why="it is answered in more ways than we can read"))
        return
    results = [(one, result) for one in answers if (result := _read_answer(sheet, spec, one)) is not None]
    if not results:
        return
    first, result = results[0]
    said = first.said
    for other, more in results[1:]:
        if not _agree(sheet, spec.key, result, more):
            said = " / ".join(one.said for one, _ in results)
            result = Doubt(why=DISAGREE)
            break
        if isinstance(more, Certain) and not isinstance(result, Certain):
            first, said, result = other, other.said, more
    if spec.key == "contact" and isinstance(result, Certain):
        result = replace(result, value=_with_address(result.value, sheet.contact))
    if spec.type in _PERSON_TYPES:  # a line in doubt, or NEED HELP, leaves nobody for "same" below it
        sheet.above = _persons_in(result.value) if isinstance(result, Certain) else ()
    sheet.take(spec.key, said, Source(first.line.part, first.line.number, "", said), result)


def _read_answer(sheet: Sheet, spec: Spec, answer: Answer) -> Result:
    """One answer through its grammar, the whole of it or, where the rest is only chat, its first line."""
    if answer.unknown_label:
        return Doubt(why=_UNKNOWN_LABEL)
    if values.is_nothing(answer.said, spec):
        return None
    result = _grammar(sheet, spec, answer, answer.said)
    if answer.otherwise:
        result = _both_ways(sheet, spec, answer, result)
    if not isinstance(result, Certain) and spec.type not in _TEXT_TYPES:
        value = _value_alone(answer, spec)
        alone = _grammar(sheet, spec, answer, value) if value else None
        if isinstance(alone, Certain):
            result = alone
    return _remark(spec, answer.said, result) if answer.remark else result


def _both_ways(sheet: Sheet, spec: Spec, answer: Answer, result: Result) -> Result:
    """Lines that a mail program may have broken, where it shows in the value whether it did.

    What is no name as one line is a list; a name that stands whole on another line is one.
    """
    other = _grammar(sheet, spec, answer, answer.otherwise)
    if isinstance(result, Certain) and {one.name for one in _persons_in(result.value)} <= _names_known(sheet):
        return result
    if isinstance(result, Certain) and not (isinstance(other, Certain) and _agree(sheet, spec.key, result, other)):
        return Doubt(why=_ONE_OR_TWO)
    return result if isinstance(result, Certain) else other


def _names_known(sheet: Sheet) -> set[str | None]:
    """The names of the sender and of the persons read so far."""
    return {sheet.contact.name, *(one.name for some in sheet.roles.values() for one in some)}


def _remark(spec: Spec, said: str, result: Result) -> Result:
    """What stands below a quoted line that had its value: a correction where it plainly is a value, else talk."""
    if spec.type in _TEXT_TYPES:
        return None
    is_plain = isinstance(result, Certain)
    if isinstance(result, Certain) and spec.type in _PERSON_TYPES and isinstance(result.value, tuple):
        is_plain = all(isinstance(one, Person) and one.is_reachable for one in result.value)
    if is_plain:
        return result
    return Doubt(why="we are not sure whether this changes the line above it") if _CHANGES.search(said) else None


def _value_alone(answer: Answer, spec: Spec) -> str:
    """The first line or sentence of an answer, where what follows is talk; ``""`` where that may amend it."""
    if answer.first != answer.said and _is_chat(answer.said[len(answer.first) :], spec):
        return value_beside_remarks(answer.first) or answer.first
    return "" if spec.type in _PERSON_TYPES else value_beside_remarks(answer.said)


def _is_chat(rest: str, spec: Spec) -> bool:
    """Whether words on the lines below a value are talk that says nothing of it."""
    text = rest.strip(" ,;")
    if spec.type in _PERSON_TYPES:
        names = [word for word in text.split()[1:] if word[:1].isupper() and word not in {"I", "I'm", "I'll"}]
        may_change = _OTHERWISE.search(text) or NOT_AGREED.search(plain(text))
        return len(text.split()) >= 4 and not names and "@" not in text and not may_change
    return is_aside(text)


def _grammar(sheet: Sheet, spec: Spec, answer: Answer, said: str) -> Result:
    """The grammar of this line's type."""
    match spec.type:
        case Type.DATE:
            return when.read_date(said, sent=sheet.sent, zone=sheet.zone)
        case Type.TIME:
            begins = next((value for value, _ in sheet.extras.get("time", ()) if isinstance(value, str)), None)
            return when.read_time(said, sent=sheet.sent, zone=sheet.zone, day=sheet.day, begins=begins)
        case Type.ZONE:
            return _zone(sheet, said)
        case Type.DURATION:
            return read_length(said, start=sheet.text("time"))
        case Type.RECURRENCE:
            return _recurrence(sheet, answer, said)
        case Type.BOOL:
            return values.read_bool(said, negated=values.asks_opposite(answer.label))
        case Type.PERSON | Type.PERSONS | Type.TECH:
            return _persons(sheet, spec, said)
        case _:
            return _SIMPLE[spec.type](said)


def _zone(sheet: Sheet, said: str) -> Result:
    """The zone; one told with an hour (``Mountain / 10pm Eastern``) is read behind the hour of the line for it."""
    result = read_zone(said, day=sheet.day)
    if not isinstance(result, Doubt) or not sheet.hour or not _FIGURE.search(said):
        return result
    alone, both = (
        when.read_time(words, sent=sheet.sent, zone=None, day=sheet.day)
        for words in (sheet.hour, f"{sheet.hour} {said}")
    )
    if not isinstance(alone, Certain):
        return result
    if isinstance(both, Certain) and both.value == alone.value and isinstance(zone := both.also.get("tz"), str):
        return Certain(value=zone, grammar="zone:hours")
    if isinstance(both, Doubt) and both.why == NOT_ONE_HOUR:
        return replace(both.unsure.get("tz", result), unsure={"time": Doubt(why=NOT_ONE_HOUR)})
    return result


_FIGURE = re.compile(r"\d")


_SIMPLE: Mapping[Type, Callable[[str], Result]] = {
    Type.LINE: values.read_line,
    Type.TEXT: values.read_text,
    Type.RANGE: values.read_range,
    Type.LIST: values.read_list,
    Type.HELP: values.read_help,
    Type.PHONE: values.read_phone,
    Type.REASON: values.read_reason,
}


def _persons(sheet: Sheet, spec: Spec, said: str) -> Result:
    group = sheet.text("group") or ""
    if spec.type is Type.TECH:
        return people.read_tech(
            said, contact=sheet.me, above=sheet.above, roles=sheet.roles, group=group, sender=sheet.contact
        )
    contact = sheet.contact if spec.key == "contact" else sheet.me
    return people.read_people(
        said,
        contact=contact,
        above=sheet.above,
        single=spec.type is Type.PERSON,
        role=spec.key,
        roles=sheet.roles,
        group=group,
        sender=sheet.contact,
    )


def _persons_in(value: Value) -> tuple[Person, ...]:
    return tuple(one for one in value if isinstance(one, Person)) if isinstance(value, tuple) else ()


def _recurrence(sheet: Sheet, answer: Answer, said: str) -> Result:
    """The recurrence; a label may say it itself: ``Weekly: yes``, ``Weekly: Thursdays``."""
    if answer.label in LABELS_OF_A_VALUE:
        plain = values.read_bool(said)
        if isinstance(plain, Certain):
            return _recur(sheet, answer.label if plain.value else "one time")
        if not isinstance(_recur(sheet, said), Certain):
            return _recur(sheet, f"{answer.label} {said}")
    return _recur(sheet, said)


def _recur(sheet: Sheet, said: str) -> Result:
    return repeat.read_recurrence(said, day=sheet.day, sent=sheet.sent, zone=sheet.zone)


def bring_in(sheet: Sheet, key: str) -> None:
    """What other lines said of this one: its value where nobody answered it, a doubt where they disagree."""
    for value, source in sheet.extras.pop(key, ()):
        here = sheet.fields.get(key)
        doubt = sheet.unclear.get(key)
        if here is None and (doubt is None or doubt.why == ELSEWHERE):  # "see above": here it is
            sheet.unclear.pop(key, None)
            sheet.fields[key] = Field(key, value, source)
        elif here is not None and not same_value(key, here.value, value, sheet.day):
            _disagree(sheet, key, here, source)
    for unsure, source in sheet.doubts.pop(key, ()):
        here = sheet.fields.get(key)
        if key in sheet.unclear:
            continue
        if here is None:
            sheet.unclear[key] = Unclear(key, source.said, unsure.why, source, unsure.suggestion)
        elif (key == "time" and unsure.why == NOT_ONE_HOUR) or (
            unsure.suggestion is not None and not same_value(key, here.value, unsure.suggestion, sheet.day)
        ):
            _disagree(sheet, key, here, source)


def _disagree(sheet: Sheet, key: str, here: Field, source: Source) -> None:
    """Two lines say different things: the value becomes unclear, and where it is the zone, the time with it."""
    said = here.source.said if here.source.said == source.said else f"{here.source.said} / {source.said}"
    make_unclear(sheet, key, said, "the two time zones do not agree" if key == "tz" else DISAGREE, source)
    if key == "tz" and "time" in sheet.fields:
        make_unclear(sheet, "time", said, "the two time zones do not agree", source)


def make_unclear(sheet: Sheet, key: str, said: str, why: str, source: Source) -> None:
    """Take a value back: a careful person would ask."""
    sheet.fields.pop(key, None)
    sheet.unclear[key] = Unclear(key, said, why, source)


def _agree(sheet: Sheet, key: str, one: Result, other: Result) -> bool:
    """Whether two answers to one line can both be meant."""
    if isinstance(one, Certain) and isinstance(other, Certain):
        return same_value(key, one.value, other.value, sheet.day)
    if isinstance(one, Doubt) and isinstance(other, Doubt):
        return one.suggestion is not None and one.suggestion == other.suggestion
    certain, doubt = (one, other) if isinstance(one, Certain) else (other, one)
    return isinstance(certain, Certain) and isinstance(doubt, Doubt) and certain.value == doubt.suggestion


def same_value(key: str, one: Value, other: Value, day: date | None = None) -> bool:
    """Whether two values mean the same: zones with one clock that day, persons of one address or name."""
    if one == other:
        return True
    if isinstance(one, str) and isinstance(other, str):
        if key == "tz":
            return _same_clock(one, other, day)
        return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
    if isinstance(one, tuple) and isinstance(other, tuple):
        persons = [tuple(p for p in side if isinstance(p, Person)) for side in (one, other)]
        if persons[0] and len(persons[0]) == len(persons[1]):
            return all(is_same_person(a, b) for a, b in zip(*persons, strict=True))
    return False


def _same_clock(one: str, other: str, day: date | None) -> bool:
    """Whether two zones show the same time, on that day or, where it is open, in winter and summer."""
    days = (day,) if day else (date(2026, 1, 15), date(2026, 7, 15))
    noons = [datetime.combine(on, time(12), UTC) for on in days]
    return all(at.astimezone(ZoneInfo(one)).utcoffset() == at.astimezone(ZoneInfo(other)).utcoffset() for at in noons)


def _with_address(value: Value, sender: Person) -> Value:
    """A contact given by name alone takes the sender's address when it is plainly the sender."""
    if not (isinstance(value, tuple) and len(value) == 1 and isinstance(value[0], Person)):
        return value
    return (with_senders_address(value[0], sender),)

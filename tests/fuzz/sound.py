"""What holds for whatever the reader makes of a mail: the properties that fuzzing and the tests of properties share.

Each check raises ``AssertionError`` with the value that is wrong.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from mailflow.fields import CALL_REQUEST, Spec, Type
from mailflow.model import NEED_HELP, Field, Kind, Line, Message, Person, Reading, Unclear, Value
from mailflow.read.adapter import message, mime, quote
from mailflow.read.answers.result import Certain, Doubt, Result

_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_RULE = re.compile(r"FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;[A-Z]+=[A-Z0-9,+-]+)*")
_SPECS: Mapping[str, Spec] = CALL_REQUEST.by_key()
_HELP = ("agenda", "facilitation", "promotion", "tech")


def check_message(mail: Message) -> None:
    """A parsed mail is bounded, and nothing in it that is shown or stored can do harm there."""
    assert len(mail.structure) <= mime.MAX_PARTS
    assert len(mail.attachments) <= mime.MAX_ATTACHMENTS
    assert len(mail.lines) <= message.MAX_LINES
    assert len(mail.subject) <= message.MAX_SUBJECT
    check_lines(mail.lines)
    for attachment in mail.attachments:
        assert attachment.size >= 0
        assert 0 < len(attachment.name) <= mime.MAX_FILE_NAME, attachment.name
        assert not {"/", "\\"} & set(attachment.name), attachment.name
    shown = [mail.subject, *mail.defects, *(value for _, value in mail.headers)]
    shown += [one.name for one in (*mail.to, *mail.cc, *mail.reply_to)]
    shown += [one.name for one in mail.attachments]
    for text in shown:
        check_text(text)
    assert mail.date is None or mail.date.astimezone(UTC).tzinfo is UTC


def check_lines(lines: tuple[Line, ...]) -> None:
    """Every line is one line, counted from 1 in its part, and lies at a depth there can be."""
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.part] = counts.get(line.part, 0) + 1
        assert counts[line.part] == line.number
        assert 0 <= line.depth <= quote.MAX_DEPTH
        check_text(line.text)


def check_text(text: str) -> None:
    """A text is one line that can be stored and shown."""
    assert text == text.encode().decode()
    assert not {"\x00", "\n", "\r"} & set(text), text[:80]


def check_reading(reading: Reading) -> None:
    """Each key stands in exactly one place, each value is of its line's type, and all can be printed."""
    for one in (reading, *reading.others):
        places = [*one.fields, *one.unclear, *one.missing]
        assert len(places) == len(set(places)), sorted(places)
        is_call = one.kind in {Kind.CALL_REQUEST, Kind.ANSWER}
        for key, field in one.fields.items():
            check_field(key, field, is_call=is_call)
        for key, doubt in one.unclear.items():
            check_doubt(key, doubt)
        if one.kind is Kind.CALL_REQUEST:
            assert ("start" in one.fields) == ({"date", "time", "tz"} <= one.fields.keys())
            required = {spec.key for spec in CALL_REQUEST.specs if spec.required}
            assert required <= set(places), required - set(places)
    assert not (reading.kind.is_automatic and reading.fields)
    json.dumps(asdict(reading), default=str, ensure_ascii=False).encode()


def check_field(key: str, field: Field, *, is_call: bool) -> None:
    """A value has its key, a source, and the type of its line."""
    assert key == field.key
    assert field.source.line >= 0
    assert isinstance(field.value, str | int | tuple | None)
    if is_call:
        check_value(key, field.value)


def check_doubt(key: str, doubt: Unclear) -> None:
    """A doubt has its key and a reason without a full stop."""
    assert key == doubt.key
    assert doubt.why
    assert not doubt.why.endswith("."), doubt.why


def check_result(key: str, result: Result) -> None:
    """What a grammar answers is of its line's type, with all that the same words say of other lines."""
    if result is None:
        return
    if isinstance(result, Certain):
        check_value(key, result.value)
    else:
        assert result.why
        assert not result.why.endswith("."), result.why
        if result.suggestion is not None:
            check_value(key, result.suggestion)
    for other, value in result.also.items():
        check_value(other, value)
    for other, doubt in result.unsure.items():
        assert isinstance(doubt, Doubt)
        check_result(other, doubt)


def check_value(key: str, value: Value) -> None:
    """A value is as the reading contract prints it."""
    assert _is_valid(key, value), (key, value)


def _is_valid(key: str, value: Value) -> bool:
    if key == "start":
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    return _VALID[_SPECS[key].type if key in _SPECS else Type.TEXT](value)


def _is_persons(value: Value) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(one, Person) and _is_named(one) for one in value)


def _is_named(person: Person) -> bool:
    said = [one for one in (person.name, person.email, person.phone) if one is not None]
    return bool(said) and all(one.strip() and "\n" not in one for one in said)


def _counts_up(value: tuple[object, ...]) -> bool:
    low, high = value
    return isinstance(low, int) and isinstance(high, int) and 0 <= low <= high


def _is_text(value: Value) -> bool:
    return isinstance(value, str) and bool(value.strip())


_VALID: Mapping[Type, Callable[[Value], bool]] = {
    Type.LINE: _is_text,
    Type.TEXT: _is_text,
    Type.PHONE: _is_text,
    Type.PERSON: _is_persons,
    Type.PERSONS: _is_persons,
    Type.TECH: lambda value: value == NEED_HELP or _is_persons(value),
    Type.DATE: lambda value: isinstance(value, str) and date.fromisoformat(value).isoformat() == value,
    Type.TIME: lambda value: isinstance(value, str) and bool(_CLOCK.fullmatch(value)),
    Type.ZONE: lambda value: isinstance(value, str) and bool(ZoneInfo(value).key),
    Type.DURATION: lambda value: isinstance(value, int) and value > 0,
    Type.RANGE: lambda value: isinstance(value, tuple) and len(value) == 2 and _counts_up(value),
    Type.RECURRENCE: lambda value: value is None or (isinstance(value, str) and bool(_RULE.fullmatch(value))),
    Type.BOOL: lambda value: isinstance(value, bool),
    Type.LIST: lambda value: (
        value in {"no", "create"} or (isinstance(value, tuple) and all("@" in str(one) for one in value))
    ),
    Type.HELP: lambda value: isinstance(value, tuple) and list(value) == sorted({str(one) for one in value} & {*_HELP}),
    Type.REASON: lambda value: isinstance(value, bool | str),
}
"""What a value of each type of line looks like."""

"""What the store writes into a column, and how it comes back: instants, names, values, fields, facts.

Everything here is exact: what goes in comes out equal, or is refused with a ``TypeError`` or ``ValueError``.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mailflow.model import Field, Person, Source, Unclear, Value

AT_ONCE = "1970-01-01T00:00:00.000000+00:00"
"""Due whatever the clock says: what has never been tried must not wait for a clock that was set back."""


def stamp(at: datetime) -> str:
    """Format an aware datetime for a column that ends in ``_at``: UTC, ISO 8601, microseconds.

    Every stamp has the same width, so that text order is time order; an instant before the year 1 or after 9999 in UTC
    is written as the first or last there is. Raises ``ValueError`` for a naive datetime.
    """
    if at.utcoffset() is None:
        raise ValueError(f"{at!r} has no time zone: an instant needs one")
    try:
        utc = at.astimezone(UTC)
    except OverflowError:  # a mail's date may be anything, and must not keep the mail out
        utc = datetime.min.replace(tzinfo=UTC) if at.year == 1 else datetime.max.replace(tzinfo=UTC)
    return utc.isoformat(timespec="microseconds")


def instant(said: str) -> datetime:
    """Read a stamp back: an aware datetime in UTC."""
    return datetime.fromisoformat(said)


def maybe_instant(said: str | None) -> datetime | None:
    """Read a stamp back where the column may be empty."""
    return None if said is None else datetime.fromisoformat(said)


def plain(text: str) -> str:
    """Make a text that UTF-8 can hold: lone surrogates, which no character set knows, become U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def keyed(key: bytes, purpose: str, said: str) -> str:
    """A hash that tells nothing to who has the database but not the secret, and outlives what was hashed."""
    return hmac.new(key, f"{purpose}\0{said}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def name_to_text(name: str) -> str:
    """Make a file name storable without losing a byte of it.

    A Maildir's file name may hold bytes that are no UTF-8; Python hands them over as lone surrogates (PEP 383).
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        return json.dumps(name)
    return json.dumps(name) if name.startswith('"') else name


def text_to_name(text: str) -> str:
    """Read a name back that ``name_to_text`` wrote."""
    return str(json.loads(text)) if text.startswith('"') else text


def dump(value: object) -> str:
    """Write a value or a fact as JSON. Raises ``TypeError`` for what is neither words, number, time nor person."""
    return json.dumps(_to_json(value), separators=(",", ":"))


def load(text: str) -> Any:
    """Read back what ``dump`` wrote; lists come back as tuples."""
    return _from_json(json.loads(text))


def dump_field(field: Field) -> str:
    """Write a certain value with where it came from."""
    return json.dumps(
        {"value": _to_json(field.value), "assumed": field.assumed, "source": _source_to_json(field.source)},
        separators=(",", ":"),
    )


def load_field(key: str, text: str) -> Field:
    """Read a certain value back."""
    found = json.loads(text)
    return Field(key, _from_json(found["value"]), _source_from_json(found["source"]), found["assumed"])


def dump_unclear(unclear: Unclear) -> str:
    """Write something unclear with where it came from."""
    return json.dumps(
        {
            "said": unclear.said,
            "why": unclear.why,
            "suggestion": _to_json(unclear.suggestion),
            "source": _source_to_json(unclear.source),
        },
        separators=(",", ":"),
    )


def load_unclear(key: str, text: str) -> Unclear:
    """Read something unclear back."""
    found = json.loads(text)
    suggestion: Value = _from_json(found["suggestion"])
    return Unclear(key, found["said"], found["why"], _source_from_json(found["source"]), suggestion)


def dump_facts(facts: Mapping[str, object]) -> str:
    """Write a finding's facts as one JSON object. Raises ``TypeError`` naming the fact that is none."""
    written = {}
    for name, fact in facts.items():
        try:
            written[name] = _to_json(fact)
        except TypeError as error:
            raise TypeError(f"fact {name!r}: {error}") from None
    return json.dumps(written, separators=(",", ":"))


def load_facts(text: str) -> dict[str, object]:
    """Read a finding's facts back."""
    return {name: _from_json(fact) for name, fact in json.loads(text).items()}


def _source_to_json(source: Source) -> list[str | int]:
    return [source.part, source.line, source.grammar, source.said]


def _source_from_json(found: Any) -> Source:
    return Source(part=found[0], line=found[1], grammar=found[2], said=found[3])


def _to_json(value: object) -> Any:
    """Turn a value into what JSON knows; what JSON does not know is an object with one key that names its type."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple | list):
        return [_to_json(one) for one in value]
    if isinstance(value, Person):
        return {"name": value.name, "email": value.email, "phone": value.phone}
    if isinstance(value, datetime):
        if isinstance(value.tzinfo, ZoneInfo):  # as its zone's clock shows it; fold is which of two equal hours
            return {"datetime": value.replace(tzinfo=None).isoformat(), "zone": value.tzinfo.key, "fold": value.fold}
        return {"datetime": value.isoformat(), "zone": "", "fold": 0}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    if isinstance(value, timedelta):
        return {"timedelta": [value.days, value.seconds, value.microseconds]}
    raise TypeError(f"{type(value).__name__} is neither words, number, time nor person")


def _from_json(found: Any) -> Any:
    if isinstance(found, list):
        return tuple(_from_json(one) for one in found)
    if not isinstance(found, dict):
        return found
    if "name" in found:
        return Person(name=found["name"], email=found["email"], phone=found["phone"])
    if "datetime" in found:
        at = datetime.fromisoformat(found["datetime"])
        return at.replace(tzinfo=ZoneInfo(found["zone"]), fold=found["fold"]) if found["zone"] else at
    if "date" in found:
        return date.fromisoformat(found["date"])
    if "time" in found:
        return time.fromisoformat(found["time"])
    days, seconds, microseconds = found["timedelta"]
    return timedelta(days, seconds, microseconds)

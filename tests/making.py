"""Small makers of values that many tests need."""

from collections.abc import Mapping
from datetime import UTC, datetime

from mailflow.model import Field, Person, Source, Status, Unclear, Value
from mailflow.rule import Call

NOW = datetime(2027, 3, 2, 14, 5, tzinfo=UTC)
SAID = Source(part="text/plain", line=1, grammar="test", said="as said")

TAMMY = Person("Tammy Shapiro", "tammy@example.org")
NATE = Person("Nate K", "nate@example.org")
WALT = Person("Walt R", "walt@example.org")
LARRY = Person("Larry Swetman", "larry@example.org")

COMPLETE: Mapping[str, Value] = {
    "title": "Student debt check-in",
    "group": "Occupy Philly",
    "contact": (LARRY,),
    "purpose": "Compare notes",
    "date": "2027-03-18",
    "time": "20:00",
    "tz": "America/New_York",
    "start": "2027-03-18T20:00:00-04:00",
    "facilitator": (TAMMY,),
    "backup": (NATE,),
    "tech": (WALT,),
}
"""What a complete request says."""


def fields(values: Mapping[str, Value]) -> dict[str, Field]:
    """Certain fields with these values."""
    return {key: Field(key, value, SAID) for key, value in values.items()}


def unclear(key: str, said: str, why: str) -> Unclear:
    """Something that was said and must be asked back."""
    return Unclear(key, said, why, SAID)


def call(
    values: Mapping[str, Value] = COMPLETE,
    *,
    asked_at: datetime = NOW,
    more: Mapping[str, Value] | None = None,
    ref: str = "IO-0001",
) -> Call:
    """A call that knows these values, asked for at NOW unless said otherwise."""
    return Call(
        ref=ref,
        status=Status.INCOMPLETE,
        requester="larry@example.org",
        asked_at=asked_at,
        fields=fields({**values, **(more or {})}),
    )

"""Taking words out of rows while the rows stay: which parts of a field, a finding or a pending somebody's words are.

Times, numbers, choices and the shape of it stay; ``MARK`` stands where words were. What is cleaned already comes out
as it went in, so every step may be repeated.
"""

import json
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from mailflow.fields import CALL_REQUEST, Type
from mailflow.model import Field, Person, Source, Unclear, Value
from mailflow.store.codec import (
    dump_facts,
    dump_field,
    dump_unclear,
    load_facts,
    load_field,
    load_unclear,
)
from mailflow.store.traces import MARK, Traces

GONE = "gone"
"""The state of a field row that holds nothing."""

_FREE = frozenset({s.key for s in CALL_REQUEST.specs if s.type in {Type.TEXT, Type.PHONE}} | {"emergency_reason"})
"""Keys under which people write what they like."""

_NAMED = frozenset({s.key for s in CALL_REQUEST.specs if s.type is Type.LINE})
"""Keys that name a call or a group: they stay, but for a person's name in them."""

_PHONES = frozenset(s.key for s in CALL_REQUEST.specs if s.type is Type.PHONE)

_NO_FILE = frozenset({"text/plain", "text/html", "subject", "from", MARK})


class Scope(Enum):
    """Whom a cleaning takes out."""

    PERSON = "one person, by what he or she is known by"
    EVERYBODY = "everybody, and all that people wrote freely"
    PHONES = "telephone numbers only"


@dataclass(frozen=True, slots=True)
class Cleaning:
    """What to take out of one row.

    traces: what is found in any text; case: the row's case, in whose texts a part of a name may be enough; theirs: the
    row holds the own words of who is forgotten, which go as a whole.
    """

    scope: Scope
    traces: Traces
    case: str | None = None
    theirs: bool = False

    def text(self, said: str) -> str:
        """A text that is not the person's own: the traces go."""
        return self.traces.without(said, self.case)

    def words(self, said: str) -> str:
        """Words as somebody wrote them."""
        is_whole = self.scope is Scope.EVERYBODY or self.theirs
        return MARK if said and is_whole else self.text(said)

    def person(self, one: Person) -> Person:
        """Somebody who is named."""
        if self.scope is Scope.PHONES:
            return replace(one, phone=MARK) if one.phone else one
        if self.scope is Scope.EVERYBODY or self.traces.is_of(one):
            return Person(MARK)
        # Another person's own address stays, even where the name is the same.
        return one if one.email else replace(one, name=self.text(one.name) if one.name else None)

    def value(self, key: str, value: Value) -> Value:
        """A field's value: persons, and the texts that are no date, time, zone or choice."""
        if isinstance(value, tuple):
            return tuple(  # type: ignore[return-value]
                self.person(one) if isinstance(one, Person) else self._listed(one) for one in value
            )
        if not isinstance(value, str):
            return value
        if key in _PHONES and self.scope is Scope.PHONES:
            return MARK
        if key in _FREE:
            return self.words(value)
        return self.text(value) if key in _NAMED else value

    def _listed(self, one: int | str) -> int | str:
        """An address in a list of them, or a word or number."""
        if not isinstance(one, str):
            return one
        return MARK if self.scope is Scope.EVERYBODY and "@" in one else self.text(one)

    def source(self, source: Source) -> Source:
        """Where a value came from: a file's name may be a person's, and what was said is."""
        part = source.part if source.part in _NO_FILE else self.words(source.part)
        return replace(source, part=part, said=self.words(source.said))

    def field(self, one: Field) -> Field:
        """A certain value."""
        return replace(
            one, value=self.value(one.key, one.value), source=self.source(one.source), assumed=self.text(one.assumed)
        )

    def unclear(self, one: Unclear) -> Unclear:
        """An unclear one."""
        return replace(
            one, said=self.words(one.said), why=self.text(one.why), source=self.source(one.source),
            suggestion=self.value(one.key, one.suggestion),
        )  # fmt: skip

    def fact(self, fact: object) -> object:
        """A finding's fact: numbers and times stay."""
        if isinstance(fact, Person):
            return self.person(fact)
        if isinstance(fact, tuple):
            return tuple(self.fact(one) for one in fact)
        return self.text(fact) if isinstance(fact, str) else fact


def clean_field(key: str, state: str, content: str, cleaning: Cleaning) -> str:
    """A field row's content, cleaned."""
    if state == GONE:
        return content
    if state == "sure":
        before = load_field(key, content)
        after = cleaning.field(before)
        return content if after == before else dump_field(after)
    doubt = load_unclear(key, content)
    cleaned = cleaning.unclear(doubt)
    return content if cleaned == doubt else dump_unclear(cleaned)


def clean_facts(facts: str, cleaning: Cleaning) -> str:
    """A finding's facts, cleaned. A name in them belongs to somebody; of a role's name nobody is known."""
    before = load_facts(facts)
    after = {
        name: MARK if cleaning.scope is Scope.EVERYBODY and name == "name" and fact else cleaning.fact(fact)
        for name, fact in before.items()
    }
    return facts if after == before else dump_facts(after)


def clean_pending(content: str, cleaning: Cleaning) -> str:
    """What waits, or waited, for an answer, cleaned; orders are people's own words."""
    held: dict[str, Any] = json.loads(content)
    fields = {key: json.loads(clean_field(key, "sure", json.dumps(one), cleaning)) for key, one in _of(held, "fields")}
    doubts = {
        key: json.loads(clean_field(key, "unclear", json.dumps(one), cleaning)) for key, one in _of(held, "unclear")
    }
    after = {**held, "orders": [cleaning.text(one) for one in held["orders"]], "fields": fields, "unclear": doubts}
    return content if after == held else json.dumps(after, separators=(",", ":"))


def _of(held: dict[str, Any], name: str) -> list[tuple[str, Any]]:
    return list(held[name].items())

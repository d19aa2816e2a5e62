"""All that a rule's author imports.

A rule is one small pure module in ``rules/``: its name is the rule's name and its text's name, the first sentence of
its docstring is what ``mailflow rules`` lists, its constants stand on top, and ``check`` yields findings. It holds
facts, never sentences, and reads no clock: the time is a parameter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mailflow.model import NEED_HELP, Field, Finding, Outcome, Person, Status, Unclear, Value

__all__ = [
    "NEED_HELP",
    "Ask",
    "Block",
    "Call",
    "Desk",
    "Finding",
    "Outcome",
    "Person",
    "Remind",
    "Status",
    "Warn",
]


def Ask(key: str, **facts: object) -> Finding:  # noqa: N802 - reads as the noun it makes
    """The requester must answer; blocks scheduling. key: the form's key the question is about."""
    return Finding(Outcome.ASK, key, facts)


def Block(key: str = "", **facts: object) -> Finding:  # noqa: N802 - reads as the noun it makes
    """Staff must settle it; blocks scheduling unless overridden with a reason."""
    return Finding(Outcome.BLOCK, key, facts)


def Warn(key: str = "", **facts: object) -> Finding:  # noqa: N802 - reads as the noun it makes
    """Recorded and shown; blocks nothing."""
    return Finding(Outcome.WARN, key, facts)


def Remind(key: str = "", **facts: object) -> Finding:  # noqa: N802 - reads as the noun it makes
    """Somebody must hear of it at a time, unless it has stopped being true by then."""
    return Finding(Outcome.REMIND, key, facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call request as rules see it.

    ref: its reference; status: where it stands; requester: the address it came from; asked_at: the instant its lead
    time is counted from (UTC; first receipt, later only when the requester moved the date earlier, protocol 8.27);
    fields: what is known, by key; unclear: what must be asked back; thread: Message-IDs of its newest mail, for
    answering; owner: the staff address that looks after it.
    """

    ref: str
    status: Status
    requester: str
    asked_at: datetime
    fields: Mapping[str, Field] = field(default_factory=dict)
    unclear: Mapping[str, Unclear] = field(default_factory=dict)
    owner: str | None = None

    def value(self, key: str) -> Value:
        """The certain value under this key, ``None`` where there is none."""
        found = self.fields.get(key)
        return found.value if found else None

    def text(self, key: str) -> str:
        """The certain value under this key where it is text, else ``""``."""
        value = self.value(key)
        return value if isinstance(value, str) else ""

    def persons(self, key: str) -> tuple[Person, ...]:
        """The persons under this key, none for NEED HELP or nothing said."""
        value = self.value(key)
        if not isinstance(value, tuple):
            return ()
        return tuple(one for one in value if isinstance(one, Person))

    @property
    def title(self) -> str:
        """The call's title, or a plain word for it."""
        return self.text("title") or "Call request"

    @property
    def zone(self) -> ZoneInfo | None:
        """The zone the group names its times in."""
        name = self.text("tz")
        return ZoneInfo(name) if name else None

    @property
    def date(self) -> date | None:
        """The day of the call in its own zone."""
        said = self.text("date")
        return date.fromisoformat(said) if said else None

    @property
    def starts_at(self) -> datetime | None:
        """When the call starts: an aware datetime in its own zone, ``None`` while day, time or zone are open."""
        said = self.text("start")
        return datetime.fromisoformat(said) if said else None

    @property
    def length(self) -> timedelta:
        """How long the call lasts; 90 minutes where nothing was said (protocol, section 7)."""
        minutes = self.value("length")
        return timedelta(minutes=minutes if isinstance(minutes, int) else 90)

    @property
    def is_emergency(self) -> bool:
        """Whether the requester claims an emergency (protocol N8)."""
        return self.value("emergency") is True


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What else matters to a rule: a read-only view of the desk.

    zone: the desk's own zone (IANA), for suggestions only; staff: one address of each of the staff, where their mail
    goes, in the order of the settings; also: further addresses of theirs, each with the one that stands in ``staff``;
    ours: every address that is us; call_prefix: what call references begin with; max_mail_mb: the largest mail we read,
    in megabytes.
    """

    zone: str = "America/New_York"
    staff: tuple[str, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict)
    ours: frozenset[str] = frozenset()
    call_prefix: str = "IO"
    max_mail_mb: int = 25

    def person(self, address: str) -> str:
        """The address that stands for whoever has this one: the first of a volunteer's own, else itself."""
        return self.also.get(address, address)

    def is_same(self, one: str, other: str) -> bool:
        """Whether two addresses are the same person's, as far as the settings say so."""
        return self.person(one) == self.person(other)

    def is_staff(self, address: str) -> bool:
        """Whether this address is one of the staff's."""
        return self.person(address) in self.staff

    @property
    def staff_addresses(self) -> frozenset[str]:
        """Every address of every one of the staff."""
        return frozenset({*self.staff, *self.also})

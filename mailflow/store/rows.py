"""What the store hands out, as frozen values. Instants are aware datetimes in UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailflow.model import Disposition, Event, Field, Finding, Kind, Status, Unclear


class State(StrEnum):
    """Where a mail of ours stands in the outbox."""

    WAITING = "waiting"
    SENDING = "sending"  # leased to a worker
    SENT = "sent"
    REFUSED = "refused"  # the server said no for good (RFC 5321, section 4.2.1: 5yz)
    GIVEN_UP = "given-up"  # it could not be handed over within a week


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A mail that is archived and not yet decided.

    tries: how often reading or deciding it has raised; read_as: the kind that staff say it is.
    """

    mail_id: int
    received_at: datetime
    mailbox: str
    uidvalidity: str
    uid: str
    tries: int
    is_cut: bool
    read_as: Kind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """The mail that was here before under the same Message-ID, or with the same content where there is no id."""

    mail_id: int
    same_content: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """A mail that made reading or deciding raise three times. trouble: the last traceback."""

    mail_id: int
    received_at: datetime
    quarantined_at: datetime
    mailbox: str
    uid: str
    size: int
    tries: int
    trouble: str

    @property
    def error(self) -> str:
        """The last line of the traceback: what was raised."""
        lines = self.trouble.strip().splitlines()
        return lines[-1] if lines else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRow:
    """One mail in, for a person to look at. disposition: ``None`` while it waits."""

    mail_id: int
    received_at: datetime
    sender: str
    subject: str
    kind: str
    disposition: Disposition | None
    case: str | None
    why: str
    copy_of: int | None
    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One open case in a list. title: the call's title, or the subject of the mail that opened it."""

    ref: str
    kind: str
    status: Status
    title: str
    requester: str
    owner: str | None
    opened_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryField:
    """What is known under one key, and the mail it came from. Exactly one of field and unclear is there."""

    key: str
    field: Field | None
    unclear: Unclear | None
    mail_id: int
    sender: str
    subject: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryFinding:
    """A finding with the time it was open. closed_at: ``None`` while it is."""

    finding: Finding
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One event of a case's history and the mail that caused it."""

    at: datetime
    event: Event
    mail_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingRow:
    """One mail out, for a person to look at.

    answer: what the server said last (SMTP code and text), or what kept us from reaching it; due_at: the next try,
    ``None`` when it is settled.
    """

    number: int
    template: str
    to: str
    case: str | None
    subject: str
    message_id: str
    state: State
    attempts: int
    answer: str
    enqueued_at: datetime
    due_at: datetime | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """All there is to tell of a case: what is known, what was found, what happened, mails in and out, oldest first."""

    case: CaseRow
    asked_at: datetime
    fields: Mapping[str, StoryField]
    findings: tuple[StoryFinding, ...]
    history: tuple[HistoryRow, ...]
    mails_in: tuple[MailRow, ...]
    mails_out: tuple[OutgoingRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail of ours, leased for sending.

    sender, to: the envelope (RFC 5321, sections 4.1.1.2 and 4.1.1.3); raw: its bytes; attempts: how many tries have
    failed; is_ambiguous: an earlier try may have reached the server without our hearing of it: look in the Sent folder
    before repeating.
    """

    number: int
    message_id: str
    sender: str
    to: str
    raw: bytes
    attempts: int
    is_ambiguous: bool

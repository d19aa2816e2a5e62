"""What deciding takes in and gives out, as frozen values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from mailflow.model import Disposition, Event, Finding, Message, Reading, Reply, Sent, Verdict
from mailflow.rule import Call, Desk

Check: TypeAlias = Callable[[Call, Desk, datetime], Iterable[Finding]]
Rules: TypeAlias = Sequence[tuple[str, Check]]
"""The organisation's rules: name and check, in the order they are asked."""


class RuleBroken(Exception):
    """A rule of the organisation's raised instead of finding something; the sentence names it and what it raised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One mail with all that is known about it before the state is looked at.

    mail_id: its row in the archive; answers: the mail of ours that it answers; verdict: what our own mail server says
    of the sender; has_token: it carries a living reply token that was given to its sender; is_cut: it was over the size
    limit and only its beginning was read.
    """

    mail_id: int
    message: Message
    reading: Reading
    received_at: datetime
    verdict: Verdict = Verdict.NONE
    answers: Sent | None = None
    has_token: bool = False
    is_cut: bool = False

    @property
    def sender(self) -> str:
        """The author's address, ``""`` where there is no single one."""
        return self.message.from_.email if self.message.from_ else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The slice of the store that one mail concerns, read inside its transaction.

    case: the reference of the case it belongs to; call: that case where it is a call; open_calls: the sender's open
    calls, newest first; next_number: the next free case number;
    answers_today: automatic answers to the sender in the last 24 hours; open_cards: how many open cases each of the
    staff looks after.
    """

    case: str | None = None
    call: Call | None = None
    open_calls: tuple[Call, ...] = ()
    next_number: int = 1
    answers_today: int = 0
    open_cards: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A case that begins: its reference and kind (``call`` or ``question``), and who asked and looks after it."""

    ref: str
    kind: str
    requester: str
    owner: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """All that follows from one mail, to be committed as one.

    call: the call as it stands afterwards; findings: all that hold for it now; events: rows for its history, in order;
    replies: the mails to be written, to outsiders and to staff; further: what follows from further requests in the
    same mail, each a case of its own.
    """

    disposition: Disposition
    why: str
    case: str | None = None
    opens: Opening | None = None
    call: Call | None = None
    findings: tuple[Finding, ...] = ()
    events: tuple[Event, ...] = ()
    replies: tuple[Reply, ...] = ()
    further: tuple["Decision", ...] = ()

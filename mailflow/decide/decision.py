"""What deciding takes in and gives out, as frozen values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from mailflow.model import Disposition, Event, Finding, Kind, Message, Pending, Reading, Reply, Sent, Status, Verdict
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
class CaseFile:
    """A case as a command sees it.

    ref; kind: ``call`` or ``question``; title: the call's, or the subject of the mail that opened it; opened_by: that
    mail, and is_kept: whether its bytes are still there; revision: changes with whatever changes in the case; call: the
    call itself where it is one.
    """

    ref: str
    kind: str
    status: Status
    title: str
    requester: str
    owner: str | None
    opened_by: int
    revision: str
    is_kept: bool = True
    call: Call | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The slice of the store that one mail concerns, read inside its transaction.

    case: the reference of the case it belongs to; call: that case where it is a call; rivals: other cases that the same
    mail names as its own, by its tag or its thread; files: the cases it may be about, by reference; open_calls: the
    sender's open calls, newest first; next_number: the next free case number; answers_today: automatic answers to the
    sender in the last 24 hours; open_cards: how many open cases each of the staff looks after; colleagues: addresses
    that the contact put in Cc on this case; pending: what the mail of ours that this one answers waits for; waiting:
    what else the sender has been asked back about; offers_today: how often the case's contact was asked about
    strangers' values in the last 24 hours; was_staff: the sender was of the staff once and is not any more;
    thread_answers, case_answers: automatic answers in the last 24 hours in the thread that the mail goes on, and in
    each case it may be about; same_words: mails of the sender's in the last 24 hours that said the same;
    requests_today, domain_requests_today: open calls that the requester, or anybody of that domain, asked for in the
    last 24 hours, oldest first, as many as matter; failing: addresses of the case from which our mail comes back;
    absent: those of the staff.
    """

    case: str | None = None
    call: Call | None = None
    rivals: tuple[str, ...] = ()
    files: Mapping[str, CaseFile] = field(default_factory=dict)
    open_calls: tuple[Call, ...] = ()
    next_number: int = 1
    answers_today: int = 0
    open_cards: Mapping[str, int] = field(default_factory=dict)
    colleagues: frozenset[str] = frozenset()
    pending: Pending | None = None
    waiting: tuple[Pending, ...] = ()
    offers_today: int = 0
    was_staff: bool = False
    thread_answers: int = 0
    case_answers: Mapping[str, int] = field(default_factory=dict)
    same_words: int = 0
    requests_today: tuple[str, ...] = ()
    domain_requests_today: tuple[str, ...] = ()
    failing: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()


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
    replies: the mails to be written, to outsiders and to staff; further: what follows from further requests or orders
    in the same mail, each about a case of its own; owner: who looks after the case from now on; colleagues: addresses
    that may give values for it from now on; settles: what no longer waits, with how it ended; silences: the address
    that gets no reminders any more; reads_again: a mail to be read anew, as this kind; marks: an address from which our
    mail comes back, with how we know.
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
    owner: str | None = None
    colleagues: frozenset[str] = frozenset()
    settles: tuple[int, str] | None = None
    silences: str | None = None
    reads_again: tuple[int, Kind] | None = None
    marks: tuple[str, str] | None = None

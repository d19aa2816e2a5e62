"""The pipe, one mail after another: archived, read, decided, written, and all of it committed together.

This is where the sections meet. Nothing leaves from here: mails are put into the outbox in the same transaction as the
change that causes them, and the postman sends them afterwards.
"""

import re
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from mailflow import log
from mailflow.decide import limits
from mailflow.decide.decide import decide
from mailflow.decide.decision import Decision, Incoming, State
from mailflow.decide.identity import is_proven_staff
from mailflow.decide.staff import quarantined
from mailflow.documents.enclosures import with_documents
from mailflow.hand import Hand
from mailflow.letters import Letters
from mailflow.model import Arrival, Disposition, Kind, Message, Verdict
from mailflow.read.adapter import message
from mailflow.store.outbox import Outbox
from mailflow.store.rows import Duplicate
from mailflow.store.store import Store, StoreUnavailable, Waiting
from mailflow.telling import Telling
from mailflow.understanding import Understanding
from mailflow.wired import Instance
from mailflow.write.texts import BrokenText

BATCH = 50
"""Mails decided in one transaction, each in a savepoint of its own. A crash repeats them; nothing has left by then."""

CHUNK_BYTES = 8_000_000
"""Bytes of mail that are held in memory at once while mails are archived (one larger mail is held alone)."""

IN_HAND = "in hand"
"""Under which name the store keeps what is in hand."""

CHECK_HEADER = "X-Mailflow-Check"
"""Marks the mail that ``mailflow check`` sends to ourselves; it is left where it is for the check to find."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A waiting mail, parsed before the transaction begins; ``trouble`` where that raised."""

    waiting: Waiting
    raw: bytes
    message: Message | None
    trouble: str = ""


class Pipe:
    """One instance at work. Bound to the thread of its store."""

    def __init__(self, instance: Instance, store: Store, outbox: Outbox) -> None:
        self.instance = instance
        self.store = store
        self.outbox = outbox
        self.understanding = Understanding(instance, store)
        self.telling = Telling(instance, store, outbox)
        self._letters = Letters(instance, store, outbox)

    def take_in(self, arrivals: Iterable[Arrival], now: datetime) -> int:
        """Archive mails, durable when this returns; how many were new. Raises StoreUnavailable.

        They are fetched chunk by chunk before each transaction begins, so that a slow server holds no lock.
        """
        return sum(len(self.store.archive(chunk, now)) for chunk in _chunks(arrivals))

    def work(self, now: datetime) -> int:
        """Decide the mails that wait, one batch; how many there were.

        A mail that makes the code raise is set aside and tried again later, the third time quarantined. Raises
        StoreUnavailable and BrokenText, which are not the mail's fault: nothing of the batch is changed then.
        """
        taken = self._taken(now)
        if not taken:
            return 0
        prepared = [self._prepare(waiting) for waiting in taken]
        with self.store.transaction():
            for one in prepared:
                self._handle(one, now)
            hand = Hand.from_text(self.store.recall(IN_HAND))
            self.store.remember(IN_HAND, hand.put_down().as_text())
        return len(prepared)

    def _taken(self, now: datetime) -> list[Waiting]:
        """Take the next batch in hand, noted before it is touched; a mail that has ended the program is given up."""
        waiting = self.store.waiting(now, BATCH)
        if not waiting:
            return []
        hand = Hand.from_text(self.store.recall(IN_HAND)).take([one.mail_id for one in waiting])
        taken = [one for one in waiting if one.mail_id in hand.mails]
        if hand.is_deadly:
            self._give_up(taken[0], hand, now)
            return self._taken(now)
        self.store.remember(IN_HAND, hand.as_text())
        return taken

    def _give_up(self, waiting: Waiting, hand: Hand, now: datetime) -> None:
        trouble = "The program ended three times while it had this mail in hand."
        log.trouble("mail.deadly", mail=waiting.mail_id)
        with self.store.transaction():
            while not self.store.is_quarantined(waiting.mail_id):
                self._set_aside(_Prepared(waiting, b"", None), trouble, now)
            self.store.remember(IN_HAND, hand.put_down().as_text())

    def _prepare(self, waiting: Waiting) -> _Prepared:
        raw = self.store.raw(waiting.mail_id)
        try:
            return _Prepared(waiting, raw, with_documents(message.parse(raw), raw))
        except Exception:  # noqa: BLE001 - a bug in reading must not lose the mail nor stop the next one
            return _Prepared(waiting, raw, None, traceback.format_exc())

    def _handle(self, one: _Prepared, now: datetime) -> None:
        """Decide one mail in a savepoint; what it breaks is its own."""
        trouble = one.trouble
        if one.message is not None:
            try:
                with self.store.savepoint():
                    self._decide(one, one.message, now)
            except (StoreUnavailable, BrokenText):
                raise
            except Exception:  # noqa: BLE001 - as above: set aside, try again, then quarantine
                trouble = traceback.format_exc()
        if trouble:
            self._set_aside(one, trouble, now)

    def _set_aside(self, one: _Prepared, trouble: str, now: datetime) -> None:
        mail_id = one.waiting.mail_id
        tries = self.store.failed(mail_id, trouble, now)
        log.trouble("mail.failed", mail=mail_id, tries=tries, raised=_raised(trouble))
        owner = next(iter(self.instance.desk.staff), None)
        if owner and self.store.is_quarantined(mail_id):
            sender = one.message.from_.email if one.message and one.message.from_ else ""
            subject = one.message.subject if one.message else ""
            told = quarantined(
                mail_id=mail_id, sender=sender, subject=subject, tries=tries, owner=owner,
                trouble=trouble.strip().splitlines()[-1],
            )  # fmt: skip
            self._letters.post(told, mail_id, now)

    def _decide(self, one: _Prepared, parsed: Message, now: datetime) -> None:
        mail_id = one.waiting.mail_id
        duplicate = self.store.duplicate_of(mail_id, parsed.message_id, parsed.content_hash)
        if duplicate and duplicate.same_content and not one.waiting.read_as and not self._was_forged(duplicate, parsed):
            self.store.decided(
                mail_id, kind="", disposition=Disposition.DUPLICATE, case=None, message=parsed,
                why="the same mail was here before", at=now, copy_of=duplicate.mail_id,
            )  # fmt: skip
            log.event("mail.duplicate", mail=mail_id, of=duplicate.mail_id)
            return
        incoming, state = self.understanding.understand(one.raw, parsed, one.waiting, now)
        decision = decide(incoming, state, self.instance.desk, self.instance.rules, now)
        by = self._cause(incoming, state)
        self._apply(incoming, self._letters.within_reach(decision, by, now), by, now)

    def _was_forged(self, duplicate: Duplicate, parsed: Message) -> bool:
        """Whether what was here before failed authentication and this does not: a forged copy keeps no mail out."""
        if self.understanding.verdict(parsed) is Verdict.FAIL:
            return False
        try:
            before = message.parse(self.store.raw(duplicate.mail_id))
        except LookupError:  # its bytes were deleted by age
            return False
        return self.understanding.verdict(before) is Verdict.FAIL

    def _cause(self, incoming: Incoming, state: State) -> str:
        """Who made us write what follows from a mail: its author; of a mail that came back, who asked for the call."""
        if incoming.reading.kind.is_automatic:
            return state.call.requester if state.call else ""
        is_trusted = is_proven_staff(incoming, state, self.instance.desk)
        return "" if is_trusted else incoming.sender

    def _apply(self, incoming: Incoming, decision: Decision, by: str, now: datetime) -> None:
        """Commit what was decided. by: who made us write the mails that follow, ``""`` for the staff or nobody."""
        mail_id = incoming.mail_id
        every = (decision, *decision.further)
        for one in every:
            self._change(incoming, one, now)
        self.store.decided(
            mail_id, kind=str(incoming.reading.kind), disposition=decision.disposition, case=decision.case,
            message=incoming.message, why=decision.why, at=now,
        )  # fmt: skip
        if incoming.sender and not incoming.reading.kind.is_automatic:
            self.store.note_words(mail_id, limits.own_words(incoming))
            if incoming.verdict is not Verdict.FAIL:
                self.store.heard_from(incoming.sender)
        for one in every:
            if one.reads_again:
                self.store.read_again(*one.reads_again)
        if incoming.reading.kind is Kind.OWN and incoming.message.header(CHECK_HEADER):
            self.store.filed([mail_id])
        replies = [reply for one in every for reply in one.replies]
        for reply in replies:
            self._letters.post(reply, mail_id, now, by=by, thread=incoming.answers.thread if incoming.answers else None)
        log.event(
            "mail.decided", mail=mail_id, kind=incoming.reading.kind, case=decision.case or "-",
            disposition=decision.disposition, replies=len(replies),
        )  # fmt: skip

    def _change(self, incoming: Incoming, decision: Decision, now: datetime) -> None:
        """Carry out what one decision changes in the store."""
        if decision.opens:
            opening = decision.opens
            self.store.open_case(
                opening.ref, opening.kind, opened_by=incoming.mail_id, at=now, requester=opening.requester,
                asked_at=incoming.received_at, owner=opening.owner,
            )  # fmt: skip
        if decision.call:
            call = decision.call
            self.store.save_fields(call.ref, call.fields, call.unclear, mail_id=incoming.mail_id, at=now)
            self.store.set_call(call.ref, owner=call.owner, asked_at=call.asked_at)
            self.store.save_findings(call.ref, decision.findings, now)
        if decision.case:
            self.store.add_colleagues(decision.case, decision.colleagues, incoming.mail_id)
        if decision.case and decision.owner:
            self.store.set_owner(decision.case, decision.owner)
        if decision.settles:
            self.store.settle(*decision.settles, now)
        if decision.silences:
            self.store.silence(decision.silences, now)
        if decision.marks:
            self.store.mark_failed(*decision.marks, now)
        for event in decision.events:
            self.store.add_event(decision.case, event, mail_id=incoming.mail_id, at=now)


def _raised(trouble: str) -> str:
    """The name of what was raised, for the log: what it says may be the mail's own words.

    The first line of a traceback that stands out again ends its frames; nothing of a mail can come before it.
    """
    lines = trouble.splitlines()[1:]
    said = next((line for line in lines if line[:1].strip()), "")
    found = re.match(r"[\w.]{1,80}", said)
    return found[0] if found else "unknown"


def _chunks(arrivals: Iterable[Arrival]) -> Iterator[list[Arrival]]:
    """Gather arrivals to BATCH mails or CHUNK_BYTES, whichever comes first."""
    chunk: list[Arrival] = []
    size = 0
    try:
        for arrival in arrivals:
            chunk.append(arrival)
            size += len(arrival.raw or b"")
            if len(chunk) >= BATCH or size >= CHUNK_BYTES:
                yield chunk
                chunk, size = [], 0
    except Exception:
        yield chunk  # what came before the connection broke need not be fetched again
        raise
    if chunk:
        yield chunk

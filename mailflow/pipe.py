"""The pipe, one mail after another: archived, read, decided, written, and all of it committed together.

This is where the sections meet. Nothing leaves from here: mails are put into the outbox in the same transaction as the
change that causes them, and the postman sends them afterwards.
"""

import hashlib
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mailflow import log, token
from mailflow.decide.decide import decide
from mailflow.decide.decision import Decision, Incoming, Rules, State
from mailflow.decide.staff import quarantined, undelivered
from mailflow.documents.enclosures import with_documents
from mailflow.hand import Hand
from mailflow.model import Arrival, Context, Disposition, Kind, Message, Reading, Reply, Sent
from mailflow.read.adapter import authentication, message
from mailflow.read.kinds.behind import author_behind
from mailflow.read.reading import read, tag_of
from mailflow.rule import Desk
from mailflow.store.outbox import Outbox
from mailflow.store.store import Store, StoreUnavailable, Waiting
from mailflow.write.render import Sender, compose
from mailflow.write.texts import BrokenText, Texts

BATCH = 50
"""Mails decided in one transaction, each in a savepoint of its own. A crash repeats them; nothing has left by then."""

CHUNK_BYTES = 8_000_000
"""Bytes of mail that are held in memory at once while mails are archived (one larger mail is held alone)."""

IN_HAND = "in hand"
"""Under which name the store keeps what is in hand."""

CHECK_HEADER = "X-Mailflow-Check"
"""Marks the mail that ``mailflow check`` sends to ourselves; it is left where it is for the check to find."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """What one running instance is made of, beside its store.

    key: the secret of its reply tokens; name: a short random word that makes its Message-IDs its own; ours: every
    address that is us; authserv_id, border_host: whose verdict about a sender counts, ``None`` where none is pinned.
    """

    desk: Desk
    rules: Rules
    texts: Texts
    sender: Sender
    key: bytes
    name: str
    ours: frozenset[str]
    authserv_id: str | None = None
    border_host: str | None = None


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

    def tell_staff_of_failures(self, now: datetime) -> int:
        """Tell staff, once each, of mails of ours that were refused for good or given up after a week."""
        unsettled = self.outbox.unsettled()
        if not unsettled:
            return 0
        with self.store.transaction():
            for row in unsettled:
                owner = self._owner(row.case)
                if owner and row.to not in self.instance.desk.staff:
                    reply = undelivered(
                        to=row.to, template=row.template, ref=row.case, subject=row.subject, answer=row.answer,
                        owner=owner, number=row.number,
                    )  # fmt: skip
                    self._post(reply, None, now)
                self.outbox.told(row.number)
        return len(unsettled)

    def _owner(self, ref: str | None) -> str | None:
        call = self.store.call(ref) if ref and self.store.case_kind(ref) == "call" else None
        return (call.owner if call else None) or next(iter(self.instance.desk.staff), None)

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
        log.trouble("mail.failed", mail=mail_id, tries=tries, trouble=trouble.strip().splitlines()[-1])
        owner = next(iter(self.instance.desk.staff), None)
        if owner and self.store.is_quarantined(mail_id):
            sender = one.message.from_.email if one.message and one.message.from_ else ""
            subject = one.message.subject if one.message else ""
            told = quarantined(
                mail_id=mail_id, sender=sender, subject=subject, tries=tries, owner=owner,
                trouble=trouble.strip().splitlines()[-1],
            )  # fmt: skip
            self._post(told, mail_id, now)

    def _decide(self, one: _Prepared, parsed: Message, now: datetime) -> None:
        mail_id = one.waiting.mail_id
        duplicate = self.store.duplicate_of(mail_id, parsed.message_id, parsed.content_hash)
        if duplicate and duplicate.same_content:
            self.store.decided(
                mail_id, kind="", disposition=Disposition.DUPLICATE, case=None, message=parsed,
                why="the same mail was here before", at=now, copy_of=duplicate.mail_id,
            )  # fmt: skip
            log.event("mail.duplicate", mail=mail_id, of=duplicate.mail_id)
            return
        incoming, state = self.understand(one.raw, parsed, one.waiting, now)
        decision = decide(incoming, state, self.instance.desk, self.instance.rules, now)
        self._apply(incoming, decision, now)

    def understand(self, raw: bytes, parsed: Message, waiting: Waiting, now: datetime) -> tuple[Incoming, State]:
        """Read a mail in the light of what is stored: which case it belongs to, what was asked, who sends it."""
        behind = author_behind(parsed, self.instance.ours)
        parsed = replace(parsed, from_=behind) if behind else parsed
        answers, has_token = self._thread(parsed)
        tag = tag_of(parsed.subject, self.instance.desk.call_prefix)
        ref = answers.case if answers and answers.case else None
        if ref is None and tag and self.store.case_kind(tag):
            ref = tag
        call = self.store.call(ref) if ref and self.store.case_kind(ref) == "call" else None
        context = Context(
            received_at=waiting.received_at, ours=self.instance.ours, staff=frozenset(self.instance.desk.staff),
            answers=answers.text if answers else "", asked=answers.asked if answers else (),
            known=call.fields if call else {}, doubts=call.unclear if call else {}, case=ref,
            domain=self.instance.sender.domain, prefix=self.instance.desk.call_prefix,
        )  # fmt: skip
        reading = read(parsed, context, raw)
        sender = parsed.from_.email if parsed.from_ else ""
        verdict = authentication.verdict(parsed, self.instance.authserv_id, self.instance.border_host)
        incoming = Incoming(
            mail_id=waiting.mail_id, message=parsed, reading=reading, received_at=waiting.received_at,
            verdict=verdict, answers=self._returned(reading) or answers, has_token=has_token, is_cut=waiting.is_cut,
        )  # fmt: skip
        return incoming, self._state(ref, sender, now)

    def _state(self, ref: str | None, sender: str, now: datetime) -> State:
        call = self.store.call(ref) if ref and self.store.case_kind(ref) == "call" else None
        return State(
            case=ref,
            call=call,
            open_calls=self.store.calls_of(sender) if sender else (),
            next_number=self.store.next_number(),
            answers_today=self.store.answers_since(sender, now - _DAY) if sender else 0,
            open_cards=self.store.open_cards(),
        )

    def _thread(self, parsed: Message) -> tuple[Sent | None, bool]:
        """The mail of ours that this one answers, and whether it proves so by a token that was given to its sender.

        In the protocol's order: reply token, In-Reply-To, References from the newest (protocol 8.23).
        """
        addresses = (*parsed.delivered_to, *(one.email for one in (*parsed.to, *parsed.cc)))
        sender = parsed.from_.email if parsed.from_ else ""
        for address in addresses:
            said = token.in_address(address, self.instance.ours)
            number = token.number_of(said) if said else None
            sent = self.store.sent_by_number(number) if number is not None else None
            if said and sent:
                genuine = token.is_genuine(
                    said, self.instance.key, number=sent.number, case=sent.case, person=sent.to, purpose=sent.purpose
                )
                if genuine:
                    return sent, sent.to == sender
        ids = (*parsed.in_reply_to, *reversed(parsed.references))
        return (self.store.sent_by_message_id(ids) if ids else None), False

    def _returned(self, reading: Reading) -> Sent | None:
        if reading.kind is not Kind.BOUNCE or not reading.returned_id:
            return None
        return self.store.sent_by_message_id((reading.returned_id,))

    def _apply(self, incoming: Incoming, decision: Decision, now: datetime) -> None:
        mail_id = incoming.mail_id
        every = (decision, *decision.further)
        for one in every:
            self._change(incoming, one, now)
        self.store.decided(
            mail_id, kind=str(incoming.reading.kind), disposition=decision.disposition, case=decision.case,
            message=incoming.message, why=decision.why, at=now,
        )  # fmt: skip
        if incoming.reading.kind is Kind.OWN and incoming.message.header(CHECK_HEADER):
            self.store.filed([mail_id])
        replies = [reply for one in every for reply in one.replies]
        for reply in replies:
            self._post(reply, mail_id, now)
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
        for event in decision.events:
            self.store.add_event(decision.case, event, mail_id=incoming.mail_id, at=now)

    def _post(self, reply: Reply, mail_id: int | None, now: datetime) -> None:
        """Write a mail and put it into the outbox; once, however often it is asked for."""
        number = self.outbox.next_number()
        purpose = reply.purpose
        signed = token.sign(self.instance.key, number=number, case=reply.case, person=reply.to.email, purpose=purpose)
        message_id = f"<mailflow.{number}.{self.instance.name}@{self.instance.sender.domain}>"
        written = self.instance.texts.write(reply, now)
        raw = compose(written, reply, sender=self.instance.sender, message_id=message_id, token=signed, now=now)
        self.outbox.put(
            number=number, key=reply.key or _key(reply, mail_id), case=reply.case,
            mail_id=mail_id, template=reply.template, to=reply.to.email, purpose=purpose, asked=reply.asked,
            text=written.text, raw=raw, message_id=message_id, sender=self.instance.sender.address,
            automatic=reply.automatic, priority=reply.priority, not_before=now, at=now, subject=written.subject,
        )  # fmt: skip


def _key(reply: Reply, mail_id: int | None) -> str:
    """What makes a mail one of a kind: what causes it, the text, and who gets it."""
    about = "" if reply.place == 1 else f":{reply.place}"
    return f"{mail_id}:{reply.template}:{reply.to.email}{about}"


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


def short_name(key: bytes) -> str:
    """A word that makes an instance's Message-IDs its own, made from its secret without giving it away."""
    return hashlib.sha256(b"mailflow message-id\0" + key).hexdigest()[:10]

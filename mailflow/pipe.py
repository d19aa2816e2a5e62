"""The pipe, one mail after another: archived, read, decided, written, and all of it committed together.

This is where the sections meet. Nothing leaves from here: mails are put into the outbox in the same transaction as the
change that causes them, and the postman sends them afterwards.
"""

import hashlib
import re
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from mailflow import log, token
from mailflow.decide import bounces, limits
from mailflow.decide.commands import refs_in
from mailflow.decide.decide import decide
from mailflow.decide.decision import Decision, Incoming, Rules, State
from mailflow.decide.grants import GrantState, grant_news
from mailflow.decide.identity import CONFIRM, answer_address, contact_of, is_proven_staff
from mailflow.decide.staff import quarantined, waiting
from mailflow.documents.enclosures import with_documents
from mailflow.hand import Hand
from mailflow.model import Arrival, Context, Disposition, Kind, Message, Reading, Reply, Sent, Verdict
from mailflow.read.adapter import authentication, message
from mailflow.read.kinds.behind import author_behind
from mailflow.read.reading import read, tag_of
from mailflow.rule import Call, Desk
from mailflow.store.codec import instant
from mailflow.store.outbox import ANSWERS_WAIT, NewLetter, Outbox
from mailflow.store.rows import Duplicate, OutgoingRow
from mailflow.store.rows import State as OutState
from mailflow.store.store import Store, StoreUnavailable, Waiting
from mailflow.write.render import Sender, compose
from mailflow.write.texts import BrokenText, Texts

BATCH = 50
"""Mails decided in one transaction, each in a savepoint of its own. A crash repeats them; nothing has left by then."""

CHUNK_BYTES = 8_000_000
"""Bytes of mail that are held in memory at once while mails are archived (one larger mail is held alone)."""

IN_HAND = "in hand"
"""Under which name the store keeps what is in hand."""

MAX_TOKENS = 20
"""Reply tokens of one mail that are looked up."""

GRANT_TOLD = "grant told"
"""Under which name the store keeps what staff were told of the grant."""

WAITING_TOLD = "answers wait told"
"""Under which name the store keeps when staff were last told that automatic answers have to wait."""

CHECK_HEADER = "X-Mailflow-Check"
"""Marks the mail that ``mailflow check`` sends to ourselves; it is left where it is for the check to find."""

_WITH_ORDERS = frozenset({Kind.ANSWER, Kind.COMMAND, Kind.QUESTION, Kind.FORM_WANTED})
"""Kinds of mail whose own words may name a case to do something with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """What one running instance is made of, beside its store.

    keys: the secrets of its reply tokens, the newest first; name: a short random word that makes its Message-IDs its
    own; ours: every address that is us; authserv_id, border_host: whose verdict about a sender counts, ``None`` where
    none is pinned.
    """

    desk: Desk
    rules: Rules
    texts: Texts
    sender: Sender
    keys: tuple[bytes, ...]
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
        """Tell staff, once each, of mails of ours that were refused for good or given up after a week.

        An address that the server knows nothing of is marked, and the contact's other one is tried; once a day staff
        hear that automatic answers have to wait.
        """
        unsettled = self.outbox.unsettled()
        if unsettled:
            with self.store.transaction():
                for row in unsettled:
                    self._undelivered(row, now)
                    self.outbox.told(row.number)
        return len(unsettled) + self._tell_of_waiting(now)

    def _undelivered(self, row: OutgoingRow, now: datetime) -> None:
        sent, desk = self.store.sent_by_number(row.number), self.instance.desk
        if sent is None or desk.is_staff(row.to.lower()):
            return
        call = self._call(row.case)
        if row.state is OutState.REFUSED and bounces.is_about_address(row.answer):
            self.store.mark_failed(row.to, row.answer, now)
        again = bounces.sent_again(sent, call, desk, self._failing(call))
        replies = (*bounces.told(sent, row.answer, self._owner(call), again), *again)
        decision = Decision(disposition=Disposition.RECORDED, why="", case=row.case, replies=replies)
        for reply in self._within_reach(decision, call.requester if call else "", now).replies:
            self._post(reply, None, now, by=call.requester if call else "")

    def _tell_of_waiting(self, now: datetime) -> int:
        """Tell staff, once a day, that more automatic answers are due than leave in an hour (protocol 8.37)."""
        waits, told = self.store.recall(ANSWERS_WAIT), self.store.recall(WAITING_TOLD)
        owner = self._owner(None)
        if waits is None or owner is None or (told is not None and instant(waits) < instant(told) + limits.DAY):
            return 0
        domains = self.outbox.answers_waiting()
        with self.store.transaction():
            self.store.remember(WAITING_TOLD, waits)
            self._post(waiting(count=sum(domains.values()), domains=list(domains)[:3], owner=owner, now=now), None, now)
        return 1

    def tell_staff_of_grant(self, state: GrantState, now: datetime) -> int:
        """Tell all of the staff, once each, what they must know of the grant that lets us in; how many were told."""
        staff = self.instance.desk.staff
        told = 0
        for news in grant_news(state, staff, now):
            name = f"{GRANT_TOLD}.{news.what}"
            if (self.store.recall(name) or "") == news.cause:
                continue
            with self.store.transaction():
                self.store.remember(name, news.cause)
                for reply in news.replies:
                    self._post(reply, None, now)
            told += len(news.replies)
        return told

    def _call(self, ref: str | None) -> Call | None:
        return self.store.call(ref) if ref and self.store.case_kind(ref) == "call" else None

    def _owner(self, call: Call | None) -> str | None:
        return (call.owner if call else None) or next(iter(self.instance.desk.staff), None)

    def _failing(self, call: Call | None) -> frozenset[str]:
        """Those addresses of a call from which our mail comes back."""
        both = {call.requester, contact_of(call).email} if call else set()
        return frozenset(one for one in both if self.store.is_failing(one))

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
            self._post(told, mail_id, now)

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
        incoming, state = self.understand(one.raw, parsed, one.waiting, now)
        decision = decide(incoming, state, self.instance.desk, self.instance.rules, now)
        by = self._cause(incoming, state)
        self._apply(incoming, self._within_reach(decision, by, now), by, now)

    def _was_forged(self, duplicate: Duplicate, parsed: Message) -> bool:
        """Whether what was here before failed authentication and this does not: a forged copy keeps no mail out."""
        if self._verdict(parsed) is Verdict.FAIL:
            return False
        try:
            before = message.parse(self.store.raw(duplicate.mail_id))
        except LookupError:  # its bytes were deleted by age
            return False
        return self._verdict(before) is Verdict.FAIL

    def _verdict(self, parsed: Message) -> Verdict:
        """What our own mail server says of the sender."""
        return authentication.verdict(parsed, self.instance.authserv_id, self.instance.border_host)

    def understand(self, raw: bytes, parsed: Message, waiting: Waiting, now: datetime) -> tuple[Incoming, State]:
        """Read a mail in the light of what is stored: which case it belongs to, what was asked, who sends it."""
        behind = author_behind(parsed, self.instance.ours)
        parsed = replace(parsed, from_=behind) if behind else parsed
        answers, has_token = self._thread(parsed)
        tag = tag_of(parsed.subject, self.instance.desk.call_prefix)
        ref = answers.case if answers and answers.case else None
        tagged = tag if tag and self.store.case_kind(tag) else None
        ref = ref or tagged
        former = self.store.former_staff()
        desk = self.instance.desk
        call = self._call(ref)
        context = Context(
            received_at=waiting.received_at, ours=self.instance.ours, staff=desk.staff_addresses | former,
            answers=answers.text if answers else "", asked=answers.asked if answers else (),
            known=call.fields if call else {}, doubts=call.unclear if call else {}, case=ref,
            domain=self.instance.sender.domain, prefix=desk.call_prefix,
            read_as=waiting.read_as,
        )  # fmt: skip
        reading = read(parsed, context, raw)
        sender = parsed.from_.email if parsed.from_ else ""
        incoming = Incoming(
            mail_id=waiting.mail_id, message=parsed, reading=reading, received_at=waiting.received_at,
            verdict=self._verdict(parsed), answers=self._returned(reading, answers), has_token=has_token,
            is_cut=waiting.is_cut,
        )  # fmt: skip
        if reading.kind is Kind.BOUNCE:
            ref = incoming.answers.case if incoming.answers else None
        rivals = tuple({*filter(None, (tagged, self._replied_to(parsed)))} - {ref}) if ref else ()
        state = self._state(incoming, ref, rivals, now)
        return incoming, replace(state, was_staff=sender in former)

    def _replied_to(self, parsed: Message) -> str | None:
        """The case of the mail of ours that In-Reply-To names."""
        sent = self.store.sent_by_message_id(parsed.in_reply_to)
        return sent.case if sent else None

    def _state(self, incoming: Incoming, ref: str | None, rivals: tuple[str, ...], now: datetime) -> State:
        sender, answers = incoming.sender, incoming.answers
        files = {one: file for one in self._named(incoming, ref, rivals) if (file := self.store.case_file(one))}
        file = files.get(ref) if ref else None
        pending = self.store.pending(answers.number) if answers and answers.purpose == CONFIRM else None
        if pending:
            about = filter(None, (pending.case, *pending.choices))
            files |= {one: found for one in about if (found := self.store.case_file(one))}
        call = file.call if file else None
        open_calls = self.store.calls_of(sender) if sender else ()
        refs = {*files, *(one.ref for one in open_calls)}
        counted = {} if incoming.reading.kind.is_automatic else self._counted(incoming, call, refs, now)
        return State(
            case=ref,
            call=call,
            rivals=rivals,
            files=files,
            colleagues=self.store.colleagues(ref) if ref else frozenset(),
            pending=pending,
            waiting=self.store.waiting_of(sender, now) if sender else (),
            offers_today=self.store.offers_since(ref, now - limits.DAY) if ref else 0,
            open_calls=open_calls,
            next_number=self.store.next_number(),
            open_cards=self.store.open_cards(),
            failing=self._failing(call) if incoming.reading.kind is Kind.BOUNCE else frozenset(),
            **counted,
        )

    def _counted(self, incoming: Incoming, call: Call | None, refs: set[str], now: datetime) -> dict[str, Any]:
        """What the last 24 hours hold of the sender, of the address his answer goes to, and of the thread."""
        since, sender, answers = now - limits.DAY, incoming.sender, incoming.answers
        receiver = answer_address(incoming.message, self.instance.ours)
        both = {sender, receiver.email if receiver else sender} - {""}
        asking = call.requester if call else sender
        domain = limits.domain_of(asking)
        return {
            "answers_today": max((self.store.answers_since(one, since) for one in both), default=0),
            "thread_answers": self.store.thread_answers_since(answers.thread, since)
            if answers and answers.thread
            else 0,
            "case_answers": self.store.case_answers_since(refs, since) if refs else {},
            "same_words": self.store.same_words(sender, limits.own_words(incoming), since) if sender else 0,
            "requests_today": self.store.requests_of(asking, since, limits.MAX_CARDS + 1),
            "domain_requests_today": self.store.requests_of_domain(domain, since, limits.MAX_CARDS_OF_DOMAIN + 1)
            if domain
            else (),
        }

    def _cause(self, incoming: Incoming, state: State) -> str:
        """Who made us write what follows from a mail: its author; of a mail that came back, who asked for the call."""
        if incoming.reading.kind.is_automatic:
            return state.call.requester if state.call else ""
        is_trusted = is_proven_staff(incoming, state, self.instance.desk)
        return "" if is_trusted else incoming.sender

    def _within_reach(self, decision: Decision, by: str, now: datetime) -> Decision:
        """The decision without mails to more new addresses than one sender may reach; by: ``""`` for no limit."""
        desk = self.instance.desk
        every = [one.to.email for each in (decision, *decision.further) for one in each.replies]
        others = {one for one in every if one != by and not desk.is_staff(one)} if by else set()
        unknown = frozenset(one for one in others if not self.store.is_known(one))
        if not unknown:
            return decision
        left = limits.MAX_REACHED - self.store.reached_by(by, now - limits.DAY)
        owner = self._owner(self._call(decision.case))
        return limits.held_back(decision, limits.Reach(by=by, unknown=unknown, left=left, owner=owner), now)

    def _named(self, incoming: Incoming, ref: str | None, rivals: tuple[str, ...]) -> tuple[str, ...]:
        """The cases that a mail is about, and those its own words name, where they may order anything."""
        prefix = self.instance.desk.call_prefix
        words = refs_in(incoming.reading.own_text, prefix) if incoming.reading.kind in _WITH_ORDERS else ()
        return tuple(one for one in dict.fromkeys((ref, *rivals, *words)) if one)

    def _thread(self, parsed: Message) -> tuple[Sent | None, bool]:
        """The mail of ours that this one answers, and whether it proves so by a token that was given to its sender.

        In the protocol's order: reply token, In-Reply-To, References from the newest (protocol 8.23). Of several tokens
        the sender's own counts. An id proves only where it carries a token: that of a mail that asked for a ``yes``.
        """
        sender = parsed.from_.email if parsed.from_ else ""
        addresses = (*parsed.delivered_to, *(one.email for one in (*parsed.to, *parsed.cc)))
        said = dict.fromkeys(token.in_address(address, self.instance.ours) for address in addresses)
        named = [sent for one in [*filter(None, said)][:MAX_TOKENS] if (sent := self._given(one))]
        if named:
            own = next((sent for sent in named if self.instance.desk.is_same(sent.to.lower(), sender)), None)
            return own or named[0], own is not None
        for message_id in (*parsed.in_reply_to, *reversed(parsed.references)):
            sent = self.store.sent_by_message_id((message_id,))
            if sent:
                carried = token.in_message_id(message_id) if sent.purpose == CONFIRM else None
                given = self._given(carried) if carried else None
                return sent, given == sent and self.instance.desk.is_same(sent.to.lower(), sender)
        return None, False

    def _given(self, said: str) -> Sent | None:
        """The mail of ours that a token was given out with, ``None`` where it is not genuine."""
        number = token.number_of(said)
        sent = self.store.sent_by_number(number) if number is not None else None
        genuine = sent is not None and token.is_genuine(
            said, self.instance.keys, number=sent.number, case=sent.case, person=sent.to, purpose=sent.purpose
        )
        return sent if genuine else None

    def _returned(self, reading: Reading, answers: Sent | None) -> Sent | None:
        """The mail of ours that came back, or that was answered."""
        if reading.kind is not Kind.BOUNCE or not reading.returned_id:
            return answers
        return self.store.sent_by_message_id((reading.returned_id,))

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
            self._post(reply, mail_id, now, by=by, thread=incoming.answers.thread if incoming.answers else None)
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

    def _post(
        self, reply: Reply, mail_id: int | None, now: datetime, *, by: str = "", thread: int | None = None
    ) -> None:
        """Write a mail and put it into the outbox; once, however often it is asked for.

        by: whose mail makes us write it, ``""`` for nobody's; thread: the mail of ours that its thread began with.
        """
        number = self.outbox.next_number()
        purpose = reply.purpose
        sender = self.instance.sender
        signed = token.sign(
            self.instance.keys[0], number=number, case=reply.case, person=reply.to.email, purpose=purpose
        )
        carried = signed if purpose == CONFIRM and not sender.plus_addressing else ""
        message_id = token.message_id(number, name=self.instance.name, domain=sender.domain, token=carried)
        written = self.instance.texts.write(reply, now)
        raw = compose(written, reply, sender=sender, message_id=message_id, token=signed, now=now)
        letter = NewLetter(
            number=number, key=reply.key or _key(reply, mail_id), template=reply.template, to=reply.to.email,
            sender="" if reply.is_error else sender.address, purpose=purpose, automatic=reply.automatic,
            priority=reply.priority,
            message_id=message_id, raw=raw, text=written.text, subject=written.subject, case=reply.case,
            mail_id=mail_id, asked=reply.asked, thread=thread,
        )  # fmt: skip
        if not self.outbox.put(letter, now):
            return
        if reply.pending:
            self.store.wait(number, reply.pending)
        if not self.instance.desk.is_staff(reply.to.email):
            self.store.meet(reply.to.email, by, now)


def _key(reply: Reply, mail_id: int | None) -> str:
    """What makes a mail one of a kind: what causes it, the text, and who gets it."""
    about = "" if reply.place == 1 else f":{reply.place}"
    return f"{mail_id}:{reply.template}:{reply.to.email}{about}"


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


def short_name(key: bytes) -> str:
    """A word that makes an instance's Message-IDs its own, made from its secret without giving it away."""
    return hashlib.sha256(b"mailflow message-id\0" + key).hexdigest()[:10]

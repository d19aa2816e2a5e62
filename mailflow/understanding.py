"""What a mail is about, in the light of what is stored: which of our mails it answers, its case, and who sends it.

Everything that deciding takes in is gathered here, by a few queries that never grow with what is stored.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from mailflow import token
from mailflow.decide import limits
from mailflow.decide.commands import refs_in
from mailflow.decide.decision import Incoming, State
from mailflow.decide.identity import CONFIRM, answer_address, contact_of
from mailflow.model import Context, Kind, Message, Reading, Sent, Verdict
from mailflow.read.adapter import authentication
from mailflow.read.kinds.behind import author_behind
from mailflow.read.reading import read, tag_of
from mailflow.rule import Call
from mailflow.store.store import Store, Waiting
from mailflow.wired import Instance

MAX_TOKENS = 20
"""Reply tokens of one mail that are looked up."""

_WITH_ORDERS = frozenset({Kind.ANSWER, Kind.COMMAND, Kind.QUESTION, Kind.FORM_WANTED})
"""Kinds of mail whose own words may name a case to do something with."""


class Understanding:
    """Mails understood by one instance and its store; it changes nothing."""

    def __init__(self, instance: Instance, store: Store) -> None:
        self._instance = instance
        self._store = store

    def understand(self, raw: bytes, parsed: Message, waiting: Waiting, now: datetime) -> tuple[Incoming, State]:
        """Read a mail in the light of what is stored: which case it belongs to, what was asked, who sends it."""
        behind = author_behind(parsed, self._instance.ours)
        parsed = replace(parsed, from_=behind) if behind else parsed
        answers, has_token = self.thread(parsed)
        has_token = has_token and not self._is_over(answers)
        tag = tag_of(parsed.subject, self._instance.desk.call_prefix)
        ref = answers.case if answers and answers.case else None
        tagged = tag if tag and self._store.case_kind(tag) else None
        ref = ref or tagged
        former = self._store.former_staff()
        desk = self._instance.desk
        call = self.call(ref)
        context = Context(
            received_at=waiting.received_at, ours=self._instance.ours, staff=desk.staff_addresses | former,
            answers=answers.text if answers else "", asked=answers.asked if answers else (),
            known=call.fields if call else {}, doubts=call.unclear if call else {}, case=ref,
            domain=self._instance.sender.domain, prefix=desk.call_prefix,
            read_as=waiting.read_as,
        )  # fmt: skip
        reading = read(parsed, context, raw)
        sender = parsed.from_.email if parsed.from_ else ""
        incoming = Incoming(
            mail_id=waiting.mail_id, message=parsed, reading=reading, received_at=waiting.received_at,
            verdict=self.verdict(parsed), answers=self._returned(reading, answers), has_token=has_token,
            is_cut=waiting.is_cut,
        )  # fmt: skip
        if reading.kind is Kind.BOUNCE:
            ref = incoming.answers.case if incoming.answers else None
        tags = (one for one in refs_in(parsed.subject, desk.call_prefix) if self._store.case_kind(one))
        named = dict.fromkeys(filter(None, (tagged, *tags, self._replied_to(parsed))))
        rivals = tuple(one for one in named if one != ref) if ref else ()
        state = self._state(incoming, ref, rivals, now)
        return incoming, replace(state, was_staff=sender in former)

    def _replied_to(self, parsed: Message) -> str | None:
        """The case of the mail of ours that In-Reply-To names."""
        sent = self._store.sent_by_message_id(parsed.in_reply_to)
        return sent.case if sent else None

    def thread(self, parsed: Message) -> tuple[Sent | None, bool]:
        """The mail of ours that this one answers, and whether it proves so by a token that was given to its sender.

        In the protocol's order: reply token, In-Reply-To, References from the newest (protocol 8.23). Of several tokens
        the sender's own counts. An id proves only where it carries a token: that of a mail that asked for a ``yes``.
        """
        sender = parsed.from_.email if parsed.from_ else ""
        addresses = (*parsed.delivered_to, *(one.email for one in (*parsed.to, *parsed.cc)))
        said = dict.fromkeys(token.in_address(address, self._instance.ours) for address in addresses)
        named = [sent for one in [*filter(None, said)][:MAX_TOKENS] if (sent := self._given(one))]
        if named:
            own = next((sent for sent in named if self._instance.desk.is_same(sent.to.lower(), sender)), None)
            return own or named[0], own is not None
        for message_id in (*parsed.in_reply_to, *reversed(parsed.references)):
            sent = self._store.sent_by_message_id((message_id,))
            if sent:
                carried = token.in_message_id(message_id) if sent.purpose == CONFIRM else None
                given = self._given(carried) if carried else None
                return sent, given == sent and self._instance.desk.is_same(sent.to.lower(), sender)
        return None, False

    def _is_over(self, answers: Sent | None) -> bool:
        """Whether the case of a mail of ours is closed: its tokens lived as long as it did."""
        return bool(answers and answers.case and self._store.is_closed(answers.case))

    def _given(self, said: str) -> Sent | None:
        """The mail of ours that a token was given out with, ``None`` where it is not genuine."""
        number = token.number_of(said)
        sent = self._store.sent_by_number(number) if number is not None else None
        genuine = sent is not None and token.is_genuine(
            said, self._instance.keys, number=sent.number, case=sent.case, person=sent.to, purpose=sent.purpose
        )
        return sent if genuine else None

    def _returned(self, reading: Reading, answers: Sent | None) -> Sent | None:
        """The mail of ours that came back, or that was answered."""
        if reading.kind is not Kind.BOUNCE or not reading.returned_id:
            return answers
        return self._store.sent_by_message_id((reading.returned_id,))

    def verdict(self, parsed: Message) -> Verdict:
        """What our own mail server says of the sender."""
        return authentication.verdict(parsed, self._instance.authserv_id, self._instance.border_host)

    def _state(self, incoming: Incoming, ref: str | None, rivals: tuple[str, ...], now: datetime) -> State:
        sender, answers = incoming.sender, incoming.answers
        files = {one: file for one in self._named(incoming, ref, rivals) if (file := self._store.case_file(one))}
        file = files.get(ref) if ref else None
        pending = self._store.pending(answers.number) if answers and answers.purpose == CONFIRM else None
        if pending:
            about = filter(None, (pending.case, *pending.choices))
            files |= {one: found for one in about if (found := self._store.case_file(one))}
        call = file.call if file else None
        open_calls = self._store.calls_of(sender) if sender else ()
        refs = {*files, *(one.ref for one in open_calls)}
        counted = {} if incoming.reading.kind.is_automatic else self._counted(incoming, call, refs, now)
        return State(
            case=ref,
            call=call,
            rivals=rivals,
            files=files,
            colleagues=self._store.colleagues(ref) if ref else frozenset(),
            pending=pending,
            waiting=self._store.waiting_of(sender, now) if sender else (),
            offers_today=self._store.offers_since(ref, now - limits.DAY) if ref else 0,
            open_calls=open_calls,
            next_number=self._store.next_number(),
            open_cards=self._store.open_cards(),
            absent=self.absent(),
            failing=self.failing(call) if incoming.reading.kind is Kind.BOUNCE else frozenset(),
            **counted,
        )

    def _named(self, incoming: Incoming, ref: str | None, rivals: tuple[str, ...]) -> tuple[str, ...]:
        """The cases that a mail is about, and those its own words name, where they may order anything."""
        prefix = self._instance.desk.call_prefix
        words = refs_in(incoming.reading.own_text, prefix) if incoming.reading.kind in _WITH_ORDERS else ()
        return tuple(one for one in dict.fromkeys((ref, *rivals, *words)) if one)

    def _counted(self, incoming: Incoming, call: Call | None, refs: set[str], now: datetime) -> dict[str, Any]:
        """What the last 24 hours hold of the sender, of the address his answer goes to, and of the thread."""
        since, sender, answers = now - limits.DAY, incoming.sender, incoming.answers
        receiver = answer_address(incoming.message, self._instance.ours)
        both = {sender, receiver.email if receiver else sender} - {""}
        asking = call.requester if call else sender
        domain = limits.domain_of(asking)
        return {
            "answers_today": max((self._store.answers_since(one, since) for one in both), default=0),
            "thread_answers": self._store.thread_answers_since(answers.thread, since)
            if answers and answers.thread
            else 0,
            "case_answers": self._store.case_answers_since(refs, since) if refs else {},
            "same_words": self._store.same_words(sender, limits.own_words(incoming), since) if sender else 0,
            "requests_today": self._store.requests_of(asking, since, limits.MAX_CARDS + 1),
            "domain_requests_today": self._store.requests_of_domain(domain, since, limits.MAX_CARDS_OF_DOMAIN + 1)
            if domain
            else (),
        }

    def call(self, ref: str | None) -> Call | None:
        """A call as it stands, ``None`` where there is no such call."""
        return self._store.call(ref) if ref and self._store.case_kind(ref) == "call" else None

    def absent(self) -> frozenset[str]:
        """Those of the staff from whose address our mail comes back."""
        return frozenset(one for one in self._instance.desk.staff if self._store.is_failing(one))

    def failing(self, call: Call | None) -> frozenset[str]:
        """Those addresses of a call from which our mail comes back."""
        both = {call.requester, contact_of(call).email} if call else set()
        return frozenset(one for one in both if self._store.is_failing(one))

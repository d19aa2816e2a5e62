"""One deciding: what came in, what is known, and the small steps that every rung of the ladder shares."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mailflow.decide import facts
from mailflow.decide.decision import Decision, Incoming, Rules, State
from mailflow.decide.identity import answer_address, proof
from mailflow.model import Address, Disposition, Event, Reply, Status
from mailflow.rule import Desk

CAP_WITHOUT_CASE = 3
CAP_WITH_CASE = 10
"""Automatic answers to one address in 24 hours (protocol 8.4). Staff are never capped."""


@dataclass(frozen=True, slots=True)
class Case:
    """One deciding: what came in and what is known, with the small steps that every rung shares."""

    incoming: Incoming
    state: State
    desk: Desk
    rules: Rules
    now: datetime

    @property
    def receiver(self) -> Address:
        """Where the answer goes."""
        return answer_address(self.incoming.message) or Address("", "")

    @property
    def proof(self) -> str:
        """What the mail proves about its sender."""
        return proof(self.incoming)

    @property
    def thread(self) -> tuple[str, ...]:
        """The ids that make our answer stand below this mail."""
        message = self.incoming.message
        return (message.message_id, *message.references) if message.message_id else message.references

    def ref(self, kind: str) -> str:
        """The reference of a new case; numbers of one kind are not used by another (protocol 8.14)."""
        prefix = self.desk.call_prefix if kind == "call" else "Q"
        return f"{prefix}-{self.state.next_number:04d}"

    def owner(self) -> str | None:
        """Who looks after a new case: the fewest open cards, ties by the order of the settings (protocol 8.8)."""
        return min(self.desk.staff, key=lambda one: self.state.open_cards.get(one, 0), default=None)

    def greeting(self) -> str:
        """The name to greet the receiver by, ``""`` for none."""
        return facts.first_name(self.receiver.name)

    def cap(self, *, has_case: bool) -> int:
        """How many automatic answers the sender may get in 24 hours."""
        return CAP_WITH_CASE if has_case else CAP_WITHOUT_CASE

    def ended(self, disposition: Disposition, why: str = "") -> Decision:
        """Nothing follows but the record."""
        ref = self.state.case
        events: tuple[Event, ...] = ()
        if ref:
            actor = self.incoming.sender or "unknown"
            events = (Event(actor=actor, what="recorded", proof=self.proof, detail=self.incoming.reading.why),)
        return Decision(disposition=disposition, why=why or self.incoming.reading.why, case=ref, events=events)

    def event(self, what: str, before: Status | None, after: Status | None, detail: str = "") -> Event:
        """A row for the history, with what it rests on."""
        return Event(
            actor=self.incoming.sender or "unknown",
            what=what,
            before=before,
            after=after,
            proof=self.proof,
            detail=detail,
        )

    def answers(
        self, template: str, ref: str | None, build: Callable[[bool], Mapping[str, object]], asked: tuple[str, ...] = ()
    ) -> tuple[Reply, ...]:
        """The one automatic answer to the sender, within the cap; staff hear once a day when it holds one back.

        build: makes the template's facts, given whether this is the last answer of the day.
        """
        to = self.receiver
        limit = self.cap(has_case=self.state.call is not None or (ref or "").startswith(self.desk.call_prefix))
        count = 0 if self.incoming.sender in self.desk.staff else self.state.answers_today
        if count >= limit:
            return self._capped(to, count, ref)
        built = {"first_name": self.greeting(), **build(count == limit - 1)}
        return (Reply(template=template, to=to, case=ref, answers=self.thread, asked=asked, priority=3, facts=built),)

    def _capped(self, to: Address, count: int, ref: str | None) -> tuple[Reply, ...]:
        key = f"capped:{to.email}:{self.now:%Y-%m-%d}"
        told = {"address": to.email, "count": count, "ref": ref}
        return self.to_staff("staff/capped", ref, told, key=key)

    def to_staff(
        self, template: str, ref: str | None, built: Mapping[str, object], *, to: str | None = None, key: str = ""
    ) -> tuple[Reply, ...]:
        """One mail to one of the staff: the case's owner, else who has the fewest cards; nobody without staff."""
        call = self.state.call
        owner = to or (call.owner if call else None) or self.owner()
        if owner is None:
            return ()
        return (
            Reply(
                template=template, to=Address("", owner), case=ref, automatic=False, priority=6, key=key, facts=built,
                purpose="card",
            ),
        )  # fmt: skip

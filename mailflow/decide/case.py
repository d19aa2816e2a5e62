"""One deciding: what came in, what is known, and the small steps that every rung of the ladder shares."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mailflow.decide import facts, limits
from mailflow.decide.decision import Decision, Incoming, Rules, State
from mailflow.decide.identity import CONFIRM, Proof, answer_address, is_proven_staff, people_of, proof
from mailflow.model import Address, Disposition, Event, Pending, Reply, Status
from mailflow.rule import Desk


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
        return answer_address(self.incoming.message, self.desk.ours) or Address("", "")

    @property
    def proof(self) -> Proof:
        """What the mail proves about its sender."""
        return proof(self.incoming, self.state.call)

    @property
    def is_proven_staff(self) -> bool:
        """Whether it is one of the staff, with proof enough for a command."""
        return is_proven_staff(self.incoming, self.state, self.desk)

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
        """Who looks after a new case: the fewest open cards, ties by the order of the settings (protocol 8.8).

        Nobody whom our mail does not reach, as long as there is somebody else.
        """
        reached = [one for one in self.desk.staff if one not in self.state.absent] or self.desk.staff
        return min(reached, key=lambda one: self.state.open_cards.get(one, 0), default=None)

    def reached(self, one: str | None) -> str | None:
        """This one of the staff, or whoever looks after a new case where there is none or mail does not reach them."""
        return self.owner() if one is None or one in self.state.absent else one

    def greeting(self) -> str:
        """The name to greet the receiver by, ``""`` for none."""
        return facts.first_name(self.receiver.name)

    def has_case(self, ref: str | None) -> bool:
        """Whether the sender of a mail that is answered about this case has a call of his own (protocol 8.4).

        A staff address that is not proven counts as a stranger, whatever case it names.
        """
        if self.desk.is_staff(self.incoming.sender) and not self.is_proven_staff:
            return False
        call = self.state.call
        is_of_call = call is not None and self.incoming.sender in people_of(call)
        return bool(self.state.open_calls) or is_of_call or (ref or "").startswith(self.desk.call_prefix)

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
        self,
        template: str,
        ref: str | None,
        build: Callable[[bool], Mapping[str, object]],
        asked: tuple[str, ...] = (),
        *,
        to: Address | None = None,
        pending: Pending | None = None,
        is_error: bool = False,
    ) -> tuple[Reply, ...]:
        """The one automatic answer to the sender, within the caps; staff hear once a day when one holds it back.

        build: makes the template's facts, given whether this is the last answer of the day; to: where it goes, where
        that is not the usual address; pending: what waits for the answer to it; is_error: it tells that the mail was
        refused, and repeats nothing of it, not even a name.
        """
        to = to or self.receiver
        is_staff = self.is_proven_staff  # an unproven one counts as a stranger
        allowed = limits.allowance(self.state, ref, has_case=self.has_case(ref))
        if allowed.left <= 0 and not is_staff:
            return self.capped(ref, allowed.of, allowed.count)
        is_last = allowed.is_last and not is_staff
        calls = facts.brief(self.state.open_calls) if to.email == self.incoming.sender else []  # nobody else's business
        name = "" if is_error else self.greeting()
        built = {"first_name": name, "calls": calls, **build(is_last), "is_last_today": is_last}
        purpose = CONFIRM if pending else "values"
        return (
            Reply(
                template=template, to=Address("", to.email) if is_error else to, case=ref, answers=self.thread,
                asked=asked, automatic=not is_staff, priority=3, purpose=purpose, facts=built, pending=pending,
                is_error=is_error,
            ),
        )  # fmt: skip

    def capped(self, ref: str | None, of: str, count: int) -> tuple[Reply, ...]:
        """Tell staff, once a day, that the sender is answered no more.

        of: what its answers were counted by, ``address`` or ``thread``, or ``words`` where he repeats himself.
        """
        about = ref if of == "thread" and ref else self.receiver.email
        told = {"address": self.receiver.email, "count": count, "ref": ref, "of": of}
        return self.to_staff("staff/capped", ref, told, key=f"capped:{about}:{self.now:%Y-%m-%d}")

    def to_staff(
        self, template: str, ref: str | None, built: Mapping[str, object], *, to: str | None = None, key: str = ""
    ) -> tuple[Reply, ...]:
        """One mail to one of the staff: the case's owner, else who has the fewest cards; nobody without staff."""
        call = self.state.call
        owner = self.reached(to or (call.owner if call else None))
        if owner is None:
            return ()
        return (
            Reply(
                template=template, to=Address("", owner), case=ref, automatic=False, priority=6, key=key, facts=built,
                purpose="card",
            ),
        )  # fmt: skip

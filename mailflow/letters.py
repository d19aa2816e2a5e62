"""Mails of ours, written and put into the outbox, within the reach that one sender may have."""

from datetime import datetime

from mailflow import token
from mailflow.decide import limits
from mailflow.decide.decision import Decision
from mailflow.decide.identity import CONFIRM
from mailflow.model import Reply
from mailflow.rule import Call, Desk
from mailflow.store.outbox import NewLetter, Outbox
from mailflow.store.store import Store
from mailflow.understanding import Understanding
from mailflow.wired import Instance
from mailflow.write.render import compose


class Letters:
    """The mails that an instance writes. Nothing leaves from here: they stand in the outbox until the postman comes."""

    def __init__(self, instance: Instance, store: Store, outbox: Outbox) -> None:
        self._instance = instance
        self._store = store
        self._outbox = outbox
        self._understanding = Understanding(instance, store)

    def within_reach(self, decision: Decision, by: str, now: datetime) -> Decision:
        """The decision without mails to more new addresses than one sender may reach; by: ``""`` for no limit."""
        desk = self._instance.desk
        every = [one.to.email for each in (decision, *decision.further) for one in each.replies]
        others = {one for one in every if one != by and not desk.is_staff(one)} if by else set()
        unknown = frozenset(one for one in others if not self._store.is_known(one))
        if not unknown:
            return decision
        left = limits.MAX_REACHED - self._store.reached_by(by, now - limits.DAY)
        owner = owner_of(self._understanding.call(decision.case), desk)
        return limits.held_back(decision, limits.Reach(by=by, unknown=unknown, left=left, owner=owner), now)

    def post(
        self, reply: Reply, mail_id: int | None, now: datetime, *, by: str = "", thread: int | None = None
    ) -> None:
        """Write a mail and put it into the outbox; once, however often it is asked for.

        by: whose mail makes us write it, ``""`` for nobody's; thread: the mail of ours that its thread began with.
        """
        number = self._outbox.next_number()
        purpose = reply.purpose
        sender = self._instance.sender
        signed = token.sign(
            self._instance.keys[0], number=number, case=reply.case, person=reply.to.email, purpose=purpose
        )
        carried = signed if purpose == CONFIRM and not sender.plus_addressing else ""
        message_id = token.message_id(number, name=self._instance.name, domain=sender.domain, token=carried)
        written = self._instance.texts.write(reply, now)
        raw = compose(written, reply, sender=sender, message_id=message_id, token=signed, now=now)
        letter = NewLetter(
            number=number, key=reply.key or _key(reply, mail_id), template=reply.template, to=reply.to.email,
            sender="" if reply.is_error else sender.address, purpose=purpose, automatic=reply.automatic,
            priority=reply.priority,
            message_id=message_id, raw=raw, text=written.text, subject=written.subject, case=reply.case,
            mail_id=mail_id, asked=reply.asked, thread=thread,
        )  # fmt: skip
        if not self._outbox.put(letter, now):
            return
        if reply.pending:
            self._store.wait(number, reply.pending)
        if not self._instance.desk.is_staff(reply.to.email):
            self._store.meet(reply.to.email, by, now)


def owner_of(call: Call | None, desk: Desk) -> str | None:
    """Who of the staff hears of what concerns a call, or of what concerns none; ``None`` without staff."""
    return (call.owner if call else None) or next(iter(desk.staff), None)


def _key(reply: Reply, mail_id: int | None) -> str:
    """What makes a mail one of a kind: what causes it, the text, and who gets it."""
    about = "" if reply.place == 1 else f":{reply.place}"
    return f"{mail_id}:{reply.template}:{reply.to.email}{about}"

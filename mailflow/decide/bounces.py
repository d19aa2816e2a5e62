"""Mails of ours that came back or were refused for good: who hears of it, and what is noted of the address.

A bounce proves nothing of its sender: anybody can write one. So it does little: only an address to which we really sent
that mail within the last days is marked, nobody but staff hears of it, and a mail from there takes the mark away
(protocol, section 4, case 51, and 8.38).
"""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from mailflow import token
from mailflow.decide.case import Case
from mailflow.decide.decision import Decision
from mailflow.decide.identity import contact_of
from mailflow.decide.staff import undelivered
from mailflow.model import Address, Disposition, Reply, Sent, Verdict
from mailflow.rule import Call, Desk

RECENT = timedelta(days=7)
"""How long after a mail of ours a bounce of it marks its address: servers give up after five days (RFC 5321, 4.5.4)."""

AGAIN = "requester/again"
"""The text that carries another one to the contact's other address."""

_STATUS = re.compile(r"5\.(\d{1,3})\.(\d{1,3})\b")
_OF_ADDRESS = frozenset({550, 551, 553})
"""Replies that speak of the receiver where no enhanced status tells (RFC 5321, section 4.2.3)."""


def bounced(case: Case) -> Decision:
    """A mail of ours came back: staff hear of it, its other address is tried; a mere delay is only recorded."""
    sent, reading = case.incoming.answers, case.incoming.reading
    if reading.is_delay:
        return case.ended(Disposition.RECORDED)
    if sent is None:
        return _of_nobody(case)
    is_sure = _is_sure(case, sent)
    if case.desk.is_staff(sent.to):
        return _of_staff(case, sent) if is_sure else case.ended(Disposition.RECORDED)
    answer = f"the mail came back from {case.incoming.sender or 'their mail server'}"
    call = case.state.call if case.state.case == sent.case else None
    owner = (call.owner if call else None) or case.owner()
    again = sent_again(sent, call, case.desk, case.state.failing) if is_sure else ()
    return Decision(
        disposition=Disposition.RECORDED,
        why=reading.why,
        case=sent.case,
        events=(case.event("came back", None, None, f"our mail to {sent.to}"),) if sent.case else (),
        replies=(*told(sent, answer, owner, again), *again),
        marks=(sent.to, answer) if is_sure else None,
    )


def _of_staff(case: Case, sent: Sent) -> Decision:
    """Our mail to one of the staff came back: the next one whom mail reaches gets it in their place."""
    ended = case.ended(Disposition.RECORDED, f"our mail to {sent.to} came back")
    answer = f"the mail came back from {case.incoming.sender or 'their mail server'}"
    return replace(ended, replies=to_other_staff(sent, case.desk, case.state.absent), marks=(sent.to, answer))


def to_other_staff(sent: Sent, desk: Desk, absent: Collection[str]) -> tuple[Reply, ...]:
    """A mail to one of the staff that did not arrive, for the next one; none where nobody is left.

    absent: addresses of the staff that mail does not reach. Each that is passed over is marked first, so this ends.
    """
    failed = desk.person(sent.to.lower())
    other = next((one for one in desk.staff if one != failed and one not in absent), None)
    if other is None:
        return ()
    told_before = {"subject": token.without(sent.subject), "text": token.without(sent.text), "failed": sent.to}
    return (
        Reply(
            template="staff/again", to=Address("", other), case=sent.case, automatic=False, purpose="card", priority=4,
            key=f"again:{sent.number}", facts={**told_before, "ref": sent.case},
        ),
    )  # fmt: skip


def _is_sure(case: Case, sent: Sent) -> bool:
    """Whether a bounce is about a mail that we sent to this very address not long ago; a failed verdict is forged."""
    is_recent = sent.sent_at is not None and timedelta(0) <= case.now - sent.sent_at <= RECENT
    return is_recent and sent.to.lower() in case.incoming.reading.failed and case.incoming.verdict is not Verdict.FAIL


def _of_nobody(case: Case) -> Decision:
    """A bounce of no mail of ours is told to staff, once a day, and marks nothing (protocol 8.38)."""
    incoming = case.incoming
    about = {"from": incoming.sender, "subject": incoming.message.subject, "addresses": list(incoming.reading.failed)}
    ended = case.ended(Disposition.RECORDED)
    replies = case.to_staff("staff/bounce", None, about, key=f"bounce:{case.now:%Y-%m-%d}")
    return Decision(disposition=ended.disposition, why=ended.why, case=ended.case, events=ended.events, replies=replies)


def told(sent: Sent, answer: str, owner: str | None, again: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """The mail to one of the staff about a mail that did not arrive; none where nobody is there."""
    if owner is None:
        return ()
    return (undelivered(sent, answer=answer, owner=owner, again=again[0].to.email if again else ""),)


def sent_again(sent: Sent, call: Call | None, desk: Desk, failing: Collection[str]) -> tuple[Reply, ...]:
    """The same text to the other address of whom it was for: the contact's, or the requester's.

    failing: addresses from which mail comes back, too. What only one person may answer goes to nobody else. What it
    asked for is asked again, so that an answer to it counts.
    """
    other = _other_address(sent, call) if sent.purpose == "values" and sent.template != AGAIN else None
    if call is None or other is None or other in failing or desk.is_staff(other) or other in desk.ours:
        return ()
    told_before = {"subject": token.without(sent.subject), "text": token.without(sent.text), "failed": sent.to}
    return (
        Reply(
            template=AGAIN, to=Address("", other), case=call.ref, automatic=False, asked=sent.asked, priority=4,
            key=f"again:{sent.number}", facts={**told_before, "ref": call.ref},
        ),
    )  # fmt: skip


def _other_address(sent: Sent, call: Call | None) -> str | None:
    if call is None or not sent.template.startswith("requester/"):
        return None
    to, both = sent.to.lower(), (call.requester.lower(), contact_of(call).email.lower())
    return next((one for one in both if one != to), None) if to in both else None


def is_about_address(answer: str) -> bool:
    """Whether a server's refusal for good (5yz) says that mail to this address does not arrive.

    Not a full mailbox, a mail that is too large, or a policy (RFC 3463, sections 3.3 to 3.8).
    """
    code = answer[:3]
    status = _STATUS.search(answer)
    if status:
        return code.startswith("5") and (status[1] == "1" or (status[1], status[2]) in {("2", "0"), ("2", "1")})
    return code.isdecimal() and int(code) in _OF_ADDRESS

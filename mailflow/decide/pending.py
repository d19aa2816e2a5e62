"""What is asked back: said by somebody who was not proven, or for a case that is not his, and done only on an answer.

Below the least proof a person gets one mail that echoes exactly what would be done, and it is done on a reply with
``yes`` (house rules, "Who may do what"). A stranger's values wait for the contact's yes (protocol 8.35). What names two
cases waits until its sender says which.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from mailflow.decide import facts
from mailflow.decide.case import Case
from mailflow.decide.commands import Order, refs_in
from mailflow.decide.decision import Decision
from mailflow.decide.identity import CONFIRM, Act, Standing, contact_of, standing
from mailflow.model import Address, Disposition, Field, Kind, Pending, Reply, Status, Waits
from mailflow.rule import Call

ORDERS_WAIT = timedelta(days=1)
"""How long a ``yes`` to commands counts (protocol 8.2)."""

VALUES_WAIT = timedelta(days=7)

MAX_OFFERS = 3
"""So many mails about strangers' values a contact gets for one case in 24 hours."""

_YES = re.compile(
    r"(?:yes|yep|yeah|yup|ok(?:ay)?,? yes|yes,? (?:please|do it|that was me|it was me|thanks?|thank you))[\s.!]*",
    re.IGNORECASE,
)
_NO = re.compile(
    r"(?:no|nope|no,? (?:thanks?|thank you|it was(?:n't| not) me|that was(?:n't| not) me))[\s.!]*", re.IGNORECASE
)


def asked_back(case: Case, orders: Sequence[Order], why: str) -> Decision:
    """Ask the sender, once, whether these commands are really meant; nothing is done before the ``yes``.

    The mail goes to the From address itself, whatever the Reply-To says (protocol 8.33).
    """
    ref = case.state.case
    lines = tuple(order.said(ref) for order in orders)
    if any(one.orders == lines for one in case.state.waiting):
        return case.ended(Disposition.RECORDED, "the sender has been asked about the same before")
    author = case.incoming.message.from_
    assert author is not None, "a mail without an author ends before"
    pending = _pending(case, Waits.ORDERS, ref, ORDERS_WAIT, orders=lines)
    told = {
        "lines": [{"does": order.command.does, "said": order.said(ref)} for order in orders],
        "ref": ref,
        "subject": case.incoming.message.subject,
        "is_staff": case.desk.is_staff(author.email),
    }
    return Decision(
        disposition=Disposition.PROCESSED,
        why=why,
        case=ref,
        events=(case.event("asked back", None, None, "; ".join(lines)),),
        replies=case.answers("requester/confirm", ref, lambda _last: told, to=author, pending=pending),
    )


def offered(case: Case, call: Call) -> tuple[Reply, ...]:
    """Show a stranger's values to the call's contact, who may say yes; no more often than he should be disturbed."""
    sender = case.incoming.sender
    if case.state.offers_today >= MAX_OFFERS or any(
        one.waits is Waits.VALUES and one.case == call.ref for one in case.state.waiting
    ):
        return ()
    contact = contact_of(call)
    said = {key: one for key, one in _said(case).items() if key not in _NOT_OFFERED}
    pending = _pending(case, Waits.VALUES, call.ref, VALUES_WAIT, fields=said, unclear={})
    told = _offer(call, said, sender, is_own=False)
    if not told["changed"]:
        return ()
    return (
        Reply(
            template="requester/offered", to=contact, case=call.ref, automatic=False, purpose=CONFIRM, priority=4,
            pending=pending, facts={**told, "first_name": facts.first_name(contact.name), "is_last_today": False},
        ),
    )  # fmt: skip


def values_asked_back(case: Case, call: Call) -> Decision:
    """Ask the sender, who is of the call and not proven, whether these values are really meant.

    The mail goes to the From address itself: who forged it never sees the question.
    """
    author = case.incoming.message.from_
    assert author is not None, "a mail without an author ends before"
    reading = case.incoming.reading
    if any(one.waits is Waits.VALUES and one.case == call.ref for one in case.state.waiting):
        return case.ended(Disposition.RECORDED, "the sender has been asked about such a change before")
    said = _said(case)
    pending = _pending(case, Waits.VALUES, call.ref, ORDERS_WAIT, fields=said, unclear=reading.unclear)
    told = _offer(call, said, author.email, is_own=True)
    return Decision(
        disposition=Disposition.PROCESSED,
        why="the sender is not proven enough for such a change",
        case=call.ref,
        events=(case.event("asked back", call.status, call.status, ", ".join(sorted({*said, *reading.unclear}))),),
        replies=case.answers("requester/offered", call.ref, lambda _last: told, to=author, pending=pending),
    )


_NOT_OFFERED = frozenset({"contact", "phone"})
"""What a stranger cannot offer: a yes to three other lines must not hand over the call."""


def _offer(call: Call, said: Mapping[str, Field], by: str, *, is_own: bool) -> dict[str, object]:
    """What a mail about waiting values tells. is_own: its receiver is who said them, as far as the From line goes."""
    after = replace(call, fields={**call.fields, **said})
    is_reopening = is_own and call.status is Status.WITHDRAWN
    return {
        "ref": call.ref, "title": call.text("title"), "by": by, "changed": facts.changes(call, after),
        "is_own": is_own, "is_reopening": is_reopening,
    }  # fmt: skip


def _said(case: Case) -> dict[str, Field]:
    return {key: one for key, one in case.incoming.reading.fields.items() if one.source.is_said}


def which(case: Case, orders: Sequence[Order] = ()) -> Decision:
    """Ask for which call a mail is that names two; nothing is done before the answer. Only his own words come back.

    orders: commands in it, which name no case themselves.
    """
    author = case.incoming.message.from_
    assert author is not None, "a mail without an author ends before"
    reading = case.incoming.reading
    choices = tuple(ref for ref in (case.state.case, *case.state.rivals) if ref)
    pending = _pending(
        case, Waits.WHICH, None, ORDERS_WAIT, fields=reading.fields, unclear=reading.unclear, choices=choices,
        orders=tuple(order.said(None) for order in orders),
    )  # fmt: skip
    return Decision(
        disposition=Disposition.PROCESSED,
        why=f"its subject and its thread name different cases: {', '.join(choices)}",
        case=case.state.case,
        events=(case.event("asked back", None, None, f"which case: {', '.join(choices)}"),),
        replies=case.answers(
            "requester/which", None, lambda _last: {"choices": list(choices)}, to=author, pending=pending
        ),
    )


def _pending(case: Case, waits: Waits, ref: str | None, ends: timedelta, **more: object) -> Pending:
    file = case.state.files.get(ref) if ref else None
    return Pending(
        waits=waits, actor=case.incoming.sender, mail_id=case.incoming.mail_id, case=ref,
        revision=file.revision if file else "", asked_at=case.now, ends_at=case.now + ends, **more,  # type: ignore[arg-type]
    )  # fmt: skip


Values = Callable[[Case, Call], Decision]
"""How the values of a mail come into a call."""


def settled(case: Case, orders: Callable[[Case, Pending, Values], Decision], values: Values) -> Decision | None:
    """What follows from an answer to what we asked back; ``None`` where the mail is no such answer.

    orders, values: carry out what waited. Only the person who was asked can answer, with an aligned pass or the token
    of that very mail; anybody else's ``yes`` is a mail like any other.
    """
    pending = case.state.pending
    said = _answer(case) if pending else None
    if pending is None or said is None:
        return None
    if standing(Act.CONFIRM, case.incoming, case.state, case.desk) is not Standing.ALLOWED:
        return None
    late = _late(case, pending)
    if late:
        return _not_done(case, pending, late)
    if said == "no":
        return _not_done(case, pending, "no")
    if pending.waits is Waits.WHICH and pending.orders:
        pending = replace(pending, orders=tuple(f"{said} {line}" for line in pending.orders))
    decision = orders(case, pending, values) if pending.orders else _with_values(case, pending, said, values)
    return replace(decision, settles=(pending.number, f"{said} by {case.incoming.sender}"))


def _answer(case: Case) -> str | None:
    """``yes``, ``no`` or, where it was asked which, the case named; ``None`` for anything else."""
    first = next((line.strip() for line in case.incoming.reading.own_text.splitlines() if line.strip()), "")
    pending = case.state.pending
    if pending is not None and pending.waits is Waits.WHICH:
        named = [ref for ref in refs_in(first, case.desk.call_prefix) if ref in pending.choices]
        return named[0] if len(named) == 1 else "no" if _NO.fullmatch(first) else None
    if _YES.fullmatch(first):
        return "yes"
    return "no" if _NO.fullmatch(first) else None


def _late(case: Case, pending: Pending) -> str:
    """Why an answer comes too late to count, ``""`` where it does not."""
    if pending.is_settled:
        return "settled"
    if case.now > pending.ends_at:
        return "expired"
    file = case.state.files.get(pending.case) if pending.case else None
    if pending.case and (file is None or file.revision != pending.revision):
        return "changed"
    return ""


def _not_done(case: Case, pending: Pending, reason: str) -> Decision:
    told = {
        "reason": reason,
        "waits": str(pending.waits),
        "lines": list(pending.orders),
        "ref": pending.case,
    }
    what = "said no" if reason == "no" else "answered too late"
    return Decision(
        disposition=Disposition.PROCESSED,
        why=f"an answer to what we asked back: {reason}",
        case=pending.case,
        events=(case.event(what, None, None, "; ".join(pending.orders)),) if pending.case else (),
        replies=case.answers("requester/not_done", pending.case, lambda _last: told),
        settles=None if pending.is_settled else (pending.number, f"{reason} by {case.incoming.sender}"),
    )


def _with_values(case: Case, pending: Pending, said: str, values: Values) -> Decision:
    """Take over the values that waited, as if the one who said yes had written them."""
    ref = said if pending.waits is Waits.WHICH else pending.case
    file = case.state.files.get(ref or "")
    call = file.call if file else None
    if call is None:
        return _not_done(case, pending, "changed")
    reading = replace(
        case.incoming.reading, kind=Kind.ANSWER, fields=pending.fields, unclear=pending.unclear, missing=()
    )
    incoming = replace(case.incoming, reading=reading)
    one = replace(case, incoming=incoming, state=replace(case.state, case=call.ref, call=call, rivals=(), pending=None))
    return values(one, call)


def to_author(case: Case) -> Address:
    """Who wrote the mail, by the From line."""
    author = case.incoming.message.from_
    return author if author is not None else Address("", "")

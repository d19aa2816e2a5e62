"""The mails that staff get: the card of a call, a mail that needs a person, what could not be delivered or handled."""

from collections.abc import Sequence
from datetime import datetime

from mailflow.decide import facts, limits
from mailflow.decide.case import Case
from mailflow.model import Address, Finding, Reply, Sent, Status, Verdict
from mailflow.rule import Call


def cards(case: Case, before: Call | None, call: Call, findings: tuple[Finding, ...]) -> tuple[Reply, ...]:
    """The cards that staff get: one to the owner of a complete call, one to each of the staff for an emergency.

    A complete call that was complete before makes a new card only where something changed (protocol 8.8, 8.22).
    """
    said_no = call.value("emergency") is False
    in_subject = before is None and case.incoming.reading.asks_emergency and not said_no
    is_alarm = in_subject or (call.is_emergency and (before is None or _claim(before) != _claim(call)))
    is_news = call.status is Status.REVIEW and (
        before is None or before.status is Status.WITHDRAWN or bool(facts.changes(before, call))
    )
    if not is_alarm and not is_news:
        return ()
    receivers = case.desk.staff if is_alarm else tuple(filter(None, [case.reached(call.owner)]))
    many = None if case.is_proven_staff else limits.crowd(case.state, call.ref, call.requester)
    if many:
        return _instead(case, many, receivers, is_alarm=is_alarm)
    contact = call.persons("contact")
    written = {
        **facts.of_call(call, findings, case.now, is_last_today=False),
        "contact": facts.plain(contact[:1])[0] if contact else None,  # type: ignore[index]
        "requester": call.requester,
        "is_emergency": call.is_emergency or in_subject,
        "is_complete": call.status is Status.REVIEW,
        "is_changed": before is not None and before.status is Status.REVIEW,
        "owner": call.owner,
        "others": facts.brief([other for other in case.state.open_calls if other.ref != call.ref]),
        **facts.wrote(case.incoming),
    }
    return tuple(
        Reply(
            template="staff/card", to=Address("", one), case=call.ref, automatic=False, purpose="card", facts=written,
            priority=1 if is_alarm else 4,
        )
        for one in receivers
    )  # fmt: skip


def _instead(case: Case, many: limits.Crowd, receivers: Sequence[str], *, is_alarm: bool) -> tuple[Reply, ...]:
    """What staff get instead of more cards for one sender: one mail a day, and one for emergencies (protocol 8.37)."""
    told = {"who": many.who, "requests": many.count, "is_emergency": is_alarm, "ref": None}
    key = f"many:{many.who}:{'emergency:' if is_alarm else ''}{case.now:%Y-%m-%d}"
    return tuple(
        Reply(
            template="staff/many", to=Address("", one), automatic=False, purpose="card", key=key, facts=told,
            priority=1 if is_alarm else 4,
        )
        for one in receivers
    )  # fmt: skip


def _claim(call: Call) -> tuple[bool, str]:
    """Whether the requester claims an emergency, and why: what is new of it alarms everybody."""
    return call.is_emergency, call.text("emergency_reason")


def mail_facts(case: Case, *, ref: str | None, reason: str) -> dict[str, object]:
    """What staff are shown of a mail that needs a person: enough to act without opening the mailbox."""
    message = case.incoming.message
    return {
        "ref": ref,
        "case": case.state.case,
        "from": case.incoming.sender,
        "from_name": message.from_.name if message.from_ else "",
        "subject": message.subject,
        "kind": str(case.incoming.reading.kind),
        "why": reason,
        "is_told": message.from_ is not None and case.incoming.verdict is not Verdict.FAIL,
        "read": facts.read_in(case.incoming.reading),
        **facts.posting(case.incoming.reading),
        "others": facts.brief(case.state.open_calls),
        **facts.wrote(case.incoming),
        "attachments": [one.name for one in message.attachments],
        "problems": [one.problem for one in message.documents if one.problem],
    }


def undelivered(sent: Sent, *, answer: str, owner: str, again: str) -> Reply:
    """Tell one of the staff that a mail of ours came back, was refused for good or given up after a week.

    answer: what we know, as the receiving server's own words; again: where the same text goes now, ``""`` for nowhere.
    """
    told = {
        "to": sent.to, "template": sent.template, "ref": sent.case, "answer": answer, "subject": sent.subject,
        "again": again,
    }  # fmt: skip
    return Reply(
        template="staff/undelivered", to=Address("", owner), case=sent.case, automatic=False, purpose="card",
        priority=6, key=f"undelivered:{sent.number}", facts=told,
    )  # fmt: skip


def waiting(*, count: int, domains: Sequence[str], owner: str, now: datetime) -> Reply:
    """Tell one of the staff, once a day, that more automatic answers are due than leave in an hour (protocol 8.37)."""
    return Reply(
        template="staff/waiting", to=Address("", owner), automatic=False, purpose="card", priority=6,
        key=f"waiting:{now:%Y-%m-%d}", facts={"count": count, "domains": list(domains)},
    )  # fmt: skip


def quarantined(*, mail_id: int, sender: str, subject: str, trouble: str, tries: int, owner: str) -> Reply:
    """Tell one of the staff that a mail could not be read or decided and waits for a person."""
    told = {"mail_id": mail_id, "from": sender, "subject": subject, "trouble": trouble, "tries": tries}
    return Reply(
        template="staff/quarantine", to=Address("", owner), automatic=False, purpose="card", priority=6,
        key=f"quarantine:{mail_id}", facts=told,
    )  # fmt: skip

"""The mails that staff get: the card of a call, a mail that needs a person, what could not be delivered or handled."""

from mailflow.decide import facts
from mailflow.decide.case import Case
from mailflow.model import Address, Finding, Reply, Status
from mailflow.rule import Call

QUOTED_MAX = 4000
"""Characters of somebody's mail that staff are shown in ours; the whole is kept."""


def cards(case: Case, before: Call | None, call: Call, findings: tuple[Finding, ...]) -> tuple[Reply, ...]:
    """The cards that staff get: one to the owner of a complete call, one to each of the staff for an emergency.

    A complete call that was complete before makes a new card only where something changed (protocol 8.8, 8.22).
    """
    said_no = call.value("emergency") is False
    in_subject = before is None and case.incoming.reading.asks_emergency and not said_no
    is_alarm = in_subject or (call.is_emergency and not (before and before.is_emergency))
    is_news = call.status is Status.REVIEW and (before is None or bool(facts.changes(before, call)))
    if not is_alarm and not is_news:
        return ()
    receivers = case.desk.staff if is_alarm else tuple(filter(None, [call.owner or case.owner()]))
    contact = call.persons("contact")
    written = {
        **facts.of_call(call, findings, case.now, is_last_today=False),
        "contact": facts.plain(contact[:1])[0] if contact else None,  # type: ignore[index]
        "requester": call.requester,
        "is_emergency": call.is_emergency or in_subject,
        "is_complete": call.status is Status.REVIEW,
        "is_changed": before is not None and before.status is Status.REVIEW,
        "owner": call.owner,
        "others": [
            {"ref": other.ref, "title": other.title, "status": str(other.status)}
            for other in case.state.open_calls
            if other.ref != call.ref
        ],
        "mail_text": case.incoming.reading.own_text[:QUOTED_MAX],
    }
    return tuple(
        Reply(
            template="staff/card", to=Address("", one), case=call.ref, automatic=False, purpose="card", facts=written,
            priority=1 if is_alarm else 4,
        )
        for one in receivers
    )  # fmt: skip


def mail_facts(case: Case, *, ref: str | None, reason: str) -> dict[str, object]:
    """What staff are shown of a mail that needs a person."""
    message = case.incoming.message
    return {
        "ref": ref,
        "case": case.state.case,
        "from": case.incoming.sender,
        "from_name": message.from_.name if message.from_ else "",
        "subject": message.subject,
        "text": case.incoming.reading.own_text[:QUOTED_MAX],
        "kind": str(case.incoming.reading.kind),
        "why": reason,
        "attachments": [one.name for one in message.attachments],
        "problems": [one.problem for one in message.documents if one.problem],
    }


def undelivered(
    *, to: str, template: str, ref: str | None, subject: str, answer: str, owner: str, number: int
) -> Reply:
    """Tell one of the staff that a mail of ours was refused for good or given up after a week.

    answer: the receiving server's own words; number: the mail's place in the outbox.
    """
    told = {"to": to, "template": template, "ref": ref, "answer": answer, "subject": subject}
    return Reply(
        template="staff/undelivered", to=Address("", owner), case=ref, automatic=False, purpose="card", priority=6,
        key=f"undelivered:{number}", facts=told,
    )  # fmt: skip


def quarantined(*, mail_id: int, sender: str, subject: str, trouble: str, tries: int, owner: str) -> Reply:
    """Tell one of the staff that a mail could not be read or decided and waits for a person."""
    told = {"mail_id": mail_id, "from": sender, "subject": subject, "trouble": trouble, "tries": tries}
    return Reply(
        template="staff/quarantine", to=Address("", owner), automatic=False, purpose="card", priority=6,
        key=f"quarantine:{mail_id}", facts=told,
    )  # fmt: skip

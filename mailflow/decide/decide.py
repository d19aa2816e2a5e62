"""The ladder: what one mail means for the desk, asked from the top, first answer wins.

``decide`` is pure: the same mail, state and time always give the same decision. It never raises for any mail that
could be read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from mailflow.decide import calls, facts
from mailflow.decide.case import Case
from mailflow.decide.decision import Decision, Incoming, Opening, Rules, State
from mailflow.decide.identity import may_give_values
from mailflow.decide.staff import cards, mail_facts
from mailflow.model import Address, Disposition, Finding, Kind, Reply, Status, Verdict
from mailflow.rule import Call, Desk

_WITH_PAPERS = frozenset({Kind.NOTES, Kind.TRAINING})
"""Kinds of mail whose matter may stand in an attachment alone."""


def decide(incoming: Incoming, state: State, desk: Desk, rules: Rules, now: datetime) -> Decision:
    """Decide what follows from one mail.

    now: when it is decided, UTC. The decision names every change and every mail; nothing has happened yet.
    """
    case = Case(incoming, state, desk, rules, now)
    kind = incoming.reading.kind
    if kind is Kind.BOUNCE:
        return _bounce(case)
    if kind.is_automatic:
        return case.ended(Disposition.RECORDED)
    return _unread(case) or _from_person(case)


def _unread(case: Case) -> Decision | None:
    """What ends before a person's mail is understood: no author, too large, only thanks, a failed verdict."""
    incoming = case.incoming
    if incoming.message.from_ is None:
        return _unreadable(case, "damaged", "it names no single author")
    if incoming.is_cut:
        return _unreadable(case, "too-large", "it is larger than we take")
    if incoming.reading.is_thanks:
        return _thanks(case)
    if incoming.verdict is Verdict.FAIL:
        return _unproven(case)
    if incoming.reading.kind in {Kind.FORM_WANTED, Kind.QUESTION} and _is_textless(incoming):
        return _unreadable(case, "no-text", "what it says is in an attachment or a picture")
    return None


def _from_person(case: Case) -> Decision:
    """What a person asks for, by the kind of the mail."""
    kind = case.incoming.reading.kind
    if kind is Kind.CALL_REQUEST:
        return _requests(case)
    if kind is Kind.ANSWER:
        return _answer(case)
    if kind is Kind.FORM_WANTED:
        return _form_wanted(case)
    return _question(case)


def _bounce(case: Case) -> Decision:
    """A mail of ours came back: staff hear of it, nobody is answered; a mere delay is only recorded."""
    sent = case.incoming.answers
    reading = case.incoming.reading
    if reading.is_delay or sent is None or sent.to in case.desk.staff:
        return case.ended(Disposition.RECORDED)
    told = {
        "to": sent.to,
        "template": sent.template,
        "ref": sent.case,
        "answer": f"the mail came back from {case.incoming.sender or 'their mail server'}",
        "subject": sent.subject,
    }
    events = (case.event("came back", None, None, f"our mail to {sent.to}"),) if sent.case else ()
    return Decision(
        disposition=Disposition.RECORDED,
        why=reading.why,
        case=sent.case,
        events=events,
        replies=case.to_staff("staff/undelivered", sent.case, told, key=f"undelivered:{sent.number}"),
    )


def _is_textless(incoming: Incoming) -> bool:
    """Whether a mail without words of its own carries an attachment or a picture instead (protocol, case 23)."""
    reading, message = incoming.reading, incoming.message
    return not reading.own_text.strip() and not reading.is_untouched and bool(message.attachments or message.html_only)


def _unreadable(case: Case, reason: str, why: str) -> Decision:
    """Nothing that can be read: it is kept, a person sees it, and the sender gets one honest line."""
    incoming = case.incoming
    replies = case.to_staff("staff/question", case.state.case, mail_facts(case, ref=None, reason=reason))
    if incoming.message.from_ is not None and incoming.verdict is not Verdict.FAIL:
        limit_mb = case.desk.max_mail_mb
        replies = (
            *case.answers("requester/unreadable", None, lambda _last: {"reason": reason, "limit_mb": limit_mb}),
            *replies,
        )
    return Decision(disposition=Disposition.UNREADABLE, why=why, case=case.state.case, replies=replies)


def _thanks(case: Case) -> Decision:
    """Thanks get no mail at all (protocol, case 56)."""
    return case.ended(Disposition.RECORDED, "it says thanks")


def _unproven(case: Case) -> Decision:
    """Our own server says the sender is not who the From line says: no answer, staff see it (protocol 8.34)."""
    why = "our mail server says that the sender's authentication failed"
    ref = case.ref("question")
    opening = Opening(ref=ref, kind="question", requester=case.incoming.sender, owner=case.owner())
    return Decision(
        disposition=Disposition.PROCESSED,
        why=why,
        case=ref,
        opens=opening,
        events=(case.event("asked", None, Status.OPEN, why),),
        replies=case.to_staff("staff/question", ref, mail_facts(case, ref=ref, reason=why), to=opening.owner),
    )


def _form_wanted(case: Case) -> Decision:
    reading = case.incoming.reading
    built = {"is_untouched": reading.is_untouched, "is_empty": not reading.own_text.strip()}
    return Decision(
        disposition=Disposition.PROCESSED,
        why=reading.why,
        replies=case.answers("requester/form", None, lambda last: {**built, "is_last_today": last}),
    )


def _question(case: Case) -> Decision:
    """Anything else from a person goes to a person, and its sender gets one honest line (protocol N28)."""
    kind = case.incoming.reading.kind
    about = str(kind) if kind in {Kind.NOTES, Kind.TRAINING, Kind.COMMAND} else "question"
    known = case.state.case
    ref = known or case.ref("question")
    owner = case.owner()
    opens = None if known else Opening(ref=ref, kind="question", requester=case.incoming.sender, owner=owner)
    after = None if known else Status.OPEN
    told = {"ref": ref, "about": about, "unread": facts.unread(case.incoming) if kind in _WITH_PAPERS else []}
    return Decision(
        disposition=Disposition.PROCESSED,
        why=case.incoming.reading.why,
        case=ref,
        opens=opens,
        events=(case.event("asked", None, after),),
        replies=(
            *case.answers("requester/question", ref, lambda last: {**told, "is_last_today": last}),
            *_to_those_who_answer(case, ref),
        ),
    )


def _to_those_who_answer(case: Case, ref: str) -> tuple[Reply, ...]:
    """One of the staff gets the question; all of them get one whose subject says urgent (protocol, case 38)."""
    told = mail_facts(case, ref=ref, reason="")
    if not case.incoming.reading.asks_emergency:
        return case.to_staff("staff/question", ref, told)
    return tuple(reply for one in case.desk.staff for reply in case.to_staff("staff/question", ref, told, to=one))


def _answer(case: Case) -> Decision:
    """More about a case that exists: from somebody of that call its values count, from anybody else a person looks."""
    incoming, state = case.incoming, case.state
    call = state.call
    if call is None and state.case is None and len(state.open_calls) == 1:
        call = state.open_calls[0]  # one open call of this sender: no doubt which (protocol, case 29)
    if call is None or not calls.says_something(incoming.reading):
        return _question(case)
    if not may_give_values(incoming, call):
        return _stranger(case, call)
    return _answered(case, call)


def _stranger(case: Case, call: Call) -> Decision:
    """A stranger's values change nothing: staff see them, and the answer tells nothing of the case (protocol 8.39)."""
    about = "the sender is not one of the people of this call, so nothing was changed"
    return Decision(
        disposition=Disposition.PROCESSED,
        why=about,
        case=call.ref,
        events=(case.event("offered values", call.status, call.status, about),),
        replies=(
            *case.answers(
                "requester/question",
                None,
                lambda last: {"ref": None, "about": "question", "is_last_today": last, "unread": []},
            ),
            *case.to_staff("staff/question", call.ref, mail_facts(case, ref=call.ref, reason=about)),
        ),
    )


def _requests(case: Case) -> Decision:
    """Every request of the mail: sent again, or a new case each; each mail names the others (protocol, case 26)."""
    asked = [again or _call_of(one) for one, again in _one_by_one(case)]
    decisions = [
        _answered(one, again) if again else _requested(one, [other for other in asked if other.ref != call.ref])
        for (one, again), call in zip(_one_by_one(case), asked, strict=True)
    ]
    first, *more = decisions
    numbered = [
        replace(one, replies=tuple(replace(reply, place=place) for reply in one.replies))
        for place, one in enumerate(more, 2)
    ]
    return replace(first, further=tuple(numbered))


def _one_by_one(case: Case) -> Iterator[tuple[Case, Call | None]]:
    """Each request of the mail as if it had come alone, with the call that it repeats; new ones are numbered on."""
    first = case.incoming.reading
    number, cards_of = case.state.next_number, dict(case.state.open_cards)
    for place, reading in enumerate((replace(first, others=()), *first.others)):
        incoming = replace(case.incoming, reading=reading)
        answered = case.state.answers_today + place
        state = replace(case.state, next_number=number, open_cards=dict(cards_of), answers_today=answered)
        one = replace(case, incoming=incoming, state=state)
        again = calls.sent_again(incoming, case.state.open_calls)
        if again is None:
            number += 1
            owner = one.owner()
            cards_of |= {owner: cards_of.get(owner, 0) + 1} if owner else {}
        yield one, again


def _call_of(case: Case) -> Call:
    return calls.opened(case.incoming, case.ref("call"), case.owner())


def _requested(case: Case, others: Sequence[Call]) -> Decision:
    """A new request: a case, an acknowledgement, and for staff a card when it is complete or an emergency.

    others: the calls that the same mail asks for beside it.
    """
    opened = _call_of(case)
    call, findings = _judged(case, opened)
    template = "requester/complete" if call.status is Status.REVIEW else "requester/incomplete"
    return Decision(
        disposition=Disposition.PROCESSED,
        why=case.incoming.reading.why,
        case=call.ref,
        opens=Opening(ref=call.ref, kind="call", requester=case.incoming.sender, owner=call.owner),
        call=call,
        findings=findings,
        events=(case.event("requested", None, call.status),),
        replies=(
            *_to_requester(case, template, call, findings, is_first=True, others=others),
            *cards(case, None, call, findings),
        ),
    )


def _answered(case: Case, before: Call) -> Decision:
    """Values for a call that exists: merged, settled, judged anew; one mail says what is still open, or nothing."""
    after, findings = _judged(case, calls.with_answer(before, case.incoming))
    changed = facts.changes(before, after)
    if after.status is Status.INCOMPLETE:
        template = "requester/still_incomplete"
    else:
        template = "requester/complete" if before.status is Status.INCOMPLETE else "requester/noted"
    same = not changed and before.unclear == after.unclear
    if same and case.incoming.reading.kind is Kind.CALL_REQUEST:
        template = "requester/duplicate"
    what = "sent again" if template == "requester/duplicate" else "answered"
    detail = ", ".join(str(line["label"]) for line in changed)
    return Decision(
        disposition=Disposition.PROCESSED,
        why=case.incoming.reading.why,
        case=before.ref,
        call=after,
        findings=findings,
        events=(case.event(what, before.status, after.status, detail),),
        replies=(
            *_to_requester(case, template, after, findings, is_first=False, changed=changed),
            *_to_contact(case, before, after, findings),
            *cards(case, before, after, findings),
        ),
    )


def _judged(case: Case, call: Call) -> tuple[Call, tuple[Finding, ...]]:
    findings = calls.judge(call, case.desk, case.rules, case.now)
    return replace(call, status=calls.status_of(call, findings)), findings


def _to_contact(case: Case, before: Call, after: Call, findings: tuple[Finding, ...]) -> tuple[Reply, ...]:
    """Tell the contact that nothing is missing any more, where it was somebody else who gave the last answer."""
    named = after.persons("contact")
    email = (named[0].email if named else None) or after.requester
    completed = before.status is Status.INCOMPLETE and after.status is Status.REVIEW
    if not completed or email in {case.incoming.sender, case.receiver.email}:
        return ()
    told = facts.of_call(after, findings, case.now, is_last_today=False)
    greeting = facts.first_name(named[0].name or "") if named else ""
    return (
        Reply(
            template="requester/complete",
            to=Address((named[0].name or "") if named else "", email),
            case=after.ref,
            automatic=False,
            priority=3,
            facts={**told, "first_name": greeting, "is_first": False, "changed": [], "beside": [], "unread": []},
        ),
    )


def _to_requester(
    case: Case,
    template: str,
    call: Call,
    findings: tuple[Finding, ...],
    *,
    is_first: bool,
    changed: Sequence[Mapping[str, object]] = (),
    others: Sequence[Call] = (),
) -> tuple[Reply, ...]:
    asked = tuple(str(ask["key"]) for ask in facts.asks(call, findings))

    def build(is_last: bool) -> Mapping[str, object]:
        told = facts.of_call(call, findings, case.now, is_last_today=is_last)
        beside = [{"ref": other.ref, "title": other.text("title")} for other in others]
        unread = facts.unread(case.incoming)
        return {**told, "is_first": is_first, "changed": list(changed), "beside": beside, "unread": unread}

    return case.answers(template, call.ref, build, asked)

"""The ladder: what one mail means for the desk, asked from the top, first answer wins.

``decide`` is pure: the same mail, state and time always give the same decision. It never raises for any mail that
could be read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from mailflow.decide import acts, bounces, calls, facts, limits, pending
from mailflow.decide.case import Case
from mailflow.decide.decision import Decision, Incoming, Opening, Rules, State
from mailflow.decide.identity import Act, Proof, Standing, contact_of, people_of, standing
from mailflow.decide.staff import cards, mail_facts
from mailflow.model import Disposition, Finding, Kind, Reply, Status, Verdict
from mailflow.read.kinds.behind import is_ours
from mailflow.rule import Call, Desk

_WITH_PAPERS = frozenset({Kind.NOTES, Kind.TRAINING})
"""Kinds of mail whose matter may stand in an attachment alone."""

_WITH_ORDERS = frozenset({Kind.ANSWER, Kind.QUESTION, Kind.FORM_WANTED})
"""Kinds of mail whose first line may be a word that does something, as ``cancel``."""

_MOST_COLLEAGUES = 10


def decide(incoming: Incoming, state: State, desk: Desk, rules: Rules, now: datetime) -> Decision:
    """Decide what follows from one mail.

    now: when it is decided, UTC. The decision names every change and every mail; nothing has happened yet.
    """
    case = Case(incoming, state, desk, rules, now)
    kind = incoming.reading.kind
    if kind is Kind.BOUNCE:
        return bounces.bounced(case)
    if kind.is_automatic:
        return case.ended(Disposition.RECORDED)
    decision = _unread(case) or _from_person(case)
    if limits.is_loop(decision, state) and not case.is_proven_staff:
        return _looped(case)
    return decision


def _looped(case: Case) -> Decision:
    """The same words for the third time in a day: nobody is answered, so that two robots part (protocol, case 52)."""
    ended = case.ended(Disposition.RECORDED, "its sender has said the same twice before, within a day")
    return replace(ended, replies=case.capped(case.state.case, "words", case.state.same_words))


def _unread(case: Case) -> Decision | None:
    """What ends before a person's mail is understood: no author, too large, a yes, only thanks, a failed verdict."""
    incoming = case.incoming
    if incoming.message.from_ is None:
        return _unreadable(case, "damaged", "it names no single author")
    if incoming.is_cut:
        return _unreadable(case, "too-large", "it is larger than we take")
    if incoming.reading.attendance is not None:
        return case.ended(Disposition.RECORDED)  # it says nothing itself, and none is answered (protocol 8.25)
    if settled := pending.settled(case, acts.waited, _values):
        return settled
    if incoming.reading.is_thanks:
        return _thanks(case)
    if incoming.verdict is Verdict.FAIL:
        is_staffs = incoming.reading.kind is Kind.COMMAND and not case.state.was_staff
        return (acts.of_staff(case) if is_staffs else None) or _unproven(case)
    if incoming.reading.kind in {Kind.FORM_WANTED, Kind.QUESTION} and _is_textless(incoming):
        return _unreadable(case, "no-text", "what it says is in an attachment or a picture")
    return None


def _from_person(case: Case) -> Decision:
    """What a person asks for, by the kind of the mail."""
    kind = case.incoming.reading.kind
    if kind is Kind.CALL_REQUEST:
        return _requests(case)
    if kind is Kind.COMMAND:
        return acts.of_staff(case) or _question(case)
    if kind in _WITH_ORDERS and _is_by_hand(case):
        return case.ended(Disposition.RECORDED, "one of the staff writes to somebody by hand")
    if case.is_proven_staff and kind in _WITH_ORDERS and (done := acts.unknown(case)):
        return done
    if kind in _WITH_ORDERS and (done := acts.of_person(case, _values)):
        return done
    if kind is Kind.ANSWER:
        return _answer(case)
    if kind is Kind.FORM_WANTED:
        return _form_wanted(case)
    return _question(case)


def _is_textless(incoming: Incoming) -> bool:
    """Whether a mail without words of its own carries an attachment, a picture or unread parts (protocol, case 23)."""
    reading, message = incoming.reading, incoming.message
    has_more = bool(message.attachments) or message.has_unread
    return has_more and not reading.own_text.strip() and not reading.is_untouched


def _unreadable(case: Case, reason: str, why: str) -> Decision:
    """Nothing that can be read: it is kept, a person sees it, and the sender gets one honest line."""
    incoming = case.incoming
    replies = case.to_staff("staff/question", case.state.case, mail_facts(case, ref=None, reason=reason))
    if incoming.message.from_ is not None and incoming.verdict is not Verdict.FAIL:
        limit_mb = case.desk.max_mail_mb
        replies = (
            *case.answers(
                "requester/unreadable", None, lambda _last: {"reason": reason, "limit_mb": limit_mb}, is_error=True
            ),
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


def _is_by_hand(case: Case) -> bool:
    """Whether one of the staff writes to people outside, us in copy: no command, and no question to us (case 81)."""
    incoming, desk = case.incoming, case.desk
    if not desk.is_staff(incoming.sender) or (case.state.call and incoming.sender in people_of(case.state.call)):
        return False
    receivers = {one.email for one in (*incoming.message.to, *incoming.message.cc)}
    return any(not desk.is_staff(one) and not is_ours(one, desk.ours) for one in receivers)


def _question(case: Case) -> Decision:
    """Anything else from a person goes to a person, and its sender gets one honest line (protocol N28).

    Who names a case that is not his gets a number of his own, the same as if the case did not exist (protocol 8.39).
    """
    kind = case.incoming.reading.kind
    about = str(kind) if kind in {Kind.NOTES, Kind.TRAINING, Kind.COMMAND} else "question"
    known = case.state.case if _belongs(case) else None
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


def _belongs(case: Case) -> bool:
    """Whether the sender is one of the people of the case that the mail names."""
    incoming, state = case.incoming, case.state
    file = state.files.get(state.case) if state.case else None
    if file is None or case.proof is Proof.NONE:
        return False
    if incoming.has_token or incoming.sender == file.requester or case.desk.is_staff(incoming.sender):
        return True
    return state.call is not None and (standing(Act.VALUES, incoming, state, case.desk, state.call) is Standing.ALLOWED)


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
    if state.rivals and _is_of_one(case):
        return pending.which(case)
    return _values(case, call)


def _is_of_one(case: Case) -> bool:
    """Whether the sender is one of the people of any of the calls that the mail names."""
    named = [case.state.files.get(ref) for ref in (case.state.case, *case.state.rivals) if ref]
    return any(file and file.call and case.incoming.sender in people_of(file.call) for file in named)


def _values(case: Case, call: Call) -> Decision:
    """Values for a call: merged where the table of least proof lets this sender give them, else asked back."""
    act = Act.CHANGE if calls.needs_proof(call, case.incoming) else Act.VALUES
    stands = standing(act, case.incoming, case.state, case.desk, call)
    if stands is Standing.ALLOWED:
        return _answered(case, call)
    if stands is Standing.UNPROVEN and case.proof is not Proof.NONE:
        return pending.values_asked_back(case, call)
    return _stranger(case, call)


def _stranger(case: Case, call: Call) -> Decision:
    """A stranger's values change nothing: staff see them, the contact may say yes to them (protocol 8.35).

    The answer tells nothing of the case (protocol 8.39).
    """
    about = "the sender is not one of the people of this call, so nothing was changed"
    asked = _question(replace(case, state=replace(case.state, call=None)))
    told = Decision(
        disposition=Disposition.PROCESSED,
        why=about,
        case=call.ref,
        events=(case.event("offered values", call.status, call.status, about),),
        replies=pending.offered(case, call),
    )
    return replace(asked, why=about, further=(told,))


def _requests(case: Case) -> Decision:
    """Every request of the mail: sent again, or a new case each; each mail names the others (protocol, case 26)."""
    asked = [again or _call_of(one) for one, again in _one_by_one(case)]
    decisions = [
        _values(one, again) if again else _requested(one, [other for other in asked if other.ref != call.ref])
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
    asked: list[str] = []
    for place, reading in enumerate((replace(first, others=()), *first.others)):
        incoming = replace(case.incoming, reading=reading)
        state = replace(
            case.state, next_number=number, open_cards=dict(cards_of), answers_today=case.state.answers_today + place,
            requests_today=(*case.state.requests_today, *asked),
            domain_requests_today=(*case.state.domain_requests_today, *asked),
        )  # fmt: skip
        one = replace(case, incoming=incoming, state=state)
        again = calls.sent_again(incoming, case.state.open_calls)
        if again is None:
            asked.append(one.ref("call"))
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
        colleagues=_colleagues(case, call),
        findings=findings,
        events=(case.event("requested", None, call.status),),
        replies=(
            *_to_requester(case, template, call, findings, others=others),
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
        template = "requester/noted" if before.status is Status.REVIEW else "requester/complete"
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
        colleagues=_colleagues(case, before),
        findings=findings,
        events=(case.event(what, before.status, after.status, detail),),
        replies=(
            *_to_requester(case, template, after, findings, before=before, changed=changed),
            *_to_contact(case, before, after, findings),
            *_to_former_contact(case, before, after),
            *(cards(case, before, after, findings) or _rest(case, after)),
        ),
    )


def _rest(case: Case, call: Call) -> tuple[Reply, ...]:
    """What of an answer no line of the form took: one of the staff sees it, where no card shows them the mail."""
    unused = case.incoming.reading.unused
    if not unused:
        return ()
    why = "some of it is no answer to what we asked"
    return case.to_staff("staff/question", call.ref, mail_facts(case, ref=call.ref, reason=why), to=call.owner)


def _colleagues(case: Case, call: Call) -> frozenset[str]:
    """Whom the contact put in Cc on the call's thread, proven: they may answer at once (protocol 8.35)."""
    is_contact = case.incoming.sender in {contact_of(call).email, call.requester}
    if not is_contact or case.proof not in {Proof.PASS, Proof.TOKEN}:
        return frozenset()
    copied = [one.email for one in case.incoming.message.cc if one.email not in case.desk.ours]
    return frozenset(copied[:_MOST_COLLEAGUES])


def _judged(case: Case, call: Call) -> tuple[Call, tuple[Finding, ...]]:
    findings = calls.judge(call, case.desk, case.rules, case.now)
    return replace(call, status=calls.status_of(call, findings)), findings


def _to_contact(case: Case, before: Call, after: Call, findings: tuple[Finding, ...]) -> tuple[Reply, ...]:
    """Tell the contact that nothing is missing any more, where it was somebody else who gave the last answer."""
    contact = contact_of(after)
    completed = before.status is Status.INCOMPLETE and after.status is Status.REVIEW
    if not completed or contact.email in {case.incoming.sender, case.receiver.email}:
        return ()
    told = facts.of_call(after, findings, case.now, is_last_today=False)
    greeting = facts.first_name(contact.name)
    return (
        Reply(
            template="requester/complete",
            to=contact,
            case=after.ref,
            automatic=False,
            priority=3,
            facts={
                **told,
                "first_name": greeting,
                "is_first": False,
                "is_reopened": False,
                "changed": [],
                "beside": [],
                "unread": [],
                "is_partly_read": False,
            },
        ),
    )


def _to_former_contact(case: Case, before: Call, after: Call) -> tuple[Reply, ...]:
    """Whoever was the contact hears that it is somebody else now, wherever that came from (protocol, case 44)."""
    former, now = contact_of(before), contact_of(after)
    if former.email in {now.email, case.incoming.sender}:
        return ()
    told = {
        "ref": after.ref, "title": after.text("title"), "by": case.incoming.sender, "to": now.email,
        "first_name": facts.first_name(former.name),
    }  # fmt: skip
    return (
        Reply(
            template="requester/new_contact", to=former, case=after.ref, automatic=False, priority=3, facts=told,
        ),
    )  # fmt: skip


def _to_requester(
    case: Case,
    template: str,
    call: Call,
    findings: tuple[Finding, ...],
    *,
    before: Call | None = None,
    changed: Sequence[Mapping[str, object]] = (),
    others: Sequence[Call] = (),
) -> tuple[Reply, ...]:
    asked = tuple(str(ask["key"]) for ask in facts.asks(call, findings))

    def build(is_last: bool) -> Mapping[str, object]:
        told = facts.of_call(call, findings, case.now, is_last_today=is_last)
        beside = [{"ref": other.ref, "title": other.text("title")} for other in others]
        unread = facts.unread(case.incoming)
        is_reopened = before is not None and before.status is Status.WITHDRAWN
        return {
            **told,
            "is_first": before is None,
            "is_reopened": is_reopened,
            "changed": list(changed),
            "beside": beside,
            "unread": unread,
            "is_partly_read": bool(case.incoming.reading.unused),
        }

    return case.answers(template, call.ref, build, asked)

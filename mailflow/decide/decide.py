"""The ladder: what one mail means for the desk, asked from the top, first answer wins.

``decide`` is pure: the same mail, state and time always give the same decision. It never raises for any mail that
could be read.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from mailflow.decide import calls, facts
from mailflow.decide.decision import Decision, Incoming, Opening, Rules, State
from mailflow.decide.identity import answer_address, may_give_values, proof
from mailflow.model import Address, Disposition, Event, Finding, Kind, Reply, Status, Verdict
from mailflow.rule import Call, Desk

CAP_WITHOUT_CASE = 3
CAP_WITH_CASE = 10
"""Automatic answers to one address in 24 hours (protocol 8.4). Staff are never capped."""

QUOTED_MAX = 4000
"""Characters of somebody's mail that staff are shown in ours; the whole is kept."""


def decide(incoming: Incoming, state: State, desk: Desk, rules: Rules, now: datetime) -> Decision:
    """Decide what follows from one mail.

    now: when it is decided, UTC. The decision names every change and every mail; nothing has happened yet.
    """
    case = _Case(incoming, state, desk, rules, now)
    kind = incoming.reading.kind
    if kind is Kind.BOUNCE:
        return _bounce(case)
    if kind.is_automatic:
        return case.ended(Disposition.RECORDED)
    if incoming.message.from_ is None:
        return _unreadable(case, "damaged", "it names no single author")
    if incoming.is_cut:
        return _unreadable(case, "too-large", "it is larger than we take")
    if incoming.reading.is_thanks:
        return _thanks(case)
    if incoming.verdict is Verdict.FAIL:
        return _unproven(case)
    if kind is Kind.CALL_REQUEST:
        again = calls.sent_again(incoming, state.open_calls)
        return _answered(case, again) if again else _requested(case)
    if kind is Kind.ANSWER:
        return _answer(case)
    if kind is Kind.FORM_WANTED and _is_textless(incoming):
        return _unreadable(case, "no-text", "what it says is in an attachment or a picture")
    if kind is Kind.FORM_WANTED:
        return _form_wanted(case)
    return _question(case)


@dataclass(frozen=True, slots=True)
class _Case:
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
        return proof(self.incoming)

    @property
    def thread(self) -> tuple[str, ...]:
        """The ids that make our answer stand below this mail."""
        message = self.incoming.message
        return (message.message_id, *message.references) if message.message_id else message.references

    def ref(self, kind: str) -> str:
        prefix = self.desk.call_prefix if kind == "call" else "Q"
        return f"{prefix}-{self.state.next_number:04d}"

    def owner(self) -> str | None:
        """Who looks after a new case: the fewest open cards, ties by the order of the settings (protocol 8.8)."""
        return min(self.desk.staff, key=lambda one: self.state.open_cards.get(one, 0), default=None)

    def greeting(self) -> str:
        return facts.first_name(self.receiver.name)

    def cap(self, *, has_case: bool) -> int:
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
        return (
            Reply(template=template, to=to, case=ref, answers=self.thread, asked=asked, priority=3, facts=built),
        )

    def _capped(self, to: Address, count: int, ref: str | None) -> tuple[Reply, ...]:
        key = f"capped:{to.email}:{self.now:%Y-%m-%d}"
        told = {"address": to.email, "count": count, "ref": ref}
        return self.to_staff("staff/capped", ref, told, key=key)

    def to_staff(
        self, template: str, ref: str | None, built: Mapping[str, object], *, to: str | None = None, key: str = ""
    ) -> tuple[Reply, ...]:
        """One mail to one of the staff: the case's owner, else who has the fewest cards; none where there is no staff."""
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


def _bounce(case: _Case) -> Decision:
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


def _unreadable(case: _Case, reason: str, why: str) -> Decision:
    """Nothing that can be read: it is kept, a person sees it, and the sender gets one honest line."""
    incoming = case.incoming
    replies = case.to_staff("staff/question", case.state.case, _told(case, ref=None, reason=reason))
    if incoming.message.from_ is not None and incoming.verdict is not Verdict.FAIL:
        limit_mb = case.desk.max_mail_mb
        replies = (
            *case.answers("requester/unreadable", None, lambda _last: {"reason": reason, "limit_mb": limit_mb}),
            *replies,
        )
    return Decision(disposition=Disposition.UNREADABLE, why=why, case=case.state.case, replies=replies)


def _thanks(case: _Case) -> Decision:
    """Thanks get no mail at all (protocol, case 56)."""
    return case.ended(Disposition.RECORDED, "it says thanks")


def _unproven(case: _Case) -> Decision:
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
        replies=case.to_staff("staff/question", ref, _told(case, ref=ref, reason=why), to=opening.owner),
    )


def _form_wanted(case: _Case) -> Decision:
    reading = case.incoming.reading
    built = {"is_untouched": reading.is_untouched, "is_empty": not reading.own_text.strip()}
    return Decision(
        disposition=Disposition.PROCESSED,
        why=reading.why,
        replies=case.answers("requester/form", None, lambda last: {**built, "is_last_today": last}),
    )


def _question(case: _Case) -> Decision:
    """Anything else from a person goes to a person, and its sender gets one honest line (protocol N28)."""
    kind = case.incoming.reading.kind
    about = str(kind) if kind in {Kind.NOTES, Kind.TRAINING, Kind.COMMAND} else "question"
    known = case.state.case
    ref = known or case.ref("question")
    owner = case.owner()
    opens = None if known else Opening(ref=ref, kind="question", requester=case.incoming.sender, owner=owner)
    after = None if known else Status.OPEN
    return Decision(
        disposition=Disposition.PROCESSED,
        why=case.incoming.reading.why,
        case=ref,
        opens=opens,
        events=(case.event("asked", None, after),),
        replies=(
            *case.answers("requester/question", ref, lambda last: {"ref": ref, "about": about, "is_last_today": last}),
            *case.to_staff("staff/question", ref, _told(case, ref=ref, reason="")),
        ),
    )


def _answer(case: _Case) -> Decision:
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


def _stranger(case: _Case, call: Call) -> Decision:
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
                lambda last: {"ref": None, "about": "question", "is_last_today": last},
            ),
            *case.to_staff("staff/question", call.ref, _told(case, ref=call.ref, reason=about)),
        ),
    )


def _requested(case: _Case) -> Decision:
    """A new request: a case, an acknowledgement, and for staff a card when it is complete or an emergency."""
    ref = case.ref("call")
    owner = case.owner()
    call, findings = _judged(case, calls.opened(case.incoming, ref, owner))
    template = "requester/complete" if call.status is Status.REVIEW else "requester/incomplete"
    return Decision(
        disposition=Disposition.PROCESSED,
        why=case.incoming.reading.why,
        case=ref,
        opens=Opening(ref=ref, kind="call", requester=case.incoming.sender, owner=owner),
        call=call,
        findings=findings,
        events=(case.event("requested", None, call.status),),
        replies=(*_to_requester(case, template, call, findings, is_first=True), *_cards(case, None, call, findings)),
    )


def _answered(case: _Case, before: Call) -> Decision:
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
            *_cards(case, before, after, findings),
        ),
    )


def _judged(case: _Case, call: Call) -> tuple[Call, tuple[Finding, ...]]:
    findings = calls.judge(call, case.desk, case.rules, case.now)
    return replace(call, status=calls.status_of(call, findings)), findings


def _to_requester(
    case: _Case,
    template: str,
    call: Call,
    findings: tuple[Finding, ...],
    *,
    is_first: bool,
    changed: list[dict[str, object]] | None = None,
) -> tuple[Reply, ...]:
    asked = tuple(str(ask["key"]) for ask in facts.asks(call, findings))

    def build(is_last: bool) -> Mapping[str, object]:
        told = facts.of_call(call, findings, case.now, is_last_today=is_last)
        return {**told, "is_first": is_first, "changed": changed or []}

    return case.answers(template, call.ref, build, asked)


def _cards(case: _Case, before: Call | None, call: Call, findings: tuple[Finding, ...]) -> tuple[Reply, ...]:
    """The cards that staff get: one to the owner of a complete call, one to each of the staff for an emergency.

    A complete call that was complete before makes a new card only where something changed (protocol 8.8, 8.22).
    """
    is_alarm = call.is_emergency and not (before and before.is_emergency)
    is_news = call.status is Status.REVIEW and (before is None or bool(facts.changes(before, call)))
    if not is_alarm and not is_news:
        return ()
    receivers = case.desk.staff if is_alarm else tuple(filter(None, [call.owner or case.owner()]))
    contact = call.persons("contact")
    told = {
        **facts.of_call(call, findings, case.now, is_last_today=False),
        "contact": facts.plain(contact[:1])[0] if contact else None,  # type: ignore[index]
        "requester": call.requester,
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
            template="staff/card", to=Address("", one), case=call.ref, automatic=False, purpose="card", facts=told,
            priority=1 if is_alarm else 4,
        )
        for one in receivers
    )  # fmt: skip


def _told(case: _Case, *, ref: str | None, reason: str) -> dict[str, object]:
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

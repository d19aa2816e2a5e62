"""Carrying out commands: who may, what changes, and the one mail that answers every line (protocol, section 2.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mailflow.decide import facts, pending
from mailflow.decide.case import Case
from mailflow.decide.commands import FOR_PEOPLE, FOR_STAFF, Order, Word, below, orders, suggestion
from mailflow.decide.decision import CaseFile, Decision
from mailflow.decide.identity import Standing, contact_of, standing
from mailflow.model import Address, Disposition, Kind, Pending, Reply, Status
from mailflow.rule import Call

_MOST_LINES = 5
_MOST_NOTED = 2000

_SETTLED = frozenset({"done", "already"})
"""Results after which nothing is left to do."""

_OPEN = frozenset({Status.INCOMPLETE, Status.REVIEW, Status.OPEN})


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one order: what its sender is told, and what follows from it.

    result: a word the texts know, ``done`` or why not; told: facts for its line in the receipt.
    """

    order: Order
    result: str
    file: CaseFile | None = None
    decision: Decision | None = None
    told: Mapping[str, object] = field(default_factory=dict)


def of_person(case: Case, values: pending.Values) -> Decision | None:
    """What somebody orders on his own call or for himself, ``None`` where the mail holds no order.

    Only the first line counts, and only where the mail says little else: a person who goes on writing wants a person.
    values: takes over what the mail says of a call, which opens it again where it was withdrawn.
    """
    said = case.incoming.reading.own_text.strip() or case.incoming.message.subject
    found = orders(said, FOR_PEOPLE, case.desk.call_prefix)
    if not found or len(said.splitlines()) > _FEW_LINES:
        return None
    return _of_person(case, found[0], values)


_FEW_LINES = 8


def _of_person(case: Case, order: Order, values: pending.Values) -> Decision | None:
    word = order.command.word
    if word is Word.UNSUBSCRIBE:
        return _silenced(case)
    if word is Word.FORM:
        return None  # the reader knows who wants the form
    call = _own_call(case, order)
    if call is None:
        return None
    stands = standing(order.command.act, case.incoming, case.state, case.desk, call)
    if stands is Standing.STRANGER:
        return None  # a person looks, and the sender learns nothing of the case
    if case.state.rivals and not order.ref:
        return pending.which(case, (order,))
    about = replace(case, state=replace(case.state, case=call.ref, call=call))
    if stands is Standing.UNPROVEN:
        return pending.asked_back(about, (order,), "the sender is not proven enough for this")
    if word is Word.REOPEN:
        return values(_beside_order(about), call)
    return _withdrawn(about, call) if word is Word.CANCEL else _status(about, call)


def _beside_order(case: Case) -> Case:
    """The same mail as an answer: what it says beside its command counts, and the command is no words left over."""
    reading = replace(case.incoming.reading, kind=Kind.ANSWER, unused=())
    return replace(case, incoming=replace(case.incoming, reading=reading))


def _own_call(case: Case, order: Order) -> Call | None:
    """The call an order of a person's is about: the one it names, its thread's, or the only open one of the sender."""
    state = case.state
    if order.ref:
        file = state.files.get(order.ref)
        return file.call if file else None
    if state.call is not None or state.case is not None or case.incoming.reading.tag:
        return state.call  # a tag of no case of ours is no reason to guess
    return state.open_calls[0] if len(state.open_calls) == 1 else None


def _withdrawn(case: Case, call: Call) -> Decision:
    """A call is withdrawn before anybody else was told of it: its contact hears, and who looks after it."""
    told = {"ref": call.ref, "title": call.text("title")}
    if call.status not in _OPEN:
        return Decision(
            disposition=Disposition.PROCESSED, why="it is withdrawn already", case=call.ref,
            replies=case.answers("requester/withdrawn", call.ref, lambda _last: {**told, "is_news": False, "by": ""}),
        )  # fmt: skip
    hear = {contact_of(call).email: contact_of(call), call.requester: Address("", call.requester)}
    also = tuple(
        Reply(
            template="requester/withdrawn", to=one, case=call.ref, automatic=False, priority=3,
            facts={
                **told, "is_news": True, "by": case.incoming.sender, "is_last_today": False,
                "first_name": facts.first_name(one.name),
            },
        )
        for email, one in hear.items()
        if email not in {case.incoming.sender, case.receiver.email}
    )  # fmt: skip
    return Decision(
        disposition=Disposition.PROCESSED,
        why="a person of this call withdraws it",
        case=call.ref,
        events=(case.event("withdrawn", call.status, Status.WITHDRAWN),),
        replies=(
            *case.answers("requester/withdrawn", call.ref, lambda _last: {**told, "is_news": True, "by": ""}),
            *also,
            *case.to_staff("staff/withdrawn", call.ref, {**told, "by": case.incoming.sender}),
        ),
    )


def _status(case: Case, call: Call) -> Decision:
    told = {"ref": call.ref, "title": call.text("title"), "status": str(call.status)}
    return Decision(
        disposition=Disposition.PROCESSED, why="it asks how the call stands", case=call.ref,
        events=(case.event("asked how it stands", None, None),),
        replies=case.answers("requester/status", call.ref, lambda _last: told),
    )  # fmt: skip


def _silenced(case: Case) -> Decision:
    """No more reminders to this address; staff hear of it, and no duty is dropped silently (protocol 8.29)."""
    sender = case.incoming.sender
    calls = [{"ref": one.ref, "title": one.text("title")} for one in case.state.open_calls]
    ref = case.state.case
    return Decision(
        disposition=Disposition.PROCESSED,
        why="it asks for no more reminders",
        case=ref,
        events=(case.event("unsubscribed", None, None, sender),),
        replies=(
            *case.answers("requester/unsubscribed", None, lambda _last: {"has_calls": bool(calls)}),
            *case.to_staff("staff/unsubscribed", ref, {"by": sender, "calls": calls}),
        ),
        silences=sender,
    )


def of_staff(case: Case) -> Decision | None:
    """What one of the staff orders, ``None`` where there is no order that we know."""
    said = case.incoming.reading.own_text
    if case.state.was_staff:
        return _no_more_staff(case, [line.strip() for line in said.splitlines() if line.strip()][:1])
    found = orders(said, FOR_STAFF, case.desk.call_prefix)
    if not found:
        return unknown(case)
    if standing(found[0].command.act, case.incoming, case.state, case.desk) is not Standing.ALLOWED:
        return pending.asked_back(case, found, "a command from a staff address that is not proven")
    return _carried_out(case, found, below(said, found))


_MOST_WORDS = 6
"""A line of more words is a sentence, however it begins."""


def unknown(case: Case) -> Decision | None:
    """A command that we do not know, or a line in answer to our card that looks like one misspelt: nothing is done.

    ``None`` for anything else: a person writes to a person.
    """
    line = next((one.strip() for one in case.incoming.reading.own_text.splitlines() if one.strip()), "")
    meant = suggestion(line, FOR_STAFF)
    answers = case.incoming.answers
    is_misspelt = bool(meant) and len(line.split()) <= _MOST_WORDS and answers is not None and answers.purpose == "card"
    is_command = case.incoming.reading.kind is Kind.COMMAND
    if not case.is_proven_staff or not (is_command or is_misspelt):
        return None
    row: dict[str, object] = {
        "line": line, "result": "unknown", "word": "", "ref": None, "title": "", "status": "", "owner": None,
        "to": meant,
    }  # fmt: skip
    return _receipt(case, [row], (), [])


def _no_more_staff(case: Case, lines: Sequence[str]) -> Decision:
    """A command of somebody who is not of the staff any more: refused politely, the others told (protocol, case 89)."""
    told = {"by": case.incoming.sender, "lines": list(lines), "ref": case.state.case}
    return Decision(
        disposition=Disposition.PROCESSED,
        why="its sender is not of the staff any more",
        case=case.state.case,
        events=(case.event("was refused", None, None, "; ".join(lines)),),
        replies=(
            *case.answers("requester/no_more_staff", None, lambda _last: {}, is_error=True),
            *(
                reply
                for one in case.desk.staff
                for reply in case.to_staff("staff/former", case.state.case, told, to=one)
            ),
        ),
    )


def waited(case: Case, waiting: Pending, values: pending.Values) -> Decision:
    """Carry out the commands that waited for the yes which this mail is."""
    is_staff = case.desk.is_staff(case.incoming.sender)
    table = FOR_STAFF if is_staff else FOR_PEOPLE
    found = [order for line in waiting.orders for order in orders(line, table, case.desk.call_prefix)]
    if is_staff:
        return _carried_out(case, found)
    done = _of_person(case, found[0], values) if found else None
    return done or case.ended(Disposition.RECORDED)


def _carried_out(case: Case, found: Sequence[Order], rest: Sequence[str] = ()) -> Decision:
    """Every order in turn, each seeing what those before it did; one receipt answers every line.

    rest: what stands below the commands; it is kept as a note in the case's history (protocol, section 2.5).
    """
    files = dict(case.state.files)
    done: list[Done] = []
    for order in found:
        ref = order.ref or case.state.case
        one = _one(case, order, files.get(ref) if ref else None)
        if one.file is not None:
            files[one.file.ref] = one.file
        done.append(one)
    decisions = [one.decision for one in done if one.decision]
    rows = [
        {
            "line": one.order.line,
            "result": one.result,
            "word": str(one.order.command.word),
            "ref": one.file.ref if one.file else one.order.ref,
            "title": one.file.title if one.file else "",
            "status": str(one.file.status) if one.file else "",
            "owner": one.file.owner if one.file else None,
            "to": "",
            **one.told,
        }
        for one in done
    ]
    if any(one.order.command.word is Word.HELP for one in done):
        return _receipt(case, rows, rest, decisions, _help())
    return _receipt(case, rows, rest, decisions)


def _receipt(
    case: Case,
    rows: Sequence[Mapping[str, object]],
    rest: Sequence[str],
    decisions: Sequence[Decision],
    helped: Sequence[Mapping[str, object]] = (),
) -> Decision:
    """The one mail that answers every line of a mail of the staff."""
    told = {
        "rows": rows,
        "done_count": sum(row["result"] in _SETTLED for row in rows),
        "row_count": len(rows),
        "commands": list(helped),
        "rest": list(rest[:_MOST_LINES]),
        "is_noted": case.state.case is not None,
        "meant": suggestion(rest[0], FOR_STAFF) if rest else "",
        "ref": case.state.case,
    }
    noted = (case.event("noted", None, None, " / ".join(rest)[:_MOST_NOTED]),) if rest and case.state.case else ()
    sender = pending.to_author(case)
    receipt = Reply(
        template="staff/receipt", to=sender, case=case.state.case, answers=case.thread, automatic=False, purpose="card",
        priority=3, facts=told,
    )  # fmt: skip
    return Decision(
        disposition=Disposition.PROCESSED, why="a command of the staff", case=case.state.case, events=noted,
        replies=(receipt,),
        further=tuple(decisions),
    )  # fmt: skip


def _help() -> list[dict[str, object]]:
    return [{"usage": one.usage, "does": one.does} for one in FOR_STAFF]


def _one(case: Case, order: Order, file: CaseFile | None) -> Done:
    """One order: refused with the reason, or done."""
    word = order.command.word
    if word is Word.HELP:
        return Done(order, "done", file)
    if file is None:
        return Done(order, "no-such-case" if order.ref else "which-case")
    if case.state.rivals and not order.ref:
        return Done(order, "which-case")
    return _STEPS[word](case, order, file)


def _take(case: Case, order: Order, file: CaseFile) -> Done:
    return _handed(case, order, file, case.desk.person(case.incoming.sender))


def _give(case: Case, order: Order, file: CaseFile) -> Done:
    to = case.desk.person(order.argument.strip("<>").lower())
    if to not in case.desk.staff:
        return Done(order, "not-staff", file, told={"to": to})
    return _handed(case, order, file, to)


def _handed(case: Case, order: Order, file: CaseFile, to: str) -> Done:
    """Somebody of the staff looks after the case from now on; who gets it from another hears of it."""
    if file.owner == to:
        return Done(order, "already", file, told={"to": to})
    by = case.desk.person(case.incoming.sender)
    event = case.event("given" if to != by else "taken", None, None, f"from {file.owner or 'nobody'} to {to}")
    told = {"ref": file.ref, "title": file.title, "by": by, "to": to}
    hears = [one for one in (to, file.owner) if one and one != by and one in case.desk.staff]
    replies = tuple(
        reply
        for one in hears
        for reply in case.to_staff("staff/handed", file.ref, {**told, "is_yours": one == to}, to=one)
    )
    decision = Decision(
        disposition=Disposition.PROCESSED, why="", case=file.ref, events=(event,), owner=to, replies=replies
    )
    return Done(order, "done", replace(file, owner=to), decision, {"to": to})


def _note(case: Case, order: Order, file: CaseFile) -> Done:
    event = case.event("noted", None, None, order.argument)
    decision = Decision(disposition=Disposition.PROCESSED, why="", case=file.ref, events=(event,))
    return Done(order, "done", file, decision)


def _tell_status(_case: Case, order: Order, file: CaseFile) -> Done:
    return Done(order, "done", file)


def _reclassify(case: Case, order: Order, file: CaseFile) -> Done:
    """Read the mail that began a question again, as what staff say it is; the question is closed (protocol 8.29)."""
    kind = Kind(order.argument.lower())
    if not file.is_kept:
        return Done(order, "not-kept", file)
    if file.kind != "question" or file.status is not Status.OPEN:
        return Done(order, "no-open-question", file)
    event = case.event("reclassified", file.status, Status.CLOSED, f"as {kind}")
    decision = Decision(
        disposition=Disposition.PROCESSED, why="", case=file.ref, events=(event,), reads_again=(file.opened_by, kind)
    )
    return Done(order, "done", replace(file, status=Status.CLOSED), decision, {"to": str(kind)})


_STEPS = {
    Word.TAKE: _take,
    Word.GIVE: _give,
    Word.NOTE: _note,
    Word.STATUS: _tell_status,
    Word.RECLASSIFY: _reclassify,
}

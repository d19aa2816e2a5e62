"""No machine's mail answers a question of ours, confirms, resets, reopens or is answered: each kind, each question."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailflow.decide.decision import CaseFile, Decision, State
from mailflow.model import Disposition, Pending, Sent, Status, Verdict, Waits
from mailflow.rule import Call
from tests.decide.test_decide import decided, incoming
from tests.making import COMPLETE, NOW, call, fields

MACHINES: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "auto-replied": ("", (("Auto-Submitted", "auto-replied"),)),
    "auto-generated": ("", (("AUTO-SUBMITTED", "Auto-Generated (reminder)"),)),
    "vacation": ("", (("X-Autoreply", "yes"),)),
    "precedence": ("", (("Precedence", "AUTO_REPLY"),)),
    "bulk": ("", (("Precedence", "bulk"),)),
    "null sender": ("", (("Return-Path", "<>"),)),
    "list": ("", (("List-Id", "<debt.lists.example.org>"), ("Precedence", "list"))),
    "bounce": ("MAILER-DAEMON@mx.example.org", (("Return-Path", "<>"), ("X-Failed-Recipients", "larry@example.org"))),
    "our own": ("info@interoccupy.example", ()),
    "our own with a tag": ("info+5@INTEROCCUPY.example", ()),
}
"""Who sends it (``""`` for the one who was asked), and the headers that give it away."""

LARRY = "larry@example.org"
OPEN = replace(call({key: COMPLETE[key] for key in COMPLETE if key != "backup"}), owner="ana@example.org")
OTHER = replace(OPEN, ref="IO-0002")
GONE = replace(call(), status=Status.WITHDRAWN)


def file(one: Call) -> CaseFile:
    """A call as the store shows it."""
    return CaseFile(
        ref=one.ref, kind="call", status=one.status, title="Debt", requester=LARRY, owner=one.owner, opened_by=1,
        revision="1", call=one,
    )  # fmt: skip


def waits(kind: Waits, **more: object) -> Pending:
    """Something that waits for Larry's answer."""
    case = None if kind is Waits.WHICH else "IO-0001"
    return Pending(
        waits=kind, actor="nate@example.org", mail_id=1, case=case, revision="1" if case else "", asked_at=NOW,
        ends_at=NOW + timedelta(days=1), number=7, **more,  # type: ignore[arg-type]
    )  # fmt: skip


NATE = fields({"backup": COMPLETE["backup"]})
QUESTIONS: dict[str, tuple[str, str, Call, Pending | None]] = {
    "values asked for": ("9. Nate K, nate@example.org", "values", OPEN, None),
    "confirm": ("yes", "confirm", OPEN, waits(Waits.ORDERS, orders=("IO-0001 cancel",))),
    "offered": ("yes", "confirm", OPEN, waits(Waits.VALUES, fields=NATE)),
    "which": ("IO-0001", "confirm", OPEN, waits(Waits.WHICH, fields=NATE, choices=("IO-0001", "IO-0002"))),
    "no": ("no", "confirm", OPEN, waits(Waits.VALUES, fields=NATE)),
    "reopen": ("reopen", "values", GONE, None),
    "cancel": ("cancel", "values", OPEN, None),
    "status": ("status", "values", OPEN, None),
    "unsubscribe": ("unsubscribe", "values", OPEN, None),
}
"""What a person would answer, what the mail asked for, and how the case stands."""


def answer(question: str, sender: str, headers: tuple[tuple[str, str], ...]) -> Decision:
    """What follows from this answer, with all the proof there can be."""
    said, purpose, held, pending = QUESTIONS[question]
    sent = Sent(
        number=7, case=held.ref, template="requester/x", to=LARRY, asked=("backup",), purpose=purpose,
        text="Who steps in if the facilitator cannot?\n9. Backup facilitator (name and email):\n", thread=7,
        sent_at=NOW - timedelta(hours=1),
    )  # fmt: skip
    one = incoming(
        said, sender=sender or LARRY, subject="Re: [IO-0001] x", headers=headers, to_call=held, answers=sent,
        verdict=Verdict.PASS, has_token=True,
    )  # fmt: skip
    state = State(
        case=held.ref, call=held, files={one.ref: file(one) for one in (held, OTHER)}, pending=pending,
        open_calls=(held,) if held is OPEN else (), next_number=3,
    )  # fmt: skip
    return decided(one, state)


def does_something(got: Decision) -> bool:
    """Whether anything but the record follows."""
    every = (got, *got.further)
    return any(
        one.call or one.settles or one.silences or one.opens or one.owner or one.colleagues
        or [event for event in one.events if event.after or event.before]
        or [reply for reply in one.replies if not reply.template.startswith("staff/")]
        for one in every
    )  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("machine", MACHINES)
def test_no_machine_answers_any_question(machine: str, question: str) -> None:
    """It is recorded; no value, no yes, no status and no mail to anybody outside comes of it (house rules)."""
    got = answer(question, *MACHINES[machine])

    assert Disposition.RECORDED is got.disposition
    assert not does_something(got)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_persons_same_answer_counts(question: str) -> None:
    """The same words do it when a person writes them: it is the sign of a machine that stops them."""
    assert does_something(answer(question, "", ()))

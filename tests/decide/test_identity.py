"""Who may do what: the table of least proof, one test for every row of it."""

import itertools
from dataclasses import replace
from typing import Any

import pytest

from mailflow.decide.calls import needs_proof
from mailflow.decide.decision import State
from mailflow.decide.identity import LEAST_PROOF, Act, Proof, Standing, Whose, people_of, proof, standing
from mailflow.model import Kind, Pending, Person, Sent, Status, Verdict, Waits
from mailflow.rule import Desk
from tests.decide.test_decide import COLLEAGUE, incoming
from tests.making import NOW, call

DESK = Desk(staff=("ana@example.org",), also={"ana@phone.example": "ana@example.org"})
HELD = call()
STATE = State(case="IO-0001", call=HELD)


@pytest.mark.parametrize(
    ("verdict", "has_token", "expected"),
    [
        (Verdict.NONE, False, Proof.ADDRESS),
        (Verdict.PASS, False, Proof.PASS),
        (Verdict.NONE, True, Proof.TOKEN),
        (Verdict.PASS, True, Proof.TOKEN),
        (Verdict.FAIL, False, Proof.NONE),
        (Verdict.FAIL, True, Proof.NONE),
    ],
)
def test_what_a_mail_proves(verdict: Verdict, has_token: bool, expected: Proof) -> None:
    """A token replaces a missing verdict, never a failed one (protocol 8.32)."""
    assert expected is proof(incoming("yes", verdict=verdict, has_token=has_token))


@pytest.mark.parametrize("header", ["auto-replied", "auto-generated", "Auto-Replied; x=y"])
def test_nothing_automatic_proves(header: str) -> None:
    """An automatic mail proves nothing, whatever token and verdict it carries."""
    one = incoming("yes", verdict=Verdict.PASS, has_token=True, headers=(("Auto-Submitted", header),))

    assert Kind.AUTO_REPLY is one.reading.kind
    assert Proof.NONE is proof(one)


def test_every_act_has_its_row() -> None:
    """The table names every act, and only acts for anybody are done by whoever writes."""
    assert set(Act) == set(LEAST_PROOF)
    assert [Act.ASK] == [act for act, least in LEAST_PROOF.items() if least.whose is Whose.ANYBODY]
    assert not any(Proof.NONE in least.proofs for least in LEAST_PROOF.values())


PROVEN = (Proof.PASS, Proof.TOKEN)
ROWS = {
    (Act.VALUES, "larry@example.org"): (Proof.ADDRESS, *PROVEN),
    (Act.CHANGE, "larry@example.org"): PROVEN,
    (Act.COMMAND, "ana@example.org"): PROVEN,
    (Act.COMMAND, "ana@phone.example"): PROVEN,
}


@pytest.mark.parametrize(("act", "sender"), ROWS)
@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("has_token", [False, True])
def test_the_right_person_needs_the_least_proof(act: Act, sender: str, verdict: Verdict, has_token: bool) -> None:
    """Who it belongs to may do it with the least proof, and is asked back below it."""
    one = incoming("x", sender=sender, verdict=verdict, has_token=has_token)
    expected = Standing.ALLOWED if proof(one) in ROWS[act, sender] else Standing.UNPROVEN

    assert expected is standing(act, one, STATE, DESK, HELD)


@pytest.mark.parametrize(
    ("act", "sender"),
    [
        *itertools.product((Act.VALUES, Act.CHANGE), ("mallory@example.net", "ana@example.org", "larry@example.com")),
        *itertools.product((Act.COMMAND,), ("mallory@example.net", "larry@example.org")),
        *itertools.product((Act.CONFIRM,), ("mallory@example.net", "larry@example.org", "ana@example.org")),
    ],
)
@pytest.mark.parametrize("verdict", Verdict)
def test_nobody_else_may_whatever_he_proves(act: Act, sender: str, verdict: Verdict) -> None:
    """A pass for another address is a pass for another address; no proof makes a stranger somebody."""
    assert Standing.STRANGER is standing(act, incoming("x", sender=sender, verdict=verdict), STATE, DESK, HELD)


def test_a_token_of_another_case_proves_nothing_here() -> None:
    """A token is bound to its case: it gives no rights over another one."""
    other = call(ref="IO-0002", more={})
    one = incoming("x", sender="colleague@example.com", answers=COLLEAGUE, has_token=True)

    assert Standing.ALLOWED is standing(Act.VALUES, one, STATE, DESK, HELD)
    assert Standing.STRANGER is standing(Act.VALUES, one, State(case="IO-0002", call=other), DESK, other)


def test_colleagues_give_values_and_change_nothing_more() -> None:
    """Whom the contact put in Cc on the call's thread may answer at once, and may not cancel (protocol 8.35)."""
    state = State(case="IO-0001", call=HELD, colleagues=frozenset({"joe@example.net"}))
    one = incoming("x", sender="joe@example.net", verdict=Verdict.PASS)

    assert Standing.ALLOWED is standing(Act.VALUES, one, state, DESK, HELD)
    assert Standing.STRANGER is standing(Act.CHANGE, one, state, DESK, HELD)
    elsewhere = call(ref="IO-0002")
    assert Standing.STRANGER is standing(Act.VALUES, one, state, DESK, elsewhere)


@pytest.mark.parametrize(
    ("body", "known", "status", "is_needed"),
    [
        pytest.param("9. Bo, bo@example.net", {"backup": ()}, Status.INCOMPLETE, False, id="a-person-where-none-was"),
        pytest.param("8. Tammy, tammy@example.org", {"facilitator": (Person("Tammy"),)}, Status.INCOMPLETE, False,
                     id="a-way-to-reach-who-is-named"),
        pytest.param("6. 9pm", {}, Status.INCOMPLETE, False, id="an-hour"),
        pytest.param("8. Eve, eve@example.net", {}, Status.INCOMPLETE, True, id="somebody-else-in-a-role"),
        pytest.param("3. Contact: Eve, eve@example.net", {}, Status.INCOMPLETE, True, id="another-contact"),
        pytest.param("6. 9pm", {}, Status.REVIEW, True, id="a-complete-call"),
        pytest.param("thanks", {}, Status.REVIEW, False, id="nothing-new"),
        pytest.param("thanks", {}, Status.WITHDRAWN, True, id="a-withdrawn-call"),
    ],
)  # fmt: skip
def test_what_replaces_somebody_needs_proof(body: str, known: dict[str, Any], status: Status, is_needed: bool) -> None:
    """An address is enough to add what was asked for; not to replace somebody, nor once a call is complete."""
    held = replace(call(more=known), status=status)
    one = incoming(body, subject="Re: [IO-0001] x", to_call=held)

    assert is_needed is needs_proof(held, one)


def test_naming_somebody_gives_rights_over_that_call_only() -> None:
    """A role holder of one call is a stranger to every other."""
    named = call(more={"backup": (Person("Mo", "mo@example.org"),)}, ref="IO-0001")
    other = call(ref="IO-0002")
    one = incoming("x", sender="mo@example.org", verdict=Verdict.PASS)

    assert "mo@example.org" in people_of(named)
    assert Standing.ALLOWED is standing(Act.CHANGE, one, State(case="IO-0001", call=named), DESK, named)
    assert Standing.STRANGER is standing(Act.CHANGE, one, State(case="IO-0002", call=other), DESK, other)


@pytest.mark.parametrize(
    ("sender", "verdict", "has_token", "expected"),
    [
        ("ana@example.org", Verdict.NONE, True, Standing.ALLOWED),
        ("ana@phone.example", Verdict.PASS, False, Standing.ALLOWED),
        ("ana@example.org", Verdict.NONE, False, Standing.UNPROVEN),
        ("ana@example.org", Verdict.FAIL, True, Standing.UNPROVEN),
        ("bo@example.org", Verdict.PASS, False, Standing.STRANGER),
    ],
)
def test_only_who_was_asked_can_say_yes(sender: str, verdict: Verdict, has_token: bool, expected: Standing) -> None:
    """A yes counts from the person who was asked, proven; in nobody else's mouth."""
    asked = Sent(
        number=3, case=None, template="requester/confirm", to="ana@example.org", asked=(), text="", purpose="confirm"
    )
    waiting = Pending(
        waits=Waits.ORDERS, actor="ana@example.org", mail_id=1, case=None, revision="", asked_at=NOW, ends_at=NOW
    )
    one = incoming("yes", sender=sender, verdict=verdict, has_token=has_token, answers=asked)

    assert expected is standing(Act.CONFIRM, one, State(pending=waiting), DESK)
    assert Standing.STRANGER is standing(Act.CONFIRM, one, State(), DESK)

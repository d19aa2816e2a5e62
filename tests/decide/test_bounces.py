"""Mails of ours that came back: what is marked, who is told, and what a forged notice cannot do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailflow.decide.bounces import is_about_address
from mailflow.decide.decide import decide
from mailflow.decide.decision import Decision, Incoming, State
from mailflow.model import Address, Disposition, Kind, Reading, Sent, Verdict
from mailflow.read.adapter import message
from mailflow.rule import Call
from tests.decide.test_decide import DESK, RULES, decided, incoming, mails
from tests.making import COMPLETE, NOW, call

OLD = "larry@old.example"
TOKEN = "42-mzxw6ytboi4dgnzqmrsw"
SENT = Sent(
    number=42, case="IO-0001", template="requester/incomplete", to=OLD, asked=("tech",), thread=42,
    text=f"Reply to info+{TOKEN}@interoccupy.example\n10. Maestro tech supporter:\n", subject="[IO-0001] one thing",
    sent_at=NOW - timedelta(hours=1),
)  # fmt: skip
CALL = replace(call({key: COMPLETE[key] for key in COMPLETE if key != "tech"}), requester=OLD, owner="bo@example.org")
MAIL = message.parse(b"From: MAILER-DAEMON@mx.old.example\r\nSubject: Undelivered\r\n\r\n550 no such user\r\n")


def bounce(
    sent: Sent | None = SENT,
    *,
    failed: tuple[str, ...] = (OLD,),
    is_delay: bool = False,
    verdict: Verdict = Verdict.NONE,
    known: Call | None = CALL,
    failing: frozenset[str] = frozenset(),
    absent: frozenset[str] = frozenset(),
) -> Decision:
    """What follows from this notice."""
    reading = Reading(kind=Kind.BOUNCE, why="a notice", failed=failed, is_delay=is_delay)
    incoming = Incoming(mail_id=1, message=MAIL, reading=reading, received_at=NOW, answers=sent, verdict=verdict)
    state = State(case=known.ref if known else None, call=known, failing=failing, absent=absent)
    return decide(incoming, state, DESK, RULES, NOW)


def templates(decision: Decision) -> list[tuple[str, str]]:
    """Template and receiver of every mail."""
    return [(one.template, one.to.email) for one in decision.replies]


def test_a_hard_bounce_marks_tells_and_tries_the_other_address() -> None:
    """The address is marked, its owner hears, and the contact's other address gets the same text (case 51)."""
    got = bounce()

    assert got.marks == (OLD, "the mail came back from mailer-daemon@mx.old.example")
    assert [("staff/undelivered", "bo@example.org"), ("requester/again", "larry@example.org")] == templates(got)
    told, again = got.replies
    assert "larry@example.org" == told.facts["again"]
    assert ("IO-0001", ("tech",), "again:42", False) == (again.case, again.asked, again.key, again.automatic)
    assert TOKEN not in str(again.facts), "a token proves who got it, and this is somebody else's mailbox"
    assert "10. Maestro tech supporter:" in str(again.facts["text"])


def test_the_contacts_mail_goes_to_the_requester() -> None:
    """The other way round, too."""
    got = bounce(replace(SENT, to="larry@example.org"), failed=("larry@example.org",))

    assert ("requester/again", OLD) in templates(got)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"to": "tammy@example.org"}, id="a-role-holder's"),
        pytest.param({"purpose": "confirm"}, id="for-one-person-alone"),
        pytest.param({"template": "requester/again"}, id="sent-again-before"),
        pytest.param({"template": "staff/card"}, id="for-staff"),
    ],
)
def test_only_a_text_for_the_contact_goes_again(changed: dict[str, str]) -> None:
    """What one person may answer, or was sent again already, goes to nobody else; the address is marked."""
    sent = replace(SENT, **changed)  # type: ignore[arg-type]
    got = bounce(sent, failed=(sent.to,))

    assert ["staff/undelivered"] == [template for template, _to in templates(got)]
    assert got.marks


def test_an_address_that_fails_too_is_not_tried() -> None:
    """Two dead addresses do not play ball."""
    assert ["staff/undelivered"] == [name for name, _ in templates(bounce(failing=frozenset({"larry@example.org"})))]


@pytest.mark.parametrize(
    "notice",
    [
        pytest.param(bounce(failed=("somebody@else.example",)), id="another-address"),
        pytest.param(bounce(failed=()), id="no-address"),
        pytest.param(bounce(verdict=Verdict.FAIL), id="forged"),
        pytest.param(bounce(replace(SENT, sent_at=NOW - timedelta(days=8))), id="long-ago"),
        pytest.param(bounce(replace(SENT, sent_at=None)), id="never-sent"),
        pytest.param(bounce(replace(SENT, sent_at=NOW + timedelta(hours=1))), id="sent-later"),
    ],
)
def test_a_notice_that_is_not_sure_marks_nothing(notice: Decision) -> None:
    """Only what we really sent to that very address within the last days counts; staff are told in any case."""
    assert notice.marks is None
    assert [("staff/undelivered", "bo@example.org")] == templates(notice)
    assert notice.call is None
    assert all(one.after is None for one in notice.events)


def test_a_delay_marks_nothing_and_tells_nobody() -> None:
    """Mail that only waits is no bounce (case 51)."""
    got = bounce(is_delay=True)

    assert (None, (), Disposition.RECORDED) == (got.marks, got.replies, got.disposition)


def test_a_notice_about_no_mail_of_ours_is_told_once_a_day() -> None:
    """It marks nothing, whatever it names (protocol 8.38)."""
    got = bounce(None, known=None)

    assert (None, [("staff/bounce", "ana@example.org")]) == (got.marks, templates(got))
    assert "bounce:2027-03-02" == got.replies[0].key


CARD = replace(SENT, to="ana@example.org", template="staff/card", purpose="card")


def test_a_card_that_comes_back_goes_to_the_next_of_the_staff() -> None:
    """Nothing is dropped because one volunteer's mailbox is gone: the next one gets the card in their place."""
    got = bounce(CARD, failed=("ana@example.org",))

    assert ("ana@example.org", "the mail came back from mailer-daemon@mx.old.example") == got.marks
    assert [("staff/again", "bo@example.org")] == templates(got)
    assert TOKEN not in str(got.replies[0].facts)


def test_when_nobody_of_the_staff_is_left_it_is_recorded() -> None:
    """Two dead addresses of the staff do not tell one another for ever; a notice of another address marks nothing."""
    last = bounce(CARD, failed=("ana@example.org",), absent=frozenset({"bo@example.org"}))
    other = bounce(CARD, failed=("bo@example.org",))

    assert ("ana@example.org", ()) == ((last.marks or ("",))[0], last.replies)
    assert (None, ()) == (other.marks, other.replies)


def test_cards_go_to_who_can_be_reached() -> None:
    """Whoever our mail does not reach gets no new case, nor what concerns his old ones."""
    asked = incoming("Who are you?", subject="hello")

    assert ("staff/question", "bo@example.org") in mails(decided(asked, State(absent=frozenset({"ana@example.org"}))))
    assert ("staff/question", "ana@example.org") in mails(decided(asked, State(absent=frozenset(DESK.staff))))


@pytest.mark.parametrize(
    ("answer", "is_bad"),
    [
        ("550 5.1.1 User unknown", True),
        ("550 No such user here", True),
        ("553 5.1.3 bad address", True),
        ("550 5.2.1 mailbox disabled", True),
        ("552 5.2.2 mailbox full", False),
        ("552 too much mail data", False),
        ("554 5.7.1 looks like spam", False),
        ("550 5.7.1 refused by policy", False),
        ("450 4.2.1 later", False),
        ("0 a line of this mail is too long", False),
        ("", False),
    ],
)
def test_which_refusals_speak_of_the_address(answer: str, is_bad: bool) -> None:
    """An unknown or disabled mailbox; never a full one, a large mail, a policy or trouble of ours (RFC 3463)."""
    assert is_bad is is_about_address(answer)


def test_the_mail_again_names_who_it_is_to() -> None:
    """It goes to the bare address: the name beside the failed one may be another person's."""
    assert Address("", "larry@example.org") == bounce().replies[1].to

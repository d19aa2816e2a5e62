"""The ladder: what follows from one mail. Deciding never raises, and is the same each time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow import pack
from mailflow.decide.calls import judge
from mailflow.decide.decide import decide
from mailflow.decide.decision import Decision, Incoming, RuleBroken, State
from mailflow.decide.facts import first_name, unread
from mailflow.decide.limits import CAP_WITH_CASE, CAP_WITHOUT_CASE
from mailflow.model import Context, Disposition, Document, Finding, Kind, Person, Sent, Status, Verdict
from mailflow.read.adapter import message
from mailflow.read.reading import read
from mailflow.rule import Call, Desk, Warn
from tests.making import COMPLETE, NOW, call, fields, unclear

RULES = pack.load().rules
DESK = Desk(staff=("ana@example.org", "bo@example.org"), ours=frozenset({"info@interoccupy.example"}))
FORM = "1. Call title: Rent strike\n2. Group or occupation: Occupy Oakland\n4. Purpose: Compare notes\n"
REST = (
    "5. Date: Thursday 18 March 2027\n6. Start time: 8pm\n7. Time zone: Pacific\n8. Facilitator: me\n"
    "9. Backup facilitator: Bo, bo@example.net\n10. Maestro tech supporter: NEED HELP\n"
)


def incoming(
    body: str,
    *,
    sender: str = "Larry Swetman <larry@example.org>",
    subject: str = "Call request",
    verdict: Verdict = Verdict.NONE,
    to_call: Call | None = None,
    answers: Sent | None = None,
    has_token: bool = False,
    headers: tuple[tuple[str, str], ...] = (),
) -> Incoming:
    """A mail, read as the pipe reads it."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = "info@interoccupy.example"
    mail["Subject"] = subject
    mail["Date"] = NOW
    mail["Message-ID"] = "<one@example.org>"
    for name, value in headers:
        mail[name] = value
    mail.set_content(body)
    parsed = message.parse(mail.as_bytes())
    context = Context(
        received_at=NOW,
        ours=frozenset({"info@interoccupy.example"}),
        staff=frozenset(DESK.staff),
        known=to_call.fields if to_call else {},
        case=to_call.ref if to_call else None,
        answers=answers.text if answers else "",
        asked=answers.asked if answers else (),
    )
    reading = read(parsed, context, mail.as_bytes())
    return Incoming(
        mail_id=1,
        message=parsed,
        reading=reading,
        received_at=NOW,
        verdict=verdict,
        answers=answers,
        has_token=has_token,
    )


def decided(one: Incoming, state: State | None = None) -> Decision:
    """Decide with the shipped rules."""
    return decide(one, state or State(), DESK, RULES, NOW)


def mails(decision: Decision) -> list[tuple[str, str]]:
    """Template and receiver of every mail that would go."""
    return [(one.template, one.to.email) for one in decision.replies]


def test_an_incomplete_request_makes_a_case_and_asks() -> None:
    """One mail to the requester asks for what is missing; staff get no card yet."""
    got = decided(incoming(FORM))

    assert [("requester/incomplete", "larry@example.org")] == mails(got)
    assert got.opens
    assert ("IO-0001", "call") == (got.opens.ref, got.opens.kind)
    assert got.call
    assert Status.INCOMPLETE is got.call.status
    assert ("date", "time", "tz", "facilitator", "backup", "tech") == got.replies[0].asked


def test_a_complete_request_goes_to_review_with_one_card() -> None:
    """The requester hears that nothing is missing; one of the staff gets the card."""
    got = decided(incoming(FORM + REST))

    assert [("requester/complete", "larry@example.org"), ("staff/card", "ana@example.org")] == mails(got)
    assert got.call
    assert Status.REVIEW is got.call.status


def test_the_card_goes_to_who_has_the_fewest() -> None:
    """The owner is who has the fewest open cards, ties by the order of the settings (protocol 8.8)."""
    got = decided(incoming(FORM + REST), State(open_cards={"ana@example.org": 2, "bo@example.org": 1}))

    assert ("staff/card", "bo@example.org") == mails(got)[-1]


def test_an_emergency_reaches_all_of_the_staff_at_once() -> None:
    """Even an incomplete emergency makes a card for each of the staff, before the answer (protocol N8, 8.8)."""
    got = decided(incoming(FORM + "21. Emergency: yes - eviction on Friday\n"))

    assert {("staff/card", "ana@example.org"), ("staff/card", "bo@example.org")} <= set(mails(got))


def test_an_answer_completes_the_call() -> None:
    """Values from the requester merge into the call; nothing is missing any more."""
    held = replace(call({key: COMPLETE[key] for key in COMPLETE if key != "backup"}), owner="bo@example.org")
    got = decided(
        incoming("9. Nate K, nate@example.org", subject="Re: [IO-0001] x", to_call=held),
        State(case="IO-0001", call=held, open_calls=(held,)),
    )

    assert [("requester/complete", "larry@example.org"), ("staff/card", "bo@example.org")] == mails(got)
    assert got.call
    assert (Person("Nate K", "nate@example.org"),) == got.call.persons("backup")
    assert got.opens is None


def test_a_name_alone_is_asked_for_a_way_to_reach_it() -> None:
    """A person by name alone stands in the fields, and the call stays incomplete (protocol 8.21)."""
    held = call({key: COMPLETE[key] for key in COMPLETE if key != "backup"})
    got = decided(
        incoming("9. Backup facilitator: Nate", subject="Re: [IO-0001] x", to_call=held),
        State(case="IO-0001", call=held),
    )

    assert [("requester/still_incomplete", "larry@example.org")] == mails(got)
    assert got.call
    assert (Person("Nate"),) == got.call.persons("backup")
    assert ("backup",) == got.replies[0].asked


def test_a_stranger_changes_nothing() -> None:
    """Values from somebody else go to staff and the contact; the answer tells nothing of the case (protocol 8.39)."""
    held = call({key: COMPLETE[key] for key in COMPLETE if key != "backup"})
    got = decided(
        incoming("9. Mallory, m@example.com", sender="m@example.com", subject="Re: [IO-0001] x", to_call=held),
        State(case="IO-0001", call=held),
    )

    assert [("requester/question", "m@example.com"), ("staff/question", "ana@example.org")] == mails(got)
    assert got.call is None
    assert "Q-0001" == got.case == got.replies[0].case == got.replies[0].facts["ref"]


COLLEAGUE = Sent(
    number=7, case="IO-0001", template="requester/incomplete", to="colleague@example.com", asked=("backup",), text=""
)


@pytest.mark.parametrize(
    ("verdict", "has_token", "changes"),
    [
        pytest.param(Verdict.NONE, True, True, id="a-token-of-his-own"),
        pytest.param(Verdict.FAIL, True, False, id="a-token-replaces-no-failed-verdict"),
        pytest.param(Verdict.FAIL, False, False, id="failed"),
        pytest.param(Verdict.PASS, False, False, id="a-pass-for-another-address"),
    ],
)
def test_what_a_token_and_a_verdict_prove(verdict: Verdict, has_token: bool, changes: bool) -> None:
    """A token given to the sender lets values in; a failed verdict never does (protocol 8.32)."""
    held = call({key: COMPLETE[key] for key in COMPLETE if key != "backup"})
    one = incoming(
        "9. Nate, nate@example.com", sender="colleague@example.com", subject="Re: [IO-0001] x", to_call=held,
        verdict=verdict, has_token=has_token, answers=COLLEAGUE if has_token else None,
    )  # fmt: skip

    assert changes is (decided(one, State(case="IO-0001", call=held)).call is not None)


def test_a_failed_verdict_gets_no_answer() -> None:
    """A request whose authentication failed reaches staff only (protocol 8.34)."""
    got = decided(incoming(FORM, verdict=Verdict.FAIL))

    assert [("staff/question", "ana@example.org")] == mails(got)
    assert got.call is None


def test_thanks_get_no_mail() -> None:
    """Thanks are recorded, and that is all (protocol, case 56)."""
    held = call()
    got = decided(
        incoming("Thanks so much!", subject="Re: [IO-0001] x", to_call=held), State(case="IO-0001", call=held)
    )

    assert [] == mails(got)
    assert Disposition.RECORDED is got.disposition


def test_the_same_request_again_keeps_one_case() -> None:
    """The same words under another id: we have it already (protocol, case 27)."""
    first = decided(incoming(FORM)).call
    assert first
    got = decided(incoming(FORM), State(open_calls=(first,), next_number=2))

    assert [("requester/duplicate", "larry@example.org")] == mails(got)
    assert got.opens is None
    assert "IO-0001" == got.case


def test_a_differing_resend_is_an_update() -> None:
    """The same title and day with more in it updates the case."""
    first = decided(incoming(FORM + REST.replace("9. Backup facilitator: Bo, bo@example.net\n", ""))).call
    assert first
    got = decided(incoming(FORM + REST), State(open_calls=(first,), next_number=2))

    assert got.opens is None
    assert ("requester/complete", "larry@example.org") == mails(got)[0]


def test_another_call_of_the_same_person_is_another_case() -> None:
    """A request with another title is a new call."""
    first = decided(incoming(FORM)).call
    assert first
    got = decided(incoming(FORM.replace("Rent strike", "Debt")), State(open_calls=(first,), next_number=2))

    assert got.opens
    assert "IO-0002" == got.opens.ref


@pytest.mark.parametrize(
    ("headers", "sender", "kind"),
    [
        pytest.param((("Auto-Submitted", "auto-replied"),), "t@example.org", Kind.AUTO_REPLY, id="vacation"),
        pytest.param((("List-Id", "<x.example.org>"),), "t@example.org", Kind.LIST_MAIL, id="list"),
        pytest.param((), "info@interoccupy.example", Kind.OWN, id="own"),
    ],
)
def test_machines_are_never_answered(headers: tuple[tuple[str, str], ...], sender: str, kind: Kind) -> None:
    """Whatever a machine's mail holds, it is recorded and nobody is written to."""
    one = incoming(FORM + REST, sender=sender, headers=headers)

    got = decided(one)

    assert kind is one.reading.kind
    assert [] == mails(got)
    assert Disposition.RECORDED is got.disposition


@pytest.mark.parametrize("count", range(5))
def test_an_address_without_a_case_gets_three_answers_a_day(count: int) -> None:
    """The third says that it is the last; the fourth is not written, and staff hear instead (protocol 8.4)."""
    got = decided(incoming("Who are you?", subject="hello"), State(answers_today=count))

    answers = [one for one in got.replies if one.template == "requester/question"]
    assert (count < CAP_WITHOUT_CASE) is bool(answers)
    assert [count == CAP_WITHOUT_CASE - 1] * len(answers) == [one.facts["is_last_today"] for one in answers]
    assert (count >= CAP_WITHOUT_CASE) is ("staff/capped" in [one.template for one in got.replies])


def test_a_call_gets_ten_answers_a_day_and_its_values_still_count() -> None:
    """Over the cap nothing is lost: the values merge, only the answer is held back."""
    held = call({key: COMPLETE[key] for key in COMPLETE if key != "backup"})
    one = incoming("9. Nate K, nate@example.org", subject="Re: [IO-0001] x", to_call=held)
    got = decided(one, State(case="IO-0001", call=held, answers_today=CAP_WITH_CASE))

    assert got.call
    assert Status.REVIEW is got.call.status
    assert "larry@example.org" not in [one.to.email for one in got.replies]


def test_staff_are_never_capped() -> None:
    """One of the staff, proven, is answered like the first time; unproven he counts as a stranger (protocol 8.4)."""
    one = incoming("Who?", sender="bo@example.org", subject="hello", verdict=Verdict.PASS)
    got = decided(one, State(answers_today=50))
    unproven = decided(replace(one, verdict=Verdict.NONE), State(answers_today=50))

    assert ("requester/question", "bo@example.org") in mails(got)
    assert ("requester/question", "bo@example.org") not in mails(unproven)


def test_an_unclear_value_replaces_nothing_silently() -> None:
    """A certain value and newer unclear words make a question."""
    held = call()
    one = incoming("6. around 8 or 9pm", subject="Re: [IO-0001] x", to_call=held)
    got = decided(one, State(case="IO-0001", call=held))

    assert got.call
    assert "time" in got.call.unclear
    assert "time" not in got.call.fields
    assert Status.INCOMPLETE is got.call.status


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Larry Swetman", "Larry"),
        ("Swetman, Larry", "Larry"),
        ('"Larry"', "Larry"),
        ("larry@example.org", ""),
        ("Occupy Tulsa", ""),
        ("Debt list via Groups", ""),
        ("Dr. Jones", ""),
        ("", ""),
        ("Ana María", "Ana"),
        ("user42", ""),
    ],
)
def test_greetings_use_a_first_name_or_none(said: str, expected: str) -> None:
    """A group, a role or an address is never greeted by a name."""
    assert expected == first_name(said)


TEXTS = st.lists(
    st.sampled_from(
        [
            "Thanks!",
            "no",
            "yes",
            "9. Nate",
            "cancel",
            ">",
            "> 1. Call title: x",
            "",
            *FORM.splitlines(),
            *REST.splitlines(),
        ]
    )
    | st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=40),
    max_size=12,
).map("\n".join)


@settings(max_examples=150, deadline=None)
@given(
    TEXTS,
    st.sampled_from(["Call request", "Re: [IO-0001] x", "thanks", "form", "", "Notes", "[Q-0007] hm"]),
    st.sampled_from(["larry@example.org", "m@example.com", "ana@example.org"]),
    st.sampled_from(list(Verdict)),
    st.booleans(),
    st.integers(0, 12),
)
def test_deciding_never_raises_and_repeats_equal(
    body: str, subject: str, sender: str, verdict: Verdict, has_call: bool, answers_today: int
) -> None:
    """The same mail, state and time give the same decision, whatever the mail holds."""
    held = replace(call({"title": "Rent strike"}), unclear={"time": unclear("time", "8", "morning or evening")})
    one = incoming(body, subject=subject, sender=sender, verdict=verdict, to_call=held if has_call else None)
    state = State(
        case=held.ref if has_call else None,
        call=held if has_call else None,
        open_calls=(held,),
        answers_today=answers_today,
        next_number=2,
    )

    first = decided(one, state)

    assert first == decided(one, state)
    outside = [reply.to.email for reply in first.replies if reply.to.email not in DESK.staff]
    assert len(outside) == len(set(outside)), "nobody gets two mails for one"
    if verdict is Verdict.FAIL or one.reading.kind.is_automatic:
        assert {reply.to.email for reply in first.replies} <= set(DESK.staff)
    if first.call:
        assert not set(first.call.fields) & set(first.call.unclear)


def test_moving_the_day_earlier_counts_the_notice_anew() -> None:
    """Lead time restarts only when the requester moves the day earlier (protocol N7)."""
    early = datetime(2027, 2, 1, tzinfo=UTC)
    held = replace(call(), asked_at=early, fields=fields({**COMPLETE, "date": "2027-03-18"}))
    state = State(case="IO-0001", call=held)

    sooner = decided(incoming("5. Friday 5 March 2027", subject="Re: [IO-0001] x", to_call=held), state).call
    later = decided(incoming("5. Thursday 25 March 2027", subject="Re: [IO-0001] x", to_call=held), state).call

    assert sooner
    assert later
    assert NOW == sooner.asked_at
    assert early == later.asked_at
    assert NOW - early > timedelta(days=7)


@pytest.mark.parametrize("subject", ["", "form please", "Call request"])
def test_a_mail_whose_text_was_not_read_is_shown_to_a_person(subject: str) -> None:
    """A page that shows only a picture is no empty mail, whatever its subject says: no form is sent."""
    raw = f"From: larry@example.org\nSubject: {subject}\nContent-Type: text/html\n\n<p><img src=x></p>".encode()
    parsed = message.parse(raw)
    one = Incoming(mail_id=1, message=parsed, reading=read(parsed, Context(received_at=NOW), raw), received_at=NOW)

    got = decided(one)

    assert Disposition.UNREADABLE is got.disposition
    assert [("requester/unreadable", "larry@example.org"), ("staff/question", "ana@example.org")] == mails(got)


LOCKED = "The file form.pdf is protected by a password."


def attached(subject: str) -> Incoming:
    """A mail without words that brings a file which cannot be read."""
    mail = EmailMessage()
    mail["From"] = "larry@example.org"
    mail["To"] = "info@interoccupy.example"
    mail["Subject"] = subject
    mail.set_content("")
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="form.pdf")
    document = Document(name="form.pdf", media_type="application/pdf", problem=LOCKED)
    parsed = replace(message.parse(mail.as_bytes()), documents=(document,))
    reading = read(parsed, Context(received_at=NOW), mail.as_bytes())
    return Incoming(mail_id=1, message=parsed, reading=reading, received_at=NOW)


def test_a_mail_whose_words_are_in_an_attachment_is_asked_for_its_text() -> None:
    """It is no wish for the form: the sender is asked to paste the text, and a person sees it (protocol, case 23)."""
    got = decided(attached("from Larry"))

    assert [("requester/unreadable", "larry@example.org"), ("staff/question", "ana@example.org")] == mails(got)
    assert Disposition.UNREADABLE is got.disposition
    assert [LOCKED] == got.replies[1].facts["problems"]


def test_a_request_in_an_unreadable_file_is_asked_line_by_line() -> None:
    """Where the subject asks for a call, the answer asks for its lines and says why the file did not count."""
    got = decided(attached("Call request"))

    assert [("requester/incomplete", "larry@example.org")] == mails(got)
    assert [LOCKED] == got.replies[0].facts["unread"]


def test_a_logo_beside_a_letter_is_not_asked_about() -> None:
    """Where the mail speaks for itself, a file that cannot be read is no reason to ask."""
    incoming = attached("Call request")
    long = replace(incoming.reading, own_text="word " * 40)

    assert [] == unread(replace(incoming, reading=long))


def test_the_contact_hears_when_somebody_else_completed_the_call() -> None:
    """A role holder gives the last answer: he is answered, and the contact is told that nothing is missing."""
    held = replace(call({key: COMPLETE[key] for key in COMPLETE if key != "tech"}), owner="bo@example.org")
    one = incoming("10. NEED HELP", sender="Nate K <nate@example.org>", subject="Re: [IO-0001] x", to_call=held)

    got = decided(one, State(case="IO-0001", call=held))

    assert [
        ("requester/complete", "nate@example.org"),
        ("requester/complete", "larry@example.org"),
        ("staff/card", "bo@example.org"),
    ] == mails(got)
    assert "Larry" == got.replies[1].facts["first_name"]


def test_urgent_in_the_subject_alerts_all_of_the_staff() -> None:
    """A request whose subject says urgent reaches everybody at once, though line 21 is blank (protocol N8, E5)."""
    got = decided(incoming(FORM, subject="URGENT call request"))

    assert [("staff/card", "ana@example.org"), ("staff/card", "bo@example.org")] == [
        one for one in mails(got) if one[0] == "staff/card"
    ]


def test_urgent_in_the_subject_is_no_emergency_where_the_form_says_no() -> None:
    """The form's own no wins over the subject."""
    got = decided(incoming(FORM + "21. Emergency: no\n", subject="URGENT call request"))

    assert "staff/card" not in [template for template, _to in mails(got)]


def test_urgent_in_the_subject_marks_the_card_until_the_requester_says_no() -> None:
    """The claim is kept in the case: a later answer without a word of it changes nothing, a no takes it back."""
    opened = decided(incoming(FORM, subject="URGENT call request")).call
    assert opened

    later, denied = (
        decided(incoming(said, subject="Re: [IO-0001] x", to_call=opened), State(case="IO-0001", call=opened)).call
        for said in ("11. 60 minutes", "21. Emergency: no")
    )

    assert later
    assert denied
    assert (True, True, False) == (opened.is_emergency, later.is_emergency, denied.is_emergency)


def test_why_it_is_an_emergency_reaches_all_of_the_staff() -> None:
    """Who claimed an emergency in the subject and says why in an answer alarms everybody once more."""
    opened = decided(incoming(FORM, subject="URGENT call request")).call
    one = incoming("21. yes its an emergency, people are in jail", subject="Re: [IO-0001] x", to_call=opened)

    got = decided(one, State(case="IO-0001", call=opened))

    cards = [reply for reply in got.replies if reply.template == "staff/card"]
    assert ["ana@example.org", "bo@example.org"] == [card.to.email for card in cards]
    assert "its an emergency, people are in jail" == cards[0].facts["emergency_reason"]


def test_an_urgent_question_reaches_all_of_the_staff() -> None:
    """A question whose subject says urgent is everybody's (protocol, case 38)."""
    got = decided(incoming("My PIN does not work, the call is on now.", subject="URGENT PIN not working"))

    assert {"ana@example.org", "bo@example.org"} == {to for template, to in mails(got) if template == "staff/question"}


def test_a_rule_that_finds_one_thing_twice_is_named() -> None:
    """Two findings of one identity would be lost in the store: the rule is told by its name before that."""

    def twice(call: Call, desk: Desk, now: datetime) -> Iterator[Finding]:  # noqa: ARG001 - every rule takes the same
        yield from (Warn("tech"), Warn("tech"))

    with pytest.raises(RuleBroken, match="two_jobs found 'tech' twice"):
        judge(call(), Desk(), [("two_jobs", twice)], NOW)


def test_one_person_without_an_address_in_two_roles_is_asked_for_and_warned_of() -> None:
    """Somebody who facilitates and does the tech, by name alone, is found by both sentences of the rule."""
    sam = (Person("Sam"),)
    found = judge(call(more={"facilitator": sam, "tech": sam}), Desk(), pack.load().rules, NOW)

    assert ["facilitator", "tech", "two-jobs"] == sorted(one.key for one in found if one.rule == "required_roles")

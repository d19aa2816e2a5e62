"""How much is answered, and to whom: each limit holds at its number and not before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow import pack
from mailflow.decide import limits
from mailflow.decide.decide import decide
from mailflow.decide.decision import Decision, State
from mailflow.decide.limits import HOUR, MAX_CARDS, MAX_CARDS_OF_DOMAIN, Pace, Reach, domain_of, own_words
from mailflow.model import Address, Attachment, Disposition, Reply, Sent, Verdict
from tests.decide.test_decide import DESK, FORM, REST, decided, incoming, mails
from tests.making import COMPLETE, NOW, call

RULES = pack.load().rules
ANA = "ana@example.org"
QUESTION = "Who are you, and where?"
ASKED = Sent(
    number=7, case="IO-0001", template="requester/incomplete", to="larry@example.org", asked=("backup",),
    text="Who steps in if the facilitator cannot?\n9. Backup facilitator (name and email):\n", thread=3,
)  # fmt: skip


# -- caps --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "left"),
    [
        pytest.param(State(answers_today=2), 1, id="a-stranger's-last"),
        pytest.param(State(answers_today=3), 0, id="a-stranger's-end"),
        pytest.param(State(answers_today=8, open_calls=(call(),)), 2, id="with-a-case"),
        pytest.param(State(answers_today=10, open_calls=(call(),)), 0, id="with-a-case-to-the-end"),
        pytest.param(State(thread_answers=9), 1, id="the-thread's-last"),
        pytest.param(State(thread_answers=10), 0, id="the-thread's-end"),
    ],
)
def test_answers_end_at_their_cap_and_the_last_one_says_so(state: State, left: int) -> None:
    """3 a day without a case, 10 with one, 10 a thread; the last one says so, and staff hear once when it is over."""
    got = decided(incoming(QUESTION), state)
    answers = [one for one in got.replies if one.automatic]

    assert [left == 1] * bool(left) == [one.facts["is_last_today"] for one in answers]
    assert (left == 0) is ("staff/capped" in [one.template for one in got.replies])


def test_a_case_is_answered_ten_times_a_day_whoever_writes() -> None:
    """The count is the case's, whatever address the sender writes from (protocol, case 52)."""
    held = call({key: COMPLETE[key] for key in COMPLETE if key != "backup"})
    one = incoming("9. Nate K, nate@example.org", subject="Re: [IO-0001] x", to_call=held)
    got = decided(one, State(case="IO-0001", call=held, open_calls=(held,), case_answers={"IO-0001": 10}))

    assert "requester/complete" not in [template for template, _to in mails(got)]
    told = [one for one in got.replies if one.template == "staff/capped"]
    assert [("thread", "capped:IO-0001:2027-03-02")] == [(one.facts["of"], one.key) for one in told]
    assert got.call
    assert got.call.persons("backup"), "the value itself counts"


def test_a_stranger_with_somebody_elses_tag_has_no_case() -> None:
    """Naming a case in the subject does not raise the cap of who is not one of its people."""
    held = call()
    one = incoming(QUESTION, sender="mallory@example.net", subject="[IO-0001] hello")

    assert "staff/capped" in [t for t, _to in mails(decided(one, State(case="IO-0001", call=held, answers_today=3)))]


def test_proven_staff_are_under_no_cap_and_unproven_ones_under_the_strangers() -> None:
    """One of the staff is answered without end where his address is proven, else as anybody."""
    for verdict, answered in ((Verdict.PASS, True), (Verdict.NONE, False)):
        one = incoming("Which calls are there?", sender=ANA, verdict=verdict)
        got = decide(one, State(answers_today=50, thread_answers=50, same_words=9), DESK, RULES, NOW)
        assert answered is (ANA in [to for template, to in mails(got) if template == "requester/question"])
        assert not any(one.automatic for one in got.replies), "what goes to proven staff counts for no limit"


def test_an_unproven_staff_address_is_asked_back_three_times_a_day() -> None:
    """Forged commands in a volunteer's name cost no more mail than a stranger may cause, whatever case they name."""
    held = call()
    one = incoming("take", sender=ANA, subject="[IO-0001]", verdict=Verdict.FAIL)
    asked = State(case="IO-0001", call=held, answers_today=2)

    assert ("requester/confirm", ANA) in mails(decided(one, asked))
    assert ("requester/confirm", ANA) not in mails(decided(one, replace(asked, answers_today=3)))


def test_an_error_answer_greets_nobody_by_the_name_he_wrote() -> None:
    """Neither its facts nor its To hold a word of the mail, whatever an organisation makes of the text."""
    got = decided(replace(incoming(QUESTION, sender="Buy Now <larry@example.org>"), is_cut=True))
    [answer] = [one for one in got.replies if one.is_error]

    assert (Address("", "larry@example.org"), "") == (answer.to, answer.facts["first_name"])
    assert "Buy" not in str(answer.facts)


# -- pace --------------------------------------------------------------------------------------------------------------

PACE = Pace(answers=5, answers_to_domain=2)
moments = st.lists(
    st.tuples(st.sampled_from(["one.example", "two.example", "three.example", "gmail.com"]), st.integers(0, 240)),
    max_size=60,
)


@given(moments)
def test_no_hour_has_more_answers_than_the_pace(wanted: Sequence[tuple[str, int]]) -> None:
    """Whenever answers are wanted, each leaves at the first moment that fits, and in no window do too many."""
    left: list[tuple[str, datetime]] = []
    for domain, minute in sorted(wanted, key=lambda one: one[1]):
        counted, at = domain_of(f"x@{domain}"), NOW + timedelta(minutes=minute)
        while busy := [free for name, free in PACE.free_at(left, at).items() if name in {"", counted}]:
            assert max(busy) > at, "there is always a moment, and it comes"
            at = max(busy)
        left.append((counted, at))
    for _domain, begin in left:
        within = [name for name, at in left if begin <= at < begin + HOUR]
        assert len(within) <= PACE.answers
        assert all(within.count(name) <= PACE.answers_to_domain for name in within if name)


def test_an_answer_leaves_again_when_the_oldest_is_an_hour_old() -> None:
    """The first free moment, to the second; a limit of 0 is none."""
    left = [("one.example", NOW + timedelta(minutes=n)) for n in range(2)]

    assert {"one.example": NOW + HOUR} == PACE.free_at(left, NOW + timedelta(minutes=5))
    assert {} == PACE.free_at(left, NOW + HOUR)
    more = [*left, ("one.example", NOW + timedelta(minutes=2))]  # as after a limit was lowered
    assert {"one.example": NOW + timedelta(minutes=1) + HOUR} == PACE.free_at(more, NOW + timedelta(minutes=5))
    assert {} == Pace(answers=0, answers_to_domain=0).free_at(left * 90, NOW)


def test_people_of_a_public_provider_are_no_domain() -> None:
    """Large public providers are excepted from the limit of a domain (protocol 8.37)."""
    assert ("", "", "occupy.example") == tuple(
        domain_of(one) for one in ("a@gmail.com", "a@Yahoo.co.uk", "a@Occupy.example")
    )


# -- reach -------------------------------------------------------------------------------------------------------------


def letter(to: str) -> Reply:
    """A mail to somebody whom a call names."""
    return Reply(template="requester/complete", to=Address("", to), case="IO-0001", automatic=False)


def test_the_eleventh_new_address_is_held_for_staff() -> None:
    """One sender causes mail to ten new addresses a day; the rest goes to nobody and staff are told it (8.30)."""
    new = [f"p{n}@example.net" for n in range(4)]
    replies = tuple(letter(to) for to in ("known@example.net", *new[:2]))
    more = Decision(
        disposition=Disposition.PROCESSED, why="", case="IO-0002", replies=tuple(letter(to) for to in new[1:])
    )
    decision = Decision(disposition=Disposition.PROCESSED, why="", case="IO-0001", replies=replies, further=(more,))
    reach = Reach(by="larry@example.org", unknown=frozenset(new), left=2, owner=ANA)

    got = limits.held_back(decision, reach, NOW)

    sent = [one.to.email for each in (got, *got.further) for one in each.replies if one.template != "staff/held"]
    assert ["known@example.net", new[0], new[1], new[1]] == sent
    [told] = [one for one in got.replies if one.template == "staff/held"]
    assert (new[2:], "held:larry@example.org:2027-03-02") == (told.facts["addresses"], told.key)
    [event] = got.further[0].events
    assert ("held back", f"mail to {new[2]}, {new[3]}") == (event.what, event.detail)
    assert () == got.events


def test_within_reach_nothing_is_held() -> None:
    """Ten are not eleven."""
    decision = Decision(disposition=Disposition.PROCESSED, why="", replies=(letter("new@example.net"),))
    reach = Reach(by="larry@example.org", unknown=frozenset({"new@example.net"}), left=1, owner=ANA)

    assert decision == limits.held_back(decision, reach, NOW)


# -- requests ----------------------------------------------------------------------------------------------------------


def refs(count: int) -> tuple[str, ...]:
    """So many references."""
    return tuple(f"IO-{n:04d}" for n in range(1, count + 1))


@pytest.mark.parametrize(
    ("state", "who"),
    [
        pytest.param(State(requests_today=refs(MAX_CARDS - 1)), None, id="the-fifth"),
        pytest.param(State(requests_today=refs(MAX_CARDS)), "larry@example.org", id="the-sixth"),
        pytest.param(State(domain_requests_today=refs(MAX_CARDS_OF_DOMAIN - 1)), None, id="the-domain's-twentieth"),
        pytest.param(State(domain_requests_today=refs(MAX_CARDS_OF_DOMAIN)), "@example.org", id="its-21st"),
    ],
)
def test_requests_beyond_a_days_number_are_kept_and_make_no_card(state: State, who: str | None) -> None:
    """More than 5 open requests of an address or 20 of a domain a day: one alert, no card, and each is kept (8.37)."""
    number = len(state.requests_today or state.domain_requests_today) + 1
    got = decided(incoming(FORM + REST), replace(state, next_number=number))

    assert got.opens
    assert ("requester/complete", "larry@example.org") in mails(got)
    staff = [one for one in got.replies if one.template.startswith("staff/")]
    assert ["staff/many" if who else "staff/card"] == [one.template for one in staff]
    assert [who, number] * bool(who) == [one.facts[key] for one in staff for key in ("who", "requests") if who]


def test_an_emergency_among_too_many_still_alarms_everybody_once() -> None:
    """No card, but a mail to each of the staff under a key of its own."""
    urgent = FORM + "21. Emergency: yes - eviction on Friday\n"
    got = decided(incoming(urgent), State(requests_today=refs(9), next_number=10))

    alarms = [one for one in got.replies if one.template == "staff/many"]
    assert [(ANA, 1), ("bo@example.org", 1)] == [(one.to.email, one.priority) for one in alarms]
    assert {"many:larry@example.org:emergency:2027-03-02"} == {one.key for one in alarms}


def test_a_request_of_yesterday_that_becomes_complete_has_its_card() -> None:
    """Only requests of today beyond the number go without one; an older one was before them."""
    held = call({key: COMPLETE[key] for key in COMPLETE if key != "backup"})
    late = replace(held, ref="IO-0099")
    for one, template in ((held, "staff/card"), (late, "staff/many")):
        mail = incoming("9. Nate K, nate@example.org", subject=f"Re: [{one.ref}] x", to_call=one)
        state = State(
            case=one.ref, call=one, open_calls=(one,), requests_today=tuple(f"IO-00{n}" for n in range(10, 16))
        )
        assert template in [name for name, _to in mails(decided(mail, state))]


def test_requests_of_one_mail_count_one_after_the_other() -> None:
    """The sixth of the day is the second of its mail: the first has its card."""
    two = FORM + REST + "\n" + (FORM + REST).replace("Rent strike", "Winter shelter")
    got = decided(incoming(two), State(requests_today=refs(4), next_number=5))

    assert got.further
    assert ["staff/card", "staff/many"] == [
        reply.template for one in (got, *got.further) for reply in one.replies if reply.template.startswith("staff/")
    ]


# -- loops -------------------------------------------------------------------------------------------------------------

ROBOT = "The matter you wrote about on 2 March 2027 at 9:04 lies with Bob now, under 4711."


@pytest.mark.parametrize("same_words", [0, 1, 2, 5])
def test_the_same_words_are_answered_twice_and_no_more(same_words: int) -> None:
    """The third mail with the same words is recorded, staff hear of it, and nobody is answered (protocol, case 52)."""
    got = decided(incoming(ROBOT, subject="Your mail"), State(same_words=same_words))

    assert (same_words < 2) is bool([one for one in got.replies if one.automatic])
    assert (same_words < 2) is (got.opens is not None)
    if same_words >= 2:
        assert Disposition.RECORDED is got.disposition
        assert [("staff/capped", ANA)] == mails(got)
        assert "words" == got.replies[0].facts["of"]


def test_what_changes_something_is_no_loop() -> None:
    """The same words for another call, a new request or a command are done and answered as ever."""
    held = call({key: COMPLETE[key] for key in COMPLETE if key != "backup"})
    state = State(case="IO-0001", call=held, open_calls=(held,), same_words=7)
    answer = incoming("9. Nate K, nate@example.org", subject="Re: [IO-0001] x", to_call=held)
    status = incoming("status", subject="Re: [IO-0001] x", to_call=held, verdict=Verdict.PASS)

    assert "requester/complete" in [template for template, _to in mails(decided(answer, state))]
    assert "requester/status" in [template for template, _to in mails(decided(status, state))]
    assert decided(incoming(FORM), State(same_words=7)).opens
    assert decided(incoming(FORM + REST, answers=replace(ASKED, case=None)), State(same_words=7)).opens


def test_a_form_that_came_twice_before_is_not_answered_again() -> None:
    """The second copy is told to be one, the third is a loop."""
    held = decided(incoming(FORM)).call
    assert held
    for same_words, answered in ((1, True), (2, False)):
        got = decided(incoming(FORM), State(open_calls=(held,), next_number=2, same_words=same_words))
        assert answered is (("requester/duplicate", "larry@example.org") in mails(got))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(ROBOT, ROBOT.replace("4711", "4712"), id="numbers"),
        pytest.param(ROBOT, ROBOT.replace("2 March 2027 at 9:04", "Monday, 13 April 2028 at 11:59 pm"), id="dates"),
        pytest.param(ROBOT, ROBOT.upper(), id="case"),
        pytest.param(ROBOT, ROBOT.replace(" ", "\n"), id="line-ends"),
        pytest.param(ROBOT, f"{ROBOT}\n\nOn Tue, 2 Mar 2027, InterOccupy wrote:\n> We have your mail.\n", id="quotes"),
    ],
)
def test_words_are_the_same_whatever_changes_by_itself(one: str, other: str) -> None:
    """Numbers, dates, case, line ends and quotes make no other mail of it."""
    assert own_words(incoming(one)) == own_words(incoming(other))


def test_another_sentence_is_another_mail() -> None:
    """Other words are other words."""
    assert own_words(incoming(ROBOT)) != own_words(incoming(ROBOT.replace("Bob", "Ann")))


@pytest.mark.parametrize("mark", ["", "> "])
def test_our_text_that_comes_back_says_nothing_of_its_own(mark: str) -> None:
    """A reply whose whole text is ours, quoted or not, has no words, so that each such mail is the same."""
    text = "".join(f"{mark}{line}\n" for line in ASKED.text.splitlines())

    assert "" == own_words(incoming(text, subject="Re: [IO-0001] x", answers=ASKED))
    assert "yes" == own_words(incoming(f"yes\n{text}", subject="Re: [IO-0001] x", answers=ASKED))


def test_papers_are_words_too() -> None:
    """Two mails without a word of their own but with other files are not the same."""
    one = incoming("")
    named = [
        replace(one, message=replace(one.message, attachments=(Attachment(name, "application/pdf", 9),)))
        for name in ("minutes.pdf", "budget.pdf")
    ]

    assert 3 == len({own_words(each) for each in (one, *named)})


@given(st.text(max_size=400))
def test_any_text_has_words_and_numbers_never_matter(said: str) -> None:
    """Whatever was written, its words are made, hold no digit, and are the same when it is said again."""
    words = limits._words(said)

    assert not any(sign.isdigit() for word in words for sign in word)
    assert words == limits._words(" ".join(words))

"""The outbox: every letter once, in order, as often as it takes, for a week, and never silently given up."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.model import Sent
from mailflow.store import Outbox, State, Store
from mailflow.store.outbox import BACK_OFF, GIVE_UP_AFTER, JITTER, rest
from tests.store.making import KEY, MINUTE, NOW, open_call, post, put

WEEK = timedelta(days=7)


def _lease(outbox: Outbox, now: datetime = NOW, limit: int = 10) -> list[int]:
    return [letter.number for letter in outbox.lease("w", now, limit)]


def test_a_letter_comes_out_as_it_went_in(store: Store, outbox: Outbox) -> None:
    """A leased letter has its envelope, its bytes and its number; it has not been tried."""
    number = post(store)
    [letter] = outbox.lease("w", NOW, 10)
    assert (letter.number, letter.message_id, letter.sender, letter.to, letter.raw, letter.attempts) == (
        *(number, "<1@interoccupy.example>", "info@interoccupy.example", "larry@example.org"),
        *(b"Subject: hi\r\n\r\nWe have your request.\r\n", 0),
    )
    assert letter.is_ambiguous is False


def test_one_cause_sends_one_text_to_one_person_once(store: Store, outbox: Outbox) -> None:
    """The same letter put twice is there once; another cause or another person is another letter."""
    with store.transaction():
        numbers = [put(outbox), put(outbox), put(outbox, to="LARRY@example.org"), put(outbox, key="mail 2")]
        numbers.append(put(outbox, to="maria@example.org"))
    assert ([number is None for number in numbers], outbox.waiting_count()) == ([False, True, True, False, False], 3)


def test_numbers_are_taken_one_by_one(store: Store, outbox: Outbox) -> None:
    """Two numbers in one transaction differ; a rollback gives them back."""
    with pytest.raises(ZeroDivisionError), store.transaction():
        _take_and_raise(outbox)
    with store.transaction():
        assert (outbox.next_number(), outbox.next_number()) == (1, 2)
    with pytest.raises(RuntimeError, match="no transaction"):
        outbox.next_number()


def _take_and_raise(outbox: Outbox) -> None:
    outbox.next_number()
    raise ZeroDivisionError


def test_a_letter_of_an_undone_decision_never_was(store: Store, outbox: Outbox) -> None:
    """What is rolled back leaves nothing to send."""
    with pytest.raises(ZeroDivisionError), store.transaction():
        _put_and_raise(outbox)
    assert (_lease(outbox), outbox.waiting_count(), outbox.due_at()) == ([], 0, None)


def _put_and_raise(outbox: Outbox) -> None:
    put(outbox)
    raise ZeroDivisionError


def test_people_come_before_digests_and_old_before_new(store: Store, outbox: Outbox) -> None:
    """Letters go by priority, then by age, as many as asked for."""
    digest, first, second = post(store, key="a", priority=9), post(store, key="b"), post(store, key="c")
    assert (_lease(outbox, limit=2), _lease(outbox)) == ([first, second], [digest])


def test_a_letter_waits_for_its_time(store: Store, outbox: Outbox) -> None:
    """Nothing leaves before it may."""
    number = post(store, not_before=NOW + MINUTE)
    assert (outbox.due_at(), _lease(outbox)) == (NOW + MINUTE, [])
    assert _lease(outbox, NOW + MINUTE) == [number]


def test_letters_of_a_case_keep_their_order(store: Store, outbox: Outbox) -> None:
    """Nothing overtakes a waiting letter of the same case to the same person, whatever its priority."""
    open_call(store)
    first = post(store, key="a", case="IO-0001", not_before=NOW + MINUTE)
    second = post(store, key="b", case="IO-0001", priority=1)
    other = post(store, key="b", case="IO-0001", to="maria@example.org")
    assert (_lease(outbox), outbox.due_at()) == ([other], NOW + MINUTE)
    assert _lease(outbox, NOW + MINUTE) == [first]
    outbox.sent(first, "250 ok", NOW + MINUTE)
    assert _lease(outbox, NOW + MINUTE) == [second]


def test_a_refused_letter_holds_nothing_back(store: Store, outbox: Outbox) -> None:
    """After a refusal the next letter of the case may go."""
    open_call(store)
    first, second = post(store, key="a", case="IO-0001"), post(store, key="b", case="IO-0001")
    assert _lease(outbox) == [first]
    outbox.refused(first, "550 no such user", NOW)
    assert _lease(outbox) == [second]


def test_what_is_held_back_wakes_nobody(store: Store, outbox: Outbox) -> None:
    """The next due time is that of the letter that may go, not of the one behind it."""
    open_call(store)
    first = post(store, key="a", case="IO-0001")
    post(store, key="b", case="IO-0001")
    _lease(outbox)
    outbox.deferred(first, "451 later", NOW)
    due = outbox.due_at()
    assert due == NOW + rest(first, 1)


def test_a_leased_letter_is_not_leased_again(store: Store, outbox: Outbox) -> None:
    """While a worker has it, nobody else gets it."""
    post(store)
    outbox.lease("w", NOW, 10, seconds=300)
    assert (outbox.lease("v", NOW + timedelta(seconds=299), 10), outbox.due_at()) == (
        [],
        NOW + timedelta(seconds=300),
    )


def test_a_lease_that_ran_out_is_ambiguous(store: Store, outbox: Outbox) -> None:
    """A letter whose worker never said what became of it may have been sent, and stays so until it is settled."""
    number = post(store)
    outbox.lease("w", NOW, 10, seconds=300)
    [letter] = outbox.lease("v", NOW + timedelta(seconds=300), 10)
    assert (letter.number, letter.is_ambiguous) == (number, True)
    outbox.deferred(number, "451 later", NOW + 6 * MINUTE)
    [letter] = outbox.lease("v", NOW + 60 * MINUTE, 10)
    assert letter.is_ambiguous is True


def test_released_letters_were_never_begun(store: Store, outbox: Outbox) -> None:
    """A worker that stops cleanly gives back its own letters, due at once and not ambiguous."""
    mine = post(store, key="a")
    outbox.lease("w", NOW, 1)
    post(store, key="b")
    outbox.lease("v", NOW, 1)
    assert outbox.release("w") == 1
    assert [(letter.number, letter.is_ambiguous) for letter in outbox.lease("u", NOW, 10)] == [(mine, False)]


def test_a_new_program_takes_back_what_a_dead_one_had(store: Store, outbox: Outbox) -> None:
    """After a crash every lease ends at once, and what was leased is ambiguous."""
    number = post(store)
    outbox.lease("dead", NOW, 10)
    assert outbox.recover(NOW + MINUTE) == 1
    assert [(one.number, one.is_ambiguous) for one in outbox.lease("w", NOW + MINUTE, 10)] == [(number, True)]


def test_a_broken_connection_leaves_a_doubt(store: Store, outbox: Outbox) -> None:
    """A letter whose answer was lost rests as a deferred one and comes back as ambiguous."""
    number = post(store)
    _lease(outbox)
    assert outbox.doubted(number, "connection lost", NOW) is True
    [letter] = outbox.lease("w", NOW + 2 * MINUTE, 10)
    assert (letter.is_ambiguous, letter.attempts) == (True, 1)


def test_a_sent_letter_is_done(store: Store, outbox: Outbox) -> None:
    """What the server took never comes back, and its answer is kept."""
    number = post(store)
    open_call(store)
    _lease(outbox)
    outbox.sent(number, "250 2.0.0 queued as ABC", NOW)
    assert (_lease(outbox, NOW + WEEK), outbox.waiting_count(), outbox.due_at()) == ([], 0, None)
    assert [tuple(row) for row in store.db.rows("SELECT state, answer FROM outbox")] == [
        ("sent", "250 2.0.0 queued as ABC")
    ]


def test_sent_holds_whatever_came_before(store: Store, outbox: Outbox) -> None:
    """When one worker's no is followed by another's yes, the receiver has it; staff need not be told."""
    number = post(store)
    outbox.refused(number, "550 no", NOW)
    outbox.sent(number, "250 ok", NOW)
    outbox.refused(number, "550 no", NOW)
    assert outbox.deferred(number, "451 later", NOW) is True
    assert outbox.unsettled() == []
    rows = [tuple(row) for row in store.db.rows("SELECT state, due_at, attempts FROM outbox")]
    assert rows == [("sent", None, 4)]


def test_every_try_is_logged(store: Store, outbox: Outbox) -> None:
    """Each try stands in the log with its time, outcome and answer."""
    number = post(store)
    outbox.deferred(number, "451 later", NOW)
    outbox.doubted(number, "lost", NOW + MINUTE)
    outbox.sent(number, "250 ok", NOW + 2 * MINUTE)
    rows = [tuple(row) for row in store.db.rows("SELECT number, outcome, answer FROM attempt ORDER BY id")]
    assert rows == [(number, "deferred", "451 later"), (number, "doubted", "lost"), (number, "sent", "250 ok")]


def test_rests_grow_and_differ_a_little() -> None:
    """A rest is as the table says, longer by a tenth at most, the same for the same letter, not for its neighbour."""
    for attempts in range(1, 12):
        base = BACK_OFF[min(attempts, len(BACK_OFF)) - 1]
        for number in range(1, 200):
            assert base <= rest(number, attempts) <= base * (1 + JITTER)
            assert rest(number, attempts) == rest(number, attempts)
    assert len({rest(number, 1) for number in range(1, 200)}) > 150


def test_a_letter_is_tried_for_a_week_and_then_given_up(store: Store, outbox: Outbox) -> None:
    """A letter that is put off again and again is tried for a week from its first try, then staff hear of it."""
    number = post(store)
    start = now = NOW + timedelta(days=30)  # the machine was off: the week begins with the first try
    tries = 0
    while _lease(outbox, now) == [number]:
        tries += 1
        if not outbox.deferred(number, "451 later", now):
            break
        due = outbox.due_at()
        assert due is not None
        now = due
    assert (now - start, outbox.waiting_count()) == (GIVE_UP_AFTER, 0)
    assert 40 < tries < 50
    [row] = outbox.unsettled()
    assert (row.number, row.state, row.answer, row.settled_at) == (number, State.GIVEN_UP, "451 later", now)
    assert outbox.deferred(number, "451 later", now) is False


def test_staff_are_told_once(store: Store, outbox: Outbox) -> None:
    """A refused letter is to be told until it is told."""
    number = post(store)
    outbox.refused(number, "550 no such user", NOW)
    [row] = outbox.unsettled()
    assert (row.to, row.subject, row.state, row.answer) == (
        *("larry@example.org", "[IO-0001] hi"),
        *(State.REFUSED, "550 no such user"),
    )
    outbox.told(number)
    assert outbox.unsettled() == []


@pytest.mark.parametrize("verb", ["sent", "deferred", "refused", "doubted"])
def test_a_letter_that_is_not_there_is_named(outbox: Outbox, verb: str) -> None:
    """An answer to a letter nobody put there is an error, and logs nothing."""
    with pytest.raises(LookupError, match="there is no letter 7"):
        getattr(outbox, verb)(7, "250 ok", NOW)


def test_what_left_is_counted(store: Store, outbox: Outbox) -> None:
    """The provider's cap counts what the server took since a time."""
    for key in "abc":
        outbox.sent(post(store, key=key), "250 ok", NOW)
    outbox.refused(post(store, key="d"), "550 no", NOW)
    assert (outbox.sent_since(NOW), outbox.sent_since(NOW + MINUTE)) == (3, 0)


def test_answers_are_counted_for_each_address(store: Store, outbox: Outbox) -> None:
    """The cap counts automatic mails to one address, sent or not, in any case of its letters."""
    post(store, key="a")
    post(store, key="b", automatic=False)
    post(store, key="c", to="maria@example.org")
    outbox.sent(post(store, key="d", to="Larry@Example.org", at=NOW + MINUTE), "250 ok", NOW + MINUTE)
    counts = [store.answers_since("larry@example.org", at) for at in (NOW, NOW + MINUTE, NOW + 2 * MINUTE)]
    assert counts == [2, 1, 0]


def test_our_mail_is_known_again(store: Store) -> None:
    """A mail of ours is found by number and by the first Message-ID that is ours."""
    open_call(store)
    first, second = post(store, key="a", case="IO-0001"), post(store, key="b")
    sent = Sent(
        number=first,
        case="IO-0001",
        template="requester/incomplete",
        to="larry@example.org",
        asked=("backup", "tech"),
        text="We have your request.",
        purpose="values",
        subject="[IO-0001] hi",
        thread=first,
    )
    assert store.sent_by_number(first) == sent
    ids = ["<not@ours>", f"<{first}@interoccupy.example>", f"<{second}@interoccupy.example>"]
    assert store.sent_by_message_id(ids) == sent
    assert (store.sent_by_number(99), store.sent_by_message_id([]), store.sent_by_message_id(["<not@ours>"])) == (
        None,
        None,
        None,
    )


def test_a_story_tells_the_mails_out(store: Store, outbox: Outbox) -> None:
    """A case's story has its letters with their state and the server's answer."""
    open_call(store)
    number = post(store, case="IO-0001")
    post(store, key="other")
    outbox.sent(number, "250 ok", NOW)
    story = store.story("IO-0001")
    assert story is not None
    [row] = story.mails_out
    assert (row.number, row.state, row.answer, row.attempts, row.settled_at, row.due_at) == (
        *(number, State.SENT, "250 ok", 1, NOW),
        None,
    )


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(0, 2), st.integers(0, 9)),
        st.tuples(st.just("lease"), st.integers(1, 3), st.integers(0, 400)),
        st.tuples(st.sampled_from(["sent", "deferred", "refused", "doubted"]), st.integers(0, 5), st.just(0)),
        st.tuples(st.sampled_from(["release", "recover"]), st.just(0), st.just(0)),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_whatever_happens_letters_leave_once_and_in_order(steps: list[tuple[str, int, int]]) -> None:
    """Whatever the order of puts, leases, answers, crashes: none comes back, none overtakes, in the end all left."""
    play = _Play()
    for verb, a, b in steps:
        play.step(verb, a, b)
    play.drain()
    play.store.close()


class _Play:
    """One run of the outbox with a clock of its own, checking after each lease."""

    def __init__(self) -> None:
        self.store = Store(":memory:", key=KEY)
        self.outbox = Outbox(self.store)
        for number in (1, 2):
            open_call(self.store, f"IO-{number:04}")
        self.now = NOW
        self.case_of: dict[int, str | None] = {}
        self.settled: set[int] = set()
        self.leased: list[int] = []

    def step(self, verb: str, a: int, b: int) -> None:
        if verb == "put":
            case = [None, "IO-0001", "IO-0002"][a]
            number = post(self.store, key=str(len(self.case_of)), case=case, priority=b, at=self.now)
            self.case_of[number] = case
        elif verb == "lease":
            self.now += timedelta(seconds=b)
            self.lease(a)
        elif verb == "release":
            self.outbox.release("w")
        elif verb == "recover":
            self.outbox.recover(self.now)
        elif self.leased:
            self.answer(verb, self.leased.pop(a % len(self.leased)))

    def lease(self, limit: int) -> None:
        for letter in self.outbox.lease("w", self.now, limit):
            assert letter.number not in self.settled
            case = self.case_of[letter.number]
            earlier = {n for n, other in self.case_of.items() if n < letter.number and other == case}
            assert case is None or earlier <= self.settled
            if letter.number not in self.leased:
                self.leased.append(letter.number)

    def answer(self, verb: str, number: int) -> None:
        getattr(self.outbox, verb)(number, verb, self.now)
        if verb in {"sent", "refused"}:
            self.settled.add(number)

    def drain(self) -> None:
        while (due := self.outbox.due_at()) is not None:
            self.now = max(self.now, due)
            self.lease(10)
            assert self.leased
            while self.leased:
                self.answer("sent", self.leased.pop())
        assert self.settled == set(self.case_of)

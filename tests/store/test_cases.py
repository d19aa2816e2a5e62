"""Cases: what is known and from where, where they stand, numbers never used twice, findings and their difference."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.model import Event, Field, Finding, Outcome, Person, Source, Status, Unclear, Value
from mailflow.store import Store
from tests.store.making import KEY, MINUTE, NOW, SOURCE, open_call, settle, take_in

LATER = Source(part="text/html", line=9, grammar="line", said="Debt")


def _field(key: str, value: Value, source: Source = SOURCE, assumed: str = "") -> Field:
    return Field(key, value, source, assumed)


def _save(store: Store, mail_id: int, *fields: Field, unclear: tuple[Unclear, ...] = ()) -> None:
    with store.transaction():
        store.save_fields(
            "IO-0001", {one.key: one for one in fields}, {one.key: one for one in unclear}, mail_id=mail_id, at=NOW
        )


def _origins(store: Store) -> dict[str, int]:
    story = store.story("IO-0001")
    assert story is not None
    return {key: one.mail_id for key, one in story.fields.items()}


def test_a_call_is_as_it_was_opened(store: Store) -> None:
    """A new call stands where its kind begins, with its requester and its time, and nothing known."""
    open_call(store)
    call = store.call("IO-0001")
    assert call is not None
    assert (call.ref, call.status, call.requester, call.asked_at, call.owner) == (
        *("IO-0001", Status.INCOMPLETE, "larry@example.org", NOW),
        None,
    )
    assert (call.fields, call.unclear, store.case_kind("IO-0001")) == ({}, {}, "call")


def test_an_unknown_case_is_none(store: Store) -> None:
    """What does not exist is None everywhere, never an error."""
    found = [store.call("IO-9"), store.case_kind("IO-9"), store.story("IO-9")]
    assert found == [None, None, None]


def test_a_question_is_no_call(store: Store) -> None:
    """A question is told apart from a call and has its mail's subject."""
    mail_id = take_in(store)
    with store.transaction():
        store.open_case("Q-0001", "question", opened_by=mail_id, at=NOW, requester="a@x", asked_at=NOW, owner="ana@x")
        settle(store, mail_id, case="Q-0001")
    story = store.story("Q-0001")
    assert story is not None
    question = story.case
    assert (question.status, question.title, question.owner) == (Status.OPEN, "Call request", "ana@x")
    assert (store.call("Q-0001"), store.calls_of("a@x"), store.open_cards()) == (None, (), {})


def test_numbers_are_one_sequence(store: Store) -> None:
    """All kinds of cases share one sequence; asking twice gives the same number until it is taken."""
    assert (store.next_number(), store.next_number()) == (1, 1)
    open_call(store, "IO-0001")
    mail_id = take_in(store)
    with store.transaction():
        store.open_case("Q-0002", "question", opened_by=mail_id, at=NOW, requester="a@x", asked_at=NOW)
    assert store.next_number() == 3
    with pytest.raises(sqlite3.IntegrityError), store.transaction():
        store.open_case("IO-0002", "call", opened_by=mail_id, at=NOW, requester="a@x", asked_at=NOW)


@pytest.mark.parametrize("ref", ["IO-", "IO", "-1", "IO-x", "IO-0", "IO-0042.3"])
def test_a_reference_ends_in_a_number(store: Store, ref: str) -> None:
    """A reference without a number is refused."""
    mail_id = take_in(store)
    with pytest.raises(ValueError, match="is no reference of a case"), store.transaction():
        store.open_case(ref, "call", opened_by=mail_id, at=NOW, requester="a@x", asked_at=NOW)


def test_a_kind_is_known(store: Store) -> None:
    """A kind that does not exist is refused."""
    mail_id = take_in(store)
    with pytest.raises(ValueError, match="'party' is no kind of case"), store.transaction():
        store.open_case("IO-0001", "party", opened_by=mail_id, at=NOW, requester="a@x", asked_at=NOW)


def test_what_is_known_comes_back(store: Store) -> None:
    """Certain and unclear values come back as they were saved."""
    mail_id = open_call(store)
    persons = _field("facilitator", (Person("Tammy", "tammy@example.org"), Person("Jo")))
    date, doubt = _field("date", "2027-03-15", assumed="the year"), Unclear("tech", "Jay??", "not sure yet", SOURCE)
    _save(store, mail_id, persons, date, unclear=(doubt,))
    call = store.call("IO-0001")
    assert call is not None
    assert (call.fields, call.unclear) == ({"facilitator": persons, "date": date}, {"tech": doubt})


def test_every_value_keeps_the_mail_it_came_from(store: Store) -> None:
    """A later mail adds only what it changes; what it says again stays with the mail that said it first."""
    first = open_call(store)
    _save(store, first, _field("title", "Debt"), _field("group", "Philly"))
    second = take_in(store)
    _save(store, second, _field("title", "Debt", LATER), _field("group", "Oakland", LATER), _field("length", 60, LATER))
    call = store.call("IO-0001")
    assert call is not None
    assert _origins(store) == {"title": first, "group": second, "length": second}
    assert (call.fields["title"].source, call.fields["group"].source) == (SOURCE, LATER)
    assert len(store.db.rows("SELECT 1 FROM field")) == 4


def test_true_is_not_one(store: Store) -> None:
    """A changed type is a change: true is not 1."""
    first = open_call(store)
    _save(store, first, _field("public", 1))
    _save(store, take_in(store), _field("public", value=True))
    call = store.call("IO-0001")
    assert call is not None
    assert call.fields["public"].value is True


def test_what_becomes_certain_is_no_longer_unclear(store: Store) -> None:
    """A key stands in one place: what was unclear and is answered is certain, and the other way round."""
    first = open_call(store)
    _save(store, first, unclear=(Unclear("tech", "Jay??", "not sure yet", SOURCE),))
    second = take_in(store)
    _save(store, second, _field("tech", "NEED HELP"))
    call = store.call("IO-0001")
    assert call is not None
    assert (call.unclear, call.value("tech"), _origins(store)) == ({}, "NEED HELP", {"tech": second})


def test_a_key_that_vanishes_is_gone_but_not_deleted(store: Store) -> None:
    """A value taken back is no longer known; its rows are all there, and it may come back."""
    first = open_call(store)
    _save(store, first, _field("title", "Debt"))
    _save(store, take_in(store))
    gone = store.call("IO-0001")
    third = take_in(store, "3")
    _save(store, third, _field("title", "Debt"))
    assert gone is not None
    assert (gone.fields, _origins(store)) == ({}, {"title": third})
    assert [row["state"] for row in store.db.rows("SELECT state FROM field ORDER BY id")] == ["sure", "gone", "sure"]


def test_a_key_is_certain_or_unclear(store: Store) -> None:
    """The same key in both places is refused by name."""
    mail_id = open_call(store)
    with pytest.raises(ValueError, match="tech: a key is either certain or unclear"):
        _save(store, mail_id, _field("tech", "NEED HELP"), unclear=(Unclear("tech", "Jay??", "not sure", SOURCE),))


@settings(max_examples=40)
@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.tuples(st.booleans(), st.integers(0, 2))), max_size=6))
def test_the_last_save_is_what_holds(saves: list[dict[str, tuple[bool, int]]]) -> None:
    """However often fields come, change and go, what was saved last is what is known; saving it again adds nothing."""
    store = Store(":memory:", key=KEY)
    mail_id = open_call(store)
    for keys in saves:
        sure = [_field(key, number) for key, (is_sure, number) in keys.items() if is_sure]
        doubts = [Unclear(key, str(n), "why", SOURCE) for key, (is_sure, n) in keys.items() if not is_sure]
        _save(store, mail_id, *sure, unclear=tuple(doubts))
        rows = len(store.db.rows("SELECT 1 FROM field"))
        _save(store, mail_id, *sure, unclear=tuple(doubts))
        call = store.call("IO-0001")
        assert call is not None
        assert (call.fields, call.unclear) == ({one.key: one for one in sure}, {one.key: one for one in doubts})
        assert len(store.db.rows("SELECT 1 FROM field")) == rows
    store.close()


def test_the_status_is_the_newest_history_row(store: Store) -> None:
    """An event with a status moves the case there; one without leaves it; both are told in the story."""
    mail_id = open_call(store)
    moved = Event(actor="larry@example.org", what="completed", before=Status.INCOMPLETE, after=Status.REVIEW)
    thanks = Event(actor="larry@example.org", what="thanked", proof="address", detail="nothing but thanks")
    with store.transaction():
        store.add_event("IO-0001", moved, mail_id=mail_id, at=NOW + MINUTE)
        store.add_event("IO-0001", thanks, mail_id=None, at=NOW + 2 * MINUTE)
    story = store.story("IO-0001")
    assert story is not None
    assert (story.case.status, story.case.changed_at) == (Status.REVIEW, NOW + 2 * MINUTE)
    assert [(one.event, one.mail_id, one.at) for one in story.history] == [
        (moved, mail_id, NOW + MINUTE),
        (thanks, None, NOW + 2 * MINUTE),
    ]


def test_an_event_of_no_case_is_kept(store: Store) -> None:
    """What happened to no case stands in the history all the same."""
    with store.transaction():
        store.add_event(None, Event(actor="mailflow", what="started"), mail_id=None, at=NOW)
    assert [row["what"] for row in store.db.rows("SELECT what FROM history")] == ["started"]


def test_a_call_gets_an_owner_and_another_time(store: Store) -> None:
    """What is given is changed, what is not given stays; a call that does not exist is named."""
    open_call(store)
    with store.transaction():
        store.set_call("IO-0001", owner="ana@example.org")
        store.set_call("IO-0001", asked_at=NOW + MINUTE)
    call = store.call("IO-0001")
    assert call is not None
    assert (call.owner, call.asked_at) == ("ana@example.org", NOW + MINUTE)
    with store.transaction():
        store.set_call("IO-0001", owner=None)
    call = store.call("IO-0001")
    assert call is not None
    assert call.owner is None
    with pytest.raises(LookupError, match="there is no call IO-0007"), store.transaction():
        store.set_call("IO-0007", owner="ana@example.org")


def test_calls_are_found_by_requester_and_contact(store: Store) -> None:
    """Calls of a person are those they asked for and those they are the contact of, newest first, in any case."""
    mail_id = open_call(store, "IO-0001", "larry@example.org")
    open_call(store, "IO-0002", "Maria@Example.org")
    open_call(store, "IO-0003", "other@example.org")
    contact = _field("contact", (Person("Maria", "maria@example.org"),))
    _save(store, mail_id, contact)
    assert [one.ref for one in store.calls_of("MARIA@example.org")] == ["IO-0002", "IO-0001"]
    _save(store, mail_id)
    assert [one.ref for one in store.calls_of("maria@example.org")] == ["IO-0002"]


def test_at_most_twenty_calls_of_one_person(store: Store) -> None:
    """Who floods us with requests costs no more than twenty."""
    for number in range(1, 23):
        open_call(store, f"IO-{number:04}")
    assert [one.ref for one in store.calls_of("larry@example.org")] == [f"IO-{n:04}" for n in range(22, 2, -1)]


def test_cards_are_counted(store: Store) -> None:
    """Every staff address has as many cards as open calls."""
    for ref, owner in (("IO-0001", "ana@example.org"), ("IO-0002", "bo@example.org"), ("IO-0003", "Ana@example.org")):
        open_call(store, ref)
        with store.transaction():
            store.set_call(ref, owner=owner)
    open_call(store, "IO-0004")
    assert store.open_cards() == {"ana@example.org": 2, "bo@example.org": 1}


LATE = Finding(Outcome.WARN, "", {"days": 3}, "lead_time")
BACKUP = Finding(Outcome.ASK, "backup", {}, "required_roles")
TECH = Finding(Outcome.ASK, "tech", {}, "required_roles")


def _found(store: Store, *findings: Finding) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    with store.transaction():
        return store.save_findings("IO-0001", findings, NOW)


def test_only_the_difference_is_told(store: Store) -> None:
    """What is newly found is opened, what is found no more is closed, what is found again is neither."""
    open_call(store)
    assert _found(store, LATE, BACKUP) == ((LATE, BACKUP), ())
    assert _found(store, LATE, BACKUP) == ((), ())
    assert _found(store, LATE, TECH) == ((TECH,), (BACKUP,))
    assert store.findings("IO-0001") == (LATE, TECH)


def test_other_facts_are_the_same_finding(store: Store) -> None:
    """Facts and outcome may change; the finding stays open and says the newest."""
    open_call(store)
    _found(store, LATE)
    nearer = Finding(Outcome.BLOCK, "", {"days": 2}, "lead_time")
    assert (_found(store, nearer), store.findings("IO-0001")) == (((), ()), (nearer,))


def test_a_finding_that_opens_again_is_a_new_event(store: Store) -> None:
    """Closed and found again is opened again, and both times stand in the story."""
    open_call(store)
    _found(store, BACKUP)
    _found(store)
    assert _found(store, BACKUP) == ((BACKUP,), ())
    story = store.story("IO-0001")
    assert story is not None
    assert [(one.finding, one.closed_at) for one in story.findings] == [(BACKUP, NOW), (BACKUP, None)]


def test_two_findings_with_one_identity_are_refused(store: Store) -> None:
    """A rule that finds the same thing twice is named: one of the two would be lost."""
    open_call(store)
    with pytest.raises(ValueError, match="rule 'required_roles' found 'tech' more than once"):
        _found(store, TECH, BACKUP, TECH)


def test_open_cases_are_listed_with_their_titles(store: Store) -> None:
    """The list shows the call's title, or the subject of its mail while there is none."""
    titled, bare = open_call(store, "IO-0001"), open_call(store, "IO-0002")
    _save(store, titled, _field("title", "Debt"))
    with store.transaction():
        settle(store, bare, case="IO-0002")
    rows = [(row.ref, row.kind, row.status, row.title, row.requester) for row in store.open_cases()]
    assert rows == [
        ("IO-0001", "call", Status.INCOMPLETE, "Debt", "larry@example.org"),
        ("IO-0002", "call", Status.INCOMPLETE, "Call request", "larry@example.org"),
    ]


def test_a_title_that_became_unclear_is_not_shown(store: Store) -> None:
    """A title in doubt is no title."""
    mail_id = open_call(store)
    _save(store, mail_id, _field("title", "Debt"))
    _save(store, mail_id, unclear=(Unclear("title", "Debt?", "two titles", SOURCE),))
    assert [row.title for row in store.open_cases()] == [""]

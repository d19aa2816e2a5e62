"""Taking a person's words out of texts and rows: what goes, what stays, and the one door in the laws of the tables."""

import random
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.model import Arrival, Field, Finding, Outcome, Person, Source, Unclear
from mailflow.store import Outbox, Store
from mailflow.store.codec import dump_facts, dump_field, dump_unclear, load_facts, load_field, load_unclear
from mailflow.store.redaction import Cleaning, Scope, clean_facts, clean_field
from mailflow.store.retention import Days, Retention
from mailflow.store.traces import MARK, Traces
from tests.store.making import NOW, arrival, decide, settle, take_in
from tests.store.test_plans import _whole_reads

LARRY = Traces.of(["larry@example.org"], ["Larry Swetman"], ["(215) 555-0188"], ["IO-0001"])
SAID = Source("text/plain", 3, "form", "Larry Swetman, larry@example.org, 215 555 0188")
PERSON = Cleaning(Scope.PERSON, LARRY, "IO-0002")


@pytest.mark.parametrize(
    "said",
    [
        "larry@example.org", "<Larry@Example.ORG>", "mailto:larry%40example.org", "b+larry=example.org@lists.example",
        "Larry  Swetman", "SWETMAN, Larry", "215-555-0188", "+1 (215) 555-0188", "12155550188", "215.555.0188.",
        "Larry\nSwetman",
    ],
)  # fmt: skip
def test_a_trace_is_taken_out(said: str) -> None:
    """An address, a whole name or a number is found as people and machines spell it."""
    assert MARK in LARRY.without(f"x {said} y")


@pytest.mark.parametrize(
    "said",
    [
        "hilarry@example.org", "larry@example.org.uk", "larry@example.orgs", "mr.larry@example.org",
        "larry-x@example.org", "Larry Swetmans", "Larry", "3215-555-01889", "555-0188", "on 2027-03-18 at 20:00", MARK,
    ],
)  # fmt: skip
def test_what_is_somebody_elses_stays(said: str) -> None:
    """A longer address, another name or number, and outside the own cases a part of a name, are left alone."""
    assert said == LARRY.without(said)


def test_a_part_of_the_name_is_enough_in_an_own_case() -> None:
    """In the person's own case the first name alone is theirs, and elsewhere anybody's."""
    assert (f"ask {MARK}", "ask Larry") == (
        LARRY.without("ask Larry", "IO-0001"),
        LARRY.without("ask Larry", "IO-0002"),
    )


@given(st.text(max_size=200), st.text(max_size=200))
def test_taking_out_twice_is_taking_out_once(before: str, after: str) -> None:
    """What is cleaned stays as it is, and holds no trace."""
    once = LARRY.without(f"{before} larry@example.org {after}", "IO-0001")
    assert once == LARRY.without(once, "IO-0001")
    assert not LARRY.are_told(once, "IO-0001")


def test_only_the_person_goes_from_a_list_of_persons() -> None:
    """By address, by name where there is no address; another person of that name with an address stays."""
    other = Person("Larry Swetman", "ls@other.example", "555-1234")
    persons = (Person("L.", "Larry@example.org", "1"), Person("Larry Swetman"), other, Person("Tammy", "t@example.org"))
    content = dump_field(Field("facilitator", persons, SAID))

    cleaned = load_field("facilitator", clean_field("facilitator", "sure", content, PERSON))

    assert (Person(MARK), Person(MARK), other, persons[3]) == cleaned.value
    assert f"{MARK}, {MARK}, {MARK}" == cleaned.source.said


@pytest.mark.parametrize(
    ("key", "value"), [("date", "2027-03-18"), ("tz", "America/New_York"), ("tech", "NEED HELP"), ("length", 90),
                       ("recurrence", "FREQ=WEEKLY;BYDAY=FR"), ("public", True), ("help", ("agenda", "tech"))]
)  # fmt: skip
@pytest.mark.parametrize("scope", Scope)
def test_times_choices_and_numbers_stay(key: str, value: object, scope: Scope) -> None:
    """Whatever is cleaned, dates, zones, choices and numbers are as they were."""
    field = Field(key, value, SAID)  # type: ignore[arg-type]
    cleaned = clean_field(key, "sure", dump_field(field), Cleaning(scope, LARRY, "IO-0001", theirs=True))
    assert value == load_field(key, cleaned).value


def test_own_words_go_as_a_whole() -> None:
    """What the person wrote freely goes, wherever it names nobody; a call's title stays but for the name."""
    theirs = Cleaning(Scope.PERSON, LARRY, "IO-0001", theirs=True)
    purpose = load_field(
        "purpose", clean_field("purpose", "sure", dump_field(Field("purpose", "I am ill", SAID)), theirs)
    )
    title = load_field("title", clean_field("title", "sure", dump_field(Field("title", "Larry's talk", SAID)), theirs))
    doubt = Unclear("tech", "my sister??", "not sure yet", SAID)
    unclear = load_unclear("tech", clean_field("tech", "unclear", dump_unclear(doubt), theirs))
    assert (MARK, f"{MARK}'s talk", MARK) == (purpose.value, title.value, unclear.said)
    assert "not sure yet" == unclear.why


def test_facts_of_a_finding_keep_their_numbers() -> None:
    """A name in a finding's facts goes, days stay."""
    facts = dump_facts({"name": "Larry Swetman", "days": 3})
    assert {"name": MARK, "days": 3} == load_facts(clean_facts(facts, PERSON))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE field SET content = '{}'",
        "UPDATE field SET state = 'gone', content = '\"(forgotten)\"'",
        "UPDATE field SET noted_at = '2027', content = '\"(forgotten)\"'",
        "UPDATE history SET actor = 'somebody@else.example'",
        "UPDATE history SET detail = 'other words'",
        "UPDATE history SET actor = '(forgotten)', after = 'closed'",
        "UPDATE history SET detail = '(forgotten)', happened_at = '2027'",
        "UPDATE history SET detail = '(forgotten)', proof = 'reply token'",
        "DELETE FROM field",
        "DELETE FROM history",
    ],
)
def test_the_door_lets_nothing_else_through(store: Store, statement: str) -> None:
    """A field or history row changes only by words that give way to the mark; nothing else of it, and no row goes."""
    mail_id = take_in(store)
    with store.transaction():
        decide(store, mail_id)
    with pytest.raises(sqlite3.IntegrityError, match="is never"):
        store.db.change(statement)


def test_the_door_lets_the_mark_through(store: Store) -> None:
    """The words of a row may give way to the mark."""
    mail_id = take_in(store)
    with store.transaction():
        decide(store, mail_id)
    assert 1 == store.db.change("UPDATE history SET actor = '(forgotten)', detail = 'asked (forgotten)'")
    assert 2 == store.db.change("UPDATE field SET content = json_replace(content, '$.source[3]', '(forgotten)')")


def test_looking_for_what_is_due_reads_no_whole_table(store: Store) -> None:
    """Every statement of a step that finds nothing due goes by an index of what is still there."""
    mail_id = take_in(store)
    with store.transaction():
        decide(store, mail_id)
        store.save_findings("IO-0001", [Finding(Outcome.WARN, "", {"days": 2}, "lead_time")], NOW)
    Outbox(store)
    statements: list[str] = []
    store.db.connection.set_trace_callback(statements.append)
    Retention(store, Days(raw=1, phones=1, people=1)).step(NOW + timedelta(hours=1))
    store.db.connection.set_trace_callback(None)
    assert len(statements) > 6
    assert [] == _whole_reads(store, statements)


def test_the_file_shows_nothing_of_what_was_deleted(disk: Store) -> None:
    """After rows gave way in small steps and pages were rearranged, neither file nor log holds a piece of them."""
    word, order = "larry-was-here@example.org", random.Random(1)
    disk.archive([_arrival(number, word.encode() * (1 + number % 90)) for number in range(200)], NOW)
    for _ in range(3000):
        disk.db.change("INSERT OR IGNORE INTO address (email, failure) VALUES (?, ?)",
                       (str(order.random()), word * order.randrange(1, 5)))  # fmt: skip
    disk.db.change("UPDATE address SET failure = '' WHERE length(failure) > 50")
    disk.db.change("UPDATE address SET failure = ''")
    disk.db.change("DELETE FROM raw")
    disk.db.rewrite()
    assert [] == [path.name for path in _files(disk) if word[3:20].encode() in path.read_bytes()]
    assert disk.db.size < 1_000_000


def test_a_file_too_large_to_be_rewritten_is_blanked(disk: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the file is not written anew when what was due is removed, the bytes of mails are overwritten, too."""
    monkeypatch.setattr("mailflow.store.retention.REWRITE_BYTES", 0)
    word = b"larry-was-here@example.org"
    disk.archive([_arrival(number, word * 1000) for number in range(20)], NOW)
    with disk.transaction():
        for mail_id in range(1, 21):
            settle(disk, mail_id)
    retention = Retention(disk, Days(raw=1, phones=1, people=1))
    while retention.step(NOW + timedelta(days=9)):
        pass
    retention.finish(NOW + timedelta(days=9))
    assert [] == [path.name for path in _files(disk) if word in path.read_bytes()]


def _arrival(number: int, raw: bytes) -> Arrival:
    return arrival(str(number), raw)


def _files(store: Store) -> list[Path]:
    path = Path(store.db.path)
    return [one for one in path.parent.iterdir() if one.name.startswith(path.name)]

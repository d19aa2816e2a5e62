"""What goes into a column comes out equal, or is refused."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.model import Field, Person, Source, Unclear
from mailflow.store import codec

TEXT = st.text(st.characters())  # lone surrogates too: mail holds them
WORD = st.none() | TEXT
PERSON = st.builds(Person, WORD, WORD, WORD)
VALUE = (
    st.none()
    | TEXT
    | st.integers()
    | st.booleans()
    | st.lists(PERSON).map(tuple)
    | st.lists(st.integers()).map(tuple)
    | st.lists(TEXT).map(tuple)
)
SOURCE = st.builds(Source, TEXT, st.integers(0), TEXT, TEXT)
ZONE = st.sampled_from([UTC, ZoneInfo("America/New_York"), timezone(timedelta(hours=5, minutes=30))])
TIME = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=ZONE)  # noqa: DTZ001 - the zone is drawn
FACT = (
    VALUE
    | TIME
    | st.dates()
    | st.times()
    | st.timedeltas()
    | st.floats(allow_nan=False)
    | st.lists(TIME | st.dates()).map(tuple)
)


@given(VALUE, SOURCE, TEXT)
def test_a_field_comes_back_equal(value: str | None, source: Source, assumed: str) -> None:
    """A certain value comes back as it was, to the type of its numbers."""
    field = Field("date", value, source, assumed)
    back = codec.load_field("date", codec.dump_field(field))
    assert (back, repr(back)) == (field, repr(field))


@given(TEXT, TEXT, SOURCE, VALUE)
def test_something_unclear_comes_back_equal(said: str, why: str, source: Source, suggestion: str | None) -> None:
    """What is unclear comes back with its words, reason and suggestion."""
    unclear = Unclear("date", said, why, source, suggestion)
    back = codec.load_unclear("date", codec.dump_unclear(unclear))
    assert (back, repr(back)) == (unclear, repr(unclear))


@given(st.dictionaries(TEXT, FACT))
def test_facts_come_back_equal(facts: dict[str, object]) -> None:
    """A finding's facts come back equal: numbers, words, persons, times."""
    assert codec.load_facts(codec.dump_facts(facts)) == facts


@given(TIME)
def test_a_zone_comes_back(at: datetime) -> None:
    """A time keeps its wall clock and its zone's name, in the hour that comes twice, too."""
    back = codec.load_facts(codec.dump_facts({"at": at}))["at"]
    assert isinstance(back, datetime)
    assert (back.isoformat(), str(back.tzinfo)) == (at.isoformat(), str(at.tzinfo))


def test_what_is_no_fact_is_refused_by_name() -> None:
    """A fact that is neither words, number, time nor person is named."""
    with pytest.raises(TypeError, match="fact 'who': set is neither"):
        codec.dump_facts({"who": {1, 2}})


@given(TIME, TIME)
def test_stamps_sort_as_time_does(one: datetime, other: datetime) -> None:
    """The order of stamps is the order of the instants, and each comes back as it was."""
    # Python compares two times of one zone by the wall clock, which is no order of instants.
    assert (codec.stamp(one) < codec.stamp(other)) == (one.astimezone(UTC) < other.astimezone(UTC))
    assert codec.instant(codec.stamp(one)) == one.astimezone(UTC)


def test_a_stamp_is_utc_in_full() -> None:
    """A stamp is UTC, ISO 8601, with microseconds always."""
    at = datetime(2027, 3, 2, 9, 5, tzinfo=ZoneInfo("America/New_York"))
    assert codec.stamp(at) == "2027-03-02T14:05:00.000000+00:00"


def test_a_stamp_never_overflows() -> None:
    """The first and the last moment of the calendar have stamps in every zone."""
    east, west = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))
    said = [codec.stamp(datetime(1, 1, 1, tzinfo=east)), codec.stamp(datetime(9999, 12, 31, 23, tzinfo=west))]
    assert said == ["0001-01-01T00:00:00.000000+00:00", "9999-12-31T23:59:59.999999+00:00"]


def test_a_time_without_zone_is_no_instant() -> None:
    """A naive datetime is refused."""
    with pytest.raises(ValueError, match="has no time zone"):
        codec.stamp(datetime(2027, 3, 2))  # noqa: DTZ001 - that is the point


def test_nothing_waits_for_a_clock_that_was_set_back() -> None:
    """What is due at once sorts before every stamp of our time."""
    assert codec.stamp(datetime(1990, 1, 1, tzinfo=UTC)) > codec.AT_ONCE


@given(TEXT)
def test_a_file_name_comes_back_to_the_byte(name: str) -> None:
    """A Maildir's file name is stored as UTF-8 and comes back as it was, whatever its bytes."""
    text = codec.name_to_text(name)
    assert text.encode().decode() == text
    assert codec.text_to_name(text) == name


@given(TEXT, TEXT)
def test_two_file_names_stay_two(one: str, other: str) -> None:
    """Different file names are stored differently."""
    assert (codec.name_to_text(one) == codec.name_to_text(other)) == (one == other)


@given(st.text())
def test_plain_text_stays(text: str) -> None:
    """Text that UTF-8 can hold is not touched."""
    assert codec.plain(text) == text


def test_dates_and_times_are_told_apart() -> None:
    """A date is no datetime and a time no date."""
    facts = {"d": date(2027, 3, 2), "t": time(20, 0), "at": datetime(2027, 3, 2, tzinfo=UTC)}
    assert [type(one) for one in codec.load_facts(codec.dump_facts(facts)).values()] == [date, time, datetime]

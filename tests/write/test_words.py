"""Times, values and numbers in words."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.write import words

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "tz", "expected"),
    [
        (
            "2026-12-03T20:00:00-05:00",
            "America/New_York",
            "Thursday 3 December 2026, 8:00 pm Eastern (5:00 pm Pacific), in 9 days",
        ),
        (
            "2026-12-03T20:00:00-08:00",
            "America/Los_Angeles",
            "Thursday 3 December 2026, 8:00 pm Pacific (11:00 pm Eastern), in 9 days",
        ),
        (
            "2026-12-03T23:30:00-06:00",
            "America/Chicago",
            "Thursday 3 December 2026, 11:30 pm Central (9:30 pm Pacific), in 9 days",
        ),
        (
            "2026-11-25T01:00:00+00:00",
            "Europe/London",
            "Wednesday 25 November 2026, 1:00 am London time (8:00 pm Tuesday, Eastern), tomorrow",
        ),
        (
            "2026-12-03T12:00:00-05:00",
            "America/Toronto",
            "Thursday 3 December 2026, 12:00 noon Toronto time (9:00 am Pacific), in 9 days",
        ),
        (
            "2026-12-03T22:00:00-05:00",
            "Etc/GMT+5",
            "Thursday 3 December 2026, 10:00 pm UTC-5 (7:00 pm Pacific), in 9 days",
        ),
        (
            "2026-11-24T13:30:00-05:00",
            "America/New_York",
            "Tuesday 24 November 2026, 1:30 pm Eastern (10:30 am Pacific), today, in 3 hours",
        ),
        (
            "2026-07-02T20:00:00-04:00",
            "America/New_York",
            "Thursday 2 July 2026, 8:00 pm Eastern (5:00 pm Pacific), 145 days ago",
        ),
    ],
)
def test_a_start_is_told_weekday_first_in_two_zones_and_how_long_until_then(start: str, tz: str, expected: str) -> None:
    """The group's zone comes first, one other zone whose clock differs stands behind, then how long until then."""
    assert expected == words.when(start, tz, NOW)


def test_the_desk_may_live_elsewhere() -> None:
    """Outside the US the second zone is the desk's own, with the day where it is another."""
    said = words.when("2026-12-03T23:30:00-05:00", "America/Bogota", NOW, "Europe/Berlin")
    assert said == "Thursday 3 December 2026, 11:30 pm Bogota time (5:30 am Friday, Berlin), in 9 days"


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (0, "today, now"),
        (40, "today, in 40 minutes"),
        (60, "today, in 1 hour"),
        (-125, "today, 2 hours ago"),
        (9 * 60, "tomorrow"),
        (-16 * 60, "yesterday"),
        (33 * 60, "in 2 days"),
    ],
)
def test_calendar_days_count_in_the_groups_zone(minutes: int, expected: str) -> None:
    """Nine hours after 3 pm is tomorrow, thirty-three hours are two days: as people count, not as a clock does."""
    now = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    start = datetime.fromtimestamp(now.timestamp() + minutes * 60, UTC)
    assert expected == words.until(start, now)


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.timezones())  # noqa: DTZ001 - bounds are naive
)
def test_every_start_in_every_zone_has_words(start: datetime) -> None:
    """Whatever the zone, the sentence names the day there and no bare ISO time."""
    tz = str(start.tzinfo)
    said = words.when(start.isoformat(), tz, NOW)
    shown = datetime.fromisoformat(start.isoformat()).astimezone(start.tzinfo)
    assert said.startswith(words.day(shown.date()))
    assert "T" + shown.strftime("%H:%M") not in said


def test_a_zone_that_is_none_is_a_plain_mistake() -> None:
    """An unknown zone raises ValueError and is never taken for another."""
    with pytest.raises(ValueError, match="Mars"):
        words.when("2026-12-03T20:00:00-05:00", "Mars/Base", NOW)


@pytest.mark.parametrize(
    ("key", "said", "expected"),
    [
        ("title", "Student debt", "Student debt"),
        ("date", "2012-03-15", "Thursday 15 March 2012"),
        ("time", "20:00", "8:00 pm"),
        ("time", "12:00", "noon"),
        ("time", "00:15", "12:15 am"),
        ("tz", "America/New_York", "Eastern"),
        ("tz", "Etc/GMT-2", "UTC+2"),
        ("tz", "Etc/UTC", "UTC"),
        ("tz", "America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("length", 90, "90 minutes"),
        ("expected", [40, 40], "40"),
        ("expected", [30, 50], "30 to 50"),
        ("recurrence", None, "one time"),
        ("recurrence", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "every other Thursday"),
        ("recurrence", "FREQ=MONTHLY;BYDAY=1MO", "the first Monday of every month"),
        ("public", True, "yes"),
        ("agree", False, "no"),
        ("list", "no", "no"),
        ("list", "create", "yes please create"),
        ("list", ["a@example.org", "b@example.org"], "a@example.org, b@example.org"),
        ("help", ["agenda", "tech"], "agenda doc, tech"),
        ("tech", "NEED HELP", "NEED HELP"),
        ("contact", None, ""),
    ],
)
def test_values_read_as_they_could_be_typed(key: str, said: object, expected: str) -> None:
    """A value in words is what a person would type into the form."""
    assert expected == words.value(key, said)


def test_phones_are_for_staff_only() -> None:
    """A phone is shown where staff read; elsewhere only that there is one (protocol 8.3)."""
    nate = {"name": "Nate", "email": "nate@example.org", "phone": "215-555-0100"}
    walt = {"name": "Walt", "email": None, "phone": "215-555-0101"}
    assert words.persons([nate, walt], phones=True) == "Nate <nate@example.org>, 215-555-0100; Walt, 215-555-0101"
    assert words.persons([nate, walt]) == "Nate <nate@example.org>, phone number noted; Walt, phone number noted"


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, "no things"), (1, "one thing"), (2, "two things"), (12, "twelve things"), (13, "13 things")],
)
def test_small_numbers_are_words(number: int, expected: str) -> None:
    """Up to twelve things are counted in words."""
    assert expected == words.things(number)


def test_words_in_a_row_read_as_a_sentence() -> None:
    """The last two are joined by a word."""
    assert [
        words.listed([]), words.listed(["a"]), words.listed(["a", "b"]), words.listed(["a", "b", "c"], "or"),
    ] == ["", "a", "a and b", "a, b or c"]  # fmt: skip


def test_noon_and_midnight_are_not_mixed_up() -> None:
    """Noon is named; a quarter past midnight is am."""
    assert [
        words.clock(time(12)), words.clock(time(0)), words.clock(time(12, 1)),
    ] == ["12:00 noon", "12:00 am", "12:01 pm"]  # fmt: skip
    assert words.day(date(2028, 2, 29)) == "Tuesday 29 February 2028"

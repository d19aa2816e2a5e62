"""The rule ``lead_time``: a week ahead, counted in days of the call's own zone, from the first receipt."""

from datetime import UTC, datetime

import pytest

from mailflow.model import Finding, Outcome, Value
from mailflow.rule import Desk
from rules import lead_time
from tests.making import call

MONDAY_NIGHT = datetime(2027, 3, 9, 2, 0, tzinfo=UTC)  # Monday 8 March, 9:00 pm Eastern


def found(start: str, zone: str, asked_at: datetime, *, emergency: bool = False) -> list[Finding]:
    """What the rule finds in a call that starts then."""
    said: dict[str, Value] = {"date": start[:10], "time": start[11:16], "tz": zone, "start": start}
    said["emergency"] = emergency
    asked = call(asked_at=asked_at, more=said)
    return list(lead_time.check(asked, Desk(), asked_at))


@pytest.mark.parametrize(
    ("start", "zone", "days"),
    [
        pytest.param("2027-03-15T20:00:00-04:00", "America/New_York", None, id="monday-for-next-monday-across-march"),
        pytest.param("2027-03-16T20:00:00-04:00", "America/New_York", None, id="eight-days"),
        pytest.param("2027-03-14T20:00:00-04:00", "America/New_York", 6, id="six-days"),
        pytest.param("2027-03-09T20:00:00-05:00", "America/New_York", 1, id="tomorrow"),
        pytest.param("2027-03-15T20:00:00+00:00", "Europe/London", 6, id="already-tuesday-in-london"),
        pytest.param("2027-03-15T20:00:00-07:00", "America/Los_Angeles", None, id="pacific"),
    ],
)
def test_calendar_days_in_the_calls_own_zone_count(start: str, zone: str, days: int | None) -> None:
    """A call on the same weekday a week later has enough notice, whatever a clock says."""
    got = found(start, zone, MONDAY_NIGHT)

    assert ([] if days is None else [days]) == [one.facts["days"] for one in got]


def test_short_notice_only_warns() -> None:
    """Short notice never stands in the way of anything; it says how much there is and how much we ask for."""
    [one] = found("2027-03-09T20:00:00-05:00", "America/New_York", MONDAY_NIGHT)

    assert one.outcome is Outcome.WARN
    assert one.facts == {"days": 1, "hours": 23, "lead_days": 7, "emergency": False}


def test_a_claimed_emergency_is_said() -> None:
    """Whether the requester claims an emergency stands in the facts."""
    [one] = found("2027-03-09T20:00:00-05:00", "America/New_York", MONDAY_NIGHT, emergency=True)

    assert one.facts["emergency"] is True


def test_nothing_is_judged_before_the_time_is_settled() -> None:
    """Without a start there is no lead time to judge; that is another rule's matter."""
    open_time = call({"title": "Check-in", "date": "2027-03-03"})

    assert list(lead_time.check(open_time, Desk(), MONDAY_NIGHT)) == []


def test_it_is_not_judged_anew_as_the_day_comes_near() -> None:
    """A call asked for in time stays in time (protocol 8.27)."""
    asked = call(asked_at=datetime(2027, 3, 1, 12, 0, tzinfo=UTC))

    assert list(lead_time.check(asked, Desk(), datetime(2027, 3, 18, 12, 0, tzinfo=UTC))) == []

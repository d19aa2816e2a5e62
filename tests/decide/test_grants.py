"""What staff are told of the grant that lets us in, and when."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from mailflow.decide.grants import AHEAD, SECRET_AHEAD, GrantNews, GrantState, grant_news

NOON = datetime(2027, 3, 2, 12, 0, tzinfo=UTC)
STAFF = ("ana@example.org", "bo@example.org")
WELL = GrantState(
    provider="Google", account="info@example.org", granted_at=NOON - timedelta(days=200), ends_at=None, refused_at=None,
    refused_why="", needs_login=True, secret_expires=None, can_send=True,
)  # fmt: skip


def told(state: GrantState, now: datetime = NOON) -> list[GrantNews]:
    """The news that has mails."""
    return [one for one in grant_news(state, STAFF, now) if one.replies]


def test_a_grant_that_is_well_is_no_news() -> None:
    """No end in sight, nothing refused: nobody gets a mail."""
    assert [] == told(WELL)
    assert ["", "", ""] == [one.cause for one in grant_news(WELL, STAFF, NOON)]


def test_an_end_is_told_a_week_ahead() -> None:
    """Everybody on the staff hears of it, with the day."""
    state = replace(WELL, ends_at=NOON + AHEAD)
    assert [] == told(state)
    [news] = told(state, NOON + timedelta(seconds=1))

    assert "ending" == news.what
    assert list(STAFF) == [one.to.email for one in news.replies]
    assert "2027-03-09" == news.replies[0].facts["ends_on"]


@pytest.mark.parametrize(("days", "expected"), [(0, []), (4, []), (5, ["ending"]), (8, ["ending"])])
def test_the_end_of_a_short_grant_is_told_in_its_last_third(days: int, expected: list[str]) -> None:
    """Google's grants for testing live for a week: a warning on the first day would be noise."""
    state = replace(WELL, granted_at=NOON, ends_at=NOON + timedelta(days=7))

    assert expected == [one.what for one in told(state, NOON + timedelta(days=days))]


def test_a_refusal_is_told_while_mail_can_leave() -> None:
    """Otherwise it is in the log, and there is nothing left to tell when the grant is renewed."""
    state = replace(WELL, refused_at=NOON, refused_why="Google said no.", ends_at=NOON + timedelta(days=1))

    assert ["refused"] == [one.what for one in told(state)]
    assert [] == told(replace(state, can_send=False))


def test_a_secret_is_told_two_weeks_ahead() -> None:
    """The date in the settings: somebody else may have to make the new one."""
    state = replace(WELL, secret_expires=date(2027, 6, 1))
    begins = datetime(2027, 6, 1, tzinfo=UTC) - SECRET_AHEAD
    assert [] == told(state, begins)
    [news] = told(state, begins + timedelta(seconds=1))

    assert ("secret", "2027-06-01") == (news.what, news.cause)


def test_a_new_grant_is_a_new_cause() -> None:
    """The same trouble of another grant is told again."""
    first = replace(WELL, refused_at=NOON)
    second = replace(first, granted_at=NOON)

    assert told(first)[0].cause != told(second)[0].cause

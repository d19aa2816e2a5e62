"""The rule ``required_roles``: facilitator, backup and tech supporter with a way to reach each."""

import pytest

from mailflow.model import NEED_HELP, Outcome, Person, Value
from mailflow.rule import Desk
from rules import required_roles
from tests.making import NATE, NOW, TAMMY, call


def found(**changes: Value) -> list[tuple[Outcome, str, object]]:
    """Outcome, key and reason of what the rule finds in a complete call with these changes."""
    got = required_roles.check(call(more=changes), Desk(), NOW)
    return [(one.outcome, one.key, one.facts.get("reason", one.facts.get("also"))) for one in got]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="all-three-reachable"),
        pytest.param({"tech": NEED_HELP}, [], id="need-help-is-an-answer"),
        pytest.param({"tech": ()}, [], id="nobody-named-is-a-missing-line"),
        pytest.param({"backup": (Person("Nate"),)}, [(Outcome.ASK, "backup", "unreachable")], id="a-name-alone"),
        pytest.param({"backup": (Person("Nate", None, "215-555-0100"),)}, [], id="a-phone-will-do"),
        pytest.param({"facilitator": (TAMMY, Person("George"))}, [], id="the-first-is-primary"),
        pytest.param({"facilitator": (Person("George"), TAMMY)}, [(Outcome.ASK, "facilitator", "unreachable")],
                     id="the-first-must-be-reachable"),
        pytest.param({"tech": (NATE,)}, [(Outcome.WARN, "two-jobs", "backup")], id="tech-is-the-backup"),
        pytest.param({"tech": (TAMMY,)}, [(Outcome.WARN, "two-jobs", "facilitator")], id="tech-is-the-facilitator"),
        pytest.param({"tech": (Person("tammy shapiro", None, "1"),)}, [(Outcome.WARN, "two-jobs", "facilitator")],
                     id="the-same-name-is-the-same-person"),
        pytest.param({"tech": (Person("Tammy Shapiro", "other@example.org"),)}, [], id="two-people-of-one-name"),
    ],
)  # fmt: skip
def test_who_must_be_asked_for(changes: dict[str, Value], expected: list[object]) -> None:
    """Each role needs a name and a way to reach it; one person with two jobs only warns."""
    assert expected == found(**changes)


def test_all_omissions_come_together() -> None:
    """A requester hears of everything at once."""
    everybody = (Person("Somebody"),)

    got = found(facilitator=everybody, backup=(Person("Else"),), tech=(Person("Third"),))

    assert ["facilitator", "backup", "tech"] == [key for _outcome, key, _reason in got]

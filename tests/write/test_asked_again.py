"""How our questions quote people, what they wait for, and what a mail says is still open."""

import pytest

from mailflow.read.interpret import DISAGREE
from mailflow.write import facts


@pytest.mark.parametrize(
    ("said", "why", "quoted"),
    [
        ("8", "we need to know which", '"8"'),
        ("60 / 7:30-9 p.m.", DISAGREE, '"60" and "7:30-9 p.m."'),
        ("8pm ET / 6pm PT", "the two time zones do not agree", '"8pm ET / 6pm PT"'),
        ('"Thursday"', "we need the date, too", '"Thursday"'),
        ('we call it "late"', "we need the hour", "\"we call it 'late'\""),
    ],
)
def test_words_are_quoted_as_they_were_written(said: str, why: str, quoted: str) -> None:
    """Two answers that disagree stand in marks of their own, and no mark stands twice."""
    assert quoted == facts._quoted(said, why)


@pytest.mark.parametrize(
    ("keys", "begins"),
    [
        (("date", "time"), "Until then the call cannot be scheduled."),
        (("date", "length"), "Until you have answered 5 the call cannot be scheduled."),
        (("length", "public"), "None of it is required,"),
    ],
)
def test_only_required_lines_hold_a_call_up(keys: tuple[str, ...], begins: str) -> None:
    """Where some of the lines asked need not be filled, the mail says which must be."""
    specs = facts._SPECS
    assert facts._until_then([{"key": key, "n": specs[key].n} for key in keys]).startswith(begins)

"""What a subject says of the call where the mail does not."""

from collections.abc import Mapping

import pytest

from mailflow.model import Value
from tests.read.test_reading import FORM, read_mail, values_of

WHEN = ("date", "time", "tz")
BLANK = FORM.replace("Thursday March 18", "").replace("8pm", "").replace("Eastern", "")


@pytest.mark.parametrize(
    ("subject", "values"),
    [
        ("Call request - March 18 8pm ET", {"date": "2027-03-18", "time": "20:00", "tz": "America/New_York"}),
        ("Call request: Thursday March 18, 8pm Eastern", {"date": "2027-03-18", "time": "20:00"}),
        ("Fwd: Call request for Thursday March 18", {"date": "2027-03-18"}),
        ("conference call March 18", {"date": "2027-03-18"}),
        ("Call request: March 18 rally", {}),
        ("Call request March 18 Student Debt Day", {}),
        ("Re: Call request - March 18 8pm ET", {}),
        ("Call request", {}),
        ("March 18", {}),
    ],
)
def test_a_subject_says_when_the_form_does_not(subject: str, values: Mapping[str, Value]) -> None:
    """The day and hour of a subject that names a call count; those of another matter or an old thread do not."""
    said = values_of(read_mail(BLANK, subject))
    assert {key: said[key] for key in WHEN if key in said and (key in values or not values)} == values


def test_a_subject_that_differs_from_the_form_is_asked() -> None:
    """Two days for one call: both are said in the question."""
    reading = read_mail(FORM, "Call request - March 25")
    assert set(reading.unclear) == {"date"}
    assert "March 25" in reading.unclear["date"].said
    assert "Thursday March 18" in reading.unclear["date"].said

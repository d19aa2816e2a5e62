"""The blank form as it is sent."""

import re
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mailflow.fields import CALL_REQUEST
from mailflow.model import Context, Kind
from mailflow.read.adapter.message import parse
from mailflow.read.reading import read
from mailflow.write import form, words
from mailflow.write.layout import is_form_line

_DAY = re.compile(r"([A-Z][a-z]+) (\d+) ([A-Z][a-z]+)(?: (\d{4}))?")
_MONTHS = [words.month(number) for number in range(1, 13)]
_DATED = ("date", "alternatives")
RECEIVED = datetime(2026, 6, 1, tzinfo=UTC)
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


def days_in(text: str, today: date) -> list[tuple[str, date]]:
    """Every day that a text names, with its weekday as written; without a year it is the next one from today."""
    found = []
    for weekday, number, month, year in _DAY.findall(text):
        day = date(int(year or today.year), _MONTHS.index(month) + 1, int(number))
        found.append((weekday, day if year or day >= today else day.replace(year=today.year + 1)))
    return found


@given(DAYS)
def test_the_days_of_the_examples_lie_ahead_of_the_mail(today: date) -> None:
    """In a mail of any day an example names a day to come, about two weeks away, and its weekday is right."""
    asked = form.specs(today)
    named = [one for key in _DATED for text in (asked[key].hint, asked[key].example) for one in days_in(text, today)]
    assert 4 == len(named)
    for weekday, day in named:
        assert timedelta(days=10) < day - today < timedelta(days=25)
        assert words.day(day).startswith(weekday)


@given(DAYS)
def test_only_the_days_differ_from_the_form_as_it_is_declared(today: date) -> None:
    """What is sent is the declared form, line for line, but for the days of its examples."""
    for spec, sent in zip(CALL_REQUEST.specs, form.specs(today).values(), strict=True):
        assert _DAY.sub("", spec.prompt) == _DAY.sub("", sent.prompt)
        assert form.is_prompt(sent.prompt)
        assert is_form_line(sent.prompt)
        assert not form.is_prompt(f"{sent.prompt} x")


@given(DAYS)
def test_a_form_of_any_day_says_nothing_by_itself(today: date) -> None:
    """The form as it was sent on some day, typed off into a new mail, holds no value and no doubt."""
    lines = "".join(f"{spec.prompt}\r\n" for spec in form.specs(today).values())
    raw = f"From: ann@example.org\r\nTo: info@interoccupy.example\r\nSubject: form\r\n\r\n{lines}".encode()
    reading = read(parse(raw), Context(received_at=RECEIVED, ours=frozenset({"info@interoccupy.example"})), raw)
    assert (Kind.FORM_WANTED, {}) == (reading.kind, dict(reading.unclear))


def test_no_example_is_a_day_of_its_own_year() -> None:
    """No text of the form that is sent years later names the year of the protocol."""
    assert [] == [one.key for one in form.specs(date(2026, 5, 1)).values() if "2012" in f"{one.hint}{one.example}"]


def test_a_line_with_an_answer_is_no_prompt() -> None:
    """What somebody typed behind a label never passes for the blank line."""
    assert form.is_prompt("9. Backup facilitator (name and email):")
    assert not form.is_prompt("9. Backup facilitator (name and email): Nate (Occupy X):")
    assert not form.is_prompt("9. Eve (name and email):")

"""Two lines of a form that are one name, two names, or cannot be told apart."""

import pytest

from mailflow.model import Person
from tests.read.test_renderings import reading_of
from tests.renderings import mail

LABEL = "10. Maestro tech supporter (name and email, or NEED HELP)"
TYPED = f"""1. Call title: May Day
2. Group or occupation: Occupy Tulsa
4. Purpose: plan the spring march with everybody from the neighbourhood
5. Date: Thursday 15 March 2012
6. Start time: 8pm
7. Time zone: Eastern
8. Facilitator: %s
9. Backup facilitator: Ludmila Voss <voss@example.org>
{LABEL}: %s
11. Length: 75
"""
"""No line goes on the one above but those set in."""

BROKEN = """1. Call title: Tenants meet
again in the spring
2. Group or occupation: Occupy
Tulsa
4. Purpose: compare letters of
the same landlord and choose a
lawyer
5. Date: Thursday 15 March 2012
6. Start time: 8pm
7. Time zone: Eastern
8. Facilitator: %s
9. Backup facilitator: Ann Ito
<ann@example.org>
10. Maestro tech supporter:
%s
11. Length: 75
"""
"""Every line holds what has room in 31 characters."""


def read_in(key: str, form: str, *said: str) -> str:
    """The persons of a line, ``?`` where they are asked."""
    reading = reading_of(mail(form % said))
    if key in reading.unclear:
        return "?"
    value = reading.fields[key].value
    assert isinstance(value, tuple)
    persons = [one for one in value if isinstance(one, Person)]
    return "; ".join(f"{one.name} {one.email}" if one.email else str(one.name) for one in persons)


@pytest.mark.parametrize(
    ("said", "persons"),
    [
        ("Tammy\nNate", "Tammy; Nate"),
        ("Tammy\nNate Kim, nate@example.org", "Tammy; Nate Kim nate@example.org"),
        ("Tammy Shapiro\nNate Kim", "Tammy Shapiro; Nate Kim"),
        ("Siân\nMorris-Jones, smorrisjones@example.org", "Siân Morris-Jones smorrisjones@example.org"),
        ("Ming\nLi <mingli@example.org>", "Ming Li mingli@example.org"),
        ("Tammy,\nNate", "Tammy; Nate"),
        ("Tammy and\nNate", "Tammy; Nate"),
    ],
)
def test_a_line_that_had_room_for_the_next_word_was_ended_by_its_author(said: str, persons: str) -> None:
    """Names below each other are a list, but where the address is made of both lines' words."""
    assert persons == read_in("facilitator", TYPED, said, "NEED HELP")


@pytest.mark.parametrize(
    ("said", "persons"),
    [
        ("Tammy\nNate", "?"),
        ("Tammy\nLaurita", "?"),
        ("Tammy\nLaurita, laurita@example.org", "?"),
        ("Tammy\nShapiro, box7@example.org", "Tammy Shapiro box7@example.org"),
        ("Tammy\nShapiro (tshapiro@example.org)", "Tammy Shapiro tshapiro@example.org"),
        ("Tammy Shapiro\nNate Kim", "Tammy Shapiro; Nate Kim"),
        ("Tammy Shapiro\nNate Kim <nate@example.org>", "Tammy Shapiro; Nate Kim nate@example.org"),
        ("Ludmila\nVoss", "Ludmila Voss voss@example.org"),
        ("Tammy Shapiro <tammy@example.org>\nNate Kim", "Tammy Shapiro tammy@example.org; Nate Kim"),
    ],
)
def test_a_line_that_may_have_been_broken_is_told_by_its_names_or_asked(said: str, persons: str) -> None:
    """Behind a long label both are likely: the address, the given names or another line tell, else nobody does."""
    assert persons == read_in("tech", TYPED, "Ann Ito", said)


@pytest.mark.parametrize(
    ("said", "persons"),
    [
        ("Ludmila\nGreatorex", "Ludmila Greatorex"),
        ("Ludmila\nGreatorex <box7@example.org>", "Ludmila Greatorex box7@example.org"),
        ("Ann\nVoss-Greatorex", "Ann Voss-Greatorex"),
        ("Nate Kim,\nLorenzo Voss", "Nate Kim; Lorenzo Voss"),
    ],
)
def test_in_a_mail_of_broken_lines_a_full_one_goes_on(said: str, persons: str) -> None:
    """Where all lines keep to one column, the place of the break tells."""
    assert persons == read_in("facilitator", BROKEN, said, "NEED HELP")


@pytest.mark.parametrize("title", ["spring letters from the garden\nsolidarity plans", "letters\nsolidarity with all"])
def test_a_title_goes_on_above_the_next_line_of_the_form(title: str) -> None:
    """Nobody takes leave right above another line of the form."""
    reading = reading_of(mail((TYPED % ("Ann Ito", "NEED HELP")).replace("May Day", title)))
    assert title.replace("\n", " ") == reading.fields["title"].value


def test_thanks_above_the_next_line_of_the_form_are_none_of_a_title() -> None:
    """Thanks alone belong to no answer, wherever they stand."""
    reading = reading_of(mail((TYPED % ("Ann Ito", "NEED HELP")).replace("May Day", "May Day\nThanks!")))
    assert reading.fields["title"].value == "May Day"

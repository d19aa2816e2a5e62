"""A covering text beside a form: what it adds, what it contradicts, and what it only mentions."""

from collections.abc import Mapping

import pytest

from mailflow.model import Person, Value
from tests.read.test_reading import CALL, FORM, read_mail, values_of


@pytest.mark.parametrize(
    ("cover", "unclear"),
    [
        ("Please read the start as 9 rather than 8.", {"time"}),
        ("it is 8:30 now not 8", {"time"}),
        ("9pm not 8pm please.", {"time"}),
        ("Sorry, not 8pm but 9pm.", {"time"}),
        ("The line says 8 but it will be 9 in the evening.", {"time"}),
        ("Small correction, we begin at half past seven.", {"time"}),
        ("Actually we moved the start to 7:30.", {"time"}),
        ("The start time should be 7:30pm.", {"time"}),
        ("We had to push it back an hour.", {"time"}),
        ("Could we start an hour later?", {"time"}),
        ("Please ignore line 6, we have not agreed on the hour.", {"time"}),
        ("It has to be the 24th because of graduation.", {"date"}),
        ("Please do not use the date in the form.", {"date"}),
        ("Our call is Friday the 19th at 8pm.", {"date"}),
        ("It will be on the 20th.", {"date"}),
        ("We moved it to Friday.", {"date"}),
        ("Ignore the date, it is wrong.", {"date"}),
        ("The form says Thursday but we mean Friday.", {"date"}),
        ("Please make that the 25th instead of the 18th.", {"date"}),
        ("Oh and the date changed to March 25.", {"date"}),
        ("The time zone should be Central, not Eastern.", {"tz", "time"}),
        ("Ann can no longer facilitate (new baby!).", {"facilitator"}),
        ("Ann has dropped out.", {"facilitator"}),
        ("Disregard what I put for tech, my cousin Sam Poe will run the board.", {"tech"}),
        ("Cy Ro will do it instead of Ann.", {"facilitator"}),
        ("Bo has another commitment so backup is now Cy Ro, cy@example.org.", {"backup"}),
        ("Sam Poe offered to do the tech after all.", {"tech"}),
        ("The facilitator on the form is wrong.", {"facilitator"}),
        ('The title has changed since, please call it "Harbor table".', {"title"}),
    ],
)
def test_a_cover_that_says_otherwise_makes_the_line_unclear(cover: str, unclear: set[str]) -> None:
    """However a change is said, the line that it names is asked back, and no other."""
    reading = read_mail(f"Hi,\n\n{cover}\n\n{FORM}")
    assert set(reading.unclear) == unclear


@pytest.mark.parametrize(
    "cover",
    [
        "The protest is on the 20th.",
        "our last call was on March 11 at 9pm and it went well",
        "We need to know by the 10th.",
        "The deadline for the grant is March 12.",
        "The vote has been moved to April 2.",
        "The hearing is now on March 25 at 9am.",
        "Our call is Thursday at 8pm.",
        "As agreed, Thursday the 18th at 8pm.",
        "It is at 8pm, not 9pm as I told Larry.",
        "I tried calling on Friday at 5pm but nobody answered.",
        "You can reach me after 6pm.",
        "Call me if the date is a problem.",
        "Not sure whether the date is still free.",
        "If something must be changed just tell me.",
        "If you cannot do the 18th, the 25th is fine too.",
        "Bo can't wait!",
        "I am sending this instead of Ann.",
        "Ann and I will be away until the 10th.",
        "Ann ran the last call.",
        "Larry told us on the 4th to use this form instead of the old one.",
        "We are a small group, not more than 9 people.",
        "I have moved to Chicago since we last spoke.",
        "I am the scribe of our council.",
        "We do not have a tech person.",
        "We changed our name last year.",
        "Please do not publish my phone number.",
    ],
)
def test_a_cover_that_agrees_or_mentions_other_things_changes_nothing(cover: str) -> None:
    """Other days, other people, conditions and repetition leave the form as it is."""
    reading = read_mail(f"Hi,\n\n{cover}\n\n{FORM}")
    assert (values_of(reading), dict(reading.unclear)) == (CALL, {})


@pytest.mark.parametrize(
    ("cover", "values"),
    [
        ("Please make it two hours.", {"length": 120}),
        ("Please keep this one private.", {"public": False}),
        ("We expect about 40 people.", {"expected": (40, 40)}),
        (
            "The call should repeat every other Thursday through June 24, 2027.",
            {"recurrence": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;UNTIL=20270624"},
        ),
    ],
)
def test_a_cover_fills_what_the_form_does_not_say(cover: str, values: Mapping[str, Value]) -> None:
    """What the cover says with certainty of a line that the form leaves out is taken."""
    reading = read_mail(f"Hi,\n\n{cover}\n\n{FORM}")
    assert (values_of(reading), dict(reading.unclear)) == ({**CALL, **values}, {})


@pytest.mark.parametrize(
    ("old", "cover", "values", "unclear"),
    [
        (
            "Bo Li <bo@example.org>",
            "Backup will be Bill Tran (bill@example.org).",
            {"backup": (Person("Bill Tran", "bill@example.org"),)},
            set(),
        ),
        ("NEED HELP", "We need somebody from your side for the tech.", {"tech": "NEED HELP"}, set()),
        ("Bo Li <bo@example.org>", "Maybe Cy Ro can be the backup.", {}, {"backup"}),
        ("8pm", "Our call is Thursday at 8pm.", {"time": "20:00"}, set()),
    ],
)
def test_a_blank_line_is_filled_by_the_cover(
    old: str, cover: str, values: Mapping[str, Value], unclear: set[str]
) -> None:
    """A blank line takes the cover's certain value; what the cover leaves open is asked back, not missing."""
    reading = read_mail(f"Hi,\n\n{cover}\n\n{FORM.replace(old, '')}")
    assert {key: reading.fields[key].value for key in values} == values
    assert (set(reading.unclear), reading.missing) == (unclear, ())


def test_a_cover_settles_what_the_form_leaves_open() -> None:
    """``8`` on the form and ``at 8pm`` beside it are the hour that was likely anyway."""
    reading = read_mail(f"Our call is Thursday March 18 at 8pm.\n\n{FORM.replace('8pm', '8')}")
    assert (reading.fields["time"].value, dict(reading.unclear)) == ("20:00", {})


@pytest.mark.parametrize(
    ("line", "cover"),
    [
        ("Length: 60", "Please make it two hours."),
        ("Public: yes", "Please keep this one private."),
        ("Recurring: no", "We would like this call to be weekly, a call every Thursday."),
    ],
)
def test_a_cover_contradicts_optional_lines_too(line: str, cover: str) -> None:
    """A length, a listing or a rhythm that differs makes one line unclear."""
    reading = read_mail(f"Hi,\n\n{cover}\n\n{FORM}{line}\n")
    assert len(reading.unclear) == 1

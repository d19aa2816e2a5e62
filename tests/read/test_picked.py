"""Answers that point at what we asked about, and ways to reach persons who were named before."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from mailflow.model import Context, Field, Person, Reading, Source, Unclear, Value
from mailflow.read.adapter.message import parse
from mailflow.read.reading import read, settle
from tests.read.test_reading import SENT, mail

SOURCE = Source("text/plain", 1, "", "x")
WRONG_DAY = Unclear("date", "Friday 25 March", "25 March is a Thursday", SOURCE, "2027-03-25")
TWO_DAYS = Unclear("date", "3/18 or 3/25", "that is more than one day", SOURCE)
HOUR = Unclear("time", "8", "we need to know if that is in the morning or in the evening", SOURCE, "20:00")
TAMMY, NATE, JAY = Person("Tammy"), Person("Nate"), Person("Jay")


def answer(own: str, *doubts: Unclear, asked: tuple[str, ...] = (), **known: Value) -> Reading:
    """The reading of an answer to a case that asks back these doubts, and these keys beside them."""
    held: Mapping[str, Value] = {"tz": "America/New_York", **known}
    context = Context(
        received_at=SENT,
        case="IO-0042",
        asked=(*(one.key for one in doubts), *asked),
        doubts={one.key: one for one in doubts},
        known={key: Field(key, value, SOURCE) for key, value in held.items()},
    )
    raw = mail(own, "Re: [IO-0042] Harbor")
    return read(parse(raw), context, raw)


def said(reading: Reading, key: str) -> object:
    """A certain value, ``("?", suggestion)`` for a doubt, ``None`` where nothing was said."""
    if key in reading.unclear:
        return ("?", reading.unclear[key].suggestion)
    return reading.fields[key].value if key in reading.fields else None


@pytest.mark.parametrize(
    ("own", "doubt", "day"),
    [
        ("Thursday.", WRONG_DAY, "2027-03-25"),
        ("Yes, Thursday please", WRONG_DAY, "2027-03-25"),
        ("Thu", WRONG_DAY, "2027-03-25"),
        ("5. Thursday", WRONG_DAY, "2027-03-25"),
        ("Thursday at 9pm", WRONG_DAY, "2027-03-25"),
        ("Thursday the 25th", WRONG_DAY, "2027-03-25"),
        ("Thu. We can also do the week after if that's easier.", WRONG_DAY, "2027-03-25"),
        ("The 26th then", WRONG_DAY, "2027-03-26"),
        ("the second", TWO_DAYS, "2027-03-25"),
        ("The first one, please.", TWO_DAYS, "2027-03-18"),
        ("the later one", TWO_DAYS, "2027-03-25"),
        ("the earlier", TWO_DAYS, "2027-03-18"),
        ("the 18th works best for us", TWO_DAYS, "2027-03-18"),
        ("March 11", TWO_DAYS, "2027-03-11"),
        ("Friday.", WRONG_DAY, ("?", "2027-03-26")),
        ("Saturday", WRONG_DAY, ("?", None)),
        ("This Thursday", WRONG_DAY, ("?", "2027-03-04")),
        ("Thursday. Or no, make it Friday.", WRONG_DAY, ("?", None)),
        ("Thursday. But the week after would be better.", WRONG_DAY, ("?", "2027-03-25")),
        ("The 27th then", WRONG_DAY, ("?", "2027-03-27")),
        ("either is fine", TWO_DAYS, ("?", None)),
        ("we're flexible", TWO_DAYS, ("?", None)),
        ("Thursday", TWO_DAYS, ("?", None)),
        ("the third", TWO_DAYS, ("?", None)),
        ("the second", replace(TWO_DAYS, said="March 2 or March 9"), ("?", "2027-03-09")),
        ("the second", replace(TWO_DAYS, said="April 2 or April 9"), ("?", "2027-04-09")),
    ],
)
def test_a_day_is_picked_among_those_in_question(own: str, doubt: Unclear, day: object) -> None:
    """A weekday or a place in the row counts from the days that our question names, never from today."""
    assert day == said(answer(own, doubt), "date")


@pytest.mark.parametrize(
    ("own", "hour"),
    [
        ("evening of course", "20:00"),
        ("In the morning", "08:00"),
        ("9pm works better for Tammy", "21:00"),
        ("9 not 8", ("?", "21:00")),
        ("Oh, and 9 works better for Tammy.", ("?", "21:00")),
    ],
)
def test_an_hour_is_picked_by_its_half_of_the_day(own: str, hour: object) -> None:
    """The half of the day completes the hour we asked about; another hour without its half is asked again."""
    assert hour == said(answer(own, HOUR), "time")


@pytest.mark.parametrize(
    ("own", "day", "hour"),
    [
        ("yes", ("?", "2027-03-25"), ("?", "20:00")),
        ("yes to both", "2027-03-25", "20:00"),
        ("Both are right.", "2027-03-25", "20:00"),
        ("Yes Thursday, but 9 not 8", "2027-03-25", ("?", "21:00")),
        ("Thursday. evening of course", "2027-03-25", "20:00"),
    ],
)
def test_yes_to_two_suggestions_is_asked_again(own: str, day: object, hour: object) -> None:
    """A bare yes may be for either of two lines; ``yes to both`` is for both."""
    reading = answer(own, WRONG_DAY, HOUR)
    assert (day, hour) == (said(reading, "date"), said(reading, "time"))


def test_what_would_be_better_than_a_certain_hour_is_asked() -> None:
    """``9 works better`` changes no hour by itself, and is not dropped."""
    assert said(answer("9 works better for Tammy", time="20:00"), "time") == ("?", "21:00")


@pytest.mark.parametrize(
    ("own", "facilitator", "backup"),
    [
        ("tammy@example.org", "Tammy <tammy@example.org>", None),
        ("8. tammy@example.org", "Tammy <tammy@example.org>", None),
        ("Tammy is tammy@example.org", "Tammy <tammy@example.org>", None),
        ("nate@example.org", None, "Nate <nate@example.org>"),
        ("Nate's is nate@example.org, Tammy I'll send tomorrow", None, "Nate <nate@example.org>"),
        (
            "Tammy is tammy@example.org and Nate is nate@example.org",
            "Tammy <tammy@example.org>",
            "Nate <nate@example.org>",
        ),
        ("zed@example.org", None, None),
        ("Ask Bob, he's at bob@example.org", None, None),
    ],
)
def test_an_address_goes_to_the_person_who_lacked_one(own: str, facilitator: str | None, backup: str | None) -> None:
    """The known name is kept; of two who lack one, the words or the address say whose it is."""
    reading = answer(own, asked=("facilitator", "backup"), facilitator=(TAMMY,), backup=(NATE,))
    assert (facilitator, backup) == (shown(reading, "facilitator"), shown(reading, "backup"))


def shown(reading: Reading, key: str) -> str | None:
    """The one person of a line, as ``Name <address>``."""
    value = reading.fields[key].value if key in reading.fields else None
    one = value[0] if isinstance(value, tuple) else None
    return f"{one.name} <{one.email}>" if isinstance(one, Person) else None


def test_only_one_lacked_an_address() -> None:
    """An address alone is that person's, unless it is known as somebody else's."""
    bo = Person("Bo", "bo@example.org")
    read_as = answer("debt@example.org", asked=("facilitator",), facilitator=(TAMMY,), backup=(bo,))
    assert shown(read_as, "facilitator") == "Tammy <debt@example.org>"
    doubted = answer("bo@example.org", asked=("facilitator",), facilitator=(TAMMY,), backup=(bo,))
    assert "facilitator" in doubted.unclear


def test_a_mail_of_many_answers_is_taken_whole() -> None:
    """Each sentence answers another question, and none hides the others."""
    jay = Unclear("tech", "Jay??", "not sure yet", SOURCE, (JAY,))
    own = (
        "Thursday. evening of course. Tammy is tammy@example.org and backup is Nate, he's at nate@example.org."
        " yes Jay (jay@example.org)"
    )
    reading = answer(own, WRONG_DAY, HOUR, jay, asked=("facilitator", "backup"), facilitator=(TAMMY,))
    assert {
        "date": "2027-03-25",
        "time": "20:00",
        "facilitator": (Person("Tammy", "tammy@example.org"),),
        "backup": (Person("Nate", "nate@example.org"),),
        "tech": (Person("Jay", "jay@example.org"),),
    } == {key: one.value for key, one in reading.fields.items() if one.source.is_said and key != "start"}
    assert reading.unused == ()


@pytest.mark.parametrize(
    ("own", "unused"),
    [
        ("8pm\n\nThe hall closes at ten and wants a deposit.", ("The hall closes at ten and wants a deposit.",)),
        ("8pm\n\nAsk Bob, bob@example.org.", ("Ask Bob, bob@example.org.",)),
        ("8pm\n\nThanks so much!", ()),
        ("8pm\n\nI will send the rest tomorrow.", ()),
        ("8pm\n\nLarry", ()),
    ],
)
def test_what_no_line_took_is_told(own: str, unused: tuple[str, ...]) -> None:
    """Sentences that say something and filled nothing are kept for staff; thanks and promises are not."""
    assert unused == answer(own, HOUR, asked=("backup",)).unused


@pytest.mark.parametrize(("name", "words"), [("Raj", "same email address"), ("Larry", "same person")])
def test_a_backup_with_the_facilitators_address_is_called_what_it_is(name: str, words: str) -> None:
    """Another name with the same address is another person, as far as we know, whom we cannot reach apart."""
    larry, other = Person("Larry", "larry@example.org"), Person(name, "larry@example.org")
    held = {"facilitator": Field("facilitator", (larry,), SOURCE), "backup": Field("backup", (other,), SOURCE)}
    assert words in settle(held, {}, sent=SENT).unclear["backup"].why

"""Short answers to what we asked, where the quote of our mail is all we know of it."""

from collections.abc import Mapping

import pytest

from mailflow.fields import CALL_REQUEST
from mailflow.model import Person, Reading, Value
from tests.read.test_reading import read_mail, values_of

LARRY = (Person("Larry Swetman", "larry@example.org"),)
NATE = (Person("Nate", "nate@example.org"),)
LINDA = (Person("Linda", "linda@example.org"),)
BOTH = ("backup", "tech")
EMERGENCY: Mapping[str, Value] = {"emergency": True, "emergency_reason": "people are in jail"}
HOSTS = ("facilitator", "backup")
HOUR = 'You wrote "8"; it could be am or pm.\n> If you mean 8:00 pm, please type that.'


def reply(own: str, asked: tuple[str, ...] = (), above: str = "") -> Reading:
    """The reading of an answer above our acknowledgement, which asks these keys. above: what it says of them."""
    specs = CALL_REQUEST.by_key()
    asks = "".join(f"> {specs[key].prompt}\n" for key in asked)
    head = (
        "On Mon, Mar 1, 2027 at 9:00 AM InterOccupy <info@interoccupy.example> wrote:\n> We have your request IO-0042."
    )
    return read_mail(
        f"{own}\n\n{head}\n>\n> {above}\n{asks}>\n> What we understood\n>\n> 1. Call title: Harbor\n",
        "Re: [IO-0042] Harbor",
    )


@pytest.mark.parametrize(
    ("asked", "own", "values"),
    [
        (BOTH, "Nate, nate@example.org / Walt is tech", {"backup": NATE, "tech": (Person("Walt"),)}),
        (BOTH, "Nate, nate@example.org and Walt is tech", {"backup": NATE, "tech": (Person("Walt"),)}),
        (BOTH, "Nate, nate@example.org; NEED HELP", {"backup": NATE, "tech": "NEED HELP"}),
        (BOTH, "Nate nate@example.org, NEED HELP", {"backup": NATE, "tech": "NEED HELP"}),
        (BOTH, "Nate nate@example.org\nneed help\n\nLarry", {"backup": NATE, "tech": "NEED HELP"}),
        (
            BOTH,
            "Good morning. Here you go:\n\nNate, nate@example.org\nNEED HELP\n\nLarry",
            {"backup": NATE, "tech": "NEED HELP"},
        ),
        (BOTH, "backup: me", {"backup": LARRY}),
        (("tech",), "same as me", {"tech": LARRY}),
        (("backup",), "Nate nate@example.org\n\nLarry", {"backup": NATE}),
        (("backup",), "Backup is Nate. You can reach him at nate@example.org.", {"backup": NATE}),
        (("backup",), "Backup is me, Larry Swetman.", {"backup": LARRY}),
        (("time",), "9 pm", {"time": "21:00"}),
        (("time",), "9 pm\nI will send the rest tomorrow.", {"time": "21:00"}),
        (("time",), "9 pm. Hope that works!", {"time": "21:00"}),
        (("date", "time"), "March 25\n9 pm\nLet me know.", {"date": "2027-03-25", "time": "21:00"}),
        (("expected",), "yes its an emergency: people are in jail", EMERGENCY),
        ((), "its NOT 8 its 7:30pm, my bad", {"time": "19:30"}),
        ((), "oops I meant 9pm not 8", {"time": "21:00"}),
        ((), "Oops, 9pm, not 8pm!", {"time": "21:00"}),
        ((), "Can we move it to 9pm?", {"time": "21:00"}),
        (
            (),
            "One correction: the call has to be Thursday March 25, not Wednesday the 24th, and please make it 7pm.",
            {"date": "2027-03-25", "time": "19:00"},
        ),
        ((), "The facilitator will be Nate, nate@example.org", {"facilitator": NATE}),
    ],
)
def test_what_is_plainly_said_is_taken(asked: tuple[str, ...], own: str, values: Mapping[str, Value]) -> None:
    """By the order of what was asked, by the word that names it, or as a correction."""
    reading = reply(own, asked)
    assert (values_of(reading), dict(reading.unclear)) == (values, {})


@pytest.mark.parametrize(
    ("asked", "own", "unclear"),
    [
        ((), "could it be next Thursday instead of the 8th?", {"date"}),
        ((), "We have to change the date.", {"date"}),
        ((), "The time should be 9.", {"time"}),
        ((), "Our backup can't make it after all.", {"backup"}),
        (BOTH, "Maybe Nate can be backup.", {"backup"}),
        (BOTH, "I'll ask Nate and get back to you", set()),
        (BOTH, "Nate / Walt", set()),
        (BOTH, "Nate\nnate@example.org", set()),
        ((), "See you on Thursday at 8pm!", set()),
        ((), "Thanks. The GA meets on Friday at 7pm.", set()),
        ((), "Let me know if the date is a problem.", set()),
    ],
)
def test_what_is_left_open_is_no_value(asked: tuple[str, ...], own: str, unclear: set[str]) -> None:
    """A change that cannot be read, and a wish left open, are asked back; talk and lone names say nothing."""
    reading = reply(own, asked)
    assert (values_of(reading), set(reading.unclear)) == ({}, unclear)


@pytest.mark.parametrize(
    ("own", "time"),
    [("pm", "20:00"), ("am", "08:00"), ("yes", "20:00"), ("Yes please!\n\nLarry", "20:00"), ("9pm", "21:00")],
)
def test_yes_and_pm_answer_the_question_in_the_quote(own: str, time: str) -> None:
    """What we took for likely stands in our quoted mail, and so does the hour that lacked its half of the day."""
    assert values_of(reply(own, ("time",), HOUR)) == {"time": time}


@pytest.mark.parametrize(
    ("asked", "own", "unclear"),
    [
        (HOSTS, "Linda will do it, linda@example.org, and I step in.", {"facilitator": LINDA, "backup": LARRY}),
        (HOSTS, "Linda (linda@example.org) takes it on and I can jump in.", {"facilitator": LINDA, "backup": LARRY}),
        (HOSTS, "Linda will do it, linda@example.org", {"facilitator": None, "backup": None}),
        (HOSTS, "Linda and I will do it.", {"facilitator": None, "backup": None}),
        (BOTH, "Linda will do it, linda@example.org.", {"backup": None, "tech": None}),
        (HOSTS, "Linda cannot do it.", {}),
        (HOSTS, "Will Linda do it?", {}),
        ((), "Linda will do it, linda@example.org, and I step in.", {}),
    ],
)
def test_who_does_it_is_asked_where_two_roles_are_open(
    asked: tuple[str, ...], own: str, unclear: Mapping[str, Value]
) -> None:
    """Nobody who is named is dropped; the likely role is suggested, and none is filled."""
    reading = reply(own, asked)
    assert (values_of(reading), {key: one.suggestion for key, one in reading.unclear.items()}) == ({}, unclear)


def test_a_role_that_a_sentence_names_is_not_asked_again() -> None:
    """Of the two roles that were asked, one is named outright: the other is the doer's, likely."""
    reading = reply("Linda does it, linda@example.org. I am backup.", HOSTS)
    assert values_of(reading) == {"backup": LARRY}
    assert {key: one.suggestion for key, one in reading.unclear.items()} == {"facilitator": LINDA}


def test_a_question_of_ours_behind_its_label_is_no_answer() -> None:
    """``6. Start time: You wrote "8". Do you mean 8:00 pm?`` asks for the time; ``pm`` answers it."""
    quote = '> We have your request IO-0042.\n> 6. Start time: You wrote "8". Do you mean 8:00 pm?\n'
    head = "On Mon, Mar 1, 2027 at 9:00 AM InterOccupy <info@interoccupy.example> wrote:\n"
    assert values_of(read_mail(f"pm\n\n{head}{quote}", "Re: [IO-0042] x")) == {"time": "20:00"}
    assert dict(read_mail(f"hm\n\n{head}{quote}", "Re: [IO-0042] x").fields) == {}


@pytest.mark.parametrize(
    ("asked", "own", "values"),
    [
        (("date",), "Silly me!! I meant Friday the 26th of March. Thank you for catching it.\n\nJune", "2027-03-26"),
        (("date",), "Silly me, maybe Friday the 26th of March", None),
        (("date", "time"), "March 18\n8pm\nor maybe Friday", None),
        (("date", "time"), "March 18 / 8pm / or maybe Friday", None),
        (("date", "time"), "March 18 / 8pm", "2027-03-18"),
        ((), "5. March 18\n6. 9pm\neverything else is right. Oh and 22. no, don't list it.", "2027-03-18"),
    ],
)
def test_what_stands_around_a_short_answer(asked: tuple[str, ...], own: str, values: str | None) -> None:
    """A slip owned up to changes nothing; second thoughts leave it open; the next number begins another answer."""
    read = values_of(reply(own, asked))
    assert (values, "22." not in own) == (read.get("date"), "public" not in read)


def test_two_things_are_answered_in_spanish() -> None:
    """The hour behind a yes, and a person by the word for the role."""
    own = "Sí, a las 8 de la noche.\nY la suplente es Marisela Puente, mpuente@example.org\n\nGracias!!\nRosario"
    puente = (Person("Marisela Puente", "mpuente@example.org"),)
    assert {"time": "20:00", "backup": puente} == values_of(reply(own, ("backup", "time")))

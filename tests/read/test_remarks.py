"""What people say below or behind a value: talk of something else, or words that may amend it."""

import pytest

from mailflow.read.times.remarks import is_aside, is_remark, value_beside_remarks, without_remarks

REMARKS = """\
I will send the rest tomorrow.
We'll email you the names and numbers by Friday
I'll get you the tech person's email tonight
The rest will follow tomorrow
thanks so much!
Thanks for everything!
hope that works
Hope that’s ok for everyone
Let me know.
Let me know if that works
let me know if you need anything else
looking forward to hearing from you!
Sorry for the late reply
I have not talked to Nate yet.
We don't have a backup facilitator yet.
I am so excited
Can't wait!
Call me tomorrow if you have questions
Have a great weekend!
"""

AMENDING = """\
or maybe Friday
will confirm tomorrow if Friday is better
I will let you know tomorrow
I'll get back to you
tentative
if possible
We are not sure
We can't do Thursday
see you tomorrow
talk tomorrow
looking forward to Friday
I will send the date tomorrow
I will send the rest Friday or move the call
I'll send the real time tomorrow
We have not decided yet
Nate is free on Friday
later is fine
after the GA
hope it's not too late
Let me know if Friday is better
let me know if that is too early
let me know if you want 9pm instead
please call me if you want Friday instead
thanks so much! Or Friday?
am
"""


@pytest.mark.parametrize("said", REMARKS.splitlines())
def test_a_sentence_of_something_else_is_a_remark(said: str) -> None:
    """Thanks, hopes, regrets and promises to send what is missing say nothing of the value beside them."""
    assert (True, True) == (is_remark(said), is_aside(said))


@pytest.mark.parametrize("said", AMENDING.splitlines())
def test_words_that_may_amend_a_value_are_no_remark(said: str) -> None:
    """A day, an hour, a hedge or a condition may be meant for the value."""
    assert (False, False) == (is_remark(said), is_aside(said))


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("8pm. Hope that works! I will send the rest tomorrow.", "8pm."),
        ("March 18 - thanks so much", "March 18"),
        ("8pm. Or maybe 9.", ""),
        ("8pm", ""),
    ],
)
def test_a_value_ends_where_remarks_begin(said: str, value: str) -> None:
    """Only where every sentence behind it is a remark."""
    assert value == value_beside_remarks(said)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Silly me!! I meant Friday the 9th of March", "Friday the 9th of March"),
        ("Oops - it should say Friday", "Friday"),
        ("yes, 8pm", "8pm"),
        ("Sí, a las 8", "a las 8"),
        ("March 9, my bad", "March 9"),
        ("You're right, it's the 9th", "You're right,   the 9th"),
        ("no, 8pm", "no, 8pm"),
        ("si a las 8", "si a las 8"),
        ("8pm, I meant 9pm", "8pm, I meant 9pm"),
    ],
)
def test_what_leads_to_an_answer_changes_nothing(said: str, left: str) -> None:
    """A slip owned up to or a yes; not a day whose month it leaves open, a no, or a second value."""
    assert left == without_remarks(said)

"""The whole reading: kinds, values judged together, and answers to our own mails."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.fields import CALL_REQUEST, REQUIRED
from mailflow.model import Context, Field, Kind, Person, Reading, Source, Value
from mailflow.read.adapter.message import parse
from mailflow.read.reading import asks_emergency, is_thanks, merge, read, settle, tag_of

OURS = frozenset({"info@interoccupy.example"})
STAFF = frozenset({"ana@interoccupy.example"})
SENT = datetime(2027, 3, 1, 15, 0, tzinfo=UTC)
FORM = """Title: Harbor check-in
Group: Occupy Baltimore
Purpose: plan the cleanup
Date: Thursday March 18
Time: 8pm
Time zone: Eastern
Facilitator: Ann Lee <ann@example.org>
Backup: Bo Li <bo@example.org>
Tech: NEED HELP
"""
ACK = """We have your request IO-0042.
9. Backup facilitator (name and email):
10. Maestro tech supporter (name and email, or NEED HELP):
"""
CALL: Mapping[str, Value] = {
    "title": "Harbor check-in",
    "group": "Occupy Baltimore",
    "purpose": "plan the cleanup",
    "date": "2027-03-18",
    "time": "20:00",
    "tz": "America/New_York",
    "facilitator": (Person("Ann Lee", "ann@example.org"),),
    "backup": (Person("Bo Li", "bo@example.org"),),
    "tech": "NEED HELP",
}


def mail(
    body: str, subject: str = "call request", sender: str = "Larry Swetman <larry@example.org>", more: str = ""
) -> bytes:
    """A plain mail sent on Monday 1 March 2027, at ten in the morning in New York."""
    return (
        f"From: {sender}\nTo: info@interoccupy.example\nSubject: {subject}\nDate: Mon, 1 Mar 2027 10:00:00 -0500\n"
        f"Message-ID: <a@example.org>\n{more}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
        f"Content-Transfer-Encoding: 8bit\n\n{body}"
    ).encode()


def read_mail(
    body: str,
    subject: str = "call request",
    sender: str = "Larry Swetman <larry@example.org>",
    more: str = "",
    *,
    known: Mapping[str, Value] | None = None,
    asked: tuple[str, ...] = (),
    answers: str = "",
    case: str | None = None,
) -> Reading:
    """The reading of such a mail."""
    raw = mail(body, subject, sender, more)
    context = Context(
        received_at=SENT,
        ours=OURS,
        staff=STAFF,
        domain="interoccupy.example",
        known=certain(known or {}),
        asked=asked,
        answers=answers,
        case=case,
    )
    return read(parse(raw), context, raw)


def reply(body: str, asked: tuple[str, ...] = ("backup", "tech"), known: Mapping[str, Value] | None = None) -> Reading:
    """The reading of an answer to our acknowledgement."""
    return read_mail(body, "Re: [IO-0042] Your call request", case="IO-0042", answers=ACK, asked=asked, known=known)


def certain(values: Mapping[str, Value]) -> dict[str, Field]:
    """Certain fields with these values."""
    return {key: Field(key, value, Source("text/plain", 1, "test", str(value))) for key, value in values.items()}


def values_of(reading: Reading) -> dict[str, Value]:
    """What was said with certainty, defaults and the start left out."""
    return {key: one.value for key, one in reading.fields.items() if one.source.is_said and key != "start"}


# Values of a form, judged together -----------------------------------------------------------------------------------


def test_a_whole_form_is_read() -> None:
    """Nine lines give nine values, the start they make, and nothing to ask; what nobody said stands nowhere."""
    reading = read_mail(FORM)
    assert reading.kind is Kind.CALL_REQUEST
    assert values_of(reading) == CALL
    assert reading.fields["start"].value == "2027-03-18T20:00:00-04:00"
    assert not {"length", "list", "public", "emergency", "recurrence"} & reading.fields.keys()
    assert reading.fields["contact"].value == (Person("Larry Swetman", "larry@example.org"),)
    assert (reading.missing, dict(reading.unclear)) == ((), {})


def test_a_value_tells_where_it_came_from() -> None:
    """Each field names its part, its line, its grammar and the author's words."""
    source = read_mail(FORM).fields["time"].source
    assert (source.part, source.line, source.grammar, source.said) == ("text/plain", 5, "time", "8pm")


@pytest.mark.parametrize(
    ("old", "new", "unclear"),
    [
        ("Thursday March 18", "Wednesday March 18", {"date"}),
        ("Thursday March 18", "February 18, 2027", {"date"}),
        ("Thursday March 18", "March 1\nRecurring: every Wednesday", {"date"}),
        ("Thursday March 18\nTime: 8pm", "Sunday March 14\nTime: 2:30am", {"time"}),
        ("Thursday March 18\nTime: 8pm", "March 1\nTime: 9am", {"time"}),
        ("8pm", "8", {"time"}),
        ("8pm", "8pm PT", {"time", "tz"}),
        ("8pm", "8pm ET / 6pm PT", {"time"}),
        ("8pm", "8pm\nStart time: 9pm", {"time"}),
        ("8pm", "8-10pm\nLength: 60 minutes", {"length"}),
        ("Bo Li <bo@example.org>", "Ann Lee <ann@example.org>", {"backup"}),
        ("Bo Li <bo@example.org>", "Ann", {"backup"}),
        ("Bo Li <bo@example.org>", "same as above", {"backup"}),
        ("NEED HELP", "Jay??", {"tech"}),
        ("NEED HELP", "NEED HELP\nPublic: yes\n\nPlease keep this call private.", {"public"}),
        ("NEED HELP", "NEED HELP\n\nBo can't make it after all.", {"backup"}),
        ("NEED HELP", "NEED HELP\n\nSorry, the call should be on Friday March 19.", {"date"}),
        ("NEED HELP", "NEED HELP\n\nOops, I meant 9pm.", {"time"}),
        ("NEED HELP", "NEED HELP\n\nWe would like the call on Friday March 19 at 9pm.", {"date", "time"}),
        ("NEED HELP", "NEED HELP\n\nCy Ro will facilitate.", {"facilitator"}),
        ("NEED HELP", "NEED HELP\nHelp wanted: yes please", {"help"}),
    ],
)
def test_what_cannot_all_be_true_is_unclear(old: str, new: str, unclear: set[str]) -> None:
    """Values that contradict each other, the calendar or the covering text are asked back, and only those."""
    reading = read_mail(FORM.replace(old, new))
    assert set(reading.unclear) == unclear
    assert not set(reading.unclear) & set(reading.fields)
    assert reading.missing == ()


@pytest.mark.parametrize(
    ("old", "new", "values"),
    [
        ("8pm\nTime zone: Eastern", "8pm ET / 5pm PT", {"time": "20:00", "tz": "America/New_York"}),
        ("8pm", "8pm ET / 5pm PT", {"time": "20:00", "tz": "America/New_York"}),
        ("Thursday March 18\nTime: 8pm\nTime zone: Eastern", "Thursday March 18 at 8pm Eastern", {"time": "20:00"}),
        ("8pm", "8-9:30pm", {"time": "20:00", "length": 90}),
        ("8pm", "8pm\nEnds at: 10pm", {"length": 120}),
        ("NEED HELP", "NEED HELP\nWeekly: yes", {"recurrence": "FREQ=WEEKLY;BYDAY=TH"}),
        ("NEED HELP", "NEED HELP\nWeekly: Thursdays", {"recurrence": "FREQ=WEEKLY;BYDAY=TH"}),
        ("NEED HELP", "NEED HELP\nWeekly: no", {"recurrence": None}),
        ("NEED HELP", "NEED HELP\nPrivate: yes", {"public": False}),
        ("NEED HELP", "NEED HELP\nPrivate: no", {"public": True}),
        ("NEED HELP", "NEED HELP\n\nPlease don't publish this call.", {"public": False}),
        ("NEED HELP", "please provide one", {"tech": "NEED HELP"}),
        ("NEED HELP", "NEED HELP\nEmergency: yes - eviction Friday", {"emergency_reason": "eviction Friday"}),
        ("Group: Occupy Baltimore", "Hosting: Occupy Kansas City", {"group": "Occupy Kansas City"}),
        ("Group: Occupy Baltimore", "Who we are: Occupy Kansas City", {"group": "Occupy Kansas City"}),
        ("Ann Lee <ann@example.org>", "me", {"facilitator": (Person("Larry Swetman", "larry@example.org"),)}),
        (
            "Ann Lee <ann@example.org>\nBackup: Bo Li <bo@example.org>",
            "Tammy (Walt back-up)",
            {"facilitator": (Person("Tammy"),), "backup": (Person("Walt"),)},
        ),
        ("Title:", "Contact: Larry\nTitle:", {"contact": (Person("Larry", "larry@example.org"),)}),
        ("Title:", "Contact: Una Roe\nTitle:", {"contact": (Person("Una Roe"),)}),
        ("NEED HELP", "NEED HELP\nLet me know if you need anything else", {"tech": "NEED HELP"}),
        ("Eastern", "Eastern\nThanks so much", {"tz": "America/New_York"}),
    ],
)
def test_what_fits_together_is_certain(old: str, new: str, values: Mapping[str, Value]) -> None:
    """One line may fill another, labels may say the value, and talk beside a value does not blur it."""
    reading = read_mail(FORM.replace(old, new))
    assert {key: reading.fields[key].value for key in values if key in reading.fields} == values
    assert (dict(reading.unclear), reading.missing) == ({}, ())


@pytest.mark.parametrize(
    "prose",
    [
        "We would like a call on Thursday March 18 at 8pm, and Ann will facilitate.",
        "Our GA meets on Fridays at 7pm.",
        "The call was on Friday March 5 last year.",
        "If that does not work, the call could be on Friday March 19.",
        "Our regular call is on Sunday at 5pm.",
        "I'm at 215-555-0100 until Friday at 5pm.",
    ],
)
def test_prose_that_agrees_or_speaks_of_something_else_blurs_nothing(prose: str) -> None:
    """A covering sentence makes a value unclear only where it plainly says another one."""
    for body in (f"Hi,\n{prose}\n\n{FORM}", f"{FORM}\n{prose}\n"):
        reading = read_mail(body)
        assert (values_of(reading), dict(reading.unclear)) == (CALL, {})


@pytest.mark.parametrize(
    ("prose", "values"),
    [
        ("The call would be on Thursday March 18 at 8pm Eastern.", {"date": "2027-03-18", "time": "20:00"}),
        ("Our GA meets on Thursday March 18 at 8pm.", {}),
        ("Maybe on Thursday March 18 at 8pm.", {}),
        ("The call could be on March 18 or March 19.", {}),
        ("Ann Lee <ann@example.org> will facilitate.", {"facilitator": (Person("Ann Lee", "ann@example.org"),)}),
        ("Maybe Ann will facilitate.", {}),
        ("Will Ann facilitate?", {}),
        ("Bo can back me up.", {"backup": (Person("Bo"),)}),
        ("Could you provide a tech person?", {"tech": "NEED HELP"}),
        ("We do not need a tech person.", {}),
        ("We are from Occupy Baltimore.", {"group": "Occupy Baltimore"}),
        ("We work with Occupy Baltimore and Occupy Dover.", {}),
        ('It is called "Harbor check-in".', {"title": "Harbor check-in"}),
        ("The call lasts for 2 hours.", {"length": 120}),
        ("We expect about 40 people for an hour and a half.", {"expected": (40, 40), "length": 90}),
        ("The call lasts for 2 hours or 3.", {}),
        ("Backup is Lou lou@example.net.", {"backup": (Person("Lou", "lou@example.net"),)}),
        (
            "I facilitate, backup is Lou lou@example.net.",
            {
                "facilitator": (Person("Larry Swetman", "larry@example.org"),),
                "backup": (Person("Lou", "lou@example.net"),),
            },
        ),
        ("It is facilitated by Ann, bo@example.org is backup.", {}),
        ("Backup is Lou at lou@example.net.", {}),
        ("Sam Roe (303-555-0111) will facilitate.", {"facilitator": (Person("Sam Roe", phone="303-555-0111"),)}),
        ("We want a call to plan the spring tour.", {"purpose": "plan the spring tour"}),
        ("We want a call to plan our April 20 bank protest with others.", {}),
        ("We want a call to discuss the 3pm rally.", {}),
        ("We want to hold the April 20 call at 8pm.", {"date": "2027-04-20", "time": "20:00"}),
        ("The call is tonight at 9pm.", {"date": "2027-03-01", "time": "21:00"}),
        ("We met tonight at 9pm.", {}),
        ("The call is at quarter to 8pm.", {"time": "19:45"}),
        ("We expect about 30 people.", {"expected": (30, 30)}),
        ("We waited for 2 hours with 30 people.", {}),
    ],
)
def test_prose_gives_only_what_it_plainly_says(prose: str, values: Mapping[str, Value]) -> None:
    """A request in sentences fills what is beyond doubt; all else is asked by its number."""
    reading = read_mail(f"Hello, we would like to request a conference call. {prose} Thank you!", "hello")
    said = {key: value for key, value in values_of(reading).items() if key != "tz"}
    assert (reading.kind, said) == (Kind.CALL_REQUEST, values)


def test_talk_of_other_days_contradicts_nothing() -> None:
    """A covering text that mentions other days and people leaves the form alone."""
    reading = read_mail("Hi, our call on February 1 went well, thanks to Bo. We met Friday.\n\n" + FORM)
    assert values_of(reading) == CALL


@pytest.mark.parametrize("said", ["", "-", "?", "n/a", "TBD", "none yet", "still looking", "someone"])
def test_a_placeholder_is_missing(said: str) -> None:
    """What says nothing is neither a value nor a doubt."""
    reading = read_mail(FORM.replace("Bo Li <bo@example.org>", said))
    assert (reading.missing, dict(reading.unclear)) == (("backup",), {})


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Call request: Harbor cleanup", "Harbor cleanup"),
        ("Re: Call request - Harbor cleanup", "Harbor cleanup"),
        ("Call request", None),
        ("Call request: URGENT", None),
        ("Call request: Thursday March 18", None),
        ("maestro line", None),
        ("Harbor cleanup", None),
    ],
)
def test_only_a_subject_that_names_the_call_is_its_title(subject: str, title: str | None) -> None:
    """A subject that says what kind of mail it is, or when, is no title."""
    reading = read_mail(FORM.replace("Title: Harbor check-in\n", ""), subject)
    assert values_of(reading).get("title") == title
    assert reading.missing == (() if title else ("title",))


def test_two_forms_in_one_mail_are_two_requests() -> None:
    """Two filled forms are two requests, each with its own values (protocol, case 26)."""
    other = FORM.replace("Harbor check-in", "Winter camps").replace("March 18", "March 25").replace("8pm", "6pm")
    reading = read_mail(FORM + "\n\n" + other)
    assert reading.why == "2 call request forms in one mail"
    (second,) = reading.others
    both = [[one.fields[key].value for key in ("title", "start", "group")] for one in (reading, second)]
    assert both == [
        ["Harbor check-in", "2027-03-18T20:00:00-04:00", "Occupy Baltimore"],
        ["Winter camps", "2027-03-25T18:00:00-04:00", "Occupy Baltimore"],
    ]
    assert [one.missing for one in (reading, second)] == [(), ()]


def test_relative_days_count_from_the_mail() -> None:
    """``tomorrow`` is the day after the mail was written, in the zone it names, whenever it is read."""
    reading = read_mail(FORM.replace("Thursday March 18", "tomorrow"))
    assert values_of(reading)["date"] == "2027-03-02"


def test_a_broken_clock_does_not_date_the_call() -> None:
    """A Date header years away from the server's time is not counted from."""
    raw = mail(FORM.replace("Thursday March 18", "tomorrow")).replace(b"1 Mar 2027", b"1 Mar 2007")
    reading = read(parse(raw), Context(received_at=SENT, ours=OURS), raw)
    assert values_of(reading)["date"] == "2027-03-02"


# Kinds ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "subject", "kind"),
    [
        (FORM, "hello", Kind.CALL_REQUEST),
        ("Call title: X\nGroup: Y\n", "hello", Kind.CALL_REQUEST),
        ("We would like to request a conference call for our working group.", "hi", Kind.CALL_REQUEST),
        ("Can you please set up a maestro line for us next month?", "hi", Kind.CALL_REQUEST),
        ("Could you help us set up a call between the three GAs?", "hi", Kind.CALL_REQUEST),
        ("Our group needs a conference line for Sunday nights.", "hi", Kind.CALL_REQUEST),
        ("", "", Kind.FORM_WANTED),
        ("\n-- \nLarry\n", "hello", Kind.FORM_WANTED),
        ("form", "x", Kind.FORM_WANTED),
        ("Form please!", "form", Kind.FORM_WANTED),
        ("How do I request a call?", "hi", Kind.FORM_WANTED),
        ("Please send me the call request form.", "hi", Kind.FORM_WANTED),
        ("My PIN does not work, can someone call me back?", "PIN", Kind.QUESTION),
        ("I'm trying to get on the call tonight. Which number?", "help", Kind.QUESTION),
        ("Is there a call this Thursday?", "x", Kind.QUESTION),
        ("I have a question about the call.", "x", Kind.QUESTION),
        ("Please cancel our call.", "x", Kind.QUESTION),
        ("I would like to join the call on Thursday.", "x", Kind.QUESTION),
        ("Topic: Film night\nDate: March 27\nTime: 7pm\nPhone: 413-555-0110", "Film night", Kind.QUESTION),
        ("Thanks!", "hello", Kind.QUESTION),
        ("approve", "[IO-0042] x", Kind.QUESTION),
        ("decline: no room", "hello", Kind.QUESTION),
        ("Call: IO-0042\nBreakout: Housing\nPost: yes\nNotes:\nWe met.\nAll agreed.", "notes", Kind.NOTES),
        ("Here is what we said. " * 10, "IO-0042 minutes", Kind.NOTES),
        ("Where can I find the notes of the last call?", "notes", Kind.QUESTION),
        ("Please sign me up for the next Maestro training.", "x", Kind.TRAINING),
        ("MAESTRO TRAINING SIGN-UP (IO-TRAIN-1)\n1. Name: Bo\n5. Session: any\n", "x", Kind.TRAINING),
        ("When is the next training?", "training", Kind.QUESTION),
    ],
)
def test_a_mail_from_outside_has_its_kind(body: str, subject: str, kind: Kind) -> None:
    """What a person writes is told by what is in it."""
    assert read_mail(body, subject).kind is kind


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("approve", Kind.COMMAND),
        ("Approved.", Kind.COMMAND),
        ("schedule 2027-03-18 8pm Eastern", Kind.COMMAND),
        ("link https://example.org/call/5", Kind.COMMAND),
        ("IO-0042 approve\nIO-0043 wait\n", Kind.COMMAND),
        ("need 9 10\n\nprivate note", Kind.COMMAND),
        ("set time 9pm", Kind.COMMAND),
        ("status\n\nSent from my iPhone", Kind.COMMAND),
        ("aprove", Kind.QUESTION),
        ("need help", Kind.QUESTION),
        ("Link to the doc is below, could somebody look?", Kind.QUESTION),
        ("Post this when you can, please", Kind.QUESTION),
        ("Decline is not an option for us", Kind.QUESTION),
        ("I think we should approve it", Kind.QUESTION),
        (FORM, Kind.CALL_REQUEST),
    ],
)
def test_only_exact_words_of_staff_are_commands(body: str, kind: Kind) -> None:
    """A sentence that begins like a command is none; staff's own forms are forms."""
    assert read_mail(body, "hello", "Ana <ana@interoccupy.example>").kind is kind


def test_a_command_to_several_people_outside_needs_its_prefix() -> None:
    """A mail to two strangers is a letter, unless the line says ``!io`` (protocol, case 81)."""
    more = "Cc: bo@example.org, cy@example.org\n"
    assert read_mail("approve", "x", "Ana <ana@interoccupy.example>", more).kind is Kind.QUESTION
    assert read_mail("!io approve", "x", "Ana <ana@interoccupy.example>", more).kind is Kind.COMMAND


@pytest.mark.parametrize(
    "more",
    ["Auto-Submitted: auto-replied\n", "List-Id: <x.example.net>\n", "Precedence: auto_reply\n"],
)
def test_machines_are_never_read_as_people(more: str) -> None:
    """Whatever a machine's mail holds, it has no fields."""
    reading = read_mail(FORM, more=more)
    assert reading.kind.is_automatic
    assert dict(reading.fields) == {}


def test_a_calendar_answer_is_an_answer() -> None:
    """An iTIP REPLY is an answer without values."""
    raw = mail("BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n").replace(b"text/plain", b"text/calendar; method=REPLY")
    reading = read(parse(raw), Context(received_at=SENT, ours=OURS), raw)
    assert (reading.kind, dict(reading.fields)) == (Kind.ANSWER, {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thanks!", True),
        ("Thank you so much, Ana!!\n\nRuth", True),
        ("thanks ana, that's great!", False),
        ("Thanks Ana, that's great!\n\nLarry", True),
        ("Great, thank you all very much. We really appreciate your help.", True),
        ("Thanks, but please make it 9pm", False),
        ("Thanks! Where is the link?", False),
        ("", False),
        ("Great", False),
    ],
)
def test_thanks_are_thanks_only_when_nothing_else_is_said(text: str, expected: bool) -> None:
    """Thanks with a wish or a question behind them are no mere thanks."""
    assert is_thanks(text) is expected


@pytest.mark.parametrize(
    ("subject", "tag"),
    [
        ("Re: [IO-0042] x", "IO-0042"),
        ("io 42", "IO-0042"),
        ("IO42 notes", "IO-0042"),
        ("about #42", "IO-0042"),
        ("[IO-0042.3] notes", "IO-0042"),
        ("radio 42", None),
        ("AT&#42;T", None),
        ("call request", None),
    ],
)
def test_the_tag_is_found_in_the_subject(subject: str, tag: str | None) -> None:
    """Every way people write our reference is found, and nothing that only looks like it."""
    assert tag_of(subject) == tag


def test_urgency_is_a_whole_word() -> None:
    """``URGENT!!`` asks for an emergency, ``insurgent`` does not."""
    assert [asks_emergency(one) for one in ("URGENT!! call", "Emergency call", "insurgent art", "hi")] == [
        True,
        True,
        False,
        False,
    ]


# Answers to our mails ------------------------------------------------------------------------------------------------

NATE = (Person("Nate K", "nate@example.org"),)


@pytest.mark.parametrize(
    "body",
    [
        "9. Nate K <nate@example.org>\n10. NEED HELP",
        "9 Nate K, nate@example.org\n10 need help",
        "9: Nate K <nate@example.org>, 10: NEED HELP",
        "Backup: Nate K <nate@example.org>\nTech: need help please",
        "Nate K, nate@example.org\nNEED HELP",
        "Nate K <nate@example.org> will be the backup and we need a tech person from you please.",
        (
            "> 9. Backup facilitator (name and email): Nate K <nate@example.org>\n"
            "> 10. Maestro tech supporter (name and email, or NEED HELP): NEED HELP"
        ),
        (
            "> 9. Backup facilitator (name and email):\n\nNate K <nate@example.org>\n\n"
            "> 10. Maestro tech supporter (name and email, or NEED HELP):\n\nNEED HELP\n"
        ),
    ],
)
def test_missing_values_are_read_however_they_are_answered(body: str) -> None:
    """By number, by label, in order, in prose, inside or below the quote: the same two values."""
    reading = reply(body)
    assert (reading.kind, values_of(reading), dict(reading.unclear)) == (
        Kind.ANSWER,
        {"backup": NATE, "tech": "NEED HELP"},
        {},
    )


@pytest.mark.parametrize(
    "body", ["Nate", "What is a backup facilitator?", "We'll see.", "9 and 10 are both me", "Hm\nNo idea yet"]
)
def test_what_may_mean_either_is_left_to_people(body: str) -> None:
    """With two things asked, a lone name, a question or talk fills neither."""
    assert values_of(reply(body)) == {}


@pytest.mark.parametrize(
    ("asked", "body", "values"),
    [
        ("backup", "Nate K, nate@example.org", {"backup": NATE}),
        ("backup", "Nate K, nate@example.org\n\nThanks,\nLarry\n", {"backup": NATE}),
        ("time", "8pm Eastern", {"time": "20:00", "tz": "America/New_York"}),
        ("purpose", "To agree on dates for the spring tour", {"purpose": "To agree on dates for the spring tour"}),
        ("purpose", "I'll get back to you tomorrow", {}),
        ("date", "What about a Thursday?", {}),
        ("tech", "one of you please", {"tech": "NEED HELP"}),
        ("tech", "NEED HELP", {"tech": "NEED HELP"}),
        ("tech", "NEED HELP?", {"tech": "NEED HELP"}),
        ("tech", "NEED HELP\nactually can we make it the 17th instead? how much is it?", {"tech": "NEED HELP"}),
        ("tech", "need help please\n\nAnn\nSent from my iPhone", {"tech": "NEED HELP"}),
        ("tech", "10. Nobody, please help us", {"tech": "NEED HELP"}),
        ("tech", "NEED HELP\nunless Walt can do it", {}),
    ],
)
def test_a_bare_answer_to_one_question_is_taken(asked: str, body: str, values: Mapping[str, Value]) -> None:
    """One thing asked, one thing said: it is that thing, where it can be."""
    assert values_of(reply(body, (asked,))) == values


def test_an_answer_brings_no_defaults() -> None:
    """An answer holds what was said in it and nothing else."""
    assert set(reply("9. Nate K <nate@example.org>").fields) == {"backup"}


def test_thanks_in_a_thread_are_an_answer_without_values() -> None:
    """Thanks quote our mail and say nothing."""
    reading = reply("Thank you!\n\n> " + ACK.replace("\n", "\n> "))
    assert (reading.kind, reading.is_thanks, dict(reading.fields), dict(reading.unclear)) == (Kind.ANSWER, True, {}, {})


def test_times_in_an_answer_count_in_the_zone_of_the_case() -> None:
    """A day in an answer is read with the zone the case knows; another zone is asked back."""
    known: Mapping[str, Value] = {"tz": "America/Chicago", "date": "2027-03-18"}
    assert values_of(reply("6. 9pm", ("time",), known)) == {"time": "21:00"}
    assert set(reply("6. 9pm Pacific", ("time",), known).unclear) == {"time"}


def test_a_plain_correction_is_taken() -> None:
    """``Oops, I meant 9pm`` says 9pm; ``maybe 9pm`` says nothing."""
    assert values_of(reply("Oops, I meant 9pm.", ())) == {"time": "21:00"}
    assert values_of(reply("Sorry, I meant maybe 9pm or 10pm.", ())) == {}


def test_a_form_filled_anew_in_an_old_thread_is_a_new_request() -> None:
    """Another title in an old thread is another call; the same title is an answer (protocol, 8.23)."""
    assert reply(FORM, ("backup",), {"title": "Old call"}).kind is Kind.CALL_REQUEST
    assert reply(FORM, ("backup",), {"title": "Harbor check-in", "date": "2027-03-18"}).kind is Kind.ANSWER
    assert reply(FORM, ("backup",), {"title": "Harbor check-in", "date": "2027-02-18"}).kind is Kind.CALL_REQUEST


def test_the_blank_form_filled_in_a_reply_is_a_request() -> None:
    """An answer to the form we mailed begins a case."""
    blank = "\n".join(spec.prompt for spec in CALL_REQUEST.specs)
    filled = "1. Call title: X\n2. Group: Y\n8. Facilitator: me"
    for asked in ((), tuple(spec.key for spec in CALL_REQUEST.specs)):
        reading = read_mail(filled, "Re: Call request form", answers=blank, asked=asked)
        assert (reading.kind, values_of(reading)["title"]) == (Kind.CALL_REQUEST, "X")


def test_a_reply_to_us_without_a_store_is_an_answer() -> None:
    """Our tag, our Message-ID or our words in the quote make an answer, also where the case is not known."""
    quote = "> We have your request IO-0042.\n> 9. Backup facilitator (name and email):\n"
    assert read_mail("9. Nate", "Re: [IO-0042] x").kind is Kind.ANSWER
    assert read_mail("9. Nate", "Re: x", more="In-Reply-To: <7@interoccupy.example>\n").kind is Kind.ANSWER
    reading = read_mail("9 Nate K, nate@example.org\n\n" + quote, "Re: x")
    assert (reading.kind, values_of(reading)) == (Kind.ANSWER, {"backup": NATE})


# Settling and merging ------------------------------------------------------------------------------------------------


def test_every_key_stands_in_one_place() -> None:
    """A key is certain, unclear or missing, and what is required is somewhere."""
    settled = settle(certain({"title": "X"}), read_mail(FORM.replace("8pm", "8")).unclear, sent=SENT)
    places = [set(settled.fields), set(settled.unclear), set(settled.missing)]
    assert set(REQUIRED) <= set().union(*places)
    assert sum(map(len, places)) == len(set().union(*places))


def test_settling_twice_changes_nothing() -> None:
    """What is settled stays as it is."""
    for body in (
        FORM,
        FORM.replace("Bo Li <bo@example.org>", "me"),
        FORM.replace("Thursday March 18", "February 1, 2027"),
    ):
        reading = read_mail(body)
        once = settle(reading.fields, reading.unclear, sent=SENT)
        assert settle(once.fields, once.unclear, sent=SENT) == once


def test_a_doubt_that_rests_on_another_value_is_lifted_with_it() -> None:
    """The backup who was the facilitator is a backup again when the facilitator changes."""
    first = read_mail(FORM.replace("Bo Li <bo@example.org>", "Ann Lee <ann@example.org>"))
    assert set(first.unclear) == {"backup"}
    fields, unclear = merge(first.fields, first.unclear, reply("8. Cy Ro <cy@example.org>", ("backup",)))
    settled = settle(fields, unclear, sent=SENT)
    assert settled.fields["backup"].value == (Person("Ann Lee", "ann@example.org"),)
    assert (dict(settled.unclear), settled.missing) == ({}, ())


def test_an_hour_that_clocks_skip_is_lifted_with_another_day() -> None:
    """The time comes back when the day moves away from the change of clocks."""
    first = read_mail(FORM.replace("Thursday March 18\nTime: 8pm", "Sunday March 14\nTime: 2:30am"))
    fields, unclear = merge(first.fields, first.unclear, reply("5. March 15", ("time",), {"tz": "America/New_York"}))
    settled = settle(fields, unclear, sent=SENT)
    assert settled.fields["start"].value == "2027-03-15T02:30:00-04:00"


def test_an_hour_that_comes_twice_is_the_first_and_says_so() -> None:
    """In the night clocks go back, the earlier hour is meant, and the field says it."""
    settled = settle(certain({**CALL, "date": "2027-11-07", "time": "01:30"}), {}, sent=SENT)
    assert settled.fields["start"].value == "2027-11-07T01:30:00-04:00"
    assert "first of the two" in settled.fields["time"].assumed


def test_a_newer_certain_value_replaces_and_clears() -> None:
    """A reply's value wins over the old one and over an old doubt; the start is made anew."""
    first = read_mail(FORM.replace("Bo Li <bo@example.org>", "Jay??"))
    fields, unclear = merge(first.fields, first.unclear, reply("9. Nate K <nate@example.org>\n6. 9pm"))
    settled = settle(fields, unclear, sent=SENT)
    assert settled.fields["backup"].value == NATE
    assert settled.fields["start"].value == "2027-03-18T21:00:00-04:00"
    assert dict(settled.unclear) == {}


def test_newer_doubt_makes_a_certain_value_unclear() -> None:
    """Where the new words are unclear a careful person asks, unless they only repeat what is known."""
    known = read_mail(FORM)
    fields, unclear = merge(known.fields, known.unclear, reply("6. 9", ("backup",)))
    assert ("time" in fields, set(unclear)) == (False, {"time"})
    fields, unclear = merge(known.fields, known.unclear, reply("6. 8", ("backup",)))
    assert (fields["time"].value, unclear) == ("20:00", {})


def test_a_default_replaces_nothing() -> None:
    """What somebody said is not overwritten by what nobody said."""
    known = read_mail(FORM + "Length: 60\nPublic: no\n")
    fields, _ = merge(known.fields, known.unclear, read_mail(FORM))
    assert (fields["length"].value, fields["public"].value) == (60, False)


# Laws over any mail --------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *FORM.splitlines(),
        *ACK.splitlines(),
        *(spec.prompt for spec in CALL_REQUEST.specs),
        "",
        "> ",
        ">> 8. Facilitator: x",
        "-- ",
        "Thanks",
        "On Mon, Mar 1, 2027 at 9:00 AM X <x@example.org> wrote:",
        "Sorry, I meant Friday at 9pm.",
        "I'll facilitate and Bo can back me up on Thursday March 18 at 8pm ET.",
        "Notes:",
        "approve",
        "8. x",
        "MAESTRO TRAINING SIGN-UP (IO-TRAIN-1)",
        "NOTES FORM (IO-NOTES-1)",
    ]
)


@given(
    st.lists(PIECES, max_size=14),
    st.sampled_from(["call request", "Re: [IO-0042] x", "notes", "Fwd: call", ""]),
    st.lists(st.sampled_from(list(REQUIRED)), max_size=3, unique=True),
    st.booleans(),
)
def test_reading_never_raises_and_keeps_its_shape(
    rows: list[str], subject: str, asked: list[str], in_case: bool
) -> None:
    """However lines are put together, a key stands in one place, and reading twice gives the same."""
    body = "\n".join(rows)

    def once() -> Reading:
        return read_mail(
            body,
            subject,
            asked=tuple(asked),
            answers=ACK if in_case else "",
            case="IO-0042" if in_case else None,
            known=CALL if in_case else None,
        )

    reading = once()
    assert reading == once()
    places = [set(reading.fields), set(reading.unclear), set(reading.missing)]
    assert sum(map(len, places)) == len(set().union(*places))


@given(st.binary(max_size=400), st.sampled_from([b"text/plain", b"text/html", b"multipart/mixed; boundary=x"]))
def test_no_bytes_make_reading_raise(body: bytes, media: bytes) -> None:
    """Whatever arrives has a kind."""
    raw = b"From: a@example.org\nSubject: call request\nContent-Type: " + media + b"\n\n" + body
    assert read(parse(raw), Context(received_at=SENT), raw).kind in Kind


def test_sentences_are_no_short_answers_to_a_text_that_was_asked() -> None:
    """Where a title was asked, a sentence beside it is not one."""
    said = 'Call it "Southern day" please. Hal Burke is my backup, hal@example.net. Also make it 5pm instead of 4.'
    quoted = "> We have your request IO-0009.\n> 1. Call title:\n> 9. Backup facilitator (name and email):\n"
    reading = read_mail(f"{said}\n\n{quoted}", "Re: [IO-0009] Your call request: two things missing")
    assert values_of(reading)["title"] == "Southern day"
    assert values_of(reading)["backup"] == (Person("Hal Burke", "hal@example.net"),)


def test_need_a_call_is_no_command_of_a_stranger() -> None:
    """A first word that is a keyword of staff's is a person's wish where it goes on as one."""
    for said in ("need a call tues 3/9 9pm for occupy boise", "need conference call march 9 9pm eastern, occupy boise"):
        assert read_mail(said, "call").kind is Kind.CALL_REQUEST
    assert read_mail("need 9 10", "call").kind is Kind.QUESTION


@pytest.mark.parametrize("beside", ["hope that works", "I will send the rest tomorrow.", "Thanks for everything!"])
@pytest.mark.parametrize("line", ["Date: Thursday March 18", "Time: 8pm", "Time zone: Eastern"])
def test_a_chatty_line_below_a_value_is_left_out(line: str, beside: str) -> None:
    """A sentence of something else makes no day, hour or zone unclear."""
    reading = read_mail(FORM.replace(line, f"{line}\n{beside}"))
    assert CALL.items() <= values_of(reading).items()
    assert {} == reading.unclear


@pytest.mark.parametrize("beside", ["or maybe Friday", "will confirm tomorrow if Friday is better", "tentative"])
def test_a_line_below_a_day_that_may_amend_it_is_asked_about(beside: str) -> None:
    """Another day, a hedge or a condition below a day leaves it open."""
    reading = read_mail(FORM.replace("March 18", f"March 18\n{beside}"))
    assert "date" in reading.unclear


ASKS_EMERGENCY = """We have your request [IO-0042].

Is it an emergency, or would another date work? Please answer one of these.
5. Date (like Thursday 15 March 2012):
21. Emergency (yes and why):
"""


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("yes its an emergency: people are in jail", True),
        ("It is an emergency because people are in jail.", True),
        ("This is not an emergency.", False),
        ("I don't think it's an emergency", None),
        ("My password does not work. It's not urgent.", None),
    ],
)
def test_an_emergency_is_read_above_the_quote_of_our_question(said: str, meant: bool | None) -> None:
    """A sentence that names it needs no label; one that doubts it fills nothing."""
    quoted = "".join(f"> {line}\n" for line in ASKS_EMERGENCY.splitlines())
    reading = read_mail(f"{said}\n\n{quoted}", "Re: [IO-0042] x", answers=ASKS_EMERGENCY, case="IO-0042")
    assert meant == values_of(reading).get("emergency")


def test_yes_behind_our_quoted_line_is_an_answer() -> None:
    """What the hint in parentheses says ("yes and why") does not make it a word of ours."""
    quoted = "".join(f"> {line}\n" for line in ASKS_EMERGENCY.splitlines()).replace("why):", "why): yes")
    reading = read_mail(quoted, "Re: [IO-0042] x", answers=ASKS_EMERGENCY, case="IO-0042")
    assert {"emergency": True} == values_of(reading)


@pytest.mark.parametrize(
    ("time", "zone", "expected"),
    [
        ("20:00", "MT / 10pm EST", ("20:00", "America/Denver")),
        ("7:30-9 p.m.", "Central (6:30 Mountain)", ("19:30", "America/Chicago")),
        ("8pm", "Eastern, 5pm Pacific", ("20:00", "America/New_York")),
        ("8pm", "MT / 9pm EST", ("?", "?")),
        ("7:30pm", "Central (7:30 Mountain)", ("?", "?")),
        ("8", "MT / 10pm EST", ("?", "?")),
    ],
)
def test_a_zone_line_with_an_hour_is_read_behind_the_hour_it_belongs_to(
    time: str, zone: str, expected: tuple[str, str]
) -> None:
    """Two clocks that agree over two lines are one hour in the first zone; where they disagree both are asked."""
    form = FORM.replace("Time: 8pm", f"Time: {time}").replace("Time zone: Eastern", f"Time zone: {zone}")
    read_ = read_mail(form)
    found = tuple(str(read_.fields[key].value) if key in read_.fields else "?" for key in ("time", "tz"))
    assert expected == found


@pytest.mark.parametrize(
    ("sender", "named", "email"),
    [
        ("Nell <nell@example.org>", "Nell Gray", "nell@example.org"),
        ("Zoé Lefèbvre <zoe@example.org>", "Zoé", "zoe@example.org"),
        ("Nell Gray <nell@example.org>", "Nell Brown", None),
        ("Occupy Reno <reno@example.org>", "Nell", None),
        ("Anna Lee <anna@example.org>", "Ann", None),
    ],
)
def test_nobody_is_asked_for_an_address_that_the_mail_itself_shows(sender: str, named: str, email: str | None) -> None:
    """Who is plainly the sender has the sender's address in any line; somebody of another name has not."""
    form = FORM.replace("Ann Lee <ann@example.org>", named)
    assert read_mail(form, sender=sender).fields["facilitator"].value == (Person(named, email),)


def test_two_calls_in_one_mail_in_prose_are_two_requests() -> None:
    """Each item of a list is a call with what is said of all; what is told of one or the other is asked for both."""
    found = read_mail(
        'We need two calls:\n\n1) "Rent 101", Thursday March 18, 8pm Eastern\n2) "Rent 102", Thursday March 25, 9pm '
        "Eastern\n\nGroup is Occupy Atlanta. Backup for the first is Al Fox al@example.org, for the second Bea Orr "
        "bea@example.org."
    )
    both = (found, *found.others)
    assert [("2027-03-18", "20:00"), ("2027-03-25", "21:00")] == [
        (one.fields["date"].value, one.fields["time"].value) for one in both
    ]
    assert ["Rent 101", "Rent 102"] == [one.unclear["title"].suggestion for one in both]
    assert all("backup" in one.unclear and one.fields["group"].value == "Occupy Atlanta" for one in both)


def test_two_days_to_choose_from_are_not_two_calls() -> None:
    """A list of days for one call is a choice."""
    found = read_mail(
        "We need a conference call for Occupy Atlanta, one of these:\n\n1) Thursday March 18, 8pm Eastern\n"
        "2) Thursday March 25, 8pm Eastern\n"
    )
    assert not found.others
    assert "date" in found.unclear


def test_days_of_a_mail_passed_on_count_from_its_own_date() -> None:
    """``tomorrow`` in a mail of last Tuesday that is passed on is last Wednesday, and past."""
    body = (
        "Could you please help Carol with this?\n\nBegin forwarded message:\n\n> From: Carol Diaz <carol@example.com>\n"
        "> Date: February 23, 2027 at 10:02:11 AM EST\n> To: Bob <bob@example.org>\n> Subject: call\n>\n"
        "> Our group wants an InterOccupy call tomorrow at 9pm Eastern. I'll facilitate.\n"
    )
    found = read_mail(body, subject="Fwd: call")
    assert found.kind is Kind.CALL_REQUEST
    assert "date" in found.unclear
    assert found.fields["facilitator"].value == (Person("Carol Diaz", "carol@example.com"),)


def test_a_name_in_the_order_of_a_list_is_turned_where_the_mail_tells_it() -> None:
    """``Larson, Ann`` in From is Ann Larson where the text or the address says so, and stays where nothing does."""
    shown = '"Larson, Ann" <ann@example.org>'
    signed, plain = (read_mail(body, sender=shown).fields["contact"].value for body in (f"{FORM}\n\nAnn Larson", FORM))
    assert (Person("Ann Larson", "ann@example.org"),) == signed
    assert (Person("Larson, Ann", "ann@example.org"),) == plain


def test_the_label_help_is_a_label() -> None:
    """``Help: agenda doc`` is line 19, with or without its number."""
    for label in ("Help", "19. Help"):
        assert read_mail(f"{FORM}{label}: agenda doc\n").fields["help"].value == ("agenda",)


def test_a_sentence_below_a_person_that_tells_the_purpose_is_the_purpose() -> None:
    """``It is to decide ...`` on a line below the tech supporter is no part of that answer."""
    form = FORM.replace("Purpose: plan the cleanup\n", "").replace(
        "Tech: NEED HELP\n", "Tech: we need one of yours.\nIt is to decide on actions for the spring.\n"
    )
    found = read_mail(form)
    assert found.fields["purpose"].value == "to decide on actions for the spring"
    assert found.fields["tech"].value == "NEED HELP"

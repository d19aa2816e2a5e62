"""Notes: where the header lines end, what they say, and what the subject and the sentences around them say."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.model import Context, Kind, Line, Reading
from mailflow.read.adapter.message import parse
from mailflow.read.answers.result import Certain, Result
from mailflow.read.papers.notes_head import part
from mailflow.read.papers.notes_values import read_links, read_part, read_past_date, read_post, read_taker
from mailflow.read.reading import read

SENT = datetime(2012, 3, 16, 9, 14, tzinfo=timezone(timedelta(hours=-4)))  # a Friday
FORM = """NOTES FORM (IO-NOTES-1)

1. Call number or title: IO-0042
2. Call date: March 15
3. Breakout group (blank = main call): Legal
4. Note taker (name to show, or anonymous): Rosa
10. Notes (everything below this line):
"""
WISH = "We would like a conference call on March 29 at 8pm Eastern. Al Roe facilitates, Bo is backup. I take the notes."
REQUEST = """Title: Notes
Date: March 29
Time: 8pm
Time zone: Eastern
Facilitator: Al, al@example.org
Backup facilitator: Bo, bo@example.org
Maestro tech supporter: NEED HELP
One time or recurring: one time
"""
TEXT = (
    "We talked about the camp and the winter, and everybody"
    " who was there agreed to bring a friend and a\nblanket and some dry wood for all."
)


def mail(body: str, subject: str = "notes", sender: str = "Deb Kowalczyk <deb@example.org>") -> Reading:
    """The reading of such a mail."""
    head = f"From: {sender}\nSubject: {subject}\nDate: Fri, 16 Mar 2012 09:14:00 -0400\nMessage-ID: <n@example.org>\n"
    raw = f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}".encode()
    return read(parse(raw), Context(received_at=SENT.astimezone(UTC), ours=frozenset({"info@example.net"})), raw)


def value(result: Result) -> object:
    """The value, ``?`` for a doubt, ``nothing`` where nothing was said."""
    return "nothing" if result is None else result.value if isinstance(result, Certain) else "?"


def values(reading: Reading) -> Mapping[str, object]:
    """The values by key, ``?`` for a doubt, without body and taker."""
    certain = {key: one.value for key, one in reading.fields.items()}
    return {
        key: one for key, one in (certain | dict.fromkeys(reading.unclear, "?")).items() if key not in {"body", "taker"}
    }


@pytest.mark.parametrize(
    ("body", "subject", "kind"),
    [
        (FORM + "We met.\nAll agreed.", "x", Kind.NOTES),
        (FORM.partition("\n\n")[2] + "We met.\nAll agreed.", "hello", Kind.NOTES),
        ("https://pad.example/p/x", "[IO-0131] notes", Kind.NOTES),
        ("Here is the pad: https://pad.example/p/x", "minutes of last night", Kind.NOTES),
        ("Present: Ana, Bo\nNote taker: Bo\n\nWe talked a while.", "minutes", Kind.NOTES),
        (TEXT, "IO-0042 minutes", Kind.NOTES),
        ("We talked about the hall and about nothing else.", "Green Jobs call, minutes of 3/14", Kind.NOTES),
        ("Where are the minutes?", "minutes", Kind.QUESTION),
        ("Do you have 20 minutes for us this week? We would like to hear how it works.", "20 minutes", Kind.QUESTION),
        ("Sorry, nobody took notes this time.", "notes", Kind.QUESTION),
        ("Thanks for posting these so quickly, we all like it a lot.", "Re: [IO-0042] notes received", Kind.ANSWER),
        (f"Is this right? {TEXT[:20]}?", "notes", Kind.QUESTION),
        (
            "We were thirty on Monday. Will the notes be posted somewhere? We like to talk of them.",
            "notes?",
            Kind.QUESTION,
        ),
        (f"Here are my notes of the housing call.\n\n{TEXT}", "housing, Thursday", Kind.NOTES),
        (f"Please find below the minutes.\n\n{TEXT}", "for you", Kind.NOTES),
        (f"Facilitator: Ann\nBackup: Bo\nTime: 8pm\nGroup: Hill\nPurpose: rent\n\n{TEXT}", "Minutes, Rent", Kind.NOTES),
        (f"1. Facilitators: Ann and Bo.\n2. Time: late.\n3. Backup: broken.\n\n{TEXT}", "Minutes, Monday", Kind.NOTES),
        (WISH, "a call for our Notes group", Kind.CALL_REQUEST),
        (REQUEST, "Notes group, our minutes call", Kind.CALL_REQUEST),
    ],
)
def test_notes_are_told_from_what_only_speaks_of_them(body: str, subject: str, kind: Kind) -> None:
    """Our form with or without its title, a lone link, a few words under a subject that names the call; no question."""
    assert kind is mail(body, subject).kind


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Call: X\nDate: Jan 19\n\n", "We met.\nDate: next week"),
        ("Call: X\nAttendees: Ana, Bo,\nCy\nNotes:\n", "We met.\n\nNotes: bring pens"),
        ("Call: X\n\nBreakout: Legal\n\nPost: yes\n\nNotes:\n\n", "We met."),
        ("Hi all\n\nCall: X\nNote taker: Ana\nMinutes:\n", "Facilitator: Ana\n1. Date: none yet"),
        ("1. Call number or title: X\n3. Breakout group (blank =\nmain call): Legal\n10. Notes:\n", "We met."),
        ("4. Note taker:\n\nAna\n\n5. Attendees:\n\n12\n\n10. Notes:\n\n", "We met."),
        ("", "Hi all, here is what we said.\n\nAgenda: rent, food\nDate: next week"),
        ("", "Minutes: Green Jobs Table\n\nWe met."),
        ("", "hey, here is what I caught.\n\nOn the call: 22 people\n\nREPORTS\nWe met."),
        ("", "I am sorry that this is late.\n\nDate: the picnic is moved to June 9.\nPost: Vern wants a post."),
        ("", "Group: Hill\nWe met."),
    ],
)
def test_the_body_is_what_stands_below_the_header_lines(head: str, body: str) -> None:
    """The text is kept word for word, whatever in it looks like a header line."""
    lines = [Line(text, 0, number, "text/plain") for number, text in enumerate((head + body).split("\n"), 1)]
    assert body == "\n".join(line.text for line in part(lines).body).strip()


def test_header_lines_that_are_none_of_ours_stay_in_the_body() -> None:
    """No word of notes is lost."""
    reading = mail("Call: X\nFacilitator: Ann\nPresent: 12\nNotes:\nWe met.")
    assert "Facilitator: Ann\n\nWe met." == reading.fields["body"].value
    assert {"call": "X", "attendees": "12"} == values(reading)


@given(
    st.lists(st.sampled_from(["Call: X", "Post: yes", "", "Notes:", "We met.", "Recorder: Bo", "10. x"]), max_size=9)
)
def test_no_line_of_the_body_is_made_up_or_lost_below_notes(rows: list[str]) -> None:
    """Whatever the order of lines: the body is lines of the mail, in their order."""
    lines = [Line(text, 0, number, "text/plain") for number, text in enumerate(rows, 1)]
    kept = [line.number for line in part(lines).body if line.number]
    assert sorted(kept) == kept


def test_a_form_filled_in_the_quote_counts() -> None:
    """Values typed into our quoted form, and the notes below it (protocol, section 4, case 20)."""
    quoted = "".join(f"> {line}\n" for line in FORM.splitlines())
    intro = "On Thu, Mar 15, 2012 at 11:05 PM, InterOccupy <info@example.net> wrote:\n\n"
    reading = mail(f"see below\n\n{intro}{quoted}\nWe met.\n", "Re: [IO-0042] notes, if you took any")
    assert {"call": "IO-0042", "date": "2012-03-15", "breakout": "Legal"} == values(reading)
    assert ("Rosa", "We met.") == (reading.fields["taker"].value, reading.fields["body"].value)


def test_forwarded_minutes_are_their_authors() -> None:
    """What somebody passes on for posting is the text of who wrote it, and shows that name."""
    begin = "---------- Forwarded message ----------\nFrom: Sam Hill <sam@example.org>\nSubject: minutes"
    inner = f"{begin}\n\n\n{TEXT}\n\nSam"
    reading = mail(f"Can you post these?\n\n{inner}", "Fwd: minutes Occupy the Hood")
    assert {"call": "Occupy the Hood", "post": True} == values(reading)
    assert ("Sam Hill", f"{TEXT}\n\nSam") == (reading.fields["taker"].value, reading.fields["body"].value)


@pytest.mark.parametrize(
    ("above", "mark"),
    [
        (
            "Begin forwarded message:\n\n> From: Sam Hill <sam@example.org>\n> Date: March 15\n> Subject: x\n>\n",
            "> ",
        ),
        ("Begin forwarded message:\n\nFrom: Sam Hill <sam@example.org>\nDate: March 15\nSubject: minutes\n\n", ""),
        (
            "-----Original Message-----\nFrom: Sam Hill [mailto:sam@example.org]\nSent: Thursday\nTo: D\nSubject:\n\n",
            "",
        ),
        ("________________________________\nFrom: Sam Hill\nSent: Thursday, March 15\nTo: D\nSubject: minutes\n\n", ""),
    ],
)
@pytest.mark.parametrize("subject", ["Fwd: minutes", "FW: x", "the notes of Thursday"])
def test_every_program_forwards_in_its_own_way(above: str, mark: str, subject: str) -> None:
    """The cover or the subject says that they are notes; what it forwards is the body, without the mark."""
    inner = "".join(f"{mark}{line}\n" for line in TEXT.splitlines())
    reading = mail(f"Forwarding Sam's notes.\n\n{above}{inner}", subject)
    assert (Kind.NOTES, "Sam Hill", TEXT) == (
        reading.kind,
        reading.fields["taker"].value,
        reading.fields["body"].value,
    )


def test_a_forwarded_question_for_the_notes_is_no_notes() -> None:
    """Somebody looks for them, and a friend passes it on."""
    inner = f"{'I was ill on Tuesday and missed the whole call. ' * 3}Who has the notes?"
    begin = "---------- Forwarded message ----------\nFrom: Sam Hill <sam@example.org>\nSubject: who has the notes?"
    assert mail(f"can you help him\n\n{begin}\n\n{inner}", "Fwd: who has the notes?").kind is Kind.QUESTION


def test_references_have_the_prefix_of_the_instance() -> None:
    """An instance names its calls as it likes."""
    raw = f"From: d@example.org\nSubject: notes of GA-42\nMessage-ID: <n@example.org>\n\n{TEXT}".encode()
    reading = read(parse(raw), Context(received_at=SENT.astimezone(UTC), ours=frozenset(), prefix="GA"), raw)
    assert "GA-0042" == reading.fields["call"].value


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("MEDIA WG, SUNDAY MARCH 11", "2012-03-11"),
        ("Minutes of the Rent Table, 3/14", "2012-03-14"),
        ("March 14", "2012-03-14"),
        ("Next call March 14", None),
        ("We march on March 14.", None),
        ("- call on March 14", None),
    ],
)
def test_the_heading_of_the_notes_names_the_day(heading: str, expected: str | None) -> None:
    """A day in a sentence or a point is none."""
    day = mail(f"{heading}\n\n{TEXT}").fields.get("date")
    assert expected == (day.value if day else None)


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("IO-0098 notes (part 1 of 2)", {"call": "IO-0098", "part": (1, 2)}),
        ("Prison Solidarity - notes (2 of 2)", {"call": "Prison Solidarity", "part": (2, 2)}),
        ("Education breakout, notes IO-0088", {"call": "IO-0088", "breakout": "Education"}),
        ("Notes IO-0042 breakout Group 2", {"call": "IO-0042", "breakout": "Group 2"}),
        ("Notes part two - winter drive call - Group 3", {"call": "winter drive call", "breakout": "Group 3"}),
        ("Student Debt Check-In minutes 3/15/12", {"call": "Student Debt Check-In", "date": "2012-03-15"}),
        ("Fwd: Minutes of Green Jobs Table", {"call": "Green Jobs Table"}),
        ("notes from tonight's call", {}),
        ("notes from Deb", {}),
        ("minutes by Rosa Diaz", {}),
        ("Notes for Jay", {}),
        ("breakout notes", {}),
        ("Rent Table, Food Table notes", {}),
        ("notes of March 14 and March 15", {}),
        ("our minutes, corrected version", {}),
        ("notes of 2/3 of the call", {}),
    ],
)
def test_a_subject_says_only_what_nobody_would_doubt(subject: str, expected: Mapping[str, object]) -> None:
    """The call, the breakout, the part and the day; a name that may be a person's is no call."""
    found = values(mail(TEXT, subject))
    assert expected == {
        key: found[key] for key in found if key in {"call", "breakout", "part", "date"} and key != "date"
    } | {key: found[key] for key in ("date",) if key in expected}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Please do not post these on the website, it is only so that you have them.", False),
        ("Please don't publish my notes.", False),
        ("Not for posting.", False),
        ("Keep these off the site please.", False),
        ("Please post these on IO.", True),
        ("Feel free to post.", True),
        ("Could you put them on the site?", True),
        ("Please post these after Ann has seen them.", "?"),
        ("Don't post this until I ask her.", "?"),
        ("You can post it but take the names out.", "?"),
        ("They can go on the site.", True),
        ("Please hold off putting them on the site until Curtis has read them.", "?"),
        ("Hold these until Ann has seen them.", "?"),
        ("Could you wait with publishing them until Monday?", "?"),
        ("Please hold off posting.", "?"),
        ("We decided to hold off on posting the flyer until the lawyer has read it.", None),
        ("Please don't post Bo's last name.", "?"),
        ("We will post flyers on every door.", None),
        ("Jo posts the flyer.", None),
    ],
)
def test_a_wish_about_posting_counts_where_it_is_plain(said: str, expected: object) -> None:
    """A yes or a no about the notes themselves; a condition is asked back; other posting is none."""
    assert expected == values(mail(f"{said}\n\n{TEXT}")).get("post")


def test_a_no_in_the_text_makes_the_forms_yes_unclear() -> None:
    """Whatever is not plainly wished is not posted."""
    body = f"Call: X\nPost: yes\nNotes:\n{TEXT}\n\nPlease do not post any of this."
    assert "?" == values(mail(body))["post"]


@pytest.mark.parametrize(
    ("body", "taker"),
    [
        (TEXT, "Deb Kowalczyk"),
        (f"Recorder: Deb\nPresent: 12\n\n{TEXT}", "Deb"),
        (f"{TEXT}\n\nPlease keep me anonymous.", "anonymous"),
        (f"I took notes but please don't use my name.\n\n{TEXT}", "anonymous"),
        (f"Minutes taken by Ana Ruiz\n\n{TEXT}", "Ana Ruiz"),
        (f"Please show me as Debbie.\n\n{TEXT}", "Debbie"),
        (f"{TEXT}\n\nFirst name only please.", "Deb"),
        (f"Note taker: Bo\nNotes:\n{TEXT}\nAna said she wants to stay anonymous in the press.", "Bo"),
    ],
)
def test_the_name_somebody_asks_to_be_shown_by_wins(body: str, taker: str) -> None:
    """The display name is shown only where no other is asked for."""
    assert taker == mail(body).fields["taker"].value


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("tonight", "2012-03-16"), ("tonight (3/16)", "2012-03-16"), ("today", "2012-03-16"),
        ("last night", "2012-03-15"),
        ("yesterday (Thursday)", "2012-03-15"), ("Thursday", "2012-03-15"), ("3/15", "2012-03-15"),
        ("Dec 6", "2011-12-06"),
        ("3/15/12", "2012-03-15"), ("15 March", "2012-03-15"), ("this past Tuesday", "2012-03-13"),
        ("tonight (3/15)", "?"), ("March 20", "?"), ("Wednesday March 15", "?"), ("3/14 or 3/15", "?"),
        ("last week", "?"),
        ("April 2, 2012", "?"),
    ],
)  # fmt: skip
def test_the_day_of_a_call_is_the_last_one_there_was(said: str, expected: str) -> None:
    """A day to come is a slip; one of more than half a year ago needs its year."""
    assert expected == value(read_past_date(said, SENT))


def test_a_night_that_may_be_two_days_is_asked_back() -> None:
    """After midnight, and where the clock is no author's, ``tonight`` and ``last night`` are no day."""
    assert "?" == value(read_past_date("tonight", SENT.replace(hour=1)))
    assert "?" == value(read_past_date("last night", SENT.replace(hour=2, tzinfo=UTC)))


@pytest.mark.parametrize(
    ("read_one", "said", "expected"),
    [
        (read_part, "1 of 2", (1, 2)), (read_part, "Part two of three", (2, 3)), (read_part, "2/2", (2, 2)),
        (read_part, "complete", "nothing"), (read_part, "3 of 2", "?"), (read_part, "two", "?"),
        (read_links, "http://a.example/x, http://b.example/y.mp3.", ("http://a.example/x", "http://b.example/y.mp3")),
        (read_links, "attached", "nothing"), (read_links, "on our pad", "?"),
        (read_post, "fine with me", True), (read_post, "please do not post", False), (read_post, "yes but hold", "?"),
        (read_post, "fine with me, I think", "?"),
        (read_taker, "just Deb please", "Deb"), (read_taker, "anon", "anonymous"),
        (read_taker, "Deb, but keep it anonymous", "anonymous"),
    ],
)  # fmt: skip
def test_lines_of_the_notes_form(read_one: object, said: str, expected: object) -> None:
    """Each line by its own grammar, strictly."""
    assert callable(read_one)
    assert expected == value(read_one(said))


LONG_NOTES = (
    "- Lubbock reported\n- bail fund stands at $640\n- Chuy writes to the NLG chapter\n\nThat was all for tonight."
)


@pytest.mark.parametrize(
    ("wish", "taker"),
    [
        ('pls post, and just say "anonymous" for me', "anonymous"),
        ("leave my name out please", "anonymous"),
        ("Put anonymous instead of my name.", "anonymous"),
        ("Please do not name me.", "anonymous"),
        ("I would rather not be named", "anonymous"),
        ("I feel anonymous donors scare me", "?"),
        ("An anonymous donor gave $20", "Deb Kowalczyk"),
        ("My name is spelled with a K", "Deb Kowalczyk"),
    ],
)
def test_who_wants_no_name_shown_gets_none(wish: str, taker: str) -> None:
    """In whatever words; where the words are not sure, it is asked, and the name is not shown meanwhile."""
    found = mail(f"scribbles from tonight's call\n\n{LONG_NOTES}\n\n{wish}", "notes from the call")
    assert taker == ("?" if "taker" in found.unclear else found.fields["taker"].value)


@pytest.mark.parametrize(
    ("above", "stays"),
    [("Minutes, Health Care national call\n", True), ("hi all\n\n", False), ("Call: IO-0042\n", False)],
)
def test_who_was_there_below_the_title_of_minutes_stays_in_them(above: str, stays: bool) -> None:
    """The line belongs to the author's minutes; above them it is a header line. It is read in both."""
    found = mail(f"{above}Present: Boston, Albany, Tampa\n\n{LONG_NOTES}", "minutes of the call")
    assert stays == ("Present:" in str(found.fields["body"].value))
    assert found.fields["attendees"].value == "Boston, Albany, Tampa"

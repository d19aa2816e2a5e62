"""The form reader: what people write around a label, and which words belong to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.fields import CALL_REQUEST
from mailflow.model import Line
from mailflow.read.adapter.quote import mark
from mailflow.read.forms import gather
from mailflow.read.forms.form import Answer, beside, find_answers, find_bare, is_untouched, look, split_forms
from mailflow.read.forms.labels import prompt_of, table_of

SPECS = CALL_REQUEST.by_key()
BLANK = "\n".join(
    [
        "CALL REQUEST FORM (IO-CALL-1)",
        "Reply to this email and type after each colon. Leave blank what you",
        "don't know; we will only ask about what is missing.",
        "",
        "We need these",
        *(spec.prompt for spec in CALL_REQUEST.specs if spec.n <= 10),
        "",
        "Optional, these help us",
        *(spec.prompt for spec in CALL_REQUEST.specs if spec.n > 10),
        "End of form",
        "",
        "GUIDELINES. No illegal activities should be discussed on InterOccupy",
        "calls, Google groups or forums. Non-violent civil disobedience can be",
        "covered.",
    ]
)
ACK = """Thank you, Ruth. We have your request IO-0042, "Tar sands".

You need to answer three things. Reply to this mail and type after each
colon. Until then the call cannot be scheduled.

What is the call for? For example: Compare notes on March 1 and pick two
joint actions
4. Purpose:

You wrote "Joe??"; not sure yet. If you mean Joe, please type the name
with an email or a phone number.
9. Backup facilitator (name and email):

Who runs the Maestro board? For example: Walt R <walt@example.org>, or
NEED HELP
10. Maestro tech supporter (name and email, or NEED HELP):

What we understood

1. Call title: Tar sands
5. Date: Thursday 25 March 2027
8. Facilitator: Ruth Ortega, ruth@example.com

If something is wrong, reply with its number and the right answer, for
example: "6. 9pm"

This is not a booking yet. Questions? Reply to this mail; a volunteer
reads it.
"""


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of a plain text, quote marks turned into depth."""
    return mark(text, "text/plain")


def quoted(text: str) -> str:
    """The text as a mail program quotes it."""
    return "".join(f"> {line}\n" if line else ">\n" for line in text.split("\n"))


def answers(text: str, sent_text: str = "", asked: tuple[str, ...] = (), *, replying: bool = False) -> dict[str, str]:
    """What was said to each key; several answers to one key stand apart by a bar."""
    found: dict[str, str] = {}
    for one in find_answers(look(lines_of(text), CALL_REQUEST), sent_text, asked=asked, replying=replying):
        key = one.spec.key
        found[key] = f"{found[key]} | {one.said}" if key in found else one.said
    return found


@pytest.mark.parametrize(
    "line",
    [
        "8. Facilitator (name and email): Tammy",
        "8. Facilitator: Tammy",
        "8) facilitator: Tammy",
        "#8 Facilitator: Tammy",
        "8 Facilitator: Tammy",
        "8. Facilitator Tammy",
        "Facilitator: Tammy",
        "FACILITATOR: Tammy",
        "Facilitators : Tammy",
        "Facilitator(s): Tammy",
        "call host: Tammy",
        "Our facilitator: Tammy",
        "Conductor: Tammy",
        "Faciltator: Tammy",
        "Facilitaotr: Tammy",
        "8. Facillitator: Tammy",
        "*Facilitator:* Tammy",
        "**Facilitator**: Tammy",
        "*8. Facilitator (name and email):* Tammy",
        "- Facilitator: Tammy",
        "• Facilitator: Tammy",
        "* 8. Facilitator: Tammy",
        "Facilitator\uff1a Tammy",
        "8.\u00a0Facilitator:\u00a0Tammy",
        "Facilitator - Tammy",
        "Facilitator \u2013 Tammy",
        "Facilitator = Tammy",
        "Facilitator\tTammy",
        "8.\tFacilitator\tTammy",
        "| Facilitator | Tammy |",
        "| 8 | Facilitator | Tammy |",
        "Facilitator: (name and email) Tammy",
        "\u200bFacilitator: Tammy",
        "Facilitator:\nTammy",
        "8. Facilitator (name and email):\nTammy",
        "Facilitator:\n  Tammy",
        "*Facilitator*\nTammy",
        "Facilitator\nTammy",
    ],
)
def test_a_label_is_known_however_it_is_written(line: str) -> None:
    """Numbers, marks, case, bullets, tables, hints, a slip and the next line leave label and value what they are."""
    assert answers(line) == {"facilitator": "Tammy"}


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("Tech: x", "tech"),
        ("Tech supporter trained on Maestro: x", "tech_trained"),
        ("Tech trained: x", "tech_trained"),
        ("List: x", "list"),
        ("List this call publicly: x", "public"),
        ("Time: x", "time"),
        ("Time zone: x", "tz"),
        ("Backup: x", "backup"),
        ("Backup date: x", "alternatives"),
        ("Name: x", "contact"),
        ("Name of call: x", "title"),
        ("Minutes: x", "notetaker"),
        ("Start time (8:00): x", "time"),
        ("Email list / Google Group (no, yes please create, or its address): x", "list"),
        ("One time or recurring (like weekly, every Thursday): x", "recurrence"),
        ("How many people? x", "expected"),
        ("When: x", "date"),
        ("24. We have read the guidelines below (yes): x", "agree"),
    ],
)
def test_a_label_is_matched_whole(line: str, key: str) -> None:
    """Labels that begin alike are different lines."""
    assert {key: "x"} == answers(line)


@pytest.mark.parametrize(
    "line",
    [
        "Timeline: x",
        "Techno: x",
        "The facilitator of the last call: x",
        "https://example.org/date: x",
        "Who is the facilitator? Tammy",
        "Listen: x",
        "Dates we discussed: x",
        "Facilitator Tammy",
        "Nate",
        "",
    ],
)
def test_what_is_no_label_answers_nothing(line: str) -> None:
    """A word that only begins like a label, or a sentence around it, is none."""
    assert answers(line) == {}


def test_every_printed_prompt_is_read_back() -> None:
    """Each line of the blank form is recognised as itself, with its number and no value."""
    table = table_of(CALL_REQUEST)
    for spec in CALL_REQUEST.specs:
        prompt = prompt_of(spec.prompt, table)
        assert prompt is not None
        assert (spec, spec.n, "", True) == (prompt.spec, prompt.number, prompt.value, prompt.is_form_line)


def test_every_synonym_is_a_label() -> None:
    """What the declarations list as other labels is read as their line."""
    for spec in CALL_REQUEST.specs:
        for synonym in spec.synonyms:
            assert {spec.key: "value"} == answers(f"{synonym}: value")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8. Tammy\n9. Nate", {"facilitator": "Tammy", "backup": "Nate"}),
        ("8. Tammy 9. Nate", {"facilitator": "Tammy", "backup": "Nate"}),
        ("9) Nate, nate@example.org", {"backup": "Nate, nate@example.org"}),
        ("#10 NEED HELP", {"tech": "NEED HELP"}),
        ("9: Nate, 10: NEED HELP", {"backup": "Nate", "tech": "NEED HELP"}),
        ("9 - Nate", {"backup": "Nate"}),
        ("6. 8pm\n5. March 18", {"time": "8pm", "date": "March 18"}),
    ],
)
def test_in_a_reply_numbers_stand_for_labels(text: str, expected: dict[str, str]) -> None:
    """A number without its label is unambiguous in an answer to our form, and means nothing elsewhere."""
    assert expected == answers(text, replying=True)
    assert answers(text) == {}


@pytest.mark.parametrize(
    "text", ["1. How do we mute?\n2. Can we record?", "8pm is fine", "8.30 is fine", "9 and 10 are me"]
)
def test_numbers_in_talk_are_no_answers(text: str) -> None:
    """A list that counts from one, an hour and a sentence with numbers answer no line of the form."""
    assert answers(text, replying=True) == {}


def test_a_bare_number_counts_where_it_was_asked() -> None:
    """``9 Nate`` answers line 9 when line 9 was asked for."""
    assert answers("9 Nate", asked=("backup",)) == {"backup": "Nate"}
    assert answers("9 Nate", replying=True) == {}


BARE = {
    "title": "Rent strike: how to begin",
    "group": "Tenants Union",
    "contact": "Lou Perez",
    "purpose": "maybe teach people",
    "date": "Friday 9 March 2012",
    "time": "8pm",
    "tz": "Eastern",
    "facilitator": "me",
    "backup": "Kim Ode kim@example.org",
    "tech": "need help",
    "expected": "30-50",
    "agree": "yes",
}


@pytest.mark.parametrize("mark", [". ", ") ", " ", ": ", " - ", ".\t"])
def test_a_form_whose_labels_are_gone_is_read_by_its_numbers(mark: str) -> None:
    """Numbers that count up, with a day, an hour and a zone where they belong, are a form, even in a first mail."""
    assert answers("\n".join(f"{SPECS[key].n}{mark}{said}" for key, said in BARE.items())) == BARE
    short = {key: BARE[key] for key in ("title", "group", "date", "time", "tz")}
    assert answers("\n".join(f"{SPECS[key].n}{mark}{said}" for key, said in short.items())) == short


@pytest.mark.parametrize(
    "rows",
    [
        "1. Housing|2. Jobs|3. Peace|4. Bread|5. Friday free|6. eight hours|7. schools|8. Clinics|9. Parks|10. Books",
        "1. Welcome|2. Reports|3. Budget|4. March 3|5. Thursday April 5|6. 8pm vigil plan|7. Any more|8. Close",
        "1. Call off the police: now|2. Group homes for all: fund them|3. Contact the mayor: weekly|4. Dates: never",
        "1. Title IX|2. Group homes|3. Contact tracing",
    ],
)
def test_a_list_in_prose_is_no_form(rows: str) -> None:
    """Demands and agendas are numbered too; nothing in them is a day, an hour and a zone in our order."""
    assert answers(rows.replace("|", "\n")).keys() <= {"date"}


def test_a_form_run_on_in_one_paragraph_is_cut_at_its_numbers() -> None:
    """Dots missing, lines missing: the numbers count up, and what is a day or an hour is no number of a line."""
    text = " ".join(f"{SPECS[key].n} {said}" for key, said in BARE.items()).replace("Friday 9 March", "Friday March 9")
    expected = BARE | {"date": "Friday March 9 2012"}
    assert expected == answers(text)
    labels = {"title": "Title", "group": "Group", "purpose": "Purpose", "date": "Date"}
    text = " ".join(f"{SPECS[key].n} {labels.get(key, '')} {said}" for key, said in expected.items())
    assert expected == answers(text)
    assert answers("1 of 3 people, 2 of 5 groups, 3 more at 5 or 6 in the 7 o'clock news") == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6 8pm 9 Nate Lowe", {"time": "8pm", "backup": "Nate Lowe"}),
        ("6 8pm\n9 Nate Lowe", {"time": "8pm", "backup": "Nate Lowe"}),
        ("6. 8pm, 9. Nate Lowe", {"time": "8pm", "backup": "Nate Lowe"}),
        ("Hi! 9 is Nate Lowe, and 6 is 8pm", {}),
        ("Hi! 6 is 8pm and 9 is Nate Lowe", {"time": "8pm", "backup": "Nate Lowe"}),
        ("9 is Nate Lowe", {"backup": "Nate Lowe"}),
        (
            "8. Priya Nair priya@example.org, who knows it 9. Ben Katz\nben@example.org 10. need help 11. 60",
            {
                "facilitator": "Priya Nair priya@example.org, who knows it",
                "backup": "Ben Katz ben@example.org",
                "tech": "need help",
                "length": "60",
            },
        ),
        ("9 is still open, 6 is hard", {}),
        ("6 is fine", {}),
        ("We can do 6 or 8 pm, 9 people will come", {}),
        ("6 of us met, 9 of them were new", {}),
    ],
)
def test_what_was_asked_is_answered_by_its_numbers(text: str, expected: dict[str, str]) -> None:
    """Several numbers on a line, with marks or none, wrapped or not; a sentence with numbers in it is talk."""
    assert expected == answers(text, asked=("time", "backup"))


@pytest.mark.parametrize(
    "line",
    [
        "(8) Tammy",
        "[8] Tammy",
        "8: Tammy",
        "8.Tammy",
        "8 - Tammy",
        "8) - Tammy",
        "8 -> Tammy",
        "8．Tammy",
        "（8） Tammy",
    ],
)
def test_a_number_is_known_however_it_is_written(line: str) -> None:
    """Brackets, dots, dashes and arrows set a number apart."""
    assert answers(line, replying=True) == {"facilitator": "Tammy"}


NUMBERED = "1. Call title: X\n2. Group: Y\n4. Purpose: Z\n7. Time zone: Eastern\n"


@pytest.mark.parametrize(
    ("line", "key", "said"),
    [
        ("24. We have read our guidelines: yes", "agree", "yes"),
        ("12. People: 5", "expected", "5"),
        ("19. Help: all", "help", "all"),
        ("22. Publicly: yes", "public", "yes"),
        ("10. Maestro text supporter: Walt", "tech", "Walt"),
        ("8. Facilitating person? Ann", "facilitator", "Ann"),
        ("14. Repeating: weekly", "recurrence", "weekly"),
        ("9. Facilitatrice suppleante: Ann", "backup", "Ann"),
        ("8. Animatrice (facilitator): Ann", "facilitator", "Ann"),
    ],
)
def test_the_number_is_believed_where_the_label_is_shortened_or_misspelt(line: str, key: str, said: str) -> None:
    """In a form whose numbers are ours, a label that can be meant as its line's is that label."""
    assert {"title": "X", "group": "Y", "purpose": "Z", "tz": "Eastern", key: said} == answers(NUMBERED + line)


def test_a_phone_that_corrects_labels_leaves_the_numbers() -> None:
    """``Call tile``, ``Grope or occupation``, ``Propose`` and ``Fate`` stand where the real ones stood."""
    text = "1. Call tile: X\n2. Grope or occupation: Y\n4. Propose: Z\n5. Fate: May 3\n6. Start time: 8pm\n7. Zone: ET"
    text += "\n8. Facilitator: Ann"
    expected = {"title": "X", "group": "Y", "purpose": "Z", "date": "May 3", "time": "8pm", "tz": "ET"}
    assert expected | {"facilitator": "Ann"} == answers(text)


def test_the_label_wins_over_the_number() -> None:
    """Somebody numbered the lines anew: a known label says what it is, an unknown one is not told by its number."""
    text = "1. Call title: X\n2. Purpose: Y\n3. Date: May 3\n4. Start time: 8pm\n5. Faciltator: Ann\n12. Folks: 5"
    assert answers(text) == {"title": "X", "purpose": "Y", "date": "May 3", "time": "8pm", "facilitator": "Ann"}


def test_what_stands_before_a_colon_may_be_the_value() -> None:
    """A title with a colon in it keeps it where no label can be meant; a person to ask about is told."""
    (one,) = [
        a for a in find_answers(look(lines_of(NUMBERED + "8. Tammy: tammy@example.org"), CALL_REQUEST)) if a.spec.n == 8
    ]
    assert (one.said, one.unknown_label) == ("Tammy: tammy@example.org", "Tammy")


def test_a_numbered_list_inside_a_purpose_stays_there() -> None:
    """What breaks the count of the form's lines is a list in an answer, though its words be labels."""
    listed = (
        "1. Call to order\n2. Group reports: five minutes\n3. Next\n4. Purpose of the march: who\n5. Date of it\n6. End"
    )
    text = f"1. Call title: X\n2. Group: Y\n4. Purpose: Plan:\n{listed}\n5. Date: May 3\n6. Start time: 8pm"
    assert answers(text) == {
        "title": "X",
        "group": "Y",
        "purpose": f"Plan: {' '.join(listed.split())}",
        "date": "May 3",
        "time": "8pm",
    }


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("- Group / ocupation: x", "group"),
        ("• Meastro tech suporter: x", "tech"),
        ("Título de la llamada: x", "title"),
        ("Grupo (group): x", "group"),
        ("Heure de début: x", "time"),
        ("Zeitzone: x", "tz"),
        ("Fuseau horaire: x", "tz"),
        ("Expected: x", "expected"),
    ],
)
def test_labels_in_other_words_are_known(line: str, key: str) -> None:
    """Alternatives beside each other, a slip in each long word, other languages with or without ours in brackets."""
    assert {key: "x"} == answers(line)


@pytest.mark.parametrize("line", ["But: x", "Group / people: x", "Objet: x", "Maistro teck: x", "Why not Ann: x"])
def test_words_of_no_label_stay_unknown(line: str) -> None:
    """Nor is every word before a colon a label in some language."""
    assert answers(line) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Group:\tY\tContact person:\tAnn", {"group": "Y", "contact": "Ann"}),
        ("Date:\tMonday,\tStart time:\t7 PM\n\t12 November", {"date": "Monday, 12 November", "time": "7 PM"}),
        ("Facilitator:\tAnn\tLength:\t60\n\tann@x.org", {"facilitator": "Ann, ann@x.org", "length": "60"}),
        ("Recurring\tweekly\tPublic\tyes", {"recurrence": "weekly", "public": "yes"}),
        ("1\tTitle\tX\t2\tGroup\tY", {"title": "X", "group": "Y"}),
        ("Date\tTime\tTime zone\nMay 3\t8pm\tEastern", {"date": "May 3", "time": "8pm", "tz": "Eastern"}),
        ("| Date | May 3 | Time | 8pm |", {"date": "May 3", "time": "8pm"}),
        ("Title\tHost\nTitle\tX", {"title": "Host | X"}),
        ("We meet\tTime:\tis money", {}),
    ],
)
def test_rows_with_several_answers_are_read_cell_by_cell(text: str, expected: dict[str, str]) -> None:
    """Two pairs in a row, labels above their values, a value on several lines of its cell."""
    assert expected == answers(text)


def test_bare_labels_and_values_in_paragraphs_are_read_to_the_last() -> None:
    """``60 minutes`` below ``Length`` is no note taker, and the last value counts where it is as near as the others."""
    text = (
        "Call title\n\nX\n\nLength\n\n60 minutes\n\nHow many people\n\n20 - 30\n\nNote taker\n\nRay\n\n\n\nDana Fox\n"
    )
    assert answers(text) == {"title": "X", "length": "60 minutes", "expected": "20 - 30", "notetaker": "Ray"}
    assert answers(text.replace("Ray\n\n\n", "")) == {"title": "X", "length": "60 minutes", "expected": "20 - 30"}


@pytest.mark.parametrize("mark", ["[Bea Okun] ", "Bea: ", "Bea> "])
def test_a_mark_before_each_answer_is_none_of_them(mark: str) -> None:
    """A mail program or an author sets a name before each answer; before one it may be content."""
    values = {"title": "Fracking", "facilitator": "Bea Okun", "tech": "NEED HELP", "time": "8pm"}
    rows = [f"{SPECS[key].n}. {SPECS[key].label}: {{}}{said}" for key, said in values.items()]
    assert values == answers("\n".join(row.format(mark) for row in rows))
    assert answers(rows[0].format(mark)) == {"title": f"{mark}Fracking"}


@pytest.mark.parametrize("mark", [">> ", "** ", "--> ", "=> ", "» ", "### "])
def test_a_mark_that_sets_an_answer_off_is_no_part_of_it(mark: str) -> None:
    """``9. Backup: >> Nate`` is Nate; bold words stay as they are."""
    assert answers(f"Backup: {mark}Nate") == {"backup": "Nate"}
    assert answers("Title: *Bold* words") == {"title": "*Bold* words"}


HEADED = (
    "From: InterOccupy <info@interoccupy.org>\nSent: Monday, March 12, 2012 5:30 PM\nTo: Ruth\nSubject: [IO-0042] X\n\n"
)


def test_answers_typed_into_an_unmarked_quote_are_read() -> None:
    """Outlook quotes without marks: lines of the author stand below our labels and below what we understood."""
    text = "green below\n\n" + HEADED + ACK
    assert answers(text, replying=True) == {}
    text = text.replace(
        "9. Backup facilitator (name and email):\n", "9. Backup facilitator (name and email):\n** Joe Bell\n"
    )
    text = text.replace("or NEED HELP):\n", "or NEED HELP):\n\nNEED HELP\n")
    text = text.replace("25 March 2027\n", "25 March 2027\nno, Friday 26 March\n")
    text = text.replace("ruth@example.com\n", "ruth@example.com\nfine\n")
    for sent in ("", ACK):
        found = find_answers(look(lines_of(text), CALL_REQUEST), sent, replying=True)
        assert [(one.spec.key, one.said, one.remark) for one in found] == [
            ("backup", "Joe Bell", False),
            ("tech", "NEED HELP", False),
            ("date", "Friday 26 March", True),
        ]


def test_a_value_typed_behind_ours_is_a_remark() -> None:
    """``8:00 pm -> 7:30 pm`` says 7:30 where we sent 8:00."""
    changed = ACK.replace("Thursday 25 March 2027", "Thursday 25 March 2027 -> Friday 26 March")
    (one,) = find_answers(look(lines_of(quoted(changed)), CALL_REQUEST), ACK)
    assert (one.said, one.remark) == ("Friday 26 March", True)


@pytest.mark.parametrize(
    "tail",
    [
        "\nDana Fox | Paralegal\nStitt PLLC\nTitle: Senior Paralegal\nGroup: Landlords\nPhone: 215-555-0100",
        "Phone:\n\nDana Fox\nTitle: Organizer\nPhone: 215-555-0100",
        "Anything else:\n\nDana Fox\nPhone: 215-555-0100",
    ],
)
def test_a_signature_below_the_form_answers_nothing(tail: str) -> None:
    """Nobody says thanks, yet what stands below the form behind a name is a signature."""
    text = "Title: X\nGroup: Y\nPurpose: Z\nDate: May 3\n"
    assert answers(text + tail) == {"title": "X", "group": "Y", "purpose": "Z", "date": "May 3"}


def test_a_name_below_a_text_is_no_part_of_it() -> None:
    """The author's name in a paragraph of its own ends the last answer; a sentence goes on with it."""
    assert answers("Date: May 3\nAnything else: a church\n\nSaoirse") == {"date": "May 3", "extra": "a church"}
    assert answers("Date: May 3\nAnything else: a church\n\nbring soup")["extra"] == "a church bring soup"


def test_an_unknown_numbered_label_ends_a_short_value() -> None:
    """What is behind it belongs to no line that we know."""
    assert answers("Backup: Anne\n12. Folks: 5\nLength: 60") == {"backup": "Anne", "length": "60"}


def test_an_unknown_label_behind_a_number_is_told() -> None:
    """A number whose label we do not know keeps that label for a person to ask about."""
    (one,) = find_answers(look(lines_of("8. Speakers: Ana"), CALL_REQUEST), replying=True)
    assert (one.spec.key, one.unknown_label) == ("facilitator", "Speakers")


def test_wrapped_values_are_joined() -> None:
    """A value that a mail program wrapped is one value, up to the next label."""
    text = (
        "Purpose: We would like to compare how the shelters were run over\nthe winter, and what we would\ndo again.\n"
        "Facilitator: Tammy Shapiro <tammy@example.org>, and Jonathan Middleton\nSmith <jon@example.org>\nTime: 8pm"
    )
    expected = {
        "purpose": "We would like to compare how the shelters were run over the winter, and what we would do again.",
        "facilitator": "Tammy Shapiro <tammy@example.org>, and Jonathan Middleton Smith <jon@example.org>",
        "time": "8pm",
    }
    assert expected == answers(text)


def test_persons_below_each_other_are_a_list() -> None:
    """Names and addresses on lines of their own are set apart by commas."""
    assert answers("Facilitator:\nTammy Shapiro\ntammy@example.org\n215-555-0100") == {
        "facilitator": "Tammy Shapiro, tammy@example.org, 215-555-0100"
    }


def test_a_label_broken_over_two_lines_is_whole_again() -> None:
    """A prompt that a mail program wrapped is put together, quoted or not."""
    text = "10. Maestro tech supporter (name and email,\nor NEED HELP): Walt"
    assert answers(text) == {"tech": "Walt"}
    assert answers(
        "> 10. Maestro tech supporter (name and email,\n> or NEED HELP):\nWalt", sent_text=ACK, asked=("tech",)
    ) == {"tech": "Walt"}


def test_text_runs_over_blank_lines_to_the_next_label() -> None:
    """A purpose may have paragraphs; a name may not."""
    text = "Purpose: One.\n\nTwo.\nFacilitator: Tammy\n\nWe met last week.\nTime: 8pm"
    assert answers(text) == {"purpose": "One. Two.", "facilitator": "Tammy", "time": "8pm"}


def test_text_in_the_last_line_ends_at_a_blank_line() -> None:
    """What follows the form's last line behind a blank line is no part of it."""
    assert answers("Date: May 1\nPurpose: One\n\nHope to hear from you soon") == {"date": "May 1", "purpose": "One"}


def test_values_in_paragraphs_of_their_own_are_read() -> None:
    """Labels and values each in a paragraph are a form, too, the last one included."""
    text = "Title:\n\nX\n\nGroup:\n\nOccupy Y\n\nFacilitator:\n\nTammy\n\nBackup:\n\nNate\n"
    assert answers(text) == {"title": "X", "group": "Occupy Y", "facilitator": "Tammy", "backup": "Nate"}


def test_what_stands_behind_a_lone_empty_label_is_not_taken() -> None:
    """Words behind a blank line after the last empty label are talk."""
    assert answers("Title: X\nFacilitator:\n\nSee you on the call") == {"title": "X"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Date: March 18, Time: 8pm Eastern", {"date": "March 18", "time": "8pm Eastern"}),
        ("8. Facilitator: Tammy 9. Backup facilitator: Nate", {"facilitator": "Tammy", "backup": "Nate"}),
        ("Host: Tammy; Backup: Nate; Tech: Walt", {"facilitator": "Tammy", "backup": "Nate", "tech": "Walt"}),
        (
            "Host: Ann (ann@x.org) and Di (di@x.org). Tech: Jo",
            {"facilitator": "Ann (ann@x.org) and Di (di@x.org).", "tech": "Jo"},
        ),
        ("Date: March 18   Time: 8pm", {"date": "March 18", "time": "8pm"}),
        ("Title: Where to now, Time: an essay", {"title": "Where to now, Time: an essay"}),
        ("Purpose: agenda; Time: 15 min", {"purpose": "agenda; Time: 15 min"}),
    ],
)
def test_several_answers_on_one_line_are_cut(text: str, expected: dict[str, str]) -> None:
    """Labels inside a line begin answers of their own, but not inside a title or a text."""
    assert expected == answers(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Purpos: fare strike\nDat: 12/14", {"purpose": "fare strike", "date": "12/14"}),
        ("Purpose: fare strike\nTim: 8pm\nZoen: Eastern", {"purpose": "fare strike", "time": "8pm", "tz": "Eastern"}),
        ("Group: Occupy Y\nDat: 12/14\nTec: NEED HELP", {"group": "Occupy Y", "date": "12/14", "tech": "NEED HELP"}),
        ("Purpose: fare strike\nWho: everyone", {"purpose": "fare strike Who: everyone"}),
    ],
)
def test_a_short_label_with_a_slip_is_one_where_its_value_bears_it_out(text: str, expected: dict[str, str]) -> None:
    """``Dat: 12/14`` below a text is the date and no part of the text."""
    assert expected == answers(text)


@pytest.mark.parametrize("line", ["Dat: not fixed", "Tome: a long book", "Tec: Walt"])
def test_a_line_that_may_be_a_misspelt_label_makes_the_text_doubtful(line: str) -> None:
    """Where the value does not bear the label out, the text is neither with it nor without it certain."""
    (one,) = find_answers(look(lines_of(f"Purpose: fare strike\n{line}"), CALL_REQUEST))
    assert (one.spec.key, one.unknown_label) == ("purpose", line)


def test_look_alikes_inside_a_text_of_a_numbered_form_are_content() -> None:
    """With three numbered labels, lines like ``Time: 15 min`` in the purpose are its text (protocol, section 2.1)."""
    text = (
        "1. Call title: X\n2. Group: Y\n4. Purpose: Talk\nAgenda:\nTime: 15 min\nFacilitator: rotates\n1. housing\n"
        "2. debt\n5. Date: tomorrow\nTime zone: Eastern"
    )
    assert answers(text) == {
        "title": "X",
        "group": "Y",
        "purpose": "Talk Agenda: Time: 15 min Facilitator: rotates 1. housing 2. debt",
        "date": "tomorrow",
        "tz": "Eastern",
    }


def test_without_numbers_a_look_alike_is_told_as_a_second_answer() -> None:
    """Where nothing tells content from label, both answers stand for a person to ask about."""
    assert answers("Purpose: Talk\nTime: 15 min each\nStart time: 8pm") == {
        "purpose": "Talk",
        "time": "15 min each | 8pm",
    }


def test_the_same_answer_twice_stands_once() -> None:
    """Two equal answers to a line of one form are one; two different ones are two."""
    for text, said in (("Date: May 1\nDate: may 1!", ["May 1"]), ("Date: May 1\nDate: May 2", ["May 1", "May 2"])):
        (form,) = split_forms(find_answers(look(lines_of(text), CALL_REQUEST)))
        assert said == [one.said for one in form]


@pytest.mark.parametrize(
    "tail",
    [
        "-- \nLarry\nPhone: 215-555-0100\nGroup: Occupy Z",
        "Thanks!\nLarry\nPhone: 215-555-0100",
        "\nIn solidarity,\nLarry Swetman\nTitle: Organizer\nCell: 215-555-0100",
        "\nBest,\nLarry",
        "Sent from my iPhone",
        "Get Outlook for iOS",
        "End of form\n\nSee you",
        "GUIDELINES. No illegal activities should be discussed.\nTell us more: call us",
        "--- End of form ---\nDISCLAIMER. We may not be able",
        "____________________\nPhone: 1",
    ],
)
def test_signatures_and_small_print_are_no_values(tail: str) -> None:
    """A signature's phone is nobody's answer, and nothing below the form belongs to its last line."""
    text = f"Purpose: plan\nFacilitator: Tammy\nTech: Walt\n{tail}"
    assert {key: said for key, said in answers(text).items() if key != "agree"} == {
        "purpose": "plan",
        "facilitator": "Tammy",
        "tech": "Walt",
    }


def test_thanks_above_a_form_do_not_end_it() -> None:
    """A line of thanks ends the author's text only where no form follows."""
    assert answers("Thanks!\n\nDate: May 1\nTime: 8pm") == {"date": "May 1", "time": "8pm"}


def test_mail_headers_in_the_text_are_no_answers() -> None:
    """``Date:`` above a forwarded mail is a header."""
    text = (
        "From: Ann <ann@example.org>\nDate: Tue, 16 Mar 2027 21:00\nSubject: hi\nTo: Bea\n\n"
        "Title: X\nGroup: Y\nDate: May 1\nTime: 8pm"
    )
    assert answers(text) == {"title": "X", "group": "Y", "date": "May 1", "time": "8pm"}


@pytest.mark.parametrize("hint", ["(name and email)", "name and email", "(like 8pm)", "-", "", "____"])
def test_a_hint_or_a_dash_left_in_place_says_nothing(hint: str) -> None:
    """What the blank form printed is no answer."""
    label = "Start time" if "8pm" in hint else "Facilitator"
    assert answers(f"{label}: {hint}") == {}


def test_an_example_that_is_a_real_answer_is_one() -> None:
    """People do meet at 8pm, and ``yes`` to the guidelines is a yes."""
    assert answers("6. Start time (like 8pm): 8pm\n24. Guidelines (yes): yes") == {"time": "8pm", "agree": "yes"}


def test_a_form_filled_inside_the_quote_is_read() -> None:
    """Our blank form quoted and filled in gives its values, whether or not we know what we sent."""
    filled = BLANK.replace("8. Facilitator (name and email):", "8. Facilitator (name and email): Tammy")
    filled = filled.replace("5. Date (like Thursday 15 March 2012):", "5. Date (like Thursday 15 March 2012):\nMay 1")
    expected = {"facilitator": "Tammy", "date": "May 1"}
    assert expected == answers("Here it is\n\n" + quoted(filled), replying=True)
    assert expected == answers("Here it is\n\n" + quoted(filled), sent_text=BLANK)
    assert expected == answers(quoted(quoted(filled).rstrip()), replying=True)


def test_a_quoted_acknowledgement_gives_only_what_is_new() -> None:
    """What we understood is not said again by quoting it; what was typed behind a question is."""
    filled = ACK.replace("9. Backup facilitator (name and email):", "9. Backup facilitator (name and email): Nate")
    filled = filled.replace("4. Purpose:", "4. Purpose: to debrief")
    for sent in (ACK, ""):
        assert answers("see below\n" + quoted(filled), sent_text=sent, replying=True) == {
            "purpose": "to debrief",
            "backup": "Nate",
        }
        assert answers("thanks\n" + quoted(ACK), sent_text=sent, replying=True) == {}


def test_a_value_changed_inside_the_quote_is_read() -> None:
    """A quoted line counts where it differs from what we sent."""
    changed = ACK.replace("Thursday 25 March 2027", "Friday 26 March 2027")
    assert answers(quoted(changed), sent_text=ACK) == {"date": "Friday 26 March 2027"}


def test_an_answer_below_a_quoted_prompt_belongs_to_it() -> None:
    """The author's line below a quoted question is its answer, blank lines or not."""
    text = quoted(ACK).replace(
        "> 9. Backup facilitator (name and email):\n",
        "> 9. Backup facilitator (name and email):\n\nNate, nate@example.org\n\n",
    )
    text = text.replace("NEED HELP):\n", "NEED HELP):\nNEED HELP\n")
    for sent in (ACK, ""):
        assert answers(text, sent_text=sent, replying=True) == {"backup": "Nate, nate@example.org", "tech": "NEED HELP"}


def test_own_words_win_over_quoted_ones() -> None:
    """A line above the quote answers, whatever the quote below says."""
    filled = ACK.replace("9. Backup facilitator (name and email):", "9. Backup facilitator (name and email): Nate")
    assert answers("Backup: Ann\n\n" + quoted(filled), sent_text=ACK) == {"backup": "Ann"}


def test_a_remark_below_an_answered_line_is_marked() -> None:
    """Words below a quoted line that has its value may change it or not: they are marked, a mere yes is left out."""
    text = "> 8. Facilitator: Ruth Ortega, ruth@example.com\n"
    (one,) = find_answers(look(lines_of(text + "No, Ann <ann@example.org>"), CALL_REQUEST), ACK)
    assert (one.said, one.remark) == ("No, Ann <ann@example.org>", True)
    assert answers(text + "\nYes, that's right!", sent_text=ACK) == {}


def test_an_older_mail_below_ours_answers_nothing() -> None:
    """The author's first form, quoted below our answer, is not said again."""
    form = "1. Call title: Tar sands\n5. Date: Thursday 25 March 2027\n8. Facilitator: Ruth O."
    text = "9. Nate\n\n" + quoted(ACK + quoted(form))
    assert answers(text, sent_text=ACK, asked=("backup", "tech")) == {"backup": "Nate"}


def test_the_untouched_form_is_known() -> None:
    """Our blank form, quoted or not, with headings or dashes, is untouched until one value stands in it."""
    dashes = BLANK.replace("We need these", "--- We need these ---").replace("End of form", "--- End of form ---")
    for text in (BLANK, quoted(BLANK), dashes, quoted(dashes), "hi\n\n" + quoted(BLANK)):
        assert is_untouched(look(lines_of(text), CALL_REQUEST))
        assert answers(text, replying=True) == {}
        assert not is_untouched(look(lines_of(text.replace("1. Call title:", "1. Call title: X")), CALL_REQUEST))
    assert not is_untouched(look(lines_of("Hello"), CALL_REQUEST))


FIRST = "1. Call title: X\n2. Group: Y\n5. Date: May 1\n8. Facilitator: Ann\n"


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("hello", [[]]),
        (FIRST, [["X"]]),
        (FIRST + FIRST, [["X"]]),
        (FIRST + FIRST.replace("X", "A"), [["X"], ["A"]]),
        (FIRST + FIRST.replace("May 1", "May 2"), [["X"]]),
        (FIRST + FIRST.replace("X", "A") + FIRST.replace("X", "B"), [["X"], ["A"], ["B"]]),
        (FIRST.replace("1. Call title: X\n", "") * 2, [[]]),
        ("Group: Y\n" + FIRST + FIRST.replace("X", "A"), [["X"], ["A"]]),
        (FIRST + "1. Call title: A\n", [["X", "A"]]),
    ],
    ids=["none", "one", "one twice", "two", "two days", "three", "nameless", "a line before", "no whole form"],
)
def test_two_filled_forms_are_told_apart(text: str, titles: list[list[str]]) -> None:
    """Where line after line is answered anew under another name, another form begins."""
    parts = split_forms(find_answers(look(lines_of(text), CALL_REQUEST)))
    assert titles == [[one.said for one in part if one.spec.key == "title"] for part in parts]


def test_the_covering_text_is_what_belongs_to_no_line() -> None:
    """Words beside the form are kept apart, without labels, values and signature."""
    page = look(lines_of("Hi there\n\nDate: May 1\nTime: 8pm\n\nHope that works.\n\n-- \nLarry"), CALL_REQUEST)
    assert beside(page, find_answers(page)) == "Hi there\n\nHope that works."


@pytest.mark.parametrize(
    ("own", "asked", "expected"),
    [
        ("Nate, nate@example.org", ("backup",), {"backup": "Nate, nate@example.org"}),
        ("Hi Ana,\n\nNate\nnate@example.org\n\nThanks,\nRuth", ("backup",), {"backup": "Nate, nate@example.org"}),
        ("Nate\nWalt", ("backup", "tech"), {"backup": "Nate", "tech": "Walt"}),
        ("Nate", ("backup", "tech"), {}),
        ("Nate\nWalt\nAnn", ("backup", "tech"), {}),
        ("What is a backup?", ("backup",), {}),
        ("one\ntwo\nthree", ("purpose",), {}),
        ("", ("backup",), {}),
        ("Nate", (), {}),
    ],
)
def test_bare_answers_count_only_where_they_fit_exactly(
    own: str, asked: tuple[str, ...], expected: dict[str, str]
) -> None:
    """One thing asked takes a short answer whole; several take exactly as many lines (protocol, cases 21 and 22)."""
    assert expected == {spec.key: said for spec, said in find_bare(own, [SPECS[key] for key in asked])}


def test_an_answer_tells_where_it_stands() -> None:
    """Each answer carries its first line, its number, its label and whether it was quoted."""
    (one,) = find_answers(look(lines_of("Hi\n8. Host: Ann"), CALL_REQUEST))
    assert isinstance(one, Answer)
    assert (
        one.line.number,
        one.number_given,
        one.label,
        one.quoted,
        one.line.part,
    ) == (2, True, "host", False, "text/plain")


# Laws over generated forms -------------------------------------------------------------------------------------------

WORDS = st.from_regex(r"[A-Z][a-z]{2,9}( [a-z]{2,9}){0,3}", fullmatch=True).filter(
    lambda text: (
        not answers(f"Group: {text}").keys() - {"group"}
        and answers(f"Group: {text}\nTitle: x").get("group") == text
        and prompt_of(text, table_of(CALL_REQUEST)) is None
    )
)
KEYS = st.lists(st.sampled_from([spec.key for spec in CALL_REQUEST.specs]), min_size=3, max_size=12, unique=True)


@st.composite
def filled(draw: st.DrawFn) -> tuple[dict[str, str], str]:
    """Some lines of the form with values, written in one of the usual ways."""
    keys = sorted(draw(KEYS), key=lambda key: SPECS[key].n)
    values = {key: draw(WORDS) for key in keys}
    style = draw(st.sampled_from(["{n}. {label}{hint}: {v}", "{label}: {v}", "* *{label}:* {v}", "{n}) {label}:\n{v}"]))
    rows = [
        style.format(n=spec.n, label=spec.label, hint=f" ({spec.hint})" if spec.hint else "", v=values[key])
        for key, spec in ((key, SPECS[key]) for key in keys)
    ]
    return values, "\n".join(rows)


@given(filled())
def test_a_filled_form_reads_back_as_filled(form: tuple[dict[str, str], str]) -> None:
    """Whatever is filled in is found under its key, nothing more and nothing less."""
    values, text = form
    assert values == answers(text)


@given(
    filled(), st.sampled_from(["ok\n\n", "", "On Mon, Mar 1, 2027 at 9:00 AM InterOccupy <info@example.org> wrote:\n"])
)
def test_quoting_a_mail_never_adds_an_answer(form: tuple[dict[str, str], str], above: str) -> None:
    """A mail of ours that comes back quoted says nothing that was not said."""
    _, text = form
    for sent in (text, f"{BLANK}\n{text}", f"{text}\n\n{ACK}"):
        assert answers(above + quoted(sent), sent_text=sent) == {}


@given(st.lists(st.sampled_from(BLANK.split("\n") + ACK.split("\n")), max_size=30))
def test_quoting_any_lines_of_ours_never_adds_an_answer(rows: list[str]) -> None:
    """In whatever order our lines come back, they answer nothing."""
    sent = "\n".join(rows)
    assert answers(quoted(sent), sent_text=sent) == {}


@given(st.text(alphabet="123890.:)(>-|*\t\n #TechDateFacilitator?\u00a0\uff1a", max_size=300), st.booleans())
def test_any_text_is_read_without_raising(text: str, replying: bool) -> None:
    """However a text is made of the marks of forms, reading ends, and each answer stands on a line of the mail."""
    lines = lines_of(text)
    page = look(lines, CALL_REQUEST)
    numbers = {line.number for line in lines}
    for one in find_answers(page, replying=replying):
        assert one.line.number in numbers
        assert one.said == " ".join(one.said.split())


FORM = """1. Call title: Rent round-up
2. Group: Occupy Tulsa
4. Purpose: share news
5. Date: Thursday 15 March 2012
6. Start time: 8pm
7. Time zone: Central
8. Facilitator: Tammy Shapiro, tammy@example.org
"""


def said_in(text: str) -> dict[str, str]:
    """What each line of the form is answered with."""
    return {
        one.spec.key: one.said
        for one in find_answers(look(mark(text, "text/plain"), CALL_REQUEST))
        if not one.unknown_label
    }


@pytest.mark.parametrize(
    ("more", "key", "said"),
    [
        ("23. Anything else: Some have a land line. That works, right?\n24. Yes", "agree", "Yes"),
        ("22. Public: no\n24. Guidelines read: yes", "agree", "yes"),
        ("15. Breakouts: 2\n22. no, private", "public", "no, private"),
        ("18. need a mailing list: yes", "list", "yes"),
        ("12. How many do you expect: 30", "expected", "30"),
        ("Tech trained on Maestro: yes, in March", "tech_trained", "yes, in March"),
        ("Who will host: Ann", "facilitator", "Ann"),
        ("Note taker....: Fay", "notetaker", "Fay"),
        ("l) Length (minutes): 45", "length", "45"),
        ("22. private", "public", "private"),
    ],
)
def test_a_line_is_known_by_its_number_or_the_sense_of_its_label(more: str, key: str, said: str) -> None:
    """A bare number behind a text, a label in other words, letters for numbers and leaders of dots begin an answer."""
    text = FORM.replace("8. Facilitator: Tammy Shapiro, tammy@example.org\n", "") if key == "facilitator" else FORM
    assert said_in(text + more).get(key) == said


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ("22. Do not list this call publicly: yes", "public"),
        ("22. Keep off the calendar: yes", "public"),
        ("17. Needs training on Maestro: yes", "tech_trained"),
        ("18. Already have a list: yes", "list"),
        ("No backup: Ann", "backup"),
        ("8:40 Breakouts: 1. Refusal 2. Press", "breakouts"),
    ],
)
def test_a_label_that_turns_its_line_round_is_none(more: str, key: str) -> None:
    """A yes under a label that asks something else is no answer to the line."""
    assert key not in said_in(FORM + more)


def test_numbers_without_marks_are_believed_where_the_form_has_none() -> None:
    """``24 read - yes`` behind ``22 public - no`` is a line of its own."""
    text = "1 title - Night watch\n2 group - Kahuku\n6 start - 10pm\n22 public - no, private\n24 read - yes"
    assert (said_in(text)["public"], said_in(text)["agree"]) == ("no, private", "yes")


def test_labels_that_nothing_parts_from_their_values_are_labels() -> None:
    """``2 Group Occupy Tulsa`` names the group Occupy Tulsa, where a day and an hour bear the labels out."""
    text = "1 Title May Day\n2 Group Occupy Tulsa\n5 Date May 1\n6 Time 8pm\n7 Zone Central\n8 Facilitator Ann Lee"
    assert said_in(text) | {"title": "May Day", "group": "Occupy Tulsa"} == said_in(text)


def test_a_label_of_another_line_gives_way_to_the_number() -> None:
    """``1 name`` beside ``3 contact`` is the title."""
    text = FORM.replace("1. Call title: Rent round-up", "1. name: Rent round-up") + "3. Contact: Larry\n"
    assert (said_in(text)["title"], said_in(text)["contact"]) == ("Rent round-up", "Larry")


@pytest.mark.parametrize(
    ("end", "key", "said"),
    [
        ("23. Anything else: we are new.\n\nMahalo,\nLeilani\n", "extra", "we are new."),
        ("23. Anything else: we are new.\n\nForward ever,\nLou\n", "extra", "we are new."),
        ("23. Anything else: we are new.\n\nthx\nk\n", "extra", "we are new."),
        ("23. Anything else: we are new.\n\nWe hope for the best.\n", "extra", "we are new. We hope for the best."),
        (
            "15. Breakouts: 3 - routes, press\nprivate call please, dont put it on the site\n",
            "breakouts",
            "3 - routes, press",
        ),
        ("15. Breakouts:\nroutes\npress\n", "breakouts", "routes press"),
        ("4. Purpose:\nsolidarity Perez\nlove for all\n5. Date: May 1\n", "purpose", "solidarity Perez love for all"),
    ],
)
def test_a_text_ends_where_the_letter_does(end: str, key: str, said: str) -> None:
    """A leave-taking, a name and a wish of its own below the last line are none of its answer; text is."""
    text = "".join(line + "\n" for line in FORM.splitlines() if not line.startswith(end[:2]))
    assert said_in(text.replace("4. Purpose: share news\n", "") + end if key == "purpose" else text + end)[key] == said


def test_a_mail_of_narrow_lines_was_broken_and_one_of_wide_lines_was_not() -> None:
    """``Tammy`` above ``Shapiro`` is one person where every line of the mail is as narrow."""
    narrow = (
        "1. Call title: Tenants meet\nagain in the spring\n4. Purpose: compare letters\nof the same landlord and\n"
        "choose a good lawyer\n8. Facilitator: Ludmila\nVoss <voss@example.org>"
    )
    assert said_in(narrow)["facilitator"] == "Ludmila Voss <voss@example.org>"
    wide = FORM.replace("8. Facilitator: Tammy Shapiro, tammy@example.org", "8. Facilitator: Tammy\nNate")
    assert said_in(wide)["facilitator"] == "Tammy, Nate"


def test_a_mail_without_a_line_has_no_answers() -> None:
    """A page of no lines at all gives nothing, and raises nothing."""
    assert not find_answers(look((), CALL_REQUEST))


def test_lines_of_persons_are_joined_by_what_stands_near(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a name goes on is looked for near the break, and not in all that stands below the label."""
    looked: list[int] = []

    def spy(above: str, below: str) -> None:
        looked.append(len(above) + len(below))

    monkeypatch.setattr(gather, "broken_name", spy)
    find_answers(look(mark("8. Facilitator:\n" + "Ann Lee\n" * 500, "text/plain"), CALL_REQUEST))
    assert max(looked, default=0) < 1000


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Title: Debt\nWhy: people want to hear from the tree sit",
            {"title": "Debt", "purpose": "people want to hear from the tree sit"},
        ),
        (
            "5. March 13\n6. 8:30pm\neverything else is right. Oh and 22. no, don't list it.",
            {"date": "March 13", "time": "8:30pm", "public": "no, don't list it."},
        ),
        ("5. March 13\n6. 8:30pm\nthe rest is fine", {"date": "March 13", "time": "8:30pm"}),
        (
            "Who will facilitate? For example: Tammy\nShapiro, t@example.org\n8. Facilitator (name and email): Otis",
            {"facilitator": "Otis"},
        ),
    ],
)
def test_talk_around_answers_is_none_of_them(text: str, found: dict[str, str]) -> None:
    """That the rest is right ends an answer; an example of ours is none."""
    assert found == answers(text, replying=True)

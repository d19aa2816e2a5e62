"""Which lines are the author's, and which are quoted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.read.adapter import quote

FORM = """1. Call title: Student debt
2. Group: Occupy Philly
5. Date: Thursday 15 March 2012
6. Start time: 8:00pm
7. Time zone: Eastern
From: our group
Subject: debt"""


def depths(text: str) -> list[int]:
    """The depth of every line."""
    return [line.depth for line in quote.mark(text, "text/plain")]


@pytest.mark.parametrize(
    ("line", "depth", "text"),
    [
        ("plain", 0, "plain"),
        ("> a", 1, "a"),
        (">a", 1, "a"),
        (">> a", 2, "a"),
        ("> > a", 2, "a"),
        (">  indented", 1, " indented"),
        (" > a", 1, "a"),
        ("    > code", 0, "    > code"),
        ("a > b", 0, "a > b"),
        ("-> see", 0, "-> see"),
        (">", 1, ""),
        ("| a", 0, "| a"),
    ],
)
def test_quote_marks_become_depth(line: str, depth: int, text: str) -> None:
    """Marks at the beginning of a line count and are taken off; the rest stays as written."""
    (marked,) = quote.mark(line, "text/plain")
    assert (depth, text, 1, "text/plain") == (marked.depth, marked.text, marked.number, marked.part)


INTRODUCTIONS = [
    "On Mon, Mar 5, 2012 at 9:12 AM InterOccupy <info@example.net> wrote:",
    "On Mon, Mar 5, 2012 at 9:12 AM InterOccupy\n<info@example.net> wrote:",
    "On Monday, March 5, 2012 at 09:12:00 AM EST, InterOccupy\n<\ninfo@example.net> wrote:",
    "On 3/5/12 09:12, InterOccupy wrote:",
    "Am 05.03.2012 um 09:12 schrieb InterOccupy <info@example.net>:",
    "Am Mo., 5. März 2012 um 09:12 Uhr schrieb InterOccupy\n<info@example.net>:",
    "InterOccupy <info@example.net> schrieb am Mo., 5. März 2012, 09:12:",
    'Am 21.04.2016 17:48 schrieb "Einz Zwei" <info@example.net\n>:',
    "Le lun. 5 mars 2012 à 09:12, InterOccupy <info@example.net> a écrit :",
    "El lun, 5 mar 2012 a las 9:12, InterOccupy (<info@example.net>) escribió:",
    "Il giorno lun 5 mar 2012 alle ore 09:12 InterOccupy <info@example.net> ha scritto:",
    "Em seg., 5 de mar. de 2012 às 09:12, InterOccupy <info@example.net> escreveu:",
    "Op ma 5 mrt. 2012 om 09:12 schreef InterOccupy <info@example.net>:",
    "Den mån 5 mars 2012 kl 09:12 skrev InterOccupy <info@example.net>:",
    "W dniu 05.03.2012 o 09:12, InterOccupy napisał(a):",
    "20 окт. 2016 г. 19:37 пользователь InterOccupy <info@example.net> написал:",
    "пн, 5 мар. 2012 г. в 09:12, InterOccupy <info@example.net>:",
    "InterOccupy <info@example.net> 于2012年3月5日周一 09:12写道：",
    "2012年3月5日(月) 9:12 InterOccupy <info@example.net>:",
    "-----Original Message-----",
    "-------- Original message --------",
    "-----Ursprüngliche Nachricht-----",
    "-----Message d'origine-----",
    "-----Mensaje original-----",
    "---------- Forwarded message ---------",
    "Begin forwarded message:",
    "Anfang der weitergeleiteten Nachricht:",
    "---- On Mon, 05 Mar 2012 09:12:00 -0500 InterOccupy <info@example.net> wrote ----",
    "From: InterOccupy <info@example.net>\nSent: Monday, March 5, 2012 9:12 AM\nTo: Larry\nSubject: Re: call request",
    "*From:* InterOccupy\n*Sent:* Monday, March 5\n*To:* Larry\n*Subject:* Re: call request",
    "________________________________\nFrom: InterOccupy <info@example.net>\nDate: Monday\nTo: Larry\nSubject: Re",
    "Von: InterOccupy\nGesendet: Montag, 5. März 2012 09:12\nAn: Larry\nBetreff: AW: Anfrage",
    "De : InterOccupy\nEnvoyé : lundi 5 mars 2012 09:12\nÀ : Larry\nObjet : RE: demande",
    "De: InterOccupy\nEnviado el: lunes\nFecha: 5 marzo 9:12\nPara: Larry\nAsunto: RE: llamada",
    "Från: InterOccupy\nSkickat: den 5 mars 2012 09:12\nTill: Larry\nÄmne: SV: samtal",
    "-----Original Message-----\nFrom: InterOccupy\nSent: Monday\nTo: Larry\nSubject: Re",
    "Begin forwarded message:\n\nFrom: InterOccupy <info@example.net>\nSubject: Re\nDate: Monday\nTo: Larry",
]


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
def test_what_is_below_an_introduction_is_quoted(introduction: str) -> None:
    """An unmarked quote is one level deeper from its introduction to the end, answers above are not."""
    text = f"My answer\n\n{introduction}\n\n{FORM}"
    found = depths(text)
    assert found[0] == 0
    assert set(found[2:]) == {1}
    assert quote.own_text(quote.mark(text, "text/plain")) == "My answer"


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
def test_an_introduction_of_a_marked_quote_quotes_nothing_else(introduction: str) -> None:
    """Where the quote is marked, an answer typed below or inside it stays the author's."""
    found = depths(f"{introduction}\n> 5. Date:\nThursday\n> 6. Time:\n8pm")
    assert found[-5:-4] == [1]
    assert found[-4:] == [1, 0, 1, 0]


@pytest.mark.parametrize(
    "text",
    [
        FORM,
        "Date: Thursday 15 March\nFrom: Occupy Philly\nStart time: 8:00pm\nSubject: debt\nTo: be decided",
        "From: Occupy Philly\nTo: InterOccupy\nSubject: Call request\nDate: March 5, 2012\n\nDear all",
        "Date: Thursday\nStart time: 8:00 pm\nTime zone: Eastern",
        "On Thursday we meet.\nLarry wrote the agenda.",
        "On Monday at 8:30 Larry wrote the agenda with these points:\n1. debt",
        "Tammy wrote:\nwe need help",
        "Here is what we want:\n1. debt",
        "--- We need these ---\n1. Call title: x",
        "----------\nLarry",
        "To: info@x.org\nFrom: Larry\nRe: call",
        "8. Facilitator (name and email): Tammy <tammy@x.org>, free from 9:30:\nyes",
    ],
)
def test_a_form_or_letter_is_nobody_s_quote(text: str) -> None:
    """Lines of a form, a letter's head and plain prose are the author's own, however alike."""
    assert set(depths(text)) == {0}


def test_the_words_right_above_an_introduction_stay_the_author_s() -> None:
    """An introduction without a blank line above does not swallow the last words."""
    text = "In short, at 9:30 it is.\nLarry\nOn Mon, 5 Mar 2012 at 9:12, InterOccupy\n<info@example.net> wrote:\n> x"
    assert depths(text) == [0, 0, 1, 1, 1]
    assert depths("thanks for this\nLarry wrote:\n> x") == [0, 1, 1]


def test_quotes_nest() -> None:
    """An introduction inside an unmarked quote goes one deeper, and marks in it count."""
    text = "a\n-----Original Message-----\nb\n-----Original Message-----\nc\n> d"
    assert depths(text) == [0, 1, 1, 2, 2, 3]


def test_the_end_of_the_marks_ends_an_unmarked_quote_inside() -> None:
    """An introduction inside a marked quote reaches to the end of the marks, no further."""
    text = "> a\n> -----Original Message-----\n> b\n\nmy answer"
    assert depths(text) == [1, 2, 2, 0, 0]


def test_a_blank_line_between_quoted_lines_is_quoted() -> None:
    """A blank line lies as deep as the shallower of its neighbours."""
    assert depths("> a\n\n> b\n\nc") == [1, 1, 1, 0, 0]
    assert depths(">> a\n\n> b") == [2, 1, 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yes\n-- \nLarry\n215-555-0100", "yes"),
        ("yes\n--\nLarry", "yes"),
        ("yes\n---\nLarry", "yes\n---\nLarry"),
        ("yes\n\nSent from my iPhone", "yes"),
        ("yes\n\nGet Outlook for iOS<https://aka.ms/o0ukef>", "yes"),
        ("ja\n\nVon meinem iPhone gesendet", "ja"),
        ("ja\n\nGesendet von Outlook für Android", "ja"),
        ("oui\n\nEnvoyé de mon iPhone", "oui"),
        ("sí\n\nEnviado desde mi iPhone", "sí"),
        ("Sent from my iPhone\n\n9. Nate", "9. Nate"),
        ("yes\n-- \nLarry\n> 9. Backup:\nNate", "yes\nNate"),
        (
            "We sent the phone list to everybody last week and heard nothing.",
            "We sent the phone list to everybody last week and heard nothing.",
        ),
        ("Sent an email to Ann", "Sent an email to Ann"),
        ("> quoted only", ""),
        ("", ""),
    ],
)
def test_own_text_is_what_the_author_wrote(text: str, expected: str) -> None:
    """No quote, no signature, no footer; an answer below any of them is kept."""
    assert expected == quote.own_text(quote.mark(text, "text/plain"))


LINES = st.sampled_from(
    [
        *("", " ", "hello", "> a", ">> b", " > c", ">:", "> >:", "-- ", "_____", "5. Date: Thursday"),
        *(line for introduction in INTRODUCTIONS for line in introduction.split("\n")),
    ]
)


@given(st.lists(LINES | st.text(st.characters(exclude_characters="\n"), max_size=20), min_size=1, max_size=25))
def test_quoting_a_text_raises_every_depth_by_one(lines: list[str]) -> None:
    """A text quoted once more lies one level deeper in every line, and its words stay."""
    plain = quote.mark("\n".join(lines), "text/plain")
    quoted = quote.mark("\n".join(f"> {line}" for line in lines), "text/plain")
    assert [line.depth + 1 for line in plain] == [line.depth for line in quoted]
    assert [line.text for line in plain] == [line.text for line in quoted]


@given(st.lists(LINES, max_size=25))
def test_no_line_is_lost(lines: list[str]) -> None:
    """Marking gives one line for each, numbered from one, and only quote marks are missing."""
    marked = quote.mark("\n".join(lines), "text/html")
    assert len(lines or [""]) == len(marked)
    assert list(range(1, len(marked) + 1)) == [line.number for line in marked]
    for line, mark in zip(lines, marked, strict=False):
        assert line.endswith(mark.text)
        assert not line[: len(line) - len(mark.text)].strip("> ")


@pytest.mark.parametrize("mark", ["|", ":", "}", "#", "AT>"])
def test_a_run_of_lines_with_an_odd_mark_is_quoted(mark: str) -> None:
    """Every mark that programs put before quoted lines is one, where a run of lines begins with it."""
    said = ["CALL REQUEST FORM", "", "1. Call title: May Day", "2. Group: Occupy Boise", "5. Date: May 1"]
    lines = quote.mark("Here it is.\n\n" + "\n".join(f"{mark} {line}".rstrip() for line in said), "text/plain")

    assert [(line.depth, line.text) for line in lines[2:]] == [(1, line) for line in said]


@pytest.mark.parametrize(
    "text",
    [
        "| 1 | Call title | May Day |\n| 2 | Group | Boise |\n| 5 | Date | May 1 |\n| 6 | Time | 8pm |",
        "# Call\n\n# Group\n\n# Date\n\n# Time",
        ": a\n: b\nand that is all",
    ],
    ids=["a table", "headings", "two lines"],
)
def test_other_lines_with_such_signs_are_the_authors_own(text: str) -> None:
    """Tables, headings and stray signs are not quoted."""
    assert {line.depth for line in quote.mark(text, "text/plain")} == {0}

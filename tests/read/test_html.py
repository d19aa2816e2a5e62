"""HTML to text."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.read.adapter import html, layout, mime, quote

CLIENTS = Path(__file__).parents[2] / ".." / "shared" / "corpus" / "clients"


def depths(source: str) -> list[tuple[int, str]]:
    """Depth and text of every line that says something."""
    lines = quote.mark(mime.clean(html.to_text(source)), "text/html")
    return [(line.depth, line.text.strip()) for line in lines if line.text.strip()]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<div>a</div><div>b<br>c</div>", "a\nb\nc"),
        ("a <b>b</b>\n   c", "a b c"),
        ("<table><tr><td>Date</td><td>Thursday</td></tr></table>", "Date\tThursday"),
        ("<table><tr><th>Date</th><td><p>Thursday</p></td></tr></table>", "Date\tThursday"),
        ('<a href="mailto:x@y.org">x@y.org</a>', "x@y.org"),
        ('<a href="https://x.org/a?b">the agenda</a>', "the agenda"),
        ("<ol><li>Call title: A</li><li>Group: B</li></ol>", "1. Call title: A\n 2. Group: B"),
        ('<ol start="9"><li>Nate</li><li>NEED HELP</li></ol>', "9. Nate\n10. NEED HELP"),
        ('<ol><li value="5">Thursday</li></ol>', "5. Thursday"),
        ("<ul><li>a</li></ul>", "* a"),
        ("<head><title>t</title></head><style>p{}</style><script>x</script><!-- c -->a", "a"),
        ("<p style='display:none'>x</p><p hidden>y</p><p style='font-size:0px'>z</p>a", "a"),
        ("<!--[if mso]><p>Outlook</p><![endif]-->a", "a"),
        ("<p style='mso-hide:all'>x</p>a<p style='font-size:0.9em'>b</p>", "a\n\nb"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("&lt;a@x.org&gt; &amp; b", "<a@x.org> & b"),
        ('<?xml version="1.0" encoding="utf-8"?><p>é</p>', "é"),
        ("no markup", "no markup"),
        ("<img src=x alt=logo>", ""),
        ("", ""),
        ("   ", ""),
    ],
)
def test_html_is_laid_out(source: str, expected: str) -> None:
    """What is displayed comes out as a person would write it in plain text; what is not, does not."""
    assert expected == html.to_text(source).strip()


def test_a_blockquote_is_marked() -> None:
    """Each level of quoting is one mark, as in plain text."""
    assert html.to_text("a<blockquote type=cite>b<blockquote>c</blockquote>d</blockquote>e").split("\n") == [
        *("a", "> b", "> > c", "> d", "e"),
    ]


@pytest.mark.parametrize(
    "wrapper",
    [
        '<div class="gmail_quote"><div>INTRO<br></div><blockquote class="gmail_quote">QUOTE</blockquote></div>',
        '<div id="ydp1yahoo_quoted_12" class="ydp1yahoo_quoted"><div>INTRO</div><div><br></div><div>QUOTE</div></div>',
        '<div class="moz-cite-prefix">INTRO<br></div><blockquote type="cite" cite="mid:1@x"><p>QUOTE</p></blockquote>',
        '<div><br><blockquote type="cite">INTRO<br><br></blockquote></div><blockquote type="cite">QUOTE</blockquote>',
        '<div class="protonmail_quote">INTRO<br><blockquote class="protonmail_quote">QUOTE</blockquote></div>',
        '<p class="MsoNormal">INTRO</p><p class="MsoNormal">QUOTE</p>',
    ],
    ids=["gmail", "yahoo", "thunderbird", "ios", "proton", "word"],
)
def test_every_mail_program_s_quote_is_quoted(wrapper: str) -> None:
    """The introduction and the quote lie deeper than the answer above, whatever program made them."""
    intro = "On Mon, Mar 5, 2012 at 9:12 AM InterOccupy &lt;info@example.net&gt; wrote:"
    found = depths(f"<div>my answer</div>{wrapper.replace('INTRO', intro).replace('QUOTE', 'the form')}")
    assert found[0] == (0, "my answer")
    assert (1, intro.replace("&lt;", "<").replace("&gt;", ">")) in found
    assert found[-1][0] >= 1
    assert found[-1][1] == "the form"
    assert all(depth for depth, _ in found[1:])


OUTLOOK_HEAD = (
    "<b>From:</b> InterOccupy &lt;info@example.net&gt;<br><b>Sent:</b> Monday, March 5, 2012 9:12 AM<br>"
    "<b>To:</b> Larry &lt;larry@example.org&gt;<br><b>Subject:</b> Re: call request"
)


@pytest.mark.parametrize(
    "source",
    [
        f"<p>mine</p><div><div style='border-top:solid #E1E1E1 1.0pt'><p>{OUTLOOK_HEAD}</p></div></div><p>form</p>",
        f'<div>mine</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">{OUTLOOK_HEAD}</div><div>form</div>',
        '<div>mine</div><hr><div id="divRplyFwdMsg"><b>From:</b> InterOccupy<br><b>Sent:</b> x</div><div>form</div>',
    ],
    ids=["word", "owa", "owa-short"],
)
def test_outlook_s_quote_is_quoted(source: str) -> None:
    """Outlook marks no quoted line: its header block stays as text, and it and all below lie deeper."""
    found = depths(source)
    assert found[0] == (0, "mine")
    assert found[1] == (1, "From: InterOccupy <info@example.net>") or found[1] == (1, "From: InterOccupy")
    assert found[-1] == (1, "form")


def test_an_indentation_is_no_quote() -> None:
    """Gmail's indent button makes a blockquote, too: the words in it are the author's."""
    source = '<blockquote style="margin:0 0 0 40px;border:none;padding:0px">Date: Thursday</blockquote>'
    assert depths(source) == [(0, "Date: Thursday")]


def test_answers_between_quotes_stay_the_author_s() -> None:
    """An answer typed between two quotes is not quoted."""
    source = "<blockquote>5. Date:</blockquote><div>Thursday</div><blockquote>6. Time:</blockquote><div>8pm</div>"
    assert depths(source) == [(1, "5. Date:"), (0, "Thursday"), (1, "6. Time:"), (0, "8pm")]


def test_what_no_parser_takes_keeps_its_words() -> None:
    """HTML beyond every limit loses its layout, not its words."""
    source = "<table><tr><td>" * (layout.MAX_TABLES + 1) + "Date: Thursday"
    assert html.to_text(source) == "Date: Thursday"


def test_a_wide_cell_widens_no_other() -> None:
    """The text of a table is no longer than its cells and the tabs between them: nothing is padded."""
    source = f"<table><tr><td>a<td>{'x' * 9000}{'<tr><td>b<td>y' * 200}</table>"
    assert f"a\t{'x' * 9000}" + "\nb\ty" * 200 == html.to_text(source)


@pytest.mark.parametrize(
    "source",
    [
        f"{'<p>x' * (layout.MAX_ELEMENTS + 1)}<p>Date: Thursday",
        f"{'<ul><li>' * (layout.MAX_LISTS_DEEP + 1)}Date: Thursday",
        f"<table><tr>{'<td>x' * 400}<td>{'x<br>' * 400}</table>Date: Thursday",
    ],
    ids=["elements", "lists", "cells"],
)
def test_what_costs_too_much_to_lay_out_keeps_its_words_and_quotes(source: str) -> None:
    """HTML whose layout would cost too much is read line by line, with the marks of its quotes."""
    found = depths(f"{source}<blockquote>8pm</blockquote>")
    assert (0, "Date: Thursday") in found
    assert (1, "8pm") == found[-1]


def test_words_are_had_without_layout() -> None:
    """A first look at HTML gives its words in lines."""
    assert html.words_of("<style>x</style><p>a&nbsp;b</p><script>y</script>c<!-- z --> &lt;d").split() == [
        *("a", "b", "c", "<d"),
    ]


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div>",
                "<b>",
                "<td>",
                "<table>",
                "<tr>",
                "<ol>",
                "<li>",
                "<blockquote>",
                "</blockquote>",
                "a",
                "\ue000",
                "\x00",
                "&",
                ";",
                "<",
                ">",
            ]
        )
    )
)
def test_any_markup_gives_text(pieces: list[str]) -> None:
    """Tags in any order never raise, and no mark of ours leaks."""
    text = html.to_text("".join(pieces))
    assert "\ue000" not in text
    assert "\ue001" not in text
    assert "\x00" not in text


def test_every_pair_of_twelve_mail_clients_is_kept() -> None:
    """A form filled in twelve mail clients comes out with all 144 of its labels beside their values."""
    if not CLIENTS.exists():
        pytest.skip("the optional folder ../shared/corpus/clients is not here")
    expected = json.loads((CLIENTS / "expected.json").read_text())
    lost = []
    for path in sorted(CLIENTS.glob("*.html")):
        separator = "\t" if path.stem in expected["tables"] else " "
        said = [text for _, text in depths(path.read_text())]
        for label, value in expected["fields"]:
            if not any(
                line.lstrip("0123456789. ").removeprefix(label).removeprefix(":") == separator + value for line in said
            ):
                lost.append((path.stem, label))
    assert lost == []

"""The HTML twin."""

import re
from datetime import datetime
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from mailflow.write import samples
from mailflow.write.form import is_prompt
from mailflow.write.html import twin
from mailflow.write.layout import Block, Shape, arrange, blocks
from mailflow.write.texts import Texts

NOW = datetime.fromisoformat(samples.NOW)
TEXTS = Texts(Path(__file__).parents[2] / "templates", address="info@interoccupy.example")
WRITTEN = [TEXTS.write(reply, NOW) for reply in samples.replies()]
NUMBERS = range(len(WRITTEN))


def words_of(page: str) -> list[str]:
    """The words that a reader of the page sees, in order."""
    body = page[page.index("<body>") : page.index("</body>")]
    return unescape(re.sub(r"<[^<>]*>", " ", body)).split()


def plain_words(text: str) -> list[str]:
    """The words of the text, without the marks that are a list's or a quote's own matter."""
    return [word for block in blocks(text) for word in _shown(block).split()]


def _shown(block: Block) -> str:
    """A block as the page shows it: a number is part of its words."""
    return f"{block.mark if block.shape is Shape.LINE else ''} {block.words}"


@pytest.mark.parametrize("number", NUMBERS)
def test_the_page_says_the_same_words(number: int) -> None:
    """Text and page hold the same words in the same order."""
    text = WRITTEN[number].text
    assert plain_words(text) == words_of(twin("Subject", text))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=200))
def test_nobodys_words_become_markup(said: str) -> None:
    """Whatever stands in a text is text in the page: no element comes of it."""
    text = arrange(f"We have {said} <b>&amp; <img src='https://example.net/x'>\n\n9. Backup facilitator: {said}\n")
    page = twin(said, text)
    assert plain_words(text) == words_of(page)
    assert {"div", "p", "body", "html", "head", "meta", "title", "h2"} >= {
        element.tag for element in lxml_html.fromstring(page.encode()).iter()
    }


@pytest.mark.parametrize("number", NUMBERS)
def test_nothing_is_fetched_and_no_colour_is_fixed(number: int) -> None:
    """No image, script, style sheet or remote address; no colour, so that dark mode works; the language is said."""
    page = twin("Subject", WRITTEN[number].text)
    assert re.search(r"<(?:img|script|link|style|iframe|form)\b|https?://|url\(|(?<!-)color:|background", page) is None
    assert '<html lang="en">' in page


def test_every_line_to_be_answered_is_a_paragraph_of_its_own() -> None:
    """Typing behind a prompt in a mail program stays behind that prompt."""
    for written in WRITTEN:
        tree = lxml_html.fromstring(twin("Subject", written.text).encode())
        shown = [" ".join(one.text_content().split()) for one in tree.iter("p")]
        expected = [line for line in written.text.split("\n") if is_prompt(line)]
        assert expected == [one for one in shown if is_prompt(one)]


def test_lists_headings_quotes_and_links_are_such() -> None:
    """What has a shape in the text has the same in the page, for a screen reader."""
    text = (
        "Hello.\n\nWhat we have\n\n1. Call title: Debt\n2. Group: Us\n\n- one\n- two\n\n> said\n> more\n\n"
        "  mailflow list\n\nmailto:larry@example.org?subject=x\n\nBye.\n"
    )
    assert [block.shape for block in blocks(text)] == [
        Shape.TEXT, Shape.HEADING, Shape.LINE, Shape.LINE, Shape.BULLET, Shape.BULLET, Shape.QUOTE, Shape.QUOTE,
        Shape.KEPT, Shape.LINK, Shape.TEXT,
    ]  # fmt: skip
    tree = lxml_html.fromstring(twin("Subject", text).encode())
    assert [one.text for one in tree.iter("h2")] == ["What we have"]
    assert [one.text for one in tree.xpath('//*[@role="listitem"]')] == ["1. Call title: Debt", "2. Group: Us"]
    assert [one.text for one in tree.iter("li")] == ["one", "two"]
    assert [" ".join(one.text_content().split()) for one in tree.iter("blockquote")] == ["said more"]
    assert [one.text for one in tree.iter("pre")] == ["mailflow list"]
    assert [one.get("href") for one in tree.iter("a")] == ["mailto:larry@example.org?subject=x"]

"""The shape of a text."""

from hypothesis import example, given
from hypothesis import strategies as st

from mailflow.fields import CALL_REQUEST
from mailflow.write.layout import WIDTH, Shape, arrange, blocks, is_form_line
from mailflow.write.layout import _width as width

LABELS = [label for spec in CALL_REQUEST.specs for label in (spec.label, *spec.synonyms)]
WORDS = st.one_of(
    st.sampled_from(
        ["9.", "9", "-", ">", "21:", "(8)", "line 9", "the", "agreed", "a" * 80, "https://example.org/" + "x" * 80]
    ),
    st.sampled_from(LABELS).map(lambda label: f"{label}:"),
    st.sampled_from(LABELS),
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12),
)
PROSE = st.lists(WORDS, min_size=1, max_size=60).map(" ".join)


def test_a_paragraph_is_wrapped_whatever_its_source_lines() -> None:
    """One paragraph is one paragraph, written in one source line or in several; runs of empty lines become one."""
    short = "word " * 30
    assert arrange(short + "\n\n\n\nend.") == arrange(short.replace("word word", "word\nword") + "\n\nend.")
    assert max(len(line) for line in arrange(short).split("\n")) <= WIDTH


def test_shapes_keep_their_own_lines() -> None:
    """Form lines, bullets, quotes, things to copy and links stay apart; long answers and bullets hang."""
    said = (
        "What we have\n\n4. Purpose: " + "many words " * 9 + "\n9. Backup facilitator (name and email):\n\n"
        "- " + "many words " * 9 + "\n\n> hello\n>\n> bye\n\n  mailflow show IO-0042\n\nhttps://example.org/" + "y" * 90
    )
    expected = (
        "What we have\n\n"
        "4. Purpose: many words many words many words many words many words many\n"
        "   words many words many words many words\n"
        "9. Backup facilitator (name and email):\n\n"
        "- many words many words many words many words many words many words many\n"
        "  words many words many words\n\n"
        "> hello\n>\n> bye\n\n  mailflow show IO-0042\n\nhttps://example.org/" + "y" * 90 + "\n"
    )
    assert expected == arrange(said)
    assert [block.shape for block in blocks(expected)] == [
        Shape.HEADING, Shape.LINE, Shape.LINE, Shape.BULLET, Shape.QUOTE, Shape.QUOTE, Shape.QUOTE, Shape.KEPT,
        Shape.LINK,
    ]  # fmt: skip


@given(st.lists(WORDS, max_size=60))
@example(["Please", "see the whole of it,", "which we keep for you and for all", "Date:", "9"])
def test_wrapping_makes_no_line_of_the_form(said: list[str]) -> None:
    """Words of a paragraph never come to stand where they would be read as an answer, a bullet or a quote."""
    spaced = " ".join(f"{word} okay" for word in said)
    for mark in ("", "- ", "4. "):
        rest = arrange(f"{mark}We say {spaced}").rstrip("\n").split("\n")[1:]
        assert not [line for line in rest if is_form_line(line.strip()) or line.strip()[:1] in {"-", ">"}]


@given(st.lists(PROSE, max_size=6).map("\n\n".join))
def test_wrapping_changes_no_block(said: str) -> None:
    """The blocks of a wrapped text are those of the text before, and wrapping again changes nothing."""
    once = arrange("Begin.\n\n" + said.replace("\n\n", "\n\nSo "))
    assert once == arrange(once)
    assert [(b.shape, b.mark, b.words) for b in blocks(once)] == [
        (b.shape, b.mark, b.words) for b in blocks(arrange(once))
    ]


def is_bound(line: str) -> bool:
    """Whether a break in this line would begin one that reads as a line of the form."""
    words = line.split()
    return any(is_form_line(" ".join(words[at:])) or words[at][:1].isdigit() for at in range(1, len(words)))


@given(PROSE)
def test_no_line_is_wider_than_a_quoted_mail_can_carry(said: str) -> None:
    """At most 72 columns, but for addresses, and where every break would make a line of the form."""
    for mark in ("", "- ", "9. ", "> "):
        for line in arrange(f"{mark}We say {said}").split("\n"):
            assert width(line) <= WIDTH or any(sign in line for sign in ("://", "@", "mailto:")) or is_bound(line)

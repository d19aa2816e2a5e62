"""What other people wrote, made harmless."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.token import sign
from mailflow.write.safe import fold, fold_lines, harmless

ANY = st.text(st.characters(codec=None), max_size=80)


@given(ANY)
def test_a_folded_value_is_one_clean_line(said: str) -> None:
    """No control character, line end, bidi override or lone surrogate is left; folding again changes nothing."""
    folded = fold(said)
    assert len(folded.splitlines()) <= 1
    assert not {"Cc", "Cs"} & {unicodedata.category(char) for char in folded}
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029") & set(folded)
    assert folded == fold(folded)
    assert folded.encode().decode() == folded


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), max_size=80))
def test_plain_words_stay_as_they_were_given(said: str) -> None:
    """Letters, numbers, punctuation and signs are kept exactly."""
    assert said == fold(said)


@pytest.mark.parametrize("separator", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\x00"])
def test_each_separator_becomes_a_blank(separator: str) -> None:
    """What ends a line in somebody's view never ends one in a header or a form line of ours."""
    assert fold(f"Larry{separator}Bcc: all@example.org") == "Larry Bcc: all@example.org"


def test_reply_tokens_are_taken_out() -> None:
    """A token in a quoted address is not shown to anybody else (protocol 8.32)."""
    token = sign(b"key", number=42, case="IO-0001", person="larry@example.org", purpose="values")
    assert fold(f"On Monday info+{token.upper()}@example.org wrote") == "On Monday info@example.org wrote"
    assert fold(f"mailto:info+{token}%40example.org") == "mailto:info%40example.org"


def test_long_values_are_cut_and_say_so() -> None:
    """A value over the limit ends in an ellipsis."""
    assert fold("a" * 9, 5) == "aaaaa …"
    assert fold_lines("ab\ncd", 3)[:2] + fold_lines("ab\ncd", 3)[-2:] == "ab\n…"


@given(ANY)
def test_texts_keep_their_lines_and_nothing_else(said: str) -> None:
    """Each line of a text of several lines is a clean one, and no two empty lines follow each other."""
    kept = fold_lines(said)
    assert kept.split("\n") == [fold(line, 4000) for line in kept.split("\n")]
    assert "\n\n\n" not in kept


def test_facts_are_copied_with_every_string_folded() -> None:
    """Strings are folded at any depth; texts of several lines keep their line ends; the rest is as it was."""
    facts = {"a": "x\ny", "rows": ({"b": "p\r\nq", "n": 3},), "text": "x\r\ny", "none": None}
    expected = {"a": "x y", "rows": [{"b": "p q", "n": 3}], "text": "x\ny", "none": None}
    assert expected == {key: harmless(said, key) for key, said in facts.items()}

"""Commands: exact syntax on the first lines, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.decide.commands import FOR_PEOPLE, FOR_STAFF, MAX_ORDERS, below, orders, refs_in, suggestion


def said(text: str) -> list[str]:
    """The commands of a mail of the staff, each as the one line that says all of it."""
    return [one.said(None) for one in orders(text, FOR_STAFF, "IO")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("take", ["take"]),
        ("TAKE.", ["take"]),
        ("\n\n  Take!\n\nSent from my iPhone", ["take"]),
        ("IO-0042 take", ["IO-0042 take"]),
        ("[io-42] take", ["IO-0042 take"]),
        ("io42: take\nQ-7 note ask Ann", ["IO-0042 take", "Q-0007 note ask Ann"]),
        ("take IO-0042", ["IO-0042 take"]),
        ("reclassify Q-0005 call-request", ["Q-0005 reclassify call-request"]),
        ("!io give Bo@Example.org", ["give Bo@Example.org"]),
        ("note: She wrote https://x.example/J/AbC?pwd=Xy", ["note She wrote https://x.example/J/AbC?pwd=Xy"]),
        ("take\n\nnote not this one", ["take"]),
        ("take\nthanks\nnote not this one", ["take"]),
        ("take\n-- \nnote not this one", ["take"]),
    ],
)
def test_what_is_a_command(text: str, expected: list[str]) -> None:
    """The keyword in any case, its argument untouched, one a line, until the first line that is none."""
    assert expected == said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Take care of this, please",
        "please take",
        "I take it that nobody answered",
        "tkae",
        "give it to Bo",
        "give",
        "note",
        "reclassify Q-0005 something",
        "Hello\ntake",
        "status of the call?",
        "> take",
        "note " + "x" * 600,
        "",
    ],
)
def test_what_is_none(text: str) -> None:
    """Prose with a keyword in it, a typo or an argument that is none does nothing."""
    assert [] == said(text)


@pytest.mark.parametrize("text", ["cancel", "Cancel our call.", "please cancel the call", "IO-1 cancel", "unsubscribe"])
def test_what_people_may_write(text: str) -> None:
    """Requesters have a few words of their own."""
    assert 1 == len(orders(text, FOR_PEOPLE, "IO"))


@pytest.mark.parametrize(
    "text", ["cancel the part about tents", "we may cancel", "Cancel our call? Not yet", "stop the rent", "formally"]
)
def test_what_people_do_not_mean(text: str) -> None:
    """A sentence that begins like a command is a sentence."""
    assert () == orders(text, FOR_PEOPLE, "IO")


def test_no_more_than_so_many() -> None:
    """One mail carries so many commands at most."""
    assert MAX_ORDERS == len(said("take\n" * 100))


@given(st.text(max_size=300), st.sampled_from(["IO", "RA"]))
def test_no_text_makes_it_raise(text: str, prefix: str) -> None:
    """Whatever stands in a mail, orders and references are found or not, and said back in one line."""
    for one in orders(text, (*FOR_STAFF, *FOR_PEOPLE), prefix):
        assert 1 == len(one.said(None).splitlines())
        assert one.said(None) == orders(one.said(None), (one.command,), prefix)[0].said(None)
    assert len(refs_in(text, prefix)) <= MAX_ORDERS


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("take", ()),
        ("take\ntkae", ("tkae",)),
        ("take\n\nLarry called, 555-0199\nSent from my iPhone", ("Larry called, 555-0199",)),
        ("take\nThanks!\nBo", ()),
        ("take\n-- \nBo", ()),
    ],
)
def test_what_stands_below_is_seen(text: str, rest: tuple[str, ...]) -> None:
    """Lines below the commands are told back, but for a signature."""
    assert rest == below(text, orders(text, FOR_STAFF, "IO"))


@pytest.mark.parametrize(
    ("line", "usage"),
    [
        ("tkae", "take"),
        ("gvie ana@example.org", "give bo@example.org"),
        ("IO-0001 recalssify", "reclassify Q-0005 call-request"),
        ("hello", ""),
    ],
)
def test_a_typo_only_suggests(line: str, usage: str) -> None:
    """A misspelt command does nothing; its usage is named (protocol 8.2)."""
    assert usage == suggestion(line, FOR_STAFF)
    assert () == orders(line, FOR_STAFF, "IO")


def test_references_are_found_once() -> None:
    """The cases that a mail names, as the store writes them."""
    assert ("IO-0042", "Q-0007") == refs_in("io-42 and IO-0042, Q7. Radio42 is none, nor IQ-0003", "IO")

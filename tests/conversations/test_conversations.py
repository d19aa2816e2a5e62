"""Every conversation beside this file is played and compared; the rehearsal itself is tried on small ones."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mailflow.cli import main
from mailflow.conversation import Unreadable, parse

FILES = sorted(Path(__file__).parent.glob("*.txt"))

SMALL = """\
>>> 2027-03-02 09:05 America/New_York "Larry Swetman <larry@example.org>"
Subject: Call request

1. Call title: Student debt check-in
2. Group or occupation: Occupy Philly
"""


def run(*arguments: str) -> Result:
    """Run ``mailflow rehearse`` in a folder without an instance."""
    return CliRunner().invoke(main, ["--in", "/nonexistent", "rehearse", *arguments])


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in FILES])
def test_a_conversation_goes_as_its_file_says(path: Path) -> None:
    """What was sent is what the file expects, word for word."""
    played = run(str(path))

    assert "" == played.output
    assert 0 == played.exit_code


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in FILES])
def test_two_plays_are_alike(path: Path) -> None:
    """The same file gives the same mails, tokens and ids."""
    assert run(str(path), "--json").output == run(str(path), "--json").output


def test_a_difference_is_shown_and_is_status_1(tmp_path: Path) -> None:
    """A mail that nobody expected, and one that did not come, show in a unified diff."""
    path = tmp_path / "small.txt"
    path.write_text(SMALL + "\n<<< somebody@example.org\nSubject: Hello\n\nNever sent.\n")

    played = run(str(path))

    assert 1 == played.exit_code
    assert "-<<< somebody@example.org" in played.output
    assert "+<<< larry@example.org" in played.output


def test_rewriting_makes_the_file_right_and_keeps_its_own_words(tmp_path: Path) -> None:
    """After --rewrite the file expects what was sent; comments, settings and mails stand as they stood."""
    path = tmp_path / "small.txt"
    path.write_text("# why\n! staff = ana@example.org\n\n" + SMALL)

    assert 0 == run(str(path), "--rewrite").exit_code
    once = path.read_text()
    assert 0 == run(str(path)).exit_code
    assert 0 == run(str(path), "--rewrite").exit_code

    assert once == path.read_text()
    assert once.startswith("# why\n! staff = ana@example.org\n\n" + SMALL.rstrip("\n"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("hello", "line 1: 'hello' belongs to no part", id="no-part"),
        pytest.param(">>> yesterday ann@example.org\n", "line 1: 'yesterday ann@example.org' is no time", id="no-time"),
        pytest.param(
            ">>> 2027-03-02 09:05 Mars/Olympus ann@example.org\n", "'Mars/Olympus' is no time zone", id="zone"
        ),
        pytest.param(">>> 2027-02-30 09:05 UTC ann@example.org\n", "there is no time 2027-02-30 09:05", id="no-day"),
        pytest.param(">>> 2027-03-02 09:05 UTC ann\n", "'ann' is no address", id="no-address"),
        pytest.param(">>> 2027-03-02 09:05 UTC a@b.example loud\n", "'loud' means nothing here", id="no-word"),
        pytest.param(">>> 2027-03-02 09:05 UTC a@b.example reply\n\nyes\n", "got no mail from us", id="nothing-got"),
        pytest.param(">>> 2027-03-02 09:05 UTC a@b.example file:no.eml\n", "no.eml cannot be read", id="no-file"),
        pytest.param("! colour = blue\n", "there is no setting colour", id="no-setting"),
        pytest.param("=== 2027-03-02 09:05 UTC sleeping\n", "'sleeping' behind a time means nothing", id="no-down"),
        pytest.param("=== 2027-03-02 09:05 UTC\n=== 2027-03-01 09:05 UTC\n", "time cannot go back", id="backwards"),
    ],
)
def test_a_file_that_cannot_be_read_is_status_2_and_says_why(tmp_path: Path, text: str, sentence: str) -> None:
    """The sentence names the line and what is wrong with it."""
    path = tmp_path / "wrong.txt"
    path.write_text(text)

    played = run(str(path))

    assert 2 == played.exit_code
    assert sentence in played.output


def test_a_protected_line_is_text() -> None:
    r"""A line of text that begins with a mark is written with a ``\`` before it."""
    [_, step] = parse(">>> 2027-03-02 09:05 UTC a@b.example\n\n\\!io approve\n\\>>> quoted\n\\\\ kept\n").steps

    assert step.cause
    assert "!io approve\n>>> quoted\n\\ kept" == getattr(step.cause, "text", None)


def test_only_known_headers_are_headers() -> None:
    """``Facilitator: Ann`` on the first line is text."""
    [_, step] = parse(">>> 2027-03-02 09:05 UTC a@b.example\nFacilitator: Ann\nBackup: Bo\n").steps

    assert "Facilitator: Ann\nBackup: Bo" == getattr(step.cause, "text", None)


def test_times_take_zones_and_offsets() -> None:
    """An IANA zone and an offset name the same moment."""
    zoned, offset = (parse(f"=== 2027-03-02 09:05 {zone}").steps[1].cause for zone in ("America/New_York", "-05:00"))

    assert zoned
    assert offset
    assert zoned.at == offset.at


def test_the_json_object_holds_mails_and_cases(tmp_path: Path) -> None:
    """Mails in and out in order, with kind, case, template and headers; cases with status, blockers and history."""
    path = tmp_path / "small.txt"
    path.write_text(SMALL)

    played = run(str(path), "--json")
    data = json.loads(played.output)

    came, went = data["mails"]
    assert ("in", "call-request", "IO-0001", "processed") == tuple(
        came[key] for key in ("direction", "kind", "case", "disposition")
    )
    assert ("out", "requester/incomplete", "IO-0001", ["larry@example.org"]) == tuple(
        went[key] for key in ("direction", "template", "case", "to")
    )
    assert "auto-replied" == went["headers"]["Auto-Submitted"]
    [case] = data["cases"]
    assert ("IO-0001", "call", "incomplete") == (case["ref"], case["kind"], case["status"])
    assert ["role:facilitator", "role:backup", "role:tech", "zone"] == case["blockers"]
    assert "Student debt check-in" == case["fields"]["title"]
    assert ["requested"] == [row["what"] for row in case["history"]]


def test_the_json_object_holds_cases_that_have_ended(tmp_path: Path) -> None:
    """A withdrawn call is in it with its status, as every case is."""
    path = tmp_path / "small.txt"
    path.write_text(f"{SMALL}\n>>> 2027-03-02 10:05 America/New_York larry@example.org reply\n\ncancel\n")

    data = json.loads(run(str(path), "--json").output)

    assert [("IO-0001", "withdrawn")] == [(case["ref"], case["status"]) for case in data["cases"]]


def test_unreadable_is_told_with_its_line() -> None:
    """Reading a file raises one kind of exception, with the line in it."""
    with pytest.raises(Unreadable, match="line 2"):
        parse("# fine\nnot fine\n")

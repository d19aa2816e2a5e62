"""What is typed at the demo's prompt."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from mailflow.demo import _entered, _path_in

MAIL = b"From: ann@example.org\r\nSubject: hello\r\n\r\nhello\r\n"


@pytest.mark.parametrize("form", ["{}", "'{}'", '"{}"', "{} ", "file://{}"])
def test_a_dropped_file_is_the_mail(tmp_path: Path, form: str) -> None:
    """A terminal writes the path of a file that is dropped on it in its own way; the file is sent as it is."""
    path = tmp_path / "call.eml"
    path.write_bytes(MAIL)

    assert MAIL == _entered(form.format(path) + "\n", [], Console(file=StringIO()))


@pytest.mark.parametrize("written", ["my\\ call.eml", "my call.eml", "'my call.eml'", "file://{}/my%20call.eml"])
def test_a_path_may_hold_blanks(tmp_path: Path, written: str) -> None:
    """Blanks in a path may be escaped, quoted, encoded or just there."""
    path = tmp_path / "my call.eml"
    said = written.format(tmp_path) if "{}" in written else written.replace("my", f"{tmp_path}/my", 1)

    assert path == _path_in(f"{said}\n")


def test_a_path_without_a_file_is_told_and_nothing_is_sent() -> None:
    """A slip in a path does not become a mail that says nothing but the path."""
    shown = StringIO()
    lines: list[str] = []

    assert _entered("/nowhere/call.eml\n", lines, Console(file=shown, width=200)) is None
    assert "/nowhere/call.eml cannot be read (No such file or directory); nothing was sent.\n" == shown.getvalue()
    assert [] == lines


def test_text_is_taken_until_the_dot() -> None:
    """What is no path is the text of a mail, ending with a line that holds a single dot; a path in it is text."""
    lines: list[str] = []
    console = Console(file=StringIO())
    for line in ("Subject: a call\n", "It's in the file call.eml\n", "call.eml\n"):
        assert _entered(line, lines, console) is None
    raw = _entered(".\n", lines, console)

    assert raw
    assert b"Subject: a call\n" in raw
    assert raw.endswith(b"It's in the file call.eml\ncall.eml\n")

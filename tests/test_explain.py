"""``mailflow explain``: the reading contract's object, and that nothing is done."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from mailflow.cli import main
from mailflow.mail.maildir import MaildirOut
from mailflow.wiring import reading_store
from tests.daemon.running import maildir_mails, make_maildir_instance

FIRST = b"""From: Larry Swetman <larry@req.example>
To: info@io.example
Subject: Call request
Date: Tue, 02 Mar 2027 09:05:00 -0500
Message-ID: <one@req.example>

1. Call title: Student debt check-in
2. Group or occupation: Occupy Philly
5. Date: tomorrow
6. Start time: 8pm
7. Time zone: Eastern
8. Facilitator: Jay??
"""


def explain(folder: Path, raw: bytes, *more: str) -> dict[str, Any]:
    """The JSON object for a mail given on standard input."""
    done = CliRunner().invoke(main, ["--in", str(folder), "explain", "-", "--json", *more], input=raw)
    assert 0 == done.exit_code, done.output
    found: dict[str, Any] = json.loads(done.output)
    return found


def test_the_object_is_the_contracts() -> None:
    """Each key of the form stands in one place, and the mails that would go are shown with subject and text."""
    found = explain(Path("/nonexistent"), FIRST, "--set", "staff=ana@example.org")

    assert ["kind", "case", "fields", "missing", "unclear", "findings", "replies", "staff"] == list(found)
    assert ("call-request", None) == (found["kind"], found["case"])
    fields, unclear = found["fields"], found["unclear"]
    assert "2027-03-03T20:00:00-05:00" == fields["start"]
    assert {"name": "Larry Swetman", "email": "larry@req.example", "phone": None} == fields["contact"]
    assert ["purpose", "backup", "tech"] == found["missing"]
    assert {"said": "Jay??", "why": "not sure yet"}.items() <= unclear["facilitator"].items()
    [reply] = found["replies"]
    assert ("requester/incomplete", ["larry@req.example"]) == (reply["template"], reply["to"])
    assert "[IO-0001]" in reply["subject"]
    assert [] == found["staff"]


def test_received_stands_for_the_time_of_receipt() -> None:
    """The lead time counts from --received; relative words count from the mail's own Date."""
    raw = FIRST.replace(b"tomorrow", b"Thursday 18 March 2027")

    assert [] == explain(Path("/nonexistent"), raw)["findings"]
    [late] = explain(Path("/nonexistent"), raw, "--received", "2027-03-16T12:00:00-04:00")["findings"]
    assert ("lead_time", "warn") == (late["rule"], late["outcome"])


def test_cases_of_the_store_count_and_nothing_is_stored(tmp_path: Path) -> None:
    """An answer is explained in the light of its case; no mail leaves, no row is written."""
    settings = make_maildir_instance(tmp_path)
    MaildirOut(tmp_path / "in").put(FIRST)
    assert 0 == CliRunner().invoke(main, ["--in", str(tmp_path), "once"]).exit_code
    [sent] = maildir_mails(tmp_path / "out")
    answer = (
        f"From: larry@req.example\nTo: {sent['Reply-To']}\nSubject: Re: x\nMessage-ID: <two@a.example>\n"
        f"Date: Tue, 02 Mar 2027 10:05:00 -0500\nIn-Reply-To: {sent['Message-ID']}\n\n10. NEED HELP\n"
    )

    found = explain(tmp_path, answer.encode())

    assert ("answer", "IO-0001") == (found["kind"], found["case"])
    assert ["purpose", "backup"] == found["missing"]
    assert 1 == len(maildir_mails(tmp_path / "out"))
    with reading_store(settings) as store:
        assert 1 == len(store.mails(10))
        story = store.story("IO-0001")
        assert story
        assert "tech" not in story.fields


def test_each_request_of_a_mail_is_shown_with_its_own_places() -> None:
    """Two forms in one mail: the second's values tell the second's lines and words."""
    second = FIRST.partition(b"\n\n")[2].replace(b"Student debt check-in", b"May Day").replace(b"tomorrow", b"12 March")
    done = CliRunner().invoke(main, ["--in", "/nonexistent", "explain", "-"], input=FIRST + b"\n" + second)
    assert 0 == done.exit_code, done.output

    first, another = done.output.split("--- ")[0].split("another request in the same mail")
    assert "[text/plain line 1, line: 'Student debt check-in']" in first
    assert "[text/plain line 8, line: 'May Day']" in another
    assert "12 March" in another
    assert "tomorrow" not in another

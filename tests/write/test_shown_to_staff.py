"""What staff are shown of a mail that needs a person."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailflow.decide import facts
from mailflow.decide.decision import Incoming
from mailflow.model import Address, Context, Reading, Reply
from mailflow.read.adapter.message import parse
from mailflow.read.reading import read
from mailflow.write import samples
from mailflow.write.texts import Texts, Written

ROOT = Path(__file__).parents[2]
TEXTS = Texts(ROOT / "templates", address="info@interoccupy.example")
NOW = datetime(2027, 6, 2, 18, tzinfo=UTC)
BLANK = next(one.facts for one in samples.replies() if one.template == "staff/question")


def shown(raw: bytes) -> tuple[Reading, Written]:
    """How a mail is read, and the mail that one of the staff gets of it."""
    message = parse(raw)
    ours = frozenset({"info@interoccupy.example"})
    reading = read(message, Context(received_at=message.date or NOW, ours=ours), raw)
    incoming = Incoming(mail_id=1, message=message, reading=reading, received_at=NOW)
    told = {
        **BLANK, "kind": str(reading.kind), "subject": message.subject, "read": facts.read_in(reading),
        **facts.posting(reading), **facts.wrote(incoming),
    }  # fmt: skip
    return reading, TEXTS.write(Reply(template="staff/question", to=Address("", "ana@example.org"), facts=told), NOW)


@pytest.mark.parametrize("folder", ["notes", "notes2", "mixed1", "mixed2", "prose2", "documents"])
def test_whatever_was_read_in_a_mail_can_be_shown(folder: str) -> None:
    """No value of any mail that we keep leaves staff without theirs, and each line read has its number in it."""
    paths = sorted((ROOT / "tests" / "mails" / folder).glob("*.eml"))
    assert paths
    for path in paths:
        reading, written = shown(path.read_bytes())
        for row in facts.read_in(reading):
            assert f"\n{row['n']}. {row['label']}:" in written.text, path.name


@pytest.mark.parametrize(
    ("line", "subject", "first"),
    [
        ("Post on InterOccupy.org: no", "Notes, please do not post:", "Please do not post them;"),
        ("Post on InterOccupy.org: yes", "Notes:", "They may be posted, says the sender."),
        ("Post on InterOccupy.org: yes, once Ann agrees", "Notes, do not post yet:", "Please do not post them before"),
        ("Attendees: 9", "Notes:", "The sender does not say whether they may be posted."),
    ],
)
def test_whether_notes_may_be_posted_is_said_first(line: str, subject: str, first: str) -> None:
    """The subject and the first paragraph say it; silence is no yes, and a yes with a condition is not one yet."""
    raw = (
        "From: Chi <chi@example.org>\r\nTo: info@interoccupy.example\r\nSubject: notes of the housing call\r\n\r\n"
        f"Call number or title: Housing call\r\nCall date: March 1\r\n{line}\r\nNotes:\r\nWe met for an hour.\r\n"
    ).encode()
    _, written = shown(raw)
    assert f"{subject} notes of the housing call" == written.subject
    assert first in " ".join(written.text.partition("\n\n")[0].split())


def test_a_forwarded_text_below_a_few_words_is_shown() -> None:
    """A volunteer need not open the mailbox to see what was forwarded."""
    _, written = shown((ROOT / "tests" / "mails" / "forwarded-form.eml").read_bytes())
    assert "\n> Can you set this up for Ann? Thanks, Bea\n" in written.text
    assert "\n> Title: Nurses and patients\n" in written.text

"""Documents on their way through the whole program."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailflow import pipe as pipe_module
from mailflow.documents.enclosures import with_documents
from mailflow.explain import as_text, explain
from mailflow.model import Arrival, Message
from mailflow.pipe import Pipe
from mailflow.settings import without_instance
from mailflow.wiring import throwaway_pipe
from tests.documents.making import DOCX, docx, mail, table
from tests.truth import MAILS, Verdict, judge, pack, told, truths

NOW = datetime(2027, 3, 2, 14, 5, tzinfo=UTC)
FORM = docx(table([("Call title", "Student debt"), ("Date", "Thursday 18 March 2027"), ("Start time", "8pm"),
                   ("Time zone", "Eastern"), ("Group", "Occupy Philly"), ("Purpose", "Compare notes")]))  # fmt: skip


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    """The program with an empty store."""
    with throwaway_pipe(without_instance(()), pack()) as made:
        yield made


def test_documents_are_opened_before_the_transaction_begins(pipe: Pipe, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slow work holds no lock; the case is made of what the document says."""
    in_transaction: list[bool] = []

    def noted(message: Message, raw: bytes) -> Message:
        in_transaction.append(pipe.store.db.is_in_transaction)
        return with_documents(message, raw)

    monkeypatch.setattr(pipe_module, "with_documents", noted)
    raw = mail("Our form is attached.", ("form.docx", DOCX, FORM))
    pipe.take_in(
        [Arrival(mailbox="INBOX", uidvalidity="1", uid="1", received_at=NOW, size=len(raw), raw=raw)], NOW
    )  # fmt: skip
    pipe.work(NOW)

    call = pipe.store.call("IO-0001")
    assert [False] == in_transaction
    assert call
    assert "20:00" == call.fields["time"].value


def test_explain_names_the_file_that_a_value_stands_in(pipe: Pipe) -> None:
    """A person sees where each value was read."""
    shown = as_text(explain(pipe, mail("See attached.", ("form.docx", DOCX, FORM)), received_at=NOW, now=NOW))
    assert "[form.docx line 3, " in shown


def test_a_mail_of_a_locked_document_goes_to_a_person(pipe: Pipe) -> None:
    """Nothing is made of a file that cannot be opened."""
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    found = explain(pipe, mail("see attached", ("form.docx", DOCX, locked)), received_at=NOW, now=NOW)
    assert ("question", {}) == (found.data["kind"], found.data["fields"])


@pytest.mark.parametrize("path", truths(MAILS / "documents"), ids=lambda path: path.stem)
def test_a_golden_mail_is_understood_as_its_truth_says(pipe: Pipe, path: Path) -> None:
    """No wrong value, no needless question but those that are known, no question missed."""
    known = json.loads(path.with_suffix(".json").read_text()).get("asks", [])
    verdicts = judge(path, told(pipe, path.read_bytes()))
    assert verdicts.kind_is_right
    assert [] == [one for one in verdicts.keys if one[1] is not Verdict.RIGHT and one[0] not in known]

"""What a hostile or broken document costs: a sentence, and a bounded time."""

import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from mailflow.documents import process, worker
from mailflow.documents.enclosures import with_documents
from mailflow.documents.formats import DAMAGED, EMPTY, NOT_OPENED, TOO_LARGE_INSIDE, TOO_LONG, TOO_MUCH_MEMORY
from mailflow.documents.limits import LIMITS, MAX_MEMBER, MEGABYTE, Limits
from mailflow.model import Message
from mailflow.read.adapter import message
from tests.documents.making import DOCX, W, docx, mail, packed, para

VAGUE = "application/octet-stream"
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {two} "{f"&{one};" * 50}">' for one, two in zip("abcdef", "bcdefg", strict=True))
    + f']><w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&g;</w:t></w:r></w:p></w:body></w:document>'
)


def problem(content: bytes) -> str:
    """Why a docx has no text."""
    return str(next(iter(worker.read("a.docx", DOCX, "", content, 100))).get("problem"))


def opened(*files: tuple[str, str, bytes], limits: Limits = LIMITS) -> Message:
    """A mail with these files, its documents opened."""
    raw = mail("see attached", *files)
    return with_documents(message.parse(raw), raw, limits)


def lying(size: int, said: int) -> bytes:
    """A docx whose document unpacks to more than its directory says."""
    honest = packed({"[Content_Types].xml": "x", "word/document.xml": b" " * size})
    made = bytearray(honest)
    for at in range(len(made) - 4):
        if made[at : at + 4] == size.to_bytes(4, "little"):
            made[at : at + 4] = said.to_bytes(4, "little")
    return bytes(made)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (packed({"[Content_Types].xml": "x", "word/document.xml": b" " * (MAX_MEMBER + 1)}), TOO_LARGE_INSIDE),
        (packed({f"word/{number}": b"" for number in range(2001)}), TOO_LARGE_INSIDE),
        (lying(MAX_MEMBER + 1, 500), DAMAGED),
        (packed({"[Content_Types].xml": "x", "word/document.xml": packed({"a": b" " * 9_000_000})}), DAMAGED),
        (packed({"[Content_Types].xml": "x", "word/document.xml": LAUGHS}), DAMAGED),
        (docx("<w:sdt>" * 3000 + "</w:sdt>" * 3000), DAMAGED),
        (docx(""), EMPTY),
    ],
    ids=["flat bomb", "many files", "lying directory", "nested zip", "billion laughs", "deep", "empty"],
)
def test_a_hostile_zip_is_refused(content: bytes, expected: str) -> None:
    """Sizes are checked before anything is unpacked, and again while it is; entities are never expanded."""
    assert expected == problem(content)


def test_an_external_entity_is_not_read() -> None:
    """A document cannot bring in a file of ours."""
    text = LAUGHS.replace('"ha"', 'SYSTEM "file:///etc/passwd"').replace("&g;", "&a;")
    assert DAMAGED == problem(packed({"[Content_Types].xml": "x", "word/document.xml": text}))


def test_a_worker_that_hangs_is_killed_with_its_children(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What it said before stands, and nothing of its process group lives on."""
    alive = tmp_path / "alive"
    os.mkfifo(alive)
    code = (
        f"import os, subprocess; end = os.open({str(alive)!r}, os.O_WRONLY); os.write(end, b'!'); "
        "child = subprocess.Popen(['sleep', '600'], pass_fds=[end]); print('{}', flush=True); child.wait()"
    )
    reader = os.open(alive, os.O_RDONLY | os.O_NONBLOCK)
    monkeypatch.setattr(process, "WORKER", ("-c", code))

    answer = process.ask("a.docx", DOCX, "", b"x" * MEGABYTE, Limits(wall=3.0))

    os.set_blocking(reader, True)
    assert process.Answer(({},), TOO_LONG) == answer
    assert b"!" == os.read(reader, 1)
    assert b"" == os.read(reader, 1), "the end that the worker and its child held is closed"
    os.close(reader)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("restrain(1, 1 << 30)\nwhile True: pass", TOO_LONG),
        ("restrain(5, 1 << 28)\nx = b'x' * (1 << 30)", NOT_OPENED),
        ("restrain(5, 1 << 30)\nopen('/tmp/mailflow-must-not-be', 'w').write('x' * 100000)", NOT_OPENED),
        ("import os; os.kill(os.getpid(), 11)", NOT_OPENED),
        ("import sys\nwhile True: sys.stdout.buffer.write(bytes(1 << 20))", TOO_LONG),
    ],
    ids=["time", "memory", "file", "crash", "flood"],
)
def test_a_worker_stays_inside_its_limits(monkeypatch: pytest.MonkeyPatch, code: str, expected: str) -> None:
    """Whatever ends a worker, the answer is words and no exception."""
    monkeypatch.setattr(process, "WORKER", ("-c", f"from mailflow.documents.worker import restrain\n{code}"))
    assert process.Answer((), expected) == process.ask("a", VAGUE, "", b"x", LIMITS)


def test_a_worker_knows_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its environment holds where the program is, and nothing that was set for us."""
    monkeypatch.setenv("MAILFLOW_IMAP_PASSWORD", "hush")
    monkeypatch.setattr(process, "WORKER", ("-c", "import json, os; print(json.dumps(dict(os.environ)))"))
    [environment] = process.ask("a", VAGUE, "", b"", LIMITS).said
    assert {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUTF8", "PATH"} >= set(environment) - {"LC_CTYPE"}


def test_a_document_that_takes_too_much_memory_says_so() -> None:
    """The limit is the process's own."""
    large = docx("".join(para(f"{number}") for number in range(120_000)))
    [answer] = process.ask("a.docx", DOCX, "", large, Limits(memory=110 * MEGABYTE)).said
    assert TOO_MUCH_MEMORY == answer["problem"]


def test_one_bad_document_spoils_no_other() -> None:
    """Each is opened by itself; what is no document is passed over; a picture is not opened at all."""
    good = docx(para("Call title: Debt"))
    found = opened(
        ("bad.docx", DOCX, good[:-40]), ("cat.jpg", "image/jpeg", b"\xff\xd8\xff"), ("good.docx", DOCX, good),
        ("key.p7s", "application/pkcs7-signature", b"0"), ("good.docx", VAGUE, good),
    )  # fmt: skip
    assert [
        ("bad.docx", [], "The file bad.docx is damaged, or not what its name says."),
        ("cat.jpg", [], "The file cat.jpg is a picture, and we cannot read pictures."),
        ("good.docx", ["Call title: Debt"], ""),
        ("good.docx (2)", ["Call title: Debt"], ""),
    ] == [(one.name, [line.text for line in one.lines], one.problem) for one in found.documents]


def test_too_many_or_too_large_files_are_not_opened() -> None:
    """Sizes are checked first, and so many are opened and no more."""
    text = ("a.txt", "application/octet-stream", b"some words")
    found = opened(text, text, ("b.txt", VAGUE, b"x" * 200), limits=Limits(documents=1, size=100))
    assert [
        "",
        "The file a.txt was not opened, because the mail brings too many files.",
        "The file b.txt is larger than we open.",
    ] == [one.problem for one in found.documents]


def test_a_mail_without_attachments_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most mails bring nothing and cost nothing."""
    monkeypatch.setattr(process, "ask", None)
    parsed = message.parse(mail("hello"))
    assert parsed is with_documents(parsed, mail("hello"))


def test_the_answer_is_cut_to_a_bounded_text() -> None:
    """A very long text keeps its beginning."""
    found = opened(("a.txt", "text/plain", b"word " * 1000), limits=Limits(text=100))
    assert 100 >= len(found.documents[0].lines[0].text)


def test_a_zip_that_lies_about_its_size_gives_no_more_than_the_limit() -> None:
    """The real size counts while it is unpacked."""
    with zipfile.ZipFile(BytesIO(lying(MAX_MEMBER + 1, 500))) as one:
        assert 500 == one.getinfo("word/document.xml").file_size
    assert DAMAGED == problem(lying(MAX_MEMBER + 1, 500))

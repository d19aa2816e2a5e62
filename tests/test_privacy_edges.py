"""What leaves the program beside its mails: files, log lines, the terminal. None gives anybody away or is steered."""

import io
import json
import logging
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mailflow import log, pack, token
from mailflow.cli import json_safe, main
from mailflow.daemon import Daemon
from mailflow.mail.maildir import MaildirOut
from mailflow.wiring import reading_store
from tests.daemon.running import Process, maildir_mails, make_maildir_instance, served

ESCAPES = "\x1b[31m\x1b]0;owned\x07\x9b2J\u202e\u2028"
WICKED = "evil\r\n2027-03-02T00:00:00+00:00 info mail.sent number=1\x1b[2J\x9b0m\u2028\u202e\x00"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
LINE = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00 (?:info|warning) [a-z]+\.[a-z_]+(?: [a-z_]+=(?:\S+|\"[^\n]*\"))*"
)
TELLTALE = ("telltale-title", "telltale-words", "215-555-0188", "5550188", "telltale-subject", "larry@", "Swetman",
            "telltale-password")  # fmt: skip

REQUEST = f"""From: Larry {ESCAPES}Swetman <larry@req.example>
To: info@io.example
Subject: telltale-subject {ESCAPES}
Date: Tue, 02 Mar 2027 09:05:00 -0500
Message-ID: <one@req.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

1. Call title: telltale-title {ESCAPES}
2. Group or occupation: Occupy {ESCAPES} [bold]Philly
4. Purpose: telltale-words
7. Time zone: maybe {ESCAPES} Eastern??
8. Facilitator: Larry Swetman, larry@req.example, 215-555-0188
""".encode()


def command(folder: Path, *arguments: str, stdin: bytes | None = None) -> Result:
    """Run a command on the instance in a folder."""
    return CliRunner(env={"COLUMNS": "200"}).invoke(main, ["--in", str(folder), *arguments], input=stdin)


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where the log goes; afterwards it is as it was."""
    logger = logging.getLogger("mailflow")
    before = logger.handlers[:], logger.propagate, logger.level
    out = io.StringIO()
    yield out
    logger.handlers[:], logger.propagate = before[0], before[1]
    logger.setLevel(before[2])


# -- files -------------------------------------------------------------------------------------------------------------


def test_every_file_is_for_its_owner_only(tmp_path: Path) -> None:
    """Made and run by the real command line, with a umask that lets everybody in: 0600 and 0700, the log files too."""
    desk = tmp_path / "desk"
    made = command(tmp_path, "init", str(desk), "--address", "info@io.example", "--staff", "ana@example.org",
                   "--maildir", "in", "out")  # fmt: skip
    assert 0 == made.exit_code, made.output
    MaildirOut(desk / "in").put(REQUEST)
    with Process("--in", str(desk), "run") as process:
        process.wait_for_line("mail.sent")
        seen = {path: stat.S_IMODE(path.stat().st_mode) for path in (desk, *desk.rglob("*")) if path.exists()}

    assert {"mailflow.sqlite", "mailflow.sqlite-wal", "mailflow.sqlite-shm", "key", "lock"} <= {p.name for p in seen}
    assert {} == {path: oct(mode) for path, mode in seen.items() if mode & 0o077}
    assert "private:      only you can read" in command(desk, "check").output


def test_check_names_what_others_can_read(tmp_path: Path) -> None:
    """A file or folder of the instance that others can read is a problem, named with the cure."""
    make_maildir_instance(tmp_path)
    (tmp_path / "data" / "key").chmod(0o644)
    (tmp_path / "data").chmod(0o755)

    checked = command(tmp_path, "check")

    assert 1 == checked.exit_code
    assert f"!!  private:      {tmp_path / 'data' / 'key'} can be read by others; run chmod 600" in checked.output
    assert f"{tmp_path / 'data'} can be read by others; run chmod 700" in checked.output


# -- the log -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("as_json", [False, True])
def test_the_log_of_a_conversation_gives_nobody_away(
    tmp_path: Path, stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, *, as_json: bool
) -> None:
    """A request, an answer by token, a mail that makes the code raise: no words, numbers, tokens or people."""
    monkeypatch.setenv("MAILFLOW_MAILBOX__PASSWORD", "telltale-password")
    settings = make_maildir_instance(tmp_path)
    log.start(as_json=as_json, stream=stream)
    with served(settings) as watch:
        MaildirOut(tmp_path / "in").put(REQUEST)
        watch.wait_for(lambda: len(maildir_mails(tmp_path / "out")) >= 1)
    [answer, *_] = maildir_mails(tmp_path / "out")
    reply_to = str(answer["Reply-To"])
    reply = f"From: larry@req.example\nTo: {reply_to}\nSubject: Re: telltale-subject\nMessage-ID: <two@req.example>\n"
    MaildirOut(tmp_path / "in").put(f"{reply}\n9. Nate K, 215-555-0188, telltale-words\n".encode())
    Daemon(settings, pack.load()).once()

    def broken(*_arguments: object) -> None:
        raise ValueError(f"telltale-words\ntelltale-title 215-555-0188 {reply_to}\nlarry@req.example")

    monkeypatch.setattr("mailflow.understanding.read", broken)
    MaildirOut(tmp_path / "in").put(REQUEST.replace(b"one@", b"three@").replace(b"telltale-title", b"telltale-title 2"))
    Daemon(settings, pack.load()).once()

    said = stream.getvalue()
    assert "mail.decided" in said
    assert "mail.failed" in said
    assert "ValueError" in said
    secret = reply_to.partition("+")[2].partition("@")[0].partition("-")[2]
    assert len(secret) == 20
    assert [] == [word for word in (*TELLTALE, secret) if word.lower() in said.lower()]


@pytest.mark.parametrize("as_json", [False, True])
def test_no_value_splits_a_line_of_the_log(stream: io.StringIO, *, as_json: bool) -> None:
    """Line ends, escape codes and marks of direction in any fact become blanks; one event is one line."""
    log.start(as_json=as_json, stream=stream)
    log.event("mail.decided", kind=WICKED, why=ValueError(WICKED), quoted='a "b" c=d')
    log.trouble("mailbox.unavailable", why=WICKED * 50)

    said = stream.getvalue()
    lines = said.removesuffix("\n").split("\n")
    assert 2 == len(lines)
    assert not CONTROL.search(said.replace("\n", ""))
    for line in lines:
        assert json.loads(line) if as_json else LINE.fullmatch(line)


def test_of_an_address_only_the_domain_is_logged(stream: io.StringIO) -> None:
    """Servers say people's addresses in their answers; our own mailbox's name is told where it is the fact."""
    log.start(stream=stream)
    log.event("mail.deferred", answer="450 4.2.0 <larry.s@req.example>: later", address="info@io.example")
    assert 'answer="450 4.2.0 <…@req.example>: later" address=info@io.example' in stream.getvalue()


def test_a_token_is_never_logged(stream: io.StringIO) -> None:
    """A reply token in whatever fact goes."""
    signed = token.sign(b"k" * 32, number=42, case="IO-0001", person="larry@req.example", purpose="values")
    log.start(stream=stream)
    log.event(
        "mail.deferred", answer=f"550 <info+{signed}@io.example> unknown", also=f"<mailflow.{signed}.ab@io.example>"
    )
    assert signed.partition("-")[2] not in stream.getvalue()


# -- the terminal ------------------------------------------------------------------------------------------------------


def test_json_for_the_terminal_holds_no_control_character() -> None:
    """Such a one stands there as an escape, which reads back as what it was."""
    said = json_safe(json.dumps({"said": WICKED + ESCAPES}, ensure_ascii=False, indent=1))
    assert not CONTROL.search(said)
    assert {"said": WICKED + ESCAPES} == json.loads(said)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance with a wicked request answered, and a wicked one in quarantine."""
    settings = make_maildir_instance(tmp_path)
    MaildirOut(tmp_path / "in").put(REQUEST)
    Daemon(settings, pack.load()).once()
    with monkeypatch.context() as patched:
        patched.setattr("mailflow.understanding.read", lambda *_: (_ for _ in ()).throw(ValueError(WICKED)))
        MaildirOut(tmp_path / "in").put(REQUEST.replace(b"one@", b"two@").replace(b"telltale-words", b"other"))
        Daemon(settings, pack.load()).once()
    with reading_store(settings) as store:
        for _try in range(2):
            store.failed(2, f"Traceback (most recent call last):\nValueError: {WICKED}", store.made_at)
    (tmp_path / "mail.eml").write_bytes(REQUEST)
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [["list"], ["show", "IO-0001"], ["quarantine", "list"], ["quarantine", "show", "2"], ["explain", "mail.eml"],
     ["explain", "mail.eml", "--json"], ["forget", "larry@req.example", "--yes"]],
    ids=" ".join,
)  # fmt: skip
def test_no_mail_steers_the_terminal(desk: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What a terminal would act on is shown as something harmless, whatever a mail's names, lines and errors hold."""
    monkeypatch.chdir(desk)
    shown = command(desk, *arguments)

    assert shown.output.strip()
    assert not isinstance(shown.exception, Exception), shown.exception
    assert not CONTROL.search(shown.output)
    if "--json" in arguments:
        assert "call-request" == json.loads(shown.output)["kind"]

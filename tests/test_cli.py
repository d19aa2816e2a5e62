"""The command line: what an operator sees when all is well, and when it is not."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mailflow import pack
from mailflow import settings as settings_of
from mailflow.cli import main
from mailflow.daemon import Daemon, utc_now
from mailflow.mail.maildir import MaildirOut
from tests.daemon.running import make_maildir_instance

REQUEST = b"""From: Larry Swetman <larry@req.example>
To: info@io.example
Subject: Call request
Date: Tue, 02 Mar 2027 09:05:00 -0500
Message-ID: <one@req.example>

1. Call title: Student debt \x1b[31mcheck-in
2. Group or occupation: Occupy Philly
5. Date: Thursday 4 March 2027
6. Start time: 8pm
7. Time zone: Eastern
"""


def run(folder: Path, *arguments: str, stdin: str | None = None) -> Result:
    """Run a command on the instance in a folder."""
    return CliRunner(env={"COLUMNS": "200"}).invoke(main, ["--in", str(folder), *arguments], input=stdin)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """An instance of its own rules and texts that has answered one request."""
    made = run(tmp_path, "init", str(tmp_path / "desk"), "--address", "info@io.example", "--staff", "ana@example.org",
               "--maildir", "in", "out", "--own-rules")  # fmt: skip
    assert 0 == made.exit_code, made.output
    MaildirOut(tmp_path / "desk" / "in").put(REQUEST)
    assert 0 == run(tmp_path / "desk", "once").exit_code
    return tmp_path / "desk"


def test_init_makes_an_instance_that_check_proves(desk: Path) -> None:
    """Every line of ``check`` is fine on a fresh instance, and secrets are kept from git."""
    checked = run(desk, "check")

    assert 0 == checked.exit_code, checked.output
    assert "!!" not in checked.output
    assert "secrets/" in (desk / ".gitignore").read_text()
    assert 0o600 == (desk / "data" / "key").stat().st_mode & 0o777


def test_init_says_everything_that_is_missing(tmp_path: Path) -> None:
    """Without a terminal to ask on, each missing flag is named, and nothing is made."""
    made = run(tmp_path, "init", str(tmp_path / "desk"))

    assert 2 == made.exit_code
    assert all(flag in made.output for flag in ("--address", "--imap", "--smtp", "--password-file"))
    assert not (tmp_path / "desk").exists()


def test_init_with_a_grant_needs_no_password(tmp_path: Path) -> None:
    """``--oauth`` writes the provider and the client ID, names login first, and login says what is missing."""
    words = [
        "--address",
        "info@example.org",
        "--imap",
        "imap.gmail.com",
        "--smtp",
        "smtp.gmail.com",
        "--oauth",
        "google",
    ]
    refused = run(tmp_path, "init", str(tmp_path / "desk"), *words)
    made = run(tmp_path, "init", str(tmp_path / "desk"), *words, "--client-id", "1234")
    checked = run(tmp_path / "desk", "check")
    without_secret = run(tmp_path / "desk", "login", "--paste")
    (tmp_path / "desk" / "secrets").mkdir()
    (tmp_path / "desk" / "secrets" / "client").write_text("s3cret")
    by_device = run(tmp_path / "desk", "login", "--device")

    assert "--client-id" in refused.output
    assert "!!  secret:       The client secret's file" in checked.output
    assert 2 == without_secret.exit_code
    assert "cannot be read" in without_secret.output
    assert "http" not in without_secret.output
    assert 1 == by_device.exit_code
    assert "Google has no login by device for mail" in by_device.output
    assert 0 == made.exit_code, made.output
    assert "login (see docs/oauth.md)" in made.output
    assert "password" not in (tmp_path / "desk" / "mailflow.toml").read_text()
    assert "!!  grant:        There is no grant for info@example.org yet: run `mailflow login`" in checked.output


@pytest.mark.parametrize(
    ("typed", "status", "says"),
    [("a-code\n", 75, "cannot be reached"), ("\n", 1, "That is no code"), ("", 1, "The login was broken off.")],
)
def test_a_login_that_fails_changes_nothing_and_says_so(tmp_path: Path, typed: str, status: int, says: str) -> None:
    """Nobody tries it again by himself: the person is told to, whether the provider or the answer is missing."""
    make_maildir_instance(tmp_path)
    server = {"kind": "imap", "host": "127.0.0.1", "port": "9", "user": "info@io.example", "security": "plain"}
    changes = [f"mailbox.{name}={value}" for name, value in server.items()]
    changes += ["oauth.client_id=desk", "oauth.scope=mail"]
    changes += [f"oauth.{name}_url=http://127.0.0.1:9/{name}" for name in ("authorize", "token")]
    words = [word for change in changes for word in ("--set", change)]
    done = run(tmp_path, *words, "login", "--paste", stdin=typed)

    assert status == done.exit_code, done.output
    assert says in done.output
    assert "Nothing was changed; run `mailflow login` again." in done.output
    assert "tried again" not in done.output
    assert not (tmp_path / "data" / "grant.json").exists()


def test_init_says_that_a_maildir_is_new(tmp_path: Path) -> None:
    """A slip in a Maildir's path makes an empty one: that is said, with the whole path; one that is there is not."""
    MaildirOut(tmp_path / "desk" / "there").put(REQUEST)
    made = run(tmp_path, "init", str(tmp_path / "desk"), "--address", "info@io.example", "--maildir", "there", "slip")

    assert 0 == made.exit_code, made.output
    assert f"Made a new, empty Maildir at {tmp_path / 'desk' / 'slip'}." in made.output
    assert str(tmp_path / "desk" / "there") not in made.output


@pytest.mark.parametrize("columns", [60, 80, 132, 200])
def test_no_address_is_broken(tmp_path: Path, columns: int) -> None:
    """``list`` and ``show`` keep every address in one piece, however narrow the terminal is."""
    who = ("ana-maria.garcia@volunteers.example.org", "larry.swetman@requesters.example")
    run(tmp_path, "init", str(tmp_path / "desk"), "--address", "info@io.example", "--staff", who[0],
        "--maildir", "in", "out")  # fmt: skip
    MaildirOut(tmp_path / "desk" / "in").put(REQUEST.replace(b"larry@req.example", who[1].encode()))
    run(tmp_path / "desk", "once")
    runner = CliRunner(env={"COLUMNS": str(columns)})
    listed, shown = (
        runner.invoke(main, ["--in", str(tmp_path / "desk"), *words]).output for words in (["list"], ["show", "IO-1"])
    )

    assert all(one in listed for one in who)
    assert shown.count(who[1]) >= 4
    assert all(len(line) <= columns for line in (listed + shown).splitlines())


def test_login_where_nothing_needs_it_says_so(desk: Path) -> None:
    """An instance on Maildirs, or with passwords, has no grant to get."""
    done = run(desk, "login")

    assert 2 == done.exit_code
    assert "Nothing uses a grant" in done.output


def test_list_and_show_tell_the_case(desk: Path) -> None:
    """The case with its lines, the mail each came from, its history and the mails out, without escape codes."""
    listed, shown = run(desk, "list"), run(desk, "show", "io-1")

    assert "IO-0001" in listed.output
    assert 0 == shown.exit_code
    for word in ("Student debt", "text/plain, line 1", "requested", "requester/incomplete", "250"):
        assert word in shown.output.replace("\n", " "), word
    assert "\x1b" not in listed.output + shown.output


def test_a_case_that_is_not_there_is_said(desk: Path) -> None:
    """Status 1 and a sentence."""
    shown = run(desk, "show", "IO-0099")

    assert 1 == shown.exit_code
    assert "There is no case IO-0099" in shown.output


def test_a_changed_rule_and_text_take_effect(desk: Path) -> None:
    """What an organiser changes in the own folder is what is asked and said."""
    rule = desk / "rules" / "lead_time.py"
    rule.write_text(rule.read_text().replace("LEAD_DAYS = 7", "LEAD_DAYS = 1"))
    (desk / "mail.eml").write_bytes(REQUEST.replace(b"one@", b"two@").replace(b"larry@", b"lou@"))

    explained = run(desk, "explain", str(desk / "mail.eml"), "--json")

    assert 0 == explained.exit_code
    assert "lead_time" not in explained.output


@pytest.mark.parametrize("wrong", ['LEAD_DAYS = "ten"', "LEAD_DAYS = 1 // 0", "LEAD_DAYS ="])
def test_a_broken_rule_is_named_by_check_and_explain(desk: Path, wrong: str) -> None:
    """A rule that cannot be loaded, or that raises when asked, is told in a sentence with its name."""
    rule = desk / "rules" / "lead_time.py"
    rule.write_text(rule.read_text().replace("LEAD_DAYS = 7", wrong))
    (desk / "mail.eml").write_bytes(REQUEST.replace(b"one@", b"two@").replace(b"larry@", b"lou@"))

    checked, explained = run(desk, "check"), run(desk, "explain", str(desk / "mail.eml"))

    assert 1 == checked.exit_code
    assert "!!  rules" in checked.output
    assert 2 == explained.exit_code
    assert "Traceback" not in checked.output + explained.output
    assert "rule" in explained.output.lower()


def test_a_broken_text_is_named(desk: Path) -> None:
    """A template that does not render is told with its file; a pass with it changes nothing and is tried again."""
    text = desk / "templates" / "requester" / "incomplete.txt"
    whole = text.read_text()
    text.write_text("Subject: {{ nothing_of_the_kind }}\n\nHello\n")
    MaildirOut(desk / "in").put(REQUEST.replace(b"one@", b"two@").replace(b"larry@", b"lou@"))

    checked, passed = run(desk, "check"), run(desk, "once")

    assert "!!  texts" in checked.output
    assert "requester/incomplete" in checked.output
    assert 75 == passed.exit_code
    text.write_text(whole)
    assert 0 == run(desk, "once").exit_code
    assert 2 == len(list((desk / "out" / "new").iterdir()))


def test_mails_that_wait_to_be_tried_again_are_said(desk: Path) -> None:
    """A mail that made the code raise is no case yet; ``list`` and ``quarantine list`` say that it waits."""
    rule = desk / "rules" / "lead_time.py"
    rule.write_text(rule.read_text().replace("LEAD_DAYS = 7", 'LEAD_DAYS = "ten"'))
    MaildirOut(desk / "in").put(REQUEST.replace(b"one@", b"two@").replace(b"larry@", b"lou@"))
    run(desk, "once")

    assert "1 mail could not be handled and is tried again soon" in run(desk, "list").output
    assert "1 mail could not be handled" in run(desk, "quarantine", "list").output


def test_a_data_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """Where the data folder's place is taken by a file, the sentence names it; there is no traceback."""
    settings = make_maildir_instance(tmp_path)
    (tmp_path / "elsewhere").write_text("a file")

    passed = run(tmp_path, "--set", "data=elsewhere/data", "once")

    assert settings.data.exists()
    assert 2 == passed.exit_code
    assert "must be able to write in that folder" in passed.output


def test_quarantine_shows_retries_and_drops(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail in quarantine is listed with its error, shown with its traceback or raw, put back, and dropped."""
    with monkeypatch.context() as broken:
        broken.setattr("mailflow.understanding.read", lambda *_args: 1 // 0)
        MaildirOut(desk / "in").put(REQUEST.replace(b"one@", b"two@"))
        for day in range(4):
            Daemon(settings_of.load(desk), pack.load(), clock=_ahead(timedelta(days=day))).once()
    listed = run(desk, "quarantine", "list").output
    assert "ZeroDivisionError" in listed
    assert "Traceback" in run(desk, "quarantine", "show", "2").output
    assert "two@req.example" in run(desk, "quarantine", "show", "2", "--raw").output
    assert "tried again" in run(desk, "quarantine", "retry", "2").output
    assert "No mail is in quarantine" in run(desk, "quarantine", "list").output
    assert 1 == run(desk, "quarantine", "drop", "2").exit_code


def _ahead(time: timedelta) -> Callable[[], datetime]:
    """A clock that is ahead."""
    return lambda: utc_now() + time

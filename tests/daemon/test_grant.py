"""A daemon that gets in by a grant: refreshed while it serves, its end told to staff once, before it stops."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from mailflow import pack
from mailflow import settings as settings_of
from mailflow.cli import main
from mailflow.daemon import Daemon, utc_now
from mailflow.keyring import make_key
from mailflow.mail.oauth_client import GrantRefused
from mailflow.settings import Settings
from mailflow.wiring import grant_of, open_store
from tests.daemon.running import maildir_mails, served
from tests.mail.granting import Clock
from tests.servers.dovecot import Dovecot
from tests.servers.tokens import CLIENT, SECRET, TokenServer

pytestmark = pytest.mark.servers

US = "info@io.example"
LARRY = "larry@req.example"
REQUEST = b"""From: Larry Swetman <larry@req.example>
To: info@io.example
Subject: Call request
Message-ID: <one@req.example>

1. Call title: Student debt check-in
2. Group or occupation: Occupy Philly
"""


@dataclass
class Desk:
    """An instance whose mailbox opens by a grant, and whose mail goes into a Maildir."""

    folder: Path
    dovecot: Dovecot
    tokens: TokenServer
    settings: Settings
    clock: Clock

    def daemon(self) -> Daemon:
        """A daemon on it, at the test's own time."""
        return Daemon(self.settings, pack.load(), clock=self.clock)

    def out(self) -> list[str]:
        """Receiver and subject of every mail that left."""
        return [f"{one['To']}: {one['Subject']}" for one in maildir_mails(self.folder / "out")]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """One with a grant given twenty minutes ago, good for an hour."""
    monkeypatch.setenv("MAILFLOW_OAUTH__CLIENT_SECRET", SECRET)
    with (
        TokenServer(US) as tokens,
        Dovecot({US: "word"}, introspection=tokens.url("introspect"), mechanisms="xoauth2") as dovecot,
    ):
        (tmp_path / "mailflow.toml").write_text(
            f"""
            address = "{US}"
            staff = ["ana@io.example", "bo@io.example"]
            outgoing = {{ kind = "maildir", path = "out", sent_copy = "none" }}
            [mailbox]
            kind = "imap"
            host = "127.0.0.1"
            port = {dovecot.imap_port}
            security = "plain"
            user = "{US}"
            [oauth]
            client_id = "{CLIENT}"
            authorize_url = "{tokens.url("authorize")}"
            token_url = "{tokens.url("token")}"
            scope = "mail"
            """
        )
        clock = Clock(utc_now() - timedelta(minutes=20))
        settings = settings_of.load(tmp_path)
        open_store(settings, make_key(settings.data), clock() - timedelta(days=1)).close()
        grant = grant_of(settings, clock)
        assert grant is not None
        grant.keep(tokens.answer())
        yield Desk(tmp_path, dovecot, tokens, settings, clock)


def test_a_request_is_answered_by_grant(desk: Desk) -> None:
    """The daemon serves with nothing but a grant; its token ends while it is connected, and it goes on."""
    with served(desk.settings) as watch:
        desk.dovecot.deliver(US, REQUEST, sender=LARRY)
        watch.wait_for(lambda: len(desk.out()) == 1)
        desk.tokens.end_access_tokens()
        desk.dovecot.stop()
        desk.dovecot.start()
        desk.dovecot.deliver(US, REQUEST.replace(b"one@", b"two@").replace(b"debt", b"rent"), sender=LARRY)
        watch.wait_for(lambda: len(desk.out()) == 2)

    assert "[IO-0001]" in desk.out()[0]
    assert 1 == len(desk.tokens.asked)


def test_a_withdrawn_grant_is_told_once_to_all_of_the_staff(desk: Desk) -> None:
    """The pass cannot get in and says so; the mails to staff left before, and no second time."""
    desk.tokens.revoke()
    for _ in range(3):
        desk.clock.pass_(hours=1)
        with pytest.raises(GrantRefused, match="run `mailflow login`"):
            desk.daemon().once()

    assert [
        "ana@io.example: mailflow is being locked out of info@io.example",
        "bo@io.example: mailflow is being locked out of info@io.example",
    ] == desk.out()


def test_trouble_is_told_while_the_old_token_still_works(desk: Desk) -> None:
    """The daemon renews ten minutes early; what the provider says then reaches staff while it serves on."""
    grant = grant_of(desk.settings, Clock(utc_now() - timedelta(minutes=55)))
    assert grant is not None
    grant.keep(desk.tokens.answer())
    desk.tokens.renewing = set()
    with served(desk.settings) as watch:
        watch.wait_for(lambda: len(desk.out()) == 2)
        desk.dovecot.deliver(US, REQUEST, sender=LARRY)
        watch.wait_for(lambda: len(desk.out()) == 3)

    assert ["ana@io.example", "bo@io.example"] == [one.partition(":")[0] for one in desk.out()[:2]]
    assert LARRY in desk.out()[2]


def test_what_mended_itself_and_broke_again_is_told_again(desk: Desk) -> None:
    """A provider refuses, takes the grant again, and refuses: staff hear of both."""
    for _ in range(2):
        desk.tokens.reply_next(400, {"error": "invalid_grant"})
        desk.clock.pass_(hours=1)
        with pytest.raises(GrantRefused):
            desk.daemon().once()
        desk.clock.pass_(minutes=20)
        desk.daemon().once()

    assert 4 == len(desk.out())


def test_an_end_is_told_while_all_still_works(desk: Desk) -> None:
    """Where the provider says when the grant ends, staff hear of it days before, once, and mail is served."""
    desk.tokens.more = {"refresh_token_expires_in": 3 * 86400}
    desk.clock.pass_(hours=1)
    desk.daemon().once()
    assert [] == desk.out()
    desk.tokens.more = {"refresh_token_expires_in": 86000}
    desk.clock.pass_(days=2)
    desk.dovecot.deliver(US, REQUEST, sender=LARRY)
    for _ in range(2):
        desk.daemon().once()

    assert 3 == len(desk.out())
    assert ["ana@io.example", "bo@io.example"] == [one.partition(":")[0] for one in desk.out()[:2]]
    assert "mailflow gets into info@io.example until" in desk.out()[0]


def test_check_says_how_long_the_grant_lives(desk: Desk) -> None:
    """The grant is really refreshed; its end, and the secret's, are told."""
    desk.tokens.more = {"refresh_token_expires_in": 90 * 86400}
    expires = (utc_now() + timedelta(days=5)).date()
    words = ["--in", str(desk.folder), "--set", f"oauth.secret_expires={expires}", "check", "--no-round-trip"]
    done = CliRunner().invoke(main, words)

    assert "ok  grant:" in done.output
    assert "it ends on" in done.output
    assert "--  secret:" in done.output
    assert "ok  imap:" in done.output
    assert 1 == len(desk.tokens.asked)


def test_check_says_that_the_grant_is_gone(desk: Desk) -> None:
    """A withdrawn grant is a failed check, with what to do."""
    desk.tokens.revoke()
    done = CliRunner().invoke(main, ["--in", str(desk.folder), "check", "--no-round-trip"])

    assert 1 == done.exit_code
    assert "!!  grant:        127.0.0.1 does not take the grant for info@io.example any more" in done.output
    assert "run `mailflow login`" in done.output


def test_a_grant_that_others_can_read_is_said(desk: Desk) -> None:
    """The file lets whoever reads it into the mailbox."""
    (desk.folder / "data" / "grant.json").chmod(0o644)
    done = CliRunner().invoke(main, ["--in", str(desk.folder), "check", "--no-round-trip"])

    assert "grant.json can be read by others" in done.output
    assert [] == desk.tokens.asked

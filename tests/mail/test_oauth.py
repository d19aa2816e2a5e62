"""The grant: refreshed in time and once, kept before it is used, its failures told apart."""

import errno
import json
import logging
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailflow.mail import mailbox, transport
from mailflow.mail.oauth import EARLY, Grant
from mailflow.mail.oauth_client import GrantRefused, GrantUnavailable
from tests.mail.granting import NOON, Clock, client_of, granted
from tests.servers.tokens import CLIENT, SECRET, TokenServer

USER = "info@io.example"


@pytest.fixture
def tokens() -> Iterator[TokenServer]:
    """A provider, gone after the test."""
    with TokenServer(USER) as one:
        yield one


@pytest.fixture
def clock() -> Clock:
    """Noon."""
    return Clock()


@pytest.fixture
def grant(tokens: TokenServer, tmp_path: Path, clock: Clock) -> Grant:
    """A grant given at noon, good for an hour."""
    return granted(tokens, tmp_path / "data" / "grant.json", clock)


def test_a_token_that_is_good_is_used(grant: Grant, tokens: TokenServer, clock: Clock) -> None:
    """Until ten minutes before its end the provider is not asked."""
    clock.pass_(minutes=49)

    assert "access-1" == grant.token()
    assert [] == tokens.asked


def test_a_token_is_refreshed_early_and_the_turned_over_one_is_kept(
    grant: Grant, tokens: TokenServer, clock: Clock
) -> None:
    """Ten minutes before the end it is refreshed; the new refresh token is used the next time (RFC 6749, section 6)."""
    clock.pass_(hours=1, seconds=-EARLY.total_seconds())
    assert "access-2" == grant.token()
    clock.pass_(hours=1)
    assert "access-3" == grant.token()

    assert ["refresh-1", "refresh-2"] == [form["refresh_token"] for form in tokens.asked]
    assert {"grant_type": "refresh_token", "client_id": CLIENT, "client_secret": SECRET}.items() <= tokens.asked[
        0
    ].items()


def test_a_provider_that_turns_nothing_over_is_asked_with_the_same_token(tmp_path: Path, clock: Clock) -> None:
    """Where an answer brings no refresh token the old one stays good."""
    with TokenServer(USER, rotates=False) as tokens:
        grant = granted(tokens, tmp_path / "grant.json", clock)
        clock.pass_(hours=2)
        grant.token()
        clock.pass_(hours=2)
        grant.token()

        assert ["refresh-1", "refresh-1"] == [form["refresh_token"] for form in tokens.asked]


def test_the_file_is_for_its_owner_only(grant: Grant, clock: Clock) -> None:
    """File and lock have mode 0600, their folder 0700, after a login and after a refresh."""
    clock.pass_(hours=1)
    grant.token()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in grant.path.parent.iterdir()}

    assert {"grant.json": 0o600, "grant.lock": 0o600} == modes
    assert 0o700 == stat.S_IMODE(grant.path.parent.stat().st_mode)
    assert grant.is_private()


def test_a_full_disk_is_found_before_the_provider_is_asked(
    grant: Grant, tokens: TokenServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a provider gives only once is not asked for while there is no room to keep it."""

    def full(*_unused: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    clock.pass_(hours=1)
    monkeypatch.setattr(os, "posix_fallocate", full)
    with pytest.raises(GrantUnavailable, match="No space left on device"):
        grant.token()
    monkeypatch.undo()
    clock.pass_(minutes=1)

    assert [] == tokens.asked
    assert "access-2" == grant.token()


def test_a_withdrawn_grant_says_what_to_do(grant: Grant, tokens: TokenServer, clock: Clock) -> None:
    """``invalid_grant`` is told as what it is, to mailbox and way out alike, and as a refused login."""
    tokens.revoke()
    clock.pass_(hours=1)
    with pytest.raises(GrantRefused) as raised:
        grant.token()

    assert "does not take the grant for info@io.example any more" in str(raised.value)
    assert "run `mailflow login`" in str(raised.value)
    assert isinstance(raised.value, mailbox.LoginRefused)
    assert isinstance(raised.value, transport.LoginRefused)


def test_a_withdrawn_grant_is_asked_about_rarely(grant: Grant, tokens: TokenServer, clock: Clock) -> None:
    """After a refusal nobody asks for a quarter of an hour, another process neither; then it may have mended itself."""
    tokens.reply_next(400, {"error": "invalid_grant"})
    clock.pass_(hours=1)
    another = Grant(grant.client, grant.path, clock=clock)
    for one in (grant, another, grant):
        with pytest.raises(GrantRefused):
            one.token()
    assert 1 == len(tokens.asked)
    clock.pass_(minutes=15)

    assert "access-2" == another.token()
    standing = another.standing()
    assert standing is not None
    assert standing.refused_at is None


def test_a_person_who_asks_gets_an_answer_of_now(grant: Grant, tokens: TokenServer) -> None:
    """``check`` asks the provider whatever was said a moment ago: the trouble may be mended."""
    for status, code in ((401, "invalid_client"), (503, "server_error")):
        tokens.reply_next(status, {"error": code})
        with pytest.raises((GrantRefused, GrantUnavailable)):
            grant.refresh()
    standing = grant.refresh()

    assert standing.refused_at is None
    assert 3 == len(tokens.asked)


def test_trouble_shows_while_the_old_token_still_works(grant: Grant, tokens: TokenServer, clock: Clock) -> None:
    """In its last ten minutes a token goes on being used; that the provider refused is seen in the standing."""
    tokens.renewing = set()
    clock.pass_(minutes=55)
    standing = grant.tend()

    assert standing is not None
    assert clock.now == standing.refused_at
    assert "access-1" == grant.token()
    clock.pass_(minutes=6)
    with pytest.raises(GrantRefused):
        grant.token()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (503, "<html>busy</html>"),
        (200, "<html>log in to the hotel's network</html>"),
        (500, {"error": "internal_failure"}),
        (429, {"error": "slow down"}),
        (400, {"error": "temporarily_unavailable"}),
        (403, {"error": "rate_limit_exceeded"}),
        (302, ""),
        (400, {}),
        (200, []),
        (200, {"access_token": "with a blank", "token_type": "Bearer"}),
        (200, {"access_token": "other", "token_type": "mac"}),
    ],
)
def test_what_may_mend_itself_is_not_told_as_withdrawn(
    grant: Grant, tokens: TokenServer, clock: Clock, status: int, said: object
) -> None:
    """A provider in trouble is asked again a minute later, and not before."""
    tokens.reply_next(status, said)
    clock.pass_(hours=1)
    for _ in range(3):
        with pytest.raises(GrantUnavailable):
            grant.token()
    assert 1 == len(tokens.asked)
    clock.pass_(minutes=1)

    assert "access-2" == grant.token()


def test_a_provider_that_cannot_be_reached_is_tried_again(tmp_path: Path, clock: Clock) -> None:
    """Nobody listens: unavailable, with the address, and not withdrawn."""
    with TokenServer(USER) as tokens:
        grant = granted(tokens, tmp_path / "grant.json", clock)
    clock.pass_(hours=1)
    with pytest.raises(GrantUnavailable, match=r"Tokens cannot be reached at http://127\.0\.0\.1.*no connection"):
        grant.token()


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("invalid_client", "check oauth.client_id and the client secret"),
        ("unauthorized_client", "check oauth.client_id and the client secret"),
        ("interaction_required", "wants the person behind info@io.example to log in again"),
        ("invalid_scope", "check the [oauth] part of the settings"),
    ],
)
def test_other_refusals_name_their_own_cure(
    grant: Grant, tokens: TokenServer, clock: Clock, code: str, says: str
) -> None:
    """A wrong or outdated registration is not told as a withdrawn grant."""
    tokens.reply_next(401, {"error": code, "error_description": "AADSTS7000222: the secret has expired"})
    clock.pass_(hours=1)
    with pytest.raises(GrantRefused) as raised:
        grant.token()

    assert says in str(raised.value)
    assert "AADSTS7000222" in str(raised.value)
    standing = grant.standing()
    assert standing is not None
    assert standing.needs_login == ("client" not in code)


def test_many_threads_refresh_once(grant: Grant, tokens: TokenServer, clock: Clock) -> None:
    """Whoever waits for the lock takes what the other got."""
    clock.pass_(hours=1)
    start, got = threading.Barrier(8), []

    def take() -> None:
        start.wait()
        got.append(grant.token())

    workers = [threading.Thread(target=take) for _ in range(8)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(20)

    assert ["access-2"] * 8 == got
    assert 1 == len(tokens.asked)


_ELSEWHERE = """
import sys
from datetime import datetime
from pathlib import Path
from mailflow.mail.oauth import Grant
from mailflow.mail.oauth_client import Client, Provider
url, path, now = sys.argv[1:]
provider = Provider(name="Tokens", authorize_url=url, token_url=url, scope="mail")
client = Client(provider=provider, client_id="mailflow-desk", account="a", secret=lambda: "client-secret-word")
sys.stdin.readline()
print(Grant(client, Path(path), clock=lambda: datetime.fromisoformat(now)).token())
"""


def test_many_processes_refresh_once(grant: Grant, tokens: TokenServer, clock: Clock) -> None:
    """The lock holds between processes, too: a refresh token is used once."""
    clock.pass_(hours=1)
    command = [sys.executable, "-c", _ELSEWHERE, tokens.url("token"), str(grant.path), clock.now.isoformat()]
    others = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    got = [one.communicate("go\n", timeout=60)[0].strip() for one in others]

    assert ["access-2"] * 4 == got
    assert 1 == len(tokens.asked)


def test_a_refused_token_is_replaced_by_a_fresh_one(grant: Grant, tokens: TokenServer, clock: Clock) -> None:
    """A server that takes a token no more though its time is not over: it is refreshed, once for all who use it."""
    clock.pass_(minutes=20)

    assert "access-2" == grant.instead_of("access-1")
    assert "access-2" == grant.instead_of("access-1")
    assert 1 == len(tokens.asked)


def test_a_fresh_token_that_is_refused_is_not_replaced(grant: Grant, tokens: TokenServer, clock: Clock) -> None:
    """Where a token of this minute is refused, another would be too: the provider is not asked."""
    clock.pass_(seconds=30)

    assert grant.instead_of("access-1") is None
    assert [] == tokens.asked


def test_when_the_grant_itself_ends_is_known_where_the_provider_says(tmp_path: Path, clock: Clock) -> None:
    """Google names the seconds left of a grant that is for a time; a refresh that says nothing changes nothing."""
    with TokenServer(USER, rotates=False, more={"refresh_token_expires_in": 604799}) as tokens:
        grant = granted(tokens, tmp_path / "grant.json", clock)
        tokens.more = {}
        clock.pass_(hours=1)
        standing = grant.refresh()

    assert NOON == standing.granted_at
    assert NOON + timedelta(seconds=604799) == standing.ends_at


def test_a_token_without_a_life_is_good_for_an_hour(tmp_path: Path, clock: Clock) -> None:
    """``expires_in`` is only recommended (RFC 6749, section 5.1); numbers as text are read."""
    with TokenServer(USER, more={"expires_in": None}) as tokens:
        grant = granted(tokens, tmp_path / "grant.json", clock)
        tokens.more = {"expires_in": "120"}
        assert (standing := grant.standing()) is not None
        assert NOON + timedelta(hours=1) == standing.expires_at
        assert NOON + timedelta(minutes=2) == grant.refresh().expires_at


def test_there_is_no_grant_yet(tokens: TokenServer, tmp_path: Path, clock: Clock) -> None:
    """Before the first login that is said, and nothing is asked."""
    grant = Grant(client_of(tokens), tmp_path / "grant.json", clock=clock)
    with pytest.raises(GrantRefused, match=r"There is no grant for info@io\.example yet: run `mailflow login`"):
        grant.token()

    assert grant.tend() is None
    assert [] == tokens.asked


@pytest.mark.parametrize("said", ["", "{}", "[]", "null", "access-1", '{"version": 2}', "\xff"])
def test_a_damaged_file_is_said_without_its_words(grant: Grant, said: str) -> None:
    """A file that is no grant is named, and not quoted."""
    grant.path.write_bytes(said.encode("latin-1"))
    with pytest.raises(GrantRefused, match="is damaged: run `mailflow login`") as raised:
        grant.token()

    assert raised.value.__cause__ is None
    assert "access-1" not in str(raised.value)


def test_a_grant_of_another_registration_is_not_used(tokens: TokenServer, grant: Grant, clock: Clock) -> None:
    """A refresh token goes to whom it came from, and to nobody else."""
    other = Grant(client_of(tokens, client_id="another"), grant.path, clock=clock)
    with pytest.raises(GrantRefused, match="was made for another"):
        other.token()


def test_a_login_without_a_refresh_token_is_refused(tokens: TokenServer, tmp_path: Path, clock: Clock) -> None:
    """It would end within the hour; nothing is kept."""
    grant = Grant(client_of(tokens), tmp_path / "grant.json", clock=clock)
    with pytest.raises(GrantRefused, match="gave no refresh token"):
        grant.keep({"access_token": "one", "token_type": "bearer", "expires_in": 3600})

    assert grant.standing() is None


def test_a_new_login_replaces_a_refused_grant(grant: Grant, tokens: TokenServer, clock: Clock) -> None:
    """What was refused is forgotten with the grant that it was about."""
    tokens.revoke()
    clock.pass_(hours=1)
    with pytest.raises(GrantRefused):
        grant.token()
    Grant(grant.client, grant.path, clock=clock).keep(tokens.answer())

    assert "access-2" == grant.token()


def test_secrets_stand_in_no_error_log_or_picture(
    grant: Grant, tokens: TokenServer, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """A provider that sends our secrets back in its errors does not get them into ours."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("mailflow").propagate = True
    seen = [repr(grant), repr(grant.client), repr(grant.standing())]
    for status, code in ((503, "server_error"), (400, "invalid_grant")):
        tokens.reply_next(status, {"error": code, "error_description": f"bad: refresh-1, {SECRET}"})
        clock.pass_(hours=1)
        with pytest.raises((GrantRefused, GrantUnavailable)) as raised:
            grant.token()
        seen += [repr(raised.value), repr(raised.value.__cause__)]
    seen += [f"{one.getMessage()} {vars(one)}" for one in caplog.records]
    together = "\n".join(seen)

    assert "bad: ***, ***" in together
    assert [] == [word for word in (*tokens.given, SECRET) if word in together]


def test_the_machines_own_logins_are_not_sent(
    grant: Grant, tokens: TokenServer, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ``.netrc`` that knows the provider's host changes nothing of what we say."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password other-word\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    heard: list[str | None] = []
    usual = tokens._server.RequestHandlerClass.do_POST  # type: ignore[attr-defined]

    def listening(handler: object) -> None:
        heard.append(handler.headers.get("Authorization"))  # type: ignore[attr-defined]
        usual(handler)

    monkeypatch.setattr(tokens._server.RequestHandlerClass, "do_POST", listening)
    clock.pass_(hours=1)
    grant.token()

    assert [None] == heard


def test_a_redirect_is_not_followed(grant: Grant, tokens: TokenServer, clock: Clock) -> None:
    """It would take our refresh token and secret to somebody else."""
    with TokenServer(USER) as stranger:
        tokens.reply_next(307, stranger.url("token"))
        clock.pass_(hours=1)
        with pytest.raises(GrantUnavailable):
            grant.token()

        assert [] == stranger.asked


_PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
_NAMES = st.sampled_from(
    ["access_token", "refresh_token", "token_type", "expires_in", "error", "error_description",
     "refresh_token_expires_in"]
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(status=st.sampled_from([200, 400, 401, 403, 500]), said=st.dictionaries(_NAMES, _PLAIN | st.lists(_PLAIN)))
def test_whatever_a_provider_answers_is_a_token_or_told(tmp_path: Path, status: int, said: dict[str, object]) -> None:
    """No answer breaks anything: there is a token that can be sent, or one of the two errors."""
    clock = Clock()
    client = client_of(_Nobody())  # type: ignore[arg-type]
    grant = Grant(client, tmp_path / "grant.json", clock=clock)
    grant.keep({"access_token": "one", "refresh_token": "two"})
    clock.pass_(hours=1)
    body = json.dumps(said).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(client), "_post", lambda *_unused: (status, body))
        token = ""
        with suppress(GrantRefused, GrantUnavailable):
            token = grant.token()

    assert not token or token == said["access_token"]
    assert token.isascii()
    assert token.isprintable()


class _Nobody:
    """A provider that is never asked."""

    user = USER
    secret = SECRET

    def provider(self) -> object:
        """An address where nobody is."""
        return TokenServer.provider(self)  # type: ignore[arg-type]

    def url(self, path: str) -> str:
        """Nowhere."""
        return f"http://127.0.0.1:9/{path}"

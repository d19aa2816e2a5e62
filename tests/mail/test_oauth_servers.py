"""Logging in by access tokens at a real Dovecot and a real Postfix, with a provider that ends and withdraws them."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mailflow.mail.imap import ImapMailbox, SentFolder
from mailflow.mail.mailbox import LoginRefused, MailboxUnavailable
from mailflow.mail.oauth import Grant
from mailflow.mail.oauth_client import GrantRefused
from mailflow.mail.smtp import Handover, SmtpAccount, SmtpTransport
from mailflow.mail.smtp import LoginRefused as SmtpLoginRefused
from mailflow.mail.transport import TransportUnavailable
from tests.mail.conftest import INFO, PASSWORD, Archive, account, mail, never
from tests.mail.granting import Clock, granted
from tests.servers.dovecot import Dovecot, dovecot_is_here
from tests.servers.postfix import Postfix, postfix_is_here
from tests.servers.tokens import TokenServer

pytestmark = pytest.mark.servers

BOTH = "xoauth2 oauthbearer"


@contextmanager
def serving(tokens: TokenServer, mechanisms: str = BOTH) -> Iterator[Dovecot]:
    """A Dovecot that asks this provider about access tokens."""
    with Dovecot({INFO: PASSWORD}, introspection=tokens.url("introspect"), mechanisms=mechanisms) as server:
        yield server


@contextmanager
def watching(server: Dovecot, grant: Grant, **changes: object) -> Iterator[ImapMailbox]:
    """A mailbox that logs in by this grant; closed at the end."""
    box = ImapMailbox(account(server, password=None, grant=grant, **changes))
    try:
        yield box
    finally:
        box.close()


@pytest.fixture
def tokens() -> Iterator[TokenServer]:
    """A provider, gone after the test."""
    with TokenServer(INFO) as one:
        yield one


@pytest.fixture
def clock() -> Clock:
    """Noon."""
    return Clock()


@pytest.fixture
def grant(tokens: TokenServer, tmp_path: Path, clock: Clock) -> Grant:
    """A grant given at noon, good for an hour."""
    return granted(tokens, tmp_path / "grant.json", clock)


@pytest.mark.parametrize("mechanisms", ["xoauth2", "oauthbearer", BOTH, f"plain login {BOTH}"])
def test_the_mailbox_is_read_by_whatever_mechanism_is_offered(
    tokens: TokenServer, grant: Grant, archive: Archive, caplog: pytest.LogCaptureFixture, mechanisms: str
) -> None:
    """Mail is fetched and filed by access token, over TLS from the first byte and after STARTTLS."""
    caplog.set_level(logging.DEBUG)
    with serving(tokens, mechanisms) as server:
        for number, (port, security) in enumerate([(server.imaps_port, "tls"), (server.imap_port, "starttls")]):
            server.deliver(INFO, mail(f"mail {number}"))
            with watching(server, grant, port=port, security=security, ca_file=server.ca_file) as box:
                [arrival] = archive.take(box)
                box.file_done(arrival.uidvalidity, [arrival.uid])

    assert ["mail 0", "mail 1"] == archive.subjects
    assert [] == tokens.asked
    assert [] == [one for one in caplog.messages if any(word in one for word in tokens.given)]


def test_a_server_without_access_tokens_says_so(tokens: TokenServer, grant: Grant) -> None:
    """A server that offers passwords only gets no token, and nobody asks for another one."""
    with (
        serving(tokens, "plain login") as server,
        watching(server, grant) as box,
        pytest.raises(MailboxUnavailable, match="takes no access tokens"),
    ):
        box.login_check()

    assert [] == tokens.asked


def test_a_token_that_ends_while_connected_leads_to_a_new_one(
    tokens: TokenServer, grant: Grant, archive: Archive, clock: Clock
) -> None:
    """The server ends the connection with a BYE; the next call refreshes and goes on where it was."""
    with serving(tokens) as server, watching(server, grant) as box:
        server.deliver(INFO, mail("before"))
        archive.take(box)
        clock.pass_(hours=1)
        tokens.end_access_tokens()
        server.stop()
        server.start()
        server.deliver(INFO, mail("after"))
        with pytest.raises(MailboxUnavailable):
            box.wait(0.1, never)
        archive.take(box)

    assert ["before", "after"] == archive.subjects
    assert 0 == archive.repeats
    assert 1 == len(tokens.asked)


def test_a_token_that_ends_before_its_time_is_replaced_at_the_login(
    tokens: TokenServer, grant: Grant, archive: Archive, clock: Clock
) -> None:
    """The server refuses a token that should be good: one refresh, one more login, and it goes on."""
    with serving(tokens) as server, watching(server, grant) as box:
        server.deliver(INFO, mail("one"))
        clock.pass_(minutes=20)
        tokens.end_access_tokens()
        archive.take(box)

    assert ["one"] == archive.subjects
    assert 1 == len(tokens.asked)


def test_a_withdrawn_grant_makes_no_storm(tokens: TokenServer, grant: Grant, clock: Clock) -> None:
    """However often it is tried, within a quarter of an hour the provider is asked once."""
    with serving(tokens) as server, watching(server, grant) as box:
        box.login_check()
        box.close()
        tokens.revoke()
        clock.pass_(hours=1)
        logins = tokens.introspected
        for _ in range(5):
            with pytest.raises(GrantRefused, match="run `mailflow login`"):
                box.login_check()

    assert 1 == len(tokens.asked)
    assert tokens.introspected == logins


def test_a_grant_for_another_account_is_refused_once(tokens: TokenServer, grant: Grant, clock: Clock) -> None:
    """The person logged in as somebody else: a fresh token is refused too, the sentence says what to look at."""
    tokens.user = "somebody@io.example"
    clock.pass_(minutes=5)
    with serving(tokens) as server, watching(server, grant) as box:
        with pytest.raises(LoginRefused) as raised:
            box.login_check()
        assert 1 == len(tokens.asked)
        with pytest.raises(LoginRefused):
            box.login_check()

    assert 1 == len(tokens.asked), "a token of this minute is not refreshed for a refusal"
    assert "the grant of `mailflow login` must be given by info@io.example" in str(raised.value)
    assert [] == [word for word in tokens.given if word in str(raised.value)]


def test_a_server_that_cannot_ask_about_tokens_is_tried_again(tokens: TokenServer, grant: Grant) -> None:
    """Dovecot cannot reach the provider: that is no refusal, and the token is not thrown away."""
    with (
        Dovecot({INFO: PASSWORD}, introspection="http://127.0.0.1:9/", mechanisms=BOTH) as server,
        watching(server, grant) as box,
        pytest.raises(MailboxUnavailable, match="at the moment"),
    ):
        box.login_check()

    assert [] == tokens.asked


def test_copies_are_kept_by_the_same_grant(tokens: TokenServer, grant: Grant) -> None:
    """The Sent folder has a connection of its own, and the same grant."""
    with serving(tokens) as server:
        sent = SentFolder(account(server, password=None, grant=grant))
        sent.append([b"Message-ID: <1@io.example>\r\n\r\nHello.\r\n"])

        assert sent.holds("<1@io.example>")
        sent.close()


@pytest.fixture(scope="module")
def provider() -> Iterator[TokenServer]:
    """The provider of the shared Postfix."""
    with TokenServer(INFO) as one:
        yield one


@pytest.fixture(scope="module", params=["xoauth2", BOTH])
def submission(provider: TokenServer, request: pytest.FixtureRequest) -> Iterator[Postfix]:
    """Postfix before a Dovecot that checks access tokens."""
    if not dovecot_is_here() or not postfix_is_here():
        pytest.skip("Postfix, OpenDKIM or root is missing")
    users = {INFO: PASSWORD, "alice@req.example": "word"}
    with (
        Dovecot(users, introspection=provider.url("introspect"), mechanisms=request.param) as dovecot,
        Postfix(dovecot) as one,
    ):
        yield one


def way_out(postfix: Postfix, grant: Grant) -> SmtpTransport:
    """Our way out, by this grant."""
    return SmtpTransport(
        SmtpAccount(
            host=postfix.host, port=postfix.submission_port, user=INFO, grant=grant, ca_file=postfix.ca_file
        ),
        timeout=15,
    )  # fmt: skip


def test_mail_leaves_by_access_token(submission: Postfix, provider: TokenServer, tmp_path: Path, clock: Clock) -> None:
    """Postfix takes our mail by token; one that ended before its time is replaced at the next login."""
    grant = granted(provider, tmp_path / "grant.json", clock)
    out = way_out(submission, grant)
    raw = b"From: info@io.example\r\nTo: alice@req.example\r\nSubject: Hello\r\n\r\nHello.\r\n"
    answers = [out.send(INFO, "alice@req.example", raw)]
    out.close()
    clock.pass_(minutes=20)
    provider.end_access_tokens()
    answers.append(out.send(INFO, "alice@req.example", raw))
    out.close()

    assert [Handover.SENT, Handover.SENT] == [one.outcome for one in answers]
    assert "logged in as info@io.example" in out.login_check()


def test_a_refused_token_at_the_way_out_says_why(
    submission: Postfix, provider: TokenServer, tmp_path: Path, clock: Clock
) -> None:
    """Postfix refuses the token and its replacement: a refused login, with what to look at and no token in it."""
    grant = granted(provider, tmp_path / "grant.json", clock)
    clock.pass_(minutes=5)
    provider.user = "somebody@io.example"
    try:
        with pytest.raises(SmtpLoginRefused) as raised:
            way_out(submission, grant).login_check()
    finally:
        provider.user = INFO

    assert "refused the login of info@io.example: 535" in str(raised.value)
    assert "must be given by info@io.example" in str(raised.value)
    assert [] == [word for word in provider.given if word in str(raised.value)]


def test_a_way_out_without_access_tokens_says_so(
    postfix: Postfix, provider: TokenServer, tmp_path: Path, clock: Clock
) -> None:
    """A server that offers passwords only gets no token."""
    grant = granted(provider, tmp_path / "grant.json", clock)
    with pytest.raises(TransportUnavailable, match="takes no access tokens"):
        way_out(postfix, grant).login_check()

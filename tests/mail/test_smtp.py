"""Handing mail over by SMTP: what the server's answers mean, and what becomes of a connection."""

import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.mail.mailbox import LoginRefused as MailboxLoginRefused
from mailflow.mail.smtp import (
    Ambiguous,
    Answer,
    Handover,
    LoginRefused,
    MaildirTransport,
    SenderRefused,
    SmtpAccount,
    SmtpTransport,
    TransportUnavailable,
)
from tests.servers.dovecot import certificates, free_ports, make_ca
from tests.servers.sink import HANG_UP, SILENCE, SmtpSink, SunkMail

US = "info@io.example"
ALICE = "alice@req.example"
BOB = "bob@req.example"
MAIL = b"From: info@io.example\r\nSubject: Thanks\r\n\r\nWe have your request.\r\n"


def account(sink: SmtpSink, **more: object) -> SmtpAccount:
    """An account at this sink, plain unless said otherwise."""
    return SmtpAccount(**{"host": sink.host, "port": sink.port, "security": "plain", **more})  # type: ignore[arg-type]


def transport(sink: SmtpSink, **more: object) -> SmtpTransport:
    """A transport to this sink with short waits."""
    return SmtpTransport(account(sink, **more), timeout=5, answer_timeout=5)


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    """A server that takes everything."""
    with SmtpSink() as one:
        yield one


@pytest.fixture
def server_tls() -> ssl.SSLContext:
    """A server's TLS context with a certificate for 127.0.0.1 by a throw-away authority."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificates() / "cert.pem", certificates() / "key.pem")
    return context


def test_a_mail_arrives_byte_for_byte(sink: SmtpSink) -> None:
    """The server gets the envelope and the bytes that were given, and its words come back."""
    out = transport(sink)
    answer = out.send(US, ALICE, MAIL)
    out.close()

    assert answer == Answer(Handover.SENT, 250, "2.0.0 taken")
    assert sink.mails == [SunkMail(US, (ALICE,), f"SIZE={len(MAIL)}", MAIL)]


def test_the_null_sender_is_said_as_such(sink: SmtpSink) -> None:
    """An empty sender gives the null reverse-path of RFC 5321, section 4.5.5."""
    out = transport(sink)
    out.send("", ALICE, MAIL)
    out.close()

    assert [mail.sender for mail in sink.mails] == [""]


@pytest.mark.parametrize(
    ("verb", "reply"), [("MAIL", "550 5.7.1 no"), ("MAIL", "501 sender?"), ("RCPT", "550 5.1.8 no")]
)
def test_a_refused_sender_is_told_as_such(sink: SmtpSink, verb: str, reply: str) -> None:
    """Who has another sender can try it; the same connection serves on."""
    out = transport(sink)
    sink.once(verb, reply)
    with pytest.raises(SenderRefused):
        out.send("", ALICE, MAIL)
    assert out.send(US, ALICE, MAIL).outcome is Handover.SENT
    out.close()


@pytest.mark.parametrize("reply", ["450 4.7.1 later", "530 5.7.0 log in first", "503 bad sequence"])
def test_trouble_with_the_session_is_no_refused_sender(sink: SmtpSink, reply: str) -> None:
    """Another sender would not help there."""
    out = transport(sink)
    sink.once("MAIL", reply)
    with pytest.raises(TransportUnavailable) as trouble:
        out.send("", ALICE, MAIL)
    out.close()
    assert not isinstance(trouble.value, SenderRefused)


def test_many_mails_use_one_connection(sink: SmtpSink) -> None:
    """One connection carries many mails, refused ones among them."""
    sink.recipients = {BOB: "550 5.1.1 unknown"}
    out = transport(sink)
    outcomes = [out.send(US, to, MAIL).outcome for to in (ALICE, BOB, ALICE, ALICE)]
    out.close()

    assert outcomes == [Handover.SENT, Handover.NEVER, Handover.SENT, Handover.SENT]
    assert sink.connections == 1
    assert " ".join(sink.commands) == ("EHLO MAIL RCPT DATA MAIL RCPT RSET MAIL RCPT DATA MAIL RCPT DATA QUIT")


def test_a_connection_is_renewed_after_its_share_of_mails(sink: SmtpSink) -> None:
    """After the agreed number of mails the connection is made anew, with a goodbye."""
    out = SmtpTransport(account(sink), mails_per_connection=2)
    for _ in range(5):
        assert out.send(US, ALICE, MAIL).outcome is Handover.SENT
    out.close()

    assert (sink.connections, sink.count) == (3, 5)
    assert sink.commands.count("QUIT") == 3


@pytest.mark.parametrize("reply", ["450 4.2.1 try later", "550 5.1.1 no such user", "552 5.2.2 mailbox full"])
@pytest.mark.parametrize("verb", ["RCPT", "DATA", "."])
def test_a_refusal_counts_for_this_receiver_only(sink: SmtpSink, verb: str, reply: str) -> None:
    """4yz is later and 5yz is never, at RCPT, DATA and after the mail; the next mail goes as if nothing had been."""
    out = transport(sink)
    if verb == "RCPT":
        sink.recipients[BOB] = reply
    else:
        sink.once(verb, reply)
    refused = out.send(US, BOB, MAIL)
    taken = out.send(US, ALICE, MAIL)
    out.close()

    outcome = Handover.LATER if reply.startswith("4") else Handover.NEVER
    assert refused == Answer(outcome, int(reply[:3]), reply[4:])
    assert taken.outcome is Handover.SENT
    assert [mail.to for mail in sink.mails] == [(ALICE,)]
    assert sink.connections == 1


@pytest.mark.parametrize(
    ("verb", "reply"),
    [
        ("CONNECT", "554 5.7.1 go away"),
        ("CONNECT", "421 4.3.2 too busy"),
        ("CONNECT", HANG_UP),
        ("EHLO", "500 what"),
        ("EHLO", HANG_UP),
        ("MAIL", "550 5.7.1 not your address"),
        ("MAIL", "530 5.7.0 authentication required"),
        ("MAIL", "451 4.3.0 disk full"),
        ("MAIL", "552 5.2.2 your mailbox is full"),
        ("MAIL", "421 4.7.0 too many"),
        ("MAIL", "nonsense"),
        ("MAIL", HANG_UP),
        ("RCPT", "421 4.7.0 too many"),
        ("RCPT", "503 5.5.1 bad sequence"),
        ("RCPT", "530 5.7.0 authentication required"),
        ("RCPT", "550 5.4.5 Daily user sending quota exceeded"),
        ("RCPT", "550 5.1.8 Access denied, bad outbound sender"),
        ("RCPT", "554 5.7.1 <alice@req.example>: Relay access denied"),
        ("RCPT", HANG_UP),
        ("DATA", "421 4.3.2 shutting down"),
        ("DATA", "250 2.0.0 taken"),
        ("DATA", "502 5.5.1 no such command"),
        ("DATA", HANG_UP),
        (".", "421 4.3.2 shutting down"),
        (".", "550 5.4.5 Daily user sending quota exceeded"),
        (".", "554 5.2.0 SubmissionQuotaExceededException"),
    ],
)
def test_trouble_of_the_servers_is_nobodys_fault(sink: SmtpSink, verb: str, reply: str) -> None:
    """What a server says of itself or of us never counts against a receiver, and the next try starts afresh."""
    out = transport(sink)
    sink.once(verb, reply)
    with pytest.raises(TransportUnavailable) as trouble:
        out.send(US, ALICE, MAIL)
    answer = out.send(US, ALICE, MAIL)
    out.close()

    assert f"{sink.host}:{sink.port}" in str(trouble.value)
    assert str(trouble.value).endswith(".")
    assert answer.outcome is Handover.SENT
    assert (sink.connections, sink.count) == (2, 1)


@pytest.mark.parametrize("reply", [HANG_UP, SILENCE, "nonsense", "354 go on"])
def test_no_answer_to_a_whole_mail_is_ambiguous(sink: SmtpSink, reply: str) -> None:
    """Where the whole mail went out and no verdict came, it may have been accepted: neither sent nor unsent."""
    out = SmtpTransport(account(sink), timeout=5, answer_timeout=0.2)
    sink.once(".", reply)
    with pytest.raises(Ambiguous):
        out.send(US, ALICE, MAIL)
    assert out.send(US, BOB, MAIL).outcome is Handover.SENT
    out.close()


@pytest.mark.parametrize("reply", [HANG_UP, "421 4.4.2 idle for too long"])
@pytest.mark.parametrize("before", [ALICE, BOB])
def test_a_connection_dropped_between_mails_is_made_anew(sink: SmtpSink, reply: str, before: str) -> None:
    """A server may hang up on us between two mails, taken or refused: the next mail goes over a new connection."""
    sink.recipients = {BOB: "550 5.1.1 unknown"}
    out = transport(sink)
    out.send(US, before, MAIL)
    sink.once("RSET" if before == BOB else "MAIL", reply)
    answer = out.send(US, ALICE, MAIL)
    out.close()

    assert answer.outcome is Handover.SENT
    assert sink.connections == 2


def test_a_connection_cut_while_idle_is_made_anew(sink: SmtpSink) -> None:
    """The server closed the connection while nothing was said: nobody notices."""
    out = transport(sink)
    out.send(US, ALICE, MAIL)
    sink.hang_up()
    assert out.send(US, ALICE, MAIL).outcome is Handover.SENT
    out.close()


def test_a_silent_server_is_not_waited_for_for_ever(sink: SmtpSink) -> None:
    """A reply that does not come within the timeout is trouble of the server's, also after a mail was sent."""
    out = SmtpTransport(account(sink), timeout=0.2, answer_timeout=60)
    out.send(US, ALICE, MAIL)
    sink.once("RCPT", SILENCE)
    started = time.monotonic()
    with pytest.raises(TransportUnavailable, match="was lost"):
        out.send(US, ALICE, MAIL)
    out.close()

    assert time.monotonic() - started < 30


def test_the_answer_to_a_whole_mail_has_a_timeout_of_its_own(sink: SmtpSink) -> None:
    """The verdict on a mail is waited for as long as was said for it, however patient the rest is."""
    out = SmtpTransport(account(sink), timeout=60, answer_timeout=0.2)
    sink.once(".", SILENCE)
    started = time.monotonic()
    with pytest.raises(Ambiguous):
        out.send(US, ALICE, MAIL)
    out.close()

    assert time.monotonic() - started < 30


def test_nobody_listening_names_the_settings() -> None:
    """A refused connection says which settings to look at."""
    (port,) = free_ports(1)
    out = SmtpTransport(SmtpAccount(host="127.0.0.1", port=port, security="plain"))
    with pytest.raises(TransportUnavailable, match=r"Nobody listens .* check outgoing\.host and outgoing\.port"):
        out.send(US, ALICE, MAIL)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a..b", "x" * 70])
def test_an_unknown_name_names_the_setting(host: str) -> None:
    """A name that cannot be looked up says so and which setting holds it."""
    out = SmtpTransport(SmtpAccount(host=host, port=587), timeout=5)
    with pytest.raises(TransportUnavailable, match=r"outgoing\.host"):
        out.send(US, ALICE, MAIL)


@pytest.mark.parametrize("implicit", [True, False])
def test_mail_goes_encrypted_and_logged_in(server_tls: ssl.SSLContext, *, implicit: bool) -> None:
    """TLS from the first byte or by STARTTLS, the certificate verified, logged in before the first mail."""
    with SmtpSink(context=server_tls, implicit_tls=implicit, users={US: "gehéim"}) as sink:
        out = transport(
            sink,
            security="tls" if implicit else "starttls",
            user=US,
            password=lambda: "gehéim",
            ca_file=certificates() / "ca.pem",
        )
        assert out.send(US, ALICE, MAIL).outcome is Handover.SENT
        assert "certificate verified, logged in as info@io.example, mails up to 30 MB" in out.login_check()
        out.close()


@pytest.mark.parametrize("mechanisms", ["LOGIN", "XOAUTH2 PLAIN", "plain"])
def test_either_mechanism_logs_in(mechanisms: str) -> None:
    """PLAIN and LOGIN both serve, whatever else is offered."""
    with SmtpSink(users={US: "word"}, mechanisms=mechanisms) as sink:
        out = transport(sink, user=US, password=lambda: "word")
        assert out.send(US, ALICE, MAIL).outcome is Handover.SENT
        out.close()


@pytest.mark.parametrize("mechanisms", ["PLAIN", "LOGIN", "PLAIN LOGIN CRAM-MD5"])
def test_a_refused_login_is_tried_once_and_told_apart(mechanisms: str) -> None:
    """A wrong password is asked for once, no second way tried, and known to whoever spaces the tries out."""
    with SmtpSink(users={US: "word"}, mechanisms=mechanisms) as sink:
        out = transport(sink, user=US, password=lambda: "wrong")
        with pytest.raises(LoginRefused, match=r"outgoing\.user") as refused:
            out.send(US, ALICE, MAIL)
        assert isinstance(refused.value, TransportUnavailable)
        assert isinstance(refused.value, MailboxLoginRefused)
        assert "wrong" not in str(refused.value).replace("wrong user or password", "")
        assert sink.commands.count("AUTH") == 1
        with pytest.raises(LoginRefused):
            out.login_check()


@pytest.mark.parametrize("reply", ["454 4.7.0 temporary authentication failure", "421 4.7.0 later", HANG_UP])
def test_a_login_that_cannot_be_checked_is_not_refused(reply: str) -> None:
    """Only a permanent refusal says that the password is wrong."""
    with SmtpSink(users={US: "word"}) as sink:
        sink.once("AUTH", reply)
        out = transport(sink, user=US, password=lambda: "word")
        with pytest.raises(TransportUnavailable) as trouble:
            out.send(US, ALICE, MAIL)
        assert not isinstance(trouble.value, LoginRefused)
        assert out.send(US, ALICE, MAIL).outcome is Handover.SENT
        out.close()


def test_the_password_is_asked_anew_at_each_login() -> None:
    """A password changed in its file while the program runs is used at the next connection."""
    words = iter(["old", "new"])
    with SmtpSink(users={US: "new"}) as sink:
        out = transport(sink, user=US, password=lambda: next(words))
        with pytest.raises(LoginRefused):
            out.send(US, ALICE, MAIL)
        assert out.send(US, ALICE, MAIL).outcome is Handover.SENT
        out.close()


class Tokens:
    """Gives out one access token after the other."""

    def __init__(self, *given: str) -> None:
        self.given = list(given)

    def token(self) -> str:
        """The first."""
        return self.given[0]

    def instead_of(self, refused: str) -> str | None:
        """The next one, if there is one."""
        assert self.given.pop(0) == refused
        return self.given[0] if self.given else None


@pytest.mark.parametrize("mechanisms", ["PLAIN XOAUTH2", "OAUTHBEARER XOAUTH2"])
@pytest.mark.parametrize("length", [10, 300, 3000])
def test_an_access_token_logs_in_however_long_it_is(mechanisms: str, length: int) -> None:
    """No command is longer than SMTP allows: a long token waits until the server asks (RFC 4954, section 4)."""
    token = "t" * length
    with SmtpSink(users={US: token}, mechanisms=mechanisms) as sink:
        out = transport(sink, user=US, grant=Tokens(token))
        assert out.send(US, ALICE, MAIL).outcome is Handover.SENT
        out.close()

        assert sink.commands.count("AUTH") == 1
        assert sink.longest <= 510


@pytest.mark.parametrize("mechanisms", ["XOAUTH2", "OAUTHBEARER"])
def test_a_refused_access_token_is_replaced_once(mechanisms: str) -> None:
    """The next token is tried over a new connection; where it is refused too, or there is none, the login is."""
    with SmtpSink(users={US: "good"}, mechanisms=mechanisms) as sink:
        out = transport(sink, user=US, grant=Tokens("old", "good"))
        assert out.send(US, ALICE, MAIL).outcome is Handover.SENT
        out.close()
        assert (sink.connections, sink.commands.count("AUTH")) == (2, 2)
        for given in (("old", "older"), ("old",)):
            with pytest.raises(LoginRefused, match="invalid_token") as refused:
                transport(sink, user=US, grant=Tokens(*given)).send(US, ALICE, MAIL)
            assert "old" not in str(refused.value)

        assert sink.commands.count("AUTH") == 2 + 2 + 1


def test_no_login_offered_says_so(sink: SmtpSink) -> None:
    """A server that offers no login by password is a matter of the settings."""
    out = transport(sink, user=US, password=lambda: "word")
    with pytest.raises(TransportUnavailable, match=r"offers no login .* outgoing\.security"):
        out.send(US, ALICE, MAIL)


@pytest.mark.parametrize("implicit", [True, False])
def test_an_untrusted_certificate_is_refused(server_tls: ssl.SSLContext, tmp_path: Path, *, implicit: bool) -> None:
    """A certificate by an unknown authority ends the conversation before the password is said."""
    with SmtpSink(context=server_tls, implicit_tls=implicit, users={US: "word"}) as sink:
        out = transport(
            sink,
            security="tls" if implicit else "starttls",
            user=US,
            password=lambda: "word",
            ca_file=make_ca(tmp_path),
        )
        with pytest.raises(TransportUnavailable, match=r"certificate .* not trusted .* outgoing\.ca_file"):
            out.send(US, ALICE, MAIL)
        assert "AUTH" not in sink.commands


def test_a_server_without_starttls_gets_no_mail(sink: SmtpSink) -> None:
    """Encryption that was asked for and is not offered is never done without."""
    out = transport(sink, security="starttls")
    with pytest.raises(TransportUnavailable, match="no STARTTLS"):
        out.send(US, ALICE, MAIL)
    assert sink.commands == ["EHLO"]


def test_tls_to_a_plain_port_names_the_setting(sink: SmtpSink) -> None:
    """TLS from the first byte at a port that speaks plainly first says what to set."""
    out = transport(sink, security="tls")
    with pytest.raises(TransportUnavailable, match=r'outgoing\.security = "starttls"'):
        out.send(US, ALICE, MAIL)


def test_a_missing_authority_file_names_the_setting(sink: SmtpSink, tmp_path: Path) -> None:
    """A ca_file that cannot be read is named, and nothing is connected to."""
    out = transport(sink, security="starttls", ca_file=tmp_path / "none.pem")
    with pytest.raises(TransportUnavailable, match=r"none\.pem .* outgoing\.ca_file"):
        out.send(US, ALICE, MAIL)
    assert sink.connections == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"host": "smtp.example.org", "security": "plain"},
        {"host": "10.0.0.1", "security": "plain"},
        {"host": "localhost.example.org", "security": "plain"},
        {"host": "localhost", "security": "ssl"},
        {"host": "localhost", "user": US},
    ],
)
def test_an_account_that_makes_no_sense_cannot_be_made(wrong: dict[str, str]) -> None:
    """Plain text leaves this machine never, and a user has a password."""
    with pytest.raises(ValueError, match=r"outgoing\."):
        SmtpAccount(port=25, **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "to",
    [
        "",
        "nobody",
        "@req.example",
        "alice@",
        "alice@req.example\r\nRCPT TO:<eve@evil.example>",
        "alice@req.example\x00",
        "alice@req.example> SIZE=1",
        "<alice@req.example>",
        "alice @req.example",
        "alice@req.example\u2028",
        "alice@req.example\ud800",
        "a" * 250 + "@req.example",
    ],
)
def test_what_is_no_address_is_never_said_to_a_server(sink: SmtpSink, to: str) -> None:
    """A receiver that could end the command is refused without a word to the server; as a sender it is a mistake."""
    out = transport(sink)
    answer = out.send(US, to, MAIL)
    if to:
        with pytest.raises(ValueError, match="envelope sender"):
            out.send(to, ALICE, MAIL)

    assert (answer.outcome, answer.code) == (Handover.NEVER, 0)
    assert answer.text.isprintable()
    assert sink.connections == 0


def test_letters_beyond_ascii_go_where_they_are_understood(sink: SmtpSink) -> None:
    """An address beyond ASCII needs SMTPUTF8 (RFC 6531); without it the receiver cannot be reached this way."""
    out = transport(sink)
    assert out.send(US, "jürgen@req.example", MAIL).outcome is Handover.NEVER
    with pytest.raises(TransportUnavailable, match="RFC 6531"):
        out.send("wir@bücher.example", ALICE, MAIL)
    sink.extensions = (*sink.extensions, "SMTPUTF8")
    out.close()
    assert out.send(US, "jürgen@req.example", MAIL).outcome is Handover.SENT
    out.close()

    assert [(mail.to, mail.parameters) for mail in sink.mails] == [
        (("jürgen@req.example",), f"SIZE={len(MAIL)} SMTPUTF8")
    ]


def test_eight_bit_mail_goes_where_it_is_taken(sink: SmtpSink) -> None:
    """8-bit mail is announced as such (RFC 6152), and refused where the server takes 7 bits only."""
    mail = MAIL + "Grüße\r\n".encode()
    out = transport(sink)
    assert out.send(US, ALICE, mail).outcome is Handover.SENT
    sink.extensions = ()
    out.close()
    refused = out.send(US, ALICE, mail)
    out.close()

    assert [(one.parameters, one.raw) for one in sink.mails] == [(f"SIZE={len(mail)} BODY=8BITMIME", mail)]
    assert (refused.outcome, refused.code) == (Handover.NEVER, 0)


def test_a_mail_too_large_is_never_sent(sink: SmtpSink) -> None:
    """A mail over the announced limit is not even started, and 552 to its size is about this mail (RFC 1870)."""
    sink.extensions = ("SIZE 50",)
    out = transport(sink)
    too_large = out.send(US, ALICE, MAIL)
    sink.extensions = ("SIZE 0",)
    out.close()
    sink.once("MAIL", "552 5.3.4 message size exceeds fixed limit")
    refused = out.send(US, ALICE, MAIL)
    out.close()

    assert (too_large.outcome, too_large.code) == (Handover.NEVER, 0)
    assert refused == Answer(Handover.NEVER, 552, "5.3.4 message size exceeds fixed limit")
    assert sink.count == 0


def test_lines_up_to_998_octets_pass_and_longer_ones_do_not(sink: SmtpSink) -> None:
    """RFC 5321, section 4.5.3.1.6: servers on the way would break a longer line, and with it the signature."""
    out = transport(sink)
    longest = MAIL + b"x" * 998 + b"\r\n"
    assert out.send(US, ALICE, longest).outcome is Handover.SENT
    assert out.send(US, ALICE, MAIL + b"x" * 999 + b"\r\n").outcome is Handover.NEVER
    out.close()

    assert [mail.raw for mail in sink.mails] == [longest]


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_line_ends_are_made_whole(sink: SmtpSink, end: bytes) -> None:
    """A bare CR or LF never reaches the wire: it could smuggle in a second mail (RFC 5321, section 2.3.8)."""
    smuggled = end.join([b"Subject: x", b"", b"one", b".", b"MAIL FROM:<eve@evil.example>", b"..two", b"last"])
    out = transport(sink)
    out.send(US, ALICE, smuggled)
    out.close()

    expected = b"Subject: x\r\n\r\none\r\n.\r\nMAIL FROM:<eve@evil.example>\r\n..two\r\nlast\r\n"
    assert [mail.raw for mail in sink.mails] == [expected]
    assert [mail.sender for mail in sink.mails] == [US]


@pytest.fixture(scope="module")
def shared() -> Iterator[tuple[SmtpSink, SmtpTransport]]:
    """One server and one connection for many examples."""
    with SmtpSink() as sink:
        out = transport(sink)
        yield sink, out
        out.close()


@given(body=st.lists(st.sampled_from([b".", b"..", b"\r", b"\n", b"\r\n", b"a", b".\r\n", b"\r\n.\r\n", b"QUIT"])))
def test_any_body_arrives_as_one_mail(shared: tuple[SmtpSink, SmtpTransport], body: list[bytes]) -> None:
    """Whatever a body holds, one mail arrives, with whole line ends and its dots."""
    sink, out = shared
    raw = b"Subject: x\r\n\r\n" + b"".join(body)
    before = sink.count
    out.send(US, ALICE, raw)
    arrived = sink.mails[before:]

    lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n").split(b"\n")
    assert [b"".join(line + b"\r\n" for line in lines)] == [mail.raw for mail in arrived]
    assert sink.connections == 1


def test_a_maildir_keeps_mail_with_its_own_line_ends(tmp_path: Path) -> None:
    """What is handed to a Maildir lies in ``new``, one file a mail, its lines ended as mail programs expect there."""
    out = MaildirTransport(tmp_path / "out")
    assert "can be written" in out.login_check()
    answers = [out.send("", ALICE, raw) for raw in (MAIL, b"bare\nends")]
    out.close()

    assert [one.outcome for one in answers] == [Handover.SENT, Handover.SENT]
    assert sorted(one.read_bytes() for one in (tmp_path / "out" / "new").iterdir()) == sorted(
        [MAIL.replace(b"\r\n", b"\n"), b"bare\nends"]
    )
    assert list((tmp_path / "out" / "tmp").iterdir()) == []


def test_a_maildir_that_cannot_be_written_is_nobodys_fault(tmp_path: Path) -> None:
    """A path that is no folder is trouble of the settings, and names them."""
    (tmp_path / "out").write_text("a file")
    out = MaildirTransport(tmp_path / "out")
    with pytest.raises(TransportUnavailable, match=r"outgoing\.path"):
        out.send(US, ALICE, MAIL)
    with pytest.raises(TransportUnavailable, match=r"outgoing\.path"):
        out.login_check()

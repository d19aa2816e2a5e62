"""Handing mail over to a real Postfix: encrypted, logged in, refused by receiver, unharmed on its way."""

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from mailflow.mail.smtp import Ambiguous, Handover, LoginRefused, SmtpAccount, SmtpTransport, TransportUnavailable
from mailflow.postman import Postman
from mailflow.store.outbox import NewLetter, Outbox
from mailflow.store.store import Store
from tests.servers.dovecot import make_ca
from tests.servers.faultproxy import Fault, FaultProxy
from tests.servers.plugin import USERS
from tests.servers.postfix import Postfix

pytestmark = pytest.mark.servers

NOW = datetime(2027, 3, 2, 14, 5, tzinfo=UTC)
US = "info@io.example"
ALICE = "alice@req.example"


def submission(postfix: Postfix, word: str = USERS[US], security: str = "starttls") -> SmtpAccount:
    """Our account at Postfix's submission or submissions port."""
    port = postfix.submission_port if security == "starttls" else postfix.submissions_port
    return SmtpAccount(
        host=postfix.host, port=port, security=security, user=US, password=lambda: word, ca_file=postfix.ca_file
    )


def new_mail(body: str = "We have your request.") -> tuple[bytes, bytes]:
    """A mail, and the Message-ID to know it by."""
    marker = f"<{uuid4().hex}@io.example>"
    head = (
        f"From: {US}\r\nTo: {ALICE}\r\nSubject: Thanks\r\nDate: Sat, 10 Mar 2012 12:00:00 +0000\r\nMessage-ID: {marker}"
    )
    return f"{head}\r\n\r\n{body}\r\n".encode(), marker.encode()


@pytest.fixture
def out(postfix: Postfix) -> Iterator[SmtpTransport]:
    """A transport logged in at the submission port."""
    one = SmtpTransport(submission(postfix), timeout=15, answer_timeout=15)
    yield one
    one.close()


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_reaches_the_mailbox_signed(postfix: Postfix, security: str) -> None:
    """What we submit lies in the receiver's mailbox, and its DKIM signature is valid."""
    out = SmtpTransport(submission(postfix, security=security), timeout=15)
    raw, marker = new_mail()
    assert out.send("", ALICE, raw).outcome is Handover.SENT
    assert "logged in as info@io.example, mails up to 20 MB" in out.login_check()
    out.close()
    arrived = postfix.delivered(ALICE, marker)

    assert arrived.startswith(b"Return-Path: <>")
    assert postfix.verify(arrived)
    assert arrived.endswith(b"We have your request.\r\n")


def test_refused_receivers_spoil_no_other(postfix: Postfix, out: SmtpTransport) -> None:
    """450 is later and 550 is never for one receiver each; the mails before, between and after arrive."""
    mails = [(to, *new_mail()) for to in (ALICE, "later@req.example", "bob@req.example", "never@req.example", ALICE)]
    answers = [out.send(US, to, raw) for to, raw, _ in mails]

    assert [(one.outcome, one.code) for one in answers] == [
        (Handover.SENT, 250),
        (Handover.LATER, 450),
        (Handover.SENT, 250),
        (Handover.NEVER, 550),
        (Handover.SENT, 250),
    ]
    for (to, _, marker), answer in zip(mails, answers, strict=True):
        if answer.outcome is Handover.SENT:
            assert postfix.delivered(to, marker)


@pytest.mark.parametrize("delay_reject", ["yes", "no"])
def test_a_postfix_that_wants_a_sender_gets_ours_from_then_on(postfix: Postfix, delay_reject: str) -> None:
    """It refuses the null reverse-path at RCPT, as it does by itself, or at MAIL: the mail arrives with our address."""
    restriction = f"smtpd_delay_reject = {delay_reject}\nsmtpd_sender_restrictions = check_sender_access"
    with Postfix(postfix.dovecot, main=f"{restriction} inline:{{<>=REJECT}}\n") as strict:
        store = Store(":memory:", key=b"a key")
        outbox = Outbox(store)
        tried: list[str] = []
        transport = SmtpTransport(submission(strict), timeout=15)
        markers = []
        for number in (1, 2):
            raw, marker = new_mail()
            markers.append(marker)
            letter = NewLetter(
                number=number, key=f"{number}", template="requester/unreadable", to=ALICE, sender="", purpose="values",
                automatic=True, priority=3, message_id=marker.decode(), raw=raw, text="",
            )  # fmt: skip
            with store.transaction():
                outbox.put(letter, NOW)
            tried.append("without" if not outbox.wants_sender(NOW) else "ours")
            assert 1 == Postman(outbox, transport, clock=lambda: NOW, address=US).deliver()
        arrived = [strict.delivered(ALICE, one) for one in markers]
        transport.close()
        store.close()

    assert ["without", "ours"] == tried
    assert all(one.startswith(f"Return-Path: <{US}>".encode()) for one in arrived)


def test_an_untrusted_certificate_is_refused(postfix: Postfix, tmp_path: Path) -> None:
    """A server whose certificate is by an unknown authority never sees our password."""
    stranger = dataclasses.replace(submission(postfix), ca_file=make_ca(tmp_path))
    out = SmtpTransport(stranger, timeout=15)
    with pytest.raises(TransportUnavailable, match="not trusted"):
        out.send(US, ALICE, new_mail()[0])


def test_a_wrong_password_is_a_refused_login(postfix: Postfix) -> None:
    """Postfix's 535 is known as a refused login."""
    out = SmtpTransport(submission(postfix, "wrong"), timeout=15)
    with pytest.raises(LoginRefused, match=r"outgoing\.user"):
        out.login_check()


def test_a_submission_port_without_our_login_blames_no_receiver(postfix: Postfix) -> None:
    """A missing login would be told of every receiver: it is trouble of ours."""
    nobody = dataclasses.replace(submission(postfix), user="", password=None)
    out = SmtpTransport(nobody, timeout=15)
    with pytest.raises(TransportUnavailable, match=r"outgoing\.user"):
        out.send(US, "stranger@elsewhere.example", new_mail()[0])


def test_dots_and_long_lines_survive(postfix: Postfix, out: SmtpTransport) -> None:
    """Lines that begin with dots and lines of 998 octets arrive as they were, the signature still valid."""
    body = "\r\n".join([".", "..", ".x", "From here", "y" * 998])
    raw, marker = new_mail(body)
    out.send(US, ALICE, raw)
    arrived = postfix.delivered(ALICE, marker)

    assert arrived.endswith(f"\r\n\r\n{body}\r\n".encode())
    assert postfix.verify(arrived)


@pytest.mark.parametrize("end", [b"\n", b"\r"])
def test_a_second_mail_cannot_be_smuggled_in(postfix: Postfix, out: SmtpTransport, end: bytes) -> None:
    """A dot between bare line ends, which Postfix 3.7 would take for the end of a mail, ends none."""
    raw, marker = new_mail()
    inner, hidden = new_mail("smuggled")
    commands = end.join([b"", b".", b"MAIL FROM:<info@io.example>", b"RCPT TO:<bob@req.example>", b"DATA", inner, b"."])
    out.send(US, ALICE, raw + commands)
    arrived = postfix.delivered(ALICE, marker)
    after, after_marker = new_mail()
    out.send(US, "bob@req.example", after)
    postfix.delivered("bob@req.example", after_marker)

    assert hidden in arrived
    assert [one for one in postfix.inbox("bob@req.example") if hidden in one] == []


def test_a_mail_sent_in_again_is_verified_and_told_apart(postfix: Postfix) -> None:
    """At the MX port a good signature passes and a tampered one fails, in our border host's own words."""
    raw, marker = new_mail()
    raw = raw.replace(US.encode(), ALICE.encode(), 1)
    postfix.send_signed(ALICE, US, raw)
    good = postfix.delivered(US, marker)
    forged, forged_marker = new_mail("Send the money.")
    postfix.send(ALICE, US, postfix.sign(forged, "req.example").replace(b"money", b"honey"))
    bad = postfix.delivered(US, forged_marker)

    assert b"Authentication-Results: mx.io.example;\r\n\tdkim=pass" in good
    assert b"Authentication-Results: mx.io.example;\r\n\tdkim=fail" in bad


@pytest.mark.parametrize("reaches", [True, False])
def test_a_cut_after_the_whole_mail_is_ambiguous(postfix: Postfix, *, reaches: bool) -> None:
    """Whether the server took the mail or never saw its end, we cannot tell, and say so; the next mail goes."""
    raw, marker = new_mail()
    end = b"\r\n.\r\n"
    with FaultProxy(postfix.mx_port) as proxy:
        out = SmtpTransport(SmtpAccount(host=postfix.host, port=proxy.port, security="plain"), timeout=15)
        proxy.arm(Fault(drop_reply_to=end) if reaches else Fault(cut_before=end))
        with pytest.raises(Ambiguous):
            out.send(ALICE, US, raw)
        after, after_marker = new_mail()
        assert out.send(ALICE, US, after).outcome is Handover.SENT
        out.close()
    postfix.delivered(US, after_marker)
    if reaches:
        assert postfix.delivered(US, marker)


@pytest.mark.parametrize("command", [b"MAIL FROM", b"RCPT TO", b"DATA", b"Subject: Thanks"])
def test_a_cut_before_the_end_of_a_mail_leaves_it_unsent(postfix: Postfix, command: bytes) -> None:
    """Before the final dot no server has taken a mail: it can be sent again without a doubt, and comes once."""
    raw, marker = new_mail()
    with FaultProxy(postfix.mx_port) as proxy:
        out = SmtpTransport(SmtpAccount(host=postfix.host, port=proxy.port, security="plain"), timeout=15)
        proxy.arm(Fault(cut_before=command))
        # The bytes of a small mail are away before the cut is felt: then its end was sent too, as far as we know.
        with pytest.raises((TransportUnavailable, Ambiguous)) as trouble:
            out.send(ALICE, US, raw)
        assert out.send(ALICE, US, raw).outcome is Handover.SENT
        out.close()
    postfix.delivered(US, marker)

    assert len([one for one in postfix.inbox(US) if marker in one]) == 1
    assert isinstance(trouble.value, TransportUnavailable) or command == b"Subject: Thanks"

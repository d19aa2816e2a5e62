"""Bounces of every age."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.read.adapter import message
from mailflow.read.kinds import bounce

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpus"
DSN = """From: Mail Delivery System <MAILER-DAEMON@mx.example.org>
Return-Path: <>
Subject: {subject}
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b

Sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Original-Recipient: rfc822;Larry@example.org
Final-Recipient: rfc822; {final}
Action: {action}
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-ID: <42@interoccupy.example>
--b--
"""
QMAIL = """From: MAILER-DAEMON@mx.example.org
Return-Path: <>
Subject: failure notice

Hi. This is the qmail-send program at mx.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<larry@example.org>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <info@interoccupy.example>
Message-ID: <42@interoccupy.example>
Subject: Call request
"""


def read(text: str) -> bounce.Bounced | None:
    """What a mail tells as a bounce."""
    raw = text.encode()
    return bounce.read(message.parse(raw), raw)


@pytest.mark.parametrize(
    ("action", "subject", "failed", "is_delay"),
    [
        ("failed", "Undelivered Mail Returned to Sender", ("larry@example.org",), False),
        ("Failed (bad address)", "x", ("larry@example.org",), False),
        ("error", "x", ("larry@example.org",), False),
        ("delayed", "Delayed Mail (still being retried)", (), True),
        ("failed", "Undeliverable: the delay of the call", ("larry@example.org",), False),
        ("delivered", "Delivery report", (), False),
        ("relayed", "Delivery report", (), False),
    ],
)
def test_a_status_report_says_who_and_what(action: str, subject: str, failed: tuple[str, ...], is_delay: bool) -> None:
    """The recipient first written to, the action and the returned id come from the report (RFC 3464)."""
    found = read(DSN.format(action=action, subject=subject, final="other@example.org"))
    assert bounce.Bounced(failed, "<42@interoccupy.example>", is_delay) == found


def test_a_report_with_several_recipients_names_each_once() -> None:
    """Failed ones count; those that merely wait do not once one has failed."""
    block = "\n\nFinal-Recipient: rfc822; {}\nAction: {}"
    more = block.format("b@x.org", "failed") + block.format("c@x.org", "delayed") + block.format("b@x.org", "failed")
    found = read(
        DSN.format(action="failed", subject="x", final="l@example.org").replace("Status: 5.1.1", f"Status: 5.1.1{more}")
    )
    assert found is not None
    assert found.failed == ("larry@example.org", "b@x.org")
    assert found.is_delay is False


def test_an_old_bounce_is_read() -> None:
    """A format older than the standard gives the address and the id from its text."""
    assert bounce.Bounced(("larry@example.org",), "<42@interoccupy.example>", is_delay=False) == read(QMAIL)


def test_x_failed_recipients_is_enough() -> None:
    """Exim's header names whom it could not reach."""
    found = read("From: x@mx.org\nX-Failed-Recipients: A@x.org, b@x.org\nSubject: Mail failure\n\nsorry")
    assert bounce.Bounced(("a@x.org", "b@x.org"), None, is_delay=False) == found


@pytest.mark.parametrize(
    "text",
    [
        "From: larry@example.org\nSubject: Call request\n\nhi",
        "From: larry@example.org\nSubject: Delivery failure of our leaflets\n\nThey were not delivered to a@x.org.",
        "From: larry@example.org\nSubject: Re: failure notice\n\nLook what I got:\n\n" + QMAIL.partition("\n\n")[2],
        "From: postmaster@example.org\nSubject: Call request\n\n1. Call title: x",
        "From: larry@example.org\nReturn-Path: <>\nSubject: away\n\nuntil Monday",
        "From: larry@example.org\nSubject: x\n\nwrite to Ann, ann@example.org, please",
        "",
    ],
)
def test_a_person_or_a_vacation_notice_is_no_bounce(text: str) -> None:
    """Words that bounces use, in a person's mail, are a person's words."""
    assert read(text) is None


def test_an_attached_bounce_is_not_a_bounce() -> None:
    """Somebody who shows us the bounce he got is a person."""
    attached = DSN.format(action="failed", subject="x", final="x@x.org")
    top = 'From: larry@example.org\nSubject: look\nContent-Type: multipart/mixed; boundary="o"'
    text = f"{top}\n\n--o\n\nhm\n--o\nContent-Type: message/rfc822\n\n{attached}\n--o--"
    assert read(text) is None


@given(st.binary(max_size=600))
def test_reading_a_bounce_never_raises(raw: bytes) -> None:
    """Whatever stands in a mail that smells of a bounce, reading it does not raise."""
    mail = b"From: mailer-daemon@x.org\nSubject: Undeliverable\n\nYour message could not be delivered\n" + raw
    assert bounce.read(message.parse(mail), mail) is not None


NOTICES = {
    "groupwise": ("undeliverable", "The message was undeliverable to the following:\n\tbea@x.org (user not found)"),
    "mdaemon": (
        "Permanent Delivery Failure",
        "Failed address: bea@x.org\n\n--- Session Transcript ---\n *  To: bea@x.org",
    ),
    "courier": (
        "NOTICE: mail delivery status.",
        "The original message was received on Mon\n\nUNDELIVERABLE MAIL\n\n<bea@x.org>:\n    User unknown.",
    ),
    "imail": ("Undeliverable Mail", "User mailbox exceeds allowed size: bea@x.org\n\nOriginal message follows."),
    "mailenable": ("Message Delivery Failure", "Recipient: [SMTP:bea@x.org]\nReason: 550 no mailbox"),
    "orange": (
        "Message non remis",
        "Destinataire : bea@x.org\nMotif : boite pleine\nPour toute question, contactez aide@orange.example",
    ),
    "t-online": ("Unzustellbare Nachricht", "Ihre Nachricht konnte nicht zugestellt werden an: bea@x.org"),
    "qq": (
        "\u7cfb\u7edf\u9000\u4fe1",
        "\u6536\u4ef6\u4eba\uff1a   bea@x.org\n\u9000\u4fe1\u539f\u56e0\uff1a\uff08bea@x.org\uff09",
    ),
    "exchange": ("Undeliverable: x", "Delivery has failed to these recipients:\n\nBea (bea@x.org)<mailto:bea@x.org>"),
    "only the returned mail": (
        "Undelivered mail",
        "It was not delivered.\n\n--- Unsent message follows ---\nFrom: info@x.org\nTo: Bea <bea@x.org>",
    ),
}


@pytest.mark.parametrize(("subject", "text"), NOTICES.values(), ids=NOTICES)
def test_a_notice_of_any_make_names_whom_it_failed_for(subject: str, text: str) -> None:
    """The address begins a line, stands behind a label or is the returned mail's; the desk's own are nobody's."""
    found = read(
        f"From: MAILER-DAEMON@mx.org\nTo: info@interoccupy.example\nSubject: {subject}\n\n{text}\n\n"
        "Please write to info@interoccupy.example or postmaster@mx.org.\n"
    )
    assert found is not None
    assert (("bea@x.org",), False) == (found.failed, found.is_delay)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Warning: message 1U2 delayed 24 hours",
            "The address to which it has not yet been delivered is:\n\n  b@x.org",
        ),
        ("Warning: could not send message for past 4 hours", "THIS IS A WARNING MESSAGE ONLY\n<b@x.org>... Deferred"),
        ("Delivery delayed: call", "Your message to b@x.org has been delayed. It will be retried for 2 days."),
        ("Verz\u00f6gerte Zustellung", "Die Nachricht an b@x.org wurde noch nicht zugestellt."),
    ],
)
def test_a_delay_has_failed_nobody(subject: str, text: str) -> None:
    """A server that goes on trying names whom it tries, and nobody is marked for it (protocol, case 51)."""
    found = read(f"From: Mailer-Daemon@mx.org\nSubject: {subject}\n\n{text}")
    assert bounce.Bounced((), None, is_delay=True) == found


def test_a_filter_s_rejection_is_a_bounce_whoever_it_names_as_sender() -> None:
    """A gateway that writes as from a person is known by what it says of "your message", and why."""
    text = "Your message was rejected by the content filter.\n\nTo: b@x.org\nReason: 554 5.7.1 policy"
    found = read(f"From: guard@x.org\nSubject: Message blocked: call\n\n{text}")
    assert found is not None
    assert found.failed == ("b@x.org",)
    shown = f"From: ann@x.org\nSubject: Message blocked\n\nHi, what is this? I sent it twice.\n\n{'Hm. ' * 80}{text}"
    assert read(shown) is None


def bounces() -> list[Path]:
    """The bounces of the optional corpus."""
    if not CORPUS.exists():
        pytest.skip("the optional folder ../shared/corpus is not here")
    old = sorted((CORPUS / "bounces-flufl").glob("*_*.txt"))
    new = [path for name in ("dos", "mac") for path in sorted((CORPUS / "bounces-sisimai" / name).glob("*.eml"))]
    return old + [path for path in new if not path.name.startswith(("rfc3834", "arf"))]


def test_almost_every_bounce_of_the_corpus_is_known() -> None:
    """At least 97 of 100 bounces of a hundred mail systems are known for what they are."""
    paths = bounces()
    missed = [path.name for path in paths if read_file(path) is None]
    assert len(missed) <= 0.03 * len(paths), missed


def test_nothing_else_of_the_corpus_is_a_bounce() -> None:
    """Not one mail is taken for a bounce that does not come from a mail server."""
    if not CORPUS.exists():
        pytest.skip("the optional folder ../shared/corpus is not here")
    others = [
        path
        for name in ("imap_tools", "cpython", "reply-trimming")
        for path in (CORPUS / name).rglob("*")
        if path.is_file()
    ]
    others += [*(CORPUS / "bounces-sisimai" / "not").glob("*.eml"), *(CORPUS / "bounces-sisimai").glob("*/arf*.eml")]
    others += [*(CORPUS / "bounces-sisimai").glob("*/rfc3834*.eml")]
    # Those folders hold real bounces, too: each has a delivery status or announces one.
    real = (b"message/delivery-status", b"report-type=delivery-status")
    alarms = [
        path.name for path in others if read_file(path) and not any(sign in path.read_bytes().lower() for sign in real)
    ]
    assert alarms == []


def read_file(path: Path) -> bounce.Bounced | None:
    """What a mail of the corpus tells as a bounce."""
    raw = path.read_bytes()
    return bounce.read(message.parse(raw), raw)

"""The whole loop on real servers: Postfix with OpenDKIM before Dovecot, IDLE, the pipe, submission, and back."""

import imaplib
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mailflow import instance, pack
from mailflow import settings as settings_of
from mailflow.cli import main
from mailflow.daemon import Daemon
from mailflow.mail.imap import ImapMailbox
from mailflow.settings import Settings
from tests.daemon.running import Process, parsed, served
from tests.servers.dovecot import Dovecot
from tests.servers.plugin import USERS
from tests.servers.postfix import Postfix

pytestmark = pytest.mark.servers

OUTLOOK_ID = "<BY5PR04MB6789A1B2C3D4E5F60718293A4B5C6D7E8F901@BY5PR04MB6789.namprd04.prod.outlook.com>"
REQUEST = f"""From: Alice Jones <alice@req.example>
To: info@io.example
Subject: Call request
Date: Tue, 02 Mar 2027 09:05:00 -0500
Message-ID: {OUTLOOK_ID}
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

1. Call title: Rent strike {{word}}
2. Group or occupation: Occupy Oakland
4. Purpose: Compare notes
5. Date: Thursday 18 March 2027
6. Start time: 8pm
7. Time zone: Pacific
8. Facilitator: me
"""


def make(folder: Path, dovecot: Dovecot, postfix: Postfix) -> Settings:
    """Make an instance on the real servers, with the password in a file of its own."""
    (folder / "word").write_text(USERS["info@io.example"])
    (folder / "word").chmod(0o600)
    answers = instance.Answers(
        address="info@io.example",
        staff="staff@io.example",
        imap=f"localhost:{dovecot.imaps_port}",
        smtp=f"localhost:{postfix.submission_port}",
        password_file=folder / "word",
    )
    instance.make(folder, answers)
    text = (
        (folder / "mailflow.toml").read_text().replace("password_file", f'ca_file = "{postfix.ca_file}"\npassword_file')
    )
    (folder / "mailflow.toml").write_text(text)
    return settings_of.load(folder)


@pytest.fixture
def settings(tmp_path: Path, postfix: Postfix) -> Settings:
    """An instance whose mailbox is emptied first, as the servers are shared by all tests."""
    made = make(tmp_path, postfix.dovecot, postfix)
    with imap(postfix.dovecot) as client:
        _, [count] = client.select("INBOX")
        if int(count or 0):
            client.store("1:*", "+FLAGS", r"(\Deleted)")
            client.expunge()
    return made


class imap:  # noqa: N801 - reads as what it is
    """A plain IMAP connection to the watched mailbox."""

    def __init__(self, dovecot: Dovecot) -> None:
        self.client = imaplib.IMAP4_SSL(
            "localhost", dovecot.imaps_port, ssl_context=ssl.create_default_context(cafile=str(dovecot.ca_file))
        )
        self.client.login("info@io.example", USERS["info@io.example"])

    def __enter__(self) -> imaplib.IMAP4_SSL:
        return self.client

    def __exit__(self, *_unused: object) -> None:
        self.client.logout()


def folder_holds(dovecot: Dovecot, folder: str, word: str) -> bool:
    """Whether a folder of the watched account holds a mail with this word in its subject."""
    with imap(dovecot) as client:
        status, _ = client.select(folder, readonly=True)
        if status != "OK":
            return False
        _, found = client.search(None, "SUBJECT", word)
        return bool(found[0])


def test_a_signed_request_comes_in_and_a_signed_answer_goes_back(settings: Settings, postfix: Postfix) -> None:
    """A signed mail comes in, IDLE wakes, the answer lies in the requester's mailbox, threaded and signed."""
    with served(settings):
        postfix.send_signed("alice@req.example", "info@io.example", REQUEST.format(word="signed").encode())
        raw = postfix.delivered("alice@req.example", b"Rent strike signed")

    answer = parsed(raw)
    assert postfix.verify(raw)
    assert OUTLOOK_ID == answer["In-Reply-To"]
    assert OUTLOOK_ID.encode() in raw, "an 82-character id must not be broken"
    assert "auto-replied" == answer["Auto-Submitted"]
    assert "DR, RN, NRN, OOF, AutoReply" == answer["X-Auto-Response-Suppress"]
    assert answer["Reply-To"].addresses[0].username.startswith("info+")
    assert folder_holds(postfix.dovecot, "Sent", "signed")
    assert folder_holds(postfix.dovecot, "Processed", "Call")


def test_an_answer_to_the_answer_merges_into_the_case(settings: Settings, postfix: Postfix) -> None:
    """The requester answers the mail with what was missing; the same case becomes complete and staff get a card."""
    with served(settings):
        postfix.send_signed("alice@req.example", "info@io.example", REQUEST.format(word="merged").encode())
        first = parsed(postfix.delivered("alice@req.example", b"Rent strike merged"))
        back = str(first["Reply-To"].addresses[0].addr_spec)
        lines = [
            "From: Alice Jones <alice@req.example>",
            f"To: {back}",
            f"Subject: Re: {first['Subject']}",
            "Date: Tue, 02 Mar 2027 10:05:00 -0500",
            "Message-ID: <second@req.example>",
            f"In-Reply-To: {first['Message-ID']}",
            "",
            "9. Bob, bob@req.example",
            "10. NEED HELP",
        ]
        postfix.send_signed("alice@req.example", back, "\n".join(lines).encode())
        second = parsed(postfix.delivered("alice@req.example", b"<second@req.example>"))
        card = parsed(postfix.delivered("staff@io.example", b"Rent strike merged"))

    assert first["Subject"].split("]")[0] == second["Subject"].split("]")[0]
    assert "nothing is missing" in second["Subject"]
    assert "ready for review" in card["Subject"]


def command(settings: Settings, *arguments: str) -> Result:
    """Run the command line on this instance."""
    return CliRunner().invoke(main, ["--in", str(settings.data.parent), *arguments])


def test_check_proves_the_instance_and_learns_the_verdicts(settings: Settings, postfix: Postfix) -> None:
    """Every line is fine, the round trip's mail is gone again, and our server's authserv-id and host are pinned."""
    postfix.send_signed("alice@req.example", "info@io.example", REQUEST.format(word="learned").encode())
    postfix.delivered("info@io.example", b"Rent strike learned")

    checked = command(settings, "check", "--pin")

    assert 0 == checked.exit_code, checked.output
    assert "!!" not in checked.output
    assert "came back after" in checked.output
    assert not folder_holds(postfix.dovecot, "INBOX", "mailflow")
    again = settings_of.load(settings.data.parent)
    assert "mx.io.example" == again.trust.authserv_id
    assert again.trust.border_host


def test_check_beside_a_running_daemon_finds_its_mail(settings: Settings) -> None:
    """A running daemon leaves the round trip's mail alone, and answers nobody for it."""
    with served(settings):
        checked = command(settings, "check")

        assert 0 == checked.exit_code, checked.output
    assert "came back after" in checked.output


def test_check_names_a_wrong_password(settings: Settings, postfix: Postfix) -> None:
    """A password that the servers refuse is told for both of them, with what to do, and the rest is still checked."""
    assert postfix.mx_port
    (settings.data.parent / "word").write_text("hunter-2-word")

    checked = command(settings, "check")

    assert 1 == checked.exit_code
    assert "!!  imap" in checked.output
    assert "!!  smtp" in checked.output
    assert "hunter-2-word" not in checked.output


def test_a_refused_receiver_is_told_to_staff_and_spoils_no_other(settings: Settings, postfix: Postfix) -> None:
    """An answer that is refused for good reaches staff in words; the next receiver's mail goes on."""
    refused = (
        REQUEST.format(word="refused").replace("alice@req.example", "never@req.example").replace("Alice Jones", "Eve")
    )
    with served(settings):
        postfix.dovecot.deliver("info@io.example", refused.encode(), sender="alice@req.example")
        postfix.dovecot.deliver(
            "info@io.example",
            REQUEST.format(word="goes on").replace(OUTLOOK_ID, "<other@req.example>").encode(),
            sender="alice@req.example",
        )
        postfix.delivered("alice@req.example", b"Rent strike goes on")
        told = parsed(postfix.delivered("staff@io.example", b"never@req.example"))

    assert "did not arrive" in told["Subject"]
    shown = command(settings, "show", "IO-0001").output
    assert "550" in shown


def test_the_server_goes_away_and_comes_back(tmp_path: Path) -> None:
    """While the mailbox's server is down the daemon waits; when it is back the mail is fetched and decided."""
    with Dovecot({"info@io.example": "info-word"}) as dovecot:
        (tmp_path / "word").write_text("info-word")
        (tmp_path / "word").chmod(0o600)
        made = instance.Answers(
            address="info@io.example",
            imap=f"localhost:{dovecot.imaps_port}",
            smtp="localhost:1",
            password_file=tmp_path / "word",
        )
        instance.make(tmp_path, made)
        text = (
            (tmp_path / "mailflow.toml")
            .read_text()
            .replace("password_file", f'ca_file = "{dovecot.ca_file}"\npassword_file')
        )
        (tmp_path / "mailflow.toml").write_text(text)
        with Process("--in", str(tmp_path), "run") as process:
            process.wait_for_line("daemon.started")
            dovecot.deliver("info@io.example", REQUEST.format(word="one").encode(), sender="alice@req.example")
            process.wait_for_line("mail.decided")
            dovecot.stop()
            process.wait_for_line("mailbox.unavailable")
            dovecot.start()
            dovecot.deliver(
                "info@io.example",
                REQUEST.replace(OUTLOOK_ID, "<two@req.example>").format(word="two").encode(),
                sender="alice@req.example",
            )
            process.wait_for_line("mail.decided")


def test_what_was_archived_is_found_again_after_the_mailbox_was_rebuilt(tmp_path: Path) -> None:
    """After a UIDVALIDITY change every mail is read again; known ones are recognised whatever trace they gained."""
    with Dovecot({"info@io.example": "info-word"}) as dovecot:
        (tmp_path / "word").write_text("info-word")
        (tmp_path / "word").chmod(0o600)
        toml = f"""
address = "info@io.example"
[mailbox]
kind = "imap"
host = "localhost"
port = {dovecot.imaps_port}
user = "info@io.example"
password_file = "word"
ca_file = "{dovecot.ca_file}"
[outgoing]
kind = "maildir"
path = "out"
"""
        (tmp_path / "mailflow.toml").write_text(toml)
        settings = settings_of.load(tmp_path)
        Daemon(settings, pack.load()).once()
        raw = REQUEST.format(word="again").encode()
        dovecot.deliver("info@io.example", raw, sender="alice@req.example")
        assert 1 == Daemon(settings, pack.load()).once()
        for validity in rebuilt(settings, dovecot):
            assert validity
        dovecot.deliver(
            "info@io.example",
            b"Received: from new.example by other.example; Tue, 02 Mar 2027 09:06:00 -0500\n" + raw,
            sender="alice@req.example",
        )

        assert 1 == Daemon(settings, pack.load()).once()

    assert 1 == len(list((tmp_path / "out" / "new").iterdir()))


def rebuilt(settings: Settings, dovecot: Dovecot) -> Iterator[str]:
    """Give the inbox a new UIDVALIDITY, by stopping the server and forgetting its uid list."""
    dovecot.stop()
    for path in dovecot.maildir("info@io.example").glob("dovecot*"):
        if path.is_file() and "uidvalidity" not in path.name:
            path.unlink()
    dovecot.start()
    from mailflow.wiring import imap_account  # noqa: PLC0415

    mailbox = ImapMailbox(imap_account(settings, None), done_folder=None)
    try:
        yield from mailbox.folders()
    finally:
        mailbox.close()

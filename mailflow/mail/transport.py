"""What handing a mail over means, whichever way it goes, and the simplest way: into a Maildir.

What a server answers is about this mail or about us. A reply about the mail is an ``Answer``: sent, later or never.
Trouble of the server's or of our account's is ``TransportUnavailable``: no mail is to blame, all of them wait. A
connection that breaks while the server may already have taken the mail is ``Ambiguous``: only the caller can find out.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from mailflow.mail import mailbox
from mailflow.mail.maildir import MaildirOut, make_maildir


class Handover(StrEnum):
    """What became of one mail for one receiver."""

    SENT = "sent"  # the server has taken responsibility for it
    LATER = "later"  # a temporary failure: try again after a while
    NEVER = "never"  # a permanent failure: trying again would end the same


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered about one mail.

    code: the SMTP reply code, 0 where no server was asked because the mail cannot be sent at all; text: the server's
    words (or our own) as one line, safe to show.
    """

    outcome: Handover
    code: int
    text: str


class TransportUnavailable(Exception):
    """Nothing can be sent at present, through no fault of the mail: what happened, which setting, what to do."""


class SenderRefused(TransportUnavailable):
    """The server takes no mail from this envelope sender (5yz); another sender may be taken."""


class LoginRefused(TransportUnavailable, mailbox.LoginRefused):
    """The server refused our user name and password; asking again with the same ones may lock the account."""


class Ambiguous(Exception):
    """The mail went out whole and no answer came: it may have been accepted (RFC 1047)."""


class Transport(Protocol):
    """A way out for mail."""

    def send(self, sender: str, to: str, raw: bytes) -> Answer:
        """Hand one mail over for one receiver.

        sender: the envelope sender, ``""`` for the null reverse-path (RFC 5321, section 4.5.5); to: the receiver's
        addr-spec; raw: the whole mail. Raises TransportUnavailable, Ambiguous, and ValueError for a sender that is no
        address.
        """

    def login_check(self) -> str:
        """Prove that mail can be handed over, without sending any; hands back what was found, in words.

        Raises TransportUnavailable.
        """

    def close(self) -> None:
        """Let go of whatever is open. The next ``send`` opens it again."""


class MaildirTransport:
    """Lays mail into a Maildir, with the line ends of its files: for trying things, and for the demo."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def send(self, sender: str, to: str, raw: bytes) -> Answer:  # noqa: ARG002 - a Maildir has no envelope
        """Put one mail into ``new``, see ``Transport.send``; sender and receiver leave no trace there."""
        try:
            name = MaildirOut(self._path).put(raw.replace(b"\r\n", b"\n"))  # files of a Maildir end lines as Unix does
        except OSError as wrong:
            raise TransportUnavailable(self._trouble(wrong)) from wrong
        return Answer(Handover.SENT, 250, f"written as {name}")

    def login_check(self) -> str:
        """Make the Maildir, or see that it can be written to, see ``Transport.login_check``."""
        try:
            make_maildir(self._path)
            draft = self._path / "tmp" / "login-check"
            draft.touch()
            draft.unlink()
        except OSError as wrong:
            raise TransportUnavailable(self._trouble(wrong)) from wrong
        return f"{self._path}: can be written"

    def close(self) -> None:
        """Nothing is open."""

    def _trouble(self, wrong: OSError) -> str:
        return f"The Maildir {self._path} cannot be written ({wrong}): check outgoing.path, its owner and the disk."

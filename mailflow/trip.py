"""A mail to ourselves, to see whether it arrives and how: sent, found by a random word, deleted."""

import secrets
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

from mailflow.mail.imap import ImapMailbox
from mailflow.mail.transport import Ambiguous, Handover, Transport, TransportUnavailable
from mailflow.pipe import CHECK_HEADER

SAMPLE = 10
"""How many of the newest mails are looked at for the Message-ID of the one that came."""


class Trip:
    """One mail from our address to another that should reach the same mailbox.

    is_refused: the server takes no mail to that address, for good; has_other_id: it came, and a server on the way had
    given it another Message-ID.
    """

    def __init__(self, address: str, to: str) -> None:
        self.address = address
        self.to = to
        self.word = secrets.token_hex(12)
        self.message_id = f"<mailflow.check.{self.word}@{address.rpartition('@')[2]}>"
        self.is_refused = False
        self.has_other_id = False

    def send(self, transport: Transport, now: datetime) -> str:
        """Hand it over; why that was not possible, in words, ``""`` where it was."""
        try:
            answer = transport.send(self.address, self.to, self._mail(now))
        except (TransportUnavailable, Ambiguous) as wrong:
            return f"the mail could not be sent: {wrong}"
        self.is_refused = answer.outcome is Handover.NEVER
        if answer.outcome is not Handover.SENT:
            return f"the server refused a mail from {self.address} to {self.to}: {answer.code} {answer.text}"
        return ""

    def has_come(self, mailbox: ImapMailbox, deadline: datetime, clock: Callable[[], datetime]) -> bool:
        """Wait for it until then, look whether it kept its Message-ID, and delete it."""
        while (uid := mailbox.find_by_word(self.word)) is None:
            left = (deadline - clock()).total_seconds()
            if left <= 0:
                return False
            mailbox.wait(min(left, 5.0), lambda: False)
        heads = [head for head in mailbox.sample_headers(SAMPLE) if self.word.encode() in head]
        self.has_other_id = bool(heads) and not any(self.message_id.encode() in head for head in heads)
        mailbox.delete(uid)
        return True

    def _mail(self, now: datetime) -> bytes:
        mail = EmailMessage(policy=SMTP)
        mail["From"] = self.address
        mail["To"] = self.to
        mail["Subject"] = f"mailflow check {self.word}"
        mail["Date"] = now
        mail["Message-ID"] = self.message_id
        mail["Auto-Submitted"] = "auto-generated"
        mail[CHECK_HEADER] = self.word
        mail.set_content("mailflow check sent this mail to see whether it arrives. It deletes it by itself.\n")
        return mail.as_bytes()

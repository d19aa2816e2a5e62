"""The postman takes mails out of the outbox and hands them to the mail server, each as often as it needs and no more.

A mail leaves only after the change that caused it is committed. What became of it is committed mail by mail, so that
the one ambiguous moment is the one between the server's "250" and our note of it: before such a mail is sent again,
the Sent folder is asked, and the Message-ID stays the same.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from mailflow import log
from mailflow.decide.limits import USUAL, Pace
from mailflow.mail.mailbox import LoginRefused, MailboxUnavailable
from mailflow.mail.transport import Ambiguous, Answer, Handover, SenderRefused, Transport, TransportUnavailable
from mailflow.store.outbox import Outbox
from mailflow.store.rows import Letter

BATCH = 20
_HOUR = timedelta(hours=1)


class SentCopies(Protocol):
    """The Sent folder: whether it holds a mail of ours, and a place to put copies."""

    def holds(self, message_id: str) -> bool:
        """Whether a mail with this Message-ID is there."""

    def append(self, raws: Sequence[bytes]) -> None:
        """Put copies of sent mails there."""

    def close(self) -> None:
        """Let go of the server."""


class Postman:
    """One worker at the outbox. Bound to the thread of its outbox.

    copies: the Sent folder, ``None`` where there is none; keeps_copies: whether we put them there ourselves;
    pace: how much may leave in an hour; address: ours, for a mail with the null reverse-path where the provider wants a
    sender; clock: the time, UTC.
    """

    def __init__(
        self,
        outbox: Outbox,
        transport: Transport,
        *,
        clock: Callable[[], datetime],
        copies: SentCopies | None = None,
        keeps_copies: bool = False,
        pace: Pace = USUAL,
        address: str = "",
        worker: str = "postman",
    ) -> None:
        self.outbox = outbox
        self.transport = transport
        self.clock = clock
        self.copies = copies
        self.keeps_copies = keeps_copies
        self.pace = pace
        self.address = address
        self.worker = worker

    def deliver(self, stopped: Callable[[], bool] = lambda: False) -> int:
        """Send what is due, one batch; how many left.

        Raises TransportUnavailable and LoginRefused when the server cannot be used at all: what was not sent keeps
        waiting, and no mail is blamed.
        """
        now = self.clock()
        room = self.pace.mails - self.outbox.sent_since(now - _HOUR)
        if room <= 0:
            log.trouble("outbox.paused", per_hour=self.pace.mails)
            return 0
        letters = self.outbox.lease(self.worker, now, min(BATCH, room), pace=self.pace)
        left: list[bytes] = []
        try:
            for letter in letters:
                if stopped():
                    break
                if self._send(letter):
                    left.append(letter.raw)
        except (TransportUnavailable, LoginRefused):
            self.outbox.release(self.worker)  # nothing is in doubt: the server took nothing of what is still leased
            raise
        finally:
            self._keep(left)
        # After anything else the leases stand until they run out: what was with the server may have left, and only a
        # letter whose lease ran out is looked for in the Sent folder before it is sent again.
        self.outbox.release(self.worker)
        return len(left)

    def close(self) -> None:
        """Let go of the servers."""
        self.transport.close()
        if self.copies is not None:
            self.copies.close()

    def _send(self, letter: Letter) -> bool:
        """Hand one mail over and note what became of it; whether it left now."""
        if letter.is_ambiguous and self._was_sent(letter):
            self.outbox.sent(letter.number, "found in the Sent folder", self.clock())
            return False
        try:
            answer = self._transfer(letter)
        except Ambiguous as lost:
            self.outbox.doubted(letter.number, str(lost), self.clock())
            log.trouble("mail.ambiguous", number=letter.number, answer=lost)
            return False
        except (TransportUnavailable, LoginRefused):
            raise
        except Exception as wrong:
            # Where it broke is not known: it may have left. Whoever sends it again must look first.
            self.outbox.doubted(letter.number, f"{type(wrong).__name__}: {wrong}", self.clock())
            raise
        said = f"{answer.code} {answer.text}".strip()
        if answer.outcome is Handover.SENT:
            self.outbox.sent(letter.number, said, self.clock())
            log.event("mail.sent", number=letter.number, answer=said)
            return True
        if answer.outcome is Handover.NEVER:
            self.outbox.refused(letter.number, said, self.clock())
        elif self.outbox.deferred(letter.number, said, self.clock()):
            log.event("mail.deferred", number=letter.number, answer=said)
            return False
        log.trouble("mail.refused", number=letter.number, answer=said)
        return False

    def _transfer(self, letter: Letter) -> Answer:
        """Hand one mail over; where a null reverse-path is refused, once more with our address, and remember that.

        Servers refuse a sender at MAIL, or at RCPT where it looks as if it were the receiver: the second try tells.
        """
        if letter.sender or not self.address:
            return self.transport.send(letter.sender, letter.to, letter.raw)
        if not self.outbox.wants_sender(self.clock()):
            try:
                answer = self.transport.send("", letter.to, letter.raw)
            except SenderRefused as refused:
                log.event("mail.sender_refused", number=letter.number, answer=refused)
            else:
                if answer.outcome is not Handover.NEVER or answer.code < 500:
                    return answer
            answer = self.transport.send(self.address, letter.to, letter.raw)
            if answer.outcome is Handover.SENT:
                self.outbox.note_sender_wanted(self.clock())
            return answer
        return self.transport.send(self.address, letter.to, letter.raw)

    def _was_sent(self, letter: Letter) -> bool:
        """Whether the Sent folder holds it; where it cannot be asked, no."""
        if self.copies is None:
            return False
        try:
            return self.copies.holds(letter.message_id)
        except (MailboxUnavailable, LoginRefused) as wrong:
            log.trouble("sent.unavailable", why=wrong)
            return False

    def _keep(self, raws: Sequence[bytes]) -> None:
        """Put copies into the Sent folder; a copy that cannot be kept holds nothing up, the store has it."""
        if not raws or self.copies is None or not self.keeps_copies:
            return
        try:
            self.copies.append(raws)
        except (MailboxUnavailable, LoginRefused) as wrong:
            log.trouble("sent.not_kept", mails=len(raws), why=wrong)

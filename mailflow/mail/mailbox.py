"""What every mailbox that we read can do, how it fails, and how long to wait before trying it again."""

import random
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from mailflow.model import Arrival

MAX_BYTES = 25 * 1024 * 1024
CUT_BYTES = 64 * 1024


class MailboxError(Exception):
    """A mailbox cannot be read at the moment. The text says what happened, where, and what to do."""


class MailboxUnavailable(MailboxError):
    """Anything that a new connection may mend. The old one is dropped; the next call makes a new one."""


class LoginRefused(MailboxError):
    """The server does not take this user and password. Asking again soon may lock the account: wait long."""


class Mailbox(Protocol):
    """Where mail arrives. Handing a mail over changes nothing on the server; filing it does.

    Every method may raise MailboxUnavailable or LoginRefused. A mailbox belongs to one thread.
    """

    name: str

    def arrivals(
        self,
        since: datetime,
        after: Callable[[str], int],
        known: Callable[[str, Collection[str]], set[str]],
        limit: int,
    ) -> Iterator[Arrival]:
        """Hand over the mails that are not archived yet, one by one, in the order of their UIDs, at most ``limit``.

        since: an aware datetime; a mail that the server took in before it comes with ``raw=None``.
        after: the highest UID archived under this UIDVALIDITY, 0 for none.
        known: which of these UIDs are archived under this UIDVALIDITY.

        A mail that is handed over and not archived (by the next call) comes again.
        """

    def file_done(self, uidvalidity: str, uids: Sequence[str]) -> None:
        """Move these mails to the folder of what is done, or mark them. One that is gone already is no error."""

    def wait(self, seconds: float, stopped: Callable[[], bool]) -> None:
        """Come back when something may have arrived, when ``stopped()``, or after ``seconds`` at the latest.

        It is a hint: only ``arrivals`` knows.
        """

    def close(self) -> None:
        """Let go of the server. The next call connects anew. Never raises."""


class Backoff:
    """How long to wait before the next try: exponential with jitter, longest for a refused login.

    rng: where the jitter comes from; first, longest, refused: in seconds. It computes; the caller sleeps.
    """

    def __init__(
        self, rng: random.Random, *, first: float = 1.0, longest: float = 300.0, refused: float = 900.0
    ) -> None:
        self._rng = rng
        self._first = first
        self._longest = longest
        self._refused = refused
        self._next = first

    def seconds_after(self, error: Exception) -> float:
        """Seconds to wait after this failure: between half of the step and all of it.

        The step doubles from ``first`` to ``longest`` until ``reset``. A refused login waits ``refused`` or up to a
        tenth longer, never less.
        """
        if isinstance(error, LoginRefused):
            return self._refused * (1 + self._rng.random() / 10)
        step = self._next
        self._next = min(step * 2, self._longest)
        return step * (0.5 + self._rng.random() / 2)

    def reset(self) -> None:
        """Start from the shortest step again: something worked."""
        self._next = self._first


def cut(beginning: bytes) -> bytes:
    """What is kept of a mail over the size limit: its header section, of 64 KB at most, and 64 KB that follow it.

    beginning: the mail's first 128 KB.
    """
    blank = [at + len(mark) for mark in (b"\r\n\r\n", b"\n\n") if (at := beginning.find(mark)) >= 0]
    header = min([*blank, CUT_BYTES])
    return beginning[: header + CUT_BYTES]


def pause(seconds: float, stopped: Callable[[], bool]) -> None:
    """Sleep this long, in slices of at most half a second, or until ``stopped()``."""
    deadline = time.monotonic() + seconds
    while not stopped() and (left := deadline - time.monotonic()) > 0:
        time.sleep(min(left, 0.5))

"""Waiting for news of a selected folder: IDLE (RFC 2177) without losing a wake-up, or just a while without it."""

import imaplib
import select
import time
from collections.abc import Callable

from mailflow.mail.imap_connection import Client
from mailflow.mail.mailbox import pause

_SLICE_SECONDS = 1.0
_START_TRIES = 3


class Idle:
    """How one mailbox waits. poll_seconds: how long without IDLE; idle_seconds: the longest IDLE."""

    def __init__(self, *, poll_seconds: float, idle_seconds: float) -> None:
        self._poll_seconds = poll_seconds
        self._idle_seconds = idle_seconds
        self._failures = 0

    def wait(self, client: Client, seconds: float, stopped: Callable[[], bool], *, may_idle: bool) -> None:
        """Come back when the server says anything at all, when ``stopped()``, or after ``seconds`` at the latest.

        client: with its folder just selected. Raises what a broken connection raises. A server that fails at the
        beginning of an IDLE three times running is polled from then on.
        """
        if may_idle and self._failures < _START_TRIES and client.has_capability("IDLE"):
            self._idle(client, min(seconds, self._idle_seconds), stopped)
        else:
            pause(min(seconds, self._poll_seconds), stopped)

    def _idle(self, client: Client, seconds: float, stopped: Callable[[], bool]) -> None:
        try:
            client.idle()
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            self._failures += 1
            raise
        self._failures = 0
        deadline = time.monotonic() + seconds
        if not _has_buffered(client):
            while not stopped() and (left := deadline - time.monotonic()) > 0:
                if _is_readable(client, min(left, _SLICE_SECONDS)):
                    break
        # The answer to DONE is read as a whole, together with whatever was told; at an end of file it raises.
        client.idle_done()


def _has_buffered(client: Client) -> bool:
    """Whether something was read from the socket already and waits in the library's buffer, where no poll sees it.

    A server sends "+ idling" and a pending "* 4 EXISTS" in one segment. The library's own idle_check sleeps then.
    """
    imap = client._imap  # noqa: SLF001 - there is no public way
    file = getattr(imap, "_file", None) or imap.file
    connected = client.socket()
    timeout = connected.gettimeout()
    connected.settimeout(0)
    try:
        return bool(file.peek(1))
    except OSError:  # nothing there, as TLS says it; a broken connection shows when it is used next
        return False
    finally:
        connected.settimeout(timeout)


def _is_readable(client: Client, seconds: float) -> bool:
    poller = select.poll()
    poller.register(client.socket().fileno(), select.POLLIN)
    return bool(poller.poll(seconds * 1000))

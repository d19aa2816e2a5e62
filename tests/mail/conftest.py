"""A Dovecot for one test, mailboxes on it, and an archive that remembers what was handed over."""

import re
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from imapclient import IMAPClient

from mailflow.mail.imap import ImapAccount, ImapMailbox
from mailflow.mail.mailbox import Mailbox
from mailflow.model import Arrival
from tests.servers.dovecot import Dovecot, dovecot_is_here

INFO = "info@io.example"
PASSWORD = "infopw"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
PATIENCE = 20.0


@dataclass
class Archive:
    """Stands for the store: what was handed over, by UIDVALIDITY and UID, and how it was asked."""

    mails: dict[str, dict[str, Arrival]] = field(default_factory=lambda: defaultdict(dict))
    repeats: int = 0

    def after(self, validity: str) -> int:
        """The highest UID archived."""
        return max((int(uid) for uid in self.mails[validity] if uid.isdigit()), default=0)

    def known(self, validity: str, uids: Collection[str]) -> set[str]:
        """Which of these are archived."""
        return {*uids} & {*self.mails[validity]}

    def add(self, arrival: Arrival) -> None:
        """Archive one, counting it when it was archived before."""
        self.repeats += arrival.uid in self.mails[arrival.uidvalidity]
        self.mails[arrival.uidvalidity][arrival.uid] = arrival

    def take(self, mailbox: Mailbox, *, since: datetime = LONG_AGO, limit: int = 1000) -> list[Arrival]:
        """Archive what is new, one by one as it comes."""
        taken = []
        for arrival in mailbox.arrivals(since, self.after, self.known, limit):
            self.add(arrival)
            taken.append(arrival)
        return taken

    @property
    def subjects(self) -> list[str]:
        """The Subjects of all mails, in the order they were archived."""
        return [subject_of(one.raw) for mails in self.mails.values() for one in mails.values()]


def subject_of(raw: bytes | None) -> str:
    """The Subject; the server puts lines of its own above it."""
    found = re.search(rb"^Subject: (.*?)\r?$", raw or b"", re.MULTILINE)
    return found[1].decode() if found else ""


def mail(subject: str, *, size: int = 0) -> bytes:
    """A small mail, filled up to about this many bytes."""
    line = b"0123456789abcdefghijklmnopqrstuvwxyz\r\n"
    return b"Subject: " + subject.encode() + b"\r\nFrom: a@req.example\r\n\r\nHello.\r\n" + line * (size // len(line))


def never() -> bool:
    """Nobody asks for an end."""
    return False


def account(server: Dovecot, **changes: Any) -> ImapAccount:
    """The account of the tests on this server, unencrypted on loopback unless it is changed."""
    settings: dict[str, Any] = {
        "host": server.host,
        "port": server.imap_port,
        "user": INFO,
        "password": lambda: PASSWORD,
        "security": "plain",
        "read_seconds": 10.0,
    }
    return ImapAccount(**settings | changes)


@contextmanager
def watching(server: Dovecot, *, port: int = 0, read_seconds: float = 10.0, **options: Any) -> Iterator[ImapMailbox]:
    """A mailbox on this server, or through a proxy on ``port``; closed at the end."""
    box = ImapMailbox(account(server, port=port or server.imap_port, read_seconds=read_seconds), **options)
    try:
        yield box
    finally:
        box.close()


@contextmanager
def other_client(server: Dovecot) -> Iterator[Any]:
    """Somebody else's mail program on the same account."""
    client: Any = IMAPClient(server.host, server.imap_port, ssl=False, timeout=10)
    try:
        client.login(INFO, PASSWORD)
        yield client
    finally:
        client.shutdown()


def seconds_of(work: Callable[[], object]) -> float:
    """How long this takes."""
    began = time.monotonic()
    work()
    return time.monotonic() - began


@contextmanager
def serving(**options: Any) -> Iterator[Dovecot]:
    """A Dovecot with one user; skips the test where Dovecot is not installed."""
    if not dovecot_is_here():
        pytest.skip("Dovecot is not installed: apt-get install dovecot-imapd dovecot-lmtpd")
    with Dovecot({INFO: PASSWORD}, **options) as server:
        yield server


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    """A Dovecot with one user, gone after the test."""
    with serving() as server:
        yield server


@pytest.fixture
def archive() -> Archive:
    """An archive with nothing in it."""
    return Archive()

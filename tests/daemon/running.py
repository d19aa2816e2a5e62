"""A daemon in a thread or a process of its own, for tests, and how to wait for what it does."""

import email
import email.policy
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Self

from mailflow import instance, pack
from mailflow import settings as settings_of
from mailflow.daemon import Daemon
from mailflow.settings import Settings

PATIENCE = 20.0


def make_maildir_instance(folder: Path, staff: str = "ana@example.org") -> Settings:
    """Make an instance on two Maildirs in a folder."""
    instance.make(folder, instance.Answers(address="info@io.example", staff=staff, maildir=("in", "out")))
    return settings_of.load(folder)


class Watch:
    """Wakes whoever waits each time the daemon did something."""

    def __init__(self) -> None:
        self._happened = threading.Condition()

    def __call__(self) -> None:
        """Something happened."""
        with self._happened:
            self._happened.notify_all()

    def wait_for(self, truth: Callable[[], bool]) -> None:
        """Wait until something holds; it is asked each time something happened."""
        with self._happened:
            assert self._happened.wait_for(truth, PATIENCE), "the daemon did not do it in time"


@contextmanager
def served(settings: Settings) -> Iterator[Watch]:
    """A daemon that serves an instance while the block lasts."""
    watch = Watch()
    daemon = Daemon(settings, pack.load(), watched=watch)
    worker = threading.Thread(target=daemon.run)
    worker.start()
    try:
        yield watch
    finally:
        daemon.stop()
        worker.join(PATIENCE)
        assert not worker.is_alive(), "the daemon did not end in time"


def parsed(raw: bytes) -> EmailMessage:
    """A mail of ours as the standard library reads it."""
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def maildir_mails(folder: Path) -> list[EmailMessage]:
    """Every mail in a Maildir's ``new``, oldest first."""
    return [parsed(path.read_bytes()) for path in sorted((folder / "new").glob("*"))]


class Process:
    """The real command line in a process of its own."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mailflow", *arguments], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.log: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_unused: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate(timeout=PATIENCE)

    def wait_for_line(self, pattern: str) -> str:
        """Wait for a log line; the test fails with the log when the process ends without it."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.log.append(line)
            if re.search(pattern, line):
                return line
        raise AssertionError(f"no line {pattern!r} in:\n{''.join(self.log)}")

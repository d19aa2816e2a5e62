"""Finding and deleting mails in a folder that we filed into: what ``mailflow forget`` needs of a mailbox.

Nothing else deletes mail that is not our own. A mail is told by its header fields; nothing that a mail says ever stands
in a command. Broken off anywhere, it may be begun again.
"""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

from mailflow.mail import imap_fetch as fetch
from mailflow.mail.imap_connection import Client, Connection, ImapAccount
from mailflow.mail.imap_filing import refusal, remove
from mailflow.mail.imap_sent import SentFolder
from mailflow.mail.mailbox import MAX_BYTES, MailboxUnavailable

_HEAD_BYTES = 256 * 1024
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+")
_FIELDS = "BODY.PEEK[HEADER.FIELDS (FROM TO CC REPLY-TO SENDER MESSAGE-ID)]"


class Place(Enum):
    """What a folder is to us."""

    WATCHED = "where mail arrives"
    DONE = "where done mail goes"
    SENT = "where copies of our mail go"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which mails are looked for.

    address: a server may search for it; head, whole: whether a mail is one, by its header fields or by all of it.
    """

    address: str
    head: Callable[[bytes, Place], bool]
    whole: Callable[[bytes], bool]


class Sweep(Protocol):
    """One folder. Every method may raise MailboxUnavailable or LoginRefused."""

    name: str
    place: Place

    def count(self, wanted: Wanted) -> int:
        """How many such mails there are, changing nothing."""

    def remove(self, wanted: Wanted) -> Iterator[int]:
        """Delete them, batch by batch: how many each time."""

    def is_final(self) -> bool:
        """Whether deleted mails are gone; else the server only marks them, and a person must empty the folder."""

    def close(self) -> None:
        """Let go of the server."""


class ImapSweep:
    """A folder of an IMAP account, over a connection of its own.

    folder: its name; ``None`` for the one that the server calls its Sent folder.
    """

    def __init__(self, account: ImapAccount, folder: str | None, place: Place) -> None:
        self.place = place
        self.name = folder or "Sent"
        self._account = account
        self._folder = folder
        self._connection = Connection(account)
        self._full_name: str | None = None

    def count(self, wanted: Wanted) -> int:
        """How many such mails there are."""
        return sum(len(part) for part in self._found(wanted))

    def remove(self, wanted: Wanted) -> Iterator[int]:
        r"""Flag them ``\Deleted`` and expunge exactly these UIDs (UID EXPUNGE, RFC 4315)."""
        for part in self._found(wanted):
            with self._connection.use(f"deleting mail from {self.name}") as client:
                if self._select(client) is None:
                    return
                remove(client, part)
            yield len(part)

    def is_final(self) -> bool:
        """Whether the server has UID EXPUNGE."""
        with self._connection.use("asking what the server can do") as client:
            return bool(client.has_capability("UIDPLUS"))

    def close(self) -> None:
        """Log out."""
        self._connection.close()

    def _select(self, client: Client) -> int | None:
        """Open the folder; how many mails it has, ``None`` where there is no such folder."""
        if self._full_name is None:
            self._full_name = self._name_there(client)
        told: dict[bytes, object] = {}
        refused = refusal(lambda: told.update(client.select_folder(self._full_name)))
        if not refused:
            return int(str(told.get(b"EXISTS", 0)))
        if any(name == self._full_name for _, _, name in client.list_folders()):
            raise MailboxUnavailable(
                f"The IMAP server of {self._account.place} does not open {self.name!r} ({refused}): it is tried again."
            )
        return None

    def _name_there(self, client: Client) -> str:
        if self._folder is not None:
            return self._connection.full_name(client, self._folder)
        sent = SentFolder(self._account)
        try:
            return sent.name()
        finally:
            sent.close()

    def _found(self, wanted: Wanted) -> Iterator[Sequence[int]]:
        """The UIDs of such mails, batch by batch."""
        with self._connection.use(f"looking through {self.name}") as client:
            exists = self._select(client)
            uids = sorted(fetch.find_all(client, exists)) if exists else []
            is_searched = uids and self.place is not Place.WATCHED and _PLAIN_ADDRESS.fullmatch(wanted.address)
            hits = set(client.search(["TEXT", wanted.address])) if is_searched else set()
        for part in fetch.batches(uids, fetch.BATCH):
            with self._connection.use(f"looking through {self.name}") as client:
                if self._select(client) is None:
                    return
                found = [uid for uid, head in _heads(client, part) if wanted.head(head, self.place)]
                rest = sorted((hits & {*part}) - {*found})
                found += [uid for uid in rest if wanted.whole(_whole(client, uid))]
            if found:
                yield sorted(found)


def _heads(client: Client, uids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    for uid, told in client.fetch(uids, [_FIELDS]).items():
        head = next((value for name, value in told.items() if name.startswith(b"BODY[HEADER")), None)
        if isinstance(head, bytes):
            yield uid, head


def _whole(client: Client, uid: int) -> bytes:
    described = fetch.describe(client, [uid])
    text = fetch.in_pieces(client, described[0], MAX_BYTES) if described else None
    return text[0] if text else b""


class MaildirSweep:
    """A Maildir."""

    def __init__(self, path: Path, place: Place) -> None:
        self.place = place
        self.name = str(path)
        self._path = path

    def count(self, wanted: Wanted) -> int:
        """How many such mails there are."""
        return sum(1 for _ in self._found(wanted))

    def remove(self, wanted: Wanted) -> Iterator[int]:
        """Delete their files, one by one."""
        for path in self._found(wanted):
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise MailboxUnavailable(
                    f"{path} cannot be deleted ({error.strerror}): check the folder's owner."
                ) from error
            yield 1

    def is_final(self) -> bool:
        """A file that is deleted is gone."""
        return True

    def close(self) -> None:
        """Nothing is open."""

    def _found(self, wanted: Wanted) -> Iterator[Path]:
        for folder in (self._path / "new", self._path / "cur", self._path / "tmp"):
            for path in sorted(folder.iterdir()) if folder.is_dir() else ():
                raw = _read(path)
                if raw is None:
                    continue
                is_other = self.place is Place.WATCHED
                if wanted.head(_head(raw), self.place) or (not is_other and wanted.whole(raw)):
                    yield path


def _head(raw: bytes) -> bytes:
    return re.split(rb"\r?\n\r?\n", raw[:_HEAD_BYTES], maxsplit=1)[0]


def _read(path: Path) -> bytes | None:
    """A file's bytes; ``None`` for what is no file, or gone, or another program's to read."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            return file.read(MAX_BYTES)
    except OSError:
        return None

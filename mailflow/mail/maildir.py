"""Maildir, in and out (cr.yp.to/proto/maildir.html, with the folders of Maildir++): a mailbox made of files.

The clock is read for unique file names only, and in ``wait``.
"""

import os
import secrets
import socket
import stat
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from mailflow import log
from mailflow.mail.mailbox import CUT_BYTES, MAX_BYTES, MailboxUnavailable, cut, pause
from mailflow.model import Arrival

VALIDITY = "maildir"  # its unique names are never given again, so there is only one UIDVALIDITY
_BATCH = 200
_SETTLED_NS = 2_000_000_000  # the coarsest clock by which a file system dates a folder
_counter = count(1)


def make_maildir(path: Path) -> None:
    """Make a Maildir here, or what is missing of one. Raises OSError."""
    for name in ("tmp", "new", "cur"):
        (path / name).mkdir(mode=0o700, parents=True, exist_ok=True)


class MaildirMailbox:
    """A Maildir that is watched, see ``Mailbox``. It is made when it is missing. It belongs to one thread.

    A mail's UID is the unique part of its file name, before the colon; it arrived at the time of its file (mtime).
    done_folder: the Maildir++ folder where filed mails go (``None``: they stay and are marked as seen); poll_seconds:
    how often to look; max_bytes: of a bigger mail only the beginning is read.
    """

    def __init__(
        self,
        path: Path,
        done_folder: str | None = ".Processed",
        *,
        poll_seconds: float = 0.5,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        if done_folder is not None and ("/" in done_folder or not done_folder.strip(".")):
            raise ValueError(f"done_folder is {done_folder!r}; write one name without a slash, like Processed")
        self.name = VALIDITY
        self._path = path
        self._done = None if done_folder is None else path / f".{done_folder.removeprefix('.')}"
        self._poll_seconds = poll_seconds
        self._max_bytes = max_bytes
        self._dated: tuple[int, ...] = ()  # the mtimes of new and cur when they were listed last
        self._seen: frozenset[str] = frozenset()
        self._has_more = False
        self._told: set[str] = set()

    def arrivals(
        self,
        since: datetime,
        after: Callable[[str], int],  # noqa: ARG002 - unique names have no order to count by
        known: Callable[[str, Collection[str]], set[str]],
        limit: int,
    ) -> Iterator[Arrival]:
        """Hand over what is not archived yet, the oldest first, see ``Mailbox.arrivals``.

        A file that vanishes meanwhile is left out; one that cannot be read is reported once and left out until it can.
        """
        found = self._list()
        self._seen = frozenset(found)
        self._has_more = False
        uids = sorted(found)
        for at in range(0, len(uids), _BATCH):
            for uid in known(VALIDITY, uids[at : at + _BATCH]):
                del found[uid]
        room = limit
        for uid, path in self._oldest_first(found):
            if not room:
                self._has_more = True
                return
            if (arrival := self._read(uid, path, since)) is not None:
                room -= 1
                yield arrival

    def _list(self) -> dict[str, Path]:
        """Every mail's file by its unique name; where both folders have it, a reader is just moving it into cur."""
        try:
            if not self._path.is_dir():
                log.event("maildir.made", path=self._path)
            make_maildir(self._path)
            folders = (self._path / "new", self._path / "cur")
            self._dated = self._settled_dates()
            return {
                _unique_part(name): folder / name
                for folder in folders
                for name in os.listdir(folder)  # noqa: PTH208 - names are all that is wanted, and there may be many
                if not name.startswith(".")
            }
        except OSError as error:
            raise MailboxUnavailable(
                f"The Maildir {self._path} cannot be listed ({error.strerror}): check its path and owner."
            ) from error

    def _settled_dates(self) -> tuple[int, ...]:
        """The mtimes of new and cur, or nothing when they are so fresh that another change may bear the same date."""
        dates = tuple((self._path / name).stat().st_mtime_ns for name in ("new", "cur"))
        return dates if time.time_ns() - max(dates) > _SETTLED_NS else ()

    def _oldest_first(self, found: dict[str, Path]) -> list[tuple[str, Path]]:
        dated = []
        for uid, path in found.items():
            try:
                status = path.lstat()
            except OSError:  # gone meanwhile
                continue
            if stat.S_ISREG(status.st_mode):
                dated.append((status.st_mtime_ns, uid, path))
        return [(uid, path) for _, uid, path in sorted(dated)]

    def _read(self, uid: str, path: Path, since: datetime) -> Arrival | None:
        try:
            # Neither a link nor a pipe laid in the mail's place since the listing is followed or waited for.
            with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
                status = os.fstat(file.fileno())
                if not stat.S_ISREG(status.st_mode):
                    return None
                received_at = datetime.fromtimestamp(status.st_mtime, UTC)
                raw = file.read(self._most(status.st_size)) if received_at >= since else None
        except FileNotFoundError:
            return None
        except OSError as error:
            if uid not in self._told:
                self._told.add(uid)
                log.trouble("mailbox.file_unreadable", path=path, why=error.strerror)
            return None
        is_cut = raw is not None and max(status.st_size, len(raw)) > self._max_bytes
        return Arrival(
            mailbox=self.name,
            uidvalidity=VALIDITY,
            uid=uid,
            received_at=received_at,
            size=status.st_size,
            raw=cut(raw[: 2 * CUT_BYTES]) if raw is not None and is_cut else raw,
            is_cut=is_cut,
        )

    def _most(self, size: int) -> int:
        """How many bytes of a file of this size are read; one more than the limit shows that it has grown past it."""
        return 2 * CUT_BYTES if size > self._max_bytes else self._max_bytes + 1

    def file_done(self, uidvalidity: str, uids: Sequence[str]) -> None:
        """Move these mails into ``cur`` of the done folder, marked as seen, see ``Mailbox.file_done``."""
        if uidvalidity != VALIDITY or not uids:
            return
        found = self._list()
        target = self._done or self._path
        try:
            make_maildir(target)
            if self._done is not None:
                (target / "maildirfolder").touch(mode=0o600)  # Maildir++ wants it in every folder but the inbox
            for uid in uids:
                if (path := found.get(uid)) is not None:
                    self._move(path, target / "cur")
        except OSError as error:
            raise MailboxUnavailable(
                f"Mails cannot be moved to {target} ({error.strerror}): check its owner and the disk."
            ) from error

    def _move(self, path: Path, folder: Path) -> None:
        flags = "".join(sorted({*path.name.partition(":2,")[2], "S"}))
        target = folder / f"{path.name.partition(':')[0]}:2,{flags}"
        if target == path:
            return
        if target.exists():  # a rename would replace it
            log.trouble("mailbox.filing_refused", folder=folder, said=f"{target.name} is there already")
            return
        try:
            path.rename(target)
        except FileNotFoundError:
            if not path.parent.is_dir() or not folder.is_dir():
                raise

    def wait(self, seconds: float, stopped: Callable[[], bool]) -> None:
        """Come back when there is a file that was not there at the last look, see ``Mailbox.wait``."""
        deadline = time.monotonic() + seconds
        while not self._has_more and not stopped() and (left := deadline - time.monotonic()) > 0:
            if self._has_news():
                return
            pause(min(left, self._poll_seconds), stopped)

    def _has_news(self) -> bool:
        try:
            if self._dated and self._dated == self._settled_dates():
                return False
        except OSError:
            return True  # the next look says what is wrong
        return not self._seen.issuperset(self._list())

    def close(self) -> None:
        """Nothing is open."""


def _unique_part(name: str) -> str:
    """What stands before the colon; bytes that are no UTF-8 are spelt out, for a store takes text only."""
    return os.fsencode(name.partition(":")[0]).decode("utf-8", "backslashreplace")


class MaildirOut:
    """A Maildir that mails are laid into. It is made when it is missing."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def put(self, raw: bytes) -> str:
        """Lay one mail into ``new``, durable when this returns; hands back its file name. Raises OSError."""
        make_maildir(self._path)
        name = _unique_name()
        draft, place = self._path / "tmp" / name, self._path / "new" / name
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            draft.rename(place)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        _sync_folder(place.parent)
        return name


def _unique_name() -> str:
    """A name that nobody else gives: time, and what tells processes, mails and machines of that moment apart."""
    seconds, nanoseconds = divmod(time.time_ns(), 1_000_000_000)
    host = socket.gethostname().replace("/", r"\057").replace(":", r"\072") or "localhost"
    middle = f"M{nanoseconds // 1000:06d}P{os.getpid()}Q{next(_counter)}R{secrets.token_hex(4)}"
    return f"{seconds}.{middle}.{host}"


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

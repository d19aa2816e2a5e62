"""The connection: one SQLite file, one thread, transactions that are whole or not at all.

Every statement of the store goes through ``Database``, so that there is one place that knows what SQLite's errors mean
for the people who run the program.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TypeAlias

from mailflow.store.codec import plain

Bound: TypeAlias = Sequence[str | int | float | bytes | None]
"""What stands for the question marks of a statement."""

BUSY_SECONDS = 10
"""How long a statement waits for another process to finish its transaction."""

WAL_KEPT = 64 * 1024 * 1024
"""Bytes of write-ahead log kept after a checkpoint; one huge batch must not hold the disk for ever."""

_CURES = {
    sqlite3.SQLITE_BUSY: ("another program holds it locked", "find it with `fuser {file}` and end it"),
    sqlite3.SQLITE_LOCKED: ("another program holds it locked", "find it with `fuser {file}` and end it"),
    sqlite3.SQLITE_FULL: ("the disk is full", "make room on the disk of {folder}"),
    sqlite3.SQLITE_IOERR: ("reading or writing the disk failed", "look at the disk of {folder} and its mount"),
    sqlite3.SQLITE_READONLY: ("it cannot be written", "give this user the right to write {file} and {folder}"),
    sqlite3.SQLITE_PERM: ("access was denied", "give this user the right to read and write {file}"),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", "give this user the right to read and write {folder}"),
    sqlite3.SQLITE_CORRUPT: ("it is damaged", "stop the program and restore {file} from a backup"),
    sqlite3.SQLITE_NOTADB: ("it is no SQLite database", "move {file} away or name another file in the settings"),
    sqlite3.SQLITE_PROTOCOL: ("another program holds it locked", "find it with `fuser {file}` and end it"),
    sqlite3.SQLITE_INTERRUPT: ("the statement was interrupted", "run the program again"),
}
"""What SQLite's primary result codes mean here: what happened, and what a person can do."""


class StoreUnavailable(Exception):
    """The database cannot be used now: locked, full, unreadable, damaged.

    No mail's fault: whoever meets it waits and says so. Its text is one sentence for a person: what happened, to which
    file, and what to do. is_damage: waiting will not help, the file itself is damaged.
    """

    def __init__(self, sentence: str, *, is_damage: bool = False) -> None:
        super().__init__(sentence)
        self.is_damage = is_damage


class Database:
    """One connection to one SQLite file (``":memory:"`` is allowed), bound to the thread that opened it.

    Write-ahead log, ``synchronous=FULL``, foreign keys on. A new file is readable by its owner only, and so is a
    folder made for it. Raises ``StoreUnavailable`` when it cannot be opened.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = str(path)
        with self._errors():
            if self.path != ":memory:":
                _make_private(Path(self.path))
            self.connection = sqlite3.connect(self.path, isolation_level=None, timeout=BUSY_SECONDS)
        self.connection.row_factory = sqlite3.Row
        try:
            for pragma in (
                f"busy_timeout={BUSY_SECONDS * 1000}",
                "journal_mode=wal",
                "synchronous=full",
                "foreign_keys=on",
                "secure_delete=on",
                f"journal_size_limit={WAL_KEPT}",
            ):
                self.rows(f"PRAGMA {pragma}")
        except BaseException:
            self.connection.close()
            raise

    def close(self) -> None:
        """Close the connection; an open transaction is rolled back."""
        self.connection.close()

    @property
    def is_in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self.connection.in_transaction

    def rows(self, sql: str, bound: Bound = ()) -> list[sqlite3.Row]:
        """Run one statement and return all its rows. Raises ``StoreUnavailable``."""
        with self._errors():
            return self._execute(sql, bound).fetchall()

    def row(self, sql: str, bound: Bound = ()) -> sqlite3.Row | None:
        """Run one statement and return its first row, ``None`` where there is none. Raises ``StoreUnavailable``."""
        found = self.rows(sql, bound)  # all of them: a statement that is not run to its end stays open
        return found[0] if found else None

    def change(self, sql: str, bound: Bound = ()) -> int:
        """Run one writing statement and return how many rows it changed. Raises ``StoreUnavailable``."""
        with self._errors():
            return self._execute(sql, bound).rowcount

    def write(self, sql: str, bound: Bound = ()) -> int:
        """Run one writing statement inside the open transaction and return how many rows it changed.

        Raises ``RuntimeError`` where none is open: half a decision must never stand alone. Raises ``StoreUnavailable``.
        """
        self.require_transaction()
        return self.change(sql, bound)

    def require_transaction(self) -> None:
        """Raise ``RuntimeError`` unless a transaction is open."""
        if not self.connection.in_transaction:
            raise RuntimeError("no transaction is open: what belongs together is written inside one")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside commits together or not at all (``BEGIN IMMEDIATE``).

        Raises ``RuntimeError`` when one is open already, or when something inside committed or rolled back on its own;
        ``StoreUnavailable`` when the database cannot be used. Whatever is raised inside rolls everything back.
        """
        if self.connection.in_transaction:
            raise RuntimeError("a transaction is open already: transactions do not nest")
        try:
            self.change("BEGIN IMMEDIATE")
            yield
            self._require_whole()
            self.change("COMMIT")
        except BaseException:
            # SQLite itself has rolled back already after a full disk or an I/O error.
            if self.connection.in_transaction:
                self.change("ROLLBACK")
            raise

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part of the open transaction that rolls back alone when something inside raises; it raises on.

        Raises ``RuntimeError`` where no transaction is open, or where something inside ended it.
        """
        self.require_transaction()
        self.change("SAVEPOINT part")
        try:
            yield
            self._require_whole()
            self.change("RELEASE part")
        except BaseException:
            if self.connection.in_transaction:
                self.change("ROLLBACK TO part")
                self.change("RELEASE part")
            raise

    def joined(self) -> AbstractContextManager[None]:
        """The open transaction where there is one, else one of its own."""
        return nullcontext() if self.connection.in_transaction else self.transaction()

    def rewrite(self) -> None:
        """Write the whole file anew and empty the write-ahead log, so that nothing is left of what was deleted.

        ``secure_delete`` blanks what is deleted, yet a page that SQLite has rearranged may keep stale bytes between
        its rows. One statement that other writers wait for. Raises ``RuntimeError`` inside a transaction,
        ``StoreUnavailable`` where it must be done again.
        """
        if self.connection.in_transaction:
            raise RuntimeError("a transaction is open: the file cannot be rewritten")
        self.rows("VACUUM")
        self.empty_log()

    def empty_log(self) -> None:
        """Bring the write-ahead log into the file and cut it to nothing: what was removed stands there, too.

        Raises ``StoreUnavailable`` where a reader stood in the way.
        """
        row = self.row("PRAGMA wal_checkpoint(TRUNCATE)")
        if row is not None and row[0]:
            said = "another program reads it", "the write-ahead log could not be emptied"
            raise StoreUnavailable(self._sentence(said[0], "do it again in a moment", said[1]))

    @property
    def size(self) -> int:
        """Bytes of the file's pages, free ones included."""
        pages, size = self.row("PRAGMA page_count"), self.row("PRAGMA page_size")
        return int(pages[0]) * int(size[0]) if pages and size else 0

    def _require_whole(self) -> None:
        """Raise ``RuntimeError`` when what should still be open has been committed or rolled back from inside."""
        if not self.connection.in_transaction:
            raise RuntimeError("something ended the transaction from inside: what was written may be in pieces")

    def _execute(self, sql: str, bound: Bound) -> sqlite3.Cursor:
        try:
            return self.connection.execute(sql, bound)
        except UnicodeEncodeError:
            # Text out of a mail may hold lone surrogates, which UTF-8 cannot: a mail must never make the store raise.
            return self.connection.execute(sql, [plain(one) if isinstance(one, str) else one for one in bound])

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Say what an error of SQLite or of the file system means for the people who run the program."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
            if code not in _CURES:
                raise  # a broken law or a wrong statement: a fault of the program, to be seen as it is
            is_damage = code == sqlite3.SQLITE_CORRUPT
            raise StoreUnavailable(self._sentence(*_CURES[code], str(error)), is_damage=is_damage) from error
        except OSError as error:
            cure = "make room there or give this user the right to write {folder}"
            raise StoreUnavailable(self._sentence("it cannot be made", cure, str(error))) from error

    def _sentence(self, what: str, cure: str, said: str) -> str:
        folder = str(Path(self.path).absolute().parent)
        return (
            f"The database {self.path} cannot be used: {what} ({said}); {cure.format(file=self.path, folder=folder)}."
        )


def _make_private(path: Path) -> None:
    """Make the file, and its folder where there is none, for the owner only.

    A folder that is there already keeps its rights: it may hold more than the database. SQLite gives its ``-wal`` and
    ``-shm`` files the rights of the database.

    The file is never opened but by SQLite: closing it would drop the locks of every connection that this process has
    to it (sqlite.org/howtocorrupt.html, section 2.2).
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _make_empty(path)
    if path.stat().st_uid == os.geteuid():
        path.chmod(0o600)


def _make_empty(path: Path) -> None:
    """Make an empty database that keeps a write-ahead log already.

    It is made under another name and gets its own when it is whole: turning the log on waits for nobody, so that two
    programs that open a new file at once would disturb each other.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    try:
        new = sqlite3.connect(name, isolation_level=None)
        try:
            new.execute("PRAGMA journal_mode=wal")
        finally:
            new.close()
        with suppress(FileExistsError):  # another program was first
            os.link(name, path)
    except OSError:
        path.touch(mode=0o600)  # a file system without hard links
    finally:
        Path(name).unlink()

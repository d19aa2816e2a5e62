"""The store: archive, cases, history, findings and outbox in one SQLite file, committed together."""

import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from sqlite3 import Row

from mailflow.model import Sent
from mailflow.store.addresses import Addresses
from mailflow.store.archive import Archive
from mailflow.store.cases import Cases
from mailflow.store.codec import instant, keyed, stamp
from mailflow.store.database import Database, StoreUnavailable
from mailflow.store.findings import Findings
from mailflow.store.pendings import Pendings
from mailflow.store.quarantine import Quarantine
from mailflow.store.reports import Reports
from mailflow.store.rows import State, Waiting
from mailflow.store.schema import migrate

__all__ = ["Store", "StoreUnavailable", "Waiting"]

_MADE_AT = "made_at"

_SENT = (
    "SELECT o.number, o.case_ref, o.template, o.receiver, o.asked, o.purpose, o.subject, o.state, o.settled_at,"
    " o.thread, l.text"
    " FROM outbox AS o JOIN letter AS l ON l.number = o.number"
)


class Store(Archive, Quarantine, Cases, Findings, Pendings, Addresses, Reports):
    """One connection to an instance's database, for one thread.

    path: the file, or ``":memory:"`` for a rehearsal; key: the instance's secret, for the hashes by which mails are
    known again. Opening brings the tables up to date. Every method raises ``StoreUnavailable`` when the database cannot
    be used now.
    """

    def __init__(self, path: Path | str, *, key: bytes) -> None:
        self.db = Database(path)
        self._key = key
        try:
            migrate(self.db)
        except BaseException:
            self.db.close()
            raise

    def close(self) -> None:
        """Close the connection; an open transaction is rolled back."""
        self.db.close()

    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside commits together or not at all; see ``Database.transaction``."""
        return self.db.transaction()

    def savepoint(self) -> AbstractContextManager[None]:
        """One mail inside a batch, which rolls back alone; see ``Database.savepoint``."""
        return self.db.savepoint()

    def hashed(self, purpose: str, said: str) -> str:
        """What the store keeps where words are gone and must still be known again; see ``codec.keyed``."""
        return keyed(self._key, purpose, said)

    def problems(self) -> tuple[str, ...]:
        """What is damaged in the file, in SQLite's words; nothing where it is whole. Reads all of it."""
        try:
            found = [str(row[0]) for row in self.db.rows("PRAGMA quick_check")]
        except StoreUnavailable as wrong:
            if not wrong.is_damage:
                raise
            return (str(wrong.__cause__),)
        if found != ["ok"]:
            return tuple(found)
        rows = self.db.rows("PRAGMA foreign_key_check")
        return tuple(f"table {row['table']} refers to what is not in {row['parent']}" for row in rows)

    @property
    def made_at(self) -> datetime:
        """When the instance was made: mail from before is never answered. Raises ``LookupError`` where it was not."""
        said = self.recall(_MADE_AT)
        if said is None:
            raise LookupError(f"no instance was made in {self.db.path}: `mailflow init` makes one")
        return instant(said)

    def init_instance(self, now: datetime) -> None:
        """Note when the instance was made, once: another call changes nothing."""
        self.db.change("INSERT INTO instance VALUES (?, ?) ON CONFLICT (name) DO NOTHING", (_MADE_AT, stamp(now)))

    def remember(self, name: str, value: str) -> None:
        """Keep a small fact of the instance under a name; it replaces the former one.

        Joins an open transaction, else stands for itself. Raises ``ValueError`` for ``made_at``, which never changes.
        """
        if name == _MADE_AT:
            raise ValueError("when the instance was made never changes")
        self.db.change(
            "INSERT INTO instance VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (name, value)
        )

    def recall(self, name: str) -> str | None:
        """A small fact of the instance, ``None`` where there is none."""
        row = self.db.row("SELECT value FROM instance WHERE name = ?", (name,))
        return row["value"] if row else None

    def sent_by_number(self, number: int) -> Sent | None:
        """The mail of ours with this number, ``None`` where there is none."""
        row = self.db.row(f"{_SENT} WHERE o.number = ?", (number,))
        return _sent(row) if row else None

    def sent_by_message_id(self, ids: Sequence[str]) -> Sent | None:
        """The mail of ours with the first of these Message-IDs that is one of ours, ``None`` where none is."""
        for message_id in ids:
            row = self.db.row(f"{_SENT} WHERE o.message_id = ?", (message_id,))
            if row:
                return _sent(row)
        return None

    def answers_since(self, address: str, since: datetime) -> int:
        """How many automatic mails to this address were put into the outbox since then."""
        row = self.db.row(
            "SELECT count(*) AS answers FROM outbox WHERE is_automatic = 1 AND receiver = ? AND enqueued_at >= ?",
            (address, stamp(since)),
        )
        return int(row["answers"]) if row else 0

    def thread_answers_since(self, thread: int, since: datetime) -> int:
        """How many automatic mails of a thread were put into the outbox since then; thread: as ``Sent.thread``."""
        row = self.db.row(
            "SELECT count(*) AS answers FROM outbox WHERE is_automatic = 1 AND thread = ? AND enqueued_at >= ?",
            (thread, stamp(since)),
        )
        return int(row["answers"]) if row else 0

    def case_answers_since(self, refs: Collection[str], since: datetime) -> Mapping[str, int]:
        """How many automatic mails about each of these cases were put into the outbox since then."""
        rows = self.db.rows(
            "SELECT case_ref, count(*) AS answers FROM outbox WHERE is_automatic = 1 AND case_ref IS NOT NULL"
            " AND case_ref IN (SELECT value FROM json_each(?)) AND enqueued_at >= ? GROUP BY case_ref",
            (json.dumps(sorted(refs)), stamp(since)),
        )
        return {row["case_ref"]: row["answers"] for row in rows}


def _sent(row: Row) -> Sent:
    return Sent(
        number=row["number"],
        case=row["case_ref"],
        template=row["template"],
        to=row["receiver"],
        asked=tuple(json.loads(row["asked"])),
        text=row["text"],
        purpose=row["purpose"],
        subject=row["subject"],
        sent_at=instant(row["settled_at"]) if row["state"] == State.SENT else None,
        thread=row["thread"] or row["number"],
    )

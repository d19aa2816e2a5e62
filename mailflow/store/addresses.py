"""What is known of a mail address by itself: mail to it comes back, no reminders are wanted, who made us write there.

Whatever sends a mail that nobody asked for at that moment asks ``may_remind`` first.
"""

from datetime import datetime

from mailflow.store.codec import keyed, stamp
from mailflow.store.database import Database

_FAILURE_KEPT = 300


class Addresses:
    """The part of the store that holds addresses."""

    db: Database
    _key: bytes

    def silence(self, email: str, at: datetime) -> None:
        """Note that this address wants no reminders any more (protocol 8.29)."""
        self.db.write(
            "INSERT INTO address (email, silent_at) VALUES (?, ?)"
            " ON CONFLICT (email) DO UPDATE SET silent_at = coalesce(silent_at, excluded.silent_at)",
            (email, stamp(at)),
        )

    def is_silent(self, email: str) -> bool:
        """Whether this address wants no reminders."""
        row = self.db.row(
            "SELECT 1 FROM address WHERE email IN (?, ?) AND silent_at IS NOT NULL", (email, self._hidden(email))
        )
        return row is not None

    def hide_address(self, email: str) -> None:
        """Keep of this address only that it wants no reminders, under a hash; nothing where it never said so."""
        self.db.write(
            "INSERT INTO address (email, silent_at) SELECT ?, silent_at FROM address WHERE email = ?"
            " AND silent_at IS NOT NULL ON CONFLICT (email) DO NOTHING",
            (self._hidden(email), email),
        )
        self.db.write("DELETE FROM address WHERE email = ?", (email,))

    def _hidden(self, email: str) -> str:
        return keyed(self._key, "address", email.lower())

    def mark_failed(self, email: str, failure: str, at: datetime) -> None:
        """Note that mail to this address does not arrive (protocol, section 4, case 51); failure: how we know."""
        self.db.change(
            "INSERT INTO address (email, failed_at, failure) VALUES (?, ?, ?)"
            " ON CONFLICT (email) DO UPDATE SET failed_at = excluded.failed_at, failure = excluded.failure",
            (email, stamp(at), failure[:_FAILURE_KEPT]),
        )

    def heard_from(self, email: str) -> None:
        """Note that a person wrote from this address: it is alive, whatever came back before."""
        self.db.write(
            "UPDATE address SET failed_at = NULL, failure = '' WHERE email = ? AND failed_at IS NOT NULL", (email,)
        )

    def is_failing(self, email: str) -> bool:
        """Whether mail to this address came back, and nobody has written from it since."""
        row = self.db.row("SELECT 1 FROM address WHERE email = ? AND failed_at IS NOT NULL", (email,))
        return row is not None

    def may_remind(self, email: str) -> bool:
        """Whether a reminder may go to this address: not where none is wanted, nor where none would arrive.

        Every mail that nobody's mail has just asked for goes through here.
        """
        return not self.is_silent(email) and not self.is_failing(email)

    def is_known(self, email: str) -> bool:
        """Whether this address is not new to us: it wrote to us, or we wrote to it (protocol 8.30)."""
        row = self.db.row(
            "SELECT EXISTS (SELECT 1 FROM mail WHERE sender = ? AND sender <> '')"
            " OR EXISTS (SELECT 1 FROM address WHERE email = ? AND met_at IS NOT NULL) AS is_known",
            (email, email),
        )
        return bool(row and row["is_known"])

    def meet(self, email: str, by: str, at: datetime) -> None:
        """Note that we write to this address; the first time counts, with the sender whose mail made us do it."""
        self.db.write(
            "INSERT INTO address (email, met_at, met_by) VALUES (?, ?, ?) ON CONFLICT (email) DO UPDATE"
            " SET met_at = excluded.met_at, met_by = excluded.met_by WHERE met_at IS NULL",
            (email, stamp(at), by),
        )

    def reached_by(self, sender: str, since: datetime) -> int:
        """How many addresses that were new to us this sender has made us write to since then, without his own."""
        row = self.db.row(
            "SELECT count(*) AS reached FROM address WHERE met_by = ? AND met_at >= ? AND email <> met_by",
            (sender, stamp(since)),
        )
        return int(row["reached"]) if row else 0

"""The quarantine: mails that made reading or deciding raise, kept whole until a person settles them."""

from datetime import datetime
from sqlite3 import Row

from mailflow.model import Disposition
from mailflow.store.codec import AT_ONCE, instant, stamp, text_to_name
from mailflow.store.database import Database
from mailflow.store.rows import Quarantined

_COLUMNS = "id, received_at, quarantined_at, mailbox, uid, size, tries, trouble"


class Quarantine:
    """The part of the store that holds mails nobody could handle yet."""

    db: Database

    def quarantined(self) -> list[Quarantined]:
        """Every mail in quarantine, the one longest there first."""
        rows = self.db.rows(
            f"SELECT {_COLUMNS} FROM mail WHERE disposition = 'quarantined' ORDER BY quarantined_at, id"  # noqa: S608 - a constant
        )
        return [_quarantined(row) for row in rows]

    def is_quarantined(self, mail_id: int) -> bool:
        """Whether this mail is in quarantine."""
        return self.db.row("SELECT 1 FROM mail WHERE id = ? AND disposition = 'quarantined'", (mail_id,)) is not None

    def quarantine_show(self, mail_id: int) -> Quarantined:
        """One mail in quarantine with its traceback. Raises ``LookupError`` where it is not there."""
        row = self.db.row(
            f"SELECT {_COLUMNS} FROM mail WHERE id = ? AND disposition = 'quarantined'",  # noqa: S608 - a constant
            (mail_id,),
        )
        if row is None:
            raise _absent(mail_id)
        return _quarantined(row)

    def quarantine_retry(self, mail_id: int) -> None:
        """Let a mail be read and decided again, at once, with three new tries.

        Joins an open transaction, else makes its own. Raises ``LookupError`` where the mail is not in quarantine.
        """
        with self.db.joined():
            changed = self.db.change(
                "UPDATE mail SET disposition = NULL, quarantined_at = NULL, tries = 0, next_try_at = ?"
                " WHERE id = ? AND disposition = 'quarantined'",
                (AT_ONCE, mail_id),
            )
            if changed != 1:
                raise _absent(mail_id)

    def quarantine_drop(self, mail_id: int, at: datetime) -> None:
        """Settle a mail as not to be handled; its bytes and its traceback are kept.

        Joins an open transaction, else makes its own. Raises ``LookupError`` where the mail is not in quarantine.
        """
        with self.db.joined():
            changed = self.db.change(
                "UPDATE mail SET disposition = ?, decided_at = ?, is_unfiled = 1"
                " WHERE id = ? AND disposition = 'quarantined'",
                (Disposition.DROPPED, stamp(at), mail_id),
            )
            if changed != 1:
                raise _absent(mail_id)


def _absent(mail_id: int) -> LookupError:
    return LookupError(f"mail {mail_id} is not in quarantine: see `mailflow quarantine list`")


def _quarantined(row: Row) -> Quarantined:
    return Quarantined(
        mail_id=row["id"],
        received_at=instant(row["received_at"]),
        quarantined_at=instant(row["quarantined_at"]),
        mailbox=row["mailbox"],
        uid=text_to_name(row["uid"]),
        size=row["size"],
        tries=row["tries"],
        trouble=row["trouble"],
    )

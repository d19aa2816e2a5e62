"""The archive: every mail that reached us, its bytes first, and how its handling ended."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from mailflow.model import Arrival, Disposition, Kind, Message
from mailflow.store.codec import AT_ONCE, instant, keyed, maybe_instant, name_to_text, stamp, text_to_name
from mailflow.store.database import Database
from mailflow.store.removal import Why, empty_mails, unname_mails
from mailflow.store.rows import Duplicate, Waiting

MAX_TRIES = 3
"""After this many failures to read or decide it, a mail is quarantined (house rules, "Never lose", point 3)."""

_TRY_AGAIN = (timedelta(minutes=1), timedelta(minutes=10))
"""How long a mail rests after its first and its second failure."""

_TROUBLE_KEPT = 64 * 1024
"""Characters of a traceback that are kept, from its end."""


class AlreadyDecided(Exception):
    """The mail was decided before, or is not to be decided: nothing of this decision may be applied again."""


class Archive:
    """The part of the store that holds mails in."""

    db: Database
    _key: bytes

    def archive(self, arrivals: Iterable[Arrival], now: datetime) -> list[int]:
        """Keep mails, all of them in one transaction of its own, before anything is parsed.

        Returns the ids of the new ones in order; one that is there already by mailbox, UIDVALIDITY and UID is skipped.
        One without bytes (it reached the server before the instance was made) is noted as such and never handled.
        Raises ``StoreUnavailable``; then none of them is archived.
        """
        batch = tuple(arrivals)  # the network may be behind it: it is read before the database is locked
        if not batch:
            return []
        with self.db.transaction():
            added = [self._archive_one(arrival, stamp(now)) for arrival in batch]
        return [mail_id for mail_id in added if mail_id is not None]

    def _archive_one(self, arrival: Arrival, now: str) -> int | None:
        is_early = arrival.raw is None
        row = self.db.row(
            "INSERT INTO mail (mailbox, uidvalidity, uid, uid_number, received_at, archived_at, size, is_cut,"
            " next_try_at, disposition, decided_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (mailbox, uidvalidity, uid) DO NOTHING RETURNING id",
            (
                arrival.mailbox,
                arrival.uidvalidity,
                name_to_text(arrival.uid),
                _number(arrival.uid),
                stamp(arrival.received_at),
                now,
                arrival.size,
                arrival.is_cut,
                None if is_early else AT_ONCE,
                Disposition.BEFORE_START if is_early else None,
                now if is_early else None,
            ),
        )
        if row is None:
            return None
        mail_id: int = row["id"]
        if arrival.raw is not None:
            self.db.write("INSERT INTO raw (mail_id, bytes) VALUES (?, ?)", (mail_id, arrival.raw))
        return mail_id

    def position(self, mailbox: str, uidvalidity: str) -> int:
        """The highest UID archived from this folder under this UIDVALIDITY, 0 for none (RFC 3501, 2.3.1.1)."""
        row = self.db.row(
            "SELECT max(uid_number) AS top FROM mail WHERE mailbox = ? AND uidvalidity = ?", (mailbox, uidvalidity)
        )
        return int(row["top"] or 0) if row else 0

    def known_uids(self, mailbox: str, uidvalidity: str, uids: Collection[str]) -> set[str]:
        """Which of these are archived already."""
        names = json.dumps([name_to_text(uid) for uid in uids])
        rows = self.db.rows(
            "SELECT uid FROM mail WHERE mailbox = ? AND uidvalidity = ? AND uid IN (SELECT value FROM json_each(?))",
            (mailbox, uidvalidity, names),
        )
        return {text_to_name(row["uid"]) for row in rows}

    def waiting(self, now: datetime, limit: int) -> list[Waiting]:
        """The mails to be decided now, in the order they arrived: not decided, not quarantined, not resting."""
        rows = self.db.rows(
            "SELECT id, received_at, mailbox, uidvalidity, uid, tries, is_cut, read_as"
            " FROM mail INDEXED BY mail_waiting WHERE next_try_at IS NOT NULL AND next_try_at <= ? ORDER BY id LIMIT ?",
            (stamp(now), limit),
        )
        return [
            Waiting(
                mail_id=row["id"],
                received_at=instant(row["received_at"]),
                mailbox=row["mailbox"],
                uidvalidity=row["uidvalidity"],
                uid=text_to_name(row["uid"]),
                tries=row["tries"],
                is_cut=bool(row["is_cut"]),
                read_as=Kind(row["read_as"]) if row["read_as"] else None,
            )
            for row in rows
        ]

    def tried_count(self) -> int:
        """How many mails have made reading or deciding raise and wait to be tried again."""
        row = self.db.row("SELECT count(*) AS mails FROM mail WHERE next_try_at IS NOT NULL AND tries > 0")
        return int(row["mails"]) if row else 0

    def next_try_at(self) -> datetime | None:
        """When the next mail is to be decided (long past for one never tried), ``None`` while none waits."""
        row = self.db.row(
            "SELECT min(next_try_at) AS due_at FROM mail INDEXED BY mail_waiting WHERE next_try_at IS NOT NULL"
        )
        return maybe_instant(row["due_at"]) if row else None

    def raw(self, mail_id: int) -> bytes:
        """The bytes of a mail as archived. Raises ``LookupError`` where none are kept."""
        row = self.db.row("SELECT bytes FROM raw WHERE mail_id = ?", (mail_id,))
        if row is None:
            raise LookupError(f"no bytes of mail {mail_id} are kept")
        return bytes(row["bytes"])

    def unfiled(self, mailbox: str, limit: int) -> list[tuple[int, str, str]]:
        """Mails that are settled while their copy still lies in this folder: (mail id, UIDVALIDITY, UID), oldest first.

        Not among them: mails from before the instance was made, and quarantined ones until a person settles them.
        """
        rows = self.db.rows(
            "SELECT id, uidvalidity, uid FROM mail WHERE mailbox = ? AND is_unfiled = 1 ORDER BY id LIMIT ?",
            (mailbox, limit),
        )
        return [(row["id"], row["uidvalidity"], text_to_name(row["uid"])) for row in rows]

    def filed(self, mail_ids: Iterable[int]) -> None:
        """Note that the copies of these mails have left their folder, or that there is none any more."""
        with self.db.joined():
            for mail_id in mail_ids:
                self.db.change("UPDATE mail SET is_unfiled = 0 WHERE id = ?", (mail_id,))

    def duplicate_of(self, mail_id: int, message_id: str | None, content_hash: str) -> Duplicate | None:
        """Find the decided mail that this one repeats, ``None`` where it repeats none.

        By Message-ID, the same content preferred to other content; a mail without one by its content alone.
        message_id: as the mail has it; content_hash: as ``Message.content_hash``.
        """
        content = self._keyed("content", content_hash)
        if message_id is None:
            row = self.db.row(
                f"SELECT {_ORIGINAL} AS original, 1 AS is_same FROM mail"  # noqa: S608 - a constant
                " WHERE content_hash = ? AND id <> ? ORDER BY id LIMIT 1",
                (content, mail_id),
            )
        else:
            row = self.db.row(
                f"SELECT {_ORIGINAL} AS original, content_hash = ? AS is_same FROM mail"  # noqa: S608 - a constant
                " WHERE message_id_hash = ? AND id <> ? ORDER BY is_same DESC, id LIMIT 1",
                (content, self._keyed("message-id", message_id), mail_id),
            )
        return Duplicate(mail_id=row["original"], same_content=bool(row["is_same"])) if row else None

    def decided(
        self,
        mail_id: int,
        *,
        kind: str,
        disposition: Disposition,
        case: str | None,
        message: Message,
        why: str,
        at: datetime,
        copy_of: int | None = None,
    ) -> None:
        """Note how the handling of a mail ended; it happens once.

        Raises ``AlreadyDecided`` when it has ended before, or the mail is in quarantine: the transaction that this
        stands in must not commit then. Raises ``RuntimeError`` outside a transaction.
        """
        changed = self.db.write(
            "UPDATE mail SET kind = ?, disposition = ?, case_ref = ?, why = ?, decided_at = ?, copy_of = ?, sender = ?,"
            " subject = ?, message_id = ?, message_id_hash = ?, content_hash = ?, next_try_at = NULL, is_unfiled = 1"
            " WHERE id = ? AND disposition IS NULL",
            (
                kind,
                disposition,
                case,
                why,
                stamp(at),
                copy_of,
                message.from_.email if message.from_ else "",
                message.subject,
                message.message_id,
                None if message.message_id is None else self._keyed("message-id", message.message_id),
                self._keyed("content", message.content_hash),
                mail_id,
            ),
        )
        if changed != 1:
            raise AlreadyDecided(f"mail {mail_id} does not wait for a decision")
        if copy_of is not None and (why_empty := self._emptied_why(copy_of)) not in {"", Why.AGE}:
            empty_mails(self.db, [mail_id], Why(why_empty), at)
            unname_mails(self.db, [mail_id])

    def _emptied_why(self, mail_id: int) -> str:
        """Why a mail's bytes are gone, ``""`` where they are there: a copy of it is not kept either."""
        row = self.db.row("SELECT emptied_why FROM mail WHERE id = ?", (mail_id,))
        return row["emptied_why"] if row else ""

    def note_words(self, mail_id: int, words: str) -> None:
        """Keep a keyed hash of what a mail says itself, so that the same words are known again and none is readable."""
        self.db.write("UPDATE mail SET words_hash = ? WHERE id = ?", (self._keyed("words", words), mail_id))

    def same_words(self, sender: str, words: str, since: datetime) -> int:
        """How many mails of this sender's that were decided since then said the same."""
        row = self.db.row(
            "SELECT count(*) AS mails FROM mail WHERE sender = ? AND words_hash = ? AND decided_at >= ?",
            (sender, self._keyed("words", words), stamp(since)),
        )
        return int(row["mails"]) if row else 0

    def read_again(self, mail_id: int, kind: Kind) -> None:
        """Let a mail be read and decided anew, as this kind, at once. Raises ``RuntimeError`` outside a transaction."""
        self.db.write(
            "UPDATE mail SET disposition = NULL, decided_at = NULL, case_ref = NULL, tries = 0, read_as = ?,"
            " next_try_at = ? WHERE id = ?",
            (kind, AT_ONCE, mail_id),
        )

    def failed(self, mail_id: int, trouble: str, now: datetime) -> int:
        """Note that reading or deciding a mail raised; trouble: the traceback. Returns how often it has by now.

        It rests for a minute, then for ten; the third time it is quarantined. Joins an open transaction, else makes
        its own. Raises ``AlreadyDecided`` where the mail does not wait for a decision.
        """
        with self.db.joined():
            row = self.db.row("SELECT tries FROM mail WHERE id = ? AND disposition IS NULL", (mail_id,))
            if row is None:
                raise AlreadyDecided(f"mail {mail_id} does not wait for a decision")
            tries = int(row["tries"]) + 1
            is_last = tries >= MAX_TRIES
            self.db.change(
                "UPDATE mail SET tries = ?, trouble = ?, next_try_at = ?, disposition = ?, quarantined_at = ?"
                " WHERE id = ?",
                (
                    tries,
                    trouble[-_TROUBLE_KEPT:],
                    None if is_last else stamp(now + _TRY_AGAIN[tries - 1]),
                    Disposition.QUARANTINED if is_last else None,
                    stamp(now) if is_last else None,
                    mail_id,
                ),
            )
        return tries

    def _keyed(self, purpose: str, said: str) -> str:
        """A hash that tells nothing to who has the database but not the secret, and outlives the mail."""
        return keyed(self._key, purpose, said)


_ORIGINAL = f"CASE WHEN disposition = '{Disposition.DUPLICATE}' THEN coalesce(copy_of, id) ELSE id END"
"""A copy of a copy is a copy of the original."""


def _number(uid: str) -> int | None:
    """An IMAP UID as a number (a 32-bit value, RFC 3501, section 2.3.1.1), ``None`` for a Maildir's file name."""
    return int(uid) if uid.isascii() and uid.isdigit() and len(uid) <= 10 else None

"""Forgetting one person, as far as the store goes: what he or she is known by, where that stands, and taking it out.

Each method is one short transaction or none, so that a daemon goes on beside it, and may be repeated. What a person is
known by is kept while it lasts, for the rows that it is learned from are the first to be cleaned.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from mailflow.decide.facts import first_name
from mailflow.model import Event, Message, Person, Status
from mailflow.store.cases import IS_OPEN, OPEN_STATUSES
from mailflow.store.codec import load_field, load_unclear, stamp
from mailflow.store.redaction import GONE, Cleaning, Scope
from mailflow.store.removal import (
    Why,
    clean_fields,
    clean_findings,
    clean_history,
    clean_pendings,
    drop_quarantined,
    empty_letters,
    empty_mails,
    unname_letters,
    unname_mails,
)
from mailflow.store.retention import phones_in
from mailflow.store.store import Store
from mailflow.store.traces import MARK, Traces

STEP_ROWS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSeen:
    """A mail in, to be looked at. waits: it is not decided yet, nor in quarantine."""

    mail_id: int
    sender: str
    cases: frozenset[str]
    waits: bool
    is_quarantined: bool
    has_bytes: bool
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSeen:
    """A mail of ours. is_waiting: nobody has it in hand; is_settled: it left, or never will; said: all of its text."""

    number: int
    receiver: str
    case: str | None
    is_waiting: bool
    is_settled: bool
    said: str


class Forgetting:
    """One person, by address (lower case), in one store."""

    def __init__(self, store: Store, address: str) -> None:
        self._store = store
        self._db = store.db
        self._address = address
        self._hash = store.hashed("address", address)

    # -- what there is ---------------------------------------------------------------------------------------------

    def known_as(self) -> Traces:
        """What the store knows the person by, and what an earlier run knew that was broken off."""
        own = {row["ref"] for row in self._own("1 = 1")}
        found = Traces.of([self._address], cases=own)
        needle = json.dumps(self._address)[1:-1]
        for row in self._db.rows("SELECT * FROM field WHERE instr(lower(content), ?) > 0", (needle,)):
            found |= _known_in(row, self._address)
        theirs = [row["ref"] for row in self._own("lower(coalesce(contact, requester)) = ?1")]
        for ref in theirs:
            rows = self._db.rows("SELECT * FROM field WHERE case_ref = ? AND key = 'phone'", (ref,))
            found |= Traces.of(phones=[phone for row in rows for phone in phones_in(row) if phone != MARK])
        earlier = self._db.row("SELECT known FROM forgetting WHERE address_hash = ?", (self._hash,))
        return found | Traces.from_text(earlier["known"]) if earlier else found

    def is_begun(self) -> bool:
        """Whether an earlier run was broken off, or left something to be run again for."""
        return self._db.row("SELECT 1 FROM forgetting WHERE address_hash = ?", (self._hash,)) is not None

    def open_cases(self) -> tuple[str, ...]:
        """The person's own cases that are open."""
        return tuple(row["ref"] for row in self._own(IS_OPEN))

    def roles(self) -> tuple[str, ...]:
        """Open cases of others that name the person's address."""
        rows = self._db.rows(
            "SELECT ref FROM cases WHERE requester <> ?1 AND coalesce(contact, '') <> ?1"  # noqa: S608 - a constant
            f" AND {IS_OPEN} AND EXISTS (SELECT 1 FROM field WHERE case_ref = ref AND instr(lower(content), ?2) > 0"
            " AND id IN (SELECT max(id) FROM field WHERE case_ref = ref GROUP BY key)) ORDER BY number",
            (self._address, json.dumps(self._address)[1:-1]),
        )
        return tuple(row["ref"] for row in rows)

    def _own(self, condition: str) -> list[Row]:
        return self._db.rows(
            f"SELECT ref, kind, status FROM cases WHERE (requester = ?1 OR contact = ?1) AND {condition}"  # noqa: S608
            " ORDER BY number",
            (self._address,),
        )

    def mails(self, after: int) -> list[MailSeen]:
        """Mails in, by their ids from after this one; none when that was the last."""
        rows = self._db.rows(
            "SELECT m.id, m.sender, m.subject, m.case_ref, m.disposition, r.mail_id IS NOT NULL AS has_bytes,"
            " (SELECT group_concat(DISTINCT case_ref) FROM history WHERE mail_id = m.id) AS refs"
            " FROM mail AS m LEFT JOIN raw AS r ON r.mail_id = m.id WHERE m.id > ? ORDER BY m.id LIMIT ?",
            (after, STEP_ROWS),
        )
        return [
            MailSeen(
                mail_id=row["id"],
                sender=row["sender"].lower(),
                cases=frozenset(filter(None, (row["case_ref"], *(row["refs"] or "").split(",")))),
                waits=row["disposition"] is None,
                is_quarantined=row["disposition"] == "quarantined",
                has_bytes=bool(row["has_bytes"]),
                subject=row["subject"],
            )
            for row in rows
        ]

    def letters(self, after: int) -> list[LetterSeen]:
        """Mails of ours, by their numbers from after this one; none when that was the last."""
        rows = self._db.rows(
            "SELECT o.number, o.receiver, o.case_ref, o.state, o.due_at, o.subject, o.answer, o.cause, l.text"
            " FROM outbox AS o JOIN letter AS l ON l.number = o.number WHERE o.number > ? ORDER BY o.number LIMIT ?",
            (after, STEP_ROWS),
        )
        return [
            LetterSeen(
                number=row["number"],
                receiver=row["receiver"].lower(),
                case=row["case_ref"],
                is_waiting=row["state"] == "waiting",
                is_settled=row["due_at"] is None,
                said="\n".join((row["subject"], row["text"], row["answer"], row["cause"])),
            )
            for row in rows
        ]

    def is_forgotten(self, message_id: str) -> bool:
        """Whether a mail with this Message-ID, in or out, was emptied for somebody's being forgotten."""
        known = self._db.row(
            "SELECT 1 FROM mail WHERE message_id_hash = ? AND emptied_why IN ('forgotten', 'named')",
            (self._store.hashed("message-id", message_id),),
        )
        ours = self._db.row(
            "SELECT 1 FROM outbox WHERE message_id = ? AND (receiver = ? OR cause = ? || ' ' || number)",
            (message_id, MARK, MARK),
        )
        return bool(known or ours)

    def held_by(self) -> tuple[str, ...]:
        """Which columns of which tables still hold the address, in any text or bytes."""
        names = self._db.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlite_%' AND name <> 'forgetting'"
        )
        return tuple(
            f"{table['name']}.{column['name']}"
            for table in names
            for column in self._db.rows(f"PRAGMA table_info({table['name']})")
            if column["type"] in {"TEXT", "BLOB"} and self._is_in(table["name"], column["name"])
        )

    def _is_in(self, table: str, column: str) -> bool:
        rows = self._db.rows(
            f"SELECT CAST({column} AS TEXT) AS said FROM {table}"  # noqa: S608 - names of our own tables
            f" WHERE instr(lower(CAST({column} AS TEXT)), ?) > 0 LIMIT {STEP_ROWS}",
            (self._address,),
        )
        only = Traces.of([self._address])
        return any(only.are_told(row["said"]) for row in rows)

    # -- taking it out, in this order ------------------------------------------------------------------------------

    def begin(self, traces: Traces, now: datetime) -> None:
        """Keep what the person is known by until ``end``."""
        self._db.change(
            "INSERT INTO forgetting VALUES (?, ?, ?) ON CONFLICT (address_hash) DO UPDATE SET known = excluded.known",
            (self._hash, traces.as_text(), stamp(now)),
        )

    def close_case(self, ref: str, now: datetime) -> None:
        """End an open case that nobody is there for any more: a call is withdrawn, a question closed."""
        with self._db.transaction():
            row = self._db.row("SELECT kind, status FROM cases WHERE ref = ?", (ref,))
            if row is None or row["status"] not in OPEN_STATUSES:
                return
            after = Status.WITHDRAWN if row["kind"] == "call" else Status.CLOSED
            event = Event(
                actor="mailflow", what=str(after), before=Status(row["status"]), after=after,
                detail="who asked for it was forgotten",
            )  # fmt: skip
            self._store.add_event(ref, event, mail_id=None, at=now)

    def drop_letters(self, numbers: Iterable[int], now: datetime) -> None:
        """Let letters that wait never leave; one that is with a worker by now is left to it."""
        with self._db.transaction():
            for number in numbers:
                self._db.write(
                    "UPDATE outbox SET state = 'given-up', settled_at = ?, due_at = NULL WHERE number = ?"
                    " AND state = 'waiting'",
                    (stamp(now), number),
                )

    def forget_mail(self, mail_id: int, message: Message, now: datetime) -> None:
        """Empty a mail that the person wrote; message: what it says, for the hashes that know it again."""
        with self._db.transaction():
            self._db.write(
                "UPDATE mail SET message_id_hash = ?, content_hash = ? WHERE id = ? AND disposition = 'quarantined'",
                (
                    self._store.hashed("message-id", message.message_id) if message.message_id else None,
                    self._store.hashed("content", message.content_hash),
                    mail_id,
                ),
            )
            drop_quarantined(self._db, mail_id, now)
            empty_mails(self._db, [mail_id], Why.FORGOTTEN, now)
            unname_mails(self._db, [mail_id])

    def forget_nameless(self, mail_id: int, now: datetime) -> None:
        """Empty a mail that the person wrote and whose bytes are gone already."""
        with self._db.transaction():
            empty_mails(self._db, [mail_id], Why.FORGOTTEN, now)
            unname_mails(self._db, [mail_id])

    def empty_mention(self, mail_id: int, now: datetime) -> None:
        """Empty a mail of somebody else's that tells of the person; why is kept with it."""
        with self._db.transaction():
            empty_mails(self._db, [mail_id], Why.NAMED, now)

    def clean_mails(self, after: int, traces: Traces) -> int | None:
        """Clean what is noted beside some mails; the last id, ``None`` at the end."""
        rows = self._db.rows(
            "SELECT id, subject, why, trouble, case_ref FROM mail WHERE id > ? ORDER BY id LIMIT ?", (after, STEP_ROWS)
        )
        with self._db.transaction():
            for row in rows:
                old = (row["subject"], row["why"], row["trouble"])
                new = tuple(traces.without(one, row["case_ref"]) for one in old)
                if new != old:
                    self._db.write("UPDATE mail SET subject = ?, why = ?, trouble = ? WHERE id = ?", (*new, row["id"]))
        return rows[-1]["id"] if rows else None

    def clean(self, table: str, after: int, traces: Traces, now: datetime) -> int | None:
        """Clean some rows of ``field``, ``history``, ``finding`` or ``pending``; the last id, ``None`` at the end."""
        by = "number" if table == "pending" else "id"
        mail = "t.mail_id" if table in {"field", "pending"} else "NULL"
        rows = self._db.rows(
            f"SELECT t.*, coalesce(m.emptied_why = 'forgotten', 0) AS theirs FROM {table} AS t"  # noqa: S608 - ours
            f" LEFT JOIN mail AS m ON m.id = {mail} WHERE t.{by} > ? ORDER BY t.{by} LIMIT ?",
            (after, STEP_ROWS),
        )
        with self._db.transaction():
            for row in rows:
                cleaning = Cleaning(Scope.PERSON, traces, row["case_ref"], bool(row["theirs"]))
                match table:
                    case "field":
                        clean_fields(self._db, [row], cleaning)
                    case "history":
                        clean_history(self._db, [row], cleaning)
                    case "finding":
                        clean_findings(self._db, [row], cleaning)
                    case _:
                        clean_pendings(self._db, [row], cleaning, now)
        return rows[-1][by] if rows else None

    def forget_letter(self, number: int, now: datetime) -> None:
        """Empty a letter to the person, unless a worker has it in hand."""
        with self._db.transaction():
            if self._letter(number) is None:
                return
            empty_letters(self._db, [number], now)
            unname_letters(self._db, [number])

    def empty_letter(self, number: int, traces: Traces, now: datetime) -> None:
        """Empty a letter to somebody else that tells of the person, unless it is in hand; whom it went to stays."""
        with self._db.transaction():
            row = self._letter(number)
            if row is None:
                return
            empty_letters(self._db, [number], now)
            subject, answer = (traces.without(row[name], row["case_ref"]) for name in ("subject", "answer"))
            self._db.write(
                "UPDATE outbox SET subject = ?, answer = ?, cause = ? WHERE number = ?",
                (subject, answer, f"{MARK} {number}", number),
            )
            for one in self._db.rows("SELECT id, answer FROM attempt WHERE number = ?", (number,)):
                self._db.write(
                    "UPDATE attempt SET answer = ? WHERE id = ?",
                    (traces.without(one["answer"], row["case_ref"]), one["id"]),
                )

    def _letter(self, number: int) -> Row | None:
        """A letter that is settled: an empty one must never leave."""
        return self._db.row(
            "SELECT case_ref, subject, answer FROM outbox WHERE number = ? AND due_at IS NULL", (number,)
        )

    def forget_address(self) -> None:
        """Clean the tables of addresses; what must outlive it, that mail to it fails or is unwanted, is kept hashed."""
        with self._db.transaction():
            self._db.write("DELETE FROM colleague WHERE email = ?", (self._address,))
            self._db.write("DELETE FROM staff WHERE email = ?", (self._address,))
            self._db.write("UPDATE staff SET person = ? WHERE person = ?", (MARK, self._address))
            self._db.write("UPDATE address SET met_by = ? WHERE met_by = ?", (MARK, self._address))
            self._store.hide_address(self._address)

    def forget_cases(self, now: datetime) -> None:
        """Clean the cases themselves, and note in the history of each own one that this was done."""
        for row in self._own("1 = 1"):
            with self._db.transaction():
                for column in ("requester", "contact"):
                    self._db.write(
                        f"UPDATE cases SET {column} = ? WHERE ref = ? AND {column} = ?",  # noqa: S608 - ours
                        (MARK, row["ref"], self._address),
                    )
                status = Status(row["status"])
                event = Event(actor="mailflow", what="forgotten", before=status, after=status)
                self._store.add_event(row["ref"], event, mail_id=None, at=now)
        self._db.change("UPDATE cases SET owner = NULL WHERE owner = ?", (self._address,))

    def end(self) -> None:
        """Nothing is left to find: what the person is known by goes, too."""
        self._db.change("DELETE FROM forgetting WHERE address_hash = ?", (self._hash,))


def _known_in(row: Row, address: str) -> Traces:
    """Names and numbers beside this address in a row of ``field``."""
    if row["state"] == GONE:
        return Traces()
    key, content = row["key"], row["content"]
    value = load_field(key, content).value if row["state"] == "sure" else load_unclear(key, content).suggestion
    persons = [one for one in value if isinstance(one, Person)] if isinstance(value, tuple) else []
    own = [one for one in persons if (one.email or "").lower() == address]
    names = [one.name for one in own if one.name and first_name(one.name)]  # no group's name, which is many people's
    return Traces.of(names=names, phones=[one.phone or "" for one in own])

"""Retention: what was kept long enough goes, in small steps; nothing of an open case.

Cost follows what is due: every step finds its rows by an index of what is still there. A step is one short
transaction; whoever is broken off between two steps goes on where it stood.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Row

from mailflow.model import Person
from mailflow.store.cases import IS_OPEN
from mailflow.store.codec import instant, load_field, load_unclear, stamp
from mailflow.store.redaction import GONE, Cleaning, Scope
from mailflow.store.removal import Why, clean_case, empty_letters, empty_mails, unname_letters, unname_mails
from mailflow.store.store import Store
from mailflow.store.traces import MARK, Traces

STEP_ROWS = 100
"""At most so many mails or letters in one step."""

STEP_BYTES = 16_000_000
"""At most so many bytes of mails in one step (one larger mail goes alone): they are overwritten, not only let go."""

KEPT_HOUSE = "kept house"
"""Under which name the store keeps when all that was due was last removed."""

REMOVED_SINCE = "removed since"
"""Under which name the store keeps that something was removed since the file was last cleared of it."""

REWRITE_BYTES = 256_000_000

_DAY = timedelta(days=1)

_ENDED = "status IN ('withdrawn', 'closed')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """How many days things are kept.

    raw: the bytes of mails in and the texts of our letters, from when they were handled or left, and their case was
    last changed; phones, people: from when the case was closed or withdrawn.
    """

    raw: int
    phones: int
    people: int


class Retention:
    """What goes by age. ``step`` until it does nothing."""

    def __init__(self, store: Store, days: Days) -> None:
        self._store = store
        self._db = store.db
        self._days = days

    def step(self, now: datetime) -> int:
        """Remove a little of what is due, in a transaction of its own; how many rows that were, 0 when all is done."""
        for work in (
            self._old_mails, self._old_letters, self._old_phones, self._old_people, self._old_senders,
            self._old_receivers, self._old_addresses,
        ):  # fmt: skip
            if done := work(now):
                self._store.remember(REMOVED_SINCE, "yes")
                return done
        return 0

    def finish(self, now: datetime) -> None:
        """Let nothing of it be left in the file either, and note that it is done, for a day.

        A file of more than ``REWRITE_BYTES`` is not written anew: nobody is to wait for that. What is deleted is
        blanked there, and the log emptied.
        """
        had = self._store.recall(REMOVED_SINCE)
        if had and self._db.size <= REWRITE_BYTES:
            self._db.rewrite()
        elif had:
            self._db.empty_log()
        self._store.remember(REMOVED_SINCE, "")
        self._store.remember(KEPT_HOUSE, stamp(now))

    def _old_mails(self, now: datetime) -> int:
        ids = self._mails(
            "INDEXED BY mail_full WHERE m.emptied_at IS NULL AND m.decided_at IS NOT NULL AND m.decided_at <= ?1"
            f" AND NOT {_in_use('m')}",
            _before(now, self._days.raw),
        )
        with self._db.transaction():
            return empty_mails(self._db, ids, Why.AGE, now)

    def _old_letters(self, now: datetime) -> int:
        until = _before(now, self._days.raw)
        rows = self._db.rows(
            "SELECT o.number FROM outbox AS o INDEXED BY outbox_full WHERE o.emptied_at IS NULL"  # noqa: S608 - ours
            " AND o.settled_at IS NOT NULL AND o.settled_at <= ? AND NOT EXISTS (SELECT 1 FROM cases AS c"
            f" WHERE c.ref = o.case_ref AND (c.{IS_OPEN} OR c.changed_at > ?)) ORDER BY o.settled_at LIMIT {STEP_ROWS}",
            (until, until),
        )
        with self._db.transaction():
            return empty_letters(self._db, [row["number"] for row in rows], now)

    def _old_phones(self, now: datetime) -> int:
        """The numbers of one case that ended; with them its mails and letters, which hold them, too."""
        ref = self._due("phones_gone_at", now, self._days.phones)
        if ref is None:
            return 0
        phones = Traces.of(phones=self._phones_of(ref))
        if phones.phones and (done := self._empty_case(ref, now)):
            return done
        with self._db.transaction():
            if phones.phones:
                clean_case(self._db, ref, Cleaning(Scope.PHONES, phones, ref), now)
            return self._db.write("UPDATE cases SET phones_gone_at = ? WHERE ref = ?", (stamp(now), ref))

    def _old_people(self, now: datetime) -> int:
        """The persons of one case that ended long ago, wherever the case names them."""
        ref = self._due("people_gone_at", now, self._days.people)
        if ref is None:
            return 0
        if done := self._empty_case(ref, now):
            return done
        numbers = self._db.rows("SELECT number FROM outbox WHERE case_ref = ? AND settled_at IS NOT NULL", (ref,))
        with self._db.transaction():
            clean_case(self._db, ref, Cleaning(Scope.EVERYBODY, Traces(), ref), now)
            unname_mails(self._db, self._mails(f"WHERE {_OF_CASE}", ref, with_limit=False))
            unname_letters(self._db, [row["number"] for row in numbers])
            self._db.write("DELETE FROM colleague WHERE case_ref = ?", (ref,))
            return self._db.write(
                "UPDATE cases SET requester = ?, contact = CASE WHEN contact IS NULL THEN NULL ELSE ? END,"
                " people_gone_at = ? WHERE ref = ?",
                (MARK, MARK, stamp(now), ref),
            )

    def _old_senders(self, now: datetime) -> int:
        """Who sent mails that are in no case, as machines and lists, and what about."""
        ids = self._mails(
            "INDEXED BY mail_named WHERE m.decided_at IS NOT NULL AND m.sender <> '(forgotten)'"
            f" AND m.sender || m.subject <> '' AND m.decided_at <= ?1 AND NOT {_in_use('m')}",
            _before(now, self._days.people),
        )
        with self._db.transaction():
            return unname_mails(self._db, ids)

    def _old_receivers(self, now: datetime) -> int:
        until = _before(now, self._days.people)
        rows = self._db.rows(
            "SELECT o.number FROM outbox AS o INDEXED BY outbox_named WHERE o.settled_at IS NOT NULL"  # noqa: S608 - ours
            " AND o.receiver <> '(forgotten)' AND o.settled_at <= ? AND NOT EXISTS (SELECT 1 FROM cases AS c"
            f" WHERE c.ref = o.case_ref AND (c.{IS_OPEN} OR c.changed_at > ?)) ORDER BY o.settled_at LIMIT {STEP_ROWS}",
            (until, until),
        )
        with self._db.transaction():
            return unname_letters(self._db, [row["number"] for row in rows])

    def _old_addresses(self, now: datetime) -> int:
        """Whom we wrote to, whose mail came back, who wants no reminders: the last stays, under a hash."""
        rows = self._db.rows(
            "SELECT a.email FROM address AS a INDEXED BY address_old WHERE instr(a.email, '@') > 0"  # noqa: S608 - ours
            " AND coalesce(a.met_at, a.failed_at, a.silent_at) <= ? AND NOT EXISTS (SELECT 1 FROM cases AS c"
            f" WHERE (c.requester = a.email OR c.contact = a.email) AND c.{IS_OPEN}) LIMIT {STEP_ROWS}",
            (_before(now, self._days.people),),
        )
        with self._db.transaction():
            for row in rows:
                self._store.hide_address(row["email"])
        return len(rows)

    def _due(self, column: str, now: datetime, days: int) -> str | None:
        """The case that ended first of those from which this was not removed since."""
        row = self._db.row(
            f"SELECT ref FROM cases INDEXED BY cases_{column.partition('_')[0]} WHERE {_ENDED}"  # noqa: S608 - ours
            f" AND ({column} IS NULL OR {column} < changed_at) AND changed_at <= ? ORDER BY changed_at LIMIT 1",
            (_before(now, days),),
        )
        return row["ref"] if row else None

    def _phones_of(self, ref: str) -> set[str]:
        """Every telephone number that is known of a case, as it is written."""
        rows = self._db.rows("SELECT key, state, content FROM field WHERE case_ref = ?", (ref,))
        return {phone for row in rows for phone in phones_in(row) if phone != MARK}

    def _empty_case(self, ref: str, now: datetime) -> int:
        """Empty some of what a case's mails and letters still hold, but for mails that an open case has, too."""
        ids = self._mails(
            f"WHERE m.emptied_at IS NULL AND m.decided_at IS NOT NULL AND {_OF_CASE}",
            ref,
        )
        rows = self._db.rows(
            "SELECT number FROM outbox WHERE case_ref = ? AND emptied_at IS NULL AND settled_at IS NOT NULL LIMIT ?",
            (ref, STEP_ROWS),
        )
        with self._db.transaction():
            done = empty_mails(self._db, ids, Why.AGE, now)
            return done + empty_letters(self._db, [row["number"] for row in rows], now)

    def _mails(self, condition: str, value: str, *, with_limit: bool = True) -> list[int]:
        """Ids of mails by this condition with its one value, as many as one step takes."""
        limit = f" ORDER BY m.decided_at LIMIT {STEP_ROWS}" if with_limit else ""
        rows = self._db.rows(f"SELECT m.id, m.size FROM mail AS m {condition}{limit}", (value,))  # noqa: S608 - ours
        return [row["id"] for row in (_light(rows) if with_limit else rows)]


_OF_CASE = (
    "(m.case_ref = ?1 OR m.id IN (SELECT mail_id FROM history WHERE case_ref = ?1))"  # noqa: S608 - ours
    " AND NOT EXISTS (SELECT 1 FROM history AS h JOIN cases AS c ON c.ref = h.case_ref"
    f" WHERE h.mail_id = m.id AND c.{IS_OPEN})"
)
"""Whether a mail is of this case, and of no other that is open: a mail may have opened two."""


def _in_use(mail: str) -> str:
    """Whether a case that is open, or has changed since, has this mail; a mail may have opened more than one."""
    return (
        "(EXISTS (SELECT 1 FROM cases AS c"  # noqa: S608 - ours
        f" WHERE c.ref = {mail}.case_ref AND (c.{IS_OPEN} OR c.changed_at > ?1))"
        f" OR EXISTS (SELECT 1 FROM history AS h JOIN cases AS c ON c.ref = h.case_ref"
        f" WHERE h.mail_id = {mail}.id AND (c.{IS_OPEN} OR c.changed_at > ?1)))"
    )


def is_due(store: Store, now: datetime) -> bool:
    """Whether a day is over since all that was due was removed, or that was broken off, or never begun."""
    done_at = store.recall(KEPT_HOUSE)
    return done_at is None or now - instant(done_at) >= _DAY or now < instant(done_at)


def phones_in(row: Row) -> Iterable[str]:
    """The telephone numbers in a row of ``field``."""
    if row["state"] == GONE:
        return
    is_sure = row["state"] == "sure"
    value = (
        load_field(row["key"], row["content"]).value if is_sure else load_unclear(row["key"], row["content"]).suggestion
    )
    if row["key"] == "phone" and isinstance(value, str):
        yield value
    if isinstance(value, tuple):
        yield from (one.phone for one in value if isinstance(one, Person) and one.phone)


def _light(rows: list[Row]) -> list[Row]:
    """The first of these, as many as weigh no more than one step may."""
    weight = 0
    taken: list[Row] = []
    for row in rows:
        weight += row["size"]
        if taken and weight > STEP_BYTES:
            break
        taken.append(row)
    return taken


def _before(now: datetime, days: int) -> str:
    return stamp(now - timedelta(days=days))

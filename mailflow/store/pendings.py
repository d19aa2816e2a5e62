"""What waits for somebody's answer, and who belongs to the desk: the rows behind "who may do what"."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from sqlite3 import Row

from mailflow.model import Pending, Waits
from mailflow.store.codec import dump_field, dump_unclear, instant, load_field, load_unclear, stamp
from mailflow.store.database import Database


class Pendings:
    """The part of the store that holds what was asked back, colleagues on a thread, and the staff of yesterday."""

    db: Database

    def wait(self, number: int, pending: Pending) -> None:
        """Keep what waits for an answer to the mail of this number. Raises ``RuntimeError`` outside a transaction."""
        self.db.write(
            "INSERT INTO pending (number, kind, case_ref, mail_id, actor, content, revision, asked_at, ends_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                pending.waits,
                pending.case,
                pending.mail_id,
                pending.actor,
                _dump(pending),
                pending.revision,
                stamp(pending.asked_at),
                stamp(pending.ends_at),
            ),
        )

    def pending(self, number: int) -> Pending | None:
        """What waits, or waited, for an answer to this mail of ours; ``None`` for nothing."""
        row = self.db.row("SELECT * FROM pending WHERE number = ?", (number,))
        return _pending(row) if row else None

    def waiting_of(self, actor: str, now: datetime) -> tuple[Pending, ...]:
        """What this address said and still waits for somebody's answer, newest first."""
        rows = self.db.rows(
            "SELECT * FROM pending WHERE actor = ? AND settled_at IS NULL AND ends_at >= ?"
            " ORDER BY number DESC LIMIT 20",
            (actor, stamp(now)),
        )
        return tuple(_pending(row) for row in rows)

    def offers_since(self, ref: str, since: datetime) -> int:
        """How often the contact of this case was asked about strangers' values since then."""
        row = self.db.row(
            "SELECT count(*) AS offers FROM pending WHERE case_ref = ? AND kind = 'values' AND asked_at >= ?",
            (ref, stamp(since)),
        )
        return int(row["offers"]) if row else 0

    def settle(self, number: int, outcome: str, at: datetime) -> None:
        """Note that what waited waits no more, and how it ended; a second time changes nothing."""
        self.db.write(
            "UPDATE pending SET settled_at = ?, outcome = ? WHERE number = ? AND settled_at IS NULL",
            (stamp(at), outcome, number),
        )

    def add_colleagues(self, ref: str, emails: Iterable[str], mail_id: int) -> None:
        """Note whom a case's contact put in Cc in this mail."""
        for email in sorted(emails):
            self.db.write(
                "INSERT INTO colleague (case_ref, email, mail_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (ref, email, mail_id),
            )

    def colleagues(self, ref: str) -> frozenset[str]:
        """Whom the contact of this case put in Cc."""
        rows = self.db.rows("SELECT email FROM colleague WHERE case_ref = ?", (ref,))
        return frozenset(row["email"].lower() for row in rows)

    def set_staff(self, people: Mapping[str, str], now: datetime) -> None:
        """Note who is of the staff by now: each address with the one that stands for its person.

        Whoever was and is not in it any more is remembered as a former one.
        """
        with self.db.joined():
            for email, person in people.items():
                self.db.change(
                    "INSERT INTO staff (email, person, since_at) VALUES (?, ?, ?)"
                    " ON CONFLICT (email) DO UPDATE SET person = excluded.person, until_at = NULL",
                    (email, person, stamp(now)),
                )
            self.db.change(
                "UPDATE staff SET until_at = ?"
                " WHERE until_at IS NULL AND email NOT IN (SELECT value FROM json_each(?))",
                (stamp(now), json.dumps(sorted(people))),
            )

    def former_staff(self) -> frozenset[str]:
        """The addresses that were of the staff and are not any more."""
        rows = self.db.rows("SELECT email FROM staff WHERE until_at IS NOT NULL")
        return frozenset(row["email"].lower() for row in rows)


def _dump(pending: Pending) -> str:
    return json.dumps(
        {
            "orders": pending.orders,
            "choices": pending.choices,
            "fields": {key: json.loads(dump_field(one)) for key, one in pending.fields.items()},
            "unclear": {key: json.loads(dump_unclear(one)) for key, one in pending.unclear.items()},
        },
        separators=(",", ":"),
    )


def _pending(row: Row) -> Pending:
    held = json.loads(row["content"])
    return Pending(
        waits=Waits(row["kind"]),
        actor=row["actor"],
        mail_id=row["mail_id"],
        case=row["case_ref"],
        revision=row["revision"],
        asked_at=instant(row["asked_at"]),
        ends_at=instant(row["ends_at"]),
        orders=tuple(held["orders"]),
        choices=tuple(held["choices"]),
        fields={key: load_field(key, json.dumps(one)) for key, one in held["fields"].items()},
        unclear={key: load_unclear(key, json.dumps(one)) for key, one in held["unclear"].items()},
        number=row["number"],
        is_settled=row["settled_at"] is not None,
    )

"""Cases: calls and questions as they stand, and how a decision changes them.

What is known of a case are rows that are only ever added; the newest row of a key is what holds. The status is the
newest history row, kept beside the case by a trigger so that lists are quick.
"""

from collections.abc import Mapping
from datetime import datetime
from sqlite3 import Row
from types import EllipsisType

from mailflow.decide.decision import CaseFile
from mailflow.model import Event, Field, Person, Status, Unclear
from mailflow.rule import Call
from mailflow.store.codec import dump_field, dump_unclear, instant, load_field, load_unclear, stamp
from mailflow.store.database import Bound, Database

OPEN_STATUSES = (Status.INCOMPLETE, Status.REVIEW, Status.OPEN)
"""The statuses of a case that somebody still has to do something about."""

IS_OPEN = "status IN (" + ", ".join(f"'{status}'" for status in OPEN_STATUSES) + ")"
"""The same as a condition in SQL."""

MOST_CALLS = 20
"""So many calls of one person are looked at, and no more."""

_FIRST_STATUS = {"call": Status.INCOMPLETE, "question": Status.OPEN}
"""Where a case of each kind begins, until its first history row says otherwise (protocol, section 3)."""


class Cases:
    """The part of the store that holds cases."""

    db: Database

    def next_number(self) -> int:
        """The next free case number: one sequence for all kinds of cases, never used twice.

        It is taken by ``open_case``; asked again before that, the answer is the same.
        """
        row = self.db.row("SELECT used FROM sequence WHERE name = 'case'")
        return int(row["used"]) + 1 if row else 1

    def open_case(
        self,
        ref: str,
        kind: str,
        *,
        opened_by: int,
        at: datetime,
        requester: str,
        asked_at: datetime,
        owner: str | None = None,
    ) -> None:
        """Open a case. Raises ``RuntimeError`` outside a transaction.

        ref: its reference, which ends in its number (``IO-0042``); kind: ``call`` or ``question``; opened_by: the
        mail; asked_at: from when the lead time counts; owner: the staff address that looks after it. Raises
        ``ValueError`` for a reference without a number or an unknown kind, ``sqlite3.IntegrityError`` for a number
        that is taken.
        """
        number = _number_in(ref)
        if kind not in _FIRST_STATUS:
            raise ValueError(f"{kind!r} is no kind of case")
        self.db.write(
            "INSERT INTO cases"
            " (ref, number, kind, opened_by, opened_at, asked_at, changed_at, status, requester, owner)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                ref,
                number,
                kind,
                opened_by,
                stamp(at),
                stamp(asked_at),
                stamp(at),
                _FIRST_STATUS[kind],
                requester,
                owner,
            ),
        )
        self.db.write("UPDATE sequence SET used = max(used, ?) WHERE name = 'case'", (number,))

    def case_kind(self, ref: str) -> str | None:
        """``call`` or ``question``, ``None`` where there is no such case."""
        row = self.db.row("SELECT kind FROM cases WHERE ref = ?", (ref,))
        return row["kind"] if row else None

    def call(self, ref: str) -> Call | None:
        """A call as rules see it, ``None`` where there is no such call."""
        found = self._calls("ref = ?", (ref,))
        return found[0] if found else None

    def case_file(self, ref: str) -> CaseFile | None:
        """A case as a command sees it, ``None`` where there is no such case."""
        row = self.db.row(
            "SELECT c.kind, c.status, c.requester, c.owner, c.opened_by, m.subject,"
            " (SELECT max(id) FROM field WHERE case_ref = c.ref) AS newest,"
            " EXISTS (SELECT 1 FROM raw WHERE mail_id = c.opened_by) AS is_kept"
            " FROM cases AS c JOIN mail AS m ON m.id = c.opened_by WHERE c.ref = ?",
            (ref,),
        )
        if row is None:
            return None
        call = self.call(ref) if row["kind"] == "call" else None
        return CaseFile(
            ref=ref,
            kind=row["kind"],
            status=Status(row["status"]),
            title=call.text("title") if call else row["subject"],
            requester=row["requester"].lower(),
            owner=row["owner"],
            opened_by=row["opened_by"],
            is_kept=bool(row["is_kept"]),
            revision=f"{row['status']}:{row['newest'] or 0}",
            call=call,
        )

    def is_closed(self, ref: str) -> bool:
        """Whether a case is over for good: no reply opens it again."""
        return self.db.row("SELECT 1 FROM cases WHERE ref = ? AND status = 'closed'", (ref,)) is not None

    def set_owner(self, ref: str, owner: str) -> None:
        """Let this staff address look after a case. Raises ``RuntimeError`` outside a transaction."""
        self.db.write("UPDATE cases SET owner = ? WHERE ref = ?", (owner, ref))

    def calls_of(self, address: str) -> tuple[Call, ...]:
        """The open calls whose requester or contact this address is, newest first, at most ``MOST_CALLS``."""
        return self._calls(f"(requester = ? OR contact = ?) AND {IS_OPEN}", (address, address))

    def requests_of(self, requester: str, since: datetime, most: int) -> tuple[str, ...]:
        """The open calls that this address asked for since then: the oldest, at most so many."""
        rows = self.db.rows(
            "SELECT ref FROM cases INDEXED BY cases_asked WHERE kind = 'call' AND requester = ? AND opened_at >= ?"  # noqa: S608 - a constant
            f" AND {IS_OPEN} ORDER BY opened_at LIMIT ?",
            (requester, stamp(since), most),
        )
        return tuple(row["ref"] for row in rows)

    def requests_of_domain(self, domain: str, since: datetime, most: int) -> tuple[str, ...]:
        """The same for every address of a domain."""
        rows = self.db.rows(
            "SELECT ref FROM cases INDEXED BY cases_domain WHERE kind = 'call'"  # noqa: S608 - a constant
            " AND lower(substr(requester, instr(requester, '@') + 1)) = ? AND opened_at >= ?"
            f" AND {IS_OPEN} ORDER BY opened_at LIMIT ?",
            (domain, stamp(since), most),
        )
        return tuple(row["ref"] for row in rows)

    def open_cards(self) -> Mapping[str, int]:
        """How many open calls each staff address owns; who owns none is not in it."""
        rows = self.db.rows(
            "SELECT owner, count(*) AS cards FROM cases INDEXED BY cases_owner"  # noqa: S608 - a constant
            f" WHERE owner IS NOT NULL AND kind = 'call' AND {IS_OPEN} GROUP BY owner"
        )
        return {row["owner"].lower(): row["cards"] for row in rows}

    def save_fields(
        self, ref: str, fields: Mapping[str, Field], unclear: Mapping[str, Unclear], *, mail_id: int, at: datetime
    ) -> None:
        """Make this what is known of a case; what changed is noted as coming from this mail.

        A value that is said again, wherever, keeps the mail it first came from. A key that is in neither mapping any
        more gets a row that says so; nothing is deleted. Raises ``ValueError`` for a key in both mappings,
        ``RuntimeError`` outside a transaction.
        """
        self.db.require_transaction()
        if both := sorted(fields.keys() & unclear.keys()):
            raise ValueError(f"{', '.join(both)}: a key is either certain or unclear")
        known, doubtful = self.known(ref)
        new = [(key, "sure", dump_field(field)) for key, field in fields.items() if not _same(field, known.get(key))]
        new += [
            (key, "unclear", dump_unclear(one))
            for key, one in unclear.items()
            if not _same_doubt(one, doubtful.get(key))
        ]
        new += [
            (key, "gone", "{}") for key in sorted((known.keys() | doubtful.keys()) - fields.keys() - unclear.keys())
        ]
        for key, state, content in new:
            self.db.write(
                "INSERT INTO field (case_ref, key, state, content, mail_id, noted_at) VALUES (?, ?, ?, ?, ?, ?)",
                (ref, key, state, content, mail_id, stamp(at)),
            )
        if any(key == "contact" for key, _, _ in new):
            contact = _email_of(fields.get("contact"))
            self.db.write("UPDATE cases SET contact = ? WHERE ref = ?", (contact, ref))

    def known(self, ref: str) -> tuple[dict[str, Field], dict[str, Unclear]]:
        """What is known of a case by now: certain values and unclear ones, by key, in the order they came."""
        fields: dict[str, Field] = {}
        unclear: dict[str, Unclear] = {}
        for row in self.db.rows(
            "SELECT key, state, content FROM field"
            " WHERE id IN (SELECT max(id) FROM field WHERE case_ref = ? GROUP BY key) ORDER BY id",
            (ref,),
        ):
            if row["state"] == "sure":
                fields[row["key"]] = load_field(row["key"], row["content"])
            elif row["state"] == "unclear":
                unclear[row["key"]] = load_unclear(row["key"], row["content"])
        return fields, unclear

    def set_call(
        self, ref: str, *, owner: str | EllipsisType | None = ..., asked_at: datetime | EllipsisType = ...
    ) -> None:
        """Change who looks after a call, or from when its lead time counts; what is not given stays.

        Raises ``LookupError`` where there is no such call, ``RuntimeError`` outside a transaction.
        """
        self.db.require_transaction()
        if self.case_kind(ref) != "call":
            raise LookupError(f"there is no call {ref}")
        if not isinstance(owner, EllipsisType):
            self.db.write("UPDATE cases SET owner = ? WHERE ref = ?", (owner, ref))
        if not isinstance(asked_at, EllipsisType):
            self.db.write("UPDATE cases SET asked_at = ? WHERE ref = ?", (stamp(asked_at), ref))

    def add_event(self, ref: str | None, event: Event, *, mail_id: int | None, at: datetime) -> None:
        """Add a row to the history of a case (or of none), which sets the case's status to ``event.after``.

        Raises ``RuntimeError`` outside a transaction.
        """
        self.db.write(
            "INSERT INTO history (case_ref, mail_id, happened_at, actor, what, before, after, proof, detail)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (ref, mail_id, stamp(at), event.actor, event.what, event.before, event.after, event.proof, event.detail),
        )

    def _calls(self, condition: str, bound: Bound) -> tuple[Call, ...]:
        # A + keeps SQLite from going by the status or the number, through all the cases there are.
        rows = self.db.rows(
            "SELECT ref, status, requester, asked_at, owner FROM cases"  # noqa: S608 - the conditions are ours
            f" WHERE kind = 'call' AND {condition} ORDER BY +number DESC LIMIT {MOST_CALLS}",
            bound,
        )
        return tuple(self._call(row) for row in rows)

    def _call(self, row: Row) -> Call:
        fields, unclear = self.known(row["ref"])
        return Call(
            ref=row["ref"],
            status=Status(row["status"]),
            requester=row["requester"],
            asked_at=instant(row["asked_at"]),
            fields=fields,
            unclear=unclear,
            owner=row["owner"],
        )


def _number_in(ref: str) -> int:
    kind, dash, number = ref.rpartition("-")
    if not (kind and dash and number.isascii() and number.isdigit() and int(number) > 0):
        raise ValueError(f"{ref!r} is no reference of a case: it ends in no number")
    return int(number)


def _same(new: Field, old: Field | None) -> bool:
    """Whether it says the same; where it was said does not matter. ``True`` is no 1 here."""
    return old is not None and (repr(new.value), new.assumed) == (repr(old.value), old.assumed)


def _same_doubt(new: Unclear, old: Unclear | None) -> bool:
    if old is None:
        return False
    return (new.said, new.why, repr(new.suggestion)) == (old.said, old.why, repr(old.suggestion))


def _email_of(field: Field | None) -> str | None:
    """The address of the contact, ``None`` where it is not known for certain."""
    value = field.value if field else None
    first = value[0] if isinstance(value, tuple) and value else None
    return first.email if isinstance(first, Person) else None

"""What a person looks at: the open cases, a case's story, the newest mails."""

from sqlite3 import Row

from mailflow.model import Disposition, Event, Field, Status
from mailflow.store.cases import IS_OPEN
from mailflow.store.codec import instant, load_field, load_unclear, maybe_instant
from mailflow.store.database import Bound, Database
from mailflow.store.findings import to_finding
from mailflow.store.rows import (
    CaseRow,
    HistoryRow,
    MailRow,
    OutgoingRow,
    State,
    Story,
    StoryField,
    StoryFinding,
)

_CASE = """
SELECT c.*, m.subject AS subject,
    (SELECT CASE state WHEN 'sure' THEN content END FROM field
        WHERE case_ref = c.ref AND key = 'title' ORDER BY id DESC LIMIT 1) AS title
FROM cases AS c JOIN mail AS m ON m.id = c.opened_by
"""


class Reports:
    """The part of the store that tells people what is there."""

    db: Database

    def open_cases(self) -> list[CaseRow]:
        """Every open case, in the order of their numbers."""
        return [_case(row) for row in self.db.rows(f"{_CASE} WHERE c.{IS_OPEN} ORDER BY c.number")]

    def every_ref(self) -> tuple[str, ...]:
        """The reference of every case, also of those that have ended, in the order of their numbers."""
        return tuple(row["ref"] for row in self.db.rows("SELECT ref FROM cases ORDER BY number"))

    def story(self, ref: str) -> Story | None:
        """All there is to tell of a case, ``None`` where there is no such case."""
        row = self.db.row(f"{_CASE} WHERE c.ref = ?", (ref,))
        if row is None:
            return None
        return Story(
            case=_case(row),
            asked_at=instant(row["asked_at"]),
            fields=self._fields(ref),
            findings=self._all_findings(ref),
            history=self._history(ref),
            mails_in=self._mails("WHERE case_ref = ? ORDER BY id", (ref,)),
            mails_out=self._mails_out(ref),
        )

    def mails(self, limit: int) -> list[MailRow]:
        """The newest mails in, the newest first."""
        return list(self._mails("ORDER BY id DESC LIMIT ?", (limit,)))

    def _mails(self, clauses: str, bound: Bound) -> tuple[MailRow, ...]:
        rows = self.db.rows(
            "SELECT id, received_at, sender, subject, kind, disposition, case_ref, why, copy_of, tries"  # noqa: S608 - ours
            f" FROM mail {clauses}",
            bound,
        )
        return tuple(
            MailRow(
                mail_id=row["id"],
                received_at=instant(row["received_at"]),
                sender=row["sender"],
                subject=row["subject"],
                kind=row["kind"],
                disposition=Disposition(row["disposition"]) if row["disposition"] else None,
                case=row["case_ref"],
                why=row["why"],
                copy_of=row["copy_of"],
                tries=row["tries"],
            )
            for row in rows
        )

    def _fields(self, ref: str) -> dict[str, StoryField]:
        rows = self.db.rows(
            "SELECT f.key, f.state, f.content, f.mail_id, m.sender, m.subject, m.received_at"
            " FROM field AS f JOIN mail AS m ON m.id = f.mail_id WHERE f.state <> 'gone'"
            " AND f.id IN (SELECT max(id) FROM field WHERE case_ref = ? GROUP BY key) ORDER BY f.id",
            (ref,),
        )
        return {row["key"]: _field(row) for row in rows}

    def _all_findings(self, ref: str) -> tuple[StoryFinding, ...]:
        rows = self.db.rows("SELECT * FROM finding WHERE case_ref = ? ORDER BY id", (ref,))
        return tuple(
            StoryFinding(
                finding=to_finding(row),
                opened_at=instant(row["opened_at"]),
                closed_at=maybe_instant(row["closed_at"]),
            )
            for row in rows
        )

    def _history(self, ref: str) -> tuple[HistoryRow, ...]:
        rows = self.db.rows("SELECT * FROM history WHERE case_ref = ? ORDER BY id", (ref,))
        return tuple(
            HistoryRow(
                at=instant(row["happened_at"]),
                event=Event(
                    actor=row["actor"],
                    what=row["what"],
                    before=Status(row["before"]) if row["before"] else None,
                    after=Status(row["after"]) if row["after"] else None,
                    proof=row["proof"],
                    detail=row["detail"],
                ),
                mail_id=row["mail_id"],
            )
            for row in rows
        )

    def _mails_out(self, ref: str) -> tuple[OutgoingRow, ...]:
        rows = self.db.rows("SELECT * FROM outbox WHERE case_ref = ? ORDER BY number", (ref,))
        return tuple(to_outgoing(row) for row in rows)


def to_outgoing(row: Row) -> OutgoingRow:
    """Read a row of the outbox, but for its text."""
    return OutgoingRow(
        number=row["number"],
        template=row["template"],
        to=row["receiver"],
        case=row["case_ref"],
        subject=row["subject"],
        message_id=row["message_id"],
        state=State(row["state"]),
        attempts=row["attempts"],
        answer=row["answer"],
        enqueued_at=instant(row["enqueued_at"]),
        due_at=maybe_instant(row["due_at"]),
        settled_at=maybe_instant(row["settled_at"]),
    )


def _case(row: Row) -> CaseRow:
    return CaseRow(
        ref=row["ref"],
        kind=row["kind"],
        status=Status(row["status"]),
        title=_title(row),
        requester=row["requester"],
        owner=row["owner"],
        opened_at=instant(row["opened_at"]),
        changed_at=instant(row["changed_at"]),
    )


def _title(row: Row) -> str:
    """The call's title where it is known for certain, else the subject of the mail that opened the case."""
    if row["title"] is not None:
        value = load_field("title", row["title"]).value
        if isinstance(value, str) and value:
            return value
    return str(row["subject"])


def _field(row: Row) -> StoryField:
    key, content = row["key"], row["content"]
    field: Field | None = load_field(key, content) if row["state"] == "sure" else None
    return StoryField(
        key=key,
        field=field,
        unclear=None if field else load_unclear(key, content),
        mail_id=row["mail_id"],
        sender=row["sender"],
        subject=row["subject"],
        received_at=instant(row["received_at"]),
    )

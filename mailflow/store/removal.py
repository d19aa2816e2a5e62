"""Removing what mails and letters say while their rows stay: numbers, times, outcomes and keyed hashes are kept.

The hashes go on to recognise a mail that is here again. Every function joins the open transaction and may be repeated.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from sqlite3 import Row

from mailflow.model import Disposition
from mailflow.store.codec import stamp
from mailflow.store.database import Database
from mailflow.store.redaction import Cleaning, Scope, clean_facts, clean_field, clean_pending
from mailflow.store.traces import MARK

OURSELVES = frozenset({"mailflow", "unknown", MARK})
"""Actors of the history that are nobody's address."""


class Why(StrEnum):
    """Why a mail's bytes are gone."""

    AGE = "age"  # it was kept as long as the settings say
    FORGOTTEN = "forgotten"  # who wrote it was forgotten
    NAMED = "named"  # it told of somebody who was forgotten


def empty_mails(db: Database, ids: Iterable[int], why: Why, at: datetime) -> int:
    """Remove the bytes of these mails, and what was raised while they were handled."""
    count = 0
    for mail_id in ids:
        db.write("DELETE FROM raw WHERE mail_id = ?", (mail_id,))
        count += db.write(
            "UPDATE mail SET emptied_at = coalesce(emptied_at, ?), trouble = '',"
            " emptied_why = CASE WHEN emptied_why IN ('', 'age') THEN ? ELSE emptied_why END WHERE id = ?",
            (stamp(at), why, mail_id),
        )
    return count


def unname_mails(db: Database, ids: Iterable[int]) -> int:
    """Remove who sent these mails and what about; the hash of the Message-ID stays."""
    return sum(
        db.write(
            "UPDATE mail SET sender = ?, subject = ?, message_id = NULL, why = CASE why WHEN '' THEN '' ELSE ? END"
            " WHERE id = ?",
            (MARK, MARK, MARK, mail_id),
        )
        for mail_id in ids
    )


def drop_quarantined(db: Database, mail_id: int, at: datetime) -> None:
    """Settle a mail that lies in quarantine as not to be handled."""
    db.write(
        "UPDATE mail SET disposition = ?, decided_at = ?, is_unfiled = 1 WHERE id = ? AND disposition = 'quarantined'",
        (Disposition.DROPPED, stamp(at), mail_id),
    )


def empty_letters(db: Database, numbers: Iterable[int], at: datetime) -> int:
    """Remove the bytes and texts of these letters; their rows stay, so that answers to them still find their case."""
    count = 0
    for number in numbers:
        db.write("UPDATE letter SET text = '', raw = x'' WHERE number = ?", (number,))
        count += db.write(
            "UPDATE outbox SET emptied_at = coalesce(emptied_at, ?) WHERE number = ?", (stamp(at), number)
        )
    return count


def unname_letters(db: Database, numbers: Iterable[int]) -> int:
    """Remove whom these letters went to and what about; staff need not be told of them any more."""
    count = 0
    for number in numbers:
        count += db.write(
            "UPDATE outbox SET receiver = ?, subject = ?, cause = ?, answer = CASE answer WHEN '' THEN '' ELSE ? END,"
            " is_untold = 0 WHERE number = ?",
            (MARK, MARK, f"{MARK} {number}", MARK, number),
        )
        db.write("UPDATE attempt SET answer = ? WHERE number = ? AND answer NOT IN ('', ?)", (MARK, number, MARK))
    return count


def clean_fields(db: Database, rows: Iterable[Row], cleaning: Cleaning) -> int:
    """Clean these rows of ``field``; how many changed."""
    count = 0
    for row in rows:
        content = clean_field(row["key"], row["state"], row["content"], cleaning)
        if content != row["content"]:
            count += db.write("UPDATE field SET content = ? WHERE id = ?", (content, row["id"]))
    return count


def clean_history(db: Database, rows: Iterable[Row], cleaning: Cleaning) -> int:
    """Clean these rows of ``history``: what somebody who is forgotten did, stays; who it was, and the words, go."""
    count = 0
    for row in rows:
        actor, detail = row["actor"], row["detail"]
        is_theirs = actor.lower() in cleaning.traces.addresses
        is_everybody = cleaning.scope is Scope.EVERYBODY
        if is_theirs or (is_everybody and actor not in OURSELVES):
            actor = MARK
        detail = MARK if detail and (is_theirs or is_everybody) else cleaning.text(detail)
        if (actor, detail) != (row["actor"], row["detail"]):
            count += db.write("UPDATE history SET actor = ?, detail = ? WHERE id = ?", (actor, detail, row["id"]))
    return count


def clean_findings(db: Database, rows: Iterable[Row], cleaning: Cleaning) -> int:
    """Clean these rows of ``finding``."""
    count = 0
    for row in rows:
        facts = clean_facts(row["facts"], cleaning)
        if facts != row["facts"]:
            count += db.write("UPDATE finding SET facts = ? WHERE id = ?", (facts, row["id"]))
    return count


def clean_pendings(db: Database, rows: Iterable[Row], cleaning: Cleaning, at: datetime) -> int:
    """Clean these rows of ``pending``; what somebody who is forgotten said waits no more."""
    count = 0
    for row in rows:
        is_theirs = row["actor"].lower() in cleaning.traces.addresses
        is_gone = row["actor"] != MARK and (is_theirs or cleaning.scope is Scope.EVERYBODY)
        content = clean_pending(row["content"], cleaning)
        if is_gone or content != row["content"]:
            count += db.write("UPDATE pending SET content = ? WHERE number = ?", (content, row["number"]))
        if is_gone:
            db.write(
                "UPDATE pending SET actor = ?, settled_at = coalesce(settled_at, ?),"
                " outcome = CASE WHEN settled_at IS NULL THEN 'forgotten' ELSE outcome END WHERE number = ?",
                (MARK, stamp(at), row["number"]),
            )
    return count


def clean_case(db: Database, ref: str, cleaning: Cleaning, at: datetime) -> int:
    """Clean all rows of a case but for its mails and letters."""
    return (
        clean_fields(db, db.rows("SELECT * FROM field WHERE case_ref = ?", (ref,)), cleaning)
        + clean_history(db, db.rows("SELECT * FROM history WHERE case_ref = ?", (ref,)), cleaning)
        + clean_findings(db, db.rows("SELECT * FROM finding WHERE case_ref = ?", (ref,)), cleaning)
        + clean_pendings(db, db.rows("SELECT * FROM pending WHERE case_ref = ?", (ref,)), cleaning, at)
    )

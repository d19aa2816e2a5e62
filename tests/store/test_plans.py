"""Cost follows what is due, never what is stored: no query of the daily round reads a whole table."""

import sqlite3
from collections.abc import Callable

import pytest

from mailflow.decide.limits import Pace
from mailflow.store import Outbox, Store
from tests.store.making import NOW, decide, post, take_in

DAILY: dict[str, Callable[[Store, Outbox], object]] = {
    "position": lambda store, _: store.position("INBOX", "7"),
    "known_uids": lambda store, _: store.known_uids("INBOX", "7", ["1"]),
    "waiting": lambda store, _: store.waiting(NOW, 10),
    "next_try_at": lambda store, _: store.next_try_at(),
    "raw": lambda store, _: store.raw(1),
    "unfiled": lambda store, _: store.unfiled("INBOX", 10),
    "quarantined": lambda store, _: store.quarantined(),
    "duplicate_of an id": lambda store, _: store.duplicate_of(2, "<1@example.org>", "c1"),
    "duplicate_of content": lambda store, _: store.duplicate_of(2, None, "c1"),
    "sent_by_number": lambda store, _: store.sent_by_number(1),
    "sent_by_message_id": lambda store, _: store.sent_by_message_id(["<1@interoccupy.example>"]),
    "call": lambda store, _: store.call("IO-0001"),
    "calls_of": lambda store, _: store.calls_of("larry@example.org"),
    "answers_since": lambda store, _: store.answers_since("larry@example.org", NOW),
    "thread_answers_since": lambda store, _: store.thread_answers_since(1, NOW),
    "case_answers_since": lambda store, _: store.case_answers_since(["IO-0001", "IO-0002"], NOW),
    "same_words": lambda store, _: store.same_words("larry@example.org", "yes", NOW),
    "requests_of": lambda store, _: store.requests_of("larry@example.org", NOW, 6),
    "requests_of_domain": lambda store, _: store.requests_of_domain("example.org", NOW, 21),
    "is_known": lambda store, _: store.is_known("larry@example.org"),
    "reached_by": lambda store, _: store.reached_by("larry@example.org", NOW),
    "may_remind": lambda store, _: store.may_remind("larry@example.org"),
    "open_cards": lambda store, _: store.open_cards(),
    "findings": lambda store, _: store.findings("IO-0001"),
    "story": lambda store, _: store.story("IO-0001"),
    "failed": lambda store, _: store.failed(2, "boom", NOW),
    "filed": lambda store, _: store.filed([1]),
    "lease": lambda _, outbox: outbox.lease("w", NOW, 10),
    "lease at a pace": lambda _, outbox: outbox.lease("w", NOW, 10, pace=Pace(answers=1)),
    "answers_waiting": lambda _, outbox: outbox.answers_waiting(),
    "wants_sender": lambda _, outbox: outbox.wants_sender(NOW),
    "release": lambda _, outbox: outbox.release("w"),
    "recover": lambda _, outbox: outbox.recover(NOW),
    "due_at": lambda _, outbox: outbox.due_at(),
    "sent_since": lambda _, outbox: outbox.sent_since(NOW),
    "waiting_count": lambda _, outbox: outbox.waiting_count(),
    "unsettled": lambda _, outbox: outbox.unsettled(),
    "sent": lambda _, outbox: outbox.sent(1, "250 ok", NOW),
    "deferred": lambda _, outbox: outbox.deferred(2, "451 later", NOW),
}

DUE_ONLY = {"mail_waiting", "mail_quarantined", "mail_unfiled", "cases_owner"} | {
    f"outbox_{name}" for name in ("turn", "due", "order", "untold", "sending")
}
"""Indexes that hold only what is due or open: to read one of them whole costs what is due."""


def _whole_reads(store: Store, statements: list[str]) -> list[str]:
    """The steps of these statements that read a whole table, or an index of everything that is stored."""
    found = []
    for sql in statements:
        try:
            steps = store.db.rows(f"EXPLAIN QUERY PLAN {sql}")
        except sqlite3.OperationalError:  # BEGIN and COMMIT have no plan
            continue
        for step in steps:
            words = step["detail"].split()
            is_due = any(name in words for name in DUE_ONLY)
            if words[0] == "SCAN" and not is_due and words[1] not in {"json_each", "CONSTANT"}:
                found.append(f"{step['detail']} in: {sql}")
    return found


@pytest.mark.parametrize("name", DAILY)
def test_no_whole_table_is_read(store: Store, outbox: Outbox, name: str) -> None:
    """The plan of every statement that one call runs finds its rows by an index."""
    first = take_in(store, "1")
    take_in(store, "2")
    with store.transaction():
        decide(store, first)
    post(store, key="another")
    statements: list[str] = []
    store.db.connection.set_trace_callback(statements.append)
    DAILY[name](store, outbox)
    store.db.connection.set_trace_callback(None)
    assert statements
    assert _whole_reads(store, statements) == []


def test_deciding_reads_no_whole_table(store: Store) -> None:
    """The same holds for every statement of a whole decision."""
    first, second = take_in(store, "1"), take_in(store, "2")
    with store.transaction():
        decide(store, first)
    statements: list[str] = []
    store.db.connection.set_trace_callback(statements.append)
    with store.transaction():
        decide(store, second)
    store.db.connection.set_trace_callback(None)
    assert len(statements) > 12
    assert _whole_reads(store, statements) == []


def test_a_whole_read_would_be_seen(store: Store) -> None:
    """The check itself sees a query that reads everything."""
    assert _whole_reads(store, ["SELECT * FROM mail WHERE subject = 'hi'"]) == [
        "SCAN mail in: SELECT * FROM mail WHERE subject = 'hi'"
    ]

"""SQLite: archive, cases, history, findings and outbox live in one file and commit together."""

from mailflow.store.archive import AlreadyDecided
from mailflow.store.database import StoreUnavailable
from mailflow.store.outbox import NewLetter, Outbox
from mailflow.store.rows import (
    CaseRow,
    Duplicate,
    HistoryRow,
    Letter,
    MailRow,
    OutgoingRow,
    Quarantined,
    State,
    Story,
    StoryField,
    StoryFinding,
    Waiting,
)
from mailflow.store.store import Store

__all__ = [
    "AlreadyDecided",
    "CaseRow",
    "Duplicate",
    "HistoryRow",
    "Letter",
    "MailRow",
    "NewLetter",
    "Outbox",
    "OutgoingRow",
    "Quarantined",
    "State",
    "Store",
    "StoreUnavailable",
    "Story",
    "StoryField",
    "StoryFinding",
    "Waiting",
]

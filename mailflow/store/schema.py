"""The tables, as migrations: a list of SQL that only ever grows at its end.

Each migration and its record (table ``_sqlite_migrations``) are one transaction; two programs that open the same file
at once do it once. The tables are STRICT; columns that end in ``_at`` are written by ``codec.stamp`` only.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from mailflow.store.database import Database, StoreUnavailable
from mailflow.store.traces import MARK

if TYPE_CHECKING:
    import sqlite_utils

_SET = "mailflow"

_ARCHIVE = """
CREATE TABLE instance (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sequence (
    name TEXT PRIMARY KEY,
    used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO sequence VALUES ('case', 0), ('outgoing', 0);

CREATE TABLE mail (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    mailbox TEXT NOT NULL,
    uidvalidity TEXT NOT NULL,
    uid TEXT NOT NULL,
    uid_number INTEGER,
    received_at TEXT NOT NULL,
    archived_at TEXT NOT NULL,
    size INTEGER NOT NULL,
    is_cut INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    next_try_at TEXT,
    trouble TEXT NOT NULL DEFAULT '',
    quarantined_at TEXT,
    decided_at TEXT,
    disposition TEXT,
    kind TEXT NOT NULL DEFAULT '',
    why TEXT NOT NULL DEFAULT '',
    case_ref TEXT REFERENCES cases,
    copy_of INTEGER REFERENCES mail,
    sender TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL DEFAULT '',
    message_id TEXT,
    message_id_hash TEXT,
    content_hash TEXT,
    is_unfiled INTEGER NOT NULL DEFAULT 0,
    UNIQUE (mailbox, uidvalidity, uid),
    CHECK ((disposition IS NULL) = (decided_at IS NULL AND quarantined_at IS NULL)),
    CHECK (next_try_at IS NULL OR disposition IS NULL)
) STRICT;
CREATE INDEX mail_position ON mail (mailbox, uidvalidity, uid_number);
CREATE INDEX mail_waiting ON mail (id, next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX mail_quarantined ON mail (quarantined_at) WHERE disposition = 'quarantined';
CREATE INDEX mail_unfiled ON mail (mailbox, id) WHERE is_unfiled = 1;
CREATE INDEX mail_message_id ON mail (message_id_hash, content_hash) WHERE message_id_hash IS NOT NULL;
CREATE INDEX mail_content ON mail (content_hash) WHERE content_hash IS NOT NULL;
CREATE INDEX mail_case ON mail (case_ref) WHERE case_ref IS NOT NULL;

CREATE TABLE raw (
    mail_id INTEGER PRIMARY KEY REFERENCES mail,
    bytes BLOB NOT NULL
) STRICT;
"""

_CASES = """
CREATE TABLE cases (
    ref TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    opened_by INTEGER NOT NULL REFERENCES mail,
    opened_at TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    status TEXT NOT NULL,
    requester TEXT NOT NULL COLLATE NOCASE,
    contact TEXT COLLATE NOCASE,
    owner TEXT COLLATE NOCASE
) STRICT;
CREATE INDEX cases_requester ON cases (requester);
CREATE INDEX cases_contact ON cases (contact) WHERE contact IS NOT NULL;
CREATE INDEX cases_owner ON cases (owner, kind, status) WHERE owner IS NOT NULL;
CREATE INDEX cases_status ON cases (status, number);

CREATE TABLE field (
    id INTEGER PRIMARY KEY,
    case_ref TEXT NOT NULL REFERENCES cases,
    key TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sure', 'unclear', 'gone')),
    content TEXT NOT NULL CHECK (json_valid(content)),
    mail_id INTEGER NOT NULL REFERENCES mail,
    noted_at TEXT NOT NULL
) STRICT;
CREATE INDEX field_case ON field (case_ref, key, id);
CREATE TRIGGER field_never_changes BEFORE UPDATE ON field
    BEGIN SELECT RAISE(ABORT, 'a field row is never changed: add a newer one'); END;
CREATE TRIGGER field_never_goes BEFORE DELETE ON field
    BEGIN SELECT RAISE(ABORT, 'a field row is never deleted'); END;

CREATE TABLE history (
    id INTEGER PRIMARY KEY,
    case_ref TEXT REFERENCES cases,
    mail_id INTEGER REFERENCES mail,
    happened_at TEXT NOT NULL,
    actor TEXT NOT NULL,
    what TEXT NOT NULL,
    before TEXT,
    after TEXT,
    proof TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX history_case ON history (case_ref, id);
CREATE TRIGGER history_never_changes BEFORE UPDATE ON history
    BEGIN SELECT RAISE(ABORT, 'a history row is never changed: add a newer one'); END;
CREATE TRIGGER history_never_goes BEFORE DELETE ON history
    BEGIN SELECT RAISE(ABORT, 'a history row is never deleted'); END;
CREATE TRIGGER history_tells_status AFTER INSERT ON history WHEN new.case_ref IS NOT NULL
    BEGIN
        UPDATE cases SET status = coalesce(new.after, status), changed_at = new.happened_at WHERE ref = new.case_ref;
    END;

CREATE TABLE finding (
    id INTEGER PRIMARY KEY,
    case_ref TEXT NOT NULL REFERENCES cases,
    rule TEXT NOT NULL,
    key TEXT NOT NULL,
    outcome TEXT NOT NULL,
    facts TEXT NOT NULL CHECK (json_valid(facts)),
    opened_at TEXT NOT NULL,
    closed_at TEXT
) STRICT;
CREATE UNIQUE INDEX finding_open ON finding (case_ref, rule, key) WHERE closed_at IS NULL;
CREATE INDEX finding_case ON finding (case_ref, id);
"""

_OUTBOX = """
CREATE TABLE outbox (
    number INTEGER PRIMARY KEY,
    cause TEXT NOT NULL,
    template TEXT NOT NULL,
    receiver TEXT NOT NULL COLLATE NOCASE,
    case_ref TEXT REFERENCES cases,
    mail_id INTEGER REFERENCES mail,
    purpose TEXT NOT NULL,
    asked TEXT NOT NULL CHECK (json_valid(asked)),
    subject TEXT NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    sender TEXT NOT NULL,
    is_automatic INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    enqueued_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'refused', 'given-up')),
    due_at TEXT,
    worker TEXT,
    leased_at TEXT,
    is_ambiguous INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    first_tried_at TEXT,
    settled_at TEXT,
    answer TEXT NOT NULL DEFAULT '',
    is_untold INTEGER NOT NULL DEFAULT 0,
    UNIQUE (cause, template, receiver),
    CHECK ((due_at IS NULL) = (state IN ('sent', 'refused', 'given-up'))),
    CHECK ((settled_at IS NULL) = (due_at IS NOT NULL)),
    CHECK ((worker IS NOT NULL) = (state = 'sending'))
) STRICT;
CREATE INDEX outbox_turn ON outbox (priority, number, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX outbox_due ON outbox (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX outbox_order ON outbox (case_ref, receiver, number) WHERE due_at IS NOT NULL;
CREATE INDEX outbox_sent ON outbox (settled_at) WHERE state = 'sent';
CREATE INDEX outbox_untold ON outbox (number) WHERE is_untold = 1;
CREATE INDEX outbox_sending ON outbox (worker) WHERE state = 'sending';
CREATE INDEX outbox_answers ON outbox (receiver, enqueued_at) WHERE is_automatic = 1;
CREATE INDEX outbox_case ON outbox (case_ref, number) WHERE case_ref IS NOT NULL;

CREATE TABLE letter (
    number INTEGER PRIMARY KEY REFERENCES outbox,
    text TEXT NOT NULL,
    raw BLOB NOT NULL
) STRICT;

CREATE TABLE attempt (
    id INTEGER PRIMARY KEY,
    number INTEGER NOT NULL REFERENCES outbox,
    tried_at TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('sent', 'deferred', 'doubted', 'refused')),
    answer TEXT NOT NULL
) STRICT;
CREATE INDEX attempt_number ON attempt (number, id);
"""

_TRUST = """
CREATE TABLE pending (
    number INTEGER PRIMARY KEY REFERENCES outbox,
    kind TEXT NOT NULL CHECK (kind IN ('orders', 'values', 'which')),
    case_ref TEXT REFERENCES cases,
    mail_id INTEGER NOT NULL REFERENCES mail,
    actor TEXT NOT NULL COLLATE NOCASE,
    content TEXT NOT NULL CHECK (json_valid(content)),
    revision TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    settled_at TEXT,
    outcome TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX pending_actor ON pending (actor, ends_at) WHERE settled_at IS NULL;
CREATE INDEX pending_case ON pending (case_ref, asked_at) WHERE case_ref IS NOT NULL;

CREATE TABLE colleague (
    case_ref TEXT NOT NULL REFERENCES cases,
    email TEXT NOT NULL COLLATE NOCASE,
    mail_id INTEGER NOT NULL REFERENCES mail,
    PRIMARY KEY (case_ref, email)
) STRICT, WITHOUT ROWID;

CREATE TABLE address (
    email TEXT PRIMARY KEY COLLATE NOCASE,
    failed_at TEXT,
    failure TEXT NOT NULL DEFAULT '',
    silent_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
    email TEXT PRIMARY KEY COLLATE NOCASE,
    person TEXT NOT NULL COLLATE NOCASE,
    since_at TEXT NOT NULL,
    until_at TEXT
) STRICT, WITHOUT ROWID;

ALTER TABLE mail ADD COLUMN read_as TEXT;
"""

_LIMITS = """
ALTER TABLE mail ADD COLUMN words_hash TEXT;
CREATE INDEX mail_words ON mail (sender, words_hash, decided_at) WHERE words_hash IS NOT NULL;
CREATE INDEX mail_sender ON mail (sender) WHERE sender <> '';

ALTER TABLE outbox ADD COLUMN thread INTEGER;
CREATE INDEX outbox_thread ON outbox (thread, enqueued_at) WHERE is_automatic = 1;
CREATE INDEX outbox_case_answers ON outbox (case_ref, enqueued_at) WHERE is_automatic = 1 AND case_ref IS NOT NULL;
CREATE INDEX outbox_left ON outbox (settled_at, receiver) WHERE is_automatic = 1 AND state = 'sent';

CREATE INDEX cases_asked ON cases (requester, opened_at) WHERE kind = 'call';
CREATE INDEX cases_domain ON cases (lower(substr(requester, instr(requester, '@') + 1)), opened_at)
    WHERE kind = 'call';

ALTER TABLE address ADD COLUMN met_at TEXT;
ALTER TABLE address ADD COLUMN met_by TEXT COLLATE NOCASE;
CREATE INDEX address_met ON address (met_by, met_at) WHERE met_by IS NOT NULL;
"""

_PRIVACY = f"""
ALTER TABLE mail ADD COLUMN emptied_at TEXT;
ALTER TABLE mail ADD COLUMN emptied_why TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN emptied_at TEXT;
ALTER TABLE cases ADD COLUMN phones_gone_at TEXT;
ALTER TABLE cases ADD COLUMN people_gone_at TEXT;

CREATE INDEX mail_full ON mail (decided_at) WHERE emptied_at IS NULL AND decided_at IS NOT NULL;
CREATE INDEX mail_named ON mail (decided_at)
    WHERE decided_at IS NOT NULL AND sender <> '{MARK}' AND sender || subject <> '';
CREATE INDEX outbox_full ON outbox (settled_at) WHERE emptied_at IS NULL AND settled_at IS NOT NULL;
CREATE INDEX outbox_named ON outbox (settled_at) WHERE settled_at IS NOT NULL AND receiver <> '{MARK}';
CREATE INDEX cases_phones ON cases (changed_at)
    WHERE status IN ('withdrawn', 'closed') AND (phones_gone_at IS NULL OR phones_gone_at < changed_at);
CREATE INDEX cases_people ON cases (changed_at)
    WHERE status IN ('withdrawn', 'closed') AND (people_gone_at IS NULL OR people_gone_at < changed_at);
CREATE INDEX history_mail ON history (mail_id, case_ref) WHERE mail_id IS NOT NULL;

CREATE TABLE forgetting (
    address_hash TEXT PRIMARY KEY,
    known TEXT NOT NULL CHECK (json_valid(known)),
    begun_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

DROP TRIGGER field_never_changes;
CREATE TRIGGER field_never_changes BEFORE UPDATE ON field
    WHEN (new.id, new.case_ref, new.key, new.state, new.mail_id, new.noted_at)
            IS NOT (old.id, old.case_ref, old.key, old.state, old.mail_id, old.noted_at)
        OR new.content IS NOT old.content AND instr(new.content, '{MARK}') = 0
    BEGIN SELECT RAISE(ABORT, 'a field row is never changed: add a newer one'); END;
DROP TRIGGER history_never_changes;
CREATE TRIGGER history_never_changes BEFORE UPDATE ON history
    WHEN (new.id, new.case_ref, new.mail_id, new.happened_at, new.what, new.before, new.after, new.proof)
            IS NOT (old.id, old.case_ref, old.mail_id, old.happened_at, old.what, old.before, old.after, old.proof)
        OR new.actor IS NOT old.actor AND new.actor <> '{MARK}'
        OR new.detail IS NOT old.detail AND instr(new.detail, '{MARK}') = 0
    BEGIN SELECT RAISE(ABORT, 'a history row is never changed: add a newer one'); END;
"""
"""What makes forgetting possible. The one door in the laws of ``field`` and ``history``: words may give way to the
mark; which case, which mail, when, what, from what to what and on what proof stay, and no row goes."""

_OLD_ADDRESSES = """
CREATE INDEX address_old ON address (coalesce(met_at, failed_at, silent_at)) WHERE instr(email, '@') > 0;
"""

MIGRATIONS: tuple[tuple[str, str], ...] = (
    ("0001-archive-cases-outbox", _ARCHIVE + _CASES + _OUTBOX),
    ("0002-trust", _TRUST),
    ("0003-privacy", _PRIVACY),
    ("0004-limits", _LIMITS),
    ("0005-old-addresses", _OLD_ADDRESSES),
)
"""Name and SQL of every migration, in order. What is published here is never edited, only followed."""


def migrate(db: Database) -> None:
    """Bring the tables up to date.

    Raises ``StoreUnavailable`` when the database cannot be used, or was written by a newer version of the program.
    """
    if _pending(db):
        with db.transaction():
            _apply(db)  # asks again what is pending: another program may have been first


def _pending(db: Database) -> list[str]:
    """The names of the migrations still to come."""
    has_record = db.row("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_sqlite_migrations'")
    applied = db.rows("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (_SET,)) if has_record else []
    done = {row["name"] for row in applied}
    unknown = sorted(done - {name for name, _ in MIGRATIONS})
    if unknown:
        raise StoreUnavailable(
            f"The database {db.path} cannot be used: a newer version of mailflow has changed it"
            f" ({', '.join(unknown)}); install that version or a later one."
        )
    return [name for name, _ in MIGRATIONS if name not in done]


def _apply(db: Database) -> None:
    import sqlite_utils  # noqa: PLC0415 - costs a quarter of a second that only a change of the tables needs
    from sqlite_utils.migrations import Migrations  # noqa: PLC0415

    migrations = Migrations(_SET)
    for name, sql in MIGRATIONS:
        migrations(name=name)(_script(sql))
    migrations.apply(sqlite_utils.Database(db.connection, execute_plugins=False))


def _script(sql: str) -> Callable[["sqlite_utils.Database"], None]:
    def run(database: "sqlite_utils.Database") -> None:
        database.executescript(sql)  # keeps to the open transaction, which the connection's own executescript commits

    return run

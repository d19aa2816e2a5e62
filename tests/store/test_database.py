"""The connection: private, durable, whole or not at all, and plain about what is wrong."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mailflow.store import Store, StoreUnavailable
from mailflow.store.database import Database
from tests.store.making import KEY, NOW, arrival, contents, decide, take_in


def test_every_guard_of_the_connection_is_on(disk: Store) -> None:
    """A store keeps a write-ahead log, syncs fully, minds foreign keys and waits ten seconds for a lock."""
    found = [
        disk.db.rows(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    ]
    assert found == ["wal", 2, 1, 10_000]


def test_only_the_owner_reads_it(disk: Store, path: Path) -> None:
    """The files and the folder made for them are the owner's alone."""
    take_in(disk)
    modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in (path.parent, *path.parent.iterdir())}
    assert modes == {"data": 0o700, "mailflow.db": 0o600, "mailflow.db-wal": 0o600, "mailflow.db-shm": 0o600}


def test_a_folder_that_is_there_keeps_its_rights(tmp_path: Path) -> None:
    """A folder that holds other things too is left as it is; the database in it is private all the same."""
    tmp_path.chmod(0o755)
    file = tmp_path / "mailflow.db"
    file.touch(mode=0o644)
    Store(file, key=KEY).close()
    assert (stat.S_IMODE(tmp_path.stat().st_mode), stat.S_IMODE(file.stat().st_mode)) == (0o755, 0o600)


def test_opening_drops_no_lock_of_this_process(disk: Store, path: Path) -> None:
    """Another store opened on the same file leaves the locks of the first in force (POSIX locks are per process)."""
    disk.recall("a")
    second = Store(path, key=KEY)
    code = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('PRAGMA journal_mode=delete')"
    other = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    second.close()
    assert other.stderr.strip().splitlines()[-1] == "sqlite3.OperationalError: database is locked"


def _remember_and_raise(store: Store) -> None:
    store.remember("a", "1")
    raise ZeroDivisionError


def test_a_transaction_is_whole(store: Store) -> None:
    """What is raised inside undoes everything inside."""
    with pytest.raises(ZeroDivisionError), store.transaction():
        _remember_and_raise(store)
    assert (store.recall("a"), store.db.is_in_transaction) == (None, False)


def test_transactions_do_not_nest(store: Store) -> None:
    """A transaction inside a transaction is refused, and the outer one undone."""
    with pytest.raises(RuntimeError, match="do not nest"), store.transaction(), store.transaction():
        pass
    assert not store.db.is_in_transaction


@pytest.mark.parametrize("stray", ["COMMIT", "ROLLBACK"])
def test_a_stray_end_is_noticed(store: Store, stray: str) -> None:
    """Something that ends the transaction from inside is an error, never silence."""
    with pytest.raises(RuntimeError, match="from inside"), store.transaction():
        store.db.connection.execute(stray)
    assert not store.db.is_in_transaction


@pytest.mark.parametrize("stray", ["COMMIT", "ROLLBACK"])
def test_a_stray_end_inside_a_savepoint_is_noticed(store: Store, stray: str) -> None:
    """The same holds for one mail inside a batch."""
    with pytest.raises(RuntimeError, match="from inside"), store.transaction(), store.savepoint():
        store.db.connection.execute(stray)
    assert not store.db.is_in_transaction


def test_a_savepoint_rolls_back_alone(store: Store) -> None:
    """One mail that raises is undone; the batch around it is not."""
    with store.transaction():
        store.remember("before", "1")
        with pytest.raises(ZeroDivisionError), store.savepoint():
            _remember_and_raise(store)
        with store.savepoint():
            store.remember("after", "1")
    assert [store.recall(name) for name in ("before", "a", "after")] == ["1", None, "1"]


def test_a_savepoint_needs_a_transaction(store: Store) -> None:
    """A savepoint outside a transaction would commit on its own: it is refused."""
    with pytest.raises(RuntimeError, match="no transaction"), store.savepoint():
        pass


def test_a_decision_needs_a_transaction(store: Store) -> None:
    """What belongs together is refused outside a transaction and leaves nothing."""
    mail_id = take_in(store)
    before = contents(store)
    with pytest.raises(RuntimeError, match="no transaction"):
        decide(store, mail_id)
    assert contents(store) == before


def test_a_store_belongs_to_its_thread(store: Store) -> None:
    """Another thread that uses the connection is refused."""
    raised: list[Exception] = []

    def use() -> None:
        try:
            store.recall("a")
        except sqlite3.ProgrammingError as error:
            raised.append(error)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert len(raised) == 1


def test_text_that_no_character_set_knows_is_kept(store: Store) -> None:
    """Lone surrogates out of a mail become U+FFFD; NUL is kept; neither makes the store raise."""
    store.remember("odd", "a\udce9b\x00c\U0001f600")
    assert store.recall("odd") == "a�b\x00c\U0001f600"


def test_a_full_disk_leaves_the_old_state(disk: Store) -> None:
    """On a full disk the transaction is undone, the sentence says so, and with room again it goes on."""
    take_in(disk)
    before = contents(disk)
    disk.db.rows(f"PRAGMA max_page_count = {disk.db.rows('PRAGMA page_count')[0][0]}")
    with pytest.raises(StoreUnavailable, match=r"mailflow\.db cannot be used: the disk is full .*; make room on"):
        disk.archive([arrival("2", b"x" * 1_000_000)], NOW)
    assert contents(disk) == before
    disk.db.rows("PRAGMA max_page_count = 1000000")
    assert disk.archive([arrival("2", b"x" * 1_000_000)], NOW) == [2]


def test_a_full_disk_inside_a_batch_leaves_nothing_of_it(disk: Store) -> None:
    """A mail that hits the full disk inside a savepoint takes the whole batch with it, never a half."""
    mail_id = take_in(disk)
    before = contents(disk)
    disk.db.rows(f"PRAGMA max_page_count = {disk.db.rows('PRAGMA page_count')[0][0]}")
    with pytest.raises(StoreUnavailable), disk.transaction():
        _decide_and_more(disk, mail_id)
    assert contents(disk) == before


def _decide_and_more(store: Store, mail_id: int) -> None:
    """Apply a decision and then more than the disk holds, one mail inside a batch."""
    with store.savepoint():
        decide(store, mail_id)
        store.remember("much", "x" * 5_000_000)


def test_a_locked_database_says_so(disk: Store, path: Path) -> None:
    """Another program's lock is waited for, then named with the cure; the state is the old one."""
    disk.db.rows("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(
        StoreUnavailable, match=r"another program holds it locked .* `fuser /.*/mailflow\.db` and end it\.$"
    ):
        take_in(disk)
    other.execute("ROLLBACK")
    other.close()
    assert take_in(disk) == 1


def test_what_is_no_database_says_so(tmp_path: Path) -> None:
    """A file that is something else is named and left alone."""
    file = tmp_path / "mailflow.db"
    file.write_bytes(b"Dear diary, " * 1000)
    with pytest.raises(StoreUnavailable, match="it is no SQLite database"):
        Store(file, key=KEY)
    assert file.read_bytes() == b"Dear diary, " * 1000


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    """A path below a file is no place for a database."""
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable, match="it cannot be made"):
        Store(tmp_path / "file" / "mailflow.db", key=KEY)


def test_a_wrong_statement_is_seen_as_it_is(store: Store) -> None:
    """A fault of the program is not taken for a fault of the disk."""
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        store.db.rows("SELECT * FROM nowhere")


def test_killed_inside_a_transaction_leaves_the_old_state(disk: Store, path: Path) -> None:
    """A process killed in the middle of a decision leaves what was there before it."""
    take_in(disk)
    before = contents(disk)
    code = (
        "import os, signal, sys\n"
        "from mailflow.store import Store\n"
        "from tests.store.making import KEY, decide\n"
        "store = Store(sys.argv[1], key=KEY)\n"
        "with store.transaction():\n"
        "    decide(store, 1)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    root = Path(__file__).parents[2]
    killed = subprocess.run([sys.executable, "-c", code, str(path)], cwd=root, check=False)
    assert (killed.returncode, contents(disk)) == (-signal.SIGKILL, before)


def test_two_processes_share_a_store(disk: Store, path: Path) -> None:
    """Two processes that take mails in and decide them at once lose none and give no case number twice."""
    code = (
        "import sys\n"
        "from mailflow.store import Store\n"
        "from tests.store.making import KEY, decide, take_in\n"
        "store = Store(sys.argv[1], key=KEY)\n"
        "for n in range(40):\n"
        "    mail_id = take_in(store, f'{sys.argv[2]} {n}')\n"
        "    with store.transaction():\n"
        "        decide(store, mail_id)\n"
    )
    root = Path(__file__).parents[2]
    both = [subprocess.Popen([sys.executable, "-c", code, str(path), name], cwd=root) for name in ("a", "b")]
    assert [one.wait() for one in both] == [0, 0]
    numbers = [row["number"] for row in disk.db.rows("SELECT number FROM cases ORDER BY number")]
    letters = [row["number"] for row in disk.db.rows("SELECT number FROM outbox ORDER BY number")]
    assert (numbers, letters) == (list(range(1, 81)), list(range(1, 81)))


def test_a_file_system_without_hard_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file cannot get a second name, the database is made in place, private and with its log."""

    def refuse(*_names: object) -> None:
        raise PermissionError("no hard links here")

    monkeypatch.setattr(os, "link", refuse)
    file = tmp_path / "mailflow.db"
    db = Database(file)
    assert (db.rows("PRAGMA journal_mode")[0][0], stat.S_IMODE(file.stat().st_mode)) == ("wal", 0o600)
    db.close()
    assert [one.name for one in tmp_path.iterdir()] == ["mailflow.db"]

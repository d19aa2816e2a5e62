"""The migrations: whole, repeatable, never backwards."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from mailflow.store import Store, StoreUnavailable, schema
from tests.store.making import KEY, NOW, arrival, contents, decide, take_in


def test_an_empty_file_gets_every_migration(disk: Store) -> None:
    """A new store has run every migration, each recorded once and in order."""
    rows = disk.db.rows("SELECT name FROM _sqlite_migrations WHERE migration_set = 'mailflow' ORDER BY id")
    assert [row["name"] for row in rows] == [name for name, _ in schema.MIGRATIONS]


def test_every_table_is_strict(store: Store) -> None:
    """No table of ours takes a value of the wrong type."""
    rows = store.db.rows("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0")
    assert {row["name"] for row in rows} == {"_sqlite_migrations", "sqlite_schema", "sqlite_sequence"}


def test_opening_again_changes_nothing(disk: Store, path: Path) -> None:
    """A store that is opened again holds what it held."""
    mail_id = take_in(disk)
    with disk.transaction():
        decide(disk, mail_id)
    before = contents(disk)
    again = Store(path, key=KEY)
    after = contents(again)
    again.close()
    assert after == before


def test_a_later_migration_is_added(disk: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store of an older version gets only what is new and keeps its mails."""
    take_in(disk)
    more = ("0002-word", "CREATE TABLE word (said TEXT NOT NULL) STRICT; INSERT INTO word VALUES ('hello');")
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, more))
    newer = Store(path, key=KEY)
    found = [row["said"] for row in newer.db.rows("SELECT said FROM word")], newer.raw(1)
    newer.close()
    assert found == (["hello"], b"Subject: hi\r\n\r\nhello\r\n")


def test_a_migration_that_fails_leaves_nothing(disk: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration that raises in its middle is undone with its record, and the store is what it was."""
    before = contents(disk)
    broken = ("0002-word", "CREATE TABLE word (said TEXT) STRICT; INSERT INTO nowhere VALUES (1);")
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, broken))
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        Store(path, key=KEY)
    assert contents(disk) == before


def test_a_newer_store_is_refused(disk: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that a newer version has changed is left alone, and the sentence says which version is needed."""
    more = (*schema.MIGRATIONS, ("0002-word", "CREATE TABLE word (said TEXT) STRICT;"))
    with monkeypatch.context() as newer:
        newer.setattr(schema, "MIGRATIONS", more)
        Store(path, key=KEY).close()
    disk.close()
    with pytest.raises(StoreUnavailable, match=r"a newer version of mailflow has changed it \(0002-word\); install"):
        Store(path, key=KEY)


def test_two_programs_open_a_new_store_at_once(tmp_path: Path) -> None:
    """Programs that open the same new file together all get the same whole store."""
    path = tmp_path / "data" / "mailflow.db"
    code = "import sys\nfrom mailflow.store import Store\nsys.stdin.readline()\nStore(sys.argv[1], key=b'k').close()\n"
    root = Path(__file__).parents[2]
    programs = [
        subprocess.Popen([sys.executable, "-c", code, str(path)], cwd=root, stdin=subprocess.PIPE) for _ in range(4)
    ]
    for program in programs:
        assert program.stdin is not None
        program.stdin.write(b"go\n")
        program.stdin.flush()
    for program in programs:
        program.communicate()
    names = sorted(one.name for one in path.parent.iterdir())
    assert ([one.returncode for one in programs], names) == ([0, 0, 0, 0], ["mailflow.db"])


@pytest.mark.parametrize("table", ["field", "history"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET mail_id = NULL", "DELETE FROM {}"])
def test_what_happened_stays(store: Store, table: str, statement: str) -> None:
    """No field row and no history row is ever changed or deleted."""
    mail_id = take_in(store)
    with store.transaction():
        decide(store, mail_id)
    with pytest.raises(sqlite3.IntegrityError, match="is never"):
        store.db.change(statement.format(table))


def test_a_whole_store_has_no_problems(store: Store) -> None:
    """A store in use is whole."""
    mail_id = take_in(store)
    with store.transaction():
        decide(store, mail_id)
    assert store.problems() == ()


def test_a_damaged_page_is_told(disk: Store, path: Path) -> None:
    """A page that was overwritten is told, not met by chance."""
    disk.archive([arrival(str(n), b"x" * 3000) for n in range(300)], NOW)
    disk.close()
    whole = path.read_bytes()
    middle = len(whole) // 2
    path.write_bytes(whole[:middle] + b"\xff" * 8192 + whole[middle + 8192 :])
    damaged = Store(path, key=KEY)
    told = damaged.problems()
    damaged.close()
    assert told


def test_a_reference_to_nothing_is_told(store: Store) -> None:
    """A row that refers to a row that is gone is told."""
    take_in(store)
    store.db.rows("PRAGMA foreign_keys = off")
    store.db.change("UPDATE mail SET copy_of = 9999")
    assert store.problems() == ("table mail refers to what is not in mail",)


def test_the_instance_is_made_once(store: Store) -> None:
    """When the instance was made is noted once and never moves."""
    with pytest.raises(LookupError, match="no instance was made"):
        _ = store.made_at
    store.init_instance(NOW)
    store.init_instance(NOW.replace(year=2030))
    with pytest.raises(ValueError, match="never changes"):
        store.remember("made_at", "2030")
    assert store.made_at == NOW


def test_small_facts_are_remembered(store: Store) -> None:
    """A fact is there until another replaces it; an unknown one is None."""
    store.remember("authserv_id", "mx.old.example")
    store.remember("authserv_id", "mx.interoccupy.example")
    assert (store.recall("authserv_id"), store.recall("other")) == ("mx.interoccupy.example", None)

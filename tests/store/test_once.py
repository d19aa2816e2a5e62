"""Never lose, never repeat: interrupted anywhere and run again equals run once."""

from pathlib import Path

from mailflow.model import Arrival
from mailflow.store import Outbox, Store, StoreUnavailable
from tests.store.making import KEY, NOW, arrival, contents, decide

OPCODES = 60
"""SQLite asks every so many of its own instructions whether to go on."""

ARRIVALS: tuple[Arrival, ...] = (arrival("1"), arrival("2"), arrival("3", None))


def _run(store: Store) -> None:
    """What the daemon does: archive, decide, send. The letters' way to the server is left out."""
    outbox = Outbox(store)
    outbox.recover(NOW)
    store.init_instance(NOW)
    store.archive(ARRIVALS, NOW)
    with store.transaction():
        for one in store.waiting(NOW, 10):
            with store.savepoint():
                decide(store, one.mail_id)
    store.filed([mail_id for mail_id, _, _ in store.unfiled("INBOX", 10)])
    while letters := outbox.lease("w", NOW, 10):
        for letter in letters:
            outbox.sent(letter.number, "250 ok", NOW)


def _outcome(path: Path) -> dict[str, list[tuple[object, ...]]]:
    store = Store(path, key=KEY)
    found = contents(store)
    found["outbox"] = [tuple(row) for row in store.db.rows("SELECT number, receiver, state, attempts FROM outbox")]
    store.close()
    return found


def _interrupted(path: Path, at: int) -> bool:
    """Run until SQLite has been asked so often, then break off as if killed; whether it came so far."""
    store = Store(path, key=KEY)
    asked = 0

    def go_on() -> bool:
        nonlocal asked
        asked += 1
        return asked == at

    store.db.connection.set_progress_handler(go_on, OPCODES)
    try:
        _run(store)
    except StoreUnavailable:
        return True
    finally:
        store.close()
    return False


def test_interrupted_anywhere_and_run_again_is_run_once(tmp_path: Path) -> None:
    """Broken off at any of SQLite's steps and started again, the end is that of a run that was never broken off."""
    _interrupted(tmp_path / "whole.db", 0)
    whole = _outcome(tmp_path / "whole.db")
    at = 1
    while _interrupted(path := tmp_path / f"{at}.db", at):
        _interrupted(path, 0)
        assert _outcome(path) == whole
        at += 1
    assert at > 20


def test_run_twice_is_run_once(tmp_path: Path) -> None:
    """Running again, nothing new having come, changes nothing."""
    path = tmp_path / "store.db"
    _interrupted(path, 0)
    once = _outcome(path)
    _interrupted(path, 0)
    assert _outcome(path) == once
    assert len(once["cases"]) == len(once["outbox"]) == 2

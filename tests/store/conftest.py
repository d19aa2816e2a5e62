"""A store in memory, and one on disk, for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailflow.store import Outbox, Store
from tests.store.making import KEY


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty store in memory."""
    one = Store(":memory:", key=KEY)
    yield one
    one.close()


@pytest.fixture
def outbox(store: Store) -> Outbox:
    """The outbox of the store in memory."""
    return Outbox(store)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store on disk will be."""
    return tmp_path / "data" / "mailflow.db"


@pytest.fixture
def disk(path: Path) -> Iterator[Store]:
    """An empty store on disk."""
    one = Store(path, key=KEY)
    yield one
    one.close()

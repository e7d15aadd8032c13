"""A store of its own for each test: a real file, copied from one that is made once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rakumap.store.engine import Database, open_database
from tests.store.shop import Shop


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new store, closed: one file."""
    path = tmp_path_factory.mktemp("made once") / "store.db"
    open_database(path, path.parent).close()
    return path


@pytest.fixture
def store_path(empty_store: Path, tmp_path: Path) -> Path:
    """The file of a new store of this test."""
    path = tmp_path / "store.db"
    shutil.copy2(empty_store, path)
    return path


@pytest.fixture
def database(store_path: Path, tmp_path: Path) -> Iterator[Database]:
    """A new store, open."""
    found = open_database(store_path, tmp_path / "backups")
    yield found
    found.close()


@pytest.fixture
def shop(database: Database, tmp_path: Path) -> Iterator[Shop]:
    """A new store with one channel."""
    found = Shop(tmp_path, database)
    yield found
    found.database.close()


@pytest.fixture
def make_shop(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Shop]]:
    """Makes shops, each on a store of its own; for tests that need one per example."""
    made: list[Shop] = []

    def make() -> Shop:
        while made:
            one = made.pop()
            one.database.close()
            shutil.rmtree(one.folder)
        folder = tmp_path_factory.mktemp("shop")
        shutil.copy2(empty_store, folder / "store.db")
        made.append(Shop(folder, open_database(folder / "store.db", folder / "backups")))
        return made[0]

    yield make
    for one in made:
        one.database.close()

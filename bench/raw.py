"""SQLite without the program: the same driver, for yardsticks and for watching the write lock from outside."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

try:
    import pysqlite3.dbapi2 as _driver
except ImportError:  # no wheel for this system
    _driver = sqlite3

VERSION = str(_driver.sqlite_version)
POLL = 0.002


def connect(path: Path | str, *, timeout: float = 5.0) -> Any:
    """A connection in which nothing begins by itself."""
    return _driver.connect(str(path), timeout=timeout, isolation_level=None, check_same_thread=False)


@contextlib.contextmanager
def reading(path: Path) -> Iterator[Any]:
    """A connection that only reads."""
    with contextlib.closing(_driver.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        yield connection


class LockWatch:
    """Tries every other millisecond whether the store could be written, and adds up the time when it could not."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.held = 0.0
        """Seconds during which somebody else had the write lock."""

    def _watch(self) -> None:
        with contextlib.closing(connect(self._path, timeout=0)) as connection:
            since: float | None = None
            while not self._over.is_set():
                now = time.perf_counter()
                try:
                    connection.execute("BEGIN IMMEDIATE")
                    connection.execute("ROLLBACK")
                except _driver.OperationalError:
                    since = now if since is None else since
                else:
                    if since is not None:
                        self.held += now - since
                    since = None
                self._over.wait(POLL)

    def __enter__(self) -> LockWatch:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

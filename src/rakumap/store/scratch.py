"""The file beside the store that the temporary tables of a report or an import lie in.

SQLite is built to keep temporary tables in memory in some wheels, whatever is asked of it; a million rows would need
hundreds of megabytes. The file belongs to one connection, is never synced, and is gone with it; one that a crash left
is removed later like a half-made store.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from rakumap.core.errors import StoreError
from rakumap.store import sqlite_engine

SCHEMA = "scratch"
"""The name of the file on its connection; set in ``Connection.info`` where there is one."""
_PRAGMAS = (
    "journal_mode=TRUNCATE",
    "synchronous=OFF",
    "locking_mode=EXCLUSIVE",
    "secure_delete=OFF",
    f"cache_size=-{sqlite_engine.STAGING_CACHE_KIB}",
)


@contextmanager
def scratch_file(store: Path) -> Iterator[Path]:
    """An empty private file beside the store, removed at the end. Raises ``StoreError`` when there is no room."""
    path = sqlite_engine.fresh_name(store)
    try:
        sqlite_engine.make_private(path)
    except OSError as error:
        raise StoreError(sqlite_engine.file_code(error, "store_cannot_open"), path=str(path)) from error
    try:
        yield path
    finally:
        sqlite_engine.remove(path)


def attach(connection: Connection, path: Path) -> None:
    """Let the temporary tables of this connection lie in the file."""
    raw: Any = connection.connection.driver_connection
    raw.execute(f"ATTACH DATABASE ? AS {SCHEMA}", (str(path),))
    for pragma in _PRAGMAS:
        raw.execute(f"PRAGMA {SCHEMA}.{pragma}").fetchall()
    connection.info[SCHEMA] = True

"""What is SQLite's alone: the driver, pragmas, application id, guards, online backup, putting files in place.

Python's own SQLite may be older than 3.51.3 and so inside the range of the WAL-reset bug (sqlite.org/wal.html); the
bundled one of ``pysqlite3`` is used where its wheel exists, and ``driver_warning`` says so where not.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, text

from rakumap.core.errors import StoreError
from rakumap.core.filters import regex_finds
from rakumap.core.text import folded

try:
    import pysqlite3.dbapi2 as _driver
except ImportError:  # no wheel for this system
    _driver = sqlite3

APPLICATION_ID = 0x524B4D50  # "RKMP"
SAFE_VERSIONS = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
"""First releases with the WAL-reset fix: the newest line, and two that got it later."""
SIDE_FILES = ("-wal", "-shm", "-journal")
_BUSY, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 8, 10, 11, 13, 14, 26
_CODES = {
    _BUSY: "store_busy",
    6: "store_busy",
    _READONLY: "store_readonly",
    _IOERR: "store_io",
    _CORRUPT: "store_damaged",
    _FULL: "disk_full",
    _CANTOPEN: "store_cannot_open",
    _NOTADB: "store_damaged",
}


def driver_version() -> str:
    """The SQLite in use, such as ``3.53.4``."""
    return str(_driver.sqlite_version)


def driver_warning() -> str | None:
    """The version in use when it is inside the range of the WAL-reset bug, else ``None``."""
    version = tuple(int(part) for part in driver_version().split("."))
    newest, *back_ports = SAFE_VERSIONS
    safe = version >= newest or any(version[:2] == fixed[:2] and version >= fixed for fixed in back_ports)
    return None if safe else driver_version()


def make_engine(path: Path, *, read_only: bool) -> Engine:
    """An engine on the file: a pool of snapshot readers, or one connection that writes.

    Writers begin IMMEDIATE (a transaction that reads first and then writes would be refused at once), readers
    cannot write and never checkpoint.
    """
    engine = create_engine(
        f"sqlite:///{path}",
        module=_driver,
        poolclass=QueuePool,
        pool_size=4 if read_only else 1,
        max_overflow=8 if read_only else 0,
        hide_parameters=True,
        connect_args={"timeout": 5.0, "check_same_thread": False},
    )
    event.listen(engine, "connect", _set_up_reader if read_only else _set_up_writer)
    event.listen(engine, "begin", _begin_deferred if read_only else _begin)
    return engine


def _set_up(connection: Any) -> Any:
    connection.isolation_level = None
    connection.create_function("regexp", 2, regex_finds, deterministic=True)
    connection.create_function("folded", 1, _folded, deterministic=True)
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "trusted_schema=OFF", "cell_size_check=ON", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {pragma}")
    return cursor


def _set_up_writer(connection: Any, _record: object) -> None:
    cursor = _set_up(connection)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "temp_store=FILE"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _set_up_reader(connection: Any, _record: object) -> None:
    cursor = _set_up(connection)
    for pragma in ("wal_autocheckpoint=0", "query_only=ON", "temp_store=MEMORY"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin', 'IMMEDIATE')}")


def _begin_deferred(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


@contextlib.contextmanager
def deferred(connection: Connection) -> Iterator[Connection]:
    """A transaction that takes no lock on the store until it writes there; for temporary tables."""
    connection.execution_options(begin="DEFERRED")
    try:
        with connection.begin():
            yield connection
    finally:
        connection.execution_options(begin="IMMEDIATE")


def _folded(text: str | None) -> str | None:
    return None if text is None else folded(text)


def environment_code(error: BaseException | None) -> str | None:
    """The code for what the surroundings did to the database; ``None`` for a mistake of ours."""
    number = getattr(error, "sqlite_errorcode", None)
    if number is not None:
        return _CODES.get(number & 0xFF)
    words = str(error)
    found = {"locked": "store_busy", "readonly": "store_readonly", "disk I/O": "store_io", "malformed": "store_damaged"}
    found |= {"full": "disk_full", "unable to open": "store_cannot_open", "not a database": "store_damaged"}
    return next((code for word, code in found.items() if word in words), None)


def commit_counter(connection: Connection) -> int:
    """Changes when another connection commits; compare values of one connection only."""
    return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())


def stamp(engine: Engine) -> None:
    """Mark a new file as a store of rakumap; before its first table."""
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


def check(connection: Connection, path: Path) -> str:
    """The schema revision of an opened file.

    Raises:
        StoreError: the file is a database of something else.
    """
    if connection.exec_driver_sql("PRAGMA application_id").scalar_one() != APPLICATION_ID:
        raise StoreError("store_foreign", path=str(path))
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())


def guard(connection: Connection) -> None:
    """Let nobody rewrite history: the journal is append-only."""
    for table in ("entry", "change"):
        for verb in ("UPDATE", "DELETE"):
            connection.execute(
                text(
                    f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
                )
            )


def quick_check(connection: Connection) -> bool:
    """Whether the structure of the file is whole; reads all of it, so not on the way to the first window."""
    return bool(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one() == "ok")


def integrity(connection: Connection) -> list[str]:
    """What a full check finds wrong; empty when all is well."""
    rows = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    broken = [] if rows == ["ok"] else [str(row) for row in rows]
    foreign = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return broken + [f"{row[0]} row {row[1]} points at a missing {row[2]}" for row in foreign]


def remove(path: Path) -> None:
    """Delete a database file with its side files; missing ones do not matter."""
    for name in (path, *(path.with_name(path.name + side) for side in SIDE_FILES)):
        name.unlink(missing_ok=True)


def put_in_place(fresh: Path, path: Path) -> None:
    """Rename a closed database over ``path`` so that a power cut leaves the old one or the new one, whole."""
    for side in SIDE_FILES:
        path.with_name(path.name + side).unlink(missing_ok=True)
    _sync(fresh)
    fresh.replace(path)
    for side in SIDE_FILES:
        fresh.with_name(fresh.name + side).unlink(missing_ok=True)
    _sync(path.parent)


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":  # Windows has no handle to sync a folder with
        return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def backup_name(label: str) -> str:
    """A file name that sorts by time, such as ``rakumap-20260131-093000-manual.db``."""
    return f"rakumap-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{label}.db"


def backup(source: Path, target: Path) -> None:
    """Copy a store in use, whole and verified, by the online backup interface.

    Raises:
        StoreError: the copy does not verify, or the target cannot be written.
    """
    fresh = target.with_name(target.name + ".new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        remove(fresh)
        os.close(os.open(fresh, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StoreError("backup_cannot_write", path=str(target)) from error
    try:
        with contextlib.closing(_driver.connect(f"file:{_quoted(source)}?mode=ro", uri=True)) as old:
            with contextlib.closing(_driver.connect(str(fresh))) as new:
                old.backup(new)
                new.execute("PRAGMA journal_mode=DELETE")
        verify(fresh)
        put_in_place(fresh, target)
    except _driver.Error as error:
        raise StoreError(environment_code(error) or "store_damaged", path=str(target)) from error
    except OSError as error:
        raise StoreError("backup_cannot_write", path=str(target)) from error
    finally:
        remove(fresh)


def verify(path: Path) -> str:
    """The schema revision of a backup that is whole.

    Raises:
        StoreError: it is missing, damaged, or not rakumap's.
    """
    if not path.is_file():
        raise StoreError("backup_missing", path=str(path))
    try:
        with contextlib.closing(_driver.connect(f"file:{_quoted(path)}?mode=ro", uri=True)) as connection:
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise StoreError("backup_foreign", path=str(path))
            if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                raise StoreError("backup_damaged", path=str(path))
            return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    except _driver.Error as error:
        raise StoreError("backup_damaged", path=str(path)) from error


def _quoted(path: Path) -> str:
    return str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")

"""What is SQLite's alone: the driver, pragmas, application id, guards, online backup, putting files in place.

Python's own SQLite may be older than 3.51.3 and so inside the range of the WAL-reset bug (sqlite.org/wal.html); the
bundled one of ``pysqlite3`` is used where its wheel exists, and ``driver_warning`` says so where not.
"""

from __future__ import annotations

import contextlib
import errno
import glob
import json
import os
import secrets
import threading
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    NullPool,
    QueuePool,
    create_engine,
    event,
    func,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError

from rakumap.core.errors import Cancelled, StoreError
from rakumap.core.filters import regex_finds
from rakumap.core.job import Job
from rakumap.core.text import folded
from rakumap.store.sqlite_driver import WAIT as WAIT
from rakumap.store.sqlite_driver import driver as _driver
from rakumap.store.sqlite_driver import quoted

# Without it the driver looks for a way to adapt None, in vain and for longer than SQLite takes over the whole row.
_driver.register_adapter(type(None), lambda none: none)

DriverError = _driver.Error
APPLICATION_ID = 0x524B4D50  # "RKMP"
SAFE_VERSIONS = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
"""First releases with the WAL-reset fix: the newest line, and two that got it later."""
SIDE_FILES = ("-wal", "-shm", "-journal")
STAGING_CACHE_KIB = 32 * 1024
"""What a report or an import may keep in memory of the store, and as much of its temporary tables."""
PRIVATE = 0o600
_LEFT_BEHIND = 3600.0
"""Seconds after which a half-made file of another process is taken for one that a crash left."""
_MAGIC = b"SQLite format 3\x00"
_STEPS_BETWEEN_LOOKS = 100_000
"""So many steps of SQLite's machine take a few milliseconds."""
_INTERRUPT = 9
_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _PROTOCOL, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 15, 26
_CODES = {
    _BUSY: "store_busy",
    _LOCKED: "store_busy",
    _PROTOCOL: "store_busy",
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


def make_engine(path: Path, *, read_only: bool, pooled: bool = True) -> Engine:
    """An engine on the file: a pool of snapshot readers, one connection that writes, or a new one whenever asked.

    Writers begin IMMEDIATE (a transaction that reads first and then writes would be refused at once), readers
    cannot write and never checkpoint.
    """
    pool: dict[str, Any] = {"poolclass": NullPool}
    if pooled:
        size, more = (4, 8) if read_only else (1, 0)
        pool = {"poolclass": QueuePool, "pool_size": size, "max_overflow": more, "pool_timeout": WAIT}
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        module=_driver,
        hide_parameters=True,
        connect_args={"timeout": WAIT, "check_same_thread": False},
        **pool,
    )
    event.listen(engine, "connect", _set_up_reader if read_only else _set_up_writer)
    if not pooled:
        event.listen(engine, "connect", _set_up_stager)
    event.listen(engine, "begin", _begin_deferred if read_only else _begin)
    return engine


def _set_up(connection: Any) -> Any:
    connection.isolation_level = None
    connection.create_function("regexp", 2, regex_finds, deterministic=True)
    connection.create_function("folded", 1, _folded, deterministic=True)
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "trusted_schema=OFF", "cell_size_check=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    return cursor


def _set_up_writer(connection: Any, _record: object) -> None:
    cursor = _set_up(connection)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "temp_store=FILE"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _set_up_stager(connection: Any, _record: object) -> None:
    """Room for the indexes of a million rows: with SQLite's 2 MB each row would wait for the file."""
    connection.execute(f"PRAGMA cache_size=-{STAGING_CACHE_KIB}")


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


@contextlib.contextmanager
def interruptible(connection: Connection, job: Job) -> Iterator[None]:
    """Let ``job`` end whatever statement is at work on the connection; its transaction is undone as by any error.

    Raises:
        Cancelled: it did.
    """
    raw: Any = connection.connection.driver_connection
    raw.set_progress_handler(lambda: job.cancelled, _STEPS_BETWEEN_LOOKS)
    try:
        yield
    except DBAPIError as error:
        if job.cancelled and getattr(error.orig, "sqlite_errorcode", _INTERRUPT) & 0xFF == _INTERRUPT:
            raise Cancelled from error
        raise
    finally:
        raw.set_progress_handler(None, 0)


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
    found |= {"Could not decode to UTF-8": "store_damaged"}
    return next((code for word, code in found.items() if word in words), None)


def among(column: ColumnElement[Any], keys: Iterable[int]) -> ColumnElement[bool]:
    """Whether a number is one of these, however many; one parameter for all of them."""
    return column.in_(select(func.json_each(json.dumps(list(keys))).table_valued("value").c.value))


def commit_counter(connection: Connection) -> int:
    """Changes when another connection commits; compare values of one connection only."""
    return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())


def file_code(error: OSError, otherwise: str) -> str:
    """The code for what the system says of a file."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "disk_full"
    return otherwise


class CommitCounter:
    """Tells whether anybody committed; on one connection of its own, since only its values compare. Any thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: Any = None

    def value(self) -> int:
        """A number that changes whenever anybody commits."""
        with self._lock:
            if self._connection is None:
                uri = f"file:{quoted(self._path)}?mode=ro"
                self._connection = _driver.connect(uri, uri=True, timeout=WAIT, check_same_thread=False)
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Give the connection back; the next ``value`` opens another."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


def stamp(engine: Engine) -> None:
    """Mark a new file as a store of rakumap; before its first table."""
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


def peek(path: Path) -> str:
    """The schema revision of a file that nobody has changed for it: not a byte is written.

    Raises:
        StoreError: the file is no database, one of something else, shorter than it says, or cannot be read.
    """
    wal = path.with_name(path.name + "-wal")
    try:
        settled = not wal.exists() or wal.stat().st_size == 0
        size = path.stat().st_size
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise StoreError(file_code(error, "store_cannot_open"), path=str(path)) from error
    if len(header) < 100 or not header.startswith(_MAGIC):
        raise StoreError("store_damaged", path=str(path))
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise StoreError("store_foreign", path=str(path))
    page, pages = int.from_bytes(header[16:18], "big"), int.from_bytes(header[28:32], "big")
    if settled and size < pages * (65536 if page == 1 else page):
        raise StoreError("store_damaged", path=str(path))
    # Without a journal nobody has it open: read it as it lies, leaving no side files.
    mode = "mode=ro" if wal.exists() else "mode=ro&immutable=1"
    try:
        with contextlib.closing(_driver.connect(f"file:{quoted(path)}?{mode}", uri=True, timeout=WAIT)) as connection:
            return _revision(connection, StoreError("store_damaged", path=str(path)))
    except DriverError as error:
        raise StoreError(environment_code(error) or "store_damaged", path=str(path)) from error


def _revision(connection: Any, otherwise: StoreError) -> str:
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None or not isinstance(row[0], str):
        raise otherwise
    return row[0]


GUARDS = {
    f"{table}_no_{verb.lower()}": f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    for table in ("entry", "change")
    for verb in ("UPDATE", "DELETE")
}
"""The triggers that let nobody rewrite history: the journal is append-only."""


def guard(connection: Connection) -> None:
    """Put the guards of the journal in place where they are missing."""
    for statement in GUARDS.values():
        connection.execute(text(statement))


def missing_guards(connection: Connection) -> list[str]:
    """The guards of the journal that are not there."""
    query = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    there = set(connection.execute(query).scalars())
    return [name for name in GUARDS if name not in there]


@contextlib.contextmanager
def schema_transaction(engine: Engine) -> Iterator[Connection]:
    """A transaction in which tables may be made anew: references are looked at as a whole before it is committed.

    SQLite can only switch their checking off outside a transaction.
    """
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise StoreError("store_damaged", path=str(engine.url.database))
        finally:
            raw.execute("PRAGMA foreign_keys=ON")


def revision(connection: Connection) -> str:
    """The schema revision of the store."""
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())


def integrity(connection: Connection, most: int, *, quick: bool = False) -> list[str]:
    """What a check of the file finds wrong, at most so many; empty when all is well. A quick one leaves indexes out."""
    check = "quick_check" if quick else "integrity_check"
    rows = connection.exec_driver_sql(f"PRAGMA {check}({most})").scalars().all()
    return [] if rows == ["ok"] else [str(row) for row in rows]


def dangling(connection: Connection, most: int) -> list[str]:
    """Rows that point at what is not there, at most so many."""
    foreign = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(most)
    return [f"{row[0]} row {row[1]} points at a missing {row[2]}" for row in foreign]


def put_fact(path: Path, name: str, value: str) -> None:
    """Remember a fact about the store in a file that nobody has open."""
    with contextlib.closing(_driver.connect(str(path))) as connection:
        connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (name, value))
        connection.commit()


def remove(path: Path) -> None:
    """Delete a database file with its side files; missing ones do not matter."""
    for name in (path, *(path.with_name(path.name + side) for side in SIDE_FILES)):
        name.unlink(missing_ok=True)


def make_private(path: Path) -> None:
    """Make an empty file that only this user can read; SQLite gives its side files the same mode."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))


def close_to_others(path: Path) -> None:
    """Take the store's files away from other users, where they were open to them and the system knows such modes."""
    for one in wide_open(path):
        with contextlib.suppress(OSError):
            one.chmod(PRIVATE)


def wide_open(path: Path) -> list[Path]:
    """The files of the store that other users can read or write."""
    if os.name == "nt":
        return []
    found = []
    for one in (path, *(path.with_name(path.name + side) for side in SIDE_FILES)):
        with contextlib.suppress(OSError):
            if one.stat().st_mode & 0o077:
                found.append(one)
    return found


def fresh_name(path: Path) -> Path:
    """A name beside ``path`` that no other process uses; removes what crashed ones left."""
    limit = time.time() - _LEFT_BEHIND
    for old in path.parent.glob(f"{glob.escape(path.name)}.new-*"):
        with contextlib.suppress(OSError):
            if old.stat().st_mtime < limit:
                old.unlink()
    return path.with_name(f"{path.name}.new-{secrets.token_hex(6)}")


def put_if_absent(fresh: Path, path: Path) -> bool:
    """Give a closed database its name unless another process was faster; whether it was given."""
    _sync(fresh)
    try:
        if os.name == "nt":
            fresh.rename(path)
        else:
            _link(fresh, path)
    except FileExistsError:
        return False
    finally:
        remove(fresh)
    _sync(path.parent)
    return True


def _link(fresh: Path, path: Path) -> None:
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        raise
    except OSError as error:  # a file system without hard links: the smallest gap there is
        if path.exists():
            raise FileExistsError(path) from error
        fresh.replace(path)


def put_in_place(fresh: Path, path: Path) -> None:
    """Rename a closed database over a settled one, so that a power cut leaves the old one or the new one, whole."""
    for side in SIDE_FILES:
        path.with_name(path.name + side).unlink(missing_ok=True)
    _sync(fresh)
    fresh.replace(path)
    for side in SIDE_FILES:
        fresh.with_name(fresh.name + side).unlink(missing_ok=True)
    _sync(path.parent)


def settle(path: Path) -> None:
    """Bring everything into the one file, so that its side files hold nothing; nobody else may have it open."""
    try:
        with contextlib.closing(_driver.connect(str(path), timeout=WAIT)) as connection:
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except DriverError as error:
        raise StoreError(environment_code(error) or "store_damaged", path=str(path)) from error
    if busy:
        raise StoreError("store_busy", path=str(path))


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":  # Windows has no handle to sync a folder with
        return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def backup_name(label: str, now: datetime | None = None) -> str:
    """A file name that sorts by time (UTC), such as ``rakumap-20260131-093000-000000-manual.db``."""
    return f"rakumap-{now or datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{label}.db"


def backup(source: Path, target: Path) -> None:
    """Copy a store in use, whole and verified, by the online backup interface.

    Raises:
        StoreError: the copy does not verify, or the target cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = fresh_name(target)
        make_private(fresh)
    except OSError as error:
        raise StoreError(file_code(error, "backup_cannot_write"), path=str(target)) from error
    try:
        with (
            contextlib.closing(_driver.connect(f"file:{quoted(source)}?mode=ro", uri=True, timeout=WAIT)) as old,
            contextlib.closing(_driver.connect(str(fresh))) as new,
        ):
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")
        verify(fresh)
        put_in_place(fresh, target)
    except DriverError as error:
        code = environment_code(error) or "store_damaged"
        raise StoreError(code, path=str(target if code == "disk_full" else source)) from error
    except OSError as error:
        raise StoreError(file_code(error, "backup_cannot_write"), path=str(target)) from error
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
        with contextlib.closing(_driver.connect(f"file:{quoted(path)}?mode=ro", uri=True, timeout=WAIT)) as connection:
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise StoreError("backup_foreign", path=str(path))
            if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                raise StoreError("backup_damaged", path=str(path))
            return _revision(connection, StoreError("backup_damaged", path=str(path)))
    except DriverError as error:
        raise StoreError("backup_damaged", path=str(path)) from error

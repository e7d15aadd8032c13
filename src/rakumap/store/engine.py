"""Open the store: pragmas, migrations with a backup first, refusal of a newer one.

``Database`` hands out connections. Every error of the database leaves this package as a ``StoreError`` with a code.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, TimeoutError

from rakumap.core.errors import StoreError
from rakumap.core.job import Job
from rakumap.store import sqlite_engine
from rakumap.store.revisions import LATEST, REVISIONS
from rakumap.store.scratch import attach, scratch_file


class Database:
    """One open store.

    Threads: any; ``write`` is serialised here, ``read`` runs beside it on a snapshot. ``forbid_thread`` names a thread
    (the window's) that must never wait for the store; touching the store from it raises ``RuntimeError``.
    """

    def __init__(self, writer: Engine, reader: Engine, path: Path) -> None:
        self.path = path
        self.forbid_thread: int | None = None
        self._writer = writer
        self._reader = reader
        self._stager = sqlite_engine.make_engine(path, read_only=False, pooled=False)
        self._counter = sqlite_engine.CommitCounter(path)
        self._lock = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one snapshot and cannot write."""
        self._check_thread()
        with translated(self.path), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One short IMMEDIATE transaction: committed at the end, rolled back on any exception."""
        self._check_thread()
        with translated(self.path), self._exclusive(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def staging(self) -> Iterator[Staging]:
        """A connection of its own for long work in temporary tables, without holding the write lock."""
        self._check_thread()
        with translated(self.path), scratch_file(self.path) as beside, self._stager.connect() as connection:
            attach(connection, beside)
            yield Staging(connection, self._exclusive)

    def version(self) -> int:
        """A number that changes whenever anybody commits to the store, in this process or another."""
        self._check_thread()
        with translated(self.path):
            return self._counter.value()

    def verified_backup(self, target: Path) -> None:
        """Copy the store in use to ``target``, whole and verified; others go on working.

        Raises:
            StoreError: the copy does not verify, or the target cannot be written.
        """
        self._check_thread()
        sqlite_engine.backup(self.path, target)

    def close(self) -> None:
        """Close every connection; the store can be opened again afterwards."""
        self._counter.close()
        for engine in (self._reader, self._stager, self._writer):
            engine.dispose()

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        if not self._lock.acquire(timeout=sqlite_engine.WAIT):
            raise StoreError("store_busy", path=str(self.path))
        try:
            yield
        finally:
            self._lock.release()

    def _check_thread(self) -> None:
        if threading.get_ident() == self.forbid_thread:
            raise RuntimeError("the store was touched on the window's thread")


class Staging:
    """Temporary tables on one connection: fill and compute first, then ``apply`` in one short transaction."""

    def __init__(self, connection: Connection, exclusive: Any) -> None:
        self.connection = connection
        self._exclusive = exclusive

    @contextmanager
    def stoppable(self, job: Job) -> Iterator[None]:
        """Within it ``job`` can end even a statement at work; nothing of its transaction stays.

        Raises:
            Cancelled: it did.
        """
        with sqlite_engine.interruptible(self.connection, job):
            yield

    @contextmanager
    def compute(self) -> Iterator[Connection]:
        """A transaction that writes temporary tables only, so nobody waits for it."""
        with sqlite_engine.deferred(self.connection) as connection:
            yield connection

    @contextmanager
    def apply(self) -> Iterator[Connection]:
        """The short transaction that changes the store."""
        with self._exclusive(), self.connection.begin():
            yield self.connection


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the database's own errors into ``StoreError`` where the surroundings are to blame, else let them through."""
    try:
        yield
    except DBAPIError as error:
        code = sqlite_engine.environment_code(error.orig)
        if code is None:
            raise
        raise StoreError(code, path=str(path)) from error
    except sqlite_engine.DriverError as error:
        code = sqlite_engine.environment_code(error)
        if code is None:
            raise
        raise StoreError(code, path=str(path)) from error
    except TimeoutError as error:  # every connection of the pool is taken
        raise StoreError("store_busy", path=str(path)) from error


def parse_url(url: str | None, default: Path) -> Path:
    """The file a ``--store`` URL names; ``default`` when there is none.

    Raises:
        StoreError: the URL is not one of SQLite's; the team store on a server is not built yet.
    """
    if url is None:
        return default
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError("store_url", url=url) from error
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        raise StoreError("store_url", url=parsed.render_as_string(hide_password=True))
    return Path(parsed.database)


def open_database(path: Path, backups: Path) -> Database:
    """Open the store at ``path``: make it when missing, migrate it (backup into ``backups`` first) when older.

    Raises:
        StoreError: it is newer than this program, damaged, not rakumap's, or cannot be written.
    """
    with translated(path):
        if not path.exists():
            _create(path)
        found = sqlite_engine.peek(path)
        if found not in REVISIONS:
            raise StoreError("store_newer", path=str(path), found=found)
        sqlite_engine.close_to_others(path)
        writer = sqlite_engine.make_engine(path, read_only=False)
        try:
            if found != LATEST:
                sqlite_engine.backup(path, backups / sqlite_engine.backup_name("before-migration"))
                _migrate(writer)
            with writer.connect():
                pass  # so that what is wrong with it is said now
        except BaseException:
            writer.dispose()
            raise
        return Database(writer, sqlite_engine.make_engine(path, read_only=True), path)


def _create(path: Path) -> None:
    """Make the store under another name first: a crash in between leaves no half store behind."""
    fresh = sqlite_engine.fresh_name(path)
    try:
        sqlite_engine.make_private(fresh)
        engine = sqlite_engine.make_engine(fresh, read_only=False)
        try:
            sqlite_engine.stamp(engine)
            _migrate(engine)
        finally:
            engine.dispose()
        sqlite_engine.put_if_absent(fresh, path)
    except OSError as error:
        raise StoreError(sqlite_engine.file_code(error, "store_cannot_open"), path=str(path)) from error
    finally:
        sqlite_engine.remove(fresh)


def _migrate(engine: Engine) -> None:
    # Alembic is only needed here, and takes a noticeable part of a start.
    from rakumap.store.migrations.run import upgrade  # noqa: PLC0415

    with sqlite_engine.schema_transaction(engine) as connection:
        upgrade(connection)
        sqlite_engine.guard(connection)

"""Looking after the store: put a backup in its place, find what is wrong with it, repair what can be repaired.

Codes and values only; the words are in ``rakumap.core.words``. Whoever restores or repairs has the store alone.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, or_, select, update

from rakumap.core.errors import StoreError
from rakumap.core.model import ChannelId, Outcome
from rakumap.store import sqlite_engine
from rakumap.store.changes import utc_now
from rakumap.store.engine import Database
from rakumap.store.identity import mark_duplicates, wrong_duplicates
from rakumap.store.revisions import LATEST, REVISIONS
from rakumap.store.runs import SILENT, interrupted
from rakumap.store.schema import channel, item, listing, meta, run, run_lock

RESTORED_AT = "restored_at"
"""Fact of ``meta``: when the store came out of a backup; while it stands, no quantity is sent without a person's word."""
DERIVED_AT = "derived_at"
"""Fact of ``meta``: when columns that follow from others were made anew; caches of listings are void since."""
_DETAILS = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with the store: a code with the values of its sentence, and whether we can mend it."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)
    repairable: bool = False


def restore(source: Path, path: Path, backups: Path) -> Path | None:
    """Put the backup ``source`` in the place of the store at ``path``; return where the store of before is kept.

    The caller has the store alone and no connection to it. A power cut leaves the old store or the new one, whole. The
    restored store remembers that it was (``RESTORED_AT``).

    Raises:
        StoreError: the backup is missing, damaged, not rakumap's or newer than this program, or there is no room.
            The store is as it was then.
    """
    found = sqlite_engine.verify(source)
    if found not in REVISIONS:
        raise StoreError("store_newer", path=str(source), found=found)
    if path.exists() and source.samefile(path):
        raise StoreError("backup_is_store", path=str(path))
    kept = _keep_current(path, backups) if path.exists() else None
    fresh = sqlite_engine.fresh_name(path)
    try:
        sqlite_engine.backup(source, fresh)
        sqlite_engine.put_fact(fresh, RESTORED_AT, datetime.now(UTC).isoformat(timespec="seconds"))
        sqlite_engine.put_in_place(fresh, path)
    except OSError as error:
        raise StoreError(sqlite_engine.file_code(error, "backup_cannot_write"), path=str(path)) from error
    finally:
        sqlite_engine.remove(fresh)
    return kept


def _keep_current(path: Path, backups: Path) -> Path:
    """Back the store up; a damaged one is kept as it lies, with its side files. Its side files hold nothing after."""
    kept = backups / sqlite_engine.backup_name("before-restore")
    try:
        # Before anything else: SQLite deletes the side files of a file it finds empty.
        sqlite_engine.peek(path)
        sqlite_engine.backup(path, kept)
        sqlite_engine.settle(path)
    except StoreError as error:
        if error.code not in ("store_damaged", "store_foreign", "backup_damaged"):
            raise
    else:
        return kept
    kept = backups / sqlite_engine.backup_name("damaged")
    try:
        backups.mkdir(parents=True, exist_ok=True, mode=0o700)
        for side in ("", *sqlite_engine.SIDE_FILES):
            lying = path.with_name(path.name + side)
            if lying.exists():
                copy = kept.with_name(kept.name + side)
                sqlite_engine.make_private(copy)
                shutil.copyfile(lying, copy)
    except OSError as error:
        raise StoreError(sqlite_engine.file_code(error, "backup_cannot_write"), path=str(kept)) from error
    return kept


def diagnose(database: Database, *, quick: bool = False) -> list[Finding]:
    """Everything that is found wrong; empty when all is well. Reads the whole store; a quick look only its pages."""
    found = [*_surroundings(database.path)]
    try:
        with database.read() as connection:
            broken = sqlite_engine.integrity(connection, _DETAILS, quick=quick)
            found += [Finding("doctor_damaged", {"detail": one}) for one in broken]
            if not (broken or quick):
                found += _contents(connection)
    except StoreError as error:
        if error.code != "store_damaged":
            raise
        found.append(Finding("doctor_damaged", {"detail": str(error.__cause__)}))
    return found


def repair(database: Database) -> list[Finding]:
    """Mend what ``diagnose`` calls repairable; return what was mended. A store that is damaged itself is left alone."""
    found = diagnose(database)
    if any(one.code == "doctor_damaged" for one in found):
        return []
    mended = [one for one in found if one.repairable]
    codes = {one.code for one in mended}
    if "doctor_mode" in codes:
        sqlite_engine.close_to_others(database.path)
    if codes - {"doctor_mode"}:
        with database.write() as connection:
            sqlite_engine.guard(connection)
            _close_runs(connection)
            _derive(connection)
            _note(connection, DERIVED_AT)
    return mended


def _surroundings(path: Path) -> Iterator[Finding]:
    if (version := sqlite_engine.driver_warning()) is not None:
        yield Finding("doctor_driver", {"version": version})
    for one in sqlite_engine.wide_open(path):
        mode = f"{one.stat().st_mode & 0o777:04o}"
        yield Finding("doctor_mode", {"path": str(one), "mode": mode}, repairable=True)


def _contents(connection: Connection) -> Iterator[Finding]:
    revision = sqlite_engine.revision(connection)
    if revision != LATEST:
        yield Finding("doctor_schema", {"found": revision, "expected": LATEST})
    for one in sqlite_engine.dangling(connection, _DETAILS):
        yield Finding("doctor_reference", {"detail": one})
    for name in sqlite_engine.missing_guards(connection):
        yield Finding("doctor_guard", {"name": name}, repairable=True)
    open_runs = len(_dead_runs(connection))
    if open_runs:
        yield Finding("doctor_run_open", {"count": str(open_runs)}, repairable=True)
    for name, count in _wrong_counts(connection).items():
        if count:
            yield Finding("doctor_derived", {"what": name, "count": str(count)}, repairable=True)


def _dead_runs(connection: Connection) -> list[int]:
    """Runs that are open although nobody keeps them alive."""
    now = utc_now()
    alive = select(run_lock.c.run_id).where(run_lock.c.heartbeat_at.between(now - SILENT, now + SILENT))
    query = select(run.c.id).where(run.c.ended_at.is_(None), run.c.id.not_in(alive))
    return list(connection.execute(query).scalars())


def _close_runs(connection: Connection) -> None:
    dead = _dead_runs(connection)
    closed = update(run).where(run.c.id.in_(dead))
    connection.execute(closed.values(ended_at=utc_now(), outcome=Outcome.INTERRUPTED, code=interrupted()))
    connection.execute(delete(run_lock).where(run_lock.c.run_id.in_(dead)))


def _note(connection: Connection, fact: str) -> None:
    connection.execute(delete(meta).where(meta.c.name == fact))
    connection.execute(insert(meta).values(name=fact, value=datetime.now(UTC).isoformat()))


def _wrong_keys(table: Table) -> ColumnElement[bool]:
    return or_(table.c.sku_key != func.folded(table.c.sku), table.c.title_key != func.folded(table.c.title))


def _channels(connection: Connection) -> list[ChannelId]:
    return [ChannelId(key) for key in connection.execute(select(channel.c.id)).scalars()]


def _wrong_counts(connection: Connection) -> dict[str, int]:
    counts = {}
    for table in (listing, item):
        query = select(func.count()).select_from(table).where(_wrong_keys(table))
        counts[f"{table.name}_keys"] = int(connection.execute(query).scalar_one())
    counts["duplicates"] = sum(wrong_duplicates(connection, key) for key in _channels(connection))
    return counts


def _derive(connection: Connection) -> None:
    """Make every column that follows from others anew, where it is wrong."""
    for table in (listing, item):
        right = {"sku_key": func.folded(table.c.sku), "title_key": func.folded(table.c.title)}
        connection.execute(update(table).where(_wrong_keys(table)).values(right))
    for key in _channels(connection):
        mark_duplicates(connection, key, None)

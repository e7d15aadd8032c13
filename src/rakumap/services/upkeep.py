"""Upkeep: what is wrong with a profile, and whole, verified copies of its store."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from rakumap.core.errors import StoreError, UserError
from rakumap.services.backups import DAMAGED, Backups
from rakumap.services.running import Clock
from rakumap.store import maintenance, sqlite_engine
from rakumap.store.engine import Database
from rakumap.store.maintenance import Finding
from rakumap.store.queries import Queries
from rakumap.store.revisions import LATEST
from rakumap.system.paths import Paths

LITTLE_ROOM = 200 << 20
"""Bytes of free disk below which a report or a backup may not fit."""
AHEAD = timedelta(minutes=2)
"""How far an entry may lie ahead of the clock before the clock is taken to be wrong."""


@dataclass(frozen=True, slots=True)
class Health:
    """What the doctor found; ``repaired`` are those of the findings that were mended just now."""

    store: Path
    schema: str
    sqlite: str
    free: int
    """Bytes of free disk."""
    backup: Path | None
    """The newest backup that rakumap made by itself."""
    findings: tuple[Finding, ...]
    repaired: tuple[Finding, ...] = ()


class Upkeep:
    """The use cases of looking after a profile; see the module."""

    def __init__(self, paths: Paths, database: Database, queries: Queries, backups: Backups, clock: Clock) -> None:
        self._paths = paths
        self._backups = backups
        self._database = database
        self._queries = queries
        self._clock = clock

    def examine(self, *, repair: bool = False, quick: bool = False) -> Health:
        """Look at everything, or quickly; with ``repair`` mend what can be mended, having the store alone."""
        findings = (*maintenance.diagnose(self._database, quick=quick), *self._surroundings())
        repaired = tuple(maintenance.repair(self._database)) if repair else ()
        return Health(
            store=self._database.path,
            schema=LATEST,
            sqlite=sqlite_engine.driver_version(),
            free=shutil.disk_usage(self._database.path.parent).free,
            backup=next((one.path for one in self._backups.found() if one.kind != DAMAGED), None),
            findings=findings,
            repaired=repaired,
        )

    def backup(self, target: Path) -> int:
        """Write a verified copy of the whole store; returns its bytes.

        Raises:
            UserError: the target is the store itself, some other file that is no backup, or cannot be written.
        """
        if target.is_dir():
            raise UserError("file_is_folder", path=str(target))
        if target.exists():
            if target.samefile(self._database.path):
                raise UserError("backup_is_store", path=str(target))
            try:
                sqlite_engine.verify(target)
            except StoreError as error:
                raise UserError("backup_overwrites", path=str(target)) from error
        try:
            self._database.verified_backup(target)
            return target.stat().st_size
        except StoreError as error:
            raise _refused(error) from error

    def _surroundings(self) -> Iterator[Finding]:
        folder = self._database.path.parent
        free = shutil.disk_usage(folder).free
        if free < LITTLE_ROOM:
            yield Finding("doctor_disk", {"path": str(folder), "megabytes": str(free >> 20)})
        now = self._clock.now()
        newest = [entry.time for entry in self._queries.history(limit=1)]
        newest += [run.started_at for run in self._queries.runs(limit=1)]
        ahead = max(newest, default=now)
        if ahead > now + AHEAD:
            yield Finding("doctor_clock", {"time": ahead.isoformat(timespec="seconds")})
        if sys.platform != "win32":
            for one in self._paths.folders:
                if one.stat().st_mode & 0o077:
                    yield Finding("doctor_folder_mode", {"path": str(one), "mode": f"{one.stat().st_mode & 0o777:04o}"})


def restore(source: Path, path: Path, backups: Path) -> Path | None:
    """Put a backup in the place of the store; returns where the store of before is kept. Needs the store alone.

    Raises:
        UserError: the backup is missing, damaged or not rakumap's; the store is as it was.
        StoreError: it was made by a newer rakumap, or there is no room.
    """
    try:
        return maintenance.restore(source, path, backups)
    except StoreError as error:
        raise _refused(error) from error


def _refused(error: StoreError) -> UserError:
    """What is wrong with a backup is the input's fault, not the store's."""
    return UserError(error.code, **error.values) if error.code.startswith("backup_") else error

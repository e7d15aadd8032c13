"""Backups: the copies of the store that rakumap makes by itself, keeps for months, and offers when something broke.

Any thread. A copy is whole and verified, or it is not there.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rakumap.core import backups as rule
from rakumap.core.errors import StoreError
from rakumap.services.running import Clock
from rakumap.store import sqlite_engine
from rakumap.store.engine import Database
from rakumap.system.paths import Paths

AUTO, MANUAL, DAMAGED = "auto", "manual", "damaged"
"""Kinds, as the names of the files say them; others are ``before-restore`` and ``before-`` a migration. The last is no
backup, but what was left of a store."""
ROOM = 200 << 20
"""Bytes of free disk that a copy leaves at least."""
_NAME = re.compile(r"rakumap-(?P<time>[0-9]{8}-[0-9]{6}-[0-9]{6})-(?P<kind>.+)\.db")


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy, by what its file says."""

    path: Path
    time: datetime
    """When it was made, UTC."""
    kind: str
    size: int
    """Bytes."""


class Backups:
    """The use cases of backups; see the module."""

    def __init__(self, paths: Paths, database: Database, clock: Clock) -> None:
        self._folder = paths.backups_of(database.path)
        self._database = database
        self._clock = clock

    def found(self) -> list[Backup]:
        """All of them, newest first."""
        return found(self._folder)

    def make(self, kind: str = MANUAL) -> Backup:
        """Write a copy now.

        Raises:
            StoreError: it does not verify, or there is no room for it.
        """
        size = self._database.path.stat().st_size
        free = shutil.disk_usage(self._database.path.parent).free
        if free < size + ROOM:
            raise StoreError("backup_no_room", path=str(self._folder), megabytes=str((size + ROOM - free >> 20) + 1))
        now = self._clock.now()
        target = self._folder / sqlite_engine.backup_name(kind, now)
        self._database.verified_backup(target)
        return Backup(target, now, kind, target.stat().st_size)

    def keep_up(self) -> Backup | None:
        """Write a copy when one is due, and let those go that are too many; ``None`` when none was due.

        Raises:
            StoreError: as ``make``; no older copy is let go then.
        """
        now, mine = self._clock.now(), [one for one in self.found() if one.kind == AUTO]
        if not rule.due(mine[0].time if mine else None, self._changed(), now):
            return None
        made = self.make(AUTO)
        stay = rule.kept((one.time for one in (made, *mine)), now)
        for one in mine:
            if one.time not in stay:
                one.path.unlink(missing_ok=True)
        return made

    def _changed(self) -> datetime:
        """When the store was written to last."""
        path = self._database.path
        files = (path, path.with_name(path.name + "-wal"))
        return datetime.fromtimestamp(max(one.stat().st_mtime for one in files if one.exists()), UTC)


def found(folder: Path) -> list[Backup]:
    """The copies in a folder, newest first; nothing is opened."""
    every = (_of(path) for path in folder.glob("rakumap-*.db"))
    return sorted((one for one in every if one is not None), key=lambda one: one.time, reverse=True)


def newest_whole(backups: Iterable[Backup]) -> Backup | None:
    """The first of these that verifies, which takes a second per gigabyte or so."""
    for one in backups:
        if one.kind != DAMAGED:
            try:
                sqlite_engine.verify(one.path)
            except StoreError:
                continue
            return one
    return None


def _of(path: Path) -> Backup | None:
    named = _NAME.fullmatch(path.name)
    if named is None or not path.is_file():
        return None
    time = datetime.strptime(named["time"], "%Y%m%d-%H%M%S-%f").replace(tzinfo=UTC)
    return Backup(path, time, named["kind"], path.stat().st_size)


__all__ = ["AUTO", "DAMAGED", "MANUAL", "Backup", "Backups", "found", "newest_whole"]

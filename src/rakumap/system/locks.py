"""The lock of a store: many may use it at once, one may have it alone. The system frees it when a process dies."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rakumap.core.errors import StoreError
from rakumap.core.job import Job
from rakumap.system.files import open_private, translated

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_TICK = 0.05
_SEATS = 64
"""Windows knows only exclusive locks: each user locks one byte, who wants the store alone locks all of them."""


class StoreLock:
    """The file ``store.lock`` beside a store.

    Every process holds ``shared`` while it has the store open; restore, repair and migration hold ``alone``. It is
    advisory, belongs to the open file and not to the thread, and cannot be upgraded: leave ``shared`` first.
    """

    def __init__(self, path: Path, *, timeout: float = 5.0) -> None:
        self._path = path
        self._timeout = timeout

    @contextmanager
    def shared(self, job: Job | None = None) -> Iterator[None]:
        """Use the store with others. Raises ``StoreError`` "store_in_use" when someone has it alone for too long."""
        with self._held(False, job or Job()):
            yield

    @contextmanager
    def alone(self, job: Job | None = None) -> Iterator[None]:
        """Have the store alone. Raises ``StoreError`` "store_in_use" when others use it for too long."""
        with self._held(True, job or Job()):
            yield

    @contextmanager
    def _held(self, alone: bool, job: Job) -> Iterator[None]:
        file = self._open()
        try:
            left = self._timeout
            while not _lock(file, alone):
                if left <= 0:
                    raise StoreError("store_in_use", path=str(self._path))
                job.wait(_TICK)
                left -= _TICK
            yield
        finally:
            os.close(file)

    def _open(self) -> int:
        try:
            return open_private(self._path, os.O_RDWR | os.O_CREAT)
        except OSError as error:
            raise translated(error, self._path) from error


if sys.platform == "win32":

    def _lock(file: int, alone: bool) -> bool:
        """Take the lock if it is free."""
        for seat in (0,) if alone else range(_SEATS):
            os.lseek(file, seat, os.SEEK_SET)
            try:
                msvcrt.locking(file, msvcrt.LK_NBLCK, _SEATS if alone else 1)
            except OSError:
                continue
            return True
        return False

else:

    def _lock(file: int, alone: bool) -> bool:
        """Take the lock if it is free."""
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

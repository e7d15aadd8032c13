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


@contextmanager
def shared(path: Path, job: Job | None = None, *, timeout: float = 5.0) -> Iterator[None]:
    """Use the store, whose lock is the file ``path``, together with others, as long as it is open.

    The lock is advisory, belongs to this use and not to the thread, and cannot become ``alone``: leave it first.
    Raises ``StoreError`` "store_in_use" when someone has the store alone for longer than ``timeout`` seconds.
    """
    with _held(path, False, job or Job(), timeout):
        yield


@contextmanager
def alone(path: Path, job: Job | None = None, *, timeout: float = 5.0) -> Iterator[None]:
    """Have the store alone, for restore, repair and migration.

    Raises ``StoreError`` "store_in_use" when others use it for longer than ``timeout`` seconds.
    """
    with _held(path, True, job or Job(), timeout):
        yield


@contextmanager
def _held(path: Path, alone: bool, job: Job, timeout: float) -> Iterator[None]:
    try:
        file = open_private(path, os.O_RDWR | os.O_CREAT)
    except OSError as error:
        raise translated(error, path) from error
    try:
        left = timeout
        while not _lock(file, alone):
            if left <= 0:
                raise StoreError("store_in_use", path=str(path))
            job.wait(_TICK)
            left -= _TICK
        yield
    finally:
        os.close(file)


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

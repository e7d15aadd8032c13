"""Writing a small file so that it is there whole or not at all, for this user alone."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

from rakumap.core.errors import StoreError


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file by one with ``data``, mode 0600; it survives a power cut. Raises ``StoreError``."""
    part = path.with_name(f".{path.name}.{os.urandom(16).hex()}.part")
    try:
        try:
            file = open_private(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
            with os.fdopen(file, "wb") as opened:
                opened.write(data)
                opened.flush()
                os.fsync(opened.fileno())
            part.replace(path)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise translated(error, path) from error


def open_private(path: Path, flags: int) -> int:
    """Open a file that only this user may read, whatever the umask; follows no link. Raises ``OSError``."""
    file = os.open(path, flags | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0), 0o600)
    if sys.platform != "win32":
        os.fchmod(file, 0o600)
    return file


def sync_folder(folder: Path) -> None:
    """Make a folder's names survive a power cut, where that has to be asked for."""
    if sys.platform != "win32":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def translated(error: OSError, path: Path) -> StoreError:
    """Give the ``StoreError`` for what kept us from writing ``path``."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreError("disk_full", path=str(path))
    return StoreError("profile_readonly", path=str(path))

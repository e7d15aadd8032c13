"""A report on its way into a file: private, hashed, capped, looked at for HTML, and whole or not there at all."""

from __future__ import annotations

import codecs
import errno
import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from rakumap.core.errors import ChannelError, StoreError

_LOOK = 2048
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|script|meta|div|center|h1|p|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Arrival:
    """A file being received. As a context it removes what is not ``keep()``-ed; without ``target`` it keeps nothing.

    Raises ``StoreError`` when this computer cannot write it, ``ChannelError`` for what it must not be; ``name`` is
    what those call it.
    """

    def __init__(self, target: Path | None, name: str, cap: int) -> None:
        self.size = 0
        self._target = target
        self._name = name
        self._cap = cap
        self._hash = hashlib.sha256()
        self._start = b""
        self._looked = False
        self._part: Path | None = None
        self._file: int | None = None
        if target is not None:
            self._part = target.with_name(f".{target.name}.part")
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
            try:
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._part.unlink(missing_ok=True)
                self._file = os.open(self._part, flags, 0o600)
            except OSError as error:
                raise translated(error, target.parent) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._close()
        if self._part is not None:
            with suppress(OSError):
                self._part.unlink(missing_ok=True)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of what arrived, in hex."""
        return self._hash.hexdigest()

    def write(self, data: bytes) -> None:
        """Take the next bytes."""
        self.size += len(data)
        if self.size > self._cap:
            raise ChannelError("report_too_large", name=self._name, megabytes=self._cap >> 20)
        if not self._looked:
            self._start += data[:_LOOK]
            if len(self._start) >= _LOOK:
                self._look()
        self._hash.update(data)
        if self._file is not None:
            left = memoryview(data)
            try:
                while left:
                    left = left[os.write(self._file, left) :]
            except OSError as error:
                raise translated(error, self._folder) from error

    def keep(self) -> Path | None:
        """Put the file in its place, now that it is known to be whole; an empty one is refused."""
        self._look()
        if self.size == 0:
            raise ChannelError("report_empty", name=self._name)
        if self._part is None or self._target is None:
            return None
        try:
            self._close()
            self._part.replace(self._target)
        except OSError as error:
            raise translated(error, self._folder) from error
        return self._target

    @property
    def _folder(self) -> Path:
        return Path() if self._target is None else self._target.parent

    def _close(self) -> None:
        if self._file is not None:
            file, self._file = self._file, None
            os.close(file)

    def _look(self) -> None:
        self._looked = True
        if begins_like_html(self._start):
            raise ChannelError("report_html", name=self._name)


def begins_like_html(start: bytes) -> bool:
    """Whether the first bytes of a file are those of a web page, such as a login or an error page."""
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            text = start[len(mark) :].decode(encoding, errors="replace")
            break
    else:
        text = start.decode("latin-1")
    return _HTML.match(text) is not None


def translated(error: OSError, folder: Path) -> StoreError:
    """Say why this computer could not keep a file."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreError("disk_full", path=str(folder))
    return StoreError("folder_readonly", path=str(folder))

"""The log: small files of one person's own, in which no secret stands and whose failures trouble nobody."""

from __future__ import annotations

import base64
import logging
import logging.handlers
import os
import platform
import re
import sys
import threading
import traceback
from collections.abc import Iterable
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from urllib.parse import quote, quote_plus

from rakumap.system.files import open_private

FILE_BYTES = 1_000_000
FILES = 5
MASK = "***"

_SHORTEST = 4
"""Characters; a shorter secret would blot out half of every line and protects nothing."""
_ADDRESS = re.compile(r"(?i)\b([a-z][a-z0-9+.-]+://)([^\s/?#\"'<>]*@)?([^\s?#\"'<>]*)(\?[^\s\"'<>)\]]*)?")
_QUERY = re.compile(r"(/[^\s?\"'<>]*)\?[^\s\"'<>)\]]*=[^\s\"'<>)\]]*")
_HEADER = re.compile(r"(?i)((?:proxy-)?authorization[\"']?\s*[:=]\s*[\"']?)(?!\*\*\*)[^\"'\r\n,}]+")


class Masker:
    """Takes secrets out of texts: registered ones in any form they are sent in, and what addresses carry.

    Thread-safe. Keeps the secrets in memory only; its repr shows none.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._lock = threading.Lock()
        self._forms: set[str] = set()
        self._pattern: re.Pattern[str] | None = None
        self.add(*secrets)

    def add(self, *secrets: str) -> None:
        """Mask these, too, from now on."""
        with self._lock:
            for secret in secrets:
                if len(secret) >= _SHORTEST:
                    self._forms.update(_forms(secret))
            longest_first = sorted(self._forms, key=len, reverse=True)
            self._pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def masked(self, text: str) -> str:
        """Give the text without secrets."""
        if self._pattern is not None:
            text = self._pattern.sub(MASK, text)
        text = _ADDRESS.sub(_bare_address, text)
        text = _QUERY.sub(rf"\1?{MASK}", text)
        return _HEADER.sub(rf"\1{MASK}", text)


def _bare_address(found: re.Match[str]) -> str:
    scheme, user, rest, query = found.groups()
    return f"{scheme}{MASK + '@' if user else ''}{rest}{'?' + MASK if query else ''}"


def _forms(secret: str) -> set[str]:
    """Give every form in which a secret may stand in a text."""
    data = secret.encode("utf-8", "surrogatepass")
    forms = {secret, quote(data, safe=""), quote(data), quote_plus(data), repr(secret)[1:-1]}
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        forms.add(encode(data).decode("ascii"))
        # Inside of a longer text ("user:secret") it begins at any of three places; keep what is its alone.
        for before in range(3):
            start = (0, 2, 3)[before]
            whole = (before + len(data)) // 3 * 4
            forms.add(encode(bytes(before) + data).decode("ascii")[start:whole])
    return {form for form in forms if len(form) >= _SHORTEST}


class _Formatter(logging.Formatter):
    """One record, masked as a whole: message, values and traceback; its further lines are indented."""

    def __init__(self, masker: Masker) -> None:
        super().__init__("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s")
        self._masker = masker

    def format(self, record: logging.LogRecord) -> str:
        """Format and mask; a text with line breaks cannot look like another record."""
        text = self._masker.masked(super().format(record))
        return "\n\t".join(re.sub(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]", "?", text).split("\n"))


class _File(logging.handlers.RotatingFileHandler):
    """A private rotating file; when it cannot be written the record is lost and the program goes on."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path, maxBytes=FILE_BYTES, backupCount=FILES - 1, encoding="utf-8", errors="backslashreplace", delay=True
        )

    def _open(self) -> TextIOWrapper:
        file = open_private(Path(self.baseFilename), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        return open(file, "w", encoding=self.encoding, errors=self.errors)  # noqa: SIM115  emit() uses it on

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  logging's name
        """Drop the file when it failed, so that the next record opens it anew; a record that is wrong is our bug."""
        if isinstance(sys.exception(), OSError):
            self._drop()
        else:
            super().handleError(record)

    def close(self) -> None:
        """Close, though the last lines may not fit on the disk."""
        self._drop()
        super().close()

    def _drop(self) -> None:
        stream, self.stream = self.stream, None
        if stream is not None:
            with suppress(OSError, ValueError):
                stream.close()


class Logs:
    """The log of one process, from ``start`` to ``stop``. ``masker`` takes further secrets at any time."""

    def __init__(self, folder: Path, name: str = "rakumap", *, level: int = logging.INFO) -> None:
        """``name`` is the file's: processes that may run at once should not share one."""
        self.masker = Masker()
        self.path = folder / f"{name}.log"
        self._handler = _File(self.path)
        self._handler.setFormatter(_Formatter(self.masker))
        self._level = level
        self._before: int | None = None

    def start(self) -> None:
        """Take what every logger says from now on."""
        root = logging.getLogger()
        self._before = root.level
        root.setLevel(self._level)
        root.addHandler(self._handler)
        # At DEBUG it writes addresses with their query.
        logging.getLogger("urllib3").setLevel(max(logging.INFO, self._level))

    def stop(self) -> None:
        """Take nothing more and close the file."""
        root = logging.getLogger()
        root.removeHandler(self._handler)
        if self._before is not None:
            root.setLevel(self._before)
        self._handler.close()


def crash_text(
    kind: type[BaseException], error: BaseException, at: TracebackType | None, masker: Masker, version: str
) -> str:
    """Give the text of a crash report: what, where and on which system; no values of variables, no secret, no home."""
    lines = traceback.TracebackException(kind, error, at, capture_locals=False).format()
    text = masker.masked("".join(lines))
    home = str(Path.home())
    if len(home) > 1:
        text = text.replace(home, "~")
    return f"rakumap {version}, Python {platform.python_version()}, {platform.system()} {platform.release()}\n\n{text}"

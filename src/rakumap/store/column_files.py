"""ColumnFiles: the columns of one channel in a folder beside the store, each read when it is first asked for.

A cache: whatever is wrong with it, it is dropped and made again. Files are only for this user, as the store is.
"""

from __future__ import annotations

import contextlib
import io
import json
import secrets
import shutil
import threading
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from rakumap.store import sqlite_engine

FORMAT = f"2 {pl.__version__}"
"""Columns of another program's making are not read."""
_SEAL = "seal.json"


class Damaged(Exception):  # noqa: N818 - no error: the columns are made again
    """The folder does not hold what it should."""


class ColumnFiles:
    """One set of columns; see the module. Each column lies in parts, one behind the other, a file for each. Any thread."""

    def __init__(self, folder: Path, sums: Mapping[str, int] | None = None) -> None:
        self.folder = folder
        self._sums = dict(sums or {})
        """The checksum of each file by its name."""
        self.is_sealed = sums is not None
        self._read: dict[str, pl.Series] = {}
        self._lock = threading.Lock()

    @classmethod
    def make(cls, store: Path, channel_id: int) -> ColumnFiles:
        """A new, empty folder."""
        folder = store.with_name(f"{store.name}.columns-{channel_id}-{secrets.token_hex(6)}")
        folder.mkdir(mode=0o700)
        return cls(folder)

    def put(self, series: pl.Series, part: int = 0) -> None:
        """Keep one part of a column, under its name."""
        buffer = io.BytesIO()
        series.to_frame().write_ipc(buffer)
        content = buffer.getbuffer()
        name = f"{series.name}.{part:04}"
        path = self.folder / name
        sqlite_engine.make_private(path)
        path.write_bytes(content)
        with self._lock:
            self._sums[name] = zlib.crc32(content)

    def has(self, name: str) -> bool:
        """Whether there is a column of that name."""
        return f"{name}.0000" in self._sums

    def column(self, name: str, *, keep: bool = True) -> pl.Series:
        """One column of all rows; ``keep`` it in memory from now on.

        Raises:
            Damaged: it cannot be read.
        """
        found = self._read.get(name)
        if found is None:
            try:
                found = self._load(name)
            except (OSError, pl.exceptions.PolarsError) as error:
                raise Damaged(str(error)) from error
            if keep:
                self._read[name] = found
        return found

    def _load(self, name: str) -> pl.Series:
        with self._lock:
            files = sorted(one for one in self._sums if one.rpartition(".")[0] == name)
        if not files:
            raise Damaged(name)
        return pl.concat([self._part(one, name) for one in files])

    def _part(self, file: str, name: str) -> pl.Series:
        content = (self.folder / file).read_bytes()
        if zlib.crc32(content) != self._sums[file]:
            raise Damaged(file)
        return pl.read_ipc(content)[name]

    def frame(self, names: Iterable[str], *, keep: bool = True) -> pl.DataFrame:
        """Columns of all rows side by side; nothing is copied."""
        return pl.DataFrame([self.column(name, keep=keep) for name in sorted(names)])

    # between two starts -------------------------------------------------------------------------------------------

    def seal(self, facts: Mapping[str, Any]) -> None:
        """Say that the folder is whole, and what it holds; again when a column was added."""
        fresh = self.folder / f"{_SEAL}.new"
        fresh.unlink(missing_ok=True)
        sqlite_engine.make_private(fresh)
        with self._lock:
            content = json.dumps({"format": FORMAT, "facts": facts, "sums": self._sums})
        fresh.write_text(content, encoding="utf-8")
        fresh.replace(self.folder / _SEAL)
        self.is_sealed = True

    def unseal(self) -> None:
        """Never read the folder again."""
        with contextlib.suppress(OSError):
            (self.folder / _SEAL).unlink()

    @classmethod
    def sealed(cls, store: Path, channel_id: int) -> tuple[ColumnFiles, dict[str, Any]] | None:
        """The whole columns of a channel there are, with their facts; each is looked at when it is read."""
        for folder in _folders(store, channel_id):
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                seal = json.loads((folder / _SEAL).read_text(encoding="utf-8"))
                if seal["format"] == FORMAT:
                    return cls(folder, seal["sums"]), seal["facts"]
        return None

    def drop_others(self, store: Path, channel_id: int) -> None:
        """Remove the channel's other folders, of crashed and of finished makers."""
        for folder in _folders(store, channel_id):
            if folder != self.folder:
                shutil.rmtree(folder, ignore_errors=True)


def _folders(store: Path, channel_id: int) -> list[Path]:
    begins = f"{store.name}.columns-{channel_id}-"
    return sorted(one for one in store.parent.iterdir() if one.name.startswith(begins))

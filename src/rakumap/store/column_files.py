"""ColumnFiles: the columns of one channel in a folder beside the store, each read when it is first asked for.

A cache: whatever is wrong with it, it is dropped and made again. Files are only for this user, as the store is.
"""

from __future__ import annotations

import contextlib
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

FORMAT = f"1 {pl.__version__}"
"""Columns of another program's making are not read."""
_SEAL = "seal.json"
_BLOCK = 1 << 20


class Damaged(Exception):  # noqa: N818 - no error: the columns are made again
    """The folder does not hold what it should."""


class ColumnFiles:
    """One set of columns; see the module. Parts hold the rows one behind the other, extra columns come alone."""

    def __init__(self, folder: Path, names: Iterable[str] = ()) -> None:
        self.folder = folder
        self._names = list(names)
        self._read: dict[str, pl.Series] = {}
        self._lock = threading.Lock()

    @classmethod
    def make(cls, store: Path, channel_id: int) -> ColumnFiles:
        """A new, empty folder."""
        folder = store.with_name(f"{store.name}.columns-{channel_id}-{secrets.token_hex(6)}")
        folder.mkdir(mode=0o700)
        return cls(folder)

    def put_part(self, number: int, frame: pl.DataFrame) -> None:
        """Keep the rows of part ``number``; from any thread."""
        self._write(f"part-{number:05}", frame)

    def put(self, series: pl.Series) -> None:
        """Keep one more column of all rows."""
        self._write(f"{series.name}.extra", series.to_frame())
        self._read[series.name] = series

    def _write(self, name: str, frame: pl.DataFrame) -> None:
        path = self.folder / name
        sqlite_engine.make_private(path)
        with path.open("wb") as file:
            frame.write_ipc(file)
        with self._lock:
            self._names.append(name)

    def has(self, name: str) -> bool:
        """Whether there is an extra column of that name."""
        return f"{name}.extra" in self._names

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
        if self.has(name):
            return pl.read_ipc((self.folder / f"{name}.extra").read_bytes())[name]
        parts = sorted(one for one in self._names if one.startswith("part-"))
        return pl.concat([pl.read_ipc(self.folder / one, columns=[name])[name] for one in parts], rechunk=True)

    def frame(self, names: Iterable[str], *, keep: bool = True) -> pl.DataFrame:
        """Columns of all rows side by side; nothing is copied."""
        return pl.DataFrame([self.column(name, keep=keep) for name in sorted(names)])

    # between two starts -------------------------------------------------------------------------------------------

    def seal(self, facts: Mapping[str, Any]) -> None:
        """Say that the folder is whole, and what it holds."""
        sums = {name: _checksum(self.folder / name) for name in sorted(self._names)}
        fresh = self.folder / f"{_SEAL}.new"
        fresh.unlink(missing_ok=True)
        sqlite_engine.make_private(fresh)
        fresh.write_text(json.dumps({"format": FORMAT, "facts": facts, "sums": sums}), encoding="utf-8")
        fresh.replace(self.folder / _SEAL)

    @classmethod
    def sealed(cls, store: Path, channel_id: int) -> tuple[ColumnFiles, dict[str, Any]] | None:
        """The whole and undamaged columns of a channel there are, with their facts."""
        for folder in _folders(store, channel_id):
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                seal = json.loads((folder / _SEAL).read_text(encoding="utf-8"))
                sums = seal["sums"]
                if seal["format"] == FORMAT and all(_checksum(folder / one) == sums[one] for one in sums):
                    return cls(folder, sums), seal["facts"]
        return None

    def drop_others(self, store: Path, channel_id: int) -> None:
        """Remove the channel's other folders, of crashed and of finished makers."""
        for folder in _folders(store, channel_id):
            if folder != self.folder:
                shutil.rmtree(folder, ignore_errors=True)


def _folders(store: Path, channel_id: int) -> list[Path]:
    begins = f"{store.name}.columns-{channel_id}-"
    return sorted(one for one in store.parent.iterdir() if one.name.startswith(begins))


def _checksum(path: Path) -> int:
    found = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found = zlib.crc32(block, found)
    return found

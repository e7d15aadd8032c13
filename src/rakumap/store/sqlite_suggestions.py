"""KeptSuggestions: what listings could be, kept in a SQLite file beside the store. A cache, never a second truth.

Each entry carries a stamp of the texts it was made from, each candidate one of its item: what the store holds
otherwise by now is not shown (``suggestion_sql``). A damaged file, or one of another version, is made anew. One process
fills it; others read it, attached to their own connection to the store.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from rakumap.core.errors import StoreError
from rakumap.core.model import ChannelId, ItemKey, ListingKey
from rakumap.core.suggestion import Confidence, Suggestion, in_parts, stamp
from rakumap.store import sqlite_engine
from rakumap.store.sqlite_driver import WAIT, driver

SCHEMA = "kept"
"""The file's name on connections that it is attached to."""
_FIELDS = tuple(field.name for field in fields(Suggestion))
FORMAT = stamp("1", *_FIELDS) & 0x7FFFFFFF
"""Files of other programs are not read."""
_PAGE = 500
_TABLES = """
CREATE TABLE entry (
    listing_key INTEGER PRIMARY KEY, channel_id INTEGER NOT NULL, stamp INTEGER NOT NULL, basis INTEGER NOT NULL,
    stale INTEGER NOT NULL
);
CREATE INDEX entry_channel ON entry (channel_id, stale);
CREATE TABLE candidate (
    listing_key INTEGER NOT NULL, place INTEGER NOT NULL, item_key INTEGER NOT NULL, stamp INTEGER NOT NULL,
    score INTEGER NOT NULL, told TEXT NOT NULL, PRIMARY KEY (listing_key, place)
) WITHOUT ROWID;
CREATE INDEX candidate_item ON candidate (item_key);
CREATE TABLE known_item (item_key INTEGER PRIMARY KEY, stamp INTEGER NOT NULL);
CREATE TABLE fact (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class KeptEntry:
    """What is known of a listing."""

    stamp: int
    """Of the texts it was looked at with."""
    basis: int
    """Of what else its candidates hang on, but the inventory."""
    stale: bool = False
    """The inventory has changed in a way that may concern it."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A listing that was looked at: its candidates, best first, each with the stamp of its item."""

    key: ListingKey
    entry: KeptEntry
    candidates: Sequence[tuple[Suggestion, int]]


def file_of(store: Path) -> Path:
    """Where the suggestions of a store are kept."""
    return store.with_name(f"{store.name}.suggestions")


def drop(store: Path) -> None:
    """Remove the file; it is made again when it is needed. Raises nothing where it cannot be removed."""
    path = file_of(store)
    for one in (path, *(path.with_name(path.name + suffix) for suffix in sqlite_engine.SIDE_FILES)):
        with contextlib.suppress(OSError):
            one.unlink(missing_ok=True)


def told(one: Suggestion) -> str:
    """A suggestion as text, to be kept."""
    return json.dumps([getattr(one, name) for name in _FIELDS], ensure_ascii=False)


def untold(text: str, item: ItemKey) -> Suggestion:
    """What ``told`` wrote. Raises ``ValueError`` or ``TypeError`` where that is damaged."""
    found = dict(zip(_FIELDS, map(_frozen, json.loads(text)), strict=True))
    found |= {"item": item, "confidence": Confidence(found["confidence"])}
    return Suggestion(**found)


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def attached(connection: Connection, store: Path) -> bool:
    """Have the file at hand as ``SCHEMA`` on a connection to the store, before its transaction; whether it is there."""
    known, now = connection.info.get(SCHEMA), _identity(file_of(store))
    if known != now:
        raw: Any = connection.connection.driver_connection
        if known is not None:
            raw.execute(f"DETACH DATABASE {SCHEMA}")
        connection.info[SCHEMA] = now if now is not None and _attach(raw, file_of(store)) else None
    return connection.info.get(SCHEMA) is not None


def _identity(path: Path) -> tuple[int, int] | None:
    with contextlib.suppress(OSError):
        found = path.stat()
        return found.st_dev, found.st_ino
    return None


def _attach(raw: Any, path: Path) -> bool:
    raw.create_function("text_stamp", 3, stamp, deterministic=True)
    try:
        raw.execute(f"ATTACH DATABASE ? AS {SCHEMA}", (str(path),))
    except driver.Error:
        return False
    try:
        if raw.execute(f"PRAGMA {SCHEMA}.user_version").fetchone()[0] == FORMAT:
            return True
    except driver.Error:
        pass
    raw.execute(f"DETACH DATABASE {SCHEMA}")
    return False


class KeptSuggestions:
    """The file as whoever fills it sees it; see the module. One thread, and one process at a time writes.

    Methods raise ``StoreError`` when the file can neither be used nor made anew.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        self._open: Any = None

    def close(self) -> None:
        """Let go of the file."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def entries(self, channel_id: ChannelId) -> dict[ListingKey, KeptEntry]:
        """What is known of a channel's listings."""
        query = "SELECT listing_key, stamp, basis, stale FROM entry WHERE channel_id = ?"
        with self._connection() as connection:
            rows = connection.execute(query, (channel_id,))
            return {ListingKey(key): KeptEntry(made, basis, bool(stale)) for key, made, basis, stale in rows}

    def put(self, channel_id: ChannelId, looked: Iterable[Looked]) -> None:
        """Keep what listings could be, in the place of what was kept of them."""
        entries, candidates = [], []
        for one in looked:
            entries.append((one.key, channel_id, one.entry.stamp, one.entry.basis, int(one.entry.stale)))
            for place, (each, item_stamp) in enumerate(one.candidates):
                candidates.append((one.key, place, each.item, item_stamp, in_parts(each.score), told(each)))
        with self._writing() as connection:
            connection.executemany("DELETE FROM candidate WHERE listing_key = ?", [one[:1] for one in entries])
            connection.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?)", entries)
            connection.executemany("INSERT OR REPLACE INTO candidate VALUES (?, ?, ?, ?, ?, ?)", candidates)

    def forget(self, keys: Collection[ListingKey]) -> None:
        """Keep nothing of these listings."""
        if keys:
            with self._writing() as connection:
                for table in ("candidate", "entry"):
                    query = f"DELETE FROM {table} WHERE listing_key = ?"  # noqa: S608 - one of two names
                    connection.executemany(query, [(key,) for key in keys])

    def items(self) -> dict[ItemKey, int]:
        """The stamps of the inventory as it was known last."""
        with self._connection() as connection:
            return {ItemKey(key): made for key, made in connection.execute("SELECT * FROM known_item")}

    def having(self, items: Iterable[ItemKey]) -> set[ListingKey]:
        """The listings that have one of these items among their candidates."""
        found: set[ListingKey] = set()
        query = "SELECT listing_key FROM candidate WHERE item_key = ?"
        with self._connection() as connection:
            for item in items:
                found.update(ListingKey(row[0]) for row in connection.execute(query, (item,)))
        return found

    def fact(self, name: str) -> int:
        """A number kept with it; 0 when there is none."""
        with self._connection() as connection:
            row = connection.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
            return 0 if row is None else int(row[0])

    def know_items(
        self,
        changed: Mapping[ItemKey, int],
        removed: Collection[ItemKey],
        stale: Collection[ListingKey] | None,
        facts: Mapping[str, int],
    ) -> None:
        """Note how the inventory changed, and in one with it which listings are to be looked at again; ``None``: all."""
        with self._writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO known_item VALUES (?, ?)", changed.items())
            connection.executemany("DELETE FROM known_item WHERE item_key = ?", [(key,) for key in removed])
            connection.executemany("INSERT OR REPLACE INTO fact VALUES (?, ?)", facts.items())
            if stale is None:
                connection.execute("UPDATE entry SET stale = 1")
            else:
                connection.executemany("UPDATE entry SET stale = 1 WHERE listing_key = ?", [(key,) for key in stale])

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Any]:
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextlib.contextmanager
    def _connection(self) -> Iterator[Any]:
        path = file_of(self._store)
        try:
            if self._open is None:
                self._open = _opened(self._store)
            yield self._open
        except driver.Error as error:
            self.close()
            code = sqlite_engine.environment_code(error)
            if code == "store_damaged":
                drop(self._store)  # whoever asks again finds an empty one
            if code is None:
                raise
            raise StoreError("suggestions_file", path=str(path)) from error
        except OSError as error:
            raise StoreError("suggestions_file", path=str(path)) from error


def _opened(store: Path) -> Any:
    try:
        return _ready(store)
    except driver.DatabaseError as error:
        if sqlite_engine.environment_code(error) != "store_damaged":
            raise
    drop(store)
    return _ready(store)


def _ready(store: Path) -> Any:
    """A connection to the file, made where it is missing or of another version."""
    path = file_of(store)
    if not path.exists():
        sqlite_engine.make_private(path)
    connection = driver.connect(str(path), timeout=WAIT, isolation_level=None)
    try:
        for pragma in ("journal_mode=WAL", "synchronous=OFF", "cell_size_check=ON", "trusted_schema=OFF"):
            connection.execute(f"PRAGMA {pragma}")
        if connection.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
            names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
            connection.execute("BEGIN IMMEDIATE")
            for (name,) in names:
                connection.execute(f'DROP TABLE "{name}"')
            for statement in _TABLES.split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {FORMAT}")
            connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


__all__ = ["FORMAT", "SCHEMA", "KeptEntry", "KeptSuggestions", "Looked", "attached", "drop", "file_of", "untold"]

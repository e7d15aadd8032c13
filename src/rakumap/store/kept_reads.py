"""Kept reads: what the file of suggestions says, as far as the store bears it out. A damaged file is dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy import Connection, select

from rakumap.core.errors import StoreError
from rakumap.core.model import ChannelId, ItemKey, ListingKey
from rakumap.core.suggestion import Candidate
from rakumap.store import sqlite_suggestions, suggestion_sql
from rakumap.store.engine import Database
from rakumap.store.schema import listing

T = TypeVar("T")
_CHUNK = 500


def with_kept(database: Database, find: Callable[[Connection, bool], T], *, wanted: bool = True) -> T:
    """Read with the file of suggestions at hand, where it is ``wanted`` and there; ``find`` is told whether it is.

    Raises ``StoreError`` when the store cannot be read.
    """
    if wanted:
        try:
            with database.read() as connection:
                return find(connection, sqlite_suggestions.attached(connection, database.path))
        except (StoreError, ValueError, TypeError) as error:
            there = sqlite_suggestions.file_of(database.path).exists()
            if not there or (isinstance(error, StoreError) and error.code not in ("store_damaged", "store_io")):
                raise
            sqlite_suggestions.drop(database.path)  # only a cache; where the store itself is damaged, it says so again
    with database.read() as connection:
        return find(connection, False)


def kept_candidates(database: Database, keys: Sequence[ListingKey]) -> dict[ListingKey, tuple[Candidate, ...]]:
    """What listings could be, best first: of those that wait for a link and are known as they are now."""
    if not keys:
        return {}

    def find(connection: Connection, kept: bool) -> dict[ListingKey, tuple[Candidate, ...]]:
        found: dict[ListingKey, list[Candidate]] = {}
        for start in range(0, len(keys) if kept else 0, _CHUNK):
            some = {"keys": list(keys[start : start + _CHUNK])}
            for key, told, item, title in connection.execute(suggestion_sql.of_listings(), some):
                known = found.setdefault(ListingKey(key), [])
                if told is not None:
                    known.append(Candidate(sqlite_suggestions.untold(told, ItemKey(item)), title))
        return {key: tuple(candidates) for key, candidates in found.items()}

    return with_kept(database, find)


def is_kept(database: Database, channel_id: ChannelId) -> bool:
    """Whether anything is kept of a channel."""

    def find(connection: Connection, kept: bool) -> bool:
        known = suggestion_sql.entry
        query = select(known.c.listing_key).join(listing, listing.c.id == known.c.listing_key)
        query = query.where(listing.c.channel_id == channel_id).limit(1)
        return kept and connection.execute(query).first() is not None

    return with_kept(database, find)

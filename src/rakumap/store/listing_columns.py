"""The listings of a channel as columns: which there are, and how they come out of the store.

Folded keys of plain ASCII texts are made here and not read, which saves a third of the reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import polars as pl
from sqlalchemy import BigInteger, ColumnElement, Connection, Select, select, type_coerce

from rakumap.core.text import folded
from rakumap.store import sqlite_columns, sqlite_engine
from rakumap.store.schema import GONE, LIVE, item, link, listing

OWN_TEXTS = ("listing_id", "sku", "title", "barcode", "variation", "parent_id", "currency", "update_status")
"""Texts that only a report changes."""
OTHER_TEXTS = ("old_sku", "linked_to", "item_title", "linked_by", "reason")
TEXTS = (*OWN_TEXTS, *OTHER_TEXTS)
KEYED = {"sku": "sku_key", "title": "title_key", "linked_to": "linked_to_key", "item_title": "item_title_key"}
"""Texts that are searched and sorted by a folded key, and its column."""
ANYWHERE = "anywhere"
"""The folded texts that free words look into, one behind the other."""
FENCE = "\0"
"""Stands between the texts of ``ANYWHERE``; no text may hold it."""
LARGEST, HIGHEST_SHARE = 10**12, 10**6
"""Levels and percentages (in hundredths) beyond these are left to SQL, so that no product here can overflow."""

_FLAGS = ("unlimited", "duplicate", "ignore_sync", "ignored_by_report", "excluded", "no_item")
_NUMBERS = (
    "quantity", "price", "updated_at", "gone_at", "max_listed", "end_when", "percentage", "submitted_quantity",
    "last_update", "linked_at", "level", "in_open_orders",
)  # fmt: skip


_TOGETHER = dict.fromkeys(("linked_to", "item_title", "origin", "level", "in_open_orders"), "linked_at")
"""What an unlinked listing lacks, it lacks all together."""


class Unanswerable(Exception):  # noqa: N818 - no error: SQL answers instead
    """The columns cannot answer this exactly as SQL does."""


def read(connection: Connection, channel_id: int, low: int, high: int) -> pl.DataFrame:
    """The channel's listings with numbers from ``low`` up to ``high``, by number."""
    return _read(connection, channel_id, listing.c.id.between(low, high))


def read_rows(connection: Connection, channel_id: int, keys: Sequence[int]) -> pl.DataFrame:
    """These listings of the channel, by number."""
    return _read(connection, channel_id, sqlite_engine.among(listing.c.id, keys))


def _read(connection: Connection, channel_id: int, where: ColumnElement[bool]) -> pl.DataFrame:
    # The + 0 keeps the database from going through an index of the whole channel instead of to these numbers.
    query = _joined().where(listing.c.channel_id + 0 == channel_id, where)
    frame = sqlite_columns.read(connection, query, _kinds(), _TOGETHER)
    _check(frame)
    keys = {key: _keys(connection, frame[text], key, query) for text, key in KEYED.items()}
    frame = frame.with_columns(*keys.values())
    return _derived(frame if frame["id"].is_sorted() else frame.sort("id"))


def _keys(connection: Connection, texts: pl.Series, key: str, query: Select[Any]) -> pl.Series:
    """The folded keys of texts; from the store where they are not all of plain ASCII."""
    if not _is_odd(texts).any():
        return texts.str.to_lowercase().alias(key)
    table = item if key in ("linked_to_key", "item_title_key") else listing
    column = (
        table.c[key.removeprefix("linked_to_").removeprefix("item_")] if key != "linked_to_key" else table.c.sku_key
    )
    ids = query.with_only_columns(listing.c.id.label("id"), column.label(key), maintain_column_froms=True)
    found = sqlite_columns.read(connection, ids, {"id": pl.Int64(), key: pl.String()}, {})
    return found[key]


def _is_odd(texts: pl.Series) -> pl.Series:
    return (texts.str.len_bytes() != texts.str.len_chars()).fill_null(value=False)


@lru_cache(maxsize=1)
def _joined() -> Select[Any]:
    joined = listing.outerjoin(link, link.c.listing_key == listing.c.id)
    joined = joined.outerjoin(item, item.c.id == link.c.item_key)
    columns = [expression.label(name) for name, expression in {**_texts(), **_numbers()}.items()]
    return select(*columns).select_from(joined)


@lru_cache(maxsize=1)
def _texts() -> dict[str, ColumnElement[Any]]:
    found: dict[str, ColumnElement[Any]] = {name: listing.c[name] for name in (*OWN_TEXTS, "old_sku")}
    return found | {"linked_to": item.c.sku, "item_title": item.c.title, "origin": link.c.origin}


@lru_cache(maxsize=1)
def _kinds() -> dict[str, pl.DataType]:
    texts: dict[str, pl.DataType] = dict.fromkeys(_texts(), pl.String())
    return texts | dict.fromkeys(_numbers(), pl.Int64())


@lru_cache(maxsize=1)
def _numbers() -> dict[str, ColumnElement[Any]]:
    tables = {"linked_at": link, "level": item, "in_open_orders": item}
    flags: Any = listing.c.presence
    for n, name in enumerate(_FLAGS, 2):
        flags = flags + type_coerce(listing.c[name], BigInteger) * (1 << n)
    return {"id": listing.c.id, "flags": flags, **{name: tables.get(name, listing).c[name] for name in _NUMBERS}}


def _check(frame: pl.DataFrame) -> None:
    largest = frame.select(pl.max_horizontal(pl.col("level", "in_open_orders").abs().max())).item()
    low, high = frame.select(pl.col("percentage").min(), pl.col("percentage").max().alias("high")).row(0)
    if max(largest or 0, high or 0) > LARGEST or (low or 0) < 0 or (high or 0) > HIGHEST_SHARE:
        raise Unanswerable


def _derived(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns that follow from those of the store."""
    flags, origin = pl.col("flags"), pl.col("origin")
    person = origin.str.starts_with("person")
    reason = pl.when(person).then(origin.str.slice(7)).otherwise(origin.str.slice(9))
    found = frame.with_columns(
        *((flags & (1 << n) != 0).alias(name) for n, name in enumerate(_FLAGS, 2)),
        (flags & 3 == LIVE).alias("live"),
        (flags & 3 == GONE).alias("gone"),
        origin.is_not_null().alias("linked"),
        pl.when(origin.is_null()).then(None).when(person).then(pl.lit("person")).otherwise(pl.lit("autolink"))
        .alias("linked_by"),
        pl.when(reason != "").then(reason).alias("reason"),
    )  # fmt: skip
    return found.with_columns(_anywhere()).drop("flags", "origin")


def _anywhere() -> pl.Expr:
    """What is linked mostly has the same SKU: it stands there once."""
    other = pl.when(pl.col("linked_to_key") != pl.col("sku_key")).then(pl.col("linked_to_key"))
    folded = [pl.col("sku_key"), pl.col("title_key"), lowered("barcode"), lowered("listing_id"), other]
    return pl.concat_str([one.fill_null("") for one in folded], separator=FENCE).alias(ANYWHERE)


def lowered(name: str) -> pl.Expr:
    """A text without a key of its own, folded."""
    return pl.col(name).map_batches(_folded, return_dtype=pl.String())


def _folded(texts: pl.Series) -> pl.Series:
    """ASCII texts are folded at once, the others one by one."""
    found = texts.str.to_lowercase()
    if not _is_odd(texts).any():
        return found
    return texts.map_elements(folded, return_dtype=pl.String(), skip_nulls=True)


def nothing() -> pl.DataFrame:
    """The columns, without rows."""
    return _derived(pl.DataFrame(schema={**_kinds(), **dict.fromkeys(KEYED.values(), pl.String())}))

"""The listings of a channel as columns: which there are, and how they come out of the store.

Folded keys of plain ASCII texts are made here and not read, which saves a third of the reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import polars as pl
from sqlalchemy import BigInteger, ColumnElement, Connection, LargeBinary, Select, case, cast, func, select, type_coerce

from rakumap.core.text import folded
from rakumap.store.schema import GONE, LIVE, item, link, listing
from rakumap.store.sqlite_columns import as_arrays

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


class Unanswerable(Exception):  # noqa: N818 - no error: SQL answers instead
    """The columns cannot answer this exactly as SQL does."""


def read(connection: Connection, channel_id: int, low: int, high: int) -> pl.DataFrame:
    """The channel's listings with numbers from ``low`` up to ``high``, by number."""
    return _read(connection, channel_id, listing.c.id.between(low, high))


def read_rows(connection: Connection, channel_id: int, keys: Sequence[int]) -> pl.DataFrame:
    """These listings of the channel, by number."""
    return _read(connection, channel_id, listing.c.id.in_(keys))


def _read(connection: Connection, channel_id: int, where: ColumnElement[bool]) -> pl.DataFrame:
    # The + 0 keeps the database from going through an index of the whole channel instead of to these numbers.
    query = _joined().where(listing.c.channel_id + 0 == channel_id, where)
    return _decoded(as_arrays(connection, query.order_by(listing.c.id)))


@lru_cache(maxsize=1)
def _joined() -> Select[Any]:
    joined = listing.outerjoin(link, link.c.listing_key == listing.c.id)
    joined = joined.outerjoin(item, item.c.id == link.c.item_key)
    columns = [expression.label(name) for name, expression in {**_texts(), **_numbers()}.items()]
    return select(*columns).select_from(joined)


@lru_cache(maxsize=1)
def _texts() -> dict[str, ColumnElement[Any]]:
    c = listing.c
    found: dict[str, ColumnElement[Any]] = {name: c[name] for name in (*OWN_TEXTS, "old_sku")}
    found |= {"linked_to": item.c.sku, "item_title": item.c.title, "origin": link.c.origin}
    keys = (("sku_key", c.sku), ("title_key", c.title), ("linked_to_key", item.c.sku), ("item_title_key", item.c.title))
    for name, text in keys:
        ascii_only = func.length(text) == func.length(cast(text, LargeBinary))
        found[name] = case((ascii_only, None), else_=text.table.c[f"{text.name}_key"])
    return found


@lru_cache(maxsize=1)
def _numbers() -> dict[str, ColumnElement[Any]]:
    tables = {"linked_at": link, "level": item, "in_open_orders": item}
    flags: Any = listing.c.presence
    for n, name in enumerate(_FLAGS, 2):
        flags = flags + type_coerce(listing.c[name], BigInteger) * (1 << n)
    return {"id": listing.c.id, "flags": flags, **{name: tables.get(name, listing).c[name] for name in _NUMBERS}}


def _decoded(arrays: dict[str, str]) -> pl.DataFrame:
    kinds = {name: pl.String() for name in _texts()} | dict.fromkeys(_numbers(), pl.Int64())
    if arrays["id"] == "[]":
        return _derived(pl.DataFrame(schema=kinds))
    raw = pl.DataFrame({name: [arrays[name]] for name in kinds})
    parsed = [pl.col(name).str.json_decode(pl.List(kind)) for name, kind in kinds.items()]
    frame = raw.lazy().select(parsed).explode(list(kinds)).collect()
    _check(frame)
    return _derived(frame)


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
        *(pl.coalesce(key, pl.col(text).str.to_lowercase()).alias(key) for text, key in KEYED.items()),
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
    odd = (texts.str.len_bytes() != texts.str.len_chars()).fill_null(value=False)
    if not odd.any():
        return found
    return texts.map_elements(folded, return_dtype=pl.String(), skip_nulls=True)


def nothing() -> pl.DataFrame:
    """The columns, without rows."""
    return _decoded({"id": "[]"})

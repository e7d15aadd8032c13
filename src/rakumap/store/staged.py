"""The temporary tables a report lies in on its way into the store."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, SmallInteger, Table, Text

from rakumap.core.model import Problem, ReportRow
from rakumap.core.report import listing_id_of
from rakumap.core.text import folded
from rakumap.store.schema import Flag, Scaled, Time, scaled, to_ms

COMPARED = (
    "sku",
    "title",
    "quantity",
    "unlimited",
    "price",
    "currency",
    "barcode",
    "parent_id",
    "variation",
    "updated_at",
)
"""What the report says of a listing; ``listing_id`` and presence are compared apart."""
STAGED = (
    "line",
    "listing_id",
    "own_id",
    "sku",
    "sku_key",
    "title",
    "title_key",
    "quantity",
    "unlimited",
    "price",
    "currency",
    "barcode",
    "parent_id",
    "variation",
    "updated_at",
    "digest",
)
PRICE_DIGITS = 4

temporary = MetaData()
staged = Table(
    "staged",
    temporary,
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("listing_id", Text, nullable=False),
    Column("own_id", Flag, nullable=False),
    Column("sku", Text, nullable=False),
    Column("sku_key", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("title_key", Text, nullable=False),
    Column("quantity", BigInteger),
    Column("unlimited", Flag, nullable=False),
    Column("price", Scaled(PRICE_DIGITS)),
    Column("currency", Text),
    Column("barcode", Text),
    Column("parent_id", Text),
    Column("variation", Text),
    Column("updated_at", Time),
    Column("digest", BigInteger),
    Column("presence", SmallInteger, nullable=False, server_default="1"),
    Column("duplicate", Flag, nullable=False, server_default="0"),
    Column("listing_key", BigInteger),
    Column("differs", SmallInteger, nullable=False, server_default="0"),
    Index("staged_listing_id", "listing_id"),
    Index("staged_sku", "sku"),
    Index("staged_key", "listing_key"),
    Index("staged_differs", "differs"),
    prefixes=["TEMPORARY"],
)
lost = Table("lost", temporary, Column("listing_key", Integer, primary_key=True), prefixes=["TEMPORARY"])
problems = Table(
    "staged_problem",
    temporary,
    *(
        Column(name, Integer if name == "line" else Text)
        for name in ("line", "field", "code", "details", "sku", "listing_id")
    ),
    prefixes=["TEMPORARY"],
)
unseen = Table("unseen", temporary, Column("listing_key", Integer, primary_key=True), prefixes=["TEMPORARY"])
"""Live listings that no recognised row keeps as they are: changed, gone, or never recognised."""
names = Table(
    "near_name",
    temporary,
    Column("name", Text, primary_key=True),
    Column("step", Integer, nullable=False),
    prefixes=["TEMPORARY"],
)
"""Ids, SKUs and parents that changed rows have, then those of the rows that share one, and so on, step by step."""
near = Table(
    "near",
    temporary,
    Column("listing_key", Integer, primary_key=True),
    Column("line", Integer, nullable=False),
    prefixes=["TEMPORARY"],
)
"""Recognised rows that share a name with one that changed, with their lines."""


def row_values(row: ReportRow) -> tuple[object, ...]:
    """The row as it is stored, in the order of ``STAGED``."""
    return (
        row.line,
        listing_id_of(row),
        int(row.listing_id is not None),
        row.sku,
        folded(row.sku),
        row.title,
        folded(row.title),
        row.quantity,
        int(row.unlimited),
        None if row.price is None else scaled(row.price, PRICE_DIGITS),
        row.currency,
        row.barcode,
        row.parent_id,
        row.variation,
        None if row.updated is None else to_ms(row.updated),
        row.digest,
    )


def problem_values(one: Problem) -> dict[str, Any]:
    """The problem as it is stored."""
    return {
        "line": one.line,
        "field": one.field,
        "code": one.code,
        "details": json.dumps(dict(one.values), ensure_ascii=False),
        "sku": one.sku,
        "listing_id": one.listing_id,
    }

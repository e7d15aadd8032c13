"""Searching the inventory: exact first, then what begins with the text, then what holds it; by SKU within each.

Each step asks where an index of the database already has the answer. What only a look into every text would show comes
last: a rare text by its candidates, a common one by going through the items in their order until there are enough.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, literal, or_, select

from rakumap.core.text import folded
from rakumap.store import sqlite_search
from rakumap.store.schema import item
from rakumap.store.text_sql import place

_FEW = 3_000
"""So many items are gone through first where a text has one or two characters: most are common."""
_LAST = "\U0010ffff"
_SKU_BEGINS, _TITLE_BEGINS, _SKU_HOLDS, _TITLE_HOLDS = 3, 4, 5, 6


def find(connection: Connection, text: str, limit: int) -> list[int]:
    """The numbers of the items that hold a text, best first."""
    exact, wanted = text.strip(), folded(text.strip())
    if not wanted or limit <= 0:
        return []
    found: list[int] = []
    c = item.c
    straight = (
        c.sku == exact,
        c.sku_key == wanted,
        or_(c.barcode == exact, c.title_key == wanted),
        _begins(c.sku_key, wanted),
    )
    kind = _kind(exact, wanted)
    for n, where in enumerate(straight):
        found += _ids(connection, and_(where, kind == n), limit - len(found), few=n < _SKU_BEGINS)
    for n in (_TITLE_BEGINS, _SKU_HOLDS, _TITLE_HOLDS):
        if len(found) < limit:
            found += _look(connection, n, kind == n, wanted, limit - len(found))
    return found


def _kind(exact: str, wanted: str) -> ColumnElement[Any]:
    """How well an item fits, 0 is best; NULL for not at all."""
    c = item.c
    in_sku, in_title = place(c.sku_key, wanted), place(c.title_key, wanted)
    by_barcode = func.coalesce(c.barcode, "") == exact
    return case(
        (c.sku == exact, 0),
        (c.sku_key == wanted, 1),
        (or_(by_barcode, c.title_key == wanted), 2),
        (in_sku == 1, _SKU_BEGINS),
        (in_title == 1, _TITLE_BEGINS),
        (in_sku > 0, _SKU_HOLDS),
        (in_title > 0, _TITLE_HOLDS),
        else_=None,
    )


def _look(connection: Connection, n: int, fits: ColumnElement[bool], wanted: str, most: int) -> list[int]:
    """The items of one of the last three kinds."""
    # Looked at first: it is told by an index alone, or by one look into the text.
    fits = and_(place(item.c.sku_key if n == _SKU_HOLDS else item.c.title_key, wanted) > literal(0), fits)
    if len(wanted) < 3:
        first = select(item.c.id).where(item.c.deleted == literal(0), item.c.sku_key >= literal(""))
        first = first.order_by(item.c.sku_key, item.c.sku).limit(_FEW)
        found = _ids(connection, and_(item.c.id.in_(first), fits), most, few=True)
        if len(found) == most:
            return found
    rare = _rare(connection, n, wanted)
    if rare is None:
        return _ids(connection, and_(fits, item.c.sku_key >= literal("")), most)
    return _ids(connection, and_(item.c.id.in_(rare), fits), most, few=True)


def _rare(connection: Connection, n: int, wanted: str) -> Select[Any] | None:
    """A query for few items among which all of that kind are; ``None`` when there are many."""
    if n == _TITLE_BEGINS:
        query = select(item.c.id).where(_begins(item.c.title_key, wanted))
        return query if sqlite_search.is_short(connection, query) else None
    if connection.dialect.name != "sqlite":
        return None
    return sqlite_search.candidates(connection, "sku_key" if n == _SKU_HOLDS else "title_key", wanted)


def _begins(key: Any, wanted: str) -> ColumnElement[bool]:
    """Whether a folded text begins with another, in the order of its index."""
    return and_(key >= wanted, key <= wanted + _LAST * 2)


def _ids(connection: Connection, where: ColumnElement[bool], most: int, *, few: bool = False) -> list[int]:
    """Items by SKU. With ``few`` they are found first and sorted then, else gone through in the order of the index."""
    if most <= 0:
        return []
    query = select(item.c.id).where(where, item.c.deleted == literal(0))
    first: ColumnElement[Any] = item.c.sku_key.concat("") if few else item.c.sku_key
    return list(connection.execute(query.order_by(first, item.c.sku).limit(most)).scalars())

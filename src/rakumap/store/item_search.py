"""Searching the inventory: exact first, then what begins with the text, then what holds it.

Each step asks where an index of the database already has the answer, in the order that index has. What only a look
into every text would show comes last: of a rare text all are found and sorted by SKU, of a common one, or one of one
or two characters, the first that were entered are shown.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, or_, select

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
        _begins(c.title_key, wanted),
    )
    kind = _kind(exact, wanted)
    for n, where in enumerate(straight):
        first = {_SKU_BEGINS: c.sku_key, _TITLE_BEGINS: c.title_key}.get(n, c.sku_key.concat(""))
        found += _ids(connection, and_(where, kind == n), first, limit - len(found))
    for n, name in ((_SKU_HOLDS, "sku_key"), (_TITLE_HOLDS, "title_key")):
        if len(found) < limit:
            found += _holding(connection, name, kind == n, wanted, limit - len(found))
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


def _holding(connection: Connection, name: str, kind: ColumnElement[bool], wanted: str, most: int) -> list[int]:
    """The items that hold the text in one of their keys, and in no better way; the same order whatever ``most`` is."""
    # Looked at first: one look into the text tells it.
    fits = and_(place(item.c[name], wanted) > literal(0), kind)
    by_number = len(wanted) < sqlite_search.GRAM
    if by_number:
        first = select(item.c.id).order_by(item.c.id).limit(_FEW)
        found = _ids(connection, and_(item.c.id.in_(first), fits), item.c.id, most)
        if len(found) == most:
            return found
    asked = sqlite_search.asked(connection, name, wanted) if connection.dialect.name == "sqlite" else []
    for match in asked:
        some = sqlite_search.numbers(connection, name, match)
        if some is not None:
            order = item.c.id if by_number else item.c.sku_key.concat("")
            return _ids(connection, and_(sqlite_search.is_among(item.c.id, some), fits), order, most)
    if asked:
        return sqlite_search.in_turn(connection, name, asked[-1], and_(fits, item.c.deleted == literal(0)), most)
    return _ids(connection, fits, item.c.id if by_number else item.c.sku_key, most)


def _begins(key: Any, wanted: str) -> ColumnElement[bool]:
    """Whether a folded text begins with another, in the order of its index."""
    return and_(key >= wanted, key <= wanted + _LAST * 2)


def _ids(connection: Connection, where: ColumnElement[bool], first: ColumnElement[Any], most: int) -> list[int]:
    """Items in an order; one that no index has is made after they are found."""
    if most <= 0:
        return []
    query = select(item.c.id).where(where, item.c.deleted == literal(0)).order_by(first, item.c.sku).limit(most)
    return list(connection.execute(query).scalars())

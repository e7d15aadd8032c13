"""What order lines do to items, as set SQL inside the caller's transaction; ``rakumap.core.orders`` is its meaning.

A line is resolved by the link of its listing, for good: unlinking later does not change whose it is. What a resolved line
has not done yet follows from its state, so that nothing is counted twice whoever asks how often.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    Text,
    Update,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy import update as update_of

from rakumap.core.trade import OrderState
from rakumap.store.schema import item, link, listing, order_line

_c = order_line.c
_HELD = case((_c.state == OrderState.OPEN.value, _c.quantity), else_=0)
_PENDING = and_(
    _c.resolved_at.is_not(None),
    _c.settled == literal(0),
    or_(_c.state != OrderState.OPEN.value, _c.counted != _c.quantity),
)


def resolve(connection: Connection, now: datetime, listings: Select[Any] | None = None) -> int:
    """Give waiting lines the items that their listings (all, or those of a query) are linked to; returns how many."""
    return connection.execute(_resolving(listings), {"now": now}).rowcount


@lru_cache(maxsize=64)
def _resolving(listings: Select[Any] | None) -> Update:
    tied = select(link.c.item_key).where(link.c.listing_key == _c.listing_key)
    linked = select(link.c.listing_key)
    if listings is not None:
        linked = linked.where(link.c.listing_key.in_(listings))
    waiting = and_(_c.resolved_at.is_(None), _c.listing_key.in_(linked))
    resolved_at = bindparam("now", type_=_c.resolved_at.type)
    return update_of(order_line).where(waiting).values(item_key=tied.scalar_subquery(), resolved_at=resolved_at)


def item_changes() -> tuple[Select[Any], ...]:
    """What the lines have not done to their items yet, as changes for the journal.

    Open orders do not go below zero: an inventory file may have set them since the line was counted.
    """
    gone = case((_c.state == OrderState.SHIPPED.value, _c.quantity), else_=0)
    sums = select(_c.item_key, func.sum(_HELD - _c.counted).label("held"), func.sum(gone).label("gone"))
    added = sums.where(_PENDING).group_by(_c.item_key).subquery()
    open_orders = item.c.in_open_orders + cast(added.c.held, BigInteger)
    wanted = {
        "in_open_orders": case((open_orders < 0, 0), else_=open_orders),
        "level": item.c.level - cast(added.c.gone, BigInteger),
    }
    return tuple(
        select(
            literal("item").label("entity"),
            item.c.id.label("key"),
            literal(0, BigInteger).label("key2"),
            literal(name).label("field"),
            cast(item.c[name], Text).label("before"),
            cast(after, Text).label("after"),
        )
        .join(added, added.c.item_key == item.c.id)
        .where(item.c[name] != after)
        for name, after in wanted.items()
    )


def finish(connection: Connection) -> None:
    """Note that the lines have done it; a sale explains why the channel has less, so resending starts anew."""
    for statement in _finishing():
        connection.execute(statement)


@lru_cache(maxsize=1)
def _finishing() -> tuple[Update, Update]:
    sold = select(_c.listing_key).where(_PENDING, _c.state == OrderState.OPEN.value)
    again = update_of(listing).where(listing.c.id.in_(sold), listing.c.drift_tries > 0)
    settled: ColumnElement[int] = case((_c.state == OrderState.OPEN.value, 0), else_=1)
    counted = update_of(order_line).where(_PENDING).values(counted=_HELD, settled=settled)
    return again.values(drift_tries=0), counted

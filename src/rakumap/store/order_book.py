"""The order lines of the channels: each once, by order and line, with nothing of the buyer. Any thread.

A line finds its listing by the ids the channel names, else by its exact SKU where only one listing has it; its item only
through that listing's link. Lines that wait resolve in the transaction that brings the link (``changes.commit``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, and_, bindparam, case, func, insert, literal, select, update

from rakumap.core.model import ChannelId, ListingKey
from rakumap.core.trade import OrderLine, OrderState
from rakumap.store import changes, order_effects
from rakumap.store.changes import Note
from rakumap.store.engine import Database
from rakumap.store.runs import own_lock
from rakumap.store.schema import GONE, LIVE, channel, item, listing, order_line

CHUNK = 400


@dataclass(frozen=True, slots=True)
class OrderCounts:
    """The order lines of a channel: all of them, and how many have found their item."""

    lines: int
    resolved: int

    @property
    def unresolved(self) -> int:
        """How many wait for a link."""
        return self.lines - self.resolved


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order line as it is shown."""

    order_id: str
    line_id: str
    time: datetime
    sku: str
    title: str
    quantity: int
    state: OrderState
    listing: ListingKey | None
    """The listing it stands for; ``None`` while none is known."""
    item_sku: str | None
    """The item it was resolved to; ``None`` while it waits."""
    resolved_at: datetime | None


class OrderBook:
    """Reads and writes of order lines; each write is one transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, channel_id: ChannelId, run_id: int, lines: Sequence[OrderLine], now: datetime) -> set[str]:
        """Take in a page of lines, resolve what can be, count what they do; returns the orders that are new.

        Raises:
            RuleRefused: the run's lock was taken over (``run_lost``).
        """
        newest = {(one.order_id, one.line_id): one for one in lines}
        with self.database.write() as connection:
            own_lock(connection, run_id)
            known = dict(_known(connection, channel_id, {one.order_id for one in lines}))
            fresh = [one for key, one in newest.items() if key not in known]
            if fresh:
                connection.execute(insert(order_line), [_values(channel_id, one) for one in fresh])
            again = [(known[key], one) for key, one in newest.items() if key in known]
            _say_again(connection, [(row, one) for row, one in again if not row.settled])
            self._settle(connection, channel_id, now)
        return {one.order_id for one in fresh} - {order for order, _ in known}

    def close_others(self, channel_id: ChannelId, run_id: int, listed: Set[tuple[str, str]], now: datetime) -> int:
        """Count open lines that a channel no longer lists as shipped; returns how many.

        How such a line ended is not known. As shipped it leaves the open orders and the level alike, so that what is
        available does not rise on a guess; of a cancelled one the next inventory brings the level back.
        """
        c = order_line.c
        mine = select(c.id, c.order_id, c.line_id).where(
            c.channel_id == channel_id, c.state == OrderState.OPEN.value, c.settled == literal(0)
        )
        with self.database.write() as connection:
            own_lock(connection, run_id)
            rows = connection.execute(mine).all()
            over = [{"row": row.id} for row in rows if (row.order_id, row.line_id) not in listed]
            if over:
                query = update(order_line).where(c.id == bindparam("row"))
                connection.execute(query.values(state=OrderState.SHIPPED.value), over)
                self._settle(connection, channel_id, now)
        return len(over)

    def settle(self, channel_id: ChannelId, run_id: int, now: datetime) -> None:
        """Look again for the listings and items of waiting lines, such as after a report."""
        with self.database.write() as connection:
            own_lock(connection, run_id)
            self._settle(connection, channel_id, now)

    def done(self, channel_id: ChannelId, run_id: int, until: datetime) -> None:
        """Remember that everything ordered until then is here (Last Order Sync)."""
        with self.database.write() as connection:
            own_lock(connection, run_id)
            connection.execute(update(channel).where(channel.c.id == channel_id).values(orders_at=until))

    def counts(self, channel_id: ChannelId) -> OrderCounts:
        """How many lines there are."""
        with self.database.read() as connection:
            return OrderCounts(*connection.execute(_counted(channel_id)).one())

    def rows(self, channel_id: ChannelId, limit: int = 1000) -> list[OrderRow]:
        """The lines of a channel, those that wait first, then the newest."""
        c = order_line.c
        names = (c.order_id, c.line_id, c.time, c.sku, c.title, c.quantity, c.state, c.listing_key)
        query = select(*names, item.c.sku.label("item_sku"), c.resolved_at)
        query = query.outerjoin(item, item.c.id == c.item_key).where(c.channel_id == channel_id)
        waits = case((c.resolved_at.is_(None), 0), else_=1)
        with self.database.read() as connection:
            found = connection.execute(query.order_by(waits, c.time.desc(), c.id).limit(limit)).all()
        return [
            OrderRow(
                row.order_id,
                row.line_id,
                row.time,
                row.sku,
                row.title,
                row.quantity,
                OrderState(row.state),
                row.listing_key,
                row.item_sku,
                row.resolved_at,
            )
            for row in found
        ]

    def _settle(self, connection: Connection, channel_id: ChannelId, now: datetime) -> None:
        _match(connection, channel_id)
        order_effects.resolve(connection, now, _of_channel(channel_id))
        changes.start(connection)
        changes.count_orders(connection, Note("order_download", "orders", channel_id, undoable=False))


@lru_cache(maxsize=64)
def _counted(channel_id: ChannelId) -> Select[int, int]:
    c = order_line.c
    return select(func.count(), func.count(c.resolved_at)).where(c.channel_id == channel_id)


@lru_cache(maxsize=64)
def _of_channel(channel_id: ChannelId) -> Select[Any]:
    return select(listing.c.id).where(listing.c.channel_id == channel_id)


def _values(channel_id: ChannelId, one: OrderLine) -> dict[str, Any]:
    return {
        "channel_id": channel_id,
        "order_id": one.order_id,
        "line_id": one.line_id,
        "time": one.time,
        "sku": one.sku,
        "title": one.title,
        "quantity": max(0, one.quantity),
        "state": one.state.value,
        "listing_ids": json.dumps(one.listing_ids, ensure_ascii=False),
    }


def _known(
    connection: Connection, channel_id: ChannelId, orders: Iterable[str]
) -> Iterator[tuple[tuple[str, str], Any]]:
    """The stored lines of these orders, by order and line."""
    wanted = sorted(orders)
    for start in range(0, len(wanted), CHUNK):
        for row in connection.execute(_lines_named(), {"channel": channel_id, "names": wanted[start : start + CHUNK]}):
            yield (row.order_id, row.line_id), row


@lru_cache(maxsize=1)
def _lines_named() -> Select[Any]:
    c = order_line.c
    query = select(c.id, c.order_id, c.line_id, c.state, c.quantity, c.settled)
    return query.where(c.channel_id == bindparam("channel"), c.order_id.in_(bindparam("names", expanding=True)))


def _say_again(connection: Connection, again: Sequence[tuple[Any, OrderLine]]) -> None:
    """Write what the channel says differently of lines that are not settled."""
    differs = [
        {"row": row.id, "new_state": one.state.value, "new_quantity": max(0, one.quantity)}
        for row, one in again
        if (row.state, row.quantity) != (one.state.value, max(0, one.quantity))
    ]
    if differs:
        query = update(order_line).where(order_line.c.id == bindparam("row"))
        connection.execute(query.values(state=bindparam("new_state"), quantity=bindparam("new_quantity")), differs)


_PLACE = update(order_line).where(order_line.c.id == bindparam("row")).values(listing_key=bindparam("place"))


def _match(connection: Connection, channel_id: ChannelId) -> None:
    """Find the listings of lines that have none yet."""
    rows = connection.execute(_waiting(channel_id)).all()
    for start in range(0, len(rows), CHUNK):
        page = [(row.id, row.sku, json.loads(row.listing_ids)) for row in rows[start : start + CHUNK]]
        by_id = _by_id(connection, channel_id, {one for _, _, ids in page for one in ids})
        by_sku = _by_sku(connection, channel_id, {sku for _, sku, _ in page if sku})
        found = []
        for key, sku, ids in page:
            place = next((by_id[one] for one in ids if one in by_id), by_sku.get(sku))
            if place is not None:
                found.append({"row": key, "place": place})
        if found:
            connection.execute(_PLACE, found)


@lru_cache(maxsize=64)
def _waiting(channel_id: ChannelId) -> Select[Any]:
    c = order_line.c
    waiting = and_(c.channel_id == channel_id, c.resolved_at.is_(None), c.listing_key.is_(None))
    return select(c.id, c.sku, c.listing_ids).where(waiting).order_by(c.id)


def _by_id(connection: Connection, channel_id: ChannelId, ids: set[str]) -> Mapping[str, int]:
    wanted = sorted(ids)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), CHUNK):
        page = connection.execute(_listings()[0], {"channel": channel_id, "names": wanted[start : start + CHUNK]})
        found |= {row[0]: row[1] for row in page}
    return found


@lru_cache(maxsize=1)
def _listings() -> tuple[Select[Any], Select[Any]]:
    """Listings by their ids; and by SKU: how many are live, one of those, how many there are, one of them."""
    c = listing.c
    names: BindParameter[str] = bindparam("names", expanding=True)
    mine = and_(c.channel_id == bindparam("channel"), c.presence.in_((LIVE, GONE)))
    live = case((c.presence == LIVE, c.id))
    by_sku = select(c.sku, func.count(live), func.min(live), func.count(), func.min(c.id)).group_by(c.sku)
    return select(c.listing_id, c.id).where(mine, c.listing_id.in_(names)), by_sku.where(mine, c.sku.in_(names))


def _by_sku(connection: Connection, channel_id: ChannelId, skus: set[str]) -> Mapping[str, int]:
    """The one live listing of each SKU, or the one gone listing where none is live; none where several have it."""
    found = {}
    asked = {"channel": channel_id, "names": sorted(skus)}
    for sku, lives, live_key, count, key in connection.execute(_listings()[1], asked):
        if lives == 1 or (not lives and count == 1):
            found[sku] = live_key if lives else key
    return found


__all__ = ["OrderBook", "OrderCounts", "OrderRow"]

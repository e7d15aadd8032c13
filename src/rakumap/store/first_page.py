"""FirstPage: listings with known keys, read by SQLite's driver alone, so that a window shows rows before the rest is loaded.

``Queries`` says what a listing is; a test holds the two together, but for drift and what is offered together, which
come with the rest. What does not look right here is no matter: whoever
gets ``None`` opens the store, which says what is wrong with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from rakumap.core import quantity
from rakumap.core.model import Channel, ChannelId, ItemKey, Limits, Listing, ListingKey, State
from rakumap.store.revisions import LATEST
from rakumap.store.sqlite_driver import driver, quoted
from rakumap.store.units import GONE, LIVE, from_ms, unscaled

MOST = 400
"""Keys that one page may have."""
_LISTINGS = """
SELECT listing.*, item.sku AS item_sku, item.title AS item_title, item.level, item.in_open_orders, item.id AS item_id,
       link.linked_at, link.origin
FROM listing LEFT JOIN link ON link.listing_key = listing.id LEFT JOIN item ON item.id = link.item_key
WHERE listing.channel_id = ? AND listing.presence = ? AND listing.id IN ({})
"""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The channel, and its live listings among the keys that were asked for, in that order."""

    channel: Channel
    rows: dict[ListingKey, Listing]


def read(path: Path, channel: ChannelId, keys: Sequence[ListingKey]) -> FirstPage | None:
    """Read the page from one snapshot; ``None`` when the store is not one of today's, or is busy, or has no such channel.

    Any thread. Writes nothing; the caller holds the store's lock.
    """
    try:
        with _snapshot(path) as connection:
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            if found is None or found["version_num"] != LATEST:
                return None
            shop = connection.execute("SELECT * FROM channel WHERE id = ? AND removed = 0", (channel,)).fetchone()
            if shop is None:
                return None
            wanted = keys[:MOST]
            query = _LISTINGS.format(", ".join("?" * len(wanted)))
            rows = {row["id"]: row for row in connection.execute(query, (channel, LIVE, *wanted))}
            one = _channel(shop)
            return FirstPage(one, {key: _listing(rows[key], one.defaults) for key in wanted if key in rows})
    except (driver.Error, ValueError):
        return None


@contextmanager
def _snapshot(path: Path) -> Iterator[Any]:
    """A connection like those of the store's readers; it makes no store where there is none."""
    with closing(
        driver.connect(f"file:{quoted(path)}?mode=rw", uri=True, timeout=0, isolation_level=None)
    ) as connection:
        connection.row_factory = driver.Row
        for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "wal_autocheckpoint=0", "query_only=ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        yield connection
        connection.execute("COMMIT")


def _channel(row: Row) -> Channel:
    return Channel(
        id=ChannelId(row["id"]),
        name=row["name"],
        kind=row["kind"],
        enabled=bool(row["enabled"]),
        inventory_sync=bool(row["inventory_sync"]),
        settings=json.loads(row["settings"]),
        defaults=Limits(row["default_max"], row["default_end"], _decimal(row["default_percentage"], 2)),
        enabled_at=_time(row["enabled_at"]),
        forced_at=_time(row["forced_at"]),
        report_time=_time(row["report_time"]),
        report_fingerprint=row["report_fingerprint"],
        orders_at=_time(row["orders_at"]),
        removed=bool(row["removed"]),
    )


def _listing(row: Row, defaults: Limits) -> Listing:
    limits = Limits(row["max_listed"], row["end_when"], _decimal(row["percentage"], 2))
    level, orders, send = row["level"], row["in_open_orders"], None
    if row["item_id"] is not None:
        send = quantity.will_send(level, orders, limits, defaults).send
    by, reason = _origin(row["origin"])
    return Listing(
        key=ListingKey(row["id"]),
        channel_id=ChannelId(row["channel_id"]),
        listing_id=row["listing_id"],
        sku=row["sku"],
        title=row["title"],
        state=_state(row),
        linked_to=row["item_sku"],
        item_key=None if row["item_id"] is None else ItemKey(row["item_id"]),
        linked_by=by,
        linked_at=_time(row["linked_at"]),
        link_reason=reason,
        ignore_sync=bool(row["ignore_sync"]),
        excluded=bool(row["excluded"]),
        unlimited=bool(row["unlimited"]),
        limits=limits,
        last_update=_time(row["last_update"]),
        update_status=row["update_status"],
        submitted_quantity=row["submitted_quantity"],
        channel_quantity=row["quantity"],
        will_send=send,
        barcode=row["barcode"],
        price=_decimal(row["price"], 4),
        currency=row["currency"],
        parent_id=row["parent_id"],
        variation=row["variation"],
        old_sku=row["old_sku"],
        duplicate=bool(row["duplicate"]),
        ignored_by_report=bool(row["ignored_by_report"]),
        item_level=level,
        item_in_open_orders=orders,
        item_title=row["item_title"],
        updated=_time(row["updated_at"]),
        gone_at=_time(row["gone_at"]),
        no_item=bool(row["no_item"]),
        released=bool(row["released"]),
        confirmed_quantity=row["confirmed_quantity"],
    )


def _state(row: Row) -> State:
    if row["presence"] == GONE:
        return State.GONE
    if row["origin"] is not None:
        return State.LINKED
    return State.NO_ITEM if row["no_item"] else State.PLAIN


def _origin(text: str | None) -> tuple[str | None, str | None]:
    """Who linked, and why, of ``person:reason`` or ``autolink:reason``."""
    if text is None:
        return None, None
    by = "person" if text.startswith("person") else "autolink"
    return by, text[len(by) + 1 :] or None


def _time(value: int | None) -> Any:
    return None if value is None else from_ms(value)


def _decimal(value: int | None, digits: int) -> Decimal | None:
    return None if value is None else unscaled(value, digits)

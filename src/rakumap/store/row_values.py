"""Row values: the columns of listings, items, channels, history and runs, and what a row of each is as a value."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, select

from rakumap.core import quantity
from rakumap.core.model import (
    Channel,
    ChannelId,
    Entry,
    EntryId,
    InventoryItem,
    ItemKey,
    Limits,
    Listing,
    Outcome,
    ReportRun,
    State,
)
from rakumap.core.schedule import ScheduleState
from rakumap.core.words import name
from rakumap.store import filter_sql, journal, suggestion_sql
from rakumap.store.schema import LIVE, channel, entry, item, link, listing


def joined(query: Select[Any], *, kept: bool = False) -> Select[Any]:
    """Listings with their links and items; ``kept``: with what is suggested for them too."""
    query = query.select_from(listing).outerjoin(link, link.c.listing_key == listing.c.id)
    query = query.outerjoin(item, item.c.id == link.c.item_key)
    return query.outerjoin(suggestion_sql.best, suggestion_sql.best.c.listing_key == listing.c.id) if kept else query


@lru_cache(maxsize=1)
def _listing_columns() -> Select[Any]:
    """The columns of a listing, in the order in which ``_listing`` takes them."""
    c = listing.c
    return select(
        c.id,
        c.channel_id,
        c.listing_id,
        c.sku,
        c.title,
        filter_sql.STATE.label("state"),
        item.c.sku.label("item_sku"),
        item.c.id.label("item_key"),
        filter_sql.LINKED_BY.label("linked_by"),
        link.c.linked_at,
        filter_sql.REASON.label("reason"),
        c.ignore_sync,
        c.excluded,
        c.unlimited,
        c.max_listed,
        c.end_when,
        c.percentage,
        c.last_update,
        c.update_status,
        c.submitted_quantity,
        c.quantity,
        c.barcode,
        c.price,
        c.currency,
        c.parent_id,
        c.variation,
        c.old_sku,
        c.duplicate,
        c.ignored_by_report,
        item.c.level,
        item.c.in_open_orders,
        item.c.title.label("item_title"),
        c.updated_at,
        c.gone_at,
        c.no_item,
        c.released,
        c.confirmed_quantity,
        filter_sql.DRIFT.label("drift"),
        filter_sql.OFFERED.label("offered"),
    )


@lru_cache(maxsize=1)
def listings_named() -> Select[Any]:
    """Made once: making it takes longer than running it."""
    return joined(_listing_columns()).where(listing.c.id.in_(bindparam("keys", expanding=True)))


def listing_of(row: Any, defaults: Limits) -> Listing:
    """A listing of a row; taken apart as a whole, which is ten times as fast as name by name."""
    (
        key,
        channel_id,
        listing_id,
        sku,
        title,
        state,
        linked_to,
        item_key,
        linked_by,
        linked_at,
        link_reason,
        ignore_sync,
        excluded,
        unlimited,
        max_listed,
        end_when,
        percentage,
        last_update,
        update_status,
        submitted_quantity,
        channel_quantity,
        barcode,
        price,
        currency,
        parent_id,
        variation,
        old_sku,
        duplicate,
        ignored_by_report,
        level,
        in_open_orders,
        item_title,
        updated,
        gone_at,
        no_item,
        released,
        confirmed_quantity,
        drift,
        offered,
    ) = row
    limits = Limits(max_listed, end_when, percentage)
    send = None
    if item_key is not None:
        send = quantity.will_send(level, in_open_orders, limits, defaults).send
    return Listing(
        key=key,
        channel_id=channel_id,
        listing_id=listing_id,
        sku=sku,
        title=title,
        state=State(state),
        linked_to=linked_to,
        item_key=item_key,
        linked_by=linked_by,
        linked_at=linked_at,
        link_reason=link_reason,
        ignore_sync=ignore_sync,
        excluded=excluded,
        unlimited=unlimited,
        limits=limits,
        last_update=last_update,
        update_status=update_status,
        submitted_quantity=submitted_quantity,
        channel_quantity=channel_quantity,
        will_send=send,
        barcode=barcode,
        price=price,
        currency=currency,
        parent_id=parent_id,
        variation=variation,
        old_sku=old_sku,
        duplicate=duplicate,
        ignored_by_report=ignored_by_report,
        item_level=level,
        item_in_open_orders=in_open_orders,
        item_title=item_title,
        updated=updated,
        gone_at=gone_at,
        no_item=no_item,
        released=released,
        confirmed_quantity=confirmed_quantity,
        drift=drift,
        offered=offered,
    )


def defaults_of(connection: Connection, key: int) -> Limits:
    """The limits of a channel for listings that have none; a channel that is not there has none either."""
    query = select(channel.c.default_max, channel.c.default_end, channel.c.default_percentage).where(
        channel.c.id == key
    )
    row = connection.execute(query).first()
    return Limits() if row is None else Limits(row[0], row[1], row[2])


def channel_of(row: Row[Any]) -> Channel:
    """A channel of a row of its table."""
    return Channel(
        id=ChannelId(row.id),
        name=row.name,
        kind=row.kind,
        enabled=row.enabled,
        inventory_sync=row.inventory_sync,
        settings=json.loads(row.settings),
        defaults=Limits(row.default_max, row.default_end, row.default_percentage),
        enabled_at=row.enabled_at,
        forced_at=row.forced_at,
        report_time=row.report_time,
        report_fingerprint=row.report_fingerprint,
        removed=row.removed,
        orders_at=row.orders_at,
    )


def schedule_state(
    enabled_at: datetime | None, rows: Sequence[Any], *, running: bool, silent_since: datetime | None
) -> ScheduleState:
    """What decides when a report is due, of the newest runs of a channel, newest first."""
    if not rows:
        return ScheduleState(enabled_at, running=running)
    failures = 0
    for row in rows:
        died = row.ended_at is None and not running
        if row.outcome not in (Outcome.FAILED, Outcome.INTERRUPTED) and not died:
            break
        failures += 1
    newest = rows[0]
    ended_at = newest.ended_at
    if ended_at is None and not running:
        ended_at = max(silent_since or newest.started_at, newest.started_at)
    until = json.loads(newest.details).get("not_before")
    not_before = datetime.fromisoformat(until) if until else None
    return ScheduleState(enabled_at, newest.started_at, ended_at, failures, not_before, running)


def item_columns() -> Select[Any]:
    """Items with how many live listings are linked to each."""
    linked = select(func.count()).select_from(link.join(listing, listing.c.id == link.c.listing_key))
    linked = linked.where(link.c.item_key == item.c.id, listing.c.presence == LIVE).correlate(item)
    return select(item, linked.scalar_subquery().label("links"))


def item_of(row: Row[Any]) -> InventoryItem:
    """An item of a row of ``item_columns``."""
    return InventoryItem(ItemKey(row.id), row.sku, row.title, row.barcode, row.level, row.in_open_orders, row.links)


def entries() -> Select[Any]:
    """Steps of the journal with the names of their channels."""
    names = [column for column in entry.c if column.name != "count"]
    rows = select(*names, entry.c.count.label("rows"), channel.c.name.label("channel"))
    rows = rows.add_columns(journal.is_undone().label("undone"))
    return rows.outerjoin(channel, channel.c.id == entry.c.channel_id)


def entry_of(row: Row[Any]) -> Entry:
    """A step of a row of ``entries``."""
    return Entry(
        id=EntryId(row.id),
        time=row.time,
        by=row.made_by,
        action=row.action,
        count=row.rows,
        undone=bool(row.undone),
        undoable=row.undoable,
        channel=row.channel,
        values=json.loads(row.details),
    )


def run_of(row: Any) -> ReportRun:
    """A run of a row of its table with the channel's ``name``."""
    numbers = ("total", "new", "changed", "gone", "sku_changed", "linked", "unlinked", "links_kept", "problems")
    return ReportRun(
        id=row["id"],
        channel_id=None if row["channel_id"] is None else ChannelId(row["channel_id"]),
        channel=row["name"] or name(f"source.{row['source']}"),
        event=row["event"],
        trigger=row["trigger"],
        reason=row["reason"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        outcome=Outcome(row["outcome"]),
        code=row["code"],
        values=json.loads(row["details"]),
        source=row["source"],
        **{number: row[number] for number in numbers},
    )

"""Listings whose SKU is an item's to the letter: which of them may be linked without a look at anything else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, or_, select

from rakumap.core.model import ChannelId, ItemKey, ListingKey
from rakumap.core.suggestion import ListingText
from rakumap.store import changes
from rakumap.store.changes import change_rows, delta, link_text, picked
from rakumap.store.schema import LIVE, decision, item, link, listing


def collect(connection: Connection, channel_id: ChannelId, keys: Iterable[ListingKey] | None) -> int:
    """Collect the links by equal SKU as changes; return how many."""
    changes.start(connection)
    new = link_text(item.c.id, literal(changes.now_ms()), literal("autolink/equal_sku"))
    query = change_rows("listing", listing.c.id, "link", literal(None), new)
    query = query.join(item, _same_sku())
    if keys is not None:
        changes.pick(connection, keys)
        query = query.where(listing.c.id.in_(select(picked.c.key)))
    changes.add_select(connection, query.where(*_linkable(channel_id)))
    return int(connection.execute(select(func.count()).select_from(delta)).scalar_one())


def left_out(connection: Connection, channel_id: ChannelId) -> dict[str, int]:
    """How many unlinked listings are not among the collected ones, by the first reason that applies."""
    base = select(func.count()).select_from(listing).where(*_unlinked(channel_id))
    base = base.where(~select(delta.c.key).where(delta.c.key == listing.c.id).exists())
    match = select(item.c.id).where(_same_sku()).exists()
    repeats, excluded = listing.c.duplicate == literal(1), listing.c.excluded == literal(1)
    decided = and_(~repeats, ~excluded, match)
    counts = {
        "no_match": base.where(~match),
        "repeats": base.where(match, repeats),
        "excluded": base.where(match, excluded, ~repeats),
        "rejected": base.where(decided),
    }
    return {name: found for name, query in counts.items() if (found := connection.execute(query).scalar_one())}


def settled(connection: Connection, channel_id: ChannelId) -> list[tuple[ListingText, ItemKey]]:
    """The listings whose SKU, title and barcode, if any, are those of one item and no other's; by listing id.

    No text could speak against such a pair and no candidate for another, so that ``autolink`` need not compare them
    with the inventory: of a million listings most are linked by this one statement.
    """
    columns: list[Any] = [listing.c.id, listing.c.sku, listing.c.title, listing.c.barcode, listing.c.listing_id]
    query: Select[Any] = select(*columns, item.c.id).select_from(listing).join(item, _same_sku())
    query = query.where(*_linkable(channel_id), listing.c.title_key == item.c.title_key, listing.c.title_key != "")
    query = query.where(_barcode_agrees()).order_by(listing.c.listing_id)
    return [
        (ListingText(ListingKey(row[0]), row[1], row[2], row[3], row[4]), ItemKey(row[5]))
        for row in connection.execute(query)
    ]


def _barcode_agrees() -> ColumnElement[bool]:
    other = item.alias("other")
    barcode = listing.c.barcode
    written = (barcode, literal("0") + barcode, func.ltrim(barcode, literal("0")))
    elsewhere = select(other.c.id).where(other.c.barcode.in_(written), other.c.deleted == literal(0))
    elsewhere = elsewhere.where(other.c.id != item.c.id).correlate(listing, item)
    none = func.coalesce(barcode, literal("")) == literal("")
    return or_(none, and_(barcode == item.c.barcode, ~elsewhere.exists()))


def _same_sku() -> ColumnElement[bool]:
    return and_(item.c.sku == listing.c.sku, item.c.deleted == literal(0))


def _linkable(channel_id: ChannelId) -> list[ColumnElement[bool]]:
    """Waiting for a link, the only one of its SKU, and not a pair that a person said no to."""
    said_no = select(decision.c.kind).where(decision.c.listing_key == listing.c.id, decision.c.item_key == item.c.id)
    return [
        *_unlinked(channel_id),
        listing.c.sku != "",
        listing.c.duplicate == literal(0),
        listing.c.excluded == literal(0),
        listing.c.no_item == literal(0),
        ~said_no.exists(),
    ]


def _unlinked(channel_id: ChannelId) -> list[ColumnElement[bool]]:
    return [
        listing.c.channel_id == channel_id,
        listing.c.presence == LIVE,
        ~select(link.c.listing_key).where(link.c.listing_key == listing.c.id).exists(),
    ]

"""Alias reads: what SKUs of one channel are known to mean from the others."""

from __future__ import annotations

from sqlalchemy import func, literal, select

from rakumap.core.model import ChannelId, ItemKey
from rakumap.store.engine import Database
from rakumap.store.schema import LIVE, link, listing


def aliases(database: Database, channel_id: ChannelId) -> dict[str, ItemKey]:
    """Items by SKU: persons linked it on other channels, all to that one item, and it stands once on this channel.

    Raises ``StoreError`` when the store cannot be read.
    """
    other = listing.alias("elsewhere")
    here = select(listing.c.sku).where(listing.c.channel_id == channel_id, listing.c.presence == LIVE)
    once = here.group_by(listing.c.sku).having(func.count() == literal(1))
    query = select(other.c.sku, func.min(link.c.item_key)).join(link, link.c.listing_key == other.c.id)
    query = query.where(other.c.channel_id != channel_id, link.c.origin.startswith("person"), other.c.sku != "")
    query = query.where(other.c.sku.in_(once)).group_by(other.c.sku)
    query = query.having(func.count(link.c.item_key.distinct()) == literal(1))
    with database.read() as connection:
        return {row[0]: ItemKey(row[1]) for row in connection.execute(query)}

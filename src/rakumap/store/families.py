"""Families: how many variations of a parent listing have a link."""

from __future__ import annotations

from sqlalchemy import func, select

from rakumap.core.model import ChannelId
from rakumap.store.engine import Database
from rakumap.store.schema import LIVE, link, listing


def family_of(database: Database, channel_id: ChannelId, parent_id: str) -> tuple[int, int]:
    """How many live variations of a parent are linked, and how many there are. Raises ``StoreError``."""
    query = select(func.count(link.c.listing_key), func.count(listing.c.id)).select_from(listing)
    query = query.outerjoin(link, link.c.listing_key == listing.c.id)
    query = query.where(
        listing.c.channel_id == channel_id, listing.c.parent_id == parent_id, listing.c.presence == LIVE
    )
    with database.read() as connection:
        linked, total = connection.execute(query).one()
        return linked, total

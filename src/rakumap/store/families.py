"""Families: how many variations of each parent listing have a link."""

from __future__ import annotations

from sqlalchemy import func, literal, select

from rakumap.core.model import ChannelId
from rakumap.store.engine import Database
from rakumap.store.schema import LIVE, link, listing


def families(database: Database, channel_id: ChannelId) -> dict[str, tuple[int, int]]:
    """By the parent's id: how many of its live variations are linked, and how many there are. Raises ``StoreError``."""
    linked = func.count(link.c.listing_key)
    query = select(listing.c.parent_id, linked, func.count()).outerjoin(link, link.c.listing_key == listing.c.id)
    query = query.where(listing.c.channel_id == channel_id, listing.c.presence == LIVE)
    query = query.where(func.coalesce(listing.c.parent_id, literal("")) != "").group_by(listing.c.parent_id)
    with database.read() as connection:
        return {row[0]: (row[1], row[2]) for row in connection.execute(query)}

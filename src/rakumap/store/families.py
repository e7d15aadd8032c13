"""Families: how many variations of a parent listing have a link."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from rakumap.core.model import ChannelId, ListingKey
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


def families_of(database: Database, keys: Sequence[ListingKey]) -> dict[ListingKey, tuple[int, int]]:
    """The same for listings of a screen, by listing; those that are no variations are left out. Raises ``StoreError``."""
    one, member = listing.alias("one"), listing.alias("member")
    same = (member.c.channel_id == one.c.channel_id) & (member.c.parent_id == one.c.parent_id)
    joined = one.join(member, same & member.c.parent_id.is_not(None) & (member.c.presence == LIVE))
    joined = joined.outerjoin(link, link.c.listing_key == member.c.id)
    query = select(one.c.id, func.count(link.c.listing_key), func.count(member.c.id)).select_from(joined)
    query = query.where(one.c.id.in_(keys), one.c.parent_id != "", one.c.presence == LIVE).group_by(one.c.id)
    with database.read() as connection:
        return {ListingKey(key): (linked, total) for key, linked, total in connection.execute(query)}

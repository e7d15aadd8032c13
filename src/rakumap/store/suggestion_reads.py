"""Reads that suggestions are made from: texts of items and listings, and what persons said no to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select

from rakumap.core.model import ChannelId, ItemKey, ListingKey
from rakumap.core.suggestion import ItemText, ListingText
from rakumap.store import alias_reads, equal_skus
from rakumap.store.engine import Database
from rakumap.store.schema import LIVE, decision, item, link, listing


class SuggestionReads:
    """Any thread; each method is one snapshot and raises ``StoreError`` when the store cannot be read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def items(self) -> list[ItemText]:
        """Every item that is not deleted."""
        query = select(item.c.id, item.c.sku, item.c.title, item.c.barcode).where(item.c.deleted == literal(0))
        with self._database.read() as connection:
            return [ItemText(ItemKey(row[0]), row[1], row[2], row[3]) for row in connection.execute(query)]

    def item_count(self) -> int:
        """How many those are."""
        query = select(func.count()).select_from(item).where(item.c.deleted == literal(0))
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def unlinked(self, channel_id: ChannelId | None = None) -> list[ListingText]:
        """The live listings of a channel that wait for a link: not linked, not excluded, not known to have no item.

        In the order of the channel's listing ids; ``None``: of all channels. Variation parents are no listings and not
        among them.
        """
        of = () if channel_id is None else (listing.c.channel_id == channel_id,)
        return self._listings(*of, *_waits())

    def unlinked_count(self, channel_id: ChannelId) -> int:
        """How many those are."""
        query = select(func.count()).select_from(listing).where(listing.c.channel_id == channel_id, *_waits())
        with self._database.read() as connection:
            return int(connection.execute(query.where(listing.c.presence == LIVE)).scalar_one())

    def waiting(self, keys: Sequence[ListingKey]) -> list[ListingText]:
        """Those of a few listings that wait for a link."""
        return self._listings(listing.c.id.in_(keys), *_waits())

    def others(self, channel_id: ChannelId) -> list[ListingText]:
        """The live listings of a channel that are linked: their keys count when a key must be the only one.

        In any order: sorting most of a million takes as long as reading them.
        """
        return self._listings(listing.c.channel_id == channel_id, _is_linked(), ordered=False)

    def settled(self, channel_id: ChannelId) -> list[tuple[ListingText, ItemKey]]:
        """Waiting listings that are an item's by SKU, title and barcode alike, with the item; by listing id."""
        with self._database.read() as connection:
            return equal_skus.settled(connection, channel_id)

    def refused(self, channel_id: ChannelId) -> frozenset[tuple[ListingKey, ItemKey]]:
        """The pairs that a person rejected or unlinked."""
        query = select(decision.c.listing_key, decision.c.item_key).join(
            listing, listing.c.id == decision.c.listing_key
        )
        with self._database.read() as connection:
            rows = connection.execute(query.where(listing.c.channel_id == channel_id))
            return frozenset((ListingKey(row[0]), ItemKey(row[1])) for row in rows)

    def aliases(self, channel_id: ChannelId) -> dict[str, ItemKey]:
        """The items that SKUs of this channel are known to mean from other channels."""
        return alias_reads.aliases(self._database, channel_id)

    def refused_of(self, keys: Sequence[ListingKey]) -> frozenset[tuple[ListingKey, ItemKey]]:
        """The same for a few listings."""
        query = select(decision.c.listing_key, decision.c.item_key).where(decision.c.listing_key.in_(keys))
        with self._database.read() as connection:
            return frozenset((ListingKey(row[0]), ItemKey(row[1])) for row in connection.execute(query))

    def confirmed(self, most: int) -> list[tuple[ListingText, ItemKey]]:
        """The newest links that a person made, of all channels, with the item; by the store's own numbers."""
        columns: list[Any] = [listing.c.id, listing.c.sku, listing.c.title, listing.c.barcode, link.c.item_key]
        query = select(*columns).join(link, link.c.listing_key == listing.c.id)
        query = query.where(listing.c.presence == LIVE, link.c.origin.startswith("person"))
        query = query.order_by(link.c.linked_at.desc(), listing.c.id.desc()).limit(most)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return [
            (ListingText(ListingKey(row[0]), row[1], row[2], row[3]), ItemKey(row[4]))
            for row in sorted(rows, key=lambda row: row[0])
        ]

    def confirmed_count(self) -> int:
        """How many links persons made, in all channels."""
        query = select(func.count()).select_from(link).where(link.c.origin.startswith("person"))
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def rejected(self, most: int) -> list[tuple[ListingText, ItemKey]]:
        """Pairs that a person rejected or unlinked, of all channels; by the store's own numbers."""
        columns: list[Any] = [listing.c.id, listing.c.sku, listing.c.title, listing.c.barcode, decision.c.item_key]
        query = select(*columns).join(decision, decision.c.listing_key == listing.c.id)
        query = query.where(listing.c.presence == LIVE).order_by(listing.c.id, decision.c.item_key).limit(most)
        with self._database.read() as connection:
            rows = connection.execute(query)
            return [(ListingText(ListingKey(row[0]), row[1], row[2], row[3]), ItemKey(row[4])) for row in rows]

    def _listings(self, *conditions: ColumnElement[bool], ordered: bool = True) -> list[ListingText]:
        columns: list[Any] = [listing.c.id, listing.c.sku, listing.c.title, listing.c.barcode, listing.c.listing_id]
        query = select(*columns).where(listing.c.presence == LIVE, *conditions)
        if ordered:
            query = query.order_by(listing.c.listing_id)
        with self._database.read() as connection:
            rows = connection.execute(query)
            return [ListingText(ListingKey(row[0]), row[1], row[2], row[3], row[4]) for row in rows]


def _waits() -> list[ColumnElement[bool]]:
    return [~_is_linked(), listing.c.excluded == literal(0), listing.c.no_item == literal(0)]


def _is_linked() -> ColumnElement[bool]:
    return select(link.c.listing_key).where(link.c.listing_key == listing.c.id).exists()


__all__ = ["SuggestionReads"]

"""Mapping: link, unlink, decide, set, undo. The rules stand here; the store keeps what comes of them.

Any thread; every method blocks for one short transaction and raises ``StoreError`` when the store cannot take it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from rakumap.core import quantity
from rakumap.core.errors import StaleChange, UserError
from rakumap.core.model import Applied, ChannelId, EntryId, InventoryItem, ItemKey, Limits, Listing, ListingKey
from rakumap.core.quantity import Quantity
from rakumap.store.catalog import Catalog, LinkChange
from rakumap.store.journal import UndoPreview
from rakumap.store.queries import Queries

if TYPE_CHECKING:
    from rakumap.matching.values import Values

_MEASURES = re.compile(r"\d\s*[x×]\s*\d+(?:[.,]\d+)?(?![\d.,]|\s*(?:ml|cl|l\b|g\b|kg|oz))", re.IGNORECASE)
"""Length by width, as in 60 x 40: reads like a pack and is none; 6 x 330 ml is one."""
LIMIT_FIELDS = ("max_listed", "end_when", "percentage")
LISTING_FLAGS = ("ignore_sync", "excluded", "no_item", "released")


@dataclass(frozen=True, slots=True)
class LinkPreview:
    """What a link would do, before it does: the item it replaces, the quantity, and whether to ask first."""

    listing: Listing
    item: InventoryItem
    replaces: str | None
    """SKU of the item the listing is linked to now, when that is another one."""
    quantity: Quantity
    warning: str | None
    """Code of what is dangerous about the new quantity, if anything."""
    packs: tuple[int, int] | None = None
    """Pieces in the listing's pack and in the item's, by their titles, when the two differ."""

    def values(self, reasons: Iterable[str]) -> Values:
        """What the reasons of a suggestion are about, in the words of the two; for those that have such words."""
        from rakumap.matching.values import Said, values  # as for packs

        mine, theirs = self.listing, self.item
        return values(Said(mine.sku, mine.title, mine.barcode), Said(theirs.sku, theirs.title, theirs.barcode), reasons)

    @property
    def dangerous(self) -> bool:
        """Whether a person is asked before, whatever the listing is linked to now."""
        return self.warning is not None or self.packs is not None

    @property
    def plain(self) -> bool:
        """Whether the link is new and harmless: there is nothing to ask a person about."""
        return self.listing.item_key is None and not self.dangerous


class MappingService:
    """The use cases of linking."""

    def __init__(self, catalog: Catalog, queries: Queries) -> None:
        self._catalog = catalog
        self._queries = queries

    def preview_link(self, listing_key: ListingKey, item_key: ItemKey) -> LinkPreview:
        """What linking the two would do; changes nothing.

        Raises:
            UserError: one of the two is not there any more.
        """
        listing, item = self._pair(listing_key, item_key)
        return preview(listing, item, self._queries.channel(listing.channel_id).defaults)

    def link(
        self, listing_key: ListingKey, item_key: ItemKey, *, replace: bool = False, seen: ItemKey | None = None
    ) -> Applied:
        """Link a listing to an item, as a person's decision.

        ``seen`` is the item the person saw it linked to when ``replace`` was confirmed; the replaced pair is not
        remembered as a no.

        Raises:
            UserError: it is linked to another item and ``replace`` was not said (``already_linked``), or one of the two
                is not there any more.
            StaleChange: somebody linked it to something else meanwhile.
        """
        listing, item = self._pair(listing_key, item_key)
        now = listing.item_key
        if now is not None and now != item_key:
            if not replace:
                raise UserError("already_linked", listing=listing.sku or listing.title, item=listing.linked_to)
            if seen is not None and seen != now:
                raise StaleChange("link_changed", listing=listing.sku or listing.title, item=listing.linked_to)
        change = LinkChange(listing_key, item.key, now)
        return self._catalog.link([change], "person", action="link" if now is None else "link_replace")

    def link_if_plain(self, listing_key: ListingKey, item_key: ItemKey) -> tuple[LinkPreview, Applied | None]:
        """Link the two as a person's decision, unless a person has to be asked first; then nothing is done.

        Raises:
            UserError: one of the two is not there any more.
            StaleChange: somebody linked the listing meanwhile.
        """
        preview = self.preview_link(listing_key, item_key)
        if not preview.plain:
            return preview, None
        return preview, self._catalog.link([LinkChange(listing_key, item_key, None)], "person", action="link")

    def unlink(self, keys: Iterable[ListingKey]) -> Applied:
        """Take the links off; the pairs are remembered, so that the program never links them again by itself."""
        return self._catalog.unlink(keys)

    def reject(self, listing_key: ListingKey, item_key: ItemKey) -> Applied:
        """Remember that the item is not this listing's."""
        self._pair(listing_key, item_key)
        return self._catalog.reject((listing_key, item_key))

    def revive(self, listing_key: ListingKey, item_key: ItemKey) -> Applied:
        """Forget that a person said no to the pair: it may be suggested again."""
        self._pair(listing_key, item_key)
        return self._catalog.revive((listing_key, item_key))

    def set_no_item(self, keys: Sequence[ListingKey], value: bool) -> Applied:
        """Say that no item belongs to the listings (or that one may); linked ones are left alone."""
        unlinked = [key for key, row in self._queries.rows(keys).items() if row.item_key is None]
        return self._catalog.set_listings(unlinked, {"no_item": value}, action="no_item")

    def set_flag(self, keys: Iterable[ListingKey], name: str, value: bool) -> Applied:
        """Set Ignore Sync or Excluded of listings, as one undo step."""
        if name not in LISTING_FLAGS:
            raise KeyError(name)
        return self._catalog.set_listings(keys, {name: value})

    def set_limits(self, keys: Iterable[ListingKey], values: Mapping[str, int | Decimal | None]) -> Applied:
        """Set Max Listed, End when or Percentage of listings, as one undo step; ``None`` clears."""
        for name in values:
            if name not in LIMIT_FIELDS:
                raise KeyError(name)
        return self._catalog.set_listings(keys, dict(values))

    def set_values(self, keys: Iterable[ListingKey], values: Mapping[str, int | bool | Decimal | None]) -> Applied:
        """Set several fields of listings at once, flags and limits, as one undo step."""
        for name in values:
            if name not in LIMIT_FIELDS + LISTING_FLAGS:
                raise KeyError(name)
        return self._catalog.set_listings(keys, dict(values))

    def keep_sku(self, keys: Iterable[ListingKey]) -> Applied:
        """Accept the channel's new SKUs; the links stay."""
        return self._catalog.acknowledge(keys, remap=False)

    def remap(self, keys: Iterable[ListingKey]) -> Applied:
        """Accept the new SKUs and link each to the item of exactly that SKU, or to nothing where there is none."""
        return self._catalog.acknowledge(keys, remap=True)

    def undo_preview(self, entry: EntryId | None = None) -> UndoPreview:
        """What Undo would revert and what would stay. Raises ``UserError`` when there is nothing to undo."""
        return self._catalog.undo_preview(entry)

    def undo(self, entry: EntryId | None = None) -> Applied:
        """Take back one step, the newest by default. Raises ``UserError`` when there is nothing to undo."""
        return self._catalog.undo(entry)

    def redo(self) -> Applied:
        """Do the step that was undone last again. Raises ``UserError`` when there is nothing to redo."""
        return self._catalog.redo()

    def go_to(self, entry: EntryId | None) -> Applied:
        """Undo every step after ``entry``, newest first (``None``: all of them), or redo up to it when it is undone."""
        count, last = 0, Applied(None)
        while (following := self._queries.next_redo()) is not None and entry is not None and following.id <= entry:
            last, count = self._catalog.redo(), count + 1
        while (newest := self._queries.next_undo()) is not None and (entry is None or newest.id > entry):
            last, count = self._catalog.undo(newest.id), count + 1
        return Applied(last.entry, count=count, everything=count > 0, skipped=last.skipped, kept=last.kept)

    def limits_of(self, channel_id: ChannelId) -> Limits:
        """The channel's default limits."""
        return self._queries.channel(channel_id).defaults

    def _pair(self, listing_key: ListingKey, item_key: ItemKey) -> tuple[Listing, InventoryItem]:
        listing = self._queries.rows([listing_key]).get(listing_key)
        item = self._queries.items([item_key]).get(item_key)
        if listing is None or item is None:
            raise UserError("pair_missing")
        return listing, item


def effect(listing: Listing, item: InventoryItem, defaults: Limits) -> tuple[Quantity, str | None]:
    """The quantity that linking the two would send, and the code of what is dangerous about it, if anything."""
    found = quantity.will_send(item.level, item.in_open_orders, listing.limits, defaults)
    return found, quantity.would_warn(listing.channel_quantity, found)


def preview(listing: Listing, item: InventoryItem, defaults: Limits) -> LinkPreview:
    """What linking the two would do, as they are given."""
    found, warning = effect(listing, item, defaults)
    replaces = listing.linked_to if listing.item_key not in (None, item.key) else None
    return LinkPreview(listing, item, replaces, found, warning, _packs(listing.title, item.title))


def _packs(listing: str, item: str) -> tuple[int, int] | None:
    from rakumap.matching.text import read  # many patterns, needed for the first link only

    if _MEASURES.search(listing) or _MEASURES.search(item):
        return None
    found = read(listing).pack, read(item).pack
    return None if found[0] == found[1] else found

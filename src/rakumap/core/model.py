"""The values everything speaks in: frozen, without behaviour beyond their own arithmetic."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

ChannelId = NewType("ChannelId", int)
ListingKey = NewType("ListingKey", int)
"""The store's own number of a listing; ``Listing.listing_id`` is the channel's."""
ItemKey = NewType("ItemKey", int)
EntryId = NewType("EntryId", int)

MAX_QUANTITY = 999_999_999
REPORT_EVENT = "RAKUTEN_MAPPING_SYNC"
SUBMIT_EVENT = "RAKUTEN_INVENTORY_SYNC"
ORDER_EVENT = "RAKUTEN_ORDER_SYNC"
CHECK_EVENT = "RAKUTEN_CHANNEL_CHECK"
AUTOLINK_EVENT = "RAKUTEN_AUTO_LINK"
PULL_EVENT = "SOURCE_INVENTORY_PULL"
PULL_LINKS_EVENT = "SOURCE_LINKS_PULL"
PUSH_LINKS_EVENT = "SOURCE_LINKS_PUSH"
NEW_LINKS, HOLD, SEND = "new_links", "hold", "send"
AUTOLINK = "autolink"
"""Setting of a channel: ``on`` links what is certain after each report."""
"""The setting of a channel that says whether new links wait until a person releases them, and its values."""


class State(StrEnum):
    """What a listing is, seen from linking. The middle four count as Unlinked."""

    LINKED = "linked"
    SUGGESTED = "suggested"
    AMBIGUOUS = "ambiguous"
    NO_ITEM = "no_item"
    PLAIN = "plain"
    GONE = "gone"


class Outcome(StrEnum):
    """How a report run ended (or that it has not)."""

    DONE = "done"
    UNCHANGED = "unchanged"
    NOT_DUE = "not_due"
    HELD = "held"
    REFUSED = "refused"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"
    RUNNING = "running"


class ForceReason(StrEnum):
    """Why a person forces a mapping refresh."""

    MISSING = "missing"
    SKU_CHANGED = "sku_changed"
    DELETED = "deleted"
    VARIATION_EDITED = "variation_edited"
    NEWLY_ENABLED = "newly_enabled"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Limits:
    """What caps the quantity of one listing; ``None`` is unset. ``percentage`` has up to two decimals."""

    max_listed: int | None = None
    end_when: int | None = None
    percentage: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A place we sell. ``settings`` are the ``--set`` keys of its kind; ``defaults`` fill unset limits."""

    id: ChannelId
    name: str
    kind: str
    enabled: bool
    inventory_sync: bool
    settings: Mapping[str, str]
    defaults: Limits
    enabled_at: datetime | None
    forced_at: datetime | None
    report_time: datetime | None
    """When the newest applied report was made (file time or the server's Last-Modified)."""
    report_fingerprint: str | None
    removed: bool = False
    orders_at: datetime | None = None
    """Last Order Sync: everything that was ordered before is here."""

    @property
    def holds_new_links(self) -> bool:
        """Whether a quantity waits until a person releases a new link (setting ``new_links``)."""
        return self.settings.get(NEW_LINKS) == HOLD


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of one channel's header and filter bar; ``linked + unlinked == total`` always."""

    total: int = 0
    linked: int = 0
    unlinked: int = 0
    no_item: int = 0
    ignored: int = 0
    excluded: int = 0
    gone: int = 0
    sku_changed: int = 0
    duplicate: int = 0
    no_longer_unlimited: int = 0
    problems: int = 0
    """Rows of the newest report that could not be used."""

    @property
    def attention(self) -> int:
        """What waits for a person: changed SKUs, repeated SKUs, listings no longer unlimited, unusable rows."""
        return self.sku_changed + self.duplicate + self.no_longer_unlimited + self.problems


@dataclass(frozen=True, slots=True)
class Listing:
    """One row of the main panel: what the channel says, what the person decided, and what follows from both."""

    key: ListingKey
    channel_id: ChannelId
    listing_id: str
    sku: str
    title: str
    state: State
    linked_to: str | None
    item_key: ItemKey | None
    linked_by: str | None
    linked_at: datetime | None
    link_reason: str | None
    ignore_sync: bool
    excluded: bool
    unlimited: bool
    limits: Limits
    last_update: datetime | None
    update_status: str | None
    submitted_quantity: int | None
    channel_quantity: int | None
    will_send: int | None
    barcode: str | None
    price: Decimal | None
    currency: str | None
    parent_id: str | None
    variation: str | None
    old_sku: str | None
    """The SKU before the channel changed it; set until a person keeps or remaps."""
    duplicate: bool
    """The same SKU stands under another listing id of this channel."""
    ignored_by_report: bool
    """Ignore Sync was set because the report said unlimited."""
    item_level: int | None
    item_in_open_orders: int | None
    item_title: str | None
    updated: datetime | None
    """When the channel says the listing was changed."""
    gone_at: datetime | None
    no_item: bool = False
    released: bool = True
    """Its quantity may be sent; a new link waits for that where the channel's setting says so."""
    confirmed_quantity: int | None = None
    """What the channel surely has from us; unset while that is not known."""
    drift: int | None = None
    """What the channel has more (or less) than the confirmed quantity, by a report made since; unset when equal."""
    offered: int | None = None
    """What the live listings of its item offer together: what was submitted, else what will be."""
    suggested: str | None = None
    """The SKU of the best candidate, where that was asked for."""
    score: Decimal | None = None
    """How likely that is, 0 to 1."""

    @property
    def oversold(self) -> bool:
        """Whether more of its item is offered than there is."""
        if self.offered is None or self.item_level is None or self.item_in_open_orders is None:
            return False
        return self.offered > max(0, self.item_level - self.item_in_open_orders)


@dataclass(frozen=True, slots=True)
class InventoryItem:
    """One thing we stock. ``links`` counts the live listings linked to it, over all channels."""

    key: ItemKey
    sku: str
    title: str
    barcode: str | None
    level: int
    in_open_orders: int
    links: int = 0

    @property
    def available(self) -> int:
        """What can still be sold; may be below zero."""
        return self.level - self.in_open_orders


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One usable or unusable record of a report, as text already checked field by field.

    ``line`` is the line (CSV) or row (XLSX) the record starts at, counted from 1 with the header.
    """

    line: int
    listing_id: str | None
    sku: str
    title: str
    quantity: int | None = None
    unlimited: bool = False
    price: Decimal | None = None
    currency: str | None = None
    barcode: str | None = None
    parent_id: str | None = None
    variation: str | None = None
    updated: datetime | None = None
    digest: int | None = None
    """What the record is known again by in the next report; unset where its cells have to be read again."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One record of an inventory file; ``None`` means the file has no such column (leave as it is)."""

    line: int
    sku: str
    title: str | None = None
    barcode: str | None = None
    level: int | None = None
    in_open_orders: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A record we could not use, or used only in part: shown with line and reason, never dropped.

    ``code`` is a word of ``rakumap.core.words``; ``values`` fill its sentence. ``identity`` says that the record's
    identity could not be read, so that nothing may become Gone on its account.
    """

    line: int
    field: str
    code: str
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)
    sku: str | None = None
    listing_id: str | None = None
    identity: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one row, before and after, both as the text the journal keeps (``None`` = unset)."""

    entity: str
    """``listing``, ``item``, ``channel`` or ``decision``."""
    key: int
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Applied:
    """What a write did: its journal entry (``None`` when nothing changed) and the rows to look at again."""

    entry: EntryId | None
    listings: frozenset[ListingKey] = frozenset()
    items: frozenset[ItemKey] = frozenset()
    count: int = 0
    skipped: int = 0
    """Changes that were left out, such as values edited since (undo) or listings linked already (link all)."""
    everything: bool = False
    """Too many rows to name: read everything again."""
    kept: tuple[str, ...] = ()
    """Names of what an undo left because it was edited since, at most twenty."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One step of the history. ``action`` is a word of ``rakumap.core.words``; ``values`` fill its sentence."""

    id: EntryId
    time: datetime
    by: str
    """``person``, ``autolink`` or ``report``."""
    action: str
    count: int
    undone: bool
    undoable: bool
    channel: str | None
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReportRun:
    """One attempt to fetch a report, to trade, or to exchange with the source of inventory: a line of Automation Logs."""

    id: int
    channel_id: ChannelId | None
    """``None`` for what concerns the source of inventory alone."""
    channel: str
    """The channel's name, else the source's."""
    event: str
    trigger: str
    """``scheduled`` or ``forced``."""
    reason: str | None
    """Code of ``ForceReason``; for ``other`` with the person's text behind a colon."""
    started_at: datetime
    ended_at: datetime | None
    outcome: Outcome
    total: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0
    sku_changed: int = 0
    linked: int = 0
    unlinked: int = 0
    links_kept: int = 0
    problems: int = 0
    code: str | None = None
    """Why it failed, was refused or is held: a word of ``rakumap.core.words``."""
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)
    source: str | None = None
    """The kind of the source of inventory that it exchanged with."""

    @property
    def counted(self) -> bool:
        """Whether its numbers say what it did; an exchange that broke off counts what it did before."""
        merged = self.event == REPORT_EVENT and self.outcome in (Outcome.DONE, Outcome.HELD)
        return merged or (self.source is not None and self.ended_at is not None)

    @property
    def seconds(self) -> float | None:
        """How long it took; ``None`` while it runs."""
        return None if self.ended_at is None else (self.ended_at - self.started_at).total_seconds()


@dataclass(frozen=True, slots=True)
class ListingQuery:
    """Which listings, in which order: the filter's text is parsed by ``rakumap.core.filters``."""

    channel_id: ChannelId
    text: str = ""
    sort: str = "title"
    """A key of the listing's JSON form, such as ``sku`` or ``linked_to``."""
    descending: bool = False


Keys = Sequence[ListingKey]

"""What comes from and goes to the system that keeps the inventory: its items, and the links it knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class SourceItem:
    """An inventory item as its source says it."""

    item_id: str
    """The source's own, never shown."""
    sku: str
    title: str
    barcode: str | None
    level: int
    """At the location asked for; may be below zero."""
    in_open_orders: int


@dataclass(frozen=True, slots=True)
class SourceLink:
    """A channel SKU of an item, as the source keeps it; ``row_id`` is ``None`` for one that is yet to be made.

    ``item_sku`` is "" where only the item's id is known. Limits of 0 are unset there and here.
    """

    item_id: str
    item_sku: str
    channel_sku: str
    source: str
    sub_source: str
    reference: str = ""
    """The listing's id on the channel, if the source knows it."""
    row_id: str | None = None
    ignore_sync: bool = False
    max_listed: int = 0
    end_when: int = 0
    percentage: Decimal = Decimal(0)
    submitted_quantity: int | None = None
    update_status: str = ""
    updated: datetime | None = None

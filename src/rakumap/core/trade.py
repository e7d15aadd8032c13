"""What goes to a channel and what comes from it besides listings: quantities with their results, order lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class Sent(StrEnum):
    """How far a quantity is with the channel."""

    CONFIRMED = "confirmed"
    """The channel has the number: it said so, or it was read back."""
    SUBMITTED = "submitted"
    """Taken by the channel, which works on it; ask again with the ticket."""
    FAILED = "failed"
    """The channel refused it; its words are in ``message``."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An absolute quantity for one listing. ``listing_id`` is the listing's key within the channel."""

    listing_id: str
    sku: str
    quantity: int
    """0 to 999,999,999."""
    price: Decimal | None = None
    """The channel's own price of the listing in the last report, for channels that take both together."""
    currency: str | None = None
    sku_repeats: bool = False
    """Whether other live listings of the channel have this SKU too, for channels that find listings by it."""


@dataclass(frozen=True, slots=True)
class OfferResult:
    """What became of an ``Offer``; ``message`` holds the channel's own words, or a code of ``core.words`` in ``code``."""

    listing_id: str
    sent: Sent
    code: str | None = None
    message: str = ""
    unsent: bool = False
    """Of a failed one: it was refused on this side, the channel never heard of it."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What a channel answered to a batch: a result for every offer, and a ticket where some are ``SUBMITTED``."""

    results: tuple[OfferResult, ...]
    ticket: str | None = None


class OrderState(StrEnum):
    """Whether the goods of an order line are still to go out."""

    OPEN = "open"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line of an order as the channel says it; never anything of the buyer.

    Unique within a channel by ``order_id`` and ``line_id``. ``listing_ids`` are the keys of the listing it can stand
    for, best first (a channel may name only its SKU: then the tuple is empty).
    """

    order_id: str
    line_id: str
    time: datetime
    """When it was ordered, aware."""
    sku: str
    title: str
    quantity: int
    state: OrderState = OrderState.OPEN
    listing_ids: tuple[str, ...] = ()

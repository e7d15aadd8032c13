"""How values stand in the store: times as milliseconds since 1970 UTC, exact decimals as whole numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LIVE, GONE, PARENT, GONE_PARENT = 1, 0, 2, 3
"""``listing.presence``: in the newest report or not; a variation parent is no listing and counts nowhere."""


def to_ms(value: datetime) -> int:
    """Milliseconds since 1970 UTC of an aware time; what is finer is cut off."""
    return (value - EPOCH) // timedelta(milliseconds=1)


def from_ms(value: int) -> datetime:
    """The aware UTC time of milliseconds since 1970."""
    return EPOCH + timedelta(milliseconds=value)


def scaled(value: Decimal, digits: int) -> int:
    """An exact decimal as a whole number of its ``digits``-th places; what has more is rounded half to even."""
    return int(value.scaleb(digits).to_integral_value())


def unscaled(value: int, digits: int) -> Decimal:
    """The decimal of such a whole number, without trailing zeros."""
    whole, rest = divmod(abs(value), 10**digits)
    places = str(rest).rjust(digits, "0").rstrip("0")
    return Decimal(f"{'-' if value < 0 else ''}{whole}{'.' + places if places else ''}")

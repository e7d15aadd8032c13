"""The quantity rule: what is sent to the channel for a linked listing, with the steps that led there.

    base = available (level - in open orders) // pack
    send = 0                                              if base <= End when (inclusive; a base below zero is zero)
           min(Max listed, floor(base * Percentage / 100)) otherwise

Unset Max listed is no cap, unset End when 0, unset Percentage 100. Integers and Decimals only, never floats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from rakumap.core.model import Limits
from rakumap.core.numbers import format_percentage

NO_LIMITS = Limits()
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the calculation: a code of ``rakumap.core.words`` (``step_...``) with its values."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quantity:
    """What will be sent, how it came about, and the code of a rule that always sends 0 (or None)."""

    send: int
    steps: tuple[Step, ...]
    always_zero: str | None = None


def merged(limits: Limits, defaults: Limits) -> Limits:
    """Return the limits with the channel's defaults in their unset cells; 0 is a set value."""
    return Limits(
        max_listed=defaults.max_listed if limits.max_listed is None else limits.max_listed,
        end_when=defaults.end_when if limits.end_when is None else limits.end_when,
        percentage=defaults.percentage if limits.percentage is None else limits.percentage,
    )


def will_send(level: int, in_open_orders: int, limits: Limits, defaults: Limits = NO_LIMITS, pack: int = 1) -> Quantity:
    """Return the quantity that the rule sends; ``pack`` is the pack size of the link, 1 or more."""
    rule = merged(limits, defaults)
    available = level - in_open_orders
    base = max(0, available // pack)
    steps = [_available_step(available, pack, base)]
    send = base
    if base <= (rule.end_when or 0):
        send = 0
        if base:
            steps.append(Step("step_end_when", {"end_when": str(rule.end_when)}))
    else:
        if rule.percentage is not None and rule.percentage != _HUNDRED:
            top, bottom = rule.percentage.as_integer_ratio()
            send = base * top // (bottom * 100)
            steps.append(
                Step("step_percentage", {"percentage": format_percentage(rule.percentage), "result": str(send)})
            )
        if rule.max_listed is not None:
            send = min(send, rule.max_listed)
            steps.append(Step("step_max_listed", {"max_listed": str(rule.max_listed)}))
    steps.append(Step("step_send", {"send": str(send)}))
    return Quantity(send, tuple(steps), _always_zero(rule))


def _available_step(available: int, pack: int, base: int) -> Step:
    values = {"available": str(available)}
    if pack != 1:
        return Step("step_pack", values | {"pack": str(pack), "base": str(base)})
    return Step("step_below_zero" if available < 0 else "step_available", values)


def _always_zero(rule: Limits) -> str | None:
    if rule.max_listed == 0:
        return "always_zero_max_listed"
    return "always_zero_percentage" if rule.percentage == 0 else None


def would_warn(channel_quantity: int | None, quantity: Quantity) -> str | None:
    """Code when sending would take a selling listing to 0, or change its quantity by over 80 %; else None.

    A listing whose quantity on the channel is unknown or 0 is not selling: nothing is lost, nothing is asked.
    """
    if not channel_quantity:
        return None
    if quantity.send == 0:
        return "would_stop_selling"
    return "would_change_much" if abs(quantity.send - channel_quantity) * 5 > channel_quantity * 4 else None

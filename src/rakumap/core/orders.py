"""What an order line does to the stock of its item; the store's SQL (``rakumap.store.order_book``) has to agree with it.

An open line holds its quantity in the item's open orders. Once shipped, it leaves them and the level, each once; once
cancelled, it leaves the open orders only. After that nothing the channel says of it counts any more.
"""

from __future__ import annotations

from dataclasses import dataclass

from rakumap.core.trade import OrderState


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a resolved line has been counted: how much of it is in open orders, and whether it is settled."""

    counted: int = 0
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """What to add to the item's numbers, and how the line stands then."""

    in_open_orders: int
    level: int
    after: Standing


def effect(state: OrderState, quantity: int, before: Standing) -> Effect:
    """What a resolved line in this state changes."""
    if before.settled:
        return Effect(0, 0, before)
    held = quantity if state is OrderState.OPEN else 0
    level = -quantity if state is OrderState.SHIPPED else 0
    return Effect(held - before.counted, level, Standing(held, state is not OrderState.OPEN))

"""What order lines do to the stock: whatever the channel says in whatever order, each effect comes once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rakumap.core.orders import Effect, Standing, effect
from rakumap.core.trade import OrderState

OPEN, SHIPPED, CANCELLED = OrderState.OPEN, OrderState.SHIPPED, OrderState.CANCELLED


def test_an_open_line_is_held_once_and_follows_its_quantity() -> None:
    assert effect(OPEN, 3, Standing()) == Effect(3, 0, Standing(3))
    assert effect(OPEN, 3, Standing(3)) == Effect(0, 0, Standing(3))
    assert effect(OPEN, 2, Standing(3)) == Effect(-1, 0, Standing(2))


def test_a_shipped_line_leaves_open_orders_and_level() -> None:
    assert effect(SHIPPED, 3, Standing(3)) == Effect(-3, -3, Standing(0, True))
    assert effect(SHIPPED, 3, Standing()) == Effect(0, -3, Standing(0, True))
    assert effect(SHIPPED, 3, Standing(0, True)) == Effect(0, 0, Standing(0, True))


def test_a_cancelled_line_leaves_open_orders_only() -> None:
    assert effect(CANCELLED, 3, Standing(3)) == Effect(-3, 0, Standing(0, True))
    assert effect(CANCELLED, 3, Standing()) == Effect(0, 0, Standing(0, True))


@given(st.lists(st.tuples(st.sampled_from(OrderState), st.integers(1, 9)), max_size=8))
def test_nothing_counts_twice(said: list[tuple[OrderState, int]]) -> None:
    standing, held, level = Standing(), 0, 0
    for state, quantity in said:
        found = effect(state, quantity, standing)
        standing, held, level = found.after, held + found.in_open_orders, level + found.level
    first_end = next((one for one in said if one[0] is not OPEN), None)
    assert held == (0 if first_end or not said else said[-1][1])
    assert level == (-first_end[1] if first_end and first_end[0] is SHIPPED else 0)

"""The quantity rule, against the examples of the product and an exact oracle of its own."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakumap.core.model import MAX_QUANTITY, Limits
from rakumap.core.quantity import Quantity, merged, will_send, would_warn
from rakumap.core.words import steps_text

wholes = st.integers(0, 40) | st.integers(0, MAX_QUANTITY)
levels = st.integers(-20, 60) | st.integers(-MAX_QUANTITY, MAX_QUANTITY)
percentages = st.integers(0, 10_000).map(lambda hundredths: Decimal(hundredths) / 100)
limits = st.builds(
    Limits,
    max_listed=st.none() | wholes,
    end_when=st.none() | wholes,
    percentage=st.none() | percentages,
)
packs = st.integers(1, 24)


@pytest.mark.parametrize(
    ("level", "orders", "rule", "pack", "send", "steps"),
    [
        (11, 0, Limits(5, None, Decimal(50)), 3, 1, "available 11, pack 3 = 3; 50 % = 1; max 5; send 1"),
        (5, 2, Limits(end_when=3), 1, 0, "available 3; End when 3 or less; send 0"),
        (6, 2, Limits(end_when=3), 1, 4, "available 4; send 4"),
        (12, 0, Limits(max_listed=5), 1, 5, "available 12; max 5; send 5"),
        (3, 0, Limits(max_listed=5), 1, 3, "available 3; max 5; send 3"),
        (0, 0, Limits(), 1, 0, "available 0; send 0"),
        (1, 4, Limits(), 1, 0, "available -3, counts as 0; send 0"),
        (-1, 0, Limits(), 3, 0, "available -1, pack 3 = 0; send 0"),
        (2, 0, Limits(), 3, 0, "available 2, pack 3 = 0; send 0"),
        (10, 0, Limits(percentage=Decimal(100)), 1, 10, "available 10; send 10"),
        (10, 0, Limits(percentage=Decimal("33.33")), 1, 3, "available 10; 33.33 % = 3; send 3"),
        (9_999, 0, Limits(percentage=Decimal("0.01")), 1, 0, "available 9999; 0.01 % = 0; send 0"),
        (10_000, 0, Limits(percentage=Decimal("0.01")), 1, 1, "available 10000; 0.01 % = 1; send 1"),
        (999_999_999, 0, Limits(percentage=Decimal("99.99")), 1, 999_899_999, None),
        (10, 0, Limits(end_when=0), 1, 10, "available 10; send 10"),
        (10, 0, Limits(max_listed=0), 1, 0, "available 10; max 0; send 0"),
        (10, 0, Limits(percentage=Decimal(0)), 1, 0, "available 10; 0 % = 0; send 0"),
    ],
)
def test_examples(level: int, orders: int, rule: Limits, pack: int, send: int, steps: str | None) -> None:
    quantity = will_send(level, orders, rule, pack=pack)
    assert quantity.send == send
    assert steps is None or steps_text(quantity.steps) == steps


@given(levels, wholes, limits, limits, packs)
def test_agrees_with_the_rule_in_fractions(level: int, orders: int, own: Limits, defaults: Limits, pack: int) -> None:
    def pick(mine: object, default: object, unset: object) -> Fraction:
        value = mine if mine is not None else default if default is not None else unset
        return Fraction(str(value))

    base = floor(Fraction(level - orders, pack))
    if base <= pick(own.end_when, defaults.end_when, 0):
        expected = 0
    else:
        part = floor(base * pick(own.percentage, defaults.percentage, 100) / 100)
        expected = min(part, int(pick(own.max_listed, defaults.max_listed, 10**12)))
    assert will_send(level, orders, own, defaults, pack).send == expected


@given(levels, wholes, limits, limits, packs)
def test_never_more_than_there_is_or_may_be(level: int, orders: int, own: Limits, defaults: Limits, pack: int) -> None:
    quantity = will_send(level, orders, own, defaults, pack)
    rule = merged(own, defaults)
    assert 0 <= quantity.send <= max(0, level - orders) // pack
    assert rule.max_listed is None or quantity.send <= rule.max_listed
    assert type(quantity.send) is int
    assert quantity.steps[-1].values == {"send": str(quantity.send)}
    if quantity.always_zero:
        assert quantity.send == 0


@given(levels, st.integers(0, 1000), limits, packs)
def test_more_stock_never_sends_less(level: int, more: int, own: Limits, pack: int) -> None:
    assert will_send(level, 0, own, pack=pack).send <= will_send(level + more, 0, own, pack=pack).send


@given(limits, limits)
def test_a_default_fills_only_what_is_unset(own: Limits, defaults: Limits) -> None:
    rule = merged(own, defaults)
    assert merged(rule, defaults) == rule
    assert merged(own, Limits()) == own
    assert merged(Limits(), defaults) == defaults
    for name in ("max_listed", "end_when", "percentage"):
        mine = getattr(own, name)
        assert getattr(rule, name) == (getattr(defaults, name) if mine is None else mine)


def test_warns_where_a_rule_always_sends_nothing() -> None:
    assert will_send(9, 0, Limits(max_listed=0)).always_zero == "always_zero_max_listed"
    assert will_send(9, 0, Limits(), Limits(percentage=Decimal("0.00"))).always_zero == "always_zero_percentage"
    assert will_send(9, 0, Limits(max_listed=1, percentage=Decimal(1))).always_zero is None


@pytest.mark.parametrize(
    ("channel", "send", "code"),
    [
        (None, 0, None),
        (0, 0, None),
        (0, 50, None),
        (12, 0, "would_stop_selling"),
        (1, 0, "would_stop_selling"),
        (10, 2, None),
        (10, 1, "would_change_much"),
        (10, 18, None),
        (10, 19, "would_change_much"),
        (10, 10, None),
    ],
)
def test_asks_before_a_link_that_changes_much(channel: int | None, send: int, code: str | None) -> None:
    assert would_warn(channel, Quantity(send, ())) == code

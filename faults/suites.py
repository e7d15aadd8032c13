"""What a suite is, and which there are. A further one is a module with a function like ``orders.run`` and a line here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from faults import orders


@dataclass(frozen=True)
class Suite:
    """One promise and the cases that try to break it.

    ``run`` does one part: so many cases with this seed, and answers what it counted on the way; it raises
    ``AssertionError`` where the promise does not hold. Parts know nothing of each other and come out the same for the
    same seed.
    """

    name: str
    promise: str
    cases: str
    """What one case is, in the plural."""
    count: int
    part: int
    run: Callable[[int, str], Counter[str]]


SUITES = (
    Suite(
        "orders",
        "Never sends more than the rule allows for the stock known at that moment, never an older number after a newer"
        " one, and counts every order line exactly once, whatever fails or dies in between.",
        "random steps",
        1_000_000,
        orders.STEPS,
        orders.run,
    ),
)

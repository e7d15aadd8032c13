"""Auto-link's choice: which of the certain links a person takes, by rule, score and distance to the second candidate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

RULES = ("equal_sku", "alias", "equal_barcode", "transform", "sku_inside", "model", "same_words")
"""The classes of evidence in the order in which they count; each is a ``reason.`` of ``words``."""
BY_KEY = frozenset({"equal_sku", "alias", "transform"})
"""Rules that a score says nothing about: their links count as 1."""


class Scored(Protocol):
    """A link that may be made without asking."""

    @property
    def reason(self) -> str:
        """One of ``RULES``."""
        ...

    @property
    def score(self) -> Decimal:
        """0 to 1."""
        ...

    @property
    def gap(self) -> Decimal:
        """How far the second candidate lies behind, 0 to 1."""
        ...


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person takes of the certain links."""

    rules: frozenset[str] = field(default_factory=lambda: frozenset(RULES))
    least: Decimal = Decimal(0)
    """The score below which nothing is linked."""
    gap: Decimal = Decimal(0)
    """How far the second candidate must lie behind at least."""

    def far_enough(self, one: Scored) -> bool:
        """Whether score and gap suffice, whatever the rule."""
        return one.score >= self.least and one.gap >= self.gap

    def takes(self, one: Scored) -> bool:
        """Whether the link is made."""
        return one.reason in self.rules and self.far_enough(one)


@dataclass(frozen=True, slots=True)
class Count:
    """How many certain links a rule has, and how many of them score and gap leave."""

    all: int = 0
    left: int = 0


def counts(found: Iterable[Scored], choice: Choice) -> dict[str, Count]:
    """The counts of every rule, whether it is ticked or not."""
    everything, left = dict.fromkeys(RULES, 0), dict.fromkeys(RULES, 0)
    for one in found:
        everything[one.reason] += 1
        left[one.reason] += choice.far_enough(one)
    return {rule: Count(everything[rule], left[rule]) for rule in RULES}

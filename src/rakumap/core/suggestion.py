"""What suggestions are made of: the texts they are made from, and what comes out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rakumap.core.model import ItemKey, ListingKey

SHOWN = 5
"""Candidates of a listing that a person sees."""
LEAST = 0.05
"""Chance below which a candidate is not shown."""


@dataclass(frozen=True, slots=True)
class ItemText:
    """What an inventory item is known by."""

    key: ItemKey
    sku: str
    title: str
    barcode: str | None = None


@dataclass(frozen=True, slots=True)
class ListingText:
    """What a listing is known by; ``listing_id`` is the channel's, for the order of the answer."""

    key: ListingKey
    sku: str
    title: str
    barcode: str | None = None
    listing_id: str = ""


class Confidence(StrEnum):
    """How sure a suggestion is, in words."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An item a listing could be."""

    item: ItemKey
    sku: str
    score: float
    """Chance that it is the one, 0 to 1, to four places."""
    confidence: Confidence
    auto: str
    """Why it may be linked without asking, as a code of ``words`` (``equal_barcode`` ...); empty: it may not."""
    reasons: tuple[str, ...]
    """What speaks for and against it, as codes of ``words``."""

    @property
    def told(self) -> tuple[str, ...]:
        """The reasons each once, with the one that it may be linked for first."""
        return tuple(dict.fromkeys((self.auto, *self.reasons) if self.auto else self.reasons))


def shown(candidates: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """The candidates that a person sees, best first."""
    return tuple(one for one in candidates if one.score >= LEAST)[:SHOWN]


def speaks_against(reason: str) -> bool:
    """Whether a reason speaks against the pair."""
    return contradicts(reason) or reason == "item_says_more"


def contradicts(reason: str) -> bool:
    """Whether a reason forbids that the pair is certain; an item may say more than its listing."""
    return reason.startswith("other_") or reason == "listing_says_more"


@dataclass(frozen=True, slots=True)
class Suggested:
    """A listing with its candidates, best first; at most ten."""

    listing: ListingText
    candidates: tuple[Suggestion, ...]

"""What suggestions are made of: the texts they are made from, and what comes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any
from zlib import crc32

from rakumap.core.model import ItemKey, ListingKey, State

SHOWN = 5
"""Candidates of a listing that a person sees."""
LEAST = 0.05
"""Chance below which a candidate is not shown."""
BEST_FROM = 0.25
"""Least chance of a candidate that stands in the row; weaker ones stand in the panel only."""
AHEAD = 2
"""One candidate is suggested where it is so many times as likely as the next; else several could be it."""
PLACES = 4
"""Decimals of a score."""


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


@dataclass(frozen=True, slots=True)
class Candidate:
    """A suggestion as a person sees it."""

    suggestion: Suggestion
    title: str
    """Of the item."""


def shown(candidates: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """The candidates that a person sees, best first."""
    return tuple(one for one in candidates if one.score >= LEAST)[:SHOWN]


def best_of(candidates: Sequence[Suggestion]) -> Suggestion | None:
    """The candidate that the row shows."""
    return candidates[0] if candidates and candidates[0].score >= BEST_FROM else None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a listing that waits for a link is, by its candidates."""

    state: State
    suggested: str | None = None
    score: Decimal | None = None

    @property
    def values(self) -> dict[str, Any]:
        """The fields of a ``Listing`` that say so."""
        return {"state": self.state, "suggested": self.suggested, "score": self.score}


def standing(candidates: Sequence[Suggestion]) -> Standing:
    """Suggested, ambiguous or plain, with the best candidate's SKU and score.

    ``store.suggestion_sql`` says the same in SQL, and a test holds the two together.
    """
    best = best_of(candidates)
    if best is None:
        return Standing(State.PLAIN)
    first = in_parts(best.score)
    second = in_parts(candidates[1].score) if len(candidates) > 1 else 0
    state = State.SUGGESTED if first >= AHEAD * second else State.AMBIGUOUS
    return Standing(state, best.sku, Decimal(first).scaleb(-PLACES))


def in_parts(score: float) -> int:
    """A score as a whole number, of which exact rules are made."""
    return int(round(score * 10**PLACES))


def stamp(*texts: str | None) -> int:
    """A number that texts are known again by; fast, since filters ask for it row by row."""
    return crc32("\0".join(["\1" if text is None else text for text in texts]).encode("utf-8", "surrogatepass"))


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

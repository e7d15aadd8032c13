"""Review: in which order listings are looked at one by one, and how right the suggestions turned out to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rakumap.core.suggestion import Confidence, Suggested


class Verdict(StrEnum):
    """What a person said of a listing."""

    FIRST = "first"
    OTHER = "other"
    NONE = "none"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Tally:
    """How often the first candidate was taken, another one, or none of them."""

    first: int = 0
    other: int = 0
    none: int = 0


def confidence(suggested: Suggested) -> Confidence | None:
    """The word of the first candidate; ``None`` when nothing is suggested."""
    return suggested.candidates[0].confidence if suggested.candidates else None


def risk(suggested: Suggested, listed: int | None) -> tuple[int, float, str]:
    """What to sort by: most listed first, then the surest suggestion, then the channel's id."""
    score = suggested.candidates[0].score if suggested.candidates else 0.0
    return -(listed or 0), -score, suggested.listing.listing_id


def tallies(said: Iterable[tuple[Confidence | None, Verdict]]) -> dict[Confidence | None, Tally]:
    """The verdicts by word of confidence, surest first; what was put off does not count."""
    found: dict[Confidence | None, dict[str, int]] = {}
    for word, verdict in said:
        if verdict is not Verdict.LATER:
            counts = found.setdefault(word, dict.fromkeys((Verdict.FIRST, Verdict.OTHER, Verdict.NONE), 0))
            counts[verdict] += 1
    words: tuple[Confidence | None, ...] = (*Confidence, None)
    return {word: Tally(**{str(key): n for key, n in found[word].items()}) for word in words if word in found}

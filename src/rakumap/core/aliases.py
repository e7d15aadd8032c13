"""Aliases: a SKU that a person linked to an item on another channel says which item it is here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rakumap.core.model import ItemKey
from rakumap.core.suggestion import Confidence, Suggested, contradicts
from rakumap.core.transforms import TRANSFORM

ALIAS = "alias"


@dataclass(frozen=True, slots=True)
class Learned:
    """What SKUs of a channel are known to mean: from other channels, and by the transforms that are switched on."""

    aliases: Mapping[str, ItemKey]
    transformed: Mapping[str, ItemKey]

    def of(self, sku: str) -> tuple[ItemKey | None, ItemKey | None]:
        """What is known of one SKU."""
        return self.aliases.get(sku), self.transformed.get(sku)


def with_learned(suggested: Suggested, learned: Learned) -> Suggested:
    """Mark what is learned of the listing's SKU; an alias comes before a transform."""
    return with_alias(with_alias(suggested, learned.aliases), learned.transformed, TRANSFORM)


def with_alias(suggested: Suggested, aliases: Mapping[str, ItemKey], code: str = ALIAS) -> Suggested:
    """Mark the candidate that the listing's SKU is known to mean as certain, unless something contradicts.

    Nothing changes when another candidate is certain already, or the item is no candidate: then a person said no to
    it, or nothing else speaks for it.
    """
    item = aliases.get(suggested.listing.sku)
    if item is None or any(one.auto for one in suggested.candidates):
        return suggested
    return replace(
        suggested,
        candidates=tuple(
            replace(one, auto=code, confidence=Confidence.CERTAIN)
            if one.item == item and not any(map(contradicts, one.reasons))
            else one
            for one in suggested.candidates
        ),
    )

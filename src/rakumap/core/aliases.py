"""Aliases: a SKU that a person linked to an item on another channel says which item it is here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rakumap.core.model import ItemKey
from rakumap.core.suggestion import Confidence, Suggested, contradicts

ALIAS = "alias"


def with_alias(suggested: Suggested, aliases: Mapping[str, ItemKey]) -> Suggested:
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
            replace(one, auto=ALIAS, confidence=Confidence.CERTAIN)
            if one.item == item and not any(map(contradicts, one.reasons))
            else one
            for one in suggested.candidates
        ),
    )

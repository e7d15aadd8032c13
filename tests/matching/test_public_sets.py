"""The goals on the public sets, where their folder is at hand (it is not part of the project; see bench/matching_sets)."""

from __future__ import annotations

import pytest

from bench import matching_sets
from bench.matching_sets import Guess
from rakumap.core.model import ItemKey, ListingKey
from rakumap.core.suggestion import ItemText, ListingText
from rakumap.matching.engine import Engine

PLACE = matching_sets.folder(None)
LEAST = {"promap_en": (0.92, 0.98), "abt_buy": (0.92, 0.98), "jp_synth": (0.91, 0.98)}
"""Recall at 1 and at 10 that a set has to keep."""


@pytest.mark.parametrize("name", LEAST)
def test_recall_and_certainty(name: str) -> None:
    if not (PLACE / name / "gold.csv").is_file():
        pytest.skip(f"the public sets are not here; point {matching_sets.VARIABLE} to their folder")
    known = matching_sets.load(PLACE / name)
    items = [
        ItemText(ItemKey(n), one.sku or f"ITEM-{one.id}", one.title, one.barcode) for n, one in enumerate(known.items)
    ]
    asked = [ListingText(ListingKey(n), one.sku, one.title, one.barcode) for n, one in enumerate(known.listings)]
    guesses = [
        Guess(known.listings[found.listing.key].id, rank, known.items[one.item].id, bool(one.auto))
        for found in Engine.of(items).suggest(asked)
        for rank, one in enumerate(found.candidates, 1)
    ]
    got = matching_sets.score(guesses, known)
    assert got.at1 >= LEAST[name][0]
    assert got.at10 >= LEAST[name][1]
    assert got.auto > 0
    assert got.auto_precision is not None
    assert got.auto_precision >= 0.995

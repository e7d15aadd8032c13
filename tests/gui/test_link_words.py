"""Reasons as a person reads them, with what they are about."""

from __future__ import annotations

from rakumap.core.model import InventoryItem, ItemKey, Limits
from rakumap.core.suggestion import Confidence, Suggestion
from rakumap.gui import link_words
from rakumap.services.mapping import preview
from tests.gui.test_models import listing


def test_reasons_say_what_they_are_about(qapp: object) -> None:
    mine = listing(1, sku="RAK-77", title="Sirop AB1234 0.5 l")
    item = InventoryItem(ItemKey(1), "77", "Sirop ab-1234 250 ml", None, 3, 0)
    codes = ("sku_inside", "same_model", "other_amount", "all_words")
    one = Suggestion(item.key, item.sku, 0.5, Confidence.LIKELY, "", codes)
    said = link_words.reasons(one, preview(mine, item, Limits())).replace("\N{NO-BREAK SPACE}", " ")
    assert said.split("   ") == [
        "✓ SKU within the listing's SKU: RAK-… and 77",
        "✓ Same model number: ab1234",
        "✗ Other amount or measure: 0.5 l against 250 ml",
        "✓ All words of the item",
    ]
    assert ":" not in link_words.reasons(one)

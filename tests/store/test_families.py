"""Families of variations: how much of one is linked, and that a parent is never linked."""

from __future__ import annotations

import pytest

from rakumap.core.errors import UserError
from rakumap.core.model import ListingKey
from rakumap.store.catalog import LinkChange
from rakumap.store.suggestion_reads import SuggestionReads
from tests.store.shop import Shop, row


def family(shop: Shop) -> None:
    """A parent with three children, a family without its parent, and a single listing."""
    shop.report(
        row("", "P1", "Mug"),
        row("M-S", "c1", parent_id="P1", variation="Size: S"),
        row("M-M", "c2", parent_id="P1", variation="Size: M"),
        row("M-L", "c3", parent_id="P1", variation="Size: L"),
        row("J-1", "d1", parent_id="P2"),
        row("ONE", "e1"),
    )


def test_how_much_of_a_family_is_linked(shop: Shop) -> None:
    family(shop)
    shop.link("M-S", "I-1")
    keys = [shop.key(sku) for sku in ("M-S", "M-L", "J-1", "ONE")]
    assert shop.queries.families(keys) == {keys[0]: (1, 3), keys[1]: (1, 3), keys[2]: (0, 1)}
    shop.link("M-L", "I-2")
    assert shop.queries.families(keys[:1]) == {keys[0]: (2, 3)}
    shop.report(row("", "P1", "Mug"), row("M-S", "c1", parent_id="P1"), row("M-M", "c2", parent_id="P1"))
    assert shop.queries.families(keys) == {keys[0]: (1, 2)}, "what is gone counts no longer"


def test_a_parent_is_never_linked_nor_suggested_for(shop: Shop) -> None:
    family(shop)
    ((parent,),) = shop.sql("SELECT id FROM listing WHERE listing_id = 'P1'")
    with pytest.raises(UserError) as caught:
        shop.catalog.link([LinkChange(ListingKey(parent), shop.item("I-1"))], "person")
    assert caught.value.code == "pair_missing"
    assert parent not in {one.key for one in SuggestionReads(shop.database).unlinked(shop.channel)}
    assert shop.sql("SELECT count(*) FROM link") == [(0,)]

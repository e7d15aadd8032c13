"""Linking on a real store: previews, replacing, flags, changed SKUs, and going through the history."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rakumap.core.errors import StaleChange, UserError
from rakumap.core.job import Job
from rakumap.core.model import ItemKey, Listing
from rakumap.services.mapping import _packs
from tests.services.shop import Shop, rows


def fetched(shop: Shop, *lines: str) -> None:
    """Bring a report with these rows, stock items of the same names."""
    shop.write(list(lines))
    shop.clock.to_next_half_hour()
    assert shop.sync.refresh(shop.channel.id, Job()).error is None


def row(shop: Shop, sku: str) -> Listing:
    """The listing of a SKU."""
    return shop.services.queries.find_listings(shop.channel.id, sku)[0]


def item(shop: Shop, sku: str) -> ItemKey:
    """The item of a SKU."""
    found = shop.services.queries.item_named(sku)
    assert found is not None
    return found.key


@pytest.fixture
def linked(shop: Shop) -> Shop:
    """Listings A, B, C; items A, B, Z; A is linked to A."""
    fetched(shop, *rows("A", "B", "C", quantity=9))
    shop.items("A", "B", "Z")
    shop.link("A")
    return shop


def test_a_preview_says_what_a_link_would_do(linked: Shop) -> None:
    preview = linked.services.mapping.preview_link(row(linked, "A").key, item(linked, "Z"))
    assert (preview.replaces, preview.quantity.send, preview.warning) == ("A", 10, None)
    linked.services.mapping.set_limits([row(linked, "B").key], {"end_when": 50})
    preview = linked.services.mapping.preview_link(row(linked, "B").key, item(linked, "B"))
    assert (preview.replaces, preview.quantity.send, preview.warning) == (None, 0, "would_stop_selling")
    assert row(linked, "B").linked_to is None, "a preview changes nothing"


def test_only_a_link_without_a_question_is_made_at_once(linked: Shop) -> None:
    mapping = linked.services.mapping
    for other in ("A", "Z"):
        preview, applied = mapping.link_if_plain(row(linked, "A").key, item(linked, other))
        assert (preview.plain, applied) == (False, None)
    mapping.set_limits([row(linked, "B").key], {"end_when": 50})
    assert mapping.link_if_plain(row(linked, "B").key, item(linked, "B"))[1] is None
    assert (row(linked, "A").linked_to, row(linked, "B").linked_to) == ("A", None)
    mapping.set_limits([row(linked, "B").key], {"end_when": None})
    preview, applied = mapping.link_if_plain(row(linked, "B").key, item(linked, "B"))
    assert preview.plain
    assert applied is not None
    assert applied.listings == {row(linked, "B").key}
    assert row(linked, "B").linked_to == "B"
    with pytest.raises(UserError, match="pair_missing"):
        mapping.link_if_plain(row(linked, "B").key, ItemKey(10_000))


def test_replacing_asks_and_does_not_reject_the_old_pair(linked: Shop) -> None:
    mapping, key = linked.services.mapping, row(linked, "A").key
    with pytest.raises(UserError, match="already_linked"):
        mapping.link(key, item(linked, "Z"))
    with pytest.raises(StaleChange):
        mapping.link(key, item(linked, "Z"), replace=True, seen=item(linked, "B"))
    mapping.link(key, item(linked, "Z"), replace=True, seen=item(linked, "A"))
    assert row(linked, "A").linked_to == "Z"
    assert linked.services.queries.rejected(key) == {}
    with pytest.raises(UserError, match="pair_missing"):
        mapping.link(key, ItemKey(9999), replace=True)


def test_no_item_leaves_linked_listings_alone(linked: Shop) -> None:
    keys = [row(linked, sku).key for sku in ("A", "C")]
    assert linked.services.mapping.set_no_item(keys, True).count == 1
    assert linked.skus("is:no_item") == ["C"]
    linked.services.mapping.set_no_item(keys, False)
    assert linked.skus("is:no_item") == []


def test_flags_and_limits_of_many_are_one_step(linked: Shop) -> None:
    mapping, keys = linked.services.mapping, [one.key for one in linked.listings()]
    assert mapping.set_flag(keys, "ignore_sync", True).count == 3
    assert mapping.set_limits(keys, {"percentage": Decimal("12.5"), "max_listed": 0}).count == 3
    assert mapping.set_values(keys, {"excluded": True, "end_when": 1}).count == 3
    assert {one.limits.percentage for one in linked.listings()} == {Decimal("12.5")}
    for _ in range(3):
        mapping.undo()
    assert linked.skus("is:ignored") == linked.skus("is:excluded") == linked.skus("max:any") == []
    for wrong in (mapping.set_limits, mapping.set_values):
        with pytest.raises(KeyError):
            wrong(keys, {"title": 1})
    with pytest.raises(KeyError):
        mapping.set_flag(keys, "title", True)


def test_keep_and_remap_after_a_changed_sku(linked: Shop) -> None:
    linked.link("B")
    fetched(linked, "id-A,Z,Title A,9,no,,,,,,", "id-B,NEW,Title B,9,no,,,,,,", *rows("C"))
    assert linked.skus("is:sku_changed") == ["NEW", "Z"]
    linked.services.mapping.keep_sku([row(linked, "NEW").key])
    linked.services.mapping.remap([row(linked, "Z").key])
    assert (row(linked, "NEW").linked_to, row(linked, "Z").linked_to) == ("B", "Z")
    assert linked.skus("is:sku_changed") == []
    linked.services.mapping.undo()
    assert row(linked, "Z").linked_to == "A"


def test_an_unlinked_or_rejected_pair_is_not_linked_by_the_program(linked: Shop) -> None:
    mapping = linked.services.mapping
    mapping.unlink([row(linked, "A").key])
    mapping.reject(row(linked, "B").key, item(linked, "B"))
    suggesting = linked.services.suggesting
    assert suggesting.link(suggesting.plan(linked.channel.id, Job())).entry is None
    linked.link("B")
    assert row(linked, "B").linked_to == "B", "a person's link takes the no back"


def test_going_to_a_step_of_the_history(linked: Shop) -> None:
    mapping, queries = linked.services.mapping, linked.services.queries
    start = queries.history()[0].id
    linked.link("B")
    mapping.set_limits([row(linked, "A").key], {"max_listed": 3})
    last = queries.history()[0].id
    done = mapping.go_to(start)
    assert (done.count, row(linked, "B").linked_to, row(linked, "A").limits.max_listed) == (2, None, None)
    done = mapping.go_to(last)
    assert (done.count, row(linked, "B").linked_to, row(linked, "A").limits.max_listed) == (2, "B", 3)
    preview = mapping.undo_preview()
    assert (preview.entry, preview.count, preview.stays) == (last, 1, 0)
    assert mapping.limits_of(linked.channel.id).max_listed is None


def test_an_undo_leaves_what_was_edited_since(linked: Shop) -> None:
    mapping = linked.services.mapping
    keys = [one.key for one in linked.listings()]
    step = mapping.set_limits(keys, {"max_listed": 5}).entry
    mapping.set_limits([row(linked, "B").key], {"max_listed": 7})
    assert step is not None
    applied = mapping.undo(step)
    assert (applied.count, applied.skipped, applied.kept) == (2, 1, ("B",))
    assert [one.limits.max_listed for one in linked.listings()] == [None, 7, None]


@pytest.mark.parametrize(
    ("listing", "item", "packs"),
    [
        ("Napkins pack of 6", "Napkins", (6, 1)),
        ("Water 6 x 330 ml", "Water 330 ml", (6, 1)),
        ("Water 6 x 0,33 l", "Water 6 x 0,33 l", None),
        ("Doormat coir", "Doormat coir 60 x 40", None),
        ("Doormat 60 x 40 cm", "Doormat", None),
        ("Box 3x4x5", "Box", None),
    ],
)
def test_packs_that_differ_are_told_from_measures(listing: str, item: str, packs: tuple[int, int] | None) -> None:
    assert _packs(listing, item) == packs

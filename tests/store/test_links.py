"""Linking: one live link per listing, decisions that are remembered, linking by equal SKU, fields set on many rows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from rakumap.core.errors import StaleChange, UserError
from rakumap.core.model import ItemKey, ItemRow, ListingKey, State
from rakumap.store.catalog import LinkChange, Value
from rakumap.store.changes import NAMED_ROWS
from tests.store.shop import Shop, row


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """Three listings and three items, none of the same SKU."""
    shop.report(row("A", "1"), row("B", "2"), row("C", "3"))
    shop.import_items(*(ItemRow(n, f"I{n}", f"Item {n}", "", 10, 1) for n in (1, 2, 3)))
    return shop


def test_a_link(shop: Shop) -> None:
    applied = shop.link("A", "I1")
    one = shop.find("A")
    assert (one.state, one.linked_to, one.item_key, one.linked_by) == (State.LINKED, "I1", shop.item("I1"), "person")
    assert (one.item_title, one.item_level, one.item_in_open_orders, one.will_send) == ("Item 1", 10, 1, 9)
    assert one.linked_at is not None
    assert one.link_reason is None
    assert (applied.listings, applied.count, applied.skipped, applied.everything) == (frozenset({one.key}), 1, 0, False)
    counts = shop.counts
    assert (counts.total, counts.linked, counts.unlinked) == (3, 1, 2)
    (entry,) = shop.queries.history(1)
    assert (entry.action, entry.values, entry.channel) == ("link", {"listing": "A", "item": "I1"}, "Rakuten UK")


def test_the_reason_of_a_link_is_kept(shop: Shop) -> None:
    shop.catalog.link([LinkChange(shop.key("A"), shop.item("I1"))], "person/barcode")
    shop.catalog.link([LinkChange(shop.key("B"), shop.item("I1"))], "autolink/alias", by="autolink")
    a, b = shop.find("A"), shop.find("B")
    assert (a.linked_by, a.link_reason, b.linked_by, b.link_reason) == ("person", "barcode", "autolink", "alias")
    assert shop.queries.items([shop.item("I1")])[shop.item("I1")].links == 2


def test_linking_again_what_is_linked_does_nothing(shop: Shop) -> None:
    shop.link("A", "I1")
    at = shop.find("A").linked_at
    applied = shop.link("A", "I1", replace=True)
    assert (applied.entry, applied.count) == (None, 0)
    assert shop.find("A").linked_at == at


def test_replacing_a_link_needs_to_know_the_old_one(shop: Shop) -> None:
    shop.link("A", "I1")
    with pytest.raises(StaleChange) as caught:
        shop.link("A", "I2")
    assert (caught.value.code, caught.value.values) == ("link_changed", {"listing": "A", "item": "I1"})
    with pytest.raises(StaleChange):
        shop.catalog.link([LinkChange(shop.key("A"), shop.item("I2"), shop.item("I3"))], "person")
    assert shop.linked("A") == "I1"
    shop.link("A", "I2", replace=True)
    assert shop.linked("A") == "I2"
    assert shop.queries.rejected(shop.key("A")) == {}


def test_a_link_expected_where_there_is_none_any_more_is_stale(shop: Shop) -> None:
    with pytest.raises(StaleChange) as caught:
        shop.catalog.link([LinkChange(shop.key("A"), shop.item("I1"), shop.item("I2"))], "person")
    assert caught.value.values == {"listing": "A"}


def test_one_stale_link_of_many_refuses_them_all(shop: Shop) -> None:
    shop.link("B", "I1")
    wanted = [LinkChange(shop.key(sku), shop.item("I2")) for sku in ("A", "B", "C")]
    with pytest.raises(StaleChange):
        shop.catalog.link(wanted, "person")
    assert shop.counts.linked == 1


def test_many_links_are_one_step(shop: Shop) -> None:
    applied = shop.catalog.link([LinkChange(shop.key(sku), shop.item("I2")) for sku in ("A", "B", "C")], "person")
    assert (applied.count, len(applied.listings)) == (3, 3)
    assert shop.queries.history(1)[0].values == {}
    shop.catalog.undo()
    assert shop.counts.linked == 0


def test_of_two_links_for_a_listing_the_last_counts(shop: Shop) -> None:
    wanted = [LinkChange(shop.key("A"), shop.item("I1")), LinkChange(shop.key("A"), shop.item("I2"))]
    assert shop.catalog.link(wanted, "person").count == 1
    assert shop.linked("A") == "I2"


def test_no_links_are_no_step(shop: Shop) -> None:
    assert shop.catalog.link([], "person").entry is None
    assert shop.catalog.unlink([]).entry is None
    assert shop.catalog.set_listings([], {"excluded": True}).entry is None
    assert shop.catalog.acknowledge([], remap=True).entry is None


@pytest.mark.parametrize("pair", [(999, 1), (1, 999)])
def test_what_is_not_there_cannot_be_linked(shop: Shop, pair: tuple[int, int]) -> None:
    with pytest.raises(UserError, match="pair_missing"):
        shop.catalog.link([LinkChange(ListingKey(pair[0]), ItemKey(pair[1]))], "person")


def test_an_item_whose_import_was_undone_cannot_be_linked(shop: Shop) -> None:
    key = shop.item("I1")
    shop.catalog.undo()
    with pytest.raises(UserError, match="pair_missing"):
        shop.catalog.link([LinkChange(shop.key("A"), key)], "person")


def test_a_variation_parent_cannot_be_linked(shop: Shop) -> None:
    key = shop.key("A")
    shop.report(row("A", "1"), row("B", "2", parent_id="1"))
    with pytest.raises(UserError, match="pair_missing"):
        shop.catalog.link([LinkChange(key, shop.item("I1"))], "person")


def test_the_store_itself_holds_one_link_a_listing(shop: Shop) -> None:
    shop.link("A", "I1")
    with pytest.raises(IntegrityError):
        shop.tamper("INSERT INTO link VALUES (:one, :item, 0, 'person')", one=shop.key("A"), item=shop.item("I2"))


def test_an_unlink_is_remembered(shop: Shop) -> None:
    shop.link("A", "I1")
    applied = shop.catalog.unlink([shop.key("A"), shop.key("B")])
    assert (applied.count, applied.listings) == (1, frozenset({shop.key("A")}))
    assert shop.find("A").state is State.PLAIN
    assert shop.queries.rejected(shop.key("A")) == {shop.item("I1"): "unlinked"}
    (entry,) = shop.queries.history(1)
    assert (entry.action, entry.values, entry.channel) == ("unlink", {"listing": "A", "item": "I1"}, "Rakuten UK")


def test_an_unlink_need_not_be_remembered(shop: Shop) -> None:
    shop.link("A", "I1")
    shop.catalog.unlink([shop.key("A")], remember=False)
    assert shop.queries.rejected(shop.key("A")) == {}


def test_naming_a_listing_twice_counts_once(shop: Shop) -> None:
    shop.link("A", "I1")
    key = shop.key("A")
    assert shop.catalog.unlink([key, key]).count == 1
    shop.catalog.undo()
    assert shop.linked("A") == "I1"
    assert shop.catalog.set_listings([key, key], {"excluded": True}).count == 1
    assert shop.sql("SELECT count(*) FROM change WHERE field = 'excluded'") == [(1,)]


def test_unlinking_many_names_nobody(shop: Shop) -> None:
    shop.catalog.link([LinkChange(shop.key(sku), shop.item("I2")) for sku in ("A", "B")], "person")
    assert shop.catalog.unlink([shop.key("A"), shop.key("B")]).count == 2
    assert shop.queries.history(1)[0].values == {}


def test_linking_by_hand_takes_back_an_earlier_no(shop: Shop) -> None:
    shop.link("A", "I1")
    shop.catalog.unlink([shop.key("A")])
    shop.catalog.set_listings([shop.key("A")], {"no_item": True}, action="no_item")
    shop.link("A", "I1")
    assert shop.queries.rejected(shop.key("A")) == {}
    assert not shop.find("A").no_item
    shop.catalog.undo()
    assert shop.queries.rejected(shop.key("A")) == {shop.item("I1"): "unlinked"}
    assert shop.find("A").state is State.NO_ITEM


def test_linking_to_another_item_leaves_the_no_to_the_first(shop: Shop) -> None:
    shop.catalog.reject((shop.key("A"), shop.item("I1")))
    shop.link("A", "I2")
    assert shop.queries.rejected(shop.key("A")) == {shop.item("I1"): "rejected"}


def test_an_automatic_run_never_links_a_pair_that_a_person_said_no_to(shop: Shop) -> None:
    shop.catalog.reject((shop.key("A"), shop.item("I1")))
    wanted = [LinkChange(shop.key("A"), shop.item("I1")), LinkChange(shop.key("B"), shop.item("I1"))]
    applied = shop.catalog.link(wanted, "autolink/title", by="autolink", action="link_equal")
    assert (applied.count, applied.skipped) == (1, 1)
    assert shop.linked("A") is None
    assert shop.queries.rejected(shop.key("A")) == {shop.item("I1"): "rejected"}
    assert shop.queries.history(1)[0].by == "autolink"


def test_reject_and_revive(shop: Shop) -> None:
    pair = (shop.key("A"), shop.item("I1"))
    applied = shop.catalog.reject(pair)
    assert applied.listings == {pair[0]}
    assert shop.queries.rejected(pair[0]) == {pair[1]: "rejected"}
    assert shop.catalog.reject(pair).entry is None
    shop.catalog.revive(pair)
    assert shop.queries.rejected(pair[0]) == {}
    assert shop.catalog.revive(pair).entry is None
    assert [one.action for one in shop.queries.history(2)] == ["revive", "reject"]
    assert shop.queries.history(1)[0].values == {"listing": "A", "item": "I1"}


def test_a_rejection_of_what_was_unlinked_is_remembered_as_such(shop: Shop) -> None:
    shop.link("A", "I1")
    shop.catalog.unlink([shop.key("A")])
    shop.catalog.reject((shop.key("A"), shop.item("I1")))
    assert shop.queries.rejected(shop.key("A")) == {shop.item("I1"): "rejected"}
    shop.catalog.undo()
    assert shop.queries.rejected(shop.key("A")) == {shop.item("I1"): "unlinked"}


def test_decisions_outlive_gone_and_restart(shop: Shop) -> None:
    shop.catalog.reject((shop.key("A"), shop.item("I1")))
    shop.report(row("B", "2"))
    shop.reopen()
    shop.report(row("A", "1"), row("B", "2"))
    assert shop.queries.rejected(shop.key("A")) == {shop.item("I1"): "rejected"}


# linking by equal SKU -------------------------------------------------------------------------------------------------


@pytest.fixture
def equal(shop: Shop) -> Shop:
    """Listings whose SKUs are items' SKUs."""
    shop.report(*(row(sku, str(n)) for n, sku in enumerate(("I1", "I2", "I3", "i1", " I2", "X"), 10)))
    return shop


def test_equal_skus_are_linked_exactly(equal: Shop) -> None:
    found = equal.catalog.equal_skus(equal.channel)
    assert (found.pairs, found.skipped) == (3, {"no_match": 3})
    assert equal.counts.linked == 0
    applied = equal.catalog.link_equal_skus(equal.channel)
    assert applied.count == 3
    assert equal.skus("is:linked") == ["I1", "I2", "I3"]
    one = equal.find("I1")
    assert (one.linked_by, one.link_reason) == ("autolink", "equal_sku")
    entry = equal.queries.history(1)[0]
    assert (entry.action, entry.by, entry.count) == ("link_equal", "autolink", 3)
    assert equal.catalog.link_equal_skus(equal.channel).entry is None


def test_linking_by_equal_sku_leaves_out_what_a_person_decided(equal: Shop) -> None:
    equal.catalog.reject((equal.key("I1"), equal.item("I1")))
    equal.link("I2", "I2")
    equal.catalog.unlink([equal.key("I2")])
    equal.catalog.set_listings([equal.key("I3")], {"no_item": True})
    found = equal.catalog.equal_skus(equal.channel)
    assert (found.pairs, found.skipped) == (0, {"no_match": 3, "rejected": 3})
    assert equal.catalog.link_equal_skus(equal.channel).entry is None
    equal.catalog.revive((equal.key("I2"), equal.item("I2")))
    assert equal.catalog.link_equal_skus(equal.channel).count == 1


def test_linking_by_equal_sku_leaves_out_excluded_repeated_gone_and_linked_listings(shop: Shop) -> None:
    shop.report(row("I1", "10"), row("I2", "11"), row("I2", "12"), row("I3", "13"), row("G", "14"))
    shop.item("G")
    shop.report(row("I1", "10"), row("I2", "11"), row("I2", "12"), row("I3", "13"))
    shop.catalog.set_listings([shop.key("I1")], {"excluded": True})
    shop.link("I3", "I1")
    assert shop.catalog.equal_skus(shop.channel).skipped == {"repeats": 2, "excluded": 1}
    assert shop.catalog.link_equal_skus(shop.channel).entry is None
    assert shop.linked("I3") == "I1"


def test_linking_by_equal_sku_leaves_out_items_whose_import_was_undone(equal: Shop) -> None:
    equal.item("X")
    equal.catalog.undo()
    assert equal.catalog.equal_skus(equal.channel).skipped == {"no_match": 3}


def test_linking_by_equal_sku_keeps_to_the_rows_shown(equal: Shop) -> None:
    keys = [equal.key("I1"), equal.key("X")]
    assert equal.catalog.equal_skus(equal.channel, keys).pairs == 1
    assert equal.catalog.link_equal_skus(equal.channel, keys).listings == {keys[0]}
    assert equal.skus("is:linked") == ["I1"]


def test_linking_by_equal_sku_keeps_to_the_channel(equal: Shop) -> None:
    other, _ = equal.catalog.add_channel("report-file", "Other", {})
    assert equal.catalog.link_equal_skus(other).entry is None
    assert equal.catalog.link_equal_skus(other, [equal.key("I1")]).entry is None


def test_very_many_rows_are_not_named_one_by_one(shop: Shop) -> None:
    count = NAMED_ROWS + 1
    shop.report(*(row(f"S{n}", f"s{n}") for n in range(count)))
    shop.import_items(*(ItemRow(n, f"S{n}") for n in range(count)))
    applied = shop.catalog.link_equal_skus(shop.channel)
    assert (applied.count, applied.everything, applied.listings) == (count, True, frozenset())


# setting fields -------------------------------------------------------------------------------------------------------


def test_fields_are_set_on_many_rows_as_one_step(shop: Shop) -> None:
    keys = [shop.key("A"), shop.key("B")]
    values: dict[str, Value] = {"max_listed": 5, "end_when": 0, "percentage": Decimal("12.50"), "excluded": True}
    applied = shop.catalog.set_listings(keys, values)
    assert (applied.count, applied.listings) == (2, frozenset(keys))
    for sku in ("A", "B"):
        one = shop.find(sku)
        assert (one.limits.max_listed, one.limits.end_when, one.excluded) == (5, 0, True)
        assert one.limits.percentage == Decimal("12.5")
    assert shop.find("C").limits.max_listed is None
    entry = shop.queries.history(1)[0]
    assert entry.values == {"max_listed": "5", "end_when": "0", "percentage": "12.50", "excluded": "True"}


def test_rows_that_hold_the_value_are_left_alone(shop: Shop) -> None:
    shop.catalog.set_listings([shop.key("A")], {"percentage": Decimal("12.5")})
    applied = shop.catalog.set_listings([shop.key("A"), shop.key("B")], {"percentage": Decimal("12.50")})
    assert applied.listings == {shop.key("B")}
    assert shop.queries.history(1)[0].values == {"percentage": "12.50", "listing": "B"}


def test_none_clears(shop: Shop) -> None:
    shop.catalog.set_listings([shop.key("A")], {"max_listed": 5})
    shop.catalog.set_listings([shop.key("A")], {"max_listed": None})
    assert shop.find("A").limits.max_listed is None
    assert shop.queries.history(1)[0].values == {"max_listed": "", "listing": "A"}


def test_only_a_persons_fields_can_be_set(shop: Shop) -> None:
    with pytest.raises(KeyError):
        shop.catalog.set_listings([shop.key("A")], {"sku": "X"})
    assert shop.find("A").sku == "A"


def test_no_item_counts_as_unlinked(shop: Shop) -> None:
    shop.catalog.set_listings([shop.key("A")], {"no_item": True}, action="no_item")
    assert shop.find("A").state is State.NO_ITEM
    counts = shop.counts
    assert (counts.no_item, counts.unlinked, counts.total) == (1, 3, 3)
    assert shop.queries.history(1)[0].action == "no_item"

"""Undo and redo: any step, in any order, across restarts; what was edited since stays and is named."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from rakumap.core.errors import UserError
from rakumap.core.model import ChannelId, EntryId, ItemRow, Limits, State
from rakumap.store.catalog import LinkChange
from rakumap.store.import_kinds import LimitChange, LinkRow
from tests.store.shop import Shop, row


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """Three listings and three items."""
    shop.report(row("A", "1"), row("B", "2"), row("C", "3"))
    shop.import_items(*(ItemRow(n, f"I{n}", f"Item {n}", "", 10, 1) for n in (1, 2, 3)))
    return shop


def set_max(shop: Shop, sku: str, value: int) -> EntryId:
    entry = shop.catalog.set_listings([shop.key(sku)], {"max_listed": value}).entry
    assert entry is not None
    return entry


def max_of(shop: Shop, sku: str) -> int | None:
    return shop.find(sku).limits.max_listed


def test_steps_are_undone_and_redone_in_order(shop: Shop) -> None:
    for value in (1, 2, 3):
        set_max(shop, "A", value)
    seen = []
    for _ in range(3):
        shop.catalog.undo()
        seen.append(max_of(shop, "A"))
    for _ in range(3):
        shop.catalog.redo()
        seen.append(max_of(shop, "A"))
    assert seen == [2, 1, None, 1, 2, 3]


def test_undo_and_redo_outlive_a_restart(shop: Shop) -> None:
    shop.link("A", "I1")
    linked = shop.find("A")
    set_max(shop, "A", 1)
    shop.reopen()
    shop.catalog.undo()
    shop.reopen()
    shop.catalog.undo()
    assert shop.find("A").state is State.PLAIN
    shop.reopen()
    shop.catalog.redo()
    assert shop.find("A") == linked
    shop.reopen()
    shop.catalog.redo()
    assert max_of(shop, "A") == 1


def test_what_undo_and_redo_would_do_is_known_before(shop: Shop) -> None:
    entry = set_max(shop, "A", 1)
    undo = shop.queries.next_undo()
    assert undo is not None
    assert (undo.id, shop.queries.next_redo()) == (entry, None)
    shop.catalog.undo()
    redo = shop.queries.next_redo()
    assert redo is not None
    assert (redo.id, redo.undone) == (entry, True)


def test_new_work_ends_redo(shop: Shop) -> None:
    set_max(shop, "A", 1)
    shop.catalog.undo()
    set_max(shop, "B", 1)
    assert shop.queries.next_redo() is None
    with pytest.raises(UserError, match="nothing_to_redo"):
        shop.catalog.redo()


def test_an_undo_after_new_work_is_the_only_one_to_redo(shop: Shop) -> None:
    set_max(shop, "A", 1)
    shop.catalog.undo()
    set_max(shop, "B", 2)
    shop.catalog.undo()
    shop.catalog.redo()
    assert (max_of(shop, "A"), max_of(shop, "B")) == (None, 2)
    assert shop.queries.next_redo() is None


def test_a_report_neither_ends_redo_nor_can_be_undone(shop: Shop) -> None:
    set_max(shop, "A", 1)
    shop.catalog.undo()
    shop.report(row("A", "1"), row("B", "2", quantity=5))
    shop.catalog.redo()
    assert max_of(shop, "A") == 1
    report = next(one.id for one in shop.queries.history() if one.action == "report")
    with pytest.raises(UserError, match="cannot_undo"):
        shop.catalog.undo(report)


def test_an_old_step_alone_can_be_undone(shop: Shop) -> None:
    first = set_max(shop, "A", 1)
    set_max(shop, "B", 2)
    applied = shop.catalog.undo(first)
    assert (max_of(shop, "A"), max_of(shop, "B"), applied.listings) == (None, 2, frozenset({shop.key("A")}))
    assert {one.id: one.undone for one in shop.queries.history(2)}[first]
    with pytest.raises(UserError, match="cannot_undo"):
        shop.catalog.undo(first)
    shop.catalog.redo()
    assert max_of(shop, "A") == 1


def test_what_does_not_exist_cannot_be_undone(shop: Shop) -> None:
    with pytest.raises(UserError, match="cannot_undo"):
        shop.catalog.undo(EntryId(999))


def test_undo_to_the_very_first_step_and_no_further(shop: Shop) -> None:
    while shop.queries.next_undo() is not None:
        shop.catalog.undo()
    with pytest.raises(UserError, match="nothing_to_undo"):
        shop.catalog.undo()
    with pytest.raises(UserError, match="nothing_to_undo"):
        shop.catalog.undo_preview()


def test_a_value_edited_since_stays_and_is_named(shop: Shop) -> None:
    first = shop.catalog.set_listings([shop.key("A"), shop.key("B")], {"max_listed": 1, "end_when": 1}).entry
    set_max(shop, "A", 7)
    preview = shop.catalog.undo_preview(first)
    assert (preview.entry, preview.action, preview.count, preview.stays, preview.kept) == (first, "set", 1, 1, ("A",))
    applied = shop.catalog.undo(first)
    assert (applied.count, applied.skipped, applied.kept) == (2, 1, ("A",))
    assert shop.find("A").limits == Limits(7, None, None)
    assert shop.find("B").limits == Limits()


def test_redo_brings_back_what_the_undo_took_and_no_more(shop: Shop) -> None:
    first = shop.catalog.set_listings([shop.key("A"), shop.key("B")], {"max_listed": 1}).entry
    second = set_max(shop, "A", 7)
    shop.catalog.undo(first)
    shop.catalog.undo(second)
    assert (max_of(shop, "A"), max_of(shop, "B")) == (1, None)
    shop.catalog.redo()
    shop.catalog.redo()
    assert (max_of(shop, "A"), max_of(shop, "B")) == (7, 1)


def test_a_link_replaced_since_stays_with_all_that_belongs_to_it(shop: Shop) -> None:
    shop.catalog.set_listings([shop.key("A")], {"no_item": True})
    first = shop.link("A", "I1").entry
    shop.link("A", "I2", replace=True)
    applied = shop.catalog.undo(first)
    assert (applied.count, applied.skipped, applied.kept) == (0, 2, ("A",))
    assert shop.linked("A") == "I2"
    assert not shop.find("A").no_item


def test_undoing_a_link_leaves_no_rejection(shop: Shop) -> None:
    shop.link("A", "I1")
    shop.catalog.undo()
    assert shop.queries.rejected(shop.key("A")) == {}
    shop.item("A")
    assert shop.catalog.link_equal_skus(shop.channel).count == 1


def test_undoing_an_unlink_brings_the_same_link_back_and_forgets_the_no(shop: Shop) -> None:
    shop.link("A", "I1")
    before = shop.find("A")
    shop.catalog.unlink([before.key])
    shop.catalog.undo()
    assert shop.find("A") == before
    assert shop.queries.rejected(before.key) == {}


def test_undo_works_on_gone_listings(shop: Shop) -> None:
    shop.link("A", "I1")
    shop.report(row("B", "2"))
    shop.catalog.undo()
    assert (shop.find("A").state, shop.linked("A")) == (State.GONE, None)
    shop.catalog.redo()
    assert shop.linked("A") == "I1"


def test_undoing_a_keep_after_another_change_of_the_sku_stays(shop: Shop) -> None:
    shop.report(row("A2", "1"), row("B", "2"), row("C", "3"))
    shop.catalog.acknowledge([shop.key("A2")], remap=False)
    shop.report(row("A3", "1"), row("B", "2"), row("C", "3"))
    applied = shop.catalog.undo()
    assert applied.kept == ("A3",)
    assert shop.find("A3").old_sku == "A2"


# what an inventory import made ----------------------------------------------------------------------------------------


def test_undoing_an_inventory_import_takes_its_items_and_redo_brings_them_back(shop: Shop) -> None:
    shop.import_items(ItemRow(2, "NEW", "New one", "123", 5, 2), ItemRow(3, "I1", "Other title", None, 1, 0))
    before = shop.dump("item")
    shop.catalog.undo()
    assert shop.queries.item_named("NEW") is None
    first = shop.queries.item_named("I1")
    assert first is not None
    assert (first.title, first.level) == ("Item 1", 10)
    assert [one.sku for one in shop.queries.search("other title")] == []
    assert [one.sku for one in shop.queries.search("item 1")] == ["I1"]
    assert shop.queries.item_count() == 3
    shop.catalog.redo()
    assert shop.dump("item") == before


def test_undoing_an_inventory_import_never_takes_linked_items(shop: Shop) -> None:
    shop.link("A", "I1")
    entry = next(one.id for one in shop.queries.history() if one.action == "inventory_import")
    preview = shop.catalog.undo_preview(entry)
    assert (preview.count, preview.stays, preview.kept) == (2, 1, ("I1",))
    applied = shop.catalog.undo(entry)
    assert (applied.count, applied.skipped, applied.kept) == (2, 1, ("I1",))
    assert (shop.linked("A"), shop.queries.item_count()) == ("I1", 1)


def test_links_of_gone_listings_protect_their_items_too(shop: Shop) -> None:
    shop.link("A", "I1")
    entry = next(one.id for one in shop.queries.history() if one.action == "inventory_import")
    shop.report(row("B", "2"))
    assert shop.catalog.undo(entry).kept == ("I1",)


def test_a_link_to_an_item_taken_since_is_not_redone(shop: Shop) -> None:
    entry = next(one.id for one in shop.queries.history() if one.action == "inventory_import")
    shop.link("A", "I1")
    shop.catalog.undo()
    shop.catalog.undo(entry)
    shop.catalog.redo()
    shop.catalog.redo()
    assert shop.linked("A") == "I1"


def test_importing_again_revives_the_items_as_new(shop: Shop) -> None:
    shop.import_items(ItemRow(2, "NEW", "First title", "123", 5, 2))
    shop.catalog.undo()
    with shop.items_file(ItemRow(2, "NEW", None, None, None, 1)) as (staging, counts):
        assert (counts.new, counts.changed) == (1, 0)
        staging.apply("again.csv")
    one = shop.queries.item_named("NEW")
    assert one is not None
    assert (one.title, one.barcode, one.level, one.in_open_orders) == ("", None, 0, 1)
    assert [found.sku for found in shop.queries.search("first title")] == []
    shop.catalog.undo()
    assert shop.queries.item_named("NEW") is None


def test_undoing_a_revival_leaves_a_linked_item_as_it_is_altogether(shop: Shop) -> None:
    shop.import_items(ItemRow(2, "NEW", "First", "", 5, 0))
    shop.catalog.undo()
    entry = shop.import_items(ItemRow(2, "NEW", "Second", "", 9, 0)).entry
    shop.link("A", "NEW")
    assert shop.catalog.undo(entry).kept == ("NEW",)
    one = shop.queries.item_named("NEW")
    assert one is not None
    assert (one.title, one.level) == ("Second", 9)


def test_titles_edited_since_keep_their_search_key(shop: Shop) -> None:
    shop.import_items(ItemRow(2, "I1", "Cup"))
    entry = next(one.id for one in shop.queries.history() if one.action == "inventory_import")
    shop.import_items(ItemRow(2, "I1", "CUP"))
    assert shop.catalog.undo(entry).kept == ("I1",)
    assert [one.sku for one in shop.queries.search("cup")] == ["I1"]
    assert shop.queries.search("item 1") == []


# every kind of step ---------------------------------------------------------------------------------------------------


def import_limits(shop: Shop) -> None:
    changes = [
        LimitChange(2, "A", None, {"max_listed": 5, "percentage": Decimal("0.5")}),
        LimitChange(3, "B", None, {}),
    ]
    with shop.limits_file(*changes) as (staging, _):
        staging.apply("limits.csv")


def import_links(shop: Shop) -> None:
    shop.catalog.reject((shop.key("B"), shop.item("I2")))
    shop.catalog.set_listings([shop.key("B")], {"no_item": True})
    with shop.links_file(LinkRow(2, "A", None, "I1"), LinkRow(3, "B", "2", "I2", "person/old")) as (staging, _):
        staging.apply("links.csv")


def remap(shop: Shop) -> None:
    shop.link("A", "I2")
    shop.report(row("I1", "1"), row("B", "2"), row("C", "3"))
    shop.catalog.acknowledge([shop.key("I1")], remap=True)


def unlink_many(shop: Shop) -> None:
    shop.catalog.link([LinkChange(shop.key(sku), shop.item("I1")) for sku in "ABC"], "person")
    shop.catalog.unlink([shop.key(sku) for sku in "ABC"])


STEPS: dict[str, Callable[[Shop], object]] = {
    "link": lambda shop: shop.link("A", "I1"),
    "unlink": unlink_many,
    "reject": lambda shop: shop.catalog.reject((shop.key("A"), shop.item("I1"))),
    "set": lambda shop: shop.catalog.set_listings([shop.key("A")], {"ignore_sync": True, "percentage": Decimal(5)}),
    "sku_remap": remap,
    "inventory_import": lambda shop: shop.import_items(
        ItemRow(2, "I1", "x", "9", 1, 1), ItemRow(3, "Ä", "y", "", 0, 0)
    ),
    "limits_import": import_limits,
    "links_import": import_links,
    "channel_added": lambda shop: shop.catalog.add_channel("report-file", "Other", {"path": "ä"}),
    "channel_removed": lambda shop: shop.catalog.change_channel(shop.channel, removed=True),
    "channel_enabled": lambda shop: shop.catalog.change_channel(shop.channel, enabled=True),
    "channel_changed": lambda shop: shop.catalog.change_channel(
        shop.channel, name="Ü", settings={"a": "b"}, defaults=Limits(1, 0, Decimal("0.5"))
    ),
    "sync_on": lambda shop: shop.catalog.change_channel(shop.channel, inventory_sync=True),
}


@pytest.mark.parametrize("action", STEPS)
def test_undo_then_redo_gives_the_very_same_state(shop: Shop, action: str) -> None:
    STEPS[action](shop)
    entry = shop.queries.history(1)[0]
    assert entry.action == action
    after = shop.dump()
    undone = shop.catalog.undo()
    assert (undone.count, undone.skipped, undone.kept) == (entry.count, 0, ())
    assert shop.dump() != after
    shop.reopen()
    assert shop.catalog.redo().skipped == 0
    assert shop.dump() == after
    shop.catalog.undo()
    shop.catalog.redo()
    assert shop.dump() == after


def test_history_lists_steps_newest_first_in_pages(shop: Shop) -> None:
    for value in range(1, 6):
        set_max(shop, "A", value)
    shop.catalog.undo()
    page = shop.queries.history(2)
    assert [(one.values["max_listed"], one.undone) for one in page] == [("5", True), ("4", False)]
    following = shop.queries.history(2, before=page[-1].id)
    assert [one.values["max_listed"] for one in following] == ["3", "2"]
    one = page[0]
    assert (one.by, one.action, one.count, one.channel) == ("person", "set", 1, "Rakuten UK")
    assert one.undoable
    assert len({entry.id for entry in shop.queries.history()}) == len(shop.queries.history())


def test_undo_preview_changes_nothing(shop: Shop) -> None:
    set_max(shop, "A", 1)
    before = shop.dump(), shop.dump("entry", "change")
    preview = shop.catalog.undo_preview()
    assert (preview.count, preview.stays, preview.values) == (1, 0, {"max_listed": "1", "listing": "A"})
    assert (shop.dump(), shop.dump("entry", "change")) == before


def test_channels_are_added_removed_and_come_back(shop: Shop) -> None:
    shop.link("A", "I1")
    shop.catalog.change_channel(shop.channel, removed=True)
    assert shop.queries.channels() == []
    assert shop.queries.channel_named("Rakuten UK") is None
    assert shop.queries.channel(shop.channel).removed
    shop.catalog.undo()
    assert [one.name for one in shop.queries.channels()] == ["Rakuten UK"]
    assert shop.linked("A") == "I1"


def test_the_name_of_a_removed_channel_can_be_used_again_and_then_it_stays_removed(shop: Shop) -> None:
    removal = shop.catalog.change_channel(shop.channel, removed=True).entry
    second, _ = shop.catalog.add_channel("report-file", "Rakuten UK", {})
    applied = shop.catalog.undo(removal)
    assert (applied.count, applied.kept) == (0, ("Rakuten UK",))
    assert [one.id for one in shop.queries.channels()] == [second]
    shop.catalog.redo()
    shop.catalog.change_channel(second, name="Other")
    assert shop.catalog.undo(removal).count == 1
    assert {one.name for one in shop.queries.channels()} == {"Other", "Rakuten UK"}


def test_a_name_taken_since_is_not_given_back(shop: Shop) -> None:
    entry = shop.catalog.change_channel(shop.channel, name="Renamed").entry
    shop.catalog.add_channel("report-file", "Rakuten UK", {})
    assert shop.catalog.undo(entry).kept == ("Renamed",)
    assert shop.queries.channel(shop.channel).name == "Renamed"


def test_undoing_the_making_of_a_channel_hides_it_with_its_listings_kept(shop: Shop) -> None:
    shop.link("A", "I1")
    made = shop.queries.history()[-1]
    assert made.action == "channel_added"
    shop.catalog.undo(made.id)
    assert shop.queries.channels() == []
    shop.catalog.redo()
    assert shop.linked("A") == "I1"
    assert shop.queries.channel(ChannelId(shop.channel)).removed is False

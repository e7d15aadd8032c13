"""What a report changes on listings, and what it never does."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from rakumap.core.errors import RuleRefused
from rakumap.core.model import Outcome, Problem, State
from rakumap.store.merge import BATCH, ReportStaging
from rakumap.store.runs import ReportFileFacts
from tests.store.shop import Shop, row, unread


def test_everything_a_report_says_is_kept(shop: Shop) -> None:
    moment = datetime(2026, 2, 3, 4, 5, 6, 789000, tzinfo=UTC)
    shop.report(
        row(
            "A",
            "1",
            title="Tasse",
            quantity=4,
            unlimited=False,
            price=Decimal("12.5"),
            currency="EUR",
            barcode="4006381333931",
            parent_id="99",
            variation="red",
            updated=moment,
        )
    )
    one = shop.find("A")
    assert (one.title, one.channel_quantity, one.unlimited) == ("Tasse", 4, False)
    assert (one.price, one.currency, one.barcode) == (Decimal("12.5"), "EUR", "4006381333931")
    assert (one.parent_id, one.variation, one.updated) == ("99", "red", moment)
    assert (one.state, one.gone_at, one.old_sku, one.will_send) == (State.PLAIN, None, None, None)


def test_the_difference_counts_new_changed_and_gone(shop: Shop) -> None:
    first = shop.report(row("A", "1"), row("B", "2"), row("C", "3"))
    assert (first.rows, first.live_before, first.total, first.new, first.changed, first.gone) == (3, 0, 3, 3, 0, 0)
    second = shop.report(row("A", "1"), row("B", "2", quantity=5), row("D", "4"))
    assert (second.rows, second.live_before, second.total) == (3, 3, 3)
    assert (second.new, second.changed, second.gone, second.sku_changed) == (1, 1, 1, 0)
    assert second.lost == (("C", "Title of C"),)


def test_the_same_report_twice_changes_nothing(shop: Shop) -> None:
    rows = [row("A", "1", price=Decimal("1.123456"), updated=shop.clock), row("B"), row("", "3"), row("B")]
    shop.report(*rows)
    before, entries = shop.dump("listing", "link", "decision"), shop.dump("entry", "change")
    found = shop.report(*rows)
    assert (found.new, found.changed, found.gone) == (0, 0, 0)
    assert shop.dump("listing", "link", "decision") == before
    assert shop.dump("entry", "change") == entries


def test_values_that_vanish_from_the_report_are_unset(shop: Shop) -> None:
    shop.report(row("A", "1", quantity=4, price=Decimal(3), barcode="1", variation="x"))
    shop.report(row("A", "1"))
    one = shop.find("A")
    assert (one.channel_quantity, one.price, one.barcode, one.variation) == (None, None, None, None)


def test_more_rows_than_a_batch(shop: Shop) -> None:
    count = BATCH + 5
    assert shop.report(*(row(f"S{n}", str(n)) for n in range(count))).new == count
    assert shop.report(*(row(f"S{n}", str(n), quantity=1) for n in range(count))).changed == count
    assert shop.counts.total == count


# gone -----------------------------------------------------------------------------------------------------------------


def test_a_gone_listing_keeps_everything_and_comes_back_whole(shop: Shop) -> None:
    shop.report(row("A", "1"), row("B", "2"))
    shop.link("A", "ITEM")
    key = shop.key("A")
    shop.catalog.set_listings([key], {"max_listed": 5, "percentage": Decimal("12.5"), "ignore_sync": True})
    whole = shop.find("A")

    shop.report(row("B", "2"))
    gone = shop.find("A")
    assert (gone.state, gone.linked_to, gone.limits, gone.ignore_sync) == (State.GONE, "ITEM", whole.limits, True)
    assert gone.gone_at is not None
    assert shop.skus() == ["B"]
    assert shop.skus("is:gone") == ["A"]
    counts = shop.counts
    assert (counts.total, counts.linked, counts.unlinked, counts.gone, counts.ignored) == (1, 0, 1, 1, 0)

    found = shop.report(row("A", "1"), row("B", "2"))
    assert (found.new, found.changed) == (1, 0)
    assert shop.find("A") == whole


def test_gone_is_for_ever(shop: Shop) -> None:
    shop.report(row("A", "1"), row("B", "2"))
    shop.link("A", "ITEM")
    for _ in range(3):
        assert shop.report(row("B", "2")).gone in (1, 0)
    first = shop.find("A").gone_at
    assert shop.report(row("B", "2", quantity=1)).gone == 0
    assert (shop.find("A").gone_at, shop.linked("A")) == (first, "ITEM")


def test_reports_of_channels_do_not_touch_each_other(shop: Shop) -> None:
    other, _ = shop.catalog.add_channel("report-file", "Rakuten France", {})
    shop.report(row("A", "1"), row("B"))
    shop.report(row("C", "1"), row("B"), channel=other)
    shop.report(row("C", "1"), channel=other)
    assert shop.skus() == ["A", "B"]
    assert shop.counts.duplicate == 0
    assert shop.queries.counts(other).gone == 1


# changed SKUs ---------------------------------------------------------------------------------------------------------


def test_a_changed_sku_keeps_the_link_and_is_flagged(shop: Shop) -> None:
    shop.report(row("OLD", "1"))
    shop.link("OLD", "OLD")
    found = shop.report(row("NEW", "1"))
    one = shop.find("NEW")
    assert (found.sku_changed, found.changed, found.gone) == (1, 1, 0)
    assert (one.old_sku, one.linked_to, one.state) == ("OLD", "OLD", State.LINKED)
    assert shop.skus("is:sku_changed") == ["NEW"]
    assert (shop.counts.sku_changed, shop.counts.attention) == (1, 1)


def test_the_flag_names_the_sku_before_the_first_change(shop: Shop) -> None:
    shop.report(row("A", "1"))
    shop.report(row("B", "1"))
    shop.report(row("C", "1"))
    assert shop.find("C").old_sku == "A"


def test_a_sku_changed_back_is_flagged_no_more(shop: Shop) -> None:
    shop.report(row("A", "1"))
    shop.report(row("B", "1"))
    shop.report(row("A", "1"))
    assert shop.find("A").old_sku is None
    shop.report(row("B", "1"))
    shop.report(row("C", "1"))
    shop.report(row("A", "1"))
    assert shop.counts.sku_changed == 0


def test_another_change_leaves_the_flag(shop: Shop) -> None:
    shop.report(row("A", "1"))
    shop.report(row("B", "1"))
    shop.report(row("B", "1", quantity=9))
    assert shop.find("B").old_sku == "A"


def test_without_an_id_a_changed_sku_is_a_new_listing(shop: Shop) -> None:
    shop.report(row("OLD"))
    shop.link("OLD", "ITEM")
    found = shop.report(row("NEW"))
    assert (found.new, found.gone, found.sku_changed) == (1, 1, 0)
    assert shop.find("OLD").state is State.GONE
    assert shop.find("NEW").linked_to is None


def test_keep_takes_the_flag_off_and_leaves_the_link(shop: Shop) -> None:
    shop.item("NEW")
    shop.report(row("OLD", "1"))
    shop.link("OLD", "OLD")
    shop.report(row("NEW", "1"))
    applied = shop.catalog.acknowledge([shop.key("NEW")], remap=False)
    one = shop.find("NEW")
    assert (one.old_sku, one.linked_to, applied.count) == (None, "OLD", 1)
    shop.catalog.undo()
    assert shop.find("NEW").old_sku == "OLD"


def test_remap_links_to_the_item_of_the_new_sku(shop: Shop) -> None:
    shop.item("NEW")
    shop.report(row("OLD", "1"), row("X", "2"))
    shop.link("OLD", "OLD")
    before = shop.find("OLD")
    shop.report(row("NEW", "1"), row("X", "2"))
    applied = shop.catalog.acknowledge([shop.key("NEW"), shop.key("X")], remap=True)
    one = shop.find("NEW")
    assert (one.old_sku, one.linked_to, one.linked_by, one.link_reason) == (None, "NEW", "person", "remap")
    assert (applied.count, applied.listings) == (1, frozenset({one.key}))
    assert shop.queries.rejected(one.key) == {}
    shop.catalog.undo()
    again = shop.find("NEW")
    assert (again.old_sku, again.linked_to, again.linked_at) == ("OLD", "OLD", before.linked_at)


def test_remap_links_to_nothing_without_such_an_item(shop: Shop) -> None:
    shop.report(row("OLD", "1"))
    shop.link("OLD", "OLD")
    shop.report(row("NEW", "1"))
    shop.catalog.acknowledge([shop.key("NEW")], remap=True)
    assert shop.find("NEW").state is State.PLAIN


def test_remap_never_guesses_where_the_sku_repeats_or_a_person_said_no(shop: Shop) -> None:
    item = shop.item("NEW")
    other = shop.item("TWICE")
    shop.report(row("OLD", "1"), row("O2", "2"), row("TWICE", "3"))
    shop.catalog.reject((shop.key("OLD"), item))
    shop.report(row("NEW", "1"), row("TWICE", "2"), row("TWICE", "3"))
    shop.catalog.acknowledge([shop.key("NEW"), shop.key("TWICE", "2")], remap=True)
    assert shop.counts.linked == 0
    assert shop.counts.sku_changed == 0
    assert shop.queries.rejected(shop.key("NEW")) == {item: "rejected"}
    assert shop.queries.items([other])[other].links == 0


def test_remap_takes_back_that_there_is_no_item(shop: Shop) -> None:
    shop.item("NEW")
    shop.report(row("OLD", "1"))
    shop.catalog.set_listings([shop.key("OLD")], {"no_item": True})
    shop.report(row("NEW", "1"))
    shop.catalog.acknowledge([shop.key("NEW")], remap=True)
    assert not shop.find("NEW").no_item
    shop.catalog.undo()
    assert shop.find("NEW").no_item


def test_acknowledging_what_is_not_flagged_does_nothing(shop: Shop) -> None:
    shop.report(row("A", "1"))
    shop.item("A")
    applied = shop.catalog.acknowledge([shop.key("A")], remap=True)
    assert (applied.entry, shop.counts.linked) == (None, 0)


# unlimited and Ignore Sync --------------------------------------------------------------------------------------------


def test_unlimited_ticks_ignore_sync_and_its_end_does_not_take_the_tick_off(shop: Shop) -> None:
    shop.report(row("A", "1", unlimited=True), row("B", "2"))
    assert shop.find("A").ignore_sync
    assert shop.find("A").ignored_by_report
    shop.report(row("A", "1"), row("B", "2", unlimited=True))
    assert shop.find("A").ignore_sync
    assert shop.find("B").ignore_sync
    assert shop.skus("is:no_longer_unlimited") == ["A"]
    assert (shop.counts.no_longer_unlimited, shop.counts.attention, shop.counts.ignored) == (1, 1, 2)


def test_a_person_takes_the_tick_off_and_a_report_that_says_the_same_again_leaves_it_off(shop: Shop) -> None:
    shop.report(row("A", "1", unlimited=True))
    shop.catalog.set_listings([shop.key("A")], {"ignore_sync": False})
    shop.report(row("A", "1", unlimited=True, quantity=3))
    assert not shop.find("A").ignore_sync
    shop.report(row("A", "1"))
    assert shop.counts.no_longer_unlimited == 0
    shop.report(row("A", "1", unlimited=True))
    assert shop.find("A").ignore_sync


def test_a_tick_of_a_person_is_not_the_reports(shop: Shop) -> None:
    shop.report(row("A", "1"))
    shop.catalog.set_listings([shop.key("A")], {"ignore_sync": True})
    shop.report(row("A", "1", unlimited=True))
    shop.report(row("A", "1"))
    assert shop.find("A").ignore_sync
    assert shop.counts.no_longer_unlimited == 0


def test_ticking_again_what_the_report_ticked_makes_it_the_persons(shop: Shop) -> None:
    shop.report(row("A", "1", unlimited=True))
    shop.report(row("A", "1"))
    assert shop.counts.no_longer_unlimited == 1
    assert shop.catalog.set_listings([shop.key("A")], {"ignore_sync": True}).count == 1
    assert shop.find("A").ignore_sync
    assert shop.counts.no_longer_unlimited == 0


def test_going_and_coming_back_leaves_the_tick(shop: Shop) -> None:
    shop.report(row("A", "1", unlimited=True), row("B", "2"))
    shop.report(row("B", "2"))
    shop.report(row("A", "1"), row("B", "2"))
    assert shop.find("A").ignore_sync


# problems, runs, the journal ------------------------------------------------------------------------------------------


def test_problems_are_those_of_the_newest_report(shop: Shop) -> None:
    bad = Problem(0, "price", "bad_price", {"value": "12,x"}, "A", "1")
    shop.report(row("A", "1"), bad, unread())
    found = shop.queries.problems(shop.channel)
    assert [(one.line, one.field, one.code, one.values, one.sku, one.listing_id) for one in found] == [
        (3, "price", "bad_price", {"value": "12,x"}, "A", "1"),
        (4, "sku", "no_identity", {}, None, None),
    ]
    assert (shop.counts.problems, shop.counts.attention) == (2, 2)
    shop.report(row("A", "1"))
    assert shop.queries.problems(shop.channel) == []


def test_history_tells_of_a_report_and_undo_passes_it_over(shop: Shop) -> None:
    shop.report(row("A", "1"))
    entry = shop.queries.history()[0]
    assert (entry.action, entry.by, entry.undoable, entry.count) == ("report", "report", False, 1)
    assert entry.values == {"new": "1", "changed": "0", "gone": "0", "run": "1"}
    undo = shop.queries.next_undo()
    assert undo is not None
    assert undo.action == "channel_added"


def test_the_journal_keeps_what_a_report_changed_but_not_each_quantity(shop: Shop) -> None:
    shop.report(row("A", "1", title="Old", quantity=1), row("B", "2"), row("P", "3"))
    shop.report(
        row("A2", "1", title="New", quantity=2, unlimited=True, updated=shop.clock), row("C", "4", parent_id="3"),
        row("P", "3"),
    )  # fmt: skip
    newest = shop.queries.history()[0].id
    found = shop.sql(
        "SELECT key, field, before, after FROM change WHERE entry_id = :entry ORDER BY key, field", entry=newest
    )
    assert found == [
        (1, "ignore_sync", "0", "1"),
        (1, "sku", "A", "A2"),
        (1, "title", "Old", "New"),
        (1, "unlimited", "0", "1"),
        (2, "presence", "1", "0"),
        (3, "presence", "1", "2"),
    ]


def test_a_run_says_what_came_of_it(shop: Shop) -> None:
    shop.report(row("A", "1"), row("B", "2"), row("C", "3"))
    shop.link("A", "ITEM")
    shop.report(row("A2", "1"), row("B", "2", quantity=1), row("D", "4"), Problem(0, "price", "bad_price"))
    run = shop.queries.runs()[0]
    assert (run.outcome, run.total, run.linked, run.unlinked, run.links_kept) == (Outcome.DONE, 3, 1, 2, 1)
    assert (run.new, run.changed, run.gone, run.sku_changed, run.problems) == (1, 2, 1, 1, 1)
    assert (run.code, run.values) == (None, {})


def test_a_merge_whose_run_was_taken_over_changes_nothing(shop: Shop) -> None:
    shop.report(row("A", "1"))
    before = shop.dump()
    run = shop.runs.begin(shop.channel, "scheduled", "slow", shop.clock)
    facts = ReportFileFacts(shop.folder / "r.csv", "r.csv", shop.clock, "other")
    with shop.database.staging() as staging:
        report = ReportStaging(staging, shop.channel)
        list(report.add(shop.staged([row("B", "2")])))
        difference = report.compare()
        shop.tamper("DELETE FROM run_lock")
        with pytest.raises(RuleRefused, match="run_lost"):
            shop.runs.merge(run, shop.channel, report, difference, facts)
    assert shop.dump() == before


def test_what_a_person_did_between_compare_and_merge_stands(shop: Shop) -> None:
    shop.report(row("A", "1"), row("B", "2"))
    shop.item("ITEM")
    run = shop.runs.begin(shop.channel, "scheduled", "test", shop.clock)
    with shop.database.staging() as staging:
        report = ReportStaging(staging, shop.channel)
        list(report.add(shop.staged([row("A", "1", unlimited=True, quantity=2)])))
        difference = report.compare()
        shop.link("A", "ITEM")
        shop.link("B", "ITEM")
        shop.catalog.set_listings([shop.key("A")], {"ignore_sync": True, "max_listed": 3})
        facts = ReportFileFacts(shop.folder / "r.csv", "r.csv", shop.clock, "other")
        shop.runs.merge(run, shop.channel, report, difference, facts)
    one = shop.find("A")
    assert (one.linked_to, one.ignore_sync, one.ignored_by_report, one.limits.max_listed) == ("ITEM", True, False, 3)
    assert (shop.find("B").state, shop.linked("B")) == (State.GONE, "ITEM")

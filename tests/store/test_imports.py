"""Imports: a verdict for each row, the accepted ones applied together as one step, nothing else."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from rakumap.core.errors import StaleChange
from rakumap.core.model import ItemRow, Limits, Problem, State
from rakumap.store.import_kinds import LimitChange, LinkRow
from rakumap.store.imports import BATCH, REFUSED, ImportCounts
from tests.store.shop import Shop, row, verdicts

LIMITS = ("max_listed", "end_when")


def limit(line: int, sku: str, listing_id: str | None = None, **values: int | Decimal | None) -> LimitChange:
    return LimitChange(line, sku, listing_id, values)


# inventory ------------------------------------------------------------------------------------------------------------


def test_new_items_are_made(shop: Shop) -> None:
    rows = (ItemRow(2, "A", "Tea Towel", "123", 5, 2), ItemRow(3, "0017", "Ä", "", -3, 0), ItemRow(4, "B"))
    with shop.items_file(*rows) as (staging, counts):
        assert counts == ImportCounts(new=3)
        assert counts.applied == 3
        applied = staging.apply("items.csv")
    assert (applied.count, applied.everything, len(applied.items)) == (3, True, 3)
    found = {one.sku: one for one in shop.queries.search("a") + shop.queries.search("0017") + shop.queries.search("b")}
    assert (found["A"].title, found["A"].barcode, found["A"].level, found["A"].in_open_orders) == (
        "Tea Towel",
        "123",
        5,
        2,
    )
    assert found["A"].available == 3
    assert (found["0017"].title, found["0017"].barcode, found["0017"].available) == ("Ä", None, -3)
    assert (found["B"].title, found["B"].level) == ("", 0)
    entry = shop.queries.history(1)[0]
    assert (entry.action, entry.values, entry.count, entry.channel) == (
        "inventory_import",
        {"file": "items.csv"},
        3,
        None,
    )


def test_known_items_are_updated_in_the_columns_the_file_has(shop: Shop) -> None:
    shop.import_items(ItemRow(2, "A", "Title", "123", 5, 2), ItemRow(3, "B", "Other", "9", 1, 1))
    with shop.items_file(ItemRow(2, "A", None, None, 7, None), ItemRow(3, "B", None, None, 1, None)) as (found, counts):
        assert counts == ImportCounts(changed=1, unchanged=1)
        assert found.apply("levels.csv").count == 1
    one = shop.queries.item_named("A")
    assert one is not None
    assert (one.title, one.barcode, one.level, one.in_open_orders) == ("Title", "123", 7, 2)


def test_an_empty_cell_clears_title_and_barcode(shop: Shop) -> None:
    shop.import_items(ItemRow(2, "A", "Title", "123"))
    shop.import_items(ItemRow(2, "A", "", ""))
    one = shop.queries.item_named("A")
    assert one is not None
    assert (one.title, one.barcode) == ("", None)


def test_the_same_file_again_changes_nothing(shop: Shop) -> None:
    rows = (ItemRow(2, "A", "Title", "", 5, 2), ItemRow(3, "B", "", None, 0, None))
    shop.import_items(*rows)
    before = shop.dump("item", "entry")
    with shop.items_file(*rows) as (staging, counts):
        assert counts == ImportCounts(unchanged=2)
        assert staging.apply("items.csv").entry is None
    assert shop.dump("item", "entry") == before


def test_a_row_that_repeats_counts_once_and_contradicting_rows_are_refused(shop: Shop) -> None:
    rows = (
        ItemRow(2, "A", "x"),
        ItemRow(3, "A", "x"),
        ItemRow(4, "B", "y"),
        ItemRow(5, "B", "z"),
        ItemRow(6, "a", "x"),
    )
    with shop.items_file(*rows) as (staging, counts):
        assert counts == ImportCounts(new=2, unchanged=1, refused=2)
        assert verdicts(staging.verdicts()) == [
            (2, "new", None),
            (3, "unchanged", "row_repeats"),
            (4, "refused", "rows_contradict"),
            (5, "refused", "rows_contradict"),
            (6, "new", None),
        ]
        staging.apply("items.csv")
    assert shop.queries.item_count() == 2


def test_rows_that_contradict_about_a_known_item_are_refused(shop: Shop) -> None:
    shop.import_items(ItemRow(2, "A", "x", None, 1))
    with shop.items_file(ItemRow(2, "A", None, None, 1), ItemRow(3, "A", None, None, 2)) as (_, counts):
        assert counts == ImportCounts(refused=2)


def test_problems_of_the_file_are_refused_rows_in_order(shop: Shop) -> None:
    bad = Problem(3, "level", "bad_level", {"value": "x"}, "B")
    again = Problem(3, "barcode", "bad_barcode", {}, "B")
    with shop.items_file(ItemRow(2, "A"), bad, again, ItemRow(4, "C")) as (staging, counts):
        assert counts == ImportCounts(new=2, refused=1)
        (found,) = staging.verdicts(only=REFUSED)
        assert (found.line, found.sku, found.field, found.code, found.values) == (
            3,
            "B",
            "level",
            "bad_level",
            {"sku": "B", "value": "x"},
        )
        assert [one.line for one in staging.verdicts(offset=1, limit=1)] == [3]
        staging.apply("items.csv")
    assert shop.queries.item_named("B") is None


def test_a_problem_beside_its_row_refuses_the_row(shop: Shop) -> None:
    rows: list[ItemRow | Problem] = [ItemRow(2, "A"), Problem(2, "level", "bad_level", {}, "A"), ItemRow(3, "B")]
    with shop.items_file(*rows) as (_, counts):
        assert counts == ImportCounts(new=1, refused=1)


def test_a_problem_that_comes_batches_after_its_row_refuses_it_still(shop: Shop) -> None:
    rows = [ItemRow(n, f"S{n}") for n in range(2, BATCH + 10)]
    with shop.items_file(*rows, Problem(2, "level", "bad_level", {}, "S2")) as (_, counts):
        assert counts == ImportCounts(new=BATCH + 7, refused=1)


def test_skus_are_text_to_the_end(shop: Shop) -> None:
    shop.import_items(
        *(ItemRow(n, sku) for n, sku in enumerate(("0017", "17", "1E3", "１７", "a", "A", "é", "e\u0301"), 2))
    )
    assert shop.queries.item_count() == 8
    assert shop.sql("SELECT count(*) FROM item WHERE typeof(sku) = 'text'") == [(8,)]


def test_a_file_with_nothing_in_it(shop: Shop) -> None:
    with shop.items_file() as (staging, counts):
        assert counts == ImportCounts()
        assert staging.apply("empty.csv").entry is None


# Min/Max --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def listed(shop: Shop) -> Shop:
    """Listings: A, B, a repeated SKU R, a family, one without SKU, one that is gone."""
    shop.report(row("GONE", "9"), row("A", "1"))
    shop.report(
        row("A", "1"), row("B", "2"), row("R", "3"), row("R", "4"), row("P", "5"), row("C", "6", parent_id="5"),
        row("", "7"), row("S"),
    )  # fmt: skip
    return shop


def test_limits_are_set_cleared_and_left(listed: Shop) -> None:
    listed.catalog.set_listings([listed.key("A"), listed.key("B")], {"max_listed": 9, "end_when": 9})
    rows = (
        limit(2, "A", max_listed=5, percentage=Decimal("12.50")),
        limit(3, "B", max_listed=None),
        limit(4, "C", percentage=Decimal(0)),
    )
    with listed.limits_file(*rows) as (staging, counts):
        assert counts == ImportCounts(changed=3)
        applied = staging.apply("limits.csv")
    assert applied.count == 3
    assert listed.find("A").limits == Limits(5, 9, Decimal("12.5"))
    assert listed.find("B").limits == Limits(None, 9, None)
    assert listed.find("C").limits == Limits(None, None, Decimal(0))
    entry = listed.queries.history(1)[0]
    assert (entry.action, entry.values, entry.channel) == ("limits_import", {"file": "limits.csv"}, "Rakuten UK")
    listed.catalog.undo()
    assert listed.find("A").limits == Limits(9, 9, None)


def test_limits_that_are_there_already_are_unchanged(listed: Shop) -> None:
    listed.catalog.set_listings([listed.key("A")], {"max_listed": 9, "percentage": Decimal("12.5")})
    rows = (limit(2, "A", max_listed=9, percentage=Decimal("12.50")), limit(3, "B", max_listed=None), limit(4, "C"))
    with listed.limits_file(*rows) as (_, counts):
        assert counts == ImportCounts(unchanged=3)


def test_rows_that_name_no_listing_are_refused_with_the_reason(listed: Shop) -> None:
    rows = (
        limit(2, "R", max_listed=1),
        limit(3, "P", max_listed=1),
        limit(4, "GONE", max_listed=1),
        limit(5, "a", max_listed=1),
        limit(6, "A", "404", max_listed=1),
        limit(7, "P", "5", max_listed=1),
        limit(8, "GONE", "9", max_listed=1),
        limit(9, "B", "1", max_listed=1),
    )
    before = listed.dump("listing")
    with listed.limits_file(*rows) as (staging, counts):
        assert counts == ImportCounts(refused=8)
        assert [(one.line, one.code, one.field) for one in staging.verdicts()] == [
            (2, "sku_repeats", "sku"),
            (3, "listing_parent", "sku"),
            (4, "sku_gone", "sku"),
            (5, "sku_unknown", "sku"),
            (6, "listing_unknown", "listing_id"),
            (7, "listing_parent", "listing_id"),
            (8, "sku_gone", "listing_id"),
            (9, "listing_differs", "listing_id"),
        ]
        assert staging.verdicts()[4].values == {"sku": "A", "listing_id": "404"}
        assert staging.apply("limits.csv").entry is None
    assert listed.dump("listing") == before


def test_the_listing_id_settles_a_repeated_sku(listed: Shop) -> None:
    rows = (limit(2, "R", "3", max_listed=3), limit(3, "R", "4", max_listed=4), limit(4, "", "7", max_listed=7))
    with listed.limits_file(*rows) as (staging, counts):
        assert counts == ImportCounts(changed=3)
        staging.apply("limits.csv")
    assert listed.find("R", "3").limits.max_listed == 3
    assert listed.find("R", "4").limits.max_listed == 4
    assert listed.find("", "7").limits.max_listed == 7


def test_a_listing_without_an_id_is_named_by_its_sku(listed: Shop) -> None:
    with listed.limits_file(limit(2, "S", "sku:S", max_listed=1)) as (_, counts):
        assert counts == ImportCounts(changed=1)
    listed.report(row("S", "77"))
    with listed.limits_file(limit(2, "S", "sku:S", max_listed=1)) as (_, counts):
        assert counts == ImportCounts(changed=1)


def test_a_listing_is_known_by_its_sku_before_the_change_too(listed: Shop) -> None:
    listed.report(row("A2", "1"))
    with listed.limits_file(limit(2, "A", "1", max_listed=1)) as (_, counts):
        assert counts == ImportCounts(changed=1)


def test_one_listing_named_twice_by_sku_and_id_contradicts_itself(listed: Shop) -> None:
    with listed.limits_file(limit(2, "A", max_listed=1), limit(3, "A", "1", max_listed=2)) as (_, counts):
        assert counts == ImportCounts(refused=2)
    with listed.limits_file(limit(2, "A", max_listed=1), limit(3, "A", max_listed=1, end_when=1)) as (_, counts):
        assert counts == ImportCounts(refused=2)
    with listed.limits_file(limit(2, "A", max_listed=1), limit(3, "A", "1", max_listed=1)) as (_, counts):
        assert counts == ImportCounts(changed=1, unchanged=1)


def test_a_warning_goes_with_an_accepted_row(listed: Shop) -> None:
    rows = (LimitChange(2, "A", None, {"max_listed": 0}, "always_zero_max_listed"), limit(3, "X", max_listed=0))
    with listed.limits_file(*rows) as (staging, _):
        assert verdicts(staging.verdicts()) == [(2, "changed", "always_zero_max_listed"), (3, "refused", "sku_unknown")]
        staging.apply("limits.csv")
        assert staging.verdicts()[0].code == "always_zero_max_listed"
    assert listed.find("A").limits.max_listed == 0


def test_other_channels_do_not_matter(listed: Shop) -> None:
    other, _ = listed.catalog.add_channel("report-file", "Other", {})
    listed.report(row("ELSEWHERE", "1"), row("A", "2"), channel=other)
    rows = (limit(2, "ELSEWHERE", max_listed=1), limit(3, "A", max_listed=1))
    with listed.limits_file(*rows) as (staging, counts):
        assert counts == ImportCounts(changed=1, refused=1)
        staging.apply("limits.csv")
    (one,) = listed.queries.find_listings(other, "A")
    assert one.limits == Limits()


# links ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def stocked(listed: Shop) -> Shop:
    """The listings, and two items."""
    listed.import_items(ItemRow(2, "I1"), ItemRow(3, "I2"))
    return listed


def test_links_are_made_with_their_origin_and_time(stocked: Shop) -> None:
    at = datetime(2025, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)
    rows = (LinkRow(2, "A", None, "I1", "autolink/equal_sku", at), LinkRow(3, "", "7", "I1"))
    with stocked.links_file(*rows) as (staging, counts):
        assert counts == ImportCounts(new=2)
        assert staging.apply("links.csv").count == 2
    one = stocked.find("A")
    assert (one.linked_to, one.linked_by, one.link_reason, one.linked_at) == ("I1", "autolink", "equal_sku", at)
    other = stocked.find("", "7")
    assert (other.linked_to, other.linked_by, other.link_reason) == ("I1", "person", "import")
    stocked.catalog.undo()
    assert stocked.counts.linked == 0


def test_a_link_that_is_there_is_unchanged_and_another_is_refused(stocked: Shop) -> None:
    stocked.link("A", "I1")
    stocked.link("B", "I1")
    with stocked.links_file(LinkRow(2, "A", None, "I1"), LinkRow(3, "B", None, "I2")) as (staging, counts):
        assert counts == ImportCounts(unchanged=1, refused=1)
        found = staging.verdicts()[1]
        assert (found.code, found.field, found.values) == ("linked_elsewhere", "item_sku", {"sku": "B", "item": "I2"})
        staging.apply("links.csv")
    assert stocked.linked("B") == "I1"


def test_rows_without_listing_or_item_are_refused(stocked: Shop) -> None:
    rows = (LinkRow(2, "A", None, "i1"), LinkRow(3, "R", None, "I1"), LinkRow(4, "X", None, "I1"))
    with stocked.links_file(*rows) as (staging, counts):
        assert counts == ImportCounts(refused=3)
        assert [one.code for one in staging.verdicts()] == ["item_unknown", "sku_repeats", "sku_unknown"]


def test_equal_rows_without_a_time_do_not_contradict(stocked: Shop) -> None:
    rows = (
        LinkRow(2, "A", None, "I1"),
        LinkRow(3, "A", "1", "I1"),
        LinkRow(4, "B", None, "I1"),
        LinkRow(5, "B", None, "I2"),
    )
    with stocked.links_file(*rows) as (staging, counts):
        assert counts == ImportCounts(new=1, unchanged=1, refused=2)
        assert verdicts(staging.verdicts())[1:] == [
            (3, "unchanged", "row_repeats"),
            (4, "refused", "rows_contradict"),
            (5, "refused", "rows_contradict"),
        ]


def test_rows_for_the_same_pair_do_not_contradict_by_time_or_origin(stocked: Shop) -> None:
    at = datetime(2025, 1, 2, tzinfo=UTC)
    rows = (LinkRow(2, "A", None, "I1", "autolink", at), LinkRow(3, "A", None, "I1"), LinkRow(4, "A", "1", "I1"))
    with stocked.links_file(*rows) as (staging, counts):
        assert counts == ImportCounts(new=1, unchanged=2)
        staging.apply("links.csv")
    assert stocked.find("A").linked_at == at


def test_an_import_takes_back_what_a_person_said_before(stocked: Shop) -> None:
    stocked.catalog.reject((stocked.key("A"), stocked.item("I1")))
    stocked.catalog.reject((stocked.key("A"), stocked.item("I2")))
    stocked.catalog.set_listings([stocked.key("A")], {"no_item": True})
    with stocked.links_file(LinkRow(2, "A", None, "I1")) as (staging, _):
        staging.apply("links.csv")
    assert stocked.find("A").state is State.LINKED
    assert not stocked.find("A").no_item
    assert stocked.queries.rejected(stocked.key("A")) == {stocked.item("I2"): "rejected"}
    stocked.catalog.undo()
    assert stocked.find("A").state is State.NO_ITEM
    assert len(stocked.queries.rejected(stocked.key("A"))) == 2


def test_what_is_exported_is_the_same_when_imported(stocked: Shop) -> None:
    stocked.link("A", "I1")
    stocked.link("S", "I2")
    stocked.catalog.link([], "person")
    records = list(stocked.queries.links(stocked.queries.link_keys(stocked.channel)))
    assert [(one.listing_id, one.channel_sku, one.item_sku, one.linked_by, one.reason) for one in records] == [
        ("1", "A", "I1", "person", None),
        ("sku:S", "S", "I2", "person", None),
    ]
    before = stocked.dump()
    rows = [
        LinkRow(n, one.channel_sku, one.listing_id, one.item_sku, one.linked_by, one.linked_at)
        for n, one in enumerate(records, 2)
    ]
    with stocked.links_file(*rows) as (staging, counts):
        assert counts == ImportCounts(unchanged=2)
        staging.apply("links.csv")
    assert stocked.dump() == before
    stocked.catalog.unlink([stocked.key("A"), stocked.key("S")], remember=False)
    with stocked.links_file(*rows) as (staging, _):
        staging.apply("links.csv")
    assert stocked.dump() == before


# judged, then changed -------------------------------------------------------------------------------------------------


def test_what_changed_since_the_preview_is_judged_again(stocked: Shop) -> None:
    with stocked.links_file(LinkRow(2, "A", None, "I1"), LinkRow(3, "B", None, "I1")) as (staging, counts):
        assert counts == ImportCounts(new=2)
        stocked.link("A", "I2")
        with pytest.raises(StaleChange, match="import_stale"):
            staging.apply("links.csv")
        assert stocked.linked("B") is None
        assert staging.judge() == ImportCounts(new=1, refused=1)
        staging.apply("links.csv")
    assert (stocked.linked("A"), stocked.linked("B")) == ("I2", "I1")


def test_another_reason_is_another_verdict(listed: Shop) -> None:
    with listed.limits_file(limit(2, "A", max_listed=1), limit(3, "B", max_listed=1)) as (staging, _):
        listed.report(row("B", "2"))
        with pytest.raises(StaleChange):
            staging.apply("limits.csv")
        assert staging.judge() == ImportCounts(changed=1, refused=1)
        assert staging.verdicts()[0].code == "sku_gone"


def test_what_was_refused_is_looked_at_again_too(stocked: Shop) -> None:
    with stocked.links_file(LinkRow(2, "A", None, "LATER"), LinkRow(3, "B", None, "I1")) as (staging, counts):
        assert counts == ImportCounts(new=1, refused=1)
        stocked.item("LATER")
        with pytest.raises(StaleChange):
            staging.apply("links.csv")
        assert staging.judge() == ImportCounts(new=2)
        staging.apply("links.csv")
    assert stocked.linked("A") == "LATER"


def test_what_the_file_itself_refused_stays_refused(stocked: Shop) -> None:
    bad = Problem(2, "sku", "sku_damaged", {"value": "1E3"}, "A")
    with stocked.links_file(bad, LinkRow(3, "B", None, "I1")) as (staging, _):
        stocked.link("B", "I1")
        assert staging.judge() == ImportCounts(unchanged=1, refused=1)
        assert staging.verdicts()[0].code == "sku_damaged"


def test_a_row_done_by_somebody_else_meanwhile_is_unchanged(listed: Shop) -> None:
    with listed.limits_file(limit(2, "A", max_listed=1)) as (staging, _):
        listed.catalog.set_listings([listed.key("A")], {"max_listed": 1})
        with pytest.raises(StaleChange):
            staging.apply("limits.csv")
        assert staging.judge() == ImportCounts(unchanged=1)


def test_a_change_elsewhere_does_not_disturb(listed: Shop) -> None:
    with listed.limits_file(limit(2, "A", max_listed=1)) as (staging, _):
        listed.catalog.set_listings([listed.key("B")], {"max_listed": 1})
        listed.catalog.set_listings([listed.key("A")], {"max_listed": 8, "end_when": 3})
        assert staging.apply("limits.csv").count == 1
    assert listed.find("A").limits == Limits(1, 3, None)


def test_verdicts_stay_after_the_rows_were_applied(listed: Shop) -> None:
    with listed.limits_file(limit(2, "A", max_listed=1), limit(3, "X", max_listed=1)) as (staging, counts):
        staging.apply("limits.csv")
        assert staging.counts() == counts
        assert len(staging.verdicts(only=REFUSED)) == 1


def test_two_imports_at_once(listed: Shop) -> None:
    with (
        listed.limits_file(limit(2, "A", max_listed=1)) as (one, _),
        listed.limits_file(limit(2, "B", max_listed=2)) as (other, _),
    ):
        one.apply("one.csv")
        other.apply("other.csv")
    assert (listed.find("A").limits.max_listed, listed.find("B").limits.max_listed) == (1, 2)


# any file -------------------------------------------------------------------------------------------------------------


def bad(line: int, sku: str) -> Problem:
    return Problem(line, "sku", "no_sku", {}, sku)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("kind", ["items", "limits", "links"])
def test_every_line_has_one_verdict_and_again_nothing_is_new(stocked: Shop, kind: str, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    skus = [*"ABCPRZ", "GONE", "I1", "I2"]

    def one(line: int) -> ItemRow | LimitChange | LinkRow | Problem:
        sku = chance.choice(skus)
        if chance.random() < 0.1:
            return bad(line, sku)
        if kind == "items":
            return ItemRow(line, sku, chance.choice([None, "", "T"]), None, chance.choice([None, 1, 2]), None)
        listing_id = chance.choice([None, None, "1", "9", "404"])
        if kind == "limits":
            return limit(line, sku, listing_id, **{name: chance.choice([None, 1]) for name in chance.sample(LIMITS, 2)})
        return LinkRow(line, sku, listing_id, chance.choice(["I1", "I2", "none"]))

    rows = [one(line) for line in range(2, 40)]
    rows += [bad(chance.randrange(2, 40), "A") for _ in range(3)]
    begin: Any = {"items": stocked.items_file, "limits": stocked.limits_file, "links": stocked.links_file}[kind]
    with begin(*rows) as (staging, counts):
        assert counts.new + counts.changed + counts.unchanged + counts.refused == 38
        assert [found.line for found in staging.verdicts()] == list(range(2, 40))
        staging.apply("file.csv")
    with begin(*rows) as (_, again):
        assert again == ImportCounts(unchanged=38 - counts.refused, refused=counts.refused)

"""Reads: the table's ids and rows, the search panel, counts, lookups."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rakumap.core.errors import UserError
from rakumap.core.model import InventoryItem, ItemKey, ItemRow, Limits, ListingKey, ListingQuery
from rakumap.core.text import folded
from rakumap.store.catalog import LinkChange
from rakumap.store.engine import open_database
from rakumap.store.queries import CHUNK, SORT_KEYS
from tests.store.shop import Shop, row

# the main panel -------------------------------------------------------------------------------------------------------


def test_rows_come_in_the_order_of_the_ids(shop: Shop) -> None:
    shop.report(row("b", "1"), row("A", "2"), row("C", "3"), row("a", "4"))
    assert shop.skus() == ["A", "a", "b", "C"]
    down = ListingQuery(shop.channel, "", "sku", descending=True)
    assert [one.sku for one in shop.queries.listings(down, UTC)] == ["C", "b", "a", "A"]


def test_what_is_unset_comes_last_either_way(shop: Shop) -> None:
    shop.report(row("A", "1", quantity=5), row("B", "2"), row("C", "3", quantity=0))
    for descending, expected in ((False, ["C", "A", "B"]), (True, ["A", "C", "B"])):
        query = ListingQuery(shop.channel, "", "channel_quantity", descending)
        assert [one.sku for one in shop.queries.listings(query, UTC)] == expected


def test_rows_that_are_equal_in_the_sorted_column_keep_one_order(shop: Shop) -> None:
    shop.report(*(row(f"S{n}", str(n), title="same") for n in range(20)))
    ids = shop.queries.ids(ListingQuery(shop.channel, "", "title"), UTC)
    assert list(ids) == sorted(ids)


@pytest.mark.parametrize("key", SORT_KEYS)
def test_every_column_can_be_sorted_by(shop: Shop, key: str) -> None:
    shop.report(row("A", "1", quantity=5, price=Decimal(1)), row("B", "2", unlimited=True), row("C", "3"))
    shop.link("A", "I1")
    for descending in (False, True):
        assert len(shop.queries.ids(ListingQuery(shop.channel, "", key, descending), UTC)) == 3


def test_a_wrong_filter_says_so(shop: Shop) -> None:
    with pytest.raises(UserError, match="filter_unknown_word"):
        shop.queries.ids(ListingQuery(shop.channel, "is:lost"), UTC)


def test_more_rows_than_a_page(shop: Shop) -> None:
    shop.report(*(row(f"{n:05}", str(n)) for n in range(CHUNK * 2 + 3)))
    found = shop.shown()
    assert [one.sku for one in found] == [f"{n:05}" for n in range(CHUNK * 2 + 3)]


def test_keys_that_are_not_there_are_left_out(shop: Shop) -> None:
    shop.report(row("A", "1"))
    assert list(shop.queries.rows([ListingKey(99), shop.key("A")])) == [shop.key("A")]
    assert shop.queries.rows([]) == {}


def test_the_channels_defaults_fill_unset_limits(shop: Shop) -> None:
    shop.report(row("A", "1"), row("B", "2"))
    shop.import_items(ItemRow(2, "I", "", "", 100, 0))
    shop.link("A", "I")
    shop.catalog.change_channel(shop.channel, defaults=Limits(30, 5, Decimal("20.5")))
    assert shop.find("A").will_send == 20
    assert shop.find("B").will_send is None
    shop.catalog.set_listings([shop.key("A")], {"percentage": Decimal(100)})
    assert shop.find("A").will_send == 30
    assert shop.skus("will_send:30") == ["A"]


def test_days_are_the_persons(shop: Shop) -> None:
    late = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    shop.report(row("A", "1", updated=late), row("B", "2", updated=late - timedelta(hours=12)))
    query = ListingQuery(shop.channel, "updated:2026-02-01", "sku")
    assert [one.sku for one in shop.queries.listings(query, ZoneInfo("Europe/Paris"))] == ["A"]
    assert list(shop.queries.listings(query, UTC)) == []


# lookups --------------------------------------------------------------------------------------------------------------


def test_listings_are_found_by_exact_sku_and_id_the_live_ones_first(shop: Shop) -> None:
    shop.report(row("A", "1"), row("A", "2"), row("", "4"))
    shop.report(row("A", "2"), row("A", "3"), row("", "4"))
    assert [one.listing_id for one in shop.queries.find_listings(shop.channel, "A")] == ["2", "3", "1"]
    assert [one.listing_id for one in shop.queries.find_listings(shop.channel, "A", "3")] == ["3"]
    assert [one.listing_id for one in shop.queries.find_listings(shop.channel, "", "4")] == ["4"]
    assert [one.listing_id for one in shop.queries.find_listings(shop.channel, "")] == ["4"]
    assert shop.queries.find_listings(shop.channel, "a") == []
    assert shop.queries.find_listings(shop.channel, "B", "3") == []


def test_links_are_those_of_live_listings_by_sku(shop: Shop) -> None:
    shop.report(row("B", "1"), row("A", "2"), row("C", "3"))
    for sku in ("A", "B", "C"):
        shop.link(sku, "I")
    shop.report(row("B", "1"), row("A", "2"))
    assert [
        (one.channel_sku, one.channel_title) for one in shop.queries.links(shop.queries.link_keys(shop.channel))
    ] == [
        ("A", "Title of A"),
        ("B", "Title of B"),
    ]


def test_items_are_found_by_exact_sku_and_key(shop: Shop) -> None:
    shop.import_items(*(ItemRow(n, f"S{n}") for n in range(CHUNK + 2)))
    one = shop.queries.item_named("S1")
    assert one is not None
    assert shop.queries.item_named("s1") is None
    keys = [ItemKey(n) for n in range(1, CHUNK + 9)]
    assert len(shop.queries.items(keys)) == CHUNK + 2 == shop.queries.item_count()


def test_links_of_an_item_are_counted_over_live_listings_of_all_channels(shop: Shop) -> None:
    other, _ = shop.catalog.add_channel("report-file", "Other", {})
    shop.report(row("A", "1"), row("B", "2"))
    shop.report(row("C", "1"), channel=other)
    for one in (shop.find("A"), shop.find("B"), shop.find("C", channel=other)):
        shop.catalog.link([LinkChange(one.key, shop.item("I"))], "person")
    assert shop.queries.search("I")[0].links == 3
    shop.report(row("A", "1"))
    assert shop.queries.search("I")[0].links == 2


# the search panel -----------------------------------------------------------------------------------------------------


def found(shop: Shop, text: str, limit: int = 100) -> list[str]:
    return [one.sku for one in shop.queries.search(text, limit)]


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    rows = (
        ("MUG", "Red mug", ""),
        ("mug", "Blue cup", ""),
        ("MUG-1", "x", ""),
        ("RED-MUG", "y", ""),
        ("A", "Mug, green", ""),
        ("B", "A green mug", "4006381333931"),
        ("50%", "half", ""),
        ("A_1", "underscore", ""),
        ("AB1", "no underscore", ""),
        ("ＭＵＧ", "wide", ""),
        ("a\\b", "backslash", ""),
        ("STRASSE", "ß", ""),
    )
    shop.import_items(*(ItemRow(n, *one) for n, one in enumerate(rows, 2)))
    return shop


def test_exact_first_then_what_begins_so_then_the_rest(stocked: Shop) -> None:
    assert found(stocked, "MUG") == ["MUG", "mug", "ＭＵＧ", "MUG-1", "A", "RED-MUG", "B"]
    assert found(stocked, " mug ")[0] == "mug"
    assert found(stocked, "MUG", limit=2) == ["MUG", "mug"]


@pytest.mark.parametrize(
    ("text", "skus"),
    [
        ("%", ["50%"]),
        ("_", ["A_1"]),
        ("\\", ["a\\b"]),
        ("4006381333931", ["B"]),
        ("400638", []),
        ("straße", ["STRASSE"]),
        ("'", []),
        ('"', []),
        ("", []),
        ("   ", []),
    ],
)
def test_every_character_means_itself(stocked: Shop, text: str, skus: list[str]) -> None:
    assert found(stocked, text) == skus


def test_a_very_long_text_finds_nothing_and_breaks_nothing(stocked: Shop) -> None:
    assert found(stocked, "\ufdfa" * 100_000) == []
    assert stocked.skus('title:"' + "\ufdfa" * 9_000 + '"') == []


LETTERS = st.sampled_from("aAbBéÉßſ%_\\'\"＃１1 .-ｱアÅ")
TEXTS = st.text(LETTERS, max_size=5)


@pytest.fixture(scope="module")
def shop_for_search(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("search")
    shutil.copy2(empty_store, folder / "store.db")
    made = Shop(folder, open_database(folder / "store.db", folder))
    yield made
    made.database.close()


@settings(max_examples=60)
@given(
    items=st.dictionaries(TEXTS.filter(bool), st.tuples(TEXTS, st.sampled_from(["", "1", "11", "éa"])), max_size=12),
    wanted=st.lists(TEXTS, min_size=1, max_size=6),
)
def test_search_finds_exactly_what_holds_the_text_best_first(
    shop_for_search: Shop, items: dict[str, tuple[str, str]], wanted: list[str]
) -> None:
    shop = shop_for_search
    shop.tamper("DELETE FROM item")
    shop.import_items(*(ItemRow(n, sku, title, barcode) for n, (sku, (title, barcode)) in enumerate(items.items(), 2)))
    for text in wanted:
        key, exact = folded(text.strip()), text.strip()

        def rank(sku: str, key: str = key, exact: str = exact) -> int:
            keys = (folded(sku), folded(items[sku][0]))
            if key in keys or items[sku][1] == exact:
                return 0
            return 1 if any(one.startswith(key) for one in keys) else 2

        expected = {
            sku
            for sku, (title, barcode) in items.items()
            if exact and (key in folded(sku) or key in folded(title) or barcode == exact)
        }
        answer = found(shop, text)
        assert set(answer) == expected
        assert len(answer) == len(expected)
        ranks = [rank(sku) for sku in answer]
        assert ranks == sorted(ranks)
        if exact in answer:
            assert answer[0] == exact


def test_an_item_knows_what_is_available() -> None:
    assert InventoryItem(ItemKey(1), "A", "", None, 3, 5).available == -2

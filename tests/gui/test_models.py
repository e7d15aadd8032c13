"""Every model of the window under Qt's own model tester: filled, changed, emptied; and what the big one promises."""

from __future__ import annotations

from array import array
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import QItemSelectionModel, QObject, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from rakumap.core.errors import UserError
from rakumap.core.model import ChannelId, Entry, EntryId, InventoryItem, ItemKey, Limits, Listing, ListingKey, State
from rakumap.gui.candidates_model import Candidate, CandidatesModel, sortable
from rakumap.gui.cells import KEYS, Cells, Column
from rakumap.gui.history_dock import HistoryModel
from rakumap.gui.listings_model import PAGE, PAGES, RECENT, ListingsModel
from rakumap.gui.listings_view import ListingsView
from rakumap.gui.theme import Theme


def listing(key: int, **changes: object) -> Listing:
    row = Listing(
        key=ListingKey(key), channel_id=ChannelId(1), listing_id=f"L{key}", sku=f"SKU-{key}", title=f"Title {key}",
        state=State.PLAIN, linked_to=None, item_key=None, linked_by=None, linked_at=None, link_reason=None,
        ignore_sync=False, excluded=False, unlimited=False, limits=Limits(), last_update=None, update_status=None,
        submitted_quantity=None, channel_quantity=3, will_send=None, barcode=None, price=Decimal("12.5000"),
        currency="GBP", parent_id=None, variation=None, old_sku=None, duplicate=False, ignored_by_report=False,
        item_level=None, item_in_open_orders=None, item_title=None, updated=None, gone_at=None,
    )  # fmt: skip
    return replace(row, **changes)  # type: ignore[arg-type]


def rows(*keys: int) -> dict[ListingKey, Listing]:
    return {ListingKey(key): listing(key) for key in keys}


def test_the_listings_model_passes_the_tester(qtmodeltester: ModelTester, qapp: object) -> None:
    model = ListingsModel(UTC)
    qtmodeltester.check(model)
    model.show_ids(array("q", range(1, 251)), Limits(), rows(*range(1, 101)))
    qtmodeltester.check(model)
    model.put_rows({ListingKey(7): listing(7, sku="other")}, [ListingKey(7)])
    model.set_stale([ListingKey(1)])
    qtmodeltester.check(model)
    model.show_ids(array("q"), Limits())
    qtmodeltester.check(model)


def test_missing_rows_are_asked_for_once_by_pages(qtbot: QtBot) -> None:
    model = ListingsModel(UTC)
    model.show_ids(array("q", range(1000)), Limits())
    asked: list[list[int]] = []
    model.wanted.connect(lambda _, keys: asked.append(keys))
    for _ in range(3):
        assert model.index(250, Column.SKU).data() is None
    qtbot.waitUntil(lambda: bool(asked))
    page = 250 // PAGE
    assert asked == [list(range(page * PAGE, (page + 1) * PAGE))]
    model.put_page(model.generation, rows(*range(200, 300)))
    assert model.index(250, Column.SKU).data() == "SKU-250"
    assert model.row_of(250) == 250


def test_an_answer_to_an_older_list_is_dropped(qtbot: QtBot) -> None:
    model = ListingsModel(UTC)
    model.show_ids(array("q", [1, 2]), Limits())
    older = model.generation
    model.index(0, Column.SKU).data()
    model.show_ids(array("q", [2, 1]), Limits())
    model.index(0, Column.SKU).data()
    model.put_page(older, rows(1, 2))
    assert model.loaded() == []


def test_pages_seen_long_ago_are_forgotten(qapp: object) -> None:
    model = ListingsModel(UTC)
    many = (PAGES + 5) * PAGE
    model.show_ids(array("q", range(many)), Limits())
    for page in range(PAGES + 5):
        model._ask_for_pages()
        model.index(page * PAGE, 0).data()
        model._ask_for_pages()
        model.put_page(model.generation, rows(*range(page * PAGE, (page + 1) * PAGE)))
    assert len(model.loaded()) == PAGES * PAGE


def test_a_million_rows_select_and_paint_without_visiting_each(qtbot: QtBot, theme: Theme) -> None:
    model = ListingsModel(UTC)
    model.show_ids(array("q", range(1_000_000)), Limits())
    view = ListingsView(model, theme)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    view.selectAll()
    assert view.chosen_count() == 1_000_000
    view.grab()
    assert isinstance(view.horizontalHeader().selectionModel(), QItemSelectionModel)
    assert not view.horizontalHeader().selectionModel().hasSelection()
    assert not view.verticalHeader().isVisible()


def test_editing_asks_and_never_changes_the_cell_itself(qtbot: QtBot) -> None:
    model = ListingsModel(UTC)
    model.show_ids(array("q", [1]), Limits(), rows(1))
    wanted: list[tuple[object, ...]] = []
    refused: list[UserError] = []
    model.limit_wanted.connect(lambda *found: wanted.append(found))
    model.limit_refused.connect(refused.append)
    cell = model.index(0, Column.PERCENTAGE)
    assert model.setData(cell, "12.5")
    assert not model.setData(cell, "12,5x")
    assert not model.setData(model.index(0, Column.SKU), "x")
    assert wanted == [(1, "percentage", Decimal("12.5"))]
    assert [error.code for error in refused] == ["bad_percentage"]
    assert cell.data() == ""


@pytest.mark.parametrize(
    ("column", "changes", "shown"),
    [
        (Column.PRICE, {}, "12.50 GBP"),
        (Column.PRICE, {"price": Decimal("1200"), "currency": "JPY"}, "1,200 JPY"),
        (Column.PRICE, {"price": Decimal("0.12345"), "currency": None}, "0.12345"),
        (Column.PERCENTAGE, {"limits": Limits(percentage=Decimal("12.50"))}, "12.5 %"),
        (Column.CHANNEL_QUANTITY, {"unlimited": True}, "∞"),
        (Column.LINKED_TO, {"no_item": True}, "no item"),
        (Column.LINKED_TO, {}, "not linked"),
        (Column.PROBLEM, {"old_sku": "OLD"}, "SKU changed, was OLD"),
        (Column.PROBLEM, {"duplicate": True, "limits": Limits(max_listed=0)}, "SKU repeats; Rule always sends 0"),
        (Column.PROBLEM, {"ignore_sync": True, "ignored_by_report": True}, "No longer unlimited, still ignored"),
        (Column.LINKED_AT, {"linked_at": datetime(2026, 1, 31, 14, 30, tzinfo=UTC)}, "2026-01-31 14:30"),
        (Column.TITLE, {"title": "a\u200bb"}, "a⟨U+200B⟩b"),
    ],
)
def test_cells(qapp: object, column: Column, changes: dict[str, object], shown: str) -> None:
    assert Cells(UTC).text(listing(1, **changes), column) == shown


def test_every_cell_of_every_column_has_all_its_texts(qapp: object) -> None:
    cells = Cells(UTC)
    full = listing(
        1, state=State.LINKED, linked_to="A", item_key=1, item_level=5, item_in_open_orders=2, will_send=3, barcode="1",
        linked_by="person", link_reason="equal_sku", linked_at=datetime(2026, 1, 31, tzinfo=UTC), item_title="Item",
        variation="Red", submitted_quantity=1, update_status="ok", last_update=datetime(2026, 1, 31, tzinfo=UTC),
    )  # fmt: skip
    for column in KEYS.values():
        for row in (full, listing(2)):
            assert ": " in cells.spoken(row, column)
            assert "None" not in cells.text(row, column) + cells.raw(row, column) + cells.tooltip(row, column)


def item(key: int, **changes: object) -> InventoryItem:
    made = InventoryItem(ItemKey(key), f"I-{key}", f"Item {key}", None, 10 - key, 0, links=key)
    return replace(made, **changes)  # type: ignore[arg-type]


def test_the_candidates_model_passes_the_tester_and_sorts_by_value(qtmodeltester: ModelTester, qapp: object) -> None:
    model = CandidatesModel()
    qtmodeltester.check(model)
    model.show_items([item(n) for n in (9, 10, 2)])
    qtmodeltester.check(model)
    model.update_items([item(9, links=4)])
    owner = QObject()
    proxy = sortable(model, owner)
    proxy.sort(Candidate.LINKS, Qt.SortOrder.DescendingOrder)
    assert [proxy.index(row, Candidate.SKU).data() for row in range(3)] == ["I-10", "I-9", "I-2"]
    proxy.sort(-1)
    assert proxy.index(0, 0).data() == "I-9"
    model.show_items([])
    qtmodeltester.check(model)


def test_the_history_model_passes_the_tester(qtmodeltester: ModelTester, theme: Theme) -> None:
    model = HistoryModel(theme)
    qtmodeltester.check(model)
    moment = datetime(2026, 1, 31, tzinfo=UTC)
    entries = [
        Entry(EntryId(n), moment, "person", "link", 1, n % 2 == 0, True, None, {"listing": "A", "item": "B"})
        for n in range(5)
    ]
    model.show_entries(entries)
    qtmodeltester.check(model)
    assert model.index(0, 1).data() == "Undone: Linked A to B"
    assert model.index(1, 1).data() == "Linked A to B"
    model.show_entries([])
    qtmodeltester.check(model)


@pytest.mark.parametrize("keys", [[], [7], [999, 7, 5000], [1, 2, 3, 4, 5, 998, 5000]])
def test_listings_are_found_in_the_list_one_by_one_or_together(keys: list[int]) -> None:
    model = ListingsModel(UTC)
    model.show_ids(array("q", range(1000)), Limits(), rows(*range(40)))
    assert model.rows_of(keys) == {key: key for key in keys if key < 1000}


def test_what_was_seen_long_ago_is_forgotten_and_what_is_wanted_is_not(qtbot: QtBot) -> None:
    model = ListingsModel(UTC)
    count = (RECENT + 5) * PAGE
    model.show_ids(array("q", range(count)), Limits())
    for page in range(RECENT + 5):
        model.listing_at(page * PAGE)
        model._ask_for_pages()
        model.put_page(model.generation, rows(*range(page * PAGE, (page + 1) * PAGE)))
    model.look_around(PAGE, PAGE)
    left = model.trim([ListingKey(3)])
    assert {key // PAGE for key in left} == {0, 1, *range(6, RECENT + 5)}
    assert model.listing(ListingKey(2 * PAGE)) is None
    asked: list[list[int]] = []
    model.wanted.connect(lambda _, keys: asked.append(keys))
    assert model.listing_at(2 * PAGE) is None
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [list(range(2 * PAGE, 3 * PAGE))]

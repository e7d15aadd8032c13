"""The mapping screen as a person uses it, on the sample shop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

import pytest
from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QPushButton, QWidget

from rakumap.core.model import Listing, ListingQuery, State
from rakumap.gui.autolink_dialog import AutoLinkDialog
from rakumap.gui.cells import FIRST, Column
from rakumap.gui.column_chooser import ColumnChooser
from rakumap.gui.listings_model import KEY_ROLE
from rakumap.gui.set_values_dialog import SetValuesDialog
from rakumap.gui.theme import Theme
from tests.gui.conftest import Shop


def count_button(shop: Shop, name: str) -> QPushButton:
    found = shop.window.header.findChild(QPushButton, name)
    assert found is not None
    return found


def text_of(shop: Shop, row: int, column: Column) -> str:
    return str(shop.model.index(row, column).data())


def test_the_header_shows_the_channel_and_its_numbers(shop: Shop) -> None:
    header = shop.window.header
    counts = shop.read(lambda: shop.services.queries.counts(shop.window.channel.id))  # type: ignore[union-attr]
    found = {name: count_button(shop, name).text() for name in ("total_active", "linked_count", "unlinked_count")}
    assert found == {"total_active": "303", "linked_count": str(counts.linked), "unlinked_count": str(counts.unlinked)}
    assert counts.linked + counts.unlinked == counts.total == shop.model.rowCount()
    assert header.site_name.full.startswith("Rakuten UK")


NAMES = {
    "main_window": "rakumap",
    "total_active": "Total Active",
    "linked_count": "Linked",
    "unlinked_count": "Unlinked",
    "site_name": "Site",
    "import_min_max": "Import Min/Max Quantities",
    "force_refresh": "Force Mapping Refresh",
    "report_status": "Report",
    "listings": "Listings",
    "listings_filter": "Filter listings",
    "search_dock": "Search inventory",
    "search_text": "Search text",
    "search_results": "Search results",
    "history_dock": "History",
    "notice": "Notice",
}


def test_everything_that_automation_looks_for_has_its_name(shop: Shop) -> None:
    found = {name: shop.window.findChild(QWidget, name) for name in NAMES if name != "main_window"}
    found["main_window"] = shop.window
    assert {name: widget and widget.accessibleName() for name, widget in found.items()} == NAMES


def test_four_columns_at_first(shop: Shop) -> None:
    assert tuple(shop.view.shown_columns()) == FIRST
    names = [shop.model.headerData(column, Qt.Orientation.Horizontal) for column in FIRST]
    assert names == ["Ignore Sync", "SKU", "Item Title", "Linked To"]


def test_a_count_filters_and_the_text_narrows(shop: Shop) -> None:
    unlinked = count_button(shop, "unlinked_count")
    unlinked.click()
    shop.settle()
    assert shop.model.rowCount() == len(shop.keys("is:unlinked"))
    shop.bar.field.setText("mug")
    shop.settle()
    assert list(shop.model.ids) == shop.keys("is:unlinked mug")
    shop.bar.clear()
    shop.settle()
    assert shop.model.rowCount() == 303


def test_a_big_channel_is_filtered_out_of_memory_and_nothing_jumps(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    queries, channel = shop.services.queries, shop.window.channel
    assert channel is not None
    monkeypatch.setattr(queries, "_in_memory_from", 1)
    shop.view.scrollToBottom()
    top, before = shop.view.rowAt(0), list(shop.model.ids)
    assert not shop.read(lambda: queries.is_prepared(channel.id))
    shop.window.commands["reload"].trigger()
    shop.settle()
    assert shop.read(lambda: queries.is_prepared(channel.id))
    assert (shop.view.rowAt(0), list(shop.model.ids)) == (top, before)
    QTest.keyClicks(shop.bar.field, "mug")
    shop.settle()
    found = list(shop.model.ids)
    monkeypatch.setattr(queries, "_index", None)
    assert found == shop.keys("mug") != before


def test_a_wrong_filter_is_said_in_words_and_leaves_the_list(shop: Shop) -> None:
    shop.show("all", "max:>abc")
    assert "not a number" in shop.bar.error.text()
    assert shop.bar.field.property("wrong") == "true"
    assert shop.model.rowCount() == 303
    shop.show("all", "zzzzzz")
    assert not shop.bar.error.isVisible()
    assert shop.window.panel.empty.isVisible()
    shop.window.panel.empty.button.click()
    shop.settle()
    assert shop.view.isVisible()


@pytest.mark.parametrize("column", list(Column), ids=lambda column: column.key)
def test_every_column_sorts_both_ways_and_keeps_every_listing(shop: Shop, column: Column) -> None:
    everything = sorted(shop.model.ids)
    header = shop.view.horizontalHeader()
    orders = []
    for _ in range(2):
        header.sectionClicked.emit(column)
        shop.settle()
        orders.append(list(shop.model.ids))
    assert sorted(orders[0]) == sorted(orders[1]) == everything
    assert header.sortIndicatorSection() == column


def test_search_enter_double_click_links_and_linked_to_shows_it(shop: Shop, answers: list[str]) -> None:
    shop.show("unlinked")
    row = shop.select("KIT-07455" if shop.listing("KIT-7455").item_key else "KIT-7455")
    assert "KIT-7455" in shop.dock.target.text()
    shop.search("KIT-07455")
    index = shop.dock.proxy.index(0, 0)
    assert index.data() == "KIT-07455"
    links = int(shop.dock.proxy.index(0, 3).data())
    before = count_button(shop, "linked_count").text()
    shop.dock.results.doubleClicked.emit(index)
    shop.settle()
    assert shop.listing("KIT-7455").linked_to == "KIT-07455"
    assert text_of(shop, row, Column.LINKED_TO) == "KIT-07455"
    assert int(shop.dock.proxy.index(0, 3).data()) == links + 1
    assert int(count_button(shop, "linked_count").text()) == int(before) + 1
    assert "Linked KIT-7455 to KIT-07455" in shop.window.status.said
    # The row stays, dimmed, until the list is read again.
    assert shop.model.decided == 1
    assert "1 decided" in shop.window.status._numbers.text()
    shop.window.commands["reload"].trigger()
    shop.settle()
    assert shop.model.decided == 0
    assert shop.model.rowCount() == len(shop.keys("is:unlinked"))


def test_ctrl_enter_links_and_goes_to_the_next_unlinked(shop: Shop, answers: list[str]) -> None:
    shop.show("unlinked")
    row = shop.select("KIT-7455")
    shop.search("KIT-07455")
    QTest.keyClick(shop.dock.results, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    shop.settle()
    assert shop.listing("KIT-7455").linked_to == "KIT-07455"
    assert shop.view.currentIndex().row() == row + 1
    assert shop.view.current_listing().state is not State.LINKED  # type: ignore[union-attr]


def test_replacing_a_link_asks_and_undo_brings_the_old_one_back(shop: Shop, answers: list[str]) -> None:
    shop.select("KIT-7455")
    for sku in ("KIT-07455", "KIT-07497"):
        shop.search(sku)
        shop.dock.link(go_on=False)
        shop.settle()
    assert shop.listing("KIT-7455").linked_to == "KIT-07497"
    assert any("is linked to KIT-07455" in text for text in answers)
    shop.window.commands["undo"].trigger()
    shop.settle()
    assert shop.listing("KIT-7455").linked_to == "KIT-07455"
    shop.window.commands["redo"].trigger()
    shop.settle()
    assert shop.listing("KIT-7455").linked_to == "KIT-07497"


def test_a_no_leaves_the_link_as_it_is(shop: Shop, monkeypatch: pytest.MonkeyPatch, answers: list[str]) -> None:
    from rakumap.gui.plain import Ask

    shop.select("KIT-7455")
    shop.search("KIT-07455")
    shop.dock.link(go_on=False)
    shop.settle()
    monkeypatch.setattr(Ask, "confirm", lambda *_, **__: False)
    shop.search("KIT-07497")
    shop.dock.link(go_on=False)
    shop.settle()
    assert shop.listing("KIT-7455").linked_to == "KIT-07455"
    assert shop.window.mapping._busy == set()


def test_space_and_a_click_turn_ignore_sync(shop: Shop) -> None:
    row = shop.select("KIT-7455")
    QTest.keyClick(shop.view, Qt.Key.Key_Space)
    shop.settle()
    assert shop.listing("KIT-7455").ignore_sync
    index = shop.model.index(row, Column.IGNORE_SYNC)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Ignore Sync: on"
    place = shop.view.visualRect(index).center()
    QTest.mouseClick(shop.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    shop.settle()
    assert not shop.listing("KIT-7455").ignore_sync


def test_delete_unlinks_and_n_says_no_item(shop: Shop, answers: list[str]) -> None:
    shop.show("linked")
    linked = shop.view.listings.listing(shop.model.key_at(0))
    assert linked is not None
    shop.select(linked.sku)
    QTest.keyClick(shop.view, Qt.Key.Key_Delete)
    shop.settle()
    assert shop.listing(linked.sku).item_key is None
    QTest.keyClick(shop.view, Qt.Key.Key_N)
    shop.settle()
    assert shop.listing(linked.sku).state is State.NO_ITEM
    assert shop.bar._chips["no_item"].isVisible()


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_f2_edits_a_limit_checks_it_and_blank_clears(shop: Shop) -> None:
    shop.window._columns.show((*FIRST, Column.MAX_LISTED))
    row = shop.select("KIT-7455")

    def type_limit(text: str) -> None:
        QTest.keyClick(shop.view, Qt.Key.Key_F2)
        editor = shop.view.focusWidget()
        editor.setText(text)  # type: ignore[attr-defined]
        QTest.keyClick(editor, Qt.Key.Key_Return)
        shop.settle()

    type_limit("12")
    assert shop.listing("KIT-7455").limits.max_listed == 12
    assert text_of(shop, row, Column.MAX_LISTED) == "12"
    type_limit("1_000")
    assert "whole number" in shop.window.status.said
    # A banner would push the row away from under the hand.
    assert not shop.window.panel.notice.isVisible()
    assert shop.view.state() == QAbstractItemView.State.EditingState
    QTest.keyClick(shop.view.focusWidget(), Qt.Key.Key_Escape)
    assert shop.listing("KIT-7455").limits.max_listed == 12
    type_limit("")
    assert shop.listing("KIT-7455").limits.max_listed is None


def test_limits_of_a_selection_are_one_step(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.show("all", "mug")
    shop.view.selectAll()
    chosen = shop.view.chosen_keys()
    assert shop.view.chosen_count() == len(chosen) == shop.model.rowCount() > 2
    monkeypatch.setattr(SetValuesDialog, "ask", lambda *_: {"max_listed": 7, "ignore_sync": True})
    shop.window.commands["set_values"].trigger()
    shop.settle()
    rows = shop.read(lambda: shop.services.queries.rows(chosen))
    assert {(row.limits.max_listed, row.ignore_sync) for row in rows.values()} == {(7, True)}
    from rakumap.gui.undo_dialog import UndoDialog

    monkeypatch.setattr(UndoDialog, "confirm", lambda *_: True)
    shop.window.commands["undo"].trigger()
    shop.settle()
    rows = shop.read(lambda: shop.services.queries.rows(chosen))
    assert {row.limits.max_listed for row in rows.values()} != {7}


def test_rows_are_copied_as_a_spreadsheet_reads_them(shop: Shop) -> None:
    shop.show("all", 'title:"Sale!"')
    shop.view.selectAll()
    shop.window.commands["copy_headers"].trigger()
    shop.settle()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Ignore Sync\tSKU\tItem Title\tLinked To"
    assert "<b>Sale!</b>" in lines[1]


def test_the_column_chooser_shows_hides_and_is_remembered(shop: Shop) -> None:
    shop.window.commands["columns"].trigger()
    dialog = shop.window.findChild(ColumnChooser, "column_chooser")
    assert dialog is not None
    assert [box.text() for box in dialog.boxes.values()][:4] == ["Ignore Sync", "SKU", "Item Title", "Linked To"]
    assert len(dialog.boxes) == len(Column)
    dialog.boxes[Column.BARCODE].click()
    dialog.boxes[Column.LINKED_TO].click()
    dialog.close()
    assert shop.view.shown_columns() == [Column.IGNORE_SYNC, Column.SKU, Column.TITLE, Column.BARCODE]
    kept = next(iter(shop.window._settings.value.layouts.values()))
    assert kept.columns == ("ignore_sync", "sku", "title", "barcode")


def _linked(shop: Shop) -> Iterator[Listing]:
    assert shop.window.channel is not None
    return shop.services.queries.listings(ListingQuery(shop.window.channel.id, "is:linked"), UTC)


def test_auto_link_shows_what_it_would_do_and_one_undo_takes_it_back(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rakumap.gui.undo_dialog import UndoDialog

    monkeypatch.setattr(UndoDialog, "confirm", lambda *_: True)
    before = len(shop.keys("is:linked"))
    channel = shop.window.channel
    assert channel is not None
    dialog = AutoLinkDialog(shop.window._context, shop.window, channel, shop.window.mapping.link_certain)
    dialog.open()
    shop.settle()
    count = dialog.model.rowCount()
    assert count > 50
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    shop.settle()
    assert not dialog.isVisible()
    assert len(shop.keys("is:linked")) == before + count
    reasons = {row.link_reason for row in shop.read(lambda: list(_linked(shop)))}
    assert {"equal_sku", "equal_barcode"} <= reasons
    shop.window.commands["undo"].trigger()
    shop.settle()
    assert len(shop.keys("is:linked")) == before


def test_a_commit_of_somebody_else_shows_within_two_seconds(shop: Shop) -> None:
    row = shop.select("KIT-7455")
    key = shop.listing("KIT-7455").key
    shop.read(lambda: shop.services.mapping.set_limits([key], {"max_listed": 3}))
    shop.bot.waitUntil(lambda: shop.model.listing(key).limits.max_listed == 3, timeout=2000)  # type: ignore[union-attr]
    assert shop.view.currentIndex().row() == row


def test_rows_that_come_and_go_wait_while_something_is_selected(shop: Shop) -> None:
    shop.show("unlinked")
    shop.select("KIT-7455")
    ids = list(shop.model.ids)
    other = next(key for key in ids if shop.model.listing(key).sku not in ("KIT-7455", ""))  # type: ignore[arg-type,union-attr]
    item = shop.read(lambda: shop.services.queries.search("KIT-07497"))[0]
    shop.read(lambda: shop.services.mapping.link(other, item.key))  # type: ignore[arg-type]
    shop.bot.waitUntil(lambda: shop.model.decided == 1, timeout=3000)
    assert list(shop.model.ids) == ids
    assert shop.window.panel.notice.isVisible()
    shop.view.clearSelection()
    shop.window.commands["reload"].trigger()
    shop.settle()
    assert len(shop.model.ids) == len(ids) - 1


def test_plain_letters_can_be_switched_off(shop: Shop) -> None:
    shop.window._settings.put(letter_keys=False)
    shop.select("KIT-7455")
    QTest.keyClick(shop.view, Qt.Key.Key_N)
    shop.settle()
    assert shop.listing("KIT-7455").state is State.PLAIN
    assert shop.view.currentIndex().data(KEY_ROLE) == shop.listing("KIT-7455").key


def test_a_hostile_title_is_shown_as_it_is(shop: Shop) -> None:
    shop.show("all", 'title:"Sale!"')
    index = shop.model.index(0, Column.TITLE)
    assert index.data().startswith("<b>Sale!</b>")
    assert "&lt;b&gt;Sale!" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_the_history_goes_back_to_a_step(shop: Shop, answers: list[str]) -> None:
    shop.select("KIT-7455")
    for _ in range(3):
        QTest.keyClick(shop.view, Qt.Key.Key_Space)
        shop.settle()
    shop.window.commands["history_dock"].trigger()
    shop.settle()
    history = shop.window.history_dock
    history.table.selectRow(2)
    history.go()
    shop.settle()
    entries = history.model.entries
    assert [entry.undone for entry in entries[:3]] == [True, True, False]
    assert history.model.index(0, 1).data().startswith("Undone: ")


def test_an_entry_that_is_off_says_why(shop: Shop) -> None:
    shop.select("KIT-7455")
    unlink = shop.window.commands["unlink"]
    assert not unlink.isEnabled()
    assert "linked" in unlink.statusTip()


def test_reading_again_keeps_the_place_and_another_filter_begins_at_the_top(shop: Shop) -> None:
    shop.view.scrollToBottom()
    top = shop.view.rowAt(0)
    shop.settle()
    shop.window.commands["reload"].trigger()
    shop.settle()
    assert shop.view.rowAt(0) == top
    shop.show("all", "a")
    assert shop.view.rowAt(0) == 0


def test_the_layout_and_the_sort_come_back_with_the_channel(shop: Shop) -> None:
    shop.window._columns.show((Column.TITLE, Column.SKU, Column.PRICE))
    shop.view.horizontalHeader().sectionClicked.emit(Column.PRICE)
    shop.settle()
    shop.view.horizontalHeader().resizeSection(Column.SKU, 222)
    shop.window._columns.keep()
    channel = shop.window.channel
    assert channel is not None
    shop.window._channel = None
    shop.view.show_columns(FIRST)
    shop.window._columns._channel = None
    shop.window.open_channel(channel.id)
    shop.settle()
    assert shop.view.shown_columns() == [Column.TITLE, Column.SKU, Column.PRICE]
    assert shop.view.columnWidth(Column.SKU) == 222
    assert shop.view.horizontalHeader().sortIndicatorSection() == Column.PRICE
    prices = [shop.model.listing(key).price for key in shop.model.loaded()]  # type: ignore[union-attr]
    assert prices == sorted(prices, key=lambda price: (price is None, price))


def test_a_removed_last_channel_shows_the_first_start(shop: Shop) -> None:
    channel = shop.window.channel
    assert channel is not None
    shop.read(lambda: shop.services.channels.remove(channel.id))
    shop.bot.waitUntil(lambda: shop.window.channel is None, timeout=3000)
    shop.settle()
    page = shop.window.findChild(QWidget, "first_start")
    assert page is not None
    assert page.isVisible()
    assert not shop.window.commands["force"].isEnabled()
    assert "Add a channel first" in shop.window.commands["force"].statusTip()
    shop.window.commands["undo"].trigger()
    shop.settle()
    assert shop.window.channel is not None
    assert shop.view.isVisible()


def test_all_twenty_columns_fit_no_text_is_cut_in_the_header_card(shop: Shop) -> None:
    header = shop.window.header
    for name in ("import_min_max", "force_refresh", "total_active", "linked_count", "unlinked_count"):
        button = count_button(shop, name)
        assert button.width() >= button.sizeHint().width(), name
        assert header.rect().contains(button.geometry()), name
    assert shop.window.width() == 1280


def test_what_came_of_a_report_stays_said_with_its_buttons_when_the_list_has_changed(shop: Shop) -> None:
    notice, pressed = shop.window.panel.notice, list[str]()
    shop.window.show_notice("success", "Merged.", [("9 problems…", lambda: pressed.append("problems"))])
    for new in (1, 2):
        shop.window._tell_news(new, 0)
        assert notice.text == f"Merged. The list has changed: {new} new."
        assert [button.text() for button in notice._buttons] == ["9 problems…", "Read Again (F5)"]
    notice._buttons[0].click()
    assert pressed == ["problems"]
    shop.window._tell_news(3, 0)
    assert notice.text == "The list has changed: 3 new."
    assert [button.text() for button in notice._buttons] == ["Read Again (F5)"]


def test_a_link_stands_in_its_row_before_anything_else_is_read_and_the_neighbours_stay(shop: Shop) -> None:
    shop.show("unlinked")
    row = shop.select("RAK-PNT-027")
    key, rows_before = shop.model.key_at(row), list(shop.model.ids)
    found = shop.read(lambda: shop.services.queries.item_named("PNT-027"))
    assert found is not None
    order: list[str] = []
    shop.window.mapping.rows_read.connect(
        lambda rows: order.append(f"row {shop.model.index(row, Column.LINKED_TO).data()}")
    )
    shop.window.mapping.applied.connect(lambda _: order.append("the rest"))
    shop.window.mapping.link(key, found.key)
    shop.settle()
    assert order == ["row PNT-027", "the rest"]
    assert shop.listing("RAK-PNT-027").linked_to == "PNT-027"
    assert list(shop.model.ids) == rows_before
    assert shop.model.stale == {key}


def test_rows_are_drawn_with_their_texts_ticks_and_the_ground_of_the_selection(shop: Shop, theme: Theme) -> None:
    row = shop.select("RAK-PNT-027")
    model, ratio = shop.model, shop.view.viewport().devicePixelRatio()
    picture = shop.view.viewport().grab().toImage()

    def colors(place: int, column: Column) -> set[str]:
        rect = shop.view.visualRect(model.index(place, column)).adjusted(2, 2, -2, -2)
        found = picture.copy(QRect(rect.topLeft() * ratio, rect.size() * ratio))
        return {found.pixelColor(x, y).name() for x in range(found.width()) for y in range(found.height())}

    ground = {False: {theme.color("card").name(), theme.color("row").name()}, True: {theme.color("selection").name()}}
    for place in (row, row - 1):
        for column in (Column.SKU, Column.IGNORE_SYNC):
            drawn = colors(place, column)
            assert drawn & ground[place == row]
            if column is Column.SKU:  # the box of a tick has the colour of a card everywhere
                assert not drawn & ground[place != row]
            assert len(drawn) > 3, "there is a text or a tick, with smooth edges"
    model._rows.clear()
    shop.view.viewport().update()
    picture = shop.view.viewport().grab().toImage()
    assert colors(row - 1, Column.SKU) <= ground[False]


def test_many_filters_typed_at_once_end_with_the_last_one(shop: Shop) -> None:
    """Readings that are given up before they began must not keep the last one waiting for ever."""
    loader = shop.window._loader
    for number in range(40):
        loader.narrow(f"title:{number}")
    loader.narrow("mug")
    shop.settle()
    assert list(shop.model.ids) == shop.keys("mug")
    loader.narrow("")
    shop.settle()
    assert shop.model.rowCount() == 303


def test_redo_is_possible_as_soon_as_the_row_shows_that_a_step_was_undone(shop: Shop) -> None:
    key = shop.model.key_at(shop.select("RAK-PNT-027"))
    shop.window.mapping.set_ignored([key], True)
    shop.settle()
    possible: list[bool] = []
    shop.window.mapping.rows_read.connect(lambda _: possible.append(shop.window.commands["redo"].isEnabled()))
    shop.window.mapping.undo()
    shop.settle()
    assert possible == [True]


@pytest.mark.parametrize(
    ("key", "modifier", "name"),
    [
        (Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier, "auto_link"),
        (Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier, "review"),
    ],
)
def test_auto_link_and_review_open_by_their_keys(
    shop: Shop, key: Qt.Key, modifier: Qt.KeyboardModifier, name: str
) -> None:
    seen: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            seen.append(dialog.objectName())
            QTest.keyClick(dialog, Qt.Key.Key_Escape)

    shop.view.setFocus()
    QTimer.singleShot(0, look)
    QTest.keyClick(shop.view, key, modifier)
    assert seen == [name]
    shop.settle()

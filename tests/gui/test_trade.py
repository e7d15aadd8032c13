"""Quantities sent by hand, and the Orders dock, on the sample shop with an outbox and an orders file of its own."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPushButton, QToolButton

from rakumap.core.model import Listing
from rakumap.gui.orders_dock import Part
from rakumap.gui.submit_dialog import SubmitDialog
from rakumap.store.catalog import Catalog
from rakumap.store.maintenance import RESTORED_AT
from tests.gui.conftest import Shop

HEADER = ("Order ID", "Line ID", "Date", "SKU", "Title", "Quantity", "Status")


@pytest.fixture
def trading(shop: Shop, tmp_path: Path) -> Shop:
    """The shop, with Inventory Sync on and places for quantities and orders."""
    channel = shop.window.channel
    assert channel is not None
    (tmp_path / "outbox").mkdir()
    (tmp_path / "orders").mkdir()
    places = {"outbox": str(tmp_path / "outbox"), "orders": str(tmp_path / "orders")}

    def switch() -> None:
        shop.services.channels.configure(channel.id, settings={**channel.settings, **places})
        shop.services.channels.sync(channel.id, True)

    shop.read(switch)
    shop.window.reload()
    shop.settle()
    return shop


def sent(tmp_path: Path) -> list[dict[str, str]]:
    """Every row of every quantity file, oldest first."""
    rows: list[dict[str, str]] = []
    for path in sorted((tmp_path / "outbox").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows += csv.DictReader(file)
    return rows


def order(tmp_path: Path, *lines: tuple[str, str, str, int]) -> None:
    """Put orders where the channel's orders come from: order, line, SKU, quantity."""
    with (tmp_path / "orders" / "orders.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEADER)
        now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        rows.writerows((one, line, now, sku, f"Title of {sku}", count, "open") for one, line, sku, count in lines)


def yes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Say yes to every preview; how many quantities each showed."""
    shown: list[int] = []

    def confirm(found: list[object], channel: str, parent: object, *, refused: str = "") -> bool:
        shown.append(len(found))
        return not refused

    monkeypatch.setattr(SubmitDialog, "confirm", confirm)
    return shown


def some_linked(shop: Shop) -> str:
    return next(row.sku for row in found(shop, "is:linked -is:ignored -is:duplicate") if (row.will_send or 0) > 2)


def found(shop: Shop, query: str) -> list[Listing]:
    """The listings of a filter, from the store."""
    rows = shop.read(lambda: shop.services.queries.rows(shop.keys(query)))
    return [rows[key] for key in shop.keys(query)]


def test_the_selection_is_shown_and_sent_and_the_row_says_so(
    trading: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = yes(monkeypatch)
    sku = some_linked(trading)
    trading.select(sku)
    trading.window.commands["submit_now"].trigger()
    trading.settle()
    assert shown == [1]
    row = trading.listing(sku)
    assert [(one["SKU"], one["Quantity"]) for one in sent(tmp_path)] == [(sku, str(row.will_send))]
    assert row.submitted_quantity == row.will_send
    assert "1 of 1" in trading.window.panel.notice.text


def test_everything_due_goes_out_once(trading: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = yes(monkeypatch)
    for _ in range(2):
        trading.window.commands["submit_channel"].trigger()
        trading.settle()
    assert shown[0] == len(sent(tmp_path)) > 20
    assert shown[1] == 0


def test_with_inventory_sync_off_the_preview_says_why_nothing_goes(shop: Shop, qtbot: object) -> None:
    channel = shop.window.channel
    assert channel is not None
    refused = shop.read(lambda: shop.services.submission.refusal(channel))
    assert refused is not None
    offers = shop.read(lambda: shop.services.submission.preview(channel.id))
    dialog = SubmitDialog(offers, channel.name, shop.window, refused="Inventory Sync is off.")
    shop.bot.addWidget(dialog)
    assert offers
    assert not dialog.send_button.isEnabled()


def test_after_a_restore_a_person_has_to_say_that_levels_are_right(
    trading: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: list[str]
) -> None:
    yes(monkeypatch)
    trading.read(lambda: Catalog(trading.services.database).put_meta(RESTORED_AT, "2026-01-01T00:00:00+00:00"))
    trading.window.commands["submit_channel"].trigger()
    trading.settle()
    assert "backup" in answers[0]
    assert sent(tmp_path)
    assert trading.read(lambda: trading.services.queries.meta(RESTORED_AT)) is None


def test_a_restored_store_says_so_with_a_button(trading: Shop, answers: list[str]) -> None:
    trading.read(lambda: Catalog(trading.services.database).put_meta(RESTORED_AT, "2026-01-01T00:00:00+00:00"))
    notice = trading.window.panel.notice
    notice.clear()
    trading.window.trade.look_for_restore()
    trading.settle()
    assert notice.isVisible()
    assert "out of a backup" in notice.text
    (button,) = [one for one in notice.findChildren(QPushButton) if one.isVisible()]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    trading.settle()
    assert "backup" in answers[0]
    assert "may go out again" in notice.text
    assert trading.read(lambda: trading.services.queries.meta(RESTORED_AT)) is None


def test_a_store_restored_meanwhile_says_so_until_a_person_puts_it_aside(trading: Shop) -> None:
    notice = trading.window.panel.notice
    trading.window.show_notice("info", "Something else")
    trading.read(lambda: Catalog(trading.services.database).put_meta(RESTORED_AT, "2026-01-01T00:00:00+00:00"))
    trading.window.reload()
    trading.settle()
    assert notice.text == "Something else"
    for said in (True, False):
        cross = notice.findChild(QToolButton, "notice_close")
        assert cross is not None
        QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
        trading.settle()
        assert ("out of a backup" in notice.text) is said
    trading.read(lambda: Catalog(trading.services.database).put_meta("another", "fact"))
    trading.window.reload()
    trading.settle()
    assert not notice.isVisible()


def test_an_order_waits_for_its_link_and_resolves_by_itself(trading: Shop, tmp_path: Path, answers: list[str]) -> None:
    unlinked = next(row.sku for row in found(trading, "is:plain -is:duplicate") if row.sku)
    linked = some_linked(trading)
    before = trading.listing(linked)
    order(tmp_path, ("A-1", "1", linked, 2), ("A-2", "1", unlinked, 1))
    dock = trading.window.orders_dock
    trading.window.commands["orders_dock"].trigger()
    trading.window.commands["get_orders"].trigger()
    trading.settle()
    after = trading.listing(linked)
    assert (after.item_in_open_orders or 0) - (before.item_in_open_orders or 0) == 2
    assert [row.sku for row in dock.model.rows] == [unlinked, linked]
    assert "waits" in dock.model.index(0, Part.ITEM).data()
    assert dock.model.index(1, Part.ITEM).data() == after.linked_to

    dock.table.selectRow(0)
    dock.go_button.click()
    trading.settle()
    current = trading.view.current_listing()
    assert current is not None
    assert current.sku == unlinked

    trading.search("mug")
    QTest.keyClick(trading.dock.results, Qt.Key.Key_Return)
    trading.settle()
    assert all(row.item_sku for row in dock.model.rows)
    assert "found their item" in dock.said.text()


def test_the_dock_can_show_only_lines_that_wait(trading: Shop, tmp_path: Path) -> None:
    order(tmp_path, ("A-1", "1", some_linked(trading), 2), ("A-2", "1", "NOT-LISTED", 1))
    dock = trading.window.orders_dock
    trading.window.commands["orders_dock"].trigger()
    trading.window.commands["get_orders"].trigger()
    trading.settle()
    assert dock.model.rowCount() == 2
    box = dock.findChild(QCheckBox)
    assert box is not None
    box.click()
    assert [row.sku for row in dock.model.rows] == ["NOT-LISTED"]
    assert "no such listing" in dock.model.index(0, Part.ITEM).data()


def test_a_held_quantity_is_released_from_the_menu(trading: Shop) -> None:
    commands = trading.window.commands
    sku = some_linked(trading)
    trading.select(sku)
    assert not commands["release"].isEnabled()
    assert "waits to be released" in commands["release"].toolTip()
    key = trading.listing(sku).key
    trading.read(lambda: trading.services.mapping.set_flag([key], "released", False))
    trading.window.reload()
    trading.settle()
    trading.select(sku)
    assert commands["release"].isEnabled()
    commands["release"].trigger()
    trading.settle()
    assert trading.listing(sku).released
    assert not commands["release"].isEnabled()
    commands["undo"].trigger()
    trading.settle()
    assert not trading.listing(sku).released


def test_a_listing_is_excluded_and_managed_again(trading: Shop) -> None:
    action = trading.window.commands["exclude"]
    sku = some_linked(trading)
    trading.select(sku)
    assert action.isEnabled()
    assert not action.isChecked()
    action.trigger()
    trading.settle()
    assert trading.listing(sku).excluded
    assert action.isChecked()
    action.trigger()
    trading.settle()
    assert not trading.listing(sku).excluded

"""Inventory > Pull Links and Push Links, against the stand-in of Linnworks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from rakumap.core.job import Job
from rakumap.gui.links_dialogs import DECISION, LISTING, OURS, THEIRS, Decision, PullLinksDialog, PushLinksDialog
from rakumap.services import secret_keeping
from tests.gui.conftest import Shop
from tests.servers.linnworks import SECRETS, LinnworksStand


@pytest.fixture
def stand(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[LinnworksStand]:
    monkeypatch.setattr(secret_keeping, "trusted_backend", lambda: None)
    with LinnworksStand(3) as running:
        source = shop.services.source
        settings = {"base_url": running.url, "source": "RAKUTEN", "sub_source": "Shop"}
        shop.read(lambda: source.configure("linnworks", settings, SECRETS))
        shop.read(lambda: source.pull(Job()))
        yield running


def skus(shop: Shop, query: str, count: int) -> list[str]:
    keys = shop.keys(query)
    found = shop.read(lambda: shop.services.queries.rows(keys))
    return [row.sku for row in found.values() if row.sku and not row.duplicate][:count]


def put(stand: LinnworksStand, sku: str, place: int) -> str:
    key, one = list(stand.items.items())[place]
    row: dict[str, Any] = {"SKU": sku, "StockItemId": key, "Source": "RAKUTEN", "SubSource": "Shop"}
    stand._create({"inventoryItemChannelSKUs": [row]})
    return str(one["ItemNumber"])


def here(shop: Shop, skus: list[str]) -> list[str | None]:
    return [shop.listing(sku).linked_to for sku in skus]


def there(stand: LinnworksStand) -> dict[str, str]:
    return {row["SKU"]: str(stand.items[row["StockItemId"]]["ItemNumber"]) for row in stand.links.values()}


def opened(shop: Shop) -> PullLinksDialog:
    shop.window.commands["pull_links"].trigger()
    shop.settle()
    found = shop.window.findChild(PullLinksDialog)
    assert found is not None
    return found


def test_only_what_was_ticked_is_replaced(shop: Shop, stand: LinnworksStand) -> None:
    first, second = skus(shop, "is:linked", 2)
    (free,) = skus(shop, "is:unlinked", 1)
    theirs = [put(stand, sku, place) for place, sku in enumerate((first, second, free))]
    ours = [shop.listing(sku).linked_to for sku in (first, second)]
    dialog = opened(shop)
    table = dialog.table
    assert shop.listing(free).linked_to is None
    rows = range(table.rowCount())
    sides = [tuple(str(table.model().index(row, column).data()) for column in (LISTING, OURS, THEIRS)) for row in rows]
    assert set(sides) == {(first, ours[0], theirs[0]), (second, ours[1], theirs[1])}
    row = next(row for row in rows if sides[row][0] == first)
    rect = table.visualRect(table.model().index(row, LISTING))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.left() + 14, rect.center().y()))
    assert [one.sku for one in dialog.taken] == [first]
    QTest.mouseClick(dialog.apply_button, Qt.MouseButton.LeftButton)
    shop.settle()
    assert [shop.listing(sku).linked_to for sku in (first, second, free)] == [theirs[0], ours[1], theirs[2]]
    assert "2 links were taken over" in shop.window.panel.notice.text
    shop.read(shop.services.mapping.undo)
    assert [shop.listing(sku).linked_to for sku in (first, second, free)] == [*ours, None]


def test_cancel_changes_nothing(shop: Shop, stand: LinnworksStand) -> None:
    (free,) = skus(shop, "is:unlinked", 1)
    put(stand, free, 0)
    QTest.keyClick(opened(shop), Qt.Key.Key_Escape)
    shop.settle()
    assert shop.listing(free).linked_to is None


# out ------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def linked(shop: Shop, stand: LinnworksStand) -> list[str]:
    """Four listings, linked to the three items of the account and, the fourth, to the first of them again."""
    chosen = skus(shop, "is:unlinked", 4)
    items = [str(one["ItemNumber"]) for one in stand.items.values()]
    for sku, item in zip(chosen, [*items, items[0]], strict=True):
        found = shop.read(partial(shop.services.queries.item_named, item))
        assert found is not None
        shop.read(partial(shop.services.mapping.link, shop.listing(sku).key, found.key))
    return chosen


def push_dialog(shop: Shop) -> PushLinksDialog:
    shop.window.commands["push_links"].trigger()
    shop.settle()
    found = shop.window.findChild(PushLinksDialog)
    assert found is not None
    return found


def decide(dialog: PushLinksDialog, sku: str, decision: Decision) -> str:
    """Select a listing, press the button, and read what the row says then."""
    model, table = dialog.table.model(), dialog.table
    row = next(row for row in range(model.rowCount()) if model.index(row, LISTING).data() == sku)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(model.index(row, OURS)).center())
    QTest.mouseClick(dialog.choices[decision], Qt.MouseButton.LeftButton)
    return str(model.index(row, DECISION).data())


def test_links_go_out_and_each_conflict_as_it_was_decided(shop: Shop, stand: LinnworksStand, linked: list[str]) -> None:
    first, second, third, fourth = linked
    ours = here(shop, linked)
    put(stand, first, 1)
    theirs = put(stand, second, 2)
    put(stand, third, 0)
    before = there(stand)
    dialog = push_dialog(shop)
    assert there(stand) == before
    assert decide(dialog, first, Decision.SEND) == "Send ours"
    assert decide(dialog, second, Decision.TAKE) == "Keep theirs"
    assert decide(dialog, third, Decision.SEND) == "Send ours"
    assert decide(dialog, third, Decision.LEAVE) == "Leave"
    assert decide(dialog, fourth, Decision.SEND) == "Is sent"
    assert "Keep 1 of Theirs" in dialog.apply_button.text()
    QTest.mouseClick(dialog.apply_button, Qt.MouseButton.LeftButton)
    shop.settle()
    assert {sku: there(stand)[sku] for sku in linked} == {
        first: ours[0],
        second: theirs,
        third: before[third],
        fourth: ours[3],
    }
    assert here(shop, linked) == [ours[0], theirs, ours[2], ours[3]]
    notice = shop.window.panel.notice
    assert "1 changed" in notice.text
    assert "Kept theirs for 1 listing" in notice.text
    assert "Automation Logs" in notice.offers[-1][0]
    events = [run.event for run in shop.read(shop.services.queries.runs)]
    assert events[:2] == ["SOURCE_LINKS_PUSH", "SOURCE_LINKS_PULL"]
    shop.read(shop.services.mapping.undo)
    assert here(shop, linked) == ours


def test_a_push_that_is_not_confirmed_sends_nothing(shop: Shop, stand: LinnworksStand, linked: list[str]) -> None:
    put(stand, linked[0], 1)
    before = there(stand)
    QTest.keyClick(push_dialog(shop), Qt.Key.Key_Escape)
    shop.settle()
    assert there(stand) == before
    assert "SOURCE_LINKS_PUSH" not in {run.event for run in shop.read(shop.services.queries.runs)}


def test_a_push_that_fails_says_why(shop: Shop, stand: LinnworksStand, linked: list[str]) -> None:
    dialog = push_dialog(shop)
    stand.fail("drop", "CreateInventoryItemChannelSKUs", 1)
    QTest.mouseClick(dialog.apply_button, Qt.MouseButton.LeftButton)
    shop.settle()
    assert shop.window.panel.notice.kind == "warning"
    (run, *_) = shop.read(shop.services.queries.runs)
    assert (run.event, run.outcome, run.code) == ("SOURCE_LINKS_PUSH", "failed", "submit_unknown")

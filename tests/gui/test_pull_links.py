"""Inventory > Pull Links From the Source, against the stand-in of Linnworks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from rakumap.core.job import Job
from rakumap.gui.pull_links_dialog import LISTING, OURS, THEIRS, PullLinksDialog
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
    assert "Took over 2 links" in shop.window.status.said
    shop.read(shop.services.mapping.undo)
    assert [shop.listing(sku).linked_to for sku in (first, second, free)] == [*ours, None]


def test_cancel_changes_nothing(shop: Shop, stand: LinnworksStand) -> None:
    (free,) = skus(shop, "is:unlinked", 1)
    put(stand, free, 0)
    QTest.keyClick(opened(shop), Qt.Key.Key_Escape)
    shop.settle()
    assert shop.listing(free).linked_to is None

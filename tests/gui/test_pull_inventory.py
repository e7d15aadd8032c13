"""Inventory > Pull Inventory From the Source, against the stand-in of Linnworks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from rakumap.core.model import PULL_EVENT
from rakumap.gui.automation_log import AutomationLogDialog
from rakumap.gui.problems_dialog import RefusedDialog
from rakumap.gui.runs_model import Column
from rakumap.services import secret_keeping
from tests.gui.conftest import Shop
from tests.servers.linnworks import SECRETS, LinnworksStand


@pytest.fixture
def stand() -> Iterator[LinnworksStand]:
    with LinnworksStand(30) as running:
        yield running


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """The keyring of whoever runs the tests is none of their business."""
    monkeypatch.setattr(secret_keeping, "trusted_backend", lambda: None)


def test_items_come_as_one_step(shop: Shop, stand: LinnworksStand) -> None:
    services, commands = shop.services, shop.window.commands
    shop.read(lambda: services.source.configure("linnworks", {"base_url": stand.url}, SECRETS))
    commands["pull_inventory"].trigger()
    shop.settle()
    assert "30 items were taken over" in shop.window.panel.notice.text
    entry = shop.read(services.queries.next_undo)
    assert entry is not None
    assert entry.count >= 30


def test_without_a_source_it_says_what_to_do(shop: Shop) -> None:
    shop.window.commands["pull_inventory"].trigger()
    shop.settle()
    assert "inventory source" in shop.window.panel.notice.text


def test_refused_rows_are_listed_and_the_pull_is_logged(shop: Shop, stand: LinnworksStand) -> None:
    services, commands = shop.services, shop.window.commands
    bad = next(iter(stand.items.values()))
    bad["ItemTitle"] = "A title with \x00 in it"
    shop.read(lambda: services.source.configure("linnworks", {"base_url": stand.url}, SECRETS))
    commands["pull_inventory"].trigger()
    shop.settle()
    notice = shop.window.panel.notice
    assert "29 items" in notice.text
    button = next(one for one in notice.findChildren(QPushButton) if one.text() == "Refused Rows…")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = shop.window.findChild(RefusedDialog)
    assert dialog is not None
    table = dialog.ui.problems
    assert [table.model().index(0, column).data() for column in (0, 1)] == ["1", bad["ItemNumber"]]
    assert table.rowCount() == 1
    dialog.close()
    log = AutomationLogDialog(shop.window._context, shop.window, shop.window.channel)
    shop.bot.addWidget(log)
    shop.settle()
    assert log.model.runs[0].event == PULL_EVENT
    texts = [log.model.index(0, column).data() for column in (Column.CHANNEL, Column.TOTAL, Column.NEW)]
    assert texts == ["Linnworks", "30", "29"]
    assert "29 items were taken over" in log.details(log.model.runs[0])

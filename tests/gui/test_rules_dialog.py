"""Mapping > Learned Rules: listed with counts, switched by their tick, to a file and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidgetItem

from rakumap.gui.files import Choose
from rakumap.gui.rules_dialog import LINKS, RULE, RulesDialog
from tests.gui.conftest import Shop


def opened(shop: Shop) -> RulesDialog:
    shop.window.commands["rules"].trigger()
    shop.settle()
    found = shop.window.findChild(RulesDialog)
    assert found is not None
    return found


def cell(dialog: RulesDialog, row: int, column: int) -> QTableWidgetItem:
    found = dialog.table.item(row, column)
    assert found is not None
    return found


def linked_by_hand(shop: Shop, prefix: str) -> None:
    """Three links of a person whose SKUs are the items' with a prefix."""

    def work() -> None:
        queries, channel = shop.services.queries, shop.window.channel
        assert channel is not None
        done = 0
        for key in keys:
            row = queries.rows([key])[key]
            item = queries.item_named(row.sku.removeprefix(prefix))
            if row.sku.startswith(prefix) and item is not None and done < 3:
                shop.services.mapping.link(row.key, item.key)
                done += 1
        assert done == 3

    keys = shop.keys("is:unlinked")
    shop.read(work)


def test_a_rule_is_switched_by_its_tick_and_goes_to_a_file(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked_by_hand(shop, "RAK-")
    dialog = opened(shop)
    texts = [cell(dialog, row, RULE).text() for row in range(dialog.table.rowCount())]
    row = texts.index("RAK- before the item's SKU")
    tick = cell(dialog, row, RULE)
    assert tick.checkState() is Qt.CheckState.Unchecked
    assert int(cell(dialog, row, LINKS).text()) > 0
    tick.setCheckState(Qt.CheckState.Checked)
    shop.settle()
    channel = shop.window.channel
    assert channel is not None
    rules = shop.services.rules
    assert [one.on for one in shop.read(lambda: rules.all(channel.id)) if one.name == "prefix:RAK-"] == [True]
    assert "would link" in dialog.state.text()
    path = tmp_path / "rules.json"
    monkeypatch.setattr(Choose, "save_file", lambda *_: path)
    monkeypatch.setattr(Choose, "open_file", lambda *_: path)
    dialog.export_rules()
    shop.settle()
    assert "Exported" in dialog.state.text()
    shop.read(lambda: rules.switch(channel.id, "prefix:RAK-", on=False))
    dialog.import_rules()
    shop.settle()
    assert cell(dialog, row, RULE).checkState() is Qt.CheckState.Checked
    path.write_text("nonsense", encoding="utf-8")
    dialog.import_rules()
    shop.settle()
    assert "no file of learned rules" in dialog.state.text()
    dialog.reject()


def test_without_rules_it_says_how_one_comes(shop: Shop) -> None:
    dialog = opened(shop)
    assert "would link" in dialog.state.text()
    dialog._show([])
    assert (dialog.table.rowCount(), "three links of one shape" in dialog.state.text()) == (0, True)
    dialog.reject()

"""The import wizard: reading, columns, verdicts, one undo step."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from rakumap.core.model import Limits
from rakumap.gui.files import Choose
from rakumap.gui.import_wizard import CHECK, COLUMNS, FILE, ImportWizard
from rakumap.gui.verdicts_model import Column, VerdictsModel
from rakumap.store.imports import Verdict
from tests.gui.dialogs.conftest import Shop


def wizard(qtbot: QtBot, shop: Shop, kind: str, path: Path) -> ImportWizard:
    dialog = ImportWizard(shop.context, None, kind, shop.channel)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.open_file(path)
    qtbot.waitUntil(shop.ready)
    return dialog


def to_check(qtbot: QtBot, shop: Shop, dialog: ImportWizard) -> None:
    dialog.ui.next_button.click()
    assert dialog.ui.pages.currentIndex() == COLUMNS
    dialog.ui.next_button.click()
    qtbot.waitUntil(lambda: shop.ready() and dialog.ui.pages.currentIndex() == CHECK)


def limits_of(shop: Shop, sku: str) -> Limits:
    with shop.off_thread():
        return shop.services.queries.find_listings(shop.channel.id, sku)[0].limits


def test_limits_are_judged_then_imported_as_one_step(qtbot: QtBot, full_shop: Shop) -> None:
    shop = full_shop
    dialog = wizard(qtbot, shop, "limits", shop.sample / "limits.csv")
    assert dialog.ui.preview.rowCount() == 12
    assert "UTF-8" in dialog.ui.read_text.text()
    to_check(qtbot, shop, dialog)
    assert dialog.ui.next_button.text() == "&Import 25 of 40"
    model = dialog._check.model
    assert model.rowCount() == 40
    dialog.ui.refused_check.setChecked(True)
    qtbot.waitUntil(lambda: shop.ready() and model.rowCount() == 15)
    assert model.index(0, Column.VERDICT).data() == "✕ Refused"
    assert model.index(0, Column.REASON).data().startswith("There is no listing of this SKU")
    assert limits_of(shop, "T.4531").max_listed is None
    dialog.ui.next_button.click()
    qtbot.waitUntil(lambda: dialog.applied is not None)
    assert limits_of(shop, "T.4531").max_listed == 5
    with shop.off_thread():
        shop.services.mapping.undo()
    assert limits_of(shop, "T.4531").max_listed is None


def test_refused_rows_can_be_saved_with_the_reason(
    qtbot: QtBot, full_shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = wizard(qtbot, full_shop, "limits", full_shop.sample / "limits.csv")
    to_check(qtbot, full_shop, dialog)
    target = tmp_path / "refused.csv"
    monkeypatch.setattr(Choose, "save_file", lambda *_: target)
    dialog.ui.save_button.click()
    qtbot.waitUntil(lambda: "15" in dialog.ui.progress_text.text())
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "SKU,MaxListedQuantity,EndWhenStock,StockPercentage,Reason"
    assert len(lines) == 16


def test_a_missing_column_is_said_and_can_be_chosen(qtbot: QtBot, full_shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("Ding;Hoechstens\nT.4531;7\n", encoding="utf-8")
    dialog = wizard(qtbot, full_shop, "limits", path)
    dialog.ui.next_button.click()
    assert "SKU" in dialog.ui.message_text.text()
    assert not dialog.ui.next_button.isEnabled()
    for field, header in (("sku", "Ding"), ("max_listed", "Hoechstens")):
        combo = dialog._map.combos[field]
        combo.setCurrentIndex(combo.findData(header))
        combo.activated.emit(combo.currentIndex())
        qtbot.waitUntil(full_shop.ready)
    assert dialog.ui.next_button.isEnabled()
    assert not dialog.ui.message.isVisible()
    dialog._map.defaults["end_when"].setText("2")
    dialog.ui.next_button.click()
    qtbot.waitUntil(lambda: full_shop.ready() and dialog.ui.pages.currentIndex() == CHECK)
    dialog.ui.next_button.click()
    qtbot.waitUntil(lambda: dialog.applied is not None)
    assert limits_of(full_shop, "T.4531") == Limits(7, 2, None)


def test_the_way_a_header_was_read_is_remembered(qtbot: QtBot, full_shop: Shop, tmp_path: Path) -> None:
    test_a_missing_column_is_said_and_can_be_chosen(qtbot, full_shop, tmp_path)
    assert full_shop.saved
    dialog = wizard(qtbot, full_shop, "limits", tmp_path / "odd.csv")
    assert dialog._map.mapping()["sku"] == "Ding"
    assert dialog._map.default_texts() == {"end_when": "2"}
    assert dialog.ui.next_button.isEnabled()


def test_a_known_column_can_be_left_out(qtbot: QtBot, full_shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_text("SKU,MaxListedQuantity,EndWhenStock\nT.4531,7,3\n", encoding="utf-8")
    dialog = wizard(qtbot, full_shop, "limits", path)
    dialog.ui.next_button.click()
    combo = dialog._map.combos["end_when"]
    combo.setCurrentIndex(0)
    combo.activated.emit(0)
    qtbot.waitUntil(full_shop.ready)
    assert combo.currentIndex() == 0
    dialog.ui.next_button.click()
    qtbot.waitUntil(lambda: full_shop.ready() and dialog.ui.pages.currentIndex() == CHECK)
    dialog.ui.next_button.click()
    qtbot.waitUntil(lambda: dialog.applied is not None)
    assert limits_of(full_shop, "T.4531") == Limits(7, None, None)


def test_a_file_of_unclear_encoding_is_asked_about_once(qtbot: QtBot, shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    path.write_bytes("SKU,Title\nA,ｶﾅ\n".encode("cp932"))
    dialog = wizard(qtbot, shop, "inventory", path)
    if dialog.ui.next_button.isEnabled():
        pytest.skip("the detection is sure of this file")
    assert "encoding" in dialog.ui.message_text.text()
    dialog.ui.encoding_combo.setCurrentIndex(dialog.ui.encoding_combo.findData("cp932"))
    dialog.ui.encoding_combo.activated.emit(dialog.ui.encoding_combo.currentIndex())
    qtbot.waitUntil(lambda: shop.ready() and dialog.ui.next_button.isEnabled())
    item = dialog.ui.preview.item(0, 1)
    assert item is not None
    assert item.text() == "ｶﾅ"


def test_utf16_inventory_makes_items(qtbot: QtBot, shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    path.write_bytes(codecs.BOM_UTF16_LE + "SKU\tTitle\tLevel\n0017\tMug\t4\n".encode("utf-16-le"))
    dialog = wizard(qtbot, shop, "inventory", path)
    to_check(qtbot, shop, dialog)
    dialog.ui.next_button.click()
    qtbot.waitUntil(lambda: dialog.applied is not None)
    with shop.off_thread():
        item = shop.services.queries.item_named("0017")
    assert item is not None
    assert item.level == 4


def test_a_json_inventory_names_its_columns_by_keys(qtbot: QtBot, shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "items.json"
    path.write_text('[{"sku": "0017", "title": "Mug", "level": 4, "pictures": []}, {"sku": "B", "level": [1]}]')
    dialog = wizard(qtbot, shop, "inventory", path)
    assert not dialog.ui.delimiter_combo.isEnabled()
    assert dialog.ui.encoding_combo.isEnabled()
    dialog.ui.next_button.click()
    assert "JSON" in dialog.ui.read_text.text()
    dialog.ui.next_button.click()
    qtbot.waitUntil(lambda: shop.ready() and dialog.ui.pages.currentIndex() == CHECK)
    dialog.ui.next_button.click()
    qtbot.waitUntil(lambda: dialog.applied is not None)
    with shop.off_thread():
        item = shop.services.queries.item_named("0017")
    assert item is not None
    assert (item.title, item.level) == ("Mug", 4)


def test_what_changed_meanwhile_is_judged_again(qtbot: QtBot, full_shop: Shop) -> None:
    dialog = wizard(qtbot, full_shop, "links", full_shop.sample / "links.csv")
    to_check(qtbot, full_shop, dialog)
    full_shop.put_in("links", "links.csv")
    dialog.ui.next_button.click()
    qtbot.waitUntil(lambda: full_shop.ready() and "checked again" in dialog.ui.message_text.text())
    assert dialog.applied is None
    assert dialog.ui.next_button.text() == "&Import 0 of 66"
    assert not dialog.ui.next_button.isEnabled()


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "empty"), (b"%PDF-1.4 x", "no table"), (b"<html><body>x", "web page")]
)
def test_what_is_no_table_is_said_in_words(
    qtbot: QtBot, shop: Shop, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    dialog = wizard(qtbot, shop, "inventory", path)
    assert words in dialog.ui.message_text.text()
    assert dialog.ui.pages.currentIndex() == FILE
    assert not dialog.ui.next_button.isEnabled()


def test_cancel_closes_at_once_and_changes_nothing(qtbot: QtBot, shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    path.write_text("SKU,Title\n" + "".join(f"S{n},T{n}\n" for n in range(60_000)), encoding="utf-8")
    dialog = wizard(qtbot, shop, "inventory", path)
    dialog.ui.next_button.click()
    dialog.ui.next_button.click()
    dialog.ui.cancel_button.click()
    assert not dialog.isVisible()
    qtbot.waitUntil(shop.ready, timeout=1_000)
    with shop.off_thread():
        assert shop.services.queries.item_count() == 0


def test_the_model_passes_the_tester_filled_and_emptied(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    asked: list[int] = []
    model = VerdictsModel(asked.append)
    qtmodeltester.check(model)
    model.begin(3)
    model.add(0, [Verdict(2, "A", "new", "", None, {}), Verdict(3, "<b>", "refused", "sku", "sku_unknown", {})])
    qtmodeltester.check(model)
    model.fetchMore()
    model.add(7, [])
    model.begin(0)
    qtmodeltester.check(model)
    assert asked[:1] == [0]
    assert 2 in asked

"""Settings > Channel Integration, Config, adding a channel."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from rakumap.gui import channel_integration, plain
from rakumap.gui.channel_config import ChannelConfigDialog
from rakumap.gui.channel_integration import ENABLED, MAPPING, SYNC, ChannelAddDialog, ChannelIntegrationDialog
from rakumap.gui.light import Light
from tests.gui.dialogs.conftest import Shop


def opened(qtbot: QtBot, shop: Shop) -> ChannelIntegrationDialog:
    dialog = ChannelIntegrationDialog(shop.context)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.ui.channels.rowCount() == 1 and shop.ready())
    return dialog


def light(dialog: ChannelIntegrationDialog, column: int) -> Light:
    found = dialog.widget_at(0, column)
    assert isinstance(found, Light)
    return found


def test_lights_say_on_and_off_in_words_and_switch_with_space(qtbot: QtBot, shop: Shop) -> None:
    dialog = opened(qtbot, shop)
    assert light(dialog, ENABLED).text() == "On"
    assert light(dialog, SYNC).text() == "Off"
    assert light(dialog, SYNC).accessibleName() == "Inventory Sync, Rakuten UK <b>: Off"
    light(dialog, SYNC).setFocus()
    qtbot.keyClick(light(dialog, SYNC), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: shop.ready() and light(dialog, SYNC).text() == "On")
    with shop.off_thread():
        assert shop.services.queries.channel(shop.channel.id).inventory_sync
    assert light(dialog, SYNC).hasFocus()


def test_a_click_on_enabled_switches_the_channel_off(qtbot: QtBot, shop: Shop) -> None:
    dialog = opened(qtbot, shop)
    qtbot.mouseClick(light(dialog, ENABLED), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shop.ready() and light(dialog, ENABLED).text() == "Off")
    with shop.off_thread():
        assert not shop.services.queries.channel(shop.channel.id).enabled


def test_mapping_gives_the_channel(qtbot: QtBot, shop: Shop) -> None:
    dialog = opened(qtbot, shop)
    qtbot.mouseClick(dialog.widget_at(0, MAPPING), Qt.MouseButton.LeftButton)
    assert dialog.chosen == shop.channel.id
    assert dialog.result() == 1


@pytest.mark.parametrize("yes", [True, False])
def test_remove_asks_and_keeps_the_channel_for_undo(
    qtbot: QtBot, shop: Shop, monkeypatch: pytest.MonkeyPatch, yes: bool
) -> None:
    asked: list[str] = []

    def choose(parent: object, title: str, text: str, choices: object, *, danger: bool = False) -> int | None:
        asked.append(text)
        return 0 if yes else None

    monkeypatch.setattr(plain.Ask, "choose", choose)
    dialog = opened(qtbot, shop)
    dialog.ui.remove_button.click()
    qtbot.waitUntil(shop.ready)
    assert "Undo brings it back" in asked[0]
    assert dialog.ui.channels.rowCount() == (0 if yes else 1)
    if yes:
        assert dialog.ui.pages.currentIndex() == 1
        with shop.off_thread():
            shop.services.mapping.undo()
            assert len(shop.services.queries.channels()) == 1


def test_add_makes_an_enabled_channel(qtbot: QtBot, shop: Shop) -> None:
    dialog = ChannelAddDialog(shop.context)
    qtbot.addWidget(dialog)
    assert not dialog.ui.add_button.isEnabled()
    dialog.ui.name_edit.setText("  Second ")
    dialog.ui.path_edit.setText(str(shop.reports))
    dialog.ui.add_button.click()
    qtbot.waitUntil(lambda: dialog.channel is not None)
    assert dialog.channel is not None
    assert (dialog.channel.name, dialog.channel.enabled) == ("Second", True)


def test_tab_goes_through_the_settings_of_a_kind_in_their_order(qtbot: QtBot, shop: Shop) -> None:
    dialog = ChannelAddDialog(shop.context)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(shop.ready)  # by then it is known where secrets can be kept
    combo = dialog.ui.kind_combo
    for kind in ("rakuten-france", "rakuten-ichiba"):  # those of the one before leave no gap
        combo.setCurrentIndex(combo.findData(kind))
    edits = dialog.connection._secret_edits
    qtbot.waitUntil(lambda: all(edit.isVisible() for edit in edits.values()))  # the layout shows them soon after
    combo.setFocus()
    passed = []
    for _ in range(5):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        passed.append(dialog.focusWidget().objectName())
    assert passed == [
        "setting_base_url",
        "secret_service_secret",
        "secret_license_key",
        "secrets_way",
        dialog.ui.enable_check.objectName(),
    ]


def test_add_says_that_a_name_is_taken(qtbot: QtBot, shop: Shop) -> None:
    dialog = ChannelAddDialog(shop.context, path=str(shop.reports))
    qtbot.addWidget(dialog)
    dialog.ui.name_edit.setText(shop.channel.name)
    dialog.ui.add_button.click()
    qtbot.waitUntil(shop.ready)
    assert dialog.channel is None
    assert "already" in dialog.ui.error_text.text()
    assert dialog.ui.add_button.isEnabled()


def test_show_for_returns_what_was_chosen(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel_integration.ChannelIntegrationDialog, "exec", lambda self: 0)
    assert ChannelIntegrationDialog.show_for(shop.context) is None


# ---- Config ------------------------------------------------------------------------------------------------------------


def config(qtbot: QtBot, shop: Shop) -> ChannelConfigDialog:
    dialog = ChannelConfigDialog(shop.context, None, shop.channel.id)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.channel is not None)
    return dialog


def test_config_tests_the_report_in_words(qtbot: QtBot, shop: Shop) -> None:
    dialog = config(qtbot, shop)
    dialog.ui.test_button.click()
    qtbot.waitUntil(lambda: bool(dialog.ui.test_result.text()))
    assert dialog.ui.test_result.text().startswith("✕ There is no report in the folder")
    shop.report("report-1.csv")
    dialog.ui.test_button.click()
    qtbot.waitUntil(lambda: dialog.ui.test_result.text().startswith("✓ Found the report"))
    assert dialog.ui.test_button.text() == "&Test"


def test_config_keeps_a_column_that_a_person_chose(qtbot: QtBot, shop: Shop) -> None:
    (shop.reports / "r.csv").write_text("Code;Bezeichnung;Bestand\nA-1;Mug;3\n", encoding="utf-8")
    dialog = config(qtbot, shop)
    dialog.ui.look_button.click()
    qtbot.waitUntil(lambda: dialog.ui.preview.rowCount() == 1)
    assert "SKU" in dialog.ui.look_text.text()
    combos = dialog._map.combos
    assert combos["title"].currentData() == "Bezeichnung"
    combos["sku"].setCurrentIndex(combos["sku"].findData("Code"))
    dialog.ui.save_button.click()
    qtbot.waitUntil(lambda: dialog.result() == 1)
    with shop.off_thread():
        settings = shop.services.queries.channel(shop.channel.id).settings
    assert settings == {"path": str(shop.reports), "map.sku": "Code"}
    assert shop.fetch().value == "done"


def test_config_checks_and_keeps_quantity_defaults(qtbot: QtBot, shop: Shop) -> None:
    dialog = config(qtbot, shop)
    dialog.ui.percentage_edit.setText("150")
    assert "not a percentage" in dialog.ui.error_text.text()
    assert not dialog.ui.save_button.isEnabled()
    dialog.ui.percentage_edit.setText("12.5")
    dialog.ui.max_edit.setText("0")
    assert "Max Listed is 0" in dialog.ui.quantity_warning.text()
    dialog.ui.save_button.click()
    qtbot.waitUntil(lambda: dialog.result() == 1)
    with shop.off_thread():
        defaults = shop.services.queries.channel(shop.channel.id).defaults
    assert (defaults.max_listed, defaults.end_when, defaults.percentage) == (0, None, Decimal("12.5"))


def test_config_says_what_is_wrong_with_an_address(qtbot: QtBot, shop: Shop, tmp_path: Path) -> None:
    dialog = config(qtbot, shop)
    dialog.ui.path_edit.setText("http://shop.example/report.csv")
    dialog.ui.save_button.click()
    qtbot.waitUntil(lambda: bool(dialog.ui.error_text.text()))
    assert "use https:// instead" in dialog.ui.error_text.text()
    assert dialog.result() == 0

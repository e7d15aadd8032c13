"""Inventory > Inventory Source, against the stand-in of Linnworks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from rakumap.core.errors import UserError
from rakumap.gui.source_dialog import SourceDialog
from rakumap.services import secret_keeping
from tests.gui.dialogs.conftest import Shop
from tests.servers.linnworks import SECRETS, LinnworksStand


@pytest.fixture
def stand() -> Iterator[LinnworksStand]:
    with LinnworksStand(3) as running:
        yield running


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """The keyring of whoever runs the tests is none of their business."""
    monkeypatch.setattr(secret_keeping, "trusted_backend", lambda: None)


@pytest.fixture
def dialog(shop: Shop, qtbot: QtBot) -> Iterator[SourceDialog]:
    made = SourceDialog(shop.context, None)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(shop.ready)
    yield made
    made.close()


def put(dialog: SourceDialog, name: str, text: str) -> None:
    edit = dialog.findChild(QLineEdit, name)
    assert edit is not None
    edit.clear()
    QTest.keyClicks(edit, text)


def fill(dialog: SourceDialog, url: str) -> None:
    put(dialog, "setting_base_url", url)
    for name, text in SECRETS.items():
        put(dialog, f"secret_{name}", text)
    ways = dialog.findChild(QComboBox, "secrets_way")
    assert ways is not None
    ways.setCurrentIndex(ways.findData(secret_keeping.Way.SESSION))


def test_tried_without_saving_then_saved(shop: Shop, stand: LinnworksStand, dialog: SourceDialog, qtbot: QtBot) -> None:
    fill(dialog, stand.url)
    put(dialog, "setting_source", "RAKUTEN")
    put(dialog, "setting_sub_source", "Shop")
    qtbot.mouseClick(dialog.test_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(shop.ready)
    assert dialog.test_result.text().startswith("✓")
    with shop.off_thread(), pytest.raises(UserError, match="source_none"):
        shop.services.source.setup()
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(shop.ready)
    assert not dialog.isVisible()
    with shop.off_thread():
        assert shop.services.source.link_place() == ("RAKUTEN", "Shop")
        assert shop.services.source.secrets_known("linnworks") == set(SECRETS)


def test_a_wrong_secret_is_said(shop: Shop, stand: LinnworksStand, dialog: SourceDialog, qtbot: QtBot) -> None:
    fill(dialog, stand.url)
    put(dialog, "secret_install_token", "not the token")
    qtbot.mouseClick(dialog.test_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(shop.ready)
    assert dialog.test_result.text().startswith("✕")
    assert "not the token" not in dialog.test_result.text()


def test_what_is_set_is_shown_and_no_secret(shop: Shop, stand: LinnworksStand, qtbot: QtBot) -> None:
    with shop.off_thread():
        shop.services.source.configure("linnworks", {"base_url": stand.url, "source": "R"}, SECRETS)
    dialog = SourceDialog(shop.context, None)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(shop.ready)
    assert dialog.connection.values()["source"] == "R"
    assert dialog.connection.typed().secrets == {}
    edit = dialog.findChild(QLineEdit, "secret_install_token")
    assert edit is not None
    assert "kept" in edit.placeholderText()

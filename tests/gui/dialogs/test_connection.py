"""Settings and secrets of a channel in Config: typed once, never shown again, kept where the person says."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from rakumap.gui.channel_config import ChannelConfigDialog
from rakumap.services import secret_keeping
from rakumap.services.secret_keeping import Way, owner_of
from tests.gui.dialogs.conftest import Shop
from tests.servers.faults import FaultServer

SECRET, PASSPHRASE = "Bearer canary-4711", "four quiet red mugs"


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """The keyring of whoever runs the tests is none of their business."""
    monkeypatch.setattr(secret_keeping, "trusted_backend", lambda: None)


def opened(qtbot: QtBot, shop: Shop) -> ChannelConfigDialog:
    dialog = ChannelConfigDialog(shop.context, None, shop.channel.id)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.channel is not None and shop.ready())
    return dialog


def line(dialog: ChannelConfigDialog, name: str) -> QLineEdit:
    found = dialog.findChild(QLineEdit, name)
    assert found is not None
    return found


def place(dialog: ChannelConfigDialog, way: Way) -> None:
    ways = dialog.findChild(QComboBox, "secrets_way")
    assert ways is not None
    ways.setCurrentIndex(ways.findData(way))


def saved(qtbot: QtBot, shop: Shop, dialog: ChannelConfigDialog) -> None:
    dialog.ui.save_button.click()
    qtbot.waitUntil(lambda: bool(dialog.result()) and shop.ready())


def known(shop: Shop) -> dict[str, str]:
    with shop.off_thread():
        return shop.services.secrets.of(owner_of(shop.channel.id), ["authorization"])


def test_a_secret_of_the_session_is_kept_and_never_shown_again(qtbot: QtBot, shop: Shop) -> None:
    dialog = opened(qtbot, shop)
    edit = line(dialog, "secret_authorization")
    assert edit.echoMode() == QLineEdit.EchoMode.Password
    edit.setText(SECRET)
    saved(qtbot, shop, dialog)
    assert known(shop) == {"authorization": SECRET}
    again = line(opened(qtbot, shop), "secret_authorization")
    assert (again.text(), "kept" in again.placeholderText()) == ("", True)
    assert shop.context.settings.value.secrets == Way.SESSION


def test_a_locked_file_asks_for_its_passphrase_once(qtbot: QtBot, shop: Shop) -> None:
    dialog = opened(qtbot, shop)
    assert not line(dialog, "secrets_passphrase").isVisible()
    place(dialog, Way.FILE)
    assert line(dialog, "secrets_passphrase").isVisible()
    line(dialog, "secret_authorization").setText(SECRET)
    line(dialog, "secrets_passphrase").setText("short")
    dialog.ui.save_button.click()
    qtbot.waitUntil(lambda: dialog.ui.error_text.isVisible())
    assert "at least" in dialog.ui.error_text.text()
    line(dialog, "secrets_passphrase").setText(PASSPHRASE)
    saved(qtbot, shop, dialog)
    assert known(shop) == {"authorization": SECRET}
    assert not line(opened(qtbot, shop), "secrets_passphrase").isVisible()


def test_the_next_session_unlocks_the_file_in_config(qtbot: QtBot, shop: Shop) -> None:
    with shop.off_thread():
        shop.services.secrets.use(Way.FILE, PASSPHRASE)
        shop.services.channels.keep_secrets(shop.channel.id, {"authorization": SECRET})
        shop.services.secrets._file = None  # as after a restart
        assert shop.services.secrets.locked
    dialog = opened(qtbot, shop)
    assert line(dialog, "secrets_passphrase").isVisible()
    line(dialog, "secrets_passphrase").setText(PASSPHRASE)
    saved(qtbot, shop, dialog)
    assert known(shop) == {"authorization": SECRET}


def test_test_uses_what_was_typed_just_now(qtbot: QtBot, shop: Shop) -> None:
    with FaultServer() as server:
        dialog = opened(qtbot, shop)
        dialog.ui.path_edit.setText(server.url("/ok"))
        line(dialog, "secret_authorization").setText(SECRET)
        dialog.ui.test_button.click()
        qtbot.waitUntil(lambda: bool(dialog.ui.test_result.text()), timeout=20_000)
        seen = [request.headers.get("authorization") for request in server.requests]
    assert dialog.ui.test_result.text().startswith("✓")
    assert seen == [SECRET]
    assert known(shop) == {}, "nothing is kept before Save"

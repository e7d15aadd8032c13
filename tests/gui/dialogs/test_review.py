"""Review mode: single keys decide, Backspace takes back, the tally tells how right the suggestions were."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableWidget
from pytestqt.qtbot import QtBot

from rakumap.core.errors import UserError
from rakumap.core.job import Job
from rakumap.core.model import Applied, ListingQuery
from rakumap.gui.plain import Ask
from rakumap.gui.review_dialog import ReviewDialog
from tests.gui.dialogs.conftest import Shop


@pytest.fixture
def dialog(qtbot: QtBot, full_shop: Shop, monkeypatch: pytest.MonkeyPatch) -> ReviewDialog:
    """The dialog on its first listing; dangerous quantities are confirmed."""
    monkeypatch.setattr(Ask, "confirm", lambda *_, **__: True)
    return opened(qtbot, full_shop)


def opened(qtbot: QtBot, shop: Shop) -> ReviewDialog:
    def write(
        work: Callable[[Job], Applied], done: Callable[[Applied], None], refused: Callable[[UserError], None]
    ) -> None:
        shop.runner.run(work, shop.runner, done, refused)

    dialog = ReviewDialog(shop.context, None, shop.channel, write)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog._at is not None, timeout=20_000)
    return dialog


def press(dialog: ReviewDialog, qtbot: QtBot, key: Qt.Key) -> None:
    QTest.keyClick(dialog.table if dialog.pages.currentIndex() == 0 else dialog.end_table, key)
    qtbot.waitUntil(lambda: not dialog._busy)


def cell(table: QTableWidget, row: int, column: int) -> str:
    found = table.item(row, column)
    assert found is not None
    return found.text()


def skus(dialog: ReviewDialog) -> list[str]:
    return [cell(dialog.table, row, 1) for row in range(dialog.table.rowCount())]


def count(shop: Shop, query: str) -> int:
    with shop.off_thread():
        return len(shop.services.queries.ids(ListingQuery(shop.channel.id, query), UTC))


def test_keys_decide_and_backspace_takes_back(dialog: ReviewDialog, full_shop: Shop, qtbot: QtBot) -> None:
    first = dialog.title.text()
    assert "will send" in dialog.sends.text()
    assert 1 <= dialog.table.rowCount() <= 5
    press(dialog, qtbot, Qt.Key.Key_Return)
    second = dialog.title.text()
    assert (count(full_shop, "is:linked"), second != first) == (1, True)
    assert dialog.done_text.text().startswith("1 of ")
    press(dialog, qtbot, Qt.Key.Key_N)
    assert count(full_shop, "is:no-item") == 1
    press(dialog, qtbot, Qt.Key.Key_S)
    press(dialog, qtbot, Qt.Key.Key_Backspace)
    press(dialog, qtbot, Qt.Key.Key_Backspace)
    assert (dialog.title.text(), count(full_shop, "is:no-item")) == (second, 0)
    press(dialog, qtbot, Qt.Key.Key_Backspace)
    assert (dialog.title.text(), count(full_shop, "is:linked")) == (first, 0)
    press(dialog, qtbot, Qt.Key.Key_Backspace)
    assert dialog.title.text() == first


def test_not_this_one_leaves_the_others(dialog: ReviewDialog, qtbot: QtBot) -> None:
    while dialog.table.rowCount() < 2:
        press(dialog, qtbot, Qt.Key.Key_S)
    before = skus(dialog)
    title = dialog.title.text()
    press(dialog, qtbot, Qt.Key.Key_X)
    assert dialog.title.text() == title
    assert skus(dialog) == before[1:]
    press(dialog, qtbot, Qt.Key.Key_1)
    assert dialog.title.text() != title
    press(dialog, qtbot, Qt.Key.Key_Backspace)
    assert before[0] not in skus(dialog), "what was rejected does not come back with its listing"
    press(dialog, qtbot, Qt.Key.Key_Backspace)
    assert skus(dialog) == before


def test_a_key_held_down_counts_once(dialog: ReviewDialog, full_shop: Shop, qtbot: QtBot) -> None:
    title = dialog.title.text()
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", autorep=True)
    QApplication.sendEvent(dialog.table, held)
    qtbot.waitUntil(full_shop.ready)
    assert (dialog.title.text(), count(full_shop, "is:linked")) == (title, 0)


def test_most_listed_comes_first_and_what_was_put_off_last(dialog: ReviewDialog, full_shop: Shop, qtbot: QtBot) -> None:
    listed = [one.listed or 0 for one in dialog._cases]
    assert listed == sorted(listed, reverse=True)
    first = dialog._cases[0].suggested.listing.key
    press(dialog, qtbot, Qt.Key.Key_S)
    dialog.accept()
    qtbot.waitUntil(full_shop.ready)
    again = opened(qtbot, full_shop)
    assert again._cases[-1].suggested.listing.key == first


def test_the_end_tells_how_right_it_was_and_one_button_takes_all_back(
    dialog: ReviewDialog, full_shop: Shop, qtbot: QtBot
) -> None:
    dialog._cases = dialog._cases[:3]
    press(dialog, qtbot, Qt.Key.Key_Return)
    press(dialog, qtbot, Qt.Key.Key_N)
    press(dialog, qtbot, Qt.Key.Key_S)
    assert dialog.pages.currentIndex() == 1
    assert "2 " in dialog.end_heading.text()
    numbers = [
        [int(cell(dialog.end_table, row, place)) for place in (1, 2, 3)] for row in range(dialog.end_table.rowCount())
    ]
    assert [sum(column) for column in zip(*numbers, strict=True)] == [1, 0, 1]
    QTest.mouseClick(dialog.undo_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog._busy)
    assert (count(full_shop, "is:linked"), count(full_shop, "is:no-item")) == (0, 0)
    assert dialog.done_text.text().startswith("0 of ")

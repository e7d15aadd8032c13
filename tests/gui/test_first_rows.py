"""The rows a window shows before its store is open."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from rakumap.bootstrap import first_page, lock_path
from rakumap.core.model import ChannelId, ListingKey, ListingQuery
from rakumap.gui import first_rows
from rakumap.gui.cells import Column
from rakumap.gui.context import SettingsBox
from rakumap.gui.main_window import MainWindow
from rakumap.gui.theme import Theme
from rakumap.system import locks
from rakumap.system.paths import Paths
from rakumap.system.settings import Layout, Settings
from tests.gui.conftest import Shop

BOX = SettingsBox(Settings(last_channel="3"), lambda _: None)
QUERY = ListingQuery(ChannelId(3), "", "title")


@pytest.fixture
def ini(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "rows.ini"), QSettings.Format.IniFormat)


def test_the_top_of_the_list_is_known_at_the_next_start(ini: QSettings, tmp_path: Path) -> None:
    first_rows.keep(ini, QUERY, range(5, 500))
    ini.sync()
    again = QSettings(str(tmp_path / "rows.ini"), QSettings.Format.IniFormat)
    assert first_rows.kept(again, BOX) == (QUERY, [ListingKey(key) for key in range(5, 5 + first_rows.COUNT)])


def test_another_channel_sort_or_filter_is_not_that_list(ini: QSettings) -> None:
    first_rows.keep(ini, QUERY, [1, 2])
    assert first_rows.kept(ini, SettingsBox(Settings(last_channel="4"), lambda _: None)) is None
    assert first_rows.kept(ini, SettingsBox(Settings(), lambda _: None)) is None
    sorted_ = Settings(last_channel="3", layouts={"3": Layout(sort="sku")})
    assert first_rows.kept(ini, SettingsBox(sorted_, lambda _: None)) is None
    first_rows.keep(ini, ListingQuery(ChannelId(3), "is:linked", "title"), [7])
    assert first_rows.kept(ini, BOX) == (QUERY, [1, 2])


@pytest.mark.parametrize("text", ["", "1,x", "1,-2"])
def test_a_note_that_cannot_be_read_is_none(ini: QSettings, text: str) -> None:
    first_rows.keep(ini, QUERY, [1])
    ini.setValue("first_rows/keys", text)
    assert first_rows.kept(ini, BOX) is None


def test_a_window_shows_them_before_its_store_is_open(shop: Shop, theme: Theme, tmp_path: Path) -> None:
    """What the first window noted is what a second one shows at once, and it is the same."""
    channel = shop.window.channel
    assert channel is not None
    ini = shop.window._keep
    box = SettingsBox(Settings(theme="light", last_channel=str(channel.id)), lambda _: None)
    known = first_rows.kept(ini, box)
    assert known is not None
    page = first_page(shop.services.paths, known[0].channel_id, known[1])
    assert page is not None
    second = MainWindow(shop.runner, theme, box, shop.window._zone, ini)
    shop.bot.addWidget(second)
    second.show_first_page(known[0], page)
    model = second.panel.model
    assert model.rowCount() == min(first_rows.COUNT, shop.model.rowCount())
    for row in range(model.rowCount()):
        # What hangs on other listings or on reports comes with the rest.
        for column in set(Column) - {Column.DRIFT, Column.OFFERED}:
            assert model.index(row, column).data() == shop.model.index(row, column).data()
    assert second.view.isVisibleTo(second)


def test_who_has_the_store_alone_is_not_waited_for(profile: Path) -> None:
    paths = Paths.of(profile)
    assert first_page(paths, ChannelId(1), [ListingKey(1)]) is not None
    with locks.alone(lock_path(paths.store)):
        assert first_page(paths, ChannelId(1), [ListingKey(1)]) is None

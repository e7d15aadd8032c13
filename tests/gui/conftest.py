"""A main window on the sample shop: a fresh copy of its profile for every test that changes it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rakumap.bootstrap import Services, open_services
from rakumap.core.job import Job
from rakumap.core.model import Listing, ListingKey, ListingQuery
from rakumap.gui import suggestions_controller
from rakumap.gui.context import Context, SettingsBox
from rakumap.gui.main_window import MainWindow
from rakumap.gui.plain import Ask
from rakumap.gui.runner import Runner
from rakumap.gui.sync_controller import SyncController
from rakumap.gui.theme import Theme
from rakumap.system.paths import Paths
from rakumap.system.settings import Settings


@pytest.fixture(scope="session")
def sample_profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample shop, made once."""
    profile = tmp_path_factory.mktemp("sample")
    with open_services(Paths.of(profile)) as services:
        services.sample.ensure(Job())
    return profile


@pytest.fixture
def profile(sample_profile: Path, tmp_path: Path) -> Path:
    """A copy of the sample shop, without its second report."""
    copy = tmp_path / "profile"
    shutil.copytree(sample_profile, copy)
    (copy / "reports" / "report-2.csv").unlink()
    return copy


@pytest.fixture
def services(profile: Path) -> Iterator[Services]:
    with open_services(Paths.of(profile)) as services:
        yield services


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "light")


T = TypeVar("T")


class Shop:
    """The window under test and short ways to work with it."""

    def __init__(self, window: MainWindow, services: Services, runner: Runner, qtbot: QtBot) -> None:
        self.window = window
        self.services = services
        self.runner = runner
        self.bot = qtbot
        self.view = window.view
        self.model = window.panel.model
        self.dock = window.search_dock
        self.bar = window.panel.filter_bar

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.bot.waitUntil(lambda: self.runner.idle() and not self.bar._timer.isActive(), timeout=20_000)
        QApplication.processEvents()
        self.bot.waitUntil(self.runner.idle)

    def show(self, word: str = "all", text: str = "") -> None:
        """Show what a filter finds."""
        self.bar.choose(word)
        self.bar.set_text(text)
        self.settle()

    def keys(self, query: str = "") -> list[ListingKey]:
        """What the store finds for a filter. Not on the window's thread by rights; the tests may."""
        channel = self.window.channel
        assert channel is not None
        return self.read(
            lambda: [ListingKey(k) for k in self.services.queries.ids(ListingQuery(channel.id, query), UTC)]
        )

    def listing(self, sku: str) -> Listing:
        """One listing as the store has it now."""
        channel = self.window.channel
        assert channel is not None
        return self.read(lambda: self.services.queries.find_listings(channel.id, sku)[0])

    def read(self, work: Callable[[], T]) -> T:
        """Look into the store from a thread that may."""
        found: list[T] = []
        thread = threading.Thread(target=lambda: found.append(work()))
        thread.start()
        thread.join()
        return found[0]

    def select(self, sku: str) -> int:
        """Make the listing of this SKU the current one; returns its row."""
        key = self.listing(sku).key
        row = self.model.row_of(key)
        assert row is not None
        self.view.setFocus()
        self.view.go_to(row)
        self.settle()
        return row

    def search(self, text: str) -> None:
        """Type into the search panel and press Enter."""
        self.dock.focus_text("")
        QTest.keyClicks(self.dock.text, text)
        QTest.keyClick(self.dock.text, Qt.Key.Key_Return)
        self.settle()


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every question is answered with yes and kept here."""
    asked: list[str] = []

    def confirm(parent: object, title: str, text: str, yes: str, *, danger: bool = False) -> bool:
        asked.append(text)
        return True

    monkeypatch.setattr(Ask, "confirm", confirm)
    return asked


@pytest.fixture
def shop(
    services: Services, theme: Theme, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Shop]:
    # What it does depends on the time of day; it has tests of its own.
    monkeypatch.setattr(SyncController, "start", lambda _: None)
    monkeypatch.setattr(SyncController, "check", lambda _: None)
    # Suggestions are asked for where they are tested: the others would wait for them.
    monkeypatch.setattr(suggestions_controller, "START_MS", 10**9)
    runner = Runner()
    box = SettingsBox(Settings(theme="light"), lambda _: None)
    keep = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    with ExitStack() as stack:
        window = MainWindow(runner, theme, box, UTC, keep)
        stack.callback(runner.shutdown)
        stack.callback(window.stop)
        qtbot.addWidget(window)
        window.resize(1280, 720)
        window.show()
        services.database.forbid_thread = threading.get_ident()
        window.attach(Context(services, runner, box, UTC))
        shop = Shop(window, services, runner, qtbot)
        qtbot.waitUntil(lambda: window.channel is not None and shop.model.rowCount() > 0)
        shop.settle()
        yield shop
    services.database.forbid_thread = None

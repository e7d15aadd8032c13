"""The window on real product lists of thousands of rows; its numbers are those of the command line.

The lists are no part of the repository; without them the tests are skipped.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from rakumap.bootstrap import Services, open_services
from rakumap.core.job import Job
from rakumap.core.model import ChannelId, Outcome
from rakumap.core.text import folded
from rakumap.gui import suggestions_controller
from rakumap.gui.cells import Column
from rakumap.gui.context import Context, SettingsBox
from rakumap.gui.main_window import MainWindow
from rakumap.gui.runner import Runner
from rakumap.gui.sync_controller import SyncController
from rakumap.gui.theme import Theme
from rakumap.services.reading import ReadOptions
from rakumap.system.paths import Paths
from rakumap.system.settings import Settings
from tests.cli.program import NAME, Program
from tests.gui.conftest import Shop
from tests.realdata import Rows, items_of, listings_of, write_items, write_report

SETS = ("pricerunner_a", "off_fr")
CHANNEL = ChannelId(1)


class Real:
    """A list as a shop, and the command line on the same profile."""

    def __init__(self, name: str, folder: Path) -> None:
        self.listings: Rows = listings_of(name)
        self.items: Rows = items_of(name)
        self.report, self.profile = folder / "report.csv", folder / "profile"
        self.program = Program(self.profile)
        write_items(folder / "items.csv", self.items)
        self.put(self.listings, 1_700_000_000)
        with open_services(Paths.of(self.profile)) as services:
            with services.importing.open("inventory", folder / "items.csv", ReadOptions(), Job()) as judged:
                judged.apply()
            services.channels.add("report-file", NAME, {"path": str(self.report)}, enable=True)
            assert services.sync.fetch_now(CHANNEL, Job()).outcome is Outcome.DONE

    def put(self, listings: Rows, moment: int) -> None:
        """Put a report there."""
        write_report(self.report, listings)
        os.utime(self.report, (moment, moment))

    def count(self, query: str) -> int:
        """How many listings the command line finds."""
        return len(self.program.json("listings", NAME, "--filter", query, "--columns", "sku"))


@pytest.fixture(params=SETS)
def real(request: pytest.FixtureRequest, tmp_path: Path) -> Real:
    return Real(str(request.param), tmp_path)


@contextmanager
def opened(services: Services, theme: Theme, qtbot: QtBot, folder: Path) -> Iterator[Shop]:
    """A window on the shop."""
    runner, box = Runner(), SettingsBox(Settings(theme="light"), lambda _: None)
    with ExitStack() as stack:
        window = MainWindow(runner, theme, box, UTC, QSettings(str(folder / "w.ini"), QSettings.Format.IniFormat))
        stack.callback(runner.shutdown)
        stack.callback(window.stop)
        qtbot.addWidget(window)
        window.resize(1280, 800)
        window.show()
        services.database.forbid_thread = threading.get_ident()
        window.attach(Context(services, runner, box, UTC))
        shop = Shop(window, services, runner, qtbot)
        qtbot.waitUntil(lambda: shop.model.rowCount() > 0, timeout=30_000)
        shop.settle()
        yield shop
    services.database.forbid_thread = None


@pytest.fixture
def shop(real: Real, theme: Theme, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setattr(SyncController, "start", lambda _: None)
    monkeypatch.setattr(SyncController, "check", lambda _: None)
    # Suggestions are asked for where they are tested: here they would be waited for.
    monkeypatch.setattr(suggestions_controller, "START_MS", 10**9)
    with open_services(Paths.of(real.profile)) as services, opened(services, theme, qtbot, tmp_path) as made:
        yield made


def number(shop: Shop, name: str) -> int:
    """A number of the header."""
    return int(shop.window.header._numbers[name].text().replace(",", ""))


def column(shop: Shop, rows: range, which: Column) -> list[str]:
    """The texts of some rows, once they were read."""
    found = [shop.model.index(row, which) for row in rows]
    for index in found:
        index.data()
    shop.bot.waitUntil(lambda: all(index.data() is not None for index in found), timeout=20_000)
    return [str(index.data()) for index in found]


@pytest.mark.timeout(240)
def test_every_listing_is_there_to_the_last_row_filtered_and_sorted(shop: Shop, real: Real) -> None:
    total = len(real.listings)
    assert shop.model.rowCount() == total == number(shop, "total_active") == real.count("")
    assert (number(shop, "linked_count"), number(shop, "unlinked_count")) == (0, total)
    QTest.keyClick(shop.view, Qt.Key.Key_End)
    assert shop.view.currentIndex().row() == total - 1
    assert all(column(shop, range(total - 20, total), Column.TITLE))
    assert shop.view.indexAt(shop.view.viewport().rect().bottomLeft()).row() in (-1, total - 1)

    word = next(
        word for row in real.listings for word in folded(row["title"]).split() if len(word) > 4 and word.isalpha()
    )
    wanted = sum(word in folded(row["title"]) for row in real.listings)
    shop.show(text=f"title:{word}")
    assert shop.model.rowCount() == wanted == real.count(f"title:{word}")
    assert f"shown {wanted:,} of {total:,}" == shop.window.status._numbers.text()
    shop.show()

    shop.window._columns.sort("sku", descending=True)
    shop.settle()
    shown = [folded(text) for text in column(shop, range(300), Column.SKU)]
    assert shown == sorted(shown, reverse=True)
    assert shown[0] == max(folded(row["sku"]) for row in real.listings)


@pytest.mark.timeout(240)
def test_search_link_and_a_changed_report(shop: Shop, real: Real) -> None:
    total, item = len(real.listings), real.items[3]
    shop.view.go_to(total // 2)
    shop.settle()
    shop.search(item["sku"])
    skus = [shop.dock.proxy.index(row, 0).data() for row in range(shop.dock.proxy.rowCount())]
    assert skus == [one["sku"] for one in real.program.json("search", item["sku"], "--limit", "100")]
    row = skus.index(item["sku"])
    rect = shop.dock.results.visualRect(shop.dock.proxy.index(row, 0))
    QTest.mouseClick(shop.dock.results.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    QTest.mouseDClick(shop.dock.results.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    shop.bot.waitUntil(lambda: number(shop, "linked_count") == 1, timeout=20_000)
    shop.settle()
    key = shop.model.key_at(total // 2)
    linked = shop.model.listing(key)
    assert linked is not None
    assert linked.linked_to == item["sku"]
    assert linked.will_send == 5
    told = real.program.json("listings", NAME, "--filter", "is:linked")
    assert [(one["sku"], one["linked_to"], one["will_send"]) for one in told] == [(linked.sku, item["sku"], 5)]

    changed = [{**row, "title": f"{row['title']} (new)"} for row in real.listings[10:]]
    real.put([*changed, {**real.listings[0], "id": "brand-new", "sku": "BRAND-NEW"}], 1_700_003_600)
    shop.read(lambda: shop.services.sync.fetch_now(CHANNEL, Job()))
    shop.window.reload()
    shop.settle()
    QTest.keyClick(shop.window, Qt.Key.Key_F5)
    shop.bot.waitUntil(lambda: shop.model.rowCount() == total - 9, timeout=20_000)
    shop.settle()
    assert number(shop, "total_active") == total - 9 == real.count("")
    assert number(shop, "linked_count") == real.count("is:linked")
    assert number(shop, "unlinked_count") == real.count("is:unlinked")
    assert real.count("is:gone") == 10
    assert real.count('title:"(new)"') == len(changed)

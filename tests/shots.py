"""The pictures of docs/images: every screen on the sample shop, light and dark, the same ones every time.

    python3 dev.py shots

The clock stands still, the home is a temporary folder called ~, and the window is a real one of 1280 x 800.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QItemSelectionModel, QRect, QSettings, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from rakumap.bootstrap import Services, open_services
from rakumap.core.job import Job
from rakumap.core.model import Channel, ForceReason, ListingQuery
from rakumap.gui import translation
from rakumap.gui.cells import Column
from rakumap.gui.context import Context, SettingsBox
from rakumap.gui.local_zone import LocalZone
from rakumap.gui.main_window import MainWindow
from rakumap.gui.runner import Runner
from rakumap.gui.theme import Theme
from rakumap.services.sample import NAME
from rakumap.system.paths import Paths
from rakumap.system.settings import Settings
from tests.small_png import save

ROOT = Path(__file__).parents[1]
SIZE = (1280, 800)
TITLE_BAR = 34
COLUMNS = (Column.IGNORE_SYNC, Column.SKU, Column.TITLE, Column.LINKED_TO, Column.MAX_LISTED, Column.WILL_SEND)
T = TypeVar("T")


def main(arguments: list[str]) -> int:
    """Take all pictures into a folder, in a process whose home and clock are the same everywhere."""
    if "STORY_CLOCK" in os.environ:
        take(Path(arguments[0]).resolve())
        return 0
    folder = Path(arguments[0] if arguments else "docs/images").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        set_clock(Path(home) / "clock", "05:31")
        env = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "QT_", "LC_"))}
        path = os.pathsep.join([str(ROOT / "tests" / "story" / "clock"), str(ROOT / "src")])
        env |= {"HOME": home, "STORY_CLOCK": f"{home}/clock", "PYTHONPATH": path, "TZ": "UTC", "LANG": "C.UTF-8"}
        env |= {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", ""), "QT_SCALE_FACTOR": "1"}
        return subprocess.call([sys.executable, "-m", "tests.shots", str(folder)], env=env, cwd=ROOT)


def set_clock(file: Path, moment: str) -> None:
    """Let the clock of the pictures stand at this time of their day."""
    at = datetime.fromisoformat(f"2026-05-04 {moment}:00").replace(tzinfo=UTC)
    file.write_text(f"={at.timestamp()}", encoding="ascii")


class Camera:
    """One window on one profile; ``take`` writes a picture of what it shows, in light and in dark."""

    def __init__(self, app: QApplication, theme: Theme, services: Services, folder: Path) -> None:
        self.theme, self.services, self.folder = theme, services, folder
        self.runner, self.zone = Runner(), LocalZone()
        self.settings = SettingsBox(Settings(), lambda _: None)
        self.context = Context(services, self.runner, self.settings, self.zone)
        keep = QSettings(str(services.paths.data / "window.ini"), QSettings.Format.IniFormat)
        self.window = MainWindow(self.runner, theme, self.settings, self.zone, keep)
        self.window.restore_place()
        self.window.resize(*SIZE)
        self.window.show()
        self.window.activateWindow()
        self.window.attach(self.context)
        self.settle()

    def close(self) -> None:
        """Close the window and end what runs."""
        self.window.stop()
        self.window.close()
        self.runner.shutdown()
        self.window.deleteLater()
        QApplication.processEvents()

    def settle(self) -> None:
        """Wait until nothing runs and everything was drawn."""
        quiet = time.monotonic()
        while time.monotonic() - quiet < 0.35:
            QApplication.processEvents()
            if not self.runner.idle():
                quiet = time.monotonic()
            time.sleep(0.005)

    def wait(self, ready: Callable[[], bool]) -> None:
        """Wait for something that has to come."""
        deadline = time.monotonic() + 30
        while not ready():
            if time.monotonic() > deadline:
                raise TimeoutError("the picture is not complete")
            QApplication.processEvents()
            time.sleep(0.005)
        self.settle()

    def do(self, work: Callable[[], T]) -> T:
        """Work that the window would give to its Runner; then show what came of it."""
        found = work()
        self.window.reload()
        self.window.sync.check()
        self.settle()
        return found

    def take(self, name: str, dialog: QDialog | None = None) -> None:
        """Take the window, with a dialog before it when there is one, in both themes; the dialog is closed then."""
        if dialog is not None:
            dialog.open()
            dialog.activateWindow()
        self.take_open(name, dialog)
        if dialog is not None:
            dialog.reject()
            dialog.deleteLater()
            self.settle()

    def take_open(self, name: str, dialog: QDialog | None) -> None:
        """Take both themes and leave the dialog open."""
        for choice in ("light", "dark"):
            self.theme.choose(choice)
            self.settle()
            image = self.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
            if dialog is not None:
                self._put_before(image, dialog)
            save(image, self.folder / f"{name}-{choice}.png")
        self.theme.choose("light")

    def _put_before(self, image: QImage, dialog: QWidget) -> None:
        """Draw a dialog in a plain frame over the dimmed window."""
        picture, tokens = dialog.grab(), self.theme.tokens
        painter = QPainter(image)
        painter.fillRect(image.rect(), QColor(0, 0, 0, 70))
        whole = QRect(0, 0, picture.width(), picture.height() + TITLE_BAR)
        whole.moveCenter(image.rect().center())
        painter.fillRect(whole.adjusted(-1, -1, 1, 1), QColor(tokens.handle))
        painter.fillRect(whole, QColor(tokens.card))
        font = QFont(QApplication.font())
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(tokens.text))
        bar = QRect(whole.left(), whole.top(), whole.width(), TITLE_BAR)
        painter.drawText(bar, Qt.AlignmentFlag.AlignCenter, dialog.windowTitle())
        painter.drawPixmap(whole.left(), whole.top() + TITLE_BAR, picture)
        painter.end()


@contextmanager
def camera(app: QApplication, theme: Theme, profile: Path, folder: Path, *, sample: bool) -> Iterator[Camera]:
    """A window on a profile, with the sample shop in it or empty."""
    with open_services(Paths.of(profile)) as services:
        if sample:
            services.sample.ensure(Job())
            _plain_path(services)
        made = Camera(app, theme, services, folder)
        try:
            yield made
        finally:
            made.close()


def _plain_path(services: Services) -> None:
    """The channel reads from a path that is nobody's."""
    channel = services.channels.named(NAME)
    reports = Path(channel.settings["path"])
    os.utime(reports / "report-2.csv", (time.time() + 60, time.time() + 60))
    settings = {**channel.settings, "path": f"~/{reports.relative_to(Path.home()).as_posix()}"}
    services.channels.configure(channel.id, name=channel.name, settings=settings, defaults=channel.defaults)


def take(folder: Path) -> None:
    """Take all pictures."""
    app = QApplication(["rakumap"])
    app.setCursorFlashTime(0)
    translation.install(app)
    theme = Theme(app, "light")
    home = Path.home()
    with camera(app, theme, home / "new-shop", folder, sample=False) as one:
        one.take("first-start")
    with camera(app, theme, home / "rakumap-demo", folder, sample=True) as one:
        channel = one.services.channels.named(NAME)
        _mornings_work(one, channel, home / "clock")
        _link_all(one, channel)
        _mapping(one)
        _dialogs(one, channel)
        _imports(one, channel, home)
        _held(one, channel)
        _trade(one, channel)


def _mornings_work(one: Camera, channel: Channel, clock: Path) -> None:
    """Reports and decisions of a morning, so that log and history have something to tell."""
    services, job = one.services, Job()
    for moment, force in (
        ("06:00", None),
        ("06:04", ForceReason.SKU_CHANGED),
        ("06:07", ForceReason.MISSING),
        ("09:00", None),
        ("09:30", None),
        ("10:00", None),
    ):
        set_clock(clock, moment)
        if force is None:
            services.sync.fetch_now(channel.id, job)
        else:
            services.sync.force(channel.id, job, force)
    set_clock(clock, "10:12")
    one.window.reload()
    one.window.sync.check()
    one.settle()


def _link_all(one: Camera, channel: Channel) -> None:
    """What certain links there are, before and after; listings one by one."""
    from rakumap.gui.autolink_dialog import AutoLinkDialog
    from rakumap.gui.review_dialog import ReviewDialog

    one.take("auto-link", AutoLinkDialog(one.context, one.window, channel, one.window.mapping.link_certain))
    suggesting = one.services.suggesting
    suggesting.link(suggesting.plan(channel.id, Job()))
    one.window.reload()
    one.settle()
    one.take("review", ReviewDialog(one.context, one.window, channel, one.window.mapping.write_for))


def _mapping(one: Camera) -> None:
    window, view = one.window, one.window.view
    window.search_dock.focus_text("PNT-0")
    window.search_dock.search()
    window.panel.filter_bar.choose("all")
    view.show_columns(COLUMNS)
    one.settle()
    _select(one, _row_of(one, "RAK-PNT-027"))
    results = window.search_dock.results
    results.selectRow(next(row for row in range(100) if results.model().index(row, 0).data() == "PNT-027"))
    results.setFocus()
    one.take("mapping")
    window.panel.filter_bar.choose("attention")
    view.show_columns((*COLUMNS[:4], Column.PROBLEM))
    one.settle()
    _select(one, 1)
    one.take("attention")
    window.panel.filter_bar.choose("unlinked")
    view.show_columns(COLUMNS)
    one.settle()
    _suggested(one)
    _select(one, _row_of(one, "T.4498-2PK"))
    _suggested(one)
    one.take("suggestions")
    window.panel.filter_bar.choose("all")
    window.panel.filter_bar.set_text("title:unicorn")
    one.settle()
    one.take("empty")
    window.panel.filter_bar.clear()
    view.show_columns(COLUMNS)
    window.commands["history_dock"].trigger()
    _decide(one)
    _select(one, _row_of(one, "PNT-035"))
    one.take("history")
    window.history_dock.hide()


def _suggested(one: Camera) -> None:
    """Wait until every unlinked listing was looked at."""
    controller = one.window.suggestions
    one.wait(lambda: not controller._busy and not controller._desk.waits)
    one.settle()


def _decide(one: Camera) -> None:
    """Some steps for the history."""
    queries, mapping, channel = one.services.queries, one.services.mapping, one.services.channels.named(NAME)
    rows = {row.sku: row.key for row in queries.listings(ListingQuery(channel.id, ""), one.zone)}
    for sku, item in (("RAK-PNT-027", "PNT-027"), ("RAK-PNT-036", "PNT-036"), ("KIT-07553-UK", "KIT-07553")):
        mapping.link(rows[sku], next(one.key for one in queries.search(item, 9) if one.sku == item))
    mapping.set_values([rows["PNT-035"]], {"max_listed": 10, "end_when": 2})
    mapping.unlink([rows["PNT-037"]])
    mapping.undo()
    one.window.reload()
    one.settle()


def _row_of(one: Camera, sku: str) -> int:
    """The row of a listing."""
    model = one.window.panel.model
    return next(row for row in range(100) if model.index(row, Column.SKU).data() == sku)


def _select(one: Camera, row: int) -> None:
    view = one.window.view
    index = view.model().index(row, view.first_column())
    view.selectionModel().setCurrentIndex(
        index, QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    )
    one.settle()


def _dialogs(one: Camera, channel: Channel) -> None:
    from rakumap.gui.automation_log import AutomationLogDialog
    from rakumap.gui.backups_dialog import BackupsDialog
    from rakumap.gui.channel_config import ChannelConfigDialog
    from rakumap.gui.channel_integration import ChannelIntegrationDialog
    from rakumap.gui.column_chooser import ColumnChooser
    from rakumap.gui.force_dialog import ForceDialog
    from rakumap.gui.rules_dialog import RulesDialog

    context, window = one.context, one.window
    one.take("column-chooser", ColumnChooser(COLUMNS, window))
    one.take("channel-integration", ChannelIntegrationDialog(context, window))
    one.services.backups.make("auto")
    one.take("backups", BackupsDialog(context, window))
    one.take("learned-rules", RulesDialog(window, context, channel))
    config = ChannelConfigDialog(context, window, channel.id)
    one.settle()
    config.ui.test_button.click()
    one.settle()
    config.ui.test_result.setText(config.ui.test_result.text().replace(str(Path.home()), "~"))
    one.take("channel-config", config)
    columns = ChannelConfigDialog(context, window, channel.id)
    one.settle()
    columns.ui.look_button.click()
    columns.ui.tabs.setCurrentIndex(1)
    one.take("channel-columns", columns)
    one.take("automation-log", AutomationLogDialog(context, window, None))
    status = one.services.sync.status(channel.id)
    one.take("force-refresh", ForceDialog(context, window, channel, status, newly_enabled=False))


def _imports(one: Camera, channel: Channel, home: Path) -> None:
    from rakumap.gui.import_wizard import ImportWizard

    file = home / "rakumap-demo" / "files" / "limits-may.csv"
    rows = one.services.queries.listings(ListingQuery(channel.id, "", "sku"), one.zone)
    lines = [
        f"{row.sku};{3 + number % 7};{number % 3};{50 + number % 51},5" for number, row in enumerate(list(rows)[20:52])
    ]
    bad = [
        "OLD-771;4;0;100",
        f"{lines[4].split(';')[0]};9;1;100",
        "1.23E+12;5;0;100",
        f"{lines[9].split(';')[0]};lots;0;80",
    ]
    for place, line in zip((2, 6, 11, 17), bad, strict=True):
        lines.insert(place, line)
    file.write_text("\n".join(["SKU;Most on offer;EndWhenStock;StockPercentage", *lines, ""]), encoding="utf-8")
    wizard = ImportWizard(one.context, one.window, "limits", channel)
    wizard.show()
    wizard.open_file(Path("~/rakumap-demo/files/limits-may.csv"))
    one.settle()
    one.take_open("import-file", wizard)
    wizard.ui.next_button.click()
    wizard._map.combos["max_listed"].setCurrentIndex(2)
    wizard._map.combos["max_listed"].activated.emit(2)
    one.settle()
    one.take_open("import-columns", wizard)
    wizard.ui.next_button.click()
    one.settle()
    wizard.ui.verdicts.selectRow(2)
    one.take_open("import-verdicts", wizard)
    wizard.reject()
    one.settle()


def _trade(one: Camera, channel: Channel) -> None:
    """Quantities before they go out, orders that came in, and a channel with secrets."""
    from rakumap.gui.channel_config import ChannelConfigDialog
    from rakumap.gui.submit_dialog import SubmitDialog

    places = {name: str(Path.home() / "rakumap-demo" / name) for name in ("outbox", "orders")}
    for place in places.values():
        Path(place).mkdir()
    shop, now = one.services.channels, datetime.now(UTC)
    shop.configure(channel.id, settings={**channel.settings, **places})
    shop.sync(channel.id, True)
    offers = one.services.submission.preview(channel.id)
    one.take("submit", SubmitDialog(offers, channel.name, one.window))
    sold = [offer.listing for offer in offers if offer.quantity.send > 4][:6]
    waiting = [row for row in one.services.queries.listings(ListingQuery(channel.id, "is:plain", "sku"), one.zone)][:2]
    lines = ["Order ID,Line ID,Date,SKU,Title,Quantity,Status,listing_id"]
    for number, row in enumerate([*sold, *waiting]):
        time_ = f"{now - timedelta(minutes=17 * (number + 1)):%Y-%m-%dT%H:%M:%SZ}"
        title = row.title.replace('"', "'")
        lines.append(f'R-{4711 + number},1,{time_},{row.sku},"{title}",{1 + number % 2},open,{row.listing_id}')
    (Path(places["orders"]) / "orders.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    one.do(lambda: one.services.orders.download(channel.id, Job()))
    one.window.commands["orders_dock"].trigger()
    one.settle()
    one.take("orders")
    one.window.commands["orders_dock"].trigger()
    made = shop.add("rakuten-ichiba", "Rakuten Ichiba", {})
    config = ChannelConfigDialog(one.context, one.window, made.id)
    one.settle()
    one.take("channel-secrets", config)
    shop.remove(made.id)


def _held(one: Camera, channel: Channel) -> None:
    from rakumap.gui.held_dialog import HeldDialog

    reports = Path.home() / "rakumap-demo" / "reports"
    lines = (reports / "report-2.csv").read_text(encoding="utf-8").splitlines()[:140]
    file = reports / "report-3.csv"
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    os.utime(file, (time.time(), time.time()))
    one.do(lambda: one.services.sync.fetch_now(channel.id, Job()))
    one.take("held-banner")
    held = one.services.queries.held(channel.id)
    assert held is not None
    one.take("held-report", HeldDialog(one.context, one.window, channel, held))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

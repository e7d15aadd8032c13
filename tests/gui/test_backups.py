"""File > Backups, the look at the store behind the window, and the way back to a backup."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from rakumap.bootstrap import open_services
from rakumap.core.job import Job
from rakumap.core.model import ListingKey, ListingQuery
from rakumap.gui.backups_controller import CHECKED, OPEN, BackupsController
from rakumap.gui.backups_dialog import BackupsDialog
from rakumap.services.backups import found
from rakumap.system.child import ChildResult, run_child
from rakumap.system.paths import Paths
from tests.gui.conftest import Shop


@pytest.fixture
def dialog(shop: Shop, qtbot: QtBot) -> BackupsDialog:
    made = BackupsDialog(shop.window._context, shop.window)
    qtbot.addWidget(made)
    made.show()
    shop.settle()
    return made


def test_a_copy_is_made_by_hand_and_listed(shop: Shop, dialog: BackupsDialog) -> None:
    assert dialog.table.rowCount() == 0
    assert not dialog.restore_button.isEnabled()
    QTest.mouseClick(dialog.now_button, Qt.MouseButton.LeftButton)
    shop.settle()
    assert dialog.table.rowCount() == 1
    assert dialog.table.model().index(0, 1).data() == "By hand"
    assert len(found(shop.services.paths.backups)) == 1


def test_restoring_asks_first(shop: Shop, dialog: BackupsDialog, answers: list[str]) -> None:
    QTest.mouseClick(dialog.now_button, Qt.MouseButton.LeftButton)
    shop.settle()
    QTest.mouseClick(dialog.restore_button, Qt.MouseButton.LeftButton)
    assert "leaves the store" in answers[0]
    assert dialog.chosen == found(shop.services.paths.backups)[0].path


def test_behind_the_window_the_store_is_looked_at_and_copied(shop: Shop) -> None:
    keep = QSettings(str(shop.services.paths.data / "other.ini"), QSettings.Format.IniFormat)
    controller = BackupsController(shop.window._context, keep, shop.window)
    assert keep.contains(OPEN)
    controller.begin()
    shop.bot.waitUntil(lambda: bool(found(shop.services.paths.backups)), timeout=20_000)
    shop.settle()
    assert int(str(keep.value(CHECKED))) > 1_700_000_000
    controller.stop()
    assert not keep.contains(OPEN)


def test_damage_is_said_with_the_way_out_and_not_copied(shop: Shop, tmp_path: Path) -> None:
    store = shop.services.queries.database.path
    shop.read(lambda: shop.services.backups.make())
    copy = tmp_path / "copy"
    copy.mkdir(mode=0o700)
    with open_services(Paths.of(copy)):
        pass
    data = bytearray(found(shop.services.paths.backups)[0].path.read_bytes())
    data[-40_000:-20_000] = bytes(20_000)
    (copy / "rakumap.db").write_bytes(data)
    keep = QSettings(str(tmp_path / "other.ini"), QSettings.Format.IniFormat)

    def elsewhere(arguments: list[str], job: Job) -> ChildResult:
        at = arguments.index(str(store.parent))
        return run_child([*arguments[:at], str(copy), *arguments[at + 1 :]], job)

    controller = BackupsController(shop.window._context, keep, shop.window, elsewhere)
    controller.begin()
    notice = shop.window.panel.notice
    shop.bot.waitUntil(notice.isVisible, timeout=20_000)
    assert "damaged" in notice.text
    assert [text for text, _ in notice.offers] == ["Backups…"]
    assert not keep.contains(CHECKED)
    assert not found(Paths.of(copy).backups)
    controller.stop()


CRASH = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from rakumap import app
from rakumap.gui.crash_dialog import CrashDialog
from rakumap.gui.main_window import MainWindow
from rakumap.system.paths import Paths

seen = []
attach = MainWindow.attach
show = CrashDialog.exec

def pressed(dialog):
    QTimer.singleShot(0, dialog.ui.restart_button.click)
    return show(dialog)

def attached(self, context):
    attach(self, context)
    seen.append(self)
    QTimer.singleShot(100, (lambda: 1 // 0) if len(seen) == 1 else self.close)

CrashDialog.exec = pressed
MainWindow.attach = attached
code = app.run_window(Paths.of(Path(sys.argv[1])))
print(len(seen), code, "-")
"""
SCRIPT = """
import sys
from datetime import UTC
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from rakumap import app
from rakumap.gui.plain import Ask
from rakumap.gui.main_window import MainWindow
from rakumap.system.paths import Paths

backup = Path(sys.argv[2]) if len(sys.argv) > 2 else None
asked = []
Ask.confirm = classmethod(lambda cls, parent, title, text, yes, **more: asked.append(text) or True)
seen = []
attach = MainWindow.attach

def attached(self, context):
    attach(self, context)
    seen.append(self)
    def look():
        if self.channel is None or not self._runner.idle():
            QTimer.singleShot(100, look)
        elif len(seen) == 1 and backup is not None:
            self.restore_wanted.emit(backup)
        else:
            print(len(seen), len(asked), self.panel.notice.text)
            self.close()
    QTimer.singleShot(100, look)

MainWindow.attach = attached
sys.exit(app.run_window(Paths.of(Path(sys.argv[1]))))
"""


def play(*arguments: Path, script: str = SCRIPT) -> list[str]:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", script, *map(str, arguments)]
    ended = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)
    assert (ended.returncode, "Traceback" in ended.stderr) == (0, False), ended.stderr
    return ended.stdout.split(maxsplit=2)


def test_after_a_fault_of_ours_the_window_can_begin_again(profile: Path) -> None:
    assert play(profile, script=CRASH)[:2] == ["2", "0"]


def links(paths: Paths) -> int:
    with open_services(paths) as services:
        channel = services.queries.channels()[0]
        return services.queries.counts(channel.id).linked


def test_a_restored_window_opens_again_and_sends_nothing_by_itself(profile: Path) -> None:
    paths = Paths.of(profile)
    with open_services(paths) as services:
        channel = services.queries.channels()[0]
        services.channels.enable(channel.id, False)  # or a half hour that begins meanwhile brings its report
        backup = services.backups.make().path
        linked = services.queries.counts(channel.id).linked
        keys = services.queries.ids(ListingQuery(channel.id, "is:linked"), UTC)
        services.mapping.unlink([ListingKey(key) for key in keys[:3]])
    assert links(paths) != linked
    windows, asked = play(profile, backup)[:2]
    assert (windows, asked) == ("2", "0")
    with open_services(paths) as services:
        assert services.submission.waits_for_word()
    assert links(paths) == linked
    assert [one.kind for one in found(paths.backups)] == ["before-restore", "manual"]


def test_a_damaged_store_is_set_aside_for_the_newest_backup(profile: Path) -> None:
    paths = Paths.of(profile)
    with open_services(paths) as services:
        services.channels.enable(services.queries.channels()[0].id, False)
        services.backups.make()
    linked = links(paths)
    paths.store.write_bytes(b"SQLite format 3\0" + bytes(50_000))
    windows, asked = play(profile)[:2]
    assert (windows, asked) == ("1", "1")
    assert links(paths) == linked
    assert "damaged" in [one.kind for one in found(paths.backups)]

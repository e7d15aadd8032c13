"""What holds for all dialogs: names for screen readers, plain texts, Esc, and a size that fits a small screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from rakumap.core.model import EntryId, ListingQuery
from rakumap.gui.autolink_dialog import AutoLinkDialog
from rakumap.gui.automation_log import AutomationLogDialog
from rakumap.gui.backups_dialog import BackupsDialog
from rakumap.gui.channel_config import ChannelConfigDialog
from rakumap.gui.channel_integration import ChannelAddDialog, ChannelIntegrationDialog
from rakumap.gui.crash_dialog import CrashDialog
from rakumap.gui.export_dialog import ExportDialog
from rakumap.gui.first_start import OpenFilesDialog
from rakumap.gui.force_dialog import ForceDialog
from rakumap.gui.held_dialog import HeldDialog
from rakumap.gui.help_dialogs import AboutDialog, TableDialog
from rakumap.gui.import_wizard import ImportWizard
from rakumap.gui.links_dialogs import PullLinksDialog, PushLinksDialog
from rakumap.gui.problems_dialog import ProblemsDialog
from rakumap.gui.review_dialog import ReviewDialog
from rakumap.gui.source_dialog import SourceDialog
from rakumap.gui.undo_dialog import UndoDialog
from rakumap.services.source import Brought
from rakumap.services.source_links import Pushed
from rakumap.store.imports import ImportCounts
from rakumap.store.journal import UndoPreview
from tests.gui.dialogs.conftest import Shop


def _force(shop: Shop) -> QDialog:
    with shop.off_thread():
        status = shop.services.sync.status(shop.channel.id)
    return ForceDialog(shop.context, None, shop.channel, status, newly_enabled=False)


def _held(shop: Shop) -> QDialog:
    shop.report("report-2.csv", 120)
    shop.fetch()
    with shop.off_thread():
        held = shop.services.queries.held(shop.channel.id)
    assert held is not None
    return HeldDialog(shop.context, None, shop.channel, held)


def _wizard(shop: Shop) -> QDialog:
    dialog = ImportWizard(shop.context, None, "limits", shop.channel)
    dialog.open_file(shop.sample / "limits.csv")
    return dialog


EVERY: dict[str, Callable[[Shop], QDialog]] = {
    "channel_integration": lambda shop: ChannelIntegrationDialog(shop.context),
    "channel_add": lambda shop: ChannelAddDialog(shop.context),
    "channel_config": lambda shop: ChannelConfigDialog(shop.context, None, shop.channel.id),
    "import_wizard": _wizard,
    "automation_logs": lambda shop: AutomationLogDialog(shop.context),
    "problems_dialog": lambda shop: ProblemsDialog(shop.context, None, shop.channel),
    "force_dialog": _force,
    "held_dialog": _held,
    "auto_link": lambda shop: AutoLinkDialog(shop.context, None, shop.channel, lambda *_: None),
    "review": lambda shop: ReviewDialog(shop.context, None, shop.channel, lambda *_: None),
    "inventory_source": lambda shop: SourceDialog(shop.context, None),
    "pull_links": lambda _: PullLinksDialog(None, Brought(ImportCounts()), []),
    "push_links": lambda _: PushLinksDialog(None, Pushed(new=2), "Linnworks"),
    "backups_dialog": lambda shop: BackupsDialog(shop.context, None),
    "undo_dialog": lambda _: UndoDialog(UndoPreview(EntryId(1), "set", {}, 4, 2, ("A",))),
    "export_dialog": lambda shop: ExportDialog(shop.context, None, ListingQuery(shop.channel.id), ["sku"], []),
    "crash_dialog": lambda _: CrashDialog("report"),
    "open_files": lambda shop: OpenFilesDialog(shop.context),
    "about": lambda shop: AboutDialog(shop.context, None, "3.53.4"),
    "filter_help": lambda _: TableDialog(None, "filter_help", "How to filter", "x", ("A", "B"), [("a", "b")]),
}
INPUTS = (QAbstractButton, QComboBox, QLineEdit, QListView, QPlainTextEdit, QTableView)


@pytest.mark.parametrize("name", list(EVERY))
def test_what_holds_for_all(qtbot: QtBot, full_shop: Shop, name: str) -> None:
    dialog = EVERY[name](full_shop)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(full_shop.ready)
    assert dialog.objectName() == name
    assert dialog.accessibleName() or dialog.windowTitle()
    assert _nameless(dialog) == []
    rich = [one.text() for one in dialog.findChildren(QLabel) if one.textFormat() is not Qt.TextFormat.PlainText]
    assert rich == []
    assert len([one for one in dialog.findChildren(QPushButton) if one.isDefault()]) <= 1
    assert (dialog.width() <= 1280, dialog.height() <= 720) == (True, True)
    assert dialog.minimumSizeHint().width() <= 1280
    assert dialog.minimumSizeHint().height() <= 680
    assert _clipped(dialog) == []
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert (dialog.isVisible(), dialog.result()) == (False, 0)


def _nameless(dialog: QDialog) -> list[str]:
    return [
        f"{type(one).__name__} {one.objectName()}"
        for one in dialog.findChildren(QWidget)
        if isinstance(one, INPUTS) and one.focusPolicy() is not Qt.FocusPolicy.NoFocus and not _name(one)
    ]


def _name(widget: QWidget) -> str:
    parent = widget.parentWidget()
    if isinstance(widget, QListView) and parent is not None and parent.inherits("QComboBoxPrivateContainer"):
        return "list of a drop-down"
    own = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or own


def _clipped(dialog: QDialog) -> list[str]:
    buttons = [one for one in dialog.findChildren(QPushButton) if one.isVisible()]
    return [one.text() for one in buttons if one.width() < one.minimumSizeHint().width()]

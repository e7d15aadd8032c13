"""The first start: a sample shop, report files, or a channel; and what follows when files are chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from rakumap.core.errors import UserError
from rakumap.core.job import Job
from rakumap.core.model import Channel, ChannelId
from rakumap.gui import messages, plain
from rakumap.gui.context import Context
from rakumap.gui.files import Choose, choose_folder, tables_filter
from rakumap.gui.forms.ui_open_files import Ui_OpenFiles
from rakumap.gui.import_wizard import ImportWizard

REPORT_FILE = "report-file"


class FirstStartPage(QWidget):
    """Three cards, each with one button; shown while there is no channel."""

    sample_requested = Signal()
    files_requested = Signal()
    connect_requested = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("first_start")
        self.setAccessibleName(self.tr("First start"))
        self._context = context
        self.buttons: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 32, 40, 32)
        column.setSpacing(10)
        column.addStretch(2)
        title = plain.label(self.tr("Link what you list to what you stock"), kind="title")
        hint = plain.label(self.tr("Choose how to begin; everything can be changed and undone later."), kind="hint")
        for label in (title, hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addSpacing(14)
        column.addLayout(self._cards())
        column.addStretch(3)

    def _cards(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addStretch(1)
        for card in (
            self._card(
                self.tr("Look at a sample shop"),
                self.tr(
                    "300 invented listings with every kind of problem, in a profile of its own. Nothing can go wrong."
                ),
                self.tr("Open the &sample shop"),
                self.sample_requested,
                "start_sample",
            ),
            self._card(
                self.tr("Open report files"),
                self.tr(
                    "A report of your listings as CSV, TSV, XLSX or JSON and, if you have it, a file of your inventory."
                ),
                self.tr("Choose &files…"),
                self.files_requested,
                "start_files",
            ),
            self._card(
                self.tr("Connect a channel"),
                self.tr("A folder or an address from which the report is fetched every half hour, all by itself."),
                self.tr("&Connect a channel…"),
                self.connect_requested,
                "start_connect",
            ),
        ):
            row.addWidget(card)
        row.addStretch(1)
        return row

    def _card(self, title: str, text: str, action: str, pressed: SignalInstance, name: str) -> QFrame:
        card = QFrame()
        card.setProperty("kind", "start")
        card.setFixedWidth(270)
        card.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.MinimumExpanding)
        column = QVBoxLayout(card)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(8)
        column.addWidget(plain.label(title, kind="section"))
        said = plain.label(text, kind="hint", wrap=True)
        said.setMinimumHeight(said.fontMetrics().lineSpacing() * 4 + 4)
        said.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(said, 1)
        button = plain.button(action, pressed.emit, kind="" if self.buttons else "primary")
        button.setObjectName(name)
        button.setAutoDefault(True)
        button.setAccessibleDescription(text)
        self.buttons.append(button)
        column.addWidget(button)
        return card


@dataclass(frozen=True, slots=True)
class Opened:
    """The channel made of a report file, the inventory to import, whether to fetch the report at once."""

    channel: Channel
    inventory: Path | None
    fetch_now: bool


class OpenFilesDialog(plain.Dialog):
    """Report, inventory, name; makes an enabled channel of the kind report file."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent, "open_files", "")
        self.ui = Ui_OpenFiles()
        self.ui.setupUi(self)
        self.setObjectName("open_files")
        self.opened: Opened | None = None
        self._context = context
        ui = self.ui
        ui.report_button.clicked.connect(lambda: self._browse(self.put_report))
        ui.folder_button.clicked.connect(lambda: choose_folder(self, self.put_report))
        ui.inventory_button.clicked.connect(lambda: self._browse(ui.inventory_edit.setText))
        for edit in (ui.report_edit, ui.inventory_edit, ui.name_edit):
            edit.textChanged.connect(self._look)
        ui.open_button.clicked.connect(self._open)
        ui.report_button.setFocus()
        self._look()

    def put_report(self, path: str) -> None:
        """Take the report, and name the channel after it as long as it has no name."""
        self.ui.report_edit.setText(path)
        if not self.ui.name_edit.text().strip():
            self.ui.name_edit.setText(Path(path).stem.replace("_", " ").replace("-", " ").strip().capitalize())

    def _browse(self, put: Callable[[str], object]) -> None:
        path = Choose.open_file(self, self.tr("Choose a file"), tables_filter())
        if path is not None:
            put(str(path))

    def _look(self, *_: object) -> None:
        ready = bool(self.ui.report_edit.text().strip() and self.ui.name_edit.text().strip())
        self.ui.open_button.setEnabled(ready)
        self.ui.error_text.hide()

    def _open(self) -> None:
        ui, channels = self.ui, self._context.services.channels
        name, settings = ui.name_edit.text(), {"path": ui.report_edit.text().strip()}
        inventory = ui.inventory_edit.text().strip()
        now = ui.now_check.isChecked()

        def work(job: Job) -> Channel:
            tried = channels.test(REPORT_FILE, settings, job)
            if not tried.ok:
                raise UserError(tried.code, **tried.values)
            return channels.add(REPORT_FILE, name, settings, enable=True)

        def done(channel: Channel) -> None:
            self.opened = Opened(channel, Path(inventory).expanduser() if inventory else None, now)
            self.accept()

        ui.open_button.setEnabled(False)
        self._context.runner.run(work, self, done, self._failed)

    def _failed(self, error: UserError) -> None:
        self.ui.open_button.setEnabled(True)
        self.ui.error_text.setText(messages.sentence(error, zone=self._context.zone))
        self.ui.error_text.show()

    @classmethod
    def ask(cls, context: Context, parent: QWidget | None = None) -> Opened | None:
        """Show it; what was opened, or ``None``."""
        dialog = cls(context, parent)
        try:
            return dialog.opened if dialog.exec() else None
        finally:
            dialog.deleteLater()


class Window(Protocol):
    """What opening files needs of the main window."""

    def open_channel(self, channel_id: ChannelId) -> Any: ...

    def reload(self) -> Any: ...


class Sync(Protocol):
    """What opening files needs of the sync controller."""

    def first_report(self, channel: Channel) -> Any: ...


def open_files(context: Context, window: Window, parent: QWidget, sync: Sync) -> Channel | None:
    """Choose files, make the channel, fetch its first report if asked to, import the inventory; the new channel."""
    opened = OpenFilesDialog.ask(context, parent)
    if opened is None:
        return None
    window.open_channel(opened.channel.id)
    if opened.fetch_now:
        sync.first_report(opened.channel)
    if opened.inventory is not None and ImportWizard.run(context, parent, "inventory", None, opened.inventory):
        window.reload()
    return opened.channel

"""HistoryDock: every step of the journal in words, newest first; a double-click goes there."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QDockWidget, QHBoxLayout, QPushButton, QTableView, QVBoxLayout, QWidget

from rakumap.core.model import Entry, EntryId
from rakumap.gui import messages, plain
from rakumap.gui.context import Context
from rakumap.gui.dock_title import DockTitle
from rakumap.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
LIMIT = 500


class Part(IntEnum):
    """The columns."""

    TIME = 0
    TEXT = 1
    BY = 2


class HistoryModel(QAbstractTableModel):
    """The steps read last."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: list[Entry] = []
        self._texts: dict[tuple[int, Part], str] = {}
        self.context: Context | None = None

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Replace the list, unless it is the same."""
        if list(entries) == self._entries:
            return
        self.beginResetModel()
        self._entries = list(entries)
        self._texts.clear()
        self.endResetModel()

    @property
    def entries(self) -> Sequence[Entry]:
        """The steps shown, newest first."""
        return self._entries

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(Part)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole and 0 <= section < len(Part):
            return (self.tr("Time"), self.tr("Step"), self.tr("By"))[section]
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry, part = self._entries[index.row()], Part(index.column())
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return self._text(entry, part)
        if role == Role.ToolTipRole:
            return plain.tooltip(self._tip(entry))
        if role == Role.ForegroundRole and (entry.undone or not entry.undoable):
            return self._theme.color("muted")
        return None

    def _text(self, entry: Entry, part: Part) -> str:
        key = (entry.id, part)
        if key not in self._texts:
            self._texts[key] = self._made(entry, part)
        return self._texts[key]

    def _made(self, entry: Entry, part: Part) -> str:
        if part is Part.TIME:
            zone = None if self.context is None else self.context.zone
            return messages.local_time(entry.time, zone)
        if part is Part.BY:
            return messages.name(f"by.{entry.by}")
        text = messages.history_text(entry)
        return self.tr("Undone: {step}").format(step=text) if entry.undone else text

    def _tip(self, entry: Entry) -> str:
        lines = [messages.history_text(entry), messages.utc_time(entry.time)]
        if entry.channel:
            lines.insert(1, entry.channel)
        if not entry.undoable:
            lines.append(self.tr("This step came from the channel and cannot be undone."))
        return "\n".join(lines)


class HistoryDock(QDockWidget):
    """See the module."""

    go_to_wanted = Signal(object, int)
    """The step to be the newest one done (``None``: none), and how many steps that takes back or does again."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._context: Context | None = None
        self.setObjectName("history_dock")
        self.setWindowTitle(self.tr("History"))
        self.setAccessibleName(self.tr("History"))
        self.setTitleBarWidget(DockTitle(self, theme))
        self.model = HistoryModel(theme, self)
        self.table = QTableView()
        self.table.setObjectName("history_table")
        plain.prepare_table(self.table, self.tr("History"), stretch=None)
        self.table.setModel(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(Part.TEXT, header.ResizeMode.Stretch)
        self.table.setColumnWidth(Part.TIME, 66)
        self.table.setColumnWidth(Part.BY, 78)
        self.table.doubleClicked.connect(lambda _: self.go())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._write())
        self.model.modelReset.connect(self._write)
        self._go = QPushButton(self.tr("Go to This Step"))
        self._go.setObjectName("history_go")
        self._go.setAutoDefault(False)
        self._go.clicked.connect(self.go)
        body = QWidget()
        body.setObjectName("history_body")
        column = QVBoxLayout(body)
        column.setContentsMargins(2, 2, 10, 10)
        column.setSpacing(8)
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addWidget(plain.label(self.tr("Double-click: as it was after that step"), kind="caption", wrap=True), 1)
        row.addWidget(self._go)
        column.addLayout(row)
        self.setWidget(body)
        self.setMinimumWidth(300)
        self._write()

    def attach(self, context: Context) -> None:
        """Begin to work: the store is open."""
        self._context = self.model.context = context

    def reload(self) -> None:
        """Read the steps again."""
        if self._context is None:
            return
        queries = self._context.services.queries
        self._context.runner.run(lambda _: queries.history(LIMIT), self, self.model.show_entries, lambda _: None)

    def go(self) -> None:
        """Ask to go to the selected step."""
        entry = self._chosen()
        if entry is not None and (steps := self._steps(entry)):
            self.go_to_wanted.emit(EntryId(entry.id), steps)

    def _chosen(self) -> Entry | None:
        rows = self.table.selectionModel().selectedRows()
        return self.model.entries[rows[0].row()] if rows and rows[0].row() < len(self.model.entries) else None

    def _steps(self, target: Entry) -> int:
        """How many steps have to be undone or done again."""
        can = [entry for entry in self.model.entries if entry.undoable]
        if target.undone:
            return sum(entry.undone and entry.id <= target.id for entry in can)
        return sum(not entry.undone and entry.id > target.id for entry in can)

    def _write(self) -> None:
        entry = self._chosen()
        steps = 0 if entry is None else self._steps(entry)
        self._go.setEnabled(steps > 0)
        tip = "" if steps else self.tr("Select a step that is not the newest one done.")
        self._go.setToolTip(plain.tooltip(tip))

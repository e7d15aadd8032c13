"""The rows of an import with their verdicts: a table model that takes its pages as they are scrolled into sight."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from rakumap.core.text import visible
from rakumap.gui import messages, plain

if TYPE_CHECKING:
    from rakumap.store.imports import Verdict

PAGE = 500
Index = QModelIndex | QPersistentModelIndex
_SIGNS = {"new": "＋", "changed": "✓", "unchanged": "＝", "refused": "✕"}
_ROOT = QModelIndex()


class Column(IntEnum):
    """What is shown of a row."""

    LINE = 0
    SKU = 1
    VERDICT = 2
    FIELD = 3
    REASON = 4


class VerdictsModel(QAbstractTableModel):
    """Rows so far; ``ask`` is called for the page that comes next, and ``add`` brings it."""

    def __init__(self, ask: Callable[[int], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._rows: list[Verdict] = []
        self._total = 0
        self._waiting = False

    def begin(self, total: int) -> None:
        """Start anew with this many rows to come."""
        self.beginResetModel()
        self._rows, self._total, self._waiting = [], total, False
        self.endResetModel()
        self.fetchMore(_ROOT)

    def add(self, offset: int, rows: list[Verdict]) -> None:
        """Take a page; one that is not the next is left out."""
        if offset != len(self._rows):
            return
        if not rows:
            self._waiting, self._total = False, offset
            return
        # Not before the rows are there: whoever looks meanwhile would ask for the same page again.
        self.beginInsertRows(_ROOT, offset, offset + len(rows) - 1)
        self._rows.extend(rows)
        self.endInsertRows()
        self._waiting = False

    def canFetchMore(self, parent: Index = _ROOT) -> bool:
        return not parent.isValid() and not self._waiting and len(self._rows) < self._total

    def fetchMore(self, parent: Index = _ROOT) -> None:
        if self.canFetchMore(parent):
            self._waiting = True
            self._ask(len(self._rows))

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section == Column.LINE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        names = (self.tr("Line"), self.tr("SKU"), self.tr("Verdict"), self.tr("Field"), self.tr("Reason"))
        return names[section] if 0 <= section < len(names) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole and column in (Column.REASON, Column.SKU):
            return plain.tooltip(_text(row, column))
        if role == Qt.ItemDataRole.TextAlignmentRole and column is Column.LINE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


def _text(row: Verdict, column: Column) -> str:
    if column is Column.LINE:
        return str(row.line)
    if column is Column.SKU:
        return visible(row.sku)
    if column is Column.VERDICT:
        return f"{_SIGNS.get(row.verdict, '')} {messages.name(f'verdict.{row.verdict}')}".strip()
    if column is Column.FIELD:
        return messages.name(f"field.{row.field}") if row.field and row.code else ""
    return messages.sentence(row.code, row.values) if row.code else ""

"""The table of Automation Logs: every report run, failures too, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from rakumap.core.model import ReportRun
from rakumap.gui import messages, plain

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_SIGNS = {
    "done": "✓",
    "unchanged": "＝",
    "held": "⚠",
    "refused": "⚠",
    "failed": "✕",
    "interrupted": "✕",
    "cancelled": "–",
    "running": "…",
}


class Column(IntEnum):
    """What is shown of a run."""

    TIME = 0
    EVENT = 1
    CHANNEL = 2
    OUTCOME = 3
    MESSAGE = 4
    TOTAL = 5
    NEW = 6
    CHANGED = 7
    GONE = 8
    DURATION = 9


NUMBERS = {Column.TOTAL: "total", Column.NEW: "new", Column.CHANGED: "changed", Column.GONE: "gone"}
RIGHT = frozenset({*NUMBERS, Column.DURATION})


class RunsModel(QAbstractTableModel):
    """Runs, newest first; texts are made once, when they are put in."""

    def __init__(self, zone: tzinfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self.runs: list[ReportRun] = []
        self._texts: list[tuple[str, ...]] = []

    def put(self, runs: Sequence[ReportRun]) -> None:
        """Show these runs."""
        self.beginResetModel()
        self.runs = list(runs)
        self._texts = [self._row(run) for run in self.runs]
        self.endResetModel()

    def _row(self, run: ReportRun) -> tuple[str, ...]:
        numbers = {column: f"{getattr(run, name):,}" for column, name in NUMBERS.items()}
        if not run.counted:
            numbers |= {Column.NEW: "", Column.CHANGED: "", Column.GONE: ""}
        texts = {
            Column.TIME: f"{run.started_at.astimezone(self._zone):%Y-%m-%d %H:%M:%S}",
            Column.EVENT: run.event,
            Column.CHANNEL: run.channel,
            Column.OUTCOME: f"{_SIGNS.get(run.outcome.value, '')} {messages.outcome_text(run.outcome)}".strip(),
            Column.DURATION: duration_text(run.seconds),
            Column.MESSAGE: messages.run_text(run, self._zone) or messages.name(f"trigger.{run.trigger}"),
            **numbers,
        }
        return tuple(texts[column] for column in Column)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.runs)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in RIGHT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        names = (
            self.tr("Time"),
            self.tr("Event"),
            self.tr("Channel"),
            self.tr("Outcome"),
            self.tr("Message"),
            self.tr("Total"),
            self.tr("New"),
            self.tr("Changed"),
            self.tr("Gone"),
            self.tr("Took"),
        )
        return names[section] if role == Qt.ItemDataRole.DisplayRole and 0 <= section < len(names) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        column = Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts[index.row()][column]
        if role == Qt.ItemDataRole.TextAlignmentRole and column in RIGHT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            if column is Column.TIME:
                return messages.utc_time(self.runs[index.row()].started_at)
            return plain.tooltip(self._texts[index.row()][column])
        return None


def duration_text(seconds: float | None) -> str:
    """How long a run took."""
    if seconds is None:
        return "…"
    return f"{seconds:.1f} s" if seconds < 60 else f"{int(seconds) // 60} min {int(seconds) % 60:02d} s"

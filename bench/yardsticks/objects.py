"""A table as it is often written: `STORE KEYS` loads every listing as an object and filters a Python list.

Prints one JSON object: when the first rows were painted (monotonic clock), and the milliseconds of each keystroke of
KEYS from the filter to the repaint.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

from bench.raw import reading

QUERY = (
    "SELECT l.sku, l.title, i.sku, l.quantity, l.barcode, l.sku_key, l.title_key FROM listing l"
    " LEFT JOIN link k ON k.listing_key = l.id LEFT JOIN item i ON i.id = k.item_key"
)


@dataclass(slots=True)
class Listing:
    """One listing."""

    sku: str
    title: str
    linked_to: str | None
    quantity: int | None
    barcode: str | None
    sku_key: str
    title_key: str


class Model(QAbstractTableModel):
    """The objects of a list."""

    def __init__(self, rows: list[Listing]) -> None:
        super().__init__()
        self.everything = self.rows = rows

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """So many objects."""
        return len(self.rows) if parent is None or not parent.isValid() else 0

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """So many fields shown."""
        return 5 if parent is None or not parent.isValid() else 0

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One field."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        row = self.rows[index.row()]
        return (row.sku, row.title, row.linked_to, row.quantity, row.barcode)[index.column()]

    def filter(self, text: str) -> None:
        """Show the objects that contain a text."""
        self.beginResetModel()
        self.rows = [row for row in self.everything if text in row.title_key or text in row.sku_key]
        self.endResetModel()


class Table(QTableView):
    """Notes when it was painted."""

    painted = 0.0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and note when."""
        super().paintEvent(event)
        self.painted = time.perf_counter()


def main() -> None:
    """Load, show, filter."""
    store, keys = Path(sys.argv[1]), sys.argv[2]
    app = QApplication(["objects"])
    with reading(store) as connection:
        rows = [Listing(*row) for row in connection.execute(QUERY)]
    table, window = Table(), QMainWindow()
    table.verticalHeader().hide()
    model = Model(rows)
    table.setModel(model)
    window.setCentralWidget(table)
    window.resize(1600, 1000)
    window.show()

    def painted(since: float) -> float:
        while table.painted < since:
            app.processEvents()
        return (table.painted - since) * 1000

    painted(time.perf_counter())
    first, times, typed = time.monotonic(), list[float](), ""
    for key in keys:
        typed = "" if key == "/" else typed + key
        began = time.perf_counter()
        model.filter(typed)
        if typed:
            times.append(painted(began))
    print(json.dumps({"first": first, "keystrokes": times}))


if __name__ == "__main__":
    main()

"""The start of an empty window of Qt: prints when its first picture was painted, by the system's monotonic clock."""

from __future__ import annotations

import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView


class Table(QTableView):
    """Ends the program after its first paint."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and say when."""
        super().paintEvent(event)
        print(time.monotonic(), flush=True)
        QTimer.singleShot(0, QApplication.quit)


def main() -> None:
    """Show a window with an empty table."""
    app = QApplication(["empty"])
    window = QMainWindow()
    window.setCentralWidget(Table())
    window.resize(1600, 1000)
    window.show()
    app.exec()


if __name__ == "__main__":
    main()

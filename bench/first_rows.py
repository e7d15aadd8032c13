"""When the first rows of the program were painted: `python -m bench.first_rows PROFILE` prints it, by the system's clock.

The program starts by its own entry; nothing of the benchmark or of Qt is loaded before it.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from rakumap import app
from rakumap.__main__ import main


def _watch() -> None:
    """Print when the table was painted with rows, and end the program; its class is loaded by now."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from bench.complete import is_complete
    from rakumap.gui.listings_view import ListingsView

    painted = ListingsView.paintEvent

    def paint(view: ListingsView, event: Any) -> None:
        painted(view, event)
        if is_complete(view):
            print(time.monotonic(), flush=True)
            ListingsView.paintEvent = painted  # type: ignore[method-assign]
            QTimer.singleShot(0, QApplication.closeAllWindows)

    ListingsView.paintEvent = paint  # type: ignore[method-assign,assignment]


def _run(profile: str) -> int:
    show = app._Application._show

    def shown(self: Any, *arguments: Any) -> None:
        show(self, *arguments)
        _watch()

    app._Application._show = shown  # type: ignore[method-assign,assignment]
    sys.argv = ["rakumap", "--profile", profile]
    return main()


if __name__ == "__main__":
    sys.exit(_run(sys.argv[1]))

"""DockTitle: the line on top of a dock, in our own looks: its name and a cross."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QToolButton, QWidget

from rakumap.gui import plain
from rakumap.gui.theme import Theme


class DockTitle(QWidget):
    """See the module. The dock can still be dragged by it."""

    def __init__(self, dock: QDockWidget, theme: Theme) -> None:
        super().__init__(dock)
        self.setObjectName("dock_title")
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 8, 10, 2)
        self._name = plain.label(dock.windowTitle(), kind="section")
        row.addWidget(self._name, 1)
        close = QToolButton()
        close.setIconSize(QSize(14, 14))
        close.setAccessibleName(self.tr("Close {name}").format(name=dock.windowTitle()))
        close.setToolTip(plain.tooltip(self.tr("Close; the menu View opens it again")))
        close.clicked.connect(dock.close)
        theme.keep_icon(close, close.setIcon, "close")
        row.addWidget(close)

"""EmptyState: what stands where the table would be while there is nothing to show: why, and what to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from rakumap.gui import plain
from rakumap.gui.theme import Theme

TEXT_WIDTH = 520


class EmptyState(QFrame):
    """A picture, a title, a sentence and one button."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = "search"
        self._act: Callable[[], object] | None = None
        self.setObjectName("empty_state")
        self._picture = QLabel()
        self._title = plain.label()
        self._title.setObjectName("empty_title")
        self._text = plain.label(kind="caption", wrap=True)
        self._text.setObjectName("empty_text")
        self.button = QPushButton()
        self.button.setObjectName("empty_button")
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._pressed)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addStretch(2)
        for part in (self._picture, self._title, self._text, self.button):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        theme.changed.connect(self._paint)

    def show_text(
        self, icon: str, title: str, text: str, button: str = "", act: Callable[[], object] | None = None
    ) -> None:
        """Say another thing."""
        self._icon, self._act = icon, act
        self._title.setText(title)
        self._text.setText(text)
        width = min(TEXT_WIDTH, self._text.fontMetrics().horizontalAdvance(text) + 12)
        self._text.setFixedWidth(width)
        # Centred labels do not get the height that their wrapped lines need.
        self._text.setMinimumHeight(max(0, self._text.heightForWidth(width)))
        self.button.setText(button)
        self.button.setAccessibleName(button.rstrip("…"))
        self.button.setVisible(bool(button))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._paint()

    def _pressed(self) -> None:
        if self._act is not None:
            self._act()

    def _paint(self) -> None:
        self._picture.setPixmap(self._theme.icon(self._icon, "handle_hover").pixmap(QSize(32, 32)))

"""Tell: a box with one plain sentence, for what cannot be said anywhere else; tests replace its methods."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


class Tell:
    """See the module."""

    @classmethod
    def error(cls, parent: QWidget | None, title: str, text: str) -> None:
        """Say what keeps the program from starting."""
        box = QMessageBox(QMessageBox.Icon.Critical, title, "", QMessageBox.StandardButton.Close, parent)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(text)
        box.exec()

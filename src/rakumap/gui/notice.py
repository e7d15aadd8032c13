"""Notice: the banner above the table. It says one thing at a time, offers what can be done, and never stops anybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from rakumap.gui import plain

Action = tuple[str, Callable[[], object]]
SYMBOLS = {"info": "ℹ", "success": "✓", "warning": "⚠", "error": "✕"}
"""A sign beside the colour, because colour alone says nothing to some."""


class Notice(QFrame):
    """A banner with a sign, a plain sentence, buttons and, if it may be, a cross."""

    about_to_close = Signal()
    """A person closes it; what it said is still there."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAccessibleName(self.tr("Notice"))
        self.kind = ""
        self.offers: tuple[Action, ...] = ()
        """What it offers."""
        self._buttons: list[QPushButton] = []
        self._sign = plain.label(kind="notice-sign")
        self._sign.setFixedWidth(20)
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = plain.label(wrap=True, kind="notice-text")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setObjectName("notice_text")
        self._close = QToolButton()
        self._close.setObjectName("notice_close")
        self._close.setText("✕")
        self._close.setAutoRaise(True)
        self._close.setAccessibleName(self.tr("Close this notice"))
        self._close.setToolTip(self.tr("Close this notice"))
        self._close.clicked.connect(self._closed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 8, 8, 8)
        self._row.setSpacing(10)
        self._row.addWidget(self._sign)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def show_message(self, kind: str, text: str, actions: Sequence[Action] = (), closable: bool = True) -> None:
        """Say something: ``kind`` is info, success, warning or error; pressing an action's button also closes it."""
        self._clear_buttons()
        self.kind, self.offers = kind, tuple(actions)
        self._sign.setText(SYMBOLS.get(kind, SYMBOLS["info"]))
        self._text.setText(text)
        for place, (label, callback) in enumerate(actions):
            button = plain.button(label, partial(self._act, callback), kind="notice-action")
            self._buttons.append(button)
            self._row.insertWidget(2 + place, button)
        self._close.setVisible(closable)
        self.setAccessibleDescription(text)
        plain.restyle(self, kind=kind)
        plain.restyle(self._sign)
        self.show()
        # Late, for a window without a notice shall not wait for its many names.
        from PySide6.QtGui import QAccessible, QAccessibleEvent

        # Screen readers say it at once, as they would a box, without the focus moving.
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def clear(self) -> None:
        """Say nothing."""
        self._clear_buttons()
        self.kind, self.offers = "", ()
        self._text.clear()
        self.setAccessibleDescription("")
        self.hide()

    def _act(self, callback: Callable[[], object]) -> None:
        self.clear()
        callback()

    def _closed(self) -> None:
        self.about_to_close.emit()
        self.clear()
        self.closed.emit()

    def _clear_buttons(self) -> None:
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons.clear()

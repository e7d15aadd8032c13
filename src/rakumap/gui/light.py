"""A round light that is also a switch: green and On, red and Off; Space or a click turns it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

ON, OFF = (QColor("#13803f"), QColor("#4fc98b")), (QColor("#bf0000"), QColor("#ff7076"))
"""For a light and for a dark ground."""
_DIAMETER = 14


class Light(QAbstractButton):
    """A checkable light with its word beside it; its accessible name says what it switches, its value on or off."""

    def __init__(self, name: str, on: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setCheckable(True)
        self.setChecked(on)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.toggled.connect(self._word)
        self._word()

    def _word(self, *_: object) -> None:
        word = self.tr("On") if self.isChecked() else self.tr("Off")
        self.setText(word)
        self.setAccessibleName(f"{self._name}: {word}")
        self.setToolTip(
            self.tr("Click or press Space to switch it off")
            if self.isChecked()
            else self.tr("Click or press Space to switch it on")
        )
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(_DIAMETER + 8 + metrics.horizontalAdvance("0000") + 16, metrics.height() + 10)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dark = self.palette().color(QPalette.ColorRole.Base).lightness() < 128
        colour = (ON if self.isChecked() else OFF)[dark]
        middle = self.height() / 2
        circle = QRectF(8, middle - _DIAMETER / 2, _DIAMETER, _DIAMETER)
        painter.setPen(QPen(colour.darker(115), 1))
        painter.setBrush(colour)
        painter.drawEllipse(circle)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Link), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 5, 5)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        left = int(circle.right()) + 8
        painter.drawText(left, 0, self.width() - left, self.height(), Qt.AlignmentFlag.AlignVCenter, self.text())

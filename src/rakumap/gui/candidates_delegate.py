"""CandidatesDelegate: an item of the search panel on two lines, the SKU over the title, so that both can be read."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from rakumap.gui.candidates_model import Candidate
from rakumap.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
MARGIN = 10
PART = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class CandidatesDelegate(QStyledItemDelegate):
    """For the column of the SKU; the title's own column is hidden."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        ground = QStyleOptionViewItem(option)
        self.initStyleOption(ground, index)
        ground.text = ""
        QApplication.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, ground, painter, ground.widget)
        inner: QRect = option.rect.adjusted(MARGIN, 0, -4, 0)
        line = painter.fontMetrics().height()
        top = inner.top() + (inner.height() - 2 * line) // 2
        title = index.model().index(index.row(), Candidate.TITLE).data()
        painter.save()
        painter.setFont(option.font)
        for place, (text, color) in enumerate(((index.data(), "text"), (title, "muted"))):
            painter.setPen(self._theme.color(color))
            shown = painter.fontMetrics().elidedText(str(text or ""), Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(QRect(inner.left(), top + place * line, inner.width(), line), PART, shown)
        painter.restore()

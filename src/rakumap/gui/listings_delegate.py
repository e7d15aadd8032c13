"""ListingsDelegate: paints the cells of the main panel in the theme's colours, and edits limits with their check."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from rakumap.core.errors import UserError
from rakumap.core.model import Listing, State
from rakumap.core.numbers import parse_limit
from rakumap.gui import messages, plain
from rakumap.gui.cells import NUMBERS, Column
from rakumap.gui.listings_model import LISTING_ROLE, STALE_ROLE
from rakumap.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
MARGIN = 10
TICK = 15


class ListingsDelegate(QStyledItemDelegate):
    """See the module."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    # painting -----------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        self._ground(painter, rect, index.row(), chosen)
        row: Listing | None = index.data(LISTING_ROLE)
        if row is not None:
            column = Column(index.column())
            quiet = index.data(STALE_ROLE) or row.state is State.GONE
            if column is Column.IGNORE_SYNC:
                self._tick(painter, rect, row.ignore_sync, quiet)
            else:
                self._text(painter, rect, option, index.data(), row, column, quiet)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.color("focus"), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, row: int, chosen: bool) -> None:
        if chosen:
            # The same without focus: the search panel names this row as the one it links.
            painter.fillRect(rect, self._theme.color("selection"))
        elif row % 2:
            painter.fillRect(rect, self._theme.color("row"))

    def _tick(self, painter: QPainter, rect: QRect, on: bool, quiet: bool) -> None:
        box = QRectF(rect.left() + MARGIN, rect.center().y() - TICK / 2 + 0.5, TICK, TICK)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(0.5 if quiet else 1.0)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("linked"))
            painter.drawRoundedRect(box, 4, 4)
            pen = QPen(self._theme.color("card"), 2, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            corner = box.topLeft()
            painter.drawPolyline(QPolygonF([corner + QPointF(x, y) for x, y in ((3.8, 7.8), (6.6, 10.6), (11.4, 4.8))]))
        else:
            painter.setPen(QPen(self._theme.color("handle_hover"), 1.2))
            painter.setBrush(self._theme.color("card"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setOpacity(1.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _text(
        self,
        painter: QPainter,
        rect: QRect,
        option: QStyleOptionViewItem,
        text: str,
        row: Listing,
        column: Column,
        quiet: bool,
    ) -> None:
        color, font = self._look(row, column, quiet), QFont(option.font)
        if column is Column.LINKED_TO and row.linked_to is None:
            font.setItalic(True)
        painter.setFont(font)
        painter.setPen(self._theme.color(color))
        inner = rect.adjusted(MARGIN, 0, -MARGIN, 0)
        side = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)

    @staticmethod
    def _look(row: Listing, column: Column, quiet: bool) -> str:
        """The token of a cell's colour."""
        if quiet:
            return "muted"
        if column is Column.LINKED_TO and row.linked_to is None:
            return "muted"
        if column is Column.PROBLEM or (column is Column.WILL_SEND and row.will_send == 0):
            return "attention"
        if column in (Column.LINKED_BY, Column.LINKED_AT, Column.LAST_UPDATE, Column.REASON):
            return "muted"
        return "text"

    # the tick -----------------------------------------------------------------------------------------------------

    def editorEvent(self, event: QEvent, model: Any, option: QStyleOptionViewItem, index: Index) -> bool:
        """A click anywhere in the cell of a tick turns it; the view's actions do it from the keyboard."""
        if index.column() != Column.IGNORE_SYNC:
            return False
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            rect: QRect = option.rect
            if event.button() == Qt.MouseButton.LeftButton and rect.contains(event.position().toPoint()):
                on = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
                turned = Qt.CheckState.Unchecked if on else Qt.CheckState.Checked
                return bool(model.setData(index, turned, Qt.ItemDataRole.CheckStateRole))
        # A double click is two turns, not an edit.
        return event.type() == QEvent.Type.MouseButtonDblClick

    # limits -------------------------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        editor.setAccessibleName(messages.name(f"column.{Column(index.column()).key}"))
        editor.textChanged.connect(lambda text: self._check(editor, Column(index.column()), text))
        return editor

    @staticmethod
    def _check(editor: QLineEdit, column: Column, text: str) -> None:
        try:
            parse_limit(column.key, text)
        except UserError as error:
            plain.restyle(editor, wrong="true")
            editor.setToolTip(plain.tooltip(messages.sentence(error)))
        else:
            plain.restyle(editor, wrong="false")
            editor.setToolTip("")

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter with a text that is no limit keeps the editor open, so that it can be corrected."""
        if isinstance(editor, QLineEdit) and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if entered and editor.property("wrong") == "true":
                view = self.parent()
                if isinstance(view, QAbstractItemView):
                    error = _error(view, editor)
                    view.model().limit_refused.emit(error)  # type: ignore[attr-defined]
                    place = editor.mapToGlobal(editor.rect().bottomLeft())
                    QToolTip.showText(place, plain.tooltip(messages.sentence(error)), editor)
                return True
        return super().eventFilter(editor, event)


def _error(view: QAbstractItemView, editor: QLineEdit) -> UserError:
    try:
        parse_limit(Column(view.currentIndex().column()).key, editor.text())
    except UserError as error:
        return error
    raise AssertionError("the editor was marked as wrong")

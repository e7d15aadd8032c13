"""ListingsDelegate: turns the ticks of the main panel, and edits its limits with their check."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from rakumap.core.errors import UserError
from rakumap.core.numbers import parse_limit
from rakumap.gui import messages, plain
from rakumap.gui.cells import Column

Index = QModelIndex | QPersistentModelIndex


class ListingsDelegate(QStyledItemDelegate):
    """See the module."""

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

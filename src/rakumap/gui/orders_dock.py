"""OrdersDock: the order lines of the channel, those that wait for a link first; a double-click shows their listing."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDockWidget,
    QHBoxLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from rakumap.core.text import visible
from rakumap.core.trade import OrderState
from rakumap.gui import messages, plain
from rakumap.gui.context import Context
from rakumap.gui.dock_title import DockTitle
from rakumap.gui.theme import Theme

if TYPE_CHECKING:
    from rakumap.store.order_book import OrderRow

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class Part(IntEnum):
    """The columns."""

    TIME = 0
    SKU = 1
    QUANTITY = 2
    ITEM = 3


class OrdersModel(QAbstractTableModel):
    """The lines read last."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[OrderRow] = []
        self.context: Context | None = None

    def show_rows(self, rows: Sequence[OrderRow]) -> None:
        """Replace the list, unless it is the same."""
        if list(rows) == self._rows:
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    @property
    def rows(self) -> Sequence[OrderRow]:
        """The lines shown."""
        return self._rows

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(Part)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(Part):
            return None
        if role == Role.TextAlignmentRole and section == Part.QUANTITY:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        names = (self.tr("Ordered"), self.tr("SKU"), self.tr("Qty"), self.tr("Item"))
        return names[section] if role == Role.DisplayRole else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, part = self._rows[index.row()], Part(index.column())
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return self._text(row, part)
        if role == Role.ToolTipRole:
            return plain.tooltip(self._tip(row))
        if role == Role.TextAlignmentRole and part is Part.QUANTITY:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Role.ForegroundRole and row.item_sku is None and part is Part.ITEM:
            return self._theme.color("attention")
        return None

    def _text(self, row: OrderRow, part: Part) -> str:
        if part is Part.TIME:
            return messages.local_time(row.time, None if self.context is None else self.context.zone)
        if part is Part.SKU:
            return visible(row.sku)
        if part is Part.QUANTITY:
            return f"{row.quantity:,}"
        if row.item_sku is not None:
            state = messages.name(f"order.{row.state}")
            return visible(row.item_sku) if row.state is OrderState.OPEN else f"{visible(row.item_sku)} · {state}"
        return self.tr("⚠ waits for link") if row.listing is not None else self.tr("⚠ no such listing")

    def _tip(self, row: OrderRow) -> str:
        numbers = self.tr("Order {order}, line {line}").format(order=row.order_id, line=row.line_id)
        return "\n".join((visible(row.title), visible(numbers), messages.utc_time(row.time)))


class OrdersDock(QDockWidget):
    """See the module."""

    listing_wanted = Signal(object)
    """The ``OrderRow`` whose listing a person wants to see."""
    download_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._all: list[OrderRow] = []
        self.setObjectName("orders_dock")
        self.setWindowTitle(self.tr("Orders"))
        self.setAccessibleName(self.tr("Orders"))
        self.setTitleBarWidget(DockTitle(self, theme))
        self.model = OrdersModel(theme, self)
        self.table = self._made_table()
        self.only_waiting = QCheckBox(self.tr("Only those that &wait"))
        self.only_waiting.setAccessibleName(self.tr("Only order lines that wait for a link"))
        self.only_waiting.toggled.connect(lambda _: self._show())
        self.said = plain.label("", kind="caption", wrap=True)
        self.go_button = plain.button(self.tr("&Show Listing"), self._go)
        self.get_button = plain.button(self.tr("&Get Orders"), self.download_wanted.emit)
        body = QWidget()
        body.setObjectName("orders_body")
        column = QVBoxLayout(body)
        column.setContentsMargins(2, 2, 10, 10)
        column.setSpacing(8)
        column.addWidget(self.only_waiting)
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addWidget(self.said, 1)
        row.addWidget(self.go_button)
        row.addWidget(self.get_button)
        column.addLayout(row)
        self.setWidget(body)
        self.setMinimumWidth(300)
        self.show_rows([])

    def _made_table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("orders_table")
        plain.prepare_table(table, self.tr("Orders"))
        table.setModel(self.model)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = table.horizontalHeader()
        header.setSectionResizeMode(Part.ITEM, header.ResizeMode.Stretch)
        for part, width in ((Part.TIME, 78), (Part.SKU, 96), (Part.QUANTITY, 52)):
            table.setColumnWidth(part, width)
        table.doubleClicked.connect(lambda _: self._go())
        table.selectionModel().selectionChanged.connect(lambda *_: self._look())
        return table

    def attach(self, context: Context) -> None:
        """Begin to work: the store is open."""
        self.model.context = context

    def show_rows(self, rows: Sequence[OrderRow]) -> None:
        """Show these lines of the channel; those that wait come first."""
        self._all = list(rows)
        self._show()

    def _show(self) -> None:
        waiting = [row for row in self._all if row.item_sku is None]
        self.model.show_rows(waiting if self.only_waiting.isChecked() else self._all)
        self.only_waiting.setEnabled(bool(self._all))
        if not self._all:
            text = self.tr("Orders come with each round of the channel; each line finds its item through its link.")
        elif waiting:
            text = self.tr("%n line(s) wait for a link", "", len(waiting))
        else:
            text = self.tr("All %n line(s) found their item", "", len(self._all))
        self.said.setText(text)
        self._look()

    def _chosen(self) -> OrderRow | None:
        rows = self.table.selectionModel().selectedRows()
        return self.model.rows[rows[0].row()] if rows and rows[0].row() < len(self.model.rows) else None

    def _look(self) -> None:
        self.go_button.setEnabled(self._chosen() is not None)

    def _go(self) -> None:
        row = self._chosen()
        if row is not None:
            self.listing_wanted.emit(row)

"""CandidatesModel: the inventory items that a search found; short, in memory, best first until somebody sorts it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from rakumap.core.model import InventoryItem, ItemKey
from rakumap.core.text import folded, visible
from rakumap.gui import plain

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ITEM_ROLE = int(Role.UserRole)
SORT_ROLE = ITEM_ROLE + 1


class Candidate(IntEnum):
    """The columns."""

    SKU = 0
    TITLE = 1
    AVAILABLE = 2
    LINKS = 3


class CandidatesModel(QAbstractTableModel):
    """See the module."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[InventoryItem] = []

    def show_items(self, items: Sequence[InventoryItem]) -> None:
        """Replace the list."""
        self.beginResetModel()
        self._items = list(items)
        self.endResetModel()

    @property
    def keys(self) -> list[ItemKey]:
        """The items shown."""
        return [item.key for item in self._items]

    def update_items(self, items: Sequence[InventoryItem]) -> None:
        """Take newer values of items shown, in place."""
        newer = {item.key: item for item in items}
        for row, item in enumerate(self._items):
            found = newer.get(item.key)
            if found is not None and found != item:
                self._items[row] = replace(found)
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(Candidate) - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._items)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(Candidate)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._items):
            return None
        item, column = self._items[index.row()], Candidate(index.column())
        if role == Role.DisplayRole:
            return self._text(item, column)
        if role == Role.TextAlignmentRole:
            return int(_side(column))
        if role == ITEM_ROLE:
            return item
        if role == SORT_ROLE:
            values = (folded(item.sku), folded(item.title), item.available, item.links)
            return values[column]
        if role == Role.ToolTipRole:
            return plain.tooltip(self._tip(item))
        if role == Role.AccessibleTextRole:
            name = self.headerData(column, Qt.Orientation.Horizontal)
            text = f"{name}: {self._text(item, column)}"
            return f"{text}, {self._text(item, Candidate.TITLE)}" if column is Candidate.SKU else text
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(Candidate):
            return None
        column = Candidate(section)
        if role == Role.DisplayRole:
            return (self.tr("SKU and Title"), self.tr("Item Title"), self.tr("Available"), self.tr("Links"))[column]
        if role == Role.TextAlignmentRole:
            return int(_side(column))
        if role == Role.ToolTipRole and column is Candidate.AVAILABLE:
            return plain.tooltip(self.tr("Level less what is in open orders."))
        if role == Role.ToolTipRole and column is Candidate.LINKS:
            return plain.tooltip(self.tr("How many listings are linked to the item, over all channels."))
        return None

    @staticmethod
    def _text(item: InventoryItem, column: Candidate) -> str:
        if column is Candidate.SKU:
            return visible(item.sku)
        if column is Candidate.TITLE:
            return visible(item.title)
        return f"{item.available:,}" if column is Candidate.AVAILABLE else f"{item.links:,}"

    def _tip(self, item: InventoryItem) -> str:
        lines = [visible(item.sku), visible(item.title)]
        if item.barcode:
            lines.append(self.tr("Barcode {barcode}").format(barcode=visible(item.barcode)))
        level = self.tr("Level {level}, in open orders {open}, available {available}")
        lines.append(level.format(level=item.level, open=item.in_open_orders, available=item.available))
        lines.append(self.tr("%n link(s)", "", item.links))
        return "\n".join(lines)


def _side(column: Candidate) -> Qt.AlignmentFlag:
    right = column in (Candidate.AVAILABLE, Candidate.LINKS)
    return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)


def sortable(model: CandidatesModel, parent: QObject) -> QSortFilterProxyModel:
    """The model in an order of the person's choice; column -1 is the order of the search.

    ``parent`` is not the model: a proxy that its own source owns crashes when both are collected.
    """
    proxy = QSortFilterProxyModel(parent)
    proxy.setSourceModel(model)
    proxy.setSortRole(SORT_ROLE)
    proxy.setDynamicSortFilter(False)
    return proxy

"""PairsModel: the certain links that Auto-Link shows, each with a tick that can be taken off."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from rakumap.core.text import visible
from rakumap.gui import messages, plain

if TYPE_CHECKING:
    from rakumap.core.model import ListingKey
    from rakumap.services.autolinking import Pair

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Column(IntEnum):
    """What is shown of a pair; the first column has the tick."""

    SKU = 0
    TITLE = 1
    ITEM = 2
    ITEM_TITLE = 3
    REASON = 4
    SCORE = 5
    SEND = 6


_RIGHT = frozenset({Column.SCORE, Column.SEND})


class PairsModel(QAbstractTableModel):
    """Pairs of now. Ticks taken off stay off when the pairs change; ``ticked`` tells when one was turned."""

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pairs: Sequence[Pair] = ()
        self._off: set[ListingKey] = set()

    @property
    def chosen(self) -> list[Pair]:
        """The pairs with a tick."""
        return [one for one in self._pairs if one.link.listing.key not in self._off]

    def show_pairs(self, pairs: Sequence[Pair]) -> None:
        """Show other pairs."""
        self.beginResetModel()
        self._pairs = pairs
        self.endResetModel()

    def leave_out(self, keys: set[ListingKey]) -> None:
        """Take the ticks of these listings off."""
        self._off |= keys
        self._turned()

    def turn(self, rows: Sequence[int]) -> None:
        """Turn the ticks of these rows: all on when one is off, else all off."""
        keys = {self._pairs[row].link.listing.key for row in rows}
        self._off = self._off - keys if keys & self._off else self._off | keys
        self._turned()

    def _turned(self) -> None:
        if self._pairs:
            last = self.index(len(self._pairs) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.ticked.emit()

    # what a view asks ---------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._pairs)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _RIGHT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        names = (
            self.tr("SKU"),
            self.tr("Listing"),
            self.tr("Item"),
            self.tr("Item title"),
            self.tr("Reason"),
            self.tr("Score"),
            self.tr("Will send"),
        )
        return names[section]

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsUserCheckable if index.column() == Column.SKU else found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._pairs):
            return None
        pair, column = self._pairs[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(pair, column)
        if role == Qt.ItemDataRole.CheckStateRole and column is Column.SKU:
            off = pair.link.listing.key in self._off
            return Qt.CheckState.Unchecked if off else Qt.CheckState.Checked
        if role == Qt.ItemDataRole.TextAlignmentRole and column in _RIGHT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain.tooltip(self._tip(pair, column))
        return None

    def setData(self, index: Index, _: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self.turn([index.row()])
        return True

    def _text(self, pair: Pair, column: Column) -> str:
        link = pair.link
        if column is Column.SEND:
            had = "–" if pair.listed is None else str(pair.listed)
            return f"{'⚠ ' if pair.warning else ''}{had} → {pair.send}"
        return {
            Column.SKU: visible(link.listing.sku),
            Column.TITLE: visible(link.listing.title),
            Column.ITEM: visible(link.item.sku),
            Column.ITEM_TITLE: visible(pair.title),
            Column.REASON: messages.name(f"reason.{link.reason}"),
            Column.SCORE: f"{link.score:.2f}",
        }[column]

    def _tip(self, pair: Pair, column: Column) -> str:
        if column is Column.SEND:
            if pair.warning:
                return messages.sentence(pair.warning, {"channel_quantity": pair.listed, "send": pair.send})
            had = "–" if pair.listed is None else str(pair.listed)
            return self.tr("The channel has {0}; {1} will be sent").replace("{0}", had).replace("{1}", str(pair.send))
        if column is Column.REASON:
            return "\n".join(messages.name(f"reason.{code}") for code in pair.link.item.told)
        return self._text(pair, column)

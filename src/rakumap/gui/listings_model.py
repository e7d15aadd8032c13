"""ListingsModel: the ids of a filter in order, and the rows seen so far; missing rows are asked for page by page.

``data`` is a dictionary lookup. Who owns the model fetches what ``wanted`` names and hands it back with the generation
it was asked in; answers to an older list are dropped.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from datetime import tzinfo
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from rakumap.core.errors import UserError
from rakumap.core.model import Limits, Listing, ListingKey
from rakumap.core.numbers import parse_limit
from rakumap.gui import messages, plain
from rakumap.gui.cells import EDITABLE, NUMBERS, Cells, Column

PAGE = 32
"""Rows asked for together: about as many as are in sight, for the person waits for them."""
PAGES = 1_000
"""Pages kept; the ones seen longest ago go first."""
FEW = 3
"""Listings that are looked for one by one."""
RECENT = 30
"""Pages that are read again when anything may have changed."""
FIRST = 3 * PAGE
"""Rows that come with a list."""

Role = Qt.ItemDataRole
KEY_ROLE = int(Role.UserRole)
LISTING_ROLE = KEY_ROLE + 1
STALE_ROLE = KEY_ROLE + 2
"""Whether the row no longer fits the filter and stays only until the list is read again."""

Index = QModelIndex | QPersistentModelIndex
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class ListingsModel(QAbstractTableModel):
    """See the module."""

    wanted = Signal(int, object)
    """The generation, and a list of keys whose rows are needed."""
    tick_wanted = Signal(object, bool)
    """A person ticked or cleared Ignore Sync of this listing."""
    limit_wanted = Signal(object, str, object)
    """A person typed a limit: listing, field, value (``None`` clears)."""
    limit_refused = Signal(object)
    """A person typed something that is no limit: the ``UserError``."""

    def __init__(self, zone: tzinfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cells = Cells(zone)
        self.generation = 0
        self._ids: array[int] = array("q")
        self._rows: dict[int, Listing] = {}
        self._place: dict[int, int] = {}
        self._pages: OrderedDict[int, None] = OrderedDict()
        self._due: set[int] = set()
        """Pages that are in sight and were not asked for."""
        self._near: set[int] = set()
        """Those next to what is in sight."""
        self._stale: set[int] = set()
        self._texts: dict[int, dict[Column, str]] = {}
        self._ask = QTimer(self)
        self._ask.setSingleShot(True)
        self._ask.setInterval(0)
        self._ask.timeout.connect(self._ask_for_pages)

    # content ------------------------------------------------------------------------------------------------------

    def show_ids(self, ids: array[int], defaults: Limits, rows: Mapping[ListingKey, Listing] | None = None) -> None:
        """Replace the whole list; ``rows`` are those already read, from its top."""
        self.beginResetModel()
        self.generation += 1
        self.cells.defaults = defaults
        self._ids = ids
        for kept in (self._rows, self._place, self._pages, self._due, self._near, self._stale, self._texts):
            kept.clear()
        if rows:
            for page in range(len(rows) // PAGE + 1):
                keys = ids[page * PAGE : (page + 1) * PAGE]
                if not keys or not all(key in rows for key in keys):
                    break
                self._take(page, rows)
        self.endResetModel()

    def put_page(self, generation: int, rows: Mapping[ListingKey, Listing]) -> None:
        """Take rows that were asked for, unless the list is another one by now."""
        if generation == self.generation and rows:
            for page in {self._place[key] // PAGE for key in rows if key in self._place}:
                self._changed(*self._take(page, rows))

    def put_rows(self, rows: Mapping[ListingKey, Listing], stale: Iterable[ListingKey] = ()) -> None:
        """Take newer values of rows that are known, in place; ``stale`` ones among them no longer fit the filter."""
        gone, places = set(stale), list[int]()
        for key, row in rows.items():
            place = self._place.get(key)
            if place is None:
                continue
            self._rows[key] = row
            self._texts.pop(key, None)
            (self._stale.add if key in gone else self._stale.discard)(key)
            places.append(place)
        if len(places) > FIRST:
            self._changed(min(places), max(places))
        else:
            for place in places:
                self._changed(place, place)

    def write_anew(self, keys: Collection[ListingKey]) -> None:
        """Write the cells of these listings anew: what they could be is known now."""
        places = []
        for key in keys:
            self._texts.pop(key, None)
            if key in self._rows and (place := self._place.get(key)) is not None:
                places.append(place)
        if places:
            self._changed(min(places), max(places))

    def set_stale(self, keys: Iterable[ListingKey]) -> None:
        """Mark exactly these rows as no longer fitting the filter."""
        self._stale = set(keys)
        if self._ids:
            self._changed(0, len(self._ids) - 1)

    def refresh_texts(self, defaults: Limits) -> None:
        """Write every cell anew: the channel's default limits or the language changed."""
        self.cells.defaults = defaults
        self._texts.clear()
        if self._ids:
            self._changed(0, len(self._ids) - 1)

    @property
    def ids(self) -> array[int]:
        """The keys in the order shown; not to be changed."""
        return self._ids

    @property
    def decided(self) -> int:
        """How many rows shown no longer fit the filter."""
        return len(self._stale)

    @property
    def stale(self) -> frozenset[int]:
        """The keys of those."""
        return frozenset(self._stale)

    def loaded(self) -> list[ListingKey]:
        """The keys whose rows were read and are kept."""
        return [ListingKey(key) for key in self._rows]

    def trim(self, wanted: Iterable[ListingKey] = ()) -> list[ListingKey]:
        """Forget all rows but the ones seen last and the ``wanted`` ones, and give the keys of what is left.

        Whoever reads everything again after a change would otherwise read the whole way a person scrolled.
        """
        keep = {self._place[key] // PAGE for key in wanted if key in self._place}
        keep.update(list(self._pages)[-RECENT:])
        for page in [page for page in self._pages if page not in keep]:
            del self._pages[page]
            self._drop(page)
        return self.loaded()

    def key_at(self, row: int) -> ListingKey:
        """The listing in this row."""
        return ListingKey(self._ids[row])

    def listing(self, key: ListingKey) -> Listing | None:
        """The values of a listing, when they were read."""
        return self._rows.get(key)

    def listing_at(self, row: int) -> Listing | None:
        """The values of the listing in this row; when they were not read yet, they are asked for."""
        found = self._rows.get(self._ids[row])
        if found is None:
            self._missing(row)
        return found

    def is_stale(self, key: int) -> bool:
        """Whether this row no longer fits the filter."""
        return key in self._stale

    def text_of(self, row: Listing, column: Column) -> str:
        """What stands in a cell."""
        texts = self._texts.get(row.key)
        if texts is None:
            texts = self._texts[row.key] = {}
        text = texts.get(column)
        if text is None:
            text = texts[column] = self.cells.text(row, column)
        return text

    def place_of(self, key: int) -> int | None:
        """The row of a listing that was read or asked for."""
        return self._place.get(key)

    def row_of(self, key: int) -> int | None:
        """The row of a listing, when it is shown."""
        place = self._place.get(key)
        if place is not None:
            return place
        try:
            return self._ids.index(key)
        except ValueError:
            return None

    def rows_of(self, keys: Iterable[int]) -> dict[int, int]:
        """The rows of these listings, as far as they are shown; all of them at the cost of one look through the list."""
        wanted = set(keys)
        found = {key: self._place[key] for key in wanted if key in self._place}
        wanted -= found.keys()
        if len(wanted) <= FEW:
            found.update((key, row) for key in wanted if (row := self.row_of(key)) is not None)
        else:
            found.update((key, row) for row, key in enumerate(self._ids) if key in wanted)
        return found

    def _take(self, page: int, rows: Mapping[ListingKey, Listing]) -> tuple[int, int]:
        """Keep the rows of a page; its first and last row."""
        start = page * PAGE
        keys = self._ids[start : start + PAGE]
        for place, key in enumerate(keys, start):
            found = rows.get(ListingKey(key))
            self._place[key] = place
            if found is not None:
                self._rows[key] = found
                self._texts.pop(key, None)
        self._pages[page] = None
        while len(self._pages) > PAGES:
            self._drop(self._pages.popitem(last=False)[0])
        return start, start + len(keys) - 1

    def _drop(self, page: int) -> None:
        for key in self._ids[page * PAGE : (page + 1) * PAGE]:
            self._rows.pop(key, None)
            self._place.pop(key, None)
            self._texts.pop(key, None)

    def _changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))

    def look_around(self, first: int, last: int) -> None:
        """Know which rows are in sight, and ask for what is next to them before anybody scrolls there."""
        for page in range(first // PAGE, last // PAGE + 1):
            if page in self._pages:
                self._pages.move_to_end(page)
        around = {row // PAGE for row in (first - PAGE, last + PAGE) if 0 <= row < len(self._ids)}
        self._near = around - self._pages.keys()
        if self._near:
            self._ask.start()

    def _missing(self, row: int) -> None:
        page = row // PAGE
        if page not in self._pages and page not in self._due:
            self._due.add(page)
            self._ask.start()

    def _ask_for_pages(self) -> None:
        keys: list[ListingKey] = []
        # What is in sight goes alone: a person waits for it.
        for page in sorted(self._due or self._near):
            start = page * PAGE
            for place, key in enumerate(self._ids[start : start + PAGE], start):
                self._place[key] = place
                keys.append(ListingKey(key))
            self._pages[page] = None
        (self._due or self._near).clear()
        if keys:
            self.wanted.emit(self.generation, keys)

    # Qt -----------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if index.column() == Column.IGNORE_SYNC:
            return _FLAGS | Qt.ItemFlag.ItemIsUserCheckable
        return _FLAGS | Qt.ItemFlag.ItemIsEditable if index.column() in EDITABLE else _FLAGS

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        column = Column(index.column())
        if role == Role.TextAlignmentRole:
            return _RIGHT if column in NUMBERS else _LEFT
        key = self._ids[index.row()]
        if role == KEY_ROLE:
            return key
        row = self._rows.get(key)
        if row is None:
            self._missing(index.row())
            return None
        if role == Role.DisplayRole:
            return self.text_of(row, column)
        return self._other(row, column, role)

    def _other(self, row: Listing, column: Column, role: int) -> Any:
        if role == LISTING_ROLE:
            return row
        if role == STALE_ROLE:
            return row.key in self._stale
        if role == Role.CheckStateRole:
            if column is not Column.IGNORE_SYNC:
                return None
            return Qt.CheckState.Checked if row.ignore_sync else Qt.CheckState.Unchecked
        if role == Role.EditRole:
            return self.cells.raw(row, column)
        if role == Role.ToolTipRole:
            return plain.tooltip(self.cells.tooltip(row, column))
        if role == Role.AccessibleTextRole:
            return self.cells.spoken(row, column)
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Ask for the change; the cell shows it once the store has it."""
        row = self._rows.get(self._ids[index.row()]) if index.isValid() else None
        if row is None:
            return False
        column = Column(index.column())
        if role == Role.CheckStateRole and column is Column.IGNORE_SYNC:
            self.tick_wanted.emit(row.key, Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        if role != Role.EditRole or column not in EDITABLE:
            return False
        try:
            limit = parse_limit(column.key, str(value))
        except UserError as error:
            self.limit_refused.emit(error)
            return False
        if limit != getattr(row.limits, column.key):
            self.limit_wanted.emit(row.key, column.key, limit)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        column = Column(section)
        if role == Role.DisplayRole:
            return messages.name(f"column.{column.key}")
        if role == Role.TextAlignmentRole:
            return _RIGHT if column in NUMBERS else _LEFT
        if role == Role.ToolTipRole:
            return plain.tooltip(header_tip(column))
        return None


def header_tip(column: Column) -> str:
    """What a column means, for its header's tooltip."""
    return messages.translated(_MEANINGS.get(column, ""))


_MEANINGS = {
    Column.IGNORE_SYNC: "Ticked: no quantity of the listing is ever sent. A report that calls a listing unlimited ticks "
    "it; only a person clears it.",
    Column.LINKED_TO: "The inventory item that the listing is linked to.",
    Column.MAX_LISTED: "The most that is ever sent. F2 edits, an empty cell clears.",
    Column.END_WHEN: "When this much or less is available, 0 is sent, which ends the listing. F2 edits.",
    Column.PERCENTAGE: "The part of the available stock that is sent. F2 edits.",
    Column.WILL_SEND: "What the rule sends for the linked item, whatever the switches say.",
    Column.CHANNEL_QUANTITY: "The quantity in the newest report.",
    Column.DRIFT: "What the channel has more or less than the confirmed quantity, by a report made since.",
    Column.OFFERED: "What all listings of the item offer together, of what is available.",
    Column.SUBMITTED_QUANTITY: "The quantity that was sent last.",
    Column.SUGGESTED: "The best candidate of a listing that is not linked.",
    Column.PROBLEM: "Why a person should look at the listing.",
}

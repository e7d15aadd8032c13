"""ListingsView: the table of the main panel. It knows rows and keys, selection and columns, and decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from rakumap.core.model import Listing, ListingKey
from rakumap.gui.cells import EDITABLE, FIRST, WIDTH, WIDTHS, Column
from rakumap.gui.listings_delegate import ListingsDelegate
from rakumap.gui.listings_model import LISTING_ROLE, ListingsModel
from rakumap.gui.listings_painter import ListingsPainter, Place
from rakumap.gui.theme import Theme

KEPT_SELECTION = 2_000
"""A larger selection is not carried over to the list read again."""
LEAST_WIDTH = 44
TITLE_LEAST = 200


@dataclass(slots=True)
class _Place:
    """Where the person was: the current listing, the chosen ones, and the first row in sight."""

    current: ListingKey | None
    column: int
    chosen: list[ListingKey]
    top: ListingKey | None


class ListingsView(QTableView):
    """See the module."""

    chosen_changed = Signal()
    """Another listing is current, or the selection changed."""
    rows_menu_wanted = Signal(QPoint)
    header_menu_wanted = Signal(QPoint, int)
    layout_changed = Signal()
    """A person moved, resized or hid a column."""
    sort_wanted = Signal(str, bool)

    def __init__(self, model: ListingsModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._place: _Place | None = None
        self._fitted = True
        """Whether the title takes what is left; ends when a person sets a width."""
        self._own = False
        self._sort = ("title", False)
        self.setObjectName("listings")
        self.setAccessibleName(self.tr("Listings"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self.rows_menu_wanted)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setItemDelegate(ListingsDelegate(self))
        self._painter = ListingsPainter(theme, model)
        self._set_up_headers()
        self.setModel(model)
        model.modelReset.connect(self.chosen_changed)
        for column in Column:
            self.setColumnWidth(column, WIDTHS.get(column, WIDTH))
            self.setColumnHidden(column, column not in FIRST)

    def _set_up_headers(self) -> None:
        rows = self.verticalHeader()
        # A visible one makes shrinking a deeply scrolled list take seconds.
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(LEAST_WIDTH)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._header_menu)
        header.sectionClicked.connect(self._sort_clicked)
        header.sectionMoved.connect(self._layout_touched)
        header.sectionResized.connect(self._resized)

    def setModel(self, model: ListingsModel) -> None:  # type: ignore[override]
        super().setModel(model)
        # Otherwise the header asks about every row whether it is selected: 20 s for a million.
        header = self.horizontalHeader()
        header.setSelectionModel(QItemSelectionModel(model, header))
        selection = self.selectionModel()
        selection.selectionChanged.connect(self._selection_changed)
        selection.currentChanged.connect(self._selection_changed)

    @property
    def listings(self) -> ListingsModel:
        """The model."""
        model = self.model()
        assert isinstance(model, ListingsModel)  # noqa: S101 - the constructor set it
        return model

    # who is meant -------------------------------------------------------------------------------------------------

    def current_listing(self) -> Listing | None:
        """The listing under the cursor, when its row was read."""
        index = self.currentIndex()
        found = index.data(LISTING_ROLE) if index.isValid() else None
        return found if isinstance(found, Listing) else None

    def chosen_count(self) -> int:
        """How many rows are selected."""
        return sum(last - first + 1 for first, last in self._blocks())

    def chosen_keys(self) -> list[ListingKey]:
        """The selected listings in the order shown."""
        ids = self.listings.ids
        keys: list[ListingKey] = []
        for first, last in self._blocks():
            keys.extend(ListingKey(key) for key in ids[first : last + 1])
        return keys

    def chosen_rows(self, most: int) -> list[Listing]:
        """The values of up to ``most`` selected listings, as far as they were read."""
        model, found = self.listings, list[Listing]()
        for first, last in self._blocks():
            for key in model.ids[first : min(last + 1, first + most)]:
                row = model.listing(ListingKey(key))
                if row is not None:
                    found.append(row)
            most -= last - first + 1
            if most <= 0:
                break
        return found

    def in_hand(self) -> list[ListingKey]:
        """The current listing, and the selected ones unless they are too many to be kept."""
        current = self.currentIndex()
        keys = self.chosen_keys() if self.chosen_count() <= KEPT_SELECTION else []
        return [self.listings.key_at(current.row()), *keys] if current.isValid() else keys

    def _blocks(self) -> list[tuple[int, int]]:
        """First and last row of each block of selected rows; never selectedRows(), which visits every row."""
        blocks: list[tuple[int, int]] = []
        for first, last in sorted((part.top(), part.bottom()) for part in self.selectionModel().selection().toList()):
            if blocks and first <= blocks[-1][1] + 1:
                blocks[-1] = (blocks[-1][0], max(last, blocks[-1][1]))
            else:
                blocks.append((first, last))
        return blocks

    def go_to(self, row: int) -> None:
        """Make this row the current and only selected one, in sight."""
        column = self.currentIndex().column()
        index = self.model().index(row, column if column >= 0 else self.first_column())
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def first_column(self) -> int:
        """The column shown first that holds text."""
        shown = self.shown_columns()
        return next((column for column in shown if column is not Column.IGNORE_SYNC), shown[0] if shown else 0)

    def is_editing(self) -> bool:
        """Whether a limit is being typed."""
        return self.state() == QAbstractItemView.State.EditingState

    def edit_limit(self) -> bool:
        """Open the editor of the current cell, or of the first limit shown; whether there is one."""
        index = self.currentIndex()
        if not index.isValid():
            return False
        if index.column() not in EDITABLE:
            limits = [column for column in self.shown_columns() if column in EDITABLE]
            if not limits:
                return False
            index = index.siblingAtColumn(limits[0])
            self.setCurrentIndex(index)
        self.edit(index)
        return True

    def _selection_changed(self, *_: object) -> None:
        self.chosen_changed.emit()

    # the list is read again ---------------------------------------------------------------------------------------

    def remember(self, same: bool) -> None:
        """Note where the person is, before the list is replaced; ``same``: by the same filter in the same order."""
        model = self.listings
        current, top = self.currentIndex(), self.rowAt(0)
        chosen = self.chosen_keys() if self.chosen_count() <= KEPT_SELECTION else []
        self._place = _Place(
            model.key_at(current.row()) if current.isValid() else None,
            current.column(),
            chosen,
            model.key_at(top) if same and 0 <= top < model.rowCount() else None,
        )

    def restore(self) -> None:
        """Go back there as far as the listings are still shown; else to the top, with nothing selected."""
        place, self._place = self._place, None
        if place is None:
            return
        model = self.listings
        selection = QItemSelection()
        for chosen in model.rows_of(place.chosen).values():
            selection.select(model.index(chosen, 0), model.index(chosen, len(Column) - 1))
        if place.current is not None and (row := model.row_of(place.current)) is not None:
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(model.index(row, max(0, place.column)), flag)
        if not selection.isEmpty():
            self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollToTop()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.EnsureVisible)
        if place.top is not None and (row := model.row_of(place.top)) is not None:
            self.scrollTo(model.index(row, self.first_column()), QAbstractItemView.ScrollHint.PositionAtTop)

    # columns ------------------------------------------------------------------------------------------------------

    def shown_columns(self) -> list[Column]:
        """The columns shown, in their order."""
        header = self.horizontalHeader()
        order = [Column(header.logicalIndex(place)) for place in range(header.count())]
        return [column for column in order if not self.isColumnHidden(column)]

    def widths(self) -> dict[Column, int]:
        """The widths a person set; none while the columns fit by themselves."""
        if self._fitted:
            return {}
        return {column: self.columnWidth(column) for column in self.shown_columns()}

    def show_columns(self, columns: Sequence[Column], widths: dict[Column, int] | None = None) -> None:
        """Show exactly these columns in this order; ``widths`` empty means the usual ones."""
        self._own = True
        header = self.horizontalHeader()
        self._fitted = not widths
        known = widths or {}
        for place, column in enumerate(columns):
            header.moveSection(header.visualIndex(column), place)
        for column in Column:
            self.setColumnHidden(column, column not in columns)
            self.setColumnWidth(column, max(LEAST_WIDTH, known.get(column, WIDTHS.get(column, WIDTH))))
        self._own = False
        self.fit()

    def fit(self) -> None:
        """Give the title what the other columns leave, as long as nobody set a width."""
        if not self._fitted or self.isColumnHidden(Column.TITLE):
            return
        self._own = True
        shown = self.shown_columns()
        others = sum(WIDTHS.get(column, WIDTH) for column in shown if column is not Column.TITLE)
        left = self.viewport().width() - others
        share = left if shown[-1] is not Column.LINKED_TO else left - max(0, (left - WIDTHS[Column.TITLE]) // 3)
        self.setColumnWidth(Column.TITLE, max(TITLE_LEAST, share))
        self._own = False

    def show_sort(self, key: str, descending: bool) -> None:
        """Show the arrow of a sort that is in force."""
        self._sort = (key, descending)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        column = next((one for one in Column if one.key == key), None)
        self.horizontalHeader().setSortIndicator(-1 if column is None else column, order)

    def _sort_clicked(self, section: int) -> None:
        key = Column(section).key
        self.sort_wanted.emit(key, self._sort == (key, False))

    def _header_menu(self, place: QPoint) -> None:
        self.header_menu_wanted.emit(self.horizontalHeader().mapToGlobal(place), self.columnAt(place.x()))

    def _layout_touched(self, *_: object) -> None:
        if not self._own:
            self.layout_changed.emit()

    def _resized(self, section: int, old: int, new: int) -> None:
        if self._own or not old or not new or section == self.shown_columns()[-1]:
            return
        self._fitted = False
        self.layout_changed.emit()

    # Qt -----------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows that the event touches; see ``ListingsPainter``."""
        model, touched = self.listings, event.rect()
        first = max(0, self.rowAt(touched.top()))
        last = self.rowAt(touched.bottom())
        last = model.rowCount() - 1 if last < 0 else last
        places = self._places(touched.left(), touched.right())
        selection, current = self.selectionModel(), self.currentIndex()
        left, width = self.horizontalHeader().offset(), self.horizontalHeader().length()
        painter = QPainter(self.viewport())
        self._painter.begin(painter, self.font())
        whole = True
        for row in range(first, last + 1):
            rect = QRect(-left, self.rowViewportPosition(row), width, self.rowHeight(row))
            whole &= self._painter.row(painter, row, rect, places, selection.isSelected(model.index(row, 0)))
        if current.isValid() and self.hasFocus():
            self._painter.focus(painter, self.visualRect(current))
        painter.end()
        if whole:
            model.look_around(first, last)

    def paint_rows(self, keys: Iterable[ListingKey]) -> None:
        """Paint these listings at once, as far as they are in sight."""
        model, viewport = self.listings, self.viewport()
        for key in keys:
            place = model.place_of(key)
            if place is not None:
                rect = QRect(0, self.rowViewportPosition(place), viewport.width(), self.rowHeight(place))
                if rect.intersects(viewport.rect()):
                    viewport.repaint(rect)

    def _places(self, left: int, right: int) -> list[Place]:
        """The columns between two pixels, and where they are."""
        places = []
        for column in self.shown_columns():
            start, width = self.columnViewportPosition(column), self.columnWidth(column)
            if start <= right and start + width > left:
                places.append(Place(column, start, width))
        return places

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def keyboardSearch(self, search: str) -> None:
        """Plain letters are commands here, not a search."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Decisions have their keys as actions; what is left here moves the cursor. Enter edits nothing.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F2):
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model().rowCount():
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self.model().index(0, self.first_column()), flag)

    def selectAll(self) -> None:
        """Select every row of the list as one range."""
        model = self.model()
        if model.rowCount():
            everything = QItemSelection(model.index(0, 0), model.index(model.rowCount() - 1, model.columnCount() - 1))
            self.selectionModel().select(everything, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the first and last row, as in a list; Ctrl is not needed."""
        if action in (self.CursorAction.MoveHome, self.CursorAction.MoveEnd) and self.model().rowCount():
            row = 0 if action == self.CursorAction.MoveHome else self.model().rowCount() - 1
            return self.model().index(row, max(0, self.currentIndex().column()))
        return super().moveCursor(action, modifiers)

"""SearchDock: finds inventory items, names the listing they would be linked to, and says what the link would do."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDockWidget,
    QHeaderView,
    QLineEdit,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from rakumap.core.errors import UserError
from rakumap.core.model import InventoryItem, ItemKey, Listing
from rakumap.core.text import visible
from rakumap.gui import link_words, plain
from rakumap.gui.candidates_delegate import CandidatesDelegate
from rakumap.gui.candidates_model import ITEM_ROLE, Candidate, CandidatesModel, sortable
from rakumap.gui.context import Context
from rakumap.gui.dock_title import DockTitle
from rakumap.gui.suggestions_panel import SuggestionsPanel
from rakumap.gui.theme import Theme

if TYPE_CHECKING:
    from rakumap.services.mapping import LinkPreview

LIMIT = 100
PREVIEW_MS = 60
SETTLE = 0.35
"""Seconds after results came in which Enter links nothing: a second press meant the search."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

Previewer = Callable[[Listing, InventoryItem, Callable[["LinkPreview"], None]], None]


class SearchDock(QDockWidget):
    """See the module."""

    link_wanted = Signal(object, bool)
    """The item, and whether to go on to the next unlinked listing."""
    failed = Signal(object)
    left = Signal()
    """The person goes back to the table."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._context: Context | None = None
        self._previewer: Previewer | None = None
        self._listing: Listing | None = None
        self._searched = ""
        self._ask = 0
        self._came = 0.0
        self._has_items = True
        self.setObjectName("search_dock")
        self.setWindowTitle(self.tr("Search inventory"))
        self.setAccessibleName(self.tr("Search inventory"))
        self.setTitleBarWidget(DockTitle(self, theme))
        self.model = CandidatesModel(self)
        self.proxy = sortable(self.model, self)
        body = QWidget()
        body.setObjectName("search_body")
        column = QVBoxLayout(body)
        column.setContentsMargins(2, 2, 10, 10)
        column.setSpacing(8)
        self.text = self._make_text()
        self.target = plain.label(kind="caption", wrap=True)
        self.target.setObjectName("link_target")
        self.target.setAccessibleName(self.tr("Linking"))
        self.results = self._make_results(theme)
        self.empty = plain.label(kind="caption", wrap=True)
        self.empty.setObjectName("search_empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(2, 6, 2, 0)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.results)
        self._stack.addWidget(self.empty)
        self.effect = plain.label(wrap=True)
        self.effect.setObjectName("link_effect")
        self.effect.setAccessibleName(self.tr("What the link would do"))
        hint = plain.label(self.tr("Enter or double-click links · Ctrl+Enter links, then next unlinked"), wrap=True)
        hint.setProperty("kind", "caption")
        self.suggestions = SuggestionsPanel()
        self.suggestions.left.connect(self.left)
        for part in (self.target, self.text):
            column.addWidget(part)
        column.addLayout(self._stack, 1)
        # The suggestions last: their height comes and goes, and nothing may move away under the mouse.
        for below in (self.effect, hint, self.suggestions):
            column.addWidget(below)
        self.setWidget(body)
        self.setMinimumWidth(300)
        self._preview = QTimer(self)
        self._preview.setSingleShot(True)
        self._preview.setInterval(PREVIEW_MS)
        self._preview.timeout.connect(self._look)
        self._write_target()
        self._write_empty()

    def attach(self, context: Context, previewer: Previewer) -> None:
        """Begin to work: the store is open."""
        self._context, self._previewer = context, previewer

    def _make_text(self) -> QLineEdit:
        text = QLineEdit()
        text.setObjectName("search_text")
        text.setAccessibleName(self.tr("Search text"))
        text.setPlaceholderText(self.tr("SKU, title or barcode, then Enter"))
        text.setClearButtonEnabled(True)
        text.installEventFilter(self)
        return text

    def _make_results(self, theme: Theme) -> QTableView:
        table = QTableView()
        table.setObjectName("search_results")
        plain.prepare_table(table, self.tr("Search results"))
        table.setModel(self.proxy)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = table.horizontalHeader()
        header.setMinimumSectionSize(30)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setSectionsClickable(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        table.setSortingEnabled(True)
        header.setSectionResizeMode(Candidate.SKU, QHeaderView.ResizeMode.Stretch)
        for column, width in ((Candidate.AVAILABLE, 82), (Candidate.LINKS, 56)):
            table.setColumnWidth(column, width)
        # SKU and title share a cell, on two lines: side by side neither could be read.
        table.setColumnHidden(Candidate.TITLE, True)
        table.setItemDelegateForColumn(Candidate.SKU, CandidatesDelegate(theme, table))
        table.setProperty("lines", 2)
        table.installEventFilter(self)
        table.doubleClicked.connect(lambda _: self.link(go_on=False))
        table.selectionModel().selectionChanged.connect(lambda *_: self._preview.start())
        return table

    # what is meant ------------------------------------------------------------------------------------------------

    def show_listing(self, listing: Listing | None) -> None:
        """Name the listing that would be linked."""
        if listing != self._listing:
            self._listing = listing
            self._write_target()
            self._preview.start()

    def show_items_exist(self, exist: bool) -> None:
        """Know whether there is an inventory to search at all."""
        self._has_items = exist
        self._write_empty()

    def chosen_item(self) -> InventoryItem | None:
        """The selected result."""
        rows = self.results.selectionModel().selectedRows()
        item = rows[0].data(ITEM_ROLE) if rows else None
        return item if isinstance(item, InventoryItem) else None

    def focus_text(self, text: str | None = None) -> None:
        """Come into sight and wait for a text."""
        self.show()
        self.raise_()
        if text is not None:
            self.text.setText(text)
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.selectAll()

    def link(self, *, go_on: bool) -> None:
        """Ask for the link of the selected result to the listing named."""
        item = self.chosen_item()
        if item is not None and self._listing is not None:
            self.link_wanted.emit(item, go_on)

    # searching ----------------------------------------------------------------------------------------------------

    def search(self) -> None:
        """Search for the text."""
        text, context = self.text.text().strip(), self._context
        if context is None:
            return
        self._ask += 1
        ask = self._ask
        self._searched = text
        if not text:
            self._show(ask, [])
            return
        queries = context.services.queries
        context.runner.run(
            lambda _: queries.search(text, LIMIT), self, lambda found: self._show(ask, found), self._refused
        )

    def search_again(self) -> None:
        """Read the items shown once more: their links or levels changed."""
        keys, context = self.model.keys, self._context
        if context is None or not keys:
            return
        queries = context.services.queries
        context.runner.run(lambda _: list(queries.items(keys).values()), self, self._renewed, lambda _: None)

    def _renewed(self, items: list[InventoryItem]) -> None:
        self.model.update_items(items)
        self._preview.start()

    def _refused(self, error: UserError) -> None:
        self.failed.emit(error)

    def _show(self, ask: int, items: list[InventoryItem]) -> None:
        if ask != self._ask:
            return
        self._came = time.monotonic()
        self.results.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.model.show_items(items)
        self._write_empty()
        if items:
            self.results.selectRow(0)
            self.results.scrollToTop()
        self._preview.start()

    # texts --------------------------------------------------------------------------------------------------------

    def _write_target(self) -> None:
        if self._listing is None:
            self.target.setText(self.tr("Select a listing in the table to link it."))
            return
        sku, title = visible(self._listing.sku), visible(self._listing.title)
        named = " — ".join(part for part in (sku, title if len(title) <= 90 else title[:89] + "…") if part)
        self.target.setText(self.tr("Linking: {listing}").format(listing=named))
        self.target.setToolTip(plain.tooltip("\n".join(part for part in (sku, title) if part)))

    def _write_empty(self) -> None:
        if not self._has_items:
            text = self.tr("The inventory is empty. Import it first: Inventory > Import Inventory…")
        elif not self._searched:
            text = self.tr("Type a SKU or a part of one, a word of a title or a barcode, and press Enter.")
        else:
            text = self.tr("No item has “{text}” in its SKU, title or barcode.").format(text=visible(self._searched))
        self.empty.setText(text)
        self._stack.setCurrentWidget(self.results if self.model.rowCount() else self.empty)

    def _look(self) -> None:
        item, listing = self.chosen_item(), self._listing
        if item is None or listing is None or self._previewer is None:
            self.effect.clear()
            return
        self._previewer(listing, item, self._previewed)

    def _previewed(self, preview: LinkPreview) -> None:
        item, listing = self.chosen_item(), self._listing
        if item is None or listing is None or (item.key, listing.key) != (preview.item.key, preview.listing.key):
            return
        lines = [link_words.effect(preview)]
        if preview.replaces is not None:
            lines.insert(0, self.tr("⚠ replaces the link to {item}").format(item=visible(preview.replaces)))
        elif preview.listing.item_key == preview.item.key:
            lines.insert(0, self.tr("✓ linked to this item"))
        self.effect.setText("\n".join(lines))

    # keys ---------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter searches, or links what is selected; arrows go between text and results; Esc goes back."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() in _ENTER:
            if not event.isAutoRepeat():
                self._enter(watched, go_on=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        if watched is self.text and event.key() == Qt.Key.Key_Down and self.model.rowCount():
            self.results.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        top = watched is self.results and event.key() == Qt.Key.Key_Up and self.results.currentIndex().row() <= 0
        if top:
            self.text.setFocus(Qt.FocusReason.BacktabFocusReason)
        return top

    def _enter(self, watched: QObject, *, go_on: bool) -> None:
        if watched is self.text and not go_on and self.text.text().strip() != self._searched:
            self.search()
        elif watched is not self.text or time.monotonic() - self._came > SETTLE:
            self.link(go_on=go_on)


__all__ = ["ItemKey", "SearchDock"]

"""MainPanel: the middle of the window: banner, filter bar, and the table or what stands in for it."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from datetime import tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from rakumap.gui import messages
from rakumap.gui.empty_state import EmptyState
from rakumap.gui.filter_bar import FilterBar
from rakumap.gui.listings_model import ListingsModel
from rakumap.gui.listings_view import ListingsView
from rakumap.gui.notice import Notice
from rakumap.gui.theme import Theme

if TYPE_CHECKING:
    from rakumap.gui.listings_loader import Overview
    from rakumap.services.sync import SyncStatus
    from rakumap.store.first_page import FirstPage


class MainPanel(QWidget):
    """See the module."""

    def __init__(self, theme: Theme, zone: tzinfo, parent: QWidget) -> None:
        super().__init__(parent)
        self._zone = zone
        self._overview: Overview | None = None
        self._status: SyncStatus | None = None
        self.force: Callable[[], object] = lambda: None
        self.configure: Callable[[], object] = lambda: None
        self.notice = Notice()
        self.filter_bar = FilterBar(theme)
        self.model = ListingsModel(zone, self)
        self.view = ListingsView(self.model, theme)
        self.empty = EmptyState(theme)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 4, 10)
        column.setSpacing(8)
        column.addWidget(self.notice)
        column.addWidget(self.filter_bar)
        column.addLayout(self._stack, 1)
        self.filter_bar.left.connect(self.focus_table)
        self.show_opening()

    def focus_table(self) -> None:
        """Give the table the keys."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def total(self) -> int:
        """How many listings the channel has."""
        return 0 if self._overview is None else self._overview.counts.total

    def show_first(self, page: QWidget | None) -> None:
        """Show the page of the first start instead of everything, or no longer."""
        self.filter_bar.setVisible(page is None)
        if page is not None:
            self._stack.addWidget(page)
            self._stack.setCurrentWidget(page)
        elif self._overview is None:
            self.show_opening()

    def show_opening(self) -> None:
        """Say that the store is being opened."""
        self.empty.show_text("sync", self.tr("Opening…"), "")
        self._stack.setCurrentWidget(self.empty)

    def show_page(self, page: FirstPage) -> None:
        """Show the first rows of a list whose rest is not known yet."""
        if page.rows:
            self.model.show_ids(array("q", page.rows), page.channel.defaults, page.rows)
            self._stack.setCurrentWidget(self.view)

    def show_overview(self, overview: Overview) -> None:
        """Take the numbers."""
        self._overview = overview
        self.filter_bar.show_counts(overview.counts, overview.attention)
        self.show_rows()

    def show_status(self, status: SyncStatus | None) -> None:
        """Take when the next report comes."""
        self._status = status
        self.show_rows()

    def show_rows(self) -> None:
        """Show the table, or why it is empty and what to do."""
        if self.filter_bar.isHidden():
            return
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.view)
            return
        if self._overview is None:
            return
        if self.filter_bar.value.query:
            title, text = self.tr("Nothing fits this filter"), self.tr("No listing of this channel is like that now.")
            self.empty.show_text("filter", title, text, self.tr("Clear Filter"), self.filter_bar.clear)
        else:
            self._say_no_listings(self._overview)
        self._stack.setCurrentWidget(self.empty)

    def _say_no_listings(self, overview: Overview) -> None:
        if not overview.channel.enabled:
            text = self.tr("The channel is not enabled, so no report is fetched. Enable it in Channel Integration.")
            button = self.tr("Channel Integration…")
            self.empty.show_text("channel", self.tr("No listings yet"), text, button, self.configure)
            return
        if self._status is not None and self._status.running:
            title, text = self.tr("The report is being fetched"), self.tr("The listings appear here when it is merged.")
            self.empty.show_text("sync", title, text)
            return
        text = self.tr("Reports come on the half hour. If that is too late, Force Mapping Refresh fetches one now.")
        if self._status is not None and self._status.next_due is not None:
            due = messages.local_time(self._status.next_due, self._zone)
            text = self.tr(
                "The first report comes at {time}. If that is too late, Force Mapping Refresh fetches it now."
            )
            if self._status.last is not None:
                text = self.tr("The next report comes at {time}. Automation Logs say what came of the last one.")
            text = text.format(time=due)
        button = self.tr("Force Mapping Refresh…")
        self.empty.show_text("sync", self.tr("No listings yet"), text, button, self.force)

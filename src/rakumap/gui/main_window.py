"""MainWindow: puts header, panel, docks, menus and controllers together; decides nothing itself.

It can be shown before the store is open; ``attach`` brings it to life.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDockWidget, QToolBar, QVBoxLayout, QWidget

from rakumap.core.errors import StoreError, UserError
from rakumap.core.model import Applied, Channel, ChannelId, InventoryItem, Listing, ListingKey, ListingQuery
from rakumap.core.text import visible
from rakumap.gui import first_rows, messages
from rakumap.gui.actions import Actions
from rakumap.gui.cells import Column
from rakumap.gui.columns_controller import ColumnsController
from rakumap.gui.context import SettingsBox
from rakumap.gui.filter_bar import ALWAYS, SOMETIMES
from rakumap.gui.history_dock import HistoryDock
from rakumap.gui.main_panel import MainPanel
from rakumap.gui.notice import Action
from rakumap.gui.orders_dock import OrdersDock
from rakumap.gui.preferences import Preferences
from rakumap.gui.runner import Runner
from rakumap.gui.search_dock import SearchDock
from rakumap.gui.site_header import SiteHeader
from rakumap.gui.status import StatusLine
from rakumap.gui.theme import Theme
from rakumap.gui.window import Window

if TYPE_CHECKING:
    from rakumap.core.model import Entry
    from rakumap.gui.context import Context
    from rakumap.gui.first_start import FirstStartPage
    from rakumap.gui.listings_loader import Overview
    from rakumap.gui.listings_view import ListingsView
    from rakumap.services.mapping import LinkPreview
    from rakumap.services.sync import SyncStatus
    from rakumap.store.first_page import FirstPage

DOCK_WIDTH = 400
LEAST_HISTORY = 260
NOT_EXPORTED = frozenset({Column.PROBLEM, Column.REASON, Column.LINKED_BY, Column.LINKED_AT})
OF_CHANNEL = (
    "export",
    "export_links",
    "reload",
    "force",
    "submit_channel",
    "get_orders",
    "orders_dock",
    "import_limits",
    "import_links",
    "pull_links",
    "push_links",
    "problems",
    "config",
    "link_all",
    "review",
)
SILENT = frozenset({"nothing_to_undo", "nothing_to_redo"})
"""Errors that are said in the status bar: nothing went wrong."""


def load_rest() -> None:
    """Import what ``MainWindow.attach`` works with. Any thread: on the window's own it would be noticed."""
    from rakumap.gui import (  # noqa: F401 - only to have them loaded
        backups_controller,
        dialogs,
        listing_commands,
        listings_loader,
        mapping_controller,
        source_controller,
        store_watch,
        suggestions_controller,
        sync_controller,
        trade_controller,
    )


def load_dialogs() -> None:
    """Import what the dialogs with the most code work with. Any thread, once the window is at work."""
    from rakumap.gui import channel_config, export_dialog, import_wizard  # noqa: F401 - only to have them loaded
    from rakumap.services import exporting, importing  # noqa: F401


class MainWindow(Window):
    """See the module. ``attach`` once the services are there; ``channel`` is what it shows."""

    channel_changed = Signal(int)
    store_changed = Signal()
    closing = Signal()
    restore_wanted = Signal(object)
    """The path of a backup that shall take the store's place."""

    def __init__(self, runner: Runner, theme: Theme, settings: SettingsBox, zone: tzinfo, keep: QSettings) -> None:
        super().__init__()
        self._runner = runner
        self._theme = theme
        self._settings = settings
        self._zone = zone
        self._keep = keep
        self._channel: Channel | None = None
        self._first: FirstStartPage | None = None
        self._first_query: ListingQuery | None = None
        """Of the rows that are shown before the store is open."""
        self._outcome: tuple[str, tuple[Action, ...]] = ("", ())
        """What the banner said of the last report, and what it offered."""
        self.setObjectName("main_window")
        self.setAccessibleName("rakumap")
        self.setWindowTitle("rakumap")
        self.header = SiteHeader(theme, zone)
        self.panel = MainPanel(theme, zone, self)
        self.search_dock = SearchDock(theme, self)
        self.history_dock = HistoryDock(theme, self)
        self.orders_dock = OrdersDock(theme, self)
        self.status = StatusLine(runner, theme, self)
        self.commands = Actions(theme, self, self.view)
        self._put_together()

    # what others ask ----------------------------------------------------------------------------------------------

    @property
    def channel(self) -> Channel | None:
        """The channel shown."""
        return self._channel

    @property
    def view(self) -> ListingsView:
        """The table."""
        return self.panel.view

    def show_notice(
        self, kind: str, text: str, actions: Sequence[tuple[str, Callable[[], object]]] = (), closable: bool = True
    ) -> None:
        """Show the banner: ``kind`` is info, success, warning or error."""
        self.panel.notice.show_message(kind, text, actions, closable)

    def show_error(self, error: UserError) -> None:
        """Say what went wrong and what to do."""
        text = messages.sentence(error, zone=self._zone)
        if error.code in SILENT:
            self.status.say(text)
        else:
            self.show_notice("error" if isinstance(error, StoreError) else "warning", text)

    def reload(self) -> None:
        """Look at the store again: rows in place, and those that come and go where that disturbs nobody."""
        self._watch.look()

    def shown_listings(self) -> tuple[ListingQuery, list[str], list[ListingKey]] | None:
        """The query, the columns and the listings shown; ``None`` without a channel."""
        query = self._loader.query
        if query is None:
            return None
        columns = [column.key for column in self.view.shown_columns() if column not in NOT_EXPORTED]
        return query, columns, [ListingKey(key) for key in self.panel.model.ids]

    # making -------------------------------------------------------------------------------------------------------

    def _put_together(self) -> None:
        self._bar = bar = QToolBar(self.tr("Site"), self)
        bar.setObjectName("site_bar")
        bar.setMovable(False)
        bar.toggleViewAction().setVisible(False)
        around = QWidget()
        margins = QVBoxLayout(around)
        margins.setContentsMargins(10, 10, 10, 0)
        margins.addWidget(self.header)
        bar.addWidget(around)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, bar)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setCentralWidget(self.panel)
        self.setStatusBar(self.status)
        for dock in (self.search_dock, self.history_dock, self.orders_dock):
            dock.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea)
            self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        self.history_dock.hide()
        self.orders_dock.hide()
        self.commands.build(self.menuBar())
        for name in OF_CHANNEL:
            self.commands.allow(name, self.tr("Add a channel first: Settings > Channel Integration."))
        tables = (self.view, self.search_dock.results, self.history_dock.table, self.orders_dock.table)
        self._preferences = Preferences(self._settings, self._theme, self.commands, tables, self)
        self._columns = ColumnsController(self._settings, self.view, self.commands, self)
        self._connect_view()

    def _connect_view(self) -> None:
        commands, view = self.commands, self.view
        commands.on("quit", self.close)
        commands.on("find", lambda: self.panel.filter_bar.field.setFocus(Qt.FocusReason.ShortcutFocusReason))
        commands.on("search_dock", lambda: self.search_dock.focus_text())
        commands.on("search_inventory", lambda: self.search_dock.focus_text())
        commands.on("history_dock", lambda: self.turn_dock(self.history_dock))
        commands.on("orders_dock", lambda: self.turn_dock(self.orders_dock))
        for word in ALWAYS + SOMETIMES:
            commands.on(f"show_{word}", lambda one=word: self.panel.filter_bar.choose(one))  # type: ignore[misc]
        view.chosen_changed.connect(self._write_numbers)
        self.search_dock.left.connect(self.panel.focus_table)
        self.header.filter_wanted.connect(self.panel.filter_bar.choose)
        self.header.channel_wanted.connect(self.open_channel)

    def turn_dock(self, dock: QDockWidget) -> None:
        """Show the History or the Orders, with room for some rows, or hide it."""
        docks, share = [self.search_dock, dock], self.search_dock.height() // 2
        dock.setVisible(dock.isHidden())
        if all(one.isVisible() for one in docks) and dock.height() < LEAST_HISTORY:
            self.resizeDocks(docks, [share, share], Qt.Orientation.Vertical)

    def restore_place(self) -> None:
        """Be where the window was when it was closed."""
        self.resize(1280, 800)
        self.resizeDocks([self.search_dock], [DOCK_WIDTH], Qt.Orientation.Horizontal)
        geometry, state = self._keep.value("geometry"), self._keep.value("state")
        if geometry is not None:
            self.restoreGeometry(geometry)
        if state is not None:
            self.restoreState(state)

    # life ---------------------------------------------------------------------------------------------------------

    def show_first_page(self, query: ListingQuery, page: FirstPage) -> None:
        """Show the top of the list before the store is open; ``attach`` brings the rest and what can be done."""
        self._first_query = query
        self.header.show_channel(page.channel, [page.channel])
        self.setWindowTitle(f"{visible(page.channel.name)} – rakumap")
        self._columns.open(page.channel)
        self.panel.show_page(page)

    def attach(self, context: Context) -> None:
        """Begin to work: the store is open."""
        # Not needed for the first rows, and they shall not wait for it.
        from rakumap.gui.backups_controller import BackupsController
        from rakumap.gui.dialogs import Dialogs
        from rakumap.gui.listing_commands import ListingCommands
        from rakumap.gui.listings_loader import ListingsLoader
        from rakumap.gui.mapping_controller import MappingController
        from rakumap.gui.source_controller import SourceController
        from rakumap.gui.store_watch import StoreWatch
        from rakumap.gui.suggestions_controller import SuggestionsController
        from rakumap.gui.sync_controller import SyncController
        from rakumap.gui.trade_controller import TradeController

        self._context = context
        self._watch = StoreWatch(context, self)
        self._loader = ListingsLoader(context, self.panel.model, self)
        self._loader.shows(self._first_query)
        self.mapping = MappingController(context, self._watch, self)
        self.sync = SyncController(context, self, self)
        self._dialogs = Dialogs(context, self.commands, self)
        self.search_dock.attach(context, self._preview)
        self.history_dock.attach(context)
        panel = self.search_dock.suggestions
        self.suggestions = SuggestionsController(
            context, self.commands, self.view, panel, self._loader, self.mapping, self
        )
        self.listing_commands = ListingCommands(
            context, self.commands, self.view, self.search_dock, self._loader, self.mapping, self.suggestions, self
        )
        self.trade = TradeController(context, self, self.orders_dock)
        self.source = SourceController(context, self.commands, self)
        for one in (self.trade, self.source):
            one.changed.connect(self._changed_outside)
        self.source.log_wanted.connect(self._dialogs.log)
        self._backups = BackupsController(context, self._keep, self)
        self._backups.restore_wanted.connect(self.restore_wanted.emit)
        self.commands.on("backups", self._backups.ask)
        self._connect_loader()
        self._connect_controllers()
        self._watch.start()
        self.sync.start()
        self.mapping.look_at_steps()
        self.history_dock.reload()
        self._read_channels(self._settings.value.last_channel)

    def _connect_loader(self) -> None:
        loader, bar = self._loader, self.panel.filter_bar
        loader.may_move = lambda: self.view.chosen_count() == 0 and not self.view.is_editing()
        loader.in_hand = lambda: self.view.in_hand()
        loader.about_to_show.connect(self.view.remember)
        loader.shown.connect(self._shown)
        loader.counted.connect(self._counted)
        loader.updated.connect(self._write_numbers)
        loader.filter_checked.connect(bar.show_error)
        loader.news.connect(self._tell_news)
        loader.failed.connect(self.show_error)
        bar.wanted.connect(lambda wanted: loader.narrow(wanted.query))
        self._columns.sort_wanted.connect(loader.sort)

    def _connect_controllers(self) -> None:
        commands, dialogs, mapping, sync = self.commands, self._dialogs, self.mapping, self.sync
        for failing in (mapping, dialogs, self.search_dock):
            failing.failed.connect(self.show_error)
        mapping.said.connect(self.status.say)
        mapping.rows_read.connect(self._show_now)
        mapping.applied.connect(self._applied)
        mapping.steps_changed.connect(self._show_steps)
        self.panel.model.limit_refused.connect(lambda error: self.status.say(messages.sentence(error)))
        self.history_dock.go_to_wanted.connect(mapping.go_to)
        commands.on("undo", mapping.undo)
        commands.on("redo", mapping.redo)
        commands.on("link_all", self._link_all)
        commands.on("review", self._review)
        commands.on("reload", self._loader.reload)
        commands.on("force", sync.force)
        self.header.force_wanted.connect(sync.force)
        self.header.import_wanted.connect(lambda: dialogs.import_file("limits"))
        self.panel.force, self.panel.configure = sync.force, dialogs.channels
        sync.status_changed.connect(self._show_status)
        # Even if the watch was faster: what is new in the list is told after what came of the report.
        sync.run_finished.connect(lambda _: self._changed_outside())
        sync.log_requested.connect(dialogs.log)
        sync.problems_requested.connect(dialogs.problems)
        sync.channels_requested.connect(dialogs.channels)
        sync.config_requested.connect(dialogs.config_of)
        dialogs.said.connect(self.status.say)
        dialogs.open_wanted.connect(self.open_channel)
        dialogs.changed.connect(self._changed_outside)
        dialogs.imported.connect(self._applied)
        self._watch.changed.connect(self._changed_outside)

    def stop(self) -> None:
        """Keep what is to be kept, and stop the timers; the last thing before the jobs end."""
        self._columns.keep()
        self._keep.setValue("geometry", self.saveGeometry())
        self._keep.setValue("state", self.saveState())
        if hasattr(self, "_context"):
            self._watch.stop()
            self.sync.stop()
            self._backups.stop()
            self.suggestions.stop()

    # channels -----------------------------------------------------------------------------------------------------

    def open_channel(self, channel_id: ChannelId) -> None:
        """Show another channel."""
        self._read_channels(str(channel_id), switch=True)

    def _read_channels(self, wanted: str, *, switch: bool = False) -> None:
        queries = self._context.services.queries
        self._runner.run(
            lambda _: queries.channels(),
            self,
            lambda found: self._take_channels(found, wanted, switch),
            self.show_error,
        )

    def _take_channels(self, channels: list[Channel], wanted: str, switch: bool) -> None:
        shown = "" if self._channel is None else str(self._channel.id)
        first = wanted if switch or self._channel is None else shown
        channel = next((one for one in channels if str(one.id) == first), channels[0] if channels else None)
        before, self._channel = self._channel, channel
        self.header.show_channel(channel, channels)
        key = None if channel is None else channel.id
        self.commands.show_channels(channels, key, self.open_channel)
        self._show_first_start(channel is None)
        for name in OF_CHANNEL:
            self.commands.allow(
                name, "" if channel is not None else self.tr("Add a channel first: Settings > Channel Integration.")
            )
        if channel is None:
            self.setWindowTitle("rakumap")
            if before is not None:
                self._loader.close()
            return
        self.setWindowTitle(f"{visible(channel.name)} – rakumap")
        if before is None or before.id != channel.id:
            self._open(channel)

    def _open(self, channel: Channel) -> None:
        self._settings.put(last_channel=str(channel.id))
        self._columns.open(channel)
        layout = self._columns.layout
        self.panel.notice.clear()
        self.panel.show_status(None)
        text = self.panel.filter_bar.value.query
        self._loader.open(ListingQuery(channel.id, text, layout.sort, layout.descending))
        self.channel_changed.emit(channel.id)

    def _show_first_start(self, on: bool) -> None:
        self._bar.setVisible(not on)
        if on and self._first is None:
            from rakumap.gui.first_start import FirstStartPage

            self._first = page = FirstStartPage(self._context, self)
            page.sample_requested.connect(self._dialogs.open_sample)
            page.files_requested.connect(lambda: self._dialogs.open_files(self.sync))
            page.connect_requested.connect(self._dialogs.connect_channel)
        self.panel.show_first(self._first if on else None)
        self.search_dock.setVisible(not on)
        if on:
            self.history_dock.hide()
            self.orders_dock.hide()

    # what is shown ------------------------------------------------------------------------------------------------

    def _shown(self) -> None:
        self.view.restore()
        self.panel.show_rows()
        if self._loader.query is not None:
            first_rows.keep(self._keep, self._loader.query, self.panel.model.ids)
        self._write_numbers()
        if self._channel is not None:
            self.suggestions.show_list(self._channel.id)

    def _counted(self, overview: Overview) -> None:
        self._channel = overview.channel
        self.header.show_counts(overview.counts)
        self.panel.show_overview(overview)
        self.search_dock.show_items_exist(overview.has_items)
        self._write_numbers()

    def _write_numbers(self) -> None:
        model = self.panel.model
        total = 0 if self._channel is None else self.panel.total
        self.status.show_numbers(model.rowCount(), total, self.view.chosen_count(), model.decided)

    def _show_status(self, status: SyncStatus) -> None:
        self.header.show_status(status)
        self.panel.show_status(status)
        # The age of what is shown: a report that was held or failed is not in it.
        self.status.show_status(replace(status, last=self.sync.merged), self._zone)

    def _show_steps(self, undo: Entry | None, redo: Entry | None) -> None:
        for name, step, nothing in (
            ("undo", undo, messages.sentence("nothing_to_undo")),
            ("redo", redo, messages.sentence("nothing_to_redo")),
        ):
            self.commands.allow(
                name, nothing if step is None else "", "" if step is None else messages.history_text(step)
            )

    def _tell_news(self, new: int, gone: int) -> None:
        parts = [self.tr("%n new", "", new)] if new else []
        if gone:
            parts.append(self.tr("%n gone from this list", "", gone))
        if parts:
            text = self.tr("The list has changed: {what}.").format(what=", ".join(parts))
            notice = self.panel.notice
            if text in notice.text:  # said already
                return
            if notice.kind == "success":
                self._outcome = notice.text, notice.offers
            said, offers = self._outcome
            if said and notice.text.startswith(said):  # what came of the report stays said, and can be looked at
                text = f"{said} {text}"
            else:
                offers = ()
            self.show_notice("info", text, [*offers, (self.tr("Read Again (F5)"), self._loader.reload)])

    def _link_all(self) -> None:
        if self._channel is not None:
            self.mapping.link_all(self._channel)

    def _review(self) -> None:
        if self._channel is not None:
            self.mapping.review(self._channel)

    def _preview(self, listing: Listing, item: InventoryItem, done: Callable[[LinkPreview], None]) -> None:
        self.mapping.preview(listing.key, item.key, done)

    # what changed -------------------------------------------------------------------------------------------------

    def _show_now(self, rows: dict[ListingKey, Listing]) -> None:
        self._loader.put(rows)
        # Now, not at the next frame: what is read because of the write would come before it.
        self.view.paint_rows(rows)

    def _applied(self, applied: Applied) -> None:
        self._loader.after(applied)
        self._look_again()
        if applied.everything or not applied.listings:
            self._read_channels("")

    def _changed_outside(self) -> None:
        self._loader.catch_up()
        self.suggestions.catch_up()
        self.mapping.look_at_steps()
        self._look_again()
        self.trade.look_for_restore()
        self._read_channels("")

    def _look_again(self) -> None:
        self.history_dock.reload()
        self.trade.reload()
        self.search_dock.search_again()
        self.store_changed.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closing.emit()

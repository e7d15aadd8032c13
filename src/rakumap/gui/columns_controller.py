"""ColumnsController: choosing, hiding, moving, sizing and sorting the columns, each kept per channel."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu

from rakumap.core.model import Channel, ChannelId
from rakumap.gui import layouts, messages, plain
from rakumap.gui.actions import Actions
from rakumap.gui.cells import FIRST, Column
from rakumap.gui.column_chooser import ColumnChooser
from rakumap.gui.context import SettingsBox
from rakumap.gui.layouts import TableLayout
from rakumap.gui.listings_view import ListingsView

KEEP_MS = 400


class ColumnsController(QObject):
    """See the module."""

    sort_wanted = Signal(str, bool)

    def __init__(self, settings: SettingsBox, view: ListingsView, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._view = view
        self._actions = actions
        self._channel: ChannelId | None = None
        self.layout = TableLayout()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self.keep)
        actions.on("columns", self.choose)
        view.header_menu_wanted.connect(self._menu)
        view.layout_changed.connect(self._timer.start)
        view.sort_wanted.connect(self.sort)

    def open(self, channel: Channel) -> None:
        """Show the table as it was left on this channel."""
        self.keep()
        self._channel = channel.id
        self.layout = layouts.load(self._settings, channel.id)
        self._view.show_columns(self.layout.columns, self.layout.widths)
        self._view.show_sort(self.layout.sort, self.layout.descending)

    def keep(self) -> None:
        """Put what is shown into the settings."""
        self._timer.stop()
        if self._channel is None:
            return
        columns, widths = tuple(self._view.shown_columns()), self._view.widths()
        self.layout = replace(self.layout, columns=columns, widths=widths)
        if self.layout != layouts.load(self._settings, self._channel):
            layouts.store(self._settings, self._channel, self.layout)

    def choose(self) -> ColumnChooser:
        """Open the Column Chooser."""
        dialog = ColumnChooser.choose(self._view.shown_columns(), self._view.window())
        dialog.chosen.connect(self.show)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def show(self, columns: tuple[Column, ...]) -> None:
        """Show exactly these columns."""
        self._view.show_columns(columns, self._view.widths())
        self.keep()

    def sort(self, key: str, descending: bool) -> None:
        """Sort by a column."""
        self.layout = replace(self.layout, sort=key, descending=descending)
        self._view.show_sort(key, descending)
        self.sort_wanted.emit(key, descending)
        self.keep()

    def _menu(self, place: QPoint, section: int) -> None:
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self._actions["columns"])
        if section >= 0:
            self._fill(menu, Column(section))
        menu.addSeparator()
        reset = menu.addAction(self.tr("&First Columns and Widths"))
        reset.triggered.connect(self._reset)
        menu.popup(place)

    def _fill(self, menu: QMenu, column: Column) -> None:
        name = plain.mnemonic_free(messages.name(f"column.{column.key}"))
        menu.addSeparator()
        for text, descending in ((self.tr("Sort {column} Up"), False), (self.tr("Sort {column} Down"), True)):
            action = menu.addAction(text.format(column=name))
            action.triggered.connect(lambda _=False, down=descending: self.sort(column.key, down))
        hide = menu.addAction(self.tr("Hide {column}").format(column=name))
        shown = self._view.shown_columns()
        hide.setEnabled(len(shown) > 1)
        hide.triggered.connect(lambda: self.show(tuple(one for one in shown if one is not column)))

    def _reset(self) -> None:
        self._view.show_columns(FIRST)
        self.keep()

"""ListingCommands: what the menu entries and keys of listings do to the selection, and which of them are possible."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication

from rakumap.core.model import InventoryItem, Listing, ListingKey
from rakumap.gui import messages
from rakumap.gui.actions import LETTERS, Actions
from rakumap.gui.cells import EDITABLE
from rakumap.gui.context import Context
from rakumap.gui.listings_loader import UNLINKED, ListingsLoader
from rakumap.gui.listings_view import ListingsView
from rakumap.gui.mapping_controller import MappingController
from rakumap.gui.search_dock import SearchDock
from rakumap.gui.set_values_dialog import SetValuesDialog
from rakumap.gui.suggestions_controller import SuggestionsController

LOOKED_AT = 200
"""So many selected rows are looked at to see what is possible."""
COPIED = 100_000
ROWS_MENU = (
    "link",
    "not_this",
    "later",
    "unlink",
    "no_item",
    "",
    "ignore_sync",
    "edit_cell",
    "set_values",
    "exclude",
    "release",
    "submit_now",
    "",
    "keep_sku",
    "remap",
    "",
    "copy_cell",
    "copy",
    "copy_headers",
)


class ListingCommands(QObject):
    """See the module."""

    def __init__(
        self,
        context: Context,
        actions: Actions,
        view: ListingsView,
        dock: SearchDock,
        loader: ListingsLoader,
        mapping: MappingController,
        suggestions: SuggestionsController,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._actions = actions
        self._view = view
        self._dock = dock
        self._loader = loader
        self._mapping = mapping
        self._suggestions = suggestions
        for name, slot in (
            ("link", self.link),
            ("link_next", lambda: self.link(go_on=True)),
            ("unlink", lambda: mapping.unlink(self.chosen())),
            ("no_item", self.turn_no_item),
            ("next_unlinked", self.go_to_next),
            ("ignore_sync", self.turn_ignored),
            ("set_values", self.set_values),
            ("exclude", self.turn_excluded),
            ("release", lambda: mapping.release(self.chosen())),
            ("keep_sku", lambda: mapping.keep_sku(self.chosen())),
            ("remap", lambda: mapping.remap(self.chosen())),
            ("copy", self.copy),
            ("copy_headers", lambda: self.copy(headers=True)),
            ("copy_cell", self.copy_cell),
            ("select_all", view.selectAll),
            ("edit_cell", view.edit_limit),
        ):
            actions.on(name, slot)
        view.rows_menu_wanted.connect(self._menu)
        view.chosen_changed.connect(self.refresh)
        view.doubleClicked.connect(self._double_clicked)
        dock.link_wanted.connect(self._link_item)
        dock.results.selectionModel().selectionChanged.connect(lambda *_: self.refresh())
        model = view.listings
        model.tick_wanted.connect(lambda key, on: mapping.set_ignored([key], on))
        model.limit_wanted.connect(lambda key, field, value: mapping.set_values([key], {field: value}))
        model.dataChanged.connect(lambda *_: self.refresh())
        mapping.linked.connect(self._linked)
        self.refresh()

    # what is meant ------------------------------------------------------------------------------------------------

    def chosen(self) -> list[ListingKey]:
        """The listings selected, else the current one."""
        keys = self._view.chosen_keys()
        if not keys and (current := self._view.current_listing()) is not None:
            return [current.key]
        return keys

    def _looked_at(self) -> list[Listing]:
        rows = self._view.chosen_rows(LOOKED_AT)
        current = self._view.current_listing()
        return rows or ([current] if current is not None else [])

    def refresh(self) -> None:
        """Switch the entries on and off for what is selected now."""
        rows, allow = self._looked_at(), self._actions.allow
        current = self._view.current_listing()
        nothing = "" if rows else self.tr("Select a listing first.")
        for name in (
            *LETTERS,
            "link_stay",
            "ignore_sync",
            "set_values",
            "exclude",
            "submit_now",
            "copy",
            "copy_headers",
            "copy_cell",
        ):
            allow(name, nothing)
        linked = any(row.item_key is not None for row in rows)
        allow("unlink", nothing or ("" if linked else self.tr("None of the selected listings is linked.")))
        waiting = any(row.item_key is None for row in rows)
        allow("no_item", nothing or ("" if waiting else self.tr("Linked listings have an item; unlink them first.")))
        held = any(_is_held(row) for row in rows)
        allow("release", nothing or ("" if held else self.tr("None of the selected listings waits to be released.")))
        changed = any(row.old_sku is not None for row in rows)
        for name in ("keep_sku", "remap"):
            allow(name, nothing or ("" if changed else self.tr("The SKU of none of the selected listings changed.")))
        found = self._dock.chosen_item() is not None
        searched = self.tr("Search the inventory and select a result first.")
        allow("link", nothing)
        allow("link_next", nothing or ("" if found else searched))
        limits = any(column in EDITABLE for column in self._view.shown_columns())
        allow("edit_cell", nothing or ("" if limits else self.tr("Show Max Listed, End when or Percentage first.")))
        self._actions["ignore_sync"].setChecked(current is not None and current.ignore_sync)
        self._actions["exclude"].setChecked(current is not None and current.excluded)
        self._actions["no_item"].setChecked(current is not None and current.no_item)
        self._dock.show_listing(current)

    # linking ------------------------------------------------------------------------------------------------------

    def link(self, *, go_on: bool = False) -> None:
        """Take the suggestion that the row shows and go on; else link to the dock's result; without one, go and search."""
        if not go_on and self._view.hasFocus() and self._suggestions.shows_best():
            self._suggestions.accept(go_on=True)
            return
        item, current = self._dock.chosen_item(), self._view.current_listing()
        if current is None:
            return
        if item is None or not self._dock.isVisible():
            self._dock.focus_text()
        else:
            self._mapping.link(current.key, item.key, go_on=go_on)

    def _link_item(self, item: InventoryItem, go_on: bool) -> None:
        current = self._view.current_listing()
        if current is not None:
            self._mapping.link(current.key, item.key, go_on=go_on)

    def _linked(self, listing: ListingKey, _: object, go_on: bool) -> None:
        row = self._view.listings.row_of(listing)
        if go_on and row is not None:
            self._go_after(row)

    def go_to_next(self) -> None:
        """Go to the next unlinked listing."""
        self._go_after(self._view.currentIndex().row())

    def _go_after(self, row: int) -> None:
        self._loader.find_unlinked(row, self._arrived)

    def _arrived(self, row: int | None) -> None:
        if row is None:
            self._mapping.said.emit(self.tr("No unlinked listing is left here"))
        else:
            self._view.go_to(row)

    def _double_clicked(self) -> None:
        if self._view.currentIndex().column() in EDITABLE:
            self._view.edit_limit()
        elif (row := self._view.current_listing()) is not None and row.state in UNLINKED:
            self._dock.focus_text(row.sku)
            self._dock.search()

    # switches and limits ------------------------------------------------------------------------------------------

    def turn_ignored(self) -> None:
        """Turn Ignore Sync of the selection to what the current listing has not."""
        current = self._view.current_listing()
        if current is not None:
            self._mapping.set_ignored(self.chosen(), not current.ignore_sync)

    def turn_excluded(self) -> None:
        """Exclude the selection, or manage it again: what the current listing is not."""
        current = self._view.current_listing()
        if current is not None:
            self._mapping.set_excluded(self.chosen(), not current.excluded)

    def turn_no_item(self) -> None:
        """Say that no item belongs to the selection, or that one may."""
        rows = [row for row in self._looked_at() if row.item_key is None]
        if rows:
            self._mapping.set_no_item(self.chosen(), not all(row.no_item for row in rows))

    def set_values(self) -> None:
        """Ask for limits and set them on the selection."""
        keys = self.chosen()
        values = SetValuesDialog.ask(len(keys), self._view.window()) if keys else None
        if values:
            self._mapping.set_values(keys, values)

    # copying ------------------------------------------------------------------------------------------------------

    def copy(self, *, headers: bool = False) -> None:
        """Copy the selected rows in the columns shown, as spreadsheets read them."""
        keys, columns = self.chosen(), self._view.shown_columns()
        if not keys or len(keys) > COPIED:
            if keys:
                self._mapping.said.emit(self.tr("That is too much for the clipboard; export it instead"))
            return
        services, cells = self._context.services, self._view.listings.cells
        header = [messages.name(f"column.{column.key}") for column in columns] if headers else None

        def work(_: object) -> str:
            rows = services.queries.rows(keys)
            found = [rows[key] for key in keys if key in rows]
            return services.exporting.as_tsv(header, [[cells.raw(row, column) for column in columns] for row in found])

        def done(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self._mapping.said.emit(self.tr("Copied %n row(s)", "", len(keys)))

        self._context.runner.run(work, self, done, self._mapping.failed.emit)

    def copy_cell(self) -> None:
        """Copy the value of the current cell."""
        index = self._view.currentIndex()
        if index.isValid():
            QGuiApplication.clipboard().setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            self._mapping.said.emit(self.tr("Copied the cell"))

    def _menu(self, place: QPoint) -> None:
        if self._view.currentIndex().isValid():
            menu = self._actions.popup(ROWS_MENU, self._view)
            menu.popup(self._view.viewport().mapToGlobal(place))


def _is_held(row: Listing) -> bool:
    return row.item_key is not None and not row.released

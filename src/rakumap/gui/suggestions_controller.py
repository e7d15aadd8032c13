"""SuggestionsController: has suggestions made beside the window, shows them in rows and panel, and takes decisions on them.

What is kept of the rows in sight is shown at once; a helper's process looks at the others in sight, then at the rest.
Where a shop is too big for that, it looks at rows in sight once a person turned to one. Rows never move because of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from rakumap.core.errors import Cancelled, UserError
from rakumap.core.job import Job
from rakumap.core.model import Applied, EntryId, ItemKey, Listing, ListingKey
from rakumap.core.suggestion import best_of
from rakumap.gui import messages
from rakumap.gui.actions import TAKEN, Actions
from rakumap.gui.child_run import profile_arguments
from rakumap.gui.context import Context
from rakumap.gui.listings_loader import ListingsLoader
from rakumap.gui.listings_view import ListingsView
from rakumap.gui.mapping_controller import MappingController
from rakumap.gui.suggestions_panel import Shown, SuggestionsPanel, refusals
from rakumap.services.suggestion_desk import SuggestionDesk
from rakumap.system.resident import Resident

if TYPE_CHECKING:
    from rakumap.core.model import ChannelId
    from rakumap.core.suggestion import Suggestion

START_MS = 1_500
"""Between the list and the helper's start: the window is quick before it is clever."""
LOOK_MS = 60
MANY = 200
"""Listings to look at from which the status bar says so."""
REMEMBERED = 500
"""Decisions that Backspace goes back through."""


class SuggestionsController(QObject):
    """See the module."""

    def __init__(
        self,
        context: Context,
        actions: Actions,
        view: ListingsView,
        panel: SuggestionsPanel,
        loader: ListingsLoader,
        mapping: MappingController,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context, self._view, self._panel, self._loader, self._mapping = context, view, panel, loader, mapping
        services = context.services
        where = profile_arguments(services.paths, services.queries.database.path)
        self._desk = SuggestionDesk(services.queries, Resident([*where, "answer-suggestions"]))
        self._channel: ChannelId | None = None
        self._busy = False
        self._broken = self._failed_before = False
        self._wanted = False
        """Whether a person turned to an unlinked listing in this window."""
        self._decided: list[tuple[ListingKey, EntryId | None]] = []
        self._refused: tuple[ListingKey, dict[ItemKey, str], dict[ItemKey, tuple[str, str]]] | None = None
        self._start = _timer(self, START_MS, self._go_on)
        self._look_soon = _timer(self, LOOK_MS, self._look)
        self._families: dict[ListingKey, tuple[int, int]] = {}
        view.listings.cells.suggestions = self._desk.found
        view.listings.cells.families = self._families
        panel.preview = mapping.preview
        panel.link_wanted.connect(self._take_for_current)
        panel.revive_wanted.connect(self._revive)
        panel.rejected_wanted.connect(lambda _: self._read_refused())
        view.chosen_changed.connect(self._turned)
        view.verticalScrollBar().valueChanged.connect(lambda _: self._look_soon.start())
        view.listings.modelReset.connect(self._look_soon.start)
        view.listings.dataChanged.connect(lambda *_: self._show())
        mapping.decided.connect(self._remember)
        mapping.applied.connect(self._applied)
        for name, slot in (("link_stay", lambda: self.accept(go_on=False)), ("not_this", self.reject)):
            actions.on(name, slot)
        actions.on("later", self.later)
        actions.on("back", self.back)
        for number, name in enumerate(TAKEN):
            actions.on(name, lambda place=number: self.accept(place, go_on=True))  # type: ignore[misc]

    # life ---------------------------------------------------------------------------------------------------------

    def show_list(self, channel_id: ChannelId) -> None:
        """A list of this channel is shown: work for it from now on."""
        if channel_id != self._channel:
            self._decided.clear()
            self._channel = channel_id
            self._desk.open(channel_id)
            self.catch_up()
        self._look_soon.start()

    def catch_up(self) -> None:
        """Somebody else may have changed the store."""
        self._desk.catch_up()
        self._families.clear()
        if self._channel is not None and not self._start.isActive():
            self._start.start()

    def stop(self) -> None:
        """End the helper."""
        self._start.stop()
        self._look_soon.stop()
        self._desk.close()

    def _turned(self) -> None:
        listing = self._view.current_listing()
        if listing is not None and listing.item_key is None:
            self._broken = False
            if not self._wanted:
                self._wanted = True
                self._look_soon.start()
            if listing.key not in self._desk.found:
                self._want([listing.key])
        self._show()

    def _look(self) -> None:
        """Show what is kept of the rows in sight, and have the others looked at."""
        if self._channel is None:
            return
        found = self._desk.found
        self._read_families()
        keys = [key for key in self._in_sight() if key not in found]
        if not keys:
            return

        def done(missing: list[ListingKey]) -> None:
            self._tell()
            self._want(missing)

        self._context.runner.run(lambda _: self._desk.read(keys), self, done, lambda _: None)

    def _read_families(self) -> None:
        """How much of their families is linked, for the variations in sight."""
        model, queries = self._view.listings, self._context.services.queries
        rows = [row for key in self._rows_in_sight() if (row := model.listing(key)) is not None]
        keys = [row.key for row in rows if row.parent_id and row.key not in self._families]

        def done(found: dict[ListingKey, tuple[int, int]]) -> None:
            self._families.update(found)
            self._show()

        if keys:
            self._context.runner.run(lambda _: queries.families(keys), self, done, lambda _: None)

    def _want(self, keys: Iterable[ListingKey]) -> None:
        """Have these listings looked at soon; where that costs a lot, only once a person turned to one."""
        if self._desk.whole or self._wanted:
            self._desk.want(keys)
        if not self._start.isActive():  # else it begins by itself
            self._go_on()

    def _go_on(self) -> None:
        """Have the helper work, as long as anything waits; the status bar says so when it is much."""
        if self._busy or self._broken or self._channel is None or not self._desk.waits:
            return
        self._busy = True
        much = self._desk.left > MANY
        self._context.runner.run(
            lambda job: self._work(job, much=much),
            self,
            self._worked,
            self._failed,
            lambda _: self._tell(),
            title=self.tr("Suggestions") if much else "",
            cancellable=much,
        )

    def _work(self, job: Job, *, much: bool) -> None:
        with suppress(Cancelled):
            self._desk.work(job, None if much else MANY)

    def _worked(self, _: None) -> None:
        self._busy = False
        self._tell()
        self._look()
        self._go_on()

    def _failed(self, error: UserError) -> None:
        self._busy, self._broken = False, True  # until a listing is turned to
        if not self._failed_before:
            self._failed_before = True
            self._mapping.failed.emit(error)

    def _rows_in_sight(self) -> list[ListingKey]:
        view, model = self._view, self._view.listings
        first = max(0, view.rowAt(0))
        last = view.rowAt(view.viewport().height() - 1)
        last = model.rowCount() - 1 if last < 0 else last
        rows = [model.key_at(row) for row in range(first, last + 1)]
        current = view.current_listing()
        return rows if current is None else [current.key, *rows]

    def _in_sight(self) -> list[ListingKey]:
        model = self._view.listings
        found = self._rows_in_sight()
        return [key for key in found if (row := model.listing(key)) is None or row.item_key is None]

    def _tell(self) -> None:
        keys = self._desk.take_fresh()
        if keys:
            self._view.listings.write_anew(keys)
            self._show()

    def _applied(self, applied: Applied) -> None:
        self._read_refused()
        self._desk.undrop()
        self._families.clear()
        self._look_soon.start()
        if applied.everything or not applied.listings:
            self.catch_up()
        else:
            self._want(applied.listings)

    # what is shown ------------------------------------------------------------------------------------------------

    def candidates(self, listing: Listing | None) -> tuple[Suggestion, ...]:
        """What the listing could be, best first; nothing for one that is linked, gone or said to have no item."""
        if listing is None or listing.item_key is not None or listing.no_item:
            return ()
        return self._desk.found.get(listing.key, ())

    def _show(self) -> None:
        listing = self._view.current_listing()
        shown = []
        for one in self.candidates(listing):
            shown.append(Shown(one.item, one.sku, self._desk.title(one.item), one))
        if listing is not None and self._panel.rejected.isChecked():
            if self._refused is not None and self._refused[0] == listing.key:
                shown += refusals(self._refused[1], self._refused[2])
            else:
                self._read_refused()
        busy = listing is not None and listing.item_key is None and listing.key not in self._desk.found
        self._panel.family = "" if listing is None else self._view.listings.cells.family(listing)
        self._panel.too_big = self._desk.too_big
        self._panel.show_listing(listing, shown, busy=busy and self._busy, too_many=not self._desk.whole)

    def _read_refused(self) -> None:
        """Read what a person said no to for the current listing, when that is to be shown."""
        listing, queries = self._view.current_listing(), self._context.services.queries
        if listing is None or not self._panel.rejected.isChecked():
            self._show_unless_asked()
            return
        key = listing.key
        if self._refused is None or self._refused[0] != key:
            self._refused = key, {}, {}

        def work(_: Job) -> tuple[ListingKey, dict[ItemKey, str], dict[ItemKey, tuple[str, str]]]:
            found = queries.rejected(key)
            return key, found, {item: (row.sku, row.title) for item, row in queries.items(found).items()}

        def done(found: tuple[ListingKey, dict[ItemKey, str], dict[ItemKey, tuple[str, str]]]) -> None:
            self._refused = found
            self._show()

        self._context.runner.run(work, self, done, lambda _: None)

    def _show_unless_asked(self) -> None:
        if self._refused is not None and not self._panel.rejected.isChecked():
            self._refused = None
            self._show()

    # decisions ----------------------------------------------------------------------------------------------------

    def accept(self, place: int = 0, *, go_on: bool) -> bool:
        """Link the current listing to one of its candidates; whether there is such a one."""
        listing = self._view.current_listing()
        found = self.candidates(listing)
        if place == 0 and best_of(found) is None:
            found = ()  # what the row does not show is not taken unseen
        if listing is None or place >= len(found):
            self._mapping.said.emit(self.tr("There is no such suggestion for this listing"))
            return False
        self._mapping.link(listing.key, found[place].item, go_on=go_on)
        return True

    def shows_best(self) -> bool:
        """Whether the current row shows a suggestion."""
        return best_of(self.candidates(self._view.current_listing())) is not None

    def _take_for_current(self, one: Suggestion, go_on: bool) -> None:
        listing = self._view.current_listing()
        if listing is not None:
            self._mapping.link(listing.key, one.item, go_on=go_on)

    def reject(self) -> None:
        """Say that the best candidate is not it; the next one moves up."""
        listing = self._view.current_listing()
        found = self.candidates(listing)
        if listing is None or not found:
            self._mapping.said.emit(self.tr("There is no such suggestion for this listing"))
            return
        # At once: Enter right after must not take it.
        self._desk.drop(listing.key, found[0].item)
        self._tell()
        self._mapping.reject(listing.key, found[0].item)

    def _revive(self, item: ItemKey) -> None:
        listing = self._view.current_listing()
        if listing is not None:
            self._mapping.revive(listing.key, item)

    def later(self) -> None:
        """Leave the current listing for later."""
        listing = self._view.current_listing()
        row = self._view.currentIndex().row()
        if listing is not None:
            self._remember(listing.key, None)
            self._loader.find_unlinked(row, self._arrived)

    def _arrived(self, row: int | None) -> None:
        if row is not None:
            self._view.go_to(row)

    def back(self) -> None:
        """Go back to the listing decided last, and undo what was decided there."""
        if not self._decided:
            self._mapping.said.emit(messages.sentence("nothing_to_undo"))
            return
        key, entry = self._decided.pop()
        row = self._view.listings.row_of(key)
        if row is not None:
            self._view.go_to(row)
        if entry is not None:
            self._mapping.take_back(entry)

    def _remember(self, key: ListingKey, entry: EntryId | None) -> None:
        self._decided.append((key, entry))
        del self._decided[:-REMEMBERED]


def _timer(owner: QObject, milliseconds: int, slot: object) -> QTimer:
    made = QTimer(owner)
    made.setSingleShot(True)
    made.setInterval(milliseconds)
    made.timeout.connect(slot)
    return made

"""MappingController: a person's decisions on their way to the services, and what came of them on its way back.

Every decision is one ``write``: it runs in the Runner, ``applied`` says what it touched, ``said`` what to tell the
person, ``failed`` why it was refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from rakumap.core.errors import UserError
from rakumap.core.job import Job
from rakumap.core.model import Applied, Channel, Entry, EntryId, ItemKey, Listing, ListingKey
from rakumap.core.text import visible
from rakumap.gui import link_words
from rakumap.gui.context import Context
from rakumap.gui.plain import Ask
from rakumap.gui.store_watch import StoreWatch
from rakumap.gui.undo_dialog import UndoDialog

if TYPE_CHECKING:
    from rakumap.services.autolinking import Prepared
    from rakumap.services.mapping import LinkPreview
    from rakumap.services.suggesting import Certain
    from rakumap.store.journal import UndoPreview

Values = Mapping[str, int | bool | Decimal | None]
Steps = tuple[Entry | None, Entry | None]
SHOWN_AT_ONCE = 200
"""Rows that a write may have touched to be read with it; more are read as they come into sight."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did, and the rows it touched."""

    applied: Applied
    rows: dict[ListingKey, Listing]
    steps: Steps | None = None
    """What Undo and Redo would do now; ``None``: still to be asked."""


class MappingController(QObject):
    """See the module."""

    said = Signal(str)
    failed = Signal(object)
    rows_read = Signal(object)
    """The rows that a write touched, as they are in the store now."""
    applied = Signal(object)
    """What a write touched; comes when its rows were shown."""
    linked = Signal(object, object, bool)
    """Listing, item, and whether the person wants the next unlinked listing."""
    decided = Signal(object, object)
    """A listing that was decided on by itself, and the entry."""
    steps_changed = Signal(object, object)
    """The step that Undo and the one that Redo would take now: ``Entry`` or ``None``."""

    def __init__(self, context: Context, watch: StoreWatch, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._mapping = context.services.mapping
        self._watch = watch
        self._window = window
        self._busy: set[ListingKey] = set()

    # linking ------------------------------------------------------------------------------------------------------

    def preview(self, listing: ListingKey, item: ItemKey, done: Callable[[LinkPreview], None]) -> None:
        """What linking the two would do; nothing is said when one of them is gone."""
        self._context.runner.run(lambda _: self._mapping.preview_link(listing, item), self, done, lambda _: None)

    def link(self, listing: ListingKey, item: ItemKey, *, go_on: bool = False) -> None:
        """Link the two; a replaced link, a dangerous quantity and other packs are asked about, once. A second try waits."""
        if listing in self._busy:
            return
        self._busy.add(listing)

        def work(_: Job) -> tuple[LinkPreview, Written | None]:
            preview, applied = self._mapping.link_if_plain(listing, item)
            return preview, None if applied is None else self._with_rows(applied)

        def looked(found: tuple[LinkPreview, Written | None]) -> None:
            preview, written = found
            if written is not None:
                self._linked(preview, written, go_on)
            elif self._may_link(preview):
                self._link(preview, go_on)
            else:
                self._busy.discard(listing)

        def refused(error: UserError) -> None:
            self._busy.discard(listing)
            self._refused(error)

        self._watch.write(work, looked, refused)

    def _may_link(self, preview: LinkPreview) -> bool:
        if preview.listing.item_key == preview.item.key:
            self.said.emit(self.tr("It is linked to {item} already").format(item=visible(preview.item.sku)))
            return False
        questions = []
        if preview.replaces is not None:
            text = self.tr("{listing} is linked to {old}. Link it to {new} instead?")
            named = {"listing": _name(preview.listing), "old": preview.replaces, "new": preview.item.sku}
            questions.append(text.format(**{key: visible(value) for key, value in named.items()}))
        questions += link_words.dangers(preview)
        if not questions:
            return True
        title = self.tr("Replace the link?") if preview.replaces is not None else self.tr("Link anyway?")
        yes = self.tr("Replace") if preview.replaces is not None else self.tr("Link anyway")
        return Ask.confirm(self._window, title, "\n\n".join(questions), yes, danger=preview.dangerous)

    def _link(self, preview: LinkPreview, go_on: bool) -> None:
        listing, item, seen = preview.listing.key, preview.item.key, preview.listing.item_key

        def work(_: Job) -> Written:
            return self._with_rows(self._mapping.link(listing, item, replace=preview.replaces is not None, seen=seen))

        def refused(error: UserError) -> None:
            self._busy.discard(listing)
            self._refused(error)

        self._watch.write(work, lambda written: self._linked(preview, written, go_on), refused)

    def _linked(self, preview: LinkPreview, written: Written, go_on: bool) -> None:
        self._busy.discard(preview.listing.key)
        self._done(written)
        text = self.tr("Linked {listing} to {item}; will send {count}")
        names = {"listing": _name(preview.listing), "item": visible(preview.item.sku)}
        self.said.emit(text.format(count=preview.quantity.send, **names))
        if written.applied.entry is not None:
            self.decided.emit(preview.listing.key, written.applied.entry)
        self.linked.emit(preview.listing.key, preview.item.key, go_on)

    def reject(self, listing: ListingKey, item: ItemKey) -> None:
        """Remember that the item is not this listing's."""
        text = self.tr("Remembered: not this item. Show rejected lists it; it can be revived there.")
        self.write(lambda _: self._mapping.reject(listing, item), lambda _: text, listing=listing)

    def revive(self, listing: ListingKey, item: ItemKey) -> None:
        """Let the item be suggested for the listing again."""
        text = self.tr("The item may be suggested again")
        self.write(lambda _: self._mapping.revive(listing, item), lambda _: text)

    def unlink(self, keys: Sequence[ListingKey]) -> None:
        """Take the links of these listings off."""
        if keys:
            self.write(
                lambda _: self._mapping.unlink(keys),
                lambda n: self.tr("Took %n link(s) off", "", n),
                listing=keys[0] if len(keys) == 1 else None,
            )

    def set_no_item(self, keys: Sequence[ListingKey], value: bool) -> None:
        """Say that no item belongs to these listings, or that one may."""

        def text(count: int) -> str:
            if value:
                return self.tr("Said of %n listing(s) that no item belongs to them", "", count)
            return self.tr("%n listing(s) may have an item again", "", count)

        if keys:
            one = keys[0] if len(keys) == 1 else None
            self.write(lambda _: self._mapping.set_no_item(keys, value), text, listing=one)

    def set_ignored(self, keys: Sequence[ListingKey], value: bool) -> None:
        """Set or clear Ignore Sync."""

        def text(count: int) -> str:
            if value:
                return self.tr("Ignore Sync is on for %n listing(s)", "", count)
            return self.tr("Ignore Sync is off for %n listing(s)", "", count)

        if keys:
            self.write(lambda _: self._mapping.set_flag(keys, "ignore_sync", value), text)

    def set_excluded(self, keys: Sequence[ListingKey], value: bool) -> None:
        """Leave these listings out of what is managed, or manage them again."""

        def text(count: int) -> str:
            if value:
                return self.tr("Excluded %n listing(s)", "", count)
            return self.tr("%n listing(s) are managed again", "", count)

        if keys:
            self.write(lambda _: self._mapping.set_flag(keys, "excluded", value), text)

    def release(self, keys: Sequence[ListingKey]) -> None:
        """Let the quantities of new links go out; what does not wait stays as it is."""
        if keys:
            self.write(
                lambda _: self._mapping.set_flag(keys, "released", True),
                lambda n: self.tr("Released the quantities of %n listing(s)", "", n),
            )

    def set_values(self, keys: Sequence[ListingKey], values: Values) -> None:
        """Set several fields of these listings to the same values."""
        if keys and values:
            self.write(
                lambda _: self._mapping.set_values(keys, values), lambda n: self.tr("Changed %n listing(s)", "", n)
            )

    def keep_sku(self, keys: Sequence[ListingKey]) -> None:
        """Accept changed SKUs, the links stay."""
        if keys:
            self.write(
                lambda _: self._mapping.keep_sku(keys),
                lambda n: self.tr("Kept the links of %n listing(s) with a changed SKU", "", n),
            )

    def remap(self, keys: Sequence[ListingKey]) -> None:
        """Accept changed SKUs and link each to the item of that SKU."""
        if keys:
            self.write(
                lambda _: self._mapping.remap(keys),
                lambda n: self.tr("Mapped %n listing(s) with a changed SKU again", "", n),
            )

    def link_all(self, channel: Channel) -> None:
        """Link what is certain: shows first what it would do."""
        from rakumap.gui.autolink_dialog import AutoLinkDialog

        AutoLinkDialog.show_for(self._context, self._window, channel, self.link_certain)

    def link_certain(
        self,
        prepared: Prepared,
        chosen: list[Certain],
        done: Callable[[], None],
        refused: Callable[[UserError], None],
    ) -> None:
        """Carry out what a person chose of a plan; the two callbacks say how it ended."""
        autolinking = self._context.services.autolinking

        def linked(applied: Applied) -> None:
            self.said.emit(self.tr("Linked %n listing(s) that were certain", "", applied.count))
            done()

        self.write_for(lambda _: autolinking.link(prepared, chosen), linked, refused, title=self.tr("Linking"))

    def write_for(
        self,
        work: Callable[[Job], Applied],
        done: Callable[[Applied], None],
        refused: Callable[[UserError], None],
        *,
        title: str = "",
    ) -> None:
        """Run one decision of a dialog, which says itself what came of it."""

        def whole(job: Job) -> Written:
            return replace(self._with_rows(work(job)), steps=self._steps())

        def written(one: Written) -> None:
            self._done(one)
            done(one.applied)

        def failed(error: UserError) -> None:
            self._watch.changed.emit()
            refused(error)

        self._watch.write(whole, written, failed, title=title)

    def review(self, channel: Channel) -> None:
        """Look at the listings that wait for a link one by one."""
        from rakumap.gui.review_dialog import ReviewDialog

        ReviewDialog.show_for(self._context, self._window, channel, self.write_for)

    # history ------------------------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the newest step back; a step of many rows is shown first."""

        def looked(preview: UndoPreview) -> None:
            if preview.count + preview.stays <= 1 or UndoDialog.confirm(preview, self._window):
                self.write(lambda _: self._mapping.undo(preview.entry), None, undone=True)

        self._context.runner.run(lambda _: self._mapping.undo_preview(), self, looked, self.failed.emit)

    def take_back(self, entry: EntryId) -> None:
        """Undo one step that decided on one listing."""
        self.write(lambda _: self._mapping.undo(entry), None, undone=True)

    def redo(self) -> None:
        """Do again what was undone last."""
        self.write(lambda _: self._mapping.redo(), lambda n: self.tr("Did it again (%n row(s))", "", n))

    def go_to(self, entry: EntryId | None, steps: int) -> None:
        """Undo or redo until this step is the newest one done."""
        text = self.tr("Go to this step? %n step(s) are undone or done again; nothing is lost.", "", steps)
        if steps > 1 and not Ask.confirm(self._window, self.tr("Go to this step"), text, self.tr("Go there")):
            return
        self.write(lambda _: self._mapping.go_to(entry), lambda n: self.tr("Went %n step(s)", "", n))

    def look_at_steps(self) -> None:
        """Ask what Undo and Redo would do now."""
        self._context.runner.run(
            lambda _: self._steps(), self, lambda found: self.steps_changed.emit(*found), lambda _: None
        )

    def _steps(self) -> Steps:
        queries = self._context.services.queries
        return queries.next_undo(), queries.next_redo()

    # all of them --------------------------------------------------------------------------------------------------

    def write(
        self,
        work: Callable[[Job], Applied],
        say: Callable[[int], str] | None,
        *,
        title: str = "",
        undone: bool = False,
        listing: ListingKey | None = None,
    ) -> None:
        """Run one decision; ``say`` makes the sentence of how many rows it touched, ``listing`` is the one decided on."""

        def done(written: Written) -> None:
            self._done(written)
            applied = written.applied
            if listing is not None and applied.entry is not None:
                self.decided.emit(listing, applied.entry)
            if undone:
                self.said.emit(self._undone_text(applied))
            elif applied.entry is None and not applied.everything:
                self.said.emit(self.tr("Nothing to change"))
            elif say is not None:
                self.said.emit(say(applied.count))

        def whole(job: Job) -> Written:
            # With the steps: whoever sees a step undone may press Redo at once.
            return replace(self._with_rows(work(job)), steps=self._steps())

        self._watch.write(whole, done, self._refused, title=title)

    def _with_rows(self, applied: Applied) -> Written:
        """Read what a write touched, right after it and on the same thread: it is seen without another way round."""
        keys = [] if applied.everything or len(applied.listings) > SHOWN_AT_ONCE else list(applied.listings)
        return Written(applied, self._context.services.queries.rows(keys) if keys else {})

    def _undone_text(self, applied: Applied) -> str:
        text = self.tr("Undone (%n row(s))", "", applied.count)
        if applied.skipped:
            names = ", ".join(visible(name) for name in applied.kept[:5])
            left = self.tr("%n stayed because it was changed since", "", applied.skipped)
            text = f"{text}; {left}: {names}" if names else f"{text}; {left}"
        return text

    def _done(self, written: Written) -> None:
        """Show the rows first; all else that follows from a write is read once they are painted."""
        if written.steps is not None:
            self.steps_changed.emit(*written.steps)
        if written.rows:
            self.rows_read.emit(written.rows)
        QTimer.singleShot(0, self, lambda: self._follow(written))

    def _follow(self, written: Written) -> None:
        self.applied.emit(written.applied)
        if written.steps is None:
            self.look_at_steps()

    def _refused(self, error: UserError) -> None:
        self.failed.emit(error)
        # Somebody else may have been there first: show how things are now.
        self._watch.changed.emit()


def _name(row: Listing) -> str:
    return visible(row.sku or row.title)

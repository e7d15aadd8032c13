"""ListingsLoader: brings the listings of a filter into the model, and keeps them true without moving a row.

Rows are read in the Runner. What was decided or changed since is updated in place; rows come and go only when the list
is read again (``reload``, another filter or sort), or at once while the person has nothing selected.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from rakumap.core.errors import Cancelled, UserError
from rakumap.core.filters import matches, parse
from rakumap.core.job import Job
from rakumap.core.model import Applied, Channel, ChannelId, Counts, Listing, ListingKey, ListingQuery, State
from rakumap.gui import child_run
from rakumap.gui.context import Context
from rakumap.gui.listings_model import FIRST, ListingsModel

READINGS = 2
"""So many readings of the list go on at a time: the newest, and one that is given up and has not noticed yet."""
UNLINKED = (State.PLAIN, State.SUGGESTED, State.AMBIGUOUS, State.NO_ITEM)


@dataclass(frozen=True, slots=True)
class Overview:
    """The numbers of a channel; ``attention`` is what the filter of that name shows."""

    channel: Channel
    counts: Counts
    attention: int
    has_items: bool
    """Whether there are inventory items at all."""


@dataclass(frozen=True, slots=True)
class _Reading:
    channel: Channel
    ids: array[int]
    rows: dict[ListingKey, Listing]


@dataclass(frozen=True, slots=True)
class _Difference:
    reading: _Reading
    overview: Overview
    new: int
    gone: frozenset[int]


class ListingsLoader(QObject):
    """See the module.

    At most one catching up, one counting and one preparing go on at a time; what is asked for meanwhile is done
    afterwards. Of the readings of the list the newest counts, and older ones are given up. The numbers come behind it.
    """

    about_to_show = Signal(bool)
    """The list is going to be replaced: remember where the person is. Whether it is the same filter and order again."""
    shown = Signal()
    """Another list is shown."""
    counted = Signal(object)
    """An ``Overview``: the numbers changed, or were read again."""
    updated = Signal()
    """Rows changed in place."""
    filter_checked = Signal(object)
    """The ``UserError`` of the filter's text, or ``None``: it could be read."""
    news = Signal(int, int)
    """So many rows would be new and so many gone, if the list were read again."""
    failed = Signal(object)
    """The store could not be read."""

    def __init__(self, context: Context, model: ListingsModel, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._queries = context.services.queries
        self._model = model
        self._job: Job | None = None
        """The reading that counts; while it waits for its turn, the one given up for it."""
        self._ask = 0
        self._readings = 0
        self._epoch = 0
        """How often something was changed; a page read before is read again."""
        self._dirty: set[ListingKey] = set()
        self._all_dirty = False
        self._catching = False
        self._count_due = False
        self._counting = False
        self._preparing: Job | None = None
        self.query: ListingQuery | None = None
        self._shown_query: ListingQuery | None = None
        self.overview: Overview | None = None
        self.may_move: Callable[[], bool] = lambda: True
        """Whether rows may come and go now: the person has nothing in hand."""
        self.in_hand: Callable[[], Sequence[ListingKey]] = lambda: ()
        """What the person works on, in sight or not."""
        model.wanted.connect(self._fetch)

    # the whole list -----------------------------------------------------------------------------------------------

    def shows(self, query: ListingQuery | None) -> None:
        """Know that the model holds the first rows of this query already: whoever scrolled in them stays there."""
        self._shown_query = query

    def open(self, query: ListingQuery) -> None:
        """Show the listings of a query; an unreadable filter leaves the list as it is."""
        try:
            parse(query.text)
        except UserError as error:
            self.filter_checked.emit(error)
            return
        self.filter_checked.emit(None)
        self.query = query
        if self.overview is None or self.overview.channel.id != query.channel_id:
            self._count_due = True
        self._begin()

    def narrow(self, text: str) -> None:
        """Show what fits another filter."""
        if self.query is not None and text != self.query.text:
            self.open(replace(self.query, text=text))

    def sort(self, key: str, descending: bool) -> None:
        """Show the same in another order."""
        if self.query is not None:
            self.open(replace(self.query, sort=key, descending=descending))

    def close(self) -> None:
        """Show nothing: there is no channel."""
        self._stop()
        self._job = None
        self.query = self.overview = None
        self.about_to_show.emit(False)
        self._model.show_ids(array("q"), self._model.cells.defaults)
        self.shown.emit()

    def reload(self) -> None:
        """Read the list again, as it is in the store now."""
        self._count_due = True
        self._begin()

    def _begin(self) -> None:
        """Read the list of the query; now, or once a reading that was given up has ended."""
        query = self.query
        if query is None:
            return
        self._stop()
        self._dirty.clear()
        self._all_dirty = False
        if self._readings < READINGS:
            self._start(query)

    def _start(self, query: ListingQuery) -> None:
        ask = self._ask
        self._readings += 1
        # A job of our own: work of the Runner that is cancelled before it began ends without a word, and we count.
        self._job = job = Job()

        def work(_: Job) -> _Reading | None:
            try:
                return self._read(query, job)
            except Cancelled:
                return None

        self._context.runner.run(
            work, self, lambda found: self._have_read(ask, found), lambda error: self._unread(ask, error)
        )

    def _stop(self) -> None:
        self._ask += 1
        if self._job is not None:
            self._job.cancel()

    def _ended(self, ask: int) -> bool:
        """Whether the reading that has ended is the one that counts; if not, the one that does begins, if it waits."""
        self._readings -= 1
        if ask != self._ask and self._job is not None and self._job.cancelled and self.query is not None:
            self._start(self.query)
        return ask == self._ask

    def _have_read(self, ask: int, found: _Reading | None) -> None:
        if self._ended(ask) and found is not None:
            self._show(found)

    def _unread(self, ask: int, error: UserError) -> None:
        if self._ended(ask):
            # The list there is stays.
            self._job = None
            self._say(error)
            self._go_on()

    def _say(self, error: UserError) -> None:
        if error.code.startswith("filter_"):
            self.filter_checked.emit(error)
        else:
            self.failed.emit(error)

    def _read(self, query: ListingQuery, job: Job) -> _Reading:
        job.checkpoint()
        channel = self._queries.channel(query.channel_id)
        ids = self._queries.ids(query, self._context.zone)
        job.checkpoint()
        return _Reading(channel, ids, self._queries.rows([ListingKey(key) for key in ids[:FIRST]]))

    def _count(self, channel_id: ChannelId) -> Overview:
        queries = self._queries
        counts, attention = queries.counts(channel_id), queries.count(channel_id, "is:attention", self._context.zone)
        return Overview(queries.channel(channel_id), counts, attention, queries.has_items())

    def _show(self, found: _Reading) -> None:
        self._job = None
        self.about_to_show.emit(self.query == self._shown_query)
        self._shown_query = self.query
        self._model.show_ids(found.ids, found.channel.defaults, found.rows)
        self.shown.emit()
        self._go_on()
        self._prepare()

    def _counted(self, overview: Overview) -> None:
        self.overview = overview
        self.counted.emit(overview)

    def _fetch(self, generation: int, keys: list[ListingKey]) -> None:
        epoch = self._epoch

        def done(rows: dict[ListingKey, Listing]) -> None:
            self._model.put_page(generation, rows)
            if epoch != self._epoch and generation == self._model.generation:
                self._dirty.update(keys)
                self._go_on()

        self._context.runner.run(lambda _: self._queries.rows(keys), self, done, self._say)

    # what changed since -------------------------------------------------------------------------------------------

    def put(self, rows: Mapping[ListingKey, Listing]) -> None:
        """Show rows as they were read right after a write of ours, at once; ``after`` makes sure of them."""
        if self.query is not None and rows:
            self._epoch += 1
            wanted = parse(self.query.text)
            stale = [key for key, row in rows.items() if not matches(wanted, row, self._context.zone)]
            self._model.put_rows(rows, stale)
            self.updated.emit()

    def after(self, applied: Applied) -> None:
        """Show what a write of ours did: the rows it touched in place, then the numbers."""
        if applied.everything:
            self.catch_up()
            return
        self._epoch += 1
        self._count_due = True
        self._dirty.update(applied.listings)
        self._go_on()

    def catch_up(self) -> None:
        """Show what anybody changed: cells in place; rows come and go only if the person has nothing in hand."""
        self._epoch += 1
        self._all_dirty = True
        self._go_on()

    def _go_on(self) -> None:
        """Do what is due and waits for nothing."""
        query = self.query
        if query is None or self._job is not None:
            return
        if self._all_dirty and not self._catching:
            self._all_dirty = False
            self._dirty.clear()
            self._count_due = False
            self._catch_up(query)
        elif self._dirty and not self._catching:
            keys = [key for key in self._dirty if self._model.listing(key) is not None]
            self._dirty.clear()
            if keys:
                self._read_rows(query, keys)
        if self._count_due and not self._counting:
            self._count_due = False
            self._count_again(query)

    def _read_rows(self, query: ListingQuery, keys: list[ListingKey]) -> None:
        wanted, ask = parse(query.text), self._ask
        self._catching = True

        def work(_: Job) -> tuple[dict[ListingKey, Listing], list[ListingKey]]:
            rows = self._queries.rows(keys)
            return rows, [key for key, row in rows.items() if not matches(wanted, row, self._context.zone)]

        def done(found: tuple[dict[ListingKey, Listing], list[ListingKey]]) -> None:
            self._catching = False
            if ask == self._ask:
                self._model.put_rows(*found)
                self.updated.emit()
            self._go_on()

        self._context.runner.run(work, self, done, self._not_caught_up)

    def _count_again(self, query: ListingQuery) -> None:
        self._counting = True

        def done(overview: Overview) -> None:
            self._counting = False
            if self.query is not None and overview.channel.id == self.query.channel_id:
                self._counted(overview)
            self._go_on()

        def refused(error: UserError) -> None:
            self._counting = False
            self._say(error)

        self._context.runner.run(lambda _: self._count(query.channel_id), self, done, refused)

    def _catch_up(self, query: ListingQuery) -> None:
        loaded, before, ask = self._model.trim(self.in_hand()), self._model.ids, self._ask
        self._catching = True

        def work(job: Job) -> _Difference:
            reading = self._read(query, job)
            rows = reading.rows | self._queries.rows(loaded)
            new, gone = self._queries.difference(reading.ids, before)
            return _Difference(replace(reading, rows=rows), self._count(query.channel_id), new, frozenset(gone))

        def done(found: _Difference) -> None:
            self._catching = False
            if ask == self._ask:
                self._caught_up(found)
            self._go_on()

        self._context.runner.run(work, self, done, self._not_caught_up)

    def _not_caught_up(self, error: UserError) -> None:
        self._catching = False
        self._say(error)

    def _caught_up(self, found: _Difference) -> None:
        moved = found.new or found.gone != self._model.stale
        if moved and self.may_move():
            self._show(found.reading)
            self._counted(found.overview)
            return
        self._model.refresh_texts(found.reading.channel.defaults)
        self._model.put_rows(found.reading.rows, found.reading.rows.keys() & found.gone)
        self._model.set_stale([ListingKey(key) for key in found.gone])
        self._counted(found.overview)
        self.updated.emit()
        if moved:
            self.news.emit(found.new, len(found.gone))
        self._prepare()

    # columns in memory --------------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        """Have the filters of a big channel answered from memory; nothing that is shown changes by it."""
        if self.query is None or self._preparing is not None:
            return
        channel_id = self.query.channel_id
        queries, runner = self._queries, self._context.runner

        def work(job: Job) -> None:
            if not queries.prepare(channel_id, job, kept_only=True):
                child_run.make_columns(self._context.services, channel_id, job)
            queries.prepare(channel_id, job)

        def looked(ready: bool) -> None:
            self._preparing = None
            if not ready and self.query is not None and self.query.channel_id == channel_id:
                title = self.tr("Making filters fast")
                self._preparing = runner.run(work, self, ended, ended, title=title)

        def ended(_: object) -> None:
            self._preparing = None
            if self.query is not None and self.query.channel_id != channel_id:
                self._prepare()

        self._preparing = runner.run(lambda _: queries.is_prepared(channel_id), self, looked, ended)

    # the next one to decide ---------------------------------------------------------------------------------------

    def find_unlinked(self, after: int, done: Callable[[int | None], None]) -> None:
        """Find the row of the next unlinked listing below ``after``, then from the top; ``None`` when there is none."""
        ids, generation, query = self._model.ids, self._model.generation, self.query
        if query is None:
            return
        channel_id = query.channel_id

        def found(row: int | None) -> None:
            if generation == self._model.generation:
                done(row)

        self._context.runner.run(
            lambda job: self._queries.next_unlinked(channel_id, ids, after, job), self, found, self._say
        )

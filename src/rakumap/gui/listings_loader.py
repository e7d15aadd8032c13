"""ListingsLoader: brings the listings of a filter into the model, and keeps them true without moving a row.

Rows are read in the Runner. What was decided or changed since is updated in place; rows come and go only when the list
is read again (``reload``, another filter or sort), or at once while the person has nothing selected.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from rakumap.core.errors import UserError
from rakumap.core.filters import matches, parse
from rakumap.core.job import Job
from rakumap.core.model import Applied, Channel, ChannelId, Counts, Listing, ListingKey, ListingQuery, State
from rakumap.gui.context import Context
from rakumap.gui.listings_model import FIRST, ListingsModel

SEARCH_STEP = 200
SET_STEP = 20_000
UNLINKED = (State.PLAIN, State.SUGGESTED, State.AMBIGUOUS, State.NO_ITEM)


@dataclass(frozen=True, slots=True)
class Overview:
    """The numbers of a channel; ``attention`` is what the filter of that name shows."""

    channel: Channel
    counts: Counts
    attention: int
    items: int
    """How many inventory items there are at all."""


@dataclass(frozen=True, slots=True)
class _Reading:
    overview: Overview
    ids: array[int]
    rows: dict[ListingKey, Listing]


@dataclass(frozen=True, slots=True)
class _Difference:
    reading: _Reading
    new: int
    gone: frozenset[int]


class ListingsLoader(QObject):
    """See the module.

    At most one reading of the list, one catching up and one counting go on at a time; what is asked for meanwhile is
    done afterwards, so that an older answer never covers a newer one.
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
        self._ask = 0
        self._epoch = 0
        """How often something was changed; a page read before is read again."""
        self._dirty: set[ListingKey] = set()
        self._all_dirty = False
        self._catching = False
        self._count_due = False
        self._counting = False
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
        self.reload()

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
        self.query = self.overview = None
        self.about_to_show.emit(False)
        self._model.show_ids(array("q"), self._model.cells.defaults)
        self.shown.emit()

    def reload(self) -> None:
        """Read the list again, as it is in the store now."""
        query = self.query
        if query is None:
            return
        self._stop()
        ask = self._ask
        self._dirty.clear()
        self._all_dirty = False
        self._job = self._context.runner.run(
            lambda job: self._read(query, job),
            self,
            lambda found: self._show(ask, found),
            lambda error: self._unread(ask, error),
        )

    def _stop(self) -> None:
        self._ask += 1
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _unread(self, ask: int, error: UserError) -> None:
        if ask == self._ask:
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
        overview = self._count(query.channel_id)
        job.checkpoint()
        ids = self._queries.ids(query, self._context.zone)
        job.checkpoint()
        return _Reading(overview, ids, self._queries.rows([ListingKey(key) for key in ids[:FIRST]]))

    def _count(self, channel_id: ChannelId) -> Overview:
        waiting = self._queries.ids(ListingQuery(channel_id, "is:attention", "sku"), self._context.zone)
        channel = self._queries.channel(channel_id)
        return Overview(channel, self._queries.counts(channel_id), len(waiting), self._queries.item_count())

    def _show(self, ask: int, found: _Reading) -> None:
        if ask != self._ask:
            return
        self._job = None
        self.about_to_show.emit(self.query == self._shown_query)
        self._shown_query = self.query
        self._model.show_ids(found.ids, found.overview.channel.defaults, found.rows)
        self._counted(found.overview)
        self.shown.emit()
        self._go_on()

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
            new, gone = _compared(reading.ids, before, job)
            return _Difference(replace(reading, rows=rows), new, gone)

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
            self._show(self._ask, found.reading)
            return
        self._model.refresh_texts(found.reading.overview.channel.defaults)
        self._model.put_rows(found.reading.rows, found.reading.rows.keys() & found.gone)
        self._model.set_stale([ListingKey(key) for key in found.gone])
        self._counted(found.reading.overview)
        self.updated.emit()
        if moved:
            self.news.emit(found.new, len(found.gone))

    # the next one to decide ---------------------------------------------------------------------------------------

    def find_unlinked(self, after: int, done: Callable[[int | None], None]) -> None:
        """Find the row of the next unlinked listing below ``after``, then from the top; ``None`` when there is none."""
        ids, generation = self._model.ids, self._model.generation
        order = [*range(after + 1, len(ids)), *range(0, max(0, after + 1))]

        def work(job: Job) -> int | None:
            return _first_unlinked(self._queries.rows, ids, order, job)

        def found(row: int | None) -> None:
            if generation == self._model.generation:
                done(row)

        self._context.runner.run(work, self, found, self._say)


def _first_unlinked(
    read: Callable[[Sequence[ListingKey]], Mapping[ListingKey, Listing]],
    ids: array[int],
    order: Sequence[int],
    job: Job,
) -> int | None:
    for start in range(0, len(order), SEARCH_STEP):
        job.checkpoint()
        places = order[start : start + SEARCH_STEP]
        rows = read([ListingKey(ids[place]) for place in places])
        for place in places:
            row = rows.get(ListingKey(ids[place]))
            if row is not None and row.state in UNLINKED and not row.no_item:
                return place
    return None


def _compared(now: array[int], before: array[int], job: Job) -> tuple[int, frozenset[int]]:
    """How many keys are new, and which are gone; in steps, for one long step would stop the window."""
    if now == before:
        return 0, frozenset()
    was, new = _as_set(before, job), 0
    for chunk in _chunks(now, job):
        new += len(set(chunk) - was)
    del was
    there, gone = _as_set(now, job), set[int]()
    for chunk in _chunks(before, job):
        gone |= set(chunk) - there
    return new, frozenset(gone)


def _as_set(ids: array[int], job: Job) -> set[int]:
    found: set[int] = set()
    for chunk in _chunks(ids, job):
        found.update(chunk)
    return found


def _chunks(ids: array[int], job: Job) -> Iterator[array[int]]:
    for start in range(0, len(ids), SET_STEP):
        job.checkpoint()
        yield ids[start : start + SET_STEP]

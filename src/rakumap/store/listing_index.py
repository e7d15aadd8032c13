"""ListingIndex: answers filters, orders and counts of big channels from columns in memory.

A cache, never a second truth. It carries the mark of the store it was read from: the last step of the journal and the
last report. Before each answer the mark is compared inside the reader's snapshot; rows that the journal or a report
names since are read again and laid over the columns. What nobody names row by row (a restored backup, a repair) makes
the columns be read anew; meanwhile, and for whatever the columns cannot say exactly, SQL answers.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import tzinfo

import polars as pl
from sqlalchemy import Connection, func, or_, select

from rakumap.core.filters import Filter
from rakumap.core.job import Job
from rakumap.core.model import ChannelId, Limits, ListingQuery
from rakumap.store import identity, listing_columns, listing_filter, listing_order, sqlite_engine
from rakumap.store.column_files import ColumnFiles, Damaged
from rakumap.store.engine import Database
from rakumap.store.listing_columns import TEXTS, Unanswerable
from rakumap.store.number_arrays import as_array, as_series
from rakumap.store.schema import change, entry, link, listing, meta

PART = 100_000
MOST_ROWS = 50_000
"""With more rows changed than this the columns are read anew."""
FOLDED_FROM = 2_000
"""With more rows changed than this they are worked into the columns in the background."""
FIRST = (*listing_filter.HOT, listing_order.rank_name("sku"))
"""Columns that the first filter needs."""
FACTS = ("restored_at", "derived_at")
"""Facts of ``meta`` that say that rows changed without the journal's knowing."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the columns of a channel were read from."""

    entry: int
    entry_time: int
    stamp: int
    """The highest ``change_stamp`` of any listing."""
    last: int
    """The highest number of any listing."""
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Loaded:
    """Columns as of a mark, the rows changed since as of a newer one."""

    files: ColumnFiles
    base: Mark
    mark: Mark
    patch: pl.DataFrame
    order: listing_order.Order


class ListingIndex:
    """See the module. Channels with fewer than ``smallest`` listings are left to SQL. Any thread."""

    def __init__(self, database: Database, smallest: int) -> None:
        self._database = database
        self._smallest = smallest
        self._loaded: dict[ChannelId, _Loaded] = {}
        self._lock = threading.Lock()
        self._preparing = threading.Lock()

    # answers ------------------------------------------------------------------------------------------------------

    def ids(
        self, connection: Connection, wanted: Filter, query: ListingQuery, defaults: Limits, zone: tzinfo
    ) -> array[int] | None:
        """The listings of a filter in order, as the connection's snapshot holds them; ``None``: ask SQL."""
        loaded = self._current(connection, query.channel_id)
        if loaded is None:
            return None
        try:
            fits = listing_filter.condition(wanted, defaults, zone)
            if query.sort in TEXTS:
                found = loaded.order.texts(loaded.patch, fits, query.sort, query.descending)
            else:
                if query.sort in listing_filter.ONLY_SQL:
                    return None
                value = listing_filter.columns(defaults).get(query.sort, pl.lit(0))
                found = loaded.order.values(loaded.patch, fits, value, query.descending)
        except Unanswerable:
            return None
        except Damaged:
            self._spoil(query.channel_id)
            return None
        return as_array(found)

    def sums(
        self, connection: Connection, channel_id: ChannelId, tests: Mapping[str, pl.Expr]
    ) -> dict[str, int] | None:
        """How many listings fit each test, by name; ``None``: ask SQL."""
        loaded = self._current(connection, channel_id)
        if loaded is None:
            return None
        try:
            return loaded.order.sums(loaded.patch, tests)
        except Damaged:
            self._spoil(channel_id)
            return None

    def counts(self, connection: Connection, channel_id: ChannelId) -> dict[str, int] | None:
        """The numbers of the header by name; ``None``: ask SQL."""
        return self.sums(connection, channel_id, listing_filter.COUNTED)

    def count(
        self, connection: Connection, channel_id: ChannelId, wanted: Filter, defaults: Limits, zone: tzinfo
    ) -> int | None:
        """How many listings fit a filter; ``None``: ask SQL."""
        try:
            found = self.sums(connection, channel_id, {"count": listing_filter.condition(wanted, defaults, zone)})
        except Unanswerable:
            return None
        return None if found is None else found["count"]

    def next_unlinked(
        self, connection: Connection, channel_id: ChannelId, ids: array[int], after: int
    ) -> tuple[int | None] | None:
        """The place among ``ids`` of the first listing to be linked behind ``after``, else from the top.

        Alone in a tuple, or none in it; ``None``: ask SQL.
        """
        loaded = self._current(connection, channel_id)
        if loaded is None:
            return None
        try:
            waiting = loaded.order.fitting(loaded.patch, listing_filter.TO_LINK)
        except Damaged:
            self._spoil(channel_id)
            return None
        places = as_series(ids).is_in(waiting.implode()).arg_true()
        behind = places.filter(places >= after + 1)
        first = behind.first() if len(behind) else places.first()
        return (None if first is None else int(first),)  # type: ignore[arg-type]

    @staticmethod
    def difference(now: array[int], was: array[int]) -> tuple[int, list[int]]:
        """How many of ``now`` are new, and which of ``was`` are gone."""
        new, old = as_series(now), as_series(was)
        return int((~new.is_in(old.implode())).sum()), old.filter(~old.is_in(new.implode())).to_list()

    def is_prepared(self, connection: Connection, channel_id: ChannelId) -> bool:
        """Whether ``prepare`` has nothing to do."""
        loaded = self._current(connection, channel_id)
        return loaded is not None and loaded.files.is_sealed and len(loaded.patch) <= FOLDED_FROM

    def ready(self, channel_id: ChannelId) -> bool:
        """Whether the channel's columns are in memory."""
        return channel_id in self._loaded

    # keeping true -------------------------------------------------------------------------------------------------

    def _current(self, connection: Connection, channel_id: ChannelId) -> _Loaded | None:
        """The columns brought to the connection's snapshot; drops what cannot be."""
        if channel_id not in self._loaded:
            return None
        with self._lock:
            loaded = self._loaded.get(channel_id)
            if loaded is None:
                return None
            now = mark_of(connection)
            if now == loaded.mark:
                return loaded
            if (now.entry, now.stamp) < (loaded.mark.entry, loaded.mark.stamp) and now.facts == loaded.mark.facts:
                return None  # this reader began before a write that the columns know already
            try:
                caught_up = _caught_up(connection, channel_id, loaded, now)
            except Unanswerable:
                self._loaded.pop(channel_id)
                return None
            self._loaded[channel_id] = caught_up
            return caught_up

    def _drop(self, channel_id: ChannelId) -> None:
        with self._lock:
            self._loaded.pop(channel_id, None)

    def _spoil(self, channel_id: ChannelId) -> None:
        """Drop columns whose files are damaged, for good."""
        with self._lock:
            loaded = self._loaded.pop(channel_id, None)
        if loaded is not None:
            loaded.files.unseal()

    # loading ------------------------------------------------------------------------------------------------------

    def prepare(self, channel_id: ChannelId, job: Job | None = None, *, kept_only: bool = False) -> bool:
        """Bring a big channel's columns into memory where they are not; whether they are there now.

        ``kept_only``: only those that are on disk. Else long; filters are answered meanwhile. Raises ``Cancelled``.
        """
        job = job or Job()
        with self._preparing:
            with self._database.read() as connection:
                rows, last = _size(connection, channel_id)
                if rows < self._smallest:
                    self._drop(channel_id)
                    return False
                kept = self._current(connection, channel_id) or self._from_files(connection, channel_id)
            try:
                if kept is None and kept_only:
                    return False
                if kept is None:
                    self._make(channel_id, last, job)
                elif len(kept.patch) > FOLDED_FROM:
                    self._fold(channel_id, kept, job)
                self._finish(channel_id, job)
            except (OSError, Damaged, Unanswerable):
                self._spoil(channel_id)
        return self.ready(channel_id)

    def _from_files(self, connection: Connection, channel_id: ChannelId) -> _Loaded | None:
        found = ColumnFiles.sealed(self._database.path, channel_id)
        if found is None:
            return None
        files, facts = found
        try:
            base = Mark(**facts | {"facts": tuple(facts["facts"])})
            now = mark_of(connection)
            loaded = _loaded(files, base)
            loaded = loaded if now == base else _caught_up(connection, channel_id, loaded, now)
            for name in FIRST:
                files.column(name)
        except (Unanswerable, TypeError, KeyError):
            return None
        except Damaged:
            files.unseal()
            return None
        self._loaded[channel_id] = loaded
        return loaded

    def _make(self, channel_id: ChannelId, last: int, job: Job) -> None:
        """Read the columns in parts, two at a time. Rows written meanwhile are read again as changed ones."""
        with self._database.read() as connection:
            mark = mark_of(connection)
        files = ColumnFiles.make(self._database.path, channel_id)
        starts = range(1, last + 1, PART)

        def part(number: int) -> None:
            job.checkpoint()
            with self._database.read() as connection:
                rows = listing_columns.read(connection, channel_id, starts[number], starts[number] + PART - 1)
            for column in rows:
                files.put(column, number)

        with ThreadPoolExecutor(2) as pool:
            for done, _ in enumerate(pool.map(part, range(len(starts))), 1):
                job.checkpoint("indexing", done * PART, last)
        self._put(channel_id, files, mark)

    def _fold(self, channel_id: ChannelId, loaded: _Loaded, job: Job) -> None:
        """Work the rows that lie over the columns into them; in new files, so that others read on meanwhile."""
        old, patch = loaded.files, loaded.patch
        files = ColumnFiles.make(self._database.path, channel_id)
        ids = old.column("id")
        kept = ~ids.is_in(patch["id"].implode())
        order = pl.concat([ids.filter(kept), patch["id"]]).arg_sort()
        for done, column in enumerate(patch):
            job.checkpoint("indexing", done, patch.width)
            files.put(pl.concat([old.column(column.name, keep=False).filter(kept), column]).gather(order))
        self._put(channel_id, files, loaded.mark)

    def _put(self, channel_id: ChannelId, files: ColumnFiles, mark: Mark) -> None:
        loaded = _loaded(files, mark)
        loaded.order.rank("sku")
        for name in FIRST:
            files.column(name)
        with self._lock:
            self._loaded[channel_id] = loaded

    def _finish(self, channel_id: ChannelId, job: Job) -> None:
        """Work out the order of every text, and leave the columns for the next start."""
        with self._lock:
            loaded = self._loaded.get(channel_id)
        if loaded is None or loaded.files.is_sealed:
            return
        for name in TEXTS:
            job.checkpoint()
            loaded.order.rank(name)
        loaded.files.seal(asdict(loaded.base))
        loaded.files.drop_others(self._database.path, channel_id)


def _loaded(files: ColumnFiles, mark: Mark) -> _Loaded:
    return _Loaded(files, mark, mark, listing_columns.nothing(), listing_order.Order(files))


def mark_of(connection: Connection) -> Mark:
    """What the connection's snapshot holds."""
    last = select(entry.c.id, entry.c.time).order_by(entry.c.id.desc()).limit(1)
    step = connection.execute(last).first()
    stamp = identity.newest_stamp()
    facts = select(meta.c.name, meta.c.value).where(meta.c.name.in_(FACTS)).order_by(meta.c.name)
    found = tuple(f"{name}={value}" for name, value in connection.execute(facts))
    highest = connection.execute(select(func.max(listing.c.id))).scalar_one() or 0
    number, time = (0, 0) if step is None else (step[0], int(step[1].timestamp() * 1000))
    return Mark(number, time, connection.execute(stamp).scalar_one() or 0, highest, found)


def _caught_up(connection: Connection, channel_id: int, loaded: _Loaded, now: Mark) -> _Loaded:
    """The columns with the rows laid over that the journal and the reports name since.

    Raises:
        Unanswerable: they are too many, or something changed that nobody names.
    """
    was = loaded.mark
    rewritten = now.entry == was.entry and now.entry_time != was.entry_time
    if now.facts != was.facts or now.entry < was.entry or now.stamp < was.stamp or rewritten:
        raise Unanswerable
    keys = set(_touched(connection, was.entry, now.entry))
    if (now.stamp, now.last) != (was.stamp, was.last):
        keys.update(_reported(connection, channel_id, was))
    if len(keys) > MOST_ROWS:
        raise Unanswerable
    patch = loaded.patch
    if keys:
        new = listing_columns.read_rows(connection, channel_id, sorted(keys))
        old = patch.filter(~pl.col("id").is_in(list(keys)))
        patch = pl.concat([old, new], how="vertical_relaxed").sort("id")
    if len(patch) > MOST_ROWS:
        raise Unanswerable
    return replace(loaded, mark=now, patch=patch)


def _reported(connection: Connection, channel_id: int, was: Mark) -> list[int]:
    """The channel's listings that came or were changed since without the journal."""
    c = listing.c
    query = select(c.id).where(c.channel_id + 0 == channel_id, or_(c.change_stamp > was.stamp, c.id > was.last))
    return list(connection.execute(query.limit(MOST_ROWS + 1)).scalars())


def _touched(connection: Connection, after: int, until: int) -> Iterator[int]:
    """Listings that the steps of the journal touched, by themselves or by the item they are linked to."""
    since = change.c.entry_id.between(after + 1, until)
    told = select(change.c.entity, change.c.key).where(since).distinct().limit(2 * MOST_ROWS)
    rows = connection.execute(told).all()
    if len(rows) == 2 * MOST_ROWS:
        raise Unanswerable
    yield from (key for entity, key in rows if entity in ("listing", "decision"))
    items = [key for entity, key in rows if entity == "item"]
    if items:
        query = select(link.c.listing_key).where(sqlite_engine.among(link.c.item_key, items))
        yield from connection.execute(query.limit(MOST_ROWS + 1)).scalars()


def _size(connection: Connection, channel_id: int) -> tuple[int, int]:
    """How many listings the channel has, and the highest number of any."""
    rows = connection.execute(select(func.count()).where(listing.c.channel_id == channel_id)).scalar_one()
    return int(rows), int(connection.execute(select(func.max(listing.c.id))).scalar_one() or 0)

"""ListingIndex: answers filters, orders and counts of big channels from columns in memory.

A cache, never a second truth. It carries the mark of the store it was read from: the last step of the journal and the
last report. Before each answer the mark is compared inside the reader's snapshot; rows that the journal names since
are read again and laid over the columns. What the journal does not name row by row (a report, a restored backup, a
repair) makes the columns be read anew; meanwhile, and for whatever the columns cannot say exactly, SQL answers.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import tzinfo

import polars as pl
from sqlalchemy import Connection, func, select

from rakumap.core.filters import Filter
from rakumap.core.job import Job
from rakumap.core.model import ChannelId, Limits, ListingQuery, Outcome
from rakumap.store import listing_columns, listing_filter, listing_order
from rakumap.store.column_files import ColumnFiles, Damaged
from rakumap.store.engine import Database
from rakumap.store.listing_columns import OWN_TEXTS, TEXTS, Unanswerable
from rakumap.store.numbers_out import as_array
from rakumap.store.schema import change, entry, link, listing, meta, run

PART = 50_000
MOST_ROWS = 5_000
"""With more rows changed than this the columns are read anew."""
_CHUNK = 500
FACTS = ("restored_at", "derived_at")
"""Facts of ``meta`` that say that rows changed without the journal's knowing."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the columns of a channel were read from."""

    entry: int
    entry_time: int
    run: int
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
                value = listing_filter.columns(defaults).get(query.sort, pl.lit(0))
                found = loaded.order.values(loaded.patch, fits, value, query.descending)
        except Unanswerable:
            return None
        except Damaged:
            self._drop(query.channel_id)
            return None
        return as_array(found)

    def counts(self, connection: Connection, channel_id: ChannelId) -> dict[str, int] | None:
        """The numbers of the header by name; ``None``: ask SQL."""
        loaded = self._current(connection, channel_id)
        if loaded is None:
            return None
        try:
            return loaded.order.sums(loaded.patch, listing_filter.COUNTED)
        except Damaged:
            self._drop(channel_id)
            return None

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
            now = mark_of(connection, channel_id)
            if now == loaded.mark:
                return loaded
            if (now.entry, now.run) < (loaded.mark.entry, loaded.mark.run) and now.facts == loaded.mark.facts:
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

    # loading ------------------------------------------------------------------------------------------------------

    def prepare(self, channel_id: ChannelId, job: Job | None = None) -> bool:
        """Bring a big channel's columns into memory where they are not; whether they are there now.

        Long; filters are answered meanwhile. Raises ``Cancelled``.
        """
        with self._preparing:
            with self._database.read() as connection:
                rows, last = _size(connection, channel_id)
                if rows < self._smallest:
                    self._drop(channel_id)
                    return False
                if self._current(connection, channel_id) is not None:
                    return True
                kept = self._from_files(connection, channel_id)
            try:
                if kept is None:
                    self._make(channel_id, last, job or Job())
                else:
                    self._loaded[channel_id] = kept
                self._finish(channel_id, job or Job())
            except (OSError, Damaged, Unanswerable):
                self._drop(channel_id)
        return self.ready(channel_id)

    def _from_files(self, connection: Connection, channel_id: ChannelId) -> _Loaded | None:
        found = ColumnFiles.sealed(self._database.path, channel_id)
        if found is None:
            return None
        files, facts = found
        try:
            base = Mark(**facts | {"facts": tuple(facts["facts"])})
            loaded = _Loaded(files, base, base, _no_rows(), listing_order.Order(files))
            now = mark_of(connection, channel_id)
            return loaded if now == base else _caught_up(connection, channel_id, loaded, now)
        except (Unanswerable, Damaged, TypeError, KeyError):
            return None

    def _make(self, channel_id: ChannelId, last: int, job: Job) -> None:
        """Read the columns in parts, two at a time. Rows written meanwhile are read again as changed ones."""
        with self._database.read() as connection:
            mark = mark_of(connection, channel_id)
        files = ColumnFiles.make(self._database.path, channel_id)
        starts = range(1, last + 1, PART)

        def part(number: int) -> None:
            job.checkpoint()
            with self._database.read() as connection:
                rows = listing_columns.read(connection, channel_id, starts[number], starts[number] + PART - 1)
            files.put_part(number, rows)

        with ThreadPoolExecutor(2) as pool:
            for done, _ in enumerate(pool.map(part, range(len(starts))), 1):
                job.checkpoint("indexing", done * PART, last)
        loaded = _Loaded(files, mark, mark, _no_rows(), listing_order.Order(files))
        for name in listing_filter.HOT:
            files.column(name)
        self._loaded[channel_id] = loaded

    def _finish(self, channel_id: ChannelId, job: Job) -> None:
        """Work out the order of every text, and leave the columns for the next start."""
        loaded = self._loaded[channel_id]
        if all(loaded.files.has(listing_order.rank_name(name)) for name in TEXTS):
            return
        for name in ("sku", *TEXTS):  # what the list is sorted by at first comes first
            job.checkpoint()
            loaded.order.rank(name)
        loaded.files.seal(asdict(loaded.base))
        loaded.files.drop_others(self._database.path, channel_id)


def mark_of(connection: Connection, channel_id: int) -> Mark:
    """What the connection's snapshot holds."""
    last = select(entry.c.id, entry.c.time).order_by(entry.c.id.desc()).limit(1)
    step = connection.execute(last).first()
    done = select(func.max(run.c.id)).where(run.c.channel_id == channel_id, run.c.outcome == Outcome.DONE)
    facts = select(meta.c.name, meta.c.value).where(meta.c.name.in_(FACTS)).order_by(meta.c.name)
    found = tuple(f"{name}={value}" for name, value in connection.execute(facts))
    number, time = (0, 0) if step is None else (step[0], int(step[1].timestamp() * 1000))
    return Mark(number, time, connection.execute(done).scalar_one() or 0, found)


def _caught_up(connection: Connection, channel_id: int, loaded: _Loaded, now: Mark) -> _Loaded:
    """The columns with the rows laid over that the journal names since.

    Raises:
        Unanswerable: they are too many, or something changed that the journal does not name.
    """
    was = loaded.mark
    if (now.run, now.facts) != (was.run, was.facts) or now.entry <= was.entry:
        raise Unanswerable
    keys = set(_touched(connection, was.entry, now.entry))
    if len(keys) > MOST_ROWS:
        raise Unanswerable
    patch = loaded.patch
    if keys:
        old = patch.filter(~pl.col("id").is_in(list(keys)))
        patch = pl.concat([old, *_rows(connection, channel_id, sorted(keys))], how="vertical_relaxed").sort("id")
    if len(patch) > MOST_ROWS:
        raise Unanswerable
    return replace(loaded, mark=now, patch=patch)


def _touched(connection: Connection, after: int, until: int) -> Iterator[int]:
    """Listings that the steps of the journal touched, by themselves or by the item they are linked to."""
    since = change.c.entry_id.between(after + 1, until)
    told = select(change.c.entity, change.c.key, change.c.field).where(since).distinct().limit(3 * MOST_ROWS)
    items: list[int] = []
    rows = connection.execute(told).all()
    if len(rows) == 3 * MOST_ROWS or any(field in OWN_TEXTS for entity, _, field in rows if entity == "listing"):
        raise Unanswerable
    for entity, key, _ in rows:
        if entity in ("listing", "decision"):
            yield key
        elif entity == "item":
            items.append(key)
    for start in range(0, len(items), _CHUNK):
        query = select(link.c.listing_key).where(link.c.item_key.in_(items[start : start + _CHUNK]))
        yield from connection.execute(query.limit(MOST_ROWS + 1)).scalars()


def _rows(connection: Connection, channel_id: int, keys: list[int]) -> Iterator[pl.DataFrame]:
    for start in range(0, len(keys), _CHUNK):
        yield listing_columns.read_rows(connection, channel_id, keys[start : start + _CHUNK])


def _no_rows() -> pl.DataFrame:
    return listing_columns.nothing()


def _size(connection: Connection, channel_id: int) -> tuple[int, int]:
    """How many listings the channel has, and the highest number of any."""
    rows = connection.execute(select(func.count()).where(listing.c.channel_id == channel_id)).scalar_one()
    return int(rows), int(connection.execute(select(func.max(listing.c.id))).scalar_one() or 0)

"""Queries: reads shaped for screens and the command line. Any thread; each call sees one snapshot."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, case, desc, func, literal, or_, select

from rakumap.core.filters import parse
from rakumap.core.job import Job
from rakumap.core.model import (
    REPORT_EVENT,
    Channel,
    ChannelId,
    Counts,
    Entry,
    EntryId,
    InventoryItem,
    ItemKey,
    Limits,
    Listing,
    ListingKey,
    ListingQuery,
    Problem,
    ReportRun,
    State,
)
from rakumap.core.schedule import ForceStamp, ScheduleState
from rakumap.core.suggestion import Candidate, standing
from rakumap.store import filter_sql, item_search, journal, row_values, sqlite_engine
from rakumap.store.changes import utc_now
from rakumap.store.engine import Database
from rakumap.store.families import families_of
from rakumap.store.kept_reads import is_kept, kept_candidates, with_kept
from rakumap.store.runs import (
    CHECKED,
    CLOCK_ANCHOR,
    DISCARDED,
    READ_WITH,
    SILENT,
    HeldReport,
    ReportFileFacts,
    difference_of,
)
from rakumap.store.schema import (
    GONE,
    LIVE,
    channel,
    decision,
    entry,
    held,
    item,
    link,
    listing,
    meta,
    problem,
    run,
    run_lock,
)

if TYPE_CHECKING:
    from rakumap.store.listing_index import ListingIndex

CHUNK = 500
PLACES = 5_000
"""So many listings are looked through at once for the next one to be linked."""
SORT_KEYS = tuple(filter_sql.columns(Limits()))
"""What the main panel can be sorted by."""
COUNTED = (
    "total",
    "linked",
    "unlinked",
    "no_item",
    "ignored",
    "excluded",
    "gone",
    "sku_changed",
    "duplicate",
    "no_longer_unlimited",
)


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """One link as exported."""

    listing_id: str
    channel_sku: str
    channel_title: str
    item_sku: str
    linked_by: str
    linked_at: datetime
    reason: str | None


class Queries:
    """Reads; see the module."""

    def __init__(self, database: Database, *, in_memory_from: int = 20_000) -> None:
        self.database = database
        self._in_memory_from = in_memory_from
        self._index: ListingIndex | None = None

    def prepare(self, key: ChannelId, job: Job | None = None, *, kept_only: bool = False) -> bool:
        """Make ``ids`` and ``counts`` of a big channel fast from now on; whether they are.

        Takes seconds the first time, and nothing when all is there; ask again after every report. ``kept_only``: only
        from what was kept on disk, if that is still good. Raises ``Cancelled``.
        """
        if self._index is None:
            from rakumap.store.listing_index import ListingIndex  # noqa: PLC0415 - polars is for windows, not commands

            self._index = ListingIndex(self.database, self._in_memory_from)
        return self._index.prepare(key, job, kept_only=kept_only)

    def is_prepared(self, key: ChannelId) -> bool:
        """Whether ``prepare`` has nothing to do: it was done, or the channel is too small for it."""
        with self.database.read() as connection:
            if self._index is not None and self._index.is_prepared(connection, key):
                return True
            some = select(listing.c.id).where(listing.c.channel_id == key).limit(self._in_memory_from).subquery()
            return int(connection.execute(select(func.count()).select_from(some)).scalar_one()) < self._in_memory_from

    # channels -----------------------------------------------------------------------------------------------------

    def channels(self) -> list[Channel]:
        """All channels that are not removed, by name."""
        query = (
            select(channel).where(channel.c.removed == literal(0)).order_by(func.lower(channel.c.name), channel.c.id)
        )
        with self.database.read() as connection:
            return [row_values.channel_of(row) for row in connection.execute(query)]

    def channel(self, key: ChannelId) -> Channel:
        """One channel, removed or not. Raises ``KeyError`` when there never was one."""
        with self.database.read() as connection:
            row = connection.execute(select(channel).where(channel.c.id == key)).first()
        if row is None:
            raise KeyError(key)
        return row_values.channel_of(row)

    def channel_named(self, name: str) -> Channel | None:
        """The channel of exactly this name."""
        query = select(channel).where(channel.c.name == name, channel.c.removed == literal(0))
        with self.database.read() as connection:
            row = connection.execute(query).first()
        return None if row is None else row_values.channel_of(row)

    def force_stamp(self, key: ChannelId) -> ForceStamp | None:
        """When Force Mapping Refresh was last used on the channel."""
        query = select(channel.c.forced_at, channel.c.forced_monotonic, channel.c.forced_boot).where(
            channel.c.id == key
        )
        with self.database.read() as connection:
            row = connection.execute(query).one()
        return None if row[0] is None else ForceStamp(row[0], (row[1] or 0) / 1000, row[2] or "")

    def schedule_state(self, key: ChannelId, now: datetime | None = None) -> ScheduleState:
        """What the schedule of a channel follows from; a run whose owner went silent counts as interrupted."""
        now = now or utc_now()
        with self.database.read() as connection:
            since = connection.execute(select(channel.c.enabled, channel.c.enabled_at).where(channel.c.id == key)).one()
            mine = and_(run.c.channel_id == key, run.c.trigger == "scheduled", run.c.event == REPORT_EVENT)
            query = select(run.c.started_at, run.c.ended_at, run.c.outcome, run.c.details).where(mine)
            rows = connection.execute(query.order_by(run.c.id.desc()).limit(20)).all()
            beat = connection.execute(
                select(run_lock.c.heartbeat_at).where(run_lock.c.channel_id == key)
            ).scalar_one_or_none()
        running = beat is not None and abs(now - beat) < SILENT
        return row_values.schedule_state(since[1] if since[0] else None, rows, running=running, silent_since=beat)

    def counts(self, key: ChannelId) -> Counts:
        """The numbers of the header and the filter bar."""
        c = listing.c
        live = c.presence == LIVE

        def count(*where: Any) -> Any:
            return func.coalesce(func.sum(case((and_(*where), 1), else_=0)), 0)

        linked = link.c.listing_key.is_not(None)
        query = select(
            count(live),
            count(live, linked),
            count(live, ~linked),
            count(live, ~linked, c.no_item == literal(1)),
            count(live, c.ignore_sync == literal(1)),
            count(live, c.excluded == literal(1)),
            count(c.presence == GONE),
            count(live, c.old_sku.is_not(None)),
            count(live, c.duplicate == literal(1)),
            count(live, filter_sql.NO_LONGER_UNLIMITED),
        )
        query = query.select_from(listing.outerjoin(link, link.c.listing_key == c.id)).where(c.channel_id == key)
        with self.database.read() as connection:
            numbers = None if self._index is None else self._index.counts(connection, key)
            if numbers is None:
                row = connection.execute(query).one()
                numbers = {name: int(value) for name, value in zip(COUNTED, row, strict=True)}
            bad = connection.execute(select(func.count()).where(problem.c.channel_id == key)).scalar_one()
        return Counts(**numbers, problems=bad)

    def problems(self, key: ChannelId) -> list[Problem]:
        """The rows of the newest report that could not be used, in its order."""
        query = select(problem).where(problem.c.channel_id == key).order_by(problem.c.line, problem.c.id)
        with self.database.read() as connection:
            rows = connection.execute(query).mappings().all()
        return [
            Problem(r["line"], r["field"], r["code"], json.loads(r["details"]), r["sku"], r["listing_id"]) for r in rows
        ]

    def held(self, key: ChannelId) -> HeldReport | None:
        """The report of the channel that waits for a person's word."""
        with self.database.read() as connection:
            row = connection.execute(select(held).where(held.c.channel_id == key)).mappings().first()
        if row is None:
            return None
        file = ReportFileFacts(Path(row["path"]), row["name"], row["report_time"], row["fingerprint"])
        return HeldReport(key, row["run_id"], file, row["held_at"], difference_of(row["difference"]))

    # listings -----------------------------------------------------------------------------------------------------

    def ids(self, query: ListingQuery, zone: tzinfo) -> array[int]:
        """The keys of the listings of a filter, in order; the rows follow by ``rows``.

        Raises:
            UserError: the filter's text is wrong.
        """
        wanted = parse(query.text)

        def find(connection: Connection, kept: bool) -> array[int]:
            defaults = row_values.defaults_of(connection, query.channel_id)
            if self._index is not None and not kept:
                known = self._index.ids(connection, wanted, query, defaults, zone)
                if known is not None:
                    return known
            order = [
                (desc(column) if query.descending else column).nulls_last()
                for column in filter_sql.sort_columns(query.sort, defaults, kept=kept)
            ]
            fits = filter_sql.condition(wanted, defaults, zone, kept=kept)
            found = row_values.joined(select(listing.c.id), kept=kept).where(
                listing.c.channel_id == query.channel_id, fits
            )
            return array("q", connection.execute(found.order_by(*order, listing.c.id)).scalars())

        asks = wanted.asks_suggestions or query.sort in ("suggested", "score", "state")
        return with_kept(self.database, find, wanted=asks)

    def count(self, key: ChannelId, text: str, zone: tzinfo) -> int:
        """How many listings fit a filter. Raises ``UserError``: its text is wrong."""
        wanted = parse(text)

        def find(connection: Connection, kept: bool) -> int:
            defaults = row_values.defaults_of(connection, key)
            if self._index is not None and not kept:
                known = self._index.count(connection, key, wanted, defaults, zone)
                if known is not None:
                    return known
            fits = and_(listing.c.channel_id == key, filter_sql.condition(wanted, defaults, zone, kept=kept))
            return int(connection.execute(row_values.joined(select(func.count()), kept=kept).where(fits)).scalar_one())

        return with_kept(self.database, find, wanted=wanted.asks_suggestions)

    def next_unlinked(self, key: ChannelId, ids: array[int], after: int, job: Job) -> int | None:
        """The place among listings of the channel of the next one to be linked: behind ``after``, else from the top."""
        with self.database.read() as connection:
            known = None if self._index is None else self._index.next_unlinked(connection, key, ids, after)
            if known is not None:
                return known[0]
            for first, end in ((after + 1, len(ids)), (0, max(0, after + 1))):
                for start in range(first, end, PLACES):
                    job.checkpoint()
                    found = _first_to_link(connection, ids[start : min(start + PLACES, end)])
                    if found is not None:
                        return start + found
        return None

    def difference(self, now: array[int], was: array[int]) -> tuple[int, Sequence[int]]:
        """How many of ``now`` are not in ``was``, and which of ``was`` are not in ``now``."""
        if self._index is not None and max(len(now), len(was)) >= self._in_memory_from:
            return self._index.difference(now, was)
        new, old = set(now), set(was)
        return len(new - old), list(old - new)

    def told_rows(self, keys: Sequence[ListingKey]) -> dict[ListingKey, Listing]:
        """``rows`` with what is suggested for them, as far as that is kept."""
        rows = self.rows(keys)
        waiting = [key for key, row in rows.items() if row.state is State.PLAIN]
        for key, found in kept_candidates(self.database, waiting).items():
            rows[key] = replace(rows[key], **standing([one.suggestion for one in found]).values)
        return rows

    def candidates(self, keys: Sequence[ListingKey]) -> dict[ListingKey, tuple[Candidate, ...]]:
        """What listings could be, of those that wait for a link and are kept as looked at; best first."""
        return kept_candidates(self.database, keys)

    def families(self, keys: Sequence[ListingKey]) -> dict[ListingKey, tuple[int, int]]:
        """How many variations of a listing's family are linked, and how many there are; of variations only."""
        return families_of(self.database, keys)

    def suggestions_kept(self, key: ChannelId) -> bool:
        """Whether any listing of the channel is kept as looked at."""
        return is_kept(self.database, key)

    def rows(self, keys: Sequence[ListingKey]) -> dict[ListingKey, Listing]:
        """Listings by key; keys that are not there are left out."""
        found: dict[ListingKey, Listing] = {}
        with self.database.read() as connection:
            defaults: dict[int, Limits] = {}
            for start in range(0, len(keys), CHUNK):
                for row in connection.execute(row_values.listings_named(), {"keys": list(keys[start : start + CHUNK])}):
                    if row.channel_id not in defaults:
                        defaults[row.channel_id] = row_values.defaults_of(connection, row.channel_id)
                    one = row_values.listing_of(row, defaults[row.channel_id])
                    found[one.key] = one
        return found

    def listings(self, query: ListingQuery, zone: tzinfo) -> Iterator[Listing]:
        """All listings of a filter, in order, read page by page."""
        keys = self.ids(query, zone)
        for start in range(0, len(keys), CHUNK):
            page = [ListingKey(key) for key in keys[start : start + CHUNK]]
            rows = self.told_rows(page)
            yield from (rows[key] for key in page if key in rows)

    def find_listings(self, key: ChannelId, sku: str, listing_id: str | None = None) -> list[Listing]:
        """Listings of exactly this SKU (and id when given), the live ones first; gone ones included."""
        query = select(listing.c.id).where(listing.c.channel_id == key, listing.c.presence.in_((LIVE, GONE)))
        if listing_id is not None:
            query = query.where(listing.c.listing_id == listing_id)
        if sku or listing_id is None:
            query = query.where(listing.c.sku == sku)
        with self.database.read() as connection:
            keys = [
                ListingKey(k)
                for k in connection.execute(query.order_by(listing.c.presence.desc(), listing.c.id)).scalars()
            ]
        rows = self.rows(keys)
        return [rows[k] for k in keys]

    def link_keys(self, key: ChannelId) -> array[int]:
        """The keys of the channel's live listings that are linked, by SKU; the links follow by ``links``."""
        query = select(listing.c.id).join(link, link.c.listing_key == listing.c.id)
        query = query.where(listing.c.channel_id == key, listing.c.presence == LIVE)
        with self.database.read() as connection:
            return array("q", connection.execute(query.order_by(listing.c.sku, listing.c.listing_id)).scalars())

    def links(self, keys: Sequence[int]) -> Iterator[LinkRecord]:
        """The links of listings in their order, read page by page; those that are linked no more are left out."""
        c = listing.c
        query = select(
            c.id, c.listing_id, c.sku, c.title, item.c.sku, filter_sql.LINKED_BY, link.c.linked_at, filter_sql.REASON
        )
        query = (
            query.select_from(listing).join(link, link.c.listing_key == c.id).join(item, item.c.id == link.c.item_key)
        )
        for start in range(0, len(keys), CHUNK):
            page = list(keys[start : start + CHUNK])
            with self.database.read() as connection:
                found = {row[0]: LinkRecord(*row[1:]) for row in connection.execute(query.where(c.id.in_(page)))}
            yield from (found[key] for key in page if key in found)

    def rejected(self, key: ListingKey) -> dict[ItemKey, str]:
        """The items a person said no to for this listing: ``rejected`` or ``unlinked``."""
        query = select(decision.c.item_key, decision.c.kind).where(decision.c.listing_key == key)
        with self.database.read() as connection:
            return {ItemKey(row[0]): row[1] for row in connection.execute(query)}

    # inventory ----------------------------------------------------------------------------------------------------

    def search(self, text: str, limit: int = 100) -> list[InventoryItem]:
        """Items whose SKU, title or barcode contains the text: exact first, then beginning with it, then the rest."""
        with self.database.read() as connection:
            keys = item_search.find(connection, text, limit)
            query = row_values.item_columns().where(item.c.id.in_(keys))
            found = {row.id: row_values.item_of(row) for row in connection.execute(query)} if keys else {}
        return [found[key] for key in keys]

    def items(self, keys: Iterable[ItemKey]) -> dict[ItemKey, InventoryItem]:
        """Items by key."""
        wanted = list(keys)
        found: dict[ItemKey, InventoryItem] = {}
        with self.database.read() as connection:
            for start in range(0, len(wanted), CHUNK):
                here = item.c.id.in_(wanted[start : start + CHUNK])
                query = row_values.item_columns().where(here, item.c.deleted == literal(0))
                found |= {one.key: one for one in map(row_values.item_of, connection.execute(query))}
        return found

    def item_named(self, sku: str) -> InventoryItem | None:
        """The item of exactly this SKU."""
        query = row_values.item_columns().where(item.c.sku == sku, item.c.deleted == literal(0))
        with self.database.read() as connection:
            row = connection.execute(query).first()
        return None if row is None else row_values.item_of(row)

    def has_items(self) -> bool:
        """Whether there are any items."""
        with self.database.read() as connection:
            return (
                connection.execute(select(item.c.id).where(item.c.deleted == literal(0)).limit(1)).first() is not None
            )

    def item_count(self) -> int:
        """How many items there are."""
        with self.database.read() as connection:
            return int(connection.execute(select(func.count()).where(item.c.deleted == literal(0))).scalar_one())

    # history ------------------------------------------------------------------------------------------------------

    def history(self, limit: int = 200, before: EntryId | None = None) -> list[Entry]:
        """The journal's steps, newest first; undo and redo show on the step they concern."""
        query = row_values.entries().where(entry.c.kind == "do")
        if before is not None:
            query = query.where(entry.c.id < before)
        with self.database.read() as connection:
            return [
                row_values.entry_of(row) for row in connection.execute(query.order_by(entry.c.id.desc()).limit(limit))
            ]

    def next_undo(self) -> Entry | None:
        """The step that Undo would take back now."""
        return self._next(journal.to_undo)

    def next_redo(self) -> Entry | None:
        """The step that Redo would do again now."""
        return self._next(lambda connection, _: journal.to_redo(connection))

    def _next(self, find: Any) -> Entry | None:
        with self.database.read() as connection:
            key = journal.found(find, connection)
            if key is None:
                return None
            return row_values.entry_of(connection.execute(row_values.entries().where(entry.c.id == key)).one())

    def runs(
        self,
        *,
        event: str | None = None,
        key: ChannelId | None = None,
        since: datetime | None = None,
        limit: int = 1000,
        with_source: bool = False,
    ) -> list[ReportRun]:
        """Automation Logs, newest first; with those of a channel, if wanted, what concerns the source alone."""
        query = select(run, channel.c.name).outerjoin(channel, channel.c.id == run.c.channel_id)
        if event is not None:
            query = query.where(run.c.event == event)
        if key is not None:
            mine = run.c.channel_id == key
            query = query.where(or_(mine, run.c.channel_id.is_(None)) if with_source else mine)
        if since is not None:
            query = query.where(run.c.started_at >= since)
        with self.database.read() as connection:
            rows = (
                connection.execute(query.order_by(run.c.started_at.desc(), run.c.id.desc()).limit(limit))
                .mappings()
                .all()
            )
        return [row_values.run_of(row) for row in rows]

    def run(self, run_id: int) -> ReportRun:
        """One run by its number."""
        query = select(run, channel.c.name).outerjoin(channel, channel.c.id == run.c.channel_id)
        query = query.where(run.c.id == run_id)
        with self.database.read() as connection:
            return row_values.run_of(connection.execute(query).mappings().one())

    def meta(self, name: str) -> str | None:
        """A fact about the store itself."""
        with self.database.read() as connection:
            return connection.execute(select(meta.c.value).where(meta.c.name == name)).scalar_one_or_none()

    def discarded(self, key: ChannelId) -> str | None:
        """The mark of the channel's report that a person discarded."""
        return self.meta(f"{DISCARDED}.{key}")

    def read_with(self, key: ChannelId) -> str | None:
        """The settings the channel's newest report was read with."""
        return self.meta(f"{READ_WITH}.{key}")

    def checked(self, key: ChannelId) -> datetime | None:
        """When the channel was asked last what a person should know soon."""
        found = self.meta(f"{CHECKED}.{key}")
        return None if found is None else datetime.fromisoformat(found)

    def clock_anchor(self, key: ChannelId) -> datetime | None:
        """When it was noticed that the clock was set back behind the channel's runs."""
        found = self.meta(f"{CLOCK_ANCHOR}.{key}")
        return None if found is None else datetime.fromisoformat(found)


def _first_to_link(connection: Connection, ids: array[int]) -> int | None:
    """The place of the first of these listings that waits to be linked."""
    query = row_values.joined(select(listing.c.id)).where(sqlite_engine.among(listing.c.id, ids), filter_sql.TO_LINK)
    found = set(connection.execute(query).scalars())
    return next((place for place, key in enumerate(ids) if key in found), None) if found else None


__all__ = ["SORT_KEYS", "LinkRecord", "Queries"]

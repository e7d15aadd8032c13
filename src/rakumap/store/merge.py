"""Report merge: stage the rows, compute the difference without the write lock, apply it in one short transaction.

Which listing a row is: ``store.identity``. Rows that are as they were last time are not even staged: ``store.seen``. What
no row names is gone, unless the identity of some row could not be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Insert, and_, case, delete, func, insert, literal, or_, select, update

from rakumap.core.model import ChannelId, Problem, ReportRow
from rakumap.store import changes, identity, staging_sql
from rakumap.store.changes import Note, as_text, change_rows
from rakumap.store.engine import Staging
from rakumap.store.identity import mark_duplicates, new_stamp
from rakumap.store.schema import GONE, GONE_PARENT, LIVE, PARENT, link, listing, problem
from rakumap.store.seen import Seen, remember
from rakumap.store.staged import (
    COMPARED,
    STAGED,
    lost,
    names,
    near,
    problem_values,
    problems,
    row_values,
    staged,
    unseen,
)

BATCH = 2_000
JOURNALED = tuple(name for name in COMPARED if name not in ("quantity", "updated_at"))
"""What History keeps of it: not the numbers that sales alone change every half hour."""
LOST_SAMPLE = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """What a staged report would change. ``live_before`` counts listings, not variation parents."""

    rows: int
    live_before: int
    total: int
    new: int
    changed: int
    gone: int
    sku_changed: int
    problems: int
    lost: tuple[tuple[str, str], ...] = ()
    """SKU and title of up to 500 listings that would be gone."""


class ReportStaging:
    """One report on its way into the store; belongs to the thread that stages it."""

    def __init__(self, staging: Staging, channel_id: ChannelId) -> None:
        self._staging = staging
        self._channel_id = channel_id
        self._unread = False
        self._apart = self._apart_live = 0
        """Rows that were recognised and not staged, and those of them that are live listings."""
        with staging.compute() as connection:
            staging_sql.make(connection, staged, lost, problems, unseen, names, near)
            self._seen = Seen(connection, channel_id)
        self.recognise = self._seen.recognise

    def add(self, rows: Iterable[ReportRow | Problem]) -> Iterator[int]:
        """Stage rows and problems; yields the number of records taken after each batch."""
        count = 0
        source = iter(rows)
        while batch := list(islice(source, BATCH)):
            with self._staging.compute() as connection:
                good = [row_values(row) for row in batch if isinstance(row, ReportRow)]
                staging_sql.fill(connection, staged, STAGED, good)
                self._add_problems(connection, [row for row in batch if isinstance(row, Problem)])
            count += len(batch)
            yield count

    def compare(self) -> Difference:
        """Settle identities and compute the difference; nobody waits for it."""
        with self._staging.compute() as connection:
            staging_sql.index(connection, staged)
            self._apart, self._apart_live = self._seen.bring_near(connection)
            identity.settle(connection, self._channel_id)
            self._mark_differences(connection)
            if not self._unread:
                self._collect_lost(connection)
            self._journal_changes(connection)
            return self._difference(connection)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """The short transaction to apply the difference in."""
        with self._staging.apply() as connection:
            yield connection

    def apply(self, connection: Connection, run_id: int) -> None:
        """Bring the difference into the store, inside the caller's transaction, with its journal entry."""
        stamp = new_stamp(connection)
        self._journal_ticks(connection)
        self._insert_new(connection, run_id)
        self._update_changed(connection, stamp)
        gone = case((listing.c.presence == PARENT, GONE_PARENT), else_=GONE)
        leaving = listing.c.id.in_(select(lost.c.listing_key))
        left = {"presence": gone, "gone_at": changes.utc_now(), "change_stamp": stamp}
        connection.execute(update(listing).where(leaving).values(left))
        remember(connection, self._channel_id)
        if self._unread:
            mark_duplicates(connection, self._channel_id, stamp)
        connection.execute(delete(problem).where(problem.c.channel_id == self._channel_id))
        columns = ["line", "field", "code", "details", "sku", "listing_id"]
        kept = select(literal(self._channel_id), *(problems.c[name] for name in columns))
        connection.execute(insert(problem).from_select(["channel_id", *columns], kept))

    def add_entry(self, connection: Connection, run_id: int, difference: Difference) -> None:
        """Write the journal entry of the merge: history, not undoable."""
        count = difference.new + difference.changed + difference.gone
        if not count:
            return
        values = {name: str(getattr(difference, name)) for name in ("new", "changed", "gone")} | {"run": str(run_id)}
        note = Note("report", "report", self._channel_id, values, undoable=False)
        changes.record(connection, note, count)

    # steps --------------------------------------------------------------------------------------------------------

    def _add_problems(self, connection: Connection, found: list[Problem]) -> None:
        self._unread = self._unread or any(one.identity for one in found)
        if found:
            connection.execute(insert(problems), [problem_values(one) for one in found])

    def _mark_differences(self, connection: Connection) -> None:
        """``differs``: 1 the report says something else, 2 only what follows from it (presence, repeats) differs."""
        same = listing.c.id == staged.c.listing_key
        reported = or_(*(listing.c[name].is_distinct_from(staged.c[name]) for name in COMPARED))
        reported = or_(reported, listing.c.presence.in_((GONE, GONE_PARENT)), listing.c.presence != staged.c.presence)
        follows = or_(
            listing.c.duplicate != staged.c.duplicate,
            self._new_id(),
            listing.c.sku_key != staged.c.sku_key,
            listing.c.title_key != staged.c.title_key,
        )
        kind = case((reported, 1), (follows, 2), else_=0)
        query = select(kind).where(same).scalar_subquery()
        connection.execute(update(staged).where(staged.c.listing_key.is_not(None)).values(differs=query))

    @staticmethod
    def _new_id() -> ColumnElement[bool]:
        """The listing had no id of the channel's and gets one; an id once known is never given up."""
        return and_(staged.c.own_id == literal(1), listing.c.listing_id != staged.c.listing_id)

    @staticmethod
    def _missing() -> ColumnElement[bool]:
        """Of the listings that no recognised row keeps, those that no staged row names."""
        return unseen.c.listing_key.not_in(select(staged.c.listing_key).where(staged.c.listing_key.is_not(None)))

    def _collect_lost(self, connection: Connection) -> None:
        query = select(unseen.c.listing_key).where(self._missing())
        connection.execute(insert(lost).from_select(["listing_key"], query))

    def _difference(self, connection: Connection) -> Difference:
        def count(*where: Any) -> int:
            return int(connection.execute(select(func.count()).where(*where)).scalar_one())

        live = staged.c.presence == LIVE
        same = listing.c.id == staged.c.listing_key
        going = and_(listing.c.id.in_(select(lost.c.listing_key)), listing.c.presence == LIVE)
        before = count(listing.c.channel_id == self._channel_id, listing.c.presence == LIVE)
        missing = and_(
            listing.c.id.in_(select(unseen.c.listing_key).where(self._missing())), listing.c.presence == LIVE
        )
        stay = count(missing) if self._unread else 0
        sample = select(listing.c.sku, listing.c.title).where(going).order_by(listing.c.sku_key).limit(LOST_SAMPLE)
        returned = listing.c.presence.in_((GONE, GONE_PARENT))
        return Difference(
            rows=count(staged.c.line > 0) + self._apart,
            live_before=before,
            total=count(live) + self._apart_live + stay,
            new=count(live, staged.c.listing_key.is_(None)) + count(live, same, returned),
            changed=count(live, staged.c.differs == 1) - count(live, same, returned),
            gone=count(going),
            sku_changed=count(live, same, listing.c.sku != staged.c.sku),
            problems=connection.execute(select(func.count()).select_from(problems)).scalar_one(),
            lost=tuple((row[0], row[1]) for row in connection.execute(sample)),
        )

    def _journal_changes(self, connection: Connection) -> None:
        """Collect what the report changes on known listings, field by field, for the journal.

        Reports alone change these fields, one at a time, so that nobody has to wait for it.
        """
        changes.start(connection)
        for statement in _changed():
            connection.execute(statement)

    def _journal_ticks(self, connection: Connection) -> None:
        """Collect where Ignore Sync is about to be ticked: people change it too, so only now."""
        joined = and_(staged.c.listing_key == listing.c.id, staged.c.differs > 0)
        query = change_rows("listing", listing.c.id, "ignore_sync", literal("0"), literal("1"))
        ticked = query.where(joined, self._turns_unlimited(), listing.c.ignore_sync == literal(0))
        changes.add_select(connection, ticked)

    @staticmethod
    def _turns_unlimited() -> ColumnElement[bool]:
        return and_(staged.c.unlimited == literal(1), listing.c.unlimited == literal(0))

    def _insert_new(self, connection: Connection, run_id: int) -> None:
        copied = ["listing_id", "own_id", "sku_key", "title_key", "presence", "duplicate", *COMPARED]
        values = [staged.c[name] for name in copied]
        query = select(
            literal(self._channel_id), literal(run_id), staged.c.unlimited, staged.c.unlimited, *values
        ).where(staged.c.listing_key.is_(None))
        names = ["channel_id", "first_run", "ignore_sync", "ignored_by_report", *copied]
        into = insert(listing).from_select(names, query.order_by(staged.c.line))
        count = connection.execute(select(func.count()).where(staged.c.listing_key.is_(None))).scalar_one()
        staging_sql.insert_many(connection, listing, into, count)

    def _update_changed(self, connection: Connection, stamp: int) -> None:
        """Two statements, so that the indexes of ids, SKUs and presence are left alone where only numbers change."""
        same = and_(staged.c.listing_key == listing.c.id, staged.c.differs > 0)
        old = func.coalesce(listing.c.old_sku, listing.c.sku)
        named: dict[str, Any] = {name: staged.c[name] for name in ("sku", "sku_key", "presence")}
        named["listing_id"] = case((self._new_id(), staged.c.listing_id), else_=listing.c.listing_id)
        named["own_id"] = case((staged.c.own_id == literal(1), staged.c.own_id), else_=listing.c.own_id)
        named["old_sku"] = case(
            (staged.c.sku == listing.c.sku, listing.c.old_sku), (old == staged.c.sku, None), else_=old
        )
        other_key = listing.c.sku_key != staged.c.sku_key
        other_presence = listing.c.presence != staged.c.presence
        other = or_(listing.c.sku != staged.c.sku, other_key, other_presence, self._new_id())
        connection.execute(update(listing).where(same, other).values(**named))
        unlimited = self._turns_unlimited()
        newly = and_(unlimited, listing.c.ignore_sync == literal(0))
        values: dict[str, Any] = {name: staged.c[name] for name in COMPARED if name != "sku"}
        values |= {name: staged.c[name] for name in ("title_key", "duplicate")}
        values["ignore_sync"] = case((unlimited, literal(1)), else_=listing.c.ignore_sync)
        values["ignored_by_report"] = case((newly, literal(1)), else_=listing.c.ignored_by_report)
        values |= {"gone_at": None, "change_stamp": stamp}
        connection.execute(update(listing).where(same).values(**values))


@lru_cache(maxsize=1)
def _changed() -> tuple[Insert, ...]:
    """The statements that collect what the staged rows change on known listings."""
    joined = and_(staged.c.listing_key == listing.c.id, staged.c.differs > 0)
    found = []
    for name in JOURNALED:
        differs = listing.c[name].is_distinct_from(staged.c[name])
        query = change_rows("listing", listing.c.id, name, as_text(listing.c[name]), as_text(staged.c[name]))
        found.append(query.where(joined, differs))
    back = change_rows("listing", listing.c.id, "presence", as_text(listing.c.presence), as_text(staged.c.presence))
    found.append(back.where(joined, listing.c.presence != staged.c.presence))
    gone = case((listing.c.presence == PARENT, str(GONE_PARENT)), else_=str(GONE))
    leaving = change_rows("listing", listing.c.id, "presence", as_text(listing.c.presence), gone)
    found.append(leaving.where(lost.c.listing_key == listing.c.id))
    return tuple(map(changes.adding, found))


def live_counts(connection: Connection, channel_id: ChannelId) -> tuple[int, int]:
    """Live listings of a channel, and how many of them are linked."""
    query = select(func.count(), func.count(link.c.listing_key)).select_from(listing)
    query = query.outerjoin(link, link.c.listing_key == listing.c.id)
    row = connection.execute(query.where(listing.c.channel_id == channel_id, listing.c.presence == LIVE)).one()
    return row[0], row[1]


__all__ = ["BATCH", "Difference", "ReportStaging", "live_counts"]

"""Report merge: stage the rows, compute the difference without the write lock, apply it in one short transaction.

Identity of a row, in this order: the listing with the channel's own id; for a row with an id, the one listing of its
SKU that had none so far (it adopts the id); for a row without one, the one listing of its SKU, live before gone. What no
row names is gone, unless the identity of some row could not be read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    type_coerce,
    update,
)

from rakumap.core.model import ChannelId, Problem, ReportRow
from rakumap.core.report import listing_id_of
from rakumap.core.text import folded
from rakumap.store import changes, staging_sql
from rakumap.store.changes import Note, as_text, change_rows
from rakumap.store.engine import Staging
from rakumap.store.schema import (
    GONE,
    GONE_PARENT,
    LIVE,
    PARENT,
    Flag,
    Scaled,
    Time,
    link,
    listing,
    problem,
    scaled,
    to_ms,
)

BATCH = 2_000
COMPARED = (
    "sku",
    "title",
    "quantity",
    "unlimited",
    "price",
    "currency",
    "barcode",
    "parent_id",
    "variation",
    "updated_at",
)
"""What the report says of a listing; ``listing_id`` and presence are compared apart."""
JOURNALED = tuple(name for name in COMPARED if name not in ("quantity", "updated_at"))
"""What History keeps of it: not the numbers that sales alone change every half hour."""
LOST_SAMPLE = 500

STAGED = (
    "line",
    "listing_id",
    "own_id",
    "sku",
    "sku_key",
    "title",
    "title_key",
    "quantity",
    "unlimited",
    "price",
    "currency",
    "barcode",
    "parent_id",
    "variation",
    "updated_at",
)
PRICE_DIGITS = 4

temporary = MetaData()
staged = Table(
    "staged",
    temporary,
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("listing_id", Text, nullable=False),
    Column("own_id", Flag, nullable=False),
    Column("sku", Text, nullable=False),
    Column("sku_key", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("title_key", Text, nullable=False),
    Column("quantity", BigInteger),
    Column("unlimited", Flag, nullable=False),
    Column("price", Scaled(PRICE_DIGITS)),
    Column("currency", Text),
    Column("barcode", Text),
    Column("parent_id", Text),
    Column("variation", Text),
    Column("updated_at", Time),
    Column("presence", SmallInteger, nullable=False, server_default="1"),
    Column("duplicate", Flag, nullable=False, server_default="0"),
    Column("listing_key", BigInteger),
    Column("differs", SmallInteger, nullable=False, server_default="0"),
    Index("staged_listing_id", "listing_id"),
    Index("staged_sku", "sku"),
    Index("staged_key", "listing_key"),
    Index("staged_differs", "differs"),
    prefixes=["TEMPORARY"],
)
lost = Table("lost", temporary, Column("listing_key", Integer, primary_key=True), prefixes=["TEMPORARY"])
problems = Table(
    "staged_problem",
    temporary,
    *(
        Column(name, Integer if name == "line" else Text)
        for name in ("line", "field", "code", "details", "sku", "listing_id")
    ),
    prefixes=["TEMPORARY"],
)


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
        with staging.compute() as connection:
            staging_sql.make(connection, staged, lost, problems)

    def add(self, rows: Iterable[ReportRow | Problem]) -> Iterator[int]:
        """Stage rows and problems; yields the number of records taken after each batch."""
        count = 0
        source = iter(rows)
        while batch := list(islice(source, BATCH)):
            with self._staging.compute() as connection:
                good = [_values(row) for row in batch if isinstance(row, ReportRow)]
                staging_sql.fill(connection, staged, STAGED, good)
                self._add_problems(connection, [row for row in batch if isinstance(row, Problem)])
            count += len(batch)
            yield count

    def compare(self) -> Difference:
        """Settle identities and compute the difference; nobody waits for it."""
        with self._staging.compute() as connection:
            staging_sql.index(connection, staged)
            self._drop_repeats(connection)
            self._mark_parents(connection)
            self._match(connection)
            self._mark_duplicates(connection)
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
        self._journal_ticks(connection)
        self._insert_new(connection, run_id)
        self._update_changed(connection, run_id)
        gone = case((listing.c.presence == PARENT, GONE_PARENT), else_=GONE)
        leaving = listing.c.id.in_(select(lost.c.listing_key))
        left = {"presence": gone, "gone_at": changes.utc_now(), "changed_run": run_id}
        connection.execute(update(listing).where(leaving).values(left))
        if self._unread:
            mark_duplicates(connection, self._channel_id, run_id)
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
            connection.execute(insert(problems), [_problem_values(one) for one in found])

    def _drop_repeats(self, connection: Connection) -> None:
        """The first row of an id wins; a SKU repeated without ids is one listing of unknown quantity."""
        first = select(func.min(staged.c.line)).group_by(staged.c.listing_id)
        repeat = staged.c.line.not_in(first)
        code = case((staged.c.own_id == literal(1), "repeated_id"), else_="repeated_sku")
        details = literal("{}")
        columns = ["line", "field", "code", "details", "sku", "listing_id"]
        field = case((staged.c.own_id == literal(1), "listing_id"), else_="sku")
        rows = select(staged.c.line, field, code, details, staged.c.sku, staged.c.listing_id).where(repeat)
        connection.execute(insert(problems).from_select(columns, rows))
        repeated = select(staged.c.listing_id).where(staged.c.own_id == literal(0))
        repeated = repeated.group_by(staged.c.listing_id).having(func.count() > 1)
        unknown = and_(staged.c.listing_id.in_(repeated), staged.c.own_id == literal(0))
        connection.execute(update(staged).where(unknown).values(quantity=None))
        connection.execute(delete(staged).where(repeat))

    def _mark_parents(self, connection: Connection) -> None:
        """A parent is what other rows call so: by its id, or by its SKU where no row has such an id."""
        child, other = staged.alias("child"), staged.alias("other")
        not_itself = and_(child.c.parent_id != child.c.listing_id, child.c.parent_id != child.c.sku)
        named = select(child.c.parent_id).where(child.c.parent_id.is_not(None), not_itself)
        no_id = ~select(other.c.line).where(other.c.listing_id == child.c.parent_id).exists()
        parent = or_(staged.c.listing_id.in_(named), staged.c.sku.in_(named.where(no_id, child.c.parent_id != "")))
        connection.execute(update(staged).where(parent).values(presence=PARENT))

    def _match(self, connection: Connection) -> None:
        own = listing.c.channel_id == self._channel_id
        same_id = select(listing.c.id).where(own, listing.c.listing_id == staged.c.listing_id)
        connection.execute(update(staged).values(listing_key=same_id.scalar_subquery()))
        for has_id in (True, False):
            self._match_by_sku(connection, staged_has_id=has_id)

    def _match_by_sku(self, connection: Connection, *, staged_has_id: bool) -> None:
        """Find the listing of an unmatched row by a SKU that is unique on both sides; gone ones only without live."""
        once, taken = staged.alias("once"), staged.alias("taken")
        unique_rows = select(once.c.sku).where(once.c.sku != "").group_by(once.c.sku).having(func.count() == 1)
        live = case((listing.c.presence.in_((LIVE, PARENT)), listing.c.id))
        alone = func.coalesce(
            case((func.count(live) == 1, func.min(live))),
            case((and_(func.count(live) == 0, func.count() == 1), func.min(listing.c.id))),
        )
        one = select(alone).where(
            listing.c.channel_id == self._channel_id,
            listing.c.sku == staged.c.sku,
            listing.c.own_id == literal(not staged_has_id, Flag),
            listing.c.id.not_in(select(taken.c.listing_key).where(taken.c.listing_key.is_not(None))),
        )
        waiting = and_(
            staged.c.listing_key.is_(None),
            staged.c.own_id == literal(staged_has_id, Flag),
            staged.c.sku.in_(unique_rows),
        )
        connection.execute(update(staged).where(waiting).values(listing_key=one.scalar_subquery()))

    def _mark_duplicates(self, connection: Connection) -> None:
        other = staged.alias("other")
        repeated = select(other.c.sku).where(other.c.sku != "", other.c.presence == LIVE)
        repeated = repeated.group_by(other.c.sku).having(func.count() > 1)
        marked = and_(staged.c.sku.in_(repeated), staged.c.presence == LIVE)
        connection.execute(update(staged).where(marked).values(duplicate=True))

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

    def _collect_lost(self, connection: Connection) -> None:
        named = select(staged.c.listing_key).where(staged.c.listing_key.is_not(None))
        there = and_(listing.c.channel_id == self._channel_id, listing.c.presence.in_((LIVE, PARENT)))
        query = select(listing.c.id).where(there, listing.c.id.not_in(named))
        connection.execute(insert(lost).from_select(["listing_key"], query))

    def _difference(self, connection: Connection) -> Difference:
        def count(*where: Any) -> int:
            return int(connection.execute(select(func.count()).where(*where)).scalar_one())

        live = staged.c.presence == LIVE
        same = listing.c.id == staged.c.listing_key
        going = and_(lost.c.listing_key == listing.c.id, listing.c.presence == LIVE)
        before = count(listing.c.channel_id == self._channel_id, listing.c.presence == LIVE)
        stay = 0
        if self._unread:
            unnamed = select(staged.c.listing_key).where(staged.c.listing_key.is_not(None))
            own = and_(listing.c.channel_id == self._channel_id, listing.c.presence == LIVE)
            stay = count(own, listing.c.id.not_in(unnamed))
        sample = select(listing.c.sku, listing.c.title).join(lost, going).order_by(listing.c.sku_key).limit(LOST_SAMPLE)
        returned = listing.c.presence.in_((GONE, GONE_PARENT))
        return Difference(
            rows=count(staged.c.line > 0),
            live_before=before,
            total=count(live) + stay,
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
        joined = and_(staged.c.listing_key == listing.c.id, staged.c.differs > 0)
        for name in JOURNALED:
            differs = listing.c[name].is_distinct_from(staged.c[name])
            query = change_rows("listing", listing.c.id, name, as_text(listing.c[name]), as_text(staged.c[name]))
            changes.add_select(connection, query.where(joined, differs))
        back = change_rows("listing", listing.c.id, "presence", as_text(listing.c.presence), as_text(staged.c.presence))
        changes.add_select(connection, back.where(joined, listing.c.presence != staged.c.presence))
        gone = case((listing.c.presence == PARENT, str(GONE_PARENT)), else_=str(GONE))
        leaving = change_rows("listing", listing.c.id, "presence", as_text(listing.c.presence), gone)
        changes.add_select(connection, leaving.where(lost.c.listing_key == listing.c.id))

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
        connection.execute(insert(listing).from_select(names, query.order_by(staged.c.line)))

    def _update_changed(self, connection: Connection, run_id: int) -> None:
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
        values |= {"gone_at": None, "changed_run": run_id}
        connection.execute(update(listing).where(same).values(**values))


def mark_duplicates(connection: Connection, channel_id: ChannelId, run_id: int | None = None) -> None:
    """Mark the live listings of a channel whose SKU repeats among them, and no others; on behalf of a run."""
    wrong, right = _duplicates(channel_id)
    values: dict[str, Any] = {"duplicate": type_coerce(right, Flag)}
    if run_id is not None:
        values["changed_run"] = run_id
    connection.execute(update(listing).where(wrong).values(values))


def wrong_duplicates(connection: Connection, channel_id: ChannelId) -> int:
    """How many live listings of a channel are marked as repeated and are not, or the other way round."""
    wrong, _ = _duplicates(channel_id)
    return int(connection.execute(select(func.count()).select_from(listing).where(wrong)).scalar_one())


def _duplicates(channel_id: ChannelId) -> tuple[ColumnElement[bool], ColumnElement[int]]:
    """Which listings are marked wrongly, and what their mark should be."""
    twin = listing.alias("twin")
    alive = and_(twin.c.channel_id == channel_id, twin.c.presence == LIVE, twin.c.sku != "")
    repeated = select(twin.c.sku).where(alive).group_by(twin.c.sku).having(func.count() > 1)
    right = case((listing.c.sku.in_(repeated), 1), else_=0)
    own = and_(listing.c.channel_id == channel_id, listing.c.presence == LIVE)
    return and_(own, type_coerce(listing.c.duplicate, SmallInteger) != right), right


def live_counts(connection: Connection, channel_id: ChannelId) -> tuple[int, int]:
    """Live listings of a channel, and how many of them are linked."""
    query = select(func.count(), func.count(link.c.listing_key)).select_from(listing)
    query = query.outerjoin(link, link.c.listing_key == listing.c.id)
    row = connection.execute(query.where(listing.c.channel_id == channel_id, listing.c.presence == LIVE)).one()
    return row[0], row[1]


def _values(row: ReportRow) -> tuple[object, ...]:
    """The row as it is stored, in the order of ``STAGED``."""
    return (
        row.line,
        listing_id_of(row),
        int(row.listing_id is not None),
        row.sku,
        folded(row.sku),
        row.title,
        folded(row.title),
        row.quantity,
        int(row.unlimited),
        None if row.price is None else scaled(row.price, PRICE_DIGITS),
        row.currency,
        row.barcode,
        row.parent_id,
        row.variation,
        None if row.updated is None else to_ms(row.updated),
    )


def _problem_values(one: Problem) -> dict[str, Any]:
    return {
        "line": one.line,
        "field": one.field,
        "code": one.code,
        "details": json.dumps(dict(one.values), ensure_ascii=False),
        "sku": one.sku,
        "listing_id": one.listing_id,
    }


__all__ = ["BATCH", "Difference", "ReportStaging", "live_counts", "mark_duplicates", "wrong_duplicates"]

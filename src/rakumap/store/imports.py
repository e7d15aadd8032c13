"""Imports on their way into the store: stage the file's rows, judge each, apply the accepted ones as one undo step.

Three kinds share one table of verdicts: inventory items, listing limits, links. A staging belongs to one import; its
methods may be called from different threads, one after the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any, Generic, Protocol, TypeVar

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
    cast,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from rakumap.core.errors import StaleChange
from rakumap.core.model import Applied, ChannelId, ItemRow, Problem
from rakumap.core.text import folded
from rakumap.store import changes, staging_sql
from rakumap.store.changes import Note, as_text, change_rows, link_text, stored_text
from rakumap.store.engine import Staging
from rakumap.store.schema import GONE, GONE_PARENT, LIVE, PARENT, decision, item, link, listing, to_ms
from rakumap.store.sqlite_engine import commit_counter

BATCH = 2_000
REFUSED, UNCHANGED, CHANGED, NEW = "refused", "unchanged", "changed", "new"

SLOTS = 4
"""The most values a row of any kind has."""
PARENTS = (PARENT, GONE_PARENT)
STORE_CODES = (
    "rows_contradict",
    "listing_differs",
    "listing_parent",
    "sku_repeats",
    "sku_gone",
    "sku_unknown",
    "listing_unknown",
    "item_unknown",
    "linked_elsewhere",
)
"""Why the store refuses a row; what was refused before it came here stays refused."""

temporary = MetaData()
row_table = Table(
    "import_row",
    temporary,
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("sku", Text, nullable=False),
    Column("sku_key", Text, nullable=False),
    Column("verdict", Text),
    Column("code", Text),
    Column("warning", Text),
    Column("details", Text),
    Column("field", Text),
    Column("target", BigInteger),
    Column("listing_id", Text),
    *(Column(f"value{n}", Text) for n in range(1, SLOTS + 1)),
    *(Column(f"set{n}", SmallInteger, nullable=False, server_default="0") for n in range(1, SLOTS + 1)),
    Index("import_row_sku", "sku"),
    Index("import_row_target", "target"),
    prefixes=["TEMPORARY"],
)


_VALUES = tuple(f"{kind}{n}" for kind in ("value", "set") for n in range(1, SLOTS + 1))
STAGED = ("line", "sku", "sku_key", "warning", "listing_id", *_VALUES)
REFUSAL = ("line", "sku", "sku_key", "verdict", "code", "details", "field")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one row of the file. ``code`` and ``values`` say why, where there is something to say."""

    line: int
    sku: str
    verdict: str
    """``new``, ``changed``, ``unchanged`` or ``refused``."""
    field: str
    code: str | None
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """How many rows of the file are what; the four add up to its records."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0

    @property
    def applied(self) -> int:
        """Rows that would change something."""
        return self.new + self.changed


@dataclass(frozen=True, slots=True)
class LimitChange:
    """One accepted row of a Min/Max file: only the fields named are set; ``None`` clears."""

    line: int
    sku: str
    listing_id: str | None
    values: Mapping[str, int | Decimal | None]
    warning: str | None = None


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One row of a links file. ``origin`` and ``linked_at`` are kept when the file came from an export."""

    line: int
    sku: str
    listing_id: str | None
    item_sku: str
    origin: str = "person/import"
    linked_at: datetime | None = None


class _Lined(Protocol):
    @property
    def line(self) -> int: ...


Row = TypeVar("Row", bound=_Lined)


class ImportStaging(Generic[Row]):
    """One file on its way in: ``add`` rows, ``judge`` them, look at ``verdicts``, ``apply``."""

    action = ""
    slots: tuple[str, ...] = ()
    decisive: int | None = None
    """How many of the slots two rows for the same thing may not differ in; all of them by default."""

    def __init__(self, staging: Staging, channel_id: ChannelId | None = None) -> None:
        self._staging = staging
        self._channel_id = channel_id
        self._judged_at: int | None = None
        with staging.compute() as connection:
            staging_sql.make(connection, row_table)

    def add(self, rows: Iterable[Row | Problem]) -> Iterator[int]:
        """Stage rows; yields the number taken after each batch. A second problem of a line is not counted again."""
        count = 0
        source = iter(rows)
        while batch := list(islice(source, BATCH)):
            good = {row.line: self._values(row) for row in batch if not isinstance(row, Problem)}
            bad: dict[int, tuple[object, ...]] = {}
            for row in batch:
                if isinstance(row, Problem):
                    bad.setdefault(row.line, _refusal(row))
            with self._staging.compute() as connection:
                self._insert(connection, good, bad)
            count += len(batch)
            yield count

    def judge(self) -> ImportCounts:
        """Give every row its verdict, from what the store holds now; again after ``StaleChange``."""
        with self._staging.compute() as connection:
            staging_sql.index(connection, row_table)
            self._judged_at = commit_counter(connection)
            self._judge(connection)
        return self.counts()

    def counts(self) -> ImportCounts:
        """How many rows got which verdict."""
        query = select(row_table.c.verdict, func.count()).group_by(row_table.c.verdict)
        with self._staging.compute() as connection:
            found = {row[0]: row[1] for row in connection.execute(query)}
        return ImportCounts(**{name: found.get(name, 0) for name in (NEW, CHANGED, UNCHANGED, REFUSED)})

    def warnings(self) -> dict[str, int]:
        """How many of the rows to apply have which warning, by code."""
        c = row_table.c
        told = and_(c.verdict != REFUSED, c.code.is_(None), c.warning.is_not(None))
        query = select(c.warning, func.count()).where(told).group_by(c.warning)
        with self._staging.compute() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def verdicts(self, offset: int = 0, limit: int | None = None, only: str | None = None) -> list[Verdict]:
        """Verdicts in the order of the file."""
        c = row_table.c
        code = func.coalesce(c.code, c.warning)
        query = select(c.line, c.sku, c.verdict, c.field, code, c.details, c.listing_id, c.value1)
        if only is not None:
            query = query.where(row_table.c.verdict == only)
        with self._staging.compute() as connection:
            rows = connection.execute(query.order_by(row_table.c.line).offset(offset).limit(limit)).all()
        return [
            Verdict(r[0], r[1], r[2], r[3] or "", r[4], self._named(r[1], r[6], r[7]) | json.loads(r[5] or "{}"))
            for r in rows
        ]

    def apply(self, name: str) -> Applied:
        """Apply the accepted rows together, as one undo step named after the file.

        Raises:
            StaleChange: somebody changed one of the rows since they were judged; judge again.
        """
        with self._staging.apply() as connection:
            if self._judged_differently(connection):
                raise StaleChange("import_stale")
            changes.start(connection)
            self._collect(connection)
            note = Note(self.action, channel_id=self._channel_id, values={"file": name})
            return changes.commit(connection, note)

    @staticmethod
    def _named(sku: str, listing_id: str | None, first: str | None) -> dict[str, str]:
        """What the sentence of a verdict may name."""
        del first
        return {name: value for name, value in (("sku", sku), ("listing_id", listing_id)) if value}

    # for the three kinds ------------------------------------------------------------------------------------------

    def _values(self, row: Row) -> tuple[object, ...]:
        raise NotImplementedError

    def _match(self, connection: Connection) -> None:
        raise NotImplementedError

    def _compare(self, connection: Connection) -> None:
        raise NotImplementedError

    def _collect(self, connection: Connection) -> None:
        raise NotImplementedError

    # shared -------------------------------------------------------------------------------------------------------

    @staticmethod
    def _insert(
        connection: Connection, good: dict[int, tuple[object, ...]], bad: dict[int, tuple[object, ...]]
    ) -> None:
        lines = list(bad)
        if lines:
            connection.execute(delete(row_table).where(row_table.c.line.in_(lines), row_table.c.verdict.is_(None)))
            there = set(connection.execute(select(row_table.c.line).where(row_table.c.line.in_(lines))).scalars())
            fresh = [values for line, values in bad.items() if line not in there]
            staging_sql.fill(connection, row_table, REFUSAL, fresh)
        accepted = [values for line, values in good.items() if line not in bad]
        staging_sql.fill(connection, row_table, STAGED, accepted)

    def _refuse(self, connection: Connection, where: ColumnElement[bool], code: str, field: str = "sku") -> None:
        open_rows = and_(row_table.c.verdict.is_(None), where)
        connection.execute(update(row_table).where(open_rows).values(verdict=REFUSED, code=code, field=field))

    def _refuse_repeats(self, connection: Connection) -> None:
        """Rows for the same thing: equal ones count once, contradicting ones are refused, all of them."""
        c = row_table.c
        key = func.coalesce(as_text(c.target), "new:" + c.sku)
        slots = len(self.slots) if self.decisive is None else self.decisive
        content = [c[f"{kind}{n}"] for n in range(1, slots + 1) for kind in ("value", "set")]
        waiting = select(key.label("key"), c.line, *content).where(c.verdict.is_(None)).subquery()
        kinds = select(waiting.c.key, *(waiting.c[column.name] for column in content)).distinct().subquery()
        contradicting = select(kinds.c.key).group_by(kinds.c.key).having(func.count() > 1)
        self._refuse(connection, key.in_(contradicting), "rows_contradict")
        first = select(func.min(waiting.c.line)).group_by(waiting.c.key)
        repeat = and_(c.verdict.is_(None), c.line.not_in(first))
        connection.execute(update(row_table).where(repeat).values(verdict=UNCHANGED, code="row_repeats", field="sku"))

    def _match_listing(self, connection: Connection) -> None:
        """Find the live listing: by the channel's id when the row has one, else by a SKU that does not repeat."""
        c = row_table.c
        own = listing.c.channel_id == self._channel_id
        live = and_(own, listing.c.presence == LIVE)
        by_id = select(listing.c.id).where(live, listing.c.listing_id == c.listing_id).scalar_subquery()
        connection.execute(update(row_table).where(c.listing_id.is_not(None)).values(target=by_id))
        by_sku = select(func.min(listing.c.id)).where(live, listing.c.sku == c.sku).having(func.count() == 1)
        connection.execute(update(row_table).where(c.listing_id.is_(None)).values(target=by_sku.scalar_subquery()))
        named = or_(listing.c.sku == c.sku, listing.c.old_sku == c.sku)
        fits = select(listing.c.id).where(listing.c.id == c.target, named).exists()
        self._refuse(connection, and_(c.target.is_not(None), c.sku != "", ~fits), "listing_differs", "listing_id")
        missing, with_id = c.target.is_(None), c.listing_id.is_not(None)
        for has_id, field in ((with_id, "listing_id"), (~with_id, "sku")):
            same = listing.c.listing_id == c.listing_id if field == "listing_id" else listing.c.sku == c.sku
            for code, presence in (("sku_repeats", (LIVE,)), ("listing_parent", PARENTS), ("sku_gone", (GONE,))):
                there = select(listing.c.id).where(own, same, listing.c.presence.in_(presence)).exists()
                self._refuse(connection, and_(missing, has_id, there), code, field)
        self._refuse(connection, and_(missing, with_id), "listing_unknown", "listing_id")
        self._refuse(connection, missing, "sku_unknown")

    def _judge(self, connection: Connection) -> None:
        c = row_table.c
        by_store = or_(c.verdict != REFUSED, c.code.in_(STORE_CODES))
        forgotten = {"verdict": None, "code": None, "field": None, "target": None}
        connection.execute(update(row_table).where(by_store).values(forgotten))
        self._match(connection)
        self._refuse_repeats(connection)
        self._compare(connection)

    def _judged_differently(self, connection: Connection) -> bool:
        """Whether the rows would be judged otherwise now; not when nobody has changed anything."""
        if commit_counter(connection) == self._judged_at:
            return False
        c = row_table.c
        verdicts = select(c.line, c.verdict, c.code, c.target).order_by(c.line)
        old = connection.execute(verdicts).all()
        self._judge(connection)
        return connection.execute(verdicts).all() != old


class ItemStaging(ImportStaging[ItemRow]):
    """An inventory file: new items are made, known ones updated in the columns the file has.

    An item whose import was undone is new again, without anything of then.
    """

    action = "inventory_import"
    slots = ("title", "barcode", "level", "in_open_orders")

    def _values(self, row: ItemRow) -> tuple[object, ...]:
        found = (row.title, row.barcode, row.level, row.in_open_orders)
        return _slots(row.line, row.sku, None, [(value is not None, value) for value in found])

    def _match(self, connection: Connection) -> None:
        same = select(item.c.id).where(item.c.sku == row_table.c.sku).scalar_subquery()
        connection.execute(update(row_table).values(target=same))

    def _compare(self, connection: Connection) -> None:
        c = row_table.c
        known = item.alias("known")
        differs = or_(
            *(
                and_(c[f"set{n}"] == 1, as_text(known.c[name]).is_distinct_from(self._value(n, name)))
                for n, name in enumerate(self.slots, 1)
            )
        )
        kind = case((known.c.deleted == literal(1), NEW), (differs, CHANGED), else_=UNCHANGED)
        query = select(kind).where(known.c.id == c.target).scalar_subquery()
        verdict = func.coalesce(query, NEW)
        connection.execute(update(row_table).where(c.verdict.is_(None)).values(verdict=verdict))

    @staticmethod
    def _value(n: int, name: str) -> ColumnElement[Any]:
        """The text a row gives to a column of its item; a column it lacks becomes empty."""
        value = row_table.c[f"value{n}"]
        if name == "barcode":
            return func.nullif(value, "")
        return func.coalesce(value, "" if name == "title" else "0")

    def _collect(self, connection: Connection) -> None:
        c = row_table.c
        title, barcode, level, in_open_orders = (self._value(n, name) for n, name in enumerate(self.slots, 1))
        numbers = [cast(value, BigInteger) for value in (level, in_open_orders)]
        fresh = select(c.sku, c.sku_key, title, func.folded(title), barcode, *numbers, literal(1))
        fresh = fresh.where(c.verdict == NEW, c.target.is_(None))
        columns = ["sku", "sku_key", "title", "title_key", "barcode", "level", "in_open_orders", "deleted"]
        connection.execute(insert(item).from_select(columns, fresh.order_by(c.line)))
        made = change_rows("item", item.c.id, "deleted", literal("1"), literal("0"))
        made = made.join(row_table, and_(c.sku == item.c.sku, c.verdict == NEW))
        changes.add_select(connection, made.where(item.c.deleted == literal(1)))
        for n, name in enumerate(self.slots, 1):
            value = self._value(n, name)
            given = or_(c[f"set{n}"] == 1, item.c.deleted == literal(1))
            query = change_rows("item", item.c.id, name, as_text(item.c[name]), as_text(value))
            query = query.join(row_table, and_(c.target == item.c.id, c.verdict.in_((NEW, CHANGED)), given))
            changes.add_select(connection, query.where(as_text(item.c[name]).is_distinct_from(value)))


class LimitStaging(ImportStaging[LimitChange]):
    """A Min/Max file: limits of live listings, found by SKU, or by listing id where the SKU repeats."""

    action = "limits_import"
    slots = ("max_listed", "end_when", "percentage")

    def _values(self, row: LimitChange) -> tuple[object, ...]:
        found = [(name in row.values, _limit_text(name, row.values.get(name))) for name in self.slots]
        return _slots(row.line, row.sku, row.listing_id, found, row.warning)

    def _match(self, connection: Connection) -> None:
        self._match_listing(connection)

    def _compare(self, connection: Connection) -> None:
        c = row_table.c
        known = listing.alias("known")
        differs = or_(
            *(
                and_(c[f"set{n}"] == 1, as_text(known.c[name]).is_distinct_from(c[f"value{n}"]))
                for n, name in enumerate(self.slots, 1)
            )
        )
        query = select(case((differs, CHANGED), else_=UNCHANGED)).where(known.c.id == c.target).scalar_subquery()
        connection.execute(update(row_table).where(c.verdict.is_(None)).values(verdict=query))

    def _collect(self, connection: Connection) -> None:
        c = row_table.c
        for n, name in enumerate(self.slots, 1):
            query = change_rows("listing", listing.c.id, name, as_text(listing.c[name]), c[f"value{n}"])
            query = query.join(row_table, and_(c.target == listing.c.id, c.verdict == CHANGED, c[f"set{n}"] == 1))
            changes.add_select(connection, query.where(as_text(listing.c[name]).is_distinct_from(c[f"value{n}"])))


class LinkStaging(ImportStaging[LinkRow]):
    """A links file: unlinked listings are linked; one that is linked to something else is refused."""

    action = "links_import"
    slots = ("item_sku", "linked_at", "origin")
    decisive = 1

    @staticmethod
    def _named(sku: str, listing_id: str | None, first: str | None) -> dict[str, str]:
        return ImportStaging._named(sku, listing_id, None) | ({"item": first} if first else {})

    def _values(self, row: LinkRow) -> tuple[object, ...]:
        at = row.linked_at or changes.utc_now()
        found = [(True, row.item_sku), (True, f"{to_ms(at):015d}"), (True, row.origin)]
        return _slots(row.line, row.sku, row.listing_id, found)

    def _match(self, connection: Connection) -> None:
        self._match_listing(connection)
        c = row_table.c
        stocked = select(item.c.id).where(item.c.sku == c.value1, item.c.deleted == literal(0)).exists()
        self._refuse(connection, ~stocked, "item_unknown", "item_sku")

    def _compare(self, connection: Connection) -> None:
        c = row_table.c
        now = select(item.c.sku).join(link, link.c.item_key == item.c.id)
        linked_sku = now.where(link.c.listing_key == c.target).scalar_subquery()
        waiting = c.verdict.is_(None)
        same = update(row_table).where(waiting, linked_sku == c.value1).values(verdict=UNCHANGED)
        connection.execute(same)
        self._refuse(connection, linked_sku.is_not(None), "linked_elsewhere", "item_sku")
        connection.execute(update(row_table).where(c.verdict.is_(None)).values(verdict=NEW))

    def _collect(self, connection: Connection) -> None:
        c = row_table.c
        new = link_text(item.c.id, cast(c.value2, BigInteger), c.value3)
        query = change_rows("listing", c.target, "link", literal(None), new)
        query = query.join(item, and_(item.c.sku == c.value1, item.c.deleted == literal(0)))
        changes.add_select(connection, query.where(c.verdict == NEW))
        said = change_rows(
            "decision", decision.c.listing_key, "decision", decision.c.kind, literal(None), key2=decision.c.item_key
        )
        said = said.join(row_table, and_(c.target == decision.c.listing_key, c.verdict == NEW))
        said = said.join(item, and_(item.c.id == decision.c.item_key, item.c.sku == c.value1))
        changes.add_select(connection, said)
        marked = change_rows("listing", listing.c.id, "no_item", literal("1"), literal("0"))
        marked = marked.join(row_table, and_(c.target == listing.c.id, c.verdict == NEW))
        changes.add_select(connection, marked.where(listing.c.no_item == literal(1)))


def _slots(
    line: int, sku: str, listing_id: str | None, found: Sequence[tuple[bool, object]], warning: str | None = None
) -> tuple[object, ...]:
    """A row in the order of ``STAGED``."""
    # Where the channel has no ids, an export names a listing by its SKU: so does the row, then.
    own_id = None if listing_id == f"sku:{sku}" else listing_id or None
    values: list[object] = [None if value is None else str(value) for _, value in found]
    given: list[object] = [int(one) for one, _ in found]
    values += [None] * (SLOTS - len(values))
    given += [0] * (SLOTS - len(given))
    return (line, sku, folded(sku), warning, own_id, *values, *given)


def _refusal(problem: Problem) -> tuple[object, ...]:
    """A refused row in the order of ``REFUSAL``."""
    details = json.dumps(dict(problem.values), ensure_ascii=False)
    return (problem.line, problem.sku or "", "", REFUSED, problem.code, details, problem.field)


def _limit_text(name: str, value: int | Decimal | None) -> str | None:
    return stored_text(listing.c[name], value)

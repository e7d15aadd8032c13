"""Imports on their way into the store: stage the file's rows, judge each, apply the accepted ones as one undo step.

Three kinds share one table of verdicts: inventory items, listing limits, links. A staging belongs to one import; its
methods may be called from different threads, one after the other.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
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
    Table,
    Text,
    Update,
    and_,
    cast,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from rakumap.core.errors import StaleChange
from rakumap.core.model import Applied, ChannelId, Problem
from rakumap.store import changes, staging_sql
from rakumap.store.changes import Note
from rakumap.store.engine import Staging
from rakumap.store.schema import GONE, GONE_PARENT, LIVE, PARENT, listing
from rakumap.store.sqlite_engine import commit_counter

BATCH = 2_000
REFUSED, UNCHANGED, CHANGED, NEW = "refused", "unchanged", "changed", "new"

SLOTS = 4
"""The most values a row of any kind has; ``NULL`` leaves the stored one, an empty text clears it."""
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
    "pair_rejected",
)
"""Why the store refuses a row; what was refused before it came here stays refused."""

temporary = MetaData()
row_table = Table(
    "import_row",
    temporary,
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("sku", Text, nullable=False),
    Column("verdict", Text),
    Column("code", Text),
    Column("warning", Text),
    Column("details", Text),
    Column("field", Text),
    Column("target", BigInteger),
    Column("listing_id", Text),
    *(Column(f"value{n}", Text) for n in range(1, SLOTS + 1)),
    Index("import_row_sku", "sku"),
    Index("import_row_target", "target"),
    prefixes=["TEMPORARY"],
)


judged_table = Table(
    "import_judged",
    temporary,
    Column("line", Integer, primary_key=True, autoincrement=False),
    *(Column(name, Text) for name in ("verdict", "code", "target")),
    prefixes=["TEMPORARY"],
)
"""The verdicts as a person saw them, while the rows are judged anew."""
_VERDICTS = select(row_table.c.verdict, func.count()).group_by(row_table.c.verdict)
REFUSAL = ("line", "sku", "verdict", "code", "details", "field")


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


class _Lined(Protocol):
    @property
    def line(self) -> int: ...


Row = TypeVar("Row", bound=_Lined)


class ImportStaging(ABC, Generic[Row]):
    """One file on its way in: ``add`` rows, ``judge`` them, look at ``verdicts``, ``apply``."""

    action = ""
    slots: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    """The columns that ``_values`` gives."""
    key: ColumnElement[Any] = row_table.c.target
    """Two rows with this in common are about the same thing."""
    decisive: int | None = None
    """How many of the slots two rows for the same thing may not differ in; all of them by default."""

    def __init__(self, staging: Staging, channel_id: ChannelId | None = None) -> None:
        self._staging = staging
        self.stoppable = staging.stoppable
        self._channel_id = channel_id
        self._judged_at: int | None = None
        with staging.compute() as connection:
            staging_sql.make(connection, row_table)

    def add(self, rows: Iterable[Row | Problem]) -> Iterator[int]:
        """Stage rows; yields the number taken after each batch. A second problem of a line is not counted again."""
        count = 0
        source = iter(rows)
        while batch := list(islice(source, BATCH)):
            bad: dict[int, tuple[object, ...]] = {}
            for row in batch:
                if isinstance(row, Problem):
                    bad.setdefault(row.line, _refusal(row))
            good = [self._values(row) for row in batch if not isinstance(row, Problem) and row.line not in bad]
            with self._staging.compute() as connection:
                self._add_refused(connection, bad)
                staging_sql.fill(connection, row_table, self.columns, good)
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
        with self._staging.compute() as connection:
            found = {row[0]: row[1] for row in connection.execute(_VERDICTS)}
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

    # for each kind ------------------------------------------------------------------------------------------------

    @abstractmethod
    def _values(self, row: Row) -> tuple[object, ...]:
        """The columns of a row, as they are staged."""

    @abstractmethod
    def _match(self, connection: Connection) -> None:
        """Find what each staged row is about."""

    @abstractmethod
    def _compare(self, connection: Connection) -> None:
        """Tell rows that change something from those that do not."""

    @abstractmethod
    def _collect(self, connection: Connection) -> None:
        """Collect the changes of the accepted rows."""

    # shared -------------------------------------------------------------------------------------------------------

    @staticmethod
    def _add_refused(connection: Connection, bad: dict[int, tuple[object, ...]]) -> None:
        if bad:
            c = row_table.c
            connection.execute(delete(row_table).where(c.line.in_(bad), c.verdict.is_(None)))
            there = set(connection.execute(select(c.line).where(c.line.in_(bad))).scalars())
            staging_sql.fill(
                connection, row_table, REFUSAL, [values for line, values in bad.items() if line not in there]
            )

    def _refuse(self, connection: Connection, where: ColumnElement[bool], code: str, field: str = "sku") -> None:
        connection.execute(_refusing(where, code, field))

    def _refuse_repeats(self, connection: Connection) -> None:
        """Rows for the same thing: equal ones count once, contradicting ones are refused, all of them."""
        for statement in self._repeats():
            connection.execute(statement)

    @classmethod
    @lru_cache(maxsize=8)
    def _repeats(cls) -> tuple[Update, Update]:
        c = row_table.c
        slots = len(cls.slots) if cls.decisive is None else cls.decisive
        content = [c[f"value{n}"] for n in range(1, slots + 1)]
        waiting = c.verdict.is_(None)
        # Also those of rows refused already: so it is answered from the index alone.
        repeated = select(cls.key).group_by(cls.key).having(func.count() > 1)
        several = select(cls.key.label("key"), *content).where(waiting, cls.key.in_(repeated)).distinct().subquery()
        contradicting = select(several.c.key).group_by(several.c.key).having(func.count() > 1)
        first = select(func.min(c.line)).where(waiting, cls.key.in_(repeated)).group_by(cls.key)
        repeat = and_(waiting, cls.key.in_(repeated), c.line.not_in(first))
        said = {"verdict": UNCHANGED, "code": "row_repeats", "field": "sku"}
        return _refusing(cls.key.in_(contradicting), "rows_contradict"), update(row_table).where(repeat).values(said)

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
        connection.execute(_forgetting())
        self._match(connection)
        self._refuse_repeats(connection)
        self._compare(connection)

    def _judged_differently(self, connection: Connection) -> bool:
        """Whether the rows would be judged otherwise now; not when nobody has changed anything."""
        if commit_counter(connection) == self._judged_at:
            return False
        seen = ("line", "verdict", "code", "target")
        verdicts = select(*(row_table.c[name] for name in seen))
        staging_sql.make(connection, judged_table)
        connection.execute(insert(judged_table).from_select(list(seen), verdicts))
        self._judge(connection)
        now = select(*(cast(row_table.c[name], judged_table.c[name].type) for name in seen))
        then = select(*(judged_table.c[name] for name in seen))
        return connection.execute(now.except_(then).limit(1)).first() is not None


def _refusing(where: ColumnElement[bool], code: str, field: str = "sku") -> Update:
    open_rows = and_(row_table.c.verdict.is_(None), where)
    return update(row_table).where(open_rows).values(verdict=REFUSED, code=code, field=field)


@lru_cache(maxsize=1)
def _forgetting() -> Update:
    c = row_table.c
    by_store = or_(c.verdict != REFUSED, c.code.in_(STORE_CODES))
    return update(row_table).where(by_store).values(verdict=None, code=None, field=None, target=None)


def _refusal(problem: Problem) -> tuple[object, ...]:
    """A refused row in the order of ``REFUSAL``."""
    details = json.dumps(dict(problem.values), ensure_ascii=False)
    return (problem.line, problem.sku or "", REFUSED, problem.code, details, problem.field)

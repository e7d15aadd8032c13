"""A small shop on a real store: what the tests of the store speak in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, select, text

from rakumap.core.model import (
    Applied,
    ChannelId,
    Counts,
    ItemKey,
    ItemRow,
    Listing,
    ListingKey,
    ListingQuery,
    Problem,
    ReportRow,
)
from rakumap.store.catalog import Catalog, LinkChange
from rakumap.store.engine import Database, open_database
from rakumap.store.import_kinds import ItemStaging, LimitChange, LimitStaging, LinkRow, LinkStaging
from rakumap.store.imports import ImportCounts, Verdict
from rakumap.store.merge import Difference, ReportStaging
from rakumap.store.queries import Queries
from rakumap.store.runs import ReportFileFacts, Runs
from rakumap.store.schema import metadata

TABLES = ("channel", "listing", "item", "link", "decision", "problem", "held")
"""What people and reports see; the journal, the runs and the facts about the store are left out."""


def row(sku: str, listing_id: str | None = None, title: str = "", **more: Any) -> ReportRow:
    """A report row without its line; ``Shop.report`` numbers the rows."""
    return ReportRow(0, listing_id, sku, title or f"Title of {sku or listing_id}", **more)


def unread() -> Problem:
    """A record whose identity could not be read."""
    return Problem(0, "sku", "no_identity", identity=True)


def _unknown(rows: Iterable[ReportRow | Problem], report: ReportStaging) -> Iterator[ReportRow | Problem]:
    """Leave out what the last report said, as the reader does."""
    for one in rows:
        digest = one.digest if isinstance(one, ReportRow) else None
        if digest is None or report.recognise([one.line], [digest]) == [False]:
            yield one


@dataclass
class Shop:
    """An open store with one channel, and short words for what the tests do to it."""

    folder: Path
    database: Database
    channel: ChannelId = ChannelId(0)
    clock: datetime = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)

    def __post_init__(self) -> None:
        self._connect()
        found = self.queries.channel_named("Rakuten UK")
        if found is None:
            self.channel, _ = self.catalog.add_channel("report-file", "Rakuten UK", {"path": "report.csv"})
        else:
            self.channel = found.id

    def _connect(self) -> None:
        self.catalog, self.queries, self.runs = Catalog(self.database), Queries(self.database), Runs(self.database)

    def reopen(self) -> None:
        """Close the store and open it again, as a restart does."""
        self.database.close()
        self.database = open_database(self.folder / "store.db", self.folder / "backups")
        self._connect()

    # reports --------------------------------------------------------------------------------------------------------

    def staged(self, rows: Iterable[ReportRow | Problem]) -> Iterator[ReportRow | Problem]:
        for line, one in enumerate(rows, 2):
            if isinstance(one, Problem):
                yield Problem(one.line or line, one.field, one.code, one.values, one.sku, one.listing_id, one.identity)
            else:
                values = {name: getattr(one, name) for name in one.__slots__ if name != "line"}
                yield ReportRow(one.line or line, **values)

    def report(self, *rows: ReportRow | Problem, channel: ChannelId | None = None) -> Difference:
        """Merge a complete report."""
        key = channel or self.channel
        self.clock += timedelta(minutes=30)
        run = self.runs.begin(key, "scheduled", "test", self.clock)
        with self.database.staging() as staging:
            report = ReportStaging(staging, key)
            for _ in report.add(_unknown(self.staged(rows), report)):
                pass
            difference = report.compare()
            facts = ReportFileFacts(self.folder / "report.csv", "report.csv", self.clock, f"hash {self.clock}")
            self.runs.merge(run, key, report, difference, facts)
        return difference

    def staged_rows(self, *rows: ReportRow | Problem) -> int:
        """How many rows of a report the store has to look at."""
        with self.database.staging() as staging:
            report = ReportStaging(staging, self.channel)
            for _ in report.add(_unknown(self.staged(rows), report)):
                pass
            report.compare()
            with staging.compute() as connection:
                return int(connection.execute(text("SELECT count(*) FROM staged")).scalar_one())

    # listings -------------------------------------------------------------------------------------------------------

    def find(self, sku: str, listing_id: str | None = None, channel: ChannelId | None = None) -> Listing:
        """The one listing of a SKU, live or gone."""
        (found,) = self.queries.find_listings(channel or self.channel, sku, listing_id)
        return found

    def key(self, sku: str, listing_id: str | None = None) -> ListingKey:
        return self.find(sku, listing_id).key

    def shown(self, text: str = "", sort: str = "sku") -> list[Listing]:
        """The listings of a filter."""
        return list(self.queries.listings(ListingQuery(self.channel, text, sort), UTC))

    def skus(self, text: str = "") -> list[str]:
        return [one.sku for one in self.shown(text)]

    @property
    def counts(self) -> Counts:
        return self.queries.counts(self.channel)

    # items and links ------------------------------------------------------------------------------------------------

    def item(self, sku: str) -> ItemKey:
        """The item of a SKU, made when it is not there."""
        found = self.queries.item_named(sku)
        if found is None:
            self.import_items(ItemRow(2, sku, f"Item {sku}", "", 10, 0))
            found = self.queries.item_named(sku)
        assert found is not None
        return found.key

    def link(self, sku: str, item_sku: str, *, listing_id: str | None = None, replace: bool = False) -> Applied:
        one = self.find(sku, listing_id)
        expected = one.item_key if replace else None
        return self.catalog.link([LinkChange(one.key, self.item(item_sku), expected)], "person")

    def linked(self, sku: str, listing_id: str | None = None) -> str | None:
        return self.find(sku, listing_id).linked_to

    def import_items(self, *rows: ItemRow | Problem) -> Applied:
        with self.items_file(*rows) as (staging, _):
            return staging.apply("inventory.csv")

    @contextmanager
    def items_file(self, *rows: ItemRow | Problem) -> Iterator[tuple[ItemStaging, ImportCounts]]:
        with self.database.staging() as connection:
            staging = ItemStaging(connection)
            for _ in staging.add(rows):
                pass
            yield staging, staging.judge()

    @contextmanager
    def limits_file(self, *rows: LimitChange | Problem) -> Iterator[tuple[LimitStaging, ImportCounts]]:
        with self.database.staging() as connection:
            staging = LimitStaging(connection, self.channel)
            for _ in staging.add(rows):
                pass
            yield staging, staging.judge()

    @contextmanager
    def links_file(self, *rows: LinkRow | Problem) -> Iterator[tuple[LinkStaging, ImportCounts]]:
        with self.database.staging() as connection:
            staging = LinkStaging(connection, self.channel)
            for _ in staging.add(rows):
                pass
            yield staging, staging.judge()

    # looking into the store -----------------------------------------------------------------------------------------

    def dump(self, *tables: str) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of the tables (of all that people see, by default)."""
        with self.database.read() as connection:
            return {
                name: sorted((tuple(found) for found in connection.execute(select(metadata.tables[name]))), key=repr)
                for name in tables or TABLES
            }

    def sql(self, statement: str, **values: object) -> list[tuple[Any, ...]]:
        """What a statement answers, read-only."""
        with self.database.read() as connection:
            return [tuple(found) for found in connection.execute(text(statement), values)]

    def journal_gaps(self) -> list[tuple[Any, ...]]:
        """Changes of the journal that do not go on where the one before ended, or do not end where the row is now."""
        names = ("excluded", "no_item", "max_listed", "end_when", "percentage")
        now = {
            (key, name): None if value is None else str(value)
            for name in names
            for key, value in self.sql("SELECT id, {} FROM listing".format(name))  # noqa: S608, UP032
        }
        links = "SELECT listing_key, printf('%012d %015d ', item_key, linked_at) || origin FROM link"
        now |= {(key, "link"): value for key, value in self.sql(links)}
        steps = "SELECT key, field, before, after, entry_id FROM change WHERE entity = 'listing' ORDER BY id"
        gaps: list[tuple[Any, ...]] = []
        last: dict[tuple[int, str], str | None] = {}
        for key, name, before, after, entry in self.sql(steps):
            if name in (*names, "link"):
                if (key, name) in last and last[key, name] != before:
                    gaps.append((key, name, last[key, name], before, entry))
                last[key, name] = after
        return gaps + [(*place, after, now.get(place)) for place, after in last.items() if now.get(place) != after]

    def tamper(self, statement: str, **values: object) -> None:
        """Change the store behind the program's back."""
        with self.database.write() as connection:
            connection.execute(text(statement), values)


def verdicts(found: Iterable[Verdict]) -> list[tuple[int, str, str | None]]:
    """Line, verdict and reason of each row."""
    return [(one.line, one.verdict, one.code) for one in found]


def statements(action: Callable[[], object]) -> list[str]:
    """The SQL statements that an action sends, on whatever connection."""
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        action()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return sent

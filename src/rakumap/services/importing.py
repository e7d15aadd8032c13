"""Importing: a file the person chose, judged row by row first, then applied as one undo step.

``Importing.open`` reads and judges; the ``Import`` it gives shows verdicts, saves the refused rows, and applies the
rest. Any thread, one call at a time; close it when done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

from rakumap.core import numbers
from rakumap.core.errors import UserError
from rakumap.core.job import Job
from rakumap.core.model import Applied, ChannelId, ItemRow, Problem
from rakumap.core.text import trimmed
from rakumap.core.words import sentence
from rakumap.services.mapping import LIMIT_FIELDS
from rakumap.services.reading import OpenRows, ReadOptions, open_rows
from rakumap.store.engine import Database, Staging
from rakumap.store.import_kinds import ItemStaging, LimitChange, LimitStaging, LinkStaging
from rakumap.store.import_kinds import LinkRow as StagedLink
from rakumap.store.imports import REFUSED, ImportCounts, ImportStaging, Verdict
from rakumap.store.queries import Queries
from rakumap.tables.typed import LimitRow, LinkRow
from rakumap.tables.writing import REASON, reject_rows, write_csv

CLEAR = "-"
_ZERO_WARNINGS = {"max_listed": "always_zero_max_listed", "percentage": "always_zero_percentage"}


class Import:
    """One judged file, waiting for a person's yes."""

    def __init__(self, kind: str, path: Path, options: ReadOptions, database: Database) -> None:
        self.kind = kind
        self.path = path
        self.counts = ImportCounts()
        self.header: tuple[str, ...] = ()
        self.columns: Mapping[str, int] = {}
        self.partial: list[Problem] = []
        """What was left out of rows that are used all the same, such as a damaged barcode."""
        self._options = options
        self._stack = ExitStack()
        self._staging: ImportStaging[Any] | None = None
        self._database = database

    def verdicts(self, offset: int = 0, limit: int | None = None, only: str | None = None) -> list[Verdict]:
        """Verdicts in the order of the file, optionally of one kind (``new``, ``changed``, ``unchanged``, ``refused``)."""
        return self._ready().verdicts(offset, limit, only)

    def apply(self, job: Job | None = None) -> Applied:
        """Apply the accepted rows, all of them or none, as one undo step.

        Raises:
            StaleChange: the store changed meanwhile so that a verdict would differ; open the file again.
            Cancelled: ``job`` was cancelled before the end; nothing was applied.
        """
        name = self.path.name.encode("utf-8", "backslashreplace").decode()
        work = job or Job()
        work.checkpoint("applying")
        staging = self._ready()
        with staging.stoppable(work):
            return staging.apply(name)

    def save_rejects(self, target: Path, job: Job | None = None) -> int:
        """Write the refused rows with the file's own header and the reason; returns how many."""
        reasons = {verdict.line: reason_text(verdict) for verdict in self.verdicts(only=REFUSED)}
        from_file = ReadOptions(self._options.mapping, self._options.encoding, self._options.delimiter, ask=False)
        with open_rows(self.kind, self.path, from_file, job or Job()) as rows:
            write_csv(target, (*self.header, REASON), reject_rows(rows.table, reasons), job=job)
        return len(reasons)

    def close(self) -> None:
        """Forget the judged rows."""
        self._stack.close()
        self._staging = None

    def __enter__(self) -> Import:
        """Close at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def read(self, channel_id: ChannelId | None, defaults: Mapping[str, str], job: Job) -> None:
        """Read and judge the file; called once by ``Importing``."""
        connection = self._stack.enter_context(self._database.staging())
        with connection.stoppable(job), open_rows(self.kind, self.path, self._options, job) as rows:
            self.header, self.columns = rows.table.header, rows.columns
            for _ in self._staged(connection, rows, channel_id, defaults):
                job.checkpoint()
            rows.check_complete()
        job.checkpoint("judging")
        with connection.stoppable(job):
            self.counts = self._ready().judge()

    def _staged(
        self, connection: Staging, rows: OpenRows, channel_id: ChannelId | None, defaults: Mapping[str, str]
    ) -> Iterator[int]:
        """Put the rows on their way into the store; yields after each batch."""
        queries = Queries(self._database)

        def item(sku: str) -> bool:
            return queries.item_named(sku) is not None

        def listing(sku: str) -> bool:
            return channel_id is not None and bool(queries.find_listings(channel_id, sku))

        if self.kind == "inventory":
            items = ItemStaging(connection)
            self._staging = items
            return items.add(self._with_partial(rows.inventory(item)))
        if self.kind == "limits":
            limits = LimitStaging(connection, channel_id)
            self._staging = limits
            return limits.add(_limit_changes(rows.limits(listing), defaults))
        links = LinkStaging(connection, channel_id)
        self._staging = links
        return links.add(_staged_links(rows.links(item, listing)))

    def _with_partial(self, rows: Iterator[ItemRow | Problem]) -> Iterator[ItemRow | Problem]:
        """Set aside the problems of rows that are used all the same; those follow their row."""
        used = 0
        for row in rows:
            if isinstance(row, ItemRow):
                used = row.line
            elif row.line == used:
                self.partial.append(row)
                continue
            yield row

    def warnings(self) -> dict[str, int]:
        """How many of the rows to apply have which warning, by code."""
        return self._ready().warnings()

    def _ready(self) -> ImportStaging[Any]:
        if self._staging is None:
            raise RuntimeError("the import is closed")
        return self._staging


class Importing:
    """The import use cases: inventory, Min/Max quantities, links."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(
        self,
        kind: str,
        path: Path,
        options: ReadOptions,
        job: Job,
        *,
        channel_id: ChannelId | None = None,
        defaults: Mapping[str, str] | None = None,
    ) -> Import:
        """Read a file (``inventory``, ``limits`` or ``links``) and judge each row; nothing is changed yet.

        ``defaults`` are texts for limit fields that fill blank cells and absent columns.

        Raises:
            UserError: the file cannot be read or lacks a needed column, or a default value is wrong.
        """
        opened = Import(kind, path, options, self._database)
        try:
            checked = {name: text for name, text in (defaults or {}).items() if trimmed(text)}
            for name, text in checked.items():
                _limit(name, text)
            opened.read(channel_id, checked, job)
        except BaseException:
            opened.close()
            raise
        return opened


def reason_text(verdict: Verdict) -> str:
    """Why a row was refused, as a sentence."""
    return sentence(verdict.code or "", verdict.values)


def _limit(name: str, text: str) -> int | Decimal | None:
    return None if trimmed(text) == CLEAR else numbers.parse_limit(name, text)


def _limit_changes(rows: Iterator[LimitRow | Problem], defaults: Mapping[str, str]) -> Iterator[LimitChange | Problem]:
    """Parse the texts: blank leaves the value (or takes the default), ``-`` clears, a bad one refuses the row."""
    for row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        values: dict[str, int | Decimal | None] = {}
        problem: Problem | None = None
        for name in LIMIT_FIELDS:
            text = trimmed(getattr(row, name) or "") or defaults.get(name, "")
            if not text:
                continue
            try:
                values[name] = _limit(name, text)
            except UserError as error:
                said = {key: str(value) for key, value in error.values.items()}
                problem = Problem(row.line, name, error.code, said, row.sku, row.listing_id)
                break
        if problem is not None:
            yield problem
            continue
        warning = next((code for name, code in _ZERO_WARNINGS.items() if name in values and values[name] == 0), None)
        yield LimitChange(row.line, row.sku, row.listing_id, values, warning)


def _staged_links(rows: Iterator[LinkRow | Problem]) -> Iterator[StagedLink | Problem]:
    for row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        origin = "person/import"
        if row.linked_by in ("person", "autolink"):
            origin = f"{row.linked_by}/{row.reason}" if row.reason else row.linked_by
        yield StagedLink(row.line, row.channel_sku, row.listing_id, row.sku, origin, row.linked_at)


__all__ = ["Import", "Importing", "reason_text"]

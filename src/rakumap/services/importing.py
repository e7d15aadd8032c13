"""Importing: a file the person chose, judged row by row first, then applied as one undo step.

``Importing.open`` reads and judges; the ``Import`` it gives shows verdicts, saves the refused rows, and applies the
rest. Any thread, one call at a time; close it when done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path

from rakumap.core import numbers
from rakumap.core.errors import UserError
from rakumap.core.job import Job
from rakumap.core.model import Applied, ChannelId, Problem
from rakumap.core.words import sentence
from rakumap.services.mapping import LIMIT_FIELDS
from rakumap.services.reading import ReadOptions, open_rows
from rakumap.store.engine import Database
from rakumap.store.imports import (
    REFUSED,
    ImportCounts,
    ImportStaging,
    ItemStaging,
    LimitChange,
    LimitStaging,
    LinkStaging,
    Verdict,
)
from rakumap.store.imports import LinkRow as StagedLink
from rakumap.tables.typed import LimitRow, LinkRow
from rakumap.tables.writing import write_csv

REASON_HEADER = "Reason"
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
        self._options = options
        self._stack = ExitStack()
        self._staging: ImportStaging[object] | None = None
        self._database = database

    def verdicts(self, offset: int = 0, limit: int | None = None, only: str | None = None) -> list[Verdict]:
        """Verdicts in the order of the file, optionally of one kind (``new``, ``changed``, ``unchanged``, ``refused``)."""
        return self._ready().verdicts(offset, limit, only)

    def apply(self) -> Applied:
        """Apply the accepted rows, all of them or none, as one undo step.

        Raises:
            StaleChange: the store changed meanwhile so that a verdict would differ; open the file again.
        """
        return self._ready().apply(self.path.name)

    def save_rejects(self, target: Path, job: Job | None = None) -> int:
        """Write the refused rows with the file's own header and the reason; returns how many."""
        reasons = {verdict.line: reason_text(verdict) for verdict in self.verdicts(only=REFUSED)}
        write_csv(target, (*self.header, REASON_HEADER), self._refused_rows(reasons, job or Job()), guard=True)
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
        with open_rows(self.kind, self.path, self._options, job) as rows:
            self.header, self.columns = rows.table.header, rows.columns
            if self.kind == "inventory":
                items = ItemStaging(connection)
                self._staging, batches = items, items.add(rows.inventory())  # type: ignore[assignment]
            elif self.kind == "limits":
                limits = LimitStaging(connection, channel_id)
                self._staging, batches = limits, limits.add(_limit_changes(rows.limits(), defaults))  # type: ignore[assignment]
            else:
                links = LinkStaging(connection, channel_id)
                self._staging, batches = links, links.add(_staged_links(rows.links()))  # type: ignore[assignment]
            for _ in batches:
                job.checkpoint()
            rows.check_complete()
        job.checkpoint("judging")
        self.counts = self._ready().judge()

    def _ready(self) -> ImportStaging[object]:
        if self._staging is None:
            raise RuntimeError("the import is closed")
        return self._staging

    def _refused_rows(self, reasons: Mapping[int, str], job: Job) -> Iterator[tuple[str, ...]]:
        from_file = ReadOptions(self._options.mapping, self._options.encoding, self._options.delimiter, ask=False)
        width = len(self.header)
        with open_rows(self.kind, self.path, from_file, job) as rows:
            for record in rows.table.records():
                if record.line in reasons:
                    cells = (*record.cells, *("",) * (width - len(record.cells)))[:width]
                    yield (*cells, reasons[record.line])


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
            checked = {name: text for name, text in (defaults or {}).items() if text.strip()}
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
    return None if text.strip() == CLEAR else numbers.parse_limit(name, text)


def _limit_changes(rows: Iterator[LimitRow | Problem], defaults: Mapping[str, str]) -> Iterator[LimitChange | Problem]:
    """Parse the texts: blank leaves the value (or takes the default), ``-`` clears, a bad one refuses the row."""
    for row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        values: dict[str, int | Decimal | None] = {}
        problem: Problem | None = None
        for name in LIMIT_FIELDS:
            text = (getattr(row, name) or "").strip() or defaults.get(name, "")
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

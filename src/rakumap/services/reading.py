"""Reading: open a file of a known kind and give its records as values, with the way it was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rakumap.core.errors import UserError
from rakumap.core.headers import FileKind
from rakumap.core.job import Job
from rakumap.core.model import ItemRow, Problem, ReportRow
from rakumap.tables import mapping, typed
from rakumap.tables.digest import Recognise
from rakumap.tables.reading import Table, open_table
from rakumap.tables.sniff import Format, require_confident, sniff
from rakumap.tables.typed import Known, LimitRow, LinkRow

NEEDED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "report": (("sku",), ("title",)),
    "inventory": (("sku",),),
    "limits": (("sku", "listing_id"),),
    "links": (("channel_sku", "listing_id"), ("sku",)),
    "orders": (("order_id",), ("date",), ("sku", "listing_id"), ("quantity",)),
}
"""What a file of each kind must have: one of the fields of every group."""
PREVIEW_ROWS = 50


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a person wants a file read; what is unset is found out. ``mapping`` is field -> header."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    ask: bool = True
    """Refuse a file whose encoding is a guess (``encoding_ambiguous``) instead of taking the best guess."""


@dataclass(frozen=True, slots=True)
class FileLook:
    """A first look at a file: how it would be read, its header, which column is which field, its first rows."""

    format: Format
    header: tuple[str, ...]
    columns: Mapping[str, int]
    missing: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]


class OpenRows:
    """An open file; each of its readers may be gone through once."""

    def __init__(self, kind: FileKind, table: Table, columns: Mapping[str, int], decimal: str) -> None:
        self.kind = kind
        self.table = table
        self.columns = columns
        self._decimal = decimal

    def report(self, recognise: Recognise | None = None) -> Iterator[ReportRow | Problem]:
        """The records of a report, without those that ``recognise`` knows from the last one."""
        return typed.report_rows(self.table, self.columns, self._decimal, recognise=recognise)

    def inventory(self, known: Known | None = None) -> Iterator[ItemRow | Problem]:
        """The records of an inventory file; ``known`` tells whether an item's SKU is right though it looks damaged."""
        return typed.item_rows(self.table, self.columns, self._decimal, known=known)

    def limits(self, known: Known | None = None) -> Iterator[LimitRow | Problem]:
        """The records of a Min/Max file, values as text; ``known`` judges the channel's SKU."""
        return typed.limit_rows(self.table, self.columns, self._decimal, known=known)

    def links(self, known: Known | None = None, known_listing: Known | None = None) -> Iterator[LinkRow | Problem]:
        """The records of a links file; ``known`` judges the item's SKU, ``known_listing`` the channel's."""
        return typed.link_rows(self.table, self.columns, self._decimal, known=known, known_listing=known_listing)

    def check_complete(self) -> None:
        """After the last record: the file was read to its end and did not change meanwhile, else ``UserError``."""
        if not self.table.complete:
            raise UserError("file_changed", name=self.table.path.name)


@contextmanager
def open_rows(kind: str, path: Path, options: ReadOptions, job: Job) -> Iterator[OpenRows]:
    """Open a file of a kind.

    Raises:
        UserError: it is no table, cannot be decoded, or lacks a column of ``NEEDED`` (``columns_missing``).
    """
    file_kind = FileKind(kind)
    found = _format(path, options, job)
    with open_table(path, found, job=job) as table:
        columns = mapping.resolve(file_kind, table.header, options.mapping)
        lacking = missing_fields(kind, columns)
        if lacking:
            wanted = ", ".join(" or ".join(group) for group in lacking)
            raise UserError("columns_missing", missing=wanted, header=", ".join(table.header))
        yield OpenRows(file_kind, table, columns, options.decimal or table.format.decimal)


def look(kind: str, path: Path, options: ReadOptions, job: Job) -> FileLook:
    """Look at the head of a file without refusing missing columns. Raises ``UserError`` when it is no table."""
    with open_table(path, _format(path, options, job), job=job) as table:
        columns = mapping.resolve(FileKind(kind), table.header, options.mapping)
        rows = tuple(record.cells for record in table.head(PREVIEW_ROWS))
        return FileLook(table.format, table.header, columns, missing_fields(kind, columns), rows)


def missing_fields(kind: str, columns: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    """The groups of ``NEEDED`` of which the file has no column."""
    return tuple(group for group in NEEDED[kind] if not any(name in columns for name in group))


def _format(path: Path, options: ReadOptions, job: Job) -> Format:
    found = sniff(path, encoding=options.encoding, delimiter=options.delimiter, job=job)
    if options.ask and options.encoding is None:
        require_confident(found, path)
    return found

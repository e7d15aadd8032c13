"""Exporting: the main panel and the links as files that a spreadsheet opens without damage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import TextIO

from rakumap.core.errors import UserError
from rakumap.core.job import Job
from rakumap.core.model import Channel, Listing, ListingKey, ListingQuery
from rakumap.core.words import name
from rakumap.store.queries import LinkRecord, Queries
from rakumap.tables.writing import to_tsv, write_csv, write_json, write_xlsx

JSON_KEYS = (
    "listing_id",
    "sku",
    "title",
    "linked_to",
    "state",
    "ignore_sync",
    "excluded",
    "last_update",
    "update_status",
    "submitted_quantity",
    "channel_quantity",
    "max_listed",
    "end_when",
    "percentage",
    "will_send",
    "barcode",
    "price",
    "currency",
    "parent_id",
    "variation",
    "suggested",
    "score",
)
"""The keys of a listing for scripts, in this order."""
MORE_KEYS = ("released", "confirmed_quantity", "drift", "offered")
"""Keys that scripts get when they name them."""
LINK_HEADER = ("listing_id", "Channel SKU", "Channel Title", "SKU", "Linked By", "Linked At", "Reason")

Value = str | int | bool | Decimal | None


def json_value(row: Listing, key: str) -> Value:
    """One value of a listing as scripts get it; unset is ``None``, times are ISO 8601 UTC."""
    if key in ("max_listed", "end_when", "percentage"):
        found: object = getattr(row.limits, key)
    elif key == "state":
        found = row.state.value
    else:
        found = getattr(row, key)
    return iso(found) if isinstance(found, datetime) else found  # type: ignore[return-value]


def iso(time: datetime) -> str:
    """ISO 8601 in UTC, to the second."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Exporting:
    """The export use cases."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def listings(
        self,
        query: ListingQuery,
        target: Path | TextIO,
        zone: tzinfo,
        *,
        columns: Sequence[str] = JSON_KEYS,
        keys: Sequence[ListingKey] | None = None,
        headers: Sequence[str] | None = None,
        job: Job | None = None,
    ) -> int:
        """Write the listings of a filter (or exactly ``keys``) as CSV, or as XLSX, TSV or JSON by the target's suffix.

        Returns how many. Raises ``UserError`` for a wrong filter or a place that cannot be written.
        """
        found = self._queries.ids(query, zone) if keys is None else keys
        rows = (tuple(_cell(json_value(row, column)) for column in columns) for row in self._picked(found))
        return _write(target, headers or columns, rows, job, len(found))

    def links(self, channel: Channel, target: Path | TextIO, job: Job | None = None) -> int:
        """Write the channel's links; importing that file again changes nothing. Returns how many."""
        keys = self._queries.link_keys(channel.id)
        return _write(target, LINK_HEADER, map(_link_row, self._queries.links(keys)), job, len(keys))

    def table(
        self, target: Path, header: Sequence[str], rows: Sequence[tuple[str, ...]], job: Job | None = None
    ) -> int:
        """Write any rows of text as a file, such as the problems of a report. Returns how many."""
        return _write(target, header, iter(rows), job, len(rows))

    @staticmethod
    def rows(target: Path | TextIO, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
        """Write any rows as CSV for a script: UTF-8 without a mark before it; a path whole or not at all."""
        write_csv(target, header, rows, encoding="utf-8")

    @staticmethod
    def as_tsv(header: Sequence[str] | None, rows: Sequence[Sequence[str]]) -> str:
        """Return rows as text for the clipboard, as spreadsheets read it."""
        return to_tsv(header, rows)

    def _picked(self, keys: Sequence[int]) -> Iterator[Listing]:
        for start in range(0, len(keys), 500):
            page = [ListingKey(key) for key in keys[start : start + 500]]
            rows = self._queries.told_rows(page)
            yield from (rows[key] for key in page if key in rows)


def _cell(value: Value) -> str | int | Decimal | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _link_row(record: LinkRecord) -> tuple[str | None, ...]:
    return (
        record.listing_id,
        record.channel_sku,
        record.channel_title,
        record.item_sku,
        record.linked_by,
        record.linked_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        record.reason,
    )


def _write(
    target: Path | TextIO,
    header: Sequence[str],
    rows: Iterator[tuple[str | int | Decimal | None, ...]],
    job: Job | None,
    total: int,
) -> int:
    """Write the rows and return how many there were; ``total`` is how many there should be."""
    if not isinstance(target, Path):
        return write_csv(target, header, rows, job=job, total=total)
    suffix = target.suffix.lower()
    if suffix == ".xlsx":
        return write_xlsx(target, header, rows, job=job, total=total)
    if suffix in (".json", ".jsonl", ".ndjson"):
        return write_json(target, header, rows, lines=suffix != ".json", job=job, total=total)
    if suffix not in (".csv", ".tsv", ".txt", ""):
        raise UserError("export_suffix", suffix=target.suffix)
    return write_csv(target, header, rows, delimiter="\t" if suffix == ".tsv" else ",", job=job, total=total)


def column_names(keys: Sequence[str]) -> list[str]:
    """The names of columns as the window shows them."""
    return [name(f"column.{key}") for key in keys]

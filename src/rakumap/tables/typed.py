"""Records as values: what a report, an inventory, a Min/Max or a links file says, row by row.

Every record gives a row or a ``Problem``; where a value of a usable row had to be left out, it gives both. ASCII spaces
and tabs around a cell are not part of it. A formula guard (``guarded``) comes off text cells in every kind of file: the
convention is the spreadsheets', not only ours, and no real SKU is known to start with an apostrophe and one of its
characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import compress, islice
from operator import not_
from typing import Protocol, TypeVar

from rakumap.core.errors import UserError
from rakumap.core.model import ItemRow, Problem, ReportRow
from rakumap.core.numbers import stock_level, whole_number
from rakumap.core.report import row_from_fields
from rakumap.core.text import MAX_BYTES, barcode_damage, sku_damage, storable, trimmed
from rakumap.tables.cells import ERROR, NESTED
from rakumap.tables.digest import Digests, Recognise
from rakumap.tables.guard import unguarded
from rakumap.tables.quick import QuickItems, QuickReport
from rakumap.tables.reading import Record, Table

Known = Callable[[str], bool]
"""Whether a SKU exists exactly as it is written: then it is one, whatever it looks like."""

_Row = TypeVar("_Row", covariant=True)

_BATCH = 1_000
_NO_VALUE = {ERROR: "cell_error", NESTED: "value_nested"}
_IDENTITY = ("sku", "channel_sku", "listing_id")


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One record of a Min/Max file, values as text: blank leaves, ``-`` clears, ``None`` is no such column."""

    line: int
    sku: str
    listing_id: str | None = None
    max_listed: str | None = None
    end_when: str | None = None
    percentage: str | None = None


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One record of a links file: the listing (by SKU, id or both), the item, and who linked them if it says so."""

    line: int
    channel_sku: str
    sku: str
    listing_id: str | None = None
    linked_by: str | None = None
    linked_at: datetime | None = None
    reason: str | None = None


def report_rows(
    table: Table, columns: Mapping[str, int], decimal: str = ".", *, recognise: Recognise | None = None
) -> Iterator[ReportRow | Problem]:
    """Read the records of a report; ``columns`` is field -> column, ``decimal`` the mark of its prices.

    What ``recognise`` knows is left out; the other rows have their digest then, unless there was something to correct.
    """
    records, digests = table.records(), None
    if recognise is not None:
        digests = Digests(columns, decimal)
        records = _unknown(records, digests, recognise)
    return _rows(records, QuickReport(columns, decimal, digests), lambda one: _report_record(one, columns, decimal))


def _unknown(records: Iterator[Record], digests: Digests, recognise: Recognise) -> Iterator[Record]:
    """Leave out the records that the last report had; one with a problem or a mark has no digest."""
    while batch := list(islice(records, _BATCH)):
        lines, cells, problems, marks = map(list, zip(*batch, strict=True))
        odd = any(problems) or any(marks)
        if odd:
            usual = [record for record in batch if record.problem is None and not record.marks]
            lines, cells = [record.line for record in usual], [record.cells for record in usual]
        found = digests.of(cells)
        known = recognise(lines, found) if found else []
        if not any(known):
            yield from batch
        elif odd:
            taken = frozenset(compress(lines, known))
            yield from (record for record in batch if record.line not in taken)
        elif not all(known):
            yield from compress(batch, map(not_, known))


def _report_record(record: Record, columns: Mapping[str, int], decimal: str) -> Iterator[ReportRow | Problem]:
    fields, found = _fields(record, columns)
    yield from found
    # A part of the identity that a spreadsheet changed leaves nothing to hang the row on.
    if fields is not None and not any(problem.field in _IDENTITY for problem in found):
        row, problems = row_from_fields(record.line, fields, decimal)
        if row is not None:
            yield row
        yield from problems


def item_rows(
    table: Table, columns: Mapping[str, int], decimal: str = ".", *, known: Known | None = None
) -> Iterator[ItemRow | Problem]:
    """Read the records of an inventory file; a SKU that looks damaged is a Problem unless ``known``.

    A damaged barcode is a Problem and left out of the row; any other bad value refuses the row.
    """
    del decimal
    return _rows(table.records(), QuickItems(columns), lambda record: _item_record(record, columns, known))


def _item_record(record: Record, columns: Mapping[str, int], known: Known | None) -> Iterator[ItemRow | Problem]:
    fields, found = _fields(record, columns)
    if fields is None:
        yield from found
        return
    refused = _refusal(found, ("barcode",)) or _unusable(record.line, fields, ("sku",), known)
    barcode = fields.get("barcode") or None
    if barcode and refused is None and (code := _barcode_damage(barcode)):
        found.append(_damaged(record.line, "barcode", barcode, code, fields["sku"]))
        barcode = None
    row = refused or _item(record.line, fields, barcode)
    yield row
    if isinstance(row, ItemRow):
        yield from found


def limit_rows(
    table: Table, columns: Mapping[str, int], decimal: str = ".", *, known: Known | None = None
) -> Iterator[LimitRow | Problem]:
    """Read the records of a Min/Max file; percentages come with a decimal point and without a percent sign."""
    for record in table.records():
        fields, found = _fields(record, columns)
        if fields is None:
            yield from found
            continue
        refused = _refusal(found) or _unusable(record.line, fields, ("sku", "listing_id"), known)
        if refused is not None:
            yield refused
            continue
        percentage = fields.get("percentage")
        if percentage:
            percentage = trimmed(percentage.removesuffix("%"))
            percentage = percentage.replace(",", ".") if decimal == "," else percentage
        yield LimitRow(
            record.line,
            fields.get("sku", ""),
            fields.get("listing_id") or None,
            fields.get("max_listed"),
            fields.get("end_when"),
            percentage,
        )


def link_rows(
    table: Table,
    columns: Mapping[str, int],
    decimal: str = ".",
    *,
    known: Known | None = None,
    known_listing: Known | None = None,
) -> Iterator[LinkRow | Problem]:
    """Read the records of a links file; ``known`` judges the item's SKU, ``known_listing`` the channel's."""
    del decimal
    for record in table.records():
        fields, found = _fields(record, columns)
        if fields is None:
            yield from found
            continue
        refused = (
            _refusal(found)
            or _unusable(record.line, fields, ("channel_sku", "listing_id"), known_listing)
            or _unusable(record.line, fields, ("sku",), known)
        )
        yield refused or LinkRow(
            record.line,
            fields.get("channel_sku", ""),
            fields["sku"],
            fields.get("listing_id") or None,
            fields.get("linked_by") or None,
            _moment(fields.get("linked_at", "")),
            fields.get("reason") or None,
        )


class _Quick(Protocol[_Row]):
    def plain(self, table: Sequence[tuple[str, ...]]) -> list[bool]: ...

    def rows(self, lines: Sequence[int], table: Sequence[tuple[str, ...]]) -> Iterator[_Row]: ...


def _rows(
    records: Iterator[Record], quick: _Quick[_Row], single: Callable[[Record], Iterator[_Row | Problem]]
) -> Iterator[_Row | Problem]:
    """Yield rows in the order of the file, batch by batch: the plain records at once, the others one by one."""
    while batch := list(islice(records, _BATCH)):
        usual = [record for record in batch if record.problem is None and not record.marks]
        cells = [record.cells for record in usual]
        plain = quick.plain(cells)
        lines = [record.line for record in compress(usual, plain)]
        rows = quick.rows(lines, list(compress(cells, plain)))
        if len(lines) == len(batch):
            yield from rows
            continue
        quickly = frozenset(lines)
        for record in batch:
            if record.line in quickly:
                yield next(rows)
            else:
                yield from single(record)


def _fields(record: Record, columns: Mapping[str, int]) -> tuple[dict[str, str] | None, list[Problem]]:
    """Return the fields of a record (None when it cannot be read) and the problems found so far."""
    cells = record.cells
    if record.problem is not None and (
        record.problem.code != "text_too_long" or len(cells) <= max(columns.values(), default=0)
    ):
        return None, [record.problem]
    fields = {field: trimmed(cells[column]) for field, column in columns.items()}
    for field, text in fields.items():
        if text[:1] == "'":
            fields[field] = unguarded(text)
    return fields, _marked(record, columns, fields) if record.marks else []


def _marked(record: Record, columns: Mapping[str, int], fields: dict[str, str]) -> list[Problem]:
    """Take out of the fields what the file holds as something else than a text or a number, and say so."""
    found: list[Problem] = []
    for field, column in columns.items():
        mark = record.marks.get(column)
        if mark is None or not (mark in _NO_VALUE or field == "barcode" or field in _IDENTITY):
            continue
        value, fields[field] = fields[field], ""
        if mark in _NO_VALUE:
            problem = Problem(record.line, field, _NO_VALUE[mark], {"field": field, "value": value[:100]})
        else:
            problem = _damaged(record.line, field, value, mark, None)
        found.append(problem)
    named = {name: fields.get(name) or None for name in ("sku", "listing_id")}
    return [
        replace(problem, identity=problem.field in _IDENTITY, sku=named["sku"], listing_id=named["listing_id"])
        for problem in found
    ]


def _refusal(found: list[Problem], usable: tuple[str, ...] = ()) -> Problem | None:
    """Return the problem that makes the row unusable, if any does."""
    return next((problem for problem in found if problem.field not in usable), None)


def _unusable(line: int, fields: Mapping[str, str], identity: tuple[str, ...], known: Known | None) -> Problem | None:
    """Say why a row with this identity cannot be used: none of it there, cannot be kept, or probably damaged."""
    joined = "".join(fields.values())
    if not joined.isascii() or len(joined) > MAX_BYTES or "\x00" in joined:
        for field, text in fields.items():
            if code := storable(text):
                sku = fields.get("sku") or None
                named = None if sku and storable(sku) else sku
                return Problem(line, field, code, {"field": field}, named, identity=field in _IDENTITY)
    if not any(fields.get(field) for field in identity):
        return Problem(line, identity[0], "no_sku", {}, identity=True)
    text = fields.get(identity[0], "")
    code = sku_damage(text)
    if code and not (known is not None and known(text)):
        return _damaged(line, identity[0], text, code, text)
    return None


def _item(line: int, fields: Mapping[str, str], barcode: str | None) -> ItemRow | Problem:
    sku = fields["sku"]
    field = "level"
    try:
        level = stock_level(text) if (text := fields.get(field)) else None
        field = "in_open_orders"
        in_open_orders = whole_number(text) if (text := fields.get(field)) else None
    except UserError as error:
        return Problem(line, field, error.code, {"value": fields[field][:100]}, sku)
    return ItemRow(line, sku, fields.get("title") or None, barcode, level, in_open_orders)


def _barcode_damage(text: str) -> str | None:
    """Return damage that shows; that leading zeros are lost is a guess, left to the matching as in reports."""
    code = barcode_damage(text)
    return None if code == "damage_zeros" else code


def _damaged(line: int, field: str, value: str, damage: str, sku: str | None) -> Problem:
    code = "barcode_damaged" if field == "barcode" else "sku_damaged"
    return Problem(line, field, code, {"value": value, "damage": damage}, sku)


def _moment(text: str) -> datetime | None:
    """Read a time of our own export; one that a spreadsheet rewrote is only provenance and left out."""
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None

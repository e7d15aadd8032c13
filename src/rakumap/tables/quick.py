"""Rows many at a time: what the readers of single records give, at a sixth of their price.

A whole column of a batch is proven plain with a few searches in one joined text, and then converted in one go. Records
with a cell that is not plain are left to the reader of single records, which alone knows what to make of them; a test
compares the two on everything. The joiner is NUL, which no plain cell holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from itertools import repeat
from typing import Any

from rakumap.core.model import ItemRow, ReportRow
from rakumap.core.report import row_from_fields
from rakumap.core.text import MAX_BYTES, barcode_damage, sku_damage, storable
from rakumap.tables.digest import Digests

Column = Sequence[str]

# Spaces and tabs to trim, and apostrophes that may be a guard.
_EDGES = ("\0 ", "\0\t", "\0'", " \0", "\t\0")
_WHOLE = re.compile(r"\0(?:[0-9]{0,9}\0)*")
_SIGNED = re.compile(r"\0(?:(?:-?[0-9]{1,9})?\0)*")
_TIMES = re.compile(r"\0(?:(?:[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?\0)*")
_PRICES = {
    ".": re.compile(r"\0(?:(?:[0-9]{1,12}(?:\.[0-9]{1,6})?)?\0)*"),
    ",": re.compile(r"\0(?:(?:[0-9]{1,12}(?:,[0-9]{1,6})?)?\0)*"),
}
# How every text starts that spreadsheets make of SKUs: digits and then what dates and exponents go on with, many
# digits, or the name of a month.
_PERHAPS_DAMAGED = re.compile(r"\0(?:[0-9]{1,16}[-/., eE月年]|[0-9]{16}|[JFMASONDjfmasond][a-zà-ÿ])")
_NOT_DIGITS = re.compile(r"\0(?![0-9]{0,15}\0|\Z)")


class Quick:
    """Tells plain records; ``columns`` is field -> column, ``identity`` the fields of which one must not be empty."""

    def __init__(self, columns: Mapping[str, int], identity: Sequence[str], patterns: Mapping[str, re.Pattern[str]]):
        self._columns = columns
        self._identity = [columns[field] for field in identity if field in columns]
        self._patterns = patterns
        self._flags: dict[str, bool | None] = {"": False}

    def plain(self, table: Sequence[tuple[str, ...]]) -> list[bool]:
        """Say of each record, all of equal width, whether ``rows`` can take it."""
        if not table:
            return []
        columns = list(zip(*table, strict=True))
        odd: set[int] = set()
        for field, at in self._columns.items():
            odd.update(self._odd(field, columns[at]))
        if all("" in columns[at] for at in self._identity):
            odd.update(place for place, cells in enumerate(table) if not any(cells[at] for at in self._identity))
        plain = [True] * len(table)
        for place in odd:
            plain[place] = False
        return plain

    def _odd(self, field: str, column: Column) -> Iterable[int]:
        """Return the places of cells that are not plain for the field."""
        if field == "unlimited":
            unknown = {text for text in set(column) if self._flag(text) is None}
            return [place for place, text in enumerate(column) if text in unknown] if unknown else ()
        joined = "\0".join(("", *column, ""))
        if (pattern := self._patterns.get(field)) is not None:
            return _odd_values(column, joined, pattern)
        odd = _odd_texts(column, joined)
        if field == "sku" and _PERHAPS_DAMAGED.search(joined):
            odd += [place for place, text in enumerate(column) if sku_damage(text)]
        elif field == "barcode" and _NOT_DIGITS.search(joined):
            odd += [place for place, text in enumerate(column) if barcode_damage(text) not in (None, "damage_zeros")]
        return odd

    def _flag(self, text: str) -> bool | None:
        """Return what a flag says, None when ``row_from_fields`` has to say why not; few texts, so they are kept."""
        if text not in self._flags and len(self._flags) < 1_000:
            row, problems = row_from_fields(1, {"sku": "A", "unlimited": text})
            self._flags[text] = row.unlimited if row is not None and not problems else None
        return self._flags.get(text)

    def _values(
        self, columns: Sequence[Column], field: str, convert: Callable[[Column], Iterable[Any]], absent: Any = None
    ) -> Iterable[Any]:
        at = self._columns.get(field)
        return repeat(absent) if at is None else convert(columns[at])


class QuickReport(Quick):
    """Makes report rows as ``rakumap.core.report.row_from_fields`` does; ``decimal`` is the mark of prices."""

    def __init__(self, columns: Mapping[str, int], decimal: str, digests: Digests | None = None) -> None:
        self._digests = digests
        patterns = {"quantity": _WHOLE, "price": _PRICES.get(decimal, _PRICES["."]), "updated": _TIMES}
        super().__init__(columns, ("sku", "listing_id"), patterns)

    def rows(self, lines: Sequence[int], table: Sequence[tuple[str, ...]]) -> Iterator[ReportRow]:
        """Make the rows of records that are all plain."""
        if not table:
            return iter(())
        columns = list(zip(*table, strict=True))
        get = partial(self._values, columns)
        return map(
            ReportRow,
            lines,
            get("listing_id", _optional),
            get("sku", iter, ""),
            get("title", iter, ""),
            get("quantity", _numbers),
            get("unlimited", partial(map, self._flags.__getitem__), False),
            get("price", _decimals),
            get("currency", _optional),
            get("barcode", _optional),
            get("parent_id", _optional),
            get("variation", _optional),
            get("updated", _times),
            repeat(None) if self._digests is None else self._digests.of(table) or repeat(None),
        )


class QuickItems(Quick):
    """Makes inventory rows; a blank cell is None."""

    def __init__(self, columns: Mapping[str, int]) -> None:
        super().__init__(columns, ("sku",), {"level": _SIGNED, "in_open_orders": _WHOLE})

    def rows(self, lines: Sequence[int], table: Sequence[tuple[str, ...]]) -> Iterator[ItemRow]:
        """Make the rows of records that are all plain."""
        if not table:
            return iter(())
        columns = list(zip(*table, strict=True))
        get = partial(self._values, columns)
        return map(
            ItemRow,
            lines,
            get("sku", iter, ""),
            get("title", _optional),
            get("barcode", _optional),
            get("level", _numbers),
            get("in_open_orders", _numbers),
        )


def _odd_values(column: Column, joined: str, pattern: re.Pattern[str]) -> Iterable[int]:
    if joined.count("\0") == len(column) + 1 and _have_shape(joined, column, pattern):
        return ()
    return [
        place for place, text in enumerate(column) if "\0" in text or not _have_shape(f"\0{text}\0", (text,), pattern)
    ]


def _have_shape(joined: str, column: Column, pattern: re.Pattern[str]) -> bool:
    return pattern.fullmatch(joined) is not None and (pattern is not _TIMES or _are_times(column))


def _odd_texts(column: Column, joined: str) -> list[int]:
    if joined.count("\0") == len(column) + 1 and not any(edge in joined for edge in _EDGES):
        if joined.isascii():
            return []
        try:
            joined.encode()
            if max(map(len, column)) * 4 <= MAX_BYTES:
                return []
        except UnicodeEncodeError:
            pass
    return [
        place
        for place, text in enumerate(column)
        if text[:1] in (" ", "\t", "'") or text[-1:] in (" ", "\t") or storable(text) is not None
    ]


def _optional(column: Column) -> Iterable[object]:
    return [text or None for text in column]


def _numbers(column: Column) -> Iterable[object]:
    return [int(text) if text else None for text in column]


def _decimals(column: Column) -> Iterable[object]:
    return [Decimal(text.replace(",", ".")) if text else None for text in column]


def _times(column: Column) -> Iterable[object]:
    return [datetime.fromisoformat(text) if text else None for text in column]


def _are_times(column: Column) -> bool:
    """Whether all of these, which have the right shape, are times there are: no 30 February."""
    try:
        _times(column)
    except ValueError:
        return False
    return True

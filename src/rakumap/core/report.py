"""The pure parts of a report's merge: one record -> a row with its problems, and the guard against broken reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeVar

from rakumap.core.errors import UserError
from rakumap.core.model import Problem, ReportRow
from rakumap.core.numbers import price, report_quantity
from rakumap.core.text import barcode_damage, sku_damage, storable, trimmed

FIELDS = (
    "listing_id",
    "sku",
    "title",
    "quantity",
    "unlimited",
    "price",
    "currency",
    "barcode",
    "parent_id",
    "variation",
    "updated",
)
"""What a report can say of a listing; the keys ``row_from_fields`` reads."""

_YES = frozenset({"true", "1", "yes", "y", "x"})
_NO = frozenset({"", "false", "0", "no", "n"})
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?: ?(?:Z|[+-][0-9]{2}:?[0-9]{2}))?)?"
)
_T = TypeVar("_T")


def guard(previous_live: int, lost: int, rows: int) -> str | None:
    """Code why a complete report has to wait for a person's word (``held_empty``, ``held_lost``), or None.

    ``previous_live`` listings were live before it, ``lost`` of them are not in it, ``rows`` records are.
    """
    if previous_live and not rows:
        return "held_empty"
    return "held_lost" if lost > 50 and lost * 5 > previous_live else None


def listing_id_of(row: ReportRow) -> str:
    """Return the listing's identity to the outside: the channel's own, else ``sku:`` and the SKU."""
    return row.listing_id or f"sku:{row.sku}"


def row_from_fields(
    line: int, fields: Mapping[str, str | None], decimal_mark: str = "."
) -> tuple[ReportRow | None, list[Problem]]:
    """Read one record; ``fields`` maps names of ``FIELDS`` to the cells as text, absent or None where there is none.

    ASCII spaces and tabs at both ends of a cell are not part of it; everything else is, SKUs being opaque. A SKU or id
    that is missing or cannot be kept makes the record unusable (None, with a Problem of ``identity``); any other bad
    value is a Problem and unset in the row. An empty record is left out with a Problem.
    """
    return _Record(line, fields, decimal_mark).row()


class _Record:
    """Gathers the problems of one record while its cells are read."""

    def __init__(self, line: int, fields: Mapping[str, str | None], decimal_mark: str) -> None:
        self._line = line
        self._cells = {name: trimmed(fields.get(name) or "") for name in FIELDS}
        self._mark = decimal_mark
        self._problems: list[Problem] = []

    def row(self) -> tuple[ReportRow | None, list[Problem]]:
        cells = self._cells
        if not any(cells.values()):
            self._problem("sku", "blank_row", {})
            return None, self._problems
        if not self._identity():
            return None, self._problems
        self._damage("sku", sku_damage)
        self._damage("barcode", _barcode_shape_damage)
        row = ReportRow(
            line=self._line,
            listing_id=cells["listing_id"] or None,
            sku=cells["sku"],
            title=self._text("title") or "",
            quantity=self._value("quantity", report_quantity),
            unlimited=self._value("unlimited", _yes) or False,
            price=self._value("price", self._price),
            currency=self._text("currency"),
            barcode=self._text("barcode"),
            parent_id=self._text("parent_id"),
            variation=self._text("variation"),
            updated=self._value("updated", _time),
        )
        return row, self._problems

    def _identity(self) -> bool:
        for name in ("listing_id", "sku"):
            if code := storable(self._cells[name]):
                self._problem(name, code, {"field": name}, identity=True)
                return False
        if not self._cells["listing_id"] and not self._cells["sku"]:
            self._problem("sku", "no_identity", {}, identity=True)
            return False
        return True

    def _text(self, name: str) -> str | None:
        code = storable(self._cells[name])
        if code:
            self._problem(name, code, {"field": name})
        return None if code else self._cells[name] or None

    def _value(self, name: str, read: Callable[[str], _T]) -> _T | None:
        try:
            return read(self._cells[name])
        except UserError as error:
            self._problem(name, error.code, {"value": _short(self._cells[name])})
            return None

    def _price(self, text: str) -> Decimal | None:
        return price(text, self._mark) if text else None

    def _damage(self, name: str, find: Callable[[str], str | None]) -> None:
        if code := find(self._cells[name]):
            self._problem(name, code, {"value": self._cells[name]})

    def _problem(self, name: str, code: str, values: Mapping[str, str], identity: bool = False) -> None:
        known = {key: value for key in ("sku", "listing_id") if (value := self._cells[key]) and not storable(value)}
        self._problems.append(Problem(self._line, name, code, values, identity=identity, **known))


def _short(text: str) -> str:
    """Return enough of a bad cell to recognise it, in a form that can be kept."""
    return text[:100].encode("utf-8", "replace").decode().replace("\x00", "?")


def _barcode_shape_damage(text: str) -> str | None:
    """Damage that shows in the shape alone; that zeros are lost is a guess, left to the matching."""
    code = barcode_damage(text)
    return None if code == "damage_zeros" else code


def _yes(text: str) -> bool:
    word = text.lower()
    if word in _YES or word in _NO:
        return word in _YES
    raise UserError("bad_flag", value=text)


def _time(text: str) -> datetime | None:
    if not text:
        return None
    if _TIME.fullmatch(text):
        try:
            moment = datetime.fromisoformat(text.replace(" ", "T", 1).replace(" ", ""))
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    raise UserError("bad_time", value=text)

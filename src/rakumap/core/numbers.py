"""Numbers as people and files write them: strict, ASCII digits only, exact.

``int()`` and ``Decimal()`` alone take ``1_000``, full-width digits, ``nan`` and ``1e3``; nothing here does.
"""

from __future__ import annotations

import re
from decimal import Decimal

from rakumap.core.errors import UserError
from rakumap.core.text import trimmed

LIMIT_FIELDS = ("max_listed", "end_when", "percentage")
"""The fields ``parse_limit`` and ``format_limit`` know; they are the JSON keys of a listing."""

_WHOLE = re.compile(r"[0-9]{1,9}")
_SIGNED = re.compile(r"-?[0-9]{1,9}")
_PERCENTAGE = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,2})?")
_PRICE = re.compile(r"[0-9]{1,12}(?:[.,][0-9]{1,6})?")


def whole_number(text: str) -> int:
    """Read 0 to 999,999,999; raises ``UserError`` ``bad_whole_number``."""
    if not _WHOLE.fullmatch(trimmed(text)):
        raise UserError("bad_whole_number", value=text)
    return int(trimmed(text))


def stock_level(text: str) -> int:
    """Read an item's level, which may be below zero; raises ``UserError`` ``bad_level``."""
    if not _SIGNED.fullmatch(trimmed(text)):
        raise UserError("bad_level", value=text)
    return int(trimmed(text))


def report_quantity(text: str) -> int | None:
    """Read the quantity of a report; blank is None. Raises ``UserError`` ``negative_quantity``, ``bad_quantity``."""
    plain = trimmed(text)
    if not plain:
        return None
    if _WHOLE.fullmatch(plain):
        return int(plain)
    raise UserError("negative_quantity" if _SIGNED.fullmatch(plain) else "bad_quantity", value=text)


def percentage(text: str, decimal_mark: str = ".") -> Decimal:
    """Read 0 to 100 with up to two decimals behind ``.``, or also ``,`` when that is the decimal mark.

    Raises ``UserError`` ``bad_percentage``.
    """
    plain = trimmed(text)
    if _PERCENTAGE.fullmatch(plain) and ("," not in plain or decimal_mark == ","):
        value = Decimal(plain.replace(",", "."))
        if value <= 100:
            return value
    raise UserError("bad_percentage", value=text)


def price(text: str, decimal_mark: str = ".") -> Decimal:
    """Read a price: digits, then up to six decimals behind the decimal mark; raises ``UserError`` ``bad_price``."""
    plain = trimmed(text)
    other = "." if decimal_mark == "," else ","
    if not _PRICE.fullmatch(plain) or other in plain:
        raise UserError("bad_price", value=text)
    return Decimal(plain.replace(",", "."))


def parse_limit(field: str, text: str, decimal_mark: str = ".") -> int | Decimal | None:
    """Read a cell of ``max_listed``, ``end_when`` (int) or ``percentage`` (Decimal); blank and ``-`` are unset (None).

    Raises ``UserError`` ``bad_whole_number`` or ``bad_percentage``.
    """
    if trimmed(text) in ("", "-"):
        return None
    return percentage(text, decimal_mark) if field == "percentage" else whole_number(text)


def format_percentage(value: Decimal) -> str:
    """Write a percentage in its one canonical form: ``50``, ``12.5``, ``0.25``."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_limit(value: int | Decimal | None) -> str:
    """Write a limit as it is typed and exported; unset is the empty text."""
    if value is None:
        return ""
    return format_percentage(value) if isinstance(value, Decimal) else str(value)

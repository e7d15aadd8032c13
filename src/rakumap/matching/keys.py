"""Keys that name a thing exactly: barcodes and SKUs, in the forms they are written in."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rakumap.core.text import gtin_valid

_PARTS = re.compile(r"[^\W_]+")
_LEAST = 4
"""Characters of a SKU's core; a shorter one says nothing."""


def gtin(text: str | None) -> str | None:
    """A barcode as 14 digits when it is a valid GTIN of any length, with lost leading zeros put back; else nothing."""
    digits = _digits(text)
    for length in (8, 12, 13, 14):
        if digits is not None and len(digits) <= length <= len(digits) + 5:
            whole = digits.rjust(length, "0")
            if gtin_valid(whole):
                return None if _internal(whole.rjust(14, "0")) else whole.rjust(14, "0")
    return None


def barcode_key(text: str | None) -> str | None:
    """A barcode as 14 digits: the GTIN when it is valid, else its digits as they are; nothing when it is no number."""
    digits = _digits(text)
    if digits is None or not digits.strip("0"):
        return None
    return gtin(text) or digits.rjust(14, "0")


def _digits(text: str | None) -> str | None:
    found = unicodedata.normalize("NFKC", text or "").replace(" ", "").replace("-", "")
    return found if 6 <= len(found) <= 14 and found.isascii() and found.isdigit() else None


def _internal(gtin14: str) -> bool:
    """Whether the number is one that every shop may use for itself (prefixes 02, 04, 20 to 29), or is all zeros."""
    prefix = gtin14[1:3]
    return not gtin14.strip("0") or (gtin14[0] == "0" and (prefix in ("02", "04") or "20" <= prefix <= "29"))


def sku_key(sku: str) -> str:
    """A SKU without case, width, separators and leading zeros."""
    return "".join(_sku_parts(sku)).lstrip("0")


@lru_cache(maxsize=8192)
def sku_cores(sku: str) -> tuple[str, ...]:
    """What is left of a SKU when words before or behind are taken off it (shop, channel, state), longest first.

    The whole SKU is not among them.
    """
    parts = _sku_parts(sku)
    whole = "".join(parts).lstrip("0")
    found: set[str] = set()
    for start in range(len(parts)):
        for end in range(start + 1, len(parts) + 1):
            found.add("".join(parts[start:end]).lstrip("0"))
    found |= {whole[1:], whole[:-1]} if len(whole) > _LEAST + 2 else set()
    found = {core for core in found - {whole} if len(core) >= _LEAST and any(c.isdigit() for c in core)}
    return tuple(sorted(found, key=lambda core: (-len(core), core)))


def weak(key: str) -> bool:
    """Whether a key could be a running number of anybody: short digits."""
    return len(key) < 4 or (key.isdigit() and len(key) < 7)


def _sku_parts(sku: str) -> list[str]:
    return _PARTS.findall(unicodedata.normalize("NFKC", sku[:100]).casefold())[:8]

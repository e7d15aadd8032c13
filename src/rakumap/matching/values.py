"""What a reason is about: the words of the listing and of the item that speak for or against the pair.

Pure and quick (under a millisecond a pair), for the few pairs that a person looks at; any thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rakumap.matching.keys import sku_key
from rakumap.matching.text import Read, measured, read


@dataclass(frozen=True, slots=True)
class Value:
    """The words of a reason as the two texts have them; empty where a side says nothing."""

    listing: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a side is known by."""

    sku: str
    title: str
    barcode: str | None = None


def values(listing: Said, item: Said, reasons: Iterable[str]) -> dict[str, Value]:
    """The values of those reasons (codes of ``words``) that have some."""
    sides = _Sides(listing, item)
    found = {code: sides.value(code) for code in reasons}
    return {code: value for code, value in found.items() if value.listing or value.item}


class _Sides:
    """Both texts, read once."""

    def __init__(self, listing: Said, item: Said) -> None:
        self.listing, self.item = listing, item
        self.mine, self.theirs = read(listing.title), read(item.title)
        self.amounts = measured(listing.title), measured(item.title)

    def value(self, code: str) -> Value:
        if code in ("equal_barcode", "other_barcode"):
            return Value(self.listing.barcode or "", self.item.barcode or "")
        if code == "equal_sku":
            return Value(self.listing.sku, self.item.sku)
        if code == "sku_inside":
            return Value(_around(self.listing.sku, self.item.sku), self.item.sku)
        if code in ("model", "same_model"):
            longest = _joined(sorted(self.mine.codes & self.theirs.codes, key=lambda one: (-len(one), one))[:1])
            return Value(longest, longest)
        if code == "listing_says_more":
            return Value(listing=_joined([*self._only(0), *_variants(self.mine, self.theirs)]))
        if code == "item_says_more":
            return Value(item=_joined([*self._only(1), *_variants(self.theirs, self.mine)]))
        return self._differing(code)

    def _differing(self, code: str) -> Value:
        mine, theirs = self.mine, self.theirs
        if code == "other_amount":
            shared = {base for base, _ in self.amounts[0]} & {base for base, _ in self.amounts[1]}
            return Value(_joined(self._only(0, shared)), _joined(self._only(1, shared)))
        if code == "other_model":
            return Value(_joined(sorted(mine.codes - theirs.codes)), _joined(sorted(theirs.codes - mine.codes)))
        if code == "other_colour":
            return Value(_joined(sorted(mine.colours)), _joined(sorted(theirs.colours)))
        if code == "other_size":
            return Value(_joined(sorted(mine.sizes)).upper(), _joined(sorted(theirs.sizes)).upper())
        if code == "other_pack":
            return Value(str(mine.pack), str(theirs.pack))
        return Value()

    def _only(self, side: int, bases: set[str] | None = None) -> list[str]:
        """Amounts that one side alone names, as its title has them; of these kinds, else of kinds the other lacks."""
        own, other = self.amounts[side], self.amounts[1 - side]
        kinds = bases if bases is not None else {base for base, _ in own} - {base for base, _ in other}
        return [text for key, text in own.items() if key[0] in kinds and key not in other]


def _variants(one: Read, other: Read) -> list[str]:
    packs = [f"× {one.pack}"] if one.pack > 1 and other.pack == 1 else []
    return [*sorted(one.colours - other.colours), *(size.upper() for size in sorted(one.sizes - other.sizes)), *packs]


def _around(whole: str, inner: str) -> str:
    """What stands around the inner SKU, with ``…`` in its place; the whole when it is written in another way."""
    place = whole.casefold().find(inner.casefold()) if sku_key(inner) else -1
    return whole if place < 0 else f"{whole[:place]}…{whole[place + len(inner) :]}"


def _joined(words: Iterable[str]) -> str:
    return ", ".join(words)


Values = Mapping[str, Value]
__all__ = ["Said", "Value", "Values", "values"]

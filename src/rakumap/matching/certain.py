"""What may link by itself: classes of evidence that hold in any catalogue; a score alone never does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rakumap.matching.arrays import Floats, Longs
from rakumap.matching.features import F
from rakumap.matching.index import ranked_within
from rakumap.matching.model import Doubles

Flags = npt.NDArray[np.bool_]
CLASSES = ("", "equal_sku", "equal_barcode", "sku_inside", "model", "same_words")
"""Code of each class; the first is none. What an automatic link's origin says."""


@dataclass(slots=True)
class Seen:
    """What the features do not say of a pair: whether its keys are the only ones of their kind."""

    barcode_alone: Flags
    sku_alone: Flags
    exact_alone: Flags
    """The very SKU, to the letter, is on no other listing; items have each their own."""
    title_alone: Flags
    sku_odd: Flags
    """The listing has a SKU that no item has, in a shop where SKUs of listings are mostly those of items."""


def classify(
    features: Floats, left: Longs, chance: Doubles, seen: Seen, ties: npt.NDArray[np.uint64]
) -> npt.NDArray[np.int8]:
    """The class of each pair; at most one pair of a listing has one, and it is the one that ranks first."""
    found = np.zeros(len(left), dtype=np.int8)
    if not len(left):
        return found
    f = _Named(features)
    first, second = _first_two(left, chance, ties)
    keys = np.maximum.reduce([f.sku_exact, f.gtin_same, f.barcode_same])
    torn = _best_other(keys, left, first) > 0  # a key that names another item
    rules = _rules(f, chance, first & ~_contradicted(f) & ~torn, second, _best_other(f.word_listing, left, first), seen)
    for code in reversed(CLASSES[1:]):
        found[rules[code]] = CLASSES.index(code)
    return found


def _rules(f: _Named, chance: Doubles, first: Flags, second: Doubles, rival: Floats, seen: Seen) -> dict[str, Flags]:
    """What each class asks; ``first`` are the pairs that come first and that nothing contradicts."""
    extra, less = _listing_says_more(f), (f.colour_item_only + f.size_item_only + f.pack_item_only) > 0
    agrees = (f.gram_item >= 0.3) & (f.word_best_shared > 0)
    wordy = f.short <= 1 / 3  # the item has two words or more
    plain, ahead = first & ~extra & ~less, chance >= 4 * second
    says_more, says_as_much = rival > f.word_listing + 0.1, rival > f.word_listing - 0.02
    silent = (rival < 0.35) & (f.sku_same >= 1)  # no text speaks for anything, such as in another language
    barcode = ((f.gtin_same > 0) & ~(extra & less)) | ((f.barcode_same > 0) & ~extra & ~less & (chance >= 0.95))
    exact = (f.sku_exact > 0) & seen.exact_alone
    alike = (f.sku_same > 0) & (f.sku_exact == 0) & seen.sku_alone & (chance >= 0.9)
    sku = (exact | alike) & (f.number_listing_only == 0)
    one_pack = f.pack_item_only + f.pack_listing_only + f.size_item_only + f.size_listing_only + f.bundle == 0
    long_code = (f.code_long > 0) & (chance >= 0.95)
    short_code = (f.code_alone > 0) & (f.colour_item_only == 0) & ~says_as_much & ahead & (chance >= 0.98)
    whole = (f.word_all_item > 0) & (f.word_listing > 0.999) & wordy
    return {
        "equal_barcode": first & barcode & agrees & seen.barcode_alone,
        "equal_sku": first & sku & ~extra & ~says_more & (((chance >= 0.5) & agrees) | silent),
        "sku_inside": plain & (f.sku_core >= 1) & agrees & seen.sku_alone & ~says_more & ahead & (chance >= 0.95),
        "model": first & (long_code | short_code) & wordy & one_pack & (f.head_shared > 0) & ~seen.sku_odd,
        "same_words": plain & whole & seen.title_alone & ~says_as_much & ahead & (chance >= 0.9) & ~seen.sku_odd,
    }


def _contradicted(f: _Named) -> Flags:
    """Whether the two say different things of the same kind."""
    names = ("code", "measure", "colour", "size", "pack", "gtin")
    found = [getattr(f, f"{name}_conflict") > 0 for name in names]
    return np.asarray(np.any([*found, f.measure_split > 0], axis=0))


def _listing_says_more(f: _Named) -> Flags:
    """Whether the listing names a variant that the item does not."""
    names = ("colour_listing_only", "size_listing_only", "pack_listing_only", "measure_listing_only", "bundle")
    return np.asarray(np.any([getattr(f, name) > 0 for name in names], axis=0))


class _Named:
    """Columns of the features by name."""

    def __init__(self, features: Floats) -> None:
        self._features = features

    def __getattr__(self, name: str) -> Floats:
        return self._features[:, F[name]]


def _first_two(left: Longs, chance: Doubles, ties: npt.NDArray[np.uint64]) -> tuple[Flags, Doubles]:
    """Whether a pair ranks first for its listing, and the chance of the one behind the first."""
    order, place = ranked_within(left, -chance, ties)
    first = np.zeros(len(left), dtype=np.bool_)
    first[order[place == 0]] = True
    behind = np.zeros(int(left.max()) + 1)
    behind[left[order[place == 1]]] = chance[order[place == 1]]
    return first, behind[left]


def _best_other(values: Floats, left: Longs, first: Flags) -> Floats:
    """For each pair, the highest value among the listing's candidates but the first."""
    most = np.zeros(int(left.max()) + 1, dtype=np.float32)
    np.maximum.at(most, left[~first], values[~first])
    return most[left]

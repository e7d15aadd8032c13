"""What speaks for and against a pair, as numbers from about 0 to 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rakumap.core.suggestion import ListingText
from rakumap.core.text import gtin_valid
from rakumap.matching import arrays
from rakumap.matching.arrays import WORDS, Floats, Longs, Matrix, Texts, addresses
from rakumap.matching.index import Index, weight_of_one
from rakumap.matching.keys import barcode_key, sku_cores, sku_key, weak
from rakumap.matching.retrieval import Pairs

NAMES = (
    "word_cosine",
    "word_listing",
    "word_item",
    "word_best_shared",
    "word_best_listing_only",
    "word_best_item_only",
    "word_unknown",
    "word_all_item",
    "gram_cosine",
    "gram_listing",
    "gram_item",
    "digit_listing",
    "digit_item",
    "code_shared",
    "code_conflict",
    "code_item_only",
    "code_cover_item",
    "code_cover_listing",
    "code_none_item",
    "number_shared",
    "number_listing_only",
    "number_item_only",
    "measure_shared",
    "measure_conflict",
    "measure_listing_only",
    "measure_item_only",
    "colour_shared",
    "colour_conflict",
    "colour_listing_only",
    "colour_item_only",
    "size_shared",
    "size_conflict",
    "size_listing_only",
    "size_item_only",
    "pack_shared",
    "pack_conflict",
    "pack_listing_only",
    "pack_item_only",
    "head_shared",
    "length",
    "gtin_same",
    "barcode_same",
    "gtin_near",
    "gtin_conflict",
    "sku_same",
    "sku_core",
    "sku_near",
    "short",
)
"""What the ranking weighs."""
FACTS = ("code_alone", "code_long", "bundle", "sku_exact", "measure_split")
"""What only the classes of evidence look at."""
F = {name: place for place, name in enumerate((*NAMES, *FACTS))}


@dataclass(slots=True)
class Shared:
    """Of one kind of token, for each pair: what both have, and what only one has."""

    shared: Floats
    best_shared: Floats
    best_left: Floats
    best_right: Floats
    left_count: Floats
    right_count: Floats
    shared_count: Floats


def spread(matrix: Matrix, rows: Longs) -> tuple[Longs, Longs]:
    """Each pair's place and column, for all columns of the rows."""
    sizes = np.diff(matrix.indptr)[rows].astype(np.int64)
    pair = np.repeat(np.arange(len(rows), dtype=np.int64), sizes)
    first = np.repeat(matrix.indptr[rows].astype(np.int64) - np.cumsum(sizes) + sizes, sizes)
    return pair, matrix.indices[first + np.arange(len(pair))].astype(np.int64)


def held(cells: Longs, width: int, rows: Longs, columns: Longs) -> np.ndarray:
    """Whether the cells are filled."""
    if not len(cells):
        return np.zeros(len(rows), dtype=np.bool_)
    wanted = rows * width + columns
    place = np.searchsorted(cells, wanted)
    place[place == len(cells)] = 0
    return np.asarray(cells[place] == wanted)


def overlap(left: Matrix, right: Matrix, cells: Longs, pairs: Pairs, weight: Floats | None) -> Shared:
    """What the two rows of each pair share, weighted; ``cells`` are the addresses of the right."""
    count = len(pairs)
    pair, column = spread(left, pairs.left)
    both = held(cells, right.shape[1], pairs.right[pair], column)
    value = weight[column] if weight is not None else np.ones(len(column), dtype=np.float32)
    shared = np.bincount(pair[both], value[both], count).astype(np.float32)
    shared_count = np.bincount(pair[both], minlength=count).astype(np.float32)
    best_shared, best_left = _most(pair[both], value[both], count), _most(pair[~both], value[~both], count)
    left_count = np.bincount(pair, minlength=count).astype(np.float32)
    pair, column = spread(right, pairs.right)
    only = ~held(addresses(left), left.shape[1], pairs.left[pair], column)
    value = weight[column] if weight is not None else np.ones(len(column), dtype=np.float32)
    best_right = _most(pair[only], value[only], count)
    right_count = np.bincount(pair, minlength=count).astype(np.float32)
    return Shared(shared, best_shared, best_left, best_right, left_count, right_count, shared_count)


def _most(pair: Longs, value: Floats, count: int) -> Floats:
    found = np.zeros(count, dtype=np.float32)
    np.maximum.at(found, pair, value)
    return found


def product(left: Matrix, right: Matrix, pairs: Pairs, weight: Floats, squared: Floats) -> tuple[Floats, Floats]:
    """Sums of weights and of squared weights of what both have; for matrices with many columns a row."""
    plain = np.empty(len(pairs), dtype=np.float32)
    square = np.empty(len(pairs), dtype=np.float32)
    for start in range(0, len(pairs), 20_000):
        rows = slice(start, start + 20_000)
        both = left[pairs.left[rows]].multiply(right[pairs.right[rows]]).tocsr()
        plain[rows] = both @ weight
        square[rows] = both @ squared
    return plain, square


def _part(some: npt.NDArray[Any], whole: npt.NDArray[Any]) -> Floats:
    return np.asarray(some / np.maximum(whole, 1e-6), dtype=np.float32)


def measure(index: Index, listings: Sequence[ListingText], texts: Texts, pairs: Pairs) -> Floats:
    """The features of every pair."""
    found = np.zeros((len(pairs), len(F)), dtype=np.float32)
    _words(index, texts, pairs, found)
    _letters(index, texts, pairs, found)
    _codes(index, texts, pairs, found)
    _variants(index, texts, pairs, found)
    _keys(index, listings, pairs, found)
    return found


def _words(index: Index, texts: Texts, pairs: Pairs, found: Floats) -> None:
    weight = index.weights["words"]
    top = float(np.log1p(len(index) + 1.0))
    words = overlap(texts.words, index.texts.words, index.cells["words"], pairs, weight)
    left_sum = np.asarray(texts.words @ weight, dtype=np.float32)[pairs.left]
    right_sum = index.sums["words"][pairs.right]
    left_norm = np.sqrt(np.asarray(texts.words @ index.squared["words"]))[pairs.left]
    _, square = product(texts.words, index.texts.words, pairs, weight, index.squared["words"])
    found[:, F["word_cosine"]] = _part(square, left_norm * index.norms["words"][pairs.right])
    found[:, F["word_listing"]] = _part(words.shared, left_sum)
    found[:, F["word_item"]] = _part(words.shared, right_sum)
    found[:, F["word_best_shared"]] = words.best_shared / top
    found[:, F["word_best_listing_only"]] = words.best_left / top
    found[:, F["word_best_item_only"]] = words.best_right / top
    known = np.asarray(texts.words @ index.known)[pairs.left]
    found[:, F["word_unknown"]] = 1 - _part(known, words.left_count)
    found[:, F["word_all_item"]] = (words.shared_count == words.right_count) & (words.right_count > 0)
    found[:, F["length"]] = np.abs(np.log(_part(words.right_count + 1, known + 1)))
    found[:, F["short"]] = 1 / (1 + words.right_count)
    heads = index.texts.heads[pairs.right].astype(np.int64)
    found[:, F["head_shared"]] = held(addresses(texts.words), WORDS, pairs.left, np.maximum(heads, 0)) & (heads >= 0)


def _letters(index: Index, texts: Texts, pairs: Pairs, found: Floats) -> None:
    for kind, name in (("grams", "gram"), ("digits", "digit")):
        left, right, weight = getattr(texts, kind), getattr(index.texts, kind), index.weights[kind]
        plain, square = product(left, right, pairs, weight, index.squared[kind])
        left_sum = np.asarray(left @ weight, dtype=np.float32)[pairs.left]
        found[:, F[f"{name}_listing"]] = _part(plain, left_sum)
        found[:, F[f"{name}_item"]] = _part(plain, index.sums[kind][pairs.right])
        if kind == "grams":
            norm = np.sqrt(np.asarray(left @ index.squared[kind]))[pairs.left]
            found[:, F["gram_cosine"]] = _part(square, norm * index.norms[kind][pairs.right])


def _codes(index: Index, texts: Texts, pairs: Pairs, found: Floats) -> None:
    top = float(np.log1p(len(index) + 1.0))
    codes = overlap(texts.codes, index.texts.codes, index.cells["codes"], pairs, index.weights["codes"])
    found[:, F["code_shared"]] = codes.best_shared / top
    found[:, F["code_long"]] = _long(texts, index, pairs)
    found[:, F["code_alone"]] = codes.best_shared >= weight_of_one(len(index)) - 1e-4
    left_only, right_only = codes.left_count - codes.shared_count, codes.right_count - codes.shared_count
    found[:, F["code_conflict"]] = (left_only > 0) & (right_only > 0) & (codes.shared_count == 0)
    found[:, F["code_item_only"]] = np.minimum(right_only, 3) / 3
    mine, theirs = (texts, pairs.left, addresses(texts.digits)), (index.texts, pairs.right, index.cells["digits"])
    found[:, F["code_cover_item"]] = _covered(*theirs[:2], *mine[1:])
    found[:, F["code_cover_listing"]] = _covered(*mine[:2], *theirs[1:])
    found[:, F["code_none_item"]] = codes.right_count == 0
    numbers = overlap(texts.numbers, index.texts.numbers, index.cells["numbers"], pairs, None)
    found[:, F["number_shared"]] = np.minimum(numbers.shared_count, 3) / 3
    found[:, F["number_listing_only"]] = np.minimum(numbers.left_count - numbers.shared_count, 3) / 3
    found[:, F["number_item_only"]] = np.minimum(numbers.right_count - numbers.shared_count, 3) / 3


def _long(texts: Texts, index: Index, pairs: Pairs) -> npt.NDArray[np.bool_]:
    """Whether the two share a long code that no other item has."""
    pair, column = spread(texts.codes, pairs.left)
    column_counts = index.counts["codes"][column]
    both = held(index.cells["codes"], texts.codes.shape[1], pairs.right[pair], column)
    return np.bincount(pair[both & (column_counts == 1) & (column % 2 == 1)], minlength=len(pairs)) > 0


def _covered(texts: Texts, rows: Longs, others: Longs, cells: Longs) -> Floats:
    """How much of the codes of one side's texts stands in the titles of the other's."""
    pair, column = spread(texts.code_grams, rows)
    both = held(cells, texts.code_grams.shape[1], others[pair], column)
    return _part(np.bincount(pair[both], minlength=len(rows)), np.bincount(pair, minlength=len(rows)))


def _variants(index: Index, texts: Texts, pairs: Pairs, found: Floats) -> None:
    said = measures(texts, index.texts, index.cells["measures"], pairs)
    for name, count in zip(("shared", "conflict", "listing_only", "item_only", "split"), said, strict=True):
        found[:, F[f"measure_{name}"]] = np.minimum(count, 2) / 2
    for name, left, right in (
        ("colour", texts.colours[pairs.left], index.texts.colours[pairs.right]),
        ("size", texts.sizes[pairs.left], index.texts.sizes[pairs.right]),
    ):
        found[:, F[f"{name}_shared"]] = (left & right) > 0
        found[:, F[f"{name}_conflict"]] = (left > 0) & (right > 0) & ((left & right) == 0)
        found[:, F[f"{name}_listing_only"]] = (left & ~right) > 0
        found[:, F[f"{name}_item_only"]] = (right & ~left) > 0
    left, right = texts.packs[pairs.left], index.texts.packs[pairs.right]
    found[:, F["pack_shared"]] = (left == right) & (left > 1)
    found[:, F["pack_conflict"]] = (left != right) & (left > 1) & (right > 1)
    found[:, F["pack_listing_only"]] = (left > 1) & (right == 1)
    found[:, F["pack_item_only"]] = (left == 1) & (right > 1)
    found[:, F["bundle"]] = texts.bundles[pairs.left] != index.texts.bundles[pairs.right]


def measures(left: Texts, right: Texts, cells: Longs, pairs: Pairs) -> tuple[Floats, ...]:
    """Measures of each pair: how many both say, then numbers of kinds.

    Kinds in which they differ, that only one of them says, and of which each says what the other does not (4 GB and
    500 GB against 4 GB and 128 GB).
    """
    count, kinds = len(pairs), arrays.MEASURE_KINDS
    pair, column = spread(left.measures, pairs.left)
    both = held(cells, right.measures.shape[1], pairs.right[pair], column)
    shared = np.bincount(pair[both], minlength=count)
    here = np.zeros((count, kinds), dtype=np.bool_)
    there, agreed, mine, theirs = (here.copy() for _ in range(4))
    here[pair, column // 4096] = True
    agreed[pair[both], column[both] // 4096] = True
    mine[pair[~both], column[~both] // 4096] = True
    pair, column = spread(right.measures, pairs.right)
    there[pair, column // 4096] = True
    only = ~held(addresses(left.measures), left.measures.shape[1], pairs.left[pair], column)
    theirs[pair[only], column[only] // 4096] = True
    kinds_of = here & there & ~agreed, here & ~there, there & ~here, mine & theirs
    return tuple(np.asarray(one, dtype=np.float32) for one in (shared, *(kind.sum(axis=1) for kind in kinds_of)))


def _keys(index: Index, listings: Sequence[ListingText], pairs: Pairs, found: Floats) -> None:
    """Barcodes and SKUs; looked at one by one where a listing has some."""
    starts = np.searchsorted(pairs.left, np.arange(len(listings) + 1))
    for row, listing in enumerate(listings):
        here = range(int(starts[row]), int(starts[row + 1]))
        if code := barcode_key(listing.barcode):
            for place in here:
                _barcode(code, index.barcodes[int(pairs.right[place])], found[place])
        if listing.sku and (key := sku_key(listing.sku)):
            cores = sku_cores(listing.sku)
            for place in here:
                _sku(key, cores, index.sku_keys[int(pairs.right[place])], found[place])
                found[place, F["sku_exact"]] = listing.sku == index.skus[int(pairs.right[place])]


def _barcode(mine: str, theirs: str | None, row: Floats) -> None:
    if theirs is None:
        return
    if mine == theirs:
        row[F["gtin_same" if gtin_valid(mine) else "barcode_same"]] = 1
    elif _one_apart(mine, theirs):
        row[F["gtin_near"]] = 1
    else:
        row[F["gtin_conflict"]] = 1


def _one_apart(one: str, other: str) -> bool:
    if len(one) != len(other):
        return False
    differing = [place for place in range(len(one)) if one[place] != other[place]]
    return len(differing) == 1 or (
        len(differing) == 2
        and differing[1] == differing[0] + 1
        and one[differing[0]] == other[differing[1]]
        and one[differing[1]] == other[differing[0]]
    )


def _sku(key: str, cores: tuple[str, ...], theirs: str, row: Floats) -> None:
    strength = 0.5 if weak(theirs) else 1.0
    if key == theirs:
        row[F["sku_same"]] = strength
    elif theirs in cores:
        row[F["sku_core"]] = strength
    elif len(theirs) >= 5 and len(key) >= 5 and (key[:5] == theirs[:5] or key[-5:] == theirs[-5:]):
        row[F["sku_near"]] = 1

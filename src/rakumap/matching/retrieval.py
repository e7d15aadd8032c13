"""Candidates: some thirty items for each listing that share a key, rare words, digits or letters with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from rakumap.core.suggestion import ListingText
from rakumap.matching.arrays import Floats, Ints, Longs, Matrix, Texts
from rakumap.matching.index import Index, ranked_within
from rakumap.matching.keys import barcode_key, sku_cores, sku_key

TAKE = {"words": 16, "digits": 6, "grams": 12}
"""How many of each kind of likeness."""
BUDGET = {"words": 4_000, "digits": 2_000, "grams": 4_000}
"""Postings that one listing may look at, rarest first."""
_STEPS = 32
KEY_MOST = 8
"""Items with the same key that are looked at; so many mean that the key says nothing."""


@dataclass(slots=True)
class Pairs:
    """Candidate pairs: row of the listing, row of the item, sorted by both."""

    left: Longs
    right: Longs

    def __len__(self) -> int:
        return len(self.left)


def candidates(index: Index, listings: Sequence[ListingText], texts: Texts) -> Pairs:
    """The union of what keys, words, digits and letters find."""
    found = [_by_keys(index, listings)]
    for kind, count in TAKE.items():
        found.append(_alike(index, getattr(texts, kind), kind, count))
    left = np.concatenate([one[0] for one in found])
    right = np.concatenate([one[1] for one in found])
    both = np.unique(left * (len(index) + 1) + right)
    return Pairs(*np.divmod(both, len(index) + 1))


def _by_keys(index: Index, listings: Sequence[ListingText]) -> tuple[Longs, Longs]:
    left: list[int] = []
    right: list[int] = []
    for row, listing in enumerate(listings):
        rows: set[int] = set()
        if code := barcode_key(listing.barcode):
            rows.update(index.by_barcode.get(code, ())[:KEY_MOST])
        if key := sku_key(listing.sku):
            rows.update(index.by_sku.get(key, ())[:KEY_MOST])
            for core in sku_cores(listing.sku):
                rows.update(index.by_sku.get(core, ())[:KEY_MOST])
        left.extend([row] * len(rows))
        right.extend(rows)
    return np.asarray(left, dtype=np.int64), np.asarray(right, dtype=np.int64)


def _alike(index: Index, matrix: Matrix, kind: str, count: int) -> tuple[Longs, Longs]:
    query = _pruned(matrix, index.counts[kind], index.squared[kind], BUDGET[kind])
    found: Matrix = query @ index.postings[kind]
    found.data /= index.pivots[kind][found.indices]
    return _best(found, count, index.ties)


def _pruned(matrix: Matrix, counts: Ints, squared: Floats, budget: int) -> Matrix:
    """The query with squared weights, without what no item has and without the commonest beyond the budget."""
    rows = np.repeat(np.arange(matrix.shape[0], dtype=np.int64), np.diff(matrix.indptr))
    cost = counts[matrix.indices]
    known = np.flatnonzero(cost)
    rows, columns, cost = rows[known], matrix.indices[known], cost[known].astype(np.int64)
    order, place = ranked_within(rows, cost, columns)
    rows, columns, cost = rows[order], columns[order], cost[order]
    before = np.cumsum(cost) - cost
    spent = before - np.repeat(before[place == 0], np.diff(np.append(np.flatnonzero(place == 0), len(place))))
    keep = (spent + cost <= budget) | (place < 1)
    rows, columns = rows[keep], columns[keep]
    return sparse.csr_matrix((squared[columns], (rows, columns)), shape=matrix.shape)


def _best(found: Matrix, count: int, ties: npt.NDArray[np.uint64]) -> tuple[Longs, Longs]:
    """The best few of each row; equal ones by a number that hangs on the SKU alone."""
    sizes = np.diff(found.indptr)
    rows = np.repeat(np.arange(found.shape[0], dtype=np.int64), sizes)
    if not len(rows):
        return rows, rows
    most = np.zeros(found.shape[0], dtype=np.float32)
    filled = np.flatnonzero(sizes)
    most[filled] = np.maximum.reduceat(found.data, found.indptr[:-1][filled])
    # Ordering all would take longest: first find, in steps of the best score, how low each row has to go for enough.
    step = np.minimum((found.data / most[rows] * _STEPS).astype(np.int64), _STEPS - 1)
    held = np.bincount(rows * _STEPS + step, minlength=found.shape[0] * _STEPS).reshape(-1, _STEPS)
    enough = np.cumsum(held[:, ::-1], axis=1) >= count
    lowest = np.where(enough.any(axis=1), _STEPS - 1 - enough.argmax(axis=1), 0)
    near = step >= np.maximum(lowest, _STEPS // 4)[rows]
    rows, columns, scores = rows[near], found.indices[near].astype(np.int64), found.data[near]
    order, place = ranked_within(rows, -scores, ties[columns])
    order = order[place < count]
    return rows[order], columns[order]

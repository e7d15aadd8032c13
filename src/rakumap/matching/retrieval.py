"""Candidates: some thirty items for each listing that share a key, rare words, digits or letters with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from rakumap.core.suggestion import ListingText
from rakumap.matching.arrays import Floats, Longs, Matrix, Texts
from rakumap.matching.index import Index, ranked_within
from rakumap.matching.keys import barcode_key, sku_cores, sku_key

TAKE = {"words": 16, "digits": 6, "grams": 12}
"""How many of each kind of likeness."""
BUDGET = {"words": 20_000, "digits": 4_000, "grams": 8_000}
"""Postings that one listing may look at, rarest first."""
SLOPE = 0.4
"""How much a long title of an item counts against it."""
SKU_SAME, SKU_CORE = 1, 2


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
    both = np.unique(left * (len(index.alive) + 1) + right)
    left, right = np.divmod(both, len(index.alive) + 1)
    alive = index.alive[right]
    return Pairs(left[alive], right[alive])


def _by_keys(index: Index, listings: Sequence[ListingText]) -> tuple[Longs, Longs]:
    left: list[int] = []
    right: list[int] = []
    for row, listing in enumerate(listings):
        rows: set[int] = set()
        if code := barcode_key(listing.barcode):
            rows.update(index.by_barcode.get(code, ())[:8])
        if key := sku_key(listing.sku):
            rows.update(index.by_sku.get(key, ())[:8])
            for core in sku_cores(listing.sku):
                rows.update(index.by_sku.get(core, ())[:8])
        left.extend([row] * len(rows))
        right.extend(rows)
    return np.asarray(left, dtype=np.int64), np.asarray(right, dtype=np.int64)


def _alike(index: Index, matrix: Matrix, kind: str, count: int) -> tuple[Longs, Longs]:
    query = _pruned(matrix, index.counts[kind], index.weights[kind], BUDGET[kind])
    found: Matrix = query @ index.postings[kind]
    norms = index.norms[kind]
    pivot = (1 - SLOPE) * float(norms.mean() if len(norms) else 1.0) + SLOPE * norms + 1e-6
    found.data /= pivot[found.indices]
    return _best(found, count, index.ties)


def _pruned(matrix: Matrix, counts: np.ndarray, weight: Floats, budget: int) -> Matrix:
    """The query with squared weights, without what no item has and without the commonest beyond the budget."""
    rows = np.repeat(np.arange(matrix.shape[0], dtype=np.int64), np.diff(matrix.indptr))
    cost = counts[matrix.indices]
    known = np.flatnonzero(cost)
    rows, columns, cost = rows[known], matrix.indices[known], cost[known].astype(np.int64)
    order, place = ranked_within(rows, cost, columns)
    rows, columns, cost = rows[order], columns[order], cost[order]
    running = np.cumsum(cost)
    before = (running - cost)[place == 0]
    spent = running - np.repeat(before, np.bincount(rows, minlength=0)[np.unique(rows)]) if len(rows) else running
    keep = (spent <= budget) | (place < 1)
    rows, columns = rows[keep], columns[keep]
    data = weight[columns] ** 2
    return sparse.csr_matrix((data, (rows, columns)), shape=matrix.shape)


def _best(found: Matrix, count: int, ties: np.ndarray) -> tuple[Longs, Longs]:
    """The best few of each row; equal ones by a number that hangs on the SKU alone."""
    sizes = np.diff(found.indptr)
    rows = np.repeat(np.arange(found.shape[0], dtype=np.int64), sizes)
    if not len(rows):
        return rows, rows
    most = np.zeros(found.shape[0], dtype=np.float32)
    filled = np.flatnonzero(sizes)
    most[filled] = np.maximum.reduceat(found.data, found.indptr[:-1][filled])
    near = found.data >= 0.25 * most[rows]
    rows, columns, scores = rows[near], found.indices[near].astype(np.int64), found.data[near]
    order, place = ranked_within(rows, -scores, ties[columns])
    order = order[place < count]
    return rows[order], columns[order]

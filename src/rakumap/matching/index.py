"""The index of the inventory: what each item says, ready to be looked into by the thousand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np

from rakumap.core.job import Job
from rakumap.core.model import ItemKey
from rakumap.core.suggestion import ItemText
from rakumap.matching import arrays
from rakumap.matching.arrays import Floats, Ints, Longs, Matrix
from rakumap.matching.keys import barcode_key, sku_key
from rakumap.matching.shelf import Shelf

KINDS = ("words", "digits", "grams")
"""What is looked up by likeness, and counted over the inventory."""
SLOPE = 0.4


class Index:
    """Items by what they say. Never changed: ``updated`` makes the next one, at the cost of what differs."""

    def __init__(self, items: Iterable[ItemText], job: Job | None = None, shelf: Shelf | None = None) -> None:
        # One order whatever the items came in, so that equal inventories make equal answers.
        found = sorted(items, key=lambda item: (item.sku, item.key))
        self.items = {item.key: item for item in found}
        self.shelf = shelf or Shelf()
        self.texts = self.shelf.texts([item.title for item in found], job, "reading_titles")
        self._name(found)
        self._settle(job)

    def updated(self, changed: Iterable[ItemText], removed: Iterable[ItemKey] = (), job: Job | None = None) -> Index:
        """The index with items added, changed and removed; only titles that are new are read."""
        items = {**self.items, **{item.key: item for item in changed}}
        for key in removed:
            items.pop(key, None)
        return Index(items.values(), job, self.shelf)

    def _name(self, found: Sequence[ItemText]) -> None:
        self.keys = np.asarray([item.key for item in found], dtype=np.int64)
        self.skus = [item.sku for item in found]
        self.sku_keys = [sku_key(item.sku) for item in found]
        self.barcodes = [barcode_key(item.barcode) for item in found]
        self.ties = np.asarray([_tie(item.sku) for item in found], dtype=np.uint64)
        self.by_barcode: dict[str, list[int]] = {}
        self.by_sku: dict[str, list[int]] = {}
        for row, (code, key) in enumerate(zip(self.barcodes, self.sku_keys, strict=True)):
            if code is not None:
                self.by_barcode.setdefault(code, []).append(row)
            if key:
                self.by_sku.setdefault(key, []).append(row)

    def _settle(self, job: Job | None = None) -> None:
        self.counts: dict[str, Ints] = {}
        self.postings: dict[str, Matrix] = {}
        for place, kind in enumerate((*KINDS, "codes")):
            if job is not None:
                job.checkpoint("ordering", place, len(KINDS) + 1)
            matrix: Matrix = getattr(self.texts, kind)
            self.counts[kind] = np.bincount(matrix.indices, minlength=matrix.shape[1]).astype(np.int32)
            if kind in KINDS:
                self.postings[kind] = matrix.T.tocsr()
        self.barcode_alone = np.asarray([len(self.by_barcode.get(key or "", ())) <= 1 for key in self.barcodes], bool)
        self.sku_alone = np.asarray([len(self.by_sku.get(key, ())) <= 1 for key in self.sku_keys], bool)
        kinds = ("words", "codes", "numbers", "measures", "digits")
        self.cells = {kind: arrays.addresses(getattr(self.texts, kind)) for kind in kinds}
        self._weigh()

    def _weigh(self) -> None:
        """Weights of words and groups, and each item's sum of them, from the counts."""
        total = len(self)
        self.weights = {kind: weights(counts, total) for kind, counts in self.counts.items()}
        self.squared = {kind: weight * weight for kind, weight in self.weights.items()}
        self.known = (self.counts["words"] > 0).astype(np.float32)
        self.norms = {kind: np.sqrt(total_of(getattr(self.texts, kind), self.squared[kind])) for kind in self.weights}
        self.sums = {kind: total_of(getattr(self.texts, kind), self.weights[kind]) for kind in self.weights}
        self.pivots = {kind: _pivot(self.norms[kind]) for kind in KINDS}

    def __len__(self) -> int:
        return len(self.keys)


def weights(counts: Ints, total: int) -> Floats:
    """How much each word or group tells (inverse document frequency); nothing when no item has it."""
    found = np.log1p((total - counts + 0.5) / (counts + 0.5))
    return np.where(counts > 0, np.maximum(found, 0.05), 0.0).astype(np.float32)


def weight_of_one(total: int) -> float:
    """The weight of what one item alone has."""
    return float(weights(np.asarray([1], dtype=np.int32), total)[0])


def _pivot(norms: Floats) -> Floats:
    """What a likeness is divided by: a long title of an item counts against it, by half."""
    mean = float(norms.mean()) if len(norms) else 1.0
    return np.asarray((1 - SLOPE) * mean + SLOPE * norms + 1e-6, dtype=np.float32)


def total_of(matrix: Matrix, weight: Floats) -> Floats:
    """Sum of weights of each row."""
    return np.asarray(matrix @ weight, dtype=np.float32)


def _tie(sku: str) -> int:
    return int.from_bytes(hashlib.blake2b(sku.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def ranked_within(rows: Longs, *keys: np.ndarray) -> tuple[Longs, Longs]:
    """Order of entries by row and then by keys (first key first), and each one's place within its row."""
    order = np.lexsort((*reversed(keys), rows))
    of = rows[order]
    first = np.ones(len(of), dtype=np.bool_)
    first[1:] = of[1:] != of[:-1]
    starts = np.flatnonzero(first)
    place = np.arange(len(of)) - np.repeat(starts, np.diff(np.append(starts, len(of))))
    return order, place


__all__ = ["Index", "ranked_within", "total_of", "weights"]

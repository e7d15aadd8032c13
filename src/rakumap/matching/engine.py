"""The engine: for listings, the items they could be, best first, with reasons; and what is certain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rakumap.core.job import Job
from rakumap.core.model import ItemKey, ListingKey
from rakumap.core.suggestion import Confidence, ItemText, ListingText, Suggested, Suggestion, contradicts
from rakumap.matching import arrays, certain, features, model, retrieval
from rakumap.matching.arrays import Floats, Longs
from rakumap.matching.evidence import codes_of, evidence
from rakumap.matching.index import Index, ranked_within
from rakumap.matching.keys import barcode_key, sku_cores, sku_key
from rakumap.matching.retrieval import Pairs
from rakumap.matching.shelf import Shelf
from rakumap.matching.text import normal
from rakumap.matching.weights import WEIGHTS

TOP = 10
ENOUGH = 300
"""Confirmed links below which the shipped weights stay."""
CERTAIN, LIKELY = 0.97, 0.6
"""Least chance of the words."""
PULL = 10.0
"""How strongly a fit is pulled to the shipped weights: as much as some ten links that speak for them."""
_CHUNK = 500
"""Listings looked at in one go: enough to be quick, few enough to stop within a second."""
Pair = tuple[ListingKey, ItemKey]


@dataclass(slots=True)
class Ranked:
    """The candidates of some listings as arrays, sorted by listing and rank."""

    pairs: Pairs
    features: Floats
    chance: model.Doubles
    shipped: model.Doubles
    """The chance by the shipped weights: learned ones know only listings that have an item, so are too sure."""


class Engine:
    """Ranks an inventory for listings. Not for several threads at once."""

    def __init__(self, index: Index, weights: Sequence[float] = WEIGHTS) -> None:
        self.index = index
        self._shipped = np.asarray(weights, dtype=np.float64)
        self.weights = self._shipped

    @classmethod
    def of(cls, items: Iterable[ItemText], job: Job | None = None, shelf: Path | None = None) -> Engine:
        """Build the index; the job is told how far it is and may cancel it.

        ``shelf`` is the file of titles that were read before; it is written again when titles were new.
        """
        index = Index(items, job, Shelf.load(shelf) if shelf else None)
        if shelf and index.shelf.fresh:
            index.shelf.save(shelf)
        return cls(index)

    def learn(
        self,
        confirmed: Sequence[tuple[ListingText, ItemKey]],
        rejected: Sequence[tuple[ListingText, ItemKey]] = (),
        job: Job | None = None,
    ) -> None:
        """Fit the weights to links and rejections of the shop's own; with few links the shipped ones stay.

        The shipped weights are what the fit is pulled to, so that they hold where the shop's decisions say nothing.
        """
        if len(confirmed) >= ENOUGH:
            self.weights = refitted(self, confirmed, rejected, job)

    def suggest(
        self,
        listings: Sequence[ListingText],
        others: Sequence[ListingText] = (),
        refused: frozenset[Pair] = frozenset(),
        job: Job | None = None,
        alone: Alone | None = None,
    ) -> Iterator[Suggested]:
        """The candidates of every listing, in the order given.

        ``others`` are listings of the same channel that are not asked about: their keys are taken. Pairs in
        ``refused`` are never suggested. ``alone`` knows all listings of the channel already; then ``others`` are idle.
        """
        alone = alone or Alone((*listings, *others))
        for start in range(0, len(listings), _CHUNK):
            if job is not None:
                job.checkpoint("suggesting", start, len(listings))
            some = listings[start : start + _CHUNK]
            yield from self._chunk(some, alone, refused)

    def _chunk(self, some: Sequence[ListingText], alone: Alone, refused: frozenset[Pair]) -> Iterator[Suggested]:
        ranked = self.rank(some, refused)
        pairs = ranked.pairs
        ties = self.index.ties[pairs.right]
        classes = certain.classify(
            ranked.features, pairs.left, ranked.shipped, alone.seen(some, pairs, self.index), ties
        )
        order, place = ranked_within(pairs.left, -ranked.chance, ties)
        classes[order[place > 0]] = 0  # certain is only what ranks first either way
        order = order[place < TOP]
        reasons = evidence(ranked.features[order])
        found: list[list[Suggestion]] = [[] for _ in some]
        for at, bits in zip(order.tolist(), reasons.tolist(), strict=True):
            row = int(pairs.right[at])
            chance = float(ranked.chance[at])
            auto, codes = certain.CLASSES[classes[at]], codes_of(bits)
            found[int(pairs.left[at])].append(
                Suggestion(
                    ItemKey(int(self.index.keys[row])),
                    self.index.skus[row],
                    round(chance, 4),
                    _word(chance, auto, codes),
                    auto,
                    codes,
                )
            )
        for listing, candidates in zip(some, found, strict=True):
            yield Suggested(listing, tuple(candidates))

    def rank(self, listings: Sequence[ListingText], refused: frozenset[Pair] = frozenset()) -> Ranked:
        """Candidates, features and chances of a few listings."""
        texts = arrays.texts([listing.title for listing in listings])
        pairs = self._allowed(retrieval.candidates(self.index, listings, texts), listings, refused)
        measured = features.measure(self.index, listings, texts, pairs)
        shipped = model.probabilities(measured, pairs.left, self._shipped)
        learned = shipped
        if self.weights is not self._shipped:
            learned = model.probabilities(measured, pairs.left, self.weights)
        return Ranked(pairs, measured, learned, shipped)

    def _allowed(self, pairs: Pairs, listings: Sequence[ListingText], refused: frozenset[Pair]) -> Pairs:
        here = {listing.key: row for row, listing in enumerate(listings)}
        said = [(here[listing], int(item)) for listing, item in refused if listing in here]
        if not said:
            return pairs
        keys = self.index.keys[pairs.right]
        keep = np.ones(len(pairs), dtype=np.bool_)
        for row, item in said:
            keep &= ~((pairs.left == row) & (keys == item))
        return Pairs(pairs.left[keep], pairs.right[keep])


def refitted(
    engine: Engine,
    confirmed: Sequence[tuple[ListingText, ItemKey]],
    rejected: Sequence[tuple[ListingText, ItemKey]],
    job: Job | None = None,
) -> model.Doubles:
    """The engine's weights, fitted to the decisions of a shop."""
    left: list[Longs] = []
    true: list[npt.NDArray[np.bool_]] = []
    values: list[Floats] = []
    decided = [*((*one, True) for one in confirmed), *((*one, False) for one in rejected)]
    for start in range(0, len(decided), _CHUNK):
        if job is not None:
            job.checkpoint("learning", start, len(decided))
        some = decided[start : start + _CHUNK]
        ranked = engine.rank([one[0] for one in some])
        items = np.asarray([one[1] for one in some], dtype=np.int64)[ranked.pairs.left]
        linked = np.asarray([one[2] for one in some], dtype=np.bool_)[ranked.pairs.left]
        same = engine.index.keys[ranked.pairs.right] == items
        keep = linked | same  # of a rejected pair we know only that this item is not it
        left.append(ranked.pairs.left[keep] + start)
        true.append((same & linked)[keep])
        values.append(ranked.features[keep])
    rows = np.concatenate(left)
    if not len(rows):
        return engine.weights
    return model.fit(
        np.concatenate(values), rows, np.concatenate(true), start=engine.weights, pull=PULL, counts=np.ones(len(rows))
    )


class Alone:
    """Which keys are the only ones of their kind, among the listings of a channel and among the items."""

    def __init__(self, everyone: Sequence[ListingText]) -> None:
        """``everyone``: the live listings of the channel."""
        self._counts = {name: Counter(map(key, everyone)) for name, key in _KEYS.items()}
        self._with_sku = [listing for listing in everyone if listing.sku]
        self._skus_tell: tuple[Index, bool] | None = None
        """Whether SKUs of listings are those of items, and by which index."""

    def flags(self, listing: ListingText) -> tuple[bool, ...]:
        """Which of its keys no other listing has."""
        return tuple(self._counts[name][key(listing)] == 1 for name, key in _KEYS.items())

    def seen(self, some: Sequence[ListingText], pairs: Pairs, index: Index) -> certain.Seen:
        """What the classes of evidence ask about these pairs."""
        mine = {name: self._once(some, name)[pairs.left] for name in _KEYS}
        odd = np.asarray([self._odd(listing, index) for listing in some], dtype=np.bool_)[pairs.left]
        return certain.Seen(
            barcode_alone=mine["barcode"] & index.barcode_alone[pairs.right],
            sku_alone=mine["sku"] & index.sku_alone[pairs.right],
            exact_alone=mine["exact"],
            title_alone=mine["title"],
            sku_odd=odd,
        )

    def _odd(self, listing: ListingText, index: Index) -> bool:
        if self._skus_tell is None or self._skus_tell[0] is not index:
            told = sum(_known(one, index) for one in self._with_sku)
            self._skus_tell = index, told > 0.1 * len(self._with_sku)
        return self._skus_tell[1] and bool(listing.sku) and not _known(listing, index)

    def _once(self, some: Sequence[ListingText], name: str) -> npt.NDArray[np.bool_]:
        return np.asarray([self._counts[name][_KEYS[name](one)] == 1 for one in some], dtype=np.bool_)


_KEYS: dict[str, Callable[[ListingText], str | None]] = {
    "barcode": lambda listing: barcode_key(listing.barcode),
    "sku": lambda listing: sku_key(listing.sku),
    "exact": lambda listing: listing.sku,
    "title": lambda listing: normal(listing.title),
}


def _known(listing: ListingText, index: Index) -> bool:
    """Whether the listing's SKU, or what is left of it without affixes, is an item's."""
    return any(key in index.by_sku for key in (sku_key(listing.sku), *sku_cores(listing.sku)))


def _word(chance: float, auto: str, reasons: Sequence[str]) -> Confidence:
    """How sure a pair is; never certain while something contradicts it, however good its chance."""
    if auto or (chance >= CERTAIN and not any(map(contradicts, reasons))):
        return Confidence.CERTAIN
    return Confidence.LIKELY if chance >= LIKELY else Confidence.POSSIBLE


__all__ = ["ENOUGH", "Alone", "Engine"]

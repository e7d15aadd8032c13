"""Plain yardsticks of suggestions, each in a process of its own: equal SKU, BM25 on words, RapidFuzz token_set_ratio.

`python -m bench.matching_plain NAME SET OUT` writes `listing,rank,item` to OUT.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np

from bench import matching_sets
from bench.matching_sets import DEEPEST, Guess, MatchingSet

MOST_PAIRS = 25_000_000
"""Pairs that token_set_ratio compares; of larger sets it sees every n-th listing."""
_WORD = re.compile(r"\w+")


def equal_sku(known: MatchingSet) -> Iterator[Guess]:
    """What a plain equal SKU links."""
    by_sku: dict[str, list[str]] = {}
    for item in known.items:
        by_sku.setdefault(item.sku, []).append(item.id)
    for listing in known.listings:
        for rank, item_id in enumerate(by_sku.get(listing.sku, ())[:DEEPEST] if listing.sku else (), 1):
            yield Guess(listing.id, rank, item_id, auto=rank == 1)


def bm25(known: MatchingSet) -> Iterator[Guess]:
    """Okapi BM25 (k1 1.2, b 0.75) on the words of the titles."""
    from scipy import sparse

    words = [Counter(_WORD.findall(item.title.lower())) for item in known.items]
    columns = {word: place for place, word in enumerate(sorted({word for one in words for word in one}))}
    lengths = np.asarray([sum(one.values()) for one in words], dtype=np.float64)
    norm = 1.2 * (0.25 + 0.75 * lengths / lengths.mean())
    cells = [
        (columns[word], row, count * 2.2 / (count + norm[row]))
        for row, one in enumerate(words)
        for word, count in one.items()
    ]
    places = ([cell[0] for cell in cells], [cell[1] for cell in cells])
    matrix = sparse.csr_matrix(([cell[2] for cell in cells], places), shape=(len(columns), len(words)))
    held = np.diff(matrix.indptr)
    weights = np.log1p((len(words) - held + 0.5) / (held + 0.5))
    for listing in known.listings:
        asked = sorted({columns[word] for word in _WORD.findall(listing.title.lower()) if word in columns})
        scores = np.asarray(weights[asked] @ matrix[asked]).ravel() if asked else np.zeros(len(words))
        yield from _best(known, listing.id, scores)


def token_set_ratio(known: MatchingSet) -> Iterator[Guess]:
    """RapidFuzz's token_set_ratio of the titles in lower case."""
    from rapidfuzz import fuzz, process

    titles = [item.title.lower() for item in known.items]
    for listing in known.listings[:: every(known)]:
        scores = process.cdist([listing.title.lower()], titles, scorer=fuzz.token_set_ratio)[0]
        yield from _best(known, listing.id, scores.astype(np.float64))


def every(known: MatchingSet) -> int:
    """Which listings token_set_ratio sees: every n-th."""
    return max(1, len(known.listings) * len(known.items) // MOST_PAIRS)


def _best(known: MatchingSet, listing: str, scores: np.ndarray) -> Iterator[Guess]:
    order = np.argsort(-scores, kind="stable")[:DEEPEST]
    for rank, row in enumerate(order.tolist(), 1):
        if scores[row] > 0:
            yield Guess(listing, rank, known.items[row].id)


METHODS: Mapping[str, Callable[[MatchingSet], Iterator[Guess]]] = {
    "equal SKU": equal_sku,
    "BM25 on words": bm25,
    "token_set_ratio": token_set_ratio,
}


def main(name: str, place: str, out: str) -> None:
    """Write what a method suggests."""
    with Path(out).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for one in METHODS[name](matching_sets.load(Path(place))):
            writer.writerow((one.listing, one.rank, one.item, int(one.auto)))


if __name__ == "__main__":
    main(*sys.argv[1:4])

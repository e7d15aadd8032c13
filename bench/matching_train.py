"""Learns the weights the program ships: `python -m bench.matching_train [DIR]`, from sets with known answers.

Each set counts the same whatever its size. First every set is left out in turn and scored with weights learned from the
others, which is what a shop that none of them knows may expect; then the weights of all are printed as the module
`rakumap.matching.weights` holds them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import optimize

from bench import matching_sets
from bench.matching_sets import MatchingSet
from rakumap.core.model import ItemKey, ListingKey
from rakumap.core.suggestion import ItemText, ListingText
from rakumap.matching import model
from rakumap.matching.arrays import Floats, Longs
from rakumap.matching.engine import Engine
from rakumap.matching.features import NAMES
from rakumap.matching.index import ranked_within

PULL, MOST, STEP = 3.0, 4_000, 500
"""How strongly weights are pulled to nothing, listings taken of a set, and of one go."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The candidate pairs of a set."""

    name: str
    left: Longs
    features: Floats
    true: np.ndarray
    with_item: int


def sample(known: MatchingSet) -> Sample:
    """Candidates and features of up to ``MOST`` listings, evenly taken."""
    items = [ItemText(ItemKey(n), i.sku or f"ITEM-{i.id}", i.title, i.barcode) for n, i in enumerate(known.items)]
    asked = known.listings[:: max(1, -(-len(known.listings) // MOST))]
    places = {item.id: n for n, item in enumerate(known.items)}
    gold = [{places[item] for item in known.gold.get(one.id, ())} for one in asked]
    engine = Engine.of(items)
    left, values, true = [], [], []
    for start in range(0, len(asked), STEP):
        some = asked[start : start + STEP]
        ranked = engine.rank(
            [ListingText(ListingKey(n), one.sku, one.title, one.barcode) for n, one in enumerate(some)]
        )
        keys = engine.index.keys[ranked.pairs.right].tolist()
        rows = (ranked.pairs.left + start).tolist()
        left.append(ranked.pairs.left + start)
        values.append(ranked.features[:, : len(NAMES)])
        true.append(np.asarray([key in gold[row] for key, row in zip(keys, rows, strict=True)], dtype=np.bool_))
    joined = np.concatenate(left), np.concatenate(values), np.concatenate(true)
    return Sample(known.name, *joined, with_item=sum(map(bool, gold)))


def learn(samples: Sequence[Sample]) -> model.Doubles:
    """The weights of several sets together; none may be of the wrong sign, since that holds in no other shop."""
    parts = [_Part.of(one) for one in samples]
    width = 2 * len(NAMES) + 1

    def loss(weights: model.Doubles) -> tuple[float, model.Doubles]:
        value, slope = PULL / 2 * float(weights @ weights), PULL * weights
        for part in parts:
            p = model.chances(part.x @ weights, part.left)
            none = 1 - np.add.reduceat(p, part.starts)
            likely = np.where(part.share > 0, part.share * np.log(np.maximum(p, 1e-12)), 0).sum()
            value -= part.count * float(likely + np.log(np.maximum(none[part.without], 1e-12)).sum())
            slope -= part.count * (part.x.T @ (part.share - p))
        return value, slope

    bounds = [_bound(name) for name in (*NAMES, *NAMES, "over_none")]
    found = optimize.minimize(
        loss, np.zeros(width), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 400}
    )
    return np.asarray(found.x)


@dataclass(frozen=True, slots=True)
class _Part:
    """A set made ready for the fit."""

    x: model.Doubles
    left: Longs
    starts: Longs
    share: model.Doubles
    """What is true among each listing's candidates, 1 in all."""
    without: np.ndarray
    """Listings of which no candidate is true."""
    count: float

    @classmethod
    def of(cls, one: Sample) -> _Part:
        starts, sizes = model.groups(one.left)
        true = np.add.reduceat(one.true.astype(np.float64), starts)
        x = np.hstack([model.beside(one.features, one.left, len(NAMES)), np.ones((len(one.left), 1))])
        share = one.true / np.maximum(np.repeat(true, sizes), 1)
        return cls(x, one.left, starts, share, true == 0, 1_000 / len(starts))


def _bound(name: str) -> tuple[float | None, float | None]:
    if name in ("word_unknown", "code_none_item", "length", "short", "over_none"):
        return None, None
    return (None, 0) if name.endswith(("_conflict", "_only")) else (0, None)


def recall(one: Sample, weights: model.Doubles) -> list[float]:
    """Recall at 1, 5 and 10."""
    chance = model.probabilities(one.features, one.left, weights)
    order, place = ranked_within(one.left, -chance)
    best: dict[int, int] = {}
    for row, rank in zip(one.left[order][one.true[order]].tolist(), place[one.true[order]].tolist(), strict=True):
        best.setdefault(row, rank)
    return [sum(rank < depth for rank in best.values()) / (one.with_item or 1) for depth in (1, 5, 10)]


def main(place: Path) -> int:
    """Cross-validate, then print the module."""
    names = [name for name in matching_sets.names(place) if not name.startswith("scale")]
    if len(names) < 2:
        print(f"no sets in {place}", file=sys.stderr)
        return 1
    samples = [sample(matching_sets.load(place / name)) for name in names]
    scores = []
    for one in samples:
        scores.append(recall(one, learn([other for other in samples if other is not one])))
        print(f"left out {one.name}: {' '.join(f'{value:.4f}' for value in scores[-1])}", file=sys.stderr)
    print(f"mean: {' '.join(f'{value:.4f}' for value in np.mean(scores, axis=0))}", file=sys.stderr)
    found = learn(samples).tolist()
    for name, own, behind in zip(NAMES, found, found[len(NAMES) :], strict=False):
        print(f'    "{name}": ({own:.3f}, {behind:.3f}),')
    print(f"OVER_NONE = {found[-1]:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(matching_sets.folder(Path(sys.argv[1]) if len(sys.argv) > 1 else None)))

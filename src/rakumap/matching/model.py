"""The ranking: a choice among a listing's candidates and "none of them", by weighted features.

Each feature counts twice: for what it is, and for how far it stays behind the best of the listing's candidates. What all
of them have or lack says nothing, in whatever shop; what one alone has says much.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rakumap.matching.arrays import Floats, Longs

Doubles = npt.NDArray[np.float64]


def probabilities(features: Floats, left: Longs, weights: Doubles) -> Doubles:
    """Chance of each candidate to be the listing's item; what is missing to 1 is the chance of none.

    The weights are those of the features, then those of staying behind, then what every candidate has over none.
    ``left`` ascends.
    """
    return chances(beside(features, left, len(weights) // 2) @ weights[:-1] + weights[-1], left)


def beside(features: Floats, left: Longs, count: int) -> Doubles:
    """The first ``count`` features, and how far each stays behind the best of its listing's candidates."""
    own = features[:, :count].astype(np.float64)
    if not len(left):
        return np.hstack([own, own])
    starts, sizes = groups(left)
    return np.hstack([own, own - np.repeat(np.maximum.reduceat(own, starts), sizes, axis=0)])


def groups(left: Longs) -> tuple[Longs, Longs]:
    """Where the candidates of each listing start, and how many they are."""
    starts = np.flatnonzero(np.diff(left, prepend=left[0] - 1))
    return starts, np.diff(np.append(starts, len(left)))


def chances(scores: Doubles, left: Longs) -> Doubles:
    """Chances from scores over none."""
    if not len(left):
        return scores
    starts, sizes = groups(left)
    most = np.maximum(np.maximum.reduceat(scores, starts), 0.0)
    grown = np.exp(scores - np.repeat(most, sizes))
    whole = np.add.reduceat(grown, starts) + np.exp(-most)
    return np.asarray(grown / np.repeat(whole, sizes))


def fit(
    features: Floats, left: Longs, right: npt.NDArray[np.bool_], *, start: Doubles, pull: float, counts: Doubles
) -> Doubles:
    """Weights under which the true pairs are likeliest, by Newton's method.

    ``start`` is what the weights are pulled to, ``pull`` how strongly; ``counts`` says per pair how much its listing
    counts. A listing without a true pair counts for "none".
    """
    x = np.hstack([beside(features, left, len(start) // 2), np.ones((len(features), 1))])
    starts, sizes = groups(left)
    share = right / np.maximum(np.repeat(np.add.reduceat(right.astype(np.float64), starts), sizes), 1)
    weights = start.copy()
    for _ in range(30):
        p = chances(x @ weights, left)
        gradient = x.T @ (counts * (share - p)) - pull * (weights - start)
        mean = np.add.reduceat(x * p[:, None], starts)
        each = counts[starts]
        hessian = (x * (counts * p)[:, None]).T @ x - (mean * each[:, None]).T @ mean + pull * np.eye(len(weights))
        step = np.linalg.solve(hessian, gradient)
        weights += step * min(1.0, 4.0 / max(1e-9, float(np.abs(step).max())))
        if np.abs(step).max() < 1e-4:
            break
    return weights

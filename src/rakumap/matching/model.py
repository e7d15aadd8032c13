"""The ranking: a choice among a listing's candidates and "none of them", by weighted features."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rakumap.matching.arrays import Floats, Longs

Doubles = npt.NDArray[np.float64]


def probabilities(features: Floats, left: Longs, weights: Doubles) -> Doubles:
    """Chance of each candidate to be the listing's item; what is missing to 1 is the chance of none.

    The last weight is what every candidate has over none. ``left`` ascends.
    """
    scores = np.asarray(features[:, : len(weights) - 1].astype(np.float64) @ weights[:-1] + weights[-1])
    if not len(left):
        return scores
    starts = np.flatnonzero(np.diff(left, prepend=left[0] - 1))
    sizes = np.diff(np.append(starts, len(left)))
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
    x = np.hstack([features[:, : len(start) - 1].astype(np.float64), np.ones((len(features), 1))])
    starts = np.flatnonzero(np.diff(left, prepend=left[0] - 1))
    sizes = np.diff(np.append(starts, len(left)))
    share = right / np.maximum(np.repeat(np.add.reduceat(right.astype(np.float64), starts), sizes), 1)
    weights = start.copy()
    for _ in range(30):
        p = probabilities(features, left, weights)
        gradient = x.T @ (counts * (share - p)) - pull * (weights - start)
        mean = np.add.reduceat(x * p[:, None], starts)
        each = counts[starts]
        hessian = (x * (counts * p)[:, None]).T @ x - (mean * each[:, None]).T @ mean + pull * np.eye(len(weights))
        step = np.linalg.solve(hessian, gradient)
        weights += step * min(1.0, 4.0 / max(1e-9, float(np.abs(step).max())))
        if np.abs(step).max() < 1e-4:
            break
    return weights

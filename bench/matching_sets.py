"""Sets of listings and items with the truth, as CSV, and how suggestions are scored against it."""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.children import ROOT

VARIABLE = "RAKUMAP_MATCHING_SETS"
SHARED = ROOT.parent / "shared" / "data" / "matching"
DEEPEST = 10
csv.field_size_limit(1 << 27)


@dataclass(frozen=True, slots=True)
class Row:
    """A listing or an item of a set."""

    id: str
    channel: str
    sku: str
    title: str
    barcode: str
    price: str


@dataclass(frozen=True, slots=True)
class MatchingSet:
    """One folder: ``left.csv`` (listings), ``right.csv`` (items), ``gold.csv`` (which belong together)."""

    name: str
    listings: list[Row]
    items: list[Row]
    gold: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Guess:
    """One suggestion."""

    listing: str
    rank: int
    item: str
    auto: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """How good suggestions are, 0 to 1; ranking over the listings that have an item, automatic links over all."""

    at1: float
    at5: float
    at10: float
    mrr: float
    auto: int
    auto_precision: float | None
    auto_recall: float


def folder(given: Path | None) -> Path:
    """Where the sets are: as given, else of the environment, else the shared folder beside the project."""
    return given or Path(os.environ.get(VARIABLE) or SHARED)


def names(place: Path) -> list[str]:
    """The sets of a folder."""
    return sorted(one.name for one in place.glob("*") if (one / "gold.csv").is_file()) if place.is_dir() else []


def load(place: Path) -> MatchingSet:
    """Read one set."""
    gold: dict[str, set[str]] = defaultdict(set)
    for row in _records(place / "gold.csv"):
        gold[row["left_id"]].add(row["right_id"])
    return MatchingSet(
        place.name,
        [_row(row) for row in _records(place / "left.csv")],
        [_row(row) for row in _records(place / "right.csv")],
        {key: frozenset(found) for key, found in gold.items()},
    )


def _records(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _row(row: Mapping[str, str]) -> Row:
    """What a report or an inventory file can hold: brand and model stand in the title where it lacks them."""
    title = row["title"]
    for name in ("brand", "model"):
        if row[name] and row[name].lower() not in title.lower():
            title = f"{title} {row[name]}"
    return Row(row["id"], row["channel"], row["sku"], title, row["barcode"], row["price"])


def score(found: Iterable[Guess], known: MatchingSet) -> Score:
    """Score suggestions against the truth."""
    best: dict[str, int] = {}
    linked: dict[str, str] = {}
    for one in found:
        if one.item in known.gold.get(one.listing, ()):
            best[one.listing] = min(one.rank, best.get(one.listing, one.rank))
        if one.auto:
            linked[one.listing] = one.item
    whole = len(known.gold) or 1
    right = sum(item in known.gold.get(listing, ()) for listing, item in linked.items())

    def recall(depth: int) -> float:
        return sum(rank <= depth for rank in best.values()) / whole

    return Score(
        recall(1),
        recall(5),
        recall(DEEPEST),
        mrr=sum(1 / rank for rank in best.values() if rank <= DEEPEST) / whole,
        auto=len(linked),
        auto_precision=right / len(linked) if linked else None,
        auto_recall=right / whole,
    )

"""Suggestions, measured through the public command line on sets with known answers, beside plain yardsticks.

Every set becomes a profile of its own: inventory imported, a channel per channel of the set, its report refreshed, then
`suggest`. Seconds and memory are those of `suggest` alone.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import children, matching_plain, matching_sets
from bench.children import Broke
from bench.matching_sets import Guess, MatchingSet, Row, Score

HEADER = ("set", "method", "recall@1", "@5", "@10", "MRR", "auto precision", "auto recall", "s", "MB", "")


@dataclass(frozen=True, slots=True)
class Result:
    """One method on one set."""

    set: str
    method: str
    score: Score | None
    seconds: float | None = None
    peak: float | None = None
    said: str = ""

    def values(self) -> dict[str, object]:
        """As kept in the file of results."""
        return asdict(self)


def measure(place: Path, work: Path, names: Sequence[str]) -> list[Result]:
    """Every set of the folder through every method."""
    found: list[Result] = []
    for name in names:
        print(f"bench: matching, {name} ...", file=sys.stderr, flush=True)
        known = matching_sets.load(place / name)
        with TemporaryDirectory(dir=work) as folder:
            found.append(_ours(known, Path(folder)))
            found += [_plain(method, place / name, known, Path(folder)) for method in matching_plain.METHODS]
    return found


def _ours(known: MatchingSet, folder: Path) -> Result:
    profile = folder / "profile"
    profile.mkdir(mode=0o700)
    items = {item.sku or f"ITEM-{item.id}": item for item in known.items}
    rows = ((sku, item.title, item.barcode, 1, 0) for sku, item in items.items())
    _write(folder / "items.csv", ("SKU", "Title", "Barcode", "Level", "In open orders"), rows)
    seconds, peak = 0.0, 0.0
    guesses: list[Guess] = []
    try:
        _rakumap(profile, "inventory", "import", str(folder / "items.csv"))
        for number, channel in enumerate(sorted({one.channel for one in known.listings})):
            name, out = f"Channel {number}", folder / f"out-{number}.csv"
            _channel(
                profile, name, folder / f"report-{number}.csv", (r for r in known.listings if r.channel == channel)
            )
            ended = _rakumap(profile, "suggest", name, "--out", str(out))
            seconds, peak = seconds + ended.seconds, max(peak, ended.peak or 0.0)
            guesses += _suggested(out, {sku: item.id for sku, item in items.items()})
    except Broke as error:
        return Result(known.name, "rakumap", None, said=str(error))
    return Result(known.name, "rakumap", matching_sets.score(guesses, known), seconds, peak or None)


def _channel(profile: Path, name: str, report: Path, listings: Iterable[Row]) -> None:
    header = ("listing_id", "sku", "title", "quantity", "price", "barcode")
    _write(report, header, ((one.id, one.sku, one.title, 1, one.price, one.barcode) for one in listings))
    _rakumap(profile, "channel", "add", "--kind", "report-file", "--name", name, "--set", f"path={report}", "--enable")
    _rakumap(profile, "refresh", name, "--force")


def _rakumap(profile: Path, *arguments: str) -> children.Ended:
    return children.run(children.rakumap(profile, *arguments))


def _suggested(out: Path, ids: dict[str, str]) -> Iterator[Guess]:
    with out.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Guess(row["listing_id"], int(row["rank"]), ids[row["item_sku"]], row["auto"] == "1")


def _plain(method: str, place: Path, known: MatchingSet, folder: Path) -> Result:
    out = folder / "plain.csv"
    try:
        ended = children.run(children.python("bench.matching_plain", method, place, out))
    except Broke as error:
        return Result(known.name, method, None, said=str(error))
    with out.open(encoding="utf-8", newline="") as file:
        guesses = [Guess(row[0], int(row[1]), row[2], row[3] == "1") for row in csv.reader(file)]
    step = matching_plain.every(known) if method == "token_set_ratio" else 1
    if step > 1:
        seen = {one.id for one in known.listings[::step]}
        gold = {listing: items for listing, items in known.gold.items() if listing in seen}
        known = MatchingSet(known.name, known.listings[::step], known.items, gold)
    said = f"on every {step}th listing" if step > 1 else ""
    return Result(known.name, method, matching_sets.score(guesses, known), ended.seconds, ended.peak, said)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def table(results: Iterable[Result]) -> list[tuple[str, ...]]:
    """The results as rows of a table, with the means over the sets at the end."""
    found = list(results)
    rows: list[tuple[str, ...]] = [HEADER, *(_cells(one) for one in found)]
    for method in dict.fromkeys(one.method for one in found):
        scores = [one.score for one in found if one.method == method and one.score is not None]
        if len(scores) > 1:
            rows.append(_cells(Result("mean", method, _mean(scores))))
    return rows


def _cells(one: Result) -> tuple[str, ...]:
    score = one.score
    numbers = (
        ("",) * 6
        if score is None
        else tuple(
            "" if value is None else f"{value:.4f}"
            for value in (score.at1, score.at5, score.at10, score.mrr, score.auto_precision, score.auto_recall)
        )
    )
    seconds = "" if one.seconds is None else f"{one.seconds:.1f}"
    return (one.set, one.method, *numbers, seconds, "" if one.peak is None else f"{one.peak:,.0f}", one.said)


def _mean(scores: Sequence[Score]) -> Score:
    """The mean of each measure; the precision is that of all automatic links together."""

    def mean(name: str) -> float:
        return float(sum(getattr(one, name) for one in scores)) / len(scores)

    auto = sum(one.auto for one in scores)
    right = sum(round(one.auto * (one.auto_precision or 0.0)) for one in scores)
    return Score(
        mean("at1"), mean("at5"), mean("at10"), mean("mrr"), auto, right / auto if auto else None, mean("auto_recall")
    )

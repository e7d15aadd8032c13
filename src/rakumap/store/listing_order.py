"""Order: which rows of the columns fit, in which order, with the rows changed since laid over them.

Texts are sorted by their rank among the texts of the columns: an even number, counted from 2. A text that came later
gets the odd number between its neighbours and, behind it, its place among the others that came later.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping

import polars as pl

from rakumap.store.column_files import ColumnFiles
from rakumap.store.listing_columns import FENCE, KEYED

_LATER = 1 << 16
"""Places behind an odd rank."""
_FEW = 8
"""Less than this part of the rows is sorted when it was found."""


def rank_name(name: str) -> str:
    """The column that holds the rank of a text."""
    return f"{name}_rank"


class Order:
    """See the module."""

    def __init__(self, files: ColumnFiles) -> None:
        self._files = files
        self._lock = threading.Lock()
        self._distinct: dict[str, pl.Series] = {}
        self._ordered: tuple[tuple[str, bool], pl.Series, pl.Series] | None = None
        """Of the rank asked for last: the rows in its order, and their numbers."""

    def texts(self, patch: pl.DataFrame, fits: pl.Expr, name: str, descending: bool) -> pl.Series:
        """The rows that fit, by a text; unset ones last, equal ones by number."""
        self.rank(name)
        if not len(patch):
            return self._in_order(fits, rank_name(name), descending)
        found = self._fitting(fits, pl.col(rank_name(name)))
        found = found.with_columns(pl.col("by").cast(pl.UInt64) * _LATER)
        later = patch.filter(fits)
        later = pl.DataFrame([later["id"], self._placed(later, name)])
        return _sorted(self._laid_over(found, patch, later), descending)

    def _in_order(self, fits: pl.Expr, rank: str, descending: bool) -> pl.Series:
        """The rows that fit, by a rank: few are sorted, many are picked out of all in their order."""
        mask = self._base(fits).lazy().select(fits.alias("fits")).collect()["fits"].rechunk()
        ids = self._files.column("id")
        if mask.sum() * _FEW < len(mask):
            few = pl.DataFrame([ids.filter(mask), self._files.column(rank).filter(mask).alias("by")])
            return _sorted(few, descending)
        kept = self._ordered
        if kept is None or kept[0] != (rank, descending):
            rows = pl.DataFrame({"id": pl.int_range(len(ids), eager=True), "by": self._files.column(rank)})
            places = _sorted(rows, descending)
            self._ordered = kept = (rank, descending), places, ids.gather(places)
        return kept[2].filter(mask.gather(kept[1]))

    def values(self, patch: pl.DataFrame, fits: pl.Expr, value: pl.Expr, descending: bool) -> pl.Series:
        """The rows that fit, by a number; unset ones last, equal ones by number."""
        found = self._fitting(fits, value)
        if len(patch):
            found = self._laid_over(found, patch, patch.filter(fits).select("id", value.alias("by")))
        return _sorted(found, descending)

    def fitting(self, patch: pl.DataFrame, fits: pl.Expr) -> pl.Series:
        """The rows that fit, in no order."""
        found = self._base(fits).lazy().filter(fits).select("id").collect()["id"]
        if not len(patch):
            return found
        return pl.concat([found.filter(~found.is_in(patch["id"].implode())), patch.filter(fits)["id"]])

    def sums(self, patch: pl.DataFrame, tests: Mapping[str, pl.Expr]) -> dict[str, int]:
        """How many rows fit each test."""
        counts = [test.fill_null(value=False).sum().alias(name) for name, test in tests.items()]
        base = self._base(*tests.values())
        total = base.select(counts).row(0, named=True)
        if len(patch):
            old = base.filter(pl.col("id").is_in(patch["id"].implode())).select(counts).row(0, named=True)
            new = patch.select(counts).row(0, named=True)
            total = {name: total[name] - old[name] + new[name] for name in total}
        return {name: int(value) for name, value in total.items()}

    def _base(self, *needed: pl.Expr) -> pl.DataFrame:
        names = {name for one in needed for name in one.meta.root_names()} | {"id"}
        return self._files.frame(names)

    def _fitting(self, fits: pl.Expr, value: pl.Expr) -> pl.DataFrame:
        return self._base(fits, value).lazy().filter(fits).select("id", value.alias("by")).collect()

    @staticmethod
    def _laid_over(found: pl.DataFrame, patch: pl.DataFrame, later: pl.DataFrame) -> pl.DataFrame:
        kept = found.filter(~pl.col("id").is_in(patch["id"].implode()))
        return pl.concat([kept, later.cast(kept.schema)]).sort("id")

    # ranks --------------------------------------------------------------------------------------------------------

    def rank(self, name: str) -> None:
        """Work out the rank of a text over all rows and keep it with the columns."""
        if self._files.has(rank_name(name)):  # nobody who has one waits for another
            return
        with self._lock:
            if not self._files.has(rank_name(name)):
                both = self._files.frame({name, KEYED.get(name, name)}, keep=False)
                found = both.select((_sortable(name).rank("dense") * 2).cast(pl.UInt32).alias(rank_name(name)))
                self._files.put(found.to_series())

    def _placed(self, rows: pl.DataFrame, name: str) -> pl.Series:
        """The rank of rows that came later."""
        texts = rows.select(_sortable(name).alias("text")).to_series()
        known = self._sorted_texts(name)
        if not len(known):
            known = pl.Series("text", [""])  # so that there is one to stand before; an odd rank is no other's
        at = known.search_sorted(texts.fill_null(""), side="left").cast(pl.UInt64)
        same = known.gather(at.clip(0, len(known) - 1)) == texts
        frame = pl.DataFrame({"at": at, "same": same, "n": texts.rank("dense"), "text": texts})
        odd = (2 * pl.col("at") + 1) * _LATER + pl.col("n")
        place = pl.when("same").then((2 * pl.col("at") + 2) * _LATER).otherwise(odd)
        return frame.select(pl.when(pl.col("text").is_not_null()).then(place).alias("by")).to_series()

    def _sorted_texts(self, name: str) -> pl.Series:
        """The different texts of the columns in order."""
        with self._lock:
            if name not in self._distinct:
                both = self._files.frame({name, KEYED.get(name, name)}, keep=False)
                self._distinct[name] = both.select(_sortable(name).drop_nulls().unique().sort()).to_series()
            return self._distinct[name]


def _sortable(name: str) -> pl.Expr:
    """A text to sort by: its key first, where it has one."""
    if name not in KEYED:
        return pl.col(name)
    return pl.concat_str(pl.col(KEYED[name]), pl.col(name), separator=FENCE)


def _sorted(found: pl.DataFrame, descending: bool) -> pl.Series:
    return found.sort("by", descending=descending, nulls_last=True, maintain_order=True)["id"]

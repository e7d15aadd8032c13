"""The filter language over the columns in memory; says what ``filter_sql`` says, and a property test compares the two."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from functools import lru_cache

import polars as pl

from rakumap.core.filters import FIELDS, Filter, Kind, Op, Term, span
from rakumap.core.model import Limits
from rakumap.core.text import folded
from rakumap.store.filter_sql import scaled
from rakumap.store.listing_columns import ANYWHERE, FENCE, HIGHEST_SHARE, KEYED, TEXTS, Unanswerable, lowered
from rakumap.store.schema import to_ms

_FLAGS = ("ignore_sync", "excluded", "unlimited", "duplicate")
ONLY_SQL = frozenset({"drift", "offered", "confirmed_quantity", "released", "oversold", "waiting_release", "problem"})
"""Fields and words about what went out and came back, which are not kept in memory: they change with every round."""
_NO_LONGER_UNLIMITED = pl.col("ignore_sync") & pl.col("ignored_by_report") & ~pl.col("unlimited")
_WAITING = ~pl.col("gone") & ~pl.col("linked")
_STATES = {
    "gone": pl.col("gone"),
    "linked": ~pl.col("gone") & pl.col("linked"),
    "no_item": _WAITING & pl.col("no_item"),
    "plain": _WAITING & ~pl.col("no_item"),
}
"""By the alphabet, which is how they are sorted."""


def will_send(defaults: Limits) -> pl.Expr:
    """The quantity rule as in ``filter_sql.will_send``."""
    hundredths = 10_000 if defaults.percentage is None else int(defaults.percentage.scaleb(2))
    limits = (defaults.max_listed or 0, defaults.end_when or 0, hundredths)
    if min(limits) < 0 or hundredths > HIGHEST_SHARE:
        raise Unanswerable
    percentage = pl.col("percentage").fill_null(hundredths)
    base = (pl.col("level") - pl.col("in_open_orders")).clip(lower_bound=0)
    part = base * percentage // 10_000
    most = pl.col("max_listed")
    if defaults.max_listed is not None:
        most = most.fill_null(defaults.max_listed)
    capped = pl.when(most < part).then(most).otherwise(part)
    return pl.when(base <= pl.col("end_when").fill_null(defaults.end_when or 0)).then(0).otherwise(capped)


@lru_cache(maxsize=8)
def columns(defaults: Limits) -> Mapping[str, pl.Expr]:
    """The expression behind each field of the filter language and of sorting, but texts' sort order."""
    same = ("max_listed", "end_when", "percentage", "submitted_quantity", "level", "in_open_orders", "price", "gone_at")
    found = {name: pl.col(name) for name in (*TEXTS, *_FLAGS, *same, "linked_at", "last_update")}
    state = pl.lit(None, pl.Int8())
    for n, holds in enumerate(_STATES.values()):
        state = pl.when(holds).then(pl.lit(n, pl.Int8())).otherwise(state)
    return found | {
        "channel_quantity": pl.col("quantity"),
        "updated": pl.col("updated_at"),
        "available": pl.col("level") - pl.col("in_open_orders"),
        "will_send": pl.when(pl.col("level").is_not_null()).then(will_send(defaults)),
        "state": state,
    }


def condition(filter_: Filter, defaults: Limits, zone: tzinfo) -> pl.Expr:
    """Which listings fit a filter.

    Raises:
        Unanswerable: only SQL can say.
    """
    found = pl.col("live") | pl.col("gone") if filter_.shows_gone else pl.col("live")
    for term in filter_.terms:
        held = _holds(term, defaults, zone).fill_null(value=False)
        found &= ~held if term.negated else held
    return found


def _holds(term: Term, defaults: Limits, zone: tzinfo) -> pl.Expr:
    if term.field in ONLY_SQL or (term.op is Op.IS and term.value in ONLY_SQL):
        raise Unanswerable
    if term.op is Op.IS:
        return _is(str(term.value), defaults)
    if not term.field:
        return _contains(pl.col(ANYWHERE), str(term.value))
    kind = FIELDS[term.field].kind
    value = columns(defaults).get(term.field, pl.lit(None, pl.String() if kind is Kind.TEXT else pl.Int64()))
    if term.op in (Op.UNSET, Op.SET):
        is_set = (value != "").fill_null(value=False) if kind is Kind.TEXT else value.is_not_null()
        return is_set if term.op is Op.SET else ~is_set
    if kind is Kind.TEXT:
        return _text(term, value)
    if kind is Kind.STATE:
        return _STATES.get(str(term.value), pl.lit(value=False))
    if kind is Kind.FLAG:
        return value == pl.lit(bool(term.value))
    if kind is Kind.DATE:
        low, high = span(term, zone)
        found = value.is_not_null()
        found = found if low is None else found & (value >= to_ms(low))
        return found if high is None else found & (value < to_ms(high))
    return _compared(term, value)


def _contains(key: pl.Expr, wanted: str) -> pl.Expr:
    if FENCE in wanted:
        raise Unanswerable
    return key.str.contains(folded(wanted), literal=True)


def _text(term: Term, value: pl.Expr) -> pl.Expr:
    wanted = str(term.value)
    if term.op is Op.EXACT:
        return (value == wanted) & (value != "")
    if term.op is not Op.CONTAINS or term.field not in TEXTS:
        raise Unanswerable  # Python's regular expressions are not those of any column store
    key = KEYED.get(term.field)
    return _contains(lowered(term.field) if key is None else pl.col(key), wanted)


def _compared(term: Term, value: pl.Expr) -> pl.Expr:
    if isinstance(term.value, tuple):
        low, high = (scaled(term.field, bound) for bound in term.value)
        return (value >= low[1]) & (value <= high[0])
    below, above = scaled(term.field, term.value)
    if term.op is Op.EQ:
        return value == below if below == above else pl.lit(value=False)
    return {Op.LT: value < above, Op.LE: value <= below, Op.GT: value > below, Op.GE: value >= above}[term.op]


def _is(word: str, defaults: Limits) -> pl.Expr:
    changed, repeats = pl.col("old_sku").is_not_null(), pl.col("duplicate")
    tests = {
        **_STATES,
        "all": pl.lit(value=True),
        "unlinked": _WAITING,
        "suggested": pl.lit(value=False),
        "ambiguous": pl.lit(value=False),
        "ignored": pl.col("ignore_sync"),
        "excluded": pl.col("excluded"),
        "unlimited": pl.col("unlimited"),
        "sku_changed": changed,
        "duplicate": repeats,
        "no_longer_unlimited": _NO_LONGER_UNLIMITED,
        "attention": changed | repeats | _NO_LONGER_UNLIMITED,
        "variation": (pl.col("parent_id") != "").fill_null(value=False)
        | (pl.col("variation") != "").fill_null(value=False),
    }
    if word == "zero":
        return columns(defaults)["will_send"] == 0
    return tests[word]


TO_LINK = _WAITING & ~pl.col("no_item")
"""Listings that wait to be linked."""
_LIVE = pl.col("live")
COUNTED = {
    "total": _LIVE,
    "linked": _LIVE & pl.col("linked"),
    "unlinked": _LIVE & ~pl.col("linked"),
    "no_item": _LIVE & ~pl.col("linked") & pl.col("no_item"),
    "ignored": _LIVE & pl.col("ignore_sync"),
    "excluded": _LIVE & pl.col("excluded"),
    "gone": pl.col("gone"),
    "sku_changed": _LIVE & pl.col("old_sku").is_not_null(),
    "duplicate": _LIVE & pl.col("duplicate"),
    "no_longer_unlimited": _LIVE & _NO_LONGER_UNLIMITED,
}
"""The numbers of the header, as ``Queries.counts`` has them."""
HOT = (ANYWHERE, "id", *sorted({name for test in COUNTED.values() for name in test.meta.root_names()}))
"""Columns that the first filter needs."""

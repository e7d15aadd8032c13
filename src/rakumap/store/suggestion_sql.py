"""What is suggested, in SQL over the kept file: what may be shown of it as the store is now.

An entry counts while its listing waits for a link with the very texts it was looked at with; a candidate while its item
is there unchanged and nobody said no to the pair. ``core.suggestion.standing`` is the meaning.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    bindparam,
    case,
    func,
    literal,
    select,
)

from rakumap.core.model import State
from rakumap.core.suggestion import AHEAD, BEST_FROM, in_parts
from rakumap.store.schema import LIVE, decision, item, link, listing
from rakumap.store.sqlite_suggestions import SCHEMA

Sql = ColumnElement[Any]
_kept = MetaData(schema=SCHEMA)
entry = Table("entry", _kept, Column("listing_key", Integer, primary_key=True), Column("stamp", BigInteger))
candidate = Table(
    "candidate",
    _kept,
    Column("listing_key", Integer, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("item_key", Integer),
    Column("stamp", BigInteger),
    Column("score", Integer),
    Column("told", String),
)


_may = item.alias("may_be")
_of = listing.alias("looked_at")


def _stamp(table: Any) -> Sql:
    return func.text_stamp(table.c.sku, table.c.title, table.c.barcode)


def _waiting(*what: Any) -> Select[Any]:
    """Listings that wait for a link and are known as they are now."""
    query = select(*what).select_from(entry.join(_of, _of.c.id == entry.c.listing_key))
    linked = select(link.c.listing_key).where(link.c.listing_key == _of.c.id).correlate(_of).exists()
    return query.where(
        _of.c.presence == LIVE, ~linked, _of.c.no_item == literal(0), _of.c.excluded == literal(0),
        entry.c.stamp == _stamp(_of),
    )  # fmt: skip


def _candidates(*what: Any) -> Select[Any]:
    """What may be shown of listings' candidates."""
    query = select(*what).select_from(candidate.join(_may, _may.c.id == candidate.c.item_key))
    no = select(decision.c.item_key).where(
        decision.c.listing_key == candidate.c.listing_key, decision.c.item_key == candidate.c.item_key
    )
    return query.where(
        _may.c.deleted == literal(0), _stamp(_may) == candidate.c.stamp, ~no.correlate(candidate).exists()
    )


def _placed(what: Any, place: int) -> Sql:
    query = _candidates(what).where(candidate.c.listing_key == entry.c.listing_key).correlate(entry)
    return query.order_by(candidate.c.place).limit(literal(1)).offset(literal(place)).scalar_subquery()


best = (
    _waiting(
        entry.c.listing_key,
        _placed(candidate.c.score, 0).label("first"),
        _placed(candidate.c.score, 1).label("second"),
        _placed(_may.c.sku, 0).label("sku"),
    )
    .cte("best")
    .prefix_with("MATERIALIZED")
)
"""The chances of the first two candidates of each listing, and the first one's SKU; to be joined to the listings."""
_shown = func.coalesce(best.c.first, 0) >= in_parts(BEST_FROM)
SUGGESTED: Sql = case((_shown, best.c.sku))
"""The SKU of the best candidate."""
SCORE: Sql = case((_shown, best.c.first))
"""Its score in parts."""
STATE: Sql = case(
    (~_shown, State.PLAIN.value),
    (best.c.first >= AHEAD * func.coalesce(best.c.second, 0), State.SUGGESTED.value),
    else_=State.AMBIGUOUS.value,
)
"""Of a listing that waits."""


@lru_cache(maxsize=1)
def of_listings() -> Select[Any]:
    """Key, kept text, item and item's title of what the listings ``keys`` could be, best first.

    A listing that was looked at in vain comes once, with nothing but its key; one that was not does not come.
    """
    rows = _candidates(candidate.c.listing_key, candidate.c.place, candidate.c.told, _may.c.id, _may.c.title)
    keys: Any = bindparam("keys", expanding=True)
    here = rows.where(candidate.c.listing_key.in_(keys)).subquery()
    waiting = _waiting(entry.c.listing_key).where(entry.c.listing_key.in_(keys)).subquery()
    query = select(waiting.c.listing_key, here.c.told, here.c.id, here.c.title).select_from(
        waiting.outerjoin(here, here.c.listing_key == waiting.c.listing_key)
    )
    return query.order_by(waiting.c.listing_key, here.c.place)

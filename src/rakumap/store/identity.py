"""Which listing each staged row is, and what follows from the rows beside it: repeats, parents, marks.

Identity of a row, in this order: the listing with the channel's own id; for a row with an id, the one listing of its
SKU that had none so far (it adopts the id); for a row without one, the one listing of its SKU, live before gone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Select,
    SmallInteger,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    type_coerce,
    update,
)

from rakumap.core.model import ChannelId
from rakumap.store.schema import LIVE, PARENT, Flag, listing
from rakumap.store.staged import problems, staged


def settle(connection: Connection, channel_id: ChannelId) -> None:
    """Drop repeated rows, tell parents, find the listing of each row, mark SKUs that repeat."""
    for statement in (*_rows_alone(), *_match(channel_id), _mark_repeated_skus()):
        connection.execute(statement)


@lru_cache(maxsize=1)
def _rows_alone() -> tuple[Executable, ...]:
    return (*_drop_repeats(), _mark_parents())


def _drop_repeats() -> tuple[Executable, ...]:
    """The first row of an id wins; a SKU repeated without ids is one listing of unknown quantity."""
    first = select(func.min(staged.c.line)).group_by(staged.c.listing_id)
    repeat = staged.c.line.not_in(first)
    code = case((staged.c.own_id == literal(1), "repeated_id"), else_="repeated_sku")
    details = literal("{}")
    columns = ["line", "field", "code", "details", "sku", "listing_id"]
    field = case((staged.c.own_id == literal(1), "listing_id"), else_="sku")
    rows = select(staged.c.line, field, code, details, staged.c.sku, staged.c.listing_id).where(repeat)
    told = insert(problems).from_select(columns, rows)
    repeated = select(staged.c.listing_id).where(staged.c.own_id == literal(0))
    repeated = repeated.group_by(staged.c.listing_id).having(func.count() > 1)
    unknown = and_(staged.c.listing_id.in_(repeated), staged.c.own_id == literal(0))
    unsure = update(staged).where(unknown).values(quantity=None, digest=None)
    return told, unsure, delete(staged).where(repeat)


def _mark_parents() -> Executable:
    """A parent is what other rows call so: by its id, or by its SKU where no row has such an id."""
    child, other = staged.alias("child"), staged.alias("other")
    not_itself = and_(child.c.parent_id != child.c.listing_id, child.c.parent_id != child.c.sku)
    named = select(child.c.parent_id).where(child.c.parent_id.is_not(None), not_itself)
    no_id = ~select(other.c.line).where(other.c.listing_id == child.c.parent_id).exists()
    parent = or_(staged.c.listing_id.in_(named), staged.c.sku.in_(named.where(no_id, child.c.parent_id != "")))
    return update(staged).where(parent).values(presence=PARENT)


@lru_cache(maxsize=64)
def _match(channel_id: ChannelId) -> tuple[Executable, ...]:
    own = listing.c.channel_id == channel_id
    same_id = select(listing.c.id).where(own, listing.c.listing_id == staged.c.listing_id)
    by_id = update(staged).values(listing_key=same_id.scalar_subquery())
    return by_id, *(_match_by_sku(channel_id, staged_has_id=has_id) for has_id in (True, False))


def _match_by_sku(channel_id: ChannelId, *, staged_has_id: bool) -> Executable:
    """Find the listing of an unmatched row by a SKU that is unique on both sides; gone ones only without live."""
    once, taken = staged.alias("once"), staged.alias("taken")
    unique_rows = select(once.c.sku).where(once.c.sku != "").group_by(once.c.sku).having(func.count() == 1)
    live = case((listing.c.presence.in_((LIVE, PARENT)), listing.c.id))
    alone = func.coalesce(
        case((func.count(live) == 1, func.min(live))),
        case((and_(func.count(live) == 0, func.count() == 1), func.min(listing.c.id))),
    )
    one = select(alone).where(
        listing.c.channel_id == channel_id,
        listing.c.sku == staged.c.sku,
        listing.c.own_id == literal(not staged_has_id, Flag),
        listing.c.id.not_in(select(taken.c.listing_key).where(taken.c.listing_key.is_not(None))),
    )
    waiting = and_(
        staged.c.listing_key.is_(None),
        staged.c.own_id == literal(staged_has_id, Flag),
        staged.c.sku.in_(unique_rows),
    )
    return update(staged).where(waiting).values(listing_key=one.scalar_subquery())


@lru_cache(maxsize=1)
def _mark_repeated_skus() -> Executable:
    other = staged.alias("other")
    repeated = select(other.c.sku).where(other.c.sku != "", other.c.presence == LIVE)
    repeated = repeated.group_by(other.c.sku).having(func.count() > 1)
    marked = and_(staged.c.sku.in_(repeated), staged.c.presence == LIVE)
    return update(staged).where(marked).values(duplicate=True)


def mark_duplicates(connection: Connection, channel_id: ChannelId, stamp: int | None) -> None:
    """Mark the live listings of a channel whose SKU repeats among them, and no others.

    ``stamp`` is one of ``new_stamp``; ``None`` where whoever calls says otherwise that rows changed.
    """
    wrong, right = _duplicates(channel_id)
    values: dict[str, Any] = {"duplicate": type_coerce(right, Flag)}
    if stamp is not None:
        values["change_stamp"] = stamp
    connection.execute(update(listing).where(wrong).values(values))


def new_stamp(connection: Connection) -> int:
    """The ``change_stamp`` for what this transaction writes into listings without naming them in the journal.

    It rises with every such transaction: by it, columns kept in memory find the rows that they have to read again.
    """
    return int(connection.execute(newest_stamp()).scalar_one() or 0) + 1


@lru_cache(maxsize=1)
def newest_stamp() -> Select[Any]:
    """A query for the highest ``change_stamp``; as the index has it, which holds the rows with one and no others."""
    return select(func.max(listing.c.change_stamp)).where(listing.c.change_stamp.is_not(None))


def wrong_duplicates(connection: Connection, channel_id: ChannelId) -> int:
    """How many live listings of a channel are marked as repeated and are not, or the other way round."""
    wrong, _ = _duplicates(channel_id)
    return int(connection.execute(select(func.count()).select_from(listing).where(wrong)).scalar_one())


def _duplicates(channel_id: ChannelId) -> tuple[ColumnElement[bool], ColumnElement[int]]:
    """Which listings are marked wrongly, and what their mark should be."""
    twin = listing.alias("twin")
    alive = and_(twin.c.channel_id == channel_id, twin.c.presence == LIVE, twin.c.sku != "")
    repeated = select(twin.c.sku).where(alive).group_by(twin.c.sku).having(func.count() > 1)
    right = case((listing.c.sku.in_(repeated), 1), else_=0)
    own = and_(listing.c.channel_id == channel_id, listing.c.presence == LIVE)
    return and_(own, type_coerce(listing.c.duplicate, SmallInteger) != right), right

"""Which quantities are due, as SQL over listing, link, item and the open offer; ``rakumap.core.due`` is its meaning."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, false, func, literal, or_, select, true

from rakumap.core.due import MOST_RESENT, Why
from rakumap.core.model import Limits
from rakumap.store import filter_sql
from rakumap.store.schema import LIVE, OPEN_STATES, channel, item, link, listing, outbox

waiting = outbox.alias("waiting")
"""The open offer of a listing, if it has one."""


@lru_cache(maxsize=1)
def joined() -> FromClause:
    """Linked listings with their item, their channel and their open offer."""
    found = listing.join(link, link.c.listing_key == listing.c.id).join(item, item.c.id == link.c.item_key)
    found = found.join(channel, channel.c.id == listing.c.channel_id)
    return found.outerjoin(waiting, and_(waiting.c.listing_key == listing.c.id, waiting.c.state.in_(OPEN_STATES)))


@lru_cache(maxsize=1)
def may_send() -> ColumnElement[bool]:
    """Whether anything of a linked listing may be sent, beside the switches of its channel."""
    c = listing.c
    flags = (c.ignore_sync == literal(0), c.excluded == literal(0), c.released == literal(1))
    return and_(c.presence == LIVE, *flags)


@lru_cache(maxsize=1)
def switched_on() -> ColumnElement[bool]:
    """Whether the channel and its Inventory Sync are on."""
    return and_(channel.c.enabled == literal(1), channel.c.inventory_sync == literal(1))


def why(defaults: Limits, now: datetime, *, again: bool = False, mend: bool = True) -> ColumnElement[Any]:
    """``Why`` a quantity is due, NULL when it is not, whatever the switches of the channel are."""
    send, c = filter_sql.will_send(defaults), listing.c
    waited = or_(waiting.c.quantity != send, waiting.c.not_before.is_(None), waiting.c.not_before <= now)
    failed = and_(waiting.c.state == "failed", true() if again else waited)
    free = or_(waiting.c.id.is_(None), waiting.c.state == "prepared", failed)
    left = true() if again else c.drift_tries < MOST_RESENT
    drifted = and_(filter_sql.DRIFT.is_not(None), or_(c.drift_quantity.is_distinct_from(c.quantity), left))
    return case(
        (~and_(may_send(), free), None),
        (send.is_distinct_from(c.confirmed_quantity), Why.CHANGED.value),
        (drifted if mend else false(), Why.DRIFT.value),
        else_=None,
    )


@lru_cache(maxsize=1)
def stopped() -> ColumnElement[bool]:
    """Whether a number was sent so often against the same drift that a person has to look."""
    c = listing.c
    same = c.drift_quantity == c.quantity
    return func.coalesce(and_(may_send(), filter_sql.DRIFT.is_not(None), same, c.drift_tries >= MOST_RESENT), false())


def of_channel(key: int, *columns: Any) -> Select[Any]:
    """Columns of the linked listings of one channel."""
    return select(*columns).select_from(joined()).where(listing.c.channel_id == key)


__all__ = ["joined", "may_send", "of_channel", "stopped", "switched_on", "waiting", "why"]

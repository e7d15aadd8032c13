"""What the newest report of a channel said, by digest: its rows are recognised in the next one without reading them.

A listing has a digest here while its row is whole, named it by its own id, and nobody changed what the row says. A row
recognised so changes nothing by itself. What it stands for (a parent, a repeated SKU) follows from rows that share an
id, a SKU or a parent with it: where one of those changed, the recognised row is staged again like any other. Rows that
share no name, not even over others, have nothing to do with each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Connection,
    Insert,
    Select,
    SelectBase,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    select,
    true,
    union_all,
)

from rakumap.core.model import ChannelId
from rakumap.store import staging_sql
from rakumap.store.schema import LIVE, PARENT, listing, seen
from rakumap.store.staged import STAGED, names, near, staged, unseen

NAMES = ("listing_id", "sku", "parent_id")
"""By these a row may bear upon another."""
STEPS = 20
"""So far is followed who shares a name with whom; if that is not the end, every row is staged."""


class Seen:
    """The rows of a channel's newest report, and which of them the next one has again."""

    def __init__(self, connection: Connection, channel_id: ChannelId) -> None:
        self._channel_id = channel_id
        self._others: list[int] = []
        self._known: dict[int, int] = {}
        """Digest -> key of the listing, or, once the row came, its line below zero."""
        live = and_(listing.c.channel_id == channel_id, listing.c.presence.in_((LIVE, PARENT)))
        query = select(listing.c.id, seen.c.digest).outerjoin(seen, seen.c.listing_key == listing.c.id).where(live)
        for key, digest in connection.execute(query):
            if digest is None or digest in self._known:
                self._others.append(key)
            else:
                self._known[digest] = key

    def recognise(self, lines: Sequence[int], digests: Sequence[int]) -> list[bool]:
        """Of records with these lines and digests, which are rows of the newest report; each row once."""
        known = self._known
        found = []
        for line, digest in zip(lines, digests, strict=True):
            there = known.get(digest, 0) > 0
            if there:
                known[digest] = -line
            found.append(there)
        return found

    def bring_near(self, connection: Connection) -> tuple[int, int]:
        """Say which listings were not recognised, and stage the rows that what is staged may bear upon.

        Returns how many rows stay apart, recognised and untouched, and how many of those are live listings.
        """
        waiting = [key for key in self._known.values() if key > 0]
        staging_sql.fill(connection, unseen, ("listing_key",), [(key,) for key in (*self._others, *waiting)])
        recognised = len(self._known) - len(waiting)
        if not recognised:
            return 0, 0
        query = select(seen.c.listing_key, seen.c.digest).where(seen.c.listing_key == listing.c.id)
        query = query.where(listing.c.channel_id == self._channel_id)
        if _collect_names(connection, self._channel_id):
            query = query.where(listing.c.listing_id.in_(select(names.c.name)))
        found = {key: -self._known[digest] for key, digest in connection.execute(query) if self._known[digest] < 0}
        staging_sql.fill(connection, near, ("listing_key", "line"), list(found.items()))
        _stage_near(connection)
        return recognised - len(found), self._live_apart(connection)

    def _live_apart(self, connection: Connection) -> int:
        live = select(func.count()).where(listing.c.channel_id == self._channel_id, listing.c.presence == LIVE)
        every = live.scalar_subquery()
        beside = select(unseen.c.listing_key).union_all(select(near.c.listing_key))
        others = select(func.count()).where(listing.c.id.in_(beside), listing.c.presence == LIVE).scalar_subquery()
        return int(connection.execute(select(every - others)).scalar_one())


def _collect_names(connection: Connection, channel_id: ChannelId) -> bool:
    """Gather the names of what changed and of what was not recognised, of what shares one, and so on.

    False when that does not end soon.
    """
    connection.execute(_new_names(union_all(*(select(staged.c[name]) for name in NAMES)), 0))
    connection.execute(_new_names(_names_of(select(unseen.c.listing_key)), 0))
    for step in range(STEPS):
        last = select(names.c.name).where(names.c.step == step)
        own = select(listing.c.id).where(listing.c.channel_id == channel_id)
        sharing = union_all(*(own.where(listing.c[name].in_(last)) for name in NAMES))
        if not connection.execute(_new_names(_names_of(sharing), step + 1)).rowcount:
            return True
    return False


def _names_of(keys: SelectBase) -> Select[Any]:
    """The names of the listings, below each other: read once, by their keys."""
    which = union_all(*(select(literal(n).label("n")) for n in range(len(NAMES)))).subquery("which")
    name = case(*((which.c.n == n, listing.c[name]) for n, name in enumerate(NAMES)))
    return select(name).select_from(listing).join(which, true()).where(listing.c.id.in_(keys))


def _new_names(query: SelectBase, step: int) -> Insert:
    found = query.subquery("found")
    fresh = and_(found.c[0] != "", found.c[0].not_in(select(names.c.name)))
    return insert(names).from_select(["name", "step"], select(found.c[0], literal(step)).where(fresh).distinct())


def _stage_near(connection: Connection) -> None:
    """Stage recognised rows from what is stored of them, which is what they say."""
    stored = {name: listing.c[name] for name in STAGED if name in listing.c} | {
        "line": near.c.line,
        "digest": seen.c.digest,
    }
    query = select(*(stored[name] for name in STAGED)).where(listing.c.id == near.c.listing_key)
    query = query.where(seen.c.listing_key == near.c.listing_key)
    connection.execute(insert(staged).from_select(list(STAGED), query))


def remember(connection: Connection, channel_id: ChannelId) -> None:
    """After a merge: forget what is no longer so, and remember the rows that were read."""
    settled = select(staged.c.listing_key).where(staged.c.listing_key.is_not(None))
    for keys in (select(unseen.c.listing_key), settled):
        connection.execute(delete(seen).where(seen.c.listing_key.in_(keys)))
    same = select(listing.c.id).where(
        listing.c.channel_id == channel_id,
        listing.c.listing_id == staged.c.listing_id,
        listing.c.own_id == staged.c.own_id,
    )
    rows = select(same.scalar_subquery().label("key"), staged.c.digest).where(staged.c.digest.is_not(None)).subquery()
    fresh = select(rows.c.key, rows.c.digest).where(rows.c.key.is_not(None))
    connection.execute(insert(seen).from_select(["listing_key", "digest"], fresh))


__all__ = ["Seen", "remember"]

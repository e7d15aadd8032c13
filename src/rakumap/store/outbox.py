"""The outbox: quantities on their way to a channel, from prepared to confirmed or failed. Any thread.

A row is marked sent and committed before the channel hears of it, so that after a crash it is known what the channel may
have. From that moment until the channel answers, what it has confirmed counts as unknown. The numbers are absolute, a
listing has one open row, and a row that is taken to be sent holds what the rule says at that very moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Integer,
    MetaData,
    Select,
    Table,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from rakumap.core.due import Why, pause
from rakumap.core.model import ChannelId, Limits, ListingKey
from rakumap.core.trade import Offer, OfferResult, Sent
from rakumap.core.words import sentence
from rakumap.store import changes, due_sql, filter_sql, staging_sql
from rakumap.store.changes import picked
from rakumap.store.due_sql import waiting
from rakumap.store.engine import Database
from rakumap.store.identity import new_stamp
from rakumap.store.runs import own_lock
from rakumap.store.schema import channel, listing, meta, outbox

KEPT = timedelta(days=30)
"""How long offers that are over stay to be looked at."""
MOST = 20_000
"""Quantities that are prepared at once."""
MOST_WORDS = 500
"""Characters of the channel's own words that are kept."""

temporary = MetaData()
ready = Table(
    "ready",
    temporary,
    Column("listing_key", Integer, primary_key=True, autoincrement=False),
    Column("quantity", BigInteger, nullable=False),
    Column("drift", BigInteger),
    Column("tries", BigInteger, nullable=False),
    prefixes=["TEMPORARY"],
)


@dataclass(frozen=True, slots=True)
class Before:
    """What a listing said before a row was marked as sent; comes back when the channel never heard of it."""

    submitted_quantity: int | None
    last_update: datetime | None


@dataclass(frozen=True, slots=True)
class Taken:
    """One row of the outbox on its way: its revision, how often it was sent, and what the channel gets."""

    revision: int
    listing: ListingKey
    tries: int
    offer: Offer
    created_at: datetime
    before: Before | None = None
    """Of a row that goes out for the first time."""


class Outbox:
    """Every write to the outbox; each method is one transaction. ``run_id`` must hold the channel's lock."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def due(
        self, channel_id: ChannelId, now: datetime, *, keys: Iterable[ListingKey] | None = None
    ) -> dict[ListingKey, Why]:
        """What would be sent now, and why, whatever the switches of the channel are; changes nothing.

        ``keys`` names the listings that a person asks for; failures and drift among them are not waited for.
        """
        with self.database.staging() as staging, staging.compute() as connection:
            query, why = _due(connection, channel_id, now, keys, mend=True)
            return {ListingKey(row.key): Why(row.why) for row in connection.execute(query.add_columns(why))}

    def prepare(
        self,
        channel_id: ChannelId,
        run_id: int,
        now: datetime,
        *,
        keys: Iterable[ListingKey] | None = None,
        mend: bool = True,
    ) -> int:
        """Put what is due into the outbox, ``MOST`` at most; newer ones take the place of unsent ones. Returns how many.

        What is due is found out before the write lock is taken; ``take`` looks at each row again.
        """
        with self.database.staging() as staging:
            with staging.compute() as connection:
                query, why = _due(connection, channel_id, now, keys, mend=mend)
                send = filter_sql.will_send(_defaults(connection, channel_id)).label("send")
                drift = case((why == Why.DRIFT.value, listing.c.quantity))
                tries = case((waiting.c.quantity == send, waiting.c.tries), else_=0)
                staging_sql.make(connection, ready)
                # The smallest first: what must stop selling stops first.
                rows = query.add_columns(send, drift, tries).where(due_sql.switched_on())
                rows = rows.order_by(send, listing.c.id).limit(MOST)
                connection.execute(insert(ready).from_select(["listing_key", "quantity", "drift", "tries"], rows))
            with staging.apply() as connection:
                own_lock(connection, run_id)
                return _fill(connection, channel_id, now)

    def take(self, channel_id: ChannelId, run_id: int, batch: str, size: int, now: datetime) -> tuple[Taken, ...]:
        """Mark the next prepared rows as sent under a key, with the numbers of this moment; empty when none is left.

        What is not due any more is left out; the transaction is committed before the channel hears of it.
        """
        with self.database.write() as connection:
            own_lock(connection, run_id)
            while True:
                query = select(outbox.c.id).where(outbox.c.channel_id == channel_id, outbox.c.state == "prepared")
                found = list(connection.execute(query.order_by(outbox.c.id).limit(size)).scalars())
                if not found:
                    return ()
                kept = _refreshed(connection, channel_id, found, now)
                if kept:
                    break
            before = _before(connection, kept)
            _mark_sent(connection, kept, batch, now)
            rows = _taken(connection, outbox.c.id.in_(kept))
            return tuple(replace(one, before=before[one.listing]) for one in rows)

    def unknown(self, channel_id: ChannelId) -> list[str]:
        """The keys of batches that were sent and not answered, oldest first."""
        query = select(outbox.c.batch).where(outbox.c.channel_id == channel_id, outbox.c.state == "sent")
        query = query.group_by(outbox.c.batch).order_by(func.min(outbox.c.id))
        with self.database.read() as connection:
            return [str(key) for key in connection.execute(query).scalars()]

    def take_again(self, channel_id: ChannelId, run_id: int, batch: str, now: datetime) -> tuple[Taken, ...]:
        """The rows of a batch that was not answered, to be sent once more under the same key.

        Empty when one of its numbers is not right any more: then newer ones are due and take the place of all of them.
        """
        mine = and_(outbox.c.channel_id == channel_id, outbox.c.state == "sent", outbox.c.batch == batch)
        with self.database.write() as connection:
            own_lock(connection, run_id)
            rows = connection.execute(select(outbox.c.id, outbox.c.quantity).where(mine)).all()
            numbers = _numbers(connection, channel_id, [row.id for row in rows])
            if any(numbers.get(row.id) != row.quantity for row in rows):
                _supersede(connection, mine, now)
                return ()
            connection.execute(update(outbox).where(mine).values(tries=outbox.c.tries + 1, changed_at=now))
            return _taken(connection, mine)

    def tickets(self, channel_id: ChannelId) -> list[str]:
        """The tickets of batches that the channel works on, oldest first."""
        query = select(outbox.c.ticket).where(outbox.c.channel_id == channel_id, outbox.c.state == "submitted")
        query = query.group_by(outbox.c.ticket).order_by(func.min(outbox.c.id))
        with self.database.read() as connection:
            return [str(ticket) for ticket in connection.execute(query).scalars()]

    def following(self, channel_id: ChannelId, ticket: str) -> tuple[Taken, ...]:
        """The rows that the channel works on under a ticket."""
        mine = and_(outbox.c.channel_id == channel_id, outbox.c.state == "submitted", outbox.c.ticket == ticket)
        with self.database.read() as connection:
            return _taken(connection, mine)

    def record(
        self, run_id: int, sent: Sequence[Taken], results: Sequence[OfferResult], ticket: str | None, now: datetime
    ) -> dict[Sent, int]:
        """Write down what the channel answered; what it said nothing of stays as it is. Returns the numbers of each.

        Raises:
            RuleRefused: the lock was taken over (``run_lost``); nothing is written.
        """
        by_id = {one.offer.listing_id: one for one in sent}
        found = [(by_id[one.listing_id], one) for one in results if one.listing_id in by_id]
        # Work that cannot be asked about has an unknown end, as if nothing had been answered.
        found = [(row, one) for row, one in found if one.sent is not Sent.SUBMITTED or ticket is not None]
        with self.database.write() as connection:
            own_lock(connection, run_id)
            _record(connection, [_answer(row, result, ticket, now) for row, result in found], now)
        counts = dict.fromkeys(Sent, 0)
        for _, result in found:
            counts[result.sent] += 1
        return counts

    def prune(self, channel_id: ChannelId, now: datetime) -> None:
        """Forget offers that have been over for a month."""
        old = and_(outbox.c.state.in_(("confirmed", "superseded")), outbox.c.changed_at < now - KEPT)
        with self.database.write() as connection:
            connection.execute(delete(outbox).where(outbox.c.channel_id == channel_id, old))

    def stopped(self, channel_id: ChannelId) -> int:
        """How many listings keep another quantity on the channel however often it is sent."""
        query = due_sql.of_channel(channel_id, func.count()).where(due_sql.stopped())
        with self.database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def start_over(self, fact: str, now: datetime) -> None:
        """After a person's yes to a store from a backup: forget what channels are said to have, and the fact.

        The channels went on since the backup, so every number is sent anew.
        """
        with self.database.write() as connection:
            _supersede(connection, outbox.c.id > 0, now)
            forgotten: dict[str, Any] = {
                "confirmed_quantity": None,
                "confirmed_at": None,
                "drift_quantity": None,
                "drift_tries": 0,
            }
            forgotten["change_stamp"] = new_stamp(connection)
            connection.execute(update(listing).where(listing.c.confirmed_quantity.is_not(None)).values(**forgotten))
            connection.execute(delete(meta).where(meta.c.name == fact))
            changes.start(connection)
            changes.record(connection, changes.Note("restore_confirmed", undoable=False), 1)


def _due(
    connection: Connection, channel_id: ChannelId, now: datetime, keys: Iterable[ListingKey] | None, *, mend: bool
) -> tuple[Select[Any], Any]:
    """The due listings as a query with their ``key``, and the expression of why."""
    again = keys is not None
    why = due_sql.why(_defaults(connection, channel_id), now, again=again, mend=mend).label("why")
    query = due_sql.of_channel(channel_id, listing.c.id.label("key")).where(why.is_not(None))
    if keys is not None:
        changes.start(connection)
        changes.pick(connection, keys)
        query = query.where(listing.c.id.in_(select(picked.c.key)))
    return query, why


def _fill(connection: Connection, channel_id: ChannelId, now: datetime) -> int:
    """Bring ``ready`` into the outbox, in the place of what was not sent and of what failed."""
    unsent = and_(outbox.c.channel_id == channel_id, outbox.c.state == "prepared")
    _supersede(connection, or_(unsent, outbox.c.listing_key.in_(select(ready.c.listing_key))), now)
    names = ["listing_key", "quantity", "drift", "tries"]
    fixed = {"channel_id": channel_id, "state": "prepared", "created_at": now, "changed_at": now}
    values = [literal(value, outbox.c[name].type) for name, value in fixed.items()]
    chosen = select(*values, *(ready.c[name] for name in names)).order_by(ready.c.quantity, ready.c.listing_key)
    return connection.execute(insert(outbox).from_select([*fixed, *names], chosen)).rowcount


def _supersede(connection: Connection, which: Any, now: datetime) -> None:
    still_open = outbox.c.state.not_in(("confirmed", "superseded"))
    connection.execute(update(outbox).where(which, still_open).values(state="superseded", changed_at=now))


def _numbers(connection: Connection, channel_id: ChannelId, revisions: Sequence[int]) -> dict[int, int]:
    """What the rule says now for the listings of these rows; without those of which nothing may be sent."""
    send = filter_sql.will_send(_defaults(connection, channel_id))
    query = due_sql.of_channel(channel_id, waiting.c.id, send).where(waiting.c.id.in_(revisions))
    query = query.where(due_sql.may_send(), due_sql.switched_on())
    return {row[0]: row[1] for row in connection.execute(query)}


def _refreshed(connection: Connection, channel_id: ChannelId, revisions: list[int], now: datetime) -> list[int]:
    """Bring prepared rows up to this moment: the revisions to send, of changed numbers new ones."""
    numbers = _numbers(connection, channel_id, revisions)
    query = select(outbox.c.id, outbox.c.listing_key, outbox.c.quantity, listing.c.confirmed_quantity)
    query = query.join(listing, listing.c.id == outbox.c.listing_key).where(outbox.c.id.in_(revisions))
    kept: list[int] = []
    for row in connection.execute(query.order_by(outbox.c.id)).all():
        number = numbers.get(row.id)
        if number == row.quantity:
            kept.append(row.id)
            continue
        _supersede(connection, outbox.c.id == row.id, now)
        if number is not None and number != row.confirmed_quantity:
            new = {"channel_id": channel_id, "listing_key": row.listing_key, "quantity": number, "state": "prepared"}
            made = connection.execute(insert(outbox).values(created_at=now, changed_at=now, **new))
            inserted = made.inserted_primary_key
            assert inserted is not None  # noqa: S101 - one row was inserted
            kept.append(inserted[0])
    return kept


def _before(connection: Connection, revisions: list[int]) -> dict[ListingKey, Before]:
    columns = (listing.c.id, listing.c.submitted_quantity, listing.c.last_update)
    query = select(*columns).join(outbox, outbox.c.listing_key == listing.c.id).where(outbox.c.id.in_(revisions))
    return {ListingKey(row.id): Before(row.submitted_quantity, row.last_update) for row in connection.execute(query)}


def _mark_sent(connection: Connection, revisions: list[int], batch: str, now: datetime) -> None:
    sent = {"state": "sent", "batch": batch, "tries": outbox.c.tries + 1, "changed_at": now}
    connection.execute(update(outbox).where(outbox.c.id.in_(revisions)).values(**sent))
    same = and_(outbox.c.listing_key == listing.c.id, outbox.c.id.in_(revisions))
    against = outbox.c.drift
    tries = case((against.is_(None), 0), (listing.c.drift_quantity == against, listing.c.drift_tries + 1), else_=1)
    values: dict[str, Any] = {"submitted_quantity": outbox.c.quantity, "drift_quantity": against, "drift_tries": tries}
    values |= {"last_update": now, "update_status": "sent", "confirmed_quantity": None, "confirmed_at": None}
    values["change_stamp"] = new_stamp(connection)
    connection.execute(update(listing).where(same).values(**values))


def _taken(connection: Connection, which: Any) -> tuple[Taken, ...]:
    columns = (outbox.c.id, outbox.c.tries, outbox.c.quantity, outbox.c.created_at)
    query = select(*columns, listing.c.id.label("key"), listing.c.listing_id, listing.c.sku, listing.c.price)
    query = query.add_columns(listing.c.currency, listing.c.duplicate).join(
        listing, listing.c.id == outbox.c.listing_key
    )
    return tuple(
        Taken(
            row.id,
            ListingKey(row.key),
            row.tries,
            Offer(row.listing_id, row.sku, row.quantity, row.price, row.currency, bool(row.duplicate)),
            row.created_at,
        )
        for row in connection.execute(query.where(which).order_by(outbox.c.id))
    )


def _answer(row: Taken, result: OfferResult, ticket: str | None, now: datetime) -> dict[str, Any]:
    """What a result makes of a row and of its listing."""
    failed, confirmed = result.sent is Sent.FAILED, result.sent is Sent.CONFIRMED
    message = " ".join(result.message.split())[:MOST_WORDS]
    words = message or (sentence(result.code) if result.code else "")
    back = row.before if failed and result.unsent else None
    return {
        "row": row.revision,
        "key": row.listing,
        "new_state": result.sent.value,
        "new_ticket": ticket if result.sent is Sent.SUBMITTED else None,
        "until": now + pause(row.tries) if failed else None,
        "new_code": result.code,
        "new_message": message or None,
        "has": row.offer.quantity if confirmed else None,
        "since": now if confirmed else None,
        "status": f"failed: {words}" if failed and words else result.sent.value,
        "back": back is not None,
        "submitted": back.submitted_quantity if back is not None else None,
        "updated": back.last_update if back is not None else now,
    }


def _record(connection: Connection, answers: list[dict[str, Any]], now: datetime) -> None:
    """Two statements for all answers; a row that is not on its way any more is left alone, as is its listing."""
    if not answers:
        return
    on_its_way = or_(outbox.c.state == "sent", outbox.c.state == "submitted")
    awaited = select(outbox.c.id).where(outbox.c.id == bindparam("row"), on_its_way).exists()
    known = update(listing).where(listing.c.id == bindparam("key"), awaited)
    back = bindparam("back", type_=Boolean)
    known = known.values(
        submitted_quantity=case((back, bindparam("submitted", type_=BigInteger)), else_=listing.c.submitted_quantity),
        confirmed_quantity=bindparam("has"),
        confirmed_at=bindparam("since", type_=listing.c.confirmed_at.type),
        last_update=bindparam("updated", type_=listing.c.last_update.type),
        update_status=bindparam("status"),
        change_stamp=new_stamp(connection),
    )
    connection.execute(known, answers)
    row = update(outbox).where(outbox.c.id == bindparam("row"), on_its_way)
    row = row.values(
        state=bindparam("new_state"),
        ticket=func.coalesce(bindparam("new_ticket"), outbox.c.ticket),
        not_before=bindparam("until", type_=outbox.c.not_before.type),
        code=bindparam("new_code"),
        message=bindparam("new_message"),
        changed_at=now,
    )
    connection.execute(row, answers)


def _defaults(connection: Connection, channel_id: ChannelId) -> Limits:
    query = select(channel.c.default_max, channel.c.default_end, channel.c.default_percentage)
    return Limits(*connection.execute(query.where(channel.c.id == channel_id)).one())


__all__ = ["Outbox", "Taken"]

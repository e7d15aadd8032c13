"""Submission: the quantities that are due go to the channel, and what it answers is kept. Any thread.

Before a batch goes out it is marked as sent and committed; a batch that was not answered goes out again under its own
key, or gives way to newer numbers. So whatever happens in between, the channel gets the number of that moment, never a
difference, and never an older number after a newer one.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from rakumap.channels.connector import Seller
from rakumap.core import quantity
from rakumap.core.due import Why
from rakumap.core.errors import ChannelError, RuleRefused, StoreError, UserError
from rakumap.core.job import Job
from rakumap.core.model import SUBMIT_EVENT, Channel, ChannelId, Listing, ListingKey, Outcome
from rakumap.core.quantity import Quantity
from rakumap.core.trade import OfferResult, Sent
from rakumap.services.channel_setup import Connect
from rakumap.services.running import Clock, conduct, seller
from rakumap.store.maintenance import RESTORED_AT
from rakumap.store.outbox import MOST, Outbox, Taken
from rakumap.store.queries import Queries
from rakumap.store.runs import Result, Runs

MOST_UNANSWERED = 5
"""How often a batch is sent without an answer before it counts as failed."""
LONGEST_WORK = timedelta(hours=24)
"""How long a channel may work on a batch before it counts as failed."""


@dataclass(frozen=True, slots=True)
class Offering:
    """One quantity that would be sent, with the steps that led to it."""

    listing: Listing
    quantity: Quantity
    why: Why


@dataclass(slots=True)
class Tally:
    """Numbers of one submission."""

    due: int = 0
    sent: int = 0
    confirmed: int = 0
    failed: int = 0
    submitted: int = 0
    """Taken by the channel, which works on them."""
    stopped: int = 0
    """Listings that keep another quantity on the channel however often it is sent."""

    def add(self, counts: dict[Sent, int]) -> None:
        """Count what a channel answered."""
        self.confirmed += counts[Sent.CONFIRMED]
        self.failed += counts[Sent.FAILED]
        self.submitted += counts[Sent.SUBMITTED]


@dataclass(frozen=True, slots=True)
class Submitted:
    """How a submission ended."""

    outcome: Outcome
    tally: Tally
    error: UserError | None = None


class Submission:
    """The use case of sending; see the module."""

    def __init__(self, runs: Runs, outbox: Outbox, queries: Queries, connect: Connect, clock: Clock) -> None:
        self._runs = runs
        self._outbox = outbox
        self._queries = queries
        self._connect = connect
        self._clock = clock

    def preview(self, channel_id: ChannelId, keys: Collection[ListingKey] | None = None) -> list[Offering]:
        """What would be sent now, with its steps, even while the channel is switched off; changes nothing."""
        found = self._outbox.due(channel_id, self._clock.now(), keys=keys)
        defaults = self._queries.channel(channel_id).defaults
        rows = self._queries.rows(list(found))
        return [
            Offering(
                row, quantity.will_send(row.item_level or 0, row.item_in_open_orders or 0, row.limits, defaults), why
            )
            for key, why in found.items()
            if (row := rows.get(key)) is not None
        ]

    def refusal(self, channel: Channel) -> RuleRefused | None:
        """Why nothing may be sent to the channel now, if so."""
        if self.waits_for_word():
            return RuleRefused("restored_not_confirmed", channel=channel.name)
        if not channel.enabled:
            return RuleRefused("channel_disabled", channel=channel.name)
        return None if channel.inventory_sync else RuleRefused("sync_is_off", channel=channel.name)

    def waits_for_word(self) -> bool:
        """Whether the store came out of a backup and nobody has said yet that it may send."""
        return self._queries.meta(RESTORED_AT) is not None

    def confirm_restored(self) -> None:
        """A person's word that the store may send although it came out of a backup; everything is sent anew."""
        if self.waits_for_word():
            self._outbox.start_over(RESTORED_AT, self._clock.now())

    def submit(
        self,
        channel_id: ChannelId,
        job: Job,
        *,
        keys: Collection[ListingKey] | None = None,
        mend: bool = True,
        trigger: str = "scheduled",
    ) -> Submitted:
        """Send what is due, or of it what ``keys`` names: a person's choice, for which nothing is waited.

        ``mend`` also sends again what the channel has lost; not to be said when orders could not be read, which may
        explain it.
        """
        channel, tally = self._queries.channel(channel_id), Tally()
        refused = self.refusal(channel)
        if refused is not None:
            return Submitted(Outcome.REFUSED, tally, refused)

        def body(run_id: int) -> Result:
            work = _Work(self._outbox, self._clock, channel, run_id, seller(self._connect, channel), job, tally)
            work.follow_up()
            work.send_again()
            work.send(keys, mend=mend)
            values = {name: getattr(tally, name) for name in tally.__slots__}
            return Result(Outcome.DONE, code="submit_stopped" if tally.stopped else "submit_done", values=values)

        ended = conduct(self._runs, self._clock, channel_id, SUBMIT_EVENT, trigger, body)
        return Submitted(ended.outcome, tally, ended.error)


@dataclass(frozen=True, slots=True)
class _Work:
    """One submission on its way."""

    outbox: Outbox
    clock: Clock
    channel: Channel
    run_id: int
    seller: Seller
    job: Job
    tally: Tally

    def follow_up(self) -> None:
        """Ask what became of batches that the channel works on."""
        for ticket in self.outbox.tickets(self.channel.id):
            self.job.checkpoint("following")
            rows = self.outbox.following(self.channel.id, ticket)
            results = self.seller.follow(self.job, ticket, [one.offer for one in rows])
            late = {one.offer.listing_id for one in rows if self.clock.now() - one.created_at > LONGEST_WORK}
            final = [
                OfferResult(one.listing_id, Sent.FAILED, "submit_lost")
                if one.sent is Sent.SUBMITTED and one.listing_id in late
                else one
                for one in results
            ]
            self._record(rows, final, ticket)

    def send_again(self) -> None:
        """Send batches without an answer once more, under their own keys, where their numbers are right still."""
        for batch in self.outbox.unknown(self.channel.id):
            self.job.checkpoint("sending")
            rows = self.outbox.take_again(self.channel.id, self.run_id, batch, self.clock.now())
            if rows:
                self.tally.due += len(rows)
                self._send(rows, batch)

    def send(self, keys: Collection[ListingKey] | None, *, mend: bool) -> None:
        """Send what is due, a part after the other."""
        if keys is None:
            while self._send_part(None, mend=mend) == MOST:
                pass
        else:
            chosen = list(keys)
            for start in range(0, len(chosen), MOST):
                self._send_part(chosen[start : start + MOST], mend=mend)
        self.outbox.prune(self.channel.id, self.clock.now())
        self.tally.stopped = self.outbox.stopped(self.channel.id)

    def _send_part(self, keys: Collection[ListingKey] | None, *, mend: bool) -> int:
        now = self.clock.now()
        count = self.outbox.prepare(self.channel.id, self.run_id, now, keys=keys, mend=mend)
        self.tally.due += count
        while True:
            self.job.checkpoint("sending", self.tally.sent, self.tally.due)
            batch = uuid.uuid4().hex
            rows = self.outbox.take(self.channel.id, self.run_id, batch, max(1, self.seller.batch), self.clock.now())
            if not rows:
                return count
            self._send(rows, batch)

    def _send(self, rows: Sequence[Taken], batch: str) -> None:
        try:
            answer = self.seller.submit(self.job, [one.offer for one in rows], batch)
        except (ChannelError, StoreError) as error:
            if min(one.tries for one in rows) >= MOST_UNANSWERED:
                lost = [OfferResult(one.offer.listing_id, Sent.FAILED, error.code) for one in rows]
                self._record(rows, lost, None)
            raise
        except UserError as error:  # of the settings: nothing went out
            refused = [OfferResult(one.offer.listing_id, Sent.FAILED, error.code, unsent=True) for one in rows]
            self._record(rows, refused, None)
            raise
        self.tally.sent += len(rows)
        self._record(rows, answer.results, answer.ticket)

    def _record(self, rows: Sequence[Taken], results: Sequence[OfferResult], ticket: str | None) -> None:
        self.tally.add(self.outbox.record(self.run_id, rows, results, ticket, self.clock.now()))

"""Orders: download them, find their items through the links, let them lower what is available. Any thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from rakumap.core.errors import RuleRefused, UserError
from rakumap.core.job import Job
from rakumap.core.model import ORDER_EVENT, Channel, ChannelId, Outcome
from rakumap.services.channel_setup import Connect
from rakumap.services.running import Clock, conduct, seller
from rakumap.store.order_book import OrderBook, OrderCounts
from rakumap.store.queries import Queries
from rakumap.store.runs import Result, Runs

OVERLAP = timedelta(hours=6)
"""How far before Last Order Sync is asked again: channels list orders late, and each line counts once anyway."""
FIRST = timedelta(days=14)
"""How far back the first download of a channel goes."""


@dataclass(frozen=True, slots=True)
class Downloaded:
    """How a download ended: how many orders are new, and how the channel's lines stand now."""

    outcome: Outcome
    orders: int
    counts: OrderCounts
    error: UserError | None = None


class Orders:
    """The use case of orders; see the module."""

    def __init__(self, runs: Runs, book: OrderBook, queries: Queries, connect: Connect, clock: Clock) -> None:
        self._runs = runs
        self.book = book
        self._queries = queries
        self._connect = connect
        self._clock = clock

    def download(self, channel_id: ChannelId, job: Job, *, trigger: str = "scheduled") -> Downloaded:
        """Bring what was ordered or changed since the last time; an enabled channel only."""
        channel = self._queries.channel(channel_id)
        if not channel.enabled:
            error = RuleRefused("channel_disabled", channel=channel.name)
            return Downloaded(Outcome.REFUSED, 0, self.book.counts(channel_id), error)
        fresh: set[str] = set()

        def body(run_id: int) -> Result:
            self._take_in(channel, run_id, job, fresh)
            counts = self.book.counts(channel_id)
            values = {"orders": len(fresh), "unresolved": counts.unresolved}
            return Result(Outcome.DONE, code="orders_done", values=values)

        ended = conduct(self._runs, self._clock, channel_id, ORDER_EVENT, trigger, body)
        return Downloaded(ended.outcome, len(fresh), self.book.counts(channel_id), ended.error)

    def _take_in(self, channel: Channel, run_id: int, job: Job, fresh: set[str]) -> None:
        now = self._clock.now()
        job.checkpoint("orders")
        self.book.settle(channel.id, run_id, now)
        market, listed = seller(self._connect, channel), set[tuple[str, str]]()
        for page in market.orders(job, since(channel, now)):
            fresh |= self.book.add(channel.id, run_id, page, self._clock.now())
            if market.orders_are_whole:
                listed.update((one.order_id, one.line_id) for one in page)
            job.checkpoint("orders", len(fresh))
        if market.orders_are_whole:
            self.book.close_others(channel.id, run_id, listed, self._clock.now())
        self.book.done(channel.id, run_id, now)


def since(channel: Channel, now: datetime) -> datetime:
    """From when on orders are asked for."""
    return now - FIRST if channel.orders_at is None else min(channel.orders_at, now) - OVERLAP

"""Autolinking: a plan of certain links shown before it is carried out, and carried out after each report where wanted.

Any thread; work over a whole channel takes a ``Job``. Raises ``StoreError`` when the store cannot be read or written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from rakumap.core.job import Job
from rakumap.core.model import AUTOLINK, AUTOLINK_EVENT, Applied, ChannelId, Outcome
from rakumap.services.mapping import effect
from rakumap.services.running import Clock, Ended, conduct
from rakumap.services.suggesting import Certain, Plan, Suggesting
from rakumap.store.queries import Queries
from rakumap.store.runs import Result, Runs

PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Pair:
    """A certain link as a person sees it before it is made."""

    link: Certain
    title: str
    """Of the item."""
    listed: int | None
    """What the channel has now."""
    send: int
    warning: str | None
    """Code of what is dangerous about the new quantity, if anything."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan with what its links would do."""

    plan: Plan
    pairs: tuple[Pair, ...]


class Autolinking:
    """The use cases of linking what is certain."""

    def __init__(self, suggesting: Suggesting, queries: Queries, runs: Runs, clock: Clock) -> None:
        self._suggesting = suggesting
        self._queries = queries
        self._runs = runs
        self._clock = clock

    def prepare(self, channel_id: ChannelId, job: Job) -> Prepared:
        """What could be linked now, with the quantities that would go out; changes nothing."""
        plan = self._suggesting.plan(channel_id, job)
        pairs: list[Pair] = []
        for start in range(0, len(plan.links), PAGE):
            job.checkpoint("judging", start, len(plan.links))
            pairs += self._pairs(channel_id, plan.links[start : start + PAGE])
        return Prepared(plan, tuple(pairs))

    def _pairs(self, channel_id: ChannelId, links: tuple[Certain, ...]) -> Iterable[Pair]:
        defaults = self._queries.channel(channel_id).defaults
        listings = self._queries.rows([one.listing.key for one in links])
        items = self._queries.items(one.item.item for one in links)
        for one in links:
            listing, item = listings.get(one.listing.key), items.get(one.item.item)
            if listing is not None and item is not None:  # else it went meanwhile
                found, warning = effect(listing, item, defaults)
                yield Pair(one, item.title, listing.channel_quantity, found.send, warning)

    def link(self, prepared: Prepared, chosen: Iterable[Certain]) -> Applied:
        """Link these of a plan as one undo step.

        Raises:
            StaleChange: one of the listings was linked by somebody else meanwhile; then none is linked.
        """
        return self._suggesting.link(replace(prepared.plan, links=tuple(chosen)))

    def after_report(self, channel_id: ChannelId, job: Job) -> Ended | None:
        """Link what is certain where the channel's setting says so, with a line in Automation Logs; else ``None``."""
        if self._queries.channel(channel_id).settings.get(AUTOLINK) != "on":
            return None

        def body(_: int) -> Result:
            applied = self._suggesting.link(self._suggesting.plan(channel_id, job))
            return Result(Outcome.DONE, code="autolink_done", values={"linked": applied.count})

        return conduct(self._runs, self._clock, channel_id, AUTOLINK_EVENT, "scheduled", body)

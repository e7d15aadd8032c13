"""The round of a channel: report, certain links where wanted, orders, quantities; the same for window, ``watch`` and commands. Any thread.

Orders come after the report and before the quantities: what the report shows as sold is then known as an order, and no
quantity goes out that does not know of it. A step that fails does not stop the next.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from rakumap.channels.connector import has_orders
from rakumap.core.job import Job
from rakumap.core.model import ORDER_EVENT, SUBMIT_EVENT, Channel, ChannelId, ListingKey, Outcome
from rakumap.services.alerts import Alerts
from rakumap.services.autolinking import Autolinking
from rakumap.services.orders import Downloaded, Orders
from rakumap.services.running import Clock, Ended
from rakumap.services.submission import Submission, Submitted
from rakumap.services.sync import ReportSync, SyncResult
from rakumap.store.queries import Queries

LONGEST_PAUSE = timedelta(minutes=30)
"""How long a channel's wish not to be asked is honoured, from the end of the run it was said in."""
_NOTHING_TRIED = frozenset({Outcome.NOT_DUE, Outcome.REFUSED, Outcome.RUNNING, Outcome.INTERRUPTED, Outcome.CANCELLED})


class Round:
    """See the module."""

    def __init__(
        self,
        sync: ReportSync,
        orders: Orders,
        submission: Submission,
        alerts: Alerts,
        queries: Queries,
        clock: Clock,
        autolinking: Autolinking,
    ) -> None:
        self._sync = sync
        self._autolinking = autolinking
        self._orders = orders
        self._submission = submission
        self._alerts = alerts
        self._queries = queries
        self._clock = clock

    def due(self) -> list[Channel]:
        """The enabled channels whose turn it is."""
        return self._sync.due()

    def refresh(self, channel_id: ChannelId, job: Job) -> SyncResult:
        """Fetch the report when it is due, and let orders and quantities follow whatever came of it."""
        report = self._sync.refresh(channel_id, job)
        if report.outcome in _NOTHING_TRIED:
            return report
        # Before the orders, which find their items through the links.
        linked = self._autolinking.after_report(channel_id, job) if report.outcome is Outcome.DONE else None
        after = (*(() if linked is None else (linked,)), *self._follow(channel_id, job))
        self._alerts.ask(channel_id, job)
        return replace(report, after=after)

    def trade(
        self, channel_id: ChannelId, job: Job, keys: Collection[ListingKey] | None = None
    ) -> tuple[Downloaded | None, Submitted]:
        """Send quantities at a person's word, after the orders that may lower them."""
        refused = self._submission.refusal(self._queries.channel(channel_id))
        orders = None if refused is not None else self._download(channel_id, job, "manual")
        mend = orders is None or orders.outcome is Outcome.DONE
        return orders, self._submission.submit(channel_id, job, keys=keys, mend=mend, trigger="manual")

    def _follow(self, channel_id: ChannelId, job: Job) -> tuple[Ended, ...]:
        done: list[Ended] = []
        mend = True
        if not self._paused(channel_id, ORDER_EVENT):
            orders = self._download(channel_id, job, "scheduled")
            if orders is not None:
                done.append(Ended(orders.outcome, orders.error))
                mend = orders.outcome is Outcome.DONE
        sends = self._submission.refusal(self._queries.channel(channel_id)) is None
        if sends and not job.cancelled and not self._paused(channel_id, SUBMIT_EVENT):
            submitted = self._submission.submit(channel_id, job, mend=mend)
            done.append(Ended(submitted.outcome, submitted.error))
        return tuple(done)

    def _download(self, channel_id: ChannelId, job: Job, trigger: str) -> Downloaded | None:
        channel = self._queries.channel(channel_id)
        if not has_orders(channel.kind, channel.settings):
            return None
        return self._orders.download(channel_id, job, trigger=trigger)

    def _paused(self, channel_id: ChannelId, event: str) -> bool:
        """Whether the channel asked to be left alone for a while when this was done last."""
        for run in self._queries.runs(event=event, key=channel_id, limit=1):
            until = run.values.get("not_before")
            if until is not None and run.ended_at is not None:
                limit = min(datetime.fromisoformat(until), run.ended_at + LONGEST_PAUSE)
                return run.ended_at <= self._clock.now() < limit
        return False

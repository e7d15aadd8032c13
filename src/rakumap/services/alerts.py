"""What a person should know of a channel soon, as a licence key that ends: asked once a day. Any thread."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from rakumap.channels.connector import TestResult
from rakumap.core.errors import Cancelled, UserError
from rakumap.core.job import Job
from rakumap.core.model import ChannelId, Outcome
from rakumap.services.channel_setup import Connect
from rakumap.services.running import Clock, seller
from rakumap.store.queries import Queries
from rakumap.store.runs import Result, Runs

EVERY = timedelta(days=1)


class Alerts:
    """See the module."""

    def __init__(self, runs: Runs, queries: Queries, connect: Connect, clock: Clock) -> None:
        self._runs = runs
        self._queries = queries
        self._connect = connect
        self._clock = clock

    def ask(self, channel_id: ChannelId, job: Job) -> None:
        """Ask the channel, unless that was done within a day; what it says becomes lines of Automation Logs.

        Never raises: what is wrong with the channel is said by the report, and it is asked again with the next round.
        """
        now, last = self._clock.now(), self._queries.checked(channel_id)
        if last is not None and timedelta(0) <= now - last < EVERY:
            return
        with suppress(UserError, Cancelled):
            found = self._found(channel_id, job)
            # As failed: it is about to be one, and stands out in the log.
            said = [Result(Outcome.FAILED, code=one.code, values=one.values) for one in found]
            self._runs.log_warnings(channel_id, now, said)

    def now(self, channel_id: ChannelId, job: Job) -> tuple[TestResult, ...]:
        """Ask the channel at once, at a person's word; that it cannot be asked is also something to know.

        Raises:
            Cancelled.
        """
        try:
            return self._found(channel_id, job)
        except UserError as error:
            return (TestResult(False, error.code, error.values),)

    def _found(self, channel_id: ChannelId, job: Job) -> tuple[TestResult, ...]:
        return seller(self._connect, self._queries.channel(channel_id)).warnings(job)

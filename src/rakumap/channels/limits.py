"""How often a method of a channel may be called, kept by waiting rather than by being refused."""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from rakumap.core.errors import ChannelError
from rakumap.core.job import Job

_LONGEST = 70.0
"""Seconds: a longer wait is the caller's affair, who is told when it may come again."""
_MARGIN = 1.05
"""Calls that leave in time may arrive closer together."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``calls`` in any ``seconds``."""

    calls: int
    seconds: float


class Limits:
    """Remembers when each method was called. Any thread; ``clock`` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._calls: dict[Hashable, deque[float]] = {}

    def take(self, key: Hashable, limit: Limit, job: Job, host: str) -> None:
        """Wait until one more call is allowed, and count it.

        Raises:
            ChannelError: ``channel_own_limit`` with ``retry_after`` when that is more than about a minute away.
        """
        while (wait := self._wait(key, limit)) > 0:
            if wait > _LONGEST:
                raise ChannelError(
                    "channel_own_limit", host=host, retry_after=math.ceil(wait), minutes=math.ceil(wait / 60)
                )
            job.wait(wait)
        job.checkpoint()

    def _wait(self, key: Hashable, limit: Limit) -> float:
        """Count a call that is allowed now (0), or say how many seconds are left until one is."""
        window = limit.seconds * _MARGIN
        with self._lock:
            now = self._clock()
            calls = self._calls.setdefault(key, deque())
            while calls and calls[0] <= now - window:
                calls.popleft()
            if len(calls) < limit.calls:
                calls.append(now)
                return 0.0
            return max(calls[0] + window - now, 0.001)

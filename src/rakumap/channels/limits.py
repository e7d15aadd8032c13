"""How often a method of a channel may be called, kept by waiting rather than by being refused."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from rakumap.core.errors import ChannelError
from rakumap.core.job import Job

_LONGEST = 70.0
"""Seconds: a longer wait is the caller's affair, who is told when it may come again."""
_MARGIN = 1.02
"""The server's clock is not ours."""


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
        self._calls: dict[Hashable, list[list[float]]] = {}

    def take(self, key: Hashable, limit: Limit, job: Job, host: str) -> Callable[[], None]:
        """Wait until one more call is allowed, and count it; call what is returned when it is answered.

        It counts from its answer on, as nobody knows when it reaches the server.

        Raises:
            ChannelError: ``channel_own_limit`` with ``retry_after`` when that is more than about a minute away.
        """
        while True:
            call, wait = self._begun(key, limit)
            if call is not None:
                break
            if wait > _LONGEST:
                raise ChannelError(
                    "channel_own_limit", host=host, retry_after=math.ceil(wait), minutes=math.ceil(wait / 60)
                )
            job.wait(wait)

        def answered() -> None:
            call[0] = self._clock()

        return answered

    def _begun(self, key: Hashable, limit: Limit) -> tuple[list[float] | None, float]:
        """Count a call that is allowed now, or say how many seconds are left until one is."""
        window = limit.seconds * _MARGIN
        with self._lock:
            now = self._clock()
            calls = [call for call in self._calls.get(key, ()) if call[0] > now - window]
            self._calls[key] = calls
            if len(calls) < limit.calls:
                calls.append([now])
                return calls[-1], 0.0
            oldest = sorted(call[0] for call in calls)[len(calls) - limit.calls]
            return None, max(oldest + window - now, 0.001)

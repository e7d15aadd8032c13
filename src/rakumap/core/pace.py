"""Pace: how fast work goes and how long it still takes, from what it reports of its progress."""

from __future__ import annotations

import math
from dataclasses import dataclass

from rakumap.core.job import Progress

SMOOTHING = 10.0
"""Seconds after which an observation counts a third of a new one."""
SOONEST = 1.0
"""Seconds of a phase before which nothing is foretold."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Steps a second and seconds to the end of the phase; ``None`` where that cannot be said (yet)."""

    rate: float | None = None
    remaining: float | None = None


class Pace:
    """Watches one job; give it every ``Progress`` with the seconds of a clock that only goes forward."""

    def __init__(self) -> None:
        self._phase: str | None = None
        self._since = self._last = 0.0
        self._done = 0
        self._rate = self._weight = 0.0

    def observe(self, progress: Progress, now: float) -> Estimate:
        """Take note of a step and foretell. A new phase, or one that begins again, is measured anew."""
        if progress.phase != self._phase or progress.done < self._done:
            self._phase, self._since, self._last, self._done = progress.phase, now, now, progress.done
            self._rate = self._weight = 0.0
        elif now > self._last:
            seconds = now - self._last
            kept = math.exp(-seconds / SMOOTHING)
            # Weighted by time, and by no more time than there was: the first seconds count from the start.
            self._rate = self._rate * kept + (progress.done - self._done) / seconds * (1 - kept)
            self._weight = self._weight * kept + 1 - kept
            self._last, self._done = now, progress.done
        if now - self._since < SOONEST or not self._rate:
            return Estimate()
        rate = self._rate / self._weight
        return Estimate(rate, None if progress.total is None else max(0.0, progress.total - progress.done) / rate)


BYTES = frozenset({"copy", "download", "reading"})
"""Phases whose steps are bytes; those of the others are rows."""


def numbers(progress: Progress, estimate: Estimate) -> str:
    """How far, how fast and how long still, as in ``42 of 94 MB, 8.1 MB/s, 6 s left``; what is not known is left out."""
    unit, size = ("MB", 1e6) if progress.phase in BYTES else ("", 1)
    parts = []
    if progress.total:
        parts.append(f"{_amount(progress.done, size)} of {_amount(progress.total, size)} {unit}".rstrip())
    elif progress.done:
        parts.append(f"{_amount(progress.done, size)} {unit}".rstrip())
    if estimate.rate is not None:
        parts.append(f"{_amount(estimate.rate, size)} {unit}".rstrip() + "/s")
    if estimate.remaining is not None:
        parts.append(f"{duration(estimate.remaining)} left")
    return ", ".join(parts)


def duration(seconds: float) -> str:
    """A time to wait as people say it: ``6 s``, ``4 min``, ``2 h 5 min``."""
    whole = math.ceil(seconds)
    if whole < 100:
        return f"{whole} s"
    minutes = math.ceil(whole / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"


def _amount(steps: float, size: float) -> str:
    return f"{steps / size:,.1f}" if size > 1 and steps < 10 * size else f"{steps / size:,.0f}"

"""Progress of long work on standard error: a bar on a terminal, one line a minute elsewhere, JSON lines when asked."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from rakumap.cli.output import json_text
from rakumap.core.job import Job, Progress
from rakumap.core.pace import Estimate, Pace, numbers
from rakumap.core.words import name

ENVIRONMENT = "RAKUMAP_PROGRESS"
"""``json`` makes every step of progress a line ``{"progress": {"phase", "done", "total"}}``; ``core.pace`` foretells."""
BAR = 24
_TERMINAL_EVERY, _LINE_EVERY, _JSON_EVERY = 0.1, 60.0, 0.1


class Reporter:
    """Prints the progress of one job."""

    def __init__(self) -> None:
        self._json = os.environ.get(ENVIRONMENT) == "json"
        self._terminal = not self._json and sys.stderr.isatty()
        self._every = _JSON_EVERY if self._json else _TERMINAL_EVERY if self._terminal else _LINE_EVERY
        self._last = time.monotonic() if self._every == _LINE_EVERY else 0.0
        self._phase = ""
        self._drawn = False
        self._pace = Pace()

    def __call__(self, progress: Progress) -> None:
        """Print a step, unless one was printed just now."""
        now = time.monotonic()
        estimate = self._pace.observe(progress, now)
        new_phase = self._json and progress.phase != self._phase
        if not new_phase and now - self._last < self._every:
            return
        self._last, self._phase = now, progress.phase
        if self._json:
            step = {"phase": progress.phase, "done": progress.done, "total": progress.total}
            print(json_text({"progress": step}), file=sys.stderr, flush=True)
        elif self._terminal:
            line = bar(progress, estimate)[: shutil.get_terminal_size().columns - 1]
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
            self._drawn = True
        else:
            print(f"rakumap: {bar(progress, estimate, shown=False)}", file=sys.stderr, flush=True)

    def close(self) -> None:
        """Take the bar away."""
        if self._drawn:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def bar(progress: Progress, estimate: Estimate, *, shown: bool = True) -> str:
    """One line for a step: phase, bar, how far, how fast, how long still."""
    phase, said = name(f"phase.{progress.phase}"), numbers(progress, estimate)
    if not progress.total:
        return f"{phase} {said}".rstrip()
    part = min(1.0, progress.done / progress.total)
    drawn = f" [{'#' * round(part * BAR):<{BAR}}]" if shown else ""
    return f"{phase}{drawn} {part:4.0%} ({said})"


class SignalJob(Job):
    """A job of the command line; ``stopped_by`` is the signal that asked it to stop."""

    stopped_by: int | None = None


@contextmanager
def job() -> Iterator[SignalJob]:
    """A job that prints its progress; Ctrl+C and SIGTERM ask it to stop, a second one stops at once."""
    reporter = Reporter()
    work = SignalJob(reporter)

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - what signal handlers get
        work.stopped_by = number
        work.cancel()
        for one, before in handlers.items():
            signal.signal(one, before)

    handlers = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield work
    finally:
        for number, before in handlers.items():
            signal.signal(number, before)
        reporter.close()

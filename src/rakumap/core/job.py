"""Job: how long work reports progress and is asked to stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from rakumap.core.errors import Cancelled

_WAIT = 0.25
"""Seconds; a cancel from a signal's handler is noticed within them."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: ``done`` of ``total`` steps (``total`` None while unknown) in the named phase."""

    phase: str
    done: int = 0
    total: int | None = None


class Job:
    """Handed to every long piece of work; safe to use from any thread.

    The work calls ``checkpoint()`` in its loops and ``wait()`` instead of sleeping; both raise ``Cancelled`` once
    ``cancel()`` was called. ``report`` receives ``Progress`` on the working thread.
    """

    def __init__(self, report: Callable[[Progress], None] | None = None) -> None:
        self._report = report
        self._stop = False
        self._gate = threading.Lock()  # held until someone asks to stop
        self._gate.acquire()

    @property
    def cancelled(self) -> bool:
        """Whether someone asked to stop."""
        return self._stop

    def cancel(self) -> None:
        """Ask the work to stop at its next checkpoint; may be called from a signal handler, so it takes no lock."""
        self._stop = True
        with suppress(RuntimeError):  # it is open already
            self._gate.release()

    def checkpoint(self, phase: str = "", done: int = 0, total: int | None = None) -> None:
        """Report progress when a phase is named; raise ``Cancelled`` if asked to stop."""
        if self._stop:
            raise Cancelled
        if phase and self._report is not None:
            self._report(Progress(phase, done, total))

    def wait(self, seconds: float) -> None:
        """Sleep up to ``seconds``; wake and raise ``Cancelled`` as soon as asked to stop."""
        until = time.monotonic() + seconds
        while not self._stop:
            # Short waits: Python runs a signal's handler only between them when the signal came just before one.
            left = until - time.monotonic()
            if self._gate.acquire(timeout=max(0.0, min(left, _WAIT))):
                with suppress(RuntimeError):
                    self._gate.release()  # for whoever else waits
            elif left <= _WAIT:
                break
        if self._stop:
            raise Cancelled

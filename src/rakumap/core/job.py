"""Job: how long work reports progress and is asked to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from rakumap.core.errors import Cancelled


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
        self._stop = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether someone asked to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the work to stop at its next checkpoint."""
        self._stop.set()

    def checkpoint(self, phase: str = "", done: int = 0, total: int | None = None) -> None:
        """Report progress when a phase is named; raise ``Cancelled`` if asked to stop."""
        if self._stop.is_set():
            raise Cancelled
        if phase and self._report is not None:
            self._report(Progress(phase, done, total))

    def wait(self, seconds: float) -> None:
        """Sleep up to ``seconds``; wake and raise ``Cancelled`` as soon as asked to stop."""
        if self._stop.wait(seconds):
            raise Cancelled

"""Runner: runs plain work away from the window and delivers what comes of it on the window's thread.

The only module of the window that touches threads. Results travel through one long-lived QObject: objects made for a
single job lose results. Work gets a ``Job`` and neither takes nor returns anything of Qt.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QThreadPool, Signal

from rakumap.core.errors import Cancelled, UserError
from rakumap.core.job import Job, Progress
from rakumap.core.pace import Estimate, Pace

T = TypeVar("T")

PROGRESS_EVERY = 0.1
"""Least seconds between two reports of progress of one phase of a job."""
THREADS = 6
SHUTDOWN_MS = 15_000

_log = logging.getLogger("rakumap.gui.runner")


@dataclass(eq=False, slots=True)
class Running:
    """One piece of work that has not ended; those with a title are shown in the status bar."""

    title: str
    cancellable: bool
    owner: QObject
    done: Callable[[Any], None] | None
    failed: Callable[[UserError], None] | None
    progress: Callable[[Progress], None] | None
    job: Job = field(default_factory=Job)
    last: Progress | None = None
    """The newest progress that was delivered."""
    estimate: Estimate = field(default_factory=Estimate)
    """How fast it goes and how long it still takes, as of then."""
    pace: Pace = field(default_factory=Pace)


class _Bridge(QObject):
    """Carries one call at a time from any thread to the window's."""

    _ready = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._calls: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._ready.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        """Have the call made on the window's thread; any thread."""
        self._calls.put(call)
        self._ready.emit()

    def _take(self) -> None:
        # Exactly one call per signal: one that raises takes no other with it.
        self._calls.get_nowait()()


class Runner(QObject):
    """See the module. All methods belong to the window's thread."""

    busy = Signal()
    """A titled piece of work began, went on or ended: look at ``running()``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(THREADS)
        self._bridge = _Bridge()
        self._open: list[Running] = []
        self._closed = False

    def run(
        self,
        work: Callable[[Job], T],
        owner: QObject,
        done: Callable[[T], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
        progress: Callable[[Progress], None] | None = None,
        *,
        title: str = "",
        cancellable: bool = False,
    ) -> Job:
        """Run ``work`` in the pool; then ``done`` or ``failed`` here, unless ``owner`` is gone by then.

        ``Cancelled`` is silent. A ``UserError`` without ``failed``, and every other exception, reaches
        ``sys.excepthook``. Work that returns although it was cancelled still delivers: it may have written.
        """
        one = Running(title, cancellable, owner, done, failed, progress)
        one.job = Job(self._reporter(one))
        if self._closed:
            one.job.cancel()
            return one.job
        self._open.append(one)
        self._pool.start(lambda: self._work(one, work))
        if title:
            self.busy.emit()
        return one.job

    def running(self) -> list[Running]:
        """The titled pieces of work that have not ended, oldest first."""
        return [one for one in self._open if one.title]

    def idle(self) -> bool:
        """Whether nothing at all is under way."""
        return not self._open

    def shutdown(self) -> None:
        """Cancel everything and wait for it; nothing is delivered any more and nothing new begins."""
        self._closed = True
        for one in self._open:
            one.job.cancel()
        if not self._pool.waitForDone(SHUTDOWN_MS):
            _log.error("work did not stop: %s", ", ".join(one.title or "untitled" for one in self._open))
        self._open.clear()

    def _reporter(self, one: Running) -> Callable[[Progress], None]:
        last, phase = 0.0, ""

        def report(progress: Progress) -> None:
            nonlocal last, phase
            now = time.monotonic()
            if now - last >= PROGRESS_EVERY or progress.phase != phase:
                last, phase = now, progress.phase
                self._bridge.post(lambda: self._progressed(one, progress))

        return report

    def _work(self, one: Running, work: Callable[[Job], Any]) -> None:
        """Run on a thread of the pool."""
        try:
            one.job.checkpoint()
            result = work(one.job)
        except Cancelled:
            self._bridge.post(lambda: self._ended(one, None))
        except BaseException as error:  # noqa: BLE001 - it is delivered, here or to sys.excepthook
            caught = error
            self._bridge.post(lambda: self._failed(one, caught))
        else:
            self._bridge.post(lambda: self._done(one, result))

    def _progressed(self, one: Running, progress: Progress) -> None:
        if self._closed or one not in self._open:
            return
        one.last, one.estimate = progress, one.pace.observe(progress, time.monotonic())
        if one.title:
            self.busy.emit()
        if one.progress is not None and shiboken6.isValid(one.owner):
            one.progress(progress)

    def _done(self, one: Running, result: object) -> None:
        done = one.done
        self._ended(one, None if done is None else lambda: done(result))

    def _failed(self, one: Running, error: BaseException) -> None:
        if isinstance(error, UserError) and one.failed is not None:
            failed = one.failed
            self._ended(one, lambda: failed(error))
        else:
            self._ended(one, None)
            if not self._closed:
                sys.excepthook(type(error), error, error.__traceback__)

    def _ended(self, one: Running, deliver: Callable[[], object] | None) -> None:
        if self._closed:
            return
        self._open.remove(one)
        if one.title:
            self.busy.emit()
        if deliver is not None and shiboken6.isValid(one.owner):
            deliver()

"""A job: progress out, stopping in, from any thread and from a signal handler."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

import pytest

from rakumap.core.errors import Cancelled
from rakumap.core.job import Job, Progress


def test_progress_goes_out_with_its_numbers() -> None:
    seen: list[Progress] = []
    job = Job(seen.append)
    job.checkpoint()
    job.checkpoint("parse", 3, 9)
    assert seen == [Progress("parse", 3, 9)]


def test_a_cancelled_job_stops_at_its_next_checkpoint_and_reports_no_more() -> None:
    seen: list[Progress] = []
    job = Job(seen.append)
    job.cancel()
    job.cancel()
    assert job.cancelled
    with pytest.raises(Cancelled):
        job.checkpoint("parse", 1)
    for seconds in (0, 60):
        with pytest.raises(Cancelled):
            job.wait(seconds)
    assert seen == []


def test_waiting_without_a_cancel_just_ends() -> None:
    job = Job()
    job.wait(0)
    job.wait(-1)
    job.wait(0.01)
    assert not job.cancelled


def test_everyone_who_waits_is_woken() -> None:
    job = Job()
    stopped: list[bool] = []
    threads = [threading.Thread(target=lambda: stopped.append(_stops(job))) for _ in range(3)]
    for thread in threads:
        thread.start()
    job.cancel()
    for thread in threads:
        thread.join(30)
    assert stopped == [True, True, True]


@pytest.mark.skipif(os.name == "nt", reason="signals of this kind are not sent on Windows")
def test_a_signal_handler_may_cancel_the_job_its_own_thread_waits_in() -> None:
    """Two hundred times, so that the signal arrives at every step of entering the wait."""
    before = signal.getsignal(signal.SIGALRM)
    try:
        for n in range(200):
            job = Job()
            signal.signal(signal.SIGALRM, _cancels(job))
            signal.setitimer(signal.ITIMER_REAL, 1e-6 * (1 + n % 50))
            assert _stops(job)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _cancels(job: Job) -> Callable[[int, FrameType | None], None]:
    return lambda *_: job.cancel()


def _stops(job: Job) -> bool:
    started = time.monotonic()
    try:
        job.wait(60)
    except Cancelled:
        return time.monotonic() - started < 30
    return False

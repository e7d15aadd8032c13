"""Who uses a store: tried between processes, as that is what the lock is for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rakumap.core.errors import Cancelled, StoreError
from rakumap.core.job import Job
from rakumap.system import locks

HOLD = """
import sys, time
from pathlib import Path
from rakumap.system import locks
with getattr(locks, sys.argv[1])(Path(sys.argv[2])):
    print("held", flush=True)
    time.sleep(60)
"""


@contextmanager
def holder(how: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen([sys.executable, "-c", HOLD, how, str(path)], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        try:
            yield child
        finally:
            child.kill()


def test_many_may_share(tmp_path: Path) -> None:
    path = tmp_path / "store.lock"
    with holder("shared", path), holder("shared", path), locks.shared(path), locks.shared(path):
        assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("theirs", "ours"), [("shared", "alone"), ("alone", "shared"), ("alone", "alone")])
def test_one_alone(tmp_path: Path, theirs: str, ours: str) -> None:
    path = tmp_path / "store.lock"
    take = getattr(locks, ours)
    with holder(theirs, path) as child:
        start = time.monotonic()
        with pytest.raises(StoreError) as caught, take(path, timeout=0.2):
            pass
        assert (caught.value.code, caught.value.exit) == ("store_in_use", 5)
        assert time.monotonic() - start < 5
        os.kill(child.pid, signal.SIGKILL)
        with take(path):  # the system let go of it
            pass


def test_the_lock_is_free_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "store.lock"
    with pytest.raises(ValueError, match="ours"), locks.alone(path):
        raise ValueError("ours")
    with locks.alone(path, timeout=0), pytest.raises(StoreError), locks.shared(path, timeout=0):
        pass
    with locks.shared(path, timeout=0):
        pass


def test_waiting_can_be_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "store.lock"
    job = Job()
    timer = threading.Timer(0.2, job.cancel)
    with locks.alone(path):
        timer.start()
        start = time.monotonic()
        with pytest.raises(Cancelled), locks.shared(path, job, timeout=30):
            pass
        assert time.monotonic() - start < 5
    timer.join()


def test_a_wait_that_ends_well(tmp_path: Path) -> None:
    path = tmp_path / "store.lock"
    with holder("alone", path) as child:
        timer = threading.Timer(0.3, child.kill)
        timer.start()
        with locks.shared(path):
            pass
        timer.join()


def test_a_lock_that_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="profile_readonly"), locks.shared(tmp_path / "gone" / "store.lock"):
        pass

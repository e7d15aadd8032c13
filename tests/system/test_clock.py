"""The clocks of this computer."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta

from rakumap.system import clock


def test_now_is_aware_and_utc() -> None:
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_the_monotonic_clock_is_the_same_in_every_process() -> None:
    before = clock.stamp()
    code = "from rakumap.system import clock; print(clock.monotonic(), clock.boot_id())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    after = clock.stamp()
    seconds, _, start = done.stdout.strip().partition(" ")
    assert before.monotonic <= float(seconds) <= after.monotonic
    assert before.boot_id == start == after.boot_id
    assert before.wall <= after.wall


def test_this_start_has_a_name() -> None:
    assert clock.boot_id() == clock.boot_id()
    if sys.platform == "linux":
        assert len(clock.boot_id()) == 36

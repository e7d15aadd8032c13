"""The limiter, on a clock of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakumap.channels.limits import Limit, Limits
from rakumap.core.errors import Cancelled, ChannelError
from rakumap.core.job import Job


class Clock(Job):
    """A job whose waits pass at once on the clock they share."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 100.0

    def wait(self, seconds: float) -> None:
        assert seconds > 0
        self.checkpoint()
        self.now += seconds


@given(
    st.integers(1, 6),
    st.floats(0.5, 60),
    st.lists(st.tuples(st.floats(0, 3), st.floats(0, 2)), min_size=1, max_size=40),
)
def test_no_window_holds_more_than_allowed(calls: int, seconds: float, steps: list[tuple[float, float]]) -> None:
    clock = Clock()
    limits = Limits(lambda: clock.now)
    arrived: list[float] = []
    for pause, took in steps:
        clock.now += pause
        answered = limits.take("key", Limit(calls, seconds), clock, "shop")
        clock.now += took
        arrived.append(clock.now)
        answered()
    for first in arrived:
        assert sum(first <= moment < first + seconds for moment in arrived) <= calls


def test_keys_do_not_wait_for_each_other() -> None:
    clock = Clock()
    limits = Limits(lambda: clock.now)
    for key in range(50):
        limits.take(key, Limit(1, 60), clock, "shop")
    assert clock.now == 100


def test_a_long_wait_is_left_to_the_caller() -> None:
    clock = Clock()
    limits = Limits(lambda: clock.now)
    limits.take("key", Limit(1, 3600), clock, "shop")
    clock.now += 600
    with pytest.raises(ChannelError, match="channel_own_limit") as caught:
        limits.take("key", Limit(1, 3600), clock, "shop")
    assert 3000 <= caught.value.values["retry_after"] < 3200  # type: ignore[operator]
    clock.now += 3200
    limits.take("key", Limit(1, 3600), clock, "shop")


def test_a_cancel_ends_the_wait() -> None:
    job = Job()
    job.cancel()
    limits = Limits()
    limits.take("key", Limit(1, 60), job, "shop")
    with pytest.raises(Cancelled):
        limits.take("key", Limit(1, 60), job, "shop")

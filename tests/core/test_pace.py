"""Rate and time left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakumap.core.job import Progress
from rakumap.core.pace import Estimate, Pace, duration, numbers


def test_nothing_is_foretold_in_the_first_second() -> None:
    pace = Pace()
    assert pace.observe(Progress("reading", 0, 100), 5.0) == Estimate()
    assert pace.observe(Progress("reading", 50, 100), 5.9) == Estimate()
    assert pace.observe(Progress("reading", 60, 100), 6.2).rate is not None


def test_even_work_is_foretold_exactly() -> None:
    pace = Pace()
    for second in range(5):
        found = pace.observe(Progress("reading", second * 10, 100), float(second))
    assert found.rate == pytest.approx(10)
    assert found.remaining == pytest.approx(6)


def test_a_new_pace_is_taken_up_within_half_a_minute() -> None:
    pace = Pace()
    for second in range(60):
        pace.observe(Progress("reading", second * 100, 100_000), float(second))
    for second in range(30):
        found = pace.observe(Progress("reading", 6_000 + second * 10, 100_000), 60.0 + second)
    assert found.rate == pytest.approx(10, abs=6)


def test_a_new_phase_and_one_that_starts_again_are_measured_anew() -> None:
    pace = Pace()
    pace.observe(Progress("copy", 0, 10), 0.0)
    pace.observe(Progress("copy", 5, 10), 2.0)
    assert pace.observe(Progress("reading", 0, 10), 2.0) == Estimate()
    assert pace.observe(Progress("reading", 4, 10), 4.0).rate == pytest.approx(2)
    assert pace.observe(Progress("reading", 1, 10), 5.0) == Estimate()


def test_without_a_total_there_is_a_rate_but_no_end() -> None:
    pace = Pace()
    pace.observe(Progress("writing", 0), 0.0)
    assert pace.observe(Progress("writing", 30), 3.0) == Estimate(10.0, None)


@given(st.lists(st.tuples(st.integers(0, 10**9), st.floats(0, 1000)), max_size=20), st.integers(1, 10**9))
def test_whatever_is_reported_the_estimate_is_sane(steps: list[tuple[int, float]], total: int) -> None:
    pace, now = Pace(), 0.0
    for done, seconds in steps:
        now += seconds
        found = pace.observe(Progress("reading", done, total), now)
        assert found.rate is None or found.rate > 0
        assert found.remaining is None or found.remaining >= 0


@pytest.mark.parametrize(
    ("progress", "estimate", "said"),
    [
        (Progress("reading", 42_000_000, 94_000_000), Estimate(8_100_000, 6.4), "42 of 94 MB, 8.1 MB/s, 7 s left"),
        (Progress("reading", 100, 200), Estimate(), "0.0 of 0.0 MB"),
        (Progress("writing", 4_000, 1_000_000), Estimate(25_000, 40.0), "4,000 of 1,000,000, 25,000/s, 40 s left"),
        (Progress("writing", 4_000), Estimate(25_000, None), "4,000, 25,000/s"),
        (Progress("comparing"), Estimate(), ""),
    ],
)
def test_it_is_said_in_numbers(progress: Progress, estimate: Estimate, said: str) -> None:
    assert numbers(progress, estimate) == said


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.2, "1 s"), (99, "99 s"), (100, "2 min"), (5_940, "99 min"), (7_500, "2 h 5 min")]
)
def test_a_time_to_wait(seconds: float, said: str) -> None:
    assert duration(seconds) == said

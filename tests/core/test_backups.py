"""Which copies of the store stay, and when the next one is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rakumap.core.backups import EVERY, due, kept

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
AGES = st.lists(st.integers(0, 400 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes)), max_size=80)


def every(step: timedelta, span: timedelta) -> list[datetime]:
    """A copy each step, back to a span ago."""
    return [NOW - place * step for place in range(int(span / step) + 1)]


def test_copies_of_a_year_are_thinned_to_some_thirty() -> None:
    times = every(EVERY, timedelta(days=365))
    left = kept(times, NOW)
    ages = sorted(NOW - time for time in left)
    assert sum(age <= timedelta(days=2) for age in ages) == 13
    assert 10 <= sum(timedelta(days=2) < age <= timedelta(days=12) for age in ages) <= 11
    assert 8 <= sum(timedelta(days=12) < age <= timedelta(weeks=10) for age in ages) <= 11
    assert 6 <= sum(timedelta(weeks=10) < age for age in ages) <= 7
    assert max(ages) <= timedelta(days=9 * 30)


@given(AGES)
def test_nothing_young_goes_and_the_newest_stays(times: list[datetime]) -> None:
    left = kept(times, NOW)
    assert left <= set(times)
    assert {time for time in times if NOW - time <= timedelta(days=2)} <= left
    assert not times or max(times) in left
    days = {time.date() for time in times if NOW - time <= timedelta(days=12)}
    assert {time.date() for time in left if NOW - time <= timedelta(days=12)} == days


@given(AGES)
def test_thinning_twice_is_thinning_once(times: list[datetime]) -> None:
    left = kept(times, NOW)
    assert kept(left, NOW) == left


def test_what_lies_ahead_of_a_clock_set_back_stays() -> None:
    ahead = NOW + timedelta(days=40)
    assert kept([NOW, ahead], NOW) == {NOW, ahead}


def test_a_copy_is_due_when_the_store_changed_and_the_newest_is_old() -> None:
    assert due(None, NOW, NOW)
    assert due(NOW - EVERY, NOW, NOW)
    assert not due(NOW - EVERY + timedelta(seconds=1), NOW, NOW)
    assert not due(NOW - timedelta(days=3), NOW - timedelta(days=4), NOW)
    assert due(NOW + timedelta(days=1), NOW + timedelta(days=2), NOW)  # the clock was set back

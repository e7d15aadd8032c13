"""The schedule and the force window, by hand and over a simulated year."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakumap.core.schedule import (
    FORCE_WINDOW,
    HALF_HOUR,
    ForceStamp,
    ScheduleState,
    anchored,
    back_off,
    due,
    force_allowed,
    force_anchored,
    half_hour,
    half_hours_between,
    next_due,
    notice,
)

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def at(clock: str, day: int = 1) -> datetime:
    return datetime.fromisoformat(f"2026-03-{day:02}T{clock}+00:00")


moments = st.integers(0, 10**12).map(lambda milliseconds: at("00:00") + timedelta(milliseconds=milliseconds))
near = st.integers(-7200, 7200).map(lambda seconds: at("12:00") + seconds * SECOND)
states = st.builds(
    ScheduleState,
    enabled_at=st.none() | near,
    attempted_at=st.none() | near,
    ended_at=st.none() | near,
    failures=st.integers(0, 9),
    not_before=st.none() | near,
    running=st.booleans(),
)


# ---- half hours


def test_half_hours() -> None:
    assert half_hour(at("12:29:59.999999")) == at("12:00")
    assert half_hour(at("12:30")) == at("12:30")
    assert half_hours_between(at("12:00"), at("12:00")) == 0
    assert half_hours_between(at("12:00"), at("12:30")) == 1
    assert half_hours_between(at("11:59:59"), at("12:00")) == 1
    assert half_hours_between(at("12:00"), at("11:00")) == 0
    assert half_hours_between(at("12:00"), at("12:00", day=2)) == 48


@given(moments, moments)
def test_half_hours_are_those_of_the_clock(start: datetime, end: datetime) -> None:
    assert half_hour(start) <= start < half_hour(start) + HALF_HOUR
    assert (half_hour(start).minute, half_hour(start).second) in ((0, 0), (30, 0))
    count = half_hours_between(start, end)
    assert abs(count * HALF_HOUR - max(timedelta(0), end - start)) < HALF_HOUR


# ---- when a report is due


def test_a_new_channel_waits_for_the_half_hour() -> None:
    state = ScheduleState(enabled_at=at("12:10"))
    assert not due(state, at("12:10"))
    assert not due(state, at("12:29:59"))
    assert due(state, at("12:30"))
    assert next_due(state, at("12:10")) == at("12:30")


def test_enabled_on_the_half_hour_waits_for_the_next() -> None:
    state = ScheduleState(enabled_at=at("12:30"))
    assert not due(state, at("12:30"))
    assert next_due(state, at("12:30")) == at("13:00")


def test_a_disabled_channel_is_never_due() -> None:
    state = ScheduleState(enabled_at=None, attempted_at=at("10:00"))
    assert not due(state, at("12:30"))
    assert next_due(state, at("12:30")) is None
    assert notice(state, at("12:29")) is None


def test_enabling_again_waits_too() -> None:
    state = ScheduleState(enabled_at=at("12:10"), attempted_at=at("10:00"))
    assert not due(state, at("12:29"))
    assert due(state, at("12:30"))


def test_missed_half_hours_make_one_run() -> None:
    state = ScheduleState(enabled_at=at("08:00"), attempted_at=at("08:30"), ended_at=at("08:31"))
    now = at("12:47")
    assert due(state, now)
    assert next_due(state, now) == now
    after = replace(state, attempted_at=now, ended_at=now + MINUTE)
    assert not due(after, now + MINUTE)
    assert next_due(after, now + MINUTE) == at("13:00")


def test_nothing_starts_while_a_run_goes_on() -> None:
    state = ScheduleState(enabled_at=at("08:00"), attempted_at=at("08:30"), running=True)
    assert not due(state, at("12:00"))
    assert next_due(state, at("12:01")) == at("12:30")


def test_a_failed_run_is_tried_again_until_the_next_half_hour() -> None:
    state = ScheduleState(enabled_at=at("08:00"), attempted_at=at("12:00"), ended_at=at("12:01"), failures=1)
    assert next_due(state, at("12:01")) == at("12:02")
    assert not due(state, at("12:01:59"))
    assert due(state, at("12:02"))
    assert next_due(replace(state, failures=3), at("12:01")) == at("12:05")
    late = replace(state, attempted_at=at("12:29"), ended_at=at("12:29:30"), failures=4)
    assert next_due(late, at("12:29:40")) == at("12:30")
    assert next_due(replace(state, failures=0), at("12:01")) == at("12:30")


def test_a_retry_is_no_reason_to_skip_the_half_hour() -> None:
    state = ScheduleState(enabled_at=at("08:00"), attempted_at=at("12:29:50"), ended_at=at("12:31"), failures=0)
    assert due(state, at("12:31"))


def test_what_the_channel_asks_for_is_honoured() -> None:
    state = ScheduleState(enabled_at=at("08:00"), attempted_at=at("12:00"), ended_at=at("12:01"), failures=1)
    assert next_due(replace(state, not_before=at("12:10")), at("12:01")) == at("12:10")
    assert next_due(replace(state, not_before=at("12:00")), at("12:01")) == at("12:02")
    assert next_due(replace(state, not_before=at("12:00", day=2)), at("12:01")) == at("12:31")
    assert not due(replace(state, not_before=at("12:00", day=2)), at("12:30:59"))


def test_a_crashed_run_waits_for_the_half_hour() -> None:
    state = ScheduleState(enabled_at=at("08:00"), attempted_at=at("12:00"), ended_at=at("11:31"), failures=2)
    assert next_due(state, at("12:05")) == at("12:30")


def test_back_off_doubles_up_to_half_an_hour() -> None:
    assert [back_off(n) // MINUTE for n in (0, 1, 2, 3, 4, 5, 6, 7, 1000)] == [1, 1, 2, 4, 8, 16, 30, 30, 30]


def test_a_clock_set_back_waits_half_an_hour_at_most() -> None:
    state = ScheduleState(enabled_at=at("08:00"), attempted_at=at("15:00"), ended_at=at("15:01"))
    now = at("12:10")
    kept = anchored(state, now)
    assert (kept.enabled_at, kept.attempted_at, kept.ended_at) == (at("08:00"), now, now)
    assert next_due(kept, now) == at("12:30")
    assert not due(kept, at("12:29"))
    assert due(kept, at("12:30"))
    assert anchored(ScheduleState(enabled_at=at("15:00")), now) == ScheduleState(enabled_at=now)


def test_a_clock_set_back_is_noticed_even_when_nothing_is_kept() -> None:
    now = at("12:10")
    for state in (
        ScheduleState(enabled_at=at("08:00"), attempted_at=at("15:00"), ended_at=at("15:01")),
        ScheduleState(enabled_at=at("15:00")),
    ):
        assert due(state, now)
        assert next_due(state, now) == now


def test_a_clock_being_kept_right_makes_no_second_run() -> None:
    state = ScheduleState(enabled_at=at("08:00"), attempted_at=at("12:30:00.200"), ended_at=at("12:30:02"), failures=1)
    now = at("12:29:59.900")
    assert anchored(state, now) is state
    assert not due(replace(state, failures=0), now)
    assert next_due(replace(state, failures=0), now) == at("13:00")
    assert not due(replace(state, failures=0), at("12:30"))
    assert next_due(state, now) == now + MINUTE


@given(states, near)
def test_due_and_next_due_agree(state: ScheduleState, now: datetime) -> None:
    when = next_due(state, now)
    if when is None:
        assert state.enabled_at is None
        return
    assert now <= when <= now + HALF_HOUR + MINUTE
    kept = anchored(state, now)
    assert anchored(kept, now) == kept
    if not state.running:
        assert due(state, now) is (when == now)
        later = next_due(kept, now)
        assert later is not None
        assert due(kept, later) or (state.failures > 0 and later < now + MINUTE + HALF_HOUR)


# ---- the notice


@pytest.mark.parametrize(
    ("clock", "minutes"),
    [("12:24:59", None), ("12:25", 5), ("12:25:01", 5), ("12:26", 4), ("12:29:59", 1), ("12:30", None)],
)
def test_notice_in_the_last_five_minutes(clock: str, minutes: int | None) -> None:
    assert notice(ScheduleState(enabled_at=at("08:00")), at(clock)) == minutes


# ---- a year


@dataclass
class World:
    """A machine whose wall clock is set at whim; ``real`` is the time that nobody can set."""

    real: timedelta
    set_by: timedelta = timedelta(0)

    @property
    def wall(self) -> datetime:
        return datetime(2026, 1, 1, 0, 7, tzinfo=UTC) + self.real + self.set_by


def test_a_year_of_half_hours() -> None:
    """17,520 half hours with sleeps, slow and failing runs, and hundreds of changes of the clock.

    No half hour that the clock passes makes two scheduled runs, and none is missed: from the end of the last run, the
    last change of the clock or the last waking up, the next run is at most 30 minutes and 60 seconds away.
    """
    rnd = random.Random(30)
    world = World(timedelta(0))
    state = ScheduleState(enabled_at=world.wall)
    before = world.wall  # what the clock said at the last look
    since = world.real  # from when the next run has to come within half an hour and a minute
    passed = 0  # half hours that the clock passed since the last run began
    runs = retries = changes = 0
    while world.real < timedelta(days=365):
        happening = rnd.random()
        if happening < 0.0017:
            world.set_by += timedelta(
                seconds=rnd.choice([-3, 3, -40, 300, -1700, 3600, -7200, 9_000, -400_000, 100_000])
            )
            since = world.real
            changes += 1
        elif happening < 0.0034:
            world.real += timedelta(seconds=rnd.uniform(600, 12_000))
            since = world.real
        now = world.wall
        passed += half_hours_between(before, now)
        before = now
        state = anchored(state, now)
        if due(state, now):
            if passed:
                runs += 1
            else:
                assert state.failures > 0
                retries += 1
            failed = rnd.random() < 0.1
            world.real += timedelta(seconds=rnd.uniform(0, 90))
            state = replace(state, attempted_at=now, ended_at=world.wall, failures=state.failures + 1 if failed else 0)
            passed, since = 0, world.real
        else:
            assert world.real - since <= HALF_HOUR + MINUTE
            when = next_due(state, now)
            assert when is not None
            world.real += min(max(when - now, SECOND), timedelta(seconds=rnd.uniform(30, 60)))
    assert runs > 12_000
    assert retries > 1_000
    assert changes > 700


# ---- Force Mapping Refresh


def stamp(hours: float, clock_hours: float | None = None, boot: str = "a") -> ForceStamp:
    """Return what both clocks say ``hours`` after noon; the wall clock may have been set to another hour."""
    wall = at("12:00") + timedelta(hours=hours if clock_hours is None else clock_hours)
    return ForceStamp(wall, 1000.0 + hours * 3600, boot)


def test_the_first_time_is_allowed() -> None:
    assert force_allowed(None, stamp(0)) is None


def test_once_in_four_hours() -> None:
    forced = stamp(0)
    assert force_allowed(forced, stamp(0)) == at("16:00")
    assert force_allowed(forced, stamp(4 - 1 / 3600)) == at("16:00")
    assert force_allowed(forced, stamp(4)) is None
    assert force_anchored(forced, stamp(1)) is forced


def test_setting_the_clock_forward_does_not_help() -> None:
    now = stamp(1, clock_hours=9)
    assert force_allowed(stamp(0), now) == now.wall + timedelta(hours=3)


def test_setting_the_clock_back_does_not_lock_longer() -> None:
    now = stamp(3, clock_hours=-50)
    assert force_allowed(stamp(0), now) == now.wall + timedelta(hours=1)
    assert force_allowed(stamp(0), stamp(4, clock_hours=-50)) is None


def test_after_a_restart_the_wall_clock_counts() -> None:
    forced = stamp(0)
    now = ForceStamp(at("15:00"), 60.0, "b")
    assert force_allowed(forced, now) == at("16:00")
    kept = force_anchored(forced, now)
    assert kept == ForceStamp(at("12:00"), 60.0 - 3 * 3600, "b")
    # From here on setting the clock does not help any more.
    assert force_allowed(kept, ForceStamp(at("23:00"), 120.0, "b")) == at("23:59")
    assert force_allowed(kept, ForceStamp(at("16:00"), 60.0 + 3600, "b")) is None


def test_a_restart_with_the_clock_set_back_starts_anew() -> None:
    now = ForceStamp(at("08:00"), 60.0, "b")
    assert force_allowed(stamp(0), now) == at("12:00")
    assert force_anchored(stamp(0), now) == now


def test_a_machine_without_a_boot_id_goes_by_the_wall_clock() -> None:
    forced = replace(stamp(0), boot_id="")
    later = replace(stamp(5), boot_id="")
    assert force_allowed(forced, later) is None
    assert force_anchored(forced, later) is forced
    before = replace(stamp(-5), boot_id="")
    assert force_allowed(forced, before) == before.wall + FORCE_WINDOW
    assert force_anchored(forced, before) == before


def test_a_monotonic_clock_that_went_back_starts_anew() -> None:
    now = stamp(-1)
    assert force_allowed(stamp(0), now) == now.wall + FORCE_WINDOW
    assert force_anchored(stamp(0), now) == now


@given(st.integers(), st.lists(st.sampled_from(["wait", "wait", "set", "restart"]), max_size=60))
def test_never_dodged_and_never_locked_longer(seed: int, steps: list[str]) -> None:
    """Within one start of the machine forced runs are 4 hours apart and none waits longer, however the clock is set.

    After a restart the wait is still never longer than 4 hours, and the clock counts only until it is looked at.
    """
    rnd = random.Random(seed)
    world = World(timedelta(0))
    started, boot = timedelta(0), 0
    kept: ForceStamp | None = None
    forced_at: timedelta | None = None  # in this start of the machine
    looked_at: timedelta | None = None  # when this start of the machine first saw the stamp it keeps
    for step in steps:
        if step == "wait":
            world.real += timedelta(seconds=rnd.uniform(0, 9000))
        elif step == "set":
            world.set_by += timedelta(seconds=rnd.uniform(-200_000, 200_000))
        else:
            boot, started, forced_at, looked_at = boot + 1, world.real, None, None
        now = ForceStamp(world.wall, (world.real - started).total_seconds(), str(boot))
        kept = None if kept is None else force_anchored(kept, now)
        until = force_allowed(kept, now)
        if until is None:
            assert forced_at is None or world.real - forced_at >= FORCE_WINDOW - SECOND
            kept, forced_at, looked_at = now, world.real, world.real
        else:
            assert now.wall < until <= now.wall + FORCE_WINDOW
            looked_at = world.real if looked_at is None else looked_at
            assert world.real - looked_at <= FORCE_WINDOW

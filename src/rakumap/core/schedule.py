"""When a report is due, when to try again, and when a mapping refresh may be forced; time comes in as an argument.

Reports come on the clock's half hours (UTC, so daylight saving changes nothing). All datetimes are aware and UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

HALF_HOUR = timedelta(minutes=30)
NOTICE = timedelta(minutes=5)
FORCE_WINDOW = timedelta(hours=4)
FIRST_RETRY = timedelta(minutes=1)
"""How long after a first failed attempt the next one comes; it doubles with each further failure."""

NOTICED = timedelta(minutes=1)
"""A last attempt further ahead than this says that the clock was set back; less is a clock being kept right."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ScheduleState:
    """What the schedule knows of one channel.

    Pass it through ``anchored`` first where the result can be kept.
    """

    enabled_at: datetime | None
    """When the channel was last enabled; None while it is disabled."""
    attempted_at: datetime | None = None
    """When the last scheduled attempt began (retries too, forced runs not)."""
    ended_at: datetime | None = None
    """When the last scheduled attempt ended."""
    failures: int = 0
    """Scheduled attempts that failed in a row and are worth trying again before the next half hour; 0 stops retries."""
    not_before: datetime | None = None
    """What the channel asked for (Retry-After); honoured up to half an hour after the end of the attempt."""
    running: bool = False
    """Whether a run of this channel is going on, scheduled or forced."""


def anchored(state: ScheduleState, now: datetime) -> ScheduleState:
    """Return the state with times that lie in the future put to ``now``: the clock was set back since.

    Up to ``NOTICED`` it is left alone, being a clock that is kept right. Whoever keeps the result waits for the next
    half hour. A state that is never anchored is due at once: one run too many, rather than none until the clock is
    where it was.
    """
    if not _set_back(state.enabled_at, now) and not _set_back(state.attempted_at, now):
        return state

    def back(moment: datetime | None) -> datetime | None:
        return moment if moment is None else min(moment, now)

    return replace(
        state,
        enabled_at=back(state.enabled_at),
        attempted_at=back(state.attempted_at),
        ended_at=back(state.ended_at),
    )


def _set_back(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment > now + NOTICED


def half_hour(moment: datetime) -> datetime:
    """Return the half hour that began last, at or before the moment."""
    return moment - (moment - _EPOCH) % HALF_HOUR


def half_hours_between(start: datetime, end: datetime) -> int:
    """How many half hours lie after ``start``, up to and including ``end``; 0 when ``end`` is not later."""
    return max(0, (half_hour(end) - half_hour(start)) // HALF_HOUR)


def back_off(failures: int) -> timedelta:
    """How long after the failed attempt to try again: 1, 2, 4 ... minutes, half an hour at most."""
    return min(HALF_HOUR, FIRST_RETRY * (1 << min(max(failures - 1, 0), 5)))


def due(state: ScheduleState, now: datetime) -> bool:
    """Whether a scheduled run should begin: a half hour has passed since the last one, or a retry is due.

    Any number of half hours that passed unattended make one run. Enabling counts as an attempt, so that a channel is
    fetched at the half hour after it was enabled.
    """
    begin = _begin(state, now)
    return begin is not None and not state.running and begin <= now


def next_due(state: ScheduleState, now: datetime) -> datetime | None:
    """Return when the next scheduled run begins: ``now`` when it is overdue, half an hour ahead at most.

    (A clock that is being put right may add up to ``NOTICED``.)

    None while the channel is disabled.
    """
    begin = _begin(state, now)
    if begin is None:
        return None
    if state.running:
        return half_hour(now) + HALF_HOUR
    return max(now, begin)


def _begin(state: ScheduleState, now: datetime) -> datetime | None:
    """Return the moment from which a run is due, at most half an hour and ``NOTICED`` ahead."""
    if state.enabled_at is None:
        return None
    since = max(state.enabled_at, state.attempted_at or state.enabled_at)
    if _set_back(since, now):
        return now
    begin = half_hour(since) + HALF_HOUR
    if state.ended_at is not None and state.ended_at >= since:
        ended_at = min(state.ended_at, now)
        if state.failures > 0:
            begin = min(begin, ended_at + back_off(state.failures))
        if state.not_before is not None:
            begin = max(begin, min(state.not_before, ended_at + HALF_HOUR))
    return begin


def notice(state: ScheduleState, now: datetime) -> int | None:
    """Minutes until the next half hour, rounded up, during its last five minutes; None before or while disabled."""
    if state.enabled_at is None:
        return None
    left = half_hour(now) + HALF_HOUR - now
    return -(-left // timedelta(minutes=1)) if left <= NOTICE else None


# ---- Force Mapping Refresh ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ForceStamp:
    """A moment by two clocks: the wall clock (UTC), and seconds since the machine started that nobody can set.

    ``monotonic`` should go on while the machine sleeps (CLOCK_BOOTTIME where there is one). ``boot_id`` is empty when
    unknown.
    """

    wall: datetime
    monotonic: float
    boot_id: str


def force_allowed(forced: ForceStamp | None, now: ForceStamp) -> datetime | None:
    """Return None when a mapping refresh may be forced, else the wall time from which it may, 4 hours ahead at most.

    Within one start of the machine its monotonic clock decides, so that setting the clock neither shortens nor
    lengthens the wait; across starts the wall clock does. Keep what ``force_anchored`` returns.
    """
    if forced is None:
        return None
    left = FORCE_WINDOW - _elapsed(forced, now)
    return now.wall + left if left > timedelta(0) else None


def force_anchored(forced: ForceStamp, now: ForceStamp) -> ForceStamp:
    """Return the stamp to keep instead: the same, or one in the clocks of this start of the machine.

    A stamp of another start is moved over with the time that has passed since, so that from now on the monotonic
    clock counts; one from the future is moved to now.
    """
    if _same_start(forced, now) and forced.monotonic <= now.monotonic:
        return forced
    if not now.boot_id and forced.wall <= now.wall:
        return forced
    passed = _elapsed(forced, now)
    return ForceStamp(now.wall - passed, now.monotonic - passed.total_seconds(), now.boot_id)


def _same_start(forced: ForceStamp, now: ForceStamp) -> bool:
    return bool(now.boot_id) and forced.boot_id == now.boot_id


def _elapsed(forced: ForceStamp, now: ForceStamp) -> timedelta:
    by_wall = now.wall - forced.wall
    passed = timedelta(seconds=now.monotonic - forced.monotonic) if _same_start(forced, now) else by_wall
    return max(timedelta(0), passed)

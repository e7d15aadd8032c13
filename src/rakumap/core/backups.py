"""Which of the copies that rakumap makes by itself are kept, and when the next is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

EVERY = timedelta(hours=4)
"""How far apart copies of a store at work are."""
ALL, DAYS, WEEKS, MONTHS = timedelta(days=2), timedelta(days=12), timedelta(weeks=10), timedelta(days=9 * 30)
"""All copies of two days are kept, the newest of each day of twelve, of each week of ten, of each month of nine."""

_Bucket = Callable[[datetime], object]
_AGES: tuple[tuple[timedelta, _Bucket], ...] = (
    (ALL, lambda time: time),
    (DAYS, lambda time: time.date()),
    (WEEKS, lambda time: time.isocalendar()[:2]),
    (MONTHS, lambda time: (time.year, time.month)),
)


def kept(times: Iterable[datetime], now: datetime) -> set[datetime]:
    """The times of the copies that stay; the newest always does, and so do those that lie ahead of a wrong clock."""
    found: dict[object, datetime] = {}
    newest_first = sorted(times, reverse=True)
    for time in newest_first:
        for age, bucket in _AGES:
            if now - time <= age:
                found.setdefault((age, bucket(time)), time)
    return {*found.values(), *newest_first[:1]}


def due(newest: datetime | None, changed: datetime, now: datetime) -> bool:
    """Whether a copy is to be made: the store changed since the newest one, and that is four hours old or ahead of us."""
    return newest is None or (changed > newest and not timedelta(0) <= now - newest < EVERY)


__all__ = ["EVERY", "due", "kept"]

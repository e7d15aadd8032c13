"""The time in France, by the rule of the European Union; Windows has no time zone data to ask."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_WINTER = timedelta(hours=1)
_SUMMER = timedelta(hours=2)


def from_paris(local: datetime) -> datetime:
    """Give the moment (UTC) a clock in Paris shows ``local``, which is naive.

    Of the hour that comes twice the first counts; one that is left out counts as if the clock had not been moved.
    """
    summer = (local - _SUMMER).replace(tzinfo=UTC)
    return summer if _is_summer(summer) else (local - _WINTER).replace(tzinfo=UTC)


def to_paris(moment: datetime) -> datetime:
    """Give what a clock in Paris shows (naive) at an aware moment."""
    moment = moment.astimezone(UTC)
    return (moment + (_SUMMER if _is_summer(moment) else _WINTER)).replace(tzinfo=None)


def _is_summer(moment: datetime) -> bool:
    """Whether clocks are moved: from 01:00 UTC on March's last Sunday to 01:00 UTC on October's."""
    return _last_sunday(moment.year, 3) <= moment < _last_sunday(moment.year, 10)


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7)

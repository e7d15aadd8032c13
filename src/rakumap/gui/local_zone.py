"""LocalZone: the time zone of this computer, with the daylight saving of each moment and not only of now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo


class LocalZone(tzinfo):
    """See the module."""

    def fromutc(self, dt: datetime) -> datetime:
        """The local time of a moment."""
        local = dt.replace(tzinfo=UTC).astimezone()
        return local.replace(tzinfo=self)

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        """How far local time is ahead then."""
        return None if dt is None else dt.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, dt: datetime | None) -> timedelta | None:
        """Unknown; the offset says all we need."""
        return None

    def tzname(self, dt: datetime | None) -> str | None:
        """What the system calls local time then."""
        return None if dt is None else dt.replace(tzinfo=None).astimezone().tzname()

"""Runs: the life of one run in the store: lock, force stamp, result, held report, Automation Logs.

Reports, quantities and orders share the lock: one run per channel at a time, by a lock row with owner and heartbeat; the
source of inventory has one of its own. A run whose owner went silent for a minute is closed as interrupted and its lock
taken over. Any thread.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, delete, func, insert, or_, select, update

from rakumap.core.errors import RuleRefused
from rakumap.core.model import CHECK_EVENT, REPORT_EVENT, Applied, ChannelId, Outcome
from rakumap.core.schedule import ForceStamp
from rakumap.store import changes
from rakumap.store.changes import Note
from rakumap.store.engine import Database
from rakumap.store.merge import Difference, ReportStaging, live_counts
from rakumap.store.schema import channel, held, meta, problem, run, run_lock

SILENT = timedelta(seconds=60)
"""A run whose heartbeat is older than this has died."""
DISCARDED, READ_WITH, CLOCK_ANCHOR, CHECKED = "discarded", "read_with", "clock_anchor", "checked"
"""Facts of ``meta`` about a channel, each with its number behind a point: the mark of the report that a person
discarded, the settings the newest report was read with, when the clock was found to be set back, when it was asked last what a person should know soon."""


@dataclass(frozen=True, slots=True)
class ReportFileFacts:
    """What identifies a fetched report: where it lies, its name for people, when it was made, its SHA-256."""

    path: Path
    name: str
    time: datetime | None
    fingerprint: str


@dataclass(frozen=True, slots=True)
class HeldReport:
    """A report that waits for a person's word because it would drop too much."""

    channel_id: ChannelId
    run_id: int
    file: ReportFileFacts
    held_at: datetime
    difference: Difference


@dataclass(frozen=True, slots=True)
class Result:
    """How a run ended."""

    outcome: Outcome
    difference: Difference | None = None
    code: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    """What the run counted, by column, where that is no report's difference."""


class Runs:
    """Begin, keep alive and end report runs; see the module."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def begin(
        self,
        channel_id: ChannelId | None,
        trigger: str,
        owner: str,
        now: datetime,
        *,
        reason: str | None = None,
        event: str = REPORT_EVENT,
        source: str | None = None,
    ) -> int:
        """Take the channel's lock, or the source's, and open a run; ``interrupted`` closes a run that died.

        A run with a ``source`` is the source's, even where it is about a channel's links: it waits for no report.

        Raises:
            RuleRefused: another run of the channel is alive (``run_running``), or of the source (``source_running``).
        """
        if source is None:
            whose: dict[str, Any] = {"channel_id": channel_id}
            mine, open_runs = run_lock.c.channel_id == channel_id, run.c.channel_id == channel_id
            open_runs = and_(open_runs, run.c.source.is_(None))
        else:
            whose = {"source": source}
            mine, open_runs = run_lock.c.source == source, run.c.source == source
        with self.database.write() as connection:
            lock = connection.execute(select(run_lock).where(mine)).mappings().first()
            if lock is not None:
                if now - lock["heartbeat_at"] < SILENT and lock["heartbeat_at"] <= now + SILENT:
                    raise RuleRefused("run_running" if source is None else "source_running")
                connection.execute(delete(run_lock).where(mine))
            dead = update(run).where(open_runs, run.c.ended_at.is_(None))
            connection.execute(dead.values(ended_at=now, outcome=Outcome.INTERRUPTED, code=interrupted()))
            run_id = _insert_run(connection, channel_id, trigger, reason, now, Outcome.RUNNING, event, source)
            connection.execute(insert(run_lock).values(**whose, run_id=run_id, owner=owner, heartbeat_at=now))
            return run_id

    def heartbeat(self, run_id: int, now: datetime) -> None:
        """Say that the run is alive.

        Raises:
            RuleRefused: the lock was taken over (``run_lost``); stop without applying anything.
        """
        with self.database.write() as connection:
            beat = update(run_lock).where(run_lock.c.run_id == run_id).values(heartbeat_at=now)
            if connection.execute(beat).rowcount != 1:
                raise RuleRefused("run_lost")

    def stamp_force(self, channel_id: ChannelId, stamp: ForceStamp | None) -> None:
        """Set or give back the time of the last Force Mapping Refresh."""
        with self.database.write() as connection:
            values = {"forced_at": None, "forced_monotonic": None, "forced_boot": None}
            if stamp is not None:
                values = {
                    "forced_at": stamp.wall,  # type: ignore[dict-item]
                    "forced_monotonic": int(stamp.monotonic * 1000),  # type: ignore[dict-item]
                    "forced_boot": stamp.boot_id,  # type: ignore[dict-item]
                }
            connection.execute(update(channel).where(channel.c.id == channel_id).values(**values))

    def reported_again(self, channel_id: ChannelId, time: datetime) -> None:
        """The newest report came once more, made at that time: drift is counted from there."""
        with self.database.write() as connection:
            later = or_(channel.c.report_time.is_(None), channel.c.report_time < time)
            connection.execute(update(channel).where(channel.c.id == channel_id, later).values(report_time=time))

    def log_refused(
        self,
        channel_id: ChannelId,
        trigger: str,
        now: datetime,
        code: str,
        values: Mapping[str, object],
        reason: str | None,
    ) -> int:
        """Write the one log line of an attempt that a rule refused."""
        with self.database.write() as connection:
            run_id = _insert_run(connection, channel_id, trigger, reason, now, Outcome.REFUSED)
            _close(connection, run_id, channel_id, now, Result(Outcome.REFUSED, code=code, values=values))
            return run_id

    def end(self, run_id: int, channel_id: ChannelId | None, now: datetime, result: Result) -> None:
        """Close a run that changed nothing; one that was closed as interrupted meanwhile stays so."""
        with self.database.write() as connection:
            _close(connection, run_id, channel_id, now, result)
            _unlock(connection, run_id)

    def merge(
        self,
        run_id: int,
        channel_id: ChannelId,
        staging: ReportStaging,
        difference: Difference,
        file: ReportFileFacts,
        *,
        read_with: str = "",
        accepted: bool = False,
    ) -> None:
        """Apply a staged report, close its run and remember the report, in one short transaction.

        ``read_with`` are the settings it was read with; ``accepted`` that it was held and a person said yes to it.

        Raises:
            RuleRefused: the lock was taken over (``run_lost``).
        """
        with staging.transaction() as connection:
            own_lock(connection, run_id)
            staging.apply(connection, run_id)
            staging.add_entry(connection, run_id, difference)
            facts = {"report_time": file.time, "report_fingerprint": file.fingerprint}
            connection.execute(update(channel).where(channel.c.id == channel_id).values(**facts))
            connection.execute(delete(held).where(held.c.channel_id == channel_id))
            _put(connection, READ_WITH, channel_id, read_with)
            _forget(connection, DISCARDED, channel_id)
            if accepted:
                changes.start(connection)
                changes.record(connection, Note("held_accepted", channel_id=channel_id, undoable=False), 1)
            _close(connection, run_id, channel_id, changes.utc_now(), Result(Outcome.DONE, difference))
            _unlock(connection, run_id)

    def hold(
        self, run_id: int, channel_id: ChannelId, difference: Difference, file: ReportFileFacts, code: str
    ) -> None:
        """Keep a report that drops too much until a person decides, and close its run as held.

        Raises:
            RuleRefused: the lock was taken over (``run_lost``).
        """
        now = changes.utc_now()
        with self.database.write() as connection:
            own_lock(connection, run_id)
            connection.execute(delete(held).where(held.c.channel_id == channel_id))
            connection.execute(
                insert(held).values(
                    channel_id=channel_id,
                    run_id=run_id,
                    path=str(file.path),
                    name=file.name,
                    fingerprint=file.fingerprint,
                    report_time=file.time,
                    held_at=now,
                    difference=_difference_text(difference),
                )
            )
            numbers = {"lost": difference.gone, "previous": difference.live_before}
            _close(connection, run_id, channel_id, now, Result(Outcome.HELD, difference, code, numbers))
            _unlock(connection, run_id)

    def discard_held(self, channel_id: ChannelId, mark: str) -> Applied:
        """Write a person's no to the held report into the journal, forget the report, and remember which it was."""
        with self.database.write() as connection:
            changes.start(connection)
            connection.execute(delete(held).where(held.c.channel_id == channel_id))
            _put(connection, DISCARDED, channel_id, mark)
            entry = changes.record(connection, Note("held_discarded", channel_id=channel_id, undoable=False), 1)
            return Applied(entry, everything=True)

    def anchor_clock(self, channel_id: ChannelId, moment: datetime) -> None:
        """Remember when it was noticed that the clock was set back behind the channel's last runs."""
        with self.database.write() as connection:
            _put(connection, CLOCK_ANCHOR, channel_id, moment.isoformat())

    def log_warnings(self, channel_id: ChannelId, now: datetime, found: Sequence[Result]) -> None:
        """Note that the channel was asked what a person should know soon; a log line for each thing it said."""
        with self.database.write() as connection:
            _put(connection, CHECKED, channel_id, now.isoformat())
            for result in found:
                run_id = _insert_run(connection, channel_id, "scheduled", None, now, result.outcome, CHECK_EVENT)
                _close(connection, run_id, channel_id, now, result)


def _put(connection: Connection, name: str, channel_id: ChannelId, value: str) -> None:
    _forget(connection, name, channel_id)
    connection.execute(insert(meta).values(name=f"{name}.{channel_id}", value=value))


def _forget(connection: Connection, name: str, channel_id: ChannelId) -> None:
    connection.execute(delete(meta).where(meta.c.name == f"{name}.{channel_id}"))


def interrupted() -> ColumnElement[str]:
    """The code of a run that died, by its event."""
    of_report = (run.c.event == REPORT_EVENT, "run_interrupted")
    return case(of_report, (run.c.source.is_not(None), "source_interrupted"), else_="trade_interrupted")


def _insert_run(
    connection: Connection,
    channel_id: ChannelId | None,
    trigger: str,
    reason: str | None,
    now: datetime,
    outcome: Outcome,
    event: str = REPORT_EVENT,
    source: str | None = None,
) -> int:
    values = {"channel_id": channel_id, "event": event, "trigger": trigger, "reason": reason, "source": source}
    result = connection.execute(insert(run).values(**values, started_at=now, outcome=outcome))
    inserted = result.inserted_primary_key
    assert inserted is not None  # noqa: S101 - one row was inserted
    return int(inserted[0])


_LOCK = select(run_lock.c.run_id).where(run_lock.c.run_id == bindparam("of_run"))


def own_lock(connection: Connection, run_id: int) -> None:
    """Make sure that the run still has its channel's lock.

    Raises:
        RuleRefused: the lock was taken over (``run_lost``).
    """
    if connection.execute(_LOCK, {"of_run": run_id}).first() is None:
        raise RuleRefused("run_lost")


def _unlock(connection: Connection, run_id: int) -> None:
    connection.execute(delete(run_lock).where(run_lock.c.run_id == run_id))


def _close(connection: Connection, run_id: int, channel_id: ChannelId | None, now: datetime, result: Result) -> None:
    values: dict[str, Any] = dict(result.numbers)
    event = connection.execute(select(run.c.event).where(run.c.id == run_id)).scalar_one()
    if channel_id is not None and event == REPORT_EVENT:
        values = _counted(connection, channel_id)
    if result.difference is not None:
        found = result.difference
        values |= {"new": found.new, "changed": found.changed, "gone": found.gone, "sku_changed": found.sku_changed}
        values["problems"] = found.problems
    details = json.dumps({name: str(value) for name, value in result.values.items()}, ensure_ascii=False)
    values |= {"ended_at": now, "outcome": result.outcome, "code": result.code, "details": details}
    connection.execute(update(run).where(run.c.id == run_id, run.c.ended_at.is_(None)).values(**values))


def _counted(connection: Connection, channel_id: ChannelId) -> dict[str, Any]:
    total, linked = live_counts(connection, channel_id)
    known = select(func.count()).where(problem.c.channel_id == channel_id)
    values = {"total": total, "linked": linked, "unlinked": total - linked, "links_kept": linked}
    return values | {"problems": connection.execute(known).scalar_one()}


def _difference_text(difference: Difference) -> str:
    return json.dumps({name: getattr(difference, name) for name in difference.__slots__}, ensure_ascii=False)


def difference_of(text: str) -> Difference:
    """A difference as kept with a held report."""
    values = json.loads(text)
    values["lost"] = tuple((row[0], row[1]) for row in values["lost"])
    return Difference(**values)


__all__ = ["HeldReport", "ReportFileFacts", "Result", "Runs", "difference_of", "interrupted", "own_lock"]

"""Report sync: one report run from request to done, on schedule or forced; the same for window, ``watch`` and commands.

``ReportSync.refresh`` is straight blocking code. It may be called from any thread or process: one run per channel goes
at a time (a lock row with a heartbeat), the store is changed in one short transaction at the end, and a run that dies
before that has changed nothing.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from rakumap.channels.connector import FetchedReport
from rakumap.core import schedule
from rakumap.core.errors import Cancelled, ChannelError, RuleRefused, StoreError, UserError
from rakumap.core.job import Job
from rakumap.core.model import (
    REPORT_EVENT,
    Applied,
    Channel,
    ChannelId,
    ForceReason,
    Outcome,
    Problem,
    ReportRow,
    ReportRun,
)
from rakumap.core.report import guard
from rakumap.core.schedule import ForceStamp, ScheduleState
from rakumap.services.channel_setup import Connect
from rakumap.services.reading import ReadOptions, open_rows
from rakumap.services.running import Clock, Ended, alive, owner, with_pause
from rakumap.store.engine import Database
from rakumap.store.merge import ReportStaging
from rakumap.store.queries import Queries
from rakumap.store.runs import HeldReport, ReportFileFacts, Result, Runs
from rakumap.system.paths import Paths

MAP_PREFIX = "map."
"""A channel's settings ``map.FIELD`` name the report's header for a field."""


PASSING = frozenset({"store_busy", "disk_full", "store_in_use", "backup_no_room", "backup_cannot_write"})
"""Troubles of the store that end by themselves or by a person's doing, so that ``watch`` goes on."""
NOT_READING = frozenset({"outbox", "orders", "new_links", "at_zero"})
"""Settings that have nothing to do with how a report is read."""


@dataclass(frozen=True, slots=True)
class SyncResult:
    """How one request for a report ended. ``error`` says why, in a code, when it did not succeed."""

    outcome: Outcome
    channel: Channel
    run: ReportRun | None = None
    error: UserError | None = None
    after: tuple[Ended, ...] = ()
    """How the orders and the quantities that followed went."""


class Refresher(Protocol):
    """What ``watch`` runs: reports alone, or whole rounds."""

    def due(self) -> list[Channel]:
        """The channels whose turn it is."""
        ...

    def refresh(self, channel_id: ChannelId, job: Job) -> SyncResult:
        """Do what is due of one."""
        ...


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """What the header and the banner say of a channel's report."""

    last: ReportRun | None
    """The newest run that is not merely refused."""
    next_due: datetime | None
    """When the next report comes; ``None`` while the channel is disabled."""
    notice: int | None
    """Minutes until the next retrieval when it is near, else ``None``."""
    running: bool
    held: HeldReport | None
    force_from: datetime | None
    """When Force Mapping Refresh becomes possible again; ``None`` when it is."""


class ReportSync:
    """Runs reports; see the module."""

    def __init__(self, database: Database, queries: Queries, paths: Paths, connect: Connect, clock: Clock) -> None:
        self._database = database
        self._queries = queries
        self._runs = Runs(database)
        self._paths = paths
        self._connect = connect
        self._clock = clock
        self._owner = owner()

    # what is going on ---------------------------------------------------------------------------------------------

    def status(self, channel_id: ChannelId) -> SyncStatus:
        """What is known of the channel's reports right now."""
        now = self._clock.now()
        state = self._schedule(channel_id, now)
        runs = self._queries.runs(event=REPORT_EVENT, key=channel_id, limit=20)
        last = next((run for run in runs if run.outcome is not Outcome.REFUSED), None)
        return SyncStatus(
            last=last,
            next_due=schedule.next_due(state, now),
            notice=schedule.notice(state, now),
            running=state.running,
            held=self._queries.held(channel_id),
            force_from=schedule.force_allowed(self._queries.force_stamp(channel_id), self._clock.stamp()),
        )

    def due(self) -> list[Channel]:
        """The enabled channels whose report should be fetched now."""
        now = self._clock.now()
        channels = [channel for channel in self._queries.channels() if channel.enabled]
        return [one for one in channels if schedule.due(self._schedule(one.id, now), now)]

    # one run ------------------------------------------------------------------------------------------------------

    def refresh(self, channel_id: ChannelId, job: Job) -> SyncResult:
        """Fetch and merge the report when the schedule says so; else ``not_due``."""
        channel = self._queries.channel(channel_id)
        if not channel.enabled:
            error = RuleRefused("channel_disabled", channel=channel.name)
            return SyncResult(Outcome.REFUSED, channel, error=error)
        now = self._clock.now()
        state = self._schedule(channel_id, now)
        if state.running:
            return SyncResult(Outcome.RUNNING, channel, error=RuleRefused("run_running"))
        if not schedule.due(state, now):
            return SyncResult(Outcome.NOT_DUE, channel)
        return self._run(channel, job, "scheduled", None)

    def fetch_now(self, channel_id: ChannelId, job: Job) -> SyncResult:
        """Fetch and merge outside the schedule, as the first report of the sample shop; uses up no forced refresh."""
        return self._run(self._queries.channel(channel_id), job, "scheduled", None)

    def force(self, channel_id: ChannelId, job: Job, reason: ForceReason, text: str = "") -> SyncResult:
        """Force Mapping Refresh: at once, when the channel is enabled, once in 4 hours.

        The time counts from before the request; it is given back when no usable report came.
        """
        channel = self._queries.channel(channel_id)
        said = f"{reason.value}: {text}" if text else reason.value
        stamp = self._clock.stamp()
        before = self._anchored_stamp(channel_id, stamp)
        until = schedule.force_allowed(before, stamp)
        error: RuleRefused | None = None
        if not channel.enabled:
            error = RuleRefused("channel_disabled", channel=channel.name)
        elif until is not None:
            error = RuleRefused("force_too_soon", until=_full_minute(until))
        if error is not None:
            run_id = self._runs.log_refused(channel_id, "forced", self._clock.now(), error.code, error.values, said)
            return SyncResult(Outcome.REFUSED, channel, self._queries.run(run_id), error)
        return self._run(channel, job, "forced", said, stamp=stamp, before=before)

    def accept_held(self, channel_id: ChannelId, job: Job) -> SyncResult:
        """Merge the held report after a person's yes; what it lacks becomes Gone, kept with link and limits."""
        held = self._held(channel_id)
        return self._run(self._queries.channel(channel_id), job, "accepted", None, held=held)

    def discard_held(self, channel_id: ChannelId) -> Applied:
        """Forget the held report after a person's no; nothing changes, and the same file is not held again."""
        held = self._held(channel_id)
        applied = self._runs.discard_held(channel_id, self._mark(channel_id, held.file.fingerprint))
        _remove(held)
        return applied

    # steps --------------------------------------------------------------------------------------------------------

    def _held(self, channel_id: ChannelId) -> HeldReport:
        held = self._queries.held(channel_id)
        if held is None:
            raise UserError("nothing_held", channel=self._queries.channel(channel_id).name)
        return held

    def _schedule(self, channel_id: ChannelId, now: datetime) -> ScheduleState:
        """The schedule of a channel; after the clock was set back, counted from the moment that was noticed."""
        state = self._queries.schedule_state(channel_id, now)
        if schedule.anchored(state, now) == state:
            return state
        stored = self._queries.clock_anchor(channel_id)
        anchor = now if stored is None or stored > now else stored
        if anchor != stored:
            self._runs.anchor_clock(channel_id, anchor)

        def back(moment: datetime | None) -> datetime | None:
            return anchor if moment is not None and moment > now else moment

        return replace(
            state,
            enabled_at=back(state.enabled_at),
            attempted_at=back(state.attempted_at),
            ended_at=back(state.ended_at),
        )

    def _anchored_stamp(self, channel_id: ChannelId, now: ForceStamp) -> ForceStamp | None:
        stored = self._queries.force_stamp(channel_id)
        if stored is None:
            return None
        kept = schedule.force_anchored(stored, now)
        if kept != stored:
            self._runs.stamp_force(channel_id, kept)
        return kept

    def _run(
        self,
        channel: Channel,
        job: Job,
        trigger: str,
        reason: str | None,
        *,
        stamp: ForceStamp | None = None,
        before: ForceStamp | None = None,
        held: HeldReport | None = None,
    ) -> SyncResult:
        try:
            run_id = self._runs.begin(channel.id, trigger, self._owner, self._clock.now(), reason=reason)
        except RuleRefused as error:
            return SyncResult(Outcome.RUNNING, channel, error=error)
        failure: UserError | None = None
        if stamp is not None:
            failure = self._take_force(channel.id, run_id, stamp)
            if failure is not None:
                return SyncResult(Outcome.REFUSED, channel, self._queries.run(run_id), failure)
        try:
            with alive(self._runs, run_id, self._clock):
                self._fetch_and_merge(channel, run_id, job, held)
        except Cancelled:
            self._end(channel, run_id, Result(Outcome.CANCELLED, code="run_cancelled"))
        except RuleRefused as error:  # another process took the run over
            return SyncResult(Outcome.INTERRUPTED, channel, self._queries.run(run_id), error)
        except UserError as error:
            failure = error if isinstance(error, (ChannelError, StoreError)) else _channel_error(error)
            self._end(channel, run_id, Result(Outcome.FAILED, None, failure.code, with_pause(failure, self._clock)))
        except BaseException:
            self._end(channel, run_id, Result(Outcome.FAILED, code="run_broke"))
            raise
        run = self._queries.run(run_id)
        if stamp is not None and run.outcome in (Outcome.FAILED, Outcome.CANCELLED):
            self._runs.stamp_force(channel.id, before)
        if run.outcome is Outcome.HELD:
            failure = RuleRefused(run.code or "held_lost", **run.values)
        return SyncResult(run.outcome, channel, run, failure)

    def _take_force(self, channel_id: ChannelId, run_id: int, stamp: ForceStamp) -> RuleRefused | None:
        """Commit the time of a forced refresh, now that nobody else runs; who was faster used up the four hours."""
        until = schedule.force_allowed(self._queries.force_stamp(channel_id), stamp)
        if until is None:
            self._runs.stamp_force(channel_id, stamp)
            return None
        values = {"until": _full_minute(until)}
        self._runs.end(run_id, channel_id, self._clock.now(), Result(Outcome.REFUSED, None, "force_too_soon", values))
        return RuleRefused("force_too_soon", **values)

    def _end(self, channel: Channel, run_id: int, result: Result) -> None:
        self._runs.end(run_id, channel.id, self._clock.now(), result)

    def _fetch_and_merge(self, channel: Channel, run_id: int, job: Job, held: HeldReport | None) -> None:
        if held is not None:
            self._merge(channel, run_id, job, held.file, channel.settings, accepted=True)
            return
        job.checkpoint("fetching")
        connector = self._connect(channel.kind, channel.settings, channel.id)
        began = self._clock.now()
        report = connector.fetch_report(job, self._paths.downloads)
        try:
            made = began if report.live else report.time
            facts = ReportFileFacts(report.path, report.name, made, report.fingerprint)
            known = self._known_already(channel, report)
            if known is not None:
                if known.code == "report_same" and made is not None:
                    # It says once more what the channel has: what was confirmed in between was lost there.
                    self._runs.reported_again(channel.id, made)
                self._end(channel, run_id, known)
                return
            settings = dict(channel.settings)
            if report.charset is not None:
                settings.setdefault("encoding", report.charset)
            self._merge(channel, run_id, job, facts, settings, accepted=False)
        finally:
            if report.temporary:
                report.path.unlink(missing_ok=True)

    def _mark(self, channel_id: ChannelId, fingerprint: str) -> str:
        """What makes a report the same again: its bytes, and how they are read."""
        return f"{fingerprint} {reading_settings(self._queries.channel(channel_id).settings)}"

    def _known_already(self, channel: Channel, report: FetchedReport) -> Result | None:
        """The same report again, one that was discarded, or one older than the last applied, changes nothing.

        A report that would be read in another way now is read anew.
        """
        name = report.name
        if self._mark(channel.id, report.fingerprint) == self._queries.discarded(channel.id):
            return Result(Outcome.UNCHANGED, code="report_discarded", values={"name": name})
        if self._queries.read_with(channel.id) != reading_settings(channel.settings):
            return None
        if report.fingerprint == channel.report_fingerprint:
            return Result(Outcome.UNCHANGED, code="report_same", values={"name": name})
        newest = channel.report_time
        if report.time is not None and newest is not None and report.time < newest:
            values = {"name": name, "time": report.time, "newest": newest}
            return Result(Outcome.UNCHANGED, code="report_older", values=values)
        return None

    def _merge(
        self,
        channel: Channel,
        run_id: int,
        job: Job,
        file: ReportFileFacts,
        settings: Mapping[str, str],
        *,
        accepted: bool,
    ) -> None:
        with self._database.staging() as connection, connection.stoppable(job):
            staging = ReportStaging(connection, channel.id)
            with open_rows("report", file.path, report_options(settings), job) as rows:
                records: Iterator[ReportRow | Problem] = rows.report(staging.recognise)
                for _ in staging.add(records):
                    job.checkpoint()
                rows.check_complete()
            job.checkpoint("comparing")
            difference = staging.compare()
            job.checkpoint("comparing")
            if not difference.rows and not difference.live_before:
                raise ChannelError("report_no_rows", name=file.name)
            code = guard(difference.live_before, difference.gone, difference.rows)
            if code is not None and not accepted:
                kept = self._keep(file, channel.id)
                self._runs.hold(run_id, channel.id, difference, kept, code)
                return
            job.checkpoint("merging")
            waiting = self._queries.held(channel.id)
            used = reading_settings(channel.settings)
            self._runs.merge(run_id, channel.id, staging, difference, file, read_with=used, accepted=accepted)
            if waiting is not None:
                _remove(waiting)

    def _keep(self, file: ReportFileFacts, channel_id: ChannelId) -> ReportFileFacts:
        """Copy a report that has to wait to where it outlives a restart."""
        target = self._paths.held / f"channel-{channel_id}{file.path.suffix}"
        try:
            shutil.copyfile(file.path, target)
        except OSError as error:
            raise StoreError("disk_full" if error.errno == 28 else "profile_readonly", path=str(target)) from error
        return ReportFileFacts(target, file.name, file.time, file.fingerprint)


def reading_settings(settings: Mapping[str, str]) -> str:
    """The settings that decide which report is read and how, as one text to compare."""
    return json.dumps({key: settings[key] for key in sorted(settings) if key not in NOT_READING}, ensure_ascii=False)


def _remove(held: HeldReport) -> None:
    """Delete the copy of a report that was decided on; it is not worth an error when that fails."""
    with suppress(OSError):
        held.file.path.unlink(missing_ok=True)


def _full_minute(moment: datetime) -> datetime:
    """The next full minute: times are shown without seconds, and one that is named must not be refused."""
    return (moment + timedelta(seconds=59, microseconds=999_999)).replace(second=0, microsecond=0)


def report_options(settings: Mapping[str, str]) -> ReadOptions:
    """How a channel's report is to be read: header mapping, encoding, delimiter and decimal mark from its settings."""
    mapping = {key.removeprefix(MAP_PREFIX): value for key, value in settings.items() if key.startswith(MAP_PREFIX)}
    return ReadOptions(mapping, settings.get("encoding"), settings.get("delimiter"), settings.get("decimal"))


def _channel_error(error: UserError) -> ChannelError:
    """A report that cannot be read is the channel's failure, whatever the file's was."""
    return ChannelError(error.code, **error.values)


def watch(
    sync: Refresher,
    job: Job,
    done: Callable[[SyncResult], None],
    *,
    trouble: Callable[[UserError], None] | None = None,
    between: Callable[[], object] = lambda: None,
    every: float = 5.0,
) -> None:
    """Run what is due, for ever, until the job is cancelled; ``between`` is called after each look at the channels.

    A failing channel does not stop the others. ``trouble`` hears of a store that is busy or a disk that is full; both
    pass, so it goes on. Raises ``Cancelled`` when the job is, ``StoreError`` when the store cannot be used any more.
    """
    told = ""
    while True:
        try:
            for channel in sync.due():
                result = sync.refresh(channel.id, job)
                if result.outcome not in (Outcome.NOT_DUE, Outcome.RUNNING):
                    done(result)
                if job.cancelled:
                    raise Cancelled
            between()
            told = ""
        except StoreError as error:
            if error.code not in PASSING:
                raise
            if trouble is not None and told != error.code:
                trouble(error)
            told = error.code
        job.wait(every)

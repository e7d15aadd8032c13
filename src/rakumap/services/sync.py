"""Report sync: one report run from request to done, on schedule or forced; the same for window, ``watch`` and commands.

``ReportSync.refresh`` is straight blocking code. It may be called from any thread or process: one run per channel goes
at a time (a lock row with a heartbeat), the store is changed in one short transaction at the end, and a run that dies
before that has changed nothing.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from rakumap.channels.connector import FetchedReport
from rakumap.core import schedule
from rakumap.core.errors import Cancelled, ChannelError, RuleRefused, StoreError, UserError
from rakumap.core.job import Job
from rakumap.core.model import Applied, Channel, ChannelId, ForceReason, Outcome, Problem, ReportRow, ReportRun
from rakumap.core.report import guard
from rakumap.core.schedule import ForceStamp
from rakumap.services.channel_setup import Connect
from rakumap.services.reading import ReadOptions, open_rows
from rakumap.store.engine import Database
from rakumap.store.merge import ReportStaging
from rakumap.store.queries import Queries
from rakumap.store.runs import HeldReport, ReportFileFacts, Result, Runs
from rakumap.system.paths import Paths

HEARTBEAT = 15.0
"""Seconds between two signs of life of a run."""
MAP_PREFIX = "map."
"""A channel's settings ``map.FIELD`` name the report's header for a field."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Where time comes from: the wall clock in UTC, and the stamp that Force Mapping Refresh is measured with."""

    now: Callable[[], datetime]
    stamp: Callable[[], ForceStamp]


@dataclass(frozen=True, slots=True)
class SyncResult:
    """How one request for a report ended. ``error`` says why, in a code, when it did not succeed."""

    outcome: Outcome
    channel: Channel
    run: ReportRun | None = None
    error: UserError | None = None


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

    def __init__(
        self, database: Database, queries: Queries, paths: Paths, connect: Connect, clock: Clock
    ) -> None:
        self._database = database
        self._queries = queries
        self._runs = Runs(database)
        self._paths = paths
        self._connect = connect
        self._clock = clock
        self._owner = f"{socket.gethostname()}:{os.getpid()}"

    # what is going on ---------------------------------------------------------------------------------------------

    def status(self, channel_id: ChannelId) -> SyncStatus:
        """What is known of the channel's reports right now."""
        now = self._clock.now()
        state = self._queries.schedule_state(channel_id)
        runs = self._queries.runs(key=channel_id, limit=20)
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
        return [one for one in channels if schedule.due(self._queries.schedule_state(one.id), now)]

    # one run ------------------------------------------------------------------------------------------------------

    def refresh(self, channel_id: ChannelId, job: Job) -> SyncResult:
        """Fetch and merge the report when the schedule says so; else ``not_due``."""
        channel = self._queries.channel(channel_id)
        if not channel.enabled:
            error = RuleRefused("channel_disabled", channel=channel.name)
            return SyncResult(Outcome.REFUSED, channel, error=error)
        if not schedule.due(self._queries.schedule_state(channel_id), self._clock.now()):
            return SyncResult(Outcome.NOT_DUE, channel)
        return self._run(channel, job, "scheduled", None)

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
            error = RuleRefused("force_too_soon", until=until)
        if error is not None:
            run_id = self._runs.log_refused(channel_id, "forced", self._clock.now(), error.code, error.values, said)
            return SyncResult(Outcome.REFUSED, channel, self._queries.run(run_id), error)
        return self._run(channel, job, "forced", said, stamp=stamp, before=before)

    def accept_held(self, channel_id: ChannelId, job: Job) -> SyncResult:
        """Merge the held report after a person's yes; what it lacks becomes Gone, kept with link and limits."""
        held = self._held(channel_id)
        channel = self._queries.channel(channel_id)
        self._runs.decide_held(channel_id, accepted=True)
        result = self._run(channel, job, "accepted", None, held=held)
        if result.outcome is Outcome.DONE:
            held.file.path.unlink(missing_ok=True)
        return result

    def discard_held(self, channel_id: ChannelId) -> Applied:
        """Forget the held report after a person's no; nothing changes."""
        held = self._held(channel_id)
        applied = self._runs.decide_held(channel_id, accepted=False)
        held.file.path.unlink(missing_ok=True)
        return applied

    # steps --------------------------------------------------------------------------------------------------------

    def _held(self, channel_id: ChannelId) -> HeldReport:
        held = self._queries.held(channel_id)
        if held is None:
            raise UserError("nothing_held", channel=self._queries.channel(channel_id).name)
        return held

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
        if stamp is not None:
            self._runs.stamp_force(channel.id, stamp)
        failure: UserError | None = None
        try:
            with self._alive(run_id):
                self._fetch_and_merge(channel, run_id, job, held)
        except Cancelled:
            self._end(channel, run_id, Result(Outcome.CANCELLED, code="run_cancelled"))
        except RuleRefused as error:  # another process took the run over
            return SyncResult(Outcome.INTERRUPTED, channel, self._queries.run(run_id), error)
        except UserError as error:
            failure = error if isinstance(error, (ChannelError, StoreError)) else _channel_error(error)
            self._end(channel, run_id, Result(Outcome.FAILED, code=failure.code, values=failure.values))
        except BaseException:
            self._end(channel, run_id, Result(Outcome.FAILED, code="run_broke"))
            raise
        run = self._queries.run(run_id)
        if stamp is not None and run.outcome in (Outcome.FAILED, Outcome.CANCELLED):
            self._runs.stamp_force(channel.id, before)
        if run.outcome is Outcome.HELD:
            failure = RuleRefused(run.code or "held_lost", **run.values)
        return SyncResult(run.outcome, channel, run, failure)

    def _end(self, channel: Channel, run_id: int, result: Result) -> None:
        self._runs.end(run_id, channel.id, self._clock.now(), result)

    @contextmanager
    def _alive(self, run_id: int) -> Iterator[None]:
        """Beat from a thread of its own, so that a slow server or a big comparison does not look dead."""
        over = threading.Event()

        def beat() -> None:
            while not over.wait(HEARTBEAT):
                try:
                    self._runs.heartbeat(run_id, self._clock.now())
                except UserError:
                    return

        thread = threading.Thread(target=beat, name="report heartbeat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _fetch_and_merge(self, channel: Channel, run_id: int, job: Job, held: HeldReport | None) -> None:
        if held is not None:
            self._merge(channel, run_id, job, held.file, channel.settings, accepted=True)
            return
        job.checkpoint("fetching")
        connector = self._connect(channel.kind, channel.settings)
        report = connector.fetch_report(job, self._paths.downloads)
        try:
            facts = ReportFileFacts(report.path, report.name, report.time, report.fingerprint)
            known = self._known_already(channel, report)
            if known is not None:
                self._end(channel, run_id, known)
                return
            settings = dict(channel.settings)
            if report.charset is not None:
                settings.setdefault("encoding", report.charset)
            self._merge(channel, run_id, job, facts, settings, accepted=False)
        finally:
            if report.temporary:
                report.path.unlink(missing_ok=True)

    @staticmethod
    def _known_already(channel: Channel, report: FetchedReport) -> Result | None:
        """The same report again, or one older than the last applied, changes nothing."""
        if report.fingerprint == channel.report_fingerprint:
            return Result(Outcome.UNCHANGED, code="report_same", values={"name": report.name})
        newest = channel.report_time
        if report.time is not None and newest is not None and report.time < newest:
            values = {"name": report.name, "time": report.time, "newest": newest}
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
        with self._database.staging() as connection:
            staging = ReportStaging(connection, channel.id)
            with open_rows("report", file.path, report_options(settings), job) as rows:
                records: Iterator[ReportRow | Problem] = rows.report()
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
            self._runs.merge(run_id, channel.id, staging, difference, file)

    def _keep(self, file: ReportFileFacts, channel_id: ChannelId) -> ReportFileFacts:
        """Copy a report that has to wait to where it outlives a restart."""
        target = self._paths.held / f"channel-{channel_id}{file.path.suffix}"
        try:
            shutil.copyfile(file.path, target)
        except OSError as error:
            raise StoreError("disk_full" if error.errno == 28 else "profile_readonly", path=str(target)) from error
        return ReportFileFacts(target, file.name, file.time, file.fingerprint)


def report_options(settings: Mapping[str, str]) -> ReadOptions:
    """How a channel's report is to be read: header mapping, encoding, delimiter and decimal mark from its settings."""
    mapping = {key.removeprefix(MAP_PREFIX): value for key, value in settings.items() if key.startswith(MAP_PREFIX)}
    return ReadOptions(mapping, settings.get("encoding"), settings.get("delimiter"), settings.get("decimal"))


def _channel_error(error: UserError) -> ChannelError:
    """A report that cannot be read is the channel's failure, whatever the file's was."""
    return ChannelError(error.code, **error.values)


def watch(sync: ReportSync, job: Job, done: Callable[[SyncResult], None], *, every: float = 5.0) -> None:
    """Run what is due, for ever, until the job is cancelled; a failing channel does not stop the others."""
    while True:
        for channel in sync.due():
            done(sync.refresh(channel.id, job))
        job.wait(every)


"""Sync controller: asks on a timer what is due, has it fetched in a child process, and says what came of it.

No rule lives here: ``services.sync`` knows what is due, what may be forced and what is held. The store is read on the
Runner's threads only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from rakumap.core.errors import UserError
from rakumap.core.job import Job
from rakumap.core.model import REPORT_EVENT, Channel, ChannelId, ForceReason, Outcome, ReportRun
from rakumap.gui import child_run, messages, sync_words
from rakumap.gui.child_run import RunChild, RunFinished
from rakumap.gui.context import Context
from rakumap.gui.force_dialog import ForceChoice, ForceDialog
from rakumap.gui.held_dialog import HeldChoice, HeldDialog
from rakumap.gui.notice import Action
from rakumap.system.child import run_child

if TYPE_CHECKING:
    from rakumap.services.sync import SyncResult, SyncStatus

EVERY_MS = 5_000
UP_TO_DATE = (Outcome.DONE, Outcome.UNCHANGED)
SECRETS_WANTED = frozenset({"secret_needed", "passphrase_needed", "keyring_refused", "channel_denied"})
"""How a run fails that a person mends in Config."""


class Window(Protocol):
    """What the controller needs of the main window."""

    @property
    def channel(self) -> Channel | None: ...

    @property
    def channel_changed(self) -> SignalInstance: ...

    def reload(self) -> None: ...

    def show_notice(self, kind: str, text: str, actions: Any = (), closable: bool = True) -> None: ...


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the store: whose report is due, and how it stands with the channel that is shown."""

    due: tuple[Channel, ...]
    channel: Channel | None
    status: SyncStatus | None
    merged: ReportRun | None = None
    """The newest report that the store took in."""


class SyncController(QObject):
    """See the module. ``open_log`` and ``open_problems`` may be set by the window to what its notices lead to."""

    status_changed = Signal(object)
    """``SyncStatus`` of the channel that is shown, at every look."""
    run_finished = Signal(object)
    """``RunFinished`` of any channel."""
    log_requested = Signal()
    problems_requested = Signal()
    channels_requested = Signal()
    config_requested = Signal(object)
    """``ChannelId`` of a channel whose secrets are needed."""

    def __init__(self, context: Context, window: Window, parent: QObject | None = None) -> None:
        super().__init__(parent if parent is not None else window if isinstance(window, QObject) else None)
        self._context = context
        self._window = window
        self._jobs: dict[ChannelId, Job] = {}
        self._looking = False
        self._again = False
        self._opened = True
        self.merged: ReportRun | None = None
        """The newest report of the channel shown that the store took in, as of the last look."""
        self._told_held: set[int] = set()
        self._told_failed: dict[ChannelId, str] = {}
        self.child: RunChild = run_child
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._look)
        window.channel_changed.connect(self._channel_opened)

    # the timer ----------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to look every few seconds."""
        self._timer.start()
        self._look()
        self._warn_of_driver()

    def stop(self) -> None:
        """Look no more, and end what is being fetched; for shutdown."""
        self._timer.stop()
        for job in self._jobs.values():
            job.cancel()

    def check(self) -> None:
        """Look now, as when the mapping screen opens; says when the next report is near."""
        self._opened = True
        self._look()

    @property
    def running(self) -> frozenset[ChannelId]:
        """The channels whose report this window is fetching."""
        return frozenset(self._jobs)

    def _channel_opened(self, *_: object) -> None:
        self._told_held.clear()
        self.check()

    def _look(self) -> None:
        if self._looking:
            self._again = True
            return
        self._looking, self._again = True, False
        channel = self._window.channel
        self._context.runner.run(partial(self._looked_at, channel), self, self._looked, self._look_failed)

    def _looked_at(self, channel: Channel | None, _: Job) -> Look:
        services = self._context.services
        due = tuple(services.sync.due())
        if channel is None:
            return Look(due, None, None)
        status = services.sync.status(channel.id)
        return Look(due, channel, status, self._merged(channel.id, status.last))

    def _merged(self, key: ChannelId, last: ReportRun | None) -> ReportRun | None:
        """The newest run that brought the store up to date; one that was held or failed did not."""
        if last is None or last.outcome in UP_TO_DATE:
            return last
        runs = self._context.services.queries.runs(event=REPORT_EVENT, key=key)
        return next((run for run in runs if run.outcome in UP_TO_DATE), None)

    def _look_failed(self, error: UserError) -> None:
        self._look_again()
        if self._told_failed.get(ChannelId(0)) != error.code:
            self._told_failed[ChannelId(0)] = error.code
            self._say("error", messages.sentence(error))

    def _looked(self, look: Look) -> None:
        self._look_again()
        self._told_failed.pop(ChannelId(0), None)
        for channel in look.due:
            self._start(channel)
        if look.status is None or look.channel is None or not self._is_shown(look.channel.id):
            return
        self.merged = look.merged
        self.status_changed.emit(look.status)
        self._announce(look.channel, look.status)

    def _look_again(self) -> None:
        """Look once more when something happened during the last look, such as another channel being opened."""
        self._looking = False
        if self._again:
            self._look()

    def _announce(self, channel: Channel, status: SyncStatus) -> None:
        opened, self._opened = self._opened, False
        held = status.held
        if held is not None and held.run_id not in self._told_held:
            self._told_held.add(held.run_id)
            text = sync_words.held_text(held, self._context.zone)
            review = self.tr("Review…"), partial(self.review_held, channel)
            self._say("warning", text, [review])
        elif opened and status.notice is not None:
            self._say("info", messages.sentence("notice", {"minutes": status.notice}))

    # fetching -----------------------------------------------------------------------------------------------------

    def _start(self, channel: Channel, *extra: str, title: str = "") -> bool:
        """Fetch in a child process, unless that goes on already; whether it began."""
        if channel.id in self._jobs:
            return False
        services = self._context.services
        options = child_run.profile_arguments(services.paths, services.queries.database.path)
        arguments = [*options, *child_run.refresh_arguments(channel, extra)]
        child = self.child

        def work(job: Job) -> RunFinished:
            return child_run.run_refresh(services, channel, arguments, job, child)

        shown = title or self.tr("Report of {0}").replace("{0}", channel.name)
        failed = partial(self._failed, channel)
        job = self._context.runner.run(work, self, self._finished, failed, title=shown, cancellable=True)
        self._jobs[channel.id] = job
        return True

    def _failed(self, channel: Channel, error: UserError) -> None:
        self._finished(RunFinished(channel, Outcome.FAILED, error=error))

    def _finished(self, finished: RunFinished) -> None:
        self._jobs.pop(finished.channel.id, None)
        shown = self._is_shown(finished.channel.id)
        if shown and finished.outcome is Outcome.DONE:
            self._window.reload()
        self._tell(finished, shown)
        self.run_finished.emit(finished)
        self._look()

    def _tell(self, finished: RunFinished, shown: bool) -> None:
        """Say what came of it: a failure once until it is over, what nobody asked for and changed nothing not at all."""
        key, said = finished.channel.id, sync_words.finished(finished, self._context.zone)
        if finished.outcome in (Outcome.FAILED, Outcome.INTERRUPTED) and not finished.forced:
            code = finished.run.code if finished.run is not None and finished.run.code else finished.message
            if self._told_failed.get(key) == code:
                return
            self._told_failed[key] = code
        elif finished.outcome in (Outcome.DONE, Outcome.UNCHANGED):
            self._told_failed.pop(key, None)
        if said is None or finished.outcome is Outcome.HELD:
            return
        text = said.text if shown else f"{finished.channel.name}: {said.text}"
        actions: list[Action] = []
        if said.problems and shown:
            actions.append((self.tr("%n problems…", "", said.problems), self.problems_requested.emit))
        if finished.run is not None and finished.run.code in SECRETS_WANTED:
            actions.append((self.tr("Config…"), partial(self.config_requested.emit, key)))
        if said.kind in ("error", "warning"):
            actions.append((self.tr("Automation Logs…"), self.log_requested.emit))
        self._say(said.kind, text, actions)

    # Force Mapping Refresh ----------------------------------------------------------------------------------------

    def force(self) -> None:
        """Ask why, then fetch at once; where a rule forbids it, say so and when it becomes possible."""
        channel = self._window.channel
        if channel is None:
            self._say("info", messages.sentence("channel_none"))
            return
        if channel.id in self._jobs:
            self._say("info", messages.sentence("run_running"))
            return
        work = partial(self._may_force, channel.id)
        self._context.runner.run(work, self, partial(self._ask_force, channel.id), self._say_error)

    def _may_force(self, key: ChannelId, job: Job) -> tuple[Channel, SyncStatus, SyncResult | None]:
        """How it stands; when a rule forbids forcing, the attempt is made, so that it is refused and logged."""
        services = self._context.services
        channel, status = services.queries.channel(key), services.sync.status(key)
        refused = None
        if not channel.enabled or status.force_from is not None:
            refused = services.sync.force(key, job, ForceReason.OTHER)
        return channel, status, refused

    def _ask_force(self, key: ChannelId, found: tuple[Channel, SyncStatus, SyncResult | None]) -> None:
        channel, status, refused = found
        if refused is not None:
            self._say_refused(refused)
            return
        if not self._is_shown(key):
            return
        newly = channel.enabled_at is not None and status.last is None
        choice = ForceDialog.ask(self._context, self._parent(), channel, status, newly_enabled=newly)
        if choice is not None:
            self.force_now(channel, choice)

    def force_now(self, channel: Channel, choice: ForceChoice) -> None:
        """Fetch at once for a reason that a person chose."""
        title = self.tr("Force Mapping Refresh")
        if not self._start(channel, *child_run.force_arguments(choice.reason, choice.text), title=title):
            self._say("info", messages.sentence("run_running"))

    def first_report(self, channel: Channel) -> None:
        """Fetch the first report of a channel that was enabled just now."""
        self.force_now(channel, ForceChoice(ForceReason.NEWLY_ENABLED))

    def _say_refused(self, refused: SyncResult) -> None:
        error = refused.error
        if error is None:
            self._look()
            return
        actions: list[Action] = []
        if error.code == "channel_disabled":
            actions.append((self.tr("Channel Integration…"), self.channels_requested.emit))
        self._say("warning", messages.sentence(error, zone=self._context.zone), actions)
        self._look()

    # a held report ------------------------------------------------------------------------------------------------

    def review_held(self, channel: Channel) -> None:
        """Show what the held report would change, and do what the person says."""
        queries = self._context.services.queries

        def show(held: Any) -> None:
            if held is None:
                self._say("info", messages.sentence("nothing_held", {"channel": channel.name}))
                return
            choice = HeldDialog.ask(self._context, self._parent(), channel, held)
            if choice is HeldChoice.ACCEPT:
                self._start(channel, "--accept-held", title=self.tr("Merging the held report"))
            elif choice is HeldChoice.DISCARD:
                self._discard(channel)
            else:
                self._told_held.add(held.run_id)

        self._context.runner.run(lambda _: queries.held(channel.id), self, show, self._say_error)

    def _discard(self, channel: Channel) -> None:
        sync = self._context.services.sync
        said = self.tr("The held report was discarded; nothing was changed, and the next one comes on schedule.")

        def done(_: object) -> None:
            self._say("info", said)
            self._look()

        self._context.runner.run(lambda _: sync.discard_held(channel.id), self, done, self._say_error)

    # saying things ------------------------------------------------------------------------------------------------

    def _warn_of_driver(self) -> None:
        def work(_: Job) -> str | None:
            from rakumap.store.sqlite_engine import driver_warning

            return driver_warning()

        def say(version: str | None) -> None:
            if version is not None:
                self._say("warning", messages.sentence("sqlite_old", {"version": version}))

        self._context.runner.run(work, self, say, self._say_error)

    def _say_error(self, error: UserError) -> None:
        self._say("error", messages.sentence(error, zone=self._context.zone))

    def _say(self, kind: str, text: str, actions: list[Action] | None = None) -> None:
        # What is said now matters more than that a report is near.
        self._opened = False
        self._window.show_notice(kind, text, actions or [], True)

    def _is_shown(self, key: ChannelId) -> bool:
        channel = self._window.channel
        return channel is not None and channel.id == key

    def _parent(self) -> Any:
        return self._window

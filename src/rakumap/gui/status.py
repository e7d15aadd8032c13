"""StatusLine: what was said last, what is running, and how many listings are shown and selected."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QStatusBar, QToolButton, QWidget

from rakumap.gui import messages, plain
from rakumap.gui.runner import Running
from rakumap.gui.theme import Theme

if TYPE_CHECKING:
    from rakumap.gui.runner import Runner
    from rakumap.services.sync import SyncStatus

SAID_MS = 12_000
TICK_MS = 20_000


class StatusLine(QStatusBar):
    """See the module."""

    def __init__(self, runner: Runner, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._runner = runner
        self._status: SyncStatus | None = None
        self._zone: tzinfo | None = None
        self.setSizeGripEnabled(False)
        self.setAccessibleName(self.tr("Status"))
        self._said = plain.label()
        self._said.setObjectName("said")
        self._said.setAccessibleName(self.tr("Said last"))
        self._said.setContentsMargins(8, 0, 0, 0)
        self._task = plain.label(kind="caption")
        self._task.setObjectName("task")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(130)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._stop = QToolButton()
        self._stop.setAccessibleName(self.tr("Stop what is running"))
        self._stop.setToolTip(plain.tooltip(self.tr("Stop what is running")))
        self._stop.clicked.connect(self._cancel)
        theme.keep_icon(self._stop, self._stop.setIcon, "close")
        self._age = plain.label(kind="caption")
        self._age.setObjectName("report_age")
        self._numbers = plain.label()
        self._numbers.setObjectName("shown_count")
        self._numbers.setAccessibleName(self.tr("Shown and selected"))
        self._numbers.setContentsMargins(0, 0, 10, 0)
        self.addWidget(self._said, 1)
        for part in (self._task, self._bar, self._stop, self._age, self._numbers):
            self.addPermanentWidget(part)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._said.clear)
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(self._write_age)
        self._clock.start()
        runner.busy.connect(self._write_task)
        self._write_task()

    @property
    def said(self) -> str:
        """What it says."""
        return self._said.text()

    def say(self, text: str) -> None:
        """Say what was done, for a while."""
        self._said.setText(text)
        self._said.setToolTip(plain.tooltip(text))
        self._timer.start(SAID_MS)

    def show_numbers(self, shown: int, total: int, selected: int, decided: int) -> None:
        """Show how many listings are in sight, exist, are selected, and stay only until the list is read again."""
        parts = [self.tr("shown {shown} of {total}").format(shown=f"{shown:,}", total=f"{total:,}")]
        if decided:
            parts = [self.tr("shown {shown}").format(shown=f"{shown:,}"), self.tr("%n decided", "", decided)]
            parts.append(self.tr("of {total}").format(total=f"{total:,}"))
        if selected > 1:
            parts.append(self.tr("%n selected", "", selected))
        self._numbers.setText(", ".join(parts[:2]) + "".join(f" · {part}" for part in parts[2:]))
        tip = self.tr("Dimmed rows no longer fit the filter and stay until F5 or another filter.") if decided else ""
        self._numbers.setToolTip(plain.tooltip(tip))

    def show_status(self, status: SyncStatus | None, zone: tzinfo) -> None:
        """Know when the last report came."""
        self._status, self._zone = status, zone
        self._write_age()

    def _write_age(self) -> None:
        last = None if self._status is None else self._status.last
        if last is None or last.ended_at is None:
            self._age.clear()
            return
        minutes = max(0, int((datetime.now(UTC) - last.ended_at).total_seconds() // 60))
        if minutes < 60:
            text = self.tr("report %n min old", "", minutes)
        elif minutes < 48 * 60:
            text = self.tr("report %n h old", "", minutes // 60)
        else:
            text = self.tr("report %n days old", "", minutes // (24 * 60))
        self._age.setText(f"{text}  ·")
        self._age.setToolTip(plain.tooltip(messages.utc_time(last.ended_at)))

    def _write_task(self) -> None:
        tasks = self._runner.running()
        for part in (self._task, self._bar):
            part.setVisible(bool(tasks))
        self._stop.setVisible(any(task.cancellable for task in tasks))
        if not tasks:
            return
        task = tasks[-1]
        said = "" if task.last is None else messages.progress_text(task.last, task.estimate)
        self._task.setText(f"{task.title}: {said}" if said else task.title)
        total = None if task.last is None else task.last.total
        self._bar.setRange(0, total or 0)
        if total and task.last is not None:
            self._bar.setValue(min(task.last.done, total))

    def _cancel(self) -> None:
        stoppable: list[Running] = [task for task in self._runner.running() if task.cancellable]
        if stoppable:
            stoppable[-1].job.cancel()
            self.say(self.tr("Stopping: {what}").format(what=stoppable[-1].title))

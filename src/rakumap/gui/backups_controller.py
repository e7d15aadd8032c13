"""Backups controller: copies of the store in time, a look whether it is whole, and the way back when it is not.

Both run in child processes some minutes after the start, when nobody waits for the first rows any more.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QObject, QSettings, QTimer, Signal

from rakumap.core.errors import Exit
from rakumap.core.job import Job
from rakumap.gui.child_run import RunChild, profile_arguments
from rakumap.gui.context import Context
from rakumap.system.child import ChildResult, run_child

if TYPE_CHECKING:
    from rakumap.gui.main_window import MainWindow

FIRST_MS = 5 * 60_000
EVERY_MS = 30 * 60_000
WEEK = 7 * 86_400
CHECKED, OPEN = "store/checked", "store/open"
"""When every page of the store was checked last, in seconds; and whether a window has it open, or ended without a word."""


class BackupsController(QObject):
    """See the module."""

    restore_wanted = Signal(object)
    """The path of the backup that a person wants in the store's place."""

    def __init__(self, context: Context, keep: QSettings, window: MainWindow, child: RunChild = run_child) -> None:
        super().__init__(window)
        self._context, self._keep, self._window, self._child = context, keep, window, child
        now = QDateTime.currentSecsSinceEpoch()
        unclean = keep.contains(OPEN)
        self._thorough = unclean or not 0 <= now - _seconds(keep.value(CHECKED)) < WEEK
        keep.setValue(OPEN, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.keep_up)
        self._timer.start()
        QTimer.singleShot(FIRST_MS, self, self.begin)

    def begin(self) -> None:
        """Look whether the store is whole, then make the copy that is due: a damaged store is not copied over good ones."""
        self._run(["doctor"] if self._thorough else ["doctor", "--quick"], self._looked)

    def keep_up(self) -> None:
        """Make the copy that is due, if any."""
        self._run(["backup", "--if-due"], self._copied)

    def ask(self) -> None:
        """File > Backups."""
        from rakumap.gui.backups_dialog import BackupsDialog

        chosen = BackupsDialog.ask(self._context, self._window)
        if chosen is not None:
            self.restore_wanted.emit(chosen)

    def stop(self) -> None:
        """The window closes in order."""
        self._timer.stop()
        self._keep.remove(OPEN)

    def _run(self, command: list[str], done: Callable[[ChildResult], None]) -> None:
        services = self._context.services
        options = profile_arguments(services.paths, services.queries.database.path)

        def work(job: Job) -> ChildResult:
            return self._child([*options, *command, "--json"], job)

        self._context.runner.run(work, self, done, self._window.show_error)

    def _looked(self, ended: ChildResult) -> None:
        if _damaged(ended.document):
            text = self.tr(
                "The store is damaged, and what it holds may be wrong. Restore the newest backup before you go on."
            )
            self._window.show_notice("error", text, [(self.tr("Backups…"), self.ask)])
            self._timer.stop()
            return
        if ended.exit in (Exit.DONE, Exit.REFUSED) and self._thorough:  # the latter with findings that do not hurry
            self._keep.setValue(CHECKED, QDateTime.currentSecsSinceEpoch())
        self.keep_up()

    def _copied(self, ended: ChildResult) -> None:
        document = ended.document if isinstance(ended.document, dict) else {}
        error = document.get("error")
        if isinstance(error, dict) and error.get("code") != "store_in_use":
            self._window.show_notice("warning", str(error.get("message", "")))


def _damaged(document: object) -> bool:
    """Whether the doctor's answer says so, by a finding or because the store could not even be opened."""
    if not isinstance(document, dict):
        return False
    said = [*document.get("findings", ()), document.get("error")]
    codes = {str(one.get("code")) for one in said if isinstance(one, dict)}
    return bool(codes & {"doctor_damaged", "store_damaged", "store_damaged_backup"})


def _seconds(value: object) -> int:
    return int(value) if isinstance(value, int | str) and str(value).isdigit() else 0

"""StoreWatch: notices within a second that another process, or another part of this one, changed the store."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from rakumap.core.errors import UserError
from rakumap.core.job import Job
from rakumap.gui.context import Context

T = TypeVar("T")

EVERY_MS = 700


class StoreWatch(QObject):
    """Polls the store's commit counter in the Runner; commits made through ``write`` are known and stay silent."""

    changed = Signal()
    """Somebody else committed."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._seen: int | None = None
        self._asking = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to watch; what the store holds now counts as known."""
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()

    def look(self) -> None:
        """Look now."""
        if self._asking:
            return
        self._asking = True
        database = self._context.services.queries.database
        self._context.runner.run(lambda _: database.version(), self, self._looked, self._failed)

    def write(
        self,
        work: Callable[[Job], T],
        done: Callable[[T], None],
        failed: Callable[[UserError], None],
        *,
        title: str = "",
    ) -> Job:
        """Run work that writes; its own commit is not reported, one that somebody made shortly before is."""
        database = self._context.services.queries.database

        def between(job: Job) -> tuple[int, T, int]:
            before = database.version()
            result = work(job)
            return before, result, database.version()

        def written(found: tuple[int, T, int]) -> None:
            before, result, after = found
            missed = self._seen is not None and before != self._seen
            self._seen = after
            done(result)
            if missed:
                self.changed.emit()

        return self._context.runner.run(between, self, written, failed, title=title)

    def _looked(self, version: int) -> None:
        self._asking = False
        known, self._seen = self._seen, version
        if known is not None and known != version:
            self.changed.emit()

    def _failed(self, _: UserError) -> None:
        self._asking = False

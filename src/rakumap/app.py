"""The composition root of the window: one per profile, shown first, then the store, then life; and the way out."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING

from rakumap import __version__
from rakumap.core.errors import Exit, UserError
from rakumap.core.words import sentence
from rakumap.system import settings as settings_file
from rakumap.system.logs import Logs, crash_text
from rakumap.system.paths import Paths

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from rakumap.bootstrap import Services
    from rakumap.core.job import Job
    from rakumap.gui.context import SettingsBox
    from rakumap.gui.main_window import MainWindow
    from rakumap.gui.runner import Runner
    from rakumap.services.backups import Backup
    from rakumap.store.first_page import FirstPage
    from rakumap.system.settings import Settings

_log = logging.getLogger("rakumap.app")


ALLOCATOR = "background_thread:true,dirty_decay_ms:10000,muzzy_decay_ms:10000"
"""For polars, which keeps freed memory for ever otherwise: https://github.com/pola-rs/polars/issues/23128."""


COLLECTED = (20_000, 20, 100)
"""The collector's thresholds. Rows of files are no garbage and come by the million: looking through those at hand stopped
the window for 20 to 80 ms each time."""
DAMAGED = frozenset({"store_damaged", "store_foreign"})
"""Why a store cannot be opened that a backup can take the place of."""
LOADED_MS = 5_000
"""So long after the store was opened all code that the window works with is loaded."""
DIALOGS_MS = 1_000
"""So long after the store was opened the code of dialogs is loaded, that the first of a kind opens like the second."""
SWITCH = 0.0005
"""Seconds after which work lets the window have the interpreter. A repaint asks for it many times over, and with Python's
own 5 ms each an import stopped the window for 50 to 100 ms; the work takes no longer for it."""


def run_window(paths: Paths, store_url: str | None = None) -> int:
    """Open the window on a profile and run until it is closed; returns the exit code."""
    if not has_display(os.environ):
        _complain("no_display", {})
        return Exit.REFUSED
    try:
        paths.ensure()
        settings, notice = settings_file.load(paths.config)
    except UserError as error:
        _complain(error.code, error.values)
        return error.exit
    os.environ.setdefault("_RJEM_MALLOC_CONF", ALLOCATOR)
    sys.setswitchinterval(SWITCH)
    gc.disable()  # nothing that is made until the first rows are shown is garbage
    logs = Logs(paths.logs, "window")
    logs.start()
    try:
        while True:
            application = _Application(paths, store_url, settings, logs)
            code = application.run(notice)
            if not application.again:
                return code
            backup = application.backup
            notice = None if backup is None else _restored(paths, store_url, backup)
            settings = application.settings.value
    finally:
        gc.enable()
        logs.stop()


def has_display(env: Mapping[str, str]) -> bool:
    """Whether Qt could show a window; asked before Qt, which would abort the process."""
    return sys.platform != "linux" or any(env.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _complain(code: str, values: Mapping[str, object]) -> None:
    print(f"rakumap: {sentence(code, values)}", file=sys.stderr)  # noqa: T201 - there is no window to say it in


def _restored(paths: Paths, store_url: str | None, backup: Path) -> settings_file.Notice | None:
    """Put a backup in the store's place, now that the window has let go of it; why that could not be."""
    from rakumap.bootstrap import restore_backup

    try:
        restore_backup(paths, store_url, backup)
    except UserError as error:
        _log.warning("not restored: %s", error.code)
        return settings_file.Notice(error.code, error.values)
    return None


class _Application:
    """One run of the window. The order of the way out: timers, jobs, pool, store, lock."""

    def __init__(self, paths: Paths, store_url: str | None, settings: Settings, logs: Logs) -> None:
        self._paths = paths
        self._store_url = store_url
        self._settings = settings
        self._logs = logs
        self._store = contextlib.ExitStack()
        self._code: int = Exit.DONE
        self._crashed = False
        self.again = False
        """Whether another run shall follow this one."""
        self.backup: Path | None = None
        """The backup that takes the store's place in between, if any."""

    def run(self, notice: settings_file.Notice | None) -> int:
        """Show the window, run, and leave nothing behind."""
        from PySide6.QtWidgets import QApplication

        from rakumap.gui.single import SingleInstance

        app = QApplication.instance() or QApplication(["rakumap"])
        assert isinstance(app, QApplication)  # noqa: S101 - nobody else makes one
        app.setApplicationName("rakumap")
        app.setApplicationVersion(__version__)
        app.setDesktopFileName("rakumap")
        self._single = single = SingleInstance(self._paths.data)
        if not single.claim():
            return Exit.DONE
        before = sys.excepthook
        sys.excepthook = self._broke
        try:
            self._show(app, notice)
            single.raised.connect(self._raise)
            with _signals(self.window.close):
                app.exec()
            return self._code
        finally:
            self._leave()
            sys.excepthook = before
            single.release()

    def _show(self, app: QApplication, notice: settings_file.Notice | None) -> None:
        from PySide6.QtCore import QSettings
        from PySide6.QtGui import QIcon

        from rakumap.gui.context import SettingsBox
        from rakumap.gui.runner import Runner

        self.runner: Runner = Runner()
        self.settings: SettingsBox = SettingsBox(self._settings, self._keep_settings)
        keep = QSettings(str(self._paths.data / "window.ini"), QSettings.Format.IniFormat)
        self._read_first(app, keep)  # while the window is made

        from rakumap.gui import messages, translation
        from rakumap.gui.local_zone import LocalZone
        from rakumap.gui.main_window import MainWindow
        from rakumap.gui.theme import Theme

        translation.install(app)
        theme = Theme(app, self._settings.theme, self._settings.font_size)
        app.setWindowIcon(QIcon(":/icons/app.svg"))
        self.zone = LocalZone()
        self.window: MainWindow = MainWindow(self.runner, theme, self.settings, self.zone, keep)
        self.window.restore_place()
        self.window.closing.connect(app.quit)
        self.window.restore_wanted.connect(self._end_for)
        self.window.show()
        if notice is not None:
            self.window.show_notice("warning", messages.sentence(notice.code, notice.values))

    def _read_first(self, app: QApplication, keep: QSettings) -> None:
        """Read the rows that stood on top last; then, with them painted or without, open the store."""
        from rakumap.gui import first_rows

        known = None if self._store_url is not None else first_rows.kept(keep, self.settings)

        def work(_: Job) -> FirstPage | None:
            from rakumap.bootstrap import first_page

            return None if known is None else first_page(self._paths, known[0].channel_id, known[1])

        def done(page: FirstPage | None) -> None:
            from PySide6.QtCore import QTimer

            if known is not None and page is not None:
                self.window.show_first_page(known[0], page)
            # The first picture comes before the store's code is even loaded.
            QTimer.singleShot(0, self._open)

        self.runner.run(work, app, done)

    def _open(self) -> None:
        # What was made so far stays: the collector need not look at it again and again.
        gc.freeze()
        gc.set_threshold(*COLLECTED)
        gc.enable()
        self._single.listen()
        self.runner.run(self._open_services, self.window, self._opened, self._refused)

    def _open_services(self, _: Job) -> Services:
        from rakumap.bootstrap import open_services
        from rakumap.gui.main_window import load_rest

        load_rest()
        return self._store.enter_context(open_services(self._paths, self._store_url))

    def _opened(self, services: Services) -> None:
        from PySide6.QtCore import QTimer

        from rakumap.gui.context import Context

        if __debug__:
            services.database.forbid_thread = threading.get_ident()
        self.window.attach(Context(services, self.runner, self.settings, self.zone))
        # Nor at the code of the store and of big lists: a look at all of that would stop the window for 80 ms.
        gc.freeze()
        QTimer.singleShot(LOADED_MS, self.window, gc.freeze)
        QTimer.singleShot(DIALOGS_MS, self.window, self._load_dialogs)

    def _load_dialogs(self) -> None:
        from rakumap.gui.main_window import load_dialogs

        self.runner.run(lambda _: load_dialogs(), self.window)

    def _refused(self, error: UserError) -> None:
        from PySide6.QtWidgets import QApplication

        from rakumap.gui import messages
        from rakumap.gui.tell import Tell

        def tell() -> None:
            self._code = error.exit
            _complain(error.code, error.values)
            Tell.error(self.window, "rakumap", messages.sentence(error))
            QApplication.quit()

        def offer(newest: Backup | None) -> None:
            if newest is None:
                tell()
                return
            from rakumap.gui.backups_dialog import offered

            if offered(self.window, newest, messages.sentence(error), self.zone):
                self._end_for(newest.path)
            else:
                self._code = error.exit
                QApplication.quit()

        if error.code in DAMAGED:
            self.runner.run(self._newest_whole, self.window, offer)
        else:
            tell()

    def _newest_whole(self, _: Job) -> Backup | None:
        from rakumap.bootstrap import store_path
        from rakumap.services.backups import found, newest_whole

        return newest_whole(found(self._paths.backups_of(store_path(self._paths, self._store_url))))

    def _end_for(self, backup: Path | None) -> None:
        """End and begin again, with a backup in the store's place if one is given."""
        from PySide6.QtWidgets import QApplication

        self.again, self.backup = True, backup
        QApplication.quit()

    def _keep_settings(self, value: Settings) -> None:
        self.runner.run(lambda _: settings_file.save(self._paths.config, value), self.window, None, self._not_kept)

    def _not_kept(self, error: UserError) -> None:
        self.window.show_error(error)

    def _raise(self) -> None:
        if self.window.isMinimized():
            self.window.showNormal()
        self.window.raise_()
        self.window.activateWindow()

    def _leave(self) -> None:
        if hasattr(self, "window"):
            self.window.stop()
        if hasattr(self, "runner"):
            self.runner.shutdown()
        self._store.close()

    def _broke(self, kind: type[BaseException], error: BaseException, at: TracebackType | None) -> None:
        """A fault of ours: into the log, and once into a box that can be copied."""
        if issubclass(kind, KeyboardInterrupt):
            self._code = Exit.INTERRUPTED
            self.window.close()
            return
        _log.error("a fault", exc_info=(kind, error, at))
        if self._crashed:
            return
        from rakumap.gui.crash_dialog import CrashDialog

        self._crashed = True
        try:
            if CrashDialog.show_for(crash_text(kind, error, at, self._logs.masker, __version__), self.window):
                self._end_for(None)
        finally:
            self._crashed = False


@contextlib.contextmanager
def _signals(end: Callable[[], object]) -> Iterator[None]:
    """End in order on SIGTERM and Ctrl+C; the timers of the window let Python notice them."""
    before = {}
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            before[number] = signal.signal(number, lambda *_: end())
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)

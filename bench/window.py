"""The real window, driven: it starts as a person starts it, and a script sends it what a person would.

``Paints`` notes every finished paint of the table, ``Gaps`` how long the event loop did not come round. Only this module
knows how the window is made.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bench.children import Broke
from bench.complete import is_complete
from rakumap.gui.listings_view import ListingsView
from rakumap.gui.main_window import MainWindow

T = TypeVar("T")

PATIENCE, LONG = 60.0, 1200.0
"""Seconds after which what a script waits for is taken not to come: a picture, and long work."""
SIZE = (1600, 1000)
QUIET = 1.0
"""Seconds without work after which the window is taken to have settled."""
WAKE_MS = 250
"""How often is looked whether to give up waiting; a picture is noticed at once."""
BEAT_MS, BEATS = 20, 3
"""How often is looked whether there is work, and how many times in a row make it count."""


class Paints:
    """Every finished paint of the table: when, of which list, and whether all rows in sight had their values."""

    def __init__(self) -> None:
        self.last = 0.0
        self.complete = False
        self.count = 0
        self.noted: Callable[[], object] = lambda: None
        """Called after each paint."""
        painted: Callable[[Any, QPaintEvent], None] = ListingsView.paintEvent

        def paint(view: ListingsView, event: QPaintEvent) -> None:
            painted(view, event)
            self.last = time.perf_counter()
            self.complete = is_complete(view)
            self.count += 1
            self.noted()

        ListingsView.paintEvent = paint  # type: ignore[assignment,method-assign]


class Gaps:
    """The longest time between two rounds of the event loop, by a timer of a millisecond, in ms."""

    def __init__(self) -> None:
        self._longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._tick)

    def _tick(self) -> None:
        now = time.perf_counter()
        self._longest = max(self._longest, now - self._last)
        self._last = now

    def start(self) -> None:
        """Begin to count anew."""
        self._longest, self._last = 0.0, time.perf_counter()
        self._timer.start()

    def stop(self) -> float:
        """The longest gap since then."""
        self._tick()
        self._timer.stop()
        return self._longest * 1000


class Driver:
    """The window and what a person does to it; the methods wait until the result is painted and give milliseconds."""

    def __init__(self, app: QApplication, paints: Paints) -> None:
        self._app = app
        self.paints = paints
        self._wake = QTimer()
        self._wake.setInterval(WAKE_MS)
        self.window = next(one for one in app.topLevelWidgets() if isinstance(one, MainWindow))
        self.view = self.window.view
        self.model = self.window.panel.model
        self.field = self.window.panel.filter_bar.field

    # waiting ------------------------------------------------------------------------------------------------------

    def until(self, condition: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
        """Let events come until a condition holds. Raises ``Broke`` when it does not come true."""
        deadline = time.perf_counter() + patience
        self._wake.start()
        while not condition():
            if time.perf_counter() > deadline:
                raise Broke(f"waited {patience:.0f} s for {what}")
            # Never with a time limit: Qt does not wait then, and a loop that spins takes the interpreter from the work.
            self._app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        self._wake.stop()

    def settle(self) -> None:
        """Wait until no work has been under way for a while; the store's watch, which takes a moment, does not count."""
        runner = self.window._runner
        state = {"busy": 0, "since": time.perf_counter()}

        def beat() -> None:
            state["busy"] = 0 if runner.idle() else state["busy"] + 1
            if state["busy"] > BEATS:
                state["since"] = time.perf_counter()

        timer = QTimer()
        timer.timeout.connect(beat)
        timer.start(BEAT_MS)
        self.until(lambda: time.perf_counter() - state["since"] > QUIET, "the window to settle", LONG)
        timer.stop()

    def pause(self, milliseconds: int) -> None:
        """Let time pass, with events; not by ``QTest.qWait``, which keeps the interpreter from all other threads."""
        over: list[bool] = []
        QTimer.singleShot(milliseconds, lambda: over.append(True))
        self.until(lambda: bool(over), "the end of a pause")

    def after(self, what: str, act: Callable[[], object], painted: Callable[[], bool] = lambda: True) -> float:
        """Do something; milliseconds until a paint that shows all rows in sight and fulfils ``painted``."""
        shown: list[float] = []

        def noted() -> None:
            # Asked at the paint itself: an earlier one does not show what came since.
            if not shown and self.paints.complete and painted():
                shown.append(self.paints.last)

        self.paints.noted = noted
        began = time.perf_counter()
        act()
        self.until(lambda: bool(shown), f"the paint after: {what}")
        self.paints.noted = lambda: None
        return (shown[0] - began) * 1000

    def _other_list(self) -> Callable[[], bool]:
        generation = self.model.generation
        return lambda: self.model.generation != generation

    def _answer(self) -> Callable[[], bool]:
        """Another list than when the filter was asked for: one that was read again before that is no answer."""
        asked: list[int] = []
        wanted = self.window.panel.filter_bar.wanted
        wanted.connect(lambda _: asked.append(self.model.generation))

        return lambda: bool(asked) and self.model.generation != asked[0]

    # what a person does -------------------------------------------------------------------------------------------

    def type_key(self, key: str) -> float:
        """One keystroke in the filter field."""
        return self.after(f"key {key}", lambda: QTest.keyClicks(self.field, key), self._answer())

    def filter(self, text: str) -> float:
        """Another filter, asked for at once."""
        return self.after(f"filter {text}", lambda: self.window.panel.filter_bar.set_text(text), self._other_list())

    def wheel(self, notches: int) -> float:
        """Turn the wheel over the table; up, where there is nothing below any more."""
        bar = self.view.verticalScrollBar()
        notches = notches if bar.value() < bar.maximum() else -notches
        viewport = self.view.viewport()
        middle = QPointF(viewport.rect().center())
        event = QWheelEvent(
            middle,
            viewport.mapToGlobal(middle),
            QPoint(0, 0),
            QPoint(0, -120 * notches),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        return self.after("wheel", lambda: self._app.sendEvent(viewport, event))

    def jump(self, share: float) -> float:
        """Drag the scroll bar somewhere else."""
        bar = self.view.verticalScrollBar()
        place = round(bar.maximum() * share)
        place = place if place != bar.value() else abs(place - 1)
        return self.after("jump", lambda: bar.setValue(place))

    def repaint(self) -> float:
        """Paint the whole table again."""
        return self.after("repaint", self.view.viewport().update)

    def select_all(self) -> float:
        """Select everything, from nothing."""
        if self.view.chosen_count():
            self.after("select nothing", self.view.clearSelection)
        return self.after("select all", self.view.selectAll)

    def sort(self, column: int) -> float:
        """Click a header."""
        header = self.view.horizontalHeader()
        at = QPoint(header.sectionViewportPosition(column) + 12, header.height() // 2)
        left = Qt.MouseButton.LeftButton
        return self.after(
            f"click on header {column}", lambda: QTest.mouseClick(header.viewport(), left, pos=at), self._other_list()
        )

    def link(self, listing: Any, item: Any) -> float:
        """Link a listing in sight."""

        def linked() -> bool:
            row = self.model.listing(listing)
            return row is not None and row.item_key == item

        return self.after("link", lambda: self.window.mapping.link(listing, item), linked)

    def elsewhere(self, work: Callable[[], T]) -> T:
        """Do something on another thread: the store may not be touched on the window's."""
        found: list[T] = []
        thread = threading.Thread(target=lambda: found.append(work()))
        thread.start()
        self.until(lambda: not thread.is_alive(), "another thread", LONG)
        if not found:
            raise Broke("work on another thread failed")
        return found[0]


Script = Callable[[Driver], None]


def play(profile: Path, script: Script, *, first: Callable[[Driver], None] | None = None) -> None:
    """Start the program on a profile, run the script once its first rows are painted, and close it.

    ``first`` runs as soon as the window shows, before its store is open.
    """
    from rakumap.app import run_window
    from rakumap.system.paths import Paths

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    paints = Paints()
    app = QApplication(["rakumap"])
    broke: list[BaseException] = []

    def go() -> None:
        if not any(isinstance(one, MainWindow) and one.isVisible() for one in app.topLevelWidgets()):
            QTimer.singleShot(1, go)
            return
        try:
            driver = Driver(app, paints)
            driver.window.resize(*SIZE)
            if first is not None:
                first(driver)
            driver.until(lambda: paints.complete, "the first rows")
            script(driver)
        except BaseException as error:  # noqa: BLE001 - said after the window is closed
            broke.append(error)
        for widget in app.topLevelWidgets():
            widget.close()

    QTimer.singleShot(0, go)
    code = run_window(Paths.of(profile))
    if broke:
        raise broke[0]
    if code:
        raise Broke(f"the window ended with exit code {code}")


def resident() -> float | None:
    """The resident memory of this process in MB; ``None`` where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def highest() -> float | None:
    """The most resident memory that this process had, in MB."""
    if sys.platform == "win32":
        return None
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20)

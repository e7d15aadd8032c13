"""The bridge between threads and the window: everything arrives, on the right thread, once, or not at all."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from queue import SimpleQueue
from types import TracebackType

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QProgressBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from rakumap.core.errors import UserError
from rakumap.core.job import Job, Progress
from rakumap.gui.runner import Runner
from rakumap.gui.status import StatusLine
from rakumap.gui.theme import Theme


@pytest.fixture
def runner(qapp: object) -> Iterator[Runner]:
    runner = Runner()
    yield runner
    runner.shutdown()


def test_two_thousand_results_arrive_on_the_windows_thread(runner: Runner, qtbot: QtBot) -> None:
    owner, got, threads = QObject(), list[int](), set[int]()

    def done(value: int) -> None:
        got.append(value)
        threads.add(threading.get_ident())

    for number in range(2000):
        runner.run(lambda _, n=number: n, owner, done)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(got) == 2000)
    assert sorted(got) == list(range(2000))
    assert threads == {threading.get_ident()}
    assert runner.idle()


def test_nothing_is_delivered_to_an_owner_that_is_gone(runner: Runner, qtbot: QtBot) -> None:
    owner, got, go = QObject(), list[int](), threading.Event()
    runner.run(lambda _: go.wait(5), owner, lambda _: got.append(1))
    shiboken6.delete(owner)
    go.set()
    qtbot.waitUntil(runner.idle)
    assert got == []


def test_a_user_error_goes_to_failed_and_a_cancelled_job_is_silent(runner: Runner, qtbot: QtBot) -> None:
    owner, errors, got = QObject(), list[UserError](), list[object]()

    def refuse(_: Job) -> None:
        raise UserError("nope")

    def patient(job: Job) -> None:
        job.wait(30)

    runner.run(refuse, owner, got.append, errors.append)
    job = runner.run(patient, owner, got.append, errors.append)
    job.cancel()
    qtbot.waitUntil(runner.idle)
    assert [error.code for error in errors] == ["nope"]
    assert got == []


@pytest.mark.parametrize("error", [UserError("nobody_listens"), ValueError("a bug")])
def test_an_error_without_a_handler_reaches_the_excepthook(
    runner: Runner, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    caught: list[BaseException] = []

    def hook(kind: type[BaseException], value: BaseException, trace: TracebackType | None) -> None:
        caught.append(value)

    def work(_: Job) -> None:
        raise error

    monkeypatch.setattr(sys, "excepthook", hook)
    runner.run(work, QObject(), None, None if isinstance(error, UserError) else lambda _: None)
    qtbot.waitUntil(runner.idle)
    assert caught == [error]


def test_a_callback_that_raises_takes_no_other_result_with_it(runner: Runner, qtbot: QtBot) -> None:
    owner, got = QObject(), list[int]()

    def broken(_: int) -> None:
        raise ValueError("broken")

    with qtbot.captureExceptions() as caught:
        for number in range(20):
            runner.run(lambda _, n=number: n, owner, broken if number % 2 else got.append)  # type: ignore[misc]
        qtbot.waitUntil(runner.idle)
    assert sorted(got) == list(range(0, 20, 2))
    assert len(caught) == 10


def test_progress_comes_seldom_and_titled_work_is_listed(runner: Runner, qtbot: QtBot) -> None:
    owner, seen, ended = QObject(), list[Progress](), list[int]()

    def work(job: Job) -> int:
        end = time.monotonic() + 0.45
        count = 0
        while time.monotonic() < end:
            count += 1
            job.checkpoint("counting", count)
        return count

    with qtbot.waitSignal(runner.busy):
        runner.run(work, owner, ended.append, progress=seen.append, title="Counting", cancellable=True)
    assert [one.title for one in runner.running()] == ["Counting"]
    qtbot.waitUntil(lambda: bool(ended))
    assert 1 <= len(seen) <= 6
    assert ended[0] > 100
    assert runner.running() == []


def test_shutdown_cancels_waits_and_delivers_nothing_more(qapp: object, qtbot: QtBot) -> None:
    runner, owner, got, stopped = Runner(), QObject(), list[object](), threading.Event()

    def patient(job: Job) -> None:
        try:
            job.wait(30)
        finally:
            stopped.set()

    runner.run(lambda _: 1, owner, got.append)
    runner.run(patient, owner, got.append)
    time.sleep(0.05)
    runner.shutdown()
    assert stopped.is_set()
    assert runner.run(lambda _: 1, owner, got.append).cancelled
    qtbot.wait(20)
    assert got == []


def test_the_status_bar_says_how_far_how_fast_and_how_long_and_stops_it(
    runner: Runner, theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr("rakumap.gui.runner.time.monotonic", lambda: now[0])
    window = QWidget()
    qtbot.addWidget(window)
    status = StatusLine(runner, theme, window)
    steps: SimpleQueue[int] = SimpleQueue()

    def patient(job: Job) -> None:
        while True:
            job.checkpoint("writing", steps.get(timeout=30), 1000)

    runner.run(patient, status, title="Export", cancellable=True)
    task, bar, button = status.findChild(QLabel, "task"), status.findChild(QProgressBar), status.findChild(QToolButton)
    assert task is not None
    assert bar is not None
    assert button is not None
    for at, done in ((1000.0, 100), (1002.0, 300)):
        now[0] = at
        steps.put(done)
        qtbot.waitUntil(lambda done=done: bar.value() == done)  # type: ignore[misc]
    assert task.text() == "Export: Writing 300 of 1,000, 100/s, 7 s left"
    button.click()
    steps.put(400)
    qtbot.waitUntil(runner.idle)
    assert not task.isVisibleTo(status)
    assert not button.isVisibleTo(status)

"""The sync controller with real services and a real child process; Force Mapping Refresh; held reports."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QRadioButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from rakumap.core.errors import Cancelled
from rakumap.core.job import Job
from rakumap.core.model import Channel, ForceReason, Outcome
from rakumap.gui import child_run, messages, plain, sync_words
from rakumap.gui.child_run import RunFinished
from rakumap.gui.force_dialog import ForceChoice, ForceDialog
from rakumap.gui.held_dialog import HeldChoice, HeldDialog
from rakumap.gui.sync_controller import Look, SyncController
from rakumap.store.schema import channel as channel_table
from rakumap.system.child import ChildResult
from tests.gui.dialogs.conftest import Shop


class Window(QWidget):
    """What the controller needs of the main window."""

    channel_changed = Signal(int)

    def __init__(self, channel: Channel | None) -> None:
        super().__init__()
        self.channel = channel
        self.reloads = 0
        self.notices: list[tuple[str, str, list[str]]] = []
        self.callbacks: dict[str, Any] = {}

    def reload(self) -> None:
        self.reloads += 1

    def show_notice(self, kind: str, text: str, actions: Sequence[tuple[str, Any]] = (), closable: bool = True) -> None:
        self.notices.append((kind, text, [label for label, _ in actions]))
        self.callbacks = dict(actions)


class Made:
    def __init__(self, qtbot: QtBot, shop: Shop) -> None:
        self.window = Window(shop.channel)
        qtbot.addWidget(self.window)
        self.sync = SyncController(shop.context, self.window)
        self.ended: list[RunFinished] = []
        self.sync.run_finished.connect(self.ended.append)

    @property
    def said(self) -> str:
        return self.window.notices[-1][1] if self.window.notices else ""


def choose(monkeypatch: pytest.MonkeyPatch, choice: ForceChoice | None) -> list[str]:
    asked: list[str] = []

    def ask(context: object, parent: object, channel: Channel, status: object, *, newly_enabled: bool) -> Any:
        asked.append(f"{channel.name} {newly_enabled}")
        return choice

    monkeypatch.setattr(ForceDialog, "ask", ask)
    return asked


def test_force_asks_why_and_fetches_in_a_child(qtbot: QtBot, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.report("report-1.csv")
    asked = choose(monkeypatch, ForceChoice(ForceReason.OTHER, "new  stock"))
    made = Made(qtbot, shop)
    made.sync.force()
    qtbot.waitUntil(lambda: bool(made.ended), timeout=30_000)
    qtbot.waitUntil(shop.ready)
    assert asked == [f"{shop.channel.name} True"]
    run = made.ended[0].run
    assert run is not None
    assert (run.outcome, run.new, run.reason) == (Outcome.DONE, 303, "other: new stock")
    assert made.window.reloads == 1
    kind, text, labels = made.window.notices[-1]
    assert (kind, labels) == ("success", ["9 problems…"])
    assert "303 new" in text
    assert "0 links lost" in text


def test_a_second_force_within_four_hours_is_refused_logged_and_names_the_time(
    qtbot: QtBot, full_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = choose(monkeypatch, ForceChoice(ForceReason.DELETED))
    made = Made(qtbot, full_shop)
    made.sync.force()
    qtbot.waitUntil(lambda: full_shop.ready() and "4 hours" in made.said)
    assert asked == []
    assert made.ended == []
    with full_shop.off_thread():
        runs = full_shop.services.queries.runs()
    assert [run.outcome for run in runs] == [Outcome.REFUSED, Outcome.DONE]
    assert made.said == messages.sentence("force_too_soon", runs[0].values, full_shop.context.zone)
    assert re.search(r"wait until [0-9:]{5}|wait until [0-9-]{10} [0-9:]{5}", made.said)


def test_force_of_a_disabled_channel_says_so(qtbot: QtBot, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = choose(monkeypatch, ForceChoice(ForceReason.DELETED))
    with shop.off_thread():
        shop.services.channels.enable(shop.channel.id, False)
    made = Made(qtbot, shop)
    made.sync.force()
    qtbot.waitUntil(lambda: shop.ready() and "not enabled" in made.said)
    assert asked == []
    assert made.window.notices[-1][2] == ["Channel Integration…"]


def test_a_failure_says_why_and_leads_to_the_log(qtbot: QtBot, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(monkeypatch, ForceChoice(ForceReason.MISSING))
    made = Made(qtbot, shop)
    made.sync.force()
    qtbot.waitUntil(lambda: bool(made.ended), timeout=30_000)
    kind, text, labels = made.window.notices[-1]
    assert kind == "error"
    assert "There is no report in the folder" in text
    assert labels == ["Automation Logs…"]
    assert made.window.reloads == 0


def test_a_held_report_is_reviewed_and_accepted(qtbot: QtBot, full_shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    full_shop.report("report-2.csv", 120)
    assert full_shop.fetch() is Outcome.HELD
    made = Made(qtbot, full_shop)
    made.sync.check()
    qtbot.waitUntil(lambda: "missing" in made.said)
    assert made.window.notices[-1][2] == ["Review…"]
    count = len(made.window.notices)
    made.sync._look()
    qtbot.waitUntil(full_shop.ready)
    assert len(made.window.notices) == count, "it is said once"
    monkeypatch.setattr(HeldDialog, "ask", lambda *_: HeldChoice.ACCEPT)
    made.window.callbacks["Review…"]()
    qtbot.waitUntil(lambda: bool(made.ended), timeout=30_000)
    assert made.ended[0].outcome is Outcome.DONE
    with full_shop.off_thread():
        assert full_shop.services.queries.counts(full_shop.channel.id).gone > 100


def test_a_held_report_is_not_the_one_that_is_shown(qtbot: QtBot, full_shop: Shop) -> None:
    full_shop.report("report-2.csv", 20)
    assert full_shop.fetch() is Outcome.HELD
    made = Made(qtbot, full_shop)
    made.sync.check()
    qtbot.waitUntil(lambda: full_shop.ready() and made.sync.merged is not None)
    with full_shop.off_thread():
        runs = full_shop.services.queries.runs()
    assert [run.outcome for run in runs] == [Outcome.HELD, Outcome.DONE]
    assert made.sync.merged == runs[1]


def test_a_held_report_is_discarded(qtbot: QtBot, full_shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    full_shop.report("report-2.csv", 120)
    full_shop.fetch()
    made = Made(qtbot, full_shop)
    monkeypatch.setattr(HeldDialog, "ask", lambda *_: HeldChoice.DISCARD)
    made.sync.review_held(full_shop.channel)
    qtbot.waitUntil(lambda: full_shop.ready() and "discarded" in made.said)
    with full_shop.off_thread():
        assert full_shop.services.queries.held(full_shop.channel.id) is None


def test_a_second_start_does_nothing_and_stop_ends_the_child(qtbot: QtBot, shop: Shop) -> None:
    made = Made(qtbot, shop)
    started: list[Sequence[str]] = []
    waiting = threading.Event()

    def child(arguments: Sequence[str], job: Job, progress: object) -> ChildResult:
        started.append(arguments)
        waiting.set()
        job.wait(30)
        return ChildResult(0, None, ())

    made.sync.child = child
    made.sync.force_now(shop.channel, ForceChoice(ForceReason.MISSING))
    made.sync.force_now(shop.channel, ForceChoice(ForceReason.MISSING))
    qtbot.waitUntil(waiting.is_set)
    assert "already" in made.said
    assert made.sync.running == {shop.channel.id}
    made.sync.stop()
    qtbot.waitUntil(lambda: bool(made.ended))
    assert made.ended[0].outcome is Outcome.CANCELLED
    assert len(started) == 1
    assert made.sync.running == frozenset()


def test_what_the_child_is_told(shop: Shop, tmp_path: Path) -> None:
    paths = shop.services.paths
    assert child_run.profile_arguments(paths, paths.store) == ["--profile", str(paths.data)]
    other = tmp_path / "o.db"
    assert child_run.profile_arguments(paths, other)[2:] == ["--store", f"sqlite:///{other.as_posix()}"]
    assert child_run.refresh_arguments(shop.channel, ["--force"]) == [
        "refresh", "--json", "--force", "--", shop.channel.name,
    ]  # fmt: skip
    assert child_run.force_arguments(ForceReason.OTHER, "a\nb") == ["--force", "--reason=other: a b"]


@pytest.mark.parametrize(
    ("document", "outcome", "words"),
    [
        ({"error": {"code": "store_busy", "message": "Said by the child."}}, Outcome.FAILED, "Said by the child."),
        ({"error": {"code": "store_busy", "message": ""}}, Outcome.FAILED, "being written"),
        ({"outcome": "running", "error": {"code": "run_running", "message": "x"}}, Outcome.RUNNING, "already"),
        (None, Outcome.FAILED, "ended unexpectedly"),
    ],
)
def test_a_child_that_leaves_no_run(shop: Shop, document: object, outcome: Outcome, words: str) -> None:
    with shop.off_thread():
        ended = child_run.run_refresh(
            shop.services, shop.channel, ["--force"], Job(), lambda *_: ChildResult(5, document, ())
        )
    assert ended.outcome is outcome
    said = sync_words.finished(ended, shop.context.zone)
    assert said is not None
    assert words in said.text


def test_a_cancelled_child_is_an_outcome(shop: Shop) -> None:
    def child(*_: object) -> ChildResult:
        raise Cancelled

    with shop.off_thread():
        ended = child_run.run_refresh(shop.services, shop.channel, [], Job(), child)
    assert ended.outcome is Outcome.CANCELLED


# ---- the dialogs -------------------------------------------------------------------------------------------------------


def force_dialog(qtbot: QtBot, shop: Shop, newly: bool = False) -> ForceDialog:
    with shop.off_thread():
        status = shop.services.sync.status(shop.channel.id)
    dialog = ForceDialog(shop.context, None, shop.channel, status, newly_enabled=newly)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_force_needs_a_reason_and_the_other_one_words(qtbot: QtBot, shop: Shop) -> None:
    dialog = force_dialog(qtbot, shop)
    assert not dialog.ui.go_button.isEnabled()
    buttons = dialog.findChildren(QRadioButton)
    assert len(buttons) == len(ForceReason)
    buttons[-1].click()
    assert not dialog.ui.go_button.isEnabled()
    qtbot.keyClicks(dialog.ui.other_edit, "because")
    assert dialog.choice() == ForceChoice(ForceReason.OTHER, "because")
    buttons[0].click()
    assert dialog.choice() == ForceChoice(ForceReason.MISSING)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == 1


def test_force_suggests_newly_enabled(qtbot: QtBot, shop: Shop) -> None:
    assert force_dialog(qtbot, shop, newly=True).choice() == ForceChoice(ForceReason.NEWLY_ENABLED)


def test_held_shows_numbers_and_asks_again_before_accepting(
    qtbot: QtBot, full_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    full_shop.report("report-2.csv", 120)
    full_shop.fetch()
    with full_shop.off_thread():
        held = full_shop.services.queries.held(full_shop.channel.id)
    assert held is not None
    dialog = HeldDialog(full_shop.context, None, full_shop.channel, held)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.ui.lost.rowCount() == held.difference.gone
    answers = [None, 0]
    monkeypatch.setattr(plain.Ask, "choose", lambda *_, **__: answers.pop(0))
    dialog.ui.accept_button.click()
    assert (dialog.word, dialog.isVisible()) == (HeldChoice.LATER, True)
    dialog.ui.accept_button.click()
    assert (dialog.word, dialog.isVisible()) == (HeldChoice.ACCEPT, False)


def test_the_controller_belongs_to_the_window(qtbot: QtBot, shop: Shop) -> None:
    made = Made(qtbot, shop)
    assert isinstance(made.sync, QObject)
    assert made.sync.parent() is made.window


# ---- the schedule ------------------------------------------------------------------------------------------------------


def enabled_long_ago(shop: Shop) -> None:
    with shop.off_thread(), shop.services.database.write() as connection:
        long_ago = datetime.now(UTC) - timedelta(hours=1)
        connection.execute(update(channel_table).values(enabled_at=long_ago))


def test_what_is_due_is_fetched_by_itself(qtbot: QtBot, shop: Shop) -> None:
    shop.report("report-1.csv")
    enabled_long_ago(shop)
    made = Made(qtbot, shop)
    statuses: list[Any] = []
    made.sync.status_changed.connect(statuses.append)
    made.sync.start()
    qtbot.waitUntil(lambda: bool(made.ended), timeout=30_000)
    qtbot.waitUntil(shop.ready)
    made.sync.stop()
    run = made.ended[0].run
    assert run is not None
    assert (run.trigger, run.outcome) == ("scheduled", Outcome.DONE)
    assert len(made.ended) == 1
    assert statuses[-1].last.id == run.id
    assert statuses[-1].next_due is not None


def test_a_failure_that_repeats_is_said_once(qtbot: QtBot, shop: Shop) -> None:
    made = Made(qtbot, shop)
    failed = RunFinished(shop.channel, Outcome.FAILED, message="Cannot.")
    for _ in range(3):
        made.sync._finished(failed)
    assert [text for _, text, _ in made.window.notices] == ["Cannot."]
    made.sync._finished(RunFinished(shop.channel, Outcome.UNCHANGED))
    made.sync._finished(failed)
    assert len(made.window.notices) == 2
    qtbot.waitUntil(shop.ready)


def test_the_report_of_another_channel_names_it(qtbot: QtBot, shop: Shop) -> None:
    made = Made(qtbot, shop)
    made.window.channel = None
    made.sync._finished(RunFinished(shop.channel, Outcome.FAILED, message="Cannot."))
    assert made.said == f"{shop.channel.name}: Cannot."
    made.sync.force()
    assert "no channel yet" in made.said
    qtbot.waitUntil(shop.ready)


def test_a_near_report_is_said_when_the_screen_opens_and_not_again(qtbot: QtBot, shop: Shop) -> None:
    made = Made(qtbot, shop)
    with shop.off_thread():
        status = replace(shop.services.sync.status(shop.channel.id), notice=3)
    look = Look((), shop.channel, status)
    made.sync._looked(look)
    made.sync._looked(look)
    assert [text for _, text, _ in made.window.notices] == [messages.sentence("notice", {"minutes": 3})]
    assert made.window.notices[0][0] == "info"
    made.window.channel_changed.emit(int(shop.channel.id))
    qtbot.waitUntil(shop.ready)
    made.sync._opened = True
    made.sync._looked(look)
    assert "3 min" in made.said

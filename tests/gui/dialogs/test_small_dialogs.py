"""Automation Logs, problems, undo, export, crash, help, the first start, the banner, plain texts."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QMessageBox, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from rakumap.core import words
from rakumap.core.errors import UserError
from rakumap.core.filters import FIELDS, WORDS
from rakumap.core.job import Progress
from rakumap.core.model import Entry, EntryId, ForceReason, ListingQuery, Outcome, Problem
from rakumap.core.pace import Estimate
from rakumap.gui import first_start, help_dialogs, messages, plain, sync_words, translation
from rakumap.gui.automation_log import AutomationLogDialog
from rakumap.gui.crash_dialog import CrashDialog
from rakumap.gui.export_dialog import ExportDialog
from rakumap.gui.files import Choose
from rakumap.gui.first_start import FirstStartPage, OpenFilesDialog
from rakumap.gui.import_wizard import ImportWizard
from rakumap.gui.notice import Notice
from rakumap.gui.problems_dialog import ProblemsDialog, problem_row
from rakumap.gui.runs_model import Column, RunsModel
from rakumap.gui.undo_dialog import UndoDialog
from rakumap.store.journal import UndoPreview
from tests.gui.dialogs.conftest import Shop

HOSTILE = '<img src="file:///x.png"> & "x"'


# ---- Automation Logs -----------------------------------------------------------------------------------------------------


def test_the_log_says_event_outcome_and_what_to_do(qtbot: QtBot, full_shop: Shop) -> None:
    with full_shop.off_thread():
        full_shop.services.sync.force(full_shop.channel.id, _job(), ForceReason.DELETED)
    dialog = AutomationLogDialog(full_shop.context, None, full_shop.channel)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 2)
    texts = [dialog.model.index(row, Column.EVENT).data() for row in range(2)]
    assert texts == ["RAKUTEN_MAPPING_SYNC"] * 2
    assert dialog.model.index(0, Column.OUTCOME).data() == "⚠ Refused"
    assert "4 hours" in dialog.model.index(0, Column.MESSAGE).data()
    assert dialog.model.index(1, Column.NEW).data() == "303"
    assert dialog.model.index(0, Column.TIME).data(Qt.ItemDataRole.ToolTipRole).endswith("UTC")
    assert "4 hours" in dialog.ui.detail_text.text()
    dialog.ui.automation_log.selectRow(1)
    assert "303 listings: 303 new" in dialog.ui.detail_text.text()
    dialog.ui.copy_button.click()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].startswith("Time\tEvent\tChannel\tOutcome")
    assert len(copied) == 2
    assert dialog.ui.automation_log.accessibleName() == "Automation Logs"
    assert dialog.ui.automation_log.objectName() == "automation_log"


def test_the_log_of_nothing_says_so(qtbot: QtBot, shop: Shop) -> None:
    dialog = AutomationLogDialog(shop.context)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.ui.status_text.text() != "")
    assert dialog.ui.detail_text.text() == "Nothing has been done yet."


def test_the_log_model_passes_the_tester(qtbot: QtBot, full_shop: Shop, qtmodeltester: ModelTester) -> None:
    model = RunsModel(ZoneInfo("Asia/Tokyo"))
    qtmodeltester.check(model)
    with full_shop.off_thread():
        model.put(full_shop.services.queries.runs())
    qtmodeltester.check(model)
    model.put([])
    qtmodeltester.check(model)


# ---- problems, undo, export ------------------------------------------------------------------------------------------


def test_problems_have_line_and_reason_and_can_be_saved(
    qtbot: QtBot, full_shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = ProblemsDialog(full_shop.context, None, full_shop.channel)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.ui.problems.rowCount() > 0)
    lines = {dialog.ui.problems.item(row, 0).text() for row in range(dialog.ui.problems.rowCount())}  # type: ignore[union-attr]
    assert {"90", "183", "214", "313"} <= lines
    target = tmp_path / "p.csv"
    monkeypatch.setattr(Choose, "save_file", lambda *_: target)
    dialog.ui.save_button.click()
    qtbot.waitUntil(lambda: "saved" in dialog.ui.status_text.text())
    assert target.read_text(encoding="utf-8-sig").splitlines()[0] == "line,sku,listing_id,field,reason"


def test_a_problem_names_its_field_in_words() -> None:
    row = problem_row(Problem(7, "title", "text_nul", {"field": "title"}, "A", "sku:A"))
    assert row == (
        "7",
        "A",
        "",
        "Title",
        "The Title holds a NUL character and cannot be kept; remove it at its source.",
    )


def test_undo_says_what_goes_back_and_what_stays(qtbot: QtBot) -> None:
    preview = UndoPreview(EntryId(1), "limits_import", {"file": HOSTILE}, 25, 3, ("A-1", HOSTILE))
    dialog = UndoDialog(preview)
    qtbot.addWidget(dialog)
    dialog.show()
    assert HOSTILE in dialog.ui.heading.text()
    assert dialog.ui.heading.textFormat() is Qt.TextFormat.PlainText
    assert "25" in dialog.ui.back_text.text()
    assert [dialog.ui.kept.item(row).text() for row in range(dialog.ui.kept.count())] == [
        "A-1",
        HOSTILE,
        "… and 1 more",
    ]
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == 1


def test_undo_without_conflicts_is_short(qtbot: QtBot) -> None:
    dialog = UndoDialog(UndoPreview(EntryId(1), "set", {}, 4, 0, ()))
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.ui.kept.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == 0


@pytest.mark.parametrize(("radio", "rows"), [("shown_radio", 1), ("selected_radio", 2), ("all_radio", 303)])
def test_export_writes_shown_selected_or_all(
    qtbot: QtBot, full_shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, radio: str, rows: int
) -> None:
    query = ListingQuery(full_shop.channel.id, "sku:=T.4531")
    with full_shop.off_thread():
        keys = list(full_shop.services.queries.ids(ListingQuery(full_shop.channel.id), ZoneInfo("UTC")))[:2]
    dialog = ExportDialog(full_shop.context, None, query, ["title", "sku"], keys)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    target = tmp_path / "out.csv"
    monkeypatch.setattr(Choose, "save_file", lambda *_: target)
    getattr(dialog.ui, radio).setChecked(True)
    dialog.ui.export_button.click()
    qtbot.waitUntil(lambda: dialog.written == target)
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Item Title,SKU"
    assert len(lines) == rows + 1


def test_export_says_why_it_cannot_write(qtbot: QtBot, full_shop: Shop, tmp_path: Path) -> None:
    dialog = ExportDialog(full_shop.context, None, ListingQuery(full_shop.channel.id), ["sku"], [])
    qtbot.addWidget(dialog)
    assert not dialog.ui.selected_radio.isEnabled()
    dialog.write(tmp_path / "no" / "such" / "folder.csv")
    qtbot.waitUntil(lambda: bool(dialog.ui.error_text.text()))
    assert dialog.written is None
    dialog.write(tmp_path / "x.doc")
    qtbot.waitUntil(lambda: ".doc" in dialog.ui.error_text.text())


# ---- crash, help -------------------------------------------------------------------------------------------------------


def test_a_crash_report_can_be_copied(qtbot: QtBot) -> None:
    dialog = CrashDialog(f"Traceback {HOSTILE}")
    qtbot.addWidget(dialog)
    dialog.ui.copy_button.click()
    assert QGuiApplication.clipboard().text() == f"Traceback {HOSTILE}"
    assert dialog.ui.copied_text.text() == "Copied"


def test_after_a_crash_the_program_can_begin_again(qtbot: QtBot) -> None:
    dialog = CrashDialog("Traceback")
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.restart
    qtbot.mouseClick(dialog.ui.restart_button, Qt.MouseButton.LeftButton)
    assert (dialog.restart, dialog.isVisible()) == (True, False)


def test_filter_help_has_every_word_and_field() -> None:
    texts = " ".join(row[0] for row in help_dialogs.filter_rows())
    assert all(f"is:{word}" in texts for word in WORDS)
    assert all(f"{name}:" in texts for name in FIELDS)


def test_shortcuts_are_read_from_the_menus(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    menu = window.menuBar().addMenu("&View")
    menu.addAction(QAction("No key", window))
    inner = menu.addMenu("&Filter")
    action = QAction("&Unlinked && more…", window)
    action.setShortcut("Ctrl+3")
    inner.addAction(action)
    assert help_dialogs.shortcut_rows(window)[0] == ("View > Filter", "Ctrl+3", "Unlinked & more")


@pytest.mark.parametrize("kind", [help_dialogs.FilterHelpDialog, help_dialogs.ShortcutsDialog])
def test_help_dialogs_show(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, kind: Any) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    shown: list[int] = []
    monkeypatch.setattr(kind, "exec", lambda self: shown.append(self.table.rowCount()))
    kind.show_for(window)
    assert shown[0] > 3


def test_about_names_versions_and_the_place_of_the_data(
    qtbot: QtBot, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: list[str] = []
    monkeypatch.setattr(
        help_dialogs.AboutDialog, "exec", lambda self: texts.extend(one.text() for one in self.findChildren(QLabel))
    )
    window = QMainWindow()
    qtbot.addWidget(window)
    help_dialogs.AboutDialog.show_for(shop.context, window)
    qtbot.waitUntil(lambda: bool(texts))
    assert any(str(shop.services.paths.data) in text for text in texts)


# ---- the first start ---------------------------------------------------------------------------------------------------


def test_three_cards_lead_on_by_keyboard(qtbot: QtBot, shop: Shop) -> None:
    page = FirstStartPage(shop.context)
    qtbot.addWidget(page)
    pressed: list[str] = []
    page.sample_requested.connect(lambda: pressed.append("sample"))
    page.files_requested.connect(lambda: pressed.append("files"))
    page.connect_requested.connect(lambda: pressed.append("connect"))
    page.show()
    for button in page.buttons:
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert pressed == ["sample", "files", "connect"]


def test_opening_files_makes_a_channel_and_fetches_and_imports(
    qtbot: QtBot, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(dialog: OpenFilesDialog) -> int:
        dialog.put_report(str(shop.sample / "report-1.csv"))
        assert dialog.ui.name_edit.text() == "Report 1"
        dialog.ui.inventory_edit.setText(str(shop.sample / "inventory.csv"))
        dialog.ui.open_button.click()
        qtbot.waitUntil(lambda: dialog.opened is not None)
        return 1

    monkeypatch.setattr(OpenFilesDialog, "exec", fill)
    imported: list[Any] = []
    monkeypatch.setattr(ImportWizard, "run", lambda *a: imported.append(a))

    class Window(QMainWindow):
        def __init__(self) -> None:
            super().__init__()
            self.calls: list[str] = []

        def open_channel(self, channel_id: object) -> None:
            self.calls.append(f"open {channel_id}")

        def reload(self) -> None:
            self.calls.append("reload")

        def first_report(self, channel: object) -> None:
            self.calls.append("first report")

    window = Window()
    qtbot.addWidget(window)
    made = first_start.open_files(shop.context, window, window, window)
    assert made is not None
    assert made.enabled
    assert window.calls == [f"open {made.id}", "first report"]
    assert imported[0][2:] == ("inventory", None, shop.sample / "inventory.csv")


def test_opening_a_file_that_is_not_there_makes_no_channel(qtbot: QtBot, shop: Shop, tmp_path: Path) -> None:
    dialog = OpenFilesDialog(shop.context)
    qtbot.addWidget(dialog)
    dialog.put_report(str(tmp_path / "nothing.csv"))
    dialog.ui.open_button.click()
    qtbot.waitUntil(lambda: "There is no file" in dialog.ui.error_text.text())
    with shop.off_thread():
        assert len(shop.services.queries.channels()) == 1


# ---- the banner, plain texts, messages ---------------------------------------------------------------------------------


def test_the_banner_shows_hostile_text_as_it_is(qtbot: QtBot) -> None:
    notice = Notice()
    qtbot.addWidget(notice)
    pressed: list[int] = []
    notice.show_message("warning", HOSTILE, [("Review…", lambda: pressed.append(1))], closable=False)
    assert (notice.objectName(), notice.accessibleName()) == ("notice", "Notice")
    assert notice.text == HOSTILE
    assert all(one.textFormat() is Qt.TextFormat.PlainText for one in notice.findChildren(QLabel))
    assert not notice._close.isVisible()
    next(one for one in notice.findChildren(QPushButton) if one.text() == "Review…").click()
    assert pressed == [1]
    assert not notice.isVisible()


def test_an_action_may_say_the_next_thing(qtbot: QtBot) -> None:
    notice = Notice()
    qtbot.addWidget(notice)
    notice.show_message("info", "one", [("Go", lambda: notice.show_message("error", "two"))])
    notice._buttons[0].click()
    assert (notice.text, notice.isVisible()) == ("two", True)
    closed: list[int] = []
    notice.closed.connect(lambda: closed.append(1))
    notice._close.click()
    assert closed == [1]


def test_tooltips_are_escaped() -> None:
    assert "<img" not in plain.tooltip(HOSTILE)
    assert plain.mnemonic_free("a & b") == "a && b"
    assert plain.tooltip("") == ""


def test_a_question_is_plain_and_esc_means_no(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[QMessageBox] = []

    def run(box: QMessageBox) -> int:
        seen.append(box)
        assert box.textFormat() is Qt.TextFormat.PlainText
        return 0

    monkeypatch.setattr(QMessageBox, "exec", run)
    assert not plain.Ask.confirm(None, "Remove", HOSTILE, "Remove", danger=True)
    default = seen[0].defaultButton()
    assert default is not None
    assert default.text().replace("&", "") == "Cancel"


def test_every_action_of_the_journal_has_words() -> None:
    actions = [key.removeprefix("action.") for key in words.NAMES if key.startswith("action.")]
    values = {"listing": "L", "item": "I", "file": "F", "name": "N", "new": "1", "changed": "2", "gone": "3"}
    for action in actions:
        text = messages.step_text(action, values, 7)
        assert "{" not in text
        assert "…" not in text


def test_a_step_of_many_rows_says_how_many() -> None:
    when = datetime(2026, 1, 31, tzinfo=UTC)
    entry = Entry(EntryId(1), when, "person", "unlink", 7, False, True, None, {})
    assert messages.history_text(entry) == "Took the links of 7 listings off"
    assert messages.history_text(dataclasses.replace(entry, action="brand_new")) == "Brand new (7)"


def test_times_in_sentences_are_local_even_when_kept_as_text() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    kept = messages.sentence("force_too_soon", {"until": "2020-01-31 03:00:00+00:00"}, tokyo)
    assert "2020-01-31 12:00" in kept
    error = UserError("force_too_soon", until=datetime(2020, 1, 31, 3, tzinfo=UTC))
    assert messages.sentence(error, zone=tokyo) == kept


def test_values_show_what_cannot_be_seen() -> None:
    assert "⟨U+200B⟩" in messages.sentence("bad_flag", {"value": "a\u200b"})
    assert messages.sentence("no_such_code", {"a": 1}) == "No such code (a 1)."
    step = Progress("copy", 42_000_000, 94_000_000)
    assert messages.progress_text(step, Estimate()) == "Copying the report 42 of 94 MB"
    assert messages.progress_text(step, Estimate(8.1e6, 6.4)) == "Copying the report 42 of 94 MB, 8.1 MB/s, 7 s left"
    assert messages.progress_text(Progress("copy"), Estimate()) == "Copying the report …"
    assert messages.outcome_text(Outcome.HELD) == "Held"
    assert messages.reason_text("other: x") == "Another reason: x"


def _job() -> Any:
    from rakumap.core.job import Job

    return Job()


def test_english_has_its_plurals(qapp: QApplication) -> None:
    before = qapp.findChildren(QTranslator)
    used = translation.install(qapp, QLocale("en_GB"))
    made = [one for one in qapp.findChildren(QTranslator) if one not in before]
    try:
        assert used.language() is QLocale.Language.English
        assert sync_words.tr("%n SKUs changed", 1) == "1 SKU changed"
        assert sync_words.tr("%n SKUs changed", 4) == "4 SKUs changed"
    finally:
        for one in made:
            qapp.removeTranslator(one)
            one.deleteLater()

"""The rows of the newest report that could not be used, or only in part: line, field and reason in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QHeaderView, QWidget

from rakumap.core.errors import UserError
from rakumap.core.job import Job
from rakumap.core.model import Channel, Problem
from rakumap.gui import messages, plain
from rakumap.gui.context import Context
from rakumap.gui.files import Choose
from rakumap.gui.forms.ui_problems_dialog import Ui_ProblemsDialog

MOST = 5_000
WRAPPED = 500
"""Rows whose reasons are shown in full, on several lines."""
HEADER = ("line", "sku", "listing_id", "field", "reason")


class ProblemsDialog(plain.Dialog):
    """Shows, copies and saves them."""

    def __init__(self, context: Context, parent: QWidget | None, channel: Channel) -> None:
        super().__init__(parent, "problems_dialog", "")
        self.ui = Ui_ProblemsDialog()
        self.ui.setupUi(self)
        self.setObjectName("problems_dialog")
        self._context, self._channel = context, channel
        self._problems: list[Problem] = []
        self.ui.heading.setText(self.tr("Problems of the newest report of {0}").replace("{0}", channel.name))
        table = self.ui.problems
        plain.prepare_table(table, self.tr("Problems"), stretch=4)
        table.setWordWrap(True)
        for column, width in ((0, 56), (1, 120), (2, 120), (3, 100)):
            table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            table.setColumnWidth(column, plain.scaled(table, width))
        self.ui.copy_button.clicked.connect(lambda: plain.copy_text(plain.selected_tsv(table)))
        self.ui.save_button.clicked.connect(self._save)
        queries = context.services.queries
        context.runner.run(lambda _: queries.problems(channel.id), self, self._show, self._failed)

    def _show(self, problems: Sequence[Problem]) -> None:
        self._problems = list(problems)
        table, shown = self.ui.problems, self._problems[:MOST]
        table.setRowCount(len(shown))
        for row, problem in enumerate(shown):
            for column, text in enumerate(problem_row(problem)):
                tip = text if column == len(HEADER) - 1 else ""
                table.setItem(row, column, plain.cell(text, tip=tip, right=column == 0))
        if len(shown) <= WRAPPED:
            table.resizeRowsToContents()
            for row in range(len(shown)):
                table.setRowHeight(row, table.rowHeight(row) + 8)
        said = self.tr("%n problems", "", len(self._problems))
        if len(self._problems) > MOST:
            said += self.tr("; the first {0} are shown, the file holds all").replace("{0}", f"{MOST:,}")
        self.ui.status_text.setText(said)
        for button in (self.ui.copy_button, self.ui.save_button):
            button.setEnabled(bool(self._problems))
        if shown:
            table.selectRow(0)
            table.setFocus()

    def _save(self) -> None:
        title, name = self.tr("Save as CSV"), f"{self._channel.name}-problems.csv".replace("/", "-")
        target = Choose.save_file(self, title, name, self.tr("CSV (*.csv)"))
        if target is None:
            return
        rows = [problem_row(problem) for problem in self._problems]
        exporting = self._context.services.exporting

        def work(job: Job) -> int:
            return exporting.table(target, HEADER, rows, job)

        def done(count: int) -> None:
            said = self.tr("%n rows were saved in {0}.", "", count)
            self.ui.status_text.setText(said.replace("{0}", Path(target).name))

        self._context.runner.run(work, self, done, self._failed)

    def _failed(self, error: UserError) -> None:
        self.ui.status_text.setText(messages.sentence(error, zone=self._context.zone))

    @classmethod
    def show_for(cls, context: Context, parent: QWidget | None, channel: Channel) -> None:
        """Show it."""
        dialog = cls(context, parent, channel)
        try:
            dialog.exec()
        finally:
            dialog.deleteLater()


def problem_row(problem: Problem) -> tuple[str, ...]:
    """The cells of a problem."""
    return (
        str(problem.line),
        problem.sku or "",
        "" if (problem.listing_id or "").startswith("sku:") else problem.listing_id or "",
        messages.name(f"field.{problem.field}"),
        messages.sentence(problem.code, {**problem.values, **_field(problem)}),
    )


def _field(problem: Problem) -> dict[str, str]:
    """A sentence that names the field says it as people know it."""
    return {"field": messages.name(f"field.{problem.field}")} if "field" in problem.values else {}

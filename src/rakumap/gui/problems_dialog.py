"""The rows of the newest report, or of what the source sent, that could not be used: line, field and reason in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
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


def _tr(text: str) -> str:
    """Translate before there is a dialog."""
    return QCoreApplication.translate("ProblemsDialog", text)


class RowsDialog(plain.Dialog):
    """Shows, copies and saves rows; ``name`` is what a file of them is called."""

    def __init__(self, context: Context, parent: QWidget | None, heading: str, name: str) -> None:
        super().__init__(parent, "problems_dialog", "")
        self.ui = Ui_ProblemsDialog()
        self.ui.setupUi(self)
        self.setObjectName("problems_dialog")
        self._context, self._name = context, name
        self._problems: list[Problem] = []
        self.ui.heading.setText(heading)
        table = self.ui.problems
        plain.prepare_table(table, self.tr("Problems"), stretch=4)
        table.setWordWrap(True)
        for column, width in ((0, 56), (1, 120), (2, 120), (3, 100)):
            table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            table.setColumnWidth(column, plain.scaled(table, width))
        self.ui.copy_button.clicked.connect(lambda: plain.copy_text(plain.selected_tsv(table)))
        self.ui.save_button.clicked.connect(self._save)

    def show_rows(self, problems: Sequence[Problem]) -> None:
        """Fill the table."""
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
        title, name = self.tr("Save as CSV"), f"{self._name}.csv".replace("/", "-")
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


class ProblemsDialog(RowsDialog):
    """The rows of a channel's newest report."""

    def __init__(self, context: Context, parent: QWidget | None, channel: Channel) -> None:
        heading = _tr("Problems of the newest report of {0}").replace("{0}", channel.name)
        super().__init__(context, parent, heading, f"{channel.name}-problems")
        queries = context.services.queries
        context.runner.run(lambda _: queries.problems(channel.id), self, self.show_rows, self._failed)

    @classmethod
    def show_for(cls, context: Context, parent: QWidget | None, channel: Channel) -> None:
        """Show it."""
        dialog = cls(context, parent, channel)
        try:
            dialog.exec()
        finally:
            dialog.deleteLater()


class RefusedDialog(RowsDialog):
    """The rows of the inventory source that were refused. It deletes itself when closed."""

    def __init__(self, context: Context, parent: QWidget | None, source: str, rows: Sequence[Problem]) -> None:
        title = _tr("Rows of {0} that were refused").replace("{0}", source)
        super().__init__(context, parent, title, f"{source}-refused")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.ui.hint.setText(
            self.tr("These rows were left out; the others came in. Correct them there and pull again.")
        )
        self.show_rows(rows)


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

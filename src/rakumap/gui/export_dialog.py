"""Export: which rows, which columns, where to; the file follows from the name's end."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QWidget

from rakumap.core.errors import UserError
from rakumap.core.job import Job, Progress
from rakumap.core.model import ListingKey, ListingQuery
from rakumap.core.pace import Pace
from rakumap.gui import messages, plain
from rakumap.gui.context import Context
from rakumap.gui.files import Choose
from rakumap.gui.forms.ui_export_dialog import Ui_ExportDialog


class ExportDialog(plain.Dialog):
    """Asks and writes; ``written`` is the file once it is there."""

    def __init__(
        self,
        context: Context,
        parent: QWidget | None,
        query: ListingQuery,
        columns: Sequence[str],
        keys: Sequence[ListingKey],
    ) -> None:
        super().__init__(parent, "export_dialog", self.tr("Export listings"))
        self.ui = Ui_ExportDialog()
        self.ui.setupUi(self)
        self.setObjectName("export_dialog")
        self.written: Path | None = None
        self._context, self._query = context, query
        self._columns, self._keys = list(columns), list(keys)
        self._job: Job | None = None
        self._pace = Pace()
        ui = self.ui
        ui.selected_radio.setEnabled(bool(self._keys))
        ui.selected_radio.setText(self.tr("S&elected rows (%n)", "", len(self._keys)))
        ui.selected_radio.setToolTip("" if self._keys else self.tr("Select rows in the table first"))
        ui.error_text.hide()
        ui.progress.setTextVisible(True)
        ui.progress.hide()
        ui.cancel_button.clicked.connect(self.reject)
        ui.export_button.clicked.connect(self._export)
        (ui.selected_radio if len(self._keys) > 1 else ui.shown_radio).setChecked(True)
        ui.export_button.setFocus()

    def _export(self) -> None:
        filters = self.tr("CSV (*.csv);;Excel workbook (*.xlsx);;Tab-separated (*.tsv);;JSON (*.json *.ndjson)")
        target = Choose.save_file(self, self.tr("Export listings"), "listings.csv", filters)
        if target is not None:
            self.write(target)

    def write(self, target: Path) -> None:
        """Write the file as chosen, away from the window."""
        from rakumap.services.exporting import JSON_KEYS, MORE_KEYS, column_names

        ui, exporting, zone = self.ui, self._context.services.exporting, self._context.zone
        query = replace(self._query, text="") if ui.all_radio.isChecked() else self._query
        keys = self._keys if ui.selected_radio.isChecked() else None
        every = ui.all_columns_radio.isChecked()
        columns = JSON_KEYS if every else [column for column in self._columns if column in JSON_KEYS + MORE_KEYS]
        headers = None if every else column_names(columns)

        def work(job: Job) -> int:
            return exporting.listings(query, target, zone, columns=columns, keys=keys, headers=headers, job=job)

        def done(_: int) -> None:
            self._job = None
            self.written = target
            self.accept()

        ui.export_button.setEnabled(False)
        ui.error_text.hide()
        ui.progress.show()
        self._pace = Pace()
        self._job = self._context.runner.run(work, self, done, self._failed, self._progressed)

    def _progressed(self, progress: Progress) -> None:
        bar, estimate = self.ui.progress, self._pace.observe(progress, time.monotonic())
        bar.setMaximum(progress.total or 0)
        bar.setValue(progress.done)
        bar.setFormat(messages.progress_text(progress, estimate))

    def _failed(self, error: UserError) -> None:
        self._job = None
        self.ui.progress.hide()
        self.ui.export_button.setEnabled(True)
        self.ui.error_text.setText(messages.sentence(error, zone=self._context.zone))
        self.ui.error_text.show()

    def done(self, result: int) -> None:
        """Stop writing."""
        if self._job is not None:
            self._job.cancel()
        super().done(result)

    @classmethod
    def run(
        cls,
        context: Context,
        parent: QWidget | None,
        query: ListingQuery,
        columns: Sequence[str],
        keys: Sequence[ListingKey],
    ) -> Path | None:
        """Show it; the file that was written, or ``None``."""
        dialog = cls(context, parent, query, columns, keys)
        try:
            dialog.exec()
            return dialog.written
        finally:
            dialog.deleteLater()

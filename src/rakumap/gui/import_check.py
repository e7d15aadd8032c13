"""The last page of the import wizard: how many rows are what, each row with its verdict, the refused ones as a file."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject
from PySide6.QtWidgets import QHeaderView, QLabel, QVBoxLayout, QWidget

from rakumap.core.errors import Cancelled, UserError
from rakumap.core.job import Job
from rakumap.gui import messages, plain
from rakumap.gui.context import Context
from rakumap.gui.files import Choose
from rakumap.gui.forms.ui_import_wizard import Ui_ImportWizard
from rakumap.gui.verdicts_model import PAGE, Column, VerdictsModel

if TYPE_CHECKING:
    from rakumap.services.importing import Import
    from rakumap.store.imports import Verdict

T = TypeVar("T")
KINDS = ("new", "changed", "unchanged", "refused")


def tr(text: str, count: int = -1) -> str:
    """Translate a text of this module."""
    return QCoreApplication.translate("ImportCheck", text, "", count)


class Judged:
    """A judged file that several workers may ask, one after the other, until it is closed."""

    def __init__(self, opened: Import) -> None:
        self.counts = opened.counts
        self.path = opened.path
        self._opened: Import | None = opened
        self._alone = threading.Lock()

    def ask(self, call: Callable[[Import], T]) -> T:
        """Call with the import; raises ``Cancelled`` once it is closed. Any thread."""
        with self._alone:
            if self._opened is None:
                raise Cancelled
            return call(self._opened)

    def close(self) -> None:
        """Forget the judged rows. Any thread."""
        with self._alone:
            opened, self._opened = self._opened, None
        if opened is not None:
            opened.close()


class CheckPage(QObject):
    """Drives the widgets of the page; ``show_import`` begins, ``clear`` lets go of the import."""

    def __init__(self, ui: Ui_ImportWizard, context: Context, dialog: QWidget) -> None:
        super().__init__(dialog)
        self._ui, self._context, self._dialog = ui, context, dialog
        self._opened: Judged | None = None
        self.model = VerdictsModel(self._page, self)
        self._numbers: dict[str, QLabel] = {}
        for kind in KINDS:
            column = QVBoxLayout()
            column.setSpacing(2)
            number = plain.label("0", kind="number")
            number.setObjectName(f"count_{kind}")
            number.setAccessibleName(messages.name(f"verdict.{kind}"))
            self._numbers[kind] = number
            column.addWidget(plain.label(messages.name(f"verdict.{kind}"), kind="caption"))
            column.addWidget(number)
            ui.counts.addLayout(column)
        ui.counts.addStretch(1)
        table = ui.verdicts
        table.setModel(self.model)
        plain.prepare_table(table, tr("Rows of the file"), stretch=Column.REASON)
        header = table.horizontalHeader()
        for place, width in ((Column.LINE, 60), (Column.SKU, 180), (Column.VERDICT, 112), (Column.FIELD, 112)):
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
            table.setColumnWidth(place, plain.scaled(table, width))
        table.selectionModel().currentRowChanged.connect(self._show_reason)
        ui.refused_check.toggled.connect(self._begin)
        ui.save_button.clicked.connect(self._save)

    def show_import(self, opened: Judged) -> None:
        """Show the counts and the first rows."""
        self._opened = opened
        for kind, label in self._numbers.items():
            label.setText(f"{getattr(opened.counts, kind):,}")
        plain.restyle(self._numbers["refused"], level="error" if opened.counts.refused else "")
        refused = opened.counts.refused
        self._ui.refused_check.setEnabled(refused > 0)
        self._ui.save_button.setEnabled(refused > 0)
        self._ui.refused_check.setChecked(False)
        self._begin()

    def clear(self) -> None:
        """Ask the import for nothing any more."""
        self._opened = None
        self.model.begin(0)
        self._ui.reason_text.clear()

    def _show_reason(self, current: QModelIndex, _: QModelIndex) -> None:
        text = current.siblingAtColumn(Column.REASON).data() if current.isValid() else ""
        self._ui.reason_text.setText(text or "")

    def _only(self) -> str | None:
        return "refused" if self._ui.refused_check.isChecked() else None

    def _begin(self, *_: object) -> None:
        opened = self._opened
        if opened is None:
            return
        counts = opened.counts
        every = counts.new + counts.changed + counts.unchanged + counts.refused
        self.model.begin(counts.refused if self._only() else every)

    def _page(self, offset: int) -> None:
        opened, only = self._opened, self._only()
        if opened is None:
            return

        def work(_: Job) -> list[Verdict]:
            return opened.ask(lambda one: one.verdicts(offset, PAGE, only))

        def show(rows: list[Verdict]) -> None:
            if self._opened is opened and self._only() == only:
                self.model.add(offset, rows)

        self._context.runner.run(work, self, show)

    def _save(self) -> None:
        opened = self._opened
        if opened is None:
            return
        suggested = str(opened.path.with_name(f"{opened.path.stem}-refused.csv"))
        target = Choose.save_file(self._dialog, tr("Save refused rows"), suggested, tr("CSV (*.csv)"))
        if target is None:
            return

        def done(count: int) -> None:
            said = tr("%n refused rows were saved in {0}.", count).replace("{0}", Path(target).name)
            self._ui.progress_text.setText(said)

        def failed(error: UserError) -> None:
            self._ui.progress_text.setText(messages.sentence(error))

        work = partial(_save_rejects, opened, target)
        self._context.runner.run(work, self, done, failed)


def _save_rejects(opened: Judged, target: Path, job: Job) -> int:
    return opened.ask(lambda one: one.save_rejects(target, job))

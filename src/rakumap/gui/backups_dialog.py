"""Backups: the copies of the store that are kept, one more now, and putting one in the store's place."""

from __future__ import annotations

from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialogButtonBox, QTableWidget, QWidget

from rakumap.core.errors import UserError
from rakumap.gui import messages, plain
from rakumap.gui.context import Context

if TYPE_CHECKING:
    from rakumap.services.backups import Backup

TIME, KIND, SIZE = range(3)
DAMAGED = "damaged"


class BackupsDialog(plain.Dialog):
    """``chosen`` is the backup that a person wants in the store's place, once it was closed with a yes."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        super().__init__(parent, "backups_dialog", self.tr("Backups"), (620, 460))
        self._context = context
        self._backups: list[Backup] = []
        self.chosen: Path | None = None
        column = self.column()
        column.addWidget(plain.label(self.tr("Backups of this store"), kind="heading"))
        text = self.tr(
            "A copy is made every four hours in which something changed. All of two days are kept, then one a day, "
            "one a week and one a month for nine months."
        )
        column.addWidget(plain.label(text, kind="caption", wrap=True))
        self.table = self._table()
        column.addWidget(self.table, 1)
        self.said = plain.label(kind="hint", wrap=True)
        column.addWidget(self.said)
        column.addWidget(self._buttons())
        self._read()

    def _table(self) -> QTableWidget:
        table = QTableWidget(0, 3)
        table.setObjectName("backups")
        table.setHorizontalHeaderLabels([self.tr("Made"), self.tr("Why"), self.tr("Size")])
        plain.prepare_table(table, self.tr("Backups"), stretch=KIND)
        table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        table.setColumnWidth(TIME, plain.scaled(table, 170))
        table.setColumnWidth(SIZE, plain.scaled(table, 100))
        size = table.horizontalHeaderItem(SIZE)
        if size is not None:
            size.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        table.itemSelectionChanged.connect(self._look)
        return table

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.now_button = plain.button(self.tr("&Back Up Now"), self._back_up)
        self.restore_button = plain.button(self.tr("&Restore…"), self._restore)
        for button, name in ((self.now_button, "back_up_now"), (self.restore_button, "restore_backup")):
            button.setObjectName(name)
            box.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        plain.name_buttons(box)
        box.rejected.connect(self.reject)
        return box

    def _read(self, said: str = "") -> None:
        backups = self._context.services.backups

        def show(found: list[Backup]) -> None:
            self._backups = found
            self.table.setRowCount(len(found))
            for row, one in enumerate(found):
                self.table.setItem(row, TIME, plain.cell(messages.local_time(one.time, self._context.zone)))
                self.table.setItem(row, KIND, plain.cell(messages.name(f"backup.{one.kind}")))
                self.table.setItem(row, SIZE, plain.cell(f"{one.size / 1e6:,.1f} MB", right=True))
            if found:
                self.table.selectRow(0)
            self.said.setText(said or ("" if found else self.tr("There is none yet.")))
            self._look()

        self._context.runner.run(lambda _: backups.found(), self, show, self._failed)

    def _picked(self) -> Backup | None:
        row = self.table.currentRow()
        return self._backups[row] if 0 <= row < len(self._backups) and self.table.selectedItems() else None

    def _look(self) -> None:
        one = self._picked()
        self.restore_button.setEnabled(one is not None and one.kind != DAMAGED)

    def _back_up(self) -> None:
        backups = self._context.services.backups
        self.now_button.setEnabled(False)
        self.said.setText(self.tr("Writing and checking a copy …"))

        def done(_: Backup) -> None:
            self.now_button.setEnabled(True)
            self._read(self.tr("The copy is written and checked."))

        self._context.runner.run(lambda _: backups.make(), self, done, self._failed)

    def _failed(self, error: UserError) -> None:
        self.now_button.setEnabled(True)
        self.said.setText(messages.sentence(error, zone=self._context.zone))

    def _restore(self) -> None:
        one = self._picked()
        if one is None:
            return
        text = self.tr(
            "Put the backup of {0} in the place of the store? What was done since then leaves the store; the store of "
            "now is kept as a backup. rakumap opens again with it, and sends no quantity until you say so."
        )
        text = text.replace("{0}", messages.local_time(one.time, self._context.zone))
        if plain.Ask.confirm(self, self.windowTitle(), text, self.tr("Restore"), danger=True):
            self.chosen = one.path
            self.accept()

    @classmethod
    def ask(cls, context: Context, parent: QWidget | None) -> Path | None:
        """Show it; the backup to restore, if any."""
        dialog = cls(context, parent)
        try:
            dialog.exec()
            return dialog.chosen
        finally:
            dialog.deleteLater()


def offered(parent: QWidget, backup: Backup, why: str, zone: tzinfo) -> bool:
    """Offer the newest whole backup where the store cannot be opened; whether a person takes it."""
    text = QCoreApplication.translate(
        "BackupsDialog",
        "{why}\n\nThe backup of {time} is whole. Restore it? What was done since then is not in it; the damaged store is "
        "kept beside it.",
    ).format(why=why, time=messages.local_time(backup.time, zone))
    yes = QCoreApplication.translate("BackupsDialog", "Restore the Backup")
    return plain.Ask.confirm(parent, "rakumap", text, yes)

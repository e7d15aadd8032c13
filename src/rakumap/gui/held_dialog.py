"""A held report: what it would change, the listings that would go, and the person's word on it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from rakumap.core.model import Channel
from rakumap.gui import messages, plain, sync_words
from rakumap.gui.context import Context
from rakumap.gui.forms.ui_held_dialog import Ui_HeldDialog

if TYPE_CHECKING:
    from rakumap.store.runs import HeldReport


class HeldChoice(Enum):
    """A person's word on a held report."""

    ACCEPT = "accept"
    DISCARD = "discard"
    LATER = "later"


class HeldDialog(plain.Dialog):
    """Shows the difference; accepting asks once more, in numbers."""

    def __init__(self, context: Context, parent: QWidget | None, channel: Channel, held: HeldReport) -> None:
        super().__init__(parent, "held_dialog", self.tr("A report waits for your word"))
        self.ui = Ui_HeldDialog()
        self.ui.setupUi(self)
        self.setObjectName("held_dialog")
        self.word = HeldChoice.LATER
        self._held = held
        self._fill(context, channel, held)
        self.ui.accept_button.clicked.connect(self._accepted)
        self.ui.discard_button.clicked.connect(lambda: self._say(HeldChoice.DISCARD))
        self.ui.copy_button.clicked.connect(lambda: plain.copy_text(plain.selected_tsv(self.ui.lost)))
        self.ui.later_button.setDefault(True)
        self.ui.later_button.setFocus()

    def _fill(self, context: Context, channel: Channel, held: HeldReport) -> None:
        found = held.difference
        said = self.tr("{0}: {1}, {2}")
        time = messages.local_time(held.file.time or held.held_at, context.zone)
        for place, value in enumerate((channel.name, held.file.name, time)):
            said = said.replace(f"{{{place}}}", value)
        self.ui.sentence.setText(f"{said}\n{sync_words.held_text(held, context.zone)}")
        for number, name, kind in (
            (found.live_before, self.tr("Listed before"), "number"),
            (found.total, self.tr("Listed in this report"), "number"),
            (found.gone, self.tr("Would go"), "number"),
            (found.new, self.tr("Would be new"), "number"),
        ):
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addWidget(plain.label(name, kind="hint"))
            column.addWidget(plain.label(f"{number:,}", kind=kind))
            self.ui.numbers.addLayout(column)
        self.ui.numbers.addStretch(1)
        table = self.ui.lost
        plain.prepare_table(table, self.tr("Listings that would go"), stretch=1)
        table.setColumnWidth(0, plain.scaled(table, 190))
        table.setRowCount(len(found.lost))
        for row, (sku, title) in enumerate(found.lost):
            table.setItem(row, 0, plain.cell(sku))
            table.setItem(row, 1, plain.cell(title))
        if len(found.lost) < found.gone:
            heading = self.tr("The first {0} of {1} listings that would go")
            self.ui.list_label.setText(heading.replace("{0}", str(len(found.lost))).replace("{1}", str(found.gone)))

    def _accepted(self) -> None:
        text = self.tr("Accept the report, so that %n listings go out of sight?", "", self._held.difference.gone)
        if plain.Ask.confirm(self, self.windowTitle(), text, self.tr("Accept the report"), danger=True):
            self._say(HeldChoice.ACCEPT)

    def _say(self, word: HeldChoice) -> None:
        self.word = word
        self.accept()

    @classmethod
    def ask(cls, context: Context, parent: QWidget | None, channel: Channel, held: HeldReport) -> HeldChoice:
        """Show it; what the person says."""
        dialog = cls(context, parent, channel, held)
        try:
            dialog.exec()
            return dialog.word
        finally:
            dialog.deleteLater()

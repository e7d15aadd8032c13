"""Pull Links From the Source: what would come, and the two sides of every conflict, with a tick for theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QTableWidget, QWidget

from rakumap.core.text import visible
from rakumap.gui import messages, plain

if TYPE_CHECKING:
    from rakumap.services.source import Brought
    from rakumap.services.source_links import LinkConflict

LISTING, OURS, THEIRS, REASON = range(4)


class PullLinksDialog(plain.Dialog):
    """Nothing here is replaced but for what was ticked; ``taken`` says what that is. It deletes itself when closed."""

    def __init__(self, parent: QWidget | None, brought: Brought, conflicts: Sequence[LinkConflict]) -> None:
        super().__init__(parent, "pull_links", self.tr("Pull Links From the Source"), (900, 520))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._new = brought.counts.applied
        self._conflicts = conflicts
        column = self.column()
        column.addWidget(plain.label(self.tr("%n new link(s) to take over", "", self._new), kind="heading"))
        text = self.tr("{unchanged} are the same on both sides; {refused} need a look.")
        counts = {name: f"{getattr(brought.counts, name):,}" for name in ("unchanged", "refused")}
        column.addWidget(plain.label(text.format(**counts), wrap=True))
        explained = self.tr(
            "Tick a listing to take theirs. The others stay as they are here, and one Undo takes it back."
        )
        column.addWidget(plain.label(explained, kind="caption", wrap=True))
        self.table = self._table()
        column.addWidget(self.table, 1)
        column.addWidget(self._buttons())
        self.table.itemChanged.connect(self._look)
        self._look()

    def _table(self) -> QTableWidget:
        table = QTableWidget(len(self._conflicts), 4)
        table.setObjectName("link_conflicts")
        table.setHorizontalHeaderLabels([self.tr("Listing"), self.tr("Ours"), self.tr("Theirs"), self.tr("Why")])
        plain.prepare_table(table, self.tr("Conflicts"), stretch=REASON)
        for column in (LISTING, OURS, THEIRS):
            table.setColumnWidth(column, plain.scaled(table, 150))
        for row, one in enumerate(self._conflicts):
            first = plain.cell(visible(one.sku or one.listing_id))
            if one.key is not None:
                first.setFlags(first.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                first.setCheckState(Qt.CheckState.Unchecked)
            table.setItem(row, LISTING, first)
            table.setItem(row, OURS, plain.cell(visible(one.here) or "–"))
            table.setItem(row, THEIRS, plain.cell(visible(one.there) or "–"))
            reason = messages.sentence(one.code, one.values)
            table.setItem(row, REASON, plain.cell(reason, tip=reason))
        return table

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.apply_button = box.addButton(self.tr("Take Over"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.apply_button.setObjectName("take_links")
        self.apply_button.setProperty("kind", "primary")
        self.apply_button.setDefault(True)
        plain.name_buttons(box)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box

    @property
    def taken(self) -> list[LinkConflict]:
        """The conflicts in which theirs was chosen."""
        return [one for row, one in enumerate(self._conflicts) if one.key is not None and self._ticked(row)]

    def _ticked(self, row: int) -> bool:
        first = self.table.item(row, LISTING)
        return first is not None and first.checkState() is Qt.CheckState.Checked

    def _look(self, *_: object) -> None:
        count = self._new + len(self.taken)
        self.apply_button.setText(self.tr("Take Over %n link(s)", "", count))
        self.apply_button.setAccessibleName(self.apply_button.text())
        self.apply_button.setEnabled(count > 0)

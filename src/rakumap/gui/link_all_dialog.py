"""LinkAllDialog: what linking all by equal SKU would do, before it does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtWidgets import QDialogButtonBox, QTableWidget, QWidget

from rakumap.gui import plain

SIZE = (860, 560)


class DryRun(Protocol):
    """How many pairs there are, who is left out and why, and some of the pairs: SKU, listing title, item title."""

    @property
    def pairs(self) -> int: ...
    @property
    def skipped(self) -> Mapping[str, int]: ...
    @property
    def sample(self) -> Sequence[tuple[str, str, str]]: ...


class LinkAllDialog(plain.Dialog):
    """Counts, reasons and the pairs; its button says how many it links."""

    def __init__(self, found: DryRun, parent: QWidget | None) -> None:
        super().__init__(parent, "link_all", self.tr("Link All by Equal SKU"), SIZE)
        column = self.column()
        column.addWidget(plain.label(self.tr("%n listing(s) would be linked", "", found.pairs), kind="heading"))
        explained = self.tr(
            "Each to the item whose SKU is exactly the same. Nothing is guessed, and one Undo takes all of it back."
        )
        column.addWidget(plain.label(explained, kind="caption", wrap=True))
        table = self._table(found.sample)
        table.setVisible(bool(found.sample))
        column.addWidget(table, 1)
        if found.pairs > len(found.sample):
            rest = self.tr("… and %n more", "", found.pairs - len(found.sample))
            column.addWidget(plain.label(rest, kind="caption"))
        left_out = [self._reason(name, count) for name, count in found.skipped.items() if count]
        if left_out:
            column.addWidget(plain.label(self.tr("Left out: {reasons}").format(reasons="; ".join(left_out)), wrap=True))
        if not found.sample:
            column.addStretch(1)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.apply_button = box.addButton(
            self.tr("Link %n listing(s)", "", found.pairs), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.apply_button.setProperty("kind", "primary")
        self.apply_button.setEnabled(found.pairs > 0)
        self.apply_button.setDefault(True)
        if not found.pairs:
            self.apply_button.setToolTip(plain.tooltip(self.tr("No listing has the SKU of an item.")))
        plain.name_buttons(box)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column.addWidget(box)

    @classmethod
    def confirm(cls, found: DryRun, parent: QWidget | None) -> bool:
        """Show it; whether to go ahead."""
        return cls(found, parent).exec() == cls.DialogCode.Accepted

    def _table(self, pairs: Sequence[tuple[str, str, str]]) -> QTableWidget:
        table = QTableWidget(len(pairs), 3)
        table.setObjectName("link_all_pairs")
        table.setHorizontalHeaderLabels([self.tr("SKU"), self.tr("Listing"), self.tr("Inventory item")])
        plain.prepare_table(table, self.tr("Pairs"), stretch=1)
        table.setColumnWidth(0, 160)
        table.setColumnWidth(2, 300)
        for row, texts in enumerate(pairs):
            for place, text in enumerate(texts):
                table.setItem(row, place, plain.cell(text, tip=text))
        return table

    def _reason(self, name: str, count: int) -> str:
        texts = {
            "no_match": self.tr("%n listing(s) whose SKU no item has", "", count),
            "repeats": self.tr("%n whose SKU repeats on the channel", "", count),
            "rejected": self.tr("%n that you unlinked or said no to", "", count),
            "excluded": self.tr("%n that are excluded", "", count),
        }
        return texts.get(name, f"{count} {name}")

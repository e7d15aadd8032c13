"""SubmitDialog: which quantities would go to the channel, and why, before they do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialogButtonBox, QTableWidget, QWidget

from rakumap.core.due import Why
from rakumap.core.words import steps_text
from rakumap.gui import messages, plain

if TYPE_CHECKING:
    from rakumap.services.submission import Offering

SIZE = (920, 560)
SHOWN = 500
"""So many rows are shown; the count is of all."""


class SubmitDialog(plain.Dialog):
    """The quantities with their steps; its button says how many it sends."""

    def __init__(self, found: Sequence[Offering], channel: str, parent: QWidget | None, *, refused: str = "") -> None:
        super().__init__(parent, "submit", self.tr("Submit Quantities Now"), SIZE)
        column = self.column()
        heading = self.tr("%n quantity(s) would be sent to {channel}", "", len(found)).replace("{channel}", channel)
        column.addWidget(plain.label(heading, kind="heading", wrap=True))
        to_zero = sum(one.quantity.send == 0 for one in found)
        if to_zero:
            text = self.tr("⚠ %n of them will be 0: the channel stops selling", "", to_zero)
            column.addWidget(plain.label(text, kind="warning", wrap=True))
        table = self._table(found[:SHOWN])
        table.setVisible(bool(found))
        column.addWidget(table, 1)
        if len(found) > SHOWN:
            column.addWidget(plain.label(self.tr("… and %n more", "", len(found) - SHOWN), kind="caption"))
        if refused:
            column.addWidget(plain.label(refused, kind="error", wrap=True))
        elif not found:
            nothing = self.tr("Every linked listing that may be sent has its quantity on the channel already.")
            column.addWidget(plain.label(nothing, wrap=True))
        if not found:
            column.addStretch(1)
        self._buttons(len(found), refused)

    def _buttons(self, count: int, refused: str) -> None:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        send = self.tr("Send %n quantity(s)", "", count)
        self.send_button = box.addButton(send, QDialogButtonBox.ButtonRole.AcceptRole)
        self.send_button.setProperty("kind", "primary")
        self.send_button.setEnabled(count > 0 and not refused)
        self.send_button.setDefault(True)
        plain.name_buttons(box)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        self.column().addWidget(box)

    @classmethod
    def confirm(cls, found: Sequence[Offering], channel: str, parent: QWidget | None, *, refused: str = "") -> bool:
        """Show it; whether to go ahead."""
        return cls(found, channel, parent, refused=refused).exec() == cls.DialogCode.Accepted

    def _table(self, found: Sequence[Offering]) -> QTableWidget:
        heads = [
            self.tr("SKU"),
            self.tr("Item Title"),
            self.tr("Submitted"),
            self.tr("On Channel"),
            self.tr("Will Send"),
            self.tr("How It Comes"),
        ]
        table = QTableWidget(len(found), len(heads))
        table.setObjectName("submit_rows")
        table.setHorizontalHeaderLabels(heads)
        plain.prepare_table(table, self.tr("Quantities"), stretch=1)
        for place, width in ((0, 130), (2, 84), (3, 92), (4, 84), (5, 280)):
            table.setColumnWidth(place, width)
        for row, one in enumerate(found):
            listing, steps = one.listing, steps_text(one.quantity.steps)
            texts = (listing.sku, listing.title)
            numbers = (listing.submitted_quantity, listing.channel_quantity, one.quantity.send)
            for place, text in enumerate(texts):
                table.setItem(row, place, plain.cell(text, tip=text))
            for place, number in enumerate(numbers, len(texts)):
                table.setItem(row, place, plain.cell("–" if number is None else f"{number:,}", right=True))
            again = one.why is Why.DRIFT
            text = f"{messages.name('why.drift')}; {steps}" if again else steps
            table.setItem(row, 5, plain.cell(text, tip=f"{steps}\n{messages.name(f'why.{one.why}')}"))
        return table

"""ColumnChooser: a tick box for every column, named as the column."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QGridLayout, QWidget

from rakumap.gui import messages, plain
from rakumap.gui.cells import FIRST, Column
from rakumap.gui.listings_model import header_tip

PER_COLUMN = 10


class ColumnChooser(plain.Dialog):
    """Ticking shows a column at the end, clearing hides it; the order of the others stays."""

    chosen = Signal(object)
    """The columns wanted now, as a tuple in their order; while the dialog is open."""

    def __init__(self, columns: Sequence[Column], parent: QWidget | None) -> None:
        super().__init__(parent, "column_chooser", self.tr("Column Chooser"))
        self._columns = list(columns)
        self.boxes: dict[Column, QCheckBox] = {}
        outer = self.column()
        outer.addWidget(plain.label(self.tr("Tick what the table shows. Drag a header to move its column."), wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(4)
        for column in Column:
            name = messages.name(f"column.{column.key}")
            box = QCheckBox(plain.mnemonic_free(name))
            box.setObjectName(f"column_{column.key}")
            box.setAccessibleName(name)
            box.setToolTip(plain.tooltip(header_tip(column)))
            box.setChecked(column in self._columns)
            box.toggled.connect(lambda on, one=column: self._toggled(one, on))
            self.boxes[column] = box
            grid.addWidget(box, column % PER_COLUMN, column // PER_COLUMN)
        outer.addLayout(grid)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        reset = buttons.addButton(self.tr("First Columns"), QDialogButtonBox.ButtonRole.ResetRole)
        reset.clicked.connect(self._reset)
        plain.name_buttons(buttons)
        buttons.rejected.connect(self.reject)
        outer.addWidget(buttons)
        self._guard()

    def _toggled(self, column: Column, on: bool) -> None:
        if on and column not in self._columns:
            self._columns.append(column)
        elif not on and column in self._columns:
            self._columns.remove(column)
        self._guard()
        self.chosen.emit(tuple(self._columns))

    def _guard(self) -> None:
        """The last column cannot be taken away: the header would go, and with it the way back."""
        for column, box in self.boxes.items():
            last = self._columns == [column]
            box.setEnabled(not last)
            tip = self.tr("One column has to stay.") if last else header_tip(column)
            box.setToolTip(plain.tooltip(tip))

    def _reset(self) -> None:
        self._columns = list(FIRST)
        for column, box in self.boxes.items():
            box.blockSignals(True)
            box.setChecked(column in self._columns)
            box.blockSignals(False)
        self._guard()
        self.chosen.emit(tuple(self._columns))

    @classmethod
    def choose(cls, columns: Sequence[Column], parent: QWidget | None) -> ColumnChooser:
        """Open it beside the table, not in its way; connect ``chosen``."""
        dialog = cls(columns, parent)
        dialog.open()
        return dialog

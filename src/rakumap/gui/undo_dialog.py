"""Undo, before it happens: what goes back, and what stays because it was edited since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QListWidgetItem, QWidget

from rakumap.core.text import visible
from rakumap.gui import messages, plain
from rakumap.gui.forms.ui_undo_dialog import Ui_UndoDialog

if TYPE_CHECKING:
    from rakumap.store.journal import UndoPreview


class UndoDialog(plain.Dialog):
    """Names the step, the number of rows that go back, and those that stay."""

    def __init__(self, preview: UndoPreview, parent: QWidget | None = None) -> None:
        super().__init__(parent, "undo_dialog", self.tr("Undo"))
        self.ui = Ui_UndoDialog()
        self.ui.setupUi(self)
        self.setObjectName("undo_dialog")
        step = messages.step_text(preview.action, preview.values, preview.count + preview.stays)
        self.ui.heading.setText(self.tr("Undo: {0}").replace("{0}", visible(step)))
        self.ui.back_text.setText("↩  " + self.tr("%n rows go back to what they were.", "", preview.count))
        stays = self.tr("%n rows stay as they are, because they were edited since:", "", preview.stays)
        self.ui.stay_text.setText("＝  " + stays)
        for name in preview.kept:
            self.ui.kept.addItem(QListWidgetItem(visible(name)))
        if preview.stays > len(preview.kept):
            more = self.tr("… and %n more", "", preview.stays - len(preview.kept))
            self.ui.kept.addItem(QListWidgetItem(more))
        for widget in (self.ui.stay_text, self.ui.kept):
            widget.setVisible(preview.stays > 0)
        self.ui.undo_button.setEnabled(preview.count > 0)
        self.resize(560, 380 if preview.stays else 190)
        self.ui.undo_button.setFocus()

    @classmethod
    def confirm(cls, preview: UndoPreview, parent: QWidget | None = None) -> bool:
        """Show it; whether to go on."""
        dialog = cls(preview, parent)
        try:
            return bool(dialog.exec())
        finally:
            dialog.deleteLater()

"""A fault of ours: what it means for the person, and a report without secrets that can be copied."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from rakumap.gui import plain
from rakumap.gui.forms.ui_crash_dialog import Ui_CrashDialog


class CrashDialog(plain.Dialog):
    """Shows a report that whoever calls has cleared of secrets."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, "crash_dialog", self.tr("Something went wrong"))
        self.ui = Ui_CrashDialog()
        self.ui.setupUi(self)
        self.setObjectName("crash_dialog")
        self.ui.report.setPlainText(report)
        self.ui.copy_button.clicked.connect(self._copy)
        self.restart = False
        """Whether the person wants the program to begin again."""
        self.ui.restart_button.clicked.connect(self._restart)
        self.ui.close_button.setFocus()

    def _copy(self) -> None:
        plain.copy_text(self.ui.report.toPlainText())
        self.ui.copied_text.setText(self.tr("Copied"))

    def _restart(self) -> None:
        self.restart = True
        self.accept()

    @classmethod
    def show_for(cls, report: str, parent: QWidget | None = None) -> bool:
        """Show it; whether the program shall begin again."""
        dialog = cls(report, parent)
        try:
            dialog.exec()
            return dialog.restart
        finally:
            dialog.deleteLater()

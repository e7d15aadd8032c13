"""Force Mapping Refresh: the question why, with the reasons it is meant for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from rakumap.core.model import Channel, ForceReason
from rakumap.gui import messages, plain, sync_words
from rakumap.gui.context import Context
from rakumap.gui.forms.ui_force_dialog import Ui_ForceDialog

if TYPE_CHECKING:
    from rakumap.services.sync import SyncStatus


@dataclass(frozen=True, slots=True)
class ForceChoice:
    """Why a person forces a refresh; ``text`` only with ``other``."""

    reason: ForceReason
    text: str = ""


class ForceDialog(plain.Dialog):
    """Asks which of the reasons applies; nothing is chosen beforehand, but for a channel that was just enabled."""

    def __init__(
        self, context: Context, parent: QWidget | None, channel: Channel, status: SyncStatus, *, newly_enabled: bool
    ) -> None:
        super().__init__(parent, "force_dialog", self.tr("Force Mapping Refresh"), (640, 470))
        self.ui = Ui_ForceDialog()
        self.ui.setupUi(self)
        self.setObjectName("force_dialog")
        self._group = QButtonGroup(self)
        self._reasons = list(ForceReason)
        for number, reason in enumerate(self._reasons):
            one = QRadioButton(plain.mnemonic_free(messages.name(f"force.{reason.value}")))
            one.setObjectName(f"reason_{reason.value}")
            one.setAccessibleName(messages.name(f"force.{reason.value}"))
            self._group.addButton(one, number)
            self.ui.reasons_layout.addWidget(one)
        text = sync_words.schedule_text(status.next_due, context.zone)
        self.ui.schedule_text.setText(f"{channel.name}: {text}")
        self.ui.other_edit.textChanged.connect(self._look)
        self._group.idToggled.connect(self._look)
        self.ui.go_button.clicked.connect(self.accept)
        likely = self._group.button(self._reasons.index(ForceReason.NEWLY_ENABLED) if newly_enabled else 0)
        likely.setChecked(newly_enabled)
        likely.setFocus()

    def choice(self) -> ForceChoice | None:
        """What was chosen; ``None`` while nothing is, or while the other reason has no words."""
        number = self._group.checkedId()
        if number < 0:
            return None
        reason = self._reasons[number]
        text = self.ui.other_edit.text().strip() if reason is ForceReason.OTHER else ""
        return None if reason is ForceReason.OTHER and not text else ForceChoice(reason, text)

    def _look(self, *_: object) -> None:
        other = self._group.checkedId() == self._reasons.index(ForceReason.OTHER)
        if other and not self.ui.other_edit.isEnabled():
            self.ui.other_edit.setEnabled(True)
            self.ui.other_edit.setFocus()
        self.ui.other_edit.setEnabled(other)
        self.ui.go_button.setEnabled(self.choice() is not None)

    @classmethod
    def ask(
        cls, context: Context, parent: QWidget | None, channel: Channel, status: SyncStatus, *, newly_enabled: bool
    ) -> ForceChoice | None:
        """Show it; the reason, or ``None`` when the person thinks better of it."""
        dialog = cls(context, parent, channel, status, newly_enabled=newly_enabled)
        try:
            return dialog.choice() if dialog.exec() else None
        finally:
            dialog.deleteLater()

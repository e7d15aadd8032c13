"""SetValuesDialog: the same limits and switches for all selected listings; what is left alone stays as it is."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QFormLayout, QLineEdit, QWidget

from rakumap.core.errors import UserError
from rakumap.core.numbers import LIMIT_FIELDS, parse_limit
from rakumap.gui import messages, plain

Values = dict[str, int | bool | Decimal | None]


class SetValuesDialog(plain.Dialog):
    """A blank field leaves the value, ``-`` clears it."""

    def __init__(self, count: int, parent: QWidget | None) -> None:
        super().__init__(parent, "set_values", self.tr("Set Limits"))
        self.setMinimumWidth(460)
        column = self.column()
        column.addWidget(plain.label(self.tr("For %n listing(s)", "", count), kind="heading"))
        explained = self.tr("A blank field leaves what is there, - clears it. One Undo takes all of it back.")
        column.addWidget(plain.label(explained, kind="caption", wrap=True))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        self.fields: dict[str, QLineEdit] = {}
        for name in LIMIT_FIELDS:
            field = QLineEdit()
            field.setObjectName(f"set_{name}")
            field.setAccessibleName(messages.name(f"column.{name}"))
            field.setPlaceholderText(self.tr("leave"))
            field.textChanged.connect(self._check)
            self.fields[name] = field
            form.addRow(plain.label(messages.name(f"column.{name}")), field)
        self.ignore = QComboBox()
        self.ignore.setObjectName("set_ignore_sync")
        self.ignore.setAccessibleName(messages.name("column.ignore_sync"))
        for text, value in ((self.tr("leave"), None), (self.tr("on"), True), (self.tr("off"), False)):
            self.ignore.addItem(text, value)
        self.ignore.currentIndexChanged.connect(self._check)
        form.addRow(plain.label(messages.name("column.ignore_sync")), self.ignore)
        column.addLayout(form)
        self.wrong = plain.label(kind="error", wrap=True)
        self.wrong.setAccessibleName(self.tr("Problem"))
        column.addWidget(self.wrong)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.apply_button = box.addButton(self.tr("Set"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.apply_button.setProperty("kind", "primary")
        plain.name_buttons(box)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column.addWidget(box)
        self._check()

    def values(self) -> Values:
        """What is to be set. Raises ``UserError`` for a text that is no limit."""
        found: Values = {}
        for name, field in self.fields.items():
            if field.text().strip():
                found[name] = parse_limit(name, field.text())
        if self.ignore.currentData() is not None:
            found["ignore_sync"] = bool(self.ignore.currentData())
        return found

    def _check(self, *_: object) -> None:
        said, usable = "", False
        try:
            usable = bool(self.values())
        except UserError as error:
            said = messages.sentence(error)
        for name, field in self.fields.items():
            plain.restyle(field, wrong="false" if _fits(name, field.text()) else "true")
        self.wrong.setText(said)
        self.apply_button.setEnabled(usable and not said)

    @classmethod
    def ask(cls, count: int, parent: QWidget | None) -> Values | None:
        """Show it; what to set, or ``None``."""
        dialog = cls(count, parent)
        try:
            return dialog.values() if dialog.exec() == cls.DialogCode.Accepted else None
        finally:
            dialog.deleteLater()


def _fits(name: str, text: str) -> bool:
    try:
        parse_limit(name, text)
    except UserError:
        return False
    return True

"""Connection form: the settings and secrets of a kind of channel as rows of a dialog's grid.

A secret that is kept is never shown; what is typed replaces it. Where secrets are kept is one choice for this computer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from rakumap.gui import messages, plain

if TYPE_CHECKING:
    from rakumap.services.channel_setup import Setting
    from rakumap.services.secret_keeping import SecretKeeping, Way

REPORT_FILE = "report-file"
"""The kind whose report has rows of its own in the dialogs."""
FIRST_ROW = 10
"""The grid row the form begins at; the dialogs keep the rows from here to ``LAST_ROW`` free."""
LAST_ROW = 59


@dataclass(frozen=True, slots=True)
class Vaults:
    """Where secrets can be kept, where they are, and whether the locked file waits for its passphrase. Read on a worker."""

    ways: tuple[Way, ...]
    way: Way
    locked: bool

    @classmethod
    def of(cls, secrets: SecretKeeping) -> Vaults:
        """Look; blocks."""
        return cls(secrets.ways(), secrets.way, secrets.locked)


@dataclass(frozen=True, slots=True)
class TypedSecrets:
    """What a person typed: secrets by key, where to keep them, and the passphrase for a locked file."""

    secrets: Mapping[str, str]
    way: Way | None
    passphrase: str

    def prepare(self, keeping: SecretKeeping) -> None:
        """Use the chosen place from now on; blocks. Raises ``UserError``."""
        if self.way is not None and (self.secrets or self.passphrase) and (self.way != keeping.way or keeping.locked):
            keeping.use(self.way, self.passphrase)


class ConnectionForm(QObject):
    """See the module. Puts its rows into ``grid`` from ``FIRST_ROW`` on; Tab reaches them from ``before``."""

    changed = Signal()

    def __init__(self, grid: QGridLayout, parent: QWidget, before: QWidget) -> None:
        super().__init__(parent)
        self._grid = grid
        self._before = self._last = before
        self._parent = parent
        self._widgets: list[QWidget] = []
        self._edits: dict[str, QLineEdit | QComboBox] = {}
        self._secret_edits: dict[str, QLineEdit] = {}
        self._required: frozenset[str] = frozenset()
        self._vaults: Vaults | None = None
        self._ways: QComboBox | None = None
        self._passphrase: QLineEdit | None = None

    # showing ------------------------------------------------------------------------------------------------------

    def show_settings(
        self,
        settings: Iterable[Setting],
        values: Mapping[str, str],
        kept: Collection[str] = (),
        vaults: Vaults | None = None,
    ) -> None:
        """Show a row for each setting; ``kept`` are the secrets that are there, ``values`` the rest as stored."""
        self._clear()
        self._vaults = vaults
        listed = tuple(settings)
        self._required = frozenset(one.name for one in listed if one.required and not one.default)
        for one in listed:
            if len(one.choices) == 1:  # nothing to choose
                continue
            if one.secret:
                self._secret_row(one, one.name in kept)
            else:
                self._edits[one.name] = self._value_row(one, values.get(one.name, ""))
        if self._secret_edits and vaults is not None:
            self._vault_rows(vaults)

    def _value_row(self, one: Setting, value: str) -> QLineEdit | QComboBox:
        if one.choices:
            combo = QComboBox()
            for choice in one.choices:
                combo.addItem(messages.name(f"{one.label}.{choice}"), "" if choice == one.default else choice)
            combo.setCurrentIndex(max(0, combo.findData("" if value == one.default else value)))
            combo.currentIndexChanged.connect(self.changed)
            self._row(messages.name(one.label), combo, f"setting_{one.name}")
            return combo
        edit = QLineEdit(value)
        edit.setPlaceholderText(one.default)
        edit.textChanged.connect(self.changed)
        self._row(messages.name(one.label), edit, f"setting_{one.name}")
        return edit

    def _secret_row(self, one: Setting, kept: bool) -> None:
        edit = QLineEdit()
        edit.setEchoMode(QLineEdit.EchoMode.Password)
        edit.setPlaceholderText(
            self.tr("kept; type to replace it") if kept else "" if one.required else self.tr("only if it is needed")
        )
        edit.textChanged.connect(self.changed)
        edit.textChanged.connect(self._look)
        self._row(messages.name(one.label), edit, f"secret_{one.name}")
        self._secret_edits[one.name] = edit

    def _vault_rows(self, vaults: Vaults) -> None:
        ways = QComboBox()
        for way in vaults.ways:
            ways.addItem(messages.name(f"secrets.{way}"), way)
        ways.setCurrentIndex(max(0, ways.findData(vaults.way)))
        ways.currentIndexChanged.connect(self._look)
        self._row(self.tr("Keep secrets in"), ways, "secrets_way")
        self._passphrase = QLineEdit()
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._passphrase.setPlaceholderText(self.tr("opens the file; nobody can restore it for you"))
        self._passphrase.textChanged.connect(self.changed)
        self._row(self.tr("Passphrase"), self._passphrase, "secrets_passphrase")
        self._ways = ways
        self._look()

    def _row(self, text: str, widget: QWidget, name: str) -> None:
        row = FIRST_ROW + len(self._widgets) // 2
        label = plain.label(text)
        label.setBuddy(widget)
        widget.setObjectName(name)
        widget.setAccessibleName(text)
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(widget, row, 1)
        QWidget.setTabOrder(self._last, widget)
        self._last = widget
        self._widgets += [label, widget]

    def _clear(self) -> None:
        for widget in self._widgets:
            self._grid.removeWidget(widget)
            widget.deleteLater()
        self._widgets = []
        self._last = self._before
        self._edits, self._secret_edits = {}, {}
        self._ways = self._passphrase = None

    def _look(self, *_: object) -> None:
        """The place is asked for with a secret to keep, the passphrase where a file needs one."""
        if self._ways is None or self._passphrase is None or self._vaults is None:
            return
        from rakumap.services.secret_keeping import Way

        file = self._ways.currentData() == Way.FILE
        new = self._vaults.way != Way.FILE
        wanted = file and (self._vaults.locked or new)
        label = self._widgets[self._widgets.index(self._passphrase) - 1]
        for widget in (label, self._passphrase):
            widget.setVisible(wanted)

    # reading ------------------------------------------------------------------------------------------------------

    @property
    def complete(self) -> bool:
        """Whether every setting that is needed has a value; secrets may come later."""
        return all(value for name, value in self.values().items() if name in self._required)

    def values(self) -> dict[str, str]:
        """The settings as shown, without blanks around them; empty for what is as it is by default."""
        return {
            name: str(edit.currentData()) if isinstance(edit, QComboBox) else edit.text().strip()
            for name, edit in self._edits.items()
        }

    def typed(self) -> TypedSecrets:
        """The secrets as typed."""
        from rakumap.services.secret_keeping import Way

        way = None if self._ways is None else Way(self._ways.currentData())  # Qt keeps a plain text of it
        secrets = {name: edit.text().strip() for name, edit in self._secret_edits.items() if edit.text().strip()}
        return TypedSecrets(secrets, way, "" if self._passphrase is None else self._passphrase.text())

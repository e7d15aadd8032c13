"""FilterBar: counts that filter, and the text field that speaks the filter language; both apply together."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from rakumap.core.errors import UserError
from rakumap.core.model import Counts
from rakumap.gui import messages, plain
from rakumap.gui.theme import Theme

DEBOUNCE_MS = 0
"""Keys that are there already count together; each other one is asked for at once, and what was asked before given up."""
FIELD_WIDTH = 250
LEAST_WIDTH = 520
QWIDGETSIZE_MAX = 16_777_215
ALWAYS = ("all", "linked", "unlinked", "attention")
SOMETIMES = ("no_item", "ignored", "sku_changed", "gone")
"""Shown when their number is not zero, or while they are chosen."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the bar asks for: one word of ``is:`` and a text."""

    word: str = "all"
    text: str = ""

    @property
    def query(self) -> str:
        """Both as one filter."""
        words = "" if self.word == "all" else f"is:{self.word}"
        return f"{words} {self.text}".strip()


class _Field(QLineEdit):
    """Esc empties it, and once it is empty gives the table back."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class FilterBar(QWidget):
    """See the module."""

    wanted = Signal(object)
    """Another filter is wanted: ``Wanted``."""
    left = Signal()
    """The person goes on to the table."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word = "all"
        self._numbers: dict[str, int] = {}
        self._chips: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        for word in ALWAYS + SOMETIMES:
            self._row.addWidget(self._chip(word))
        self._row.addStretch(1)
        self.field = self._make_field(theme)
        self._row.addWidget(self.field, 2)
        self._below = False
        """Whether the field stands below the chips, because both do not fit side by side."""
        self.error = plain.label(kind="error", wrap=True)
        self.error.setObjectName("filter_error")
        self.error.setAccessibleName(self.tr("Filter problem"))
        self.error.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._row)
        column.addWidget(self.error)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self._emit)
        self._write()

    def _chip(self, word: str) -> QPushButton:
        chip = QPushButton()
        chip.setObjectName(f"chip_{word}")
        chip.setProperty("kind", "chip")
        chip.setCheckable(True)
        chip.setAutoDefault(False)
        chip.setChecked(word == "all")
        chip.clicked.connect(lambda: self.choose(word))
        self._group.addButton(chip)
        self._chips[word] = chip
        return chip

    def _make_field(self, theme: Theme) -> QLineEdit:
        field = _Field()
        field.setObjectName("listings_filter")
        field.setAccessibleName(self.tr("Filter listings"))
        field.setPlaceholderText(self.tr("Filter listings, e.g. title:lego max:>5"))
        field.setToolTip(
            plain.tooltip(
                self.tr(
                    "Words are looked for in SKU, title, item, barcode and listing id.\n"
                    "title:mug   -sku:OLD   max:>5   send:0   linked_at:>=2026-01-31   is:unlinked"
                )
            )
        )
        field.setClearButtonEnabled(True)
        field.setMinimumWidth(FIELD_WIDTH)
        field.setMaximumWidth(380)
        field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        field.textChanged.connect(lambda _: self._timer.start())
        field.returnPressed.connect(self._at_once)
        field.left.connect(self.left)
        return field

    def minimumSizeHint(self) -> QSize:
        """Narrower than all the chips together: those that do not fit give way, the menu View has them all."""
        return QSize(LEAST_WIDTH, super().minimumSizeHint().height())

    def _fit(self) -> None:
        """Put the field beside the chips where there is room, else below them; then drop the last chips if need be."""
        wide = {word: chip.sizeHint().width() + self._row.spacing() for word, chip in self._chips.items()}
        shown = [word for word in self._chips if self._is_wanted(word)]
        below = sum(wide[word] for word in shown) + FIELD_WIDTH > self.width()
        for word in reversed(SOMETIMES):
            if word in shown and word != self._word and sum(wide[one] for one in shown) > self.width():
                shown.remove(word)
        for word, chip in self._chips.items():
            chip.setVisible(word in shown)
        if below != self._below:
            self._below = below
            self._move_field()

    def _move_field(self) -> None:
        column = self.layout()
        if isinstance(column, QVBoxLayout) and self._below:
            self._row.removeWidget(self.field)
            column.insertWidget(1, self.field)
        elif isinstance(column, QVBoxLayout):
            column.removeWidget(self.field)
            self._row.addWidget(self.field, 2)
        self.field.setMaximumWidth(QWIDGETSIZE_MAX if self._below else 380)

    def _is_wanted(self, word: str) -> bool:
        return word in ALWAYS or bool(self._numbers.get(word)) or word == self._word

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # what is wanted -----------------------------------------------------------------------------------------------

    @property
    def value(self) -> Wanted:
        """What the bar asks for now."""
        return Wanted(self._word, self.field.text().strip())

    def choose(self, word: str) -> None:
        """Take the chip of this word; one that is not shown becomes so."""
        self._word = word
        self._chips[word].setChecked(True)
        self._write()
        self._emit()

    def clear(self) -> None:
        """Ask for everything."""
        self._word = "all"
        self._chips["all"].setChecked(True)
        self.field.clear()
        self._emit()

    def set_text(self, text: str) -> None:
        """Put a text into the field and ask for it at once."""
        self.field.setText(text)
        self._emit()

    def _at_once(self) -> None:
        self._emit()
        self.left.emit()

    def _emit(self) -> None:
        self._timer.stop()
        self.wanted.emit(self.value)

    # what is shown ------------------------------------------------------------------------------------------------

    def show_counts(self, counts: Counts, attention: int) -> None:
        """Show the numbers on the chips."""
        self._numbers = {
            "all": counts.total,
            "linked": counts.linked,
            "unlinked": counts.unlinked,
            "attention": attention,
            "no_item": counts.no_item,
            "ignored": counts.ignored,
            "sku_changed": counts.sku_changed,
            "gone": counts.gone,
        }
        self._write()

    def show_error(self, error: UserError | None) -> None:
        """Say what is wrong with the text, or that nothing is."""
        text = "" if error is None else messages.sentence(error)
        self.error.setText(text)
        self.error.setVisible(bool(text))
        plain.restyle(self.field, wrong="true" if text else "false")
        self.field.setAccessibleDescription(text)

    def _write(self) -> None:
        for word, chip in self._chips.items():
            number = self._numbers.get(word)
            name = messages.name(f"is.{word}")
            shown = "" if number is None else f"{number:,}"
            chip.setText(plain.mnemonic_free(f"{name}  {shown}".strip()))
            chip.setAccessibleName(f"{name}, {shown}" if shown else name)
        self._fit()

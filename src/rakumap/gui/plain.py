"""Plain: labels, tooltips and questions that show text as it is, whatever a seller or an attacker typed into a title.

Qt takes a text that looks like HTML for rich text, loads pictures it names, and reads & as a mnemonic. Everything that
shows text from outside goes through here.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QClipboard, QFontInfo, QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMessageBox,
    QPushButton,
    QTableView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from rakumap.core.text import visible


def label(text: str = "", parent: QWidget | None = None, *, kind: str = "", wrap: bool = False) -> QLabel:
    """A label that never takes its text for HTML; ``kind`` is a dynamic property of the theme."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setOpenExternalLinks(False)
    made.setWordWrap(wrap)
    made.setText(text)
    if kind:
        made.setProperty("kind", kind)
    return made


def tooltip(text: str) -> str:
    """The text for ``setToolTip``: shown literally, lines kept, long ones wrapped."""
    if not text:
        return ""
    return f'<p style="white-space:pre-wrap">{html.escape(text)}</p>'


def mnemonic_free(text: str) -> str:
    """The text for a button, a menu entry or a tab: & is a plain character."""
    return text.replace("&", "&&")


def button(text: str, clicked: Callable[[], object], *, kind: str = "", accessible: str = "") -> QPushButton:
    """A push button with a plain text that is no default button until somebody makes it one."""
    made = QPushButton(text)
    made.setAutoDefault(False)
    made.clicked.connect(lambda: clicked())
    made.setAccessibleName(accessible or text.replace("&", "").rstrip("…"))
    if kind:
        made.setProperty("kind", kind)
    return made


def restyle(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties and let the style sheet look at them again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def cell(text: str, *, tip: str = "", right: bool = False, shown: bool = True) -> QTableWidgetItem:
    """A cell that cannot be edited; ``shown`` makes unseen characters visible while copying keeps the original."""
    made = QTableWidgetItem(visible(text) if shown else text)
    made.setData(Qt.ItemDataRole.UserRole, text)
    made.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
    if tip:
        made.setToolTip(tooltip(tip))
    if right:
        made.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made


def padded(widget: QWidget) -> QWidget:
    """A cell's widget with air around it, so that it keeps its own height."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(2, 0, 2, 0)
    row.addWidget(widget)
    holder.setFocusProxy(widget)
    return holder


def padded_inner(holder: QWidget) -> QWidget:
    """The widget that ``padded`` was given."""
    inner = holder.focusProxy()
    return holder if inner is None else inner


def padded_width(widget: QWidget) -> int:
    """How wide the cell of a padded widget has to be."""
    widget.ensurePolished()
    # The margins above, and the padding that the style gives each cell.
    return widget.sizeHint().width() + 18


def prepare_table(table: QTableView, name: str, *, stretch: int | None = None) -> None:
    """Give a short list the looks and habits of all our tables; Ctrl+C copies the selected rows as TSV."""
    table.setAccessibleName(name)
    restyle(table, short=True)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().setVisible(False)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    if stretch is not None:
        header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
    keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), table)
    keys.setContext(Qt.ShortcutContext.WidgetShortcut)
    keys.activated.connect(lambda: copy_text(selected_tsv(table)))


def scaled(widget: QWidget, pixels: int) -> int:
    """A width that was chosen for a text of 10 points, for the widget's own font."""
    return round(pixels * max(1.0, QFontInfo(widget.font()).pointSizeF() / 10))


def selected_tsv(table: QTableView) -> str:
    """The selected rows of a table as tab-separated text, header first; all rows when none is selected."""
    model = table.model()
    chosen = sorted({index.row() for index in table.selectedIndexes()}) or list(range(model.rowCount()))
    columns = [column for column in range(model.columnCount()) if not table.isColumnHidden(column)]
    lines = ["\t".join(_flat(model.headerData(column, Qt.Orientation.Horizontal)) for column in columns)]
    for row in chosen:
        lines.append("\t".join(_flat(_original(table, row, column)) for column in columns))
    return "\n".join(lines)


def _original(table: QTableView, row: int, column: int) -> object:
    index = table.model().index(row, column)
    kept = index.data(Qt.ItemDataRole.UserRole) if isinstance(table, QTableWidget) else None
    return kept if isinstance(kept, str) else index.data(Qt.ItemDataRole.DisplayRole)


def _flat(value: object) -> str:
    return "" if value is None else " ".join(str(value).replace("\t", " ").splitlines())


def copy_text(text: str) -> None:
    """Put a text on the clipboard."""
    QGuiApplication.clipboard().setText(text, QClipboard.Mode.Clipboard)


def name_buttons(box: QDialogButtonBox) -> None:
    """Give every button of a dialog's box an accessible name."""
    for one in box.buttons():
        one.setAccessibleName(one.text().replace("&", ""))


class Ask:
    """Questions with a yes and a no; tests replace ``choose``."""

    @classmethod
    def confirm(cls, parent: QWidget | None, title: str, text: str, yes: str, *, danger: bool = False) -> bool:
        """Ask, in one sentence; Esc and the default button of a dangerous question mean no."""
        return cls.choose(parent, title, text, [yes], danger=danger) == 0

    @classmethod
    def choose(
        cls, parent: QWidget | None, title: str, text: str, choices: Sequence[str], *, danger: bool = False
    ) -> int | None:
        """Ask which of the choices; the number of the one pressed, ``None`` for Cancel and Esc."""
        box = QMessageBox(parent)
        box.setObjectName("ask")
        box.setWindowTitle(title)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(text)
        box.setIcon(QMessageBox.Icon.NoIcon)
        made: list[QPushButton] = []
        for number, choice in enumerate(choices):
            one = box.addButton(choice, QMessageBox.ButtonRole.AcceptRole)
            if number == 0:
                one.setProperty("kind", "danger" if danger else "primary")
            made.append(one)
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setEscapeButton(cancel)
        box.setDefaultButton(cancel if danger else made[0])
        box.exec()
        pressed = box.clickedButton()
        return next((number for number, one in enumerate(made) if one is pressed), None)


class Dialog(QDialog):
    """What all our dialogs share: a name for tests and screen readers, a size that fits 1280 x 720."""

    def __init__(self, parent: QWidget | None, name: str, title: str, size: tuple[int, int] | None = None) -> None:
        super().__init__(parent)
        self._shown = False
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        if size is not None:
            self.resize(QSize(*size).boundedTo(self.screen().availableGeometry().size() * 0.95))

    def showEvent(self, event: QShowEvent) -> None:
        """The first time, grow with the font as far as the screen allows."""
        if not self._shown:
            self._shown = True
            larger = QSize(scaled(self, self.width()), scaled(self, self.height()))
            self.resize(larger.boundedTo(self.screen().availableGeometry().size() * 0.95).expandedTo(self.size()))
        super().showEvent(event)

    def column(self) -> QVBoxLayout:
        """The dialog's own layout, made on the first call."""
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            return layout
        made = QVBoxLayout(self)
        made.setContentsMargins(20, 18, 20, 16)
        made.setSpacing(12)
        return made

"""How a file is read, as parts of forms: encoding, delimiter and decimal mark; field -> header; the first rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QTableWidget, QWidget

from rakumap.core.headers import FIELD_SYNONYMS, FileKind
from rakumap.core.numbers import LIMIT_FIELDS
from rakumap.core.text import visible
from rakumap.gui import messages, plain

if TYPE_CHECKING:
    from rakumap.services.reading import FileLook, ReadOptions

ENCODINGS = (
    ("utf-8", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1252", "Windows-1252"),
    ("cp932", "Shift_JIS (CP932)"),
    ("euc_jp", "EUC-JP"),
)
DELIMITERS = (
    (",", "comma", "Comma ,"),
    (";", "semicolon", "Semicolon ;"),
    ("\t", "tab", "Tab"),
    ("|", "pipe", "Pipe |"),
)
DECIMALS = ((".", "point 1.5"), (",", "comma 1,5"))
PREVIEW = 12


def tr(text: str) -> str:
    """Translate a text of this module."""
    return QCoreApplication.translate("ReadingForm", text)


def encoding_name(encoding: str) -> str:
    """What people call an encoding."""
    return next((shown for known, shown in ENCODINGS if known == encoding), encoding)


class FormatBar:
    """The three drop-downs; the first entry of each is what was found, the rest is what a person may say instead."""

    def __init__(self, encoding: QComboBox, delimiter: QComboBox, decimal: QComboBox) -> None:
        self.encoding, self.delimiter, self.decimal = encoding, delimiter, decimal
        for combo in (encoding, delimiter, decimal):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            combo.addItem(tr("Detect"), "")
        for value, shown in ENCODINGS:
            encoding.addItem(shown, value)
        for _, word, shown in DELIMITERS:
            delimiter.addItem(tr(shown), word)
        for value, shown in DECIMALS:
            decimal.addItem(tr(shown), value)

    def connect(self, changed: Callable[[], object]) -> None:
        """Call when a person chooses something."""
        for combo in (self.encoding, self.delimiter, self.decimal):
            combo.activated.connect(lambda _: changed())

    def put(self, encoding: str = "", delimiter: str = "", decimal: str = "") -> None:
        """Choose what was kept; "" is to detect it."""
        word = next((word for mark, word, _ in DELIMITERS if mark == delimiter), delimiter)
        for combo, value in ((self.encoding, encoding), (self.delimiter, word), (self.decimal, decimal)):
            place = combo.findData(value)
            if place < 0:
                combo.addItem(value, value)
                place = combo.count() - 1
            combo.setCurrentIndex(place)

    def chosen(self) -> dict[str, str]:
        """What a person chose: ``encoding``, ``delimiter``, ``decimal``; only what is not detected."""
        combos = {"encoding": self.encoding, "delimiter": self.delimiter, "decimal": self.decimal}
        found = {name: str(combo.currentData() or "") for name, combo in combos.items()}
        return {name: value for name, value in found.items() if value}

    def show_found(self, look: FileLook) -> None:
        """Say in the first entries what was found in the file."""
        found = look.format
        for combo in (self.encoding, self.delimiter, self.decimal):
            combo.setEnabled(found.kind == "csv" or (found.kind == "json" and combo is not self.delimiter))
        if found.kind == "xlsx":
            for combo in (self.encoding, self.delimiter, self.decimal):
                combo.setItemText(0, tr("Workbook"))
            return
        marks = {mark: tr(shown) for mark, _, shown in DELIMITERS}
        names = (
            (self.encoding, encoding_name(found.encoding) + (tr(" with BOM") if found.has_bom else "")),
            (self.delimiter, "JSON" if found.kind == "json" else marks.get(found.delimiter, found.delimiter)),
            (self.decimal, dict(DECIMALS).get(found.decimal, found.decimal)),
        )
        for combo, name in names:
            if combo.currentIndex() == 0:
                combo.setItemText(0, tr("Found: {0}").replace("{0}", name))
            else:
                combo.setItemText(0, tr("Detect"))
            combo.setMinimumWidth(combo.sizeHint().width())


def options(kind_mapping: Mapping[str, str], chosen: Mapping[str, str], *, ask: bool) -> ReadOptions:
    """The way to read a file from what forms hold."""
    from rakumap.services.reading import ReadOptions

    return ReadOptions(kind_mapping, chosen.get("encoding"), chosen.get("delimiter"), chosen.get("decimal"), ask)


class FieldMap:
    """Field -> header drop-downs in a grid, with a sample of the column and, for limits, a default value."""

    def __init__(self, kind: str, grid: QGridLayout, *, pairs: int = 1, samples: bool = False) -> None:
        self.kind = kind
        self.fields = tuple(FIELD_SYNONYMS[FileKind(kind)])
        self._grid = grid
        self._pairs = pairs
        self._samples: dict[str, QLabel] = {}
        self.combos: dict[str, QComboBox] = {}
        self.defaults: dict[str, QLineEdit] = {}
        self._changed: Callable[[], object] = lambda: None
        self._look: FileLook | None = None
        self._build(samples)

    def _build(self, samples: bool) -> None:
        grid, with_defaults = self._grid, self.kind == "limits"
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        first = 0
        if samples:
            titles = [tr("Field"), tr("Column of the file"), tr("First values")]
            titles += [tr("Default where empty")] if with_defaults else []
            for column, title in enumerate(titles):
                grid.addWidget(plain.label(title, kind="caption"), 0, column)
            first = 1
        rows = -(-len(self.fields) // self._pairs)
        for place, field in enumerate(self.fields):
            row, column = first + place % rows, place // rows * (3 if samples else 2)
            self._add(field, row, column, samples)
        grid.setColumnStretch(2 if samples else 1, 1)
        grid.setRowStretch(first + rows, 1 if samples else 0)
        if self._pairs > 1:
            grid.setColumnStretch(3, 1)

    def _add(self, field: str, row: int, column: int, samples: bool) -> None:
        name = messages.name(f"field.{field}")
        combo = QComboBox()
        combo.setObjectName(f"map_{field}")
        combo.setAccessibleName(tr("Column for {0}").replace("{0}", name))
        combo.setMinimumContentsLength(16)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.activated.connect(lambda _: self._chosen())
        label = plain.label(name)
        label.setBuddy(combo)
        self._grid.addWidget(label, row, column)
        self._grid.addWidget(combo, row, column + 1)
        self.combos[field] = combo
        if not samples:
            return
        sample = plain.label(kind="hint")
        sample.setMinimumWidth(60)
        self._samples[field] = sample
        self._grid.addWidget(sample, row, column + 2)
        if self.kind == "limits" and field in LIMIT_FIELDS:
            edit = QLineEdit()
            edit.setObjectName(f"default_{field}")
            edit.setAccessibleName(tr("Default for {0}").replace("{0}", name))
            edit.setMaximumWidth(130)
            edit.setPlaceholderText(tr("leave as it is"))
            self.defaults[field] = edit
            self._grid.addWidget(edit, row, column + 3)

    def connect(self, changed: Callable[[], object]) -> None:
        """Call when a person chooses another column."""
        self._changed = changed

    def show_look(self, look: FileLook) -> None:
        """Offer the headers of a file; what is known is chosen already."""
        self._look = look
        for field, combo in self.combos.items():
            combo.clear()
            combo.addItem(tr("— not in the file —"), "")
            for header in look.header:
                if header.strip():
                    combo.addItem(visible(header), header)
            column = look.columns.get(field)
            combo.setCurrentIndex(0 if column is None else max(0, combo.findData(look.header[column])))
        self._show_samples()

    def _chosen(self) -> None:
        self._show_samples()
        self._changed()

    def _show_samples(self) -> None:
        if self._look is None:
            return
        for field, label in self._samples.items():
            header = self.combos[field].currentData()
            column = self._look.header.index(header) if header in self._look.header else None
            values = [] if column is None else [row[column] for row in self._look.rows[:8] if column < len(row)]
            label.setText(_samples([visible(value[:24]) for value in values if value]))

    def mapping(self) -> dict[str, str]:
        """Field -> header as chosen; "" for a field the file does not have."""
        return {field: str(combo.currentData() or "") for field, combo in self.combos.items() if combo.count()}

    def default_texts(self) -> dict[str, str]:
        """Limit field -> default, only those given."""
        return {field: text for field, edit in self.defaults.items() if (text := edit.text().strip())}


def _samples(values: Sequence[str]) -> str:
    """As many whole values as fit on the line."""
    shown = ""
    for value in values:
        longer = f"{shown} · {value}" if shown else value
        if len(longer) > 64:
            return f"{shown} · …"
        shown = longer
    return shown


def show_rows(table: QTableWidget, look: FileLook, names: Sequence[str] | None = None) -> None:
    """Show the header and the first rows of a file; a mapped column's header names its field below."""
    table.clear()
    fields = {column: field for field, column in look.columns.items()}
    table.setColumnCount(len(look.header))
    labels = []
    for column, header in enumerate(look.header):
        field = fields.get(column)
        named = f"{visible(header)}\n→ {messages.name(f'field.{field}')}" if field else f"{visible(header)}\n "
        labels.append(named)
    table.setHorizontalHeaderLabels(list(names) if names else labels)
    table.setRowCount(min(PREVIEW, len(look.rows)))
    for row, cells in enumerate(look.rows[:PREVIEW]):
        for column, text in enumerate(cells[: len(look.header)]):
            table.setItem(row, column, plain.cell(text[:300]))
    table.resizeColumnsToContents()
    for column in range(table.columnCount()):
        table.setColumnWidth(column, min(260, max(70, table.columnWidth(column))))


def read_text(look: FileLook, name: str) -> str:
    """How a file was read, in one line."""
    if look.format.kind == "json":
        return tr("{0} is JSON; each object is a row, and its keys are the header.").replace("{0}", visible(name))
    if look.format.kind == "xlsx":
        return tr("{0} is a workbook; its first sheet is read.").replace("{0}", visible(name))
    said = tr("{0} is read as {1}; the first line is its header.")
    return said.replace("{0}", visible(name)).replace("{1}", encoding_name(look.format.encoding))


def holder(grid_owner: QWidget) -> QGridLayout:
    """The grid of a form's empty widget."""
    found = grid_owner.layout()
    return found if isinstance(found, QGridLayout) else QGridLayout(grid_owner)

"""Help: the keys, the filter language, and what this program is."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib.metadata import version

import PySide6
from PySide6.QtCore import QCoreApplication, qVersion
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialogButtonBox, QHeaderView, QMainWindow, QMenu, QTableWidget, QVBoxLayout, QWidget

from rakumap.core.filters import FIELDS, WORDS, Kind
from rakumap.core.job import Job
from rakumap.gui import messages, plain
from rakumap.gui.context import Context

Row = tuple[str, ...]


def tr(text: str) -> str:
    """Translate a text of this module."""
    return QCoreApplication.translate("HelpDialogs", text)


class TableDialog(plain.Dialog):
    """A title, a hint, one table, Copy and Close."""

    def __init__(
        self, parent: QWidget | None, name: str, title: str, hint: str, header: Sequence[str], rows: Sequence[Row]
    ) -> None:
        super().__init__(parent, name, title, (820, 600))
        column = self.column()
        column.addWidget(plain.label(title, kind="title"))
        column.addWidget(plain.label(hint, kind="hint", wrap=True))
        self.table = QTableWidget(len(rows), len(header))
        self.table.setObjectName(f"{name}_table")
        self.table.setHorizontalHeaderLabels(list(header))
        plain.prepare_table(self.table, title, stretch=len(header) - 1)
        for row, texts in enumerate(rows):
            for place, text in enumerate(texts):
                self.table.setItem(row, place, plain.cell(text, tip=text if len(text) > 60 else ""))
        self.table.resizeColumnsToContents()
        for place in range(len(header) - 1):
            self.table.horizontalHeader().setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
            self.table.setColumnWidth(place, min(300, self.table.columnWidth(place) + 16))
        column.addWidget(self.table, 1)
        column.addWidget(_buttons(self, lambda: plain.copy_text(plain.selected_tsv(self.table))))
        self.table.setFocus()


def _buttons(dialog: plain.Dialog, copy: object) -> QDialogButtonBox:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    copying = box.addButton(tr("&Copy"), QDialogButtonBox.ButtonRole.ActionRole)
    copying.clicked.connect(lambda: copy() if callable(copy) else None)
    box.rejected.connect(dialog.reject)
    copying.setAutoDefault(False)
    box.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
    plain.name_buttons(box)
    return box


OTHER_KEYS: tuple[tuple[str, str], ...] = (
    ("Tab, Shift+Tab", "Go to the next or the previous part of the window"),
    ("Esc", "Back to the table; close a dialog"),
    ("Enter", "In the search text: search the inventory"),
    ("Enter, double-click", "On a search result: link it to the listing and stay"),
    ("Ctrl+Enter", "On a search result: link it and go on to the next unlinked listing"),
    ("Space", "On a light of Channel Integration: switch it"),
)
"""Keys that are no menu entry."""


class ShortcutsDialog(TableDialog):
    """Every key, read from the menus as they are, and those of the table."""

    @classmethod
    def show_for(cls, window: QMainWindow) -> None:
        """Show the keys of this window."""
        hint = tr("Plain letters work while the table has the focus only; they can be switched off in Settings.")
        header = (tr("Menu"), tr("Keys"), tr("Does"))
        dialog = cls(window, "shortcuts", tr("Keyboard shortcuts"), hint, header, shortcut_rows(window))
        try:
            dialog.exec()
        finally:
            dialog.deleteLater()


def shortcut_rows(window: QMainWindow) -> list[Row]:
    """Menu, keys and name of every entry that has a key, then the keys that are no entry."""
    rows = [row for top in window.menuBar().actions() for row in _menu_rows(_plain(top.text()), top)]
    return rows + [(tr("Elsewhere"), keys, tr(does)) for keys, does in OTHER_KEYS]


def _menu_rows(name: str, top: QAction) -> list[Row]:
    """The rows of a menu and of the menus in it."""
    menu = top.menu()
    if not isinstance(menu, QMenu):
        return []
    rows: list[Row] = []
    for entry in menu.actions():
        if entry.menu() is not None:
            rows += _menu_rows(f"{name} > {_plain(entry.text())}", entry)
        elif row := _action_row(name, entry):
            rows.append(row)
    return rows


def _action_row(menu: str, action: QAction) -> Row | None:
    keys = ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())
    return (menu, keys, _plain(action.text())) if keys else None


def _plain(text: str) -> str:
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")


class FilterHelpDialog(TableDialog):
    """The filter language, made from its own tables."""

    @classmethod
    def show_for(cls, parent: QWidget | None = None) -> None:
        """Show it."""
        hint = tr(
            "Words side by side all have to fit; a leading - turns one round. Text contains, := is exact, :~ a regular "
            "expression; numbers and days take > >= < <= and 5..9; none and any ask whether there is a value."
        )
        header = (tr("Type"), tr("Also"), tr("Finds"))
        dialog = cls(parent, "filter_help", tr("How to filter"), hint, header, filter_rows())
        try:
            dialog.exec()
        finally:
            dialog.deleteLater()


_EXAMPLES = {
    Kind.TEXT: "{0}:mug",
    Kind.WHOLE: "{0}:>5",
    Kind.DECIMAL: "{0}:<=12.5",
    Kind.DATE: "{0}:>=2026-01-31",
    Kind.FLAG: "{0}:yes",
    Kind.STATE: "{0}:linked",
}


def filter_rows() -> list[Row]:
    """Every word and field of the language, with its other names and its meaning."""
    rows: list[Row] = [
        ("red mug", '"red mug"', tr("listings that contain both words, or the words in this order")),
        ("-title:mug", "", tr("listings whose title does not contain it")),
    ]
    rows += [(f"is:{word}", "", messages.translated(meaning)) for word, meaning in WORDS.items()]
    for name, field in FIELDS.items():
        others = ", ".join(f"{alias}:" for alias in field.aliases)
        rows.append((_EXAMPLES[field.kind].replace("{0}", name), others, messages.translated(field.meaning)))
    return rows


class AboutDialog(plain.Dialog):
    """Version, what it is built on, where the data lies."""

    def __init__(self, context: Context, parent: QWidget | None, sqlite: str) -> None:
        super().__init__(parent, "about", tr("About rakumap"), (520, 330))
        column = self.column()
        column.addWidget(plain.label(f"rakumap {version('rakumap')}", kind="title"))
        said = tr("Links marketplace listings to inventory items and keeps the quantities right.")
        column.addWidget(plain.label(said, wrap=True))
        facts = self._facts(context, sqlite)
        box = QVBoxLayout()
        box.setSpacing(6)
        for name, value in facts:
            text = plain.label(f"{name}: {value}", kind="hint", wrap=True)
            box.addWidget(text)
        column.addLayout(box)
        column.addStretch(1)
        copied = "\n".join([f"rakumap {version('rakumap')}", *(f"{name}: {value}" for name, value in facts)])
        column.addWidget(_buttons(self, lambda: plain.copy_text(copied)))

    @staticmethod
    def _facts(context: Context, sqlite: str) -> list[tuple[str, str]]:
        return [
            (tr("Python"), platform.python_version()),
            (tr("Qt and PySide6"), f"{qVersion()}, {PySide6.__version__}"),
            (tr("SQLite"), sqlite),
            (tr("Data"), str(context.services.paths.data)),
            (tr("Licence"), "MIT"),
        ]

    @classmethod
    def show_for(cls, context: Context, parent: QWidget | None = None) -> None:
        """Show it, once the version of SQLite is known."""

        def work(_: Job) -> str:
            from rakumap.store.sqlite_engine import driver_version

            return driver_version()

        def show(sqlite: str) -> None:
            dialog = cls(context, parent, sqlite)
            dialog.exec()
            dialog.deleteLater()

        context.runner.run(work, parent if parent is not None else context.runner, show)

"""Choosing files and folders; tests replace the methods."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget


def tr(text: str) -> str:
    """Translate a text of this module."""
    return QCoreApplication.translate("Files", text)


class Choose:
    """The system's own dialogs."""

    @classmethod
    def open_file(cls, parent: QWidget | None, title: str, filters: str) -> Path | None:
        """An existing file, or ``None``."""
        path, _ = QFileDialog.getOpenFileName(parent, title, "", filters)
        return Path(path) if path else None

    @classmethod
    def save_file(cls, parent: QWidget | None, title: str, suggested: str, filters: str) -> Path | None:
        """Where to write, asked again before a file is overwritten, or ``None``."""
        path, chosen = QFileDialog.getSaveFileName(parent, title, suggested, filters)
        if not path:
            return None
        suffix = next((one for one in (".xlsx", ".tsv", ".json") if one in chosen), ".csv")
        return Path(path) if Path(path).suffix else Path(path + suffix)

    @classmethod
    def folder(cls, parent: QWidget | None, title: str) -> Path | None:
        """An existing folder, or ``None``."""
        path = QFileDialog.getExistingDirectory(parent, title)
        return Path(path) if path else None


def tables_filter() -> str:
    """The filter for files that can be read."""
    return tr("Tables (*.csv *.tsv *.txt *.xlsx *.json *.jsonl *.ndjson);;All files (*)")


def choose_report(parent: QWidget, put: Callable[[str], object]) -> None:
    """Let a person choose a report file."""
    path = Choose.open_file(parent, tr("Choose the report"), tables_filter())
    if path is not None:
        put(str(path))


def choose_folder(parent: QWidget, put: Callable[[str], object]) -> None:
    """Let a person choose the folder whose newest file is the report."""
    path = Choose.folder(parent, tr("Choose the folder of the reports"))
    if path is not None:
        put(str(path))

"""The window's language: our texts and Qt's own. English needs it too, for its plural forms."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

FOLDER = Path(__file__).parent / "translations"


def install(app: QApplication, locale: QLocale | None = None) -> QLocale:
    """Install the translations that fit best, before the first widget is made; returns the language in use."""
    wanted = locale or QLocale.system()
    qt = QTranslator(app)
    if qt.load(wanted, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qt)
    english = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    for one in (wanted, english):
        ours = QTranslator(app)
        if ours.load(one, "rakumap", "_", str(FOLDER)):
            app.installTranslator(ours)
            return one
    return english

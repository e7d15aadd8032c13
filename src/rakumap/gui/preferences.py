"""Preferences: the entries of the menus View and Settings that change how things look and which keys work."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QTableView

from rakumap.gui.actions import Actions
from rakumap.gui.context import SettingsBox
from rakumap.gui.theme import Theme
from rakumap.system.settings import LARGEST_FONT, SMALLEST_FONT


class Preferences(QObject):
    """Keeps what is chosen in the settings, and the window as the settings say."""

    def __init__(
        self, settings: SettingsBox, theme: Theme, actions: Actions, tables: tuple[QTableView, ...], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._theme = theme
        self._actions = actions
        self._tables = tables
        for value in ("system", "light", "dark"):
            actions.on(f"theme_{value}", lambda one=value: settings.put(theme=one))  # type: ignore[misc]
        for value in ("comfortable", "compact"):
            actions.on(f"density_{value}", lambda one=value: settings.put(density=one))  # type: ignore[misc]
        actions.on("larger", lambda: self._resize(1))
        actions.on("smaller", lambda: self._resize(-1))
        actions.on("usual_size", lambda: settings.put(font_size=0))
        actions.on("letter_keys", lambda: settings.put(letter_keys=actions["letter_keys"].isChecked()))
        settings.changed.connect(self.apply)
        self.apply()

    def apply(self) -> None:
        """Look as the settings say."""
        value = self._settings.value
        self._theme.choose(value.theme)
        self._theme.resize_font(value.font_size)
        self._actions[f"theme_{value.theme}"].setChecked(True)
        self._actions[f"density_{value.density}"].setChecked(True)
        self._actions["letter_keys"].setChecked(value.letter_keys)
        self._actions.use_letters(value.letter_keys)
        for table in self._tables:
            height = self._theme.row_height(value.density, table.property("lines") or 1)
            table.verticalHeader().setMinimumSectionSize(min(height, 20))
            table.verticalHeader().setDefaultSectionSize(height)

    def _resize(self, by: int) -> None:
        now = self._settings.value.font_size or round(QApplication.font().pointSizeF())
        self._settings.put(font_size=max(SMALLEST_FONT, min(LARGEST_FONT, now + by)))

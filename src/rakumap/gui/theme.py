"""Theme: light and dark from one template and two sets of colours, the fonts, the icons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from string import Template

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QFontMetrics, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from rakumap.gui import rc_rakumap  # noqa: F401 - registers icons and style
from rakumap.gui.icons import SvgEngine, read_resource


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours by meaning; every pair of text and ground has a contrast of 4.5 or more."""

    ground: str
    card: str
    border: str
    text: str
    muted: str
    row: str
    hover: str
    pressed: str
    selection: str
    focus: str
    linked: str
    unlinked: str
    attention: str
    attention_ground: str
    primary: str
    primary_hover: str
    primary_pressed: str
    primary_text: str
    primary_off: str
    primary_off_text: str
    handle: str
    handle_hover: str


LIGHT = Tokens(
    ground="#f5f6f8",
    card="#ffffff",
    border="#dfe2e8",
    text="#1d2129",
    muted="#626a78",
    row="#fafbfc",
    hover="#eef1f6",
    pressed="#e2e7ef",
    selection="#dae7fb",
    focus="#2563eb",
    linked="#13703f",
    unlinked="#bf0000",
    attention="#9a4a00",
    attention_ground="#fff4dc",
    primary="#bf0000",
    primary_hover="#a60000",
    primary_pressed="#8c0000",
    primary_text="#ffffff",
    primary_off="#e9ebef",
    primary_off_text="#6b7280",
    handle="#c3c8d1",
    handle_hover="#9fa6b3",
)
DARK = Tokens(
    ground="#1e1f22",
    card="#26272b",
    border="#3b3d43",
    text="#e7e8eb",
    muted="#a2a8b3",
    row="#292a2f",
    hover="#313339",
    pressed="#3a3d44",
    selection="#34445c",
    focus="#7fb0ff",
    linked="#4fc98b",
    unlinked="#ff7076",
    attention="#f2b544",
    attention_ground="#3b321e",
    primary="#cf2b34",
    primary_hover="#dc3f47",
    primary_pressed="#b5232b",
    primary_text="#ffffff",
    primary_off="#34363c",
    primary_off_text="#9aa0ab",
    handle="#4d5058",
    handle_hover="#6a6e78",
)

CRUDE = {
    "",
    "sans",
    "sans serif",
    "dejavu sans",
    "bitstream vera sans",
    "helvetica",
    "fixed",
    "ms shell dlg 2",
    "tahoma",
}
"""Families a system falls back on when nobody chose a font."""
BETTER = ("Inter", "Noto Sans", "Segoe UI", "Cantarell", "Ubuntu", "Liberation Sans")
PADDING = {"comfortable": 14, "compact": 6}
"""Pixels that a row of a table is higher than its text, by density."""


class Theme(QObject):
    """The look of the whole application; follows the system until light or dark is chosen."""

    changed = Signal()

    def __init__(self, app: QApplication, choice: str = "system", font_size: int = 0) -> None:
        super().__init__(app)
        self._app = app
        self._choice = choice
        self._font = _font(app.font())
        self._icons: dict[str, QIcon] = {}
        self._colors: dict[str, QColor] = {}
        self._kept: list[tuple[QObject, Callable[[QIcon], None], str]] = []
        self.tokens = LIGHT
        self._points = -1
        """Of the font in force; nothing was set yet."""
        app.setStyle(QStyleFactory.create("Fusion"))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._apply)
        self.resize_font(font_size)

    @property
    def dark(self) -> bool:
        """Whether the dark colours are shown."""
        return self.tokens is DARK

    def choose(self, choice: str) -> None:
        """Take ``system``, ``light`` or ``dark``."""
        if choice != self._choice:
            self._choice = choice
            self._apply()

    def resize_font(self, points: int) -> None:
        """Write everything in this size; 0 is the system's."""
        if points == self._points:
            return
        self._points = points
        font = QFont(self._font)
        if points:
            font.setPointSizeF(points)
        self._app.setFont(font)
        self._apply()

    def row_height(self, density: str, lines: int = 1) -> int:
        """How high the rows of a table are, in pixels, with so many lines of text."""
        return QFontMetrics(self._app.font()).height() * lines + PADDING.get(density, PADDING["comfortable"])

    def color(self, name: str) -> QColor:
        """The colour of a token; not to be changed."""
        found = self._colors.get(name)
        if found is None:
            found = self._colors[name] = QColor(getattr(self.tokens, name))
        return found

    def icon(self, name: str, color: str = "text") -> QIcon:
        """The icon of this name, drawn in the colour of the token ``color``."""
        key = f"{name}/{color}"
        if key not in self._icons:
            colors = {QIcon.Mode.Normal: color, QIcon.Mode.Disabled: "handle_hover"}
            engine = SvgEngine(name, {mode: getattr(self.tokens, role) for mode, role in colors.items()})
            self._icons[key] = QIcon(engine)
        return self._icons[key]

    def keep_icon(self, owner: QObject, put: Callable[[QIcon], None], name: str) -> None:
        """Give an icon now and again whenever the colours change, as long as ``owner`` lives."""
        put(self.icon(name))
        self._kept = [kept for kept in self._kept if shiboken6.isValid(kept[0])]
        self._kept.append((owner, put, name))

    def _apply(self) -> None:
        scheme = QGuiApplication.styleHints().colorScheme()
        dark = self._choice == "dark" or (self._choice == "system" and scheme == Qt.ColorScheme.Dark)
        self.tokens = DARK if dark else LIGHT
        self._icons.clear()
        self._colors.clear()
        self._app.setPalette(_palette(self.tokens))
        shade = "dark" if dark else "light"
        pictures = {"arrow": f":/icons/arrow-down-{shade}.svg", "arrow_up": f":/icons/arrow-up-{shade}.svg"}
        pixels = QFontInfo(self._app.font()).pixelSize()
        sizes = {"title_size": f"{round(pixels * 1.3)}px", "number_size": f"{round(pixels * 1.45)}px"}
        values = asdict(self.tokens) | pictures | sizes | {"tick": ":/icons/tick.svg"}
        self._app.setStyleSheet(Template(read_resource(":/style.qss")).substitute(values))
        for owner, put, name in self._kept:
            if shiboken6.isValid(owner):
                put(self.icon(name))
        self.changed.emit()


def _font(system: QFont) -> QFont:
    """The system's font, unless it is one nobody chose and a better one is installed."""
    font = QFont(system)
    if QFontInfo(system).family().lower() in CRUDE or system.family().lower() in CRUDE:
        installed = set(QFontDatabase.families())
        better = next((family for family in BETTER if family in installed), None)
        if better is not None:
            font.setFamilies([better, system.family()])
    if font.pointSizeF() < 9.5:
        font.setPointSizeF(10.0)
    return font


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for name, color in (
        (role.Window, tokens.ground),
        (role.WindowText, tokens.text),
        (role.Base, tokens.card),
        (role.AlternateBase, tokens.row),
        (role.Text, tokens.text),
        (role.Button, tokens.card),
        (role.ButtonText, tokens.text),
        (role.PlaceholderText, tokens.muted),
        (role.ToolTipBase, tokens.card),
        (role.ToolTipText, tokens.text),
        (role.Highlight, tokens.selection),
        (role.HighlightedText, tokens.text),
        (role.Link, tokens.focus),
        (role.BrightText, tokens.unlinked),
        (role.Light, tokens.hover),
        (role.Midlight, tokens.hover),
        (role.Mid, tokens.border),
        (role.Dark, tokens.border),
        (role.Shadow, tokens.border),
        (role.Accent, tokens.focus),
    ):
        palette.setColor(name, QColor(color))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.primary_off_text))
    return palette

"""Icons: the SVG pictures of the resources in a theme's colours, drawn when they are shown and not before."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QFile, QIODevice, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer


class SvgEngine(QIconEngine):
    """Draws one picture at whatever size is asked for; the window's thread only.

    Raises ``FileNotFoundError`` at once when there is no picture of this name.
    """

    def __init__(self, name: str, colors: Mapping[QIcon.Mode, str]) -> None:
        super().__init__()
        self._name = name
        self._path = f":/icons/{name}.svg"
        if not QFile.exists(self._path):
            raise FileNotFoundError(self._path)
        self._colors = dict(colors)
        self._renderers: dict[str, QSvgRenderer] = {}
        self._pixmaps: dict[tuple[int, int, str], QPixmap] = {}

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        self._renderer(self._color(mode)).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        key = size.width(), size.height(), self._color(mode)
        if key not in self._pixmaps:
            pixmap = QPixmap(size)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            self.paint(painter, pixmap.rect(), mode, state)
            painter.end()
            self._pixmaps[key] = pixmap
        return QPixmap(self._pixmaps[key])

    def clone(self) -> QIconEngine:
        return SvgEngine(self._name, self._colors)

    def _color(self, mode: QIcon.Mode) -> str:
        return self._colors.get(mode, self._colors[QIcon.Mode.Normal])

    def _renderer(self, color: str) -> QSvgRenderer:
        if color not in self._renderers:
            svg = read_resource(self._path).replace("currentColor", color)
            self._renderers[color] = QSvgRenderer(QByteArray(svg.encode()))
        return self._renderers[color]


def read_resource(path: str) -> str:
    """The text of a resource. Raises ``FileNotFoundError``."""
    file = QFile(path)
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        raise FileNotFoundError(path)
    return bytes(file.readAll().data()).decode()

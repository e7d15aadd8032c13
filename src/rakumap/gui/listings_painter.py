"""ListingsPainter: draws the rows of the main panel in the theme's colours.

The view hands whole rows over. Qt's own way, cell by cell through a delegate, the model and the style sheet, takes six
times as long, and then scrolling is no longer smooth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QPixmap, QPolygonF, QStaticText

from rakumap.core.model import Listing, State
from rakumap.gui.cells import NUMBERS, Column

if TYPE_CHECKING:
    from rakumap.gui.listings_model import ListingsModel
    from rakumap.gui.theme import Theme

MARGIN = 10
TICK = 15
KEPT = 8_000
"""Laid out texts that are kept; some screens of all columns."""
_MUTED = frozenset({Column.LINKED_BY, Column.LINKED_AT, Column.LAST_UPDATE, Column.REASON})
_CHECK = ((3.8, 7.8), (6.6, 10.6), (11.4, 4.8))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column is drawn: its pixels from left to right."""

    column: Column
    left: int
    width: int


class ListingsPainter:
    """See the module. ``begin`` once for each picture, then ``row`` for each row of it."""

    def __init__(self, theme: Theme, model: ListingsModel) -> None:
        self._theme = theme
        self._model = model
        self._laid: dict[tuple[str, int, bool], tuple[QStaticText, float]] = {}
        self._ticks: dict[tuple[bool, bool], QPixmap] = {}
        self._ratio = 1.0
        self._plain = QFont()
        self._italic = QFont()
        theme.changed.connect(self._ticks.clear)

    def begin(self, painter: QPainter, font: QFont) -> None:
        """Get ready to draw with a font."""
        if not self._laid or font != self._plain:
            self._laid.clear()
            self._plain, self._italic = QFont(font), QFont(font)
            self._italic.setItalic(True)
        ratio = painter.device().devicePixelRatio()
        if ratio != self._ratio:
            self._ticks.clear()
            self._ratio = ratio
        painter.setFont(font)

    def row(self, painter: QPainter, row: int, rect: QRect, places: Sequence[Place], chosen: bool) -> bool:
        """Draw one row, and whether it was known; one that was not read yet is left empty and asked for."""
        if chosen:
            # The same without focus: the search panel names this row as the one it links.
            painter.fillRect(rect, self._theme.color("selection"))
        elif row % 2:
            painter.fillRect(rect, self._theme.color("row"))
        listing = self._model.listing_at(row)
        if listing is None:
            return False
        quiet = listing.state is State.GONE or self._model.is_stale(listing.key)
        for place in places:
            if place.column is Column.IGNORE_SYNC:
                self._tick(painter, place, rect, listing.ignore_sync, quiet)
            else:
                self._text(painter, place, rect, listing, quiet)
        return True

    def focus(self, painter: QPainter, rect: QRect) -> None:
        """Frame the cell under the cursor."""
        painter.setPen(QPen(self._theme.color("focus"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def _tick(self, painter: QPainter, place: Place, rect: QRect, on: bool, quiet: bool) -> None:
        picture = self._ticks.get((on, quiet)) or self._draw_tick(on, quiet)
        painter.drawPixmap(place.left + MARGIN - 1, rect.center().y() - (TICK + 1) // 2, picture)

    def _draw_tick(self, on: bool, quiet: bool) -> QPixmap:
        """A tick's picture, with a pixel around its box."""
        picture = QPixmap(QSize(TICK + 3, TICK + 3) * self._ratio)
        picture.setDevicePixelRatio(self._ratio)
        picture.fill(Qt.GlobalColor.transparent)
        box = QRectF(1, 1, TICK, TICK)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(0.5 if quiet else 1.0)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("linked"))
            painter.drawRoundedRect(box, 4, 4)
            pen = QPen(self._theme.color("card"), 2, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF([box.topLeft() + QPointF(x, y) for x, y in _CHECK]))
        else:
            painter.setPen(QPen(self._theme.color("handle_hover"), 1.2))
            painter.setBrush(self._theme.color("card"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()
        self._ticks[on, quiet] = picture
        return picture

    def _text(self, painter: QPainter, place: Place, rect: QRect, listing: Listing, quiet: bool) -> None:
        column = place.column
        text = self._model.text_of(listing, column)
        if not text:
            return
        italic = column is Column.LINKED_TO and listing.linked_to is None
        room = place.width - 2 * MARGIN
        laid, width = self._laid.get((text, room, italic)) or self._lay(text, room, italic)
        look = _look(listing, column, quiet)
        if italic and not quiet and self._model.cells.best(listing) is not None:
            look = "focus"
        painter.setPen(self._theme.color(look))
        if italic:
            painter.setFont(self._italic)
        left = float(place.left + MARGIN)
        if column in NUMBERS:
            left += room - width
        top = rect.top() + (rect.height() - round(laid.size().height())) // 2
        painter.drawStaticText(QPointF(left, top), laid)
        if italic:
            painter.setFont(self._plain)

    def _lay(self, text: str, room: int, italic: bool) -> tuple[QStaticText, float]:
        font = self._italic if italic else self._plain
        laid = _static(text, font)
        if laid.size().width() > room:
            laid = _static(QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room), font)
        if len(self._laid) >= KEPT:
            self._laid.clear()
        found = self._laid[text, room, italic] = laid, laid.size().width()
        return found


def _static(text: str, font: QFont) -> QStaticText:
    laid = QStaticText(text)
    laid.setTextFormat(Qt.TextFormat.PlainText)
    laid.prepare(font=font)
    return laid


def _look(listing: Listing, column: Column, quiet: bool) -> str:
    """The token of a cell's colour."""
    if quiet or column in _MUTED or (column is Column.LINKED_TO and listing.linked_to is None):
        return "muted"
    if column is Column.PROBLEM or (column is Column.WILL_SEND and listing.will_send == 0):
        return "attention"
    return "text"

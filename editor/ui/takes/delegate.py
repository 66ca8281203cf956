"""One tile of the contact sheet: picture and badges, below it name, marks, rating and a line more."""

from __future__ import annotations

from collections.abc import Callable

from qtpy.QtCore import QObject, QRect, QSize, Qt
from qtpy.QtGui import QColor, QFont, QImage, QPainter
from qtpy.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from editor.ui.icons import pixmap
from editor.ui.paint_items import LEFT, draw_image, draw_text, item
from editor.ui.theme import DIM, FOCUS, RAISED, TEXT, WARNING
from editor.ui.words import say

from .posters import Posters
from .rows import Glimpsed, Pending, Row, Tile
from .sheet_model import TILE, Index

SMALLEST, LARGEST, USUAL = 88, 360, 106
"""Widths of a picture, in pixels of the screen's own measure."""
_EDGE, _MARK, _STEP = 5, 13, 64
_BLACK, _BRIGHT = "#101010", "#ffffff"


class TakeDelegate(QStyledItemDelegate):
    """Draws tiles; `width` is that of their pictures."""

    def __init__(
        self,
        posters: Posters,
        glimpse: Callable[[], Glimpsed | None],
        clock: Callable[[], float],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._posters, self._glimpse, self._clock = posters, glimpse, clock
        self.width = USUAL
        self.order = ""

    def tile(self, font_height: int) -> QSize:
        """Return the size of a tile."""
        high = self.width * 9 // 16
        return QSize(self.width + 2 * _EDGE, high + 2 * font_height + 2 * _EDGE + 6)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self.tile(option.fontMetrics.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tile = index.data(TILE)
        if not isinstance(tile, Row | Pending):
            return
        with item(painter, option) as chosen:
            inside = option.rect.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
            place = QRect(inside.left(), inside.top(), inside.width(), self.width * 9 // 16)
            painter.fillRect(place, QColor(_BLACK))
            self._picture(painter, tile, place)
            words = QRect(inside.left(), place.bottom() + 4, inside.width(), option.fontMetrics.height())
            self._title(painter, tile, words, option.font, chosen)
            painter.setFont(option.font)
            painter.setPen(QColor(TEXT if chosen else DIM))
            draw_text(painter, words.translated(0, words.height() + 1), self._line(tile))

    def _picture(self, painter: QPainter, tile: Tile, place: QRect) -> None:
        scale = painter.device().devicePixelRatioF()
        if isinstance(tile, Row):
            # In steps, so that a drag of the size does not read every poster at every width.
            wide = -(-round(place.width() * scale) // _STEP) * _STEP
            image = self._posters.get(tile.poster, QSize(wide, wide * 9 // 16))
            draw_image(painter, image, place)
            if tile.circled:
                pen = painter.pen()
                pen.setColor(QColor(FOCUS))
                pen.setWidth(2)
                painter.setPen(pen)
                painter.drawRect(place.adjusted(1, 1, -1, -1))
            _badges(painter, tile.badges, place)
            return
        draw_image(painter, self._glimpsed(tile), place)
        _progress(painter, tile, place)

    def _glimpsed(self, tile: Pending) -> QImage | None:
        seen = self._glimpse()
        if seen is None or tile.task.started is None or tile.ended or seen.about != tile.task.about:
            return None
        size = seen.width, seen.height
        return QImage(seen.rgb, *size, 3 * seen.width, QImage.Format.Format_RGB888).copy()

    def _title(self, painter: QPainter, tile: Tile, place: QRect, font: QFont, chosen: bool) -> None:
        bold = QFont(font)
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(QColor(_BRIGHT if chosen else TEXT))
        if isinstance(tile, Pending):
            draw_text(painter, place, tile.name)
            return
        painter.drawText(place, LEFT, tile.id)
        x = place.left() + painter.fontMetrics().horizontalAdvance(tile.id) + 6
        scale = painter.device().devicePixelRatioF()
        for name in [mark for mark, on in (("circle", tile.circled), ("star-on", tile.starred)) if on]:
            image = pixmap(name, round(_MARK * scale), QColor(FOCUS))
            image.setDevicePixelRatio(scale)
            painter.drawPixmap(x, place.top() + (place.height() - _MARK) // 2, image)
            x += _MARK + 3
        if tile.rating:
            painter.setFont(font)
            painter.setPen(QColor(FOCUS))
            painter.drawText(
                QRect(x, place.top(), place.right() - x, place.height()), LEFT, "★" * tile.rating
            )

    def _line(self, tile: Tile) -> str:
        if isinstance(tile, Pending):
            return say("failed") if tile.ended else tile.state(self._clock())
        measured = tile.measured(self.order)
        parts = (measured, tile.note, tile.varied, tile.seed, tile.spent, tile.made[5:])
        return " · ".join(part for part in parts if part)


def _badges(painter: QPainter, badges: tuple[str, ...], place: QRect) -> None:
    """Write the badges onto the lower edge of the picture, one beside the other."""
    x, high = place.left() + 4, painter.fontMetrics().height()
    for text in badges:
        wide = painter.fontMetrics().horizontalAdvance(text) + 8
        if x + wide > place.right():
            return
        box = QRect(x, place.bottom() - high - 3, wide, high)
        painter.fillRect(box, QColor(0, 0, 0, 190))
        painter.setPen(QColor(WARNING if text == say("stale") else TEXT))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        x += wide + 3


def _progress(painter: QPainter, tile: Pending, place: QRect) -> None:
    if tile.ended:
        painter.setPen(QColor(WARNING))
        wrapped = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(place.adjusted(4, 2, -2, -2), wrapped, tile.cause)
        return
    line = QRect(place.left(), place.bottom() - 4, place.width(), 5)
    painter.fillRect(line, QColor(RAISED))
    if tile.task.total:
        done = round(line.width() * min(1.0, tile.task.done / tile.task.total))
        painter.fillRect(QRect(line.left(), line.top(), done, line.height()), QColor(FOCUS))

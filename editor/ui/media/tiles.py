"""A piece of media as a tile: picture, name, what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qtpy.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from qtpy.QtGui import QColor, QPainter, QPalette
from qtpy.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from editor.ui.icons import pixmap
from editor.ui.paint_items import draw_image, item
from editor.ui.theme import DIM, WARNING

from .pictures import Pictures
from .table import PIECE
from .text import kind_text, length_text, use_text

if TYPE_CHECKING:
    from editor.compile.pool import Piece

Index = QModelIndex | QPersistentModelIndex
LEAST, ROWS, MOST = 36, 64, 120
"""Rows of a tile's picture: the smallest, at first, the largest."""
_EDGE = 5


class Tiles(QStyledItemDelegate):
    """Draws a piece under its picture, which has so many `rows`."""

    def __init__(self, pictures: Pictures, parent: QObject) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self.rows = ROWS

    @property
    def picture(self) -> QSize:
        """The size of a picture's place, 16 to 9."""
        return QSize(round(self.rows * 16 / 9), self.rows)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = self.picture
        return QSize(size.width() + 2 * _EDGE, size.height() + 2 * option.fontMetrics.height() + 3 * _EDGE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        piece = index.data(PIECE)
        if piece is None:
            return
        with item(painter, option) as chosen:
            place = QRect(option.rect.topLeft(), self.picture).translated(_EDGE, _EDGE)
            self._picture(painter, place, piece)
            line = option.fontMetrics.height()
            words = QRect(place.left(), place.bottom() + 3, place.width(), line)
            name = option.fontMetrics.elidedText(piece.name, Qt.TextElideMode.ElideMiddle, words.width())
            painter.setPen(option.palette.color(QPalette.ColorRole.Text))
            painter.drawText(words, Qt.AlignmentFlag.AlignLeft, name)
            says = kind_text(piece) if piece.offline else length_text(piece) or kind_text(piece)
            says = says if piece.uses else f"{says} · {use_text(piece)}"
            painter.setPen(QColor(WARNING if piece.offline else "#e6e6e6" if chosen else DIM))
            below = words.translated(0, line)
            fitting = option.fontMetrics.elidedText(says, Qt.TextElideMode.ElideRight, below.width())
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft, fitting)

    def _picture(self, painter: QPainter, place: QRect, piece: Piece) -> None:
        painter.fillRect(place, QColor("#101010"))
        image = self._pictures.get(piece)
        if image is not None:
            draw_image(painter, image, place)
            return
        name = "offline" if piece.offline else "sound" if _is_sound(piece) else "film"
        scale = painter.device().devicePixelRatioF()
        mark = pixmap(name, round(24 * scale), QColor(WARNING if name == "offline" else DIM))
        mark.setDevicePixelRatio(scale)
        painter.drawPixmap(place.center().x() - 12, place.center().y() - 12, mark)


def _is_sound(piece: Piece) -> bool:
    info = piece.info
    return info is not None and info.format is None

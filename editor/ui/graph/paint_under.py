"""What lies under and beside the cards: the grid, backdrops, notes."""

from __future__ import annotations

import math
from collections.abc import Sequence

from qtpy.QtCore import QPointF, QRectF, Qt
from qtpy.QtGui import QColor, QFont, QPainter, QPen

from editor.ui.theme import DIM, FOCUS, TEXT
from nodes.graph.canvas import Backdrop, Note
from nodes.graph.layout import GRID

from .palette import BORDER, DOTS, GROUNDS, NOTE
from .view import View

TITLE = 24
"""How high a backdrop's title is, by which it is taken hold of, in units of the canvas."""
CORNER = 14
"""The corner by which a backdrop or a note is made larger."""
_WORDS = 0.25


def paint_dots(painter: QPainter, view: View, wide: int, high: int) -> None:
    """Draw the grid as dots, where they are far enough from one another."""
    step = GRID * 5
    if step * view.scale < 40:
        return
    painter.setPen(QPen(DOTS, 1))
    left, top = math.ceil(view.x / step), math.ceil(view.y / step)
    right, bottom = view.to_canvas(wide, high)
    points = [
        QPointF((column * step - view.x) * view.scale, (row * step - view.y) * view.scale)
        for column in range(left, int(right // step) + 1)
        for row in range(top, int(bottom // step) + 1)
    ]
    painter.drawPoints(points)


def paint_backdrops(
    painter: QPainter, grounds: Sequence[Backdrop], picked: frozenset[str], scale: float, focus: bool
) -> None:
    """Draw the backdrops, larger ones beneath smaller ones."""
    for ground in sorted(grounds, key=lambda each: -each.size[0] * each.size[1]):
        area = QRectF(*ground.place, *ground.size)
        colour = GROUNDS.get(ground.colour, GROUNDS["grey"])
        painter.setPen(_edge(ground.id in picked, focus))
        painter.setBrush(colour)
        painter.drawRect(area)
        painter.fillRect(QRectF(area.x(), area.y(), area.width(), TITLE), colour.lighter(135))
        if scale > _WORDS and ground.title:
            _words(painter, QRectF(area.x() + 8, area.y(), area.width() - 16, TITLE), ground.title, bold=True)
        _corner(painter, area)


def paint_notes(
    painter: QPainter, notes: Sequence[Note], picked: frozenset[str], scale: float, focus: bool
) -> None:
    """Draw the notes."""
    for note in notes:
        area = QRectF(*note.place, *note.size)
        painter.setPen(_edge(note.id in picked, focus))
        painter.setBrush(NOTE)
        painter.drawRect(area)
        if scale > _WORDS:
            _words(painter, area.adjusted(8, 6, -8, -6), note.text or "Empty note", dim=not note.text)
        _corner(painter, area)


def _edge(picked: bool, focus: bool) -> QPen:
    pen = QPen(QColor(FOCUS if focus else "#ffffff") if picked else BORDER, 2 if picked else 1)
    pen.setCosmetic(True)
    return pen


def _corner(painter: QPainter, area: QRectF) -> None:
    pen = QPen(BORDER, 1)
    pen.setCosmetic(True)
    painter.setPen(pen)
    for inset in (4, 8):
        painter.drawLine(
            QPointF(area.right() - inset, area.bottom() - 2), QPointF(area.right() - 2, area.bottom() - inset)
        )


def _words(painter: QPainter, area: QRectF, text: str, *, bold: bool = False, dim: bool = False) -> None:
    font = QFont(painter.font())
    font.setPixelSize(12)
    font.setBold(bold)
    painter.setFont(font)
    painter.setPen(QColor(DIM if dim else TEXT))
    if bold:
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
    else:
        painter.drawText(area, int(Qt.TextFlag.TextWordWrap), text)

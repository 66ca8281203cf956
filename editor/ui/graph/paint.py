"""The drawing of a chain of nodes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qtpy.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from qtpy.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from editor.ui.theme import DIM, EDGE, FOCUS, RAISED, TEXT, WARNING

from .model import Box

MARGIN, HEIGHT, GAP = 12, 40, 18
_INDENT = 22
_WIDEST = 340


def place_of(place: int, width: int) -> QRect:
    """Return where the box of that place stands in a widget so wide."""
    across = min(width - 2 * MARGIN - _INDENT, _WIDEST)
    return QRect(MARGIN + _INDENT, MARGIN + place * (HEIGHT + GAP), max(60, across), HEIGHT)


def paint_chain(
    painter: QPainter, boxes: Sequence[Box], selected: str | None, width: int, dirty: QRect, focus: bool
) -> None:
    """Draw the boxes that lie in the part that is asked for, and the links between all of them."""
    if not boxes:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(DIM), 1.5))
    straight, bent = _links(boxes, width)
    painter.drawLines(straight)
    for path in bent:
        painter.drawPath(path)
    for place, box in enumerate(boxes):
        where = place_of(place, width)
        if where.adjusted(-2, -2, 2, 2).intersects(dirty):
            _box(painter, box, where, box.id == selected, focus)
    _output(painter, place_of(len(boxes), width))


def _links(boxes: Sequence[Box], width: int) -> tuple[list[QLineF], list[QPainterPath]]:
    straight, bent = [], []
    for place, source in _feeds(boxes):
        top, bottom = place_of(source, width), place_of(place, width)
        if place - source == 1:
            middle = top.center().x()
            straight.append(QLineF(middle, top.bottom() + 1, middle, bottom.top()))
            continue
        path = QPainterPath(QPointF(top.left(), top.center().y()))
        left = top.left() - 14.0
        path.cubicTo(left, top.center().y(), left, bottom.center().y(), bottom.left(), bottom.center().y())
        bent.append(path)
    return straight, bent


def _feeds(boxes: Sequence[Box]) -> Iterator[tuple[int, int]]:
    for place, box in enumerate(boxes):
        for source in dict.fromkeys(box.feeds):
            yield place, source
    yield len(boxes), len(boxes) - 1


def _box(painter: QPainter, box: Box, where: QRect, selected: bool, focus: bool) -> None:
    edge = FOCUS if selected and focus else "#ffffff" if selected else WARNING if box.problem else EDGE
    style = Qt.PenStyle.DashLine if box.bypass else Qt.PenStyle.SolidLine
    painter.setPen(QPen(QColor(edge), 2 if selected else 1, style))
    painter.setBrush(QColor("#2c2c2c" if box.bypass else RAISED))
    painter.drawRoundedRect(QRectF(where).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    inside = where.adjusted(10, 4, -10, -4)
    font = painter.font()
    bold = QFont(font)
    bold.setBold(True)
    painter.setFont(bold)
    painter.setPen(QColor(DIM if box.bypass else TEXT))
    top = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
    metrics = painter.fontMetrics()
    painter.drawText(inside, top, metrics.elidedText(box.id, Qt.TextElideMode.ElideRight, inside.width()))
    painter.setFont(font)
    said = box.problem or (f"{box.type}, bypassed" if box.bypass else box.type)
    painter.setPen(QColor(WARNING if box.problem else DIM))
    below = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
    shown = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, inside.width())
    painter.drawText(inside, below, shown)


def _output(painter: QPainter, where: QRect) -> None:
    painter.setPen(QPen(QColor(EDGE), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    shape = QRectF(where.adjusted(0, 0, 0, -14))
    painter.drawRoundedRect(shape, 13, 13)
    painter.setPen(QColor(DIM))
    painter.drawText(shape, Qt.AlignmentFlag.AlignCenter, "output")

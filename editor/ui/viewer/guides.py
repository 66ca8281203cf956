"""Lines over the picture that say where things belong: safe areas, thirds, middle, other shapes."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from qtpy.QtCore import QLineF, QPointF, QRectF, Qt
from qtpy.QtGui import QColor, QPainter, QPen

from .guided import ACTION, SHAPES, TITLE, Guides
from .tools import Surface

GRID_FROM = 16.0
"""Qt's pixels a pixel from which the pixels' grid is drawn."""
_LINE, _SHADOW, _MASK = QColor(255, 255, 255, 150), QColor(0, 0, 0, 110), QColor(0, 0, 0, 190)


def inset(area: QRectF, share: float) -> QRectF:
    """Return the middle part of an area, `share` of it each way."""
    left, top = area.width() * (1 - share) / 2, area.height() * (1 - share) / 2
    return area.adjusted(left, top, -left, -top)


def shaped(area: QRectF, wide: Fraction) -> QRectF:
    """Return the largest part in the middle of an area that is so many times as wide as high."""
    width = min(area.width(), area.height() * float(wide))
    height = width / float(wide)
    return QRectF(area.center().x() - width / 2, area.center().y() - height / 2, width, height)


def draw_guides(painter: QPainter, guides: Guides, area: QRectF) -> None:
    """Draw the guides over a picture."""
    if not guides.shown.value:
        return
    if shape := SHAPES.get(guides.shape.value):
        kept = shaped(area, shape)
        _mask(painter, area, kept)
        area = kept
    lines = guides.lines.value
    frames = [inset(area, share) for name, share in (("action", ACTION), ("title", TITLE)) if name in lines]
    strokes = [*(_thirds(area) if "thirds" in lines else ()), *(_cross(area) if "centre" in lines else ())]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((_SHADOW, 3.0), (_LINE, 1.0)):
        painter.setPen(QPen(colour, width))
        for frame in frames:
            painter.drawRect(frame)
        painter.drawLines(strokes)


def draw_grid(painter: QPainter, surface: Surface, canvas: QRectF) -> None:
    """Draw the edges of pixels where they are large enough to be told apart."""
    if surface.scale < GRID_FROM:
        return
    left, top = surface.on_picture(canvas.topLeft())
    right, bottom = surface.on_picture(canvas.bottomRight())
    columns, rows = surface.size
    over = QRectF(surface.on_canvas(0, 0), surface.on_canvas(columns, rows)).intersected(canvas)
    across = [surface.on_canvas(x, 0).x() for x in range(max(0, int(left)), min(columns, int(right) + 1) + 1)]
    down = [surface.on_canvas(0, y).y() for y in range(max(0, int(top)), min(rows, int(bottom) + 1) + 1)]
    painter.setPen(QPen(QColor(128, 128, 128, 90), 0))
    painter.drawLines([QLineF(x, over.top(), x, over.bottom()) for x in across])
    painter.drawLines([QLineF(over.left(), y, over.right(), y) for y in down])


def _mask(painter: QPainter, area: QRectF, kept: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for bar in (
        QRectF(area.topLeft(), QPointF(area.right(), kept.top())),
        QRectF(QPointF(area.left(), kept.bottom()), area.bottomRight()),
        QRectF(QPointF(area.left(), kept.top()), QPointF(kept.left(), kept.bottom())),
        QRectF(QPointF(kept.right(), kept.top()), QPointF(area.right(), kept.bottom())),
    ):
        painter.fillRect(bar, _MASK)


def _thirds(area: QRectF) -> Iterable[QLineF]:
    for share in (1 / 3, 2 / 3):
        x, y = area.left() + area.width() * share, area.top() + area.height() * share
        yield QLineF(x, area.top(), x, area.bottom())
        yield QLineF(area.left(), y, area.right(), y)


def _cross(area: QRectF) -> Iterable[QLineF]:
    middle, arm = area.center(), min(area.width(), area.height()) / 24
    yield QLineF(middle - QPointF(arm, 0), middle + QPointF(arm, 0))
    yield QLineF(middle - QPointF(0, arm), middle + QPointF(0, arm))

"""Drawing scopes: their traces, and the lines by which they are read."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from qtpy.QtCore import QLineF, QPointF, QRectF, Qt
from qtpy.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from nodes.engine.scope_places import BARS, LEVELS, SKIN_DEGREES, chroma_place

GROUND = QColor("#101010")
_LINE, _FAINT, _WORDS = QColor(255, 255, 255, 60), QColor(255, 255, 255, 28), QColor("#9a9a9a")
_CURVES = ((QColor(235, 80, 80), 0), (QColor(80, 205, 100), 1), (QColor(90, 130, 245), 2))
_LUMA = QColor(220, 220, 220)
_LABELS, _TALL = 34.0, 150.0


def paint_scope(painter: QPainter, name: str, made: Any, area: QRectF) -> None:
    """Draw a scope within an area; without `made` its lines alone."""
    painter.fillRect(area, GROUND)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    PAINTERS[name](painter, made, area)


def image_of(made: Any) -> QImage:
    """Return RGBA over its own bytes, which must be held while the image is."""
    rows, columns = made.shape[:2]
    return QImage(made.data, columns, rows, columns * 4, QImage.Format.Format_RGBA8888_Premultiplied)


def level_line(percent: float, inside: QRectF) -> QLineF:
    """Return the line of so many per cent of the display's signal."""
    y = inside.bottom() - percent / 100 * inside.height()
    return QLineF(inside.left(), y, inside.right(), y)


def _levels(painter: QPainter, made: Any, area: QRectF, parts: int = 1) -> None:
    inside = area.adjusted(_LABELS, 10, -6, -10)
    if made is not None:
        painter.drawImage(inside, image_of(made))
    for percent in range(0, 101, 10):
        strong = percent % 50 == 0
        painter.setPen(QPen(_LINE if strong else _FAINT, 1))
        line = level_line(percent, inside)
        painter.drawLine(line)
        if percent % 20 == 0 if inside.height() > _TALL else strong:
            painter.setPen(_WORDS)
            words = QRectF(area.left(), line.y1() - 8, _LABELS - 5, 16)
            flags = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(words, flags, str(percent))
    painter.setPen(QPen(_LINE, 1))
    for part in range(1, parts):
        x = inside.left() + inside.width() * part / parts
        painter.drawLine(QLineF(x, inside.top(), x, inside.bottom()))


def _parade(painter: QPainter, made: Any, area: QRectF) -> None:
    _levels(painter, made, area, 3)


def _vectorscope(painter: QPainter, made: Any, area: QRectF) -> None:
    side = min(area.width(), area.height()) - 12
    inside = QRectF(area.center().x() - side / 2, area.center().y() - side / 2, side, side)
    if made is not None:
        painter.drawImage(inside, image_of(made))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_FAINT, 1))
    for share in (0.25, 0.5, 0.75, 1.0):
        painter.drawEllipse(inside.center(), side / 2 * share, side / 2 * share)
    painter.drawLine(QLineF(inside.left(), inside.center().y(), inside.right(), inside.center().y()))
    painter.drawLine(QLineF(inside.center().x(), inside.top(), inside.center().x(), inside.bottom()))
    painter.setPen(QPen(_LINE, 1.2))
    painter.drawLine(QLineF(inside.center(), skin_end(inside)))
    for name, colour in BARS.items():
        place, box = placed(chroma_place(*colour), inside), side * 0.035
        painter.setPen(QPen(_LINE, 1.2))
        painter.drawRect(QRectF(place.x() - box / 2, place.y() - box / 2, box, box))
        painter.setPen(_WORDS)
        out = place - inside.center()
        beside = place + out / max(1.0, math.hypot(out.x(), out.y())) * (box + 8)
        spot = QRectF(beside.x() - 14, beside.y() - 8, 28, 16)
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), name)


def placed(place: tuple[float, float], inside: QRectF) -> QPointF:
    """Return where a column and row of 256 lie in a square."""
    column, row = place
    return QPointF(
        inside.left() + (column + 0.5) / LEVELS * inside.width(),
        inside.top() + (row + 0.5) / LEVELS * inside.height(),
    )


def skin_end(inside: QRectF) -> QPointF:
    """Return the end of the line on which skin lies."""
    radians, reach = math.radians(SKIN_DEGREES), inside.width() / 2
    return inside.center() + QPointF(math.cos(radians) * reach, -math.sin(radians) * reach)


def _histogram(painter: QPainter, made: Any, area: QRectF) -> None:
    inside = area.adjusted(8, 10, -8, -8)
    painter.setPen(QPen(_FAINT, 1))
    for quarter in range(5):
        x = inside.left() + inside.width() * quarter / 4
        painter.drawLine(QLineF(x, inside.top(), x, inside.bottom()))
    if made is None:
        return
    # Black and white bars of a letterbox would press everything else flat.
    most = max(1e-6, float(made[:, 1:-1].max()))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
    for colour, place in _CURVES:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour.red(), colour.green(), colour.blue(), 130))
        curve = _curve(made[place], most, inside)
        painter.drawPolygon([inside.bottomLeft(), *curve, inside.bottomRight()])
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    painter.setPen(QPen(_LUMA, 1.2))
    painter.drawPolyline(QPolygonF(_curve(made[3], most, inside)))


def _curve(shares: Any, most: float, inside: QRectF) -> list[QPointF]:
    step = inside.width() / (LEVELS - 1)
    heights = [math.sqrt(min(1.0, float(share) / most)) for share in shares]
    return [
        QPointF(inside.left() + code * step, inside.bottom() - height * inside.height())
        for code, height in enumerate(heights)
    ]


PAINTERS: Mapping[str, Callable[[QPainter, Any, QRectF], None]] = {
    "waveform": _levels,
    "parade": _parade,
    "vectorscope": _vectorscope,
    "histogram": _histogram,
}

"""A colour of the working space drawn as the display shows it."""

from __future__ import annotations

from collections.abc import Sequence

from qtpy.QtCore import QPointF, QRectF, QSize, Qt
from qtpy.QtGui import QColor, QPainter, QPen, QPixmap

from editor.ui.theme import EDGE, TEXT

from .shades import Display


def swatch(light: Sequence[float], display: Display | None, size: QSize, ratio: float) -> QPixmap:
    """Return a colour on a plate: a notch where it is beyond the display, a stroke while nobody knows."""
    made = QPixmap(size * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QRectF(QPointF(0, 0), size.toSizeF()).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(QColor(EDGE), 1))
    if display is not None:
        painter.setBrush(QColor(*display.bytes(light)))
    painter.drawRect(area)
    if display is None:
        painter.drawLine(area.bottomLeft(), area.topRight())
    elif display.is_beyond(light):
        notch = [area.topRight(), area.topRight() - QPointF(8, 0), area.topRight() + QPointF(0, 8)]
        painter.setBrush(QColor(TEXT))
        painter.drawPolygon(notch)
    painter.end()
    return made

"""Drawing the ruler."""

from __future__ import annotations

from qtpy.QtCore import QLine, QPoint, QRect, Qt
from qtpy.QtGui import QColor, QPainter, QPolygon

from .paint_over import draw_line, draw_marks, draw_range
from .ruler import ticks
from .scene import Scene
from .view import RULER


def draw_ruler(painter: QPainter, scene: Scene) -> None:
    """Draw ticks, labels, in and out, the cut's own markers and the playhead's handle, from pixel 0 down."""
    colours, cut = scene.colours, scene.model.cut
    painter.fillRect(QRect(scene.start, 0, scene.end - scene.start, RULER), QColor(colours.ruler))
    marked = scene.model.session.marked.value
    start = None if cut is None else cut.start
    lines: list[QLine] = []
    painter.setFont(scene.labels.font)
    painter.setPen(QColor(colours.text_dim))
    for tick in ticks(scene.view, scene.rate, start, scene.model.units.value):
        lines.append(QLine(tick.x, RULER - (9 if tick.label else 5), tick.x, RULER - 2))
        if tick.label and tick.x >= 0 and tick.x + 4 + scene.labels.width(tick.label) <= scene.view.width:
            scene.labels.draw(painter, tick.x + 4, 9, tick.label)
    painter.setPen(QColor(colours.tick))
    painter.drawLines(lines)
    painter.setPen(Qt.PenStyle.NoPen)
    if marked is not None:
        draw_range(painter, scene, RULER - 10, 9)
    for first, count in scene.model.cached.value:
        left, right = scene.shown(scene.x(first)), scene.shown(scene.x(first + count))
        painter.fillRect(QRect(left, RULER - 3, max(right - left, 1), 2), QColor(colours.cached))
    draw_marks(painter, scene, scene.model.marks, 1)
    painter.fillRect(QRect(scene.start, RULER - 1, scene.end - scene.start, 1), QColor(colours.line))
    draw_line(painter, scene, scene.model.guide.value, colours.snap, 0, RULER)
    x = draw_line(painter, scene, scene.model.session.playhead.value, colours.playhead, RULER - 12, 12)
    if x is not None:
        painter.setBrush(QColor(colours.playhead))
        corners = (
            (x - 6, RULER - 13),
            (x + 6, RULER - 13),
            (x + 6, RULER - 8),
            (x, RULER - 1),
            (x - 6, RULER - 8),
        )
        painter.drawPolygon(QPolygon([QPoint(*corner) for corner in corners]))

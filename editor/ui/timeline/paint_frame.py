"""Drawing the ruler and the track headers."""

from __future__ import annotations

from qtpy.QtCore import QLine, QPoint, QRect, Qt
from qtpy.QtGui import QColor, QPainter, QPolygon

from .paint_over import draw_line, draw_marks, draw_range
from .ruler import ticks
from .scene import Scene
from .view import HEADER, RULER


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


def draw_headers(painter: QPainter, scene: Scene) -> None:
    """Draw each row's name and what it holds, struck out where it is not enabled, from pixel 0 right."""
    colours, height = scene.colours, scene.row_height
    labels = scene.labels
    painter.fillRect(QRect(0, 0, HEADER, scene.view.height), QColor(colours.ground))
    painter.setBrush(QColor(colours.header))
    painter.drawRects([QRect(0, top, HEADER - 1, height - 1) for top, _ in scene.tops()])
    two_lines = height >= 2 * labels.metrics.height() + 4
    struck: list[QLine] = []
    painter.setFont(labels.font)
    for top, row in scene.tops():
        word = "" if row.word == row.name else row.word.lower()
        states = (word, "" if row.enabled else "off", "locked" if row.locked else "")
        note = " · ".join(state for state in states if state)
        middle = top + (height - 1) // 2
        line = labels.metrics.height() // 2 if two_lines and note else 0
        room = HEADER - 18 - (0 if two_lines else labels.width(note) + 8)
        name = labels.fitting(row.name, max(room, 30))
        painter.setPen(QColor(colours.text if row.enabled else colours.text_off))
        labels.draw(painter, 8, middle - line, name)
        if not row.enabled:
            struck.append(labels.strike(8, middle - line, name))
        painter.setPen(QColor(colours.text_dim))
        labels.draw(painter, 8 if two_lines else HEADER - 10 - labels.width(note), middle + line, note)
    painter.setPen(QColor(colours.text_off))
    painter.drawLines(struck)
    painter.setPen(Qt.PenStyle.NoPen)

"""Drawing what lies over the items: transitions, markers, selection, an edge under way, the playhead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from qtpy.QtCore import QLine, QPoint, QRect, Qt
from qtpy.QtGui import QBrush, QColor, QPainter, QPen, QPolygon

from nodes.api.times import Time

from .rows import Mark
from .scene import Lane, Scene
from .view import row_height, row_top

_FLAG = 5
_WORDS = 480
"""Pixels that what is said of an edit under way may take."""


def draw_transitions(painter: QPainter, scene: Scene, lanes: list[Lane]) -> None:
    """Draw each transition over both items, with the line along which one gives way to the other."""
    rects = []
    for lane in lanes:
        for change in scene.changes(lane.row):
            left, right = scene.shown(scene.x(change.start)), scene.shown(scene.x(change.end))
            if right > scene.start and left < scene.end and right - left >= 2:
                rects.append(QRect(left, lane.top + 1, right - left - 1, lane.tall - 3))
    painter.setBrush(QColor(scene.colours.transition))
    painter.drawRects(rects)
    painter.setPen(QColor(scene.colours.transition_line))
    painter.drawLines([QLine(r.bottomLeft(), r.topRight()) for r in rects if r.width() >= 6])
    painter.setPen(Qt.PenStyle.NoPen)


def draw_marks(painter: QPainter, scene: Scene, marks: Sequence[Mark], top: int) -> None:
    """Draw markers as flags that point down at `top`, with a bar as long as they last."""
    bars: dict[str, list[QRect]] = defaultdict(list)
    flags: dict[str, list[int]] = defaultdict(list)
    for mark in marks:
        left, right = scene.x(mark.start), scene.x(mark.end)
        if right < scene.start - _FLAG or left > scene.end + _FLAG:
            continue
        colour = scene.colours.of_marker(mark.marker.colour)
        flags[colour].append(scene.shown(left))
        if right - left > _FLAG:
            left, right = scene.shown(left), scene.shown(right)
            bars[colour].append(QRect(left, top, right - left, 2))
    for colour, places in flags.items():
        painter.setBrush(QColor(colour))
        painter.drawRects(bars[colour])
        # Flags that fall together on a pixel are one.
        painter.setPen(QColor(scene.colours.line))
        for x in dict.fromkeys(places):
            painter.drawPolygon(_flag(x, top))
        painter.setPen(Qt.PenStyle.NoPen)


def _flag(x: int, top: int) -> QPolygon:
    reach = _FLAG - 1
    return QPolygon(
        [
            QPoint(x - reach, top),
            QPoint(x + reach, top),
            QPoint(x + reach, top + 4),
            QPoint(x, top + 9),
            QPoint(x - reach, top + 4),
        ]
    )


def draw_selection(painter: QPainter, scene: Scene, lanes: list[Lane]) -> None:
    """Draw a frame around selected transitions; items have theirs in the row's picture."""
    spans = [
        (lane, scene.shown(scene.x(change.start)), scene.shown(scene.x(change.end)))
        for lane in lanes
        for change in scene.changes(lane.row)
        if change.item.id in scene.selected.ids
    ]
    pen = QPen(QColor(scene.colours.selected), 2)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRects(
        [QRect(x + 1, lane.top + 2, max(end - x - 4, 1), lane.tall - 6) for lane, x, end in spans]
    )
    painter.setPen(Qt.PenStyle.NoPen)


def draw_ghost(painter: QPainter, scene: Scene) -> None:
    """Draw where the clips of an edit under way would stand, and how far they would move."""
    ghost = scene.model.ghost.value
    if ghost is None:
        return
    colour = QColor(scene.colours.refused if ghost.refused else scene.colours.preview)
    painter.setPen(QPen(colour, 2))
    wash = QColor(colour)
    wash.setAlpha(50)
    painter.setBrush(QBrush(wash))
    for piece in ghost.pieces:
        left, right = (scene.shown(scene.x_of(time)) for time in (piece.start, piece.end))
        height, top = row_height(scene.view, piece.row), row_top(scene.view, piece.row)
        painter.drawRect(QRect(left, top + 1, max(right - left - 1, 1), height - 4))
    painter.setPen(Qt.PenStyle.NoPen)
    height, top = row_height(scene.view, ghost.row), row_top(scene.view, ghost.row)
    words = scene.labels.fitting(ghost.words, min(_WORDS, scene.view.width - 20))
    wide, tall = scene.labels.width(words) + 10, scene.labels.metrics.height() + 4
    x = min(max(scene.shown(scene.x_of(ghost.at)) + 6, 0), scene.view.width - wide)
    y = top + height + 2 if top + height + 2 + tall <= scene.view.height else top - tall - 2
    painter.setBrush(colour)
    painter.drawRect(QRect(x, y, wide, tall))
    painter.setPen(QColor(scene.colours.line))
    painter.setFont(scene.labels.font)
    scene.labels.draw(painter, x + 5, y + tall // 2, words)
    painter.setPen(Qt.PenStyle.NoPen)


def draw_range(painter: QPainter, scene: Scene, top: int, height: int) -> None:
    """Draw the range from in to out."""
    marked = scene.model.session.marked.value
    if marked is None:
        return
    left, right = (scene.shown(scene.x_of(time)) for time in (marked.start, marked.end))
    painter.fillRect(QRect(left, top, right - left, height), QColor(scene.colours.range))
    for x in (left, right - 1):
        painter.fillRect(QRect(x, top, 1, height), QColor(scene.colours.range_edge))


def draw_locked(painter: QPainter, scene: Scene, lanes: Sequence[Lane]) -> None:
    """Draw slanting lines over rows that are locked."""
    painter.setBrushOrigin(-scene.origin % 8, 0)
    for lane in lanes:
        if lane.row.locked:
            area = QRect(scene.start, lane.top, scene.end - scene.start, lane.tall - 1)
            painter.fillRect(area, QBrush(QColor(scene.colours.lock_lines), Qt.BrushStyle.BDiagPattern))
    painter.setBrushOrigin(0, 0)


def draw_line(
    painter: QPainter, scene: Scene, time: Time | None, colour: str, top: int, height: int
) -> int | None:
    """Draw an upright line at an instant; return its pixel, None where it is out of sight."""
    if time is None:
        return None
    x = scene.x_of(time)
    if not scene.start - 8 <= x <= scene.end + 8:
        return None
    painter.fillRect(QRect(x, top, 1, height), QColor(colour))
    return x

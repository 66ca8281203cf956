"""One picture of the timeline, from the ground up."""

from __future__ import annotations

from qtpy.QtCore import QRect, Qt
from qtpy.QtGui import QColor, QPainter

from editor.ui.words import later, say

from .gestures import Area
from .paint_bands import draw_bands
from .paint_film import draw_film
from .paint_frame import draw_ruler
from .paint_headers import Headers
from .paint_lanes import draw_items
from .paint_over import (
    draw_ghost,
    draw_line,
    draw_locked,
    draw_marks,
    draw_range,
    draw_selection,
    draw_transitions,
)
from .paint_words import draw_words
from .scene import Scene
from .view import HEADER, RULER

NO_CUT = later("No cut is open\nDrop a timeline or media here")
NO_CLIP = later("Nothing is in this cut yet\nDrop a timeline or media here")


def draw(painter: QPainter, scene: Scene, headers: Headers) -> None:
    """Draw lanes, ruler and headers; `scene.start` and `scene.end` are the lanes' pixels to draw."""
    view, colours = scene.view, scene.colours
    painter.setPen(Qt.PenStyle.NoPen)
    painter.save()
    painter.setClipRect(QRect(HEADER, RULER, view.width, view.height), Qt.ClipOperation.IntersectClip)
    painter.translate(HEADER, RULER)
    rows = scene.lanes()
    lanes = rows.each
    heard = draw_items(painter, scene, rows)
    seen = draw_film(painter, scene, lanes)
    if scene.film is not None and scene.start == 0 and scene.end >= view.width:
        scene.film.want(seen, heard)
    draw_locked(painter, scene, lanes)
    draw_transitions(painter, scene, lanes)
    draw_range(painter, scene, 0, view.height)
    draw_words(painter, scene, rows)
    for lane in lanes:
        if lane.row.marks:
            draw_marks(painter, scene, lane.row.marks, lane.top + 1)
    draw_bands(painter, scene, lanes)
    draw_selection(painter, scene, lanes)
    draw_line(painter, scene, scene.model.guide.value, colours.snap, 0, view.height)
    draw_line(painter, scene, scene.model.session.playhead.value, colours.playhead, 0, view.height)
    draw_ghost(painter, scene)
    painter.restore()
    painter.save()
    painter.setClipRect(QRect(HEADER, 0, view.width, RULER), Qt.ClipOperation.IntersectClip)
    painter.translate(HEADER, 0)
    draw_ruler(painter, scene)
    painter.restore()
    if painter.clipBoundingRect().left() < HEADER:
        painter.drawPixmap(0, RULER, headers.get(scene, painter.device().devicePixelRatioF()))
    painter.fillRect(QRect(0, 0, HEADER, RULER), QColor(colours.line))
    painter.fillRect(QRect(0, 0, HEADER - 1, RULER - 1), QColor(colours.ruler))


def draw_band(painter: QPainter, scene: Scene, area: Area) -> None:
    """Draw the rectangle that selects."""
    painter.setPen(QColor(scene.colours.selected))
    painter.setBrush(QColor(scene.colours.band))
    left, top = max(round(area.left), HEADER), max(round(area.top), RULER)
    painter.drawRect(QRect(left, top, round(area.right) - left, round(area.bottom) - top))


def draw_words_instead(painter: QPainter, scene: Scene, area: QRect, text: str) -> None:
    """Say why nothing is to be seen, and what to do."""
    painter.setFont(scene.labels.font)
    painter.setPen(QColor(scene.colours.text_dim))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, say(text))

"""Drawing the lines of level and opacity, their keys, and fades."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from qtpy.QtCore import QLine, QPoint, QRect, Qt
from qtpy.QtGui import QColor, QPainter, QPen, QPolygon

from .band_drag import Bent
from .bands import GRIP, HANDLE, NARROWEST, TALLEST, Band, area, band_of, fade_frames, height_y, line_y
from .rows import KIND, OFFLINE, PICTURE, RUN, SOUND
from .scene import Lane, Scene
from .view import row_height, row_top


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    lines: list[QLine] = field(default_factory=list)
    fades: list[QLine] = field(default_factory=list)
    keys: list[QPolygon] = field(default_factory=list)
    handles: list[QRect] = field(default_factory=list)


def draw_bands(painter: QPainter, scene: Scene, lanes: list[Lane]) -> None:
    """Draw what level and opacity are set to: of sounds always, of pictures where it says something."""
    drawn = _Drawn()
    bent = scene.model.bent.value
    for lane in lanes:
        if lane.tall >= TALLEST and not lane.off:
            _lane(scene, lane, drawn, bent)
    _paint(painter, scene, drawn)
    if bent is not None:
        _tip(painter, scene, bent)


def _lane(scene: Scene, lane: Lane, drawn: _Drawn, bent: Bent | None) -> None:
    """Draw a row's lines: plain ones of sounds all at one height, those that say something one by one."""
    blocks, row = lane.blocks, lane.row
    marked = {row.places[id] for id in scene.selected.ids & row.places.keys()} if not row.locked else set()
    moving = -1 if bent is None else row.places.get(bent.band.clip.id, -1)
    special = row.spoken | marked | {moving}
    sound = row.kind == "Audio"
    if not sound and special == {-1}:
        return
    kinds = blocks.code & KIND
    plain = (blocks.code & (RUN | OFFLINE) == 0) & ((kinds == SOUND) | (kinds == PICTURE))
    chosen = np.flatnonzero(plain & (blocks.right - blocks.left >= NARROWEST))
    columns = (blocks.left[chosen], blocks.right[chosen], blocks.first[chosen])
    y = lane.top + height_y("level", 0.0, lane.tall)
    for left, right, index in zip(*(each.tolist() for each in columns), strict=True):
        if index not in special:
            if sound:
                drawn.lines.append(QLine(max(left, scene.start - 2), y, min(right - 2, scene.end + 2), y))
            continue
        band = band_of(row, 0, index, scene.rate, scene.model.media)
        if band is not None:
            shown = replace(band, clip=bent.band.clip) if index == moving and bent is not None else band
            _band(scene, lane, shown, (left, right - 2), drawn, index in marked or index == moving)


def _band(scene: Scene, lane: Lane, band: Band, ends: tuple[int, int], drawn: _Drawn, marked: bool) -> None:
    """Draw one clip's line through its keys; handles of fades where it is selected."""
    left, right = (scene.shown(x) for x in ends)
    if band.name == "level" or marked or band.value != 1.0:
        places = [(scene.x(band.frame(key.time, scene.rate)), float(key.value)) for key in band.keys]
        points = [(left, band.at(_frame(scene, left, band), scene.rate))]
        points += [place for place in places if left < place[0] < right]
        points.append((right, band.at(_frame(scene, right, band), scene.rate)))
        dots = [QPoint(x, lane.top + line_y(band, value, lane.tall)) for x, value in points]
        drawn.lines.extend(QLine(one, other) for one, other in pairwise(dots))
        inside = [(x, value) for x, value in places if left <= x <= right]
        drawn.keys.extend(_diamond(x, lane.top + line_y(band, value, lane.tall)) for x, value in inside)
    top, bottom = (lane.top + y for y in area(lane.tall))
    for part, frame in fade_frames(band, scene.rate).items():
        x = scene.shown(scene.x(frame))
        edge = left if part == "fade_in" else right
        if abs(x - edge) > 1:
            drawn.fades.append(QLine(edge, bottom, x, top - 3))
        if marked:
            drawn.handles.append(QRect(x if part == "fade_in" else x - HANDLE, lane.top + 4, HANDLE, HANDLE))


def _frame(scene: Scene, x: int, band: Band) -> int:
    frame = (x + scene.origin) / scene.per_frame
    return min(max(round(frame), int(band.start)), int(band.end))


def _diamond(x: int, y: int) -> QPolygon:
    corners = ((x, y - GRIP), (x + GRIP, y), (x, y + GRIP), (x - GRIP, y))
    return QPolygon([QPoint(*corner) for corner in corners])


def _paint(painter: QPainter, scene: Scene, drawn: _Drawn) -> None:
    colours = scene.colours
    painter.setPen(QPen(QColor(colours.fade), 1, Qt.PenStyle.DashLine))
    painter.drawLines(drawn.fades)
    painter.setPen(QColor(colours.band_line))
    painter.drawLines(drawn.lines)
    painter.setPen(QColor(colours.line))
    painter.setBrush(QColor(colours.band_line))
    for key in drawn.keys:
        painter.drawPolygon(key)
    painter.setBrush(QColor(colours.fade))
    painter.drawRects(drawn.handles)
    painter.setPen(Qt.PenStyle.NoPen)


def _tip(painter: QPainter, scene: Scene, bent: Bent) -> None:
    """Say the value beside where it is being set."""
    view, labels, row = scene.view, scene.labels, bent.band.row
    top, tall = row_top(view, row), row_height(view, row)
    wide, high = labels.width(bent.text) + 10, labels.metrics.height() + 4
    x = min(max(scene.shown(scene.x(bent.frame)) + 8, 0), view.width - wide)
    y = top + (line_y(bent.band, bent.value, tall) - high - 4 if bent.value is not None else 4)
    painter.setBrush(QColor(scene.colours.preview))
    painter.drawRect(QRect(x, max(y, top), wide, high))
    painter.setPen(QColor(scene.colours.line))
    painter.setFont(labels.font)
    labels.draw(painter, x + 5, max(y, top) + high // 2, bent.text)
    painter.setPen(Qt.PenStyle.NoPen)

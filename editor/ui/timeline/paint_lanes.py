"""Drawing the items: one batch of rectangles for each look, then the words that fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from qtpy.QtCore import QLine, QRect, Qt
from qtpy.QtGui import QBrush, QColor, QPainter

from editor.document.model import Clip

from .blocks import Blocks, visible
from .rows import GAP, GRAPH, KIND, NESTED, OFF, OFFLINE, RUN, SOUND, UNKNOWN, Row
from .scene import Scene

NAMED = 18
"""Pixels that there must be for a name."""
_CHIP = 5


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """A row that is seen, where it begins and its blocks."""

    top: int
    row: Row
    blocks: Blocks


def lanes_of(scene: Scene) -> list[Lane]:
    """Return the rows that are seen with their blocks."""
    found = []
    for top, row in scene.tops():
        blocks = visible(row, scene.view, scene.rate, scene.start, scene.end)
        found.append(Lane(top, row, blocks))
    return found


def draw_ground(painter: QPainter, scene: Scene) -> None:
    """Draw the lanes under the items, darker after the cut's end."""
    height, colours = scene.row_height, scene.colours
    width = scene.end - scene.start
    for sound in (False, True):
        of_kind = [top for top, row in scene.tops() if (row.kind == "Audio") is sound]
        painter.setBrush(QColor(colours.lane_sound if sound else colours.lane))
        painter.drawRects([QRect(scene.start, top, width, height - 1) for top in of_kind])
    frames = scene.model.duration * scene.rate.fraction
    end = scene.shown(scene.x(frames))
    if scene.rows and end < scene.end:
        tops = [top for top, _ in scene.tops()]
        painter.setBrush(QColor(colours.beyond))
        painter.drawRects([QRect(end, top, scene.end - end, height - 1) for top in tops])


def draw_items(painter: QPainter, scene: Scene, lanes: list[Lane]) -> None:
    """Draw the rectangles, then hatch what is offline and underline what has a graph."""
    colours = scene.colours
    looks: dict[str, list[QRect]] = defaultdict(list)
    hatched: list[QRect] = []
    lines: list[QLine] = []
    height = scene.row_height
    for lane in lanes:
        for code, rects in _by_code(scene, lane, height):
            off = bool(code & OFF) or not lane.row.enabled
            looks[_look(scene, code, off)] += rects
            if code & OFFLINE:
                hatched += rects
            if code & GRAPH:
                bottom = lane.top + height - 4
                lines += [QLine(each.left(), bottom, each.right(), bottom) for each in rects]
    for colour, rects in looks.items():
        painter.setBrush(QColor(colour))
        painter.drawRects(rects)
    if hatched:
        painter.setBrush(QBrush(QColor(colours.offline_hatch), Qt.BrushStyle.BDiagPattern))
        painter.drawRects(hatched)
    if lines:
        painter.setPen(QColor(colours.graph))
        painter.drawLines(lines)
        painter.drawLines([line.translated(0, 1) for line in lines])
        painter.setPen(Qt.PenStyle.NoPen)


def _by_code(scene: Scene, lane: Lane, height: int) -> Iterator[tuple[int, list[QRect]]]:
    blocks = lane.blocks
    left = np.clip(blocks.left, scene.start - 16, scene.end + 16)
    right = np.clip(blocks.right, scene.start - 16, scene.end + 16)
    # A pixel of ground shows between items that stand on their own.
    width = right - left - (blocks.code & RUN == 0)
    top, tall = lane.top + 1, height - 3
    for code in np.unique(blocks.code).tolist():
        if code & KIND != GAP:
            chosen = (blocks.code == code) & (width > 0)
            pairs = zip(left[chosen].tolist(), width[chosen].tolist(), strict=True)
            yield code, [QRect(x, top, wide, tall) for x, wide in pairs]


def _look(scene: Scene, code: int, off: bool) -> str:
    colours = scene.colours
    if code & OFFLINE:
        return colours.offline
    if off:
        return colours.off
    special = {SOUND: colours.sound, NESTED: colours.nested, UNKNOWN: colours.unknown}
    return special.get(code & KIND, colours.picture)


def draw_words(painter: QPainter, scene: Scene, lanes: list[Lane]) -> None:
    """Draw badges, then names where they fit; a badge too wide for its clip is a dot."""
    badges: list[tuple[int, int, str]] = []
    names: list[tuple[bool, int, int, str]] = []
    dots: dict[bool, list[QRect]] = {False: [], True: []}
    middle = (scene.row_height - 1) // 2
    for lane in lanes:
        blocks = lane.blocks
        wide = np.flatnonzero((blocks.right - blocks.left >= 8) & (blocks.code & (KIND | RUN) != GAP))
        for place in wide.tolist():
            code = int(blocks.code[place])
            if code & RUN:
                continue
            item = lane.row.items[int(blocks.first[place])]
            left = max(int(blocks.left[place]), 0) + 6
            right = min(int(blocks.right[place]), scene.view.width) - 5
            badge = scene.badges.get(item.id, "") if isinstance(item, Clip) else ""
            if badge and right - left >= (taken := scene.labels.width(badge) + 2 * _CHIP) + 40:
                right -= taken
                badges.append((right, lane.top + middle, badge))
                right -= 4
            elif badge:
                dots[_is_stale(badge)].append(QRect(int(blocks.right[place]) - 7, lane.top + 3, 4, 5))
            if right - left >= NAMED:
                off = bool(code & OFF) or not lane.row.enabled
                text = _name(item)
                fitting = scene.labels.fitting(text, right - left)
                if fitting:
                    names.append((off, left, lane.top + middle, fitting))
    _draw_badges(painter, scene, badges, dots)
    _draw_names(painter, scene, names)


def _name(item: object) -> str:
    name = getattr(item, "name", "") or getattr(item, "schema", "") or getattr(item, "id", "")
    return " ".join(str(name).split())


def _is_stale(badge: str) -> bool:
    return badge.endswith("stale")


def _draw_names(painter: QPainter, scene: Scene, names: list[tuple[bool, int, int, str]]) -> None:
    labels = scene.labels
    painter.setFont(labels.font)
    for off, colour in ((False, scene.colours.text), (True, scene.colours.text_off)):
        painter.setPen(QColor(colour))
        for is_off, x, y, text in names:
            if is_off is off:
                labels.draw(painter, x, y, text)
    painter.drawLines([labels.strike(x, y, text) for is_off, x, y, text in names if is_off])
    painter.setPen(Qt.PenStyle.NoPen)


def _draw_badges(
    painter: QPainter, scene: Scene, badges: list[tuple[int, int, str]], dots: dict[bool, list[QRect]]
) -> None:
    tall = scene.labels.metrics.height() + 2
    for stale, colour in ((False, scene.colours.take), (True, scene.colours.stale)):
        chips = [
            QRect(x, y - tall // 2, scene.labels.width(text) + 2 * _CHIP, tall)
            for x, y, text in badges
            if _is_stale(text) is stale
        ]
        painter.setBrush(QColor(colour))
        painter.drawRects(chips)
        painter.setBrush(QColor(scene.colours.stale_dot if stale else scene.colours.take_dot))
        painter.drawRects(dots[stale])
    painter.setFont(scene.labels.font)
    painter.setPen(QColor(scene.colours.badge_text))
    for x, y, text in badges:
        scene.labels.draw(painter, x + _CHIP, y, text)
    painter.setPen(Qt.PenStyle.NoPen)

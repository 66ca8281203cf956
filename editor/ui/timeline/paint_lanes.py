"""Drawing the items: all rows are one picture, made from a line of pixels for each."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from qtpy.QtCore import QRect
from qtpy.QtGui import QColor, QImage, QPainter

from nodes.engine.job import Bound

from .lines import Codes, Inks, codes_along, colours_along, hatched, tables
from .paint_waves import draw_waves
from .rows import GAP, GRAPH, KIND, OFFLINE, RUN
from .scene import Lane, Lanes, Scene
from .waves import shapes_of

BADGED = 118
"""Pixels a clip needs for a badge in words beside its name."""


def draw_items(painter: QPainter, scene: Scene, lanes: Lanes) -> list[Bound]:
    """Draw the rows as one picture, so that many items cost no more than few.

    Return the media whose sound is seen.
    """
    wide, each = scene.end - scene.start, lanes.each
    _clear_below(painter, scene, each)
    if wide <= 0 or not each:
        return []
    shapes, heard = shapes_of(scene, lanes)
    codes = codes_along(scene, lanes)
    room = _rows(scene, lanes, codes)
    if shapes is not None:
        draw_waves(room, scene.colours, each, shapes)
    _draw_flags(room, scene, lanes, codes)
    image = QImage(room.data, wide, len(room), wide * 4, QImage.Format.Format_RGB32)
    painter.drawImage(scene.start, each[0].top, image)
    return heard


def _clear_below(painter: QPainter, scene: Scene, lanes: list[Lane]) -> None:
    """Draw the ground under the last row; the rows cover theirs."""
    bottom = lanes[-1].top + lanes[-1].tall if lanes else 0
    area = QRect(scene.start, bottom, scene.end - scene.start, scene.view.height - bottom)
    painter.fillRect(area, QColor(scene.colours.ground))


def _rows(scene: Scene, lanes: Lanes, codes: Codes) -> Inks:
    """Return the rows' pixels, one row under the other: grounds, and items between them."""
    wide = codes.shape[1]
    frames = scene.model.duration * scene.rate.fraction
    end = min(max(scene.x(frames) - scene.start, 0), wide)
    inks = colours_along(scene, lanes, codes, end)
    broken = bool((lanes.spread.blocks.code & OFFLINE).any())
    bodies = hatched(scene, codes, inks) if broken else inks[np.newaxis]
    grounds = np.empty((3, wide), np.uint32)
    grounds[0] = tables(scene.colours, False).ground
    for line, sound in ((1, False), (2, True)):
        grounds[line, :end] = tables(scene.colours, sound).fill[GAP]
        grounds[line, end:] = tables(scene.colours, sound).beyond
    lines = np.concatenate([grounds, bodies.reshape(-1, wide)])
    which = _lines(tuple((lane.tall, lane.row.kind == "Audio") for lane in lanes.each), len(bodies))
    # Telling it not to look for wrong places spares a copy.
    return np.take(lines, which, axis=0, mode="clip")


@lru_cache(maxsize=16)
def _lines(rows: tuple[tuple[int, bool], ...], bodies: int) -> NDArray[np.intp]:
    """Return which line each pixel down the rows shows: row by row a ground, a body, two grounds.

    The last pixel is the ground between two rows.
    """
    found: list[int] = []
    for number, (tall, sound) in enumerate(rows):
        ground = 2 if sound else 1
        body = [3 + y % bodies * len(rows) + number for y in range(tall - 3)]
        found += [ground, *body, ground, 0]
    return np.array(found, np.intp)


def _draw_flags(room: Inks, scene: Scene, lanes: Lanes, codes: Codes) -> None:
    """Underline graphs, frame what is selected, put dots on what bears a badge."""
    graphs = codes & GRAPH > 0
    graphed: list[bool] = np.any(graphs, axis=1).tolist()
    ink = tables(scene.colours, False).graph
    for number, lane in enumerate(lanes.each):
        top = lane.top - lanes.each[0].top
        picture = room[top : top + lane.tall - 1]
        if graphed[number]:
            np.copyto(picture[-4:-2], ink, where=graphs[number])
        touched = scene.selected.touch(lane.row, lane.blocks)
        if touched is not None:
            _frame(picture, scene, lane, codes[number], touched)
    _dot(room, scene, lanes)


def _dot(room: Inks, scene: Scene, lanes: Lanes) -> None:
    """Put a dot on what bears a badge and is too narrow for its words."""
    blocks, row = lanes.spread.blocks, lanes.spread.row
    told = [scene.badges.of(lane.row) for lane in lanes.each]
    nothing = np.zeros(1, np.uint8)
    kinds = np.concatenate(
        [
            nothing.repeat(len(lane.blocks)) if each is None else each[lane.blocks.first]
            for lane, each in zip(lanes.each, told, strict=True)
        ]
    )
    wide = blocks.right - blocks.left
    dotted = np.flatnonzero((kinds > 0) & (wide >= 8) & (wide < BADGED) & (blocks.code & RUN == 0))
    dotted = dotted[blocks.code[dotted] & KIND != GAP]
    columns = (blocks.right[dotted, np.newaxis] - scene.start - 7 + np.arange(4)).ravel()
    tops = np.array([lane.top - lanes.each[0].top + 4 for lane in lanes.each])[row[dotted]].repeat(4)
    inks = tables(scene.colours, False).dot[kinds[dotted].repeat(4)]
    inside = (columns >= 0) & (columns < room.shape[1])
    down = np.arange(5)[:, np.newaxis]
    room[tops[inside] + down, columns[inside]] = inks[inside]


def _frame(picture: Inks, scene: Scene, lane: Lane, line: Codes, touched: NDArray[np.bool_]) -> None:
    """Frame the blocks that were touched, two pixels wide."""
    colour, count, blocks = tables(scene.colours, False).selected, len(line), lane.blocks
    chosen = np.flatnonzero(touched & (blocks.code & KIND != GAP))
    left, right = blocks.left[chosen] - scene.start, blocks.right[chosen] - scene.start
    steps = np.zeros(count + 1, dtype=np.int64)
    np.add.at(steps, left.clip(0, count), 1)
    np.add.at(steps, right.clip(0, count), -1)
    inside = (np.cumsum(steps[:-1]) > 0) & (line & KIND != GAP)
    for edge in (picture[1:3], picture[-3:-1]):
        np.copyto(edge, colour, where=inside)
    last = right - (blocks.code[chosen] & RUN == 0)
    sides = np.concatenate([left, left + 1, last - 1, last - 2])
    sides = sides[(sides >= 0) & (sides < count)]
    picture[1:-1, sides[inside[sides]]] = colour

"""Drawing the items: each row is a picture made from one line of pixels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from qtpy.QtCore import QRect
from qtpy.QtGui import QColor, QImage, QPainter

from nodes.engine.job import Bound

from .blocks import Blocks
from .paint_waves import draw_wave
from .palette import Colours
from .rows import GAP, GRAPH, KIND, NESTED, OFF, OFFLINE, RUN, SOUND, UNKNOWN
from .scene import Lane, Scene
from .waves import Shape, shapes_of

BADGED = 118
"""Pixels a clip needs for a badge in words beside its name."""


def draw_items(painter: QPainter, scene: Scene, lanes: list[Lane]) -> list[Bound]:
    """Draw each row as a picture made from one line of pixels, so that many items cost no more than few.

    Return the media whose sound is seen.
    """
    wide = scene.end - scene.start
    _clear_below(painter, scene, lanes)
    if wide <= 0:
        return []
    shapes, heard = shapes_of(scene, lanes)
    frames = scene.model.duration * scene.rate.fraction
    end = min(max(scene.x(frames) - scene.start, 0), wide)
    tallest = max((lane.tall for lane in lanes), default=0)
    broken = any((lane.blocks.code & OFFLINE).any() for lane in lanes)
    hatch = _hatch(scene, wide, tallest - 3) if broken else None
    room = np.empty((tallest, wide), dtype=np.uint32)
    ground = _tables(scene.colours, False).ground
    for place, lane in enumerate(lanes):
        whole = room[: lane.tall]
        # The last line is the ground between two rows.
        whole[-1] = ground
        shape = shapes.get(place)
        _fill(whole[:-1], scene, lane, end, None if hatch is None else hatch[: lane.tall - 3], shape)
        image = QImage(whole.data, wide, lane.tall, wide * 4, QImage.Format.Format_RGB32)
        painter.drawImage(scene.start, lane.top, image)
    return heard


def _hatch(scene: Scene, wide: int, tall: int) -> NDArray[np.bool_]:
    """Return where the slanting lines of a row go; they move along with the cut."""
    across = np.arange(wide, dtype=np.int32) + (scene.start + scene.view.origin) % 8
    return (across + np.arange(tall, dtype=np.int32)[:, np.newaxis]) & 7 < 2


def _clear_below(painter: QPainter, scene: Scene, lanes: list[Lane]) -> None:
    """Draw the ground under the last row; the rows cover theirs."""
    bottom = lanes[-1].top + lanes[-1].tall if lanes else 0
    area = QRect(scene.start, bottom, scene.end - scene.start, scene.view.height - bottom)
    painter.fillRect(area, QColor(scene.colours.ground))


def _fill(
    picture: NDArray[np.uint32],
    scene: Scene,
    lane: Lane,
    end: int,
    hatch: NDArray[np.bool_] | None,
    shape: Shape | None,
) -> None:
    """Fill a row's picture: ground, items, sound, what is offline hatched, graphs underlined, dots."""
    sound = lane.row.kind == "Audio"
    tables, line = _tables(scene.colours, sound), _line(scene, lane)
    picture[0, :end], picture[0, end:] = tables.fill[GAP], tables.beyond
    picture[-1] = picture[0]
    colours = tables.fill[line]
    colours[end:] = tables.beyond
    picture[1:-1] = colours
    if shape is not None:
        draw_wave(picture, scene.colours, lane, shape)
    flags = int(np.bitwise_or.reduce(lane.blocks.code, initial=0))
    if flags & OFFLINE and hatch is not None:
        np.copyto(picture[1:-1], tables.hatch, where=hatch & (line & OFFLINE > 0))
    if flags & GRAPH:
        np.copyto(picture[-4:-2], tables.graph, where=line & GRAPH > 0)
    touched = scene.selected.touch(lane.row, lane.blocks)
    if touched is not None:
        _frame(picture, scene, lane.blocks, line, touched)
    told = scene.badges.of(lane.row)
    if told is not None:
        blocks = lane.blocks
        kinds = told[blocks.first] * (blocks.code & (RUN | KIND) != GAP) * (blocks.code & RUN == 0)
        wide = blocks.right - blocks.left
        dotted = np.flatnonzero((kinds > 0) & (wide >= 8) & (wide < BADGED))
        columns = (blocks.right[dotted, np.newaxis] - scene.start - 7 + np.arange(4)).ravel()
        inside = (columns >= 0) & (columns < len(line))
        picture[4:9, columns[inside]] = tables.dot[kinds[dotted].repeat(4)[inside]]


def _frame(
    picture: NDArray[np.uint32],
    scene: Scene,
    blocks: Blocks,
    line: NDArray[np.uint8],
    touched: NDArray[np.bool_],
) -> None:
    """Frame the blocks that were touched, two pixels wide."""
    colour, count = _tables(scene.colours, False).selected, len(line)
    chosen = np.flatnonzero(touched & (blocks.code & KIND != GAP))
    left, right = blocks.left[chosen] - scene.start, blocks.right[chosen] - scene.start
    steps = np.zeros(count + 1, dtype=np.int64)
    np.add.at(steps, left.clip(0, count), 1)
    np.add.at(steps, right.clip(0, count), -1)
    inside = (np.cumsum(steps[:-1]) > 0) & (line & KIND != GAP)
    picture[1:3, inside] = picture[-3:-1, inside] = colour
    last = right - (blocks.code[chosen] & RUN == 0)
    sides = np.concatenate([left, left + 1, last - 1, last - 2])
    sides = sides[(sides >= 0) & (sides < count)]
    picture[1:-1, sides[inside[sides]]] = colour


def _line(scene: Scene, lane: Lane) -> NDArray[np.uint8]:
    """Return a code for each pixel of a row; a pixel of ground shows between items on their own."""
    blocks = lane.blocks
    line = np.full(scene.end - scene.start, GAP, dtype=np.uint8)
    if not len(blocks):
        return line
    left = np.minimum(np.maximum(blocks.left - scene.start, 0), len(line))
    right = np.minimum(np.maximum(blocks.right - scene.start, 0), len(line))
    flag = OFF if lane.off else 0
    line[left[0] : right[-1]] = np.repeat(blocks.code | flag, right - left)
    line[right[(blocks.code & RUN == 0) & (blocks.right <= scene.end) & (right > 0)] - 1] = GAP
    return line


@dataclass(frozen=True, slots=True, eq=False)
class _Tables:
    """Pixels: what each code is filled with, what each kind of badge's dot is, the colours over them."""

    fill: NDArray[np.uint32]
    dot: NDArray[np.uint32]
    beyond: np.uint32
    hatch: np.uint32
    graph: np.uint32
    selected: np.uint32
    ground: np.uint32


@lru_cache(maxsize=8)
def _tables(colours: Colours, sound: bool) -> _Tables:
    ground = colours.lane_sound if sound else colours.lane
    return _Tables(
        _pixels([ground if code & KIND == GAP else _look(colours, code) for code in range(256)]),
        _pixels([ground, colours.take_dot, colours.stale_dot]),
        *_pixels([colours.beyond, colours.offline_hatch, colours.graph, colours.selected, colours.ground]),
    )


def _pixels(colours: list[str]) -> NDArray[np.uint32]:
    return np.array([QColor(colour).rgb() for colour in colours], dtype=np.uint32)


def _look(colours: Colours, code: int) -> str:
    if code & OFFLINE:
        return colours.offline
    if code & OFF:
        return colours.off
    special = {SOUND: colours.sound, NESTED: colours.nested, UNKNOWN: colours.unknown}
    return special.get(code & KIND, colours.picture)

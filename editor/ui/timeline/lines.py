"""What each pixel along the rows shows: the code of the item there, and the colour that it has."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from qtpy.QtGui import QColor

from .palette import Colours
from .rows import GAP, KIND, NESTED, OFF, OFFLINE, RUN, SOUND, UNKNOWN
from .scene import Lanes, Scene

Codes = NDArray[np.uint8]
Inks = NDArray[np.uint32]


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """Pixels: what each code is filled with, what each kind of badge's dot is, the colours over them."""

    fill: Inks
    dot: Inks
    beyond: np.uint32
    hatch: np.uint32
    graph: np.uint32
    selected: np.uint32
    ground: np.uint32


@lru_cache(maxsize=8)
def tables(colours: Colours, sound: bool) -> Tables:
    """Return the pixels of a row of pictures or of sound, as 0xffrrggbb."""
    ground = colours.lane_sound if sound else colours.lane
    return Tables(
        _pixels([ground if code & KIND == GAP else _look(colours, code) for code in range(256)]),
        _pixels([ground, colours.take_dot, colours.stale_dot]),
        *_pixels([colours.beyond, colours.offline_hatch, colours.graph, colours.selected, colours.ground]),
    )


def _pixels(colours: list[str]) -> Inks:
    return np.array([QColor(colour).rgb() for colour in colours], dtype=np.uint32)


def _look(colours: Colours, code: int) -> str:
    if code & OFFLINE:
        return colours.offline
    if code & OFF:
        return colours.off
    special = {SOUND: colours.sound, NESTED: colours.nested, UNKNOWN: colours.unknown}
    return special.get(code & KIND, colours.picture)


def codes_along(scene: Scene, lanes: Lanes) -> Codes:
    """Return a code for each pixel as (rows, pixels); a pixel of ground shows between items on their own."""
    spread, wide = lanes.spread, scene.end - scene.start
    blocks, row = spread.blocks, spread.row
    off = np.array([OFF if lane.off else 0 for lane in lanes.each], np.uint8)
    left, right = ((edge - scene.start).clip(0, wide) + row * wide for edge in (blocks.left, blocks.right))
    # Ground, a block, ground, a block …: between two blocks of a row there are no pixels of ground.
    bounds = np.zeros(2 * len(blocks) + 2, np.int64)
    bounds[1:-1:2], bounds[2:-1:2], bounds[-1] = left, right, len(lanes.each) * wide
    values = np.full(2 * len(blocks) + 1, GAP, np.uint8)
    values[1::2] = blocks.code | off[row]
    line = np.repeat(values, np.diff(bounds))
    ends = (blocks.code & RUN == 0) & (blocks.right <= scene.end) & (blocks.right > scene.start)
    line[right[ends] - 1] = GAP
    return line.reshape(len(lanes.each), wide)


def colours_along(scene: Scene, lanes: Lanes, codes: Codes, end: int) -> Inks:
    """Return each pixel's colour as (rows, pixels); from pixel `end` on there is nothing."""
    sounds = sum(lane.row.kind != "Audio" for lane in lanes.each)
    made = np.empty(codes.shape, np.uint32)
    for sound, rows in ((False, slice(sounds)), (True, slice(sounds, None))):
        np.take(tables(scene.colours, sound).fill, codes[rows], out=made[rows], mode="clip")
    made[:, end:] = tables(scene.colours, False).beyond
    return made


def hatched(scene: Scene, codes: Codes, inks: Inks) -> Inks:
    """Return the colours eight times, as (8, rows, pixels): what is offline has slanting lines.

    One is for each line of a row, over and over; the lines move along with the cut.
    """
    across = (np.arange(codes.shape[1]) + (scene.start + scene.origin) % 8) & 7
    offline, hatch = codes & OFFLINE > 0, tables(scene.colours, False).hatch
    return np.stack([np.where(offline & ((across + line) & 7 < 2), hatch, inks) for line in range(8)])

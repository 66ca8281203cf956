"""Drawing the shape of sound into the rows' picture: peaks, and the power within them."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from qtpy.QtGui import QColor

from .palette import Colours
from .scene import Lane
from .waves import LOWEST, Shapes

WORDS = 15
"""Pixels above that are left to the clip's name, in rows high enough."""
SPLIT = 84
"""Pixels from which channels are drawn one under the other."""

Inks = NDArray[np.uint32]


def draw_waves(room: Inks, colours: Colours, lanes: list[Lane], shapes: Shapes) -> None:
    """Draw the shapes into the rows' picture (rows, columns), rows that are alike and neighbours at once."""
    numbered = list(enumerate(zip(shapes.lanes, shapes.channels, strict=True)))
    # Neighbours differ from their place among the shapes by as much.
    for (tall, channels, _), group in groupby(
        numbered, lambda each: (lanes[each[1][0]].tall, each[1][1], each[1][0] - each[0])
    ):
        alike = list(group)
        part, lane = slice(alike[0][0], alike[-1][0] + 1), lanes[alike[0][1][0]]
        top = lane.top - lanes[0].top
        rows = room[top : top + tall * len(alike)].reshape(len(alike), tall, -1)
        _draw(rows, colours, shapes.found[part, :, :channels], shapes.known[part], shapes.off[part])


def _draw(
    rows: Inks,
    colours: Colours,
    found: NDArray[np.float32],
    known: NDArray[np.bool_],
    off: NDArray[np.bool_],
) -> None:
    """Draw rows of one height, channels together where room is short."""
    tall = rows.shape[1]
    top, bottom = WORDS if tall >= WORDS + LOWEST else 2, tall - 5
    if found.shape[2] > 1 and tall < SPLIT:
        power = np.sqrt(np.square(found[..., 2]).mean(2))
        found = np.stack([found[..., 0].min(2), found[..., 1].max(2), power], axis=-1)[:, :, np.newaxis]
    high = (bottom - top) // found.shape[2]
    for number in range(found.shape[2]):
        part = rows[:, top + number * high : top + (number + 1) * high]
        _channel(part, colours, found[:, :, number], known, off)


def _channel(
    part: Inks,
    colours: Colours,
    shape: NDArray[np.float32],
    known: NDArray[np.bool_],
    off: NDArray[np.bool_],
) -> None:
    """Draw one channel, two pixels wide where there is next to nothing, so that silence is a line."""
    half = (part.shape[1] - 1) / 2
    pixels = np.rint(np.minimum(np.maximum(shape, -1), 1) * np.float32(half)).astype(np.int16)
    middle = np.int16(round(half))
    high, low, power = middle - pixels[..., 1], middle - pixels[..., 0], pixels[..., 2]
    count, wide = low - high + np.int16(1), 2 * power - np.int16(1)
    count[~known] = 0
    wide[~known | off | (power <= 0)] = 0
    peak, within, faint = _inks(colours)
    # Where sound is drawn a row's colour is the same all the way down.
    outer, inner = part[:, 0] ^ np.where(off, faint, peak), part[:, 0] ^ within
    lines = np.arange(part.shape[1], dtype=np.int16)[:, np.newaxis]
    top = middle - power + np.int16(1)
    for row in range(len(part)):
        loud = _within(lines, top[row], wide[row])
        peaks = _within(lines, high[row], count[row]) > loud
        # Turning bits by a product is many times faster than choosing pixel by pixel.
        part[row] ^= np.multiply(loud, inner[row], dtype=np.uint32)
        part[row] ^= np.multiply(peaks, outer[row], dtype=np.uint32)


def _within(
    lines: NDArray[np.int16], first: NDArray[np.int16], count: NDArray[np.int16]
) -> NDArray[np.bool_]:
    """Return which lines of every column are among the `count` from `first` on, as (lines, columns).

    Those are less than `count` after `first` as numbers without a sign: one comparison for both ends.
    """
    found: NDArray[np.bool_] = (lines - first).view(np.uint16) < count.view(np.uint16)
    return found


@lru_cache(maxsize=4)
def _inks(colours: Colours) -> tuple[np.uint32, np.uint32, np.uint32]:
    peak, within, faint = (
        np.uint32(QColor(colour).rgb()) for colour in (colours.peak, colours.power, colours.peak_off)
    )
    return peak, within, faint

"""Drawing the shape of sound into a row's picture: peaks, and the power within them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from qtpy.QtGui import QColor

from .palette import Colours
from .scene import Lane
from .waves import LOWEST, Shape

WORDS = 15
"""Pixels above that are left to the clip's name, in rows high enough."""
SPLIT = 84
"""Pixels from which channels are drawn one under the other."""


def draw_wave(picture: NDArray[np.uint32], colours: Colours, lane: Lane, shape: Shape) -> None:
    """Draw a shape into its row's picture (rows, columns), channels together where room is short."""
    found = shape.found[:, : shape.channels]
    top, bottom = WORDS if lane.tall >= WORDS + LOWEST else 2, lane.tall - 5
    if shape.channels > 1 and lane.tall < SPLIT:
        power = np.sqrt(np.square(found[..., 2]).mean(1))
        found = np.stack([found[..., 0].min(1), found[..., 1].max(1), power], axis=1)[:, np.newaxis]
    tall = (bottom - top) // found.shape[1]
    for number in range(found.shape[1]):
        part = picture[top + number * tall : top + (number + 1) * tall]
        _channel(part, colours, found[:, number], shape.known, shape.off)


def _channel(
    part: NDArray[np.uint32],
    colours: Colours,
    shape: NDArray[np.float32],
    known: NDArray[np.bool_],
    off: NDArray[np.bool_],
) -> None:
    """Draw one channel, two pixels wide where there is next to nothing, so that silence is a line."""
    half = (len(part) - 1) / 2
    pixels = np.rint(shape.clip(-1, 1) * half)
    rows = np.arange(len(part), dtype=np.int16)[:, np.newaxis]
    middle = np.int16(round(half))
    high, low = (middle - pixels[:, 1]).astype(np.int16), (middle - pixels[:, 0]).astype(np.int16)
    power = pixels[:, 2].astype(np.int16)
    low[~known] = -1
    high[~known] = len(part)
    peak, within, faint = _inks(colours)
    np.copyto(part, np.where(off, faint, peak), where=(rows >= high) & (rows <= low))
    power[~known | off] = 0
    np.copyto(part, within, where=np.abs(rows - middle) < power)


@lru_cache(maxsize=4)
def _inks(colours: Colours) -> tuple[np.uint32, np.uint32, np.uint32]:
    peak, within, faint = (
        np.uint32(QColor(colour).rgb()) for colour in (colours.peak, colours.power, colours.peak_off)
    )
    return peak, within, faint

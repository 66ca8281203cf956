"""Drawing the shape of sound into a row's picture: peaks, and the power within them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from qtpy.QtGui import QColor

from nodes.engine.job import Bound

from .footage import Footage
from .gains import gains_of
from .palette import Colours
from .rows import KIND, OFF, OFFLINE, RUN, SOUND, Row
from .scene import Lane, Scene

LOWEST = 24
"""Pixels of height from which sound is drawn."""
WORDS = 15
"""Pixels above that are left to the clip's name, in rows high enough."""
SPLIT = 84
"""Pixels from which channels are drawn one under the other."""
_NARROWEST = 4
_MOST_CHANNELS = 2

Columns = NDArray[np.float64]


def draw_waves(picture: NDArray[np.uint32], scene: Scene, lane: Lane) -> list[Bound]:
    """Draw what is known of a row's sound into its picture (rows, columns) from `scene.start` on.

    Return the media that is to be heard there.
    """
    film = scene.film
    if film is None or not film.waves.value or lane.row.kind != "Audio" or lane.tall < LOWEST:
        return []
    footage = film.footage(lane.row)
    if footage is None:
        return []
    item = _items(scene, lane)
    there = np.flatnonzero(item >= 0)
    which = footage.which[item[there]]
    shape = np.zeros((scene.end - scene.start, _MOST_CHANNELS, 3), np.float32)
    media, channels = [], 0
    for number in np.unique(which[which >= 0]).tolist():
        bound = footage.media[number]
        media.append(bound)
        peaks = film.peaks(bound)
        if peaks is not None:
            columns = there[which == number]
            starts, ends = _seconds(scene, lane.row, footage, columns, item[columns])
            found = peaks.columns(starts, ends)[:, :_MOST_CHANNELS]
            gains = gains_of(scene, lane.row, item[columns], _frames(scene, lane.row, columns, item[columns]))
            if gains is not None:
                found = found * gains[:, np.newaxis, np.newaxis].astype(np.float32)
            shape[columns, : found.shape[1]] = found
            shape[columns, found.shape[1] :] = found[:, -1:]
            item[columns] += len(item)
            channels = max(channels, found.shape[1])
    if channels:
        known = item >= len(item)
        off = np.zeros(len(item), bool)
        off[known] = lane.off | (lane.row.codes[item[known] - len(item)] & OFF > 0)
        _draw(picture, scene.colours, lane, shape[:, :channels], known, off)
    return media


def _items(scene: Scene, lane: Lane) -> NDArray[np.int64]:
    """Return for each pixel the item whose sound is drawn there, -1 for none."""
    blocks, wide = lane.blocks, scene.end - scene.start
    item = np.full(wide, -1, np.int64)
    if not len(blocks):
        return item
    shown = (blocks.code & (RUN | KIND | OFFLINE) == SOUND) & (blocks.right - blocks.left >= _NARROWEST)
    left = (blocks.left - scene.start).clip(0, wide)
    right = (blocks.right - scene.start - 1).clip(0, wide)
    number = np.where(shown, blocks.first, -1)
    # The last pixel of a block is the ground between two.
    for low, high, index in zip(left[shown].tolist(), right[shown].tolist(), number[shown], strict=True):
        item[low:high] = index
    return item


def _seconds(
    scene: Scene, row: Row, footage: Footage, columns: NDArray[np.int64], item: NDArray[np.int64]
) -> tuple[Columns, Columns]:
    """Return the stretch of media under each pixel, in seconds after its first picture."""
    per_frame, rate = scene.per_frame, float(scene.rate.fraction)
    at = _frames(scene, row, columns, item)
    length = row.edges[item + 1] - row.edges[item]
    first, pace = footage.heard[item], footage.pace[item] / rate
    return first + pace * at.clip(0, length), first + pace * (at + 1 / per_frame).clip(0, length)


def _frames(
    scene: Scene, row: Row, columns: NDArray[np.int64], item: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return how many frames after its item's head each pixel lies."""
    frames: NDArray[np.float64] = (columns + scene.start + scene.origin) / scene.per_frame - row.edges[item]
    return frames


def _draw(
    picture: NDArray[np.uint32],
    colours: Colours,
    lane: Lane,
    shape: NDArray[np.float32],
    known: NDArray[np.bool_],
    off: NDArray[np.bool_],
) -> None:
    """Draw (columns, channels, 3) where it is `known`, channels together where there is no room for each."""
    top, bottom = WORDS if lane.tall >= WORDS + LOWEST else 2, lane.tall - 5
    if shape.shape[1] > 1 and lane.tall < SPLIT:
        power = np.sqrt(np.square(shape[..., 2]).mean(1))
        shape = np.stack([shape[..., 0].min(1), shape[..., 1].max(1), power], axis=1)[:, np.newaxis]
    tall = (bottom - top) // shape.shape[1]
    for number in range(shape.shape[1]):
        part = picture[top + number * tall : top + (number + 1) * tall]
        _channel(part, colours, shape[:, number], known, off)


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

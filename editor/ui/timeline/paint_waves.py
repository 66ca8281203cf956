"""Drawing the shape of sound into a row's picture: peaks, and the power within them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from qtpy.QtGui import QColor

from nodes.engine.job import Bound

from .footage import Footage
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
    which = np.where(item >= 0, footage.which[item], -1)
    media = [footage.media[number] for number in np.unique(which[there]).tolist() if number >= 0]
    for number, bound in enumerate(footage.media):
        peaks = film.peaks(bound) if bound in media else None
        columns = np.flatnonzero(which == number)
        if peaks is None or not len(columns):
            continue
        starts, ends = _seconds(scene, lane.row, footage, columns, item[columns])
        found = peaks.columns(starts, ends)[:, :_MOST_CHANNELS]
        _draw(picture, scene.colours, lane, columns, found, _pale(lane, item[columns]))
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
    per_frame, rate = scene.view.frame_width(scene.rate), float(scene.rate.fraction)
    at = (columns + scene.start + scene.view.origin) / per_frame - row.edges[item]
    length = row.edges[item + 1] - row.edges[item]
    first, pace = footage.heard[item], footage.pace[item] / rate
    return first + pace * at.clip(0, length), first + pace * (at + 1 / per_frame).clip(0, length)


def _pale(lane: Lane, item: NDArray[np.int64]) -> NDArray[np.bool_]:
    return np.full(len(item), True) if lane.off else (lane.row.codes[item] & OFF) > 0


def _draw(
    picture: NDArray[np.uint32],
    colours: Colours,
    lane: Lane,
    columns: NDArray[np.int64],
    found: NDArray[np.float32],
    pale: NDArray[np.bool_],
) -> None:
    top = WORDS if lane.tall >= WORDS + LOWEST else 2
    bottom = lane.tall - 5
    if found.shape[1] > 1 and lane.tall < SPLIT:
        least, most = found[..., 0].min(1), found[..., 1].max(1)
        power = np.sqrt(np.square(found[..., 2]).mean(1))
        channels = [np.stack([least, most, power], axis=1)]
    else:
        channels = [found[:, channel] for channel in range(found.shape[1])]
    tall = (bottom - top) // len(channels)
    for number, each in enumerate(channels):
        _channel(picture, colours, columns, each, pale, top + number * tall, tall)


def _channel(
    picture: NDArray[np.uint32],
    colours: Colours,
    columns: NDArray[np.int64],
    found: NDArray[np.float32],
    pale: NDArray[np.bool_],
    top: int,
    tall: int,
) -> None:
    """Draw one channel: a pixel at least, so that silence is a line."""
    half = (tall - 1) / 2
    high = np.rint(half - found[:, 1].clip(-1, 1) * half).astype(np.int16)
    low = np.rint(half - found[:, 0].clip(-1, 1) * half).astype(np.int16)
    power = np.rint(found[:, 2].clip(0, 1) * half).astype(np.int16)
    rows = np.arange(tall, dtype=np.int16)[:, np.newaxis]
    peak, within, faint = _inks(colours)
    ink = np.where(np.abs(rows - round(half)) <= power - 1, within, peak)
    ink = np.where(pale, faint, ink)
    part = picture[top : top + tall]
    part[:, columns] = np.where((rows >= high) & (rows <= low), ink, part[:, columns])


@lru_cache(maxsize=4)
def _inks(colours: Colours) -> tuple[np.uint32, np.uint32, np.uint32]:
    peak, within, faint = (
        np.uint32(QColor(colour).rgb()) for colour in (colours.peak, colours.power, colours.peak_off)
    )
    return peak, within, faint

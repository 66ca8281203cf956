"""Drawing small pictures on the clips: a strip along each, as far as it is wide enough."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from qtpy.QtGui import QPainter

from nodes.engine.job import Bound
from nodes.media.info import MediaInfo

from .film import Wish
from .footage import Footage
from .rows import GAP, KIND, OFF, OFFLINE, RUN
from .scene import Lane, Scene

WORDS = 17
"""Pixels above the pictures that are left to the clip's name."""
LOWEST = 22
"""Pixels of height from which pictures are drawn."""
NARROWEST = 20
"""Pixels of width from which a clip has a picture."""
_PALE = 0.35


def draw_film(painter: QPainter, scene: Scene, lanes: list[Lane]) -> list[Wish]:
    """Draw what pictures there are; return those that are to be seen and not there, from the top."""
    film, wishes = scene.film, []
    if film is None or not film.pictures.value:
        return []
    ratio = painter.device().devicePixelRatioF()
    for lane in lanes:
        tall = lane.tall - WORDS - 4
        if lane.row.kind == "Audio" or tall < LOWEST:
            continue
        footage = film.footage(lane.row)
        if footage is None:
            continue
        ready, top = scene.cells.of(tall, ratio, film.era), lane.top + WORDS
        codes, pale = lane.row.codes, False
        for wish, index, at, room in _cells(scene, lane, footage, tall):
            image = ready.get(wish)
            if image is None:
                pixels = film.picture(wish)
                if pixels is None:
                    wishes.append(wish)
                    continue
                image = scene.cells.add(wish, pixels, tall)
            if pale != (lane.off or bool(codes[index] & OFF)):
                pale = not pale
                painter.setOpacity(_PALE if pale else 1)
            # Too wide a picture shows its middle.
            wide = image.width()
            shown = min(round(room * ratio), wide)
            painter.drawImage(at, top, image, (wide - shown) // 2, 0, shown, image.height())
        if pale:
            painter.setOpacity(1)
    return list(dict.fromkeys(wishes))


def _cells(scene: Scene, lane: Lane, footage: Footage, tall: int) -> Iterator[tuple[Wish, int, int, int]]:
    """Yield each picture that is seen: what it is of, its item, the pixel it begins at and its room."""
    blocks, per_frame = lane.blocks, scene.per_frame
    which = footage.which[blocks.first]
    plain = (blocks.code & (RUN | OFFLINE) == 0) & (blocks.code & KIND != GAP)
    wide = plain & (blocks.right - blocks.left >= NARROWEST)
    for number, bound in enumerate(footage.media):
        chosen = np.flatnonzero(wide & (which == number))
        if bound.info.format is None or not len(chosen):
            continue
        step = _step(per_frame, _width(bound, tall))
        left, right, item = (each[chosen] for each in (blocks.left, blocks.right, blocks.first))
        cell_wide = step * per_frame
        low = np.maximum((scene.start - left) // cell_wide, 0).astype(np.int64)
        last = np.minimum(-((left - right) // cell_wide), (scene.end - left) // cell_wide + 1)
        counts = np.maximum(last.astype(np.int64) - low, 0)
        block = np.repeat(np.arange(len(chosen)), counts)
        # How many cells of its clip stand before each.
        cell = np.arange(len(block)) - np.repeat(np.cumsum(counts) - counts, counts) + low[block]
        at = left[block] + np.rint(cell * cell_wide).astype(np.int64)
        end = left[block] + np.rint((cell + 1) * cell_wide).astype(np.int64)
        room = np.minimum(end, right[block] - 1) - at
        index = _pictures(footage, bound.info, item[block], cell * step / float(scene.rate.fraction))
        kept = room >= 2
        columns = (index[kept], item[block][kept], at[kept], room[kept])
        for picture, of, x, pixels in zip(*(each.tolist() for each in columns), strict=True):
            yield (bound.fingerprint, picture), of, x, pixels


def _pictures(
    footage: Footage, info: MediaInfo, item: NDArray[np.int64], seconds: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return the index of the picture that is shown so many seconds after each item's head."""
    if info.kind == "still":
        return np.zeros(len(item), np.int64)
    media = footage.first[item] + footage.pace[item] * seconds
    # A frame's own time may fall a hair short of it.
    return np.floor(media * float(info.rate.fraction) + 1e-6).clip(0, info.frame_count - 1).astype(np.int64)


def _width(bound: Bound, tall: int) -> float:
    format = bound.info.format
    assert format is not None
    aspect = format.width * float(format.pixel_aspect) / format.height
    return min(max(aspect, 0.25), 4) * tall


def _step(per_frame: float, wide: float) -> int:
    """Return how many frames a cell lasts: a power of two, so that zooming finds pictures that it has.

    A cell is no wider than a picture, and more than half as wide.
    """
    step = 1
    while step * 2 * per_frame <= wide:
        step *= 2
    return step

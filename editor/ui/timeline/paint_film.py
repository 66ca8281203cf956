"""Drawing small pictures on the clips: a strip along each, as far as it is wide enough."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from qtpy.QtCore import QPoint, QRect
from qtpy.QtGui import QPainter

from nodes.engine.job import Bound

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
    """Draw what pictures there are; return all that are to be seen, in the order of need."""
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
        for wish, index, at, room in _cells(scene, lane, footage, tall):
            wishes.append(wish)
            pixels = film.picture(wish)
            if pixels is None:
                continue
            pale = lane.off or bool(lane.row.codes[index] & OFF)
            if pale:
                painter.setOpacity(_PALE)
            image = scene.cells.get(wish, pixels, tall, ratio)
            # Too wide a picture shows its middle.
            wide = round(image.width() / ratio)
            cut = max(0, round((wide - room) / 2 * ratio))
            part = QRect(cut, 0, round(min(room, wide) * ratio), image.height())
            painter.drawImage(QPoint(at, lane.top + WORDS), image, part)
            if pale:
                painter.setOpacity(1)
    return list(dict.fromkeys(wishes))


def _cells(scene: Scene, lane: Lane, footage: Footage, tall: int) -> Iterator[tuple[Wish, int, int, int]]:
    """Yield each picture that is seen: what it is of, its item, the pixel it begins at and its room."""
    blocks, per_frame = lane.blocks, scene.view.frame_width(scene.rate)
    plain = (blocks.code & (RUN | OFFLINE) == 0) & (blocks.code & KIND != GAP)
    chosen = np.flatnonzero(plain & (blocks.right - blocks.left >= NARROWEST))
    columns = (blocks.left[chosen], blocks.right[chosen], blocks.first[chosen])
    for left, right, index in zip(*(each.tolist() for each in columns), strict=True):
        number = int(footage.which[index])
        if number < 0 or footage.media[number].info.format is None:
            continue
        bound = footage.media[number]
        step = _step(per_frame, _width(bound, tall))
        cell, wide = step * per_frame, right - left
        low = max(0, int((scene.start - left) // cell))
        high = min(int(-(-wide // cell)), int((scene.end - left) // cell) + 1)
        for count in range(low, high):
            at = left + round(count * cell)
            room = min(left + round((count + 1) * cell), right - 1) - at
            if room >= 2:
                yield _wish(scene, footage, index, bound, count * step), index, at, room


def _wish(scene: Scene, footage: Footage, index: int, bound: Bound, frames: int) -> Wish:
    """Return the picture that is shown so many frames of the cut after a clip's head."""
    info = bound.info
    seconds = footage.first[index] + footage.pace[index] * frames / float(scene.rate.fraction)
    picture = 0 if info.kind == "still" else int(seconds * float(info.rate.fraction) + 1e-6)
    return bound.fingerprint, min(max(picture, 0), info.frame_count - 1)


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

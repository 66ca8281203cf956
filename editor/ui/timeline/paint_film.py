"""Drawing small pictures on the clips: a strip along each, as far as it is wide enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from qtpy.QtGui import QPainter

from nodes.engine.job import Bound

from .film import Film, Wish
from .rows import GAP, KIND, OFF, OFFLINE, RUN
from .scene import Lane, Scene

WORDS = 17
"""Pixels above the pictures that are left to the clip's name."""
LOWEST = 22
"""Pixels of height from which pictures are drawn."""
NARROWEST = 20
"""Pixels of width from which a clip has a picture."""
_PALE = 0.35

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Medium:
    """A medium in rows of one height: how many frames of the cut a picture stands for, and its own."""

    bound: Bound
    tall: int
    step: int
    rate: float
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class _Strips:
    """Clips that have pictures: their pixels, their medium's place, the second they begin at, their pace.

    Besides the pixel down that their pictures begin at, and whether they are pale.
    """

    left: Places
    right: Places
    medium: Places
    first: NDArray[np.float64]
    pace: NDArray[np.float64]
    top: Places
    pale: NDArray[np.bool_]


def draw_film(painter: QPainter, scene: Scene, lanes: list[Lane]) -> list[Wish]:
    """Draw what pictures there are; return those that are to be seen and not there, from the top."""
    film = scene.film
    if film is None or not film.pictures.value:
        return []
    media, strips = _strips(scene, film, lanes)
    if strips is None or not media:
        return []
    ratio = painter.device().devicePixelRatioF()
    ready = [scene.cells.of(medium.tall, ratio, film.era) for medium in media]
    wishes: list[Wish] = []
    faded = False
    for number, picture, at, room, top, pale in _cells(scene, media, strips):
        medium = media[number]
        wish = (medium.bound.fingerprint, picture)
        image = ready[number].get(wish)
        if image is None:
            pixels = film.picture(wish)
            if pixels is None:
                wishes.append(wish)
                continue
            image = scene.cells.add(wish, pixels, medium.tall)
        if pale != faded:
            faded = pale
            painter.setOpacity(_PALE if pale else 1)
        # Too wide a picture shows its middle.
        wide = image.width()
        shown = min(round(room * ratio), wide)
        painter.drawImage(at, top, image, (wide - shown) // 2, 0, shown, image.height())
    painter.setOpacity(1)
    return list(dict.fromkeys(wishes))


def _strips(scene: Scene, film: Film, lanes: list[Lane]) -> tuple[list[_Medium], _Strips | None]:
    media: dict[tuple[str, int], tuple[int, _Medium]] = {}
    parts = []
    for lane in lanes:
        tall = lane.tall - WORDS - 4
        footage = None if lane.row.kind == "Audio" or tall < LOWEST else film.footage(lane.row)
        if footage is None or not footage.media:
            continue
        numbers = np.array([_number(scene, media, bound, tall) for bound in footage.media])
        blocks, which = lane.blocks, footage.which[lane.blocks.first]
        plain = (blocks.code & (RUN | OFFLINE) == 0) & (blocks.code & KIND != GAP) & (which >= 0)
        chosen = np.flatnonzero(plain & (blocks.right - blocks.left >= NARROWEST))
        medium = numbers[which[chosen]]
        chosen, medium = chosen[medium >= 0], medium[medium >= 0]
        item = blocks.first[chosen]
        top, pale = np.full(len(item), lane.top + WORDS), lane.off | (lane.row.codes[item] & OFF > 0)
        columns = (blocks.left[chosen], blocks.right[chosen], medium, footage.first[item])
        parts.append((*columns, footage.pace[item], top, pale))
    if not parts:
        return [], None
    strips = _Strips(*(np.concatenate(each) for each in zip(*parts, strict=True)))
    return [medium for _, medium in media.values()], strips


def _number(scene: Scene, media: dict[tuple[str, int], tuple[int, _Medium]], bound: Bound, tall: int) -> int:
    """Return a medium's place among those seen, -1 for one without pictures."""
    info = bound.info
    if info.format is None:
        return -1
    found = media.get((bound.fingerprint, tall))
    if found is None:
        rate = 0.0 if info.kind == "still" else float(info.rate.fraction)
        step = _step(scene.per_frame, _width(bound, tall))
        found = len(media), _Medium(bound, tall, step, rate, 1 if info.kind == "still" else info.frame_count)
        media[bound.fingerprint, tall] = found
    return found[0]


def _cells(
    scene: Scene, media: list[_Medium], strips: _Strips
) -> Iterator[tuple[int, int, int, int, int, bool]]:
    """Yield each picture that is seen: its medium's place, its index, pixel, room and top, if pale."""
    left, right = strips.left, strips.right
    steps, rates, last = (
        np.array(each)[strips.medium]
        for each in zip(*((medium.step, medium.rate, medium.count - 1) for medium in media), strict=True)
    )
    wide = steps * scene.per_frame
    low = np.maximum((scene.start - left) // wide, 0).astype(np.int64)
    end = np.minimum(-((left - right) // wide), (scene.end - left) // wide + 1)
    counts = np.maximum(end.astype(np.int64) - low, 0)
    strip = np.repeat(np.arange(len(left)), counts)
    # How many cells of its clip stand before each.
    cell = np.arange(len(strip)) - np.repeat(np.cumsum(counts) - counts - low, counts)
    wide, left = wide[strip], left[strip]
    at = left + np.rint(cell * wide).astype(np.int64)
    room = np.minimum(left + np.rint((cell + 1) * wide).astype(np.int64), right[strip] - 1) - at
    seconds = cell * (steps / float(scene.rate.fraction))[strip]
    # A frame's own time may fall a hair short of it.
    index = np.floor((strips.first[strip] + strips.pace[strip] * seconds) * rates[strip] + 1e-6)
    index = np.minimum(np.maximum(index, 0), last[strip]).astype(np.int64)
    kept = room >= 2
    of = strip[kept]
    columns = (strips.medium[of], index[kept], at[kept], room[kept], strips.top[of], strips.pale[of])
    yield from zip(*(each.tolist() for each in columns), strict=True)


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

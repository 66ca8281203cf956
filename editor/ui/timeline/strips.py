"""Where small pictures stand on the clips, and which: all along each, or at its ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nodes.engine.job import Bound

from .film import Film, Pictures
from .rows import GAP, KIND, OFF, OFFLINE, RUN
from .scene import Lane, Scene

WORDS = 17
"""Pixels above the pictures that are left to the clip's name."""
LOWEST = 22
"""Pixels of height from which pictures are drawn."""
NARROWEST = 20
"""Pixels of width from which a clip has a picture."""

Places = NDArray[np.int64]
Cells = tuple[Places, NDArray[np.float64], Places, Places]


@dataclass(frozen=True, slots=True)
class Medium:
    """A medium in rows of one height: how many frames of the cut a picture stands for, and its own."""

    bound: Bound
    tall: int
    step: int
    rate: float
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Strips:
    """Clips that have pictures: their pixels, their medium's place, the second they begin at, their pace.

    Besides the seconds from their first frame to their last, the pixel down that their pictures begin at,
    and whether they are pale.
    """

    left: Places
    right: Places
    medium: Places
    first: NDArray[np.float64]
    pace: NDArray[np.float64]
    seconds: NDArray[np.float64]
    top: Places
    pale: NDArray[np.bool_]


def strips_of(scene: Scene, film: Film, lanes: list[Lane]) -> tuple[list[Medium], Strips | None]:
    """Return the media that is seen, and the clips that show it; None for none."""
    media: dict[tuple[str, int], tuple[int, Medium]] = {}
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
        edges = lane.row.edges
        seconds = np.maximum(edges[item + 1] - edges[item] - 1, 0) / float(scene.rate.fraction)
        columns = (blocks.left[chosen], blocks.right[chosen], medium, footage.first[item])
        parts.append((*columns, footage.pace[item], seconds, top, pale))
    if not parts:
        return [], None
    strips = Strips(*(np.concatenate(each) for each in zip(*parts, strict=True)))
    return [medium for _, medium in media.values()], strips


def _number(scene: Scene, media: dict[tuple[str, int], tuple[int, Medium]], bound: Bound, tall: int) -> int:
    """Return a medium's place among those seen, -1 for one without pictures."""
    info = bound.info
    if info.format is None:
        return -1
    found = media.get((bound.fingerprint, tall))
    if found is None:
        rate = 0.0 if info.kind == "still" else float(info.rate.fraction)
        step = _step(scene.per_frame, _width(bound, tall))
        found = len(media), Medium(bound, tall, step, rate, 1 if info.kind == "still" else info.frame_count)
        media[bound.fingerprint, tall] = found
    return found[0]


def cells_of(
    scene: Scene, media: list[Medium], strips: Strips, how: Pictures
) -> Iterator[tuple[int, int, int, int, int, bool]]:
    """Yield each picture that is seen: its medium's place, its index, pixel, room and top, if pale."""
    rates, last = (
        np.array(each)[strips.medium]
        for each in zip(*((medium.rate, medium.count - 1) for medium in media), strict=True)
    )
    strip, seconds, at, room = (_along if how == "strip" else _at_ends)(scene, media, strips)
    if how == "head":
        part = slice(len(strips.left))
        strip, seconds, at, room = strip[part], seconds[part], at[part], room[part]
    # A frame's own time may fall a hair short of it.
    index = np.floor((strips.first[strip] + strips.pace[strip] * seconds) * rates[strip] + 1e-6)
    index = np.minimum(np.maximum(index, 0), last[strip]).astype(np.int64)
    kept = (room >= 2) & (at < scene.end) & (at + room > scene.start)
    of = strip[kept]
    columns = (strips.medium[of], index[kept], at[kept], room[kept], strips.top[of], strips.pale[of])
    yield from zip(*(each.tolist() for each in columns), strict=True)


def _along(scene: Scene, media: list[Medium], strips: Strips) -> Cells:
    """Return pictures all along the clips: of which each is, seconds after its first frame, pixel, room."""
    left, right = strips.left, strips.right
    steps = np.array([medium.step for medium in media])[strips.medium]
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
    return strip, cell * (steps / float(scene.rate.fraction))[strip], at, room


def _at_ends(scene: Scene, media: list[Medium], strips: Strips) -> Cells:
    """Return a picture at each clip's head, then one at the tail of those that have room for both."""
    widths = [round(_width(medium.bound, medium.tall)) for medium in media]
    wide, count = np.array(widths)[strips.medium], np.arange(len(strips.left))
    long = np.flatnonzero(strips.right - 1 - strips.left >= 2 * wide)
    room = np.minimum(wide, strips.right - 1 - strips.left)
    return (
        np.concatenate([count, long]),
        np.concatenate([np.zeros(len(count)), strips.seconds[long]]),
        np.concatenate([strips.left, strips.right[long] - 1 - wide[long]]),
        np.concatenate([room, wide[long]]),
    )


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

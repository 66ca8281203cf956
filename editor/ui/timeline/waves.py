"""The shape of the sound that is seen, by pixel: worked out for all rows of a picture at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nodes.engine.job import Bound

from .footage import Footage
from .gains import gains_of
from .rows import KIND, OFF, OFFLINE, RUN, SOUND
from .scene import Lane, Scene

LOWEST = 24
"""Pixels of height from which sound is drawn."""
_NARROWEST = 12
"""Pixels of width from which a clip's sound is drawn."""
_MOST_CHANNELS = 2

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(slots=True, eq=False)
class Shape:
    """A row's sound from `scene.start` on: least, greatest and RMS as (pixels, channels, 3).

    It is drawn where it is `known`, pale where it is `off`. `channels` are in use.
    """

    found: NDArray[np.float32]
    known: NDArray[np.bool_]
    off: NDArray[np.bool_]
    channels: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """Pixels of a row under which one medium lies, and the stretch of it under each, in seconds."""

    shape: Shape
    pixels: Places
    starts: Numbers
    ends: Numbers
    gains: Numbers | None


def shapes_of(scene: Scene, lanes: list[Lane]) -> tuple[dict[int, Shape], list[Bound]]:
    """Return the shapes of rows that have one, by their place among the lanes, and the media in sight."""
    film = scene.film
    if film is None or not film.waves.value:
        return {}, []
    shapes: dict[int, Shape] = {}
    media: dict[str, Bound] = {}
    pieces: dict[str, list[_Piece]] = {}
    for place, lane in enumerate(lanes):
        if lane.row.kind != "Audio" or lane.tall < LOWEST:
            continue
        footage = film.footage(lane.row)
        if footage is not None:
            shapes[place] = _collect(scene, lane, footage, media, pieces)
    for name, bound in media.items():
        peaks = film.peaks(bound)
        if peaks is not None:
            mine = pieces[name]
            starts, ends = (
                np.concatenate(each) for each in zip(*((p.starts, p.ends) for p in mine), strict=True)
            )
            _share(mine, peaks.columns(starts, ends)[:, :_MOST_CHANNELS])
    return {place: shape for place, shape in shapes.items() if shape.channels}, list(media.values())


def _collect(
    scene: Scene, lane: Lane, footage: Footage, media: dict[str, Bound], pieces: dict[str, list[_Piece]]
) -> Shape:
    wide, row = scene.end - scene.start, lane.row
    shape = Shape(
        np.zeros((wide, _MOST_CHANNELS, 3), np.float32), np.zeros(wide, np.bool_), np.zeros(wide, np.bool_)
    )
    item = _items(scene, lane)
    there = np.flatnonzero(item >= 0)
    item = item[there]
    if not len(there):
        return shape
    shape.off[there] = lane.off | (row.codes[item] & OFF > 0)
    frames = (there + scene.start + scene.origin) / scene.per_frame - row.edges[item]
    length = row.edges[item + 1] - row.edges[item]
    first, pace = footage.heard[item], footage.pace[item] / float(scene.rate.fraction)
    starts = first + pace * frames.clip(0, length)
    ends = first + pace * (frames + 1 / scene.per_frame).clip(0, length)
    gains, which = gains_of(scene, row, item, frames), footage.which[item]
    for number, bound in enumerate(footage.media):
        mine = np.flatnonzero(which == number)
        if len(mine):
            media[bound.fingerprint] = bound
            loud = None if gains is None else gains[mine]
            piece = _Piece(shape, there[mine], starts[mine], ends[mine], loud)
            pieces.setdefault(bound.fingerprint, []).append(piece)
    return shape


def _share(pieces: list[_Piece], found: NDArray[np.float32]) -> None:
    """Give each piece what was found for it: channels that a medium lacks are as its last one."""
    done, channels = 0, found.shape[1]
    for piece in pieces:
        mine = found[done : done + len(piece.pixels)]
        done += len(piece.pixels)
        if piece.gains is not None:
            mine = mine * piece.gains[:, np.newaxis, np.newaxis].astype(np.float32)
        piece.shape.found[piece.pixels, :channels] = mine
        piece.shape.found[piece.pixels, channels:] = mine[:, -1:]
        piece.shape.known[piece.pixels] = True
        piece.shape.channels = max(piece.shape.channels, channels)


def _items(scene: Scene, lane: Lane) -> Places:
    """Return for each pixel the item whose sound is drawn there, -1 for none."""
    blocks, wide = lane.blocks, scene.end - scene.start
    item = np.full(wide, -1, np.int64)
    if not len(blocks):
        return item
    shown = (blocks.code & (RUN | KIND | OFFLINE) == SOUND) & (blocks.right - blocks.left >= _NARROWEST)
    left = (blocks.left - scene.start).clip(0, wide)
    right = (blocks.right - scene.start).clip(0, wide)
    item[left[0] : right[-1]] = np.repeat(np.where(shown, blocks.first, -1), right - left)
    # The last pixel of a block is the ground between two.
    item[right[(right > 0) & (blocks.right <= scene.end)] - 1] = -1
    return item

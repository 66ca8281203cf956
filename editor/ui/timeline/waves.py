"""The shape of the sound that is seen, by pixel: worked out for all rows of a picture at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nodes.engine.job import Bound

from .film import Film
from .footage import Footage
from .gains import gains_of
from .rows import KIND, OFF, OFFLINE, RUN, SOUND
from .scene import Lane, Lanes, Scene

LOWEST = 24
"""Pixels of height from which sound is drawn."""
_NARROWEST = 12
"""Pixels of width from which a clip's sound is drawn."""
_MOST_CHANNELS = 2

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """The sound of the rows `lanes`, by their place among all, from `scene.start` on.

    `found` is least, greatest and RMS as (rows, pixels, channels, 3), drawn where it is `known`, pale where
    it is `off`. `channels` are how many each row has.
    """

    lanes: list[int]
    found: NDArray[np.float32]
    known: NDArray[np.bool_]
    off: NDArray[np.bool_]
    channels: list[int]


@dataclass(frozen=True, slots=True, eq=False)
class _Runs:
    """Clips whose sound is drawn: one's pixels from `left` on, `wide` of them, on the row at `place`.

    Each has frames from its head to the first pixel, how many it has, the second that its sound begins at
    and its pace, and the place of its media in a list.
    """

    place: Places
    left: Places
    wide: Places
    item: Places
    begin: Numbers
    length: Numbers
    first: Numbers
    pace: Numbers
    media: Places
    off: NDArray[np.bool_]


def shapes_of(scene: Scene, lanes: Lanes) -> tuple[Shapes | None, list[Bound]]:
    """Return the sound of the rows that have some, None for none, and the media in sight."""
    film = scene.film
    if film is None or not film.waves.value:
        return None, []
    media: dict[str, tuple[int, Bound]] = {}
    chosen: list[int] = []
    runs: list[_Runs] = []
    channels: list[int] = []
    for number, lane in enumerate(lanes.each):
        footage = film.footage(lane.row) if lane.row.kind == "Audio" and lane.tall >= LOWEST else None
        count = 0 if footage is None else _channels(film, footage)
        found = None if footage is None else _runs(scene, lane, footage, len(chosen), media)
        # What is not heard yet is asked for all the same.
        if count and found is not None:
            chosen.append(number)
            runs.append(found)
            channels.append(count)
    bounds = [bound for _, bound in media.values()]
    if not chosen:
        return None, bounds
    return _shapes(scene, [lanes.each[number] for number in chosen], chosen, runs, channels, bounds), bounds


def _channels(film: Film, footage: Footage) -> int:
    """Return how many channels a row is drawn with, the same wherever one looks: 0 while none is known."""
    known = [peaks.channels for bound in footage.media if (peaks := film.peaks(bound)) is not None]
    return min(max(known, default=0), _MOST_CHANNELS)


def _runs(
    scene: Scene, lane: Lane, footage: Footage, place: int, media: dict[str, tuple[int, Bound]]
) -> _Runs | None:
    blocks, row, wide = lane.blocks, lane.row, scene.end - scene.start
    shown = (blocks.code & (RUN | KIND | OFFLINE) == SOUND) & (blocks.right - blocks.left >= _NARROWEST)
    shown &= footage.which[blocks.first] >= 0
    left = np.maximum(blocks.left - scene.start, 0)
    # The last pixel of a block is the ground between two.
    right = np.minimum(blocks.right - 1 - scene.start, wide)
    chosen = np.flatnonzero(shown & (right > left))
    if not len(chosen):
        return None
    item, left, right = blocks.first[chosen], left[chosen], right[chosen]
    numbers = [media.setdefault(bound.fingerprint, (len(media), bound))[0] for bound in footage.media]
    return _Runs(
        place=np.full(len(item), place),
        left=left,
        wide=right - left,
        item=item,
        begin=(left + scene.start + scene.origin) / scene.per_frame - row.edges[item],
        length=row.edges[item + 1] - row.edges[item],
        first=footage.heard[item],
        pace=footage.pace[item] / float(scene.rate.fraction),
        media=np.array(numbers)[footage.which[item]],
        off=lane.off | (row.codes[item] & OFF > 0),
    )


def _shapes(
    scene: Scene,
    lanes: list[Lane],
    chosen: list[int],
    parts: list[_Runs],
    channels: list[int],
    media: list[Bound],
) -> Shapes:
    """Look the sound up under every pixel of every run."""
    assert scene.film is not None
    runs = _Runs(*(np.concatenate([getattr(p, name) for p in parts]) for name in _Runs.__slots__))
    run = np.repeat(np.arange(len(runs.wide)), runs.wide)
    within = np.arange(len(run)) - np.repeat(np.cumsum(runs.wide) - runs.wide, runs.wide)
    frames = runs.begin[run] + within / scene.per_frame
    length, first, pace = runs.length[run], runs.first[run], runs.pace[run]
    starts = first + pace * np.minimum(np.maximum(frames, 0), length)
    ends = first + pace * np.minimum(np.maximum(frames + 1 / scene.per_frame, 0), length)
    wide, most = scene.end - scene.start, max(channels)
    at = (runs.place * wide + runs.left)[run] + within
    found = np.zeros((len(lanes) * wide, most, 3), np.float32)
    known, off = np.zeros(len(found), np.bool_), np.zeros(len(found), np.bool_)
    for number, pace_of, here in _alike(runs, run):
        peaks = scene.film.peaks(media[number])
        if peaks is not None:
            mine = peaks.columns(starts[here], ends[here], pace_of / scene.per_frame)[:, :most]
            # Channels that a medium lacks are as its last one.
            found[at[here]] = mine if mine.shape[1] == most else mine[:, [0, *([-1] * (most - 1))]]
            known[at[here]] = True
    off[at] = runs.off[run]
    place = runs.place[run]
    for number, lane in enumerate(lanes):
        here = slice(*np.searchsorted(place, (number, number + 1)).tolist())
        gains = gains_of(scene, lane.row, runs.item[run[here]], frames[here])
        if gains is not None:
            found[at[here]] *= gains[:, np.newaxis, np.newaxis].astype(np.float32)
    shape = (len(lanes), wide)
    return Shapes(chosen, found.reshape(*shape, most, 3), known.reshape(shape), off.reshape(shape), channels)


def _alike(runs: _Runs, run: Places) -> Iterator[tuple[int, float, Places | slice]]:
    """Yield the pixels that lie on the same media and run as fast: its place, seconds a frame, themselves.

    What is looked up together is read as finely, whatever else is seen.
    """
    keys, which = np.unique(np.stack([runs.media, np.abs(runs.pace)]), axis=1, return_inverse=True)
    for number, (medium, pace) in enumerate(keys.T.tolist()):
        alone = keys.shape[1] == 1
        yield int(medium), pace, slice(None) if alone else np.flatnonzero((which == number)[run])

"""Value noise: numbers at random on a lattice, joined smoothly; the same on every machine.

Only integers, products, sums and NumPy's own element-wise arithmetic are used: nothing in them depends on
a library's version, a processor's vector width or the order of a sum.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.float32]
Words = npt.NDArray[np.uint32]

_STEPS = (0x8DA6B343, 0xD8163841, 0xCB1AB31F, 0x165667B1)


def lattice(seed: int, layer: int, rows: tuple[int, int], columns: tuple[int, int], depth: int) -> Pixels:
    """Return numbers from 0 to 1 at whole places of the lattice, (rows, columns), by their place alone.

    Source of the mixing: C. Wellons, "Prospecting for Hash Functions", lowbias32.
    """
    start = _mixed(np.array([seed & 0xFFFFFFFF], np.uint32))
    start = _mixed(start ^ np.array([(seed >> 32) & 0xFFFFFFFF], np.uint32))
    down = np.arange(*rows, dtype=np.int64).astype(np.uint32)[:, None] * np.uint32(_STEPS[1])
    across = np.arange(*columns, dtype=np.int64).astype(np.uint32)[None] * np.uint32(_STEPS[0])
    slices = np.array([(depth * _STEPS[2] ^ layer * _STEPS[3]) & 0xFFFFFFFF], np.uint32)
    words = _mixed(_mixed(across ^ start) ^ _mixed(down ^ slices))
    made: Pixels = (words >> np.uint32(8)).astype(np.float32) * np.float32(2.0**-24)
    return made


def waves(seed: int, layer: int, size: tuple[int, int], cell: tuple[float, float], depth: float) -> Pixels:
    """Return noise from 0 to 1, (rows, columns) for `size` (columns, rows), with cells so many pixels wide.

    `depth` moves through a third direction, whole numbers apart without relation. Joined by the quintic
    of K. Perlin, "Improving Noise", SIGGRAPH 2002.
    """
    (columns, rows), (wide, high) = size, cell
    across, part_across = _places(columns, wide)
    down, part_down = _places(rows, high)
    ends = (0, int(down[-1]) + 2), (0, int(across[-1]) + 2)
    under = math.floor(depth)
    part = _smooth(np.array([depth - under], np.float32))
    values = lattice(seed, layer, *ends, under)
    if depth != under:
        values = np.asarray(values + (lattice(seed, layer, *ends, under + 1) - values) * part, np.float32)
    begins = values[:, across]
    lines = begins + (values[:, across + 1] - begins) * part_across
    made = np.asarray((lines[1:] - lines[:-1])[down], np.float32)
    made *= part_down[:, None]
    made += lines[down]
    return made


def _places(count: int, cell: float) -> tuple[npt.NDArray[np.int64], Pixels]:
    """Return lattice lines before the centres of pixels, and how far these are on to the next, smoothed."""
    place = (np.arange(count) + 0.5) / cell
    whole = np.floor(place)
    return whole.astype(np.int64), _smooth((place - whole).astype(np.float32))


def _smooth(t: Pixels) -> Pixels:
    return np.asarray(t * t * t * (t * (t * np.float32(6) - np.float32(15)) + np.float32(10)), np.float32)


def _mixed(words: Words) -> Words:
    words = (words ^ (words >> np.uint32(16))) * np.uint32(0x7FEB352D)
    words = (words ^ (words >> np.uint32(15))) * np.uint32(0x846CA68B)
    return words ^ (words >> np.uint32(16))

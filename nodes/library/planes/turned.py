"""Sampling a picture along turned lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from nodes.api import Box
from nodes.geometry.placing import Exact, inverted

from .kernels import Filter, Pixels

_BAND = 64
_MOST_CHANNELS = 4
_SMALLEST = 1e-6

_FLAGS = {"nearest": cv2.INTER_NEAREST, "linear": cv2.INTER_LINEAR, "lanczos": cv2.INTER_LANCZOS4}

Maps = tuple[Pixels, Pixels]


def sampled(pixels: Pixels, data: Box, matrix: Exact, window: Box, filter: Filter) -> Pixels:
    """Return a picture, (rows, columns, channels) at `data`, seen through a 2x3 matrix over `window`.

    Beyond its edges the last pixel is held. `cubic` is the same filter as along straight lines, made of
    nine bilinear samples (its two middle taps have one sign, so one sample takes both); `lanczos` places
    its taps to 1/32 of a pixel.
    """
    made = np.empty((window.height, window.width, pixels.shape[2]), np.float32)
    groups = [slice(first, first + _MOST_CHANNELS) for first in range(0, pixels.shape[2], _MOST_CHANNELS)]
    sources = [np.ascontiguousarray(pixels[..., group]) for group in groups]
    for rows, maps in _bands(inverted(matrix), data, window):
        for group, source in zip(groups, sources, strict=True):
            part = _cubic(source, maps) if filter == "cubic" else _looked_up(source, maps, _FLAGS[filter])
            made[rows, :, group] = part
    return made


def inside(data: Box, matrix: Exact, window: Box, filter: Filter) -> Pixels:
    """Return how much of each pixel of `window` (rows, columns) the picture at `data` covers, 0 to 1.

    Exact along straight lines; along turned ones the distance to each edge counts, as seen afterwards.
    """
    linear = np.abs(np.linalg.inv(matrix[:, :2]))
    # One pixel of the window spans so many of the source across and down.
    steps = np.hypot(linear[:, 0], linear[:, 1])
    made = np.empty((window.height, window.width), np.float32)
    for rows, (across, down) in _bands(inverted(matrix), data, window):
        hard = filter == "nearest"
        made[rows] = _part(across + np.float32(0.5), data.width, steps[0], hard)
        made[rows] *= _part(down + np.float32(0.5), data.height, steps[1], hard)
    return made


def _part(place: Pixels, size: int, step: float, hard: bool) -> Pixels:
    if hard:
        return ((place >= 0) & (place < size)).astype(np.float32)
    low, high = place / np.float32(step), (size - place) / np.float32(step)
    made: Pixels = np.clip(low + 0.5, 0, 1) + np.clip(high + 0.5, 0, 1) - 1
    return cast(Pixels, np.maximum(made, 0, out=made))


def _bands(back: Exact, data: Box, window: Box) -> Iterator[tuple[slice, Maps]]:
    """Yield bands of rows and, for each of their pixels, where it lies in the array (centres at 0, 1 …)."""
    columns = np.arange(window.x0, window.x1) + 0.5
    for first in range(0, window.height, _BAND):
        rows = slice(first, min(first + _BAND, window.height))
        lines = (np.arange(rows.start, rows.stop) + window.y0 + 0.5)[:, None]
        across = back[0, 0] * columns + back[0, 1] * lines + (back[0, 2] - data.x0 - 0.5)
        down = back[1, 0] * columns + back[1, 1] * lines + (back[1, 2] - data.y0 - 0.5)
        yield rows, (across.astype(np.float32), down.astype(np.float32))


def _looked_up(source: Pixels, maps: Maps, flag: int) -> Pixels:
    made = cv2.remap(source, *maps, flag, borderMode=cv2.BORDER_REPLICATE)
    return cast(Pixels, made).reshape(*maps[0].shape, source.shape[2])


def _cubic(source: Pixels, maps: Maps) -> Pixels:
    made: Pixels | None = None
    across, down = (_three(each) for each in maps)
    for y, weight_y in down:
        for x, weight_x in across:
            part = _looked_up(source, (x, y), cv2.INTER_LINEAR)
            part *= (weight_x * weight_y)[..., None]
            made = part if made is None else np.add(made, part, out=made)
    assert made is not None
    return made


def _three(place: Pixels) -> list[tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]]:
    """Return three places and weights that make a row of four taps of Keys' cubic out of linear samples."""
    whole = np.floor(place)
    t = place - whole
    first = ((-0.5 * t + 1.0) * t - 0.5) * t
    second = (1.5 * t - 2.5) * t * t + 1.0
    third = ((-1.5 * t + 2.0) * t + 0.5) * t
    last = (0.5 * t - 0.5) * t * t
    middle = second + third
    return [(whole - 1, first), (whole + third / middle, middle), (whole + 2, last)]

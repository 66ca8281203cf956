"""Pictures at proxy size: each proxy pixel is the mean of the full-size pixels that it stands for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any, Generic, TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from nodes.api import Box, Clip, Format, Frame, Matte, Range, Time
from nodes.api.frames import FloatArray

from .proxy_layers import PickedLayers
from .stretch import scaled_format

P = TypeVar("P", Frame, Matte)
_MOST_CHANNELS = 4
"""That OpenCV resizes at once."""


class ProxyClip(Generic[P]):
    """A clip seen at `scale`, 1/2, 1/3 and so on."""

    def __init__(self, clip: Clip[P], scale: Fraction) -> None:
        self.range: Range = clip.range
        self.format: Format = scaled_format(clip.format, scale)
        self._clip: Clip[P] = clip
        self._scale = scale

    def frame(self, time: Time) -> P:
        """Return the picture on screen at `time`; outside the range the nearest edge is held."""
        return at_scale(self._clip.frame(time), self._scale)

    def frames(self, range: Range) -> Iterator[P]:
        """Yield each picture in the range in rising time."""
        for picture in self._clip.frames(range):
            yield at_scale(picture, self._scale)


def at_scale(picture: P, scale: Fraction) -> P:
    """Return a picture at `scale`: working pixels, premultiplied, averaged in the working space.

    Proxy pixel (x, y) stands for full-size pixels x/scale to (x + 1)/scale: windows grow to whole proxy
    pixels, and one at the display window's end is the mean of what it has. Beyond the data window is 0.
    """
    if scale == 1:
        return picture
    step = scale.denominator
    display, data = picture.display_window, picture.data_window
    windows: dict[str, Any] = {"display_window": _grown(display, step), "data_window": _grown(data, step)}
    if isinstance(picture, Matte):
        return replace(picture, pixels=_averaged(picture.pixels, data, display, step), **windows)
    if picture.pixels is not None:
        pixels, channels = picture.pixels, picture.channels
    elif picture.alpha is None:
        pixels, channels = picture.rgb, ("R", "G", "B")
    else:
        pixels, channels = np.dstack((picture.rgb, picture.alpha)), ("R", "G", "B", "A")
    return replace(
        picture,
        native=None,
        to_working=None,
        pixels=_averaged(pixels, data, display, step),
        channels=channels,
        layers=PickedLayers(picture.layers, data, windows["data_window"], step) if picture.layers else {},
        **windows,
    )


def _grown(box: Box, step: int) -> Box:
    return Box(box.x0 // step, box.y0 // step, -(-box.x1 // step), -(-box.y1 // step))


def _averaged(pixels: FloatArray, data: Box, display: Box, step: int) -> FloatArray:
    """Return the mean of each block of `step` by `step` pixels of (rows, columns[, channels])."""
    to = _grown(data, step)
    before = data.y0 - to.y0 * step, data.x0 - to.x0 * step
    after = to.y1 * step - data.y1, to.x1 * step - data.x1
    if any((*before, *after)):
        edges = [(before[0], after[0]), (before[1], after[1]), (0, 0)][: pixels.ndim]
        pixels = np.pad(pixels, edges)
    made = _resized(pixels, to.width, to.height)
    rows = _parts(to.y0, to.y1, display.y0, display.y1, step)
    columns = _parts(to.x0, to.x1, display.x0, display.x1, step)
    if rows.min() < 1 or columns.min() < 1:
        made /= np.expand_dims(rows[:, None] * columns, tuple(range(2, pixels.ndim)))
    made = np.ascontiguousarray(made)
    made.flags.writeable = False
    return made


def _resized(pixels: FloatArray, width: int, height: int) -> FloatArray:
    if pixels.ndim == 2 or pixels.shape[2] <= _MOST_CHANNELS:
        made = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
        return np.asarray(made, np.float32).reshape(height, width, *pixels.shape[2:])
    parts = [
        _resized(np.ascontiguousarray(pixels[..., first : first + _MOST_CHANNELS]), width, height)
        for first in range(0, pixels.shape[2], _MOST_CHANNELS)
    ]
    return np.concatenate(parts, axis=-1)


def _parts(first: int, last: int, low: int, high: int, step: int) -> npt.NDArray[np.float32]:
    """Return how much of each proxy pixel lies within the display window; 1 for those outside it."""
    starts = np.arange(first, last) * step
    within = np.minimum(starts + step, high) - np.maximum(starts, low)
    return np.where(within > 0, within / step, 1).astype(np.float32)

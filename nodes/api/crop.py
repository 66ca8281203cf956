"""Cutting pixels to a window."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from .formats import Box

S = TypeVar("S", bound=np.generic)


def cropped(pixels: npt.NDArray[S], data: Box, window: Box) -> npt.NDArray[S]:
    """Return the pixels that lie at `data` over all of `window`: cut off outside it, 0 where there are none.

    `pixels` are (rows, columns) or (rows, columns, channels) of any type; the same array where both boxes
    are one.

    >>> from workprint import Box
    >>> cropped(np.ones((2, 2)), Box(0, 0, 2, 2), Box(1, 0, 4, 1))
    array([[1., 0., 0.]])
    """
    if data == window:
        return pixels
    made: npt.NDArray[Any] = np.zeros((window.height, window.width, *pixels.shape[2:]), pixels.dtype)
    x0, y0 = max(data.x0, window.x0), max(data.y0, window.y0)
    x1, y1 = min(data.x1, window.x1), min(data.y1, window.y1)
    if x0 < x1 and y0 < y1:
        made[y0 - window.y0 : y1 - window.y0, x0 - window.x0 : x1 - window.x0] = pixels[
            y0 - data.y0 : y1 - data.y0, x0 - data.x0 : x1 - data.x0
        ]
    return made

"""Working on a picture a few rows at a time, so that what lies between steps stays in the cache."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.float32]

_ROWS = 32


def banded(function: Callable[[Pixels], Pixels], pixels: Pixels) -> Pixels:
    """Return what a function that works pixel by pixel makes of (rows, columns, …), band by band."""
    if pixels.shape[0] <= _ROWS:
        return function(pixels)
    first = function(pixels[:_ROWS])
    made = np.empty((pixels.shape[0], *first.shape[1:]), np.float32)
    made[:_ROWS] = first
    for row in range(_ROWS, pixels.shape[0], _ROWS):
        made[row : row + _ROWS] = function(pixels[row : row + _ROWS])
    return made

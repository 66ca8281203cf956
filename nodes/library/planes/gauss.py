"""Gaussian blur of any width, at a cost that does not grow with it."""

from __future__ import annotations

import math
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.float32]

_WIDEST = 4.0
"""The widest deviation, in pixels, that is worked out at full density; wider ones are no finer than this."""
_REACH = 4.0


def blurred(pixels: Pixels, sigma: float) -> Pixels:
    """Return (rows, columns[, channels]) blurred by a Gaussian of that deviation in pixels.

    Beyond the edges the last pixel is held. The kernel ends at four deviations. A wide one is applied some
    levels up a pyramid (P. Burt, E. Adelson, IEEE COM-31, 1983), whose own spread, one pixel of variance a
    level each way, is taken off. Samples that are no finite number count as 0.
    """
    if sigma <= 0 or pixels.size == 0:
        return pixels
    if not np.isfinite(pixels.sum(dtype=np.float64)):
        pixels = np.nan_to_num(pixels, nan=0.0, posinf=0.0, neginf=0.0)
    levels = max(0, math.ceil(math.log2(sigma / _WIDEST)))
    if levels == 0:
        return _gaussian(pixels, sigma)
    density = 4**levels
    rows, columns = pixels.shape[:2]
    # Farther out every level of the pyramid holds one value along each line, which its own border holds too.
    margin = 4 << levels
    steps = [_held(pixels, margin)]
    for _ in range(levels):
        steps.append(cast(Pixels, cv2.pyrDown(steps[-1])))
    made = _gaussian(steps[-1], math.sqrt((sigma * sigma - 2 * (density - 1) / 3) / density))
    for step in reversed(steps[:-1]):
        made = cast(Pixels, cv2.pyrUp(made, dstsize=(step.shape[1], step.shape[0])))
    inner = made[margin : margin + rows, margin : margin + columns]
    return np.ascontiguousarray(inner).reshape(pixels.shape)


def _held(pixels: Pixels, margin: int) -> Pixels:
    sides = (margin, margin, margin, margin)
    return cast(Pixels, cv2.copyMakeBorder(np.ascontiguousarray(pixels), *sides, cv2.BORDER_REPLICATE))


def _gaussian(pixels: Pixels, sigma: float) -> Pixels:
    reach = max(1, math.ceil(_REACH * sigma))
    places = np.arange(-reach, reach + 1)
    kernel = np.exp(-(places * places) / (2 * sigma * sigma))
    kernel = (kernel / kernel.sum()).astype(np.float32)
    made = cv2.sepFilter2D(np.ascontiguousarray(pixels), -1, kernel, kernel, borderType=cv2.BORDER_REPLICATE)
    return cast(Pixels, made).reshape(pixels.shape)

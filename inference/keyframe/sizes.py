"""Pictures made small for the network, and what it gives made large again along the source's edges."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

RADIUS = 4
_EPSILON = 1e-4


def reduced(picture: FloatArray, height: int) -> FloatArray:
    """Return a picture (rows, columns[, channels]) at most `height` rows high, each pixel an area's mean."""
    rows, columns = picture.shape[:2]
    if rows <= height:
        return picture
    return _sized(picture, height, max(1, round(columns * height / rows)), cv2.INTER_AREA)


def enlarged(small: FloatArray, rows: int, columns: int) -> FloatArray:
    """Return a small picture at a larger size, smoothly."""
    return small if small.shape[:2] == (rows, columns) else _sized(small, rows, columns, cv2.INTER_CUBIC)


def guided(source: FloatArray, small_source: FloatArray, small: FloatArray) -> FloatArray:
    """Return a small picture at the size of `source`, with the source's detail where the two go together.

    In each window of the small pictures the one is fitted as an affine function of the other's colour, which
    is then applied to the large source: the fast guided filter (He & Sun 2015) with a colour guide. All are
    (rows, columns, 3).
    """
    rows, columns = source.shape[:2]
    if small.shape[:2] == (rows, columns):
        return small
    mean = _box(small_source)
    spread = np.empty((*mean.shape[:2], 3, 3), np.float32)
    for one in range(3):
        for two in range(one, 3):
            both = _box(small_source[..., one] * small_source[..., two]) - mean[..., one] * mean[..., two]
            spread[..., one, two] = spread[..., two, one] = both
    spread += _EPSILON * np.eye(3, dtype=np.float32)
    wanted = _box(small)
    shared = np.stack(
        [_box(small_source * small[..., [channel]]) - mean * wanted[..., [channel]] for channel in range(3)],
        axis=-1,
    )
    slopes = np.linalg.solve(spread, shared)
    offset = wanted - np.einsum("rcis,rci->rcs", slopes, mean)
    made = enlarged(_box(offset), rows, columns).copy()
    for channel in range(3):
        made += enlarged(_box(slopes[..., channel, :]), rows, columns) * source[..., [channel]]
    return made


def _box(picture: FloatArray) -> FloatArray:
    size = (2 * RADIUS + 1, 2 * RADIUS + 1)
    return np.asarray(cv2.blur(picture, size, borderType=cv2.BORDER_REFLECT), np.float32)


def _sized(picture: FloatArray, rows: int, columns: int, how: int) -> FloatArray:
    return np.asarray(cv2.resize(picture, (columns, rows), interpolation=how), np.float32)

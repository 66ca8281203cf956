"""Interpolation filters, and resampling along rows and columns by weights that are exact at any phase."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Literal, TypeAlias, cast

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.float32]
Exact = npt.NDArray[np.float64]
_TRANSPOSABLE = 8
"""The most channels of four bytes that OpenCV turns over at once."""

Filter: TypeAlias = Literal["nearest", "linear", "cubic", "lanczos"]


def _linear(x: Exact) -> Exact:
    return np.maximum(0.0, 1.0 - np.abs(x))


def _cubic(x: Exact) -> Exact:
    """Return Keys' cubic with a = -1/2 (Catmull-Rom); source: R. Keys, IEEE ASSP-29 (1981)."""
    x = np.abs(x)
    near = (1.5 * x - 2.5) * x * x + 1.0
    far = ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0
    return np.asarray(np.where(x < 1, near, np.where(x < 2, far, 0.0)), np.float64)


def _lanczos(x: Exact) -> Exact:
    """Return the sinc windowed by its own main lobe, four lobes; source: C. Duchon, JAM 18 (1979)."""
    return np.asarray(np.where(np.abs(x) < 4, np.sinc(x) * np.sinc(x / 4), 0.0), np.float64)


_KERNELS: Mapping[str, tuple[float, Callable[[Exact], Exact]]] = {
    "linear": (1.0, _linear),
    "cubic": (2.0, _cubic),
    "lanczos": (4.0, _lanczos),
}


def places(span: tuple[int, int], scale: float, offset: float) -> Exact:
    """Return where the centres of pixels `span` lie before x' = scale x + offset."""
    return np.asarray((np.arange(*span) + 0.5 - offset) / scale, np.float64)


@lru_cache(maxsize=32)
def weights(
    source: tuple[int, int], span: tuple[int, int], scale: float, offset: float, filter: Filter
) -> Any:
    """Return the sparse matrix (pixels out, pixels in) that resamples one direction by x' = scale x + offset.

    `source` and `span` are first pixel and end, in and out. Going smaller widens the filter by as much, so
    that what is finer than the new pixels is averaged. Beyond the ends the last pixel is held.
    """
    from scipy.sparse import csr_array

    count = source[1] - source[0]
    local = places(span, scale, offset) - source[0]
    if filter == "nearest":
        index = np.clip(np.floor(local + 1e-6).astype(np.int64), 0, count - 1)[:, None]
        values = np.ones(index.shape)
    else:
        radius, kernel = _KERNELS[filter]
        stretch = max(1.0, 1.0 / abs(scale))
        reach = radius * stretch
        first = np.floor(local - reach + 0.5).astype(np.int64)
        index = first[:, None] + np.arange(math.ceil(2 * reach) + 1)
        values = kernel((index + 0.5 - local[:, None]) / stretch)
        values = values / values.sum(axis=1, keepdims=True)
        index = np.clip(index, 0, count - 1)
    rows = np.repeat(np.arange(len(local)), index.shape[1])
    made = csr_array(
        (values.ravel().astype(np.float32), (rows, index.ravel())),
        shape=(len(local), count),
        dtype=np.float32,
    )
    made.eliminate_zeros()
    return made


def covered(
    source: tuple[float, float], span: tuple[int, int], scale: float, offset: float, filter: Filter
) -> Pixels:
    """Return how much of each pixel of `span`, 0 to 1, what lay at `source` covers after scale x + offset."""
    if filter == "nearest":
        local = places(span, scale, offset) + 1e-6
        return np.asarray((local >= source[0]) & (local < source[1]), np.float32)
    low, high = sorted((source[0] * scale + offset, source[1] * scale + offset))
    pixel = np.arange(*span)
    made = np.minimum(pixel + 1, high) - np.maximum(pixel, low)
    return np.asarray(np.clip(made, 0, 1), np.float32)


def resampled(pixels: Pixels, down: Any, across: Any) -> Pixels:
    """Return (rows, columns, channels) resampled by `weights` down the columns and across the rows."""
    if down.shape[0] <= down.shape[1]:
        return _across(_down(pixels, down), across)
    return _down(_across(pixels, across), down)


def _down(pixels: Pixels, matrix: Any) -> Pixels:
    made: Pixels = matrix @ np.ascontiguousarray(pixels).reshape(pixels.shape[0], -1)
    return made.reshape(matrix.shape[0], *pixels.shape[1:])


def _across(pixels: Pixels, matrix: Any) -> Pixels:
    return _transposed(_down(_transposed(pixels), matrix))


def _transposed(pixels: Pixels) -> Pixels:
    if pixels.shape[2] > _TRANSPOSABLE or pixels.size == 0:
        return np.ascontiguousarray(np.swapaxes(pixels, 0, 1))
    made = cast(Pixels, cv2.transpose(np.ascontiguousarray(pixels)))
    return made.reshape(pixels.shape[1], pixels.shape[0], pixels.shape[2])

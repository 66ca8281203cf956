"""How loud a mix is, told along with its samples: whoever plays them need not look at each."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.api.frames import FloatArray

SPAN = 512
"""Samples that are measured together: 11 ms at 48 kHz."""

Levels = list[list[list[float]]]


def peaks_of(block: FloatArray) -> list[list[float]]:
    """Return for each span of a block (samples, channels) its greatest magnitude by channel."""
    starts = np.arange(0, len(block), SPAN)
    found: list[list[float]] = _peaks(block, starts).tolist() if len(starts) else []
    return found


def levels_of(block: FloatArray) -> Levels:
    """Return for each span of a block (samples, channels) its greatest magnitudes and its mean squares.

    Both by channel; samples are of full scale, never clipped. The last span may be shorter.
    """
    starts = np.arange(0, len(block), SPAN)
    if not len(starts):
        return []
    counts = np.diff(np.append(starts, len(block)))[:, None]
    peaks = _peaks(block, starts)
    squares = np.add.reduceat(np.square(block, dtype=np.float64), starts) / counts
    return [[peak.tolist(), power.tolist()] for peak, power in zip(peaks, squares, strict=True)]


def _peaks(block: FloatArray, starts: npt.NDArray[np.int_]) -> FloatArray:
    made: FloatArray = np.maximum.reduceat(np.abs(block), starts)
    return made

"""Video to a display of its own kind: signal is signal, no light has to be worked out."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from nodes.api.formats import ColourTags, Native
from nodes.api.frames import FloatArray

from .chroma import upsample
from .colour_curves import POWERS
from .pixel_layout import PixelLayout, pixel_layout
from .pixel_ops import merged, mix
from .yuv import codes_to_signal

_ROWS = 64
"""Rows that are worked on at a time: what they need stays in the processor's cache."""

_NOTHING: Any = 0.0


def displayed(native: Native, tags: ColourTags, wanted: ColourTags, stops: float = 0.0) -> Native | None:
    """Return YUV without alpha as 8-bit full-range "rgba", or None where that needs more than the matrix.

    So many `stops` more light are a factor of the signal, since the curve is a power.

    It needs no more where primaries are the same and both transfers stand for one curve: then undoing
    the curve and doing it again, as the way through the working space does, gives the same code values
    (but for a value in 100,000 that lay on the edge between two) at several times the price.
    """
    layout = pixel_layout(native.layout)
    same = tags.primaries == wanted.primaries and POWERS.get(tags.transfer) == POWERS.get(wanted.transfer)
    if not same or tags.transfer not in POWERS or tags.data or wanted.data:
        return None
    if layout.family != "yuv" or layout.has_alpha or (wanted.matrix, wanted.range) != ("rgb", "full"):
        return None
    luma = layout.plane(native.planes, "Y")
    rows, columns = luma.shape
    chroma = [
        upsample(
            layout.plane(native.planes, name).astype(np.float32),
            columns,
            rows,
            layout.chroma_x,
            layout.chroma_y,
        )
        for name in "UV"
    ]
    matrix = _to_display(layout, tags)
    matrix[:3] *= np.float32(2.0 ** (stops / POWERS[tags.transfer]))
    made = np.empty((rows, columns, 4), np.uint8)
    for first in range(0, rows, _ROWS):
        band = slice(first, first + _ROWS)
        codes = mix(merged((luma[band].astype(np.float32), *(plane[band] for plane in chroma))), matrix)
        # Adding nothing is how OpenCV rounds and clips to 8 bits.
        cv2.add(codes, _NOTHING, dst=made[band], dtype=cv2.CV_8U)
    return Native("rgba", (made,))


def _to_display(layout: PixelLayout, tags: ColourTags) -> FloatArray:
    """Return the 4x4 matrix from Y, U, V code values to R, G, B, A code values."""
    matrix = np.zeros((4, 4), np.float32)
    matrix[:3] = codes_to_signal(layout, tags) * np.float32(255)
    matrix[3, 3] = 255
    return matrix

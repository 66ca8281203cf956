"""Code values to signal and back: range, matrix, chroma, for native planes of any layout.

Signal is float32, 0 to 1 nominal, unbounded: super-whites, blacks below black and colours that RGB
cannot show keep their values. Only going back into an integer plane clips, at the container's ends.

Source of ranges and matrices: ITU-T H.273, 8.3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.api.formats import ColourTags, Native

from .chroma import upsample
from .colour_primaries import chromaticities_of
from .errors import MediaError
from .pixel_layout import PixelLayout
from .pixel_ops import bands, merged, mix

AnyArray = npt.NDArray[Any]
FloatArray = npt.NDArray[np.float32]

LUMA_WEIGHTS: Mapping[str, tuple[float, float]] = {
    "bt709": (0.2126, 0.0722),
    "fcc": (0.30, 0.11),
    "bt470bg": (0.299, 0.114),
    "smpte170m": (0.299, 0.114),
    "smpte240m": (0.212, 0.087),
    "bt2020nc": (0.2627, 0.0593),
}
"""The weights of red and blue in luma."""

_YCGCO = np.array([[0.25, 0.5, 0.25], [-0.25, 0.5, -0.25], [0.5, 0.0, -0.5]])


def _luma_weights(tags: ColourTags) -> tuple[float, float]:
    if tags.matrix in LUMA_WEIGHTS:
        return LUMA_WEIGHTS[tags.matrix]
    if tags.matrix == "chroma-derived-nc":
        values = chromaticities_of(tags.primaries)
        corners = np.array(
            [(x / y, 1, (1 - x - y) / y) for x, y in zip(values[::2], values[1::2], strict=True)]
        )
        weights = np.linalg.solve(corners[:3].T, corners[3])
        return float(weights[0]), float(weights[2])
    known = ", ".join([*LUMA_WEIGHTS, "ycgco", "chroma-derived-nc"])
    raise MediaError(
        f"Read colours with the matrix '{tags.matrix}'",
        "it cannot be undone by a matrix, or is not known",
        hint=f"Set the matrix to one of {known}.",
    )


def rgb_to_ycc(tags: ColourTags) -> AnyArray:
    """Return the 3x3 float64 matrix from R'G'B' to Y'CbCr (Y 0 to 1, the others -0.5 to 0.5)."""
    if tags.matrix == "ycgco":
        return _YCGCO
    red, blue = _luma_weights(tags)
    luma = np.array([red, 1.0 - red - blue, blue])
    return np.array(
        [luma, ([0, 0, 1] - luma) / (2.0 * (1.0 - blue)), ([1, 0, 0] - luma) / (2.0 * (1.0 - red))]
    )


def luma_scale(layout: PixelLayout, limited: bool) -> tuple[float, float]:
    """Return (span, offset): a code value is span x signal + offset, for luma, grey and RGB."""
    if layout.is_float:
        return 1.0, 0.0
    step = 1 << (layout.bits - 8)
    return (219.0 * step, 16.0 * step) if limited else ((1 << layout.bits) - 1.0, 0.0)


def chroma_scale(layout: PixelLayout, limited: bool) -> tuple[float, float]:
    """Return (span, offset): a code value is span x chroma + offset."""
    step = 1 << (layout.bits - 8)
    return (224.0 * step if limited else (1 << layout.bits) - 1.0), 128.0 * step


@lru_cache(maxsize=64)
def codes_to_signal(layout: PixelLayout, tags: ColourTags) -> FloatArray:
    """Return the 3x4 matrix from Y, U, V code values to signal RGB."""
    limited = tags.range == "limited"
    luma, luma_offset = luma_scale(layout, limited)
    chroma, chroma_offset = chroma_scale(layout, limited)
    to_rgb = np.linalg.inv(rgb_to_ycc(tags)) / [luma, chroma, chroma]
    offset = to_rgb @ [luma_offset, chroma_offset, chroma_offset]
    return np.column_stack((to_rgb, -offset)).astype(np.float32)


@lru_cache(maxsize=64)
def signal_to_codes(layout: PixelLayout, tags: ColourTags) -> FloatArray:
    """Return the 3x4 matrix from signal RGB to Y, U, V code values."""
    limited = tags.range == "limited"
    luma, luma_offset = luma_scale(layout, limited)
    chroma, chroma_offset = chroma_scale(layout, limited)
    to_codes = rgb_to_ycc(tags) * np.array([[luma], [chroma], [chroma]])
    return np.column_stack((to_codes, [luma_offset, chroma_offset, chroma_offset])).astype(np.float32)


def through_signal(
    native: Native, layout: PixelLayout, tags: ColourTags, then: Callable[[FloatArray], FloatArray]
) -> FloatArray:
    """Return what `then` makes of the signal R'G'B' (rows, columns, 3) of planar YUV, band by band."""
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
    matrix = codes_to_signal(layout, tags)
    made = np.empty((rows, columns, 3), np.float32)
    for band in bands(rows, columns):
        planes = (luma[band].astype(np.float32), *(plane[band] for plane in chroma))
        made[band] = then(mix(merged(planes), matrix))
    return made


def to_samples(codes: FloatArray, layout: PixelLayout) -> AnyArray:
    """Return code values as the layout's samples: rounded and clipped if integer, else as they are.

    A value that is no number becomes 0 in an integer plane.
    """
    if layout.is_float:
        return np.ascontiguousarray(codes, dtype=layout.dtype)
    made = np.rint(codes)
    np.fmin(np.fmax(made, np.float32(0), out=made), np.float32((1 << layout.bits) - 1), out=made)
    return made.astype(layout.dtype)

"""Frames as the small 8-bit pictures that an object is followed in, and mattes back at full size."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from nodes.api import Frame, Matte
from nodes.vision.agreement import Mask
from nodes.vision.guided import Guide
from nodes.vision.look import Floats, Picture

WORK_ROWS = 240
"""Rows (or columns, where those are fewer) of the picture that an object is followed in."""
_EDGE_ROWS = 480
"""At most so many rows (or columns, where those are fewer) have the lines between colours drawn in them."""
_EDGE = 6.0
"""How wide the band is in which an edge is refined, in working pixels."""
_FLAT = 1e-4


def shown(frame: Frame, size: tuple[int, int] | None = None) -> Picture:
    """Return 8-bit RGB (rows, columns, 3) of a working frame, about as a display would show it.

    The square root stands for the display's curve: what is compared are pictures that went through the same.
    `size` is (columns, rows), area averaged; the frame's own where None.
    """
    light = np.asarray(frame.rgb, np.float32)
    if size is not None and size != light.shape[1::-1]:
        light = np.asarray(cv2.resize(light, size, interpolation=cv2.INTER_AREA), np.float32)
    return np.asarray(np.sqrt(_bounded(light)) * 255 + 0.5, np.uint8)


def work_size(columns: int, rows: int) -> tuple[int, int]:
    """Return (columns, rows) of the picture to work in: never larger than the frame."""
    scale = min(1.0, WORK_ROWS / max(1, min(columns, rows)))
    return max(1, round(columns * scale)), max(1, round(rows * scale))


def smaller(mask: Floats, size: tuple[int, int]) -> Mask:
    """Return a full-size matte as a mask of `size` (columns, rows)."""
    return np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_AREA) > 0.5)


def refined(frame: Frame, odds: Floats) -> Floats:
    """Return working-size odds as a matte (0 to 1) of the frame's size with its edges on the frame's.

    Within a band about the edge the matte is what the colours say (guided filter, He et al. 2013). Of frames
    above `_EDGE_ROWS` the filter's lines are drawn at that size and laid on the frame's own colours.
    """
    rows, columns = frame.rgb.shape[:2]
    matte = np.zeros((rows, columns), np.float32)
    if not (odds > 0.02).any():
        return matte
    part = _part(odds, (rows, columns))
    picture = np.sqrt(_bounded(frame.rgb[part]))
    large = larger(odds, (rows, columns))[part]
    scale = min(1.0, _EDGE_ROWS / min(rows, columns))
    radius = max(2, round(3 * scale * rows / odds.shape[0]))
    if scale < 1:
        size = (max(1, round(large.shape[1] * scale)), max(1, round(large.shape[0] * scale)))
        soft = Guide(_shrunk(picture, size), radius, _FLAT).filter_onto(_shrunk(large, size), picture)
    else:
        soft = Guide(picture, radius, _FLAT).filter(large)
    matte[part] = np.clip((soft - 0.15) / 0.7, 0, 1)
    return matte


def larger(plane: Floats, shape: tuple[int, ...]) -> Floats:
    """Return a plane (0 to 1) at a shape of (rows, columns), between its samples on straight lines."""
    return np.asarray(cv2.resize(plane, shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def _bounded(light: npt.NDArray[np.floating]) -> Floats:
    # fmax and fmin pass over NaN, which so becomes 0.
    made = np.fmax(light, 0, dtype=np.float32)
    return np.asarray(np.fmin(made, 1, out=made))


def _shrunk(plane: Floats, size: tuple[int, int]) -> Floats:
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.float32)


def _part(odds: Floats, shape: tuple[int, int]) -> tuple[slice, slice]:
    """Return the rows and columns, of a picture of that shape, in which the object and its edges lie."""
    across, down, width, height = cv2.boundingRect((odds > 0.02).astype(np.uint8))
    margin = int(4 * _EDGE)
    spans = ((down - margin, down + height + margin), (across - margin, across + width + margin))
    return tuple(  # type: ignore[return-value]
        slice(max(0, int(low * size / whole)), min(size, int(high * size / whole) + 1))
        for (low, high), size, whole in zip(spans, shape, odds.shape, strict=True)
    )


def matte_of(frame: Frame, pixels: Floats) -> Matte:
    """Return the pixels as a matte over the frame's windows."""
    return Matte(pixels, frame.time, frame.display_window, frame.data_window)

"""Frames as the small 8-bit pictures that an object is followed in, and mattes back at full size."""

from __future__ import annotations

import cv2
import numpy as np

from nodes.api import Frame, Matte
from nodes.vision.agreement import Mask
from nodes.vision.guided import Guide
from nodes.vision.look import Floats, Picture

WORK_ROWS = 240
"""Rows (or columns, where those are fewer) of the picture that an object is followed in."""
_EDGE = 6.0
"""How wide the band is in which an edge is refined, in working pixels."""


def shown(frame: Frame, size: tuple[int, int] | None = None) -> Picture:
    """Return 8-bit RGB (rows, columns, 3) of a working frame, about as a display would show it.

    The square root stands for the display's curve: what is compared are pictures that went through the same.
    `size` is (columns, rows), area averaged; the frame's own where None.
    """
    light = np.asarray(frame.rgb, np.float32)
    if size is not None and size != light.shape[1::-1]:
        light = np.asarray(cv2.resize(light, size, interpolation=cv2.INTER_AREA), np.float32)
    clean = np.nan_to_num(light, nan=0.0, posinf=1.0, neginf=0.0)
    return np.asarray(np.sqrt(np.clip(clean, 0, 1)) * 255 + 0.5, np.uint8)


def work_size(columns: int, rows: int) -> tuple[int, int]:
    """Return (columns, rows) of the picture to work in: never larger than the frame."""
    scale = min(1.0, WORK_ROWS / max(1, min(columns, rows)))
    return max(1, round(columns * scale)), max(1, round(rows * scale))


def smaller(mask: Floats, size: tuple[int, int]) -> Mask:
    """Return a full-size matte as a mask of `size` (columns, rows)."""
    return np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_AREA) > 0.5)


def refined(frame: Frame, odds: Floats) -> Floats:
    """Return working-size odds as a matte (0 to 1) of the frame's size with its edges on the frame's.

    Within a band about the edge the matte is what the colours say (guided filter, He et al. 2013).
    """
    rows, columns = frame.rgb.shape[:2]
    scale = rows / odds.shape[0]
    if not (odds > 0.02).any():
        return np.zeros((rows, columns), np.float32)
    large = np.asarray(cv2.resize(odds, (columns, rows), interpolation=cv2.INTER_LINEAR), np.float32)
    margin = int(4 * _EDGE * scale)
    box = cv2.boundingRect((large > 0.02).astype(np.uint8))
    part = (
        slice(max(0, box[1] - margin), box[1] + box[3] + margin),
        slice(max(0, box[0] - margin), box[0] + box[2] + margin),
    )
    picture = np.sqrt(np.clip(np.nan_to_num(frame.rgb[part], posinf=1.0), 0, 1))
    soft = Guide(picture, max(2, round(3 * scale)), 1e-4).filter(large[part])
    matte = np.zeros((rows, columns), np.float32)
    matte[part] = np.clip((soft - 0.15) / 0.7, 0, 1)
    return matte


def matte_of(frame: Frame, pixels: Floats) -> Matte:
    """Return the pixels as a matte over the frame's windows."""
    return Matte(pixels, frame.time, frame.display_window, frame.data_window)

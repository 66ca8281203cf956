"""Values held in half the bytes: float pixels as 16-bit floats, where those can hold them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from nodes.api import Frame, Matte

_LARGEST = 65504.0


@dataclass(frozen=True, slots=True, eq=False)
class Halved:
    """A frame or matte without its pixels, and those as 16-bit floats: 11 bits of each number."""

    value: Frame | Matte
    pixels: npt.NDArray[np.float16]

    def full(self) -> Frame | Matte:
        """Return the value with float32 pixels again."""
        half = self.pixels
        made = np.asarray(cv2.addWeighted(half, 1, half, 0, 0, dtype=cv2.CV_32F), np.float32)
        made = made.reshape(half.shape)
        made.flags.writeable = False
        return replace(self.value, pixels=made)


def halved(value: Any) -> Any:
    """Return the value with its float pixels halved; native planes, and what would overflow, as they are."""
    if type(value) is dict:
        return {port: halved(each) for port, each in value.items()}
    if not isinstance(value, Frame | Matte) or value.pixels is None:
        return value
    pixels = value.pixels
    if not pixels.size or not cv2.checkRange(pixels, minVal=-_LARGEST, maxVal=_LARGEST)[0]:
        return value
    # OpenCV's vectors, ten times as fast as NumPy's cast.
    made = np.asarray(cv2.addWeighted(pixels, 1, pixels, 0, 0, dtype=cv2.CV_16F), np.float16)
    return Halved(replace(value, pixels=pixels[:0, :0].copy()), made.reshape(pixels.shape))


def restored(value: Any) -> Any:
    """Return the value that was halved, in float32 pixels."""
    if type(value) is dict:
        return {port: restored(each) for port, each in value.items()}
    return value.full() if isinstance(value, Halved) else value


def is_halved(value: Any) -> bool:
    """Return whether anything in a value lost precision."""
    if type(value) is dict:
        return any(is_halved(each) for each in value.values())
    return isinstance(value, Halved)

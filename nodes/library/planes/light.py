"""Scene light as a display shows it and back, by a plain power."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.float32]

DISPLAY_POWER = 2.4
"""The power of ITU-R BT.1886, with black at 0."""


def power(values: Pixels, exponent: float) -> Pixels:
    """Return sign(x) |x|^exponent."""
    made = cast(Pixels, cv2.pow(np.abs(values), exponent)).reshape(values.shape)
    return np.copysign(made, values, out=made)


def to_display(light: Pixels) -> Pixels:
    """Return straight linear light as signal: the power 1/2.4, mirrored below 0, unbounded."""
    return power(light, 1 / DISPLAY_POWER)


def from_display(signal: Pixels) -> Pixels:
    """Return linear light for signal; undoes `to_display`."""
    return power(signal, DISPLAY_POWER)

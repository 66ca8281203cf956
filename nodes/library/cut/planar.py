"""Decoded pictures mixed plane by plane, in their own code values.

Code values are an affine map of the display's signal, so a mix of two pictures of one layout and one
reading is, plane by plane, that of their signals, rounded once.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from nodes.api import Frame, Native

from .display import Screen, is_signal

Plane = npt.NDArray[Any]
_OPAQUE = re.compile(r"(?:yuvj?4\d\dp(?:\d+(?:le)?)?|gbrp(?:\d+(?:le)?)?|rgb24|bgr24|rgb48(?:le)?)")


def are_alike(one: Frame, other: Frame, screen: Screen) -> bool:
    """Return whether two frames can be mixed plane by plane: decoded alike, opaque, over one window."""
    if one.native is None or other.native is None or screen.is_linear:
        return False
    a, b = one.colour, other.colour
    return (
        one.native.layout == other.native.layout
        and _OPAQUE.fullmatch(one.native.layout) is not None
        and (a.matrix, a.range) == (b.matrix, b.range)
        and is_signal(one)
        and is_signal(other)
        and one.data_window == one.display_window == other.data_window == other.display_window
        and one.pixel_aspect == other.pixel_aspect
    )


def mixed_planes(one: Frame, other: Frame, part: float) -> Frame:
    """Return (1 - part) of one frame and `part` of another that is decoded alike."""
    assert one.native is not None
    assert other.native is not None
    pairs = zip(one.native.planes, other.native.planes, strict=True)
    planes = tuple(_read_only(cv2.addWeighted(a, 1 - part, b, part, 0.0)) for a, b in pairs)
    return replace(one, native=Native(one.native.layout, planes))


def _read_only(plane: Any) -> Plane:
    made: Plane = np.asarray(plane)
    made.flags.writeable = False
    return made

"""`matte.grow`: a matte wider or narrower."""

import math
from functools import lru_cache
from typing import Annotated, cast

import cv2
import numpy as np
import numpy.typing as npt

from nodes.api import Matte, Px, Slider, node
from nodes.geometry.boxes import is_empty
from nodes.library.planes.mattes import Pixels, rematted, spread_out

_LARGEST = 8
"""The largest disc that is swept over the matte at once; larger radii take several."""


@node("matte.grow")
def grow(
    matte: Matte,
    radius: Annotated[Px, Slider(-50, 50, "px"), "How far its edge moves out; below 0 it moves in."] = 0.0,
) -> Matte:
    """Move a matte's edge out or in by a radius, round at corners, soft edges kept as soft.

    Each pixel becomes the largest (growing) or smallest value within the radius: grey-scale dilation and
    erosion by a disc (J. Serra, Image Analysis and Mathematical Morphology, 1982). Parts of a pixel mix the
    two nearest radii. Radii above 8 sweep several discs one after the other, which makes a large disc a
    polygon, within a pixel or two in twenty. At the picture's edges the matte goes on unseen, so that
    shrinking does not draw it away from them. Radius 0 passes the very matte on.

    Example: workprint shot show sh010 --add key.chroma as=green
    --add matte.grow as=tight matte=@green.matte radius=-1.5
    """
    if radius == 0 or is_empty(matte.data_window):
        return matte
    pixels, window = spread_out(matte, math.ceil(radius) if radius > 0 else 1)
    sweep = cv2.dilate if radius > 0 else cv2.erode
    made = pixels
    left = abs(radius)
    while left >= 1:
        step = min(_LARGEST, math.floor(left))
        made = cast(Pixels, sweep(made, _disc(step))).reshape(pixels.shape)
        left -= step
    if left > 0:
        wider = cast(Pixels, sweep(made, _disc(1))).reshape(pixels.shape)
        made = made + (wider - made) * np.float32(left)
    return rematted(matte, made, window)


@lru_cache(maxsize=_LARGEST)
def _disc(radius: int) -> npt.NDArray[np.uint8]:
    """Return a disc of 1 in 0: the pixels whose centres lie within the radius."""
    places = np.arange(-radius, radius + 1)
    return np.asarray(places[:, None] ** 2 + places[None] ** 2 <= (radius + 0.25) ** 2, np.uint8)

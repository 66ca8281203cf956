"""`draw.solid`: one colour everywhere."""

from functools import lru_cache
from typing import Annotated

import numpy as np
import numpy.typing as npt

from nodes.api import Format, Frame, Slider, Time, node

RGB = tuple[float, float, float]


@node("draw.solid")
def solid(
    format: Format,
    color: Annotated[RGB, Slider(0, 1), "Red, green and blue, linear, in the working space."] = (
        0.0,
        0.0,
        0.0,
    ),
    opacity: Annotated[float, Slider(0, 1, hard=True), "Its alpha; at 1 the picture is opaque."] = 1.0,
) -> Frame:
    """Fill the picture with one colour.

    The colour is that before alpha; values below 0 and above 1 are light like any other.

    Example: workprint run draw.solid -o blue.png color=0.02,0.05,0.4 --size 64x36 --range 0-0
    """
    pixels = _filled(format.height, format.width, color, opacity)
    return Frame.of_pixels(pixels, Time.zero(format.rate), pixel_aspect=format.pixel_aspect)


@lru_cache(maxsize=2)
def _filled(rows: int, columns: int, color: RGB, opacity: float) -> npt.NDArray[np.float32]:
    values = np.array(color, np.float32) * np.float32(opacity)
    if opacity != 1:
        values = np.append(values, np.float32(opacity))
    made = np.empty((rows, columns, len(values)), np.float32)
    made[:] = values
    made.flags.writeable = False
    return made

"""Where a picture lands when it is put into another format, or cut down to a box: plain arithmetic."""

from __future__ import annotations

import math
from typing import Literal

from nodes.api import Box

from .placing import Placing

Fit = Literal["fit", "fill", "stretch", "none"]


def reformatted_box(display: Box, whole: Box, shape: float, fit: Fit) -> Box:
    """Return where a display window lands in another one: at whole pixels, centred.

    `shape` is the picture's pixel aspect over the new format's.

    >>> reformatted_box(Box.of_size(160, 90), Box.of_size(48, 48), 1.0, "fit")
    Box(x0=0, y0=10, x1=48, y1=37)
    """
    scales = whole.width / (display.width * shape), whole.height / display.height
    scale = {"fit": min(scales), "fill": max(scales), "none": 1.0}.get(fit, 1.0)
    width, height = max(1, round(display.width * shape * scale)), max(1, round(display.height * scale))
    if fit == "stretch":
        width, height = whole.width, whole.height
    x0, y0 = math.floor((whole.width - width) / 2), math.floor((whole.height - height) / 2)
    return Box(x0, y0, x0 + width, y0 + height)


def into(display: Box, place: Box) -> Placing:
    """Return the scale and the move that take one box to another."""
    scale = place.width / display.width, place.height / display.height
    move = place.x0 - display.x0 * scale[0], place.y0 - display.y0 * scale[1]
    return Placing(scale, move=move)


def whole_side(length: float) -> int:
    """Return a side in whole pixels, one at least; a half goes up."""
    return max(1, math.floor(length + 0.5))


def whole_box(edges: tuple[float, float, float, float]) -> Box:
    """Return the box with its edges at the nearest whole pixels (a half goes up), one pixel at least.

    >>> whole_box((0.5, 0, 0.6, 3.2))
    Box(x0=1, y0=0, x1=2, y1=3)
    """
    x0, y0, x1, y1 = (math.floor(edge + 0.5) for edge in edges)
    return Box(x0, y0, max(x1, x0 + 1), max(y1, y0 + 1))

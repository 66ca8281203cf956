"""Boxes of whole pixels: what two share, what holds both, what a stretch of coordinates covers."""

from __future__ import annotations

import math

from nodes.api import Box


def meet(one: Box, other: Box) -> Box:
    """Return what both boxes share; a box without pixels where they do not touch.

    >>> meet(Box(0, 0, 4, 4), Box(2, 1, 9, 9))
    Box(x0=2, y0=1, x1=4, y1=4)
    """
    x0, y0 = max(one.x0, other.x0), max(one.y0, other.y0)
    return Box(x0, y0, max(x0, min(one.x1, other.x1)), max(y0, min(one.y1, other.y1)))


def join(one: Box, other: Box) -> Box:
    """Return the smallest box that holds both; a box without pixels adds nothing.

    >>> join(Box(0, 0, 4, 4), Box(2, 1, 9, 9))
    Box(x0=0, y0=0, x1=9, y1=9)
    """
    if is_empty(one) or is_empty(other):
        return other if is_empty(one) else one
    return Box(min(one.x0, other.x0), min(one.y0, other.y0), max(one.x1, other.x1), max(one.y1, other.y1))


def covers(one: Box, other: Box) -> bool:
    """Return whether `other` lies wholly inside `one`; a box without pixels lies inside any."""
    return is_empty(other) or join(one, other) == one


def is_empty(box: Box) -> bool:
    """Return whether the box holds no pixel."""
    return box.width == 0 or box.height == 0


def grown(box: Box, across: int, down: int) -> Box:
    """Return the box with so many more pixels at each side; a box without pixels stays as it is."""
    if is_empty(box):
        return box
    return Box(box.x0 - across, box.y0 - down, box.x1 + across, box.y1 + down)


def around(x0: float, y0: float, x1: float, y1: float) -> Box:
    """Return the smallest box of whole pixels that holds the rectangle.

    Coordinates within a millionth of a pixel's edge lie on it: sums of decimal fractions carry dust.

    >>> around(0.1 + 0.2 - 0.3, 0, 1.5, 2.0000000001)
    Box(x0=0, y0=0, x1=2, y1=2)
    """
    dust = 1e-6
    return Box(math.floor(x0 + dust), math.floor(y0 + dust), math.ceil(x1 - dust), math.ceil(y1 - dust))

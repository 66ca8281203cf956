"""At which size a model works for a picture of another size."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import ceil, floor, sqrt
from typing import Any

from nodes.api import Format

from .pictures import Size


def working_size(card: Mapping[str, Any], format: Format) -> Size:
    """Return columns and rows that a model works at for pictures of a format.

    Its area lies between those of the sizes that the model was trained on, its shape is the format's as
    seen (pixel aspect counted) as nearly as multiples of what the card asks for allow: pictures are
    squeezed by what is left, a few parts in a hundred at most for usual sizes.
    """
    shape = format.width * float(format.pixel_aspect) / format.height
    areas = sorted(width * height for width, height in card["sizes"])
    area = format.width * format.height
    if areas:
        area = min(max(area, areas[0]), areas[-1])
    step = card["multiple"]
    wide, high = sqrt(area * shape) / step, sqrt(area / shape) / step
    whole = product(_around(wide), _around(high))
    width, height = min(whole, key=lambda size: _squeeze(size, shape, area / step**2))
    return width * step, height * step


def _around(side: float) -> tuple[int, ...]:
    return tuple({max(1, floor(side)), max(1, ceil(side))})


def _squeeze(size: Size, shape: float, area: float) -> tuple[float, float]:
    """Return how far a size is from a shape, and from an area, to be compared in that order."""
    width, height = size
    ratio = width / height / shape
    return round(max(ratio, 1 / ratio), 3), abs(width * height - area)

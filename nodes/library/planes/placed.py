"""A frame's pixels where a placing puts them."""

from __future__ import annotations

import numpy as np

from nodes.api import Box, cropped
from nodes.geometry.placing import Placing

from .kernels import Filter, Pixels, covered, resampled, weights
from .turned import inside, sampled


def placed(
    pixels: Pixels, alpha: int | None, data: Box, placing: Placing, window: Box, filter: Filter
) -> tuple[Pixels, Pixels]:
    """Return channels, (rows, columns, channels) at `data`, where a placing puts them, and what they cover.

    Both over `window`, premultiplied. The picture ends at its edges: there it covers pixels in part (the
    second array, 0 to 1) and every channel is less by as much. Channel number `alpha`, if there is one,
    stays within 0 to 1. A move by whole pixels, alone, copies them.
    """
    whole = _whole_move(placing)
    if whole is not None:
        moved = Box(data.x0 + whole[0], data.y0 + whole[1], data.x1 + whole[0], data.y1 + whole[1])
        ones = np.ones((data.height, data.width), np.float32)
        return cropped(pixels, moved, window), cropped(ones, moved, window)
    way = _straight if placing.is_straight else _turned
    made, cover = way(pixels, data, placing, window, filter)
    if cover.min(initial=1) < 1:
        made *= cover[..., None]
    if alpha is not None and filter in ("cubic", "lanczos"):
        np.clip(made[..., alpha], 0, 1, out=made[..., alpha])
    return made, cover


def _whole_move(placing: Placing) -> tuple[int, int] | None:
    x, y = placing.move
    still = placing.scale == (1.0, 1.0) and placing.degrees % 360 == 0
    return (int(x), int(y)) if still and float(x).is_integer() and float(y).is_integer() else None


def _straight(
    pixels: Pixels, data: Box, placing: Placing, window: Box, filter: Filter
) -> tuple[Pixels, Pixels]:
    (sx, sy), (ox, oy) = placing.signed_scale, placing.offset
    across = (data.x0, data.x1), (window.x0, window.x1), sx, ox
    down = (data.y0, data.y1), (window.y0, window.y1), sy, oy
    made = resampled(pixels, weights(*down, filter), weights(*across, filter))
    rows, columns = covered(*down, filter), covered(*across, filter)
    return made, np.multiply.outer(rows, columns)


def _turned(
    pixels: Pixels, data: Box, placing: Placing, window: Box, filter: Filter
) -> tuple[Pixels, Pixels]:
    cover = inside(data, placing.matrix, window, filter)
    smaller = tuple(min(1.0, abs(each)) for each in placing.scale)
    if filter != "nearest" and min(smaller) < 1:
        # Straight first, to the size that is wanted, so that the turn has nothing left to average.
        shrink = Placing((smaller[0], smaller[1]), centre=placing.centre)
        box = shrink.box(data)
        pixels, _ = _straight(pixels, data, shrink, box, filter)
        rest = tuple(each / small for each, small in zip(placing.scale, smaller, strict=True))
        placing = Placing((rest[0], rest[1]), placing.degrees, placing.centre, placing.move, placing.aspect)
        data = box
    return sampled(pixels, data, placing.matrix, window, filter), cover

"""Fitting a picture of one size to another, in working light."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from nodes.api import Box, Format, cropped
from nodes.geometry.fitted import fitted_box

FloatArray = npt.NDArray[np.float32]


def resize(pixels: FloatArray, width: int, height: int) -> FloatArray:
    """Return float32 pixels, (rows, columns) or (rows, columns, channels), at another size.

    Premultiplied and linear in, the same out; the same array where the size is right already. Going
    smaller averages areas, going larger is Lanczos over 8 x 8 pixels, whose over- and undershoots are
    not clipped; each direction takes its own.
    """
    made = pixels
    for across, size in ((True, width), (False, height)):
        rows, columns = made.shape[:2]
        now = columns if across else rows
        if size != now:
            target = (size, rows) if across else (columns, size)
            way = cv2.INTER_AREA if size < now else cv2.INTER_LANCZOS4
            shape = (target[1], target[0], *made.shape[2:])
            made = cast(FloatArray, cv2.resize(made, target, interpolation=way)).reshape(shape)
    return made


def fit(
    rgb: FloatArray,
    alpha: FloatArray | None,
    *,
    data: Box,
    display: Box,
    aspect: Fraction,
    to: Format,
) -> tuple[FloatArray, FloatArray | None]:
    """Return working pixels and alpha over the whole of the target format.

    The rule: the display window is scaled to the largest size that fits inside the target with its
    shape kept, pixel aspects honoured, and centred; around it is black, and transparent where the
    picture has alpha. Pixels outside the display window are cut off. `data` says where in the
    display window's coordinates the pixels are. A picture that fits as it is comes back itself.
    """
    place = fitted_box(display, aspect, to)
    whole = Box.of_size(to.width, to.height)
    if data == display and place == whole and (data.width, data.height) == (to.width, to.height):
        return rgb, alpha
    return (
        _placed(rgb, data, display, place, whole),
        None if alpha is None else _placed(alpha, data, display, place, whole),
    )


def _placed(pixels: FloatArray, data: Box, display: Box, place: Box, whole: Box) -> FloatArray:
    shown = cropped(pixels, data, display)
    scaled = resize(shown, place.width, place.height)
    if place == whole:
        return scaled
    made = np.zeros((whole.height, whole.width, *pixels.shape[2:]), np.float32)
    made[place.y0 : place.y1, place.x0 : place.x1] = scaled
    return made

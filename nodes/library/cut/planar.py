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

from nodes.api import Box, Frame, Native
from nodes.geometry.boxes import meet
from nodes.geometry.placing import Placing
from nodes.library.planes.placed import placed

from .display import Screen, is_signal

Plane = npt.NDArray[Any]
_DEPTH = re.compile(r"p(\d+)(?:le)?$")
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


def placed_planes(image: Frame, below: Frame, placing: Placing, amount: float) -> Frame:
    """Return `amount` of a picture, moved and scaled along straight lines, on one that is decoded alike.

    Chroma that is halved lies on every second column and halfway between two rows, as H.264's does.
    """
    assert image.native is not None
    assert below.native is not None
    (sx, sy), (ox, oy) = placing.signed_scale, placing.offset
    window = image.display_window
    made = []
    for source, ground in zip(image.native.planes, below.native.planes, strict=True):
        rows, columns = source.shape[:2]
        across, down = round(window.width / columns), round(window.height / rows)
        move = (ox / across + (0.25 * (1 - sx) if across > 1 else 0.0), oy / down)
        there = Placing((sx, sy), move=move)
        whole = Box.of_size(columns, rows)
        box = meet(there.box(whole), whole)
        planes = source.astype(np.float32).reshape(rows, columns, -1)
        shown, cover = placed(planes, None, whole, there, box, "cubic")
        result = ground.copy()
        part = result[box.y0 : box.y1, box.x0 : box.x1]
        cover = cover[..., None] * np.float32(amount)
        seen = part.reshape(shown.shape) * (1 - cover) + shown * np.float32(amount)
        most = np.iinfo(ground.dtype).max if ground.dtype == np.uint8 else _most(image.native.layout)
        part[...] = np.clip(np.rint(seen), 0, most).reshape(part.shape).astype(ground.dtype)
        made.append(_read_only(result))
    return replace(below, native=Native(below.native.layout, tuple(made)))


def _most(layout: str) -> int:
    """Return the highest code value of a deep layout: 1023 for yuv420p10le."""
    depth = _DEPTH.search(layout)
    return (1 << int(depth[1])) - 1 if depth else 65535

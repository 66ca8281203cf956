"""Letters of the fonts that OpenCV and OpenImageIO ship, as cover."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt
import OpenImageIO as oiio

from nodes.api import Box, NodeError
from nodes.geometry.boxes import grown, is_empty, join, meet
from nodes.geometry.placing import Placing
from nodes.library.planes.placed import placed

Pixels = npt.NDArray[np.float32]
Font: TypeAlias = Literal["sans", "italic", "universal", "serif", "mono"]
Align: TypeAlias = Literal["left", "center", "right"]
Hang: TypeAlias = Literal["top", "middle", "bottom"]

_ASCENT = 0.8
_IN_OPENCV = {"sans": "sans", "italic": "italic", "universal": "uni"}
_IN_OPENIMAGEIO = {"serif": "DroidSerif.ttf", "mono": "DroidSansMono.ttf"}
_FINER = 4.0
_LARGE = 400.0
_NOTHING = Box(0, 0, 0, 0)
_PLAIN = cv2.PUT_TEXT_ALIGN_LEFT
_UNBROKEN = (-(1 << 24), 1 << 24)


@dataclass(frozen=True, slots=True)
class Lettering:
    """What is written and how: lines, font, weight, size of its em square (pixels), line distance (ems).

    `place` is the point that the block lies at, by `align` and `hang`; `aspect` is a pixel's width over its
    height.
    """

    lines: tuple[str, ...]
    font: Font
    weight: int
    size: float
    spacing: float
    align: Align
    hang: Hang
    place: tuple[float, float]
    aspect: float = 1.0


@lru_cache(maxsize=4)
def cover_of(what: Lettering, display: Box) -> tuple[Pixels, Box]:
    """Return how much of each pixel letters cover, 0 to 1, (rows, columns), and the box where.

    Letters are drawn larger, at a whole size, and brought to theirs as composite.transform does, so that
    any size and place is met and stand as far apart as they should. Raises NodeError for a missing font.
    """
    whole = math.ceil(what.size * max(1.0, min(_FINER, _LARGE / what.size)))
    scale = what.size / whole
    placing = Placing((scale / what.aspect, scale), move=what.place)
    if placing.vanishes:
        return np.zeros((0, 0), np.float32), _NOTHING
    room = grown(placing.source(display), 4, 4)
    drawn, box = _drawn(what, whole, room)
    window = _NOTHING if is_empty(box) else meet(display, placing.box(box))
    if is_empty(window):
        return np.zeros((0, 0), np.float32), _NOTHING
    made, _ = placed(drawn[..., None], 0, box, placing, window, "linear")
    made = made[..., 0]
    made.flags.writeable = False
    return made, window


def _drawn(what: Lettering, size: int, room: Box) -> tuple[Pixels, Box]:
    """Return the letters at a whole size, where the block's point is the origin; only what lies in `room`."""
    face = cv2.FontFace(_face(what.font))
    step = what.spacing * size
    block = size + (len(what.lines) - 1) * step
    top = {"top": 0.0, "middle": -block / 2, "bottom": -block}[what.hang]
    starts = []
    box = _NOTHING
    margin = math.ceil(size * 0.4)
    for place, line in enumerate(what.lines):
        if not line.strip():
            continue
        _, _, width, _ = cv2.getTextSize((0, 0), line, (0, 0), face, size, what.weight, _PLAIN, _UNBROKEN)
        left = {"left": 0.0, "center": -width / 2, "right": -float(width)}[what.align]
        x, y = round(left), round(top + _ASCENT * size + place * step)
        inked = Box(x, y - size, x + width, y)
        box = join(box, meet(grown(inked, margin, margin), room))
        starts.append((x, y, line))
    if is_empty(box):
        return np.zeros((0, 0), np.float32), _NOTHING
    picture = np.zeros((box.height, box.width), np.uint8)
    for x, y, line in starts:
        place_in = (x - box.x0, y - box.y0)
        cv2.putText(picture, line, place_in, (255,), face, size, what.weight, _PLAIN, _UNBROKEN)
    return picture.astype(np.float32) / np.float32(255), box


def _face(font: Font) -> str:
    """Return what OpenCV knows a font by. Raises NodeError where its file is not there."""
    if font in _IN_OPENCV:
        return _IN_OPENCV[font]
    known = str(oiio.get_string_attribute("font_file_list")).split(";")
    found = [path for path in known if path.endswith(f"/{_IN_OPENIMAGEIO[font]}")]
    if not found:
        why = f"this OpenImageIO comes without {_IN_OPENIMAGEIO[font]}"
        raise NodeError(
            f"Write in the font '{font}'", why, hint="Use sans, italic or universal.", port="font"
        )
    return found[0]

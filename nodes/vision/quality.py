"""Measures of a picture that moves, one frame after another: nothing but the last two pictures is held.

Pictures are float32 (rows, columns, 3), display-referred R'G'B' of 0 to 1, all of one size; mattes float32
(rows, columns), 0 to 1. What they are compared with is the plate: the shot's own media at the same times.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, hypot
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from .agreement import TOLERANCE, disc, outline
from .style_motion import carried, enlarged, motion, small
from .style_space import Floats

_BLOCKS = (16, 9)
_OUTSIDE = 1 / 255
_EDGES = (50, 100)
"""Canny's thresholds, of 8-bit codes."""


class Quality:
    """Gathers the measures of a take: `add` its frames in order, then read `values`."""

    def __init__(self) -> None:
        self._sums: dict[str, tuple[float, int]] = {}
        self._before: tuple[Floats, Floats | None] | None = None
        self._light: list[npt.NDArray[np.float64]] = []

    def add(self, picture: Floats, plate: Floats | None = None, matte: Floats | None = None) -> None:
        """Take in the next frame, with the plate's and the matte's at the same time where there are such."""
        grey = _grey(picture)
        self._note("detail", detail(grey))
        if self._before is not None:
            before, plate_before = self._before
            has_plate = plate is not None and plate_before is not None
            guide = (plate_before, plate) if has_plate else (before, picture)
            self._note("warp", warp_error(before, picture, *cast(tuple[Floats, Floats], guide)))
        self._flicker(grey, plate)
        if matte is not None:
            agreed = edge_agreement(grey, matte)
            if agreed is not None:
                self._note("edge", agreed)
            moved = None if plate is None else colour_shift(picture, plate, matte)
            if moved is not None:
                self._note("shift", moved)
        self._before = (picture, plate)

    def skip(self) -> None:
        """Note that what comes next does not follow on what came before."""
        self._before, self._light = None, []

    @property
    def values(self) -> Mapping[str, float]:
        """The means over all frames so far, by name; what could not be measured is not among them."""
        return {name: total / count for name, (total, count) in self._sums.items()}

    def _flicker(self, grey: Floats, plate: Floats | None) -> None:
        """Note by how much a block's light changes otherwise than it should.

        That is the mean of |(Y' - Y) - (S' - S)| over 16 by 9 blocks' mean luma Y of the take and S of the
        plate; without a plate half of |Y'' - 2Y' + Y|, which steady change leaves at 0. Our own measure.
        """
        light = _blocks(grey) if plate is None else _blocks(grey) - _blocks(_grey(plate))
        self._light = [*self._light[-2:], light]
        if plate is not None and len(self._light) > 1:
            self._note("flicker", float(np.abs(self._light[-1] - self._light[-2]).mean()))
        elif plate is None and len(self._light) > 2:
            first, second, third = self._light
            self._note("flicker", float(np.abs(third - 2 * second + first).mean() / 2))

    def _note(self, name: str, value: float) -> None:
        total, count = self._sums.get(name, (0.0, 0))
        self._sums[name] = total + value, count + 1


def detail(grey: Floats) -> float:
    """Return the gradient energy of luma, mean(Gx² + Gy²) by Sobel's kernels over 8, 0 for a flat picture.

    Tenengrad: Krotkov, Focusing, IJCV 1987; Pertuz et al., Pattern Recognition 46, 2013 (measure GRA6).
    """
    across = cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=3) / 8
    down = cv2.Sobel(grey, cv2.CV_32F, 0, 1, ksize=3) / 8
    return float(np.mean(across * across + down * down))


def warp_error(before: Floats, now: Floats, guide_before: Floats, guide_now: Floats) -> float:
    """Return how far a picture is from the one before moved along: sum of M |now - moved|² over sum of M.

    Motion is found between the guides, the plate's pictures at these times (or the take's own), and M is
    how far it can be trusted: 0 where something was hidden. Lai et al., Learning Blind Video Temporal
    Consistency, ECCV 2018, equation 11, with a soft M and the mean over channels. 0 where nothing can be
    trusted.
    """
    grey = [small(_grey(each)) for each in (guide_before, guide_now)]
    rows, columns = now.shape[:2]
    moved = enlarged(motion(*grey), rows, columns)
    apart = ((now - carried(before, moved)) ** 2).mean(axis=-1)
    trusted = float(moved.trust.sum())
    return float((apart * moved.trust).sum() / trusted) if trusted > 0 else 0.0


def edge_agreement(grey: Floats, matte: Floats) -> float | None:
    """Return the share of the matte's outline that lies on an edge of the picture, 0 to 1.

    The outline is where the matte crosses a half, an edge is Canny's (PAMI 8, 1986), and on it is who is
    within `TOLERANCE` of the picture's diagonal: the recall of boundaries (Martin et al., PAMI 26, 2004).
    None where the matte has no outline.
    """
    points = outline(matte > 0.5)
    count = np.count_nonzero(points)
    if not count:
        return None
    codes = np.clip(grey * 255 + 0.5, 0, 255).astype(np.uint8)
    edges = cv2.dilate(cv2.Canny(codes, *_EDGES), disc(ceil(TOLERANCE * hypot(*grey.shape))))
    return float(np.count_nonzero(points & (edges > 0)) / count)


def colour_shift(picture: Floats, plate: Floats, matte: Floats) -> float | None:
    """Return the mean colour difference from the plate where the matte is 0: CIE 1976 ΔE*ab, D65.

    None where the matte leaves nothing out.
    """
    outside = matte < _OUTSIDE
    if not outside.any():
        return None
    one, other = (cv2.cvtColor(each, cv2.COLOR_RGB2Lab)[outside] for each in (picture, plate))
    return float(np.linalg.norm(one - other, axis=-1).mean())


def _grey(picture: Floats) -> Floats:
    """Return luma by Rec. 709's weights."""
    return picture @ np.array([0.2126, 0.7152, 0.0722], np.float32)


def _blocks(grey: Floats) -> npt.NDArray[np.float64]:
    return np.asarray(cv2.resize(grey, _BLOCKS, interpolation=cv2.INTER_AREA), np.float64)

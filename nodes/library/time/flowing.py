"""Pictures between two pictures, by where everything moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt

from nodes.library.planes.light import to_display

Pixels = npt.NDArray[np.float32]

_FINEST = 540
_SMALLEST = 16
_REACH = 1.5
_FLOOR = 0.05
_MOST_CHANNELS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Flows:
    """Where pixels go between two pictures, (rows, columns, 2) right and down, and how far that is in doubt.

    `doubt_first` is near 1 where a pixel of the first is not found again by way of the second and back,
    as where something is covered; `doubt_second` the other way round.
    """

    forth: Pixels
    back: Pixels
    doubt_first: Pixels
    doubt_second: Pixels


def flows_between(first: Pixels, second: Pixels) -> Flows:
    """Return the flows between two pictures, linear (rows, columns, 3), of one size.

    DIS optical flow (T. Kroeger et al., ECCV 2016, in OpenCV) on their brightness as a display shows it,
    at 540 lines at most; smaller sides than it can take are seen as still.
    """
    rows, columns = first.shape[:2]
    factor = min(1.0, _FINEST / rows)
    size = max(1, round(columns * factor)), max(1, round(rows * factor))
    if min(size) < _SMALLEST:
        still = np.zeros((rows, columns, 2), np.float32)
        sure = np.zeros((rows, columns), np.float32)
        return Flows(still, still, sure, sure)
    one, other = _grey(first, size), _grey(second, size)
    finder: Any = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    forth = cast(Pixels, finder.calc(one, other, None))
    back = cast(Pixels, finder.calc(other, one, None))
    doubts = _doubt(forth, back), _doubt(back, forth)
    scale = np.array([columns / size[0], rows / size[1]], np.float32)
    whole = (columns, rows)
    return Flows(
        cast(Pixels, cv2.resize(forth, whole)) * scale,
        cast(Pixels, cv2.resize(back, whole)) * scale,
        cast(Pixels, cv2.resize(doubts[0], whole)),
        cast(Pixels, cv2.resize(doubts[1], whole)),
    )


def between(first: Pixels, second: Pixels, flows: Flows, part: float) -> Pixels:
    """Return the picture at `part` of the way, of channels (rows, columns, channels).

    Flow at that time is estimated from both directions and both pictures are sampled along it (H. Jiang
    et al., Super SloMo, CVPR 2018, equation 4). Where only one picture holds a surface (the other covers
    it) the flow back from there finds no way home: that picture counts there, the other hardly.
    """
    t = np.float32(part)
    to_first = t * t * flows.back - (1 - t) * t * flows.forth
    to_second = (1 - t) * (1 - t) * flows.forth - t * (1 - t) * flows.back
    one, other = _along(first, to_first), _along(second, to_second)
    weight_one = (1 - t) * (_along(flows.doubt_first[..., None], to_first) + _FLOOR)
    weight_other = t * (_along(flows.doubt_second[..., None], to_second) + _FLOOR)
    share = weight_other / (weight_one + weight_other)
    return cast(Pixels, one + (other - one) * share)


def _grey(pixels: Pixels, size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    light = cv2.resize(np.nan_to_num(pixels), size, interpolation=cv2.INTER_AREA)
    signal = to_display(cast(Pixels, light @ np.array([0.27, 0.67, 0.06], np.float32)))
    return np.asarray(np.clip(signal * 255 + 0.5, 0, 255), np.uint8)


def _doubt(there: Pixels, home: Pixels) -> Pixels:
    """Return 0 where going there and back ends where it began, towards 1 the farther off it ends."""
    off = there + _along(home, there)
    squared = np.sum(off * off, axis=-1)
    return np.asarray(1 - np.exp(-squared / (2 * _REACH * _REACH)), np.float32)


def _along(pixels: Pixels, flow: Pixels) -> Pixels:
    rows, columns = pixels.shape[:2]
    across = flow[..., 0] + np.arange(columns, dtype=np.float32)
    down = flow[..., 1] + np.arange(rows, dtype=np.float32)[:, None]
    made = np.empty_like(pixels)
    for first in range(0, pixels.shape[2], _MOST_CHANNELS):
        group = np.ascontiguousarray(pixels[..., first : first + _MOST_CHANNELS])
        moved = cv2.remap(group, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        made[..., first : first + _MOST_CHANNELS] = moved.reshape(group.shape)
    return made

"""Where what an object hides in one frame is seen in another, by following dense flow from frame to frame.

Flow-guided filling after Xu et al. (Deep Flow-Guided Video Inpainting, CVPR 2019) with nothing learned: flow
by DIS (Kroeger et al., ECCV 2016), completed under the object from the camera's move and from its rim; a path
goes on for as long as flow there and back agree, and ends in the first frame in which nothing hides it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from nodes.vision.agreement import Mask
from nodes.vision.look import Floats, Picture

from .camera import fitted

_AGREE_PART, _AGREE = 0.05, 0.5
_WIDTHS = (3.0, 9.0, 27.0, 81.0)

Halves = npt.NDArray[np.float16]


class Seen(NamedTuple):
    """A frame, by its number, in which some of what was hidden is seen.

    `at` (rows, columns, 2) is where each pixel is seen there, x and y in working pixels; `new` which of them
    are seen there first.
    """

    frame: int
    at: Floats
    new: Mask


class Paths:
    """Follows hidden pixels through a clip; keeps the flow between frames no farther than `reach`.

    `see` gives the working picture of a frame, `hidden` what is hidden in it.
    """

    def __init__(self, see: Callable[[int], Picture], hidden: Callable[[int], Mask], reach: int) -> None:
        self._see, self._hidden, self._reach = see, hidden, reach
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOpticalFlow_PRESET_MEDIUM)
        self._kept: dict[tuple[int, int], Halves] = {}

    def away_from(self, frame: int, wanted: Mask, last: int) -> Iterator[Seen]:
        """Yield the frames from beside `frame` to `last` that show what is wanted, till all of it is seen."""
        down, across = np.indices(wanted.shape, np.float32)
        at, alive = np.stack([across, down], -1), wanted.copy()
        self._forget(frame)
        way = 1 if last > frame else -1
        for number in range(frame + way, last + way, way):
            if not alive.any() or abs(number - frame) > self._reach:
                return
            on = _sampled(self.flow(number - way, number), at)
            back = _sampled(self.flow(number, number - way), at + on)
            at = at + on
            apart = np.sum((on + back) ** 2, -1)
            alive &= apart < _AGREE_PART * (np.sum(on**2, -1) + np.sum(back**2, -1)) + _AGREE
            alive &= ((at >= 0) & (at <= np.array(wanted.shape[::-1]) - 1)).all(-1)
            cover = _sampled(self._hidden(number).astype(np.float32), at)
            new = alive & (cover == 0)
            if new.any():
                yield Seen(number, at, new)
                alive &= ~new

    def flow(self, start: int, end: int) -> Floats:
        """Return flow (rows, columns, 2) from one frame to its neighbour as if nothing were hidden."""
        if (start, end) not in self._kept:
            greys = [cv2.cvtColor(self._see(each), cv2.COLOR_RGB2GRAY) for each in (start, end)]
            flow = np.asarray(self._flow.calc(*greys, None), np.float32)  # type: ignore[call-overload]
            self._kept[start, end] = completed(flow, self._hidden(start)).astype(np.float16)
        return self._kept[start, end].astype(np.float32)

    def _forget(self, frame: int) -> None:
        self._kept = {pair: flow for pair, flow in self._kept.items() if abs(pair[0] - frame) <= self._reach}


def completed(flow: Floats, hidden: Mask) -> Floats:
    """Return flow (rows, columns, 2), where hidden that of the camera and what the rim adds to it."""
    if not hidden.any():
        return flow
    camera = fitted(flow, ~hidden)
    known = (~hidden).astype(np.float32)
    rest = (flow - camera) * known[..., None]
    made, open_ = np.zeros_like(rest), hidden.copy()
    for width in _WIDTHS:
        weight = cv2.GaussianBlur(known, (0, 0), width)
        near = open_ & (weight > 0.05)
        made[near] = (cv2.GaussianBlur(rest, (0, 0), width) / np.maximum(weight, 1e-6)[..., None])[near]
        open_ &= ~near
    return np.where(hidden[..., None], camera + made, flow).astype(np.float32)


def _sampled(plane: Floats, at: Floats) -> Floats:
    made = cv2.remap(plane, np.ascontiguousarray(at), None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)  # type: ignore[call-overload]
    return np.asarray(made, np.float32)

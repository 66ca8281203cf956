"""Following an object through the frames between those at which it is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import cv2
import numpy as np

from nodes.vision.follow import Followed

from .tracker import Anchor, Step

Away = Callable[[Anchor, int], Iterator[Step]]
"""Yields each frame from beside an anchor to a last one, on either side of it, nearest first."""


class _Packed(NamedTuple):
    png: bytes
    sure: float


def up_to(away: Away, anchor: Anchor, first: int) -> Iterator[Step]:
    """Yield each frame from `first` to beside the anchor, which is the last, in rising time."""
    waiting = [(step.frame, _packed(step.found)) for step in away(anchor, first)]
    while waiting:
        frame, packed = waiting.pop()
        yield Step(frame, Followed(_unpacked(packed), packed.sure))


def between(away: Away, before: Anchor, after: Anchor) -> Iterator[Step]:
    """Yield each frame between two anchors in rising time: followed from both, the nearer counts more.

    What came back from the later one waits as compressed pictures, a few kilobytes each.
    """
    whole = after.frame - before.frame
    if whole < 2:
        return
    waiting = {step.frame: _packed(step.found) for step in away(after, before.frame + 1)}
    for step in away(before, after.frame - 1):
        late = waiting.pop(step.frame)
        part = (step.frame - before.frame) / whole
        early_weight = (1 - part) * (0.05 + step.found.sure)
        late_weight = part * (0.05 + late.sure)
        share = late_weight / (early_weight + late_weight)
        odds = step.found.odds * (1 - share) + _unpacked(late) * share
        sure = step.found.sure * (1 - share) + late.sure * share
        yield Step(step.frame, Followed(odds.astype(np.float32), float(sure)))


def _packed(found: Followed) -> _Packed:
    _, png = cv2.imencode(".png", np.asarray(found.odds * 255 + 0.5, np.uint8))
    return _Packed(png.tobytes(), found.sure)


def _unpacked(packed: _Packed) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    picture = cv2.imdecode(np.frombuffer(packed.png, np.uint8), cv2.IMREAD_GRAYSCALE)
    return np.asarray(picture, np.float32) / np.float32(255)

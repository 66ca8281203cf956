"""Following an object through the frames between those at which it is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import cv2
import numpy as np

from nodes.vision.follow import Followed, certainty
from nodes.vision.look import Floats

from .tracker import Anchor, Step

Away = Callable[[Anchor, int], Iterator[Step]]
"""Yields each frame from beside an anchor to a last one, on either side of it, nearest first."""


class _Packed(NamedTuple):
    odds: bytes
    certain: bytes
    sure: float


def up_to(away: Away, anchor: Anchor, first: int) -> Iterator[Step]:
    """Yield each frame from `first` to beside the anchor, which is the last, in rising time."""
    waiting = [(step.frame, _packed(step.found)) for step in away(anchor, first)]
    while waiting:
        frame, packed = waiting.pop()
        yield Step(frame, _unpacked(packed))


def between(away: Away, before: Anchor, after: Anchor) -> Iterator[Step]:
    """Yield each frame between two anchors in rising time: followed from both, the nearer counts more.

    Where the two ways disagree neither is certain. What came back from the later one waits as compressed
    pictures, some kilobytes each.
    """
    whole = after.frame - before.frame
    if whole < 2:
        return
    waiting = {step.frame: _packed(step.found) for step in away(after, before.frame + 1)}
    for step in away(before, after.frame - 1):
        late = _unpacked(waiting.pop(step.frame))
        part = (step.frame - before.frame) / whole
        early_weight = (1 - part) * (0.05 + step.found.sure**2)
        late_weight = part * (0.05 + late.sure**2)
        share = late_weight / (early_weight + late_weight)
        yield Step(step.frame, _mixed(step.found, late, share))


def _mixed(early: Followed, late: Followed, share: float) -> Followed:
    odds = early.odds * (1 - share) + late.odds * share
    agreed = 1 - np.abs(early.odds - late.odds) / 2
    certain = (certainty(early) * (1 - share) + certainty(late) * share) * agreed
    sure = early.sure * (1 - share) + late.sure * share
    return Followed(odds.astype(np.float32), float(sure), certain.astype(np.float32))


def _packed(found: Followed) -> _Packed:
    # Certainty varies slowly and is only looked at: half the size and 32 steps of it keep a long wait small.
    half = cv2.resize(certainty(found), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return _Packed(_png(found.odds, 1), _png(np.asarray(half, np.float32), 8), found.sure)


def _unpacked(packed: _Packed) -> Followed:
    odds = _plane(packed.odds)
    certain = cv2.resize(_plane(packed.certain), odds.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return Followed(odds, packed.sure, np.asarray(certain, np.float32))


def _png(plane: Floats, step: int) -> bytes:
    levels = np.asarray(np.round(plane * (255 / step)) * step, np.uint16)
    return cv2.imencode(".png", np.minimum(levels, 255).astype(np.uint8))[1].tobytes()


def _plane(png: bytes) -> Floats:
    picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
    return np.asarray(picture, np.float32) / np.float32(255)

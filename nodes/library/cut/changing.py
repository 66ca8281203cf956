"""How far a change-over has gone, and what is seen of either side."""

from __future__ import annotations

import numpy as np

from nodes.api import Frame, NodeError, Range, Time

from .display import Screen
from .mixing import Pixels, blended, faded, mixed


def progress(time: Time, place: Range) -> float:
    """Return how far a change-over has gone in the middle of the frame at `time`: never 0, never 1.

    Of four frames they are 1/8, 3/8, 5/8, 7/8, so that it is the same forwards and backwards.
    """
    half = Time(1, time.rate).seconds / 2
    return float(((time - place.start).seconds + half) / place.duration.seconds)


def changed(before: Frame | None, after: Frame | None, part: float | Pixels, screen: Screen) -> Frame:
    """Return what is seen where `part` of `after` has come; a side that is not there is transparent.

    Raises NodeError where neither side is there.
    """
    if before is not None and after is not None:
        if isinstance(part, float):
            return mixed(before, after, part, screen)
        return blended(before, after, part, screen)
    alone = before if after is None else after
    if alone is None:
        raise NodeError("Change over", "there is nothing on either side")
    return faded(alone, np.asarray(part if before is None else 1 - part, np.float32)[()])

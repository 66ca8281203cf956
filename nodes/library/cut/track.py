"""`cut.track`: what stands on a track at a time, and where nothing does, what lies beneath."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.api import Frame, Px, Range, Time, node
from nodes.geometry.pace import shown


def _standing(placed: Sequence[Range], time: Time) -> int | None:
    """Return which of the ranges, in rising order, holds `time`."""
    index = bisect_right(placed, time, key=lambda place: place.start) - 1
    return index if index >= 0 and time in placed[index] else None


def _needed(
    time: Time,
    *,
    placed: tuple[Range, ...],
    starts: tuple[Time, ...],
    speeds: tuple[str, ...],
    **_: Any,
) -> Mapping[str, Time | list[Time | None] | None]:
    """Ask for the one item that is on screen, at the frame that is on screen when this one begins."""
    wanted: list[Time | None] = [None] * len(placed)
    index = _standing(placed, time)
    if index is None:
        return {"items": wanted, "below": time}
    speed = Fraction(speeds[index]) if speeds else Fraction(1)
    wanted[index] = shown(time, placed[index].start, starts[index], speed)
    return {"items": wanted, "below": None}


@node("cut.track", times=_needed)
def track(
    time: Time,
    items: list[Frame] | None = None,
    below: Frame | None = None,
    placed: tuple[Range, ...] = (),
    starts: tuple[Time, ...] = (),
    speeds: tuple[str, ...] = (),
    width: Px = 1920.0,
    height: Px = 1080.0,
) -> Frame:
    """Show items at their places on a track; between them `below`, without one transparent black.

    `placed` holds where each item stands, in the track's time, rising and without overlap; `starts` the
    time of each item's first frame in its own time, `speeds` how fast it plays (1 for all where there are
    none; a quotient, negative going backwards). An item of another rate or speed shows the frame that is on
    screen when the track's frame begins: none is blended, none is made up.
    """
    if items:
        return items[0]
    if below is not None:
        return below
    return Frame.of_pixels(_nothing(round(width), round(height)), time)


@lru_cache(maxsize=4)
def _nothing(width: int, height: int) -> npt.NDArray[np.float32]:
    clear = np.zeros((height, width, 4), np.float32)
    clear.flags.writeable = False
    return clear

"""`cut.track`: clips one after another, with black where there is none."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.api import Format, Frame, Range, Time, node


def _standing(placed: Sequence[Range], time: Time) -> int | None:
    """Return which of the ranges, in rising order, holds `time`."""
    index = bisect_right(placed, time, key=lambda place: place.start) - 1
    return index if index >= 0 and time in placed[index] else None


def _needed(
    time: Time, *, placed: tuple[Range, ...], starts: tuple[Time, ...], **_: Any
) -> Mapping[str, list[Time | None]]:
    """Ask for the one clip that is on screen, at the frame that is on screen when this one begins."""
    wanted: list[Time | None] = [None] * len(placed)
    index = _standing(placed, time)
    if index is not None:
        start = starts[index]
        wanted[index] = (start + (time - placed[index].start)).floor()
    return {"clips": wanted}


def _format(formats: Mapping[str, Format], **_: Any) -> Format:
    return formats[""]


def _range(ranges: Mapping[str, Range], *, placed: tuple[Range, ...], **_: Any) -> Range | None:
    return Range.between(placed[0].start, placed[-1].end) if placed else None


@node("cut.track", times=_needed, format=_format, range=_range)
def track(
    time: Time,
    clips: list[Frame] | None = None,
    placed: tuple[Range, ...] = (),
    starts: tuple[Time, ...] = (),
    width: int = 1920,
    height: int = 1080,
) -> Frame:
    """Show clips at their places on a track; between them is opaque black of `width` by `height` pixels.

    `placed` holds where each clip stands, in the track's time, rising and without overlap; `starts` the
    time of each clip's first frame in its own media. A clip of another rate shows the frame that is on
    screen when the track's frame begins: none is blended, none is made up. Without clips all is black.
    """
    if clips:
        return clips[0]
    return Frame.of_pixels(_black(width, height), time)


@lru_cache(maxsize=4)
def _black(width: int, height: int) -> npt.NDArray[np.float32]:
    black = np.zeros((height, width, 3), np.float32)
    black.flags.writeable = False
    return black

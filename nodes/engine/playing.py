"""In which order the frames of a range are made and sent to somebody who watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from nodes.api import Range as TimeRange
from nodes.api import Time

BACKWARD = 12
"""Frames that are made in rising order before they are sent in falling order: a few megabytes of cache."""


def play_order(wanted: TimeRange, step: int, make: Callable[[Time], object]) -> Iterator[Time]:
    """Yield every `step`-th frame of a range, from its last frame where `step` is below 0.

    Going back, a stretch is made in rising order first, as movies decode, and found in the cache then.
    """
    first = wanted.start.ceil().frame
    numbers = range(first, first + wanted.frame_count)[::step]
    for begin in range(0, len(numbers), BACKWARD):
        stretch = [Time(number, wanted.rate) for number in numbers[begin : begin + BACKWARD]]
        if step < 0:
            for time in reversed(stretch[1:]):
                make(time)
        yield from stretch

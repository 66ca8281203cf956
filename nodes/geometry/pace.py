"""Which picture of its media a clip shows at a time of the cut."""

from __future__ import annotations

import math
from fractions import Fraction

from nodes.api.times import Time


def position(time: Time, head: Time, start: Time, speed: Fraction) -> Fraction:
    """Return the place in the media, in its frames, that is shown at `time`.

    `head` is where the clip begins in the time of the cut, `start` what is shown there, at the media's rate:
    going backwards the highest frame. `speed` is seconds of media to a second of the cut.

    >>> from nodes.api import Rate
    >>> position(Time(13, Rate(24)), Time(10, Rate(24)), Time(100, Rate(25)), Fraction(2))
    Fraction(425, 4)
    """
    return start.value + (time - head).seconds * start.rate.fraction * speed


def on_screen(place: Fraction, speed: Fraction) -> int:
    """Return the frame on screen at a place: the last one that was reached, in the way the media runs.

    Backwards is the mirror of forwards: at half speed every frame shows twice either way.

    >>> on_screen(Fraction(5, 2), Fraction(1)), on_screen(Fraction(5, 2), Fraction(-1))
    (2, 3)
    """
    return math.ceil(place) if speed < 0 else math.floor(place)


def shown(time: Time, head: Time, start: Time, speed: Fraction) -> Time:
    """Return the frame of the media that is on screen at `time`; see `position`."""
    if not start.is_whole or speed != 1 or start.rate != time.rate:
        return Time(on_screen(position(time, head, start, speed), speed), start.rate)
    return (start + (time - head)).floor()

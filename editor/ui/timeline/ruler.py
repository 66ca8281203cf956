"""The ruler's ticks and labels."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from nodes.api.times import Rate, Time
from nodes.media.timecode import timecode_of_frame

from .view import View

Units = Literal["timecode", "frames"]

_FRAMES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30)
_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400)
_LABEL = {"timecode": 92, "frames": 64}
_MINOR = 7


class Tick(NamedTuple):
    """A line on the ruler at pixel `x` of the lanes; `label` is "" on a minor one."""

    x: int
    label: str


def ticks(view: View, rate: Rate, start: Time | None, units: Units) -> Iterator[Tick]:
    """Yield the ticks that are seen, `start` being the timecode of the cut's first frame.

    Labels stand on round frames of the timecode (or of the cut, counting frames).
    """
    first = 0 if start is None or units == "frames" else start.at(rate).rounded().frame
    per_frame = view.frame_width(rate)
    steps = _steps(rate, units)
    major = next((step for step in steps if step * per_frame >= _LABEL[units]), steps[-1])
    fits = (step for step in steps if major % step == 0 and step * per_frame >= _MINOR)
    minor = next(fits, major)
    low = view.time_at(0, rate).frame + first - major
    high = view.time_at(view.width, rate).ceil().frame + first + 1
    origin = view.origin
    low = max(low - low % minor, first + -first % minor)
    for number in range(low, high, minor):
        yield Tick(
            round((number - first) * per_frame) - origin,
            said(number, rate, units) if number % major == 0 else "",
        )


@lru_cache(maxsize=2048)
def said(number: int, rate: Rate, units: Units) -> str:
    """Return a frame number as the ruler writes it."""
    return str(number) if units == "frames" else timecode_of_frame(number, rate)


@lru_cache(maxsize=8)
def _steps(rate: Rate, units: Units) -> tuple[int, ...]:
    if units == "frames":
        return tuple(times * 10**power for power in range(7) for times in (1, 2, 5))
    nominal = rate.nominal
    frames = (step for step in _FRAMES if step < nominal and nominal % step == 0)
    return (*frames, *(seconds * nominal for seconds in _SECONDS))

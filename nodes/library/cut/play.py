"""`cut.play`: media in the time of a cut, at any speed, with frames made between frames."""

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal

from nodes.api import Frame, Range, Rate, Time, node
from nodes.geometry.pace import on_screen, position

from .display import Light, Screen
from .mixing import flown, mixed

_NEVER = Range.frames_of(0, 1, Rate(1))
_ZERO = Time(0, Rate(1))


def _needed(
    time: Time, *, place: Range, start: Time, speed: str, mode: str, **_: Any
) -> Mapping[str, Time | None]:
    """Ask for the frames around the one that is wanted; for one where that is a frame of the media."""
    where = position(time, place.start, start, Fraction(speed))
    if mode == "nearest":
        return {"image": Time(on_screen(where, Fraction(speed)), start.rate), "following": None}
    first = math.floor(where)
    between = where != first
    return {
        "image": Time(first, start.rate),
        "following": Time(first + 1, start.rate) if between else None,
    }


@node("cut.play", times=_needed)
def play(
    time: Time,
    image: Frame,
    following: Frame | None = None,
    place: Range = _NEVER,
    start: Time = _ZERO,
    speed: str = "1",
    mode: Literal["nearest", "blend", "flow"] = "nearest",
    light: Light = "display",
    config: str = "",
    working: str = "ACEScg",
) -> Frame:
    """Show media from `start` on over `place`, `speed` seconds of it to a second of the cut.

    `speed` is a quotient: 0 holds the first frame, below 0 runs backwards from `start`. Between two frames
    `nearest` shows the one that was reached last, `blend` mixes both, `flow` moves both along their motion
    to where they meet. `following` is fed as `image` is.
    """
    if following is None:
        return image.at(time)
    where = position(time, place.start, start, Fraction(speed))
    part = float(where - math.floor(where))
    screen = Screen(light, config, working)
    between = flown if mode == "flow" else mixed
    return between(image.at(time), following.at(time), part, screen)

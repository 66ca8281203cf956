"""`time.retime`: faster, slower, backwards."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import numpy as np

from nodes.api import Around, Curve, Frame, Frames, InputTimes, Range, Slider, Time, node
from nodes.geometry.boxes import covers, is_empty, join
from nodes.library.planes.channels import remade, seen, stacked
from nodes.library.planes.mixing import mixed
from nodes.library.planes.regions import same_of

from .course import shown, stretch_of
from .flowing import between, flows_between

Mode = Literal["nearest", "blend", "flow"]
Speed = Curve[float]
_STEADY = Speed.constant(1.0)


def _times(time: Time, *, speed: Speed, anchor: Time | None, range: Range | None, **_: Any) -> InputTimes:
    return {"image": shown(time, speed, anchor, range).floor()}


def _range(ranges: Mapping[str, Range], *, speed: Speed, anchor: Time | None, **_: Any) -> Range:
    return stretch_of(next(iter(ranges.values())), speed, anchor)


@node("time.retime", times=_times, range=_range, regions=same_of("image"))
def retime(
    image: Annotated[Frames, Around(0, 1)],
    time: Time,
    range: Range,
    speed: Annotated[
        Speed, Slider(-4, 4), "How much faster: 0.5 is slow motion, -1 plays backwards, 0 stands still."
    ] = _STEADY,
    anchor: Annotated[
        Time | None, "The frame that stays where it is; the first one of the stretch where it is none."
    ] = None,
    mode: Annotated[
        Mode,
        "Between two frames: the one on screen (nearest), both mixed (blend), or a new one (flow).",
    ] = "nearest",
) -> Frame:
    """Play a picture faster, slower or backwards; its stretch gets shorter or longer with it.

    Speed may change over time: what is shown is the speed's exact integral from the anchor on. Without an
    anchor a stretch that plays backwards at a steady speed begins with its last frame. Before the first
    and after the last frame that one is held. An instant that falls on a frame shows that very frame, in
    every mode; speed 1 passes everything on.

    nearest shows the frame that is on screen at the instant. blend mixes it with the next one in linear
    light. flow moves both along dense optical flow (DIS, by OpenCV) and mixes them; what one of the two
    covers is taken from the other, and what is found in neither is blended. Further channels that are no
    colour move along.

    Example: workprint run time.retime plate.mov -o slow.mkv speed=0.5 mode=flow
    """
    instant = shown(time, speed, anchor, range)
    part = float(instant.value - instant.frame)
    if part == 0 or mode == "nearest":
        return image[0]
    first, second = image[0], image[1]
    return mixed(first, second, part) if mode == "blend" else _flowed(first, second, part)


def _flowed(first: Frame, second: Frame, part: float) -> Frame:
    window = join(first.data_window, second.data_window)
    if is_empty(window):
        return first
    whole = covers(first.data_window, window) and covers(second.data_window, window)
    alpha = not whole or (first.alpha is None) != (second.alpha is None)
    one, names = stacked(first, alpha=alpha)
    other, theirs = stacked(second, alpha=alpha)
    if names != theirs:
        return mixed(first, second, part)
    one, other = seen(one, first.data_window, window), seen(other, second.data_window, window)
    flows = flows_between(one[..., :3], other[..., :3])
    made = between(np.asarray(one), np.asarray(other), flows, part)
    return remade(first, made, names, data=window)

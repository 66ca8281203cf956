"""`time.offset`: earlier or later."""

from collections.abc import Mapping
from typing import Annotated, Any

from nodes.api import Frame, InputTimes, Range, Slider, Time, node
from nodes.library.planes.regions import same_of


def _times(time: Time, *, frames: int, **_: Any) -> InputTimes:
    return {"image": time - Time(frames, time.rate)}


def _range(ranges: Mapping[str, Range], *, frames: int, **_: Any) -> Range:
    whole = next(iter(ranges.values()))
    return whole.moved(Time(frames, whole.rate))


@node("time.offset", times=_times, range=_range, regions=same_of("image"))
def offset(
    image: Frame,
    frames: Annotated[int, Slider(-48, 48, "frames"), "How many frames later; negative is earlier."] = 0,
) -> Frame:
    """Show a picture some frames later or earlier; its stretch moves with it.

    Beyond its ends the first or last frame is held. Every frame is passed on as it is.

    Example: workprint run time.offset plate.mov -o later.mkv frames=-2
    """
    return image

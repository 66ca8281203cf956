"""`time.freeze`: one frame that stands."""

from typing import Annotated, Any

from nodes.api import Frame, InputTimes, Range, Time, node
from nodes.library.planes.regions import same_of


def _times(time: Time, *, frame: Time | None, range: Range | None, **_: Any) -> InputTimes:
    start = range.start if range is not None else Time.zero(time.rate)
    return {"image": (start if frame is None else frame).at(time.rate).floor()}


@node("time.freeze", times=_times, regions=same_of("image"))
def freeze(
    image: Frame,
    range: Range,
    frame: Annotated[
        Time | None, "The frame that stands; the first one of the stretch where it is none."
    ] = None,
) -> Frame:
    """Show one frame of a picture all the time.

    The stretch stays as long as it is. The frame is passed on as it is, in native planes where it has
    them.

    Example: workprint run time.freeze plate.mov -o still.mkv frame=5
    """
    return image

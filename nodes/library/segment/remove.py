"""`segment.remove`: an object taken out of the picture."""

from collections.abc import Iterator
from typing import Annotated

from nodes.api import At, Clip, Context, Frame, Matte, Range, Slider, node

from .plate import plate


@node("segment.remove", keep=True)
def remove(
    image: Clip[Frame],
    matte: Clip[Matte],
    range: Range,
    context: Context,
    count: Annotated[int, Slider(1, 15, hard=True)] = 5,
    step: Annotated[int, Slider(1, 24, "frames", hard=True)] = 4,
) -> Iterator[At[Frame]]:
    """Fill what the matte covers from frames in which it is uncovered; all else stays as it is.

    Frames are brought over by the camera's move as of a plane (see `segment.background`). What was never
    uncovered is filled from its rim, which shows on texture; shadows stay unless the matte has them.
    """
    for done, time in enumerate(range.frames()):
        context.check_cancelled()
        context.progress(done, range.frame_count)
        frame, cover = image.frame(time), matte.frame(time).pixels[..., None]
        if not cover.any():
            yield At(time, frame)
            continue
        filled = plate(image, matte, time, count, step)
        yield At(time, frame.with_rgb(frame.rgb * (1 - cover) + filled * cover))

"""`segment.remove`: an object taken out of the picture."""

from collections.abc import Iterator
from typing import Annotated

import numpy as np

from nodes.api import At, Clip, Context, Frame, Matte, Range, Slider, node

from .plate import Ground, around


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

    First from the median of `count` frames before and after, `step` apart, brought over by the camera's move
    as of a plane; where that is unsteady or shows nothing, along dense flow from the nearest frames (at most
    40 away) that show it, followed for as long as the flow there and back agree. What none of these frames
    ever shows is made up from its rim in space, which shows on texture and may flicker. Shadows and
    reflections stay unless the matte has them, and light that changes is not matched.
    """
    ground = Ground(image, matte, count, step)
    for done, time in enumerate(range.frames()):
        context.check_cancelled()
        context.progress(done, range.frame_count)
        frame, cover = image.frame(time), matte.frame(time).pixels
        if not cover.any():
            yield At(time, frame)
            continue
        part = around(cover)
        light, here = np.array(frame.rgb), cover[part][..., None]
        light[part] = light[part] * (1 - here) + ground.behind(time, part) * here
        yield At(time, frame.with_rgb(light))

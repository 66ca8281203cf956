"""`segment.background`: the picture without what passes through it."""

from collections.abc import Iterator
from typing import Annotated

from nodes.api import At, Clip, Context, Frame, Matte, Range, Slider, node

from .plate import plate


@node("segment.background", keep=True)
def background(
    image: Clip[Frame],
    range: Range,
    context: Context,
    matte: Clip[Matte] | None = None,
    count: Annotated[int, Slider(1, 15, hard=True)] = 5,
    step: Annotated[int, Slider(1, 24, "frames", hard=True)] = 4,
) -> Iterator[At[Frame]]:
    """Make a clean plate: the median of `count` frames before and after, `step` apart, camera undone.

    With a matte what it covers is left out; without one, what is seen most of the time counts as ground. The
    camera's move is taken for a plane's: far parallax smears, and shadows and reflections stay.
    """
    for done, time in enumerate(range.frames()):
        context.check_cancelled()
        context.progress(done, range.frame_count)
        yield At(time, image.frame(time).with_rgb(plate(image, matte, time, count, step)))

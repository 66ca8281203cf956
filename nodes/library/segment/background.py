"""`segment.background`: the picture without what passes through it."""

from collections.abc import Iterator
from typing import Annotated

from nodes.api import At, Clip, Context, Frame, Matte, Range, Slider, node

from .plate import Ground


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

    With a matte what it covers is left out and fetched as `segment.remove` does; without one, what is seen
    most of the time counts as ground. The camera's move is taken for a plane's: without a matte far parallax
    smears. Shadows and reflections stay. What no frame shows is made up from its rim.
    """
    ground = Ground(image, matte, count, step)
    for done, time in enumerate(range.frames()):
        context.check_cancelled()
        context.progress(done, range.frame_count)
        yield At(time, image.frame(time).with_rgb(ground.behind(time, (slice(None), slice(None)))))

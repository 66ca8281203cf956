"""`segment.remove`: an object taken out of the picture."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

from nodes.api import At, Clip, Context, Frame, Inpaint, Matte, Model, Range, Slider, node
from nodes.library.planes.masking import within

from .filling import OwnInpaint


@node("segment.remove", keep=True)
def remove(
    image: Clip[Frame],
    matte: Clip[Matte],
    model: Annotated[Inpaint, Model(), "Which model does it; by default the best that is installed."],
    range: Range,
    context: Context,
    count: Annotated[int, Slider(1, 15, hard=True), "How many frames before and after; without a model."] = 5,
    step: Annotated[int, Slider(1, 24, "frames", hard=True), "How far these lie apart; without a model."] = 4,
    prompt: Annotated[str, "What is to be seen there, for a model; nothing to go on with the picture."] = "",
    variant: Annotated[int, Slider(0, 99), "Which of a model's fillings; the same in every take."] = 0,
) -> Iterator[At[Frame]]:
    """Fill what the matte covers; where that is 0 all stays as it is, to the bit.

    An installed model that fills (VACE) makes it up, steadily over time, window by window. Without one, or
    with model=own, it comes from frames in which it is uncovered, which neither words nor `variant` change:
    first from the median of `count` frames before and after, `step` apart, brought over by the camera's move
    as of a plane; where that is unsteady or shows nothing, along dense flow from the nearest frames (at most
    40 away) that show it, followed for as long as the flow there and back agree. What none of these frames
    ever shows is made up from its rim in space, which shows on texture and may flicker. Shadows and
    reflections stay unless the matte has them, and light that changes is not matched.
    """
    if isinstance(model, OwnInpaint):
        own = replace(model, count=count, step=step).fill_clip(image, matte, range, prompt, variant)
        for done, time in enumerate(range.frames()):
            context.check_cancelled()
            context.progress(done, range.frame_count)
            yield At(time, next(own))
        return
    for frame in model.fill_clip(image, matte, range, prompt, variant):
        yield At(frame.time, within(image.frame(frame.time), frame, matte.frame(frame.time), 1.0))

"""`generate.extend`: a shot goes on after its last frame."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from nodes.api import At, Clip, Frame, ImageToVideo, Model, Range, Seed, Slider, Time, node


def _longer(ranges: Mapping[str, Range], *, frames: int, **_: object) -> Range:
    whole = ranges["image"]
    return whole.widened(Time.zero(whole.rate), Time(max(0, frames), whole.rate))


@node("generate.extend", keep=True, range=_longer)
def extend(
    image: Clip[Frame],
    model: Annotated[ImageToVideo, Model(), "Which model does it; by default the best that is installed."],
    range: Range,
    seed: Annotated[Seed, "Which of all ways it may go on; the take's own where none is pinned."],
    prompt: Annotated[str, "What happens."] = "",
    negative: Annotated[str, "What is not to be seen."] = "",
    frames: Annotated[int, Slider(1, 241, "frames"), "How many frames are added."] = 24,
    steps: Annotated[int, Slider(0, 100), "How many steps are taken; 0 for as many as suit the model."] = 0,
    guidance: Annotated[
        float, Slider(0, 20), "How closely the words are kept to; 0 for what suits the model."
    ] = 0.0,
) -> Iterator[At[Frame]]:
    """Let a shot go on after its last frame, as its end moves and looks.

    The shot's own frames are passed on as they are. The model is given as many of the last as it goes on
    from; what it makes is brought to their colour and exposure. Any length, window by window, at the memory
    of one. Without an installed model for it the node cannot run. Raises what the model refuses.

    Example: workprint run generate.extend shot.mov -o longer.mkv frames=48 prompt="she walks out of frame"
    """
    shot = image.range
    for time in range.meet(shot).frames():
        yield At(time, image.frame(time))
    if range.end <= shot.end:
        return
    past = shot.meet(Range(shot.end - Time(max(1, model.overlap), shot.rate), shot.end - shot.start))
    given = [At(frame.time, frame) for frame in image.frames(past)]
    onward = Range.between(past.start, shot.end + Time(max(0, frames), shot.rate))
    made = model.generate(
        given, prompt, image.format, onward, seed, negative=negative, steps=steps, guidance=guidance
    )
    for time, each in zip(onward.frames(), made, strict=True):
        if time >= range.end:
            return
        if time >= shot.end:
            yield At(time, each.out)

"""`generate.keyframes`: a moving picture that passes through given ones."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from nodes.api import At, Clip, Filmed, Frame, ImageToVideo, Model, NodeError, Range, Seed, Slider, Time, node


def _asked(ranges: Mapping[str, Range], *, frames: int, **_: object) -> Range:
    start = ranges["image"].start
    return Range(start, Time(max(1, frames), start.rate))


@node("generate.keyframes", version=2, keep=True, range=_asked)
def keyframes(
    image: Clip[Frame],
    model: Annotated[ImageToVideo, Model(), "Which model does it; by default the best that is installed."],
    range: Range,
    seed: Annotated[Seed, "Which of all ways between them; the take's own where none is pinned."],
    stills: list[Clip[Frame]],
    at: Annotated[
        tuple[int, ...],
        Slider(0, 240, "frames"),
        "The frame that each further still stands at; none for evenly up to the last.",
    ] = (),
    prompt: Annotated[str, "What happens."] = "",
    negative: Annotated[str, "What is not to be seen."] = "",
    frames: Annotated[int, Slider(1, 241, "frames"), "How long it is."] = 81,
    steps: Annotated[int, Slider(0, 100), "How many steps are taken; 0 for as many as suit the model."] = 0,
    guidance: Annotated[
        float, Slider(0, 20), "How closely the words are kept to; 0 for what suits the model."
    ] = 0.0,
) -> Iterator[At[Filmed]]:
    """Make a moving picture that starts from one picture and passes through others.

    It starts from the input's first frame; of each still the first frame counts. Without further ones it
    only starts there. Some models (LTX-2) make its `sound` as well. Without an installed model for it the
    node cannot run. Raises NodeError where frames and stills do not fit, and what the model refuses.

    Example: workprint run generate.keyframes a.png -o move.mkv stills=b.png,c.png at=24,48 frames=49
    """
    count = max(1, frames)
    spread = [(count - 1) * (place + 1) // len(stills) for place, _ in enumerate(stills)]
    places = list(at) or spread
    if (
        len(places) != len(stills)
        or places != sorted({*places})
        or not all(0 < each < count for each in places)
    ):
        why = f"{len(stills)} stills cannot stand at frames {places} of {count}"
        hint = f"Name rising frames from 1 to {count - 1}, one for each still."
        raise NodeError("Make a moving picture", why, hint=hint, port="at")
    start = image.range.start
    given = [At(start, image.frame(start))]
    for place, still in zip(places, stills, strict=True):
        given.append(At(start + Time(place, start.rate), still.frame(still.range.start)))
    whole = Range(start, Time(count, start.rate))
    made = model.generate(
        given, prompt, image.format, whole, seed, negative=negative, steps=steps, guidance=guidance
    )
    for time, each in zip(whole.frames(), made, strict=True):
        if time >= range.end:
            return
        yield At(time, each)

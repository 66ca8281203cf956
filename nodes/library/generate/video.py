"""`generate.video`: a moving picture from words, or through given pictures."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from nodes.api import At, Filmed, Format, Model, Range, Seed, Slider, TextToVideo, node


def _asked(ranges: Mapping[str, Range], *, frames: int, **_: object) -> Range:
    return Range.frames_of(0, max(1, frames), ranges[""].rate)


@node("generate.video", version=2, keep=True, range=_asked)
def video(
    model: Annotated[TextToVideo, Model(), "Which model does it; by default the best that is installed."],
    format: Format,
    range: Range,
    seed: Annotated[Seed, "Which of all that the words may mean; the take's own where none is pinned."],
    prompt: Annotated[str, "What is to be seen, and how it moves."] = "",
    negative: Annotated[str, "What is not to be seen."] = "",
    frames: Annotated[int, Slider(1, 241, "frames"), "How long it is; in a shot as long as that."] = 81,
    steps: Annotated[int, Slider(0, 100), "How many steps are taken; 0 for as many as suit the model."] = 0,
    guidance: Annotated[
        float, Slider(0, 20), "How closely the words are kept to; 0 for what suits the model."
    ] = 0.0,
) -> Iterator[At[Filmed]]:
    """Make a moving picture from words.

    It has the size and rate that are asked for: the model works at a size of its own with that shape, and
    moves as it does at its own rate. Some models (LTX-2) make its `sound` as well. What is longer than the
    model makes at once is made window by window, each going on from the last frames of the one before, at
    the memory of one. Without an installed model for it the node cannot run. Raises what the model refuses.

    Example: workprint run generate.video -o fox.mkv prompt="a fox in snow" frames=49 --size 832x480
    """
    made = model.generate(prompt, format, range, seed, negative=negative, steps=steps, guidance=guidance)
    for time, each in zip(range.frames(), made, strict=True):
        yield At(time, each)

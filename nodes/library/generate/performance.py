"""`generate.performance`: a picture that moves to a sound."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from nodes.api import (
    At,
    Audio,
    AudioToVideo,
    Clip,
    Frame,
    Model,
    NodeError,
    Range,
    Seed,
    Slider,
    Time,
    node,
)


def _asked(ranges: Mapping[str, Range], *, frames: int, **_: object) -> Range:
    start = ranges["image"].start
    return Range(start, Time(max(1, frames), start.rate))


@node("generate.performance", keep=True, range=_asked)
def performance(
    image: Clip[Frame],
    sound: Audio,
    model: Annotated[AudioToVideo, Model(), "Which model does it; by default the best that is installed."],
    range: Range,
    seed: Annotated[Seed, "Which of all ways it may move; the take's own where none is pinned."],
    prompt: Annotated[str, "What is seen, and what happens to the sound."] = "",
    frames: Annotated[int, Slider(1, 481, "frames"), "How long it is."] = 121,
) -> Iterator[At[Frame]]:
    """Let a picture move to a sound: speech, music, noise.

    The first frame of the input is where it starts from; the sound is taken from the same time on and stays
    as it is. Without an installed model for it the node cannot run. Raises NodeError for an input that has
    no frame, and what the model refuses.

    Example: workprint run generate.performance face.png -o talk.mkv sound=line.wav frames=96 prompt=talking
    """
    if image.range.is_empty:
        raise NodeError("Let a picture move", "the input has no frame", port="image")
    whole = Range(image.range.start, Time(max(1, frames), image.range.rate))
    still = image.frame(whole.start)
    for frame in model.generate(sound, still, prompt, whole, seed):
        if frame.time >= range.end:
            return
        yield At(frame.time, frame)

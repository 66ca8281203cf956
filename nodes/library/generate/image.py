"""`generate.image`: a still from words."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from nodes.api import At, Clip, Format, Frame, Model, Range, Seed, Slider, TextToImage, Time, node


def _asked(ranges: Mapping[str, Range], *, frames: int, **_: object) -> Range:
    # Without a reference what is asked of the whole graph says the rate, under no name.
    led = next(iter(ranges.values()))
    return Range(led.start, Time(frames, led.rate) if frames else max(led.duration, Time(1, led.rate)))


def _as_asked(formats: Mapping[str, Format], **_: object) -> Format:
    return formats[""]


@node("generate.image", version=2, keep=True, range=_asked, format=_as_asked)
def image(
    model: Annotated[TextToImage, Model()],
    format: Format,
    range: Range,
    seed: Annotated[Seed, "Which of all that the words may mean; the take's own where none is pinned."],
    references: list[Clip[Frame]] | None = None,
    prompt: Annotated[str, "What is to be seen."] = "",
    negative: Annotated[str, "What is not to be seen, where the model can hear that."] = "",
    frames: Annotated[
        int, Slider(0, 241, "frames"), "How long it stands; 0 for as long as what leads it, or the shot."
    ] = 0,
    steps: Annotated[int, Slider(0, 100), "How many steps are taken; 0 for as many as suit the model."] = 0,
    guidance: Annotated[
        float, Slider(0, 20), "How closely the words are kept to; 0 for what suits the model."
    ] = 0.0,
) -> Iterator[At[Frame]]:
    """Make a still from words, of the size that is asked for.

    The model works at a size of its own with that shape. The first picture of each reference leads it, where
    it can be led. Without an installed model for it the node cannot run. Raises what the model refuses.

    Example: workprint run generate.image -o plate.png prompt="a lane in fog, dawn" --size 1920x1080
    """
    given = [clip.frame(clip.range.start) for clip in references or ()]
    made = model.generate(prompt, format, given, seed, negative=negative, steps=steps, guidance=guidance)
    for time in range.frames():
        yield At(time, made.at(time))

"""`restyle.prompt`: a shot changed by words."""

from collections.abc import Iterator
from typing import Annotated

from nodes.api import At, Clip, Frame, Matte, Model, NodeError, Range, Seed, Slider, VideoEdit, node
from nodes.library.planes.masking import within


@node("restyle.prompt", keep=True)
def prompt(
    image: Clip[Frame],
    model: Annotated[VideoEdit, Model(), "Which model does it; by default the best that is installed."],
    range: Range,
    seed: Annotated[Seed, "Which of all that the words may mean; the take's own where none is pinned."],
    mask: Clip[Matte] | None = None,
    references: list[Clip[Frame]] | None = None,
    prompt: Annotated[str, "What is to be seen."] = "",
    source: Annotated[str, "What is seen now: what stays the same in both texts stays."] = "",
    negative: Annotated[str, "What is not to be seen."] = "",
    strength: Annotated[
        float, Slider(0, 1, hard=True), "How far it may go from the picture; its movement stays."
    ] = 0.7,
    steps: Annotated[int, Slider(0, 100), "How many steps are taken; 0 for as many as suit the model."] = 0,
    guidance: Annotated[
        float, Slider(0, 20), "How closely the words are kept to; 0 for what suits the model."
    ] = 0.0,
) -> Iterator[At[Frame]]:
    """Change a shot by words and keep how it moves.

    Within the matte only, where there is one: where that is 0 the picture stays as it is, to the bit.
    Strength 0 passes the very frames on. References, the first picture of each, are what it is to be like,
    for models that take them. A shot of any length is worked on window by window, each following on from
    the one before. Without an installed model for it the node cannot run. Raises NodeError without words,
    and what the model refuses.

    Example: workprint run restyle.prompt street.mov -o snow.mkv prompt="a street in snow" source="a street"
    """
    if strength == 0:
        for time in range.frames():
            yield At(time, image.frame(time))
        return
    if not prompt.strip() and not references:
        hint = "Say what is to be seen: prompt=…"
        raise NodeError("Restyle by words", "nothing is said", hint=hint, port="prompt")
    liked = [each.frame(each.range.start) for each in references or ()]
    made = model.edit_clip(
        image,
        range,
        prompt,
        liked,
        strength,
        seed,
        source=source,
        negative=negative,
        steps=steps,
        guidance=guidance,
    )
    for frame in made:
        matte = None if mask is None else mask.frame(frame.time)
        yield At(frame.time, within(image.frame(frame.time), frame, matte, 1.0))

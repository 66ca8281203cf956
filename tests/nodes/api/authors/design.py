"""The two nodes of the design page, as an author writes them."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from workprint import At, Clip, Frame, Matte, Model, Prompts, Slider, VideoSegmenter, node


@node("acme.gain")
def gain(image: Frame, amount: Annotated[float, Slider(0, 4)] = 1.0) -> Frame:
    """Multiply the colour channels."""
    return image.with_rgb(image.rgb * amount)


class Roto(NamedTuple):
    matte: Matte
    confidence: float


@node("acme.roto", version=2)
def roto(
    shot: Clip[Frame], prompts: Prompts, model: Annotated[VideoSegmenter, Model()]
) -> Iterator[At[Roto]]:
    """Follow the pointed-at object through the shot."""
    with model.open(shot) as session:
        session.add(prompts)
        for time, matte, confidence in session.propagate(shot.range):
            yield At(time, Roto(matte, confidence))

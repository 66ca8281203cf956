"""`restyle.reference`: the look of stills."""

from collections.abc import Iterator
from typing import Annotated

from nodes.api import ColourSpace, Curve, Frame, Matte, NodeError, Seed, Slider, Stream, node
from nodes.library.planes.masking import is_off, within
from nodes.vision.style import Amounts, Known, Style, restyled, style_of

from .aces import coloured, light_of

_ONE = Curve.constant(1.0)


@node("restyle.reference", keep=True)
def reference(
    image: Stream[Frame],
    references: list[Stream[Frame]],
    space: ColourSpace,
    mask: Stream[Matte] | None = None,
    strength: Annotated[Curve[float], Slider(0, 1), "How much of the change there is."] = _ONE,
    colour: Annotated[Curve[float], Slider(0, 1), "How much of the stills' colours is taken over."] = _ONE,
    contrast: Annotated[Curve[float], Slider(0, 1), "How much of the stills' tones is taken over."] = _ONE,
    texture: Annotated[Curve[float], Slider(0, 2), "How much of the stills' grain and texture is."] = _ONE,
    weights: Annotated[tuple[float, ...], "What each still counts, in order; the others 1."] = (),
    seed: Seed = 1,
) -> Iterator[Frame]:
    """Give a shot the palette, tones, grain and texture of stills: a mood board.

    Each reference's first picture counts, by its weight. The palette is carried over as a whole (iterative
    distribution transfer, Pitié et al. 2007) by a smooth map that follows the shot slowly; detail of each
    size is made as strong as in the stills; where it is lacking, texture with their spectrum and random
    phases is laid on, and moves with what it lies on. A cut within the shot begins anew. Works before alpha,
    in light unbounded; within the matte only: where that is 0 the picture stays as it is, to the bit.
    Strength 0 passes the very frame on. Raises NodeError without a reference, and where no weight is above 0.

    Example: workprint run restyle.reference plate.mov -o dusk.mkv references=a.jpg,b.jpg strength=0.8
    """
    stills = [light_of(frame, space) for frame in _first_of_each(references)]
    shares = [*weights[: len(stills)], *[1.0] * (len(stills) - len(weights))]
    if not stills or len(weights) > len(stills) or min(shares) < 0 or sum(shares) <= 0:
        why = f"weights {weights} do not fit {len(stills)} references" if stills else "it has no reference"
        hint = "Name stills: references=a.jpg,b.jpg" if not stills else "Give each a weight above 0."
        raise NodeError("Restyle by reference", why, hint=hint, port="weights" if stills else "references")
    mattes = None if mask is None else iter(mask)
    styles: dict[tuple[int, ...], Style] = {}
    known: Known | None = None
    for frame in image:
        matte = None if mattes is None else next(mattes, None)
        mix = strength.at(frame.time)
        amounts = Amounts(*(each.at(frame.time) for each in (colour, contrast, texture)))
        if is_off(matte, mix, frame) or amounts == Amounts(0, 0, 0):
            known = None
            yield frame
            continue
        light = light_of(frame, space)
        if light.shape not in styles:
            rows, columns = light.shape[:2]
            styles[light.shape] = style_of(stills, shares, rows, columns, seed)
        made, known = restyled(light, styles[light.shape], amounts, known)
        yield within(frame, coloured(frame, made, space), matte, mix)


def _first_of_each(references: list[Stream[Frame]]) -> Iterator[Frame]:
    for stream in references:
        first = next(iter(stream), None)
        if first is not None:
            yield first

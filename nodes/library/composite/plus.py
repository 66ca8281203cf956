"""`composite.plus`: the light of two pictures."""

from typing import Annotated

from nodes.api import Frame, Matte, Slider, node
from nodes.library.planes.regions import same_of

from .joining import Join, joined


@node("composite.plus", regions=same_of("background", "foreground", "mask"))
def plus(
    background: Frame,
    foreground: Frame,
    mask: Matte | None = None,
    opacity: Annotated[float, Slider(0, 1, hard=True), "How much of the foreground there is."] = 1.0,
) -> Frame:
    """Add one picture's light to another's.

    For fire, flares and whatever else was shot on black: black adds nothing.

    Premultiplied, in linear light, without clipping: foreground + background.
    Windows, alpha, mask and what is passed on as it is: as composite.merge, whose mode plus this is.

    Example: workprint shot show sh010 --add draw.noise as=haze size=40 high=0.2
    --add composite.plus foreground=@haze opacity=0.5
    """
    return joined(background, foreground, Join("plus", opacity, mask))

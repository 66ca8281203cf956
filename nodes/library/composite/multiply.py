"""`composite.multiply`: one picture darkened by another."""

from typing import Annotated

from nodes.api import Frame, Matte, Slider, node
from nodes.library.planes.regions import same_of

from .joining import Join, joined


@node("composite.multiply", regions=same_of("background", "foreground", "mask"))
def multiply(
    background: Frame,
    foreground: Frame,
    mask: Matte | None = None,
    opacity: Annotated[float, Slider(0, 1, hard=True), "How much of the foreground there is."] = 1.0,
) -> Frame:
    """Multiply one picture by another.

    For shadows, dirt and whatever else lies on white: white changes nothing.

    Premultiplied, in linear light, without clipping: foreground x background where both cover,
    either alone where the other is transparent.
    Windows, alpha, mask and what is passed on as it is: as composite.merge, whose mode multiply this is.

    Example: workprint shot show sh010 --add draw.noise as=dirt low=0.7
    --add composite.multiply foreground=@dirt
    """
    return joined(background, foreground, Join("multiply", opacity, mask))

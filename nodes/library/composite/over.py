"""`composite.over`: one picture over another."""

from typing import Annotated

from nodes.api import Frame, Matte, Slider, node
from nodes.library.planes.regions import same_of

from .joining import Join, joined


@node("composite.over", regions=same_of("background", "foreground", "mask"))
def over(
    background: Frame,
    foreground: Frame,
    mask: Matte | None = None,
    opacity: Annotated[float, Slider(0, 1, hard=True), "How much of the foreground there is."] = 1.0,
) -> Frame:
    """Put one picture over another.

    The usual way to put a cut-out, a title or a render on a plate: what the foreground covers hides the
    background.

    Premultiplied, in linear light, without clipping: foreground + background (1 - foreground's alpha).
    Windows, alpha, mask and what is passed on as it is: as composite.merge, whose mode over this is.

    Example: workprint shot show sh010 --add draw.text as=title text=Hello
    --add composite.over foreground=@title
    """
    return joined(background, foreground, Join("over", opacity, mask))

"""`composite.merge`: one picture on another, by any blend mode."""

from typing import Annotated

from nodes.api import Frame, Matte, Slider, node
from nodes.library.planes.regions import same_of

from .joining import Join, Light, joined
from .modes import Mode


@node("composite.merge", regions=same_of("background", "foreground", "mask"))
def merge(
    background: Frame,
    foreground: Frame,
    mask: Matte | None = None,
    mode: Annotated[Mode, "How the foreground joins the background."] = "over",
    opacity: Annotated[float, Slider(0, 1, hard=True), "How much of the foreground there is."] = 1.0,
    light: Annotated[
        Light,
        "What is added up: linear light, as a lens does; or a display's signal (power 2.4), as cuts do.",
    ] = "linear",
) -> Frame:
    """Put one picture on another.

    Both stand where their data windows say, premultiplied; where a picture has no pixels it is
    transparent, without alpha it is opaque. The result has the background's display window, time and
    further channels, and alpha unless the background is opaque under all of it. A mask limits what
    changes. Nothing clips. Opacity 0 passes the background on; an opaque foreground over all of the
    background is passed on itself.

    Modes: the operators over, under, atop, in, out, xor and plus, and the blend functions of W3C's
    Compositing and Blending Level 1 (those of PDF); subtract is background less foreground, divide
    background by foreground. Light above 1 stays light: plus, multiply, screen and the like know no
    upper end; color-dodge makes nothing brighter than 1 that was not, color-burn the opposite.

    Example: workprint shot show sh010 --add draw.text as=title text=Hello
    --add composite.merge foreground=@title mode=screen opacity=0.8
    """
    return joined(background, foreground, Join(mode, opacity, mask, light))

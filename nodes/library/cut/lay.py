"""`cut.lay`: a clip's picture, cropped and placed, on what lies beneath it."""

from typing import Annotated

from nodes.api import Frame, Px, Slider, node
from nodes.library.composite.modes import Mode

from .display import Light, Screen
from .laying import Look, laid

_NOTHING = (0.0, 0.0, 0.0, 0.0)


@node("cut.lay")
def lay(
    image: Frame,
    below: Frame | None = None,
    opacity: Annotated[float, Slider(0, 1)] = 1.0,
    fade: Annotated[float, Slider(0, 1)] = 1.0,
    blend: Mode = "over",
    crop: tuple[Px, Px, Px, Px] = _NOTHING,
    translate: tuple[Px, Px] = (0.0, 0.0),
    rotate: float = 0.0,
    scale: tuple[float, float] = (1.0, 1.0),
    light: Light = "display",
    config: str = "",
    working: str = "ACEScg",
) -> Frame:
    """Lay a picture on what lies beneath it, on nothing where there is none.

    `crop` takes pixels off at the left, top, right and bottom; what is left is scaled and turned
    (degrees anticlockwise) about the middle of the picture, then moved. It counts `opacity` times `fade`.
    All of it happens in the light in which the cut is mixed (see `cut.dissolve`). Where nothing is changed
    and nothing seen through, the very picture is passed on.
    """
    look = Look(opacity * fade, blend, crop, translate, rotate, scale)
    return laid(image, below, look, Screen(light, config, working))

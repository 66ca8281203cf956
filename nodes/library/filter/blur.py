"""`filter.blur`: out of focus."""

from typing import Annotated

from nodes.api import Frame, Matte, Px, Slider, node
from nodes.library.planes.masking import is_off, within

from .blurring import SPREAD, blurred_frame


@node("filter.blur")
def blur(
    image: Frame,
    mask: Matte | None = None,
    size: Annotated[Px, Slider(0, 200, "px"), "How far a point spreads: two standard deviations."] = 0.0,
    mix: Annotated[float, Slider(0, 1, hard=True), "How much of the change there is."] = 1.0,
) -> Frame:
    """Blur a picture by a Gaussian, every channel, premultiplied in linear light.

    An opaque picture that fills its display window holds its edges, so that they do not darken; any other
    spreads into the nothing around it. A wide blur is worked out at less density, within a tenth of a
    percent of the exact one, so that any size costs alike. Samples that are no number count as 0.
    A mask and `mix` limit the change. Size 0 or less passes the very frame on.

    Example: workprint run filter.blur plate.mov -o soft.mkv size=4
    """
    if size <= 0 or is_off(mask, mix, image):
        return image
    return within(image, blurred_frame(image, size * SPREAD), mask, mix)

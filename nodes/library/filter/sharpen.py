"""`filter.sharpen`: finer detail made stronger."""

from typing import Annotated, Literal

import numpy as np

from nodes.api import Frame, Matte, Px, Slider, node
from nodes.library.planes.channels import straight
from nodes.library.planes.gauss import blurred
from nodes.library.planes.light import from_display, to_display
from nodes.library.planes.masking import is_off, within

from .blurring import SPREAD


@node("filter.sharpen")
def sharpen(
    image: Frame,
    mask: Matte | None = None,
    amount: Annotated[
        float, Slider(0, 5), "How much of the detail is added; below 0 it is taken away."
    ] = 0.0,
    size: Annotated[Px, Slider(0, 50, "px"), "How coarse detail may be: two standard deviations."] = 2.0,
    threshold: Annotated[float, Slider(0, 0.1), "Differences below this are left alone, as grain is."] = 0.0,
    light: Annotated[
        Literal["linear", "display"],
        "What detail is measured in: linear light, or a display's signal (power 2.4), as the eye does.",
    ] = "display",
    mix: Annotated[float, Slider(0, 1, hard=True), "How much of the change there is."] = 1.0,
) -> Frame:
    """Sharpen a picture by an unsharp mask: picture + amount x (picture - blurred picture).

    Detail is what a Gaussian of that size takes away; a threshold is taken off it, so that small
    differences stay and larger ones follow without a step. Colour before alpha; alpha and further
    channels are kept, and nothing clips. A mask and `mix` limit the change. Amount 0 or size 0 passes the
    very frame on.

    Example: workprint run filter.sharpen plate.mov -o crisp.mkv amount=0.8 size=3
    """
    if amount == 0 or size <= 0 or is_off(mask, mix, image):
        return image
    alpha = image.alpha
    colour = straight(image.rgb, alpha)
    if light == "display":
        colour = to_display(colour)
    # What is transparent has no colour of its own to be told from: alpha weighs the mean.
    if alpha is None:
        soft = blurred(colour, size * SPREAD)
    else:
        soft = straight(blurred(colour * alpha[..., None], size * SPREAD), blurred(alpha, size * SPREAD))
    detail = colour - soft
    if threshold > 0:
        detail = np.sign(detail) * np.maximum(np.abs(detail) - np.float32(threshold), 0)
    made = colour + detail * np.float32(amount)
    if light == "display":
        made = from_display(made)
    if alpha is not None:
        made = np.where(alpha[..., None] > 0, made * alpha[..., None], image.rgb)
    return within(image, image.with_rgb(made), mask, mix)

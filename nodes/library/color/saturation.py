"""`color.saturation`: more or less colour."""

from typing import Annotated, Literal, cast

import cv2
import numpy as np
import numpy.typing as npt

from nodes.api import ColourSpace, Frame, Matte, Slider, node
from nodes.library.planes.masking import is_off, within
from nodes.library.planes.regions import same_of
from nodes.library.planes.spaces import Weights, luminance_weights

Pixels = npt.NDArray[np.float32]
REC709: Weights = (0.2126, 0.7152, 0.0722)
_MEAN: Weights = (1 / 3, 1 / 3, 1 / 3)


@node("color.saturation", regions=same_of("image", "mask"))
def saturation(
    image: Frame,
    colour: ColourSpace,
    mask: Matte | None = None,
    amount: Annotated[float, Slider(0, 4), "0 is grey, 1 leaves the picture, 2 doubles its colour."] = 1.0,
    luma: Annotated[
        Literal["luminance", "rec709", "mean"],
        "What counts as a colour's grey: its luminance, the weights of Rec.709, or the mean.",
    ] = "luminance",
    mix: Annotated[float, Slider(0, 1, hard=True), "How much of the change there is."] = 1.0,
) -> Frame:
    """Make colours stronger or weaker: grey + (colour - grey) x amount.

    Grey is a weighted sum of red, green and blue in linear light; amounts below 0 turn to the opposite
    colour. Nothing clips; alpha and further channels are kept. Amount 1 passes the very frame on.
    Luminance is that of the working space's primaries, by way of ACES2065-1 (SMPTE ST 2065-1).

    Example: workprint run color.saturation plate.mov -o grey.mkv amount=0
    """
    if amount == 1 or is_off(mask, mix, image):
        return image
    weights = {"rec709": REC709, "mean": _MEAN}.get(luma) or luminance_weights(colour)
    # Grey and colour are both premultiplied: what is linear needs no straight colour.
    return within(image, image.with_rgb(saturated(image.rgb, amount, weights)), mask, mix)


def saturated(colour: Pixels, amount: float, weights: Weights) -> Pixels:
    """Return colour, (rows, columns, 3), with its distance from grey times `amount`."""
    matrix = np.eye(3) * amount + np.array(weights)[None] * (1 - amount)
    made = cv2.transform(np.ascontiguousarray(colour), matrix.astype(np.float32))
    return cast(Pixels, made).reshape(colour.shape)

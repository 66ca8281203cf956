"""`cut.fit`: a picture of any size in the cut's own."""

from fractions import Fraction
from typing import Annotated

import numpy as np
import numpy.typing as npt

from nodes.api import Format, Frame, NodeError, Px, Slider, node

from .fitting import fit as fitted

Size = Annotated[Px, Slider(1, 65535, "px", hard=True)]


@node("cut.fit")
def fit(
    image: Frame, width: Size = 1920.0, height: Size = 1080.0, pixel_aspect: str = "1", clear: bool = False
) -> Frame:
    """Fit a picture into a format by the one rule of a cut.

    The display window is scaled to the largest size that fits inside with its shape kept, pixel aspects
    honoured, and centred; around it is black, and transparent where the picture has alpha or with `clear`.
    A picture that has the format already passes as it is. `pixel_aspect` is a quotient such as 16/15.
    Raises NodeError for any other.
    """
    aspect = _aspect(pixel_aspect)
    window = image.display_window
    size = max(1, round(width)), max(1, round(height))
    if (window.width, window.height, image.pixel_aspect) == (*size, aspect):
        return image
    rgb, alpha = fitted(
        image.rgb,
        _cover(image, clear),
        data=image.data_window,
        display=window,
        aspect=image.pixel_aspect,
        to=Format(*size, image.time.rate, aspect),
    )
    pixels = rgb if alpha is None else np.dstack((rgb, alpha))
    return Frame.of_pixels(pixels, image.time, pixel_aspect=aspect, metadata=image.metadata)


def _cover(image: Frame, clear: bool) -> npt.NDArray[np.float32] | None:
    if image.alpha is None and clear:
        return np.ones(image.rgb.shape[:2], np.float32)
    return image.alpha


def _aspect(text: str) -> Fraction:
    try:
        aspect = Fraction(text)
    except (ValueError, ZeroDivisionError):
        aspect = Fraction(0)
    if aspect <= 0:
        raise NodeError(
            "Fit a picture",
            f"'{text}' is no pixel aspect",
            hint="Write a quotient such as 1 or 16/15.",
            port="pixel_aspect",
        )
    return aspect

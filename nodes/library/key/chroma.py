"""`key.chroma`: a matte from how far a colour is from that of a screen."""

from typing import Annotated

import numpy as np
import numpy.typing as npt

from nodes.api import ColourSpace, Frame, Slider, node
from nodes.library.planes.bands import banded
from nodes.library.planes.channels import straight
from nodes.library.planes.light import to_display
from nodes.library.planes.regions import same_of
from nodes.library.planes.spaces import luminance_weights

from .keyed import Keyed, cut_out

RGB = tuple[float, float, float]
Pixels = npt.NDArray[np.float32]


@node("key.chroma", regions=same_of("image"))
def chroma(
    image: Frame,
    colour: ColourSpace,
    screen: Annotated[RGB, Slider(0, 1), "The screen's colour, in the working space's linear light."] = (
        0.1,
        0.5,
        0.1,
    ),
    tolerance: Annotated[float, Slider(0, 1), "How far from the screen's hue all is still screen."] = 0.1,
    softness: Annotated[float, Slider(0, 1), "Over how much more distance the picture comes in."] = 0.15,
    spill: Annotated[float, Slider(0, 1, hard=True), "How much of the screen's tint is taken out."] = 1.0,
) -> Keyed:
    """Cut a picture out of a screen of one colour, and take the screen's tint out of what is left.

    The key is the distance between a pixel's colour differences and the screen's, both of the display's
    signal (power 1/2.4) with the working space's luminance as luma, scaled as Cb and Cr of ITU-R BT.601 are:
    0 up to `tolerance`, rising in a straight line to 1 over `softness`. Brightness does not count. Source:
    chroma keying in K. Jack, Video Demystified. Spill: where the screen's strongest primary is above the
    mean of the other two, it is brought down to it; the rest is the colour as it was. Works before alpha,
    nothing clips. Gives the picture premultiplied by the key, and the matte, which is the picture's own alpha
    times the key.

    Example: workprint run key.chroma plate.mov -o cut.mkv screen=0.05,0.4,0.1 tolerance=0.12
    """
    weights = np.array(luminance_weights(colour), np.float32)
    plain = straight(image.rgb, image.alpha)
    if plain.size == 0:
        return cut_out(image, plain[..., 0])
    there = _differences(np.array(screen, np.float32).reshape(1, 1, 3), weights)

    def away(light: Pixels) -> Pixels:
        blue, red = _differences(light, weights)
        return np.asarray(np.hypot(blue - there[0], red - there[1]), np.float32)

    distance = banded(away, plain)
    if softness > 0:
        key = np.clip((distance - np.float32(tolerance)) / np.float32(softness), 0, 1)
    else:
        key = (distance > tolerance).astype(np.float32)
    key = np.nan_to_num(key, nan=0.0)
    if spill == 0:
        return cut_out(image, key)
    clean = _without_spill(plain, screen, spill)
    return cut_out(image, key, clean if image.alpha is None else clean * image.alpha[..., None])


def _differences(light: Pixels, weights: Pixels) -> tuple[Pixels, Pixels]:
    """Return blue and red less luma, each (rows, columns), -0.5 to 0.5 for signal from 0 to 1."""
    signal = to_display(light)
    luma = signal @ weights
    blue = (signal[..., 2] - luma) / np.float32(2 * (1 - weights[2]))
    red = (signal[..., 0] - luma) / np.float32(2 * (1 - weights[0]))
    return np.asarray(blue, np.float32), np.asarray(red, np.float32)


def _without_spill(colour: Pixels, screen: RGB, amount: float) -> Pixels:
    strongest = int(np.argmax(screen))
    others = [channel for channel in range(3) if channel != strongest]
    made = np.array(colour)
    mean = (colour[..., others[0]] + colour[..., others[1]]) / 2
    made[..., strongest] -= np.maximum(0, colour[..., strongest] - mean) * np.float32(amount)
    return made

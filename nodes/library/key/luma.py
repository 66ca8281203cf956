"""`key.luma`: a matte from how bright a picture is."""

from typing import Annotated

import numpy as np

from nodes.api import ColourSpace, Frame, Slider, node
from nodes.library.planes.bands import banded
from nodes.library.planes.channels import straight
from nodes.library.planes.light import to_display
from nodes.library.planes.regions import same_of
from nodes.library.planes.spaces import luminance_weights

from .keyed import Keyed, cut_out


@node("key.luma", regions=same_of("image"))
def luma(
    image: Frame,
    colour: ColourSpace,
    low: Annotated[float, Slider(0, 1), "At and below this brightness nothing is kept."] = 0.0,
    high: Annotated[float, Slider(0, 1), "At and above this brightness all is kept."] = 1.0,
    invert: Annotated[bool, "Keep the dark instead."] = False,
) -> Keyed:
    """Cut a picture out by its brightness.

    Brightness is the luminance of the colour before alpha, as a display's signal (power 1/2.4), so that 0.5
    looks about half as bright as white. Between `low` and `high` the key rises in a straight line; where
    both are one number it is a hard step; where `high` is the lower one the dark is kept. Luminance is that
    of the working space's primaries. Gives the picture premultiplied by the key, and the matte, which is
    the picture's own alpha times the key.

    Example: workprint run key.luma plate.mov -o bright.mkv low=0.4 high=0.6
    """
    weights = np.array(luminance_weights(colour), np.float32)
    plain = straight(image.rgb, image.alpha)
    signal = plain[..., 0] if plain.size == 0 else banded(lambda light: to_display(light @ weights), plain)
    if high == low:
        key = (signal >= low).astype(np.float32)
    else:
        key = np.clip((signal - np.float32(low)) / np.float32(high - low), 0, 1)
    key = np.nan_to_num(key, nan=0.0)
    return cut_out(image, 1 - key if invert else key)

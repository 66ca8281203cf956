"""`matte.invert`: what was outside is inside."""

from nodes.api import Matte, cropped, node
from nodes.geometry.boxes import join
from nodes.library.planes.mattes import rematted
from nodes.library.planes.regions import same_of


@node("matte.invert", regions=same_of("matte"))
def invert(matte: Matte) -> Matte:
    """Turn a matte inside out: 1 - matte, over the display window and wherever the matte has pixels.

    Example: workprint shot show sh010 --add key.luma as=bright low=0.5
    --add matte.invert as=dark matte=@bright.matte
    """
    window = join(matte.display_window, matte.data_window)
    return rematted(matte, 1 - cropped(matte.pixels, matte.data_window, window), window)

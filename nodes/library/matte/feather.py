"""`matte.feather`: softer edges."""

import math
from typing import Annotated, Literal

import numpy as np

from nodes.api import Matte, Px, Slider, node
from nodes.geometry.boxes import is_empty
from nodes.library.planes.gauss import blurred
from nodes.library.planes.mattes import rematted, spread_out


@node("matte.feather")
def feather(
    matte: Matte,
    size: Annotated[Px, Slider(0, 200, "px"), "How far the edge spreads: two standard deviations."] = 0.0,
    side: Annotated[
        Literal["both", "out", "in"], "Where it spreads: to both sides of the edge, only out, or only in."
    ] = "both",
) -> Matte:
    """Soften a matte's edges by a Gaussian.

    With b the blurred matte: both is b, whose middle stays on the edge; out is the smaller of 1 and 2b, so
    that what was inside stays whole; in is the larger of 0 and 2b - 1, so that nothing outside is covered.
    At the picture's edges the matte goes on unseen. Size 0 or less passes the very matte on.

    Example: workprint shot show sh010 --add key.chroma as=green
    --add matte.feather as=soft matte=@green.matte size=6 side=in
    """
    if size <= 0 or is_empty(matte.data_window):
        return matte
    pixels, window = spread_out(matte, math.ceil(2 * size))
    made = blurred(pixels, size / 2)
    if side == "out":
        made = np.minimum(1, 2 * made)
    elif side == "in":
        made = np.maximum(0, 2 * made - 1)
    return rematted(matte, made, window)

"""Mattes with other pixels and windows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from nodes.api import Box, Matte, cropped
from nodes.geometry.boxes import grown, join, meet

Pixels = npt.NDArray[np.float32]


def rematted(matte: Matte, pixels: Pixels, data: Box | None = None) -> Matte:
    """Return a matte with other pixels, which become its own, and another data window."""
    made = np.asarray(pixels, np.float32)
    if made.flags.writeable:
        made = made.view()
        made.flags.writeable = False
    return replace(matte, pixels=made, data_window=data or matte.data_window)


def spread_out(matte: Matte, reach: int) -> tuple[Pixels, Box]:
    """Return a matte's pixels with `reach` more at each side, 0 there, and where they lie.

    No farther than the display window: at its edges the matte ends as the picture does, and goes on unseen.
    """
    room = join(matte.display_window, matte.data_window)
    window = meet(grown(matte.data_window, reach, reach), room)
    return cropped(matte.pixels, matte.data_window, window), window

"""Blurring a frame: its edges, its alpha, its windows."""

from __future__ import annotations

import math

import numpy as np

from nodes.api import Frame, cropped
from nodes.geometry.boxes import grown, join, meet
from nodes.library.planes.channels import remade, stacked
from nodes.library.planes.gauss import blurred

SPREAD = 0.5
"""Deviations in one pixel of size: a size is two deviations."""


def blurred_frame(image: Frame, sigma: float) -> Frame:
    """Return a frame blurred, every channel, premultiplied in linear light.

    An opaque picture that fills its display window holds its edges and stays opaque. Any other spreads into
    the nothing around it, within its display window.
    """
    pixels, names = stacked(image)
    window = image.data_window
    if "A" in names or window != image.display_window:
        reach = math.ceil(4 * sigma)
        room = join(image.display_window, window)
        window = meet(grown(window, reach, reach), room)
        pixels, names = stacked(image, alpha=True)
        pixels = cropped(pixels, image.data_window, window)
    made = blurred(pixels, sigma)
    if "A" in names:
        cover = made[..., names.index("A")]
        np.clip(cover, 0, 1, out=cover)
    return remade(image, made, names, data=window)

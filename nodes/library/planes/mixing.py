"""One picture turning into another."""

from __future__ import annotations

import numpy as np

from nodes.api import Frame
from nodes.geometry.boxes import covers, join

from .channels import remade, seen, stacked


def mixed(one: Frame, other: Frame, part: float) -> Frame:
    """Return `part` of the other picture and the rest of the one, every channel that both have.

    In linear light, premultiplied, over both data windows; channels of the one alone are kept. `part` 0
    returns the very one, 1 the other.
    """
    if part <= 0 or part >= 1:
        return one if part <= 0 else other
    window = join(one.data_window, other.data_window)
    pixels, names = stacked(one)
    others, theirs = stacked(other)
    alpha = {"A"} & {*names, *theirs}
    if alpha or not (covers(one.data_window, window) and covers(other.data_window, window)):
        pixels, names = stacked(one, alpha=True)
        others, theirs = stacked(other, alpha=True)
    pixels, others = seen(pixels, one.data_window, window), seen(others, other.data_window, window)
    if names == theirs:
        made = pixels + (others - pixels) * np.float32(part)
    else:
        made = np.array(pixels)
        for place, name in enumerate(names):
            if name in theirs:
                made[..., place] += (others[..., theirs.index(name)] - made[..., place]) * np.float32(part)
    return remade(one, made, names, data=window)

"""Keeping a change within a matte."""

from __future__ import annotations

import numpy as np

from nodes.api import Frame, Matte

from .boxes import is_empty, join, meet
from .channels import remade, seen, stacked


def within(before: Frame, after: Frame, mask: Matte | None, mix: float) -> Frame:
    """Return `before` changed to `after` as much as a matte and an amount say, every channel.

    Where the matte is 0 the samples are those of `before` to the bit, where both are 1 those of `after`.
    Outside the matte's data window it is 0. Nothing is mixed where there is no matte and the amount is 1.
    """
    if after is before or (mask is None and mix == 1):
        return after
    region = join(before.data_window, after.data_window)
    region = region if mask is None else meet(region, mask.data_window)
    if mix == 0 or is_empty(region):
        return before
    window = join(before.data_window, region)
    alpha = (before.alpha is None) != (after.alpha is None) or window != before.data_window
    base, names = stacked(before, alpha=alpha)
    changed, theirs = stacked(after, alpha=alpha)
    made = np.array(seen(base, before.data_window, window))
    view, new = seen(made, window, region), seen(changed, after.data_window, region)
    amount = (
        np.float32(mix) if mask is None else seen(mask.pixels, mask.data_window, region) * np.float32(mix)
    )
    for place, name in enumerate(names):
        if name in theirs:
            layer, to = view[..., place], new[..., theirs.index(name)]
            np.copyto(layer, layer + (to - layer) * amount, where=amount != 0)
            np.copyto(layer, to, where=amount == 1)
    return remade(before, made, names, data=window)


def is_off(mask: Matte | None, mix: float, image: Frame) -> bool:
    """Return whether nothing of a change is let through or nothing is there, so that it need not be made."""
    seen_there = image.data_window if mask is None else meet(mask.data_window, image.data_window)
    return mix == 0 or is_empty(seen_there)

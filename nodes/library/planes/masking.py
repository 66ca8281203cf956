"""Keeping a change within a matte."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.api import Frame, Matte
from nodes.geometry.boxes import is_empty, join, meet

from .channels import remade, seen, stacked

Pixels = npt.NDArray[np.float32]

_ROWS = 32


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
    if mask is None:
        amount = np.full(view.shape[:2], mix, np.float32)
    else:
        amount = seen(mask.pixels, mask.data_window, region) * np.float32(mix)
    for name in names:
        if name in theirs and names != theirs:
            place, other = names.index(name), theirs.index(name)
            lay_in(view[..., place : place + 1], new[..., other : other + 1], amount)
    if names == theirs:
        lay_in(view, new, amount)
    return remade(before, made, names, data=window)


def lay_in(view: Pixels, new: Pixels, amount: Pixels) -> None:
    """Change `view`, (rows, columns, channels), towards `new` by an amount (rows, columns).

    Where the amount is 0 or 1 the samples are those of either to the bit, also beside ones that are no
    number.
    """
    for first in range(0, view.shape[0], _ROWS):
        rows = slice(first, first + _ROWS)
        part = amount[rows, :, None]
        if not part.any():
            continue
        here, there = view[rows], new[rows]
        if (part == 1).all():
            here[:] = there
            continue
        mixed = here + (there - here) * part
        here[:] = np.where(part == 0, here, np.where(part == 1, there, mixed))


def is_off(mask: Matte | None, mix: float, image: Frame) -> bool:
    """Return whether nothing of a change is let through or nothing is there, so that it need not be made."""
    seen_there = image.data_window if mask is None else meet(mask.data_window, image.data_window)
    return mix == 0 or is_empty(seen_there)

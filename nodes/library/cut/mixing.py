"""Two frames mixed: all over by one amount, or each pixel by its own."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.api import Frame
from nodes.library.planes.channels import is_opaque, remade
from nodes.library.time.flowing import between, flows_between

from .display import Screen, off_screen, on_screen, over_display
from .planar import are_alike, mixed_planes

Pixels = npt.NDArray[np.float32]


def mixed(one: Frame, other: Frame, part: float, screen: Screen) -> Frame:
    """Return (1 - part) of one frame and `part` of another; the very frame where that is all of one."""
    if part <= 0:
        return one
    if part >= 1:
        return other.at(one.time)
    if are_alike(one, other, screen):
        return mixed_planes(one, other, part)
    return blended(one, other, np.float32(part), screen)


def blended(one: Frame, other: Frame, part: Pixels | np.float32, screen: Screen) -> Frame:
    """Return two frames mixed by an amount that may differ from pixel to pixel, (rows, columns, 1)."""
    alpha = not (_is_solid(one) and _is_solid(other))
    first, second = (on_screen(each, screen, alpha=alpha) for each in (one, other))
    assert first.pixels is not None
    assert second.pixels is not None
    pixels = first.pixels + (second.pixels - first.pixels) * part
    return off_screen(remade(first, pixels, first.channels), screen)


def flown(one: Frame, other: Frame, part: float, screen: Screen) -> Frame:
    """Return the picture at `part` of the way between two, by where everything moves."""
    alpha = not (_is_solid(one) and _is_solid(other))
    first, second = (on_screen(each, screen, alpha=alpha) for each in (one, other))
    assert first.pixels is not None
    assert second.pixels is not None
    flows = flows_between(*(over_display(each)[0][..., :3] for each in (one, other)))
    made = between(first.pixels, second.pixels, flows, part)
    return off_screen(remade(first, made, first.channels), screen)


def faded(image: Frame, part: Pixels | np.float32) -> Frame:
    """Return `part` of a frame over nothing: premultiplied, in any light."""
    pixels, _ = over_display(image, alpha=True)
    return remade(image, pixels * part, ("R", "G", "B", "A"), data=image.display_window)


def _is_solid(frame: Frame) -> bool:
    return is_opaque(frame) and frame.data_window == frame.display_window

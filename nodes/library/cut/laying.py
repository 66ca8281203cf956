"""A picture on another: cropped, placed, mixed in by a blend mode."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nodes.api import Frame
from nodes.geometry.placing import Placing
from nodes.library.composite.joining import Join, joined
from nodes.library.composite.modes import Mode
from nodes.library.planes.channels import is_opaque, remade
from nodes.library.planes.placed import placed

from .display import Screen, off_screen, on_screen
from .mixing import faded, mixed
from .planar import are_alike, placed_planes

Pixels = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture is laid: its amount, its mode, what is cut off each side, where it is put."""

    amount: float = 1.0
    blend: Mode = "over"
    crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    translate: tuple[float, float] = (0.0, 0.0)
    rotate: float = 0.0
    scale: tuple[float, float] = (1.0, 1.0)

    def placing(self, image: Frame) -> Placing:
        """Return where a picture is put."""
        window = image.display_window
        middle = (window.x0 + window.x1) / 2, (window.y0 + window.y1) / 2
        return Placing(self.scale, self.rotate, middle, self.translate, image.pixel_aspect)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is cut off and nothing moved."""
        return not any(self.crop) and Placing(self.scale, self.rotate, move=self.translate).is_identity


def laid(image: Frame, below: Frame | None, look: Look, screen: Screen) -> Frame:
    """Return a picture on what lies beneath it, on nothing where that is None."""
    amount = min(max(look.amount, 0.0), 1.0)
    if amount == 0:
        return faded(image, np.float32(0)) if below is None else below
    solid = look.is_whole and is_opaque(image) and image.data_window == image.display_window
    if look.blend == "over" and solid:
        if amount == 1:
            return image
        if below is not None and are_alike(below, image, screen):
            return mixed(below, image, amount, screen)
    if look.blend == "over" and below is not None and _is_straight(image, look):
        placing = look.placing(image)
        if are_alike(below, image, screen) and not placing.vanishes:
            return placed_planes(image, below, placing, amount)
    if below is None:
        if look.is_whole:
            return image if amount == 1 else faded(image, np.float32(amount))
        return off_screen(faded(_put(image, look, screen), np.float32(amount)), screen)
    front = on_screen(image, screen) if look.is_whole else _put(image, look, screen)
    made = joined(on_screen(below, screen), front, Join(look.blend, amount))
    return off_screen(made, screen)


def _is_straight(image: Frame, look: Look) -> bool:
    return not any(look.crop) and look.placing(image).is_straight


def _put(image: Frame, look: Look, screen: Screen) -> Frame:
    """Return a picture cropped and placed, as the screen shows it, with alpha."""
    window = image.display_window
    seen = on_screen(image, screen, alpha=True)
    assert seen.pixels is not None
    pixels = seen.pixels
    if any(look.crop):
        pixels = pixels * _kept(look.crop, window.width, window.height)
    placing = look.placing(image)
    if not placing.is_identity:
        pixels = np.zeros_like(pixels) if placing.vanishes else _placed(pixels, image, placing)
    return remade(seen, pixels, ("R", "G", "B", "A"))


def _placed(pixels: Pixels, image: Frame, placing: Placing) -> Pixels:
    window = image.display_window
    return placed(pixels, 3, window, placing, window, "cubic")[0]


def _kept(crop: tuple[float, float, float, float], width: int, height: int) -> Pixels:
    """Return how much of each pixel a crop leaves, (rows, columns, 1)."""
    left, top, right, bottom = crop
    return _span(height, top, bottom)[:, None, None] * _span(width, left, right)[None, :, None]


def _span(count: int, before: float, after: float) -> Pixels:
    pixel = np.arange(count)
    made = np.minimum(pixel + 1, count - after) - np.maximum(pixel, before)
    return np.asarray(np.clip(made, 0, 1), np.float32)

"""Two frames in one, by a blend mode, a matte and an amount."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from nodes.api import Frame, Matte, cropped
from nodes.geometry.boxes import covers, is_empty, meet
from nodes.geometry.boxes import join as both
from nodes.library.planes.channels import further_channels, is_opaque, remade, seen, stacked, straight
from nodes.library.planes.light import from_display, to_display

from .modes import Cover, Mode, join

Pixels = npt.NDArray[np.float32]
Light: TypeAlias = Literal["linear", "display"]

_BAND = 64
_WITHOUT_REST = ("in", "out")
_HOLES = ("in", "out", "xor")
_ONE = np.ones((1, 1, 1), np.float32)


@dataclass(frozen=True, slots=True)
class Join:
    """How a foreground joins: its mode, its amount 0 to 1, a matte that limits it, in which light."""

    mode: Mode = "over"
    amount: float = 1.0
    mask: Matte | None = None
    light: Light = "linear"


def joined(background: Frame, foreground: Frame, how: Join) -> Frame:
    """Return a foreground joined to a background, which lends time, display window and further channels.

    Both are where their data windows say; outside them they are transparent. The result's data window
    holds both; it has alpha unless the background is opaque all over it. The very background is returned
    where nothing joins it, the very foreground where nothing else is left to see.
    """
    region = foreground.data_window
    if how.mode in _WITHOUT_REST:
        region = both(region, background.data_window)
    if how.mask is not None:
        region = meet(region, how.mask.data_window)
    if how.amount == 0 or is_empty(region):
        return background
    if _hides(background, foreground, how):
        return foreground if foreground.time == background.time else foreground.at(background.time)
    window = both(background.data_window, region)
    alpha = how.mode in _HOLES or not covers(background.data_window, window)
    base, names = stacked(background, alpha=alpha)
    front, fronts = stacked(foreground, alpha=not covers(foreground.data_window, region))
    made = cropped(base, background.data_window, window)
    if made is base:
        made = base.copy()
    _join_bands(
        seen(made, window, region),
        _Layer(seen(base, background.data_window, region), "A" in names),
        _Layer(seen(front, foreground.data_window, region), "A" in fronts),
        how,
        None if how.mask is None else seen(how.mask.pixels, how.mask.data_window, region),
    )
    return remade(background, made, names, data=window)


def _hides(background: Frame, foreground: Frame, how: Join) -> bool:
    """Return whether nothing of the background is left to see."""
    plain = how.mode == "over" and how.amount == 1 and how.mask is None
    same = (background.display_window, background.pixel_aspect) == (
        foreground.display_window,
        foreground.pixel_aspect,
    )
    whole = same and covers(foreground.data_window, background.data_window)
    return plain and whole and not further_channels(background) and is_opaque(foreground)


@dataclass(frozen=True, slots=True, eq=False)
class _Layer:
    """Channels over the region where two pictures join; alpha, where there is one, is the fourth."""

    pixels: Pixels
    has_alpha: bool

    def rows(self, rows: slice, light: Light) -> tuple[Pixels, Cover]:
        """Return colour and alpha of some rows, premultiplied, in the light that is asked for."""
        colour = self.pixels[rows, :, :3]
        cover: Cover = self.pixels[rows, :, 3:4] if self.has_alpha else 1.0
        return (colour if light == "linear" else _shown(colour, cover)), cover


def _join_bands(made: Pixels, ground: _Layer, front: _Layer, how: Join, mask: Pixels | None) -> None:
    for first in range(0, made.shape[0], _BAND):
        rows = slice(first, first + _BAND)
        b, ba = ground.rows(rows, how.light)
        s, sa = front.rows(rows, how.light)
        amount = np.float32(how.amount) * (_ONE if mask is None else mask[rows, :, None])
        whole = mask is None and how.amount == 1
        if not whole and how.mode not in _WITHOUT_REST:
            # For these modes less of the foreground is the same as less of the change.
            s, sa = s * amount, sa * amount
        colour, cover = join(how.mode, s, b, sa, ba)
        if not whole and how.mode in _WITHOUT_REST:
            colour = b + (colour - b) * amount
            cover = np.asarray(ba + (cover - ba) * amount, np.float32)
        made[rows, :, :3] = colour if how.light == "linear" else _unshown(colour, cover)
        if ground.has_alpha:
            made[rows, :, 3:4] = cover


def _shown(colour: Pixels, cover: Cover) -> Pixels:
    """Return premultiplied linear light as premultiplied signal."""
    if isinstance(cover, float):
        return to_display(colour)
    return to_display(straight(colour, cover[..., 0])) * cover


def _unshown(colour: Pixels, cover: Cover) -> Pixels:
    if isinstance(cover, float):
        return from_display(colour)
    return from_display(straight(colour, cover[..., 0])) * cover

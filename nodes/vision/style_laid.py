"""A texture that lies on what it covers: it moves along, and is renewed before it is pulled out of shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np

from .style_motion import Motion, grid
from .style_space import Floats
from .style_texture import FINER

_LIFE = 32
_APART = 211.0
_LEAST_TRUST = 0.05


@dataclass(frozen=True, slots=True)
class Laid:
    """How far two layers of a texture were pulled along (small rows, columns, 2), in full-size pixels.

    `age` counts pictures; each layer is renewed when it is 32 old, the one when the other is half that.
    """

    first: Floats
    second: Floats
    age: int


def laid_anew(rows: int, columns: int) -> Laid:
    """Return a texture that lies as it is on a small picture of that size."""
    still = np.zeros((rows, columns, 2), np.float32)
    return Laid(still, still, _LIFE // 2)


def moved(laid: Laid, by: Motion, scale: float) -> Laid:
    """Return the layers moved along with a small picture `scale` times smaller than the full one.

    What comes into view gets the texture as it is. Two layers of different age that fade into each other,
    after Neyret (Advected textures, SCA 2003).
    """
    age = laid.age + 1
    pulled = (by.was - grid(by.trust.shape)) * np.float32(scale)
    first = np.zeros_like(pulled) if age % _LIFE == 0 else _carried(laid.first, by, pulled)
    renewed = age % _LIFE == _LIFE // 2
    return Laid(first, np.zeros_like(pulled) if renewed else _carried(laid.second, by, pulled), age)


def _carried(so_far: Floats, by: Motion, pulled: Floats) -> Floats:
    x, y = by.was[..., 0], by.was[..., 1]
    came = cv2.remap(so_far, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) + pulled
    return cast(Floats, np.where((by.trust > _LEAST_TRUST)[..., None], came, np.float32(0)))


def looked_up(laid: Laid, tile: Floats, rows: int, columns: int) -> Floats:
    """Return the texture (rows, columns, bands) as it lies on the full-size picture.

    The layers fade into each other so that the spread stays that of the tile.
    """
    weight = float(np.sin(np.pi * (laid.age % _LIFE) / _LIFE) ** 2)
    places = grid((rows, columns))
    made = np.zeros((rows, columns, tile.shape[2]), np.float32)
    whole = np.hypot(weight, 1.0 - weight)
    later = (laid.age + _LIFE // 2) // _LIFE
    layers = ((laid.first, weight, 2 * (laid.age // _LIFE)), (laid.second, 1.0 - weight, 2 * later + 1))
    for layer, part, turn in layers:
        if part > 1e-6:
            at = places + cv2.resize(layer, (columns, rows), interpolation=cv2.INTER_LINEAR)
            at += np.float32(_APART * turn)
            at *= np.float32(FINER)
            x, y = at[..., 0], at[..., 1]
            made += cv2.remap(tile, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP) * np.float32(
                part / whole
            )
    return made

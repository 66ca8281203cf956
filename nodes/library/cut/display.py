"""A frame as the display of a cut shows it: Rec.709 signal of a power of 2.4 (ITU-R BT.1886), premultiplied.

In it a cut is mixed, as other editors mix: half of a dissolve between black and white is the grey of half
the code values. In a scene-linear cut the light itself is mixed, and nothing is converted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal, TypeAlias, cast

import cv2
import numpy as np
import numpy.typing as npt
import PyOpenColorIO as ocio

from nodes.api import Frame, cropped
from nodes.library.planes.channels import is_opaque, remade, stacked
from nodes.library.planes.light import from_display, to_display

Pixels = npt.NDArray[np.float32]
Light: TypeAlias = Literal["display", "linear"]

BUILT_IN = "ocio://studio-config-v5.0.0_aces-v2.1_ocio-v2.6"
POWER_TRANSFERS = frozenset(("bt709", "smpte170m", "smpte240m", "bt2020-10", "bt2020-12", "bt1361e"))
"""Transfers that are read as a display of a power of 2.4 shows them."""

_REC709 = "Linear Rec.709 (sRGB)"
_BAND = 64


@dataclass(frozen=True, slots=True)
class Screen:
    """In what light a cut is mixed, and the working space its frames are in."""

    light: Light = "display"
    config: str = ""
    working: str = "ACEScg"

    @property
    def is_linear(self) -> bool:
        """Whether working light is mixed as it is."""
        return self.light == "linear"


def is_signal(frame: Frame) -> bool:
    """Return whether a frame's own code values are those of the display, up to their matrix and range."""
    tags = frame.colour
    known = tags.primaries == "bt709" and tags.transfer in POWER_TRANSFERS and not tags.data
    return known and frame.native is not None and frame.native.planes[0].dtype.kind == "u"


def on_screen(frame: Frame, screen: Screen, *, alpha: bool = False) -> Frame:
    """Return colour and alpha of a frame as the screen shows them, over its display window."""
    whole = frame.data_window == frame.display_window
    if whole and is_signal(frame) and not screen.is_linear:
        pixels = _read_as_signal(frame, screen, alpha=alpha)
    else:
        pixels, has_alpha = over_display(frame, alpha=alpha)
        if not screen.is_linear:
            pixels = _shown(pixels, _matrices(screen.config, screen.working)[1], has_alpha)
    return remade(frame, pixels, ("R", "G", "B", "A")[: pixels.shape[2]], data=frame.display_window)


def over_display(frame: Frame, *, alpha: bool = False) -> tuple[Pixels, bool]:
    """Return a frame's colour over its display window, with alpha where it has or needs some, and whether."""
    whole = frame.data_window == frame.display_window
    pixels, names = stacked(frame, alpha=alpha or not whole)
    has_alpha = "A" in names
    return cropped(pixels[..., : 3 + has_alpha], frame.data_window, frame.display_window), has_alpha


def off_screen(frame: Frame, screen: Screen) -> Frame:
    """Return what `on_screen` made of a frame, or what was made of that, in working light."""
    if screen.is_linear or frame.pixels is None:
        return frame
    return remade(frame, _unshown(frame.pixels, _matrices(screen.config, screen.working)[0]))


def _read_as_signal(frame: Frame, screen: Screen, *, alpha: bool) -> Pixels:
    """Return a decoded frame's signal, without a way to light and back: its code values are a matrix away."""
    assert frame.native is not None
    plain = replace(frame, colour=replace(frame.colour, transfer="linear"))
    back = _matrices(screen.config, screen.working)[1]
    colour = cast(Pixels, cv2.transform(np.ascontiguousarray(plain.rgb), back))
    if is_opaque(frame) and not alpha:
        return colour
    cover = np.ones(colour.shape[:2], np.float32) if plain.alpha is None else plain.alpha
    return np.dstack((colour, cover))


def _shown(pixels: Pixels, matrix: Pixels, has_alpha: bool) -> Pixels:
    made = np.empty((*pixels.shape[:2], 4 if has_alpha else 3), np.float32)
    for rows in _bands(pixels):
        light = cv2.transform(np.ascontiguousarray(pixels[rows, :, :3]), matrix)
        if has_alpha:
            made[rows, :, 3] = pixels[rows, :, 3]
            made[rows, :, :3] = _straight(cast(Pixels, light), made[rows, :, 3])
            made[rows, :, :3] = to_display(made[rows, :, :3]) * made[rows, :, 3:]
        else:
            made[rows] = to_display(cast(Pixels, light))
    return made


def _unshown(pixels: Pixels, matrix: Pixels) -> Pixels:
    made = np.empty_like(pixels)
    for rows in _bands(pixels):
        signal = np.ascontiguousarray(pixels[rows, :, :3])
        if pixels.shape[2] == 4:
            cover = pixels[rows, :, 3]
            light = from_display(_straight(signal, cover)) * cover[..., None]
            made[rows, :, 3] = cover
        else:
            light = from_display(signal)
        made[rows, :, :3] = cv2.transform(light, matrix)
    return made


def _straight(colour: Pixels, cover: Pixels) -> Pixels:
    alpha = cover[..., None]
    return np.divide(colour, alpha, out=np.zeros_like(colour), where=alpha > 0)


def _bands(pixels: Pixels) -> list[slice]:
    return [slice(first, first + _BAND) for first in range(0, pixels.shape[0], _BAND)]


@lru_cache(maxsize=8)
def _matrices(config: str, working: str) -> tuple[Pixels, Pixels]:
    """Return the matrices from linear Rec.709 to the working space and back."""
    own = ocio.Config.CreateFromFile(config or BUILT_IN)
    plain = ocio.Config.CreateFromFile(BUILT_IN)
    way: Any = ocio.Config.GetProcessorFromConfigs(plain, _REC709, own, working)
    made = np.eye(3, dtype=np.float32)
    way.getOptimizedCPUProcessor(ocio.OPTIMIZATION_LOSSLESS).applyRGB(made)
    forth = made.T.astype(np.float64)
    return forth.astype(np.float32), np.linalg.inv(forth).astype(np.float32)

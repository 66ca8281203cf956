"""Pictures as a view shows them: 8-bit display codes, opaque."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt

from nodes.api import ColourTags, Frame
from nodes.api.frames import FloatArray
from nodes.media.display import displayed
from nodes.media.pixel_layout import pixel_layout
from nodes.media.pixel_ops import bands, power
from nodes.media.working import WorkingSpace, conversion

from .exposed import MARKED, stripes
from .sending import planes_of
from .view import View
from .views import view_transform

Codes = npt.NDArray[np.uint8]

LUMA = (0.2126, 0.7152, 0.0722)
"""Weights of Rec.709, of R'G'B' (ITU-R BT.709-6, 3.2)."""
OVERLAY, OVERLAY_COVER = (230, 40, 60), 0.55
_CHECKER, _CHECKS = 16, (90, 140)
_NOTHING: Any = 0.0


def viewed(
    frames: Sequence[Frame], view: View, tags: ColourTags, space: WorkingSpace, matte: Frame | None = None
) -> list[Codes]:
    """Return (rows, columns, 4) of each frame; of a difference one picture alone.

    `tags` are the display's, `matte` is whose red channel is the matte of all of them.
    """
    if view.difference and len(frames) > 1:
        shown = [_apart(frames[0], frames[1], view, tags, space)]
    else:
        shown = [_shown(frame, view, tags, space) for frame in frames]
    return [_marked(picture, frame, view, matte) for picture, frame in zip(shown, frames, strict=False)]


def codes(signal: FloatArray) -> Codes:
    """Return signal (0 to 1 nominal) as 8-bit codes, rounded and clipped."""
    return cast(Codes, cv2.add(signal * np.float32(255), _NOTHING, dtype=cv2.CV_8U))


def opaque(colour: Codes) -> Codes:
    """Return RGB or grey as RGBA."""
    return cast(Codes, cv2.cvtColor(colour, cv2.COLOR_GRAY2RGBA if colour.ndim == 2 else cv2.COLOR_RGB2RGBA))


def luma_of(picture: Codes) -> Codes:
    """Return the luma of RGB or RGBA codes as (rows, columns)."""
    weights = np.zeros((1, picture.shape[2]), np.float32)
    weights[0, :3] = LUMA
    return cast(Codes, cv2.transform(picture, weights))


def matte_of(frame: Frame, matte: Frame | None) -> FloatArray:
    """Return the matte by which a frame is shown, (rows, columns): `matte`, else its alpha, else all."""
    if matte is not None:
        return np.ascontiguousarray(matte.rgb[..., 0])
    return np.ones(frame.rgb.shape[:2], np.float32) if frame.alpha is None else frame.alpha


def _shown(frame: Frame, view: View, tags: ColourTags, space: WorkingSpace) -> Codes:
    if view.is_exposed:
        quick = _quick(frame, view, tags)
        return opaque(codes(_signal(frame, view, tags, space))) if quick is None else quick
    native = planes_of(frame, "rgba", tags, space)
    return np.array(native.planes[0])


def _quick(frame: Frame, view: View, tags: ColourTags) -> Codes | None:
    """Return video of the display's own kind without a way through light, None where that is needed."""
    if frame.native is None or view.gamma != 1 or view.transform:
        return None
    made = displayed(frame.native, frame.colour, tags, view.gain)
    return None if made is None else cast(Codes, made.planes[0])


def _apart(one: Frame, other: Frame, view: View, tags: ColourTags, space: WorkingSpace) -> Codes:
    """Return how far two frames lie apart; of video in eight bits by its codes, else by signal."""
    quick = [_quick(frame, view, tags) for frame in (one, other) if _is_shallow(frame)]
    if len(quick) == 2 and quick[0] is not None and quick[1] is not None:
        return cast(Codes, cv2.convertScaleAbs(cv2.absdiff(quick[0], quick[1]), alpha=view.difference))
    apart = np.abs(_signal(one, view, tags, space) - _signal(other, view, tags, space))
    apart *= np.float32(view.difference)
    return opaque(codes(apart))


def _is_shallow(frame: Frame) -> bool:
    return frame.native is not None and pixel_layout(frame.native.layout).bits == 8


def _signal(frame: Frame, view: View, tags: ColourTags, space: WorkingSpace) -> FloatArray:
    """Return a frame as the display's signal, band by band so that it stays in the processor's cache."""
    light = frame.rgb
    to_display = view_transform(space, view.transform) if view.transform else conversion(space, tags).back
    made = np.empty(light.shape, np.float32)
    gain = np.float32(2.0**view.gain)
    for band in bands(*light.shape[:2]):
        signal = to_display(light[band] if view.gain == 0 else light[band] * gain)
        if view.gamma != 1:
            signal = np.copysign(power(np.abs(signal), 1.0 / view.gamma), signal)
        made[band] = signal
    return made


def _marked(picture: Codes, frame: Frame, view: View, matte: Frame | None) -> Codes:
    if view.matting:
        picture = _matted(picture, matte_of(frame, matte), view)
    if view.marks == "clipping":
        picture = stripes(picture)
    elif view.marks == "exposure":
        picture = MARKED[luma_of(picture)]
    if view.channel != "colour":
        picture = opaque(_channel(picture, frame, view))
    picture[..., 3] = 255
    return picture


def _channel(picture: Codes, frame: Frame, view: View) -> Codes:
    if view.channel == "luma":
        return luma_of(picture)
    if view.channel == "alpha":
        return codes(matte_of(frame, None))
    if view.channel == "saturation":
        most = picture[..., :3].max(axis=2).astype(np.float32)
        least = picture[..., :3].min(axis=2)
        return codes(np.divide(most - least, most, out=np.zeros_like(most), where=most > 0))
    return np.ascontiguousarray(picture[..., ("red", "green", "blue").index(view.channel)])


def _matted(picture: Codes, matte: FloatArray, view: View) -> Codes:
    if view.matting == "alone":
        return opaque(codes(matte))
    cover = np.clip(matte, 0, 1)[..., None]
    colour = picture[..., :3].astype(np.float32)
    if view.matting == "overlay":
        cover = cover * np.float32(OVERLAY_COVER)
        laid = colour + (np.array(OVERLAY, np.float32) - colour) * cover
    else:
        under = _checker(picture.shape[:2]) if view.matting == "checker" else _plain(view.matting)
        laid = under + (colour - under) * cover
    return opaque(cast(Codes, cv2.add(laid, _NOTHING, dtype=cv2.CV_8U)))


def _plain(matting: str) -> FloatArray:
    return np.full(1, 255.0 if matting == "white" else 0.0, np.float32)


def _checker(shape: Sequence[int]) -> FloatArray:
    rows, columns = (np.arange(size) // _CHECKER for size in shape[:2])
    return np.where((rows[:, None] + columns) % 2, *map(np.float32, _CHECKS))[..., None]

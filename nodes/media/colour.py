"""Native planes to working pixels and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt

from nodes.api.formats import ColourTags, Native
from nodes.api.frames import ToWorking

from .chroma import downsample
from .colour_curves import decode
from .pixel_layout import PixelLayout, pixel_layout
from .pixel_ops import bands, mix, parted
from .working import Conversion, CurveAndMatrix, WorkingSpace, conversion
from .yuv import luma_scale, rgb_to_ycc, signal_to_codes, through_signal, to_samples

AnyArray = npt.NDArray[Any]
FloatArray = npt.NDArray[np.float32]
FromWorking = Callable[[FloatArray, "FloatArray | None"], Native]


def to_working(space: WorkingSpace) -> ToWorking:
    """Return the function that turns native planes into premultiplied working RGB and alpha or None.

    Alpha in integer planes is straight and full range, as FFmpeg and PNG have it; in half and float
    planes colour is premultiplied already, as EXR has it. Nothing clips. The function raises
    MediaError for a layout or tags that are not known.
    """
    return partial(_read, space)


def from_working(space: WorkingSpace, layout: str, tags: ColourTags) -> FromWorking:
    """Return the function that turns premultiplied working RGB and alpha into native planes.

    It undoes `to_working` to the code value up to 10 bits. Integer planes round and clip at the ends
    of the container, not of the legal range. Without alpha a layout that has it is opaque; a layout
    without alpha takes the premultiplied colour, that is the picture over black. Raises MediaError
    for a layout or tags that are not known.
    """
    return partial(_write, pixel_layout(layout), tags, conversion(space, tags))


def _read(space: WorkingSpace, native: Native, tags: ColourTags) -> tuple[FloatArray, FloatArray | None]:
    layout = pixel_layout(native.layout)
    convert = conversion(space, tags)
    if layout.family == "yuv":
        rgb = through_signal(native, layout, tags, convert.forward)
    else:
        rgb = _codes_to_working(native, layout, tags, convert)
    if not layout.has_alpha:
        return rgb, None
    alpha = layout.plane(native.planes, "A").astype(np.float32)
    if not layout.is_float:
        alpha *= np.float32(1.0 / ((1 << layout.bits) - 1))
        rgb *= alpha[..., None]
    return rgb, alpha


def _codes_to_working(
    native: Native, layout: PixelLayout, tags: ColourTags, convert: Conversion
) -> FloatArray:
    codes = _interleaved(native, layout)
    if layout.is_float:
        return convert.forward(codes.astype(np.float32))
    limited = tags.range == "limited"
    if isinstance(convert, CurveAndMatrix):
        return convert.light(_look_up(codes, _light_of_codes(layout, limited, convert.transfer)))
    return convert.forward(_look_up(codes, _signal_of_codes(layout, limited)))


def _interleaved(native: Native, layout: PixelLayout) -> AnyArray:
    if layout.order[:3] == ("R", "G", "B") and layout.packed:
        return np.ascontiguousarray(native.planes[0][..., :3])
    names = "RGB" if layout.family == "rgb" else "YYY"
    return np.stack([layout.plane(native.planes, name) for name in names], axis=-1)


def _look_up(codes: AnyArray, table: FloatArray) -> FloatArray:
    if codes.dtype == np.uint8:
        return cast(FloatArray, cv2.LUT(codes, table))
    return np.take(table, codes, mode="clip")


@lru_cache(maxsize=16)
def _signal_of_codes(layout: PixelLayout, limited: bool) -> FloatArray:
    span, offset = luma_scale(layout, limited)
    return ((np.arange(1 << layout.bits) - offset) / span).astype(np.float32)


@lru_cache(maxsize=16)
def _light_of_codes(layout: PixelLayout, limited: bool, transfer: str) -> FloatArray:
    return decode(_signal_of_codes(layout, limited), transfer)


def _write(
    layout: PixelLayout, tags: ColourTags, convert: Conversion, rgb: FloatArray, alpha: FloatArray | None
) -> Native:
    cover = alpha if layout.has_alpha and not layout.is_float else None
    samples = _colour_samples(layout, tags, convert, rgb, cover)
    if layout.has_alpha:
        samples["A"] = _alpha_samples(alpha, layout, rgb.shape[:2])
    if not layout.packed:
        return Native(layout.name, tuple(samples[name] for name in layout.order))
    if "X" in layout.order:
        samples["X"] = np.full(rgb.shape[:2], (1 << layout.bits) - 1, layout.dtype)
    return Native(layout.name, (np.stack([samples[name] for name in layout.order], axis=-1),))


def _unpremultiplied(rgb: FloatArray, alpha: FloatArray) -> FloatArray:
    cover = alpha[..., None]
    return np.divide(rgb, cover, out=np.zeros_like(rgb), where=cover > 0)


def _colour_samples(
    layout: PixelLayout, tags: ColourTags, convert: Conversion, rgb: FloatArray, cover: FloatArray | None
) -> dict[str, AnyArray]:
    """Return planes by channel, of colour that is straight where `cover` is given. Works band by band."""
    rows, columns = rgb.shape[:2]
    names, matrix = _coded(layout, tags)
    lowered = "UV" if layout.chroma_x or layout.chroma_y else ""
    made: dict[str, AnyArray] = {
        name: np.empty((rows, columns), np.float32 if name in lowered else layout.dtype) for name in names
    }
    for band in bands(rows, columns):
        light = rgb[band] if cover is None else _unpremultiplied(rgb[band], cover[band])
        for name, codes in zip(names, parted(mix(convert.back(light), matrix)), strict=True):
            made[name][band] = codes if name in lowered else to_samples(codes, layout)
    for name in lowered:
        made[name] = to_samples(downsample(made[name], layout.chroma_x, layout.chroma_y), layout)
    return made


def _coded(layout: PixelLayout, tags: ColourTags) -> tuple[str, FloatArray]:
    """Return a layout's colour channels and the matrix from signal RGB to their code values."""
    if layout.family == "yuv":
        return "YUV", signal_to_codes(layout, tags)
    span, offset = luma_scale(layout, tags.range == "limited")
    if layout.family == "rgb":
        return "RGB", _stretch(np.eye(3), span, offset)
    if tags.data:
        # Numbers that are thrice the same, not light of three colours.
        return "Y", _stretch(np.eye(3)[:1], span, offset)
    luma = rgb_to_ycc(tags if tags.matrix != "rgb" else replace(tags, matrix="bt709"))[:1]
    return "Y", _stretch(luma, span, offset)


def _stretch(matrix: AnyArray, span: float, offset: float) -> FloatArray:
    return np.column_stack((matrix * span, np.full(len(matrix), offset))).astype(np.float32)


def _alpha_samples(alpha: FloatArray | None, layout: PixelLayout, shape: tuple[int, ...]) -> AnyArray:
    top = 1.0 if layout.is_float else float((1 << layout.bits) - 1)
    return to_samples(np.full(shape, top, np.float32) if alpha is None else alpha * np.float32(top), layout)

"""Native pixel layouts: their planes, depth and alpha, and which of them stand for which, without loss."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import av
import numpy as np
from av.codec.codec import PixFmtLoss, find_best_pix_fmt_of_list
from av.video.format import names  # type: ignore[attr-defined]

from .errors import UnreadableMedia

_PACKED = frozenset(
    {"rgb24", "rgba", "rgb48le", "rgba64le", "rgbf16le", "rgbaf16le", "rgbf32le", "rgbaf32le"}
)
_PACKED_GREY = frozenset({"ya8", "ya16le", "yaf16le", "yaf32le"})
_LOSSES = (
    PixFmtLoss.RESOLUTION
    | PixFmtLoss.DEPTH
    | PixFmtLoss.COLORSPACE
    | PixFmtLoss.ALPHA
    | PixFmtLoss.COLORQUANT
    | PixFmtLoss.CHROMA
)


@dataclass(frozen=True, slots=True)
class Layout:
    """The facts of a plain layout: one NumPy array a plane.

    `bits` are the significant ones of a sample; `chroma` is how many pixels (across, down) share a
    chroma sample; `dtype` is little-endian.
    """

    name: str
    plane_count: int
    bits: int
    is_rgb: bool
    is_float: bool
    has_alpha: bool
    chroma: tuple[int, int]
    dtype: np.dtype[np.generic]


def _is_float(name: str) -> bool:
    return "f16" in name or "f32" in name


def _kind(name: str) -> tuple[bool, bool]:
    form = _format(name)
    return _is_float(name), form is not None and form.is_rgb


@cache
def _format(name: str) -> av.VideoFormat | None:
    try:
        return av.VideoFormat(name, 64, 64)
    except ValueError:
        return None


def is_plain(name: str) -> bool:
    """Return whether frames keep this layout: each plane a little-endian array of whole samples.

    Planar YUV, grey and GBR, and packed RGB, RGBA, grey with alpha. Not plain: interleaved chroma
    (nv12, p010, yuyv422), other packed orders (bgra, argb), big-endian, palette and bit-packed ones.
    """
    form = _format(name)
    if form is None or form.is_big_endian or form.is_bit_stream or form.has_palette or form.is_bayer:
        return False
    if name in _PACKED or name in _PACKED_GREY:
        return True
    parts = form.components
    if not parts or "msb" in name or name.startswith("xyz"):
        return False
    return len({part.plane for part in parts}) == len(parts)


@cache
def layout_of(name: str) -> Layout:
    """Return the facts of a plain layout. Raises ValueError for any other name."""
    form = _format(name)
    if form is None or not is_plain(name):
        raise ValueError(f"{name!r} is not a plain pixel layout")
    parts = form.components
    bits = max(part.bits for part in parts)
    kind = "f" if _is_float(name) else "u"
    size = 1 if bits <= 8 else 2 if bits <= 16 else 4
    small = min(part.width for part in parts), min(part.height for part in parts)
    return Layout(
        name=name,
        plane_count=len({part.plane for part in parts}),
        bits=bits,
        is_rgb=form.is_rgb,
        is_float=kind == "f",
        has_alpha=any(part.is_alpha for part in parts),
        chroma=(64 // small[0], 64 // small[1]),
        dtype=np.dtype(f"<{kind}{size}"),
    )


def plane_shapes(name: str, width: int, height: int) -> tuple[tuple[int, ...], ...]:
    """Return the array shape of each plane of a plain layout at that size; odd sizes round up."""
    form = av.VideoFormat(name, width, height)
    parts = form.components
    if layout_of(name).plane_count == 1:
        return ((height, width) if len(parts) == 1 else (height, width, len(parts)),)
    return tuple((part.height, part.width) for part in sorted(parts, key=lambda part: part.plane))


def _best(name: str, among: Iterable[str]) -> str | None:
    same = sorted(each for each in among if _kind(each) == _kind(name))
    if name in same or not same:
        return name if name in same else None
    try:
        found, loss = find_best_pix_fmt_of_list(same, name, True)
    except ValueError as error:
        raise UnreadableMedia(f"Read pictures of the layout {name!r}", str(error)) from None
    return None if found is None or loss & _LOSSES else found.name


@cache
def plain_layout(name: str) -> str | None:
    """Return the plain layout that holds every sample of this one, itself where it is plain.

    None where there is none. gbrp10be becomes gbrp10le, bgra and pal8 rgba, nv12 yuv420p …
    """
    form = _format(name)
    if form is None or form.is_bayer or "msb" in name:
        return None
    if is_plain(name):
        return name
    if form.is_big_endian:
        twin = f"{name.removesuffix('be')}le"
        return twin if is_plain(twin) else plain_layout(twin) if _format(twin) else None
    if form.has_palette:
        return "rgba"
    small_rgb = form.is_rgb and not form.is_planar and max(part.bits for part in form.components) <= 8
    return _best(name, ("rgb24", "rgba") if small_rgb else (each for each in names if is_plain(each)))


@cache
def layouts_of_encoder(codec: str) -> tuple[str, ...]:
    """Return the layouts an FFmpeg encoder takes. Raises ValueError for an encoder that is not there."""
    return tuple(form.name for form in av.Codec(codec, "w").video_formats or ())


@cache
def encoder_layout(name: str, codec: str) -> str | None:
    """Return the layout in which an encoder holds every sample of a layout, None where it has none.

    FFV1 stores rgb24 and gbrp as bgr0; yuvj420p is yuv420p with the full range tagged.
    """
    held = layouts_of_encoder(codec)
    if name in held:
        return name
    return _best(name.replace("yuvj", "yuv"), held)


def ffv1_layout(name: str) -> str | None:
    """Return the layout in which FFV1 holds this one bit by bit, None for what it cannot hold.

    Float layouts count as not held: FFmpeg's float FFV1 is experimental.
    """
    return None if _is_float(name) else encoder_layout(name, "ffv1")

"""What a native layout's name says about its planes: channels, depth, subsampling."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from .errors import MediaError

Family = Literal["yuv", "rgb", "grey"]

_PLANAR = re.compile(r"(?P<family>yuv|gbr)(?P<mark>[aj]?)(?P<chroma>4\d\d)?p(?P<depth>\d+|f16|f32)?(?:le)?")
_GREY = re.compile(r"(?:gray(?P<depth>\d+|f16|f32)?|ya(?P<deep>8|16|f16|f32))(?:le)?")
_PACKED = re.compile(r"(?P<order>[rgbax0]{3,4})(?P<depth>24|48|64|f16|f32)?(?:le)?")
_CHROMA: Mapping[str, tuple[int, int]] = {
    "444": (0, 0),
    "440": (0, 1),
    "422": (1, 0),
    "420": (1, 1),
    "411": (2, 0),
    "410": (2, 2),
}


@dataclass(frozen=True, slots=True)
class PixelLayout:
    """A native layout taken apart.

    `order` names the channels in plane order, or along the last axis of a packed plane ("X" is
    padding). `bits` is the depth of a sample, 16 or 32 for half and float. `chroma_x` and `chroma_y`
    are how often chroma is halved across and down.
    """

    name: str
    family: Family
    order: tuple[str, ...]
    bits: int
    is_float: bool = False
    packed: bool = False
    chroma_x: int = 0
    chroma_y: int = 0

    @property
    def has_alpha(self) -> bool:
        """Whether a channel holds alpha."""
        return "A" in self.order

    @property
    def dtype(self) -> npt.DTypeLike:
        """The NumPy type of a sample."""
        if self.is_float:
            return np.float16 if self.bits == 16 else np.float32
        return np.uint8 if self.bits == 8 else np.uint16

    def plane(self, planes: tuple[npt.NDArray[Any], ...], channel: str) -> npt.NDArray[Any]:
        """Return the (rows, columns) samples of one channel, a view."""
        position = self.order.index(channel)
        if self.packed:
            return planes[0][..., position]
        return planes[position]


def _depth(text: str | None) -> tuple[int, bool]:
    if text is None:
        return 8, False
    return (int(text[1:]), True) if text[0] == "f" else (int(text), False)


def _planar(name: str, found: re.Match[str]) -> PixelLayout | None:
    family, mark, chroma = found["family"], found["mark"], found["chroma"]
    if (family == "yuv") != (chroma in _CHROMA) or (family == "gbr" and mark == "j"):
        return None
    bits, is_float = _depth(found["depth"])
    order = ("Y", "U", "V") if family == "yuv" else ("G", "B", "R")
    halvings = _CHROMA[chroma] if chroma else (0, 0)
    return PixelLayout(
        name=name,
        family="yuv" if family == "yuv" else "rgb",
        order=order + (("A",) if mark == "a" else ()),
        bits=bits,
        is_float=is_float,
        chroma_x=halvings[0],
        chroma_y=halvings[1],
    )


def _packed(name: str, found: re.Match[str]) -> PixelLayout | None:
    order = tuple(found["order"].upper().replace("0", "X"))
    depth = found["depth"]
    if sorted(set(order) - {"A", "X"}) != ["B", "G", "R"] or len(set(order)) != len(order):
        return None
    if depth is not None and depth[0] == "f":
        bits, is_float = _depth(depth)
        return PixelLayout(name, "rgb", order, bits, is_float=is_float, packed=True)
    bits = 8 if depth is None else int(depth) // len(order)
    if bits not in (8, 16) or (depth is None and len(order) == 3):
        return None
    return PixelLayout(name, "rgb", order, bits, packed=True)


@lru_cache(maxsize=256)
def pixel_layout(name: str) -> PixelLayout:
    """Return what FFmpeg's pixel format name, or one of ours (`rgbaf16`, `rgbf32`, `grayf32`), stands for.

    Known are planar and packed RGB, grey, and planar YUV, 8 to 16 bits, little-endian, half and
    float, each with or without alpha. Raises MediaError for any other: paletted, semi-planar,
    bit-packed and big-endian layouts are for the reader to unpack.

    >>> pixel_layout("yuva422p10le").order, pixel_layout("gbrp").family
    (('Y', 'U', 'V', 'A'), 'rgb')
    """
    made: PixelLayout | None = None
    if found := _PLANAR.fullmatch(name):
        made = _planar(name, found)
    elif found := _GREY.fullmatch(name):
        bits, is_float = _depth(found["depth"] or found["deep"])
        order = ("Y", "A") if found["deep"] else ("Y",)
        made = PixelLayout(name, "grey", order, bits, is_float=is_float, packed=bool(found["deep"]))
    elif found := _PACKED.fullmatch(name):
        made = _packed(name, found)
    if made is None or not (8 <= made.bits <= 16 or made.is_float):
        raise MediaError(
            f"Read pixels laid out as '{name}'",
            "this layout is not known",
            hint="Convert the media to a planar YUV, RGB or grey layout of 8 to 16 bits.",
        )
    return made

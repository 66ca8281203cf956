"""Samples of one display in another layout and size, without light being worked out: for proxies."""

from __future__ import annotations

from collections.abc import Mapping

from av.video.reformatter import Colorspace, Interpolation, VideoReformatter

from nodes.api.formats import ColourTags, Native

from .colour_tags import is_grey_layout
from .layouts import layout_of
from .movie_planes import frame_of, native_of

_SPACES: Mapping[str, Colorspace] = {
    "bt709": Colorspace.ITU709,
    "fcc": Colorspace.FCC,
    "bt470bg": Colorspace.ITU601,
    "smpte170m": Colorspace.ITU601,
    "smpte240m": Colorspace.SMPTE240M,
    "bt2020nc": Colorspace.BT2020,
    "rgb": Colorspace.ITU709,
}
_RANGES = {"limited": 1, "full": 2}
_FULL = _RANGES["full"]
_HOW = (
    Interpolation.BICUBIC
    | Interpolation.ACCURATE_RND
    | Interpolation.FULL_CHR_H_INT
    | Interpolation.FULL_CHR_H_INP
)


def rescaled(
    native: Native,
    tags: ColourTags,
    size: tuple[int, int],
    layout: str,
    wanted: ColourTags,
    to: tuple[int, int],
) -> Native | None:
    """Return integer samples of `size` (width, height) in another layout, matrix and range, at size `to`.

    By FFmpeg's scaler, in eight bits, on the signal: within a code value or so of the way through light, at
    a fifth of its price. None where that would be another picture: other primaries or transfer, float
    samples, alpha, grey, a matrix that FFmpeg does not know.
    """
    same_light = (tags.primaries, tags.transfer, tags.data) == (
        wanted.primaries,
        wanted.transfer,
        wanted.data,
    )
    if not same_light or tags.matrix not in _SPACES or wanted.matrix not in _SPACES:
        return None
    if any(_is_other(name) for name in (native.layout, layout)):
        return None
    # Between two matrices FFmpeg goes through RGB in any case, and less exactly than when it is told to.
    signal = VideoReformatter().reformat(
        frame_of(native, *size),
        *to,
        format="gbrp",
        src_colorspace=_SPACES[tags.matrix],
        src_color_range=_RANGES[tags.range],
        dst_color_range=_FULL,
        interpolation=_HOW,
        threads=1,
    )
    made = VideoReformatter().reformat(
        signal,
        *to,
        format=layout,
        dst_colorspace=_SPACES[wanted.matrix],
        src_color_range=_FULL,
        dst_color_range=_RANGES[wanted.range],
        interpolation=_HOW,
        threads=1,
    )
    return native_of(made, "a scaled picture")


def _is_other(layout: str) -> bool:
    facts = layout_of(layout)
    return facts.is_float or facts.has_alpha or is_grey_layout(layout)

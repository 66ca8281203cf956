"""In what form pictures go into files of their own: samples and colour by kind of file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nodes.api import ColourTags
from nodes.media.colour_tags import is_float_layout
from nodes.media.info import MediaInfo
from nodes.media.layouts import layout_of
from nodes.media.still_kinds import still_tags

from .asked import Asked

SCENE = ColourTags(matrix="rgb", range="full", primaries="bt709", transfer="linear")
STILL = ColourTags(matrix="rgb", range="full", primaries="bt709", transfer="iec61966-2-1")

_GREY = {
    8: ("gray", "ya8"),
    16: ("gray16le", "ya16le"),
    "half": ("grayf16le", "yaf16le"),
    "float": ("grayf32le", "yaf32le"),
}
_RGB = {
    8: ("rgb24", "rgba"),
    16: ("rgb48le", "rgba64le"),
    "half": ("rgbf16le", "rgbaf16le"),
    "float": ("rgbf32le", "rgbaf32le"),
}


def picture_form(
    codec: str, media: Sequence[MediaInfo], asked: Asked, *, is_matte: bool = False
) -> tuple[str, ColourTags]:
    """Return the layout and the colour in which pictures are stored as a kind of file.

    PNG and TIFF have 8 bits, or 16 where media have more, in sRGB; TIFF is linear float where media are
    float; EXR is half float, scene-linear; DPX has ten bits, in the first of the media's transfer where it
    can say that. `asked` may say otherwise. A matte is grey, in files that can be, and no colour.
    """
    floats = [info for info in media if is_float_layout(info.layout)]
    deep = bool(floats) or any(layout_of(info.layout).bits > 8 for info in media)
    alpha = any(info.has_alpha for info in media) and not is_matte if asked.alpha is None else asked.alpha
    sample = _sample(codec, deep, bool(floats) and not is_matte, asked)
    layouts = _GREY if is_matte and codec != "dpx" else _RGB
    layout = layouts[sample][int(alpha and codec != "jpeg")]
    if codec == "exr":
        return layout, floats[0].colour if floats and not is_matte else SCENE
    if codec == "dpx":
        return layout, still_tags("dpx", layout, media[0].colour) if media else STILL
    return layout, SCENE if is_float_layout(layout) else STILL


def _sample(codec: str, deep: bool, floats: bool, asked: Asked) -> int | str:
    """Return bits of whole numbers, or which float."""
    if codec == "exr":
        return "float" if asked.bits == 32 else "half"
    if codec == "tiff" and (asked.bits == 32 or (floats and asked.bits is None)):
        return "float"
    if codec == "jpeg":
        return 8
    return 16 if (deep if asked.bits is None else asked.bits > 8) else 8


def as_data(layout: str, colour: ColourTags) -> tuple[str, ColourTags]:
    """Return a form that stores numbers as they are, of any layout."""
    return layout, replace(colour, data=True, guessed=())

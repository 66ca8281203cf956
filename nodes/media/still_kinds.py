"""The kinds of picture files that are written: their endings, what samples and which colours they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from nodes.api.errors import BadInput
from nodes.api.formats import ColourTags
from nodes.api.frames import Frame

from .pixel_layout import pixel_layout

StillKind = Literal["png", "jpeg", "exr", "tiff", "dpx"]

_EIGHT = ("gray", "ya8", "rgb24", "rgba")
_SIXTEEN = ("gray16le", "ya16le", "rgb48le", "rgba64le")
_HALF = ("grayf16le", "yaf16le", "rgbf16le", "rgbaf16le")
_FLOAT = ("grayf32le", "yaf32le", "rgbf32le", "rgbaf32le")
_LINEAR = ColourTags(matrix="rgb", range="full", primaries="bt709", transfer="linear")
_SRGB = ColourTags(matrix="rgb", range="full", primaries="bt709", transfer="iec61966-2-1")


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind's name at OpenImageIO, its endings, its layouts, and the bytes it ends with."""

    writer: str
    endings: tuple[str, ...]
    layouts: tuple[str, ...]
    end: bytes = b""


_KINDS: Mapping[StillKind, _Kind] = {
    "png": _Kind("png", (".png",), _EIGHT + _SIXTEEN, b"IEND\xaeB`\x82"),
    "jpeg": _Kind("jpeg", (".jpg", ".jpeg"), ("gray", "rgb24"), b"\xff\xd9"),
    "exr": _Kind("openexr", (".exr",), _HALF + _FLOAT),
    "tiff": _Kind("tiff", (".tif", ".tiff"), _EIGHT + _SIXTEEN + _FLOAT),
    "dpx": _Kind("dpx", (".dpx",), ("rgb24", "rgba", "rgb48le", "rgba64le")),
}
DPX_TRANSFERS = {"cineon": "Printing density", "linear": "Linear", "bt709": "ITU-R 709-4"}
"""What a DPX file calls the transfers it can say; sRGB is what is meant where it says nothing."""


def still_kind(path: str) -> StillKind:
    """Return the kind of picture file that a name asks for. Raises BadInput for any that is not written."""
    ending = Path(path).suffix.lower()
    for name, kind in _KINDS.items():
        if ending in kind.endings:
            return name
    raise BadInput(
        f"Write a picture to {path!r}",
        "its kind is not known",
        hint="End the name in .png, .jpg, .tif, .dpx or .exr.",
    )


def writer_of(kind: StillKind) -> str:
    """Return OpenImageIO's name of a kind."""
    return _KINDS[kind].writer


def is_whole(kind: StillKind, encoded: bytes) -> bool:
    """Return whether bytes end as a file of the kind does."""
    return encoded.endswith(_KINDS[kind].end)


def holds(kind: StillKind, layout: str) -> bool:
    """Return whether a kind holds a layout."""
    return layout in _KINDS[kind].layouts


def still_layout(kind: StillKind, frame: Frame) -> str:
    """Return the layout of `kind` that keeps most of a frame.

    EXR is half, or float where the native planes are; TIFF float where they are half or float; PNG and
    TIFF have 16 bits where the native planes have more than 8, else 8; DPX has 10 bits in 16, or 8, and
    no grey; JPEG has 8 and no alpha.
    """
    native = None if frame.native is None else pixel_layout(frame.native.layout)
    grey = native is not None and native.family == "grey" and kind != "dpx"
    cover = (native.has_alpha if native else "A" in frame.channels) and kind != "jpeg"
    place = (2 if not grey else 0) + (1 if cover else 0)
    if kind == "exr":
        return (_FLOAT if native and native.is_float and native.bits == 32 else _HALF)[place]
    if kind == "tiff" and native is not None and native.is_float:
        return _FLOAT[place]
    deep = native is not None and native.bits > 8
    return (_SIXTEEN if deep and kind != "jpeg" else _EIGHT)[place]


def still_tags(kind: StillKind, layout: str, own: ColourTags) -> ColourTags:
    """Return the tags of a picture of a kind: its own where the file can say them, else a usual one.

    That is linear Rec.709 for half and float samples, sRGB for others.
    """
    own = replace(own, matrix="rgb", range="full", guessed=())
    linear, is_float = own.transfer == "linear", pixel_layout(layout).is_float
    sayable = {
        "exr": linear,
        "png": not linear,
        "dpx": own.primaries == "bt709" and own.transfer in (*DPX_TRANSFERS, _SRGB.transfer),
        "tiff": own == (_LINEAR if is_float else _SRGB),
        "jpeg": False,
    }
    if own.data or sayable[kind]:
        return own
    return _LINEAR if is_float else _SRGB

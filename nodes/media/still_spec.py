"""Headers of picture files to be written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy.typing as npt
import OpenImageIO as oiio

from nodes.api.formats import ColourTags

from .colour_primaries import chromaticities_of
from .colour_tags import UNSPECIFIED, code_of
from .still_kinds import DPX_TRANSFERS, StillKind
from .still_picture import Picture
from .still_said import DATA, DATA_TEXT, say
from .still_timecode import word_of_text

_CHANNELS = {1: ("Y",), 2: ("Y", "A"), 3: ("R", "G", "B"), 4: ("R", "G", "B", "A")}
_INTEROP = {"iec61966-2-1": "srgb_rec709_scene", "gamma22": "g22_rec709_scene", "linear": "lin_rec709_scene"}


def spec_of(
    kind: StillKind, picture: Picture, rows: npt.NDArray[Any], layers: Sequence[str]
) -> oiio.ImageSpec:
    """Return the header of a picture whose samples are `rows`, and whose `layers` lie behind its channels."""
    height, width, count = rows.shape
    sample = {"float16": "half", "float32": "float"}.get(str(rows.dtype), str(rows.dtype))
    spec = oiio.ImageSpec(width, height, count + len(layers), sample)
    if layers:
        spec.channelformats = tuple(
            oiio.TypeDesc(each) for each in [sample] * count + ["float"] * len(layers)
        )
    spec.channelnames = (*_CHANNELS[count], *layers)
    spec.alpha_channel = count - 1 if count in (2, 4) else -1
    if picture.said is not None:
        say(_OIIO[kind], spec, picture.said)
    _SAY[kind](spec, picture)
    if picture.pixel_aspect != 1:
        spec.attribute("PixelAspectRatio", float(picture.pixel_aspect))
    return spec


def _exr(spec: oiio.ImageSpec, picture: Picture) -> None:
    data, display = picture.data_window, picture.display_window
    spec.x, spec.y = data.x0, data.y0
    spec.full_x, spec.full_y = display.x0, display.y0
    spec.full_width, spec.full_height = display.width, display.height
    spec.attribute("compression", "zip")
    # Empty leaves the hour of writing out: the same picture makes the same file.
    spec.attribute("DateTime", "")
    if not picture.colour.data:
        chromaticities = chromaticities_of(picture.colour.primaries)
        spec.attribute("chromaticities", "float[8]", chromaticities)
    else:
        spec.attribute("colorInteropID", DATA)
    _timecode(spec, picture)
    if picture.reel is not None:
        spec.attribute("reelName", picture.reel)
    if picture.rate is not None:
        spec.attribute("framesPerSecond", oiio.TypeRational, (picture.rate.num, picture.rate.den))


def _timecode(spec: oiio.ImageSpec, picture: Picture) -> None:
    word = None if picture.timecode is None else word_of_text(picture.timecode)
    if word is not None:
        # A word above 2**31 does not fit the signed integer that the attribute is made of.
        spec.attribute("smpte:TimeCode", oiio.TypeTimeCode, (word - (1 << 32) if word >> 31 else word, 0))


def _png(spec: oiio.ImageSpec, picture: Picture) -> None:
    colour = picture.colour
    spec.attribute("oiio:UnassociatedAlpha", 1)
    if colour.data:
        spec.attribute("colorInteropID", DATA)
        return
    if colour.transfer in _INTEROP and colour.primaries == "bt709":
        spec.attribute("oiio:ColorSpace", _INTEROP[colour.transfer])
    codes = code_of("primaries", colour.primaries), code_of("transfer", colour.transfer)
    if UNSPECIFIED not in codes:
        spec.attribute("CICP", "int[4]", (*codes, 0, 1))


def _jpeg(spec: oiio.ImageSpec, picture: Picture) -> None:
    spec.attribute("Compression", "jpeg:95")
    spec.attribute("jpeg:subsampling", "4:4:4")


def _tiff(spec: oiio.ImageSpec, picture: Picture) -> None:
    spec.attribute("compression", "zip")
    spec.attribute("DateTime", "")
    if str(spec.format) != "float":
        spec.attribute("oiio:UnassociatedAlpha", 1)
    if picture.colour.data:
        spec.attribute("ImageDescription", DATA_TEXT)


def _dpx(spec: oiio.ImageSpec, picture: Picture) -> None:
    """Say ten bits, one pixel of three in a word of 32 (SMPTE ST 268, filled, method A), or eight."""
    if str(spec.format) == "uint16":
        spec.attribute("oiio:BitsPerSample", 10)
        spec.attribute("dpx:Packing", "Filled, method A")
    transfer = DPX_TRANSFERS.get(_transfer(picture.colour))
    if transfer is not None:
        spec.attribute("dpx:Transfer", transfer)
        spec.attribute("dpx:Colorimetric", transfer)
    if picture.colour.data:
        spec.attribute("ImageDescription", DATA_TEXT)
    if picture.timecode is not None:
        spec.attribute("dpx:TimeCode", picture.timecode)
    if picture.reel is not None:
        spec.attribute("dpx:InputDevice", picture.reel[:32])
    if picture.rate is not None:
        spec.attribute("dpx:FrameRate", float(picture.rate))
        spec.attribute("dpx:TemporalFrameRate", float(picture.rate))


def _transfer(colour: ColourTags) -> str:
    return "" if colour.data else colour.transfer


_OIIO = {"png": "png", "jpeg": "jpeg", "exr": "openexr", "tiff": "tiff", "dpx": "dpx"}
_SAY = {"png": _png, "jpeg": _jpeg, "exr": _exr, "tiff": _tiff, "dpx": _dpx}

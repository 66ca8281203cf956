"""What the header of a picture file says, as OpenImageIO reads it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import OpenImageIO as oiio

from nodes.api.formats import Box, ColourTags
from nodes.api.times import Rate

from .colour_primaries import primaries_name
from .colour_tags import guess_tags, tags_of_codes
from .errors import UnreadableMedia
from .still_parts import Place, choose
from .still_said import DATA, DATA_TEXT, said_by
from .still_text import text_in, value_in
from .still_timecode import text_of_words

MAX_SIDE = 1 << 16
MAX_PIXELS = 1 << 27
"""The largest picture that is read: 65,536 a side and 134 million pixels in all."""

MAX_DEEP = 1 << 24
"""The largest deep picture, in pixels: how many samples each has is not known before they are read."""

_FORMATS = frozenset(
    {"openexr", "png", "jpeg", "tiff", "dpx", "hdr", "webp", "jpeg2000", "jpegxl", "bmp", "targa", "cineon"}
    | {"sgi", "pnm", "iff", "psd"}
)
_CODECS = {"openexr": "exr"}

_LAYOUTS: Mapping[tuple[str, int], str] = {
    ("uint8", 1): "gray",
    ("uint8", 2): "ya8",
    ("uint8", 3): "rgb24",
    ("uint8", 4): "rgba",
    ("uint16", 1): "gray16le",
    ("uint16", 2): "ya16le",
    ("uint16", 3): "rgb48le",
    ("uint16", 4): "rgba64le",
    ("half", 1): "grayf16le",
    ("half", 2): "yaf16le",
    ("half", 3): "rgbf16le",
    ("half", 4): "rgbaf16le",
    ("float", 1): "grayf32le",
    ("float", 2): "yaf32le",
    ("float", 3): "rgbf32le",
    ("float", 4): "rgbaf32le",
}
_REELS = (
    "reelName",
    "reel_name",
    "tape",
    "interim.clip.reel_name",
    "com.arri.camera.ReelName",
    "dpx:InputDevice",
)
_WIDEST = ("uint8", "uint16", "half", "float")

_SRGB = "iec61966-2-1"
_SPACES: Mapping[str, tuple[str, str]] = {
    "lin_rec709_scene": ("bt709", "linear"),
    "lin_rec2020_scene": ("bt2020", "linear"),
    "lin_p3d65_scene": ("smpte432", "linear"),
    "lin_ap0_scene": ("ap0", "linear"),
    "lin_ap1_scene": ("ap1", "linear"),
    "g22_rec709_scene": ("bt709", "gamma22"),
    "g24_rec709_scene": ("bt709", "bt709"),
    "srgb_p3d65_scene": ("smpte432", _SRGB),
    "srgb_ap1_scene": ("ap1", _SRGB),
    "pq_rec2020_display": ("bt2020", "smpte2084"),
    "hlg_rec2020_display": ("bt2020", "arib-std-b67"),
}
_DPX = {
    "Printing density": "cineon",
    "Logarithmic": "cineon",
    "Linear": "linear",
    "ITU-R 709-4": "bt709",
    "ITU-R 601-5 system B or G": "bt470bg",
    "ITU-R 601-5 system M": "smpte170m",
}
"""Transfer by the words that OpenImageIO has for SMPTE ST 268's codes."""

"""Primaries and transfer by the names of the Color Interop Forum that OpenImageIO reports."""


@dataclass(frozen=True, slots=True)
class Header:
    """The facts of one picture file.

    `channels` are the positions, in the file, of the channels that the layout holds, `sample` their
    common type, and `part` is where. `layers` are all further channels. `orientation` is Exif's, 1 for
    upright. `straight` says whether colour is not multiplied by alpha in the file, `deep` whether it
    holds samples in depth. `said` is what else the header says (see `still_said`).
    """

    path: str
    codec: str
    layout: str
    channels: tuple[int, ...]
    sample: str
    data: Box
    display: Box
    pixel_aspect: Fraction
    colour: ColourTags
    timecode: str | None
    rate: Rate | None
    orientation: int
    straight: bool
    part: int = 0
    deep: bool = False
    layers: Mapping[str, Place] = field(default_factory=dict)
    reel: str | None = None
    said: str | None = None


def header_of(path: str, format_name: str, specs: Sequence[oiio.ImageSpec], layer: str = "") -> Header:
    """Return the facts that OpenImageIO found in a file's parts; `layer` is which picture is meant.

    Raises UnreadableMedia for volumes, more pixels than `MAX_SIDE` and `MAX_PIXELS` allow (deep ones
    `MAX_DEEP`), channels that are no picture, and kinds of files that are not for pictures.
    """
    attempted = f"Read the picture {path!r}"
    if format_name not in _FORMATS:
        raise UnreadableMedia(
            attempted, f"{format_name} files are not read", hint="Convert it to EXR or PNG."
        )
    for part in specs:
        _check_size(attempted, part)
    chosen = choose(attempted, specs, layer)
    spec, channels = specs[chosen.part], chosen.channels
    sample = "float" if spec.deep else _common_sample(attempted, spec, channels)
    layout = _LAYOUTS[sample, len(channels)]
    orientation = spec.get_int_attribute("Orientation", 1)
    data, display = _windows(spec)
    return Header(
        path=path,
        codec=_CODECS.get(format_name, format_name),
        layout=layout,
        channels=channels,
        sample=sample,
        data=data,
        display=display,
        pixel_aspect=_pixel_aspect(spec),
        colour=_colour(spec, layout, display),
        timecode=_timecode(spec),
        rate=_rate(spec),
        orientation=orientation if format_name != "openexr" and 1 <= orientation <= 8 else 1,
        straight=bool(spec.get_int_attribute("oiio:UnassociatedAlpha", 0)),
        part=chosen.part,
        deep=spec.deep,
        layers={name: at for name, at in chosen.layers.items() if not specs[at.part].deep},
        reel=_reel(spec),
        said=said_by(format_name, spec),
    )


def _check_size(attempted: str, spec: oiio.ImageSpec) -> None:
    sides = (spec.width, spec.height, spec.full_width, spec.full_height)
    hint = "Check the file, or scale the picture down."
    if min(spec.width, spec.height) < 1 or spec.depth > 1:
        raise UnreadableMedia(attempted, f"it says to be {spec.width}x{spec.height}x{spec.depth}", hint=hint)
    if spec.deep and sides[0] * sides[1] > MAX_DEEP:
        why = f"it says to be {sides[0]}x{sides[1]} of deep samples; {MAX_DEEP} pixels are the most"
        raise UnreadableMedia(attempted, why, hint="Flatten it to ordinary pixels.")
    if max(sides) > MAX_SIDE or sides[0] * sides[1] > MAX_PIXELS or sides[2] * sides[3] > MAX_PIXELS:
        size = f"{max(sides[0], sides[2])}x{max(sides[1], sides[3])}"
        why = f"it says to be {size}; {MAX_SIDE} a side and {MAX_PIXELS} pixels are the most that is read"
        raise UnreadableMedia(attempted, why, hint=hint)


def _common_sample(attempted: str, spec: oiio.ImageSpec, channels: Sequence[int]) -> str:
    found = {str(spec.channelformats[each] if spec.channelformats else spec.format) for each in channels}
    if "double" in found:
        found = (found - {"double"}) | {"float"}
    if not found <= set(_WIDEST):
        kinds = ", ".join(sorted(found))
        raise UnreadableMedia(attempted, f"its samples are {kinds}", hint="Use 8, 16 bit, half or float.")
    return max(found, key=_WIDEST.index)


def _windows(spec: oiio.ImageSpec) -> tuple[Box, Box]:
    data = Box(spec.x, spec.y, spec.x + spec.width, spec.y + spec.height)
    if spec.full_width < 1 or spec.full_height < 1:
        return data, data
    return data, Box(spec.full_x, spec.full_y, spec.full_x + spec.full_width, spec.full_y + spec.full_height)


def _pixel_aspect(spec: oiio.ImageSpec) -> Fraction:
    value = spec.get_float_attribute("PixelAspectRatio", 1.0)
    if not math.isfinite(value) or not 1 / 16 <= value <= 16:
        return Fraction(1)
    return Fraction(value).limit_denominator(1000)


def _colour(spec: oiio.ImageSpec, layout: str, display: Box) -> ColourTags:
    said: dict[str, str] = {}
    space = text_in(spec, "oiio:ColorSpace") or text_in(spec, "colorInteropID")
    if space in _SPACES:
        said["primaries"], said["transfer"] = _SPACES[space]
    profile = text_in(spec, "ICCProfile:profile_description")
    if "sRGB" in profile or "Display P3" in profile:
        said["primaries"] = "bt709" if "sRGB" in profile else "smpte432"
        said["transfer"] = _SRGB
    transfer = text_in(spec, "dpx:Transfer")
    if transfer in _DPX:
        said["transfer"] = _DPX[transfer]
    chromaticities = value_in(spec, "chromaticities")
    if isinstance(chromaticities, tuple) and len(chromaticities) == 8:
        said["primaries"] = primaries_name(chromaticities)
    elif spec.get_int_attribute("acesImageContainerFlag", 0):
        said["primaries"] = "ap0"
    codes = value_in(spec, "CICP")
    if isinstance(codes, tuple) and len(codes) == 4:
        said |= tags_of_codes(
            matrix=codes[2], range_code=2 if codes[3] else 1, primaries=codes[0], transfer=codes[1]
        )
    tags = guess_tags(display.width, display.height, layout, said, "still")
    return replace(tags, data=True, guessed=()) if _is_data(spec) else tags


def _is_data(spec: oiio.ImageSpec) -> bool:
    """Return whether the samples are marked as no colour: by its name at the Color Interop Forum."""
    return text_in(spec, "colorInteropID") == DATA or text_in(spec, "ImageDescription") == DATA_TEXT


def _timecode(spec: oiio.ImageSpec) -> str | None:
    words = value_in(spec, "smpte:TimeCode")
    if isinstance(words, tuple) and len(words) == 2:
        return text_of_words(words[0])
    if isinstance(words, str):
        return words
    of_dpx: str = text_in(spec, "dpx:TimeCode")
    return of_dpx or None


def _reel(spec: oiio.ImageSpec) -> str | None:
    for name in _REELS:
        said: str = text_in(spec, name)
        if said:
            return said
    return None


def _rate(spec: oiio.ImageSpec) -> Rate | None:
    found = value_in(spec, "framesPerSecond")
    if isinstance(found, tuple) and len(found) == 2 and found[0] > 0 and found[1] > 0:
        return Rate.of(Fraction(found[0], found[1]))
    for name in ("dpx:FrameRate", "dpx:TemporalFrameRate"):
        value = spec.get_float_attribute(name, 0.0)
        if math.isfinite(value) and 1 <= value <= 1000:
            return Rate.of(round(value, 3))
    return None

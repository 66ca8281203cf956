"""What a picture's header says beside what is understood: carried along, and written back."""

from __future__ import annotations

import json
import math
from typing import Any

import OpenImageIO as oiio

from nodes.api.headers import KEY, attributes_in

DATA = "data"
DATA_TEXT = "colorInteropID=data"
"""How a file says that its samples are no colour, as an attribute or, where there are none, in words."""

_MOST_EACH = 1 << 20
_MOST = 1 << 22
_COMMON = frozenset({"Artist", "Copyright", "ImageDescription", "Make", "Model", "DocumentName"})
_STRUCTURE = frozenset(
    {"compression", "name", "view", "multiView", "version", "chunkCount", "DateTime", "ICCProfile", "CICP"}
    | {"Orientation", "PixelAspectRatio", "smpte:TimeCode", "framesPerSecond", "chromaticities"}
    | {"acesImageContainerFlag", "colorInteropID", "ResolutionUnit", "XResolution", "YResolution"}
    | {"reelName", "Exif:PixelXDimension", "Exif:PixelYDimension", "thumbnail_image"}
)
_OWN = ("oiio:", "openexr:", "ICCProfile:", "thumbnail_", "tiff:", "jpeg:", "dpx:")
_DPX = ("dpx:CreationDate", "dpx:InputDevice", "dpx:Slate", "dpx:FrameId", "dpx:Format", "dpx:Project")


def said_by(kind: str, spec: oiio.ImageSpec) -> str | None:
    """Return the attributes that stand for themselves as JSON text, None where there are none.

    Left out is what says how the file is built, what `Header` holds, and more than a megabyte at a time.
    """
    found: dict[str, list[Any]] = {}
    left = _MOST
    for each in spec.extra_attribs:
        try:
            name, value = each.name, each.value
        except UnicodeDecodeError:
            continue
        if not _stands_for_itself(name) or not _is_plain(value) or value == DATA_TEXT:
            continue
        size = len(value) if isinstance(value, str) else 16
        if size <= min(left, _MOST_EACH):
            left -= size
            found[name] = [str(each.type), value]
    return json.dumps({"kind": kind, "said": found}) if found else None


def say(kind: str, spec: oiio.ImageSpec, text: str) -> None:
    """Give a header what `said_by` found: all of it to the same kind of file, else who made it.

    Text that is no such JSON, as another program may have kept it, is left out.
    """
    said = attributes_in({KEY: text})
    alike = bool(said) and json.loads(text).get("kind") == kind
    for name, (type, value) in said.items():
        mattes = kind == "openexr" and name.startswith("cryptomatte/")
        if (alike and _stands_for_itself(name)) or mattes or name in _COMMON:
            plain = tuple(value) if isinstance(value, list) else value
            if _is_plain(plain):
                spec.attribute(name, type, plain)


def _stands_for_itself(name: str) -> bool:
    return name not in _STRUCTURE and (name.startswith(_DPX) or not name.startswith(_OWN))


def _is_plain(value: object) -> bool:
    if isinstance(value, tuple):
        return len(value) <= 64 and all(isinstance(each, int | float) and _is_plain(each) for each in value)
    return isinstance(value, str | int) or (isinstance(value, float) and math.isfinite(value))

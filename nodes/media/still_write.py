"""Writing one picture file: PNG, JPEG, EXR."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import OpenImageIO as oiio

from nodes.api.crop import cropped
from nodes.api.errors import BadInput
from nodes.api.formats import Box, ColourTags, Native
from nodes.api.frames import Frame
from nodes.api.times import Rate

from .colour import from_working
from .colour_primaries import chromaticities_of
from .colour_tags import UNSPECIFIED, code_of
from .errors import DiskFull, MediaNotWritten
from .pixel_layout import pixel_layout
from .still_timecode import word_of_text
from .working import WorkingSpace

AnyArray = npt.NDArray[Any]
StillKind = Literal["png", "jpeg", "exr"]

_LAYOUTS: Mapping[StillKind, tuple[str, ...]] = {
    "png": ("gray", "ya8", "rgb24", "rgba", "gray16le", "ya16le", "rgb48le", "rgba64le"),
    "jpeg": ("gray", "rgb24"),
    "exr": tuple(name + bits for bits in ("f16le", "f32le") for name in ("gray", "ya", "rgb", "rgba")),
}
_KINDS: Mapping[str, StillKind] = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".exr": "exr"}
_ENDS: Mapping[StillKind, bytes] = {"png": b"IEND\xaeB`\x82", "jpeg": b"\xff\xd9", "exr": b""}
_WRITERS: Mapping[StillKind, str] = {"png": "png", "jpeg": "jpeg", "exr": "openexr"}
_CHANNELS = {1: ("Y",), 2: ("Y", "A"), 3: ("R", "G", "B"), 4: ("R", "G", "B", "A")}
_LINEAR = ColourTags(matrix="rgb", range="full", primaries="bt709", transfer="linear")
_SRGB = ColourTags(matrix="rgb", range="full", primaries="bt709", transfer="iec61966-2-1")
_INTEROP = {"iec61966-2-1": "srgb_rec709_scene", "gamma22": "g22_rec709_scene", "linear": "lin_rec709_scene"}


@dataclass(frozen=True, slots=True)
class Picture:
    """What goes into a picture file: planes of one of the kind's layouts, and what is said of them."""

    native: Native
    colour: ColourTags
    data_window: Box
    display_window: Box
    pixel_aspect: Fraction = Fraction(1)
    timecode: str | None = None
    rate: Rate | None = None


def still_kind(path: str) -> StillKind:
    """Return the kind of picture file that a name asks for. Raises BadInput for any but PNG, JPEG, EXR."""
    kind = _KINDS.get(Path(path).suffix.lower())
    if kind is None:
        raise BadInput(
            f"Write a picture to {path!r}",
            "its kind is not known",
            hint="End the name in .png, .jpg or .exr.",
        )
    return kind


def still_layout(kind: StillKind, frame: Frame) -> str:
    """Return the layout of `kind` that keeps most of a frame.

    EXR is half, or float where the native planes are; PNG has 16 bits where the native planes have
    more than 8, else 8; JPEG has 8 and no alpha.
    """
    native = None if frame.native is None else pixel_layout(frame.native.layout)
    grey = native is not None and native.family == "grey"
    cover = (native.has_alpha if native else "A" in frame.channels) and kind != "jpeg"
    name = ("ya" if grey else "rgba") if cover else ("gray" if grey else "rgb")
    if kind == "exr":
        return name + ("f32le" if native and native.is_float and native.bits == 32 else "f16le")
    if kind == "png" and native is not None and native.bits > 8:
        return name + {"rgb": "48le", "rgba": "64le"}.get(name, "16le")
    return {"rgb": "rgb24", "ya": "ya8"}.get(name, name)


def picture_of(
    frame: Frame,
    kind: StillKind,
    space: WorkingSpace,
    *,
    layout: str | None = None,
    colour: ColourTags | None = None,
    timecode: str | None = None,
    rate: Rate | None = None,
) -> Picture:
    """Return what to write for a frame: its native planes as they are if the file can hold them.

    Otherwise working pixels are converted: to the frame's own tags if the file can carry them, else
    to sRGB, or linear Rec.709 for EXR. `layout` and `colour` override. Without an offset window in the
    file (PNG, JPEG) the picture covers its display window. Raises MediaError as `from_working` does.
    """
    target = layout or still_layout(kind, frame)
    if target not in _LAYOUTS[kind]:
        raise BadInput(f"Write a picture as {kind}", f"it cannot hold the layout {target}")
    tags = colour or _tags_for(kind, frame)
    box = frame.data_window if kind == "exr" else frame.display_window
    native = frame.native
    kept = native is not None and box == frame.data_window and _same_colour(tags, frame.colour)
    if native is not None and kept and _holds(target, native.layout):
        native = _packed(native, target)
    else:
        native = _converted(frame, box, target, tags, space)
    return Picture(native, tags, box, frame.display_window, frame.pixel_aspect, timecode=timecode, rate=rate)


def _tags_for(kind: StillKind, frame: Frame) -> ColourTags:
    own = replace(frame.colour, matrix="rgb", range="full", guessed=())
    linear = own.transfer == "linear"
    if own.data or (kind == "exr" and linear) or (kind == "png" and not linear):
        return own
    return _LINEAR if kind == "exr" else _SRGB


def _same_colour(tags: ColourTags, own: ColourTags) -> bool:
    return (tags.primaries, tags.transfer, tags.range, tags.data) == (
        own.primaries,
        own.transfer,
        own.range,
        own.data,
    )


def _holds(target: str, source: str) -> bool:
    """Whether the packed target has room for every sample of the source, and nothing but them."""
    to, own = pixel_layout(target), pixel_layout(source)
    same = (to.family, to.bits, to.is_float) == (own.family, own.bits, own.is_float)
    return same and set(to.order) == set(own.order)


def _packed(native: Native, target: str) -> Native:
    if native.layout == target:
        return native
    to, own = pixel_layout(target), pixel_layout(native.layout)
    planes = [own.plane(native.planes, channel) for channel in to.order]
    return Native(target, (np.stack(planes, axis=-1) if to.packed else planes[0],))


def _converted(frame: Frame, box: Box, target: str, tags: ColourTags, space: WorkingSpace) -> Native:
    rgb, alpha = frame.rgb, frame.alpha
    if box != frame.data_window:
        rgb = cropped(rgb, frame.data_window, box)
        alpha = None if alpha is None else cropped(alpha, frame.data_window, box)
    return from_working(space, target, tags)(rgb, alpha)


def write_picture(path: str, picture: Picture) -> None:
    """Write a picture file: complete and on the disk under its name, or not at all.

    EXR is ZIP-compressed, with primaries, windows, pixel aspect, timecode and rate in its header;
    PNG carries its tags as CICP and straight alpha; JPEG has quality 95 and whole chroma. Raises
    DiskFull where there is no room, MediaNotWritten, naming path and reason, for anything else.
    """
    _save(path, _encoded(path, still_kind(path), picture))


def _encoded(path: str, kind: StillKind, picture: Picture) -> bytes:
    """Return a file's bytes, made in memory: OpenImageIO does not say why a disk took nothing."""
    pixels = picture.native.planes[0]
    rows = pixels if pixels.ndim == 3 else pixels[..., None]
    output = oiio.ImageOutput.create(_WRITERS[kind])
    if output is None:
        raise MediaNotWritten(
            f"Write the picture {path!r}", f"OpenImageIO is built without {kind}: {oiio.geterror()}"
        )
    with os.fdopen(os.memfd_create("picture", os.MFD_CLOEXEC), "rb") as file:
        done = output.open(f"/proc/self/fd/{file.fileno()}", _spec(kind, picture, rows))
        done = done and output.write_image(rows)
        if not (output.close() and done):
            why = output.geterror() or "it cannot be encoded"
            raise MediaNotWritten(f"Write the picture {path!r}", why)
        file.seek(0)
        encoded = file.read()
    if not encoded.endswith(_ENDS[kind]):
        raise MediaNotWritten(f"Write the picture {path!r}", "its encoding broke off")
    return encoded


def _spec(kind: StillKind, picture: Picture, rows: AnyArray) -> oiio.ImageSpec:
    height, width, count = rows.shape
    spec = oiio.ImageSpec(
        width, height, count, {"float16": "half", "float32": "float"}.get(str(rows.dtype), str(rows.dtype))
    )
    spec.channelnames = _CHANNELS[count]
    data, display = picture.data_window, picture.display_window
    if kind == "exr":
        spec.x, spec.y = data.x0, data.y0
        spec.full_x, spec.full_y = display.x0, display.y0
        spec.full_width, spec.full_height = display.width, display.height
        _say_in_exr(spec, picture)
    elif kind == "png":
        _say_in_png(spec, picture.colour)
    else:
        spec.attribute("Compression", "jpeg:95")
        spec.attribute("jpeg:subsampling", "4:4:4")
    if picture.pixel_aspect != 1:
        spec.attribute("PixelAspectRatio", float(picture.pixel_aspect))
    return spec


def _say_in_exr(spec: oiio.ImageSpec, picture: Picture) -> None:
    spec.attribute("compression", "zip")
    # Empty leaves the hour of writing out: the same picture makes the same file.
    spec.attribute("DateTime", "")
    if not picture.colour.data:
        chromaticities = chromaticities_of(picture.colour.primaries)
        spec.attribute("chromaticities", "float[8]", chromaticities)
    word = None if picture.timecode is None else word_of_text(picture.timecode)
    if word is not None:
        # A word above 2**31 does not fit the signed integer that the attribute is made of.
        spec.attribute("smpte:TimeCode", oiio.TypeTimeCode, (word - (1 << 32) if word >> 31 else word, 0))
    if picture.rate is not None:
        spec.attribute("framesPerSecond", oiio.TypeRational, (picture.rate.num, picture.rate.den))


def _say_in_png(spec: oiio.ImageSpec, colour: ColourTags) -> None:
    spec.attribute("oiio:UnassociatedAlpha", 1)
    if colour.data:
        return
    if colour.transfer in _INTEROP and colour.primaries == "bt709":
        spec.attribute("oiio:ColorSpace", _INTEROP[colour.transfer])
    codes = code_of("primaries", colour.primaries), code_of("transfer", colour.transfer)
    if UNSPECIFIED not in codes:
        spec.attribute("CICP", "int[4]", (*codes, 0, 1))


def _save(path: str, encoded: bytes) -> None:
    aside = f"{path}.{os.getpid()}.partial"
    try:
        with open(aside, "wb") as file:
            file.write(encoded)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except OSError as error:
        if os.path.lexists(aside):
            os.unlink(aside)
        attempted = f"Write the picture {path!r}"
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise DiskFull(attempted, "the disk is full", hint="Free some space and try again.") from error
        hint = "Check the folder and its permissions."
        raise MediaNotWritten(attempted, error.strerror or str(error), hint=hint) from error


def write_still(
    path: str,
    frame: Frame,
    space: WorkingSpace,
    *,
    layout: str | None = None,
    colour: ColourTags | None = None,
    timecode: str | None = None,
    rate: Rate | None = None,
) -> None:
    """Write a frame to a file of the kind its name asks for; see `picture_of` and `write_picture`."""
    kind = still_kind(path)
    write_picture(
        path, picture_of(frame, kind, space, layout=layout, colour=colour, timecode=timecode, rate=rate)
    )

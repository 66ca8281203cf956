"""Writing one picture file: PNG, JPEG, TIFF, DPX, EXR."""

from __future__ import annotations

import errno
import os
from typing import Any

import numpy as np
import numpy.typing as npt
import OpenImageIO as oiio

from nodes.api.formats import ColourTags
from nodes.api.frames import Frame
from nodes.api.times import Rate

from .errors import DiskFull, MediaNotWritten
from .still_kinds import StillKind, is_whole, still_kind, writer_of
from .still_picture import Picture, picture_of
from .still_spec import spec_of
from .still_text import message
from .working import WorkingSpace

AnyArray = npt.NDArray[Any]


def write_picture(path: str, picture: Picture) -> None:
    """Write a picture file: complete and on the disk under its name, or not at all.

    EXR is ZIP-compressed, with primaries, windows, pixel aspect, timecode, reel and rate in its header, and
    layers as float channels; PNG carries its tags as CICP and straight alpha; TIFF is ZIP-compressed, its
    alpha straight unless it is float; DPX has ten bits filled to 32, or eight, with transfer, timecode and
    rate; JPEG has quality 95 and whole chroma. Raises DiskFull where there is no room, MediaNotWritten,
    naming path and reason, for anything else.
    """
    _save(path, _encoded(path, still_kind(path), picture))


def _encoded(path: str, kind: StillKind, picture: Picture) -> bytes:
    """Return a file's bytes, made in memory: OpenImageIO does not say why a disk took nothing."""
    pixels = picture.native.planes[0]
    rows = pixels if pixels.ndim == 3 else pixels[..., None]
    output = oiio.ImageOutput.create(writer_of(kind))
    if output is None:
        raise MediaNotWritten(
            f"Write the picture {path!r}", f"OpenImageIO is built without {kind}: {message(oiio.geterror)}"
        )
    with os.fdopen(os.memfd_create("picture", os.MFD_CLOEXEC), "rb") as file:
        done = output.open(f"/proc/self/fd/{file.fileno()}", spec_of(kind, picture, rows, [*picture.layers]))
        done = done and output.write_image(_with_layers(rows, picture))
        if not (output.close() and done):
            why = message(output.geterror) or "it cannot be encoded"
            raise MediaNotWritten(f"Write the picture {path!r}", why)
        file.seek(0)
        encoded = file.read()
    if not is_whole(kind, encoded):
        raise MediaNotWritten(f"Write the picture {path!r}", "its encoding broke off")
    return encoded


def _with_layers(rows: AnyArray, picture: Picture) -> AnyArray:
    if not picture.layers:
        return rows
    # Half goes through float and back as it was; the patterns of ids are moved, never computed with.
    layers = [array[..., None] for array in picture.layers.values()]
    return np.concatenate([rows.astype(np.float32), *layers], axis=-1)


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

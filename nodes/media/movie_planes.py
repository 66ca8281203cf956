"""Native planes in and out of FFmpeg's frames."""

from __future__ import annotations

import math
from typing import cast

import av
import numpy as np
import numpy.typing as npt
from av.video.plane import VideoPlane

from nodes.api.formats import AnyArray, Native

from .errors import UnreadableMedia
from .layouts import layout_of, plain_layout, plane_shapes


def native_of(frame: av.VideoFrame, subject: str) -> Native:
    """Return a decoded frame's planes: read-only, without row padding; where it has none, not even copied.

    A layout that is not plain is turned into the plain one that holds the same samples
    (`nodes.media.layouts.plain_layout`). `subject` names file and frame in errors.
    Raises UnreadableMedia for a layout with no such stand-in.
    """
    name = plain_layout(frame.format.name)
    if name is None:
        raise UnreadableMedia(
            f"Read {subject}",
            f"its pixel layout {frame.format.name} cannot be held without loss",
            hint="Convert it to a common layout, such as yuv422p10 or rgb48, and use that.",
        )
    swapped = name == f"{frame.format.name.removesuffix('be')}le"
    if name != frame.format.name and not swapped:
        frame = frame.reformat(format=name)
    shapes = plane_shapes(name, frame.width, frame.height)
    planes = zip(frame.planes, shapes, strict=True)
    dtype = layout_of(name).dtype
    if swapped:
        dtype = dtype.newbyteorder(">")
    return Native(name, tuple(_samples(plane, shape, dtype) for plane, shape in planes))


def _samples(plane: VideoPlane, shape: tuple[int, ...], dtype: np.dtype[np.generic]) -> AnyArray:
    """Return a plane's samples; those that are not copied keep FFmpeg's frame, which nobody writes to."""
    line = abs(plane.line_size)
    rows = _bytes_of(plane).reshape(shape[0], line)
    if plane.line_size < 0:
        rows = rows[::-1]
    wanted = math.prod(shape[1:]) * dtype.itemsize
    packed = np.ascontiguousarray(rows[:, :wanted])
    made = packed.view(dtype).reshape(shape).astype(dtype.newbyteorder("<"), copy=False)
    made.flags.writeable = False
    return made


def _bytes_of(plane: VideoPlane) -> npt.NDArray[np.uint8]:
    # A plane has the buffer protocol, which its type does not say.
    return np.frombuffer(cast("bytes", plane), np.uint8)


def in_layout(frame: av.VideoFrame, layout: str) -> av.VideoFrame:
    """Return the frame in another layout that holds the same samples, itself where it is in it already."""
    if frame.format.name == layout:
        return frame
    if frame.format.name.replace("yuvj", "yuv") == layout:
        # FFmpeg would squeeze the range: the samples stay, the range is tagged.
        made = av.VideoFrame(frame.width, frame.height, layout)
        for target, source in zip(made.planes, frame.planes, strict=True):
            _bytes_of(target)[:] = _bytes_of(source)
        return made
    return frame.reformat(format=layout)


def frame_of(native: Native, width: int, height: int) -> av.VideoFrame:
    """Return an FFmpeg frame that holds a copy of plain planes.

    Raises ValueError where the planes do not have the layout's shapes and type at that size.
    """
    shapes = plane_shapes(native.layout, width, height)
    dtype = layout_of(native.layout).dtype
    given = tuple(plane.shape for plane in native.planes)
    if given != shapes or any(plane.dtype != dtype for plane in native.planes):
        raise ValueError(f"{native.layout} at {width}x{height} has planes {shapes}, got {given}")
    frame = av.VideoFrame(width, height, native.layout)
    for target, plane in zip(frame.planes, native.planes, strict=True):
        flat = np.ascontiguousarray(plane).view(np.uint8).reshape(plane.shape[0], -1)
        rows = _bytes_of(target).reshape(plane.shape[0], target.line_size)
        rows[:, : flat.shape[1]] = flat
    return frame

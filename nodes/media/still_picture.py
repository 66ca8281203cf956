"""What goes into a picture file, made of a frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from nodes.api.crop import cropped
from nodes.api.errors import BadInput
from nodes.api.formats import Box, ColourTags, Native
from nodes.api.frames import FloatArray, Frame
from nodes.api.headers import KEY
from nodes.api.times import Rate

from .colour import from_working
from .pixel_layout import pixel_layout
from .still_kinds import StillKind, holds, still_layout, still_tags
from .working import WorkingSpace


@dataclass(frozen=True, slots=True)
class Picture:
    """What goes into a picture file: planes of one of the kind's layouts, and what is said of them.

    `layers` are further channels, float32 over the data window, for EXR; `said` is what the header of the
    picture's source said beside (see `still_said`).
    """

    native: Native
    colour: ColourTags
    data_window: Box
    display_window: Box
    pixel_aspect: Fraction = Fraction(1)
    timecode: str | None = None
    rate: Rate | None = None
    reel: str | None = None
    said: str | None = None
    layers: Mapping[str, FloatArray] = field(default_factory=dict)


def picture_of(
    frame: Frame,
    kind: StillKind,
    space: WorkingSpace,
    *,
    layout: str | None = None,
    colour: ColourTags | None = None,
    timecode: str | None = None,
    rate: Rate | None = None,
    reel: str | None = None,
) -> Picture:
    """Return what to write for a frame: its native planes as they are if the file can hold them.

    Otherwise working pixels are converted: to the frame's own tags if the file can carry them, else
    to sRGB, or linear Rec.709 for half and float samples. `layout` and `colour` override. Without an
    offset window in the file (all but EXR) the picture covers its display window. EXR takes the frame's
    layers and further channels along. Raises MediaError as `from_working` does.
    """
    target = layout or still_layout(kind, frame)
    if not holds(kind, target):
        raise BadInput(f"Write a picture as {kind}", f"it cannot hold the layout {target}")
    tags = colour or still_tags(kind, target, frame.colour)
    box = frame.data_window if kind == "exr" else frame.display_window
    native = frame.native
    kept = native is not None and box == frame.data_window and _same_colour(tags, frame.colour)
    if native is not None and kept and _has_room(target, native.layout):
        native = _packed(native, target)
    else:
        native = _converted(frame, box, target, tags, space)
    return Picture(
        native,
        tags,
        box,
        frame.display_window,
        frame.pixel_aspect,
        timecode=timecode,
        rate=rate,
        reel=reel or frame.metadata.get("reel"),
        said=frame.metadata.get(KEY),
        layers=_layers(frame) if kind == "exr" else {},
    )


def _layers(frame: Frame) -> dict[str, FloatArray]:
    """Return a frame's further channels: those of its file, and over them those that nodes made."""
    shape = (frame.data_window.height, frame.data_window.width)
    found = dict(frame.layers)
    if frame.pixels is not None:
        for index, name in enumerate(frame.channels):
            if index > 2 and name != "A":
                found[name] = frame.pixels[..., index]
    return {name: array for name, array in found.items() if array.shape == shape}


def _same_colour(tags: ColourTags, own: ColourTags) -> bool:
    return (tags.primaries, tags.transfer, tags.range, tags.data) == (
        own.primaries,
        own.transfer,
        own.range,
        own.data,
    )


def _has_room(target: str, source: str) -> bool:
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

"""Grey samples in a layout that could hold colour, exactly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nodes.api import Frame, Native
from nodes.media.colour_tags import is_grey_layout
from nodes.media.pixel_layout import pixel_layout


def in_colour(layout: str) -> str:
    """Return the RGB layout with a grey one's depth and alpha.

    >>> in_colour("gray"), in_colour("gray10le"), in_colour("ya16le"), in_colour("yaf16le")
    ('gbrp', 'gbrp10le', 'gbrap16le', 'rgbaf16le')
    """
    facts = pixel_layout(layout)
    if facts.is_float:
        return f"{'rgba' if facts.has_alpha else 'rgb'}f{facts.bits}le"
    depth = "" if facts.bits == 8 else f"{facts.bits}le"
    return f"{'gbrap' if facts.has_alpha else 'gbrp'}{depth}"


def coloured(frame: Frame, layout: str) -> Frame:
    """Return a frame of grey samples as one of that RGB layout, if it has its depth; others as they are."""
    native = frame.native
    if native is None or not is_grey_layout(native.layout) or in_colour(native.layout) != layout:
        return frame
    grey, to = pixel_layout(native.layout), pixel_layout(layout)
    planes = [grey.plane(native.planes, "A" if channel == "A" else "Y") for channel in to.order]
    made = (np.stack(planes, axis=-1),) if to.packed else tuple(planes)
    return replace(frame, native=Native(layout, made), colour=replace(frame.colour, matrix="rgb"))

"""Parts of pictures, as nodes that need no more than that are given."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from nodes.api import Box, Frame, Matte, cropped
from nodes.api.frames import FloatArray

from .proxy_layers import PickedLayers


def part_of(value: Any, part: Box | None) -> Any:
    """Return what lies within a part of a picture: its data window is no larger than that.

    A picture that has nothing there, and whatever is no picture, is returned as it is.
    """
    if part is None:
        return value
    if type(value) is dict:
        return {port: part_of(each, part) for port, each in value.items()}
    if not isinstance(value, Frame | Matte):
        return value
    data = value.data_window
    box = Box(max(data.x0, part.x0), max(data.y0, part.y0), min(data.x1, part.x1), min(data.y1, part.y1))
    if box == data or box.width == 0 or box.height == 0:
        return value
    if isinstance(value, Matte):
        return replace(value, pixels=cropped(value.pixels, data, box), data_window=box)
    layers = PickedLayers(value.layers, data, box, 1) if value.layers else {}
    if value.pixels is not None:
        return replace(value, pixels=cropped(value.pixels, data, box), data_window=box, layers=layers)
    alpha = value.alpha
    return replace(
        value,
        data_window=box,
        layers=layers,
        native=None,
        to_working=None,
        pixels=_joined(cropped(value.rgb, data, box), None if alpha is None else cropped(alpha, data, box)),
        channels=("R", "G", "B") if alpha is None else ("R", "G", "B", "A"),
    )


def whole(frame: Frame) -> Frame:
    """Return a frame with all of its display window and no more: black, and clear, where it has nothing."""
    window, data = frame.display_window, frame.data_window
    if data == window:
        return frame
    alpha = frame.alpha
    return replace(
        frame,
        data_window=window,
        layers={},
        native=None,
        to_working=None,
        pixels=_joined(
            cropped(frame.rgb, data, window), None if alpha is None else cropped(alpha, data, window)
        ),
        channels=("R", "G", "B") if alpha is None else ("R", "G", "B", "A"),
    )


def _joined(rgb: FloatArray, alpha: FloatArray | None) -> FloatArray:
    return rgb if alpha is None else np.dstack((rgb, alpha))

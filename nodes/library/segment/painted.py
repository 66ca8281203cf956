"""What was painted or drawn, as pixels of a frame: mattes from files, shapes, strokes, boxes, clicks."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
import OpenImageIO as oiio

from nodes.api import Frame, NodeError, Prompts, ShapePrompt, Stroke, Time
from nodes.vision.agreement import Mask
from nodes.vision.look import Floats
from nodes.vision.pointed import Pointed

_FINE = 4
"""Sub-pixel bits with which outlines are drawn."""
_STEPS = 16


def read_matte(path: str, frame: Frame) -> Floats:
    """Return the first channel of a picture (or its alpha), 0 to 1, over the frame's data window.

    Raises NodeError where it cannot be read or its size is not the frame's (one pixel more or less is held).
    """
    attempted = f"Read the painted matte '{path}'"
    image = oiio.ImageBuf(path)
    if not image.read(0, 0, True, "float"):
        raise NodeError(attempted, image.geterror() or "it is no picture", hint="Paint it again.")
    pixels = np.asarray(image.get_pixels(oiio.FLOAT), np.float32)
    channel = image.spec().alpha_channel
    matte = pixels[..., channel] if channel >= 0 else pixels.max(-1)
    rows, columns = frame.rgb.shape[:2]
    if abs(matte.shape[0] - rows) > 1 or abs(matte.shape[1] - columns) > 1:
        size = cv2.resize(matte, (columns, rows), interpolation=cv2.INTER_AREA)
        if abs(matte.shape[0] * columns - matte.shape[1] * rows) > max(matte.shape) * 2:
            why = f"it has {matte.shape[1]}x{matte.shape[0]} pixels, the frame {columns}x{rows}"
            raise NodeError(attempted, why, hint="Paint it over this picture.")
        return np.asarray(size, np.float32)
    missing = ((0, max(0, rows - matte.shape[0])), (0, max(0, columns - matte.shape[1])))
    return np.asarray(np.pad(matte, missing, mode="edge")[:rows, :columns], np.float32)


def outlined(shapes: Iterable[ShapePrompt], frame: Frame) -> Floats:
    """Return the union of closed shapes, 0 to 1 with soft edges, over the frame's data window."""
    rows, columns = frame.rgb.shape[:2]
    made = np.zeros((rows, columns), np.uint8)
    for shape in shapes:
        points = _flattened(shape.points) if shape.curved else np.array(shape.points, np.float64)
        corner = (frame.data_window.x0, frame.data_window.y0)
        fixed = np.round((points - corner - 0.5) * (1 << _FINE)).astype(np.int32)
        one = np.zeros_like(made)
        cv2.fillPoly(one, [fixed], 255, cv2.LINE_AA, _FINE)
        made = np.maximum(made, one)
    return np.asarray(made, np.float32) / np.float32(255)


def _flattened(points: tuple[tuple[float, float], ...]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return a closed cubic Bezier outline as straight pieces.

    Points come in threes: the handle before, the point on the curve, the handle after.
    """
    if len(points) % 3:
        why = f"a curved shape has {len(points)} points"
        raise NodeError("Draw a shape", why, hint="Give three for each corner: handle, point, handle.")
    corners = np.array(points, np.float64).reshape(-1, 3, 2)
    part = np.linspace(0, 1, _STEPS, endpoint=False)[:, None]
    rest = 1 - part
    pieces = []
    for (_, start, leaving), (arriving, end, _) in zip(corners, np.roll(corners, -1, 0), strict=True):
        curve = rest**3 * start + 3 * rest**2 * part * leaving + 3 * rest * part**2 * arriving + part**3 * end
        pieces.append(curve)
    return np.concatenate(pieces)


def pointed(prompts: Prompts, time: Time, obj: int, frame: Frame, size: tuple[int, int]) -> Pointed:
    """Return the clicks, strokes and boxes of an object at a time, in pixels of a picture of `size`."""
    rows, columns = frame.rgb.shape[:2]
    across, down = size[0] / columns, size[1] / rows
    left, top = frame.data_window.x0, frame.data_window.y0

    def here(x: float, y: float) -> tuple[float, float]:
        return (x - left) * across, (y - top) * down

    clicks = [each for each in prompts.clicks if each.time == time and each.obj == obj]
    boxes = [each for each in prompts.boxes if each.time == time and each.obj == obj]
    strokes = [each for each in prompts.strokes if each.time == time and each.obj == obj]
    return Pointed(
        [here(each.x, each.y) for each in clicks if each.positive],
        [here(each.x, each.y) for each in clicks if not each.positive],
        [(*here(each.x0, each.y0), *here(each.x1, each.y1)) for each in boxes],
        _drawn([each for each in strokes if each.positive], (left, top), (across, down), size),
        _drawn([each for each in strokes if not each.positive], (left, top), (across, down), size),
    )


def _drawn(
    strokes: list[Stroke], corner: tuple[int, int], scale: tuple[float, float], size: tuple[int, int]
) -> Mask | None:
    if not strokes:
        return None
    made = np.zeros(size[::-1], np.uint8)
    for stroke in strokes:
        points = np.round((np.array(stroke.points, np.float64) - corner) * scale).astype(np.int32)
        cv2.polylines(made, [points], False, 1, max(1, round(stroke.width * scale[1])))
    return made > 0

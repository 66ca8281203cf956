"""Frames as models want them, and what they make as frames again. Data (mattes) goes as it is."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from nodes.api import ColourSpace, ColourTags, Format, Frame, Matte, NodeError, Time
from nodes.library.planes.channels import seen
from nodes.media.working import Conversion, WorkingSpace, conversion

FloatArray = npt.NDArray[np.float32]
Size = tuple[int, int]
"""Columns and rows."""

SIGNAL = ColourTags(matrix="rgb", range="full", primaries="bt709", transfer="bt709")
"""What models see: Rec.709 primaries and the display curve that video is read by (ITU-R BT.1886), 0 to 1.

So a model is given the very code values of Rec.709 video, which is what models are trained on, and what it
makes looks on a display as it made it. Light beyond white is cut off.
"""


def to_display(frame: Frame, space: ColourSpace, size: Size | None = None) -> FloatArray:
    """Return the frame's display window as float32 (rows, columns, 3), 0 to 1, in `SIGNAL`.

    Colour is straight, over black where there are no pixels; `size` is the size that is wanted, the frame's
    own by default. What is not finite is black.
    """
    rgb, alpha = frame.rgb, frame.alpha
    if alpha is not None:
        cover = alpha[..., None]
        rgb = np.divide(rgb, cover, out=np.zeros_like(rgb), where=cover > 0)
    light = np.nan_to_num(seen(rgb, frame.data_window, frame.display_window), posinf=1.0)
    signal = np.clip(_conversion(space).back(_sized(light, size)), 0, 1)
    return np.ascontiguousarray(signal, np.float32)


def from_display(signal: npt.NDArray[np.floating], like: Frame, space: ColourSpace) -> Frame:
    """Return a picture that a model made as `like` with other colour: its windows, time and alpha.

    `signal` (rows, columns, 3) stands for the display window, at any size.
    """
    window, data = like.display_window, like.data_window
    light = _light(signal, space, (window.width, window.height))
    light = seen(light, window, data)
    alpha = like.alpha
    return like.with_rgb(light if alpha is None else light * alpha[..., None])


def made_frame(signal: npt.NDArray[np.floating], time: Time, format: Format, space: ColourSpace) -> Frame:
    """Return a picture that a model made from nothing as a frame of the format, scaled to its size."""
    light = _light(signal, space, (format.width, format.height))
    return Frame.of_pixels(light, time, pixel_aspect=format.pixel_aspect)


def to_numbers(matte: Matte, size: Size | None = None) -> FloatArray:
    """Return a matte's display window as float32 (rows, columns), 0 to 1, 0 where it has no pixels."""
    whole = seen(matte.pixels, matte.data_window, matte.display_window)
    return np.ascontiguousarray(np.clip(np.nan_to_num(_sized(whole, size)), 0, 1), np.float32)


def from_numbers(numbers: npt.NDArray[np.floating], like: Frame) -> Matte:
    """Return what a model made as a matte over a frame's display window, at any size, 0 to 1."""
    window = like.display_window
    full = _sized(np.asarray(numbers, np.float32), (window.width, window.height))
    return Matte(np.clip(full, 0, 1), like.time, window, window)


def _light(signal: npt.NDArray[np.floating], space: ColourSpace, size: Size) -> FloatArray:
    made = np.array(signal, np.float32, order="C")
    if made.ndim != 3 or made.shape[2] != 3 or not np.isfinite(made).all():
        raise NodeError("Use what a model made", f"it is no finite picture, but {made.shape}")
    return _conversion(space).forward(_sized(made, size))


def _conversion(space: ColourSpace) -> Conversion:
    return conversion(WorkingSpace(space.config, space.name), SIGNAL)


def _sized(picture: FloatArray, size: Size | None) -> FloatArray:
    rows, columns = picture.shape[:2]
    if size is None or size == (columns, rows):
        return picture
    smaller = size[0] <= columns and size[1] <= rows
    way = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, size, interpolation=way), np.float32)

"""Small pictures of a render under way, for whoever watches."""

from __future__ import annotations

import time
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from nodes.api import ColourTags, Format, Frame
from nodes.api.formats import AnyArray
from nodes.library.cut.fitting import fit
from nodes.media.colour import from_working
from nodes.media.working import WorkingSpace
from nodes.process.child import Call

WIDTH, HEIGHT = 224, 126
_BETWEEN = 0.5
_SCREEN = ColourTags(matrix="rgb", range="full", primaries="bt709", transfer="bt709")


class Glimpses:
    """Sends a frame now and then, at most two a second, as "rgb24" that fits into 224 by 126 pixels."""

    def __init__(self, call: Call, space: WorkingSpace) -> None:
        self._call = call
        self._convert = from_working(space, "rgb24", _SCREEN)
        self._next = 0.0

    def __call__(self, frame: Frame) -> None:
        """Take note of a frame that was made, and send it if it is time."""
        if time.monotonic() < self._next:
            return
        self._call.send_frame(self.small(frame), {"time": frame.time.to_json()})
        self._next = time.monotonic() + _BETWEEN

    def show(self, picture: npt.NDArray[np.floating[Any]]) -> None:
        """Send a display-referred picture (rows, columns, 3), 0 to 1, if it is time."""
        if time.monotonic() < self._next:
            return
        rows, columns = picture.shape[:2]
        scale = min(WIDTH / columns, HEIGHT / rows)
        size = max(1, round(columns * scale)), max(1, round(rows * scale))
        codes = np.clip(np.asarray(picture, np.float32) * 255 + 0.5, 0, 255).astype(np.uint8)
        made = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
        left, top = (WIDTH - size[0]) // 2, (HEIGHT - size[1]) // 2
        made[top : top + size[1], left : left + size[0]] = cv2.resize(
            codes, size, interpolation=cv2.INTER_AREA
        )
        self._call.send_frame(made)
        self._next = time.monotonic() + _BETWEEN

    def small(self, frame: Frame) -> AnyArray:
        """Return the frame as 8-bit (rows, columns, 3) on black, display-referred Rec.709."""
        rgb, _ = fit(
            frame.rgb,
            None,
            data=frame.data_window,
            display=frame.display_window,
            aspect=frame.pixel_aspect,
            to=Format(WIDTH, HEIGHT, frame.time.rate),
        )
        return self._convert(rgb, None).planes[0]

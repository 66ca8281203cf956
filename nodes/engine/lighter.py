"""A lighter movie of the same frames in place of media that is looked at at proxy size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Protocol

import cv2
import numpy as np

from nodes.api import Box, Format, Frame, Range, Time
from nodes.media.info import MediaInfo

from .stretch import scaled_format

LEAST = Fraction(1, 2)
"""A lighter movie serves while it is at least so many times as wide as what is asked for."""


class Pictures(Protocol):
    """The lighter movie's pictures by its own time."""

    def frame(self, time: Time) -> Frame:
        """Return the picture on screen at a time."""


def serves(light: MediaInfo, info: MediaInfo, scale: Fraction) -> bool:
    """Return whether a movie can stand for media at a scale: all of its frames, and large enough."""
    if light.format is None or info.format is None or info.has_alpha:
        return False
    enough = light.format.width >= info.format.width * info.format.pixel_aspect * scale * LEAST
    return enough and light.frame_count == info.frame_count


class LighterClip:
    """Media seen at `scale` by way of a lighter movie, which is opened when it is first read."""

    def __init__(
        self, info: MediaInfo, scale: Fraction, light: MediaInfo, pictures: Callable[[], Pictures]
    ) -> None:
        assert info.format is not None
        self.range: Range = info.range
        self.format: Format = scaled_format(info.format, scale)
        self._light, self._pictures = light, pictures

    def frame(self, time: Time) -> Frame:
        """Return the picture on screen at `time`; outside the range the nearest edge is held."""
        count = self.range.clamp(time.at(self.range.rate).floor()) - self.range.start
        there = self._light.start + Time(count.frame, self._light.rate)
        return _shaped(self._pictures().frame(there).at(time), self.format)

    def frames(self, range: Range) -> Iterator[Frame]:
        """Yield each picture in the range in rising time."""
        for time in range.frames():
            yield self.frame(time)


def _shaped(frame: Frame, format: Format) -> Frame:
    """Return a picture that fills a format; its own samples where it has that size already."""
    window, size = Box.of_size(format.width, format.height), (format.width, format.height)
    if (frame.data_window.width, frame.data_window.height) == size:
        return replace(frame, display_window=window, data_window=window, pixel_aspect=format.pixel_aspect)
    shrinks = frame.data_window.width > format.width
    pixels = cv2.resize(frame.rgb, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    return Frame.of_pixels(
        np.asarray(pixels, np.float32),
        frame.time,
        display_window=window,
        data_window=window,
        pixel_aspect=format.pixel_aspect,
        metadata=frame.metadata,
    )

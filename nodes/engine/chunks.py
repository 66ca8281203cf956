"""Windows over a stretch, and how what was made of them is joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.api import Frame, Matte, NodeError, Range, Time

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Windows:
    """Windows of `length` frames that share `overlap`, over `count` frames; places count from 0.

    They begin every `length - overlap` frames. The last one is moved back until it is as long as the others
    (and shares more); only where there are fewer than `length` frames in all is there a shorter one.
    Neighbours are joined over the last `overlap` frames of the earlier: it fades out in a straight line
    while the later fades in. Raises NodeError for lengths that make no windows.
    """

    count: int
    length: int
    overlap: int

    def __post_init__(self) -> None:
        if self.length < 1 or not 0 <= self.overlap < self.length:
            raise NodeError(
                "Cut the clip into windows",
                f"windows of {self.length} frames cannot share {self.overlap}",
                hint="Make them longer than what they share.",
            )

    def __len__(self) -> int:
        return 1 + max(0, -(-(self.count - self.length) // (self.length - self.overlap)))

    def places(self, window: int) -> range:
        """Return the places that a window covers."""
        first = min(window * (self.length - self.overlap), max(0, self.count - self.length))
        return range(first, min(first + self.length, self.count))

    def covering(self, place: int) -> Sequence[int]:
        """Return the windows that a place is made of, in order."""
        step = self.length - self.overlap
        near = range(max(0, (place - self.length) // step), min(len(self), place // step + 2))
        found = [window for window in near if place in self.places(window)]
        # A later window counts from where the one before it begins to fade.
        return [
            window
            for window in found
            if window == found[0] or place >= self.places(window - 1).stop - self.overlap
        ]

    def weight(self, window: int, place: int) -> float:
        """Return how much of a window there is at a place that the one before it covers too, 0 to 1."""
        fade = self.places(window - 1).stop - self.overlap
        return (place - fade + 1) / (self.overlap + 1)


def windows_over(part: Range, stretch: Range, length: int, overlap: int) -> tuple[Range, Windows]:
    """Return the frames that are cut into windows to make a part of a stretch, and the windows.

    Where the stretch goes on beyond the part, the first window and the last see `overlap` frames more: so
    what is new is conditioned on the edge of what exists.
    """
    more = Time(overlap, stretch.rate)
    seen = part.widened(more, more).meet(stretch)
    return seen, Windows(seen.frame_count, length, overlap)


def joined(values: Sequence[tuple[Any, float]], time: Time) -> Any:
    """Return values of neighbouring windows as one: each with the weight it has over those before it.

    Pictures are mixed in working space (linear light, premultiplied), mattes and numbers as they are.
    """
    made = values[0][0]
    for value, weight in values[1:]:
        made = _mixed(made, value, weight)
    return made


def _mixed(one: Any, other: Any, weight: float) -> Any:
    if type(one) is dict:
        return {port: _mixed(each, other[port], weight) for port, each in one.items()}
    if isinstance(one, Frame):
        return _mixed_frames(one, other, weight)
    if isinstance(one, Matte):
        _alike(one, other)
        return replace(one, pixels=_frozen(_between(one.pixels, other.pixels, weight)))
    return one + (other - one) * weight


def _mixed_frames(one: Frame, other: Frame, weight: float) -> Frame:
    _alike(one, other)
    alpha = one.alpha
    if alpha is not None or other.alpha is not None:
        alpha = _between(_cover(one), _cover(other), weight)
    mixed = one.with_rgb(_between(one.rgb, other.rgb, weight), alpha=alpha)
    if one.pixels is None or len(one.channels) <= 4 or one.channels != other.channels:
        return mixed
    assert other.pixels is not None
    return replace(one, pixels=_frozen(_between(one.pixels, other.pixels, weight)))


def _cover(frame: Frame) -> FloatArray:
    return np.ones(frame.rgb.shape[:2], np.float32) if frame.alpha is None else frame.alpha


def _alike(one: Frame | Matte, other: Frame | Matte) -> None:
    if one.data_window != other.data_window:
        raise ValueError(
            f"its windows differ in size where they meet: {one.data_window}, {other.data_window}"
        )


def _between(one: FloatArray, other: FloatArray, weight: float) -> FloatArray:
    mixed: FloatArray = one + (other - one) * np.float32(weight)
    return mixed


def _frozen(array: FloatArray) -> FloatArray:
    array.flags.writeable = False
    return array

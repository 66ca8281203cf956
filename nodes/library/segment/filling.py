"""Workprint's own `Inpaint`, which needs no model: what a matte covers, filled from frames that show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from nodes.api import Clip, Format, Frame, Matte, Range, Time

from .plate import FARTHEST, Ground, around

T = TypeVar("T", Frame, Matte)


@dataclass(frozen=True, slots=True)
class OwnInpaint:
    """Fills with what is behind as `plate.Ground` finds it; neither words nor a seed change anything.

    `count` frames before and after, `step` apart, are looked at first. What it returns is laid in by the
    matte already: where that is 0 frames are the same to the bit.
    """

    count: int = 5
    step: int = 4

    @property
    def length(self) -> int:
        """How many frames the filling of one may come from, itself among them."""
        return 2 * FARTHEST + 1

    @property
    def overlap(self) -> int:
        """Frames that two windows share."""
        return FARTHEST

    def fill(self, frames: Sequence[Frame], mattes: Sequence[Matte], prompt: str, seed: int) -> list[Frame]:
        """Return as many frames as given, which follow one another; see `nodes.api.capabilities`."""
        shot, covers = _Held(frames), _Held(mattes)
        return list(self.fill_clip(shot, covers, shot.range, prompt, seed))

    def fill_clip(
        self, shot: Clip[Frame], mattes: Clip[Matte], range: Range, prompt: str, seed: int
    ) -> Iterator[Frame]:
        """Yield a frame for each of the range, those of which nothing is covered as they are."""
        ground = Ground(shot, mattes, self.count, self.step)
        for time in range.frames():
            frame, cover = shot.frame(time), mattes.frame(time).pixels
            if not cover.any():
                yield frame
                continue
            part = around(cover)
            light, here = np.array(frame.rgb), cover[part][..., None]
            light[part] = light[part] * (1 - here) + ground.behind(time, part) * here
            yield frame.with_rgb(light)


@dataclass(frozen=True, slots=True)
class _Held(Generic[T]):
    """Pictures that follow one another, as a clip."""

    pictures: Sequence[T]

    @property
    def range(self) -> Range:
        start = self.pictures[0].time
        return Range.frames_of(start.frame, len(self.pictures), start.rate)

    @property
    def format(self) -> Format:
        window = self.pictures[0].display_window
        return Format(window.width, window.height, self.range.rate)

    def frame(self, time: Time) -> T:
        place = time.frame - self.range.start.frame
        return self.pictures[min(max(place, 0), len(self.pictures) - 1)]

    def frames(self, range: Range) -> Iterator[T]:
        return map(self.frame, range.frames())

"""Following pointed-at objects through a clip, and Workprint's own `VideoSegmenter`, which needs no model."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import pairwise

import numpy as np

from nodes.api import Clip, Direction, Frame, Matte, NodeError, Prompts, Range, Time
from nodes.vision.agreement import Mask
from nodes.vision.anchors import Wish, wishes
from nodes.vision.follow import Followed, certainty, settle
from nodes.vision.look import Floats, Picture

from .painted import outlined, pointed, read_matte
from .pictures import larger, matte_of, refined, smaller
from .stretch import between, up_to
from .tracker import Anchor, OwnTracker, Step, Tracker

_KNOWN = 1.0
_HELPED = 0.2
"""How much surer a frame is once it was clicked in: one click seldom puts all right."""
_HINT = "Click on it, draw a box around it, or paint it, in any frame."


class OwnSegmenter:
    """Follows what was pointed at by its colours, texture, place and motion; needs nothing installed.

    After Video SnapCut (Bai et al., SIGGRAPH 2009) and GrabCut (Rother et al., SIGGRAPH 2004); see
    `nodes.vision.follow` for the step from frame to frame and `anchors` for what a correction changes.
    """

    def open(self, clip: Clip[Frame]) -> AbstractContextManager[AnchoredSession]:
        """Start a session over the clip; it holds no frames, and files are opened only to be read."""
        return nullcontext(AnchoredSession(clip, OwnTracker()))


class AnchoredSession:
    """The objects pointed at in one clip, each followed by itself; see `nodes.api.SegmentSession`.

    Whatever the tracker is, what a correction changes is as `anchors` says.
    """

    def __init__(self, clip: Clip[Frame], tracker: Tracker) -> None:
        self._clip, self._tracker = clip, tracker
        self._prompts = Prompts()
        self._anchors: dict[int, dict[int, Anchor]] = {}
        self._certain: dict[int, tuple[Matte, Floats]] = {}
        self._size = tracker.size(clip.format)

    def add(self, prompts: Prompts) -> None:
        """Point at objects, in source pixels, at their times; what was followed before is corrected.

        Raises NodeError for prompts outside the clip.
        """
        for each in prompts.everything:
            if each.time not in self._clip.range:
                first, last = self._clip.range.start.frame, self._clip.range.end.frame - 1
                why = f"frame {each.time.at(self._clip.range.rate).frame} is not in the clip"
                raise NodeError("Follow an object", why, hint=f"It has frames {first} to {last}.")
        self._prompts = self._prompts.joined(prompts)
        self._anchors.clear()

    def at(self, time: Time, obj: int = 1) -> tuple[Matte, float]:
        """Return matte and confidence (0 to 1) at one time from the prompts there alone, at once."""
        frame = self._clip.frame(time)
        exact = self._exact(frame, time, obj)
        if exact is not None:
            return matte_of(frame, exact), _KNOWN
        here = pointed(self._prompts, time, obj, frame, self._size)
        if not (here.inside or here.boxes or here.painted is not None):
            return matte_of(frame, np.zeros(frame.rgb.shape[:2], np.float32)), 0.0
        picture = self._tracker.shown(frame, self._size)
        found = self._tracker.begun(picture, here)
        return matte_of(frame, refined(frame, _edged(picture, found.mask))), found.sure

    def propagate(
        self, range: Range, direction: Direction = "both", obj: int = 1
    ) -> Iterator[tuple[Time, Matte, float]]:
        """Yield time, matte and confidence (0 to 1) once for each frame of the range, in any order.

        `forward` follows only from earlier prompted frames, `backward` only from later ones; where there are
        none the matte is empty and the confidence 0. Raises NodeError where nothing was pointed at.
        """
        anchors = self._anchored(obj)
        first, last = range.start.ceil().frame, range.end.ceil().frame - 1
        for step in self._steps(anchors, first, last, direction):
            yield self._finished(step, anchors, obj)

    def correct(self, time: Time, before: Matte, obj: int = 1) -> Matte:
        """Return a matte of one time as the prompts there change it: clicks what is like them, the drawn all.

        Without a prompt there it is as it was.
        """
        frame = self._clip.frame(time)
        exact = self._exact(frame, time, obj)
        if exact is not None:
            return matte_of(frame, exact)
        here = pointed(self._prompts, time, obj, frame, self._size)
        if not (
            here.inside or here.outside or here.boxes or here.painted is not None or here.wiped is not None
        ):
            return before
        picture = self._tracker.shown(frame, self._size)
        if here.boxes:
            mask = self._tracker.begun(picture, here).mask
        else:
            mask = self._tracker.corrected(picture, smaller(before.pixels, self._size), here)
        return matte_of(frame, refined(frame, _edged(picture, mask)))

    def pixel_confidence(self, time: Time, obj: int = 1) -> Matte:
        """Return how likely each pixel's matte is right (0 to 1), for the frame of `obj` yielded last.

        Raises NodeError for any other time.
        """
        matte, certain = self._certain.get(obj, (None, None))
        if matte is None or certain is None or matte.time != time:
            why = f"frame {time.at(self._clip.range.rate).frame} is not the one followed last"
            raise NodeError("Tell how sure each pixel is", why, hint="Ask for each frame as it comes.")
        large = larger(certain, matte.pixels.shape)
        return Matte(large, time, matte.display_window, matte.data_window)

    def _anchored(self, obj: int) -> dict[int, Anchor]:
        if obj not in self._anchors:
            made: dict[int, Anchor] = {}
            for wish in wishes(self._prompts, obj):
                made[wish.time.frame] = self._anchor(wish, made, obj)
            if not made:
                raise NodeError("Follow an object", f"nothing is pointed at as object {obj}", hint=_HINT)
            self._anchors[obj] = made
        return self._anchors[obj]

    def _anchor(self, wish: Wish, made: dict[int, Anchor], obj: int) -> Anchor:
        number = wish.time.frame
        frame = self._clip.frame(wish.time)
        exact = self._drawn(frame, wish.time, obj)
        if exact is not None:
            return Anchor(number, smaller(exact, self._size), _KNOWN)
        here = pointed(self._prompts, wish.time, obj, frame, self._size)
        picture = self._tracker.shown(frame, self._size)
        if not wish.is_correction:
            return Anchor(number, *self._tracker.begun(picture, here))
        followed = next(self._steps(made, number, number, "both")).found
        mask = self._tracker.corrected(picture, followed.odds > 0.5, here)
        return Anchor(number, mask, min(_KNOWN, followed.sure + _HELPED))

    def _steps(
        self, anchors: dict[int, Anchor], first: int, last: int, direction: Direction
    ) -> Iterator[Step]:
        """Yield what was followed for each frame from `first` to `last`, anchors themselves as followed."""
        empty = Followed(np.zeros(self._size[::-1], np.float32), 0.0, np.zeros(self._size[::-1], np.float32))
        places = sorted(anchors)
        edges: list[int | None] = [None, *places, None]
        for before, after in pairwise(edges):
            if before is not None and first <= before <= last:
                yield Step(before, _known(anchors[before]))
            low = first if before is None else max(first, before + 1)
            high = last if after is None else min(last, after - 1)
            if low > high:
                continue
            start = None if before is None or direction == "backward" else anchors[before]
            end = None if after is None or direction == "forward" else anchors[after]
            if start and end:
                steps = between(self._away, start, end)
            elif start:
                steps = self._away(start, high)
            elif end:
                steps = up_to(self._away, end, low)
            else:
                steps = (Step(number, empty) for number in range_of(low, high))
            yield from (step for step in steps if low <= step.frame <= high)

    def _finished(self, step: Step, anchors: dict[int, Anchor], obj: int) -> tuple[Time, Matte, float]:
        time = Time(step.frame, self._clip.range.rate)
        frame = self._clip.frame(time)
        exact = self._exact(frame, time, obj)
        if exact is not None:
            matte = matte_of(frame, exact)
            self._certain[obj] = (matte, np.ones((1, 1), np.float32))
            return time, matte, _KNOWN
        odds = step.found.odds
        if step.frame in anchors:
            odds = _edged(self._tracker.shown(frame, self._size), anchors[step.frame].mask)
        matte = matte_of(frame, refined(frame, odds))
        self._certain[obj] = (matte, certainty(step.found))
        return time, matte, float(step.found.sure)

    def _exact(self, frame: Frame, time: Time, obj: int) -> Floats | None:
        """Return the matte that stands at a time whatever else is said: locked, else painted or drawn."""
        for lock in self._prompts.locks:
            if lock.time == time and lock.obj == obj:
                return read_matte(lock.path, frame)
        return self._drawn(frame, time, obj)

    def _drawn(self, frame: Frame, time: Time, obj: int) -> Floats | None:
        painted = [each for each in self._prompts.mattes if each.time == time and each.obj == obj]
        if painted:
            return read_matte(painted[-1].path, frame)
        shapes = [each for each in self._prompts.shapes if each.time == time and each.obj == obj]
        return outlined(shapes, frame) if shapes else None

    def _away(self, anchor: Anchor, last: int) -> Iterator[Step]:
        return self._tracker.away_from(self._see, anchor, last)

    def _see(self, number: int) -> Picture:
        return self._tracker.shown(self._clip.frame(Time(number, self._clip.range.rate)), self._size)


def _known(anchor: Anchor) -> Followed:
    mask = anchor.mask.astype(np.float32)
    return Followed(mask, anchor.sure, np.full_like(mask, anchor.sure))


def _edged(picture: Picture, mask: Mask) -> Floats:
    return settle(picture, np.where(mask, 3, -3).astype(np.float32))


def range_of(low: int, high: int) -> Iterator[int]:
    """Yield the numbers from `low` to `high`."""
    yield from range(low, high + 1)

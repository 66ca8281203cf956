"""Measuring a take against its plate, frame after frame."""

from __future__ import annotations

import builtins
import os
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress

import numpy as np

from nodes.api import ColourTags, Format, Frame, Range, Time
from nodes.library.cut.fitting import fit
from nodes.media.colour import from_working, to_working
from nodes.media.info import info_from_json
from nodes.media.working import WorkingSpace
from nodes.process.child import Call
from nodes.vision.quality import Quality
from nodes.vision.style_space import Floats

from .job import Bound
from .readers import MediaClip, Readers

WIDTH = 640
"""The most pixels across at which pictures are compared: drafts and full takes alike."""
MOST, TOGETHER = 240, 6
"""Frames of a take that are measured at most, and how many of those follow one another."""
_PATIENT = 10
"""Unix niceness of the thread that measures."""
_SCREEN = ColourTags(matrix="rgb", range="full", primaries="bt709", transfer="bt709")

Pictures = Callable[[Time], Frame]


def measured(call: Call, matte: Pictures | None, rest: Callable[[], None]) -> Mapping[str, float]:
    """Return the measures of a bound `take`, by name (see `nodes.vision.quality`), means over its frames.

    A long take is measured here and there: see `stretches`.

    `plate` is what it was made from, bound, or None; `matte` gives its matte's frame at a time.
    `rest` is called between frames, and may wait.
    Raises MediaError, and what `matte` raises.
    """
    space = WorkingSpace.from_json(call.args["colour"])
    to_codes = from_working(space, "rgb24", _SCREEN)
    quality = Quality()
    with Readers(to_working(space)) as readers:
        take = readers.clip(_bound(call.args["take"]))
        plate = None if call.args["plate"] is None else readers.clip(_bound(call.args["plate"]))
        size = _size(plate or take)

        def seen(frame: Frame) -> Floats:
            planes = to_codes(_fitted(frame, size), None).planes[0]
            return np.multiply(planes, np.float32(1 / 255), dtype=np.float32)

        times = [time for run in stretches(take.range) for time in (None, *run)]
        for done, time in enumerate(times):
            call.check()
            call.progress(done, len(times))
            rest()
            if time is None:
                quality.skip()
                continue
            beside = None if plate is None else seen(plate.frame(time))
            cover = None if matte is None else _fitted(matte(time), size)[..., 0].copy()
            quality.add(seen(take.frame(time)), beside, cover)
    return quality.values


def be_patient() -> None:
    """Let this thread have what processor time others leave over, where a thread can be told so (Linux)."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _PATIENT)


def stretches(range: Range) -> list[list[Time]]:
    """Return the frames that are measured, in stretches of frames that follow one another.

    All of them up to `MOST`; of more, as many in stretches of `TOGETHER`, evenly over the range.
    """
    times = list(range.frames())
    if len(times) <= MOST:
        return [times]
    count = MOST // TOGETHER
    starts = (index * (len(times) - TOGETHER) // (count - 1) for index in builtins.range(count))
    return [times[start : start + TOGETHER] for start in starts]


def _bound(data: Mapping[str, object]) -> Bound:
    return Bound(info_from_json(data["info"]), str(data["fingerprint"]))  # type: ignore[arg-type]


def _size(clip: MediaClip) -> Format:
    """Return the size at which a clip's pictures are compared: square pixels, at most `WIDTH` across."""
    format = clip.format
    across = round(format.width * format.pixel_aspect)
    width = min(WIDTH, across)
    return Format(width, max(1, round(width * format.height / across)), format.rate)


def _fitted(frame: Frame, size: Format) -> Floats:
    rgb, _ = fit(
        frame.rgb,
        None,
        data=frame.data_window,
        display=frame.display_window,
        aspect=frame.pixel_aspect,
        to=size,
    )
    return rgb
